"""Clouds: the points that a group of issues can bring about, each with every way to bring it about.

A cloud keeps only points that no other of its points dominates. For what the issues outside the group add is the same
for all its points, a dominated point can never become part of an efficient whole; that is why a sum of frontiers can
be pruned as it grows, and why the number of packages does not matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise
from typing import TYPE_CHECKING

import numpy as np

from detente.amounts import carry, order_keys
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
        tables = [part.counts if part else [1] for part in self.parts]
        if self.issue is not None:
            each = [tables[value][point] for value, point in self.ways.tolist()]
        else:
            each = [tables[0][first] * tables[1][second] for first, second in self.ways.tolist()]
        bounds = self.starts.tolist()
        return [sum(each[a:b]) for a, b in pairwise(bounds)]

    def packages(self, point: int) -> Iterator[dict[int, int]]:
        """Yield the combinations of values, issue -> value, that lead to a point."""
        for first, second in self.ways[self.starts[point] : self.starts[point + 1]].tolist():
            if self.issue is not None:
                part = self.parts[first]
                rest: Iterator[dict[int, int]] = part.packages(second) if part else iter([{}])
                yield from ({self.issue: first, **package} for package in rest)
            else:
                left, right = self.parts
                assert left is not None
                assert right is not None
                for one in left.packages(first):
                    yield from ({**one, **other} for other in right.packages(second))

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
        weights = np.array([2.0 ** (40 * place) for place in range(len(cloud.points))])
        rough = np.tensordot(weights, cloud.points.astype(np.float64), axes=1)
        low = rough.min(axis=1, keepdims=True)
        span = np.maximum(rough.max(axis=1, keepdims=True) - low, 1.0)
        share = 2.0**-20
        while True:
            width = np.ceil(span * share)
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
            self.eps[column] += int(step)
        rows = [np.arange(cloud.starts[p], cloud.starts[p + 1]) for p in chosen]
        starts = np.append(0, np.cumsum([row.size for row in rows]))
        return Cloud(cloud.points[:, :, chosen], starts, cloud.ways[np.concatenate(rows)], cloud.issue, cloud.parts)
