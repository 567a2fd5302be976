"""Stability for groups that decide together: coalition Nash, GMR, SMR and SEQ.

For a group H of two or more actors let D_H(s) be what it can reach by one move together (it may change every issue
decided within it), L_H(s) its legal list, R_H(s) = D_H(s) and L_H(s), and R_H++(s) the outcomes of R_H(s) that leave
every member strictly better off than s. Let -H be the others. Outcome s is stable for H by

* CNash  iff R_H++(s) is empty;
* CGMR   iff every x in R_H++(s) has a y in L_-H(x) that is no better than s for at least one member;
* CSMR   iff moreover every z in R_H(y) is no better than s for at least one member;
* CSEQ   as CGMR with y reached by coalition improvements: steps u -> v with v in R_K++(u) for a group or actor K within
  -H, the same K never twice running. For a single actor R_K is D_K.

References: Kilgour, Hipel, Fang and Peng 2001; Inohara and Hipel 2008. That R_H holds D_H, so that a group may jump over
impossible outcomes in between, and that deciding groups move in legal lists, is ours: joint issues need it.

The members' preferences are several, so no single number sums an outcome up. Instead 64 starts s are judged at once, one
bit (*lane*) of a word each: every set that depends on s becomes an array of words over the outcomes.
"""

from __future__ import annotations

from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from detente.errors import LimitError
from detente.graph.reach import close, follow, pull_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from detente.conflict import Group
    from detente.graph.moves import Moves
    from detente.graph.reach import Pull
    from detente.space import BoolArray

    Lanes = NDArray[np.uint64]

__all__ = ["MAX_GROUP_OUTCOMES", "cgmr", "cnash", "cseq", "csmr"]

MAX_GROUP_OUTCOMES = 2**17
MAX_EDGES = 2**26
MAX_COALITION_WORK = 2**19
BLOCK_WORDS = 2**20


def _reach(moves: Moves, group: Group, lanes: Lanes) -> Lanes:
    """Return the union of lanes over R_H[s]: everything the group can reach from s, and s."""
    listed = pull_list(moves.within(group), lanes, "or")
    united: Lanes = np.bitwise_or(listed, moves.of(group).spread(lanes, "or"))
    return united


def _better(moves: Moves, group: Group, starts: NDArray[np.intp]) -> Lanes:
    """Return ``(S, W)`` lanes: which outcomes are strictly better than each start for every member."""
    possible = moves.conflict.space.possible
    better = np.repeat(possible[:, None], starts.size, axis=1)
    for actor in group:
        ranks = moves.conflict.ranks[actor]
        better &= ranks[:, None] > ranks[starts]
    return _pack(better)


