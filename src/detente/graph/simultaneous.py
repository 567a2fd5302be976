"""Simultaneous stability (SIM): deterred by what the others would rather do at the same moment.

Outcome s is stable for actor i iff for every improvement x of i from s the others can, by improvements of their own from
s made at once with i's change, bring about a possible outcome z with P_i(z) <= P_i(s). Each other actor takes part in at
most one of the moves: it stays, makes one of its own improvements, or joins an improvement of a deciding group within
the others. Moves that give one issue two different values do not go together. (Fraser and Hipel 1984, chapter 2; joint
moves are ours.) Changes are put together issue by issue, so every issue needs a decider: a free-form graph has no SIM.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Protocol

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
    Words = NDArray[np.uint64]

__all__ = ["MAX_SIMULTANEOUS", "line_ups", "sim"]

MAX_SIMULTANEOUS = 2**16
MAX_TOUCHING = 2**15


class Deciding(Protocol):
    """Whatever knows which groups decide something together."""

    @property
    def deciding_groups(self) -> tuple[Group, ...]:
        """The groups of two or more actors that decide an issue together."""


def line_ups(conflict: Deciding, others: Group) -> list[list[Group]]:
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


def _pack(bits: BoolArray) -> Words:
    """Return ``(n, F)`` booleans as ``(n, W)`` words of 64 bits."""
    packed = np.packbits(bits, axis=1, bitorder="little")
    padded = np.zeros((bits.shape[0], -(-packed.shape[1] // 8) * 8), dtype=np.uint8)
    padded[:, : packed.shape[1]] = packed
    return padded.view(np.uint64)


class _Apart:
    """The case that no two movers share an issue: changes just add, and whole arrays of outcomes are judged at once.

    The actor's F_i possible choices of its own issues are the bits of a row. For every choice of the others in turn, all
    outcomes from which they would make just this choice get the bits of the own choices that it deters from.
    """

    def __init__(self, moves: Moves, actor: int) -> None:
        self.moves, self.space = moves, moves.conflict.space
        self.own = moves.actor(actor)
        self.ranks = moves.conflict.ranks[actor]
        self.choices, self.choice_of = self._coordinates(self.own)
        self.levels = int(self.ranks.max()) + 1

    def _coordinates(self, relation: Relation) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return the offset of each choice of a mover's issues, and for every outcome the choice that stands in it."""
        states = np.arange(self.space.grid)
        offsets, place = np.zeros(1, dtype=np.intp), np.zeros(self.space.grid, dtype=np.intp)
        for k in relation.arcs:
            stride, size = self.space.strides[k], self.space.sizes[k]
            place += states // stride % size * offsets.size
            offsets = (np.arange(size)[:, None] * stride + offsets[None, :]).reshape(-1)
        return offsets, place

    def tempting(self) -> Words:
        """Return ``(S, W)`` bits: the own choices that are improvements from each outcome."""
        begins, ends = self.own.improvements
        bits = np.zeros((self.space.grid, self.choices.size), dtype=np.bool_)
        bits[np.repeat(np.arange(self.space.grid), np.diff(begins)), self.choice_of[ends]] = True
        return _pack(bits)

    def deterred(self, side: Sequence[Relation]) -> Words:
        """Return ``(S, W)`` bits: the own choices from which the others' choices at that moment deter."""
        movers = []
        base = np.arange(self.space.grid) - self.choices[self.choice_of]
        for relation in side:
            offsets, place = self._coordinates(relation)
            begins, ends = relation.improvements
            # who[c, s]: from s the mover would choose c, or stands at c already
            who = np.zeros((offsets.size, self.space.grid), dtype=np.bool_)
            who[place[ends], np.repeat(np.arange(self.space.grid), np.diff(begins))] = True
            who[place, np.arange(self.space.grid)] = True
            movers.append((offsets, who))
            base -= offsets[place]
        result = np.zeros((self.space.grid, -(-self.choices.size // 64)), dtype=np.uint64)
        states = self.space.outcomes
        self._walk(movers, states, base[states], result)
        return result

    def _walk(
        self,
        movers: list[tuple[NDArray[np.intp], BoolArray]],
        states: NDArray[np.intp],
        base: NDArray[np.intp],
        result: Words,
    ) -> None:
        """Go through every choice of the movers.

        `states` are the outcomes from which the choices so far would be made; `base` has these choices added and
        everything that the remaining movers and the actor itself decide taken away.
        """
        if not states.size:
            return
        if movers:
            offsets, who = movers[0]
            for choice, offset in enumerate(offsets):
                here = who[choice, states]
                self._walk(movers[1:], states[here], base[here] + offset, result)
            return
        # outcomes that share the issues nobody here changes lead to the same results
        alone = bool((base == base[0]).all())
        for rest in base[:1] if alone else np.unique(base):
            alike = states if alone else states[base == rest]
            reached, here = self.ranks[rest + self.choices], self.ranks[alike]
            if self.levels <= alike.size:
                table = _pack((reached >= 0) & (reached <= np.arange(self.levels)[:, None]))
                result[alike] |= table[here]
            else:
                result[alike] |= _pack((reached >= 0) & (reached <= here[:, None]))


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
    """Return ``(A, S)`` simultaneous stability (Fraser and Hipel 1984).

    Raises
    ------
    LimitError
        Where the space has more than `MAX_SIMULTANEOUS` outcomes.
    """
    conflict = moves.conflict
    if conflict.space.grid > MAX_SIMULTANEOUS:
        raise LimitError(f"SIM is judged up to {MAX_SIMULTANEOUS:,} outcomes; this space has {conflict.space.grid:,}.")
    verdicts, combiner = nash(moves), _Combiner(conflict)
    for actor in range(len(conflict.actors)):
        others = conflict.others(frozenset({actor}))
        sides = [[moves.of(group) for group in line_up] for line_up in line_ups(conflict, others)]
        if not any(_touch([moves.actor(actor), *side]) for side in sides):
            apart = _Apart(moves, actor)
            left = apart.tempting()
            for side in sides:
                left &= ~apart.deterred(side)
            verdicts[actor] |= conflict.space.possible & ~left.any(axis=1)
        else:
            if conflict.space.grid * len(sides) > MAX_TOUCHING:
                raise LimitError(
                    f"Where several can change one issue, SIM is judged up to {MAX_TOUCHING:,} outcomes times ways to "
                    f"line the others up; this case has {conflict.space.grid:,} times {len(sides):,}."
                )
            for state in np.flatnonzero(conflict.space.possible & ~verdicts[actor]).tolist():
                verdicts[actor, state] = _deterred(moves, combiner, actor, state, sides)
    return verdicts


def _deterred(moves: Moves, combiner: _Combiner, actor: int, state: int, sides: Sequence[Sequence[Relation]]) -> bool:
    """Return whether every improvement of an actor from one outcome is deterred, movers touching the same issues."""
    ranks = moves.conflict.ranks[actor]
    own = _ends(moves.actor(actor), state)
    deterred = np.zeros(own.size, dtype=np.bool_)
    for side in sides:
        replies = [_ends(relation, state) for relation in side]
        reached = [ranks[ends] for ends in combiner.outcomes(state, own, replies)]
        # an impossible outcome has rank -1, so it must be told apart from a worse one
        deterred |= [bool(((r >= 0) & (r <= ranks[state])).any()) for r in reached]
    return bool(deterred.all())
