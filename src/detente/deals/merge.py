"""Packages issue by issue: the frontier of a sum is the pruned sum of the issues' frontiers.

Issues that no term and no rule links are merged one after another. Linked issues are taken out one by one (variable
elimination along the factor graph): for each combination of values of its neighbours an issue leaves a cloud of what it
can add. So 10^50 packages cost what their frontier costs, and links cost what the links span.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.amounts import BITS, cut, limbs_for, order_keys
from detente.deals.clouds import Cloud, Pruner
from detente.deals.frontier import Frontier, nondominated
from detente.errors import LimitError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from detente.deals.bargain import Bargain, Digits
    from detente.space import BoolArray

__all__ = ["Merged", "count_possible", "merge"]

MAX_LINKED = 2**14
"""How many combinations of linked issues are worked through for one of them."""


@dataclass(frozen=True)
class Merged:
    """What merging found.

    Attributes
    ----------
    cloud
        The efficient points of all issues together, over `columns`; None where the rules leave no package.
    actors
        The actors of the first columns: all whose view can matter. Where deciders must agree, there follows for each
        of these minus the number of its issues that are changed.
    offsets
        What is to be added to the points of each column.
    eps
        How far from a dropped point a kept one may be, in integers of each column; all 0 where nothing was dropped.
    """

    bargain: Bargain
    cloud: Cloud | None
    actors: tuple[int, ...]
    offsets: tuple[int, ...]
    eps: tuple[int, ...]

    def worth(self) -> list[list[int]]:
        """Return for each column the integers of all points."""
        assert self.cloud is not None
        found = []
        for column, offset in enumerate(self.offsets):
            total = [offset] * self.cloud.size
            for place, row in enumerate(self.cloud.points[:, column].tolist()):
                total = [t + (part << (BITS * place)) for t, part in zip(total, row, strict=True)]
            found.append(total)
        return found

    def frontier(self, inside: BoolArray | None = None) -> Frontier:
        """Return the efficient points, over the counted actors, among all or some, ``(P,)``, of the cloud's."""
        counted = [self.actors.index(actor) for actor in self.bargain.counted]
        if self.cloud is None:
            return Frontier(np.empty((0, len(counted)), dtype=object), (), lambda _point, _most: [])
        cloud = self.cloud
        chosen = np.arange(cloud.size) if inside is None else np.flatnonzero(inside)
        columns = self.worth()
        values = [[columns[c][p] for p in chosen] for c in counted]
        slack = [self.bargain.slack(actor) for actor in self.bargain.counted]
        limbs = [cloud.points[:, c][:, chosen] for c in counted]
        keys = zip(*(order_keys(own, s).tolist() for own, s in zip(limbs, slack, strict=True)), strict=True)
        alike: dict[tuple[int, ...], list[int]] = {}
        for place, key in enumerate(keys):
            alike.setdefault(key, []).append(place)
        groups = {
            tuple(column[places[0]] for column in values): [int(chosen[place]) for place in places]
            for places in alike.values()
        }
        points = sorted(groups, reverse=True)
        if len(self.offsets) > len(counted) or any(self.eps):
            ranks = [np.unique(np.array(c, dtype=object), return_inverse=True)[1] for c in zip(*points, strict=True)]
            kept = nondominated(np.stack(ranks).astype(np.int64)) if points else np.zeros(0, dtype=np.bool_)
            points = [point for point, stays in zip(points, kept, strict=True) if stays]
        members = [groups[point] for point in points]

        def outcomes(point: int, most: int) -> list[Digits]:
            found: list[Digits] = []
            for own in members[point]:
                packages = cloud.some(own, most - len(found))
                found += [tuple(package[k] for k in range(len(package))) for package in packages]
            return sorted(found)

        counts = tuple(sum(cloud.counts[own] for own in group) for group in members)
        worth = np.array(points, dtype=object).reshape(len(points), len(counted))
        return Frontier(worth, counts, outcomes)


@dataclass
class _Factors:
    """The tables that are left while issues are taken out."""

    sizes: tuple[int, ...]
    worths: list[tuple[tuple[int, ...], NDArray[np.int64]]]  # (issues, (L, C, n_j, n_k, ..))
    rules: list[tuple[tuple[int, ...], BoolArray]]
    messages: list[tuple[tuple[int, ...], NDArray[Any]]] = field(default_factory=list)  # of Cloud, or None: impossible

    def neighbours(self, issue: int) -> tuple[int, ...]:
        """Return the issues that share a table with an issue."""
        scopes = [scope for scope, _ in (*self.worths, *self.rules, *self.messages) if issue in scope]
        return tuple(sorted({k for scope in scopes for k in scope} - {issue}))

    def hanging(self, issue: int) -> int:
        """Return how many combinations of values the issues have that share a table with an issue."""
        return prod(self.sizes[k] for k in self.neighbours(issue))

    def cheapest_first(self) -> Iterator[int]:
        """Yield each issue to be taken out: that of those left on which the fewest combinations hang."""
        left = {issue: self.hanging(issue) for issue in range(len(self.sizes))}
        while left:
            issue = min(left, key=lambda k: (left[k], k))
            del left[issue]
            around = self.neighbours(issue)
            yield issue
            # only those that shared a table with it notice that it is gone
            left |= {k: self.hanging(k) for k in around}

    def take(self, issue: int) -> tuple[list[Any], list[Any], list[Any]]:
        """Remove and return the tables that speak of an issue."""
        taken = []
        for name in ("worths", "rules", "messages"):
            tables = getattr(self, name)
            taken.append([table for table in tables if issue in table[0]])
            setattr(self, name, [table for table in tables if issue not in table[0]])
        return taken[0], taken[1], taken[2]


