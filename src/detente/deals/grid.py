"""Packages by plain enumeration: every outcome of a grid that can be written down, with any rules and links."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from detente.deals.frontier import Frontier, nondominated, strong_rows
from detente.utility import add_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from detente.amounts import Amounts
    from detente.deals.bargain import Bargain, Digits
    from detente.space import BoolArray

__all__ = ["Grid"]

STRETCH = 2**13
"""How many outcomes are looked at in one go."""

SAMPLE = 2**11
"""Among how many outcomes strong ones are looked for."""


@dataclass(frozen=True)
class Grid:
    """Every outcome of a bargain: the first issue changes fastest, as in `detente.space`."""

    bargain: Bargain

    @cached_property
    def possible(self) -> BoolArray:
        """``(S,)`` whether no rule forbids each outcome."""
        result = np.ones(self._shape, dtype=np.bool_)
        for issues, allowed in self.bargain.rules:
            result &= allowed.transpose().reshape(self._axes(issues))
        return result.reshape(-1)

    @cached_property
    def _places(self) -> list[int]:
        """The issues that have an axis: those with more than one value."""
        return [k for k, size in enumerate(self.bargain.sizes) if size > 1]

    @cached_property
    def _shape(self) -> tuple[int, ...]:
        return tuple(self.bargain.sizes[k] for k in self._places)[::-1]

    def _axes(self, issues: Sequence[int]) -> list[int]:
        """Return the shape in which a table over some issues lies along the grid's axes."""
        axes = [1] * len(self._places)
        for k in issues:
            if self.bargain.sizes[k] > 1:
                axes[len(axes) - 1 - self._places.index(k)] = self.bargain.sizes[k]
        return axes

    @cached_property
    def amounts(self) -> dict[int, Amounts]:
        """What each outcome is worth to each actor whose view can matter."""
        return {actor: self.amounts_of(actor) for actor in self.bargain.consent.concerned}

    def amounts_of(self, actor: int) -> Amounts:
        """Return what each outcome is worth to any actor."""
        if actor not in self._made:
            self._made[actor] = add_up(self.bargain.sizes, self.bargain.terms[actor])
        return self._made[actor]

    @cached_property
    def _made(self) -> dict[int, Amounts]:
        return {}

    @cached_property
    def accepts(self) -> BoolArray:
        """``(A, S)`` whether each actor has at least its no deal; yes for those whose view does not matter."""
        result = np.ones((len(self.bargain.terms), self.bargain.grid), dtype=np.bool_)
        for actor, amounts in self.amounts.items():
            reserve = self.bargain.reserve(actor)
            if reserve is not None:
                result[actor] = amounts.at_least(reserve)
        return result

    @cached_property
    def acceptable(self) -> BoolArray:
        """``(S,)`` the possible outcomes that have the consent they need."""
        consent = self.bargain.consent
        changed = None
        if consent.deciders is not None:
            assert consent.start is not None
            changed = np.empty((len(self.bargain.sizes), self.bargain.grid), dtype=np.bool_)
            for k, size in enumerate(self.bargain.sizes):
                differs = (np.arange(size) != consent.start[k]).reshape(self._axes([k]))
                changed[k] = np.broadcast_to(differs, self._shape).reshape(-1)
        return consent.allows(self.accepts, changed) & self.possible

    def digits(self, state: int) -> Digits:
        """Return the package with a number."""
        found = []
        for size in self.bargain.sizes:
            state, digit = divmod(state, size)
            found.append(digit)
        return tuple(found)

    def state(self, digits: Digits) -> int:
        """Return the number of a package."""
        sizes = self.bargain.sizes
        return sum(d * prod(sizes[:k]) for k, d in enumerate(digits))

    def _unbeaten(self, inside: BoolArray) -> NDArray[np.intp]:
        """Return the outcomes of some that no strong one betters for every actor: all efficient ones, and few others.

        Works stretch by stretch on doubles, so that a large grid is never copied; what is close is kept.
        """
        amounts = [self.amounts[actor] for actor in self.bargain.counted]
        sample = np.flatnonzero(inside)
        if sample.size <= STRETCH:
            return sample
        sample = sample[:: sample.size // SAMPLE + 1]
        keys = np.stack([own.some(sample).keys() for own in amounts])
        strong = [int(sample[row]) for row in strong_rows(keys)]
        found = []
        for start in range(0, inside.size, STRETCH):
            places = slice(start, start + STRETCH)
            rows = np.flatnonzero(inside[places])
            rough = [own.rough(places) for own in amounts]
            columns = np.stack([values[rows] for values, _, _ in rough])
            marks = np.stack([own.rough(slice(s, s + 1))[0] for s in strong for own in amounts]).reshape(
                len(strong), -1
            )
            counted = self.bargain.counted
            slack = np.array(
                [[wrong + self.bargain.slack(a) * unit] for (_, wrong, unit), a in zip(rough, counted, strict=True)]
            )
            for mark in marks:
                kept = ~(columns < mark[:, None] - 2 * slack).all(axis=0)
                rows, columns = rows[kept], columns[:, kept]
            found.append(rows + start)
        return np.concatenate(found)

    def frontier(self, inside: BoolArray) -> Frontier:
        """Return the Pareto frontier of some of the outcomes, ``(S,)``."""
        states = self._unbeaten(inside)
        keys = np.stack(
            [self.amounts[actor].some(states).keys(self.bargain.slack(actor)) for actor in self.bargain.counted]
        )
        kept = nondominated(keys)
        states, keys = states[kept], keys[:, kept]
        order = np.lexsort(keys[::-1])[::-1] if states.size else np.arange(0)
        states, keys = states[order], keys[:, order]
        new = np.ones(states.size, dtype=np.bool_)
        if states.size:
            new[1:] = (keys[:, 1:] != keys[:, :-1]).any(axis=0)
        starts = np.append(np.flatnonzero(new), states.size)
        first = states[starts[:-1]]
        columns = [self.amounts[actor].at(first) for actor in self.bargain.counted]
        worth = np.array(columns, dtype=object).reshape(len(columns), first.size).T

        def outcomes(point: int, most: int) -> list[Digits]:
            chosen = np.sort(states[starts[point] : starts[point + 1]])[:most]
            return [self.digits(int(state)) for state in chosen]

        return Frontier(worth, tuple(np.diff(starts).tolist()), outcomes)
