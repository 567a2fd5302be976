"""The zone of possible agreement: how many packages there are, which have the consent they need, which waste nothing.

Two routes lead to the same answer: enumeration where every outcome can be written down, merging issue by issue where
there are too many.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.deals.clouds import TooManyPoints
from detente.deals.grid import Grid
from detente.deals.merge import count_possible, merge

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detente.deals.bargain import Bargain
    from detente.deals.frontier import Frontier
    from detente.deals.merge import Merged
    from detente.space import BoolArray

__all__ = ["MAX_CELLS", "MOST_POINTS", "Zone", "find_zone"]

MAX_CELLS = 2**23
"""Up to how many outcomes x actors all outcomes are written down."""

MOST_POINTS = 50_000
"""Beyond how many points a merged frontier is thinned out, within a stated bound."""

_COUNTED = 2**14
"""Up to how many distinct points packages are counted by what they are worth, where they cannot be listed."""


@dataclass(frozen=True)
class Zone:
    """What can be agreed on.

    Attributes
    ----------
    outcomes
        How many packages are possible.
    acceptable
        How many of them have the consent they need; None where there are too many to tell.
    pareto, acceptable_pareto
        The frontier over all possible packages, and over the acceptable ones.
    eps
        For each counted actor, in the case's own unit, how far a true frontier point may lie above the nearest one
        found; 0 means exact.
    grid
        All outcomes, where they were written down.
    """

    bargain: Bargain
    outcomes: int
    acceptable: int | None
    pareto: Frontier
    acceptable_pareto: Frontier
    eps: tuple[Fraction, ...]
    grid: Grid | None

    @cached_property
    def gains(self) -> NDArray[Any] | None:
        """``(P, C)`` integers in the actors' units: what the acceptable frontier brings beyond no deal.

        None where no deal is not known.
        """
        reserves = [self.bargain.no_deal[actor] for actor in self.bargain.counted]
        if any(reserve is None for reserve in reserves):
            return None
        found: NDArray[Any] = self.acceptable_pareto.worth - np.array(reserves, dtype=object)
        return found

    @property
    def units(self) -> tuple[int, ...]:
        """The unit of each counted actor."""
        return tuple(self.bargain.units[actor] for actor in self.bargain.counted)

    @property
    def is_rough(self) -> bool:
        """Whether an actor's numbers carry noise, so that ties are told within it."""
        return any(self.bargain.slack(actor) for actor in self.bargain.counted)

    @property
    def is_exact(self) -> bool:
        """Whether nothing was thinned out."""
        return not any(self.eps)


def _at_least(worth: list[int], bound: int | None) -> BoolArray:
    return np.array([bound is None or value >= bound for value in worth], dtype=np.bool_)


def _enumerated(bargain: Bargain) -> Zone:
    grid = Grid(bargain)
    acceptable = grid.acceptable
    pareto = grid.frontier(grid.possible)
    all_accepted = bool((acceptable == grid.possible).all())
    return Zone(
        bargain,
        outcomes=int(grid.possible.sum()),
        acceptable=int(acceptable.sum()),
        pareto=pareto,
        acceptable_pareto=pareto if all_accepted else grid.frontier(acceptable),
        eps=(Fraction(0),) * len(bargain.counted),
        grid=grid,
    )


def _allowed(found: Merged) -> BoolArray:
    """Return ``(P,)`` which points of a cloud have the consent they need."""
    bargain, consent = found.bargain, found.bargain.consent
    assert found.cloud is not None
    columns = found.worth()
    accepts = np.ones((len(bargain.terms), found.cloud.size), dtype=np.bool_)
    for actor, values in zip(found.actors, columns, strict=False):
        accepts[actor] = _at_least(values, bargain.reserve(actor))
    if consent.deciders is None:
        return consent.allows(accepts)
    # how many of an actor's issues change takes the place of which: an actor with none need not accept
    result = np.ones(found.cloud.size, dtype=np.bool_)
    for (actor, _), changes in zip(bargain.deciding_columns(), columns[len(found.actors) :], strict=True):
        result &= accepts[actor] | _at_least(changes, 0)
    return result & replace(consent, deciders=None, at_least=consent.at_least or 0).allows(accepts)


def _merged(bargain: Bargain, most: int) -> Zone:
    found = merge(bargain, most)
    eps = tuple(Fraction(found.eps[found.actors.index(actor)], bargain.units[actor]) for actor in bargain.counted)
    pareto = found.frontier()
    if found.cloud is None:
        return Zone(bargain, 0, 0, pareto, pareto, eps, None)
    best = found.frontier(_allowed(found))
    return Zone(bargain, count_possible(bargain), _count_acceptable(bargain), pareto, best, eps, None)


def _count_acceptable(bargain: Bargain) -> int | None:
    """Return how many packages are acceptable, exactly, where what they are worth takes few distinct values."""
    try:
        found = merge(bargain, _COUNTED, for_count=True)
    except TooManyPoints:
        return None
    assert found.cloud is not None
    return sum(count for count, counts in zip(found.cloud.counts, _allowed(found), strict=True) if counts)


def find_zone(bargain: Bargain, most: int = MOST_POINTS, *, route: str | None = None) -> Zone:
    """Return the zone of possible agreement of a bargain.

    Parameters
    ----------
    most
        Beyond how many points a merged frontier is thinned out; `Zone.eps` says by how much at worst.
    route
        ``enumerate`` or ``merge``; None chooses by size. Both give the same answer.

    Raises
    ------
    LimitError
        Where there are too many outcomes to write down and issues are linked too closely to merge.
    """
    if route is None:
        few = bargain.grid * len(bargain.consent.concerned) <= MAX_CELLS
        route = "enumerate" if few else "merge"
    return _enumerated(bargain) if route == "enumerate" else _merged(bargain, most)
