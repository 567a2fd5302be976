"""The expected-utility challenge model of Bueno de Mesquita, in the reading that reproduces its published run.

Scholz, Calbert and Smith (2011) print the model and a run of it; their text taken literally does not give their numbers.
This reading does (15 of the 16 numbers of their Table 2): votes carry the voter's own exponent, the probability of
winning is normalised over all voters and all ordered pairs of actors, and both expected utilities of a pair are seen
with the observer's exponent. It is kept for history; as a forecast the plain mean is better.

Here it is worked out for many draws at once; `detente.spatial.offers` does the same slowly and says why each actor moves.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from detente.spatial.averages import median
from detente.spatial.votes import linear_votes, pairs_of, votes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["CLOSE", "ROUNDS", "Choice", "challenge"]

Choice: TypeAlias = Literal["enforceable", "least"]
"""Which compromise an actor takes: the one that its proposer can best enforce (verified), or the least move."""

ROUNDS = 8
"""How many rounds the published run has."""

CLOSE = 1e-9
"""Expected utilities nearer to each other than this tie; a tie goes to the least move, then to the lower position."""

_CELLS = 2**17
_SMALLEST = 1e-300


def challenge(
    positions: Floats,
    salience: Floats,
    capability: Floats,
    *,
    rounds: int = ROUNDS,
    q: float = 1.0,
    choice: Choice = "enforceable",
) -> Floats:
    """Return ``(rounds + 1, N, A)`` the positions, the starting ones first.

    Parameters
    ----------
    positions
        ``(N, A)`` on any scale; they are compared relative to their first range.
    salience
        ``(N, A)`` from 0 to 1.
    capability
        ``(N, A)`` of 0 or more.
    rounds
        How many; the model has no rule of its own to stop, and need not settle.
    q
        How likely things stay as they are where nobody challenges: 1 in the verified reading.
    choice
        How an actor chooses among compromises.
    """
    _keep_memory()
    draws, actors = positions.shape
    found = np.empty((rounds + 1, draws, actors))
    # so few draws at a time that what lies between stays in the processor's own memory
    size = max(_CELLS // max(actors * actors, 1), 1)
    for start in range(0, draws, size):
        part = slice(start, start + size)
        found[:, part] = _run(positions[part], salience[part], capability[part], rounds, q, choice)
    return found


@cache
def _keep_memory() -> None:
    """Take a large block once and give it back.

    After that the C library's allocator keeps blocks up to that size instead of asking the system for each of them anew, which
    would cost as much time as the work does.
    """
    np.empty(31 * 2**20, dtype=np.uint8)


def _run(x: Floats, salience: Floats, capability: Floats, rounds: int, q: float, choice: Choice) -> Floats:
    span = x.max(axis=1) - x.min(axis=1)
    weights = capability * salience
    moves = (span > 0) & (weights.sum(axis=1) > 0)
    span = np.where(span > 0, span, 1.0)[:, None]
    found = [x]
    for _ in range(rounds):
        order = np.argsort(x, axis=1, kind="stable")
        sorted_x = np.take_along_axis(x, order, axis=1) / span
        after = _round(
            sorted_x, np.take_along_axis(salience, order, axis=1), np.take_along_axis(weights, order, axis=1), q, choice
        )
        x = x.copy()
        np.put_along_axis(
            x, order, np.where(moves[:, None], after * span, np.take_along_axis(x, order, axis=1)), axis=1
        )
        found.append(x)
    return np.stack(found)


def _round(x: Floats, salience: Floats, weights: Floats, q: float, choice: Choice) -> Floats:
    """Return the positions after one round, of rising positions in units of the first range."""
    distance = np.abs(x[:, :, None] - x[:, None, :])
    pairs = pairs_of(x)
    away = np.abs(x - median(x, weights)[:, None]) if q < 1 else None
    exponents = _exponents(_threat(distance, _share(linear_votes(x, weights, pairs)), salience, away, q))
    lost = _power(np.log(np.maximum(distance, _SMALLEST)), exponents)
    probability = _share(votes(weights[:, :, None] * lost, pairs))
    own, other = _expected(distance, probability, salience, exponents, (away, q))
    return _moved(x, distance, own, other, choice)


def _power(logs: Floats, exponents: Floats) -> Floats:
    """Return ``(N, A, A)`` numbers, given by their logarithms, raised to the observer's exponent, in place."""
    logs *= exponents[:, :, None]
    return np.exp(logs, out=logs)


def _share(found: Floats) -> Floats:
    """Return ``(N, A, A)`` how likely i beats j: its votes as a share of all votes between all ordered pairs."""
    total = 2 * found.sum(axis=(1, 2))
    found /= np.where(total > 0, total, 1.0)[:, None, None]
    return found