def _tables(bargain: Bargain, actors: Sequence[int], *, deciders: bool) -> tuple[_Factors, tuple[int, ...]]:
    """Return the tables of a bargain for some actors, and the offset of each column."""
    by_column: list[list[tuple[tuple[int, ...], NDArray[Any]]]] = [
        [(term.issues, term.worth) for term in bargain.terms[actor]] for actor in actors
    ]
    if deciders:
        start = bargain.consent.start
        assert start is not None
        for _, own in bargain.deciding_columns():
            by_column.append(
                [
                    ((k,), np.array([-int(v != start[k]) for v in range(bargain.sizes[k])], dtype=object))
                    for k in np.flatnonzero(own).tolist()
                ]
            )
    largest = max(sum(max(map(abs, w.ravel().tolist())) for _, w in column) for column in by_column)
    limbs = limbs_for(4 * largest + 1)
    offsets = [0] * len(by_column)
    joint: dict[tuple[int, ...], NDArray[np.int64]] = {}
    for c, column in enumerate(by_column):
        for issues, worth in column:
            low = 0 if limbs == 1 else min(worth.ravel().tolist())
            offsets[c] += low
            table = joint.setdefault(issues, np.zeros((limbs, len(by_column), *worth.shape), dtype=np.int64))
            table[:, c] += cut(worth - low if low else worth, limbs)
    return _Factors(bargain.sizes, list(joint.items()), list(bargain.rules)), tuple(offsets)


def _at(table: NDArray[Any], scope: Sequence[int], chosen: dict[int, int], lead: int = 0) -> Any:  # noqa: ANN401
    """Return a table's entry for chosen values; axes before `lead` are kept whole."""
    return table[(slice(None),) * lead + tuple(chosen[k] for k in scope)]


def _take_out(factors: _Factors, issue: int, pruner: Pruner, shape: tuple[int, int]) -> tuple[tuple[int, ...], Any]:
    """Take an issue out; return its neighbours and, for each combination of their values, a cloud or None."""
    around = factors.neighbours(issue)
    spans = [factors.sizes[k] for k in around]
    if prod(spans) * factors.sizes[issue] > MAX_LINKED:
        raise LimitError(
            f"{len(around) + 1} issues are linked too closely: {prod(spans) * factors.sizes[issue]:,} combinations of "
            f"their values, {MAX_LINKED:,} is the limit. Write rules and links over fewer issues."
        )
    worths, rules, messages = factors.take(issue)
    left = np.empty(spans, dtype=object)
    for values in product(*map(range, spans)):
        chosen = dict(zip(around, values, strict=True))
        possible, hanging, added = [], [], []
        for value in range(factors.sizes[issue]):
            chosen[issue] = value
            if not all(_at(allowed, scope, chosen) for scope, allowed in rules):
                continue
            clouds = [_at(message, scope, chosen) for scope, message in messages]
            if any(cloud is None for cloud in clouds):
                continue
            whole = None
            for cloud in sorted(clouds, key=lambda cloud: int(cloud.size)):
                whole = cloud if whole is None else pruner.add(whole, cloud)
            own = np.zeros(shape, dtype=np.int64)
            for scope, table in worths:
                own += _at(table, scope, chosen, 2)
            possible.append(value)
            hanging.append(whole)
            added.append(own)
        left[values] = pruner.choose(issue, possible, hanging, np.stack(added, axis=2)) if possible else None
    return around, left


def merge(bargain: Bargain, most: int, *, for_count: bool = False) -> Merged:
    """Return the efficient points of a bargain, merged issue by issue.

    Parameters
    ----------
    most
        Beyond so many points a cloud is thinned out, and `Merged.eps` tells by how much at worst.
    for_count
        Keep every distinct point of all concerned actors instead, so that outcomes can be counted by what they are
        worth; raises `TooManyPoints` beyond `most`.

    Raises
    ------
    LimitError
        Where issues are linked too closely.
    """
    actors = bargain.consent.concerned
    factors, offsets = _tables(bargain, actors, deciders=bargain.consent.deciders is not None)
    shape = (factors.worths[0][1].shape[0] if factors.worths else 1, len(offsets))
    noise = [bargain.slack(actor) for actor in actors]
    pruner = Pruner(noise + [0] * (len(offsets) - len(actors)), most, all_points=for_count)
    done: list[Cloud] = []
    for issue in factors.cheapest_first():
        around, clouds = _take_out(factors, issue, pruner, shape)
        if around:
            factors.messages.append((around, clouds))
        elif clouds[()] is None:
            return Merged(bargain, None, actors, offsets, tuple(pruner.eps))
        else:
            done.append(clouds[()])
    done.sort(key=lambda cloud: cloud.size)
    whole = done[0]
    for cloud in done[1:]:
        whole = pruner.add(whole, cloud)
    return Merged(bargain, whole, actors, offsets, tuple(pruner.eps))


def count_possible(bargain: Bargain) -> int:
    """Return how many packages the rules leave, exactly, without listing them."""
    if not bargain.rules:
        return bargain.grid
    nothing = Pruner([0], 1)
    factors = _Factors(bargain.sizes, [], list(bargain.rules))
    total = 1
    for issue in factors.cheapest_first():
        around, clouds = _take_out(factors, issue, nothing, (1, 1))
        if around:
            factors.messages.append((around, clouds))
        elif clouds[()] is None:
            return 0
        else:
            total *= sum(clouds[()].counts)
    return total
