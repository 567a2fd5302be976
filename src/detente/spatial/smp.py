"""KTAB's Spatial Model of Politics with its default parameters, in one or more dimensions.

Actors challenge whom it pays most to challenge, bargain, and each takes over the most probable of its bargains, until
little moves. Only the estimates that a challenger makes itself are worked out, so a turn costs A^3, not A^4.
Reference: Wise, Lester and Efird (2015), and the program's published runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Bargain", "Turn", "expected", "smp", "winning"]

MAX_TURNS = 100
_SMALL_VOTE = 1e-10
_SMALL_COALITION = 1e-8
_SMALL_WEIGHT = 1e-6
_LEAST_GAIN = 1e-5
_STILL = 0.02
ALIKE = 1e-3


@dataclass(frozen=True)
class Bargain:
    """What a challenge leads to: who, whom, how likely it wins, what it expects to gain, both new positions ``(I,)``."""

    challenger: int
    target: int
    probability: float
    gain: float
    challenger_to: Floats
    target_to: Floats


@dataclass(frozen=True)
class Turn:
    """One turn: ``(A, I)`` positions on 0 to 1 before it, risk attitudes, and for each actor the bargain it adopts."""

    positions: Floats
    risk: Floats
    bargains: tuple[Bargain, ...]
    adopted: tuple[int | None, ...]


def _distances(x: Floats, places: Floats, salience: Floats) -> Floats:
    """Return ``(A, P)`` how far each actor is from each place, weighed by its own salience."""
    square = salience**2
    total = np.maximum(square.sum(axis=1), 1e-300)
    difference = (x[:, None, :] - places[None, :, :]) ** 2
    found: Floats = np.sqrt(np.einsum("aik,ak->ai", difference, square) / total[:, None])
    return found


def _utility(distance: Floats, risk: Floats) -> Floats:
    found: Floats = (1 - distance) * (1 + risk * distance)
    return found


def _condorcet(worth: Floats, weights: Floats) -> Floats:
    """Return ``(P,)`` the conditional probabilities of P options by pairwise coalitions, of ``(A, P)`` utilities."""
    lead = worth[:, :, None] - worth[:, None, :]
    strength = _SMALL_COALITION + np.tensordot(weights, np.maximum(lead, 0, out=lead), axes=1)
    win = strength / (strength + strength.T)
    np.fill_diagonal(win, 0.5)
    logs = np.log(win).sum(axis=1)
    chance = np.exp(logs - logs.max())
    found: Floats = chance / chance.sum()
    return found


def _risk(distance: Floats, capability: Floats) -> Floats:
    """Return ``(A,)`` risk attitudes from -0.5 to 1: those whose position is likeliest to win fear most to lose it."""
    chance = _condorcet(_utility(distance, np.zeros(1)), capability)
    high, low = chance.max(), chance.min()
    if high <= low:
        return np.zeros(chance.size)
    found: Floats = (3 * chance - (high + 2 * low)) / (2 * (high - low))
    return found


def _challenges(i: int, distance: Floats, risk: Floats, salience: Floats, capability: Floats) -> tuple[Floats, Floats]:
    """Return ``(A,)`` how likely i thinks it beats each other actor, and what it expects to gain by challenging it."""
    seen = _utility(distance, ((2 * risk[i] + risk) / 3)[:, None])  # (A, A): n's utility of m's position, as i sees it
    own = seen.diagonal()
    strength = salience * capability
    votes_i = strength[i] * (own[i] - seen[i]) + _SMALL_VOTE  # (A,) for each target
    votes_j = strength * (own - seen[:, i]) + _SMALL_VOTE
    # third parties on the first axis, targets on the second
    lean = strength[:, None] * (seen[:, [i]] - seen)
    side_i = votes_i[None, :] + np.maximum(lean, 0)
    side_j = votes_j[None, :] + np.maximum(-lean, 0)
    likely = side_i / (side_i + side_j)
    commits = strength[:, None] * (likely * (own[:, None] - seen[:, [i]]) - (1 - likely) * (own[:, None] - seen))
    commits[i, :] = 0
    np.fill_diagonal(commits, 0)
    for_i = votes_i + np.maximum(commits, 0).sum(axis=0)
    for_j = votes_j + np.maximum(-commits, 0).sum(axis=0)
    chance = for_i / (for_i + for_j)
    stays = own[i] + seen[i]
    gain = (1 - salience) * 2 * own[i] + salience * (chance * 2 * own[i] + (1 - chance) * 2 * seen[i]) - stays
    gain[i] = -np.inf
    return chance, gain


def _bargain(i: int, j: int, chance: float, gain: float, x: Floats, salience: Floats) -> Bargain:
    a, b = salience[i] ** 2 * chance**2, salience[j] ** 2 * (1 - chance) ** 2
    whole = a + b + _SMALL_WEIGHT
    new_i = ((a + _SMALL_WEIGHT) * x[i] + b * x[j]) / whole
    new_j = (a * x[i] + (b + _SMALL_WEIGHT) * x[j]) / whole
    return Bargain(i, j, chance, gain, _rounded(new_i), _rounded(new_j))


def _rounded(x: Floats) -> Floats:
    """Return positions with the four places that the program keeps, halves upwards."""
    found: Floats = np.floor(x * 10_000 + 0.5) / 10_000
    return found


def _adopted(mine: list[Bargain], x: Floats, risk: Floats, salience: Floats, capability: Floats) -> int | None:
    """Return which of its bargains an actor takes over, None where staying is likelier."""
    options = [x]
    for one in mine:
        after = x.copy()
        after[one.challenger], after[one.target] = one.challenger_to, one.target_to
        options.append(after)
    worth = np.stack(
        [_utility(_distances(x, places, salience), risk[:, None]).mean(axis=1) for places in options], axis=1
    )
    best = int(np.argmax(_condorcet(worth, capability)))
    return None if best == 0 else best - 1


def _turn(x: Floats, salience: Floats, capability: Floats) -> tuple[Turn, Floats]:
    total = salience.sum(axis=1)
    distance = _distances(x, x, salience)
    risk = _risk(distance, capability)
    bargains = []
    for i in range(len(x)):
        chance, gain = _challenges(i, distance, risk, total, capability)
        j = int(np.argmax(gain))
        if gain[j] > _LEAST_GAIN:
            bargains.append(_bargain(i, j, float(chance[j]), float(gain[j]), x, salience))
    after, adopted = x.copy(), list[int | None]()
    for k in range(len(x)):
        mine = [one for one in bargains if k in (one.challenger, one.target)]
        chosen = _adopted(mine, x, risk, salience, capability) if mine else None
        adopted.append(None if chosen is None else bargains.index(mine[chosen]))
        if chosen is not None:
            after[k] = mine[chosen].challenger_to if mine[chosen].challenger == k else mine[chosen].target_to
    return Turn(x, risk, tuple(bargains), tuple(adopted)), after


def _distinct(turn: Turn, salience: Floats, capability: Floats) -> tuple[list[int], list[int], Floats]:
    """Return who holds each distinct position, which of these each actor's is, and how likely each is to win."""
    x = turn.positions
    near = np.sqrt(((x[:, None, :] - x[None, :, :]) ** 2).sum(axis=2)) < ALIKE
    kept: list[int] = []
    which: list[int] = []
    for place in range(len(x)):
        alike = np.flatnonzero(near[place, kept])
        if alike.size:
            which.append(int(alike[-1]))  # the last that fits, as the program has it
        else:
            which.append(len(kept))
            kept.append(place)
    worth = _utility(_distances(x, x[kept], salience), turn.risk[:, None])
    return kept, which, _condorcet(worth, capability)


