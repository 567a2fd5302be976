"""What is uncertain, drawn many times: ranges of scores, weights and no deal, and all scores that agree with an order.

A range ``[low, high]`` is drawn evenly, ``[low, best, high]`` from the triangle with its top at best; each range by
itself. Where an actor only orders packages, every draw gives it scores that keep the order: worst 0, best 1, the steps
between them evenly from all increasing ones (stochastic multicriteria acceptability analysis with ordinal criteria:
Lahdelma, Miettinen and Salminen 2003). Where talks may fail in several ways, each draw takes one of them for all.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from detente.trading.reading import digits_of
from detente.utility import CARDINAL, add_up, terms_of, worth_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.random import Generator
    from numpy.typing import NDArray

    from detente.deals.grid import Grid
    from detente.numbers import Range
    from detente.space import BoolArray
    from detente.trading.reading import Reading
    from detente.utility import Term

    Floats = NDArray[np.float64]

__all__ = ["DRAWS", "METHODS_DRAWN", "Shares", "draw_shares", "is_uncertain"]

DRAWS = 1_000
"""How many draws are made where nothing else is asked for."""

MAX_WORK = 2**27
"""Beyond how many draws x outcomes x actors fewer draws are made."""

MAX_OUTCOMES = 2**17
"""Beyond how many outcomes no draws are made."""

_BATCH = 2**21
_CLOSE = 1e-9

METHODS_DRAWN = ("deals.nash", "deals.kalai-smorodinsky", "deals.egalitarian", "deals.utilitarian")


@dataclass(frozen=True)
class Shares:
    """In which share of the draws each possible outcome is what.

    Attributes
    ----------
    draws
        How many draws were made.
    states
        ``(S',)`` the numbers of the possible outcomes.
    solution
        Method -> ``(S',)`` the share of draws in which each outcome is the solution.
    acceptable
        ``(S',)`` the share in which it is acceptable.
    efficient
        State -> the share in which it is on the frontier, for the packages that were asked about.
    empty
        The share of draws without any acceptable outcome.
    """

    draws: int
    states: NDArray[np.intp]
    solution: dict[str, Floats]
    acceptable: Floats
    efficient: dict[int, float]
    empty: float


def _ranges(reading: Reading) -> Iterator[Range]:
    """Yield every range that the utilities and no deals of the reading rest on."""
    for actor, form in reading.forms.items():
        if form not in CARDINAL:
            continue
        own = reading.case.preferences[actor]
        for scores in (own.scores or {}).values() if form == "scores" else ():
            yield from scores.values.values()
            if scores.weight:
                yield scores.weight
        for stand in (own.positions or {}).values() if form == "positions" else ():
            yield from (stand.position, stand.salience)
        yield from (link.worth for link in own.linked or () if link.worth)
    yield from (no_deal.number for no_deal in reading.no_deal.values() if no_deal.number)


def is_uncertain(reading: Reading) -> bool:
    """Return whether there is anything to draw: a range, an order without scores, talks that may fail in several ways."""
    several = any(len(no_deal.outcomes) > 1 for no_deal in reading.no_deal.values())
    return bool(reading.ordinal) or several or any(not number.is_point for number in _ranges(reading))


class _Dice:
    """Draws numbers from ranges, each range once per batch."""

    def __init__(self, rng: Generator, count: int) -> None:
        self.rng, self.count = rng, count

    def pick(self, number: Range) -> Floats:
        low, best, high = float(number.low), float(number.best), float(number.high)
        if low == high:  # as doubles, which is what is drawn
            return np.full(self.count, best)
        if number.given == 2:
            return self.rng.uniform(low, high, self.count)
        return self.rng.triangular(low, best, high, self.count)

    def ordered(self, levels: int) -> Floats:
        """Return ``(levels, n)`` increasing numbers from 0 to 1."""
        steps = self.rng.standard_exponential((max(levels - 1, 1), self.count))
        found = np.concatenate([np.zeros((1, self.count)), np.cumsum(steps, axis=0)])
        scaled: Floats = (found / found[-1])[:levels]
        return scaled


def _sum(terms: Sequence[Term], digits: NDArray[np.intp], count: int) -> Floats:
    """Return ``(S', n)`` the sum of drawn terms for packages given as ``(I, S')`` value positions."""
    total: Floats = np.zeros((digits.shape[1], count))
    for term in terms:
        total += term.worth[tuple(digits[k] for k in term.issues)].astype(np.float64, copy=False)
    return total


class _Drawer:
    """Draws utilities and no deals of one reading."""

    def __init__(self, reading: Reading, grid: Grid) -> None:
        self.reading = reading
        self.states = np.flatnonzero(grid.possible)
        sizes = reading.bargain.sizes
        strides = [prod(sizes[:k]) for k in range(len(sizes))]
        self.digits = np.stack([self.states // stride % size for stride, size in zip(strides, sizes, strict=True)])
        self.levels: dict[str, tuple[NDArray[np.intp], dict[int, int]]] = {}
        for place, actor in enumerate(reading.actors):
            if actor in reading.ordinal:
                terms = reading.bargain.terms[place]
                keys = add_up(sizes, terms).at(self.states)
                without = [
                    int(worth_of(terms, digits_of(reading.frame, outcome)))
                    for outcome in reading.no_deal[actor].outcomes
                ]
                order = {key: level for level, key in enumerate(sorted({*keys, *without}))}
                self.levels[actor] = (
                    np.array([order[key] for key in keys]),
                    {k: order[key] for k, key in enumerate(without)},
                )

    def draw(self, dice: _Dice) -> tuple[Floats, Floats]:
        """Return ``(A, S', n)`` what each possible outcome is worth, and ``(A, n)`` what no deal is."""
        reading, count = self.reading, dice.count
        worth = np.empty((len(reading.actors), self.states.size, count))
        without = np.full((len(reading.actors), count), -np.inf)
        # talks fail in one way for all: the same number between 0 and 1 chooses for every actor
        way = dice.rng.random(count)
        for place, (actor, form) in enumerate(reading.forms.items()):
            no_deal = reading.no_deal[actor]
            chosen = (way * max(len(no_deal.outcomes), 1)).astype(np.intp)
            if form is None:
                worth[place], without[place] = 0, 0
            elif actor in self.levels:
                levels, reserve = self.levels[actor]
                scale = dice.ordered(int(max([levels.max(), *reserve.values()])) + 1)
                worth[place] = scale[levels]
                if reserve:
                    rows = np.array(list(reserve.values()))[chosen]
                    without[place] = scale[rows, np.arange(count)]
            else:
                terms = terms_of(reading.case, reading.frame, actor, form, dice.pick)
                worth[place] = _sum(terms, self.digits, count)
                if no_deal.number is not None:
                    without[place] = dice.pick(no_deal.number)
                elif no_deal.outcomes:
                    named = [digits_of(reading.frame, outcome) for outcome in no_deal.outcomes]
                    values = _sum(terms, np.array(named).T, count)
                    without[place] = values[chosen, np.arange(count)]
        return worth, without

    def allowed(self, accepts: BoolArray) -> BoolArray:
        """Return ``(S', n)`` which outcomes have the consent they need, of ``(A, S', n)`` who accepts."""
        consent = self.reading.bargain.consent
        actors, states, count = accepts.shape
        changed = None
        if consent.deciders is not None:
            assert consent.start is not None
            differs = self.digits != np.array(consent.start)[:, None]
            changed = np.repeat(differs, count, axis=1)
        flat = consent.allows(accepts.reshape(actors, states * count), changed)
        found: BoolArray = flat.reshape(states, count)
        return found


def _best(values: Floats, inside: BoolArray) -> BoolArray:
    """Return which of some rows have the largest value, in each column."""
    shown = np.where(inside, values, -np.inf)
    top = shown.max(axis=0)
    bound = top - _CLOSE * np.maximum(np.abs(np.where(np.isfinite(top), top, 0)), 1)
    found: BoolArray = np.logical_and(inside, shown >= bound)
    return found


def _leximin(values: Floats, inside: BoolArray) -> BoolArray:
    for row in np.sort(values, axis=0):
        inside = _best(row, inside)
    return inside


def _nash(gains: Floats, inside: BoolArray) -> BoolArray:
    """Return the Nash solutions of ``(C, S', n)`` gains among the acceptable outcomes."""
    positive = gains > _CLOSE
    counts = np.where(inside, positive.sum(axis=0), -1)
    largest = inside & (counts == counts.max(axis=0))
    logs = np.log(np.where(positive, gains, 1.0)).sum(axis=0)
    found = _best(logs, largest)
    # where not all can gain, the products for different sets of actors are not compared
    for column in np.flatnonzero((counts.max(axis=0) < len(gains)) & largest.any(axis=0)).tolist():
        rows = np.flatnonzero(largest[:, column])
        signs = positive[:, rows, column].T
        for sign in np.unique(signs, axis=0):
            alike = rows[(signs == sign).all(axis=1)]
            values = logs[alike, column]
            found[alike[values >= values.max() - _CLOSE], column] = True
    return found


def _undominated(gains: Floats, chosen: BoolArray) -> BoolArray:
    """Return what is left of tied solutions when one of them dominates another; whatever dominates one is tied too."""
    found = chosen.copy()
    for column in np.flatnonzero(chosen.sum(axis=0) > 1).tolist():
        rows = np.flatnonzero(chosen[:, column])
        own = gains[:, rows, column]
        difference = own[:, :, None] - own[:, None, :]
        better = (difference >= -_CLOSE).all(axis=0) & (difference > _CLOSE).any(axis=0)
        found[rows[better.any(axis=0)], column] = False
    return found


def _solved(gains: Floats, inside: BoolArray) -> dict[str, BoolArray]:
    ideal = np.where(inside, gains, -np.inf).max(axis=1)
    gaining = ideal > _CLOSE
    ratios = np.where(gaining[:, None, :], gains / np.where(gaining, ideal, 1.0)[:, None, :], 1.0)
    found = {
        "deals.nash": _nash(gains, inside),
        "deals.kalai-smorodinsky": _leximin(ratios, inside),
        "deals.egalitarian": _leximin(gains, inside),
        "deals.utilitarian": _best(gains.sum(axis=0), inside),
    }
    return {name: _undominated(gains, chosen) for name, chosen in found.items()}


def _efficient(worth: Floats, row: int) -> BoolArray:
    """Return ``(n,)`` whether no outcome dominates one of them, in each draw."""
    difference = worth - worth[:, [row], :]
    better = (difference > _CLOSE).any(axis=0) & (difference >= -_CLOSE).all(axis=0)
    efficient: BoolArray = np.logical_not(better.any(axis=0))
    return efficient


def draw_shares(
    reading: Reading, grid: Grid, rng: Generator, draws: int, packages: Sequence[tuple[int, ...]]
) -> Shares:
    """Draw what is uncertain and count how often each outcome is a solution, acceptable, efficient.

    Parameters
    ----------
    rng
        Where the draws come from.
    draws
        How many to make; fewer are made where there are many outcomes.
    packages
        The packages whose place on the frontier is looked at in each draw.
    """
    drawer = _Drawer(reading, grid)
    actors, size = len(reading.actors), max(drawer.states.size, 1)
    draws = max(min(draws, MAX_WORK // (actors * size)), 1)
    counted = list(reading.bargain.counted)
    rows = {grid.state(package): int(np.searchsorted(drawer.states, grid.state(package))) for package in packages}
    solution = {name: np.zeros(size) for name in METHODS_DRAWN}
    acceptable, empty = np.zeros(size), 0
    efficient = dict.fromkeys(rows, 0)
    batch = max(_BATCH // (actors * size), 1)
    for start in range(0, draws, batch):
        dice = _Dice(rng, min(batch, draws - start))
        worth, without = drawer.draw(dice)
        slack = _CLOSE * np.maximum(np.abs(np.where(np.isfinite(without), without, 0)), 1)
        inside = drawer.allowed(worth >= (without - slack)[:, None, :])
        acceptable += inside.sum(axis=1)
        empty += int((~inside.any(axis=0)).sum())
        if np.isfinite(without[counted]).all():
            for name, chosen in _solved(worth[counted] - without[counted][:, None, :], inside).items():
                solution[name] += chosen.sum(axis=1)
        for state, row in rows.items():
            efficient[state] += int(_efficient(worth[counted], row).sum())
    return Shares(
        draws,
        drawer.states,
        {name: counts / draws for name, counts in solution.items()},
        acceptable / draws,
        {state: count / draws for state, count in efficient.items()},
        empty / draws,
    )
