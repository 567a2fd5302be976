"""Stability for groups that decide together, as sets: coalition Nash, GMR, SMR, SEQ, as in `detente.graph.groups`.

That some y is no better than s for at least one member is the same as: for some member the lowest P_i over those y is no
higher than P_i(s). So CGMR and CSEQ take one lowest vector for each member, over outcomes alone. For CSMR the test of a
sanction needs all members at once; there the members' wishes at s are carried along as bits of their own.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from detente.errors import LimitError
from detente.symbolic.descent import lowest
from detente.symbolic.sequences import Sequences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.conflict import Group
    from detente.symbolic.encoding import Diagram
    from detente.symbolic.model import Model, Mover

__all__ = ["MAX_COALITIONS", "cgmr", "cnash", "cseq", "csmr", "one_move"]

MAX_COALITIONS = 64


def one_move(model: Model, group: Group) -> Mover:
    """Return the group as a mover; refuse where sequences inside it may lead further than one move together."""
    mover = model.mover(group)
    if not all(m.is_transitive for m in [mover, *model.movers(group)]):
        raise LimitError("Groups whose moves do not add up to one move are judged by the explicit engine only.")
    return mover


def _above(wishes: Sequence[Diagram], bits: Sequence[Diagram], nothing: Diagram) -> Diagram:
    """Return where a vector of bits is greater than the wishes are."""
    result = nothing
    for wish, bit in zip(reversed(wishes), reversed(bits), strict=True):
        result = (bit & ~wish) | (bit.equiv(wish) & result)
    return result


def _upset(model: Model, group: Group, movers: Sequence[Mover], *, improving: bool) -> Diagram:
    """Return where a move of the group leads to an outcome whose worst is better for every member."""
    code, mover = model.encoding, one_move(model, group)
    sequences = Sequences(model, movers, improving=improving)
    moves = mover.moves
    for actor in sorted(group):
        wishes = model.wants(actor)
        before = [code.shift(wish, mover.issues) for wish in wishes]
        moves &= _above(before, lowest(model, wishes, sequences), code.false)
    return model.starts(mover, moves)


def cnash(model: Model, group: Group) -> Diagram:
    """Return the outcomes from which the group has no improvement that all its members share."""
    mover = one_move(model, group)
    return model.possible & ~model.starts(mover, model.improving(group))


def cgmr(model: Model, group: Group) -> Diagram:
    """Return coalition GMR: any reply of the others may deter."""
    movers = model.movers(model.others(group))
    return model.possible & ~_upset(model, group, movers, improving=False)


def cseq(model: Model, group: Group) -> Diagram:
    """Return coalition SEQ: only replies by shared improvements deter."""
    others = sorted(model.others(group))
    if 2 ** len(others) > MAX_COALITIONS:
        raise LimitError(
            f"Coalition SEQ looks at {2 ** len(others):,} coalitions of the others; {MAX_COALITIONS} at most."
        )
    sets = [frozenset(some) for size in range(1, len(others) + 1) for some in combinations(others, size)]
    movers = [one_move(model, some) if len(some) > 1 else model.mover(some) for some in sets]
    return model.possible & ~_upset(model, group, movers, improving=True)


def csmr(model: Model, group: Group) -> Diagram:
    """Return coalition SMR: deterred even after the group's counter-moves."""
    code, mover = model.encoding, one_move(model, group)
    names = {(actor, q): f"g{actor}_{q}" for actor in sorted(group) for q in range(len(model.wants(actor)))}
    code.bdd.declare(*(name for name in names.values() if name not in code.bdd.vars))
    better = code.true
    for actor in sorted(group):
        start = [code.bdd.var(names[actor, q]) for q in range(len(model.wants(actor)))]
        better &= _above(start, model.wants(actor), code.false)
    better &= model.possible
    mended = better | model.leading(mover, mover.moves, better)
    sequences = Sequences(model, model.movers(model.others(group)))
    deterred = sequences.at_start(sequences.flood(model.possible & ~mended, model.possible))
    tempting = better & ~deterred
    leaving = model.leading(mover, mover.moves, tempting)
    starts = {name: model.wants(actor)[q] for (actor, q), name in names.items()}
    return model.possible & ~(code.bdd.let(starts, leaving) if starts else leaving)
