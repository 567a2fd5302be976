"""What moves a settlement that is a weighted mean: slopes, swings, tipping values, in closed form.

The mean is O = sum(c s x) / sum(c s). So dO/dx_i = c_i s_i / W, dO/ds_i = c_i (x_i - O) / W and dO/dc_i = s_i (x_i - O) / W,
and the value of one input at which O becomes T follows by solving one linear equation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["INPUTS", "slopes", "swings", "tipping"]

INPUTS = ("position", "salience", "capability")
"""The inputs, in the order of the first axis of every answer here."""


def slopes(positions: Floats, salience: Floats, capability: Floats) -> Floats:
    """Return ``(3, A)`` by how much the mean moves for one unit more of each input."""
    weights = capability * salience
    total = weights.sum()
    away = positions - (positions @ weights) / total
    found: Floats = np.stack([weights, capability * away, salience * away]) / total
    return found


def swings(best: Floats, low: Floats, high: Floats) -> Floats:
    """Return ``(3, A, 2)`` where the mean goes when one input goes to its low and to its high end, all else at its best.

    Parameters
    ----------
    best, low, high
        ``(3, A)`` positions, saliences, capabilities. NaN where nothing would be left to weigh.
    """
    found = np.full((*best.shape, 2), np.nan)
    for place in np.ndindex(best.shape):
        for end, values in enumerate((low, high)):
            changed = best.copy()
            changed[place] = values[place]
            weights = changed[1] * changed[2]
            if weights.sum() > 0:
                found[(*place, end)] = changed[0] @ weights / weights.sum()
    return found


def tipping(positions: Floats, salience: Floats, capability: Floats, target: float) -> Floats:
    """Return ``(3, A)`` the value of each input at which the mean is `target`; NaN where no value makes it that.

    Saliences and capabilities below 0 are no values. Positions may lie off the scale: who asks says what counts.
    """
    weights = capability * salience
    total, pull = weights.sum(), float(positions @ weights)
    others, pulled = total - weights, pull - positions * weights
    with np.errstate(divide="ignore", invalid="ignore"):
        position = np.where(weights > 0, (target * total - pulled) / weights, np.nan)
        # the weight at which the others' pull away from the target is made up for
        needed = np.where(others > 0, (pulled - target * others) / (target - positions), np.nan)
        found = np.stack([position, needed / capability, needed / salience])
    # a weight of 0 leaves the others alone, which is only a mean if there are others: then the target is theirs
    found[1:] = np.where(np.isfinite(found[1:]) & (found[1:] >= 0), np.abs(found[1:]), np.nan)
    return found
