"""Which acceptable package is fair, by which rule. All work is on integers, so every tie is found.

Each function takes the points of the acceptable Pareto frontier, for these hold every solution: a package that is
dominated by an acceptable one is never chosen. Gains are over no deal, which may lie below the worst package; it is
never lifted. Under a quorum a gain may be a loss for somebody who is outvoted; it counts as such.
"""

from __future__ import annotations

from math import lcm, log, prod
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["egalitarian", "kalai_smorodinsky", "nash", "utilitarian"]

_CLOSE = 1e-8
_LOG = np.frompyfunc(log, 1, 1)

ROUGH = 10**9
"""Numbers that carry noise count as equal within one part in so many."""


def _common(gains: NDArray[Any], units: Sequence[int]) -> NDArray[Any]:
    """Return gains as integers of one unit for all actors."""
    unit = lcm(*units)
    scaled: NDArray[Any] = gains * np.array([unit // own for own in units], dtype=object)
    return scaled


def _near(best: int, size: int, *, rough: bool) -> int:
    """Return from where on a number counts as equal to the best: itself, or a billionth of `size` below it."""
    return best - abs(size) // ROUGH if rough else best


def _leximin(rows: NDArray[Any], *, rough: bool) -> list[int]:
    """Return the rows whose smallest entry is largest, then the next smallest, and so on; all ties."""
    places = np.arange(len(rows))
    ordered = np.sort(rows, axis=1)
    size = int(np.abs(ordered).max())
    for column in range(rows.shape[1]):
        least = _near(max(ordered[places, column].tolist()), size, rough=rough)
        places = places[(ordered[places, column] >= least).astype(np.bool_)]
    return [int(place) for place in places]


def nash(
    gains: NDArray[Any],
    units: Sequence[int],  # noqa: ARG001 - one signature for all rules
    *,
    rough: bool = False,
) -> list[int]:
    """Return the points with the largest product of gains (Nash 1950).

    Where nobody finds a point at which all gain, the largest number of actors with a gain comes first, and the product
    is over these (Caragiannis et al. 2019); points for different sets of actors are not compared, but all listed.

    Parameters
    ----------
    gains
        ``(P, C)`` integers, over no deal, each actor in its own unit.
    units
        The C units; the product does not depend on them.
    rough
        Whether the numbers carry noise, as doubles do: then what differs by less than a billionth is a tie.
    """
    if not len(gains):
        return []
    positive = (gains > 0).astype(np.bool_)
    most = int(positive.sum(axis=1).max())
    largest = np.flatnonzero(positive.sum(axis=1) == most)
    found: list[int] = []
    for sign in np.unique(positive[largest], axis=0):
        alike = largest[(positive[largest] == sign).all(axis=1)]
        # the logarithm of an integer of any size, which a double may not hold
        logs = np.asarray(_LOG(np.where(sign, gains[alike], 1)), dtype=np.float64).sum(axis=1)
        # doubles find the few that can be best; integers decide among them
        close = alike[logs >= logs.max() - _CLOSE]
        exact = [prod(gain for gain, counts in zip(gains[p].tolist(), sign, strict=True) if counts) for p in close]
        least = _near(max(exact), max(exact), rough=rough)
        found += [int(p) for p, value in zip(close, exact, strict=True) if value >= least]
    return sorted(found)


def kalai_smorodinsky(
    gains: NDArray[Any],
    units: Sequence[int],  # noqa: ARG001 - as above
    *,
    rough: bool = False,
) -> list[int]:
    """Return the points that make the smallest ratio of gain to ideal gain largest (Kalai and Smorodinsky 1975).

    The ideal gain is each actor's best over the acceptable packages; an actor with none is left out. Ties are broken by
    leximin, so that the result is efficient.

    Parameters
    ----------
    gains, units, rough
        As for `nash`; the result does not depend on the units.
    """
    if not len(gains):
        return []
    ideal = [max(column) for column in gains.T.tolist()]
    gaining = [c for c, best in enumerate(ideal) if best > 0]
    if not gaining:
        return list(range(len(gains)))  # nobody can gain: nothing tells the efficient packages apart
    whole = lcm(*(ideal[c] for c in gaining))
    ratios = gains[:, gaining] * np.array([whole // ideal[c] for c in gaining], dtype=object)
    return _leximin(ratios, rough=rough)


def egalitarian(gains: NDArray[Any], units: Sequence[int], *, rough: bool = False) -> list[int]:
    """Return the points that make the smallest gain largest (Kalai 1977), ties broken by leximin.

    Parameters
    ----------
    gains, units, rough
        As for `nash`; gains are compared between actors, so their units matter.
    """
    return _leximin(_common(gains, units), rough=rough) if len(gains) else []


def utilitarian(gains: NDArray[Any], units: Sequence[int], *, rough: bool = False) -> list[int]:
    """Return the points with the largest sum of gains; only telling where scores are comparable.

    Parameters
    ----------
    gains, units, rough
        As for `egalitarian`.
    """
    if not len(gains):
        return []
    sums = _common(gains, units).sum(axis=1).tolist()
    least = _near(max(sums), max(sums, key=abs), rough=rough)
    return [point for point, total in enumerate(sums) if total >= least]