def _helped(away: Floats, distance: Floats) -> NDArray[np.bool_]:
    """Return whether j's way to the median, unforced, brings it nearer to i."""
    found: NDArray[np.bool_] = away[:, :, None] < distance - CLOSE
    return found


def _threat(distance: Floats, probability: Floats, salience: Floats, away: Floats | None, q: float) -> Floats:
    """Return ``(N, A)`` what all others together expect of challenging each actor, where nobody minds risk.

    With an exponent of 1 success is worth 2 x distance, failure as much less than nothing, and the status quo nothing.
    """
    own = 2 * distance * (1 - 2 * salience[:, None, :] * (1 - probability))
    if away is not None:
        apart = away[:, :, None] + distance
        own -= (1 - q) * np.where(_helped(away, distance), apart, -apart)
    found: Floats = own.sum(axis=1) - np.diagonal(own, axis1=1, axis2=2)
    return found


def _expected(
    distance: Floats, probability: Floats, salience: Floats, exponents: Floats, elsewhere: tuple[Floats | None, float]
) -> tuple[Floats, Floats]:
    """Return ``(N, A, A)`` what i expects of challenging j, and what it believes j expects of challenging i."""
    away, q = elsewhere
    with np.errstate(divide="ignore"):
        success = _power(np.log(np.maximum(0.5 - 0.5 * distance, 0.0)), exponents)
    gap = _power(np.log(0.5 + 0.5 * distance), exponents)
    gap -= success
    gap *= 4
    success *= -4
    success += (2 - q * (2 - 4 * np.exp(np.log(0.5) * exponents)))[:, :, None]
    believed = success - salience[:, :, None] * (1 - probability.transpose(0, 2, 1)) * gap
    own = success - salience[:, None, :] * (1 - probability) * gap
    if away is not None:
        helps = _helped(away, distance)
        own -= (1 - q) * _unforced(away[:, :, None] + distance, helps, exponents)
        # as i sees j challenge i: j's way to the median, i's exponent
        believed -= (1 - q) * _unforced(away[:, None, :] + distance, helps.transpose(0, 2, 1), exponents)
    return own, believed


def _unforced(apart: Floats, helps: NDArray[np.bool_], exponents: Floats) -> Floats:
    """Return what it is worth that the other moves to the median by itself, for better or worse."""
    with np.errstate(divide="ignore"):
        found: Floats = 2 - 4 * _power(np.log(np.maximum(0.5 + np.where(helps, -0.25, 0.25) * apart, 0.0)), exponents)
    return found


def _exponents(threat: Floats) -> Floats:
    """Return ``(N, A)`` risk exponents, 0.5 for the least secure to 2 for the most secure actor."""
    high, low = threat.max(axis=1, keepdims=True), threat.min(axis=1, keepdims=True)
    spread = high - low
    alike = spread <= CLOSE
    risk = np.where(alike, 0.0, (2 * threat - high - low) / np.where(alike, 1.0, spread))
    found: Floats = (1 - risk / 3) / (1 + risk / 3)
    return found


def _picked(key: Floats, among: NDArray[np.bool_]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Return which entry of each row is largest, the lowest place of several, and whether there is any."""
    shown = np.where(among, key, -np.inf)
    pick: NDArray[np.intp] = np.argmax(shown, axis=2)
    return pick, np.take_along_axis(among, pick[:, :, None], axis=2)[:, :, 0]


def _moved(x: Floats, distance: Floats, own: Floats, other: Floats, choice: Choice) -> Floats:
    """Return where each actor goes: conflict before compromise before capitulation.

    Of offers that are equally good the least move counts, then the lower position.
    """
    keen = (other > CLOSE) & (distance > CLOSE)
    yields = keen & (own < -CLOSE)
    nearest = -np.rint(distance / CLOSE)
    pick, any_ = _picked(nearest, yields & (other < -own - CLOSE))
    after = np.where(any_, np.take_along_axis(x, pick, axis=1), x)
    # compromises: each goes as far as -own / other of the way
    between = yields & (other > -own + CLOSE)
    if between.any():
        share = np.divide(-own, other, out=np.zeros_like(own), where=between)
        step = distance * share
        pick, any_ = _picked(
            np.rint(other / CLOSE) - step if choice == "enforceable" else -np.rint(step / CLOSE), between
        )
        part = np.take_along_axis(share, pick[:, :, None], axis=2)[:, :, 0]
        after = np.where(any_, x + (np.take_along_axis(x, pick, axis=1) - x) * part, after)
    pick, any_ = _picked(nearest, keen & (own > CLOSE) & (other > own + CLOSE))
    return np.where(any_, np.take_along_axis(x, pick, axis=1), after)