def winning(turn: Turn, salience: Floats, capability: Floats) -> Floats:
    """Return ``(A,)`` how likely each actor's position is to win, as the program prints it with every turn.

    Pairwise votes between the distinct positions, by capability and with the risk attitudes of the turn; a position nearer than
    `ALIKE` to one before it is none of its own, so what is printed sums to more than 1 where actors share a position.
    """
    _, which, chance = _distinct(turn, salience, capability)
    found: Floats = chance[which]
    return found


def expected(turn: Turn, salience: Floats, capability: Floats) -> Floats:
    """Return ``(I,)`` the mean of the distinct positions by how likely each is to win."""
    kept, _, chance = _distinct(turn, salience, capability)
    found: Floats = chance @ turn.positions[kept]
    return found


def smp(positions: Floats, salience: Floats, capability: Floats) -> list[Turn]:
    """Return the turns of the model; the last entry holds the final positions and no bargains.

    Parameters
    ----------
    positions
        ``(A, I)`` from 0 to 1 in each of I dimensions.
    salience
        ``(A, I)`` from 0 to 1; each actor's sum is at most 1.
    capability
        ``(A,)`` of 0 or more.
    """
    x, found = positions.astype(np.float64), list[Turn]()
    first = 0.0
    for turn in range(MAX_TURNS):
        made, after = _turn(x, salience, capability)
        found.append(made)
        moved = float(np.sqrt(((after - x) ** 2).sum(axis=1)).sum())
        x = after
        if turn == 0:
            first = moved
        elif moved < _STILL * (first + 1e-4):
            break
    return [*found, Turn(x, _risk(_distances(x, x, salience), capability), (), (None,) * len(x))]
