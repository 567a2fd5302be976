"""Pareto efficiency: which of many packages no other betters for one without worsening it for another.

The sorting-out of dominated rows is that of moocore (Kung, Luccio and Preparata 1975); it is fed integers, or their
ranks where a double could not hold them, so membership is exact and equal rows stay together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from detente.deals.bargain import Digits
    from detente.space import BoolArray

__all__ = ["Frontier", "nondominated", "strong_rows"]

_EXACT = 2**53


@dataclass(frozen=True)
class Frontier:
    """The packages that no other dominates.

    Attributes
    ----------
    worth
        ``(P, C)`` the distinct points: what they are worth to the C counted actors, in integers of their units.
    counts
        How many outcomes lie on each point.
    outcomes
        Takes a point and a number; returns at most so many of the outcomes on it.
    """

    worth: NDArray[Any]
    counts: tuple[int, ...]
    outcomes: Callable[[int, int], list[Digits]]

    @property
    def total(self) -> int:
        """How many outcomes there are on all points."""
        return sum(self.counts)


def strong_rows(keys: NDArray[np.int64]) -> list[int]:
    """Return a few rows that dominate many others: the best by some mixtures of the columns."""
    low, high = keys.min(axis=1), keys.max(axis=1)
    span = np.maximum(high - low, 1).astype(np.float64)
    count = len(keys)
    mixtures = [np.ones(count)] + [np.where(np.arange(count) == c, 4.0, 1.0) for c in range(count)]
    mixtures += [np.where(np.arange(count) == c, 1.0, 4.0) for c in range(count)]
    return list(dict.fromkeys(int(np.argmax((mixture / span) @ keys)) for mixture in mixtures))


def nondominated(keys: NDArray[np.int64]) -> BoolArray:
    """Return which of n rows no other row dominates; equal rows stay or go together.

    Parameters
    ----------
    keys
        ``(C, n)`` integers; bigger is better for each of C actors.
    """
    count, size = keys.shape
    if size == 0:
        return np.zeros(0, dtype=np.bool_)
    if count == 1:
        best: BoolArray = keys[0] == keys[0].max()
        return best
    if max(int(keys.max()), -int(keys.min())) >= _EXACT:
        keys = np.stack([np.unique(column, return_inverse=True)[1] for column in keys])
    from moocore import is_nondominated

    table = np.ascontiguousarray(keys.T, dtype=np.float64)
    found: BoolArray = is_nondominated(table, maximise=True, keep_weakly=True)
    return found
