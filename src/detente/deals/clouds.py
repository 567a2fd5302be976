"""Clouds: the points that a group of issues can bring about, each with every way to bring it about.

A cloud keeps only points that no other of its points dominates. For what the issues outside the group add is the same
for all its points, a dominated point can never become part of an efficient whole; that is why a sum of frontiers can
be pruned as it grows, and why the number of packages does not matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.amounts import BITS, carry, order_keys
from detente.deals.frontier import nondominated

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

__all__ = ["Cloud", "Pruner", "TooManyPoints"]

MAX_CANDIDATES = 2**22
"""How many sums of points are looked at in one go."""


class TooManyPoints(Exception):  # noqa: N818 - ends a count that is not worth its memory
    """More distinct points than a count may keep."""


@dataclass(frozen=True)
class Cloud:
    """Points, and the ways to each.

    Attributes
    ----------
    points
        ``(L, C, P)`` carried limbs of C integers for each of P points.
    starts, ways
        The ways to point p are ``ways[starts[p]:starts[p + 1]]``, pairs of numbers; what they mean depends on the next.
    issue, parts
        With an issue, a way is (value of the issue, point of ``parts[value]``); without one, `parts` are two clouds
        that were added, and a way is (point of the first, point of the second). A part None adds nothing.
    """

    points: NDArray[np.int64]
    starts: NDArray[np.intp]
    ways: NDArray[np.intp]
    issue: int | None
    parts: tuple[Cloud | None, ...]

    @property
    def size(self) -> int:
        """P, the number of points."""
        return int(self.points.shape[2])

    @cached_property
    def counts(self) -> list[int]:
        """How many combinations of values lead to each point."""
        # worked out from the leaves up without recursion: there may be thousands of issues
        waiting: list[Cloud] = [self]
        known: dict[int, list[int]] = {}
        while waiting:
            cloud = waiting[-1]
            missing = [part for part in cloud.parts if part is not None and id(part) not in known]
            if missing:
                waiting += missing
                continue
            waiting.pop()
            tables = [known[id(part)] if part else [1] for part in cloud.parts]
            pairs = cloud.ways.tolist()
            if cloud.issue is not None:
                each = [tables[value][point] for value, point in pairs]
            else:
                each = [tables[0][first] * tables[1][second] for first, second in pairs]
            bounds = cloud.starts.tolist()
            known[id(cloud)] = [sum(each[start:end]) for start, end in pairwise(bounds)]
        return known[id(self)]

    def packages(self, point: int) -> Iterator[dict[int, int]]:
        """Yield the combinations of values, issue -> value, that lead to a point."""
        # linked lists of what is still to be followed and of what is chosen; no recursion, as above
        waiting: list[tuple[Any, Any]] = [(((self, point), None), None)]
        while waiting:
            pending, chosen = waiting.pop()
            if pending is None:
                package = {}
                while chosen is not None:
                    (issue, value), chosen = chosen
                    package[issue] = value
                yield package
                continue
            (cloud, place), rest = pending
            for first, second in cloud.ways[cloud.starts[place] : cloud.starts[place + 1]][::-1].tolist():
                if cloud.issue is None:
                    left, right = cloud.parts
                    waiting.append((((left, first), ((right, second), rest)), chosen))
                else:
                    part = cloud.parts[first]
                    following = rest if part is None else ((part, second), rest)
                    waiting.append((following, ((cloud.issue, first), chosen)))

    def some(self, point: int, most: int) -> list[dict[int, int]]:
        """Return at most so many of the combinations that lead to a point."""
        return list(islice(self.packages(point), most))


class Pruner:
    """Makes clouds, keeping what is efficient; or everything distinct, for a count.

    Attributes
    ----------
    noise
        For each column by how much two integers may differ and still count as equal.
    eps
        By how much, in integers of each column, a kept point may fall short of one that was dropped; 0 while exact.
    """

    def __init__(self, noise: Sequence[int], most: int, *, all_points: bool = False) -> None:
        self.noise, self.most, self.all_points = noise, most, all_points
        self.eps = [0] * len(noise)

    def choose(
        self, issue: int, values: Sequence[int], clouds: Sequence[Cloud | None], worth: NDArray[np.int64]
    ) -> Cloud:
        """Return the cloud of one issue: for each of some values what it is worth, and what hangs on it.

        Parameters
        ----------
        values
            The values that are possible.
        clouds
            For each of them the cloud of the issues that hang on it, or None.
        worth
            ``(L, C, len(values))`` what each value adds.
        """
        pieces, ways = [], []
        for place, (value, cloud) in enumerate(zip(values, clouds, strict=True)):
            own = worth[:, :, place : place + 1]
            pieces.append(own if cloud is None else own + cloud.points)
            size = pieces[-1].shape[2]
            ways.append(np.stack([np.full(size, value), np.arange(size)], axis=1))
        parts: list[Cloud | None] = [None] * (max(values) + 1)
        for value, cloud in zip(values, clouds, strict=True):
            parts[value] = cloud
        return self._pruned(np.concatenate(pieces, axis=2), np.concatenate(ways), issue, tuple(parts))

    def add(self, left: Cloud, right: Cloud) -> Cloud:
        """Return the sums of two clouds that have no issue in common."""
        while left.size * right.size > MAX_CANDIDATES:
            if self.all_points:
                raise TooManyPoints
            fewer = MAX_CANDIDATES // max(min(left.size, right.size), 2**11)
            if left.size >= right.size:
                left = self._coarser(left, fewer)
            else:
                right = self._coarser(right, fewer)
        limbs, columns = left.points.shape[:2]
        sums = (left.points[:, :, :, None] + right.points[:, :, None, :]).reshape(limbs, columns, -1)
        first, second = np.divmod(np.arange(sums.shape[2]), right.size)
        return self._pruned(sums, np.stack([first, second], axis=1), None, (left, right))

    def _pruned(
        self, points: NDArray[np.int64], ways: NDArray[np.intp], issue: int | None, parts: tuple[Cloud | None, ...]
    ) -> Cloud:
        points = carry(points)
        keys = np.stack([order_keys(points[:, column], noise) for column, noise in enumerate(self.noise)])
        if not self.all_points:
            kept = np.flatnonzero(nondominated(keys))
            points, keys, ways = points[:, :, kept], keys[:, kept], ways[kept]
        order = np.lexsort(keys)
        keys = keys[:, order]
        new = np.ones(order.size, dtype=np.bool_)
        new[1:] = (keys[:, 1:] != keys[:, :-1]).any(axis=0)
        firsts = np.flatnonzero(new)
        cloud = Cloud(points[:, :, order[firsts]], np.append(firsts, order.size), ways[order], issue, parts)
        if cloud.size > self.most:
            if self.all_points:
                raise TooManyPoints
            cloud = self._coarser(cloud, self.most)
        return cloud

    def _coarser(self, cloud: Cloud, most: int) -> Cloud:
        """Return a cloud of at most so many points, such that each point left out is nearly reached by one kept."""
        # measured in units of the highest limb, so that no double overflows
        unit = BITS * (len(cloud.points) - 1)
        weights = 2.0 ** (BITS * np.arange(len(cloud.points)) - unit)
        rough = np.tensordot(weights, cloud.points.astype(np.float64), axes=1)
        low = rough.min(axis=1, keepdims=True)
        span = np.maximum(rough.max(axis=1, keepdims=True) - low, 2.0**-unit)
        share = 2.0**-20
        while True:
            width = span * share
            boxes = np.floor((rough - low) / width).astype(np.int64)
            order = np.lexsort(((rough / span).sum(axis=0), *boxes))
            sorted_boxes = boxes[:, order]
            last = np.ones(order.size, dtype=np.bool_)
            last[:-1] = (sorted_boxes[:, 1:] != sorted_boxes[:, :-1]).any(axis=0)
            if int(last.sum()) <= most:
                break
            share *= 1.5
        chosen = np.sort(order[last])
        for column, step in enumerate(width[:, 0].tolist()):
            self.eps[column] += int(Fraction(step) * 2**unit) + 1
        rows = [np.arange(cloud.starts[p], cloud.starts[p + 1]) for p in chosen]
        starts = np.append(0, np.cumsum([row.size for row in rows]))
        return Cloud(cloud.points[:, :, chosen], starts, cloud.ways[np.concatenate(rows)], cloud.issue, cloud.parts)
