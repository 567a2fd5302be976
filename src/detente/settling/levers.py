"""Levers: which input moves the settlement by how much, where it tips, what is dead, who is pivotal, whom to talk to.

All of it about the weighted mean, for which there are closed forms; the weighted median beside it shows which inputs only
matter in a mean. Where an input has no range, a usual doubt stands in for it and is marked so.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from detente.spatial.averages import median
from detente.spatial.levers import INPUTS, slopes, swings, tipping

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detente.numbers import Range
    from detente.settling.stands import Place, Stands

    Floats = NDArray[np.float64]

__all__ = ["Lever", "Levers", "Nudge", "levers_of"]

USUAL = {"position": 0.1, "salience": 0.15, "capability": 1.5}
"""What stands in for a range: a tenth of the scale, 0.15 of salience either way, and half as much capability again."""

DEAD = 1e-9
MOVE = 0.05
"""By which share of the scale the settlement is to be moved where nothing else is asked."""


@dataclass(frozen=True)
class Lever:
    """One input of one actor.

    Attributes
    ----------
    actor, what
        Whose, and ``position``, ``salience`` or ``capability``.
    best, low, high
        Its best value, and between which it was moved; saliences from 0 to 1.
    assumed
        Whether the two ends are the usual doubt, for want of a range.
    slope
        By how much the settlement moves for one unit more.
    at_low, at_high
        Where the settlement is then; None where nobody would be left with weight.
    tips
        At which value the settlement is at the target; None where no value on the scale, or of 0 or more, makes it that.
    within
        Whether the tipping value lies between low and high.
    moves_median
        Whether it moves the weighted median at all, between low and high.
    unit
        The length of the scale.
    """

    actor: str
    what: str
    best: float
    low: float
    high: float
    assumed: bool
    slope: float
    at_low: float | None
    at_high: float | None
    tips: float | None
    within: bool
    moves_median: bool
    unit: float

    @property
    def swing(self) -> float:
        """How far apart the settlements at both ends are."""
        ends = [end for end in (self.at_low, self.at_high) if end is not None]
        return abs(ends[1] - ends[0]) if len(ends) == 2 else 0.0

    @property
    def is_dead(self) -> bool:
        """Whether it moves the mean nowhere."""
        return self.swing <= DEAD * self.unit and None not in (self.at_low, self.at_high)


@dataclass(frozen=True)
class Nudge:
    """A change by one actor that moves the settlement as far as is asked: one input from `best` to `to`.

    `share` is how large the change is: as a part of the scale, of all salience, or of the capability it has.
    """

    actor: str
    what: str
    best: float
    to: float
    share: float


@dataclass(frozen=True)
class Levers:
    """The levers of one issue.

    Attributes
    ----------
    target
        The place that is to be crossed.
    move
        How far the settlement is to be moved, in units of the scale.
    rows
        The inputs, the largest swing first.
    pivotal
        The actors at the weighted median.
    lower, higher
        The smallest changes by one actor that move the settlement so far down, and up, the smallest first.
    """

    target: float
    move: float
    rows: tuple[Lever, ...]
    pivotal: tuple[str, ...]
    lower: tuple[Nudge, ...]
    higher: tuple[Nudge, ...]

    @property
    def dead(self) -> tuple[Lever, ...]:
        """The inputs that move the mean nowhere."""
        return tuple(row for row in self.rows if row.is_dead)


def _bounds(number: Range, what: str, place: Place) -> tuple[float, float, bool]:
    """Return between which values an input is moved, and whether that is assumed."""
    best = float(number.best)
    if not number.is_point:
        return float(number.low), float(number.high), False
    if what == "position":
        step = USUAL[what] * (place.high - place.low)
        return max(best - step, place.low), min(best + step, place.high), True
    if what == "salience":
        return max(best - USUAL[what], 0.0), min(best + USUAL[what], 1.0), True
    return best / USUAL[what], best * USUAL[what], True


def _default_target(place: Place, settled: float) -> float:
    """Return the nearest place where the nearest value changes; for a scale without values, its middle."""
    points = sorted(set(place.values.values()))
    if len(points) < 2:
        return (place.low + place.high) / 2
    return min(((a + b) / 2 for a, b in itertools.pairwise(points)), key=lambda p: abs(p - settled))


def _nudges(stands: list[str], best: Floats, there: Floats, place: Place) -> tuple[Nudge, ...]:
    """Return the changes of single inputs, given by the values they would need, that are possible."""
    found = []
    for row, what in enumerate(INPUTS):
        for k, actor in enumerate(stands):
            now, to = float(best[row, k]), float(there[row, k])
            top = place.high if what == "position" else 1.0 if what == "salience" else np.inf
            unit = (place.high - place.low) if what == "position" else 1.0 if what == "salience" else now
            slack = DEAD * unit
            if np.isnan(to) or not (place.low if what == "position" else 0.0) - slack <= to <= top + slack:
                continue
            if unit > 0 and abs(to - now) > slack:
                found.append(Nudge(actor, what, now, to, abs(to - now) / unit))
    return tuple(sorted(found, key=lambda nudge: (nudge.share, stands.index(nudge.actor))))


def levers_of(stands: Stands, place: Place, target: float | None = None, move: float | None = None) -> Levers | None:
    """Return the levers of an issue; None where nobody has weight.

    Parameters
    ----------
    target
        The place to be crossed; where it is left out, the nearest at which the nearest value changes, or the middle.
    move
        How far the settlement is to be moved; a twentieth of the scale where it is left out.
    """
    actors = [stand.actor for stand in place.stands]
    given: list[list[Range]] = [
        [stand.position for stand in place.stands],
        [stand.salience for stand in place.stands],
        [stands.capability[actor] for actor in actors],
    ]
    best = np.array([[float(number.best) for number in row] for row in given])
    bounds = [[_bounds(number, what, place) for number in row] for what, row in zip(INPUTS, given, strict=True)]
    low = np.array([[low for low, _, _ in row] for row in bounds])
    high = np.array([[high for _, high, _ in row] for row in bounds])
    weights = best[1] * best[2]
    if weights.sum() <= 0:
        return None
    settled = float(best[0] @ weights / weights.sum())
    target = _default_target(place, settled) if target is None else target
    move = MOVE * (place.high - place.low) if move is None else move
    slope, swing, tips = slopes(*best), swings(best, low, high), tipping(best[0], best[1], best[2], target)
    middle = float(median(best[0], weights))
    rows = []
    for row, what in enumerate(INPUTS):
        for k, actor in enumerate(actors):
            value = float(tips[row, k])
            top = place.high if what == "position" else 1.0 if what == "salience" else np.inf
            bottom = place.low if what == "position" else 0.0
            slack = DEAD * (place.high - place.low if what == "position" else 1.0)
            fits = not np.isnan(value) and bottom - slack <= value <= top + slack
            at_low, at_high = (None if np.isnan(end) else float(end) for end in swing[row, k])
            ends = (float(low[row, k]), float(high[row, k]))
            rows.append(
                Lever(
                    actor=actor,
                    what=what,
                    best=float(best[row, k]),
                    low=ends[0],
                    high=ends[1],
                    assumed=bounds[row][k][2],
                    slope=float(slope[row, k]),
                    at_low=at_low,
                    at_high=at_high,
                    tips=value if fits else None,
                    within=fits and ends[0] - slack <= value <= ends[1] + slack,
                    moves_median=_moves_median(best, (row, k), ends, middle, DEAD * (place.high - place.low)),
                    unit=place.high - place.low,
                )
            )
    rows.sort(key=lambda lever: -lever.swing)
    nudges = [
        _nudges(actors, best, tipping(best[0], best[1], best[2], goal), place)
        for goal in (settled - move, settled + move)
    ]
    pivotal = tuple(actor for actor, x, w in zip(actors, best[0], weights, strict=True) if w > 0 and x == middle)
    return Levers(target, move, tuple(rows), pivotal, *nudges)


def _moves_median(best: Floats, cell: tuple[int, int], ends: tuple[float, float], middle: float, least: float) -> bool:
    for end in ends:
        changed = best.copy()
        changed[cell] = end
        after = float(median(changed[0], changed[1] * changed[2]))
        if not np.isnan(after) and abs(after - middle) > least:
            return True
    return False
