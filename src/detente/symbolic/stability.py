"""Stability for single actors, as sets: Nash, GMR, SMR, SEQ, SSEQ. The definitions are those of `detente.graph.stability`.

With w(x) the lowest of what deters (see `detente.symbolic.lowest`), outcome s is unstable for i iff w(x) > P_i(s) for some
x in R_i(s). The comparison goes wish by wish, beside the bits of w as they come: outcomes that are settled are dropped,
and with them the outcomes x that no unsettled one needs. What is known to hold for a weaker concept bounds the work:
SMR and SEQ are looked for inside GMR, SSEQ inside both. And the others' sequences leave the actor's own issues as they are
after its move, so only what agrees there with the end of some such move is looked into.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.symbolic.lowest import Sequences, lowest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from detente.symbolic.encoding import Diagram
    from detente.symbolic.model import Model, Mover

__all__ = ["MANY", "gmr", "highest", "nash", "seq", "smr", "sseq"]

MANY = 12
"""With more wishes than this, what deters is looked for in parts."""


def _kept(model: Model, name: str, actor: int, find: Callable[[], Diagram]) -> Diagram:
    key = (name, frozenset({actor}))
    if key not in model.kept:
        model.kept[key] = find()
    return model.kept[key]


def highest(model: Model, actor: int) -> list[Diagram]:
    """Return the bits of max(P_i(y), max of P_i over R_i(y)): what an actor can still make of an outcome."""
    code, mover = model.encoding, model.mover(frozenset({actor}))
    open_moves = mover.moves | (model.possible & code.same(mover.issues))
    bits = []
    for wish in model.wants(actor):
        after = code.shift(wish, mover.issues)
        bit = code.meet(open_moves, after, mover.issues)
        bits.append(bit)
        open_moves &= after.equiv(bit)
    return bits


def _judge(model: Model, actor: int, suspects: Diagram, deterrent: Sequence[Diagram], *, improving: bool) -> Diagram:
    """Return which suspects are unstable.

    Parameters
    ----------
    suspects
        Outcomes that the actor would like to leave, and that may be stable.
    deterrent
        The vector c with which y deters from leaving s iff c(y) <= P_i(s).
    improving
        Whether sanctions are made of improvements.
    """
    unstable = model.encoding.false
    movers = model.movers(model.others(frozenset({actor})))
    for part in _parts(model, actor, movers) if improving else [model.possible]:
        sequences = Sequences(model, movers, improving=improving)
        unstable |= _judge_part(model, actor, suspects & ~unstable, deterrent, sequences, part)
    return unstable


def _parts(model: Model, actor: int, movers: Sequence[Mover]) -> list[Diagram]:
    """Return sets of outcomes that together are all, out of none of which the movers' steps lead.

    With many wishes the steps that keep all earlier ones as they are grow large. They are smaller for one value at a time
    of an issue that only the actor can change, best of one that is much spoken of.
    """
    code, own = model.encoding, model.mover(frozenset({actor}))
    fixed = set(own.issues).difference(*(mover.issues for mover in movers))
    if len(model.wants(actor)) <= MANY or not fixed:
        return [model.possible]

    def spoken_of(issue: int) -> int:
        bits = set(code.names([issue]))
        everyone = range(len(model.actors))
        return sum(not bits.isdisjoint(wish.support) for who in everyone for wish in model.wants(who))

    chosen = max(sorted(fixed), key=spoken_of)
    return [model.possible & code.value(chosen, place) for place in range(model.frame.sizes[chosen])]


def _judge_part(
    model: Model, actor: int, left: Diagram, deterrent: Sequence[Diagram], sequences: Sequences, part: Diagram
) -> Diagram:
    """Return which suspects (`left`) are unstable by a move that leads into one part of the outcomes."""
    code, own = model.encoding, model.mover(frozenset({actor}))
    unstable = code.false
    pairs = model.improving(own.group) & code.shift(part, own.issues)
    left &= code.exist(pairs, own.issues)
    bits = lowest(model, deterrent, sequences, part & _around(model, own, sequences.movers, pairs & left))
    known: list[Diagram] = []
    narrower = None
    for place, wish in enumerate(model.wants(actor)):
        if left == code.false:
            break
        bit = bits.send(narrower)
        known.append(bit)
        after = code.shift(sequences.at_start(bit), own.issues)
        upset = code.meet(pairs, after & ~wish, own.issues) & left
        unstable |= upset
        left &= ~upset
        pairs &= after.equiv(wish)
        left &= code.exist(pairs, own.issues)
        narrower = _needed(model, model.wants(actor)[: place + 1], known, left)
        narrower &= _around(model, own, sequences.movers, pairs & left)
    return unstable


def _around(model: Model, own: Mover, movers: Sequence[Mover], pairs: Diagram) -> Diagram:
    """Return the outcomes that agree with some end of the pairs on every issue that the movers cannot change."""
    code = model.encoding
    ends = code.shift(code.exist(pairs, own.issues, "x"), own.issues, "x", "y")
    return code.exist(ends, sorted({issue for mover in movers for issue in mover.issues}), "x")


def _needed(model: Model, wishes: Sequence[Diagram], known: Sequence[Diagram], left: Diagram) -> Diagram:
    """Return the outcomes whose lowest vector so far is that of some outcome that is still unsettled."""
    code = model.encoding
    names = [f"s{place}" for place in range(len(wishes))]
    code.bdd.declare(*(name for name in names if name not in code.bdd.vars))
    for name, wish in zip(names, wishes, strict=True):
        left &= code.bdd.var(name).equiv(wish)
    prefixes = code.exist(left, code.everything, "x")
    return code.bdd.let(dict(zip(names, known, strict=True)), prefixes)


def nash(model: Model, actor: int) -> Diagram:
    """Return the outcomes that are Nash stable for an actor (Nash 1951)."""

    def find() -> Diagram:
        code, own = model.encoding, frozenset({actor})
        return model.possible & ~code.exist(model.improving(own), model.mover(own).issues)

    return _kept(model, "nash", actor, find)


def _found(model: Model, name: str, actor: int, within: Diagram, *, symmetric: bool, improving: bool) -> Diagram:
    def find() -> Diagram:
        calm = nash(model, actor)
        deterrent = highest(model, actor) if symmetric else model.wants(actor)
        return within & ~_judge(model, actor, within & ~calm, deterrent, improving=improving)

    return _kept(model, name, actor, find)


def gmr(model: Model, actor: int) -> Diagram:
    """Return the outcomes that are general metarational stable for an actor (Howard 1971)."""
    return _found(model, "gmr", actor, model.possible, symmetric=False, improving=False)


def smr(model: Model, actor: int) -> Diagram:
    """Return the outcomes that are symmetric metarational stable for an actor (Howard 1971)."""
    return _found(model, "smr", actor, gmr(model, actor), symmetric=True, improving=False)


def seq(model: Model, actor: int) -> Diagram:
    """Return the outcomes that are sequentially stable for an actor (Fraser and Hipel 1984)."""
    return _found(model, "seq", actor, gmr(model, actor), symmetric=False, improving=True)


def sseq(model: Model, actor: int) -> Diagram:
    """Return the outcomes that are symmetric sequentially stable for an actor (Rego and Vieira 2017)."""
    return _found(model, "sseq", actor, smr(model, actor) & seq(model, actor), symmetric=True, improving=True)
