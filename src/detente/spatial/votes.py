"""Votes between every two places on a scale, for many draws at once.

A voter prefers the place that it loses less by, and its loss grows with the distance, so whoever lies on a's side of the
middle between a and b votes for a. With voters and places in order of position, sums up to that middle are all that is
needed: A^2 work for each draw, where going through voters and pairs would take A^3.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]

__all__ = ["Pairs", "linear_votes", "pairs_of", "votes"]


@dataclass(frozen=True)
class Pairs:
    """Every two of A places.

    Attributes
    ----------
    lower, higher
        ``(P,)`` the places.
    below
        ``(N, P)`` how many actors stand below the middle between them.
    table
        ``(A * A,)`` where the votes for each place against each other are in a row of 0, P for the lower, P for the higher.
    """

    lower: Places
    higher: Places
    below: Places
    table: Places


def pairs_of(x: Floats) -> Pairs:
    """Return the pairs of rising positions ``(N, A)``."""
    draws, actors = x.shape
    lower, higher = np.triu_indices(actors, 1)
    # one search for all draws: each draw in a stretch of its own
    first = x[:, :1]
    stretch = 2 * float((x[:, -1:] - first).max(initial=0)) + 1
    offset = stretch * np.arange(draws)[:, None] - first
    middle = (x[:, lower] + x[:, higher]) / 2 + offset
    found = np.searchsorted((x + offset).reshape(-1), middle.reshape(-1)).reshape(middle.shape)
    table = np.zeros((actors, actors), dtype=np.intp)
    table[lower, higher] = np.arange(lower.size) + 1
    table[higher, lower] = np.arange(lower.size) + lower.size + 1
    return Pairs(lower, higher, found - (np.arange(draws) * actors)[:, None], table.reshape(-1))


def _spread(pairs: Pairs, up: Floats, whole: Floats) -> Floats:
    """Return ``(N, A, A)`` votes, of what the voters below the middle lose more by the higher place, and of all losses."""
    draws, actors = whole.shape
    row = np.empty((draws, 2 * pairs.lower.size + 1))
    row[:, 0] = 0.0
    np.maximum(up, 0.0, out=row[:, 1 : pairs.lower.size + 1])
    down = up - (whole[:, pairs.higher] - whole[:, pairs.lower])
    np.maximum(down, 0.0, out=row[:, pairs.lower.size + 1 :])
    return row.take(pairs.table, axis=1).reshape(draws, actors, actors)


def votes(loss: Floats, pairs: Pairs) -> Floats:
    """Return ``(N, A, A)`` the votes for each place against each other: by how much less its supporters lose there.

    Parameters
    ----------
    loss
        ``(N, A, A)`` what each voter (in rising order) loses by each place (in rising order).
    pairs
        From `pairs_of`.
    """
    draws, actors, _ = loss.shape
    reach = np.zeros((draws, actors + 1, actors))
    np.cumsum(loss, axis=1, out=reach[:, 1:])
    flat = reach.reshape(-1)
    row = pairs.below * actors
    row += (np.arange(draws) * (actors + 1) * actors)[:, None]
    return _spread(pairs, flat[row + pairs.higher] - flat[row + pairs.lower], reach[:, -1])


def linear_votes(x: Floats, weights: Floats, pairs: Pairs) -> Floats:
    """Return the same where each voter loses its weight x the distance, from sums of weights alone."""
    draws, actors = x.shape
    heavy, pull = np.zeros((draws, actors + 1)), np.zeros((draws, actors + 1))
    np.cumsum(weights, axis=1, out=heavy[:, 1:])
    np.cumsum(weights * x, axis=1, out=pull[:, 1:])
    row = pairs.below + (np.arange(draws) * (actors + 1))[:, None]
    low, high = x[:, pairs.lower], x[:, pairs.higher]
    base, drawn = heavy[:, pairs.lower], pull[:, pairs.lower]
    # voters up to the lower place lose the whole way between the two; those from there to the middle, less and less of it
    up = base * (high - low) + (heavy.reshape(-1)[row] - base) * (low + high) - 2 * (pull.reshape(-1)[row] - drawn)
    whole = x * (2 * heavy[:, :-1] - heavy[:, -1:]) + pull[:, -1:] - 2 * pull[:, :-1]
    return _spread(pairs, up, whole)
