"""What is uncertain about positions, saliences and capabilities, drawn many times.

A range ``[low, high]`` is drawn evenly, ``[low, best, high]`` from the triangle with its top at best. Actors of one camp may
be drawn together: each takes, with a chance that gives two of them the rank correlation asked for, the camp's own number
between 0 and 1 instead of one of its own. Draws come in parts of fixed size, each with a seed of its own, so neither the
number of workers nor the order in which parts are made changes anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detente.spatial.field import Field

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.random import Generator
    from numpy.typing import NDArray

    from detente.numbers import Range
    from detente.settling.stands import Stands

    Floats = NDArray[np.float64]

__all__ = ["best_field", "drawn_field", "is_uncertain"]

PART = 1_000
"""How many draws share a seed."""


def _cells(stands: Stands) -> list[list[tuple[Range, Range] | None]]:
    """Return position and salience for each actor and issue; None where it takes no part."""
    by_issue = [{stand.actor: (stand.position, stand.salience) for stand in place.stands} for place in stands.places]
    return [[cells.get(actor) for cells in by_issue] for actor in stands.actors]


def is_uncertain(stands: Stands) -> bool:
    """Return whether any number is a range."""
    numbers = [number for row in _cells(stands) for cell in row if cell for number in cell]
    return not all(number.is_point for number in [*numbers, *(stands.capability[actor] for actor in stands.actors)])


def _inverse(number: Range, share: Floats) -> Floats:
    """Return the numbers below which given shares of a range's distribution lie."""
    low, best, high = float(number.low), float(number.best), float(number.high)
    if low == high:
        return np.full(share.shape, best)
    if number.given == 2:
        return low + (high - low) * share
    turn = (best - low) / (high - low)
    rising = low + np.sqrt(share * (high - low) * (best - low))
    falling = high - np.sqrt((1 - share) * (high - low) * (high - best))
    return np.where(share <= turn, rising, falling)


def _field(stands: Stands, positions: Floats, salience: Floats, capability: Floats) -> Field:
    scales = np.array([[place.low, place.high] for place in stands.places])
    quo = np.array([np.nan if place.status_quo is None else place.status_quo for place in stands.places])
    return Field(positions, salience, capability, scales, quo)


def best_field(stands: Stands) -> Field:
    """Return the best values, as one draw."""
    rows = _cells(stands)
    positions = np.array([[float(cell[0].best) if cell else np.nan for cell in row] for row in rows])
    salience = np.array([[float(cell[1].best) if cell else 0.0 for cell in row] for row in rows])
    capability = np.array([float(stands.capability[actor].best) for actor in stands.actors])
    return _field(stands, positions[None], salience[None], capability[None])


def drawn_field(
    stands: Stands, draws: int, seed: int, camps: Sequence[Sequence[str]] = (), correlation: float = 0.7
) -> Field:
    """Return draws of all that is uncertain.

    Parameters
    ----------
    draws, seed
        How many, and from which seed.
    camps
        Groups of actors whose numbers are drawn together.
    correlation
        The rank correlation between two of a camp, from 0 to 1.
    """
    actors, rows = stands.actors, _cells(stands)
    everybody = list(stands.case.actors)
    who = [everybody.index(actor) for actor in actors]
    # 0 draws capabilities; each issue of the case has numbers of its own, whichever are looked at
    keys = [1 + list(stands.case.issues).index(place.name) for place in stands.places]
    positions = np.full((draws, len(actors), len(stands.places)), np.nan)
    salience, capability = np.zeros_like(positions), np.empty((draws, len(actors)))
    for start in range(0, draws, PART):
        part = slice(start, min(start + PART, draws))
        size = part.stop - part.start

        def shares(key: int, kinds: int, begin: int = start, count: int = size) -> Floats:
            seeds = np.random.SeedSequence(seed, spawn_key=(begin // PART, key))
            found = _shares(np.random.default_rng(seeds), kinds, everybody, camps, correlation)
            return found[:, :count][:, :, who]

        heavy = shares(0, 1)[0]
        for a, actor in enumerate(actors):
            capability[part, a] = _inverse(stands.capability[actor], heavy[:, a])
        for issue, key in enumerate(keys):
            where, cares = shares(key, 2)
            for a, row in enumerate(rows):
                cell = row[issue]
                if cell is not None:
                    positions[part, a, issue] = _inverse(cell[0], where[:, a])
                    salience[part, a, issue] = _inverse(cell[1], cares[:, a])
    return _field(stands, positions, salience, capability)


def _shares(
    rng: Generator, kinds: int, actors: Sequence[str], camps: Sequence[Sequence[str]], correlation: float
) -> Floats:
    """Return ``(kinds, PART, A)`` numbers from 0 to 1, those of a camp with a rank correlation."""
    own = rng.random((kinds, PART, len(actors)))
    joins = rng.random((kinds, PART, len(actors))) < np.sqrt(correlation)
    for camp in camps:
        shared = rng.random((kinds, PART))
        for actor in camp:
            place = actors.index(actor)
            own[:, :, place] = np.where(joins[:, :, place], shared, own[:, :, place])
    return own
