"""Simultaneous stability (SIM): deterred by what the others would rather do at the same moment.

Outcome s is stable for actor i iff for every improvement x of i from s the others can, by improvements of their own from
s made at once with i's change, bring about a possible outcome z with P_i(z) <= P_i(s). Each other actor takes part in at
most one of the moves: it stays, makes one of its own improvements, or joins an improvement of a deciding group within
the others. Moves that give one issue two different values do not go together. (Fraser and Hipel 1984, chapter 2; joint
moves are ours.) Changes are put together issue by issue, so every issue needs a decider: a free-form graph has no SIM.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from detente.errors import LimitError
from detente.graph.stability import nash

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from detente.conflict import Conflict, Group
    from detente.graph.moves import Moves
    from detente.graph.relation import Relation
    from detente.space import BoolArray

    Digits = NDArray[np.intp]

__all__ = ["MAX_SIMULTANEOUS", "line_ups", "sim"]

MAX_SIMULTANEOUS = 2**17


def line_ups(conflict: Conflict, others: Group) -> list[list[Group]]:
    """Return every way to line the others up: some disjoint deciding groups, the rest one by one."""
    inside = [group for group in conflict.deciding_groups if group <= others]
    found = []
    for count in range(len(inside) + 1):
        for chosen in combinations(inside, count):
            taken = frozenset().union(*chosen)
            if sum(map(len, chosen)) == len(taken):
                found.append([*chosen, *(frozenset({a}) for a in sorted(others - taken))])
    return found


def _touch(relations: Sequence[Relation]) -> bool:
    """Return whether two of the relations can change one and the same issue."""
    issues = [set(relation.arcs) for relation in relations]
    if any(len(relation.extra) for relation in relations):
        return True
    return sum(map(len, issues)) > len(set().union(*issues))


def _ends(relation: Relation, state: int) -> NDArray[np.intp]:
    begins, ends = relation.improvements
    return ends[begins[state] : begins[state + 1]]


def _apart(state: int, own: NDArray[np.intp], replies: Sequence[NDArray[np.intp]]) -> NDArray[np.intp]:
    """Return ``(own, combinations)`` outcomes where no two movers share an issue: offsets just add."""
    together = np.zeros(1, dtype=np.intp)
    for ends in replies:
        offsets = np.append(ends - state, 0)
        together = (together[:, None] + offsets[None, :]).reshape(-1)
    return own[:, None] + together[None, :]


class _Combiner:
    """Puts changes together where movers may touch the same issue."""

    def __init__(self, conflict: Conflict) -> None:
        space = conflict.space
        self.strides = np.array(space.strides, dtype=np.intp)
        self.sizes = np.array(space.sizes, dtype=np.intp)

    def changes(self, state: int, ends: NDArray[np.intp]) -> Digits:
        """Return ``(E, I)`` the new value of each issue that changes, -1 where it stays."""
        after = ends[:, None] // self.strides % self.sizes
        before = state // self.strides % self.sizes
        return np.where(after == before, -1, after)

    def outcomes(
        self, state: int, own: NDArray[np.intp], replies: Sequence[NDArray[np.intp]]
    ) -> list[NDArray[np.intp]]:
        """Return, for each own improvement, the outcomes of all admitted combinations."""
        before = state // self.strides % self.sizes
        found = []
        for change in self.changes(state, own):
            whole = change[None, :]
            for ends in replies:
                added = self.changes(state, np.append(ends, state))
                left, right = whole[:, None, :], added[None, :, :]
                clash = ((left >= 0) & (right >= 0) & (left != right)).any(axis=2)
                whole = np.where(right >= 0, right, left)[~clash]
            found.append(np.where(whole >= 0, whole, before) @ self.strides)
        return found


def sim(moves: Moves) -> BoolArray:
    """Return ``(A, S)`` simultaneous stability.

    Raises
    ------
    LimitError
        Where the space has more than `MAX_SIMULTANEOUS` outcomes.
    """
    conflict = moves.conflict
    if conflict.space.grid > MAX_SIMULTANEOUS:
        raise LimitError(f"SIM is judged up to {MAX_SIMULTANEOUS:,} outcomes; this space has {conflict.space.grid:,}.")
    verdicts = nash(moves)
    combiner = _Combiner(conflict)
    for actor in range(len(conflict.actors)):
        others = conflict.others(frozenset({actor}))
        sides = [[moves.of(g) for g in line_up] for line_up in line_ups(conflict, others)]
        touching = [_touch([moves.actor(actor), *side]) for side in sides]
        ranks = conflict.ranks[actor]
        for state in np.flatnonzero(conflict.space.possible & ~verdicts[actor]).tolist():
            own = _ends(moves.actor(actor), state)
            deterred = np.zeros(own.size, dtype=np.bool_)
            for side, touches in zip(sides, touching, strict=True):
                replies = [_ends(relation, state) for relation in side]
                combined = combiner.outcomes if touches else _apart
                reached = [ranks[ends] for ends in combined(state, own, replies)]
                # an impossible outcome has rank -1, so it must be told apart from a worse one
                deterred |= [bool(((r >= 0) & (r <= ranks[state])).any()) for r in reached]
            verdicts[actor, state] = deterred.all()
    return verdicts
