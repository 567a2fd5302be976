"""The plain answers: means, medians, the heaviest position, Nash bargaining on one scale.

Weights are capability x salience. Every function takes the actors on the last axis, so that many draws are one call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["compromise", "mean", "median", "mode", "nash_bargaining"]

_GOLDEN = (5**0.5 - 1) / 2
_STEPS = 60
"""Golden sections: after so many the interval is 1e-12 of what it was."""


def compromise(positions: Floats, weights: Floats) -> Floats:
    """Return the mean of the positions, weighted (Van den Bos 1991); NaN where all weights are zero.

    Parameters
    ----------
    positions, weights
        ``(.., A)``; weights of 0 or more.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Floats = (positions * weights).sum(axis=-1) / weights.sum(axis=-1)
    return found


def mean(positions: Floats, weights: Floats) -> Floats:
    """Return the mean of the positions ``(.., A)`` of those with any weight, everybody counting the same."""
    return compromise(positions, (weights > 0).astype(np.float64))


def median(positions: Floats, weights: Floats) -> Floats:
    """Return the lower weighted median of ``(.., A)``: the lowest position with at least half the weight at or below it.

    No other position beats it when everybody votes with its weight for what is nearer (Black 1958); where exactly half
    the weight lies at or below it, the next higher position does as well.
    """
    order = np.argsort(positions, axis=-1, kind="stable")
    ordered = np.take_along_axis(positions, order, axis=-1)
    heavy = np.take_along_axis(np.broadcast_to(weights, positions.shape), order, axis=-1).cumsum(axis=-1)
    # half of a sum of doubles may be off in the last place, which must not move the median
    half = heavy[..., -1:] * (0.5 - 1e-12)
    place = np.argmax(heavy >= half, axis=-1)
    found = np.take_along_axis(ordered, place[..., None], axis=-1)[..., 0]
    return np.where(heavy[..., -1] > 0, found, np.nan)


def mode(positions: Floats, weights: Floats) -> Floats:
    """Return the position of ``(.., A)`` that carries the most weight together.

    Of several the one nearest the compromise, and of these the lower.
    """
    same = positions[..., :, None] == positions[..., None, :]
    heavy = (same * weights[..., None, :]).sum(axis=-1)
    top = heavy.max(axis=-1, keepdims=True)
    away = np.abs(positions - compromise(positions, weights)[..., None])
    away = np.where(heavy >= top * (1 - 1e-12), away, np.inf)
    nearest = away.min(axis=-1, keepdims=True)
    found = np.where(away <= nearest * (1 + 1e-12), positions, np.inf).min(axis=-1)
    return np.where(top[..., 0] > 0, found, np.nan)


def nash_bargaining(
    positions: Floats, weights: Floats, scale: tuple[float, float], *, power: float, disagreement: Floats
) -> Floats:
    """Return where the weighted product of gains over no deal is largest; NaN where no point gives all with weight a gain.

    An actor's utility of z is minus (distance / length of the scale) ^ power.

    Parameters
    ----------
    positions, weights
        ``(.., A)``.
    scale
        The ends of the scale.
    power
        1 or more, so that the logarithms of gains are concave.
    disagreement
        ``(.., A)`` what each has without agreement, in the same utility.
    """
    low, high = scale
    counted = weights > 0
    x = (positions - low) / (high - low)
    # whoever is no better off within reach of its position narrows what can be settled on
    reach = np.where(counted, np.power(np.maximum(-disagreement, 0.0), 1.0 / power), np.inf)
    left = np.maximum(np.where(counted, x - reach, -np.inf).max(axis=-1), 0.0)
    right = np.minimum(np.where(counted, x + reach, np.inf).min(axis=-1), 1.0)
    open_ = (right - left > 1e-12) & counted.any(axis=-1)

    def product(z: Floats) -> Floats:
        gains = np.where(counted, -np.power(np.abs(z[..., None] - x), power) - disagreement, 1.0)
        found: Floats = (np.where(counted, weights, 0.0) * np.log(np.maximum(gains, 1e-300))).sum(axis=-1)
        return found

    # golden section on a concave function, between the limits of what all gain by
    a, b = left.copy(), right.copy()
    c, e = b - _GOLDEN * (b - a), a + _GOLDEN * (b - a)
    worth_c, worth_e = product(c), product(e)
    for _ in range(_STEPS):
        lower = worth_c >= worth_e
        a, b = np.where(lower, a, c), np.where(lower, e, b)
        c, e = np.where(lower, b - _GOLDEN * (b - a), e), np.where(lower, c, a + _GOLDEN * (b - a))
        worth = product(np.where(lower, c, e))
        worth_c, worth_e = np.where(lower, worth, worth_e), np.where(lower, worth_c, worth)
    return np.where(open_, low + (a + b) / 2 * (high - low), np.nan)
