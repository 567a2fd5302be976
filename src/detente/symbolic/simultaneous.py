"""SIM as sets: deterred by what the others would rather do at the same moment. See `detente.graph.simultaneous`.

For every way to line the others up, K(s, y) holds what they can bring about together from s, each staying or making one of
its improvements; movers are put in one after another. Where two can change the same issue, its value after both is that
of whoever changed it, or of both if they agree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.graph.simultaneous import line_ups

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from detente.conflict import Group
    from detente.symbolic.encoding import Diagram
    from detente.symbolic.model import Model

__all__ = ["answered", "sim"]


def _merged(model: Model, issues: Iterable[int], one: str, other: str, after: str) -> Diagram:
    """Return where, issue by issue, the value after is that of whoever of two changed it; both, if they agree."""
    code = model.encoding
    met = code.true
    for issue in issues:
        kept = [code.same([issue], "x", one), code.same([issue], "x", other)]
        taken = [code.same([issue], other, after), code.same([issue], one, after)]
        both = code.same([issue], one, other) & taken[0]
        met &= (kept[0] & taken[0]) | (kept[1] & taken[1]) | both
    return met


def _together(model: Model, side: Sequence[Group], starts: Diagram) -> tuple[Diagram, tuple[int, ...]]:
    """Return K over x bits and the y bits of the issues it may change, and those issues."""
    code = model.encoding
    brought = starts
    touched: set[int] = set()
    for group in side:
        mover = model.mover(group)
        choice = code.swap(model.improving(group), mover.issues) | (model.possible & code.same(mover.issues))
        shared = touched & set(mover.issues)
        if shared:
            for copy in "pz":
                code.declare(shared, copy)
            brought = code.shift(brought, shared, "p", "y")
            choice = code.shift(choice, shared, "z", "y")
        brought &= choice
        if shared:
            brought = code.meet(brought, _merged(model, shared, "p", "z", "y"), shared, "p")
            brought = code.exist(brought, shared, "z")
        touched |= set(mover.issues)
    return brought, tuple(sorted(touched))


def answered(model: Model, actor: int, side: Sequence[Group], starts: Diagram) -> tuple[Diagram, tuple[int, ...]]:
    """Return the choices of the others that deter, and the issues they concern.

    The choices are over x bits (in `starts`), the o bits of the actor's issues (its own change) and the y bits of the
    issues that the others can change: what they bring about is no better for the actor.
    """
    code, own = model.encoding, model.mover(frozenset({actor}))
    code.declare(own.issues, "o")
    brought, touched = _together(model, side, starts)
    shared = sorted(set(touched) & set(own.issues))
    alone = [issue for issue in own.issues if issue not in shared]
    every = sorted({*own.issues, *touched})
    result = code.swap(model.possible & ~model.better(actor, every), every)
    # what only the actor changes goes by its own copy
    result = code.shift(result, alone, "o", "y")
    if shared:
        code.declare(shared, "p")
        merged = _merged(model, shared, "o", "y", "p")
        result = code.meet(code.shift(result, shared, "p", "y"), merged, shared, "p")
    return brought & result, touched


def sim(model: Model, actor: int) -> Diagram:
    """Return the outcomes that are simultaneously stable for an actor (Fraser and Hipel 1984)."""
    code, own = model.encoding, model.mover(frozenset({actor}))
    code.declare(own.issues, "o")
    leaving = code.shift(model.improving(own.group), own.issues, "o")
    leaving = code.shift(leaving, own.issues, "x", "y")
    starts = code.exist(leaving, own.issues, "o")
    deterred = code.false
    for side in line_ups(model, model.others(own.group)):
        choices, touched = answered(model, actor, side, starts)
        deterred |= code.exist(choices, touched)
    return model.possible & ~code.exist(leaving & ~deterred, own.issues, "o")
