"""Probabilistic Condorcet: every position meets every other in a vote, and the stronger side wins only more often.

How likely a beats b is the votes for a over the votes for both. Challengers come evenly from all positions; how often each
position is then the winner in the long run is the chain's stationary distribution, whose mean is the forecast (Wise, Lester and
Efird 2015, the Markov form with uniform choice).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detente.spatial.votes import pairs_of, votes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["chances", "condorcet"]

_SMALL = 1e-8
"""What every side of a vote has at least, in units of all weights, so that there always is a winner."""

_CELLS = 2**18


def chances(positions: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return ``(N, A)`` rising positions and how likely each is to win; of actors at one position the first carries it.

    Parameters
    ----------
    positions, weights
        ``(N, A)``. A voter minds a position in proportion to the distance.
    """
    order = np.argsort(positions, axis=1, kind="stable")
    x, w = np.take_along_axis(positions, order, axis=1), np.take_along_axis(weights, order, axis=1)
    actors = x.shape[1]
    span, total = x[:, -1:] - x[:, :1], w.sum(axis=1, keepdims=True)
    unit = np.where(span > 0, (x - x[:, :1]) / np.where(span > 0, span, 1.0), 0.0)
    share = w / np.where(total > 0, total, 1.0)
    distance = np.abs(unit[:, :, None] - unit[:, None, :])
    strength = votes(share[:, :, None] * distance, pairs_of(unit)) + _SMALL
    win = strength / (strength + strength.transpose(0, 2, 1))
    # positions that nobody with a say holds are no options; of several actors at one position the first stands for it
    said = np.cumsum(w > 0, axis=1) > 0
    heavy = (w > 0) | ~said.any(axis=1, keepdims=True)
    first = np.ones_like(heavy)
    first[:, 1:] = x[:, 1:] > x[:, :-1]
    group = np.cumsum(first, axis=1)
    held = np.stack([((group == g) & heavy).any(axis=1) for g in range(1, actors + 1)], axis=1)
    option = first & np.take_along_axis(held, group - 1, axis=1)
    both = option[:, :, None] & option[:, None, :]
    count = option.sum(axis=1)[:, None, None]
    # from a to b: b is chosen as challenger, and wins
    step = np.where(both, win.transpose(0, 2, 1), 0.0) / count
    diagonal = np.arange(actors)
    step[:, diagonal, diagonal] = 0.0
    step[:, diagonal, diagonal] = 1.0 - step.sum(axis=2)
    # the stationary distribution: what flows in is what flows out, and all of it is 1; no options hold nothing
    flow = step.transpose(0, 2, 1) - np.eye(actors)
    flow = np.where(option[:, :, None], flow, np.eye(actors))
    last = np.argmax(option, axis=1)
    draws = np.arange(len(x))
    flow[draws, last] = option
    wanted = np.zeros((len(x), actors, 1))
    wanted[draws, last, 0] = 1.0
    found = np.linalg.solve(flow, wanted)[:, :, 0]
    return x, found.astype(np.float64)


def condorcet(positions: Floats, weights: Floats) -> Floats:
    """Return ``(N,)`` the mean of the positions by how likely each is to win; NaN where nobody has weight."""
    size = max(_CELLS // positions.shape[1] ** 2, 1)
    means = []
    for start in range(0, len(positions), size):
        places, likely = chances(positions[start : start + size], weights[start : start + size])
        means.append((places * likely).sum(axis=1))
    return np.where(weights.sum(axis=1) > 0, np.concatenate(means), np.nan)