def _pack(bits: BoolArray) -> Lanes:
    """Return ``(S, n)`` booleans as ``(S, ceil(n / 64))`` words."""
    packed = np.packbits(bits, axis=1, bitorder="little")
    words = -(-packed.shape[1] // 8)
    padded = np.zeros((bits.shape[0], words * 8), dtype=np.uint8)
    padded[:, : packed.shape[1]] = packed
    return padded.view("<u8").astype(np.uint64, copy=False)


def _unpack(lanes: Lanes, count: int) -> BoolArray:
    as_bytes = np.ascontiguousarray(lanes.astype("<u8", copy=False)).view(np.uint8)
    return np.unpackbits(as_bytes, axis=1, count=count, bitorder="little").astype(np.bool_)


def _blocks(moves: Moves) -> Iterator[NDArray[np.intp]]:
    """Yield the outcomes to judge, as many at a time as there are lanes in a block of words."""
    states = moves.conflict.space.outcomes
    step = 64 * max(1, min(64, BLOCK_WORDS // moves.conflict.space.grid))
    for low in range(0, states.size, step):
        yield states[low : low + step]


def _judge(moves: Moves, groups: Sequence[Group], deters: Callable[[Group, Lanes], Lanes]) -> BoolArray:
    """Return ``(G, S)`` whether each improvement of the group meets one of the outcomes that deter.

    `deters` gives, from the lanes of better outcomes, the lanes of improvements x that are deterred.
    """
    space = moves.conflict.space
    if space.grid > MAX_GROUP_OUTCOMES:
        raise LimitError(f"Groups are judged up to {MAX_GROUP_OUTCOMES:,} outcomes; this space has {space.grid:,}.")
    verdicts = np.zeros((len(groups), space.grid), dtype=np.bool_)
    for row, group in enumerate(groups):
        for starts in _blocks(moves):
            better = _better(moves, group, starts)
            tempting = better & ~deters(group, better)
            upset = _unpack(_reach(moves, group, tempting)[starts], starts.size)
            verdicts[row, starts] = ~upset[np.arange(starts.size), np.arange(starts.size)]
    return verdicts


def _everywhere(moves: Moves, lanes: Lanes) -> Lanes:
    """Return lanes with impossible outcomes taken out."""
    return np.where(moves.conflict.space.possible[:, None], lanes, np.uint64(0))


def cnash(moves: Moves, groups: Sequence[Group]) -> BoolArray:
    """Return ``(G, S)`` whether the group has no improvement that all its members share."""
    return _judge(moves, groups, lambda _group, better: np.zeros_like(better))


def _list_of_others(moves: Moves, group: Group, lanes: Lanes) -> Lanes:
    others = moves.within(moves.conflict.others(group))
    return pull_list(others, lanes, "or")


def cgmr(moves: Moves, groups: Sequence[Group]) -> BoolArray:
    """Return ``(G, S)`` coalition GMR: any reply of the others may deter."""

    def deters(group: Group, better: Lanes) -> Lanes:
        return _list_of_others(moves, group, _everywhere(moves, ~better))

    return _judge(moves, groups, deters)


def csmr(moves: Moves, groups: Sequence[Group]) -> BoolArray:
    """Return ``(G, S)`` coalition SMR: deterred even after the group's counter-moves."""

    def deters(group: Group, better: Lanes) -> Lanes:
        return _list_of_others(moves, group, _everywhere(moves, ~_reach(moves, group, better)))

    return _judge(moves, groups, deters)


def _shared_improvements(moves: Moves, group: Group) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the (start, end) pairs with end in R_K++(start), sorted by start."""
    starts: list[NDArray[np.intp]] = []
    ends: list[NDArray[np.intp]] = []
    total = 0
    ranks = moves.conflict.ranks[sorted(group)]
    for block in _blocks(moves):
        # lane k of an outcome says that it is block[k]: pulled back, who can reach block[k]
        marks = np.zeros((moves.conflict.space.grid, block.size), dtype=np.bool_)
        marks[block, np.arange(block.size)] = True
        reached = _unpack(_reach(moves, group, _pack(marks)), block.size)
        reached &= moves.conflict.space.possible[:, None]
        reached &= (ranks[:, :, None] < ranks[:, None, block]).all(axis=0)
        rows, columns = np.nonzero(reached)
        total += rows.size
        if total > MAX_EDGES:
            raise LimitError(
                f"The shared improvements of {moves.conflict.group_name(group)} are more than {MAX_EDGES:,}."
            )
        starts.append(rows)
        ends.append(block[columns])
    start, end = np.concatenate(starts), np.concatenate(ends)
    order = np.argsort(start, kind="stable")
    return start[order], end[order]


def _pull_along(start: NDArray[np.intp], end: NDArray[np.intp], lanes: Lanes) -> Lanes:
    result = np.zeros_like(lanes)
    if start.size:
        begins = np.flatnonzero(np.r_[True, start[1:] != start[:-1]])
        step = max(1, 2**22 // lanes.shape[1])
        for low in range(0, begins.size, step):
            some = begins[low : low + step]
            stop = begins[low + step] if low + step < begins.size else start.size
            pulled = np.bitwise_or.reduceat(lanes[end[some[0] : stop]], some - some[0], axis=0)
            result[start[some]] = pulled
    return result


def _coalition_steps(moves: Moves, others: Group) -> tuple[list[Pull], bool]:
    """Return a pull along R_K++ for every K within `others`, and whether all of them are transitive."""
    pulls: list[Pull] = []
    transitive = True
    for size in range(1, len(others) + 1):
        for members in combinations(sorted(others), size):
            group = frozenset(members)
            relation = moves.of(group)
            transitive &= all(r.is_transitive for r in [relation, *moves.within(group)])
            if size == 1:
                pulls.append(partial(relation.pull, operation="or", improving=True))
            else:
                pulls.append(partial(_pull_along, *_shared_improvements(moves, group)))
    return pulls, transitive


def cseq(moves: Moves, groups: Sequence[Group]) -> BoolArray:
    """Return ``(G, S)`` coalition SEQ: only replies by shared improvements deter."""
    known: dict[Group, tuple[list[Pull], bool]] = {}

    for group in groups:
        coalitions = 2 ** len(moves.conflict.others(group))
        if coalitions * moves.conflict.space.grid > MAX_COALITION_WORK:
            raise LimitError(
                f"Coalition SEQ looks at {coalitions:,} coalitions of the others, too many for "
                f"{moves.conflict.space.grid:,} outcomes (their product is limited to {MAX_COALITION_WORK:,})."
            )

    def deters(group: Group, better: Lanes) -> Lanes:
        if group not in known:
            known[group] = _coalition_steps(moves, moves.conflict.others(group))
        pulls, transitive = known[group]
        sanctions = _everywhere(moves, ~better)
        return (close if transitive else follow)(pulls, sanctions, "or")

    return _judge(moves, groups, deters)
