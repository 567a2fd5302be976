"""Why an outcome is stable or not: the same definitions again, one outcome at a time, with the moves.

This is the second, slow and readable routine beside the fast ones. It walks sequences of moves with plain sets, so that
every verdict comes with its reason: the improvement that nobody deters, or for each improvement a shortest sequence of
moves that deters it. A property test demands that both agree everywhere. What it returns is data; `detente.report` puts
it into words.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import combinations, islice, product
from typing import TYPE_CHECKING

import numpy as np

from detente.graph.simultaneous import line_ups

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from detente.conflict import Group
    from detente.graph.moves import Moves

    Outcomes = NDArray[np.intp]
    Ends = Callable[[int], list[int]]
    Mover = tuple[Group, Ends]
    Sizes = Callable[[int, list[int]], list[int]]

__all__ = [
    "CONCEPTS",
    "GROUP_CONCEPTS",
    "MAX_TOLD",
    "Improvement",
    "Step",
    "Verdict",
    "explain",
    "group_improvements",
    "wanted_ends",
]

CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq", "sim")
GROUP_CONCEPTS = ("cnash", "cgmr", "csmr", "cseq")


@dataclass(frozen=True)
class Step:
    """One move: who made it, and the outcome it leads to."""

    mover: Group
    end: int


@dataclass(frozen=True)
class Improvement:
    """A move (or, for a group, a sequence of moves) to something better, and what deters from it.

    Attributes
    ----------
    steps
        The moves of whoever is judged; one for a single actor.
    sanction
        The moves of the others that deter; None where nothing does. For SIM they are made at once with the improvement,
        and each step's end is where that move alone would lead.
    result
        The outcome in which the sanction ends.
    """

    steps: tuple[Step, ...]
    sanction: tuple[Step, ...] | None = None
    result: int | None = None

    @property
    def end(self) -> int:
        """The outcome that tempts."""
        return self.steps[-1].end


MAX_TOLD = 10_000


@dataclass(frozen=True)
class Verdict:
    """Whether an outcome is stable for somebody by a concept, and why.

    `improvements` holds every improvement, the deterred ones with their sanction. Where they are more than `MAX_TOLD` it
    holds those that are best for whom they tempt, and over diagrams one. `more` says how many further ones there are that
    are not deterred, or, where all are deterred, how many further ones there are.
    """

    concept: str
    who: Group
    state: int
    improvements: tuple[Improvement, ...]
    more: int = 0

    @property
    def stable(self) -> bool:
        """Whether every improvement is deterred."""
        return all(improvement.sanction is not None for improvement in self.improvements)


def _search(start: int, movers: Sequence[Mover], goal: Callable[[int], bool], sizes: Sizes) -> tuple[Step, ...] | None:
    """Return a shortest legal sequence from `start` to a goal: nobody moves twice running.

    Among sequences of as many moves the one that changes least is returned; `sizes` counts what moves change.
    """
    before: dict[tuple[int, int], tuple[tuple[int, int], Step]] = {}
    done: set[tuple[int, int]] = set()
    queue: list[tuple[int, int, int, int]] = [(0, 0, start, -1)]
    best = {(start, -1): (0, 0)}
    while queue:
        moved, changed, state, last = heappop(queue)
        if (state, last) in done:
            continue
        done.add((state, last))
        if last >= 0 and goal(state):
            return _trail(before, (state, last))
        for turn, (group, ends) in enumerate(movers):
            if turn == last:
                continue
            found = ends(state)
            for end, size in zip(found, sizes(state, found), strict=True):
                cost = (moved + 1, changed + size)
                if (end, turn) not in best or cost < best[end, turn]:
                    best[end, turn] = cost
                    before[end, turn] = ((state, last), Step(group, end))
                    heappush(queue, (*cost, end, turn))
    return None


def _trail(before: dict[tuple[int, int], tuple[tuple[int, int], Step]], node: tuple[int, int]) -> tuple[Step, ...]:
    steps: list[Step] = []
    while node[1] >= 0:
        node, step = before[node]
        steps.append(step)
    return tuple(reversed(steps))


def _all_ends(start: int, movers: Sequence[Mover]) -> dict[int, tuple[Step, ...]]:
    """Return every outcome of the legal list from `start`, with a shortest sequence to it."""
    first: dict[int, tuple[int, int]] = {}
    before: dict[tuple[int, int], tuple[tuple[int, int], Step]] = {}
    queue: deque[tuple[int, int]] = deque([(start, -1)])
    while queue:
        here = queue.popleft()
        for turn, (group, ends) in enumerate(movers):
            if turn == here[1]:
                continue
            for end in ends(here[0]):
                there = (end, turn)
                if there not in before:
                    before[there] = (here, Step(group, end))
                    first.setdefault(end, there)
                    queue.append(there)
    return {end: _trail(before, there) for end, there in first.items()}


class _Judge:
    """The definitions for one conflict, with sets of outcomes."""

    def __init__(self, moves: Moves) -> None:
        self.moves, self.conflict = moves, moves.conflict
        self.reached: dict[tuple[Group, int], Outcomes] = {}

    def better(self, who: Group, end: int, start: int) -> bool:
        ranks = self.conflict.ranks
        return all(ranks[actor, end] > ranks[actor, start] for actor in who)

    def sizes(self, start: int, ends: list[int]) -> list[int]:
        """Return how many issues differ between an outcome and each of others."""
        there = np.array(ends, dtype=np.int64)
        counts = np.zeros(there.size, dtype=np.int64)
        for stride, size in zip(self.conflict.space.strides, self.conflict.space.sizes, strict=True):
            counts += there // stride % size != start // stride % size
        found: list[int] = counts.tolist()
        return found

    def which_better(self, who: Group, ends: Outcomes, start: int) -> list[int]:
        """Return those of `ends` that every one of `who` strictly prefers to `start`."""
        found: list[int] = self._better_of(who, ends, start).tolist()
        return found

    def _better_of(self, who: Group, ends: Outcomes, start: int) -> Outcomes:
        kept = np.ones(ends.size, dtype=np.bool_)
        for actor in who:
            kept &= self.conflict.ranks[actor, ends] > self.conflict.ranks[actor, start]
        return ends[kept]

    def movers(self, within: Group, *, improving: bool) -> list[Mover]:
        """Return who moves within a set of actors, and how; improvements only, where asked."""
        groups = self.conflict.movers(within)
        return [(group, self.improving(group) if improving else self.any_move(group)) for group in groups]

    def any_move(self, group: Group) -> Ends:
        """Return the moves of an actor or group."""
        return lambda state: self.moves.of(group).targets(state).tolist()

    def improving(self, group: Group) -> Ends:
        """Return the moves of an actor or group that all its members want."""
        return lambda state: self.which_better(group, self.moves.of(group).targets(state), state)

    def reach(self, group: Group, state: int) -> Outcomes:
        """Return R_H(s): by one move together, or by a legal sequence within the group."""
        if (group, state) not in self.reached:
            ends = self.moves.of(group).targets(state)
            if not self.one_move_is_enough(group):
                listed = _all_ends(state, self.movers(group, improving=False))
                ends = np.union1d(ends, np.array(list(listed), dtype=np.intp))
            self.reached[group, state] = ends
        return self.reached[group, state]

    def one_move_is_enough(self, group: Group) -> bool:
        """Return whether a sequence within the group never leads further than one move together."""
        relations = [self.moves.of(group), *self.moves.within(group)]
        return len(group) == 1 or all(relation.is_transitive for relation in relations)

    def tempting(self, who: Group, state: int) -> tuple[Iterator[tuple[Step, ...]], int]:
        """Return the improvements of an actor or group from an outcome, as sequences of moves, one if possible; how many.

        Where they are more than are told, those that are best for the least pleased come first, of these the smallest changes.
        """
        ends = self._better_of(who, self.reach(who, state), state)
        at_once = np.isin(ends, self.moves.of(who).targets(state))
        ways = {} if at_once.all() else _all_ends(state, self.movers(who, improving=False))
        order = np.arange(ends.size)
        if ends.size > MAX_TOLD:
            space = self.conflict.space
            changes = np.zeros(ends.size, dtype=np.int16)
            for stride, size in zip(space.strides, space.sizes, strict=True):
                changes += ends // stride % size != state // stride % size
            worth = np.min([self.conflict.ranks[actor, ends] for actor in who], axis=0)
            order = np.lexsort((changes, -worth.astype(np.int64)))
        ordered = (int(place) for place in order)
        return ((Step(who, int(ends[k])),) if at_once[k] else ways[int(ends[k])] for k in ordered), int(ends.size)

    def deters(self, who: Group, state: int, *, symmetric: bool) -> Callable[[int], bool]:
        """Return the test whether an outcome deters from leaving `state`."""

        def test(end: int) -> bool:
            if self.better(who, end, state):
                return False
            return not symmetric or not self.which_better(who, self.reach(who, end), state)

        return test

    def coalitions(self, within: Group) -> list[Mover]:
        """Return every actor and group within a set, moving by improvements that all members share."""
        groups = [
            frozenset(members) for size in range(1, len(within) + 1) for members in combinations(sorted(within), size)
        ]
        return [(group, self._shared(group)) for group in groups]

    def _shared(self, group: Group) -> Ends:
        return lambda state: self.which_better(group, self.reach(group, state), state)


def _sequential(judge: _Judge, concept: str, who: Group, state: int) -> Verdict:
    others = judge.conflict.others(who)
    kind = concept[1:] if concept in GROUP_CONCEPTS else concept
    deters = judge.deters(who, state, symmetric=kind in ("smr", "sseq"))
    if concept == "cseq":
        movers = judge.coalitions(others)
    elif kind == "nash":
        movers = []
    else:
        movers = judge.movers(others, improving=kind in ("seq", "sseq"))
    tempting, count = judge.tempting(who, state)
    if kind == "nash":
        listed = tuple(map(Improvement, islice(tempting, MAX_TOLD)))
        return Verdict(concept, who, state, listed, count - len(listed))

    def judged() -> Iterator[Improvement]:
        for steps in tempting:
            sanction = _search(steps[-1].end, movers, deters, judge.sizes)
            yield Improvement(steps, sanction, sanction[-1].end if sanction else None)

    return _told(concept, who, state, judged())


def _told(concept: str, who: Group, state: int, judged: Iterable[Improvement]) -> Verdict:
    """Return a verdict that lists what is not too much to list, and counts the rest."""
    listed: list[Improvement] = []
    left = {True: 0, False: 0}
    some_free = False
    for improvement in judged:
        free = improvement.sanction is None
        if len(listed) < MAX_TOLD or (free and not some_free):
            listed.append(improvement)
        else:
            left[free] += 1
        some_free |= free
    # what is not deterred decides, so that is what is counted where there is any
    return Verdict(concept, who, state, tuple(listed), left[some_free])


def _simultaneous(judge: _Judge, who: Group, state: int) -> Verdict:
    found = []
    line_up = line_ups(judge.conflict, judge.conflict.others(who))
    replies = [[_choices(judge, group, state) for group in groups] for groups in line_up]
    for steps in judge.tempting(who, state)[0]:
        deterred = None
        for choice in (c for side in replies for c in product(*side)):
            made = tuple(step for step in choice if step is not None)
            result = _at_once(judge, state, [steps[0].end, *(step.end for step in made)])
            if result is not None and not judge.better(who, result, state):
                deterred = Improvement(steps, made, result)
                break
        found.append(deterred or Improvement(steps))
    return Verdict("sim", who, state, tuple(found))


def _choices(judge: _Judge, group: Group, state: int) -> list[Step | None]:
    """Return what a mover may do at the same moment: nothing, or an improvement, the smallest first."""
    ends = judge.improving(group)(state)
    nearest = sorted(zip(judge.sizes(state, ends), ends, strict=True))
    return [None, *(Step(group, end) for _, end in nearest)]


def _at_once(judge: _Judge, state: int, ends: list[int]) -> int | None:
    """Return the outcome of several moves from one outcome made at once, if they go together."""
    space = judge.conflict.space
    before = space.digits(state)
    after: dict[int, int] = {}
    for end in ends:
        for issue, (old, new) in enumerate(zip(before, space.digits(end), strict=True)):
            if old != new and after.setdefault(issue, new) != new:
                return None
    result = space.number([after.get(issue, old) for issue, old in enumerate(before)])
    return result if space.possible[result] else None


def explain(moves: Moves, concept: str, who: Group, state: int) -> Verdict:
    """Return whether an outcome is stable for an actor or group, and the moves that prove it.

    Parameters
    ----------
    concept
        One of `CONCEPTS` for a single actor, one of `GROUP_CONCEPTS` for a group.
    who
        The actor (a set of one) or group.
    state
        The number of a possible outcome.
    """
    judge = _Judge(moves)
    if concept == "sim":
        return _simultaneous(judge, who, state)
    return _sequential(judge, concept, who, state)


def group_improvements(moves: Moves, group: Group, state: int) -> list[tuple[Step, ...]]:
    """Return R_H++(s): what a group can reach that all its members prefer, each with a way there."""
    return list(_Judge(moves).tempting(group, state)[0])


def wanted_ends(moves: Moves, start: int) -> dict[int, tuple[Step, ...]]:
    """Return every outcome that moves their movers want lead to, with a shortest legal sequence to each."""
    judge = _Judge(moves)
    everybody = frozenset(range(len(moves.conflict.actors)))
    return _all_ends(start, judge.movers(everybody, improving=True))
