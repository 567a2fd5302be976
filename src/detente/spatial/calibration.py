"""From a model's point to a distribution of the settlement, by how far such points were from settlements that are known.

A share of the mass lies on the actors' own positions, by a power of the weight that stands there. The rest lies around the
model's point as the errors on known settlements do, in units of the actors' range and never beyond it, which heaps what would
go further on the ends. Where nothing is known about a domain, some of the mass is spread evenly over the whole scale.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from detente.spatial.spread import Spread, spread_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["DOUBT", "QUANTILES", "Residuals", "predict"]

QUANTILES = 40
"""By how many quantiles the errors are kept."""

DOUBT = 0.25
"""The share of the mass that is spread over the whole scale where nothing is known about a domain: an assumption."""

_STEPS = 200
_CELLS = 2**20


@dataclass(frozen=True)
class Residuals:
    """How far a model's points were from known settlements, and how well distributions made from that do.

    Attributes
    ----------
    quantiles
        ``(QUANTILES,)`` of (settlement - point) / range of the actors' positions.
    share
        The mass on the actors' own positions.
    power
        To which power the weight that stands at a position counts there.
    mae
        The mean absolute error of the point, on a scale of 0 to 100.
    crps, cover80, cover50
        Of held-out proposals: mean score, and how often the intervals of 80 % and 50 % held the settlement.
    """

    quantiles: tuple[float, ...]
    share: float
    power: float
    mae: float
    crps: float
    cover80: float
    cover50: float


def _own(positions: Floats, weights: Floats, power: float) -> Floats:
    """Return ``(N, A)`` the masses of the actors' positions: by a power of the weight that stands at each together."""
    found = np.empty_like(weights)
    size = max(_CELLS // max(positions.shape[1] ** 2, 1), 1)
    for start in range(0, len(positions), size):
        x, w = positions[start : start + size], weights[start : start + size]
        same = (x[:, :, None] == x[:, None, :]).astype(np.float64)
        support = (same * w[:, None, :]).sum(axis=2)
        found[start : start + size] = support**power / same.sum(axis=2) * (support > 0)
    found /= found.sum(axis=1, keepdims=True)
    return found


def predict(
    points: Floats,
    positions: Floats,
    weights: Floats,
    residuals: Residuals,
    scale: tuple[float, float],
    doubt: float = DOUBT,
) -> Spread | None:
    """Return the distribution of the settlement; None where no draw has a point and somebody with weight.

    Parameters
    ----------
    points
        ``(N,)`` the model's points, one for each draw; NaN where it has none: such draws are left out.
    positions, weights
        ``(N, A)`` of the same draws.
    residuals
        Of the model.
    scale
        The ends of the scale.
    doubt
        The mass spread over the whole scale: 0 in the domain of the residuals, `DOUBT` where nothing is known.
    """
    keep = ~np.isnan(points) & (weights > 0).any(axis=1)
    if not keep.any():
        return None
    points, positions, weights = points[keep], positions[keep], weights[keep]
    counted = weights > 0
    low = np.where(counted, positions, np.inf).min(axis=1)
    high = np.where(counted, positions, -np.inf).max(axis=1)
    errors = np.array(residuals.quantiles)
    around = np.clip(points[:, None] + errors * (high - low)[:, None], low[:, None], high[:, None])
    own = _own(positions, np.where(counted, weights, 0.0), residuals.power)
    draws = max(len(points), 1)
    steps = scale[0] + (np.arange(_STEPS) + 0.5) / _STEPS * (scale[1] - scale[0])
    return spread_of(
        np.concatenate([around.ravel(), positions.ravel(), steps]),
        np.concatenate(
            [
                np.full(around.size, (1 - doubt) * (1 - residuals.share) / (draws * errors.size)),
                (own * ((1 - doubt) * residuals.share / draws)).ravel(),
                np.full(_STEPS, doubt / _STEPS),
            ]
        ),
    )
