"""Every model in one form: a `Field` in, ``(N, I)`` settlements out; NaN where a model has none.

Models that go round by round also have a path: ``(R, A, I)`` positions of the first draw, the starting ones first.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from detente.spatial import averages, condorcet, exchange
from detente.spatial import challenge as challenges
from detente.spatial import smp as politics

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from detente.spatial.challenge import Choice
    from detente.spatial.field import Field

    Floats = NDArray[np.float64]
    One = Callable[[Floats, Floats, Floats], Floats]

__all__ = [
    "READINGS",
    "WORST",
    "challenge",
    "challenge_in_turn",
    "challenge_path",
    "challenge_readings",
    "compromise",
    "equal_gain",
    "equal_gain_path",
    "exchange_round",
    "is_joint",
    "mean",
    "median",
    "middle",
    "mode",
    "nash",
    "nash_status_quo",
    "probabilistic_condorcet",
    "smp",
    "smp_path",
    "smp_runs",
]

READINGS: tuple[tuple[float, Choice], ...] = (
    (1.0, "enforceable"),
    (1.0, "least"),
    (0.5, "enforceable"),
    (0.5, "least"),
)
"""The readings of the challenge model that publications leave open: Q, and how an actor chooses among compromises."""

WORST = -1.01
"""No deal for everybody where it is not known: a little worse than the far end of the scale."""


def _each(field: Field, function: One) -> Floats:
    """Return ``(N, I)`` what a function of positions, saliences and capabilities gives for each issue by itself."""
    return np.stack([function(*field.one(issue)) for issue in range(field.issues)], axis=1)


def compromise(field: Field) -> Floats:
    """Return the weighted means."""
    return _each(field, lambda x, s, c: averages.compromise(x, s * c))


def mean(field: Field) -> Floats:
    """Return the plain means of those with any weight."""
    return _each(field, lambda x, s, c: averages.mean(x, s * c))


def median(field: Field) -> Floats:
    """Return the lower weighted medians."""
    return _each(field, lambda x, s, c: averages.median(x, s * c))


def mode(field: Field) -> Floats:
    """Return the heaviest positions."""
    return _each(field, lambda x, s, c: averages.mode(x, s * c))


def middle(field: Field) -> Floats:
    """Return the middles of the scales."""
    return np.tile(field.scales.mean(axis=1), (field.draws, 1))


def _nash(field: Field, disagreement: Callable[[int, Floats], Floats]) -> Floats:
    found = []
    for issue in range(field.issues):
        x, s, c = field.one(issue)
        low, high = field.scales[issue]
        found.append(
            averages.nash_bargaining(x, s * c, (low, high), power=1, disagreement=disagreement(issue, x))
        )  # fmt: skip
    return np.stack(found, axis=1)


def nash(field: Field) -> Floats:
    """Return the weighted Nash bargaining solutions by distance, no deal worse than anything on the scale for everybody."""
    return _nash(field, lambda _, x: np.full_like(x, WORST))


def nash_status_quo(field: Field) -> Floats:
    """Return the same with the status quo as no deal; NaN where it is not known, or where not all gain by any place."""

    def without(issue: int, x: Floats) -> Floats:
        low, high = field.scales[issue]
        quo = float(field.status_quo[issue])
        return np.zeros_like(x) if np.isnan(quo) else -np.abs(quo - x) / (high - low)

    return _nash(field, without)


def probabilistic_condorcet(field: Field) -> Floats:
    """Return the means of the positions by how likely each is to win votes."""
    return _each(field, lambda x, s, c: condorcet.condorcet(x, s * c))


def _after(x: Floats, s: Floats, c: Floats, q: float, choice: Choice) -> Floats:
    last: Floats = challenges.challenge(x, s, c, q=q, choice=choice)[-1]
    return averages.median(last, s * c)


def challenge(field: Field) -> Floats:
    """Return the weighted medians after the rounds of the challenge model, in the verified reading."""
    return _each(field, lambda x, s, c: _after(x, s, c, 1.0, "enforceable"))


def challenge_in_turn(field: Field) -> Floats:
    """Return the same with the readings taken in turn, draw by draw: what the choice of a reading does."""

    def mixed(x: Floats, s: Floats, c: Floats) -> Floats:
        found = np.empty(len(x))
        for place, (q, choice) in enumerate(READINGS):
            part = slice(place, None, len(READINGS))
            found[part] = _after(x[part], s[part], c[part], q, choice)
        return found

    return _each(field, mixed)


def challenge_readings(field: Field) -> Floats:
    """Return the means of what the readings give."""

    def averaged(x: Floats, s: Floats, c: Floats) -> Floats:
        every: Floats = np.stack([_after(x, s, c, q, choice) for q, choice in READINGS])
        return np.asarray(every.mean(axis=0))

    return _each(field, averaged)


def challenge_path(field: Field) -> Floats:
    """Return the positions round by round, in the verified reading."""
    path = np.repeat(field.positions[:1], challenges.ROUNDS + 1, axis=0)
    for issue in range(field.issues):
        x, s, c = (part[:1] for part in field.one(issue))
        path[:, field.there(issue), issue] = challenges.challenge(x, s, c)[:, 0]
    return path


def is_joint(field: Field) -> bool:
    """Return whether the issues can be the dimensions of one run of SMP: all take part, no saliences sum to more than 1."""
    whole = not np.isnan(field.positions).any()
    return field.issues > 1 and whole and bool((field.salience.sum(axis=2) <= 1 + 1e-9).all())


@lru_cache(maxsize=2)
def smp_runs(
    field: Field, draw: int, *, joint: bool
) -> list[tuple[list[int], NDArray[np.bool_], list[politics.Turn], Floats, Floats]]:
    """Return the runs of SMP on one draw: dimensions, who takes part, turns, saliences, capabilities."""
    unit = field.unit()
    groups = [list(range(field.issues))] if joint else [[issue] for issue in range(field.issues)]
    found = []
    for group in groups:
        there = field.there(group[0])
        s, c = field.salience[draw][there][:, group], field.capability[draw][there]
        found.append((group, there, politics.smp(unit[draw][there][:, group], s, c), s, c))
    return found


def smp(field: Field) -> Floats:
    """Return the means of the last positions by how likely each is to win, of KTAB's SMP."""
    found, joint = np.empty((field.draws, field.issues)), is_joint(field)
    for draw in range(field.draws):
        for group, _, turns, s, c in smp_runs(field, draw, joint=joint):
            some = (s * c[:, None]).sum() > 0
            found[draw, group] = politics.expected(turns[-1], s, c) if some else np.nan
    return field.placed(found)


