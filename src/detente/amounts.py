"""Arrays of exact integers of any size.

Scores are added as integers over a common denominator. Where sums fit 64 bits they are kept as they are; else each
integer is cut into *limbs* of 40 bits: value = offset + sum over l of limbs[l] * 2^(40 l). So ties stay ties whatever
the analyst wrote, and the work stays with numpy.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["BITS", "Amounts", "carry", "cut", "limbs_for", "order_keys"]

BITS = 40
_MASK = (1 << BITS) - 1
_FITS = 2**62


def limbs_for(largest: int) -> int:
    """Return how many limbs hold sums up to `largest` in size: 1 where 64 bits do."""
    return 1 if largest < _FITS else largest.bit_length() // BITS + 1


def cut(values: NDArray[Any], limbs: int) -> NDArray[np.int64]:
    """Return ``(limbs, ..)`` int64 of an array of integers; with more than one limb they must not be negative."""
    if limbs == 1:
        return np.asarray(values, dtype=np.int64)[None]
    parts = np.empty((limbs, *values.shape), dtype=np.int64)
    rest = np.asarray(values, dtype=object)
    for place in range(limbs):
        parts[place] = (rest & _MASK).astype(np.int64)
        rest = rest >> BITS
    return parts


def carry(limbs: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return limbs with every overflow carried on, the first axis being the limbs."""
    if len(limbs) == 1:
        return limbs
    limbs = limbs.copy()
    for place in range(len(limbs) - 1):
        limbs[place + 1] += limbs[place] >> BITS
        limbs[place] &= _MASK
    return limbs


def order_keys(limbs: NDArray[np.int64], noise: int = 0) -> NDArray[np.int64]:
    """Return ``(n,)`` integers in the order of the ``(L, n)`` carried amounts, equal where these are equal.

    Parameters
    ----------
    noise
        Neighbours in the order that differ by no more than this count as equal.
    """
    if len(limbs) == 1 and not noise:
        only: NDArray[np.int64] = limbs[0]
        return only
    order = np.lexsort(limbs)  # the last limb is the most significant
    steps = np.diff(limbs[:, order], axis=1)
    new: NDArray[np.bool_]
    if noise:
        # measured in units of the highest limb, so that no double overflows; a gap near the noise is held exactly
        top = BITS * (len(limbs) - 1)
        new = np.asarray(2.0 ** (BITS * np.arange(len(limbs)) - top) @ steps > float(Fraction(noise, 2**top)))
    else:
        new = np.asarray(np.not_equal(steps, 0).any(axis=0))
    keys = np.zeros(limbs.shape[1], dtype=np.int64)
    keys[order[1:]] = np.cumsum(new)
    return keys


@dataclass(frozen=True)
class Amounts:
    """One exact integer for each of n things: ``(L, n)`` carried limbs and an offset.

    A single limb may be of 32 bits.
    """

    limbs: NDArray[np.int64]
    offset: int = 0

    def keys(self, noise: int = 0) -> NDArray[np.int64]:
        """Return ``(n,)`` integers in the same order; amounts that differ only by noise may be equal."""
        return order_keys(self.limbs, noise)

    def some(self, places: NDArray[np.intp]) -> Amounts:
        """Return the amounts at some places, as amounts."""
        return Amounts(self.limbs[:, places].astype(np.int64), self.offset)

    def rough(self, places: slice) -> tuple[NDArray[np.float64], float, float]:
        """Return a stretch of the amounts as doubles, without the offset.

        Returns
        -------
        values, wrong, unit
            The doubles, by how much these may be wrong, and what they are measured in: 1, or the unit of the highest
            limb, so that none overflows.
        """
        parts = self.limbs[:, places]
        if len(parts) == 1:
            # 53 bits of 62 are kept
            return parts[0].astype(np.float64), 0.0 if parts.dtype == np.int32 else 2.0**10, 1.0
        top = BITS * (len(parts) - 1)
        found = 2.0 ** (BITS * np.arange(len(parts)) - top) @ parts
        return found, float(np.abs(found).max(initial=0.0)) * 2.0**-48, 2.0**-top

    def at(self, places: NDArray[np.intp] | Sequence[int]) -> list[int]:
        """Return the amounts at some places."""
        chosen = self.limbs[:, places]
        total = [self.offset] * chosen.shape[1]
        for place, row in enumerate(chosen.tolist()):
            total = [t + (part << (BITS * place)) for t, part in zip(total, row, strict=True)]
        return total

    def at_least(self, bound: int) -> NDArray[np.bool_]:
        """Return ``(n,)`` whether each amount is `bound` or more."""
        bound -= self.offset
        if len(self.limbs) == 1:
            size = int(np.iinfo(self.limbs.dtype).max)
            enough: NDArray[np.bool_] = self.limbs[0] >= min(max(bound, -size), size)
            return enough
        if bound <= 0:
            return np.ones(self.limbs.shape[1], dtype=np.bool_)
        if bound >> (BITS * (len(self.limbs) + 1)):
            return np.zeros(self.limbs.shape[1], dtype=np.bool_)
        result: NDArray[np.bool_] = np.ones(self.limbs.shape[1], dtype=np.bool_)
        top = len(self.limbs) - 1
        for place, row in enumerate(self.limbs):
            part = bound >> (BITS * place)
            part = part if place == top else part & _MASK
            result = (row > part) | ((row == part) & result)
        return result
