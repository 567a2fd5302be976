"""A distribution over places on a scale, as places with masses, and what can be read from it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Spread", "spread_of"]

_SLACK = 1e-9
"""By how much a sum of masses may fall short of a share and still reach it."""


@dataclass(frozen=True, eq=False)
class Spread:
    """``(M,)`` rising places and ``(M,)`` their masses, which sum to 1."""

    places: Floats
    masses: Floats

    @property
    def mean(self) -> float:
        """The mean: the point that loses least by squared error."""
        return float(self.places @ self.masses)

    def quantile(self, share: float) -> float:
        """Return the lowest place with at least this share of the mass at or below it."""
        place = np.searchsorted(np.cumsum(self.masses), share - _SLACK)
        return float(self.places[min(int(place), self.places.size - 1)])

    @cached_property
    def median(self) -> float:
        """The median: the point that loses least by absolute error."""
        return self.quantile(0.5)

    def shortest(self, share: float, inside: tuple[float, float] | None = None) -> tuple[float, float]:
        """Return the shortest closed interval that holds a share of the mass, of those inside another if one is named.

        Of several the one that holds most, then the one nearest the median. Where places carry mass of their own, an interval
        between two quantiles holds more than it says; this one does not.
        """
        reach = np.concatenate([[0.0], np.cumsum(self.masses)])
        end = np.searchsorted(reach, reach[:-1] + share - _SLACK)  # the first place beyond the interval
        end = np.maximum(end, np.arange(self.places.size) + 1)
        low, high = inside or (float(self.places[0]), float(self.places[-1]))
        fits = (end <= self.places.size) & (self.places >= low)
        fits[fits] = self.places[end[fits] - 1] <= high
        starts = np.flatnonzero(fits)
        if not starts.size:
            return low, high
        end = end[starts]
        width = self.places[end - 1] - self.places[starts]
        held = reach[end] - reach[starts]
        unit = max(float(self.places[-1] - self.places[0]), 1e-300)
        near = width <= width.min() + 1e-9 * unit
        near &= held >= held[near].max() - _SLACK
        away = np.abs((self.places[end - 1] + self.places[starts]) / 2 - self.median)
        best = int(np.argmin(np.where(near, away, np.inf)))
        return float(self.places[starts[best]]), float(self.places[end[best] - 1])

    @cached_property
    def intervals(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """The shortest interval with half of the mass inside the shortest with four fifths, and that one."""
        eighty = self.shortest(0.8)
        return self.shortest(0.5, eighty), eighty

    def within(self, reach: float) -> tuple[float, float]:
        """Return the place with the most mass within `reach` of it, and that mass: the point to quote for a hit."""
        slack = _SLACK * reach
        low = np.searchsorted(self.places, self.places - slack)
        high = np.searchsorted(self.places, self.places + 2 * reach + slack, side="right")
        sums = np.concatenate([[0.0], np.cumsum(self.masses)])
        mass = sums[high] - sums[low]
        best = int(np.argmax(mass >= mass.max() - _SLACK))
        held = self.places[low[best] : high[best]]
        return float((held[0] + held[-1]) / 2), float(mass[best])

    def share(self, low: float, high: float) -> float:
        """Return the mass from `low` to `high`, ends included."""
        return float(self.masses[(self.places >= low) & (self.places <= high)].sum())

    def crps(self, outcome: float) -> float:
        """Return the continuous ranked probability score of what happened, in the unit of the scale; 0 is perfect."""
        points = np.append(self.places, outcome)
        order = np.argsort(points, kind="stable")
        points = points[order]
        reach = np.cumsum(np.append(self.masses, 0.0)[order])
        happened = (points >= outcome).astype(np.float64)
        return float((reach - happened)[:-1] ** 2 @ np.diff(points))


def spread_of(places: Floats, masses: Floats) -> Spread:
    """Return a distribution from places in any order, the same ones together; masses are scaled to sum to 1."""
    kept, which = np.unique(places, return_inverse=True)
    total = np.bincount(which.reshape(-1), weights=masses, minlength=kept.size)
    keep = total > 0
    return Spread(kept[keep], total[keep] / total.sum())
