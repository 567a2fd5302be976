"""Position exchange with equal gain: pairs of actors trade support on issues that they weigh differently.

An actor that cares more about one of two issues gets support on it, and pays by giving support on the other; both gain the
same (Stokman and Van Oosten 1994). The best exchange is made, all are worked out anew, until nobody gains. What the
publications leave open is settled so that a round ends and one input has one answer: wishes stay where they were, votes
move away from them and never back, and ties go to the first pair in order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Candidates", "Exchange", "Round", "candidates", "equal_gain", "outcomes"]

LEAST = 1e-6
"""Exchanges by which each gains less than this, on a scale of 0 to 100, are not made."""

TIE = 1e-9
MOST = 20_000


@dataclass(frozen=True)
class Candidates:
    """Exchanges that both gain by, ``(C,)`` each: `i` is given issue `p` by `j` and gives it `q`.

    `i_to` is where i's vote on q goes, `j_to` where j's vote on p goes, `gain` what each gains: salience x the way that the
    outcome comes nearer, less the same for what it gives.
    """

    gain: Floats
    i: NDArray[np.intp]
    j: NDArray[np.intp]
    p: NDArray[np.intp]
    q: NDArray[np.intp]
    i_to: Floats
    j_to: Floats


@dataclass(frozen=True)
class Exchange:
    """One exchange that is made, as in `Candidates`, with what comes of it.

    Attributes
    ----------
    before, after
        ``(I,)`` the outcomes.
    externality
        ``(A,)`` what the exchange is worth to every actor, the two among them.
    """

    gain: float
    i: int
    j: int
    p: int
    q: int
    i_from: float
    i_to: float
    j_from: float
    j_to: float
    before: Floats
    after: Floats
    externality: Floats


@dataclass(frozen=True)
class Round:
    """The exchanges of one round, the votes ``(A, I)`` after them, and whether it ended by itself."""

    made: tuple[Exchange, ...]
    votes: Floats
    ended: bool


def outcomes(votes: Floats, salience: Floats, capability: Floats) -> Floats:
    """Return ``(I,)`` the weighted means of ``(A, I)`` positions, NaN counting as no opinion; NaN where nobody has weight."""
    weights = _weights(votes, salience, capability)
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Floats = (np.nan_to_num(votes) * weights).sum(axis=0) / weights.sum(axis=0)
    return found


def _weights(votes: Floats, salience: Floats, capability: Floats) -> Floats:
    return np.where(np.isnan(votes), 0.0, np.nan_to_num(salience) * capability[:, None])


class _State:
    """One round: what actors want, how they vote by now, and where that leads."""

    def __init__(self, ideals: Floats, salience: Floats, capability: Floats) -> None:
        self.weights = _weights(ideals, salience, capability)
        self.total = self.weights.sum(axis=0)
        self.counts = self.weights > 0
        self.ideals = np.nan_to_num(ideals)
        self.salience = np.nan_to_num(salience)
        self.votes = self.ideals.copy()
        with np.errstate(invalid="ignore", divide="ignore"):
            self.share = np.nan_to_num(self.weights / self.total)  # how far the outcome goes with a vote
        self.settled = (self.votes * self.share).sum(axis=0)

    def move(self, actor: int, issue: int, to: float) -> None:
        """Let an actor vote for another place."""
        self.votes[actor, issue] = to
        self.settled[issue] = float(self.votes[:, issue] @ self.share[:, issue])

    def sides(self) -> NDArray[np.int8]:
        """Return ``(A, I)`` whether each actor wants less (-1) or more (1) than the outcome; 0 where it has no say."""
        return np.where(self.counts, np.where(self.ideals <= self.settled, -1, 1), 0).astype(np.int8)

    def found(self, p: NDArray[np.intp], q: NDArray[np.intp]) -> Candidates:
        """Return the exchanges on some pairs of issues, ``(P,)`` each."""
        side, s = self.sides(), self.salience
        demand_p, demand_q = s[:, p].T, s[:, q].T  # (P, A)
        fit = side[:, p].T[:, :, None] * side[:, p].T[:, None, :] < 0
        fit &= side[:, q].T[:, :, None] * side[:, q].T[:, None, :] < 0
        # i cares more for p, against q, than j does
        fit &= demand_p[:, :, None] * demand_q[:, None, :] > demand_q[:, :, None] * demand_p[:, None, :]
        pair, i, j = np.nonzero(fit)
        p, q = p[pair], q[pair]
        # how far the outcome can come: the giver votes for the other's wish at most, the outcome does not pass that wish
        most_p, most_q = self._most(i, j, p), self._most(j, i, q)
        both_p, both_q = s[i, p] + s[j, p], s[i, q] + s[j, q]
        step_p = np.minimum(most_p, most_q * both_q / both_p)
        step_q = step_p * both_p / both_q
        gain = step_p * s[i, p] - step_q * s[i, q]
        keep = np.flatnonzero(gain > LEAST)
        gain, step_p, step_q = gain[keep], step_p[keep], step_q[keep]
        i, j, p, q = i[keep], j[keep], p[keep], q[keep]
        return Candidates(gain, i, j, p, q, self._to(j, i, q, step_q), self._to(i, j, p, step_p))

    def _most(self, who: NDArray[np.intp], giver: NDArray[np.intp], issue: NDArray[np.intp]) -> Floats:
        """Return how far the outcome can be moved to where `who` wants it; 0 where the giver votes for that or more."""
        wish = self.ideals[who, issue]
        way = np.where(wish <= self.settled[issue], -1.0, 1.0)
        by_vote = np.maximum((wish - self.votes[giver, issue]) * way, 0.0) * self.share[giver, issue]
        found: Floats = np.minimum(by_vote, np.abs(wish - self.settled[issue]))
        # a vote that was moved the other way does not come back
        moved = (self.votes[giver, issue] - self.ideals[giver, issue]) * way
        return np.where(moved < 0, 0.0, found)

    def _to(self, who: NDArray[np.intp], giver: NDArray[np.intp], issue: NDArray[np.intp], step: Floats) -> Floats:
        way = np.where(self.ideals[who, issue] <= self.settled[issue], -1.0, 1.0)
        found: Floats = self.votes[giver, issue] + way * step / self.share[giver, issue]
        return found


def candidates(ideals: Floats, salience: Floats, capability: Floats) -> Candidates:
    """Return every exchange that two actors gain by before any is made, the best first.

    Parameters
    ----------
    ideals
        ``(A, I)`` positions from 0 to 100; NaN where an actor has no opinion.
    salience
        ``(A, I)`` of 0 or more.
    capability
        ``(A,)`` of 0 or more.
    """
    found = _State(ideals, salience, capability).found(*np.triu_indices(ideals.shape[1], 1))
    order = np.lexsort((found.j, found.i, found.q, found.p, -np.round(found.gain / TIE)))
    return Candidates(*(getattr(found, name)[order] for name in ("gain", "i", "j", "p", "q", "i_to", "j_to")))


def equal_gain(ideals: Floats, salience: Floats, capability: Floats) -> Round:
    """Return one round of exchanges, in the order in which they are made; parameters as for `candidates`."""
    state = _State(ideals.astype(np.float64), salience, capability)
    p, q = np.triu_indices(ideals.shape[1], 1)
    best = np.zeros(p.size)
    firsts: list[Candidates | None] = [None] * p.size
    places: list[int] = [0] * p.size
    stale = np.ones(p.size, dtype=np.bool_)
    made: list[Exchange] = []
    while len(made) < MOST:
        again = np.flatnonzero(stale)
        found = state.found(p[again], q[again])
        best[again] = 0
        # the best of each pair of issues; candidates come pair by pair
        which = found.p * ideals.shape[1] + found.q
        keys = p[again] * ideals.shape[1] + q[again]
        starts, ends = np.searchsorted(which, keys), np.searchsorted(which, keys, side="right")
        for pair, start, end in zip(again.tolist(), starts.tolist(), ends.tolist(), strict=True):
            if end > start:
                gains = found.gain[start:end]
                place = start + int(np.argmax(gains >= gains.max() - TIE))
                best[pair], firsts[pair], places[pair] = found.gain[place], found, place
        if not best.any():
            return Round(tuple(made), _shown(state, ideals), ended=True)
        pair = int(np.argmax(best >= best.max() - TIE))
        chosen = firsts[pair]
        assert chosen is not None
        made.append(_make(state, chosen, places[pair]))
        stale = np.isin(p, (p[pair], q[pair])) | np.isin(q, (p[pair], q[pair]))
    return Round(tuple(made), _shown(state, ideals), ended=False)


def _shown(state: _State, ideals: Floats) -> Floats:
    return np.where(np.isnan(ideals), np.nan, state.votes)


def _make(state: _State, found: Candidates, place: int) -> Exchange:
    i, j, p, q = (int(getattr(found, name)[place]) for name in ("i", "j", "p", "q"))
    i_to, j_to = float(found.i_to[place]), float(found.j_to[place])
    before, i_from, j_from = state.settled.copy(), float(state.votes[i, q]), float(state.votes[j, p])
    state.move(i, q, i_to)
    state.move(j, p, j_to)
    after = state.settled.copy()
    nearer = np.abs(before - state.ideals) - np.abs(after - state.ideals)
    externality = (nearer * np.where(state.counts, state.salience, 0.0)).sum(axis=1)
    return Exchange(
        float(found.gain[place]), i, j, p, q, i_from, i_to, j_from, j_to, before, after, externality
    )  # fmt: skip
