"""Why the challenge model moves an actor: the same rounds as `detente.spatial.challenge`, slowly, with every offer.

A test demands that both agree everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from detente.spatial.averages import median
from detente.spatial.challenge import CLOSE, ROUNDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from detente.spatial.challenge import Choice

    Floats = NDArray[np.float64]

__all__ = ["Offer", "OfferRound", "offers"]

Kind: TypeAlias = Literal["conflict", "compromise", "capitulation"]
KINDS: tuple[Kind, ...] = ("conflict", "compromise", "capitulation")


@dataclass(frozen=True)
class Offer:
    """An offer that an actor has: by whom, of which kind, to where, and both expected utilities as it sees them.

    `own` is what the actor expects of challenging the proposer, `other` what it believes the proposer expects of
    challenging it; `chance` is how likely the proposer is to win.
    """

    actor: int
    proposer: int
    kind: Kind
    to: float
    own: float
    other: float
    chance: float


@dataclass(frozen=True)
class OfferRound:
    """One round: ``(A,)`` positions before it, risk exponents, and for each actor the offer it takes, if any."""

    positions: Floats
    exponents: Floats
    taken: tuple[Offer | None, ...]


class _State:
    """One round's positions in units of the first range, with everything that expected utilities need."""

    def __init__(self, x: Floats, salience: Floats, weights: Floats, q: float) -> None:
        self.x, self.salience, self.weights, self.q = x, salience, weights, q
        self.away = np.abs(x - float(median(x, weights)))
        self.exponents = np.ones(x.size)
        self.probability = self._probability()
        threat = np.array([sum(self.expected(j, i, i) for j in range(x.size) if j != i) for i in range(x.size)])
        high, low = threat.max(), threat.min()
        if high - low > CLOSE:
            risk = (2 * threat - high - low) / (high - low)
            self.exponents = (1 - risk / 3) / (1 + risk / 3)
            self.probability = self._probability()

    def _probability(self) -> Floats:
        """Return ``(A, A)`` how likely i beats j: its votes as a share of all votes between all ordered pairs."""
        votes, total = np.zeros((self.x.size, self.x.size)), 0.0
        for k, weight in enumerate(self.weights):
            loss = weight * np.abs(self.x[k] - self.x) ** self.exponents[k]
            difference = loss[None, :] - loss[:, None]
            votes += np.maximum(difference, 0.0)
            total += float(np.abs(difference).sum())
        return votes / total if total else votes

    def expected(self, i: int, j: int, observer: int) -> float:
        """Return what i expects of challenging j, with the exponent of whoever looks at it."""
        r = float(self.exponents[observer])
        d = abs(float(self.x[i] - self.x[j]))
        success, failure, stays = 2 - 4 * max(0.5 - 0.5 * d, 0.0) ** r, 2 - 4 * (0.5 + 0.5 * d) ** r, 2 - 4 * 0.5**r
        off = float(self.away[i])
        sign = -0.25 if off < d - CLOSE else 0.25
        without = self.q * stays + (1 - self.q) * (2 - 4 * max(0.5 + sign * (off + d), 0.0) ** r)
        chance, resists = float(self.probability[i, j]), float(self.salience[j])
        value: float = resists * (chance * success + (1 - chance) * failure) + (1 - resists) * success - without
        return value


def _offer(state: _State, i: int, j: int) -> Offer | None:
    own, other = state.expected(i, j, i), state.expected(j, i, i)
    chance = float(state.probability[j, i])
    here, there = float(state.x[i]), float(state.x[j])
    if other <= CLOSE or abs(there - here) <= CLOSE:
        return None
    if own > CLOSE and other > own + CLOSE:
        return Offer(i, j, "conflict", there, own, other, chance)
    if own < -CLOSE and other > -own + CLOSE:
        return Offer(i, j, "compromise", here + (there - here) * (-own / other), own, other, chance)
    if own < -CLOSE and other < -own - CLOSE:
        return Offer(i, j, "capitulation", there, own, other, chance)
    return None


def _taken(state: _State, i: int, found: Sequence[Offer], choice: Choice) -> Offer | None:
    """Return the offer an actor takes: conflict first, then compromise; ties to the least move, then the lower position."""
    for kind in KINDS:
        of_kind = sorted((one for one in found if one.kind == kind), key=lambda one: state.x[one.proposer])
        if of_kind:
            moves = [abs(one.to - float(state.x[i])) for one in of_kind]
            by_force = kind == "compromise" and choice == "enforceable"
            worth = [one.other if by_force else -move for one, move in zip(of_kind, moves, strict=True)]
            best = [k for k, value in enumerate(worth) if value >= max(worth) - CLOSE]
            least = min(moves[k] for k in best)
            return next(of_kind[k] for k in best if moves[k] <= least + CLOSE)
    return None


def offers(
    positions: Floats,
    salience: Floats,
    capability: Floats,
    *,
    rounds: int = ROUNDS,
    q: float = 1.0,
    choice: Choice = "enforceable",
) -> list[OfferRound]:
    """Return round by round who moves where and why; the last entry holds the final positions.

    Parameters
    ----------
    positions, salience, capability
        ``(A,)``, as for `detente.spatial.challenge.challenge`.
    rounds, q, choice
        As there.
    """
    x = positions.astype(np.float64)
    span = float(x.max() - x.min())
    weights = capability * salience
    found = []
    for _ in range(rounds):
        if span > 0 and weights.any():
            state = _State(x / span, salience, weights, q)
            every = [[_offer(state, i, j) for j in range(x.size) if j != i] for i in range(x.size)]
            taken = tuple(_taken(state, i, [one for one in row if one], choice) for i, row in enumerate(every))
            exponents = state.exponents
        else:
            taken, exponents = (None,) * x.size, np.ones(x.size)
        scaled = tuple(None if one is None else _scaled(one, span) for one in taken)
        found.append(OfferRound(x, exponents, scaled))
        x = np.array([place if one is None else one.to for place, one in zip(x, scaled, strict=True)])
    return [*found, OfferRound(x, np.ones(x.size), (None,) * x.size)]


def _scaled(one: Offer, span: float) -> Offer:
    return Offer(one.actor, one.proposer, one.kind, one.to * span, one.own, one.other, one.chance)
