"""Moves without matrices: a mover's relation on the outcomes, kept by issue and applied to whole arrays.

A *mover* is an actor, or a group that moves as one. It may change any number of its issues in one move: issue k along
an arc that one of its members may take alone, or that the deciders of k may take together if all of them are members.
So its relation is a product over issues, cut down to possible outcomes, less forbidden moves, plus added ones.

The one thing the engine asks of a relation is a *pull*: for every outcome s, the minimum (maximum, bitwise or) of an
array over the outcomes that the mover can reach from s in one move. Three ways, the first that applies:

* issue by issue, where every move counts: O(S) per issue;
* along fibres sorted once by the mover's rank, where only improvements count and the mover is a single actor whose moves
  are a product over issues (see `detente.graph.fibres`): O(S) per pull;
* by the pairs (own values before, own values after), in blocks: O(S x own values), always right.

Arrays have axis S, or S x W for W words of 64 lanes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from detente.errors import LimitError
from detente.graph.fibres import Fibres

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.conflict import Conflict, Group
    from detente.space import BoolArray

__all__ = ["NEUTRAL", "RANK_HIGH", "RANK_LOW", "UFUNC", "Array", "Operation", "Relation", "arcs_are_transitive"]

Array: TypeAlias = NDArray[Any]
Operation: TypeAlias = Literal["min", "max", "or"]

RANK_HIGH = np.int32(2**31 - 1)
RANK_LOW = np.int32(-1)

UFUNC: dict[str, np.ufunc] = {"min": np.minimum, "max": np.maximum, "or": np.bitwise_or}
NEUTRAL: dict[str, Any] = {"min": RANK_HIGH, "max": RANK_LOW, "or": np.uint64(0)}
"""The value that leaves a minimum, maximum or union as it is; it stands at impossible outcomes."""

BLOCK = 2**21
KEPT = 2**24
MAX_PAIRS = 2**25
MAX_WORK = 2**30
MAX_BLOCK_PAIRS = 2**10


@dataclass(frozen=True, eq=False)
class Relation:
    """The moves of one mover.

    Attributes
    ----------
    conflict
        The graph model.
    group
        The mover's members.
    """

    conflict: Conflict
    group: Group

    # ---- which moves there are

    @cached_property
    def arcs(self) -> dict[int, frozenset[tuple[int, int]] | None]:
        """Issue -> arcs the mover may take on it; None means every arc. Issues it cannot change are absent."""
        conflict = self.conflict
        found: dict[int, frozenset[tuple[int, int]] | None] = {}
        for issue, deciders in enumerate(conflict.deciders):
            sets = [conflict.alone.get((actor, issue), frozenset()) for actor in self.group]
            if len(deciders) > 1 and deciders <= self.group:
                sets.append(conflict.together[issue])
            if any(arcs is None for arcs in sets):
                found[issue] = None
                continue
            union = frozenset().union(*(arcs for arcs in sets if arcs))
            size = conflict.space.sizes[issue]
            if union:
                found[issue] = None if len(union) == size * (size - 1) else union
        return found

    @cached_property
    def forbidden(self) -> list[tuple[BoolArray, BoolArray]]:
        """The (start, end) masks of forbidden moves that bind this mover."""
        return [(rule.start, rule.end) for rule in self.conflict.forbidden if rule.by is None or rule.by & self.group]

    @cached_property
    def extra(self) -> NDArray[np.intp]:
        """``(E, 2)`` single moves added for a member, less the forbidden ones, sorted by start."""
        parts = [self.conflict.extra[a] for a in sorted(self.group) if a in self.conflict.extra]
        if not parts:
            return np.empty((0, 2), dtype=np.intp)
        pairs = np.unique(np.concatenate(parts), axis=0)
        kept = np.ones(len(pairs), dtype=np.bool_)
        for start, end in self.forbidden:
            kept &= ~(start[pairs[:, 0]] & end[pairs[:, 1]])
        return pairs[kept]

    @cached_property
    def is_product(self) -> bool:
        """Whether the relation is a product over issues: no forbidden and no added single moves."""
        return not self.forbidden and not len(self.extra)

    @cached_property
    def is_transitive(self) -> bool:
        """Whether two moves of this mover in a row are always one move of it (or none)."""
        return self.is_product and all(arcs is None or arcs_are_transitive(arcs) for arcs in self.arcs.values())

    @cached_property
    def _known_targets(self) -> dict[int, NDArray[np.intp]]:
        return {}

    def targets(self, state: int) -> NDArray[np.intp]:
        """Return the outcomes that the mover can reach from one outcome, rising; kept once worked out."""
        if state not in self._known_targets:
            self._known_targets[state] = self._targets(state)
        return self._known_targets[state]

    def _targets(self, state: int) -> NDArray[np.intp]:
        space = self.conflict.space
        digits = space.digits(state)
        ends = np.array([state], dtype=np.intp)
        for issue, arcs in self.arcs.items():
            here = digits[issue]
            after = range(space.sizes[issue]) if arcs is None else [here, *(b for a, b in arcs if a == here)]
            steps = (np.array(after, dtype=np.intp) - here) * space.strides[issue]
            ends = (ends[:, None] + steps[None, :]).reshape(-1)
        for start, end in self.forbidden:
            if start[state]:
                ends = ends[~end[ends]]
        low, high = np.searchsorted(self.extra[:, 0], [state, state + 1])
        ends = np.union1d(ends, self.extra[low:high, 1])
        result: NDArray[np.intp] = ends[space.possible[ends] & (ends != state)]
        return result

    # ---- improvements

    @cached_property
    def _ranks(self) -> list[Array]:
        return [self.conflict.ranks[actor] for actor in sorted(self.group)]

    def improves(self, start: Array, end: Array) -> BoolArray:
        """Return whether every member is strictly better off at `end` than at `start` (outcome numbers)."""
        better: BoolArray = self._ranks[0][end] > self._ranks[0][start]
        for ranks in self._ranks[1:]:
            better &= ranks[end] > ranks[start]
        return better

    # ---- pulls

    def pull(self, array: Array, operation: Operation, *, improving: bool = False) -> Array:
        """Return, for every outcome, the operation over its targets; neutral where there are none.

        Parameters
        ----------
        array
            ``(S,)`` or ``(S, W)``, neutral at impossible outcomes.
        operation
            ``min``, ``max`` or ``or``.
        improving
            Count only moves that leave every member strictly better off.
        """
        if improving and self.is_product and len(self.group) == 1 and self._fibres is not None:
            return self._mask(self._pull_sorted(self._fibres, array, operation), operation)
        if improving or not self.is_product:
            return self._mask(self._pull_pairs(array, operation, improving=improving), operation)
        return self._mask(self._pull_issues(array, operation), operation)

    def spread(self, array: Array, operation: Operation) -> Array:
        """Return the same as `pull` over all moves, with staying put counted as a move. Quicker."""
        if not self.is_product:
            return UFUNC[operation](array, self.pull(array, operation))  # type: ignore[no-any-return]
        result = array
        for issue, arcs in self.arcs.items():
            result = self._along(issue, arcs, result, operation, stay=True)
        return self._mask(result, operation)

    def push(self, reached: BoolArray) -> BoolArray:
        """Return which outcomes the mover can reach in one move from a set of them, and the set itself."""
        if not self.is_product:
            result = reached.copy()
            for start, end, allowed in self._blocks(1, improving=False):
                result[end[allowed & reached[start]]] = True
            result[self.extra[reached[self.extra[:, 0]], 1]] = True
            return result
        result = reached
        for issue, arcs in self.arcs.items():
            back = None if arcs is None else frozenset((b, a) for a, b in arcs)
            result = self._along(issue, back, result, "or", stay=True)
        return result & self.conflict.space.possible

    def _mask(self, array: Array, operation: Operation) -> Array:
        if self._impossible.size:
            array = array.copy()
            array[self._impossible] = NEUTRAL[operation]
        return array

    @cached_property
    def _impossible(self) -> NDArray[np.intp]:
        return np.flatnonzero(~self.conflict.space.possible)

    def _view(self, array: Array, issue: int) -> Array:
        space = self.conflict.space
        return array.reshape(-1, space.sizes[issue], space.strides[issue], *array.shape[1:])

    def _along(
        self,
        issue: int,
        arcs: frozenset[tuple[int, int]] | None,
        array: Array,
        operation: Operation,
        *,
        stay: bool,
    ) -> Array:
        """Pull along one issue; `stay` adds the value before to the values after."""
        ufunc, view = UFUNC[operation], self._view(array, issue)
        size = view.shape[1]
        if arcs is None and stay:
            whole = ufunc.reduce(view, axis=1, keepdims=True)
            return np.broadcast_to(whole, view.shape).reshape(array.shape)
        result = view.copy() if stay else np.full_like(view, NEUTRAL[operation])
        if arcs is None:
            arcs = frozenset((a, b) for a in range(size) for b in range(size) if a != b)
        if len(arcs) <= 4 * size or view.shape[0] * view.shape[2] >= 64:
            for a, b in sorted(arcs):
                ufunc(result[:, a], view[:, b], out=result[:, a])
            return result.reshape(array.shape)
        pairs = np.array(sorted(arcs), dtype=np.intp)
        sources, starts = np.unique(pairs[:, 0], return_index=True)
        pulled = ufunc.reduceat(view[:, pairs[:, 1]], starts, axis=1)
        result[:, sources] = ufunc(result[:, sources], pulled)
        return result.reshape(array.shape)

    def _pull_issues(self, array: Array, operation: Operation) -> Array:
        """Pull over all moves of a product, the empty change left out.

        `still` has nothing changed so far, `moved` at least one issue; only `moved` is the answer.
        """
        ufunc = UFUNC[operation]
        moved = np.full_like(array, NEUTRAL[operation])
        for issue, arcs in self.arcs.items():
            kept = self._along(issue, arcs, moved, operation, stay=True)
            moved = ufunc(kept, self._along(issue, arcs, array, operation, stay=False))
        return moved

    @cached_property
    def _fibres(self) -> Fibres | None:
        """The outcomes by fibre and rank; None where the arcs part the fibres into too many blocks."""
        bound = [k for k, arcs in self.arcs.items() if arcs is not None]
        free = [k for k in self.arcs if k not in bound]
        space = self.conflict.space
        steps = [[(a, a) for a in range(space.sizes[k])] + sorted(self.arcs[k] or ()) for k in bound]
        if prod(map(len, steps)) > MAX_BLOCK_PAIRS:
            return None
        blocks = {digits: place for place, digits in enumerate(product(*(range(space.sizes[k]) for k in bound)))}
        pairs = [(blocks[tuple(a for a, _ in way)], blocks[tuple(b for _, b in way)]) for way in product(*steps)]
        starts = [sum(d * space.strides[k] for d, k in zip(digits, bound, strict=True)) for digits in blocks]
        own = np.array(starts, dtype=np.intp)[:, None] + self._offsets(free)[None, :]
        return Fibres(self._ranks[0], own, self._offsets(self._rest), pairs)

    def _pull_sorted(self, fibres: Fibres, array: Array, operation: Operation) -> Array:
        result = np.empty_like(array)
        for index, pulled in fibres.pull(array, UFUNC[operation], NEUTRAL[operation]):
            result[index] = pulled
        return result

    @cached_property
    def _rest(self) -> list[int]:
        return [k for k in range(len(self.conflict.space.issues)) if k not in self.arcs]

    def _offsets(self, issues: list[int]) -> NDArray[np.intp]:
        space = self.conflict.space
        offsets = np.zeros(1, dtype=np.intp)
        for k in issues:
            steps = np.arange(space.sizes[k], dtype=np.intp) * space.strides[k]
            offsets = (steps[:, None] + offsets[None, :]).reshape(-1)
        return offsets

    @cached_property
    def _pairs(self) -> NDArray[np.intp]:
        """``(P, 2)`` offsets of the mover's issues before and after a change, sorted by before."""
        space = self.conflict.space
        sizes = [space.sizes[k] for k in self.arcs]
        counts = [n * n if a is None else len(a) + n for n, a in zip(sizes, self.arcs.values(), strict=True)]
        work = prod(counts) * (space.grid // prod(sizes))
        if prod(counts) > MAX_PAIRS or work > MAX_WORK:
            raise LimitError(
                f"The moves of {self.conflict.group_name(self.group)} are too many to follow one by one "
                f"({work:,} over the whole space; the limit is {MAX_WORK:,})."
            )
        # built with the values before in rising order, so that no sorting is needed
        before, after = np.zeros(1, dtype=np.intp), np.zeros(1, dtype=np.intp)
        for (k, arcs), size in zip(self.arcs.items(), sizes, strict=True):
            starts, ends = [], []
            for a in range(size):
                to = range(size) if arcs is None else [a, *sorted(w for v, w in arcs if v == a)]
                steps = np.array(to, dtype=np.intp) * space.strides[k]
                starts.append(np.repeat(before + a * space.strides[k], steps.size))
                ends.append((after[:, None] + steps[None, :]).reshape(-1))
            before, after = np.concatenate(starts), np.concatenate(ends)
        changed = before != after
        return np.stack([before[changed], after[changed]], axis=1)

    def _blocks(self, width: int, *, improving: bool) -> Iterator[tuple[Array, Array, Array]]:
        """Yield (start, end, allowed) in blocks of pairs: ``(P, R)`` outcome numbers, and which are moves.

        `width` is the number of words in a row of the array that is pulled: it bounds the size of a block.
        """
        possible = self.conflict.space.possible
        rest = self._offsets(self._rest)
        rows = max(1, BLOCK // (rest.size * width))
        for low in range(0, len(self._pairs), rows):
            block = self._pairs[low : low + rows]
            start, end = block[:, :1] + rest, block[:, 1:] + rest
            allowed = possible[start] & possible[end]
            for begins, ends in self.forbidden:
                allowed &= ~(begins[start] & ends[end])
            if improving:
                allowed &= self.improves(start, end)
            yield start, end, allowed

    @cached_property
    def improvements(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Every improvement, one by one: ``(S + 1,)`` where those from each outcome begin, and their ends."""
        starts, ends = [self.extra[:0, 0]], [self.extra[:0, 1]]
        for start, end, allowed in self._blocks(1, improving=True):
            starts.append(start[allowed])
            ends.append(end[allowed])
        better = self.improves(self.extra[:, 0], self.extra[:, 1])
        grid = self.conflict.space.grid
        single = np.concatenate(starts) * grid + np.concatenate(ends)
        keys = np.union1d(single, self.extra[better] @ np.array([grid, 1], dtype=np.intp))
        begins = np.searchsorted(keys // grid, np.arange(grid + 1))
        return begins, keys % grid

    def _pull_pairs(self, array: Array, operation: Operation, *, improving: bool) -> Array:
        ufunc = UFUNC[operation]
        result = np.full_like(array, NEUTRAL[operation])
        if improving and len(self._pairs) * self._offsets(self._rest).size <= KEPT:
            begins, ends = self.improvements
            some = np.flatnonzero(begins[1:] > begins[:-1])
            if some.size:
                result[some] = ufunc.reduceat(array[ends], begins[some], axis=0)
            return result
        width = prod(array.shape[1:])
        for start, end, allowed in self._blocks(width, improving=improving):
            values = array[end]
            values[~allowed] = NEUTRAL[operation]
            begins = np.flatnonzero(np.r_[True, start[1:, 0] != start[:-1, 0]])
            pulled = ufunc.reduceat(values, begins, axis=0)
            where = start[begins]
            result[where] = ufunc(result[where], pulled)
        if len(self.extra):
            extra = self.extra
            if improving:
                extra = extra[self.improves(extra[:, 0], extra[:, 1])]
            ufunc.at(result, extra[:, 0], array[extra[:, 1]])
        return result


def arcs_are_transitive(arcs: frozenset[tuple[int, int]]) -> bool:
    """Return whether two arcs in a row are always one arc, or lead back."""
    after: dict[int, list[int]] = {}
    for a, b in arcs:
        after.setdefault(a, []).append(b)
    return all(c == a or (a, c) in arcs for a, b in arcs for c in after.get(b, ()))
