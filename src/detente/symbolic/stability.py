"""Stability for single actors, as sets: Nash, GMR, SMR, SEQ, SSEQ. The definitions are those of `detente.graph.stability`.

With w(x) the lowest of what deters along the others' legal sequences from x, outcome s is unstable for i iff w(x) > P_i(s)
for some x in R_i(s): some move of i is unharmed (see `detente.symbolic.descent`). What is known to hold for a weaker concept
bounds the work: SMR and SEQ are looked for inside GMR, SSEQ inside both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.symbolic.descent import unharmed
from detente.symbolic.sequences import Sequences

if TYPE_CHECKING:
    from collections.abc import Callable

    from detente.symbolic.encoding import Diagram
    from detente.symbolic.model import Model

__all__ = ["gmr", "highest", "nash", "searched", "seq", "smr", "sseq"]


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
        bit = code.meet(open_moves, wish, mover.issues, "x")
        bits.append(code.shift(bit, mover.issues, "x", "y"))
        open_moves &= wish.equiv(bit)
    return bits


def _judge(  # noqa: PLR0913 - two kinds of sanctions, and how far to go
    model: Model,
    actor: int,
    within: Diagram,
    *,
    symmetric: bool,
    improving: bool,
    suspects: Diagram | None = None,
    is_asked: Callable[[], bool] = bool,
) -> tuple[Diagram, list[Diagram]]:
    """Return the outcomes that were not found unstable, and those among them that are still to be looked at, in parts.

    Parameters
    ----------
    within
        Outcomes that may be stable.
    symmetric
        Whether y deters from leaving s only if what the actor can still make of it is no better than s.
    improving
        Whether sanctions are made of improvements.
    suspects
        Those to look at, none of them Nash stable; None for all of these.
    is_asked
        Whether to hand back what is left.
    """
    own = model.mover(frozenset({actor}))
    if suspects is None:
        suspects = within & ~nash(model, actor)
    deterrent = highest(model, actor) if symmetric else model.wants(actor)
    moves = model.improving(own.group) & model.encoding.shift(suspects, own.issues)
    sequences = Sequences(model, model.movers(model.others(own.group)), improving=improving)
    unstable, left = unharmed(model, own, moves, model.wants(actor), deterrent, sequences, is_asked)
    return within & ~unstable, left


def nash(model: Model, actor: int) -> Diagram:
    """Return the outcomes that are Nash stable for an actor (Nash 1951)."""

    def find() -> Diagram:
        own = model.mover(frozenset({actor}))
        return model.possible & ~model.starts(own, model.improving(own.group))

    return _kept(model, "nash", actor, find)


def gmr(model: Model, actor: int) -> Diagram:
    """Return the outcomes that are general metarational stable for an actor (Howard 1971)."""

    def find() -> Diagram:
        return _judge(model, actor, model.possible, symmetric=False, improving=False)[0]

    return _kept(model, "gmr", actor, find)


def smr(model: Model, actor: int) -> Diagram:
    """Return the outcomes that are symmetric metarational stable for an actor (Howard 1971)."""

    def find() -> Diagram:
        return _judge(model, actor, gmr(model, actor), symmetric=True, improving=False)[0]

    return _kept(model, "smr", actor, find)


def searched(
    model: Model, name: str, actor: int, suspects: Diagram | None = None, is_asked: Callable[[], bool] = bool
) -> tuple[Diagram, list[Diagram]]:
    """Judge by SEQ or SSEQ, or begin to.

    Parameters
    ----------
    name
        ``seq`` or ``sseq``.
    suspects
        The outcomes to look at; None for all.
    is_asked
        Whether to hand back what is left.

    Returns
    -------
    tuple
        The outcomes that were not found unstable, and those among them that are still to be looked at, in parts.
    """
    symmetric = name == "sseq"
    within = smr(model, actor) & seq(model, actor) if symmetric else gmr(model, actor)
    return _judge(model, actor, within, symmetric=symmetric, improving=True, suspects=suspects, is_asked=is_asked)


def seq(model: Model, actor: int) -> Diagram:
    """Return the outcomes that are sequentially stable for an actor (Fraser and Hipel 1984)."""
    return _kept(model, "seq", actor, lambda: searched(model, "seq", actor)[0])


def sseq(model: Model, actor: int) -> Diagram:
    """Return the outcomes that are symmetric sequentially stable for an actor (Rego and Vieira 2017)."""
    return _kept(model, "sseq", actor, lambda: searched(model, "sseq", actor)[0])