def smp_path(field: Field) -> Floats:
    """Return the positions turn by turn; issues that end sooner keep their last positions."""
    runs = smp_runs(field, 0, joint=is_joint(field))
    path = np.repeat(field.unit()[:1], max(len(turns) for _, _, turns, _, _ in runs), axis=0)
    for group, there, turns, _, _ in runs:
        for place in range(len(path)):
            path[place][np.ix_(np.flatnonzero(there), np.array(group))] = turns[min(place, len(turns) - 1)].positions
    return field.placed(path)


@lru_cache(maxsize=2)
def exchange_round(field: Field, draw: int) -> exchange.Round:
    """Return the round of exchanges with equal gain on one draw, on scales of 0 to 100."""
    return exchange.equal_gain(100 * field.unit()[draw], field.salience[draw], field.capability[draw])


def equal_gain(field: Field) -> Floats:
    """Return the weighted means of the votes after one round of exchanges with equal gain."""
    found = np.empty((field.draws, field.issues))
    for draw in range(field.draws):
        votes = exchange_round(field, draw).votes
        found[draw] = exchange.outcomes(votes, field.salience[draw], field.capability[draw])
    return field.placed(found / 100)


def equal_gain_path(field: Field) -> Floats:
    """Return the positions before and the votes after the exchanges."""
    return field.placed(np.stack([field.unit()[0], exchange_round(field, 0).votes / 100]))
