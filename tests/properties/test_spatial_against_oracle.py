"""The spatial models against a brute force by an independent hand, written from the definitions (tests/spatial_oracle.py)."""

from __future__ import annotations

import random

import numpy as np
import pytest

import random_spatial as generate
import spatial_oracle as oracle
from detente.spatial.averages import compromise, mean, median, mode, nash_bargaining
from detente.spatial.challenge import CLOSE, Choice, challenge
from detente.spatial.condorcet import condorcet
from detente.spatial.exchange import candidates, equal_gain, outcomes
from detente.spatial.smp import smp, winning

SEEDS = range(150)
NEAR_A_TIE = 10 * CLOSE


@pytest.mark.parametrize("seed", SEEDS)
def test_averages_and_votes(seed: int) -> None:
    given = generate.one_issue(random.Random(seed))
    x, w = np.array(given.positions), np.array(given.weights)
    if not w.sum():
        assert np.isnan(compromise(x, w))
        assert np.isnan(median(x, w))
        assert np.isnan(mode(x, w))
        assert np.isnan(condorcet(x[None], w[None])[0])
        return
    assert compromise(x, w) == pytest.approx(oracle.compromise(given.positions, given.weights), abs=1e-9)
    assert float(median(x, w)) == pytest.approx(oracle.lower_median(given.positions, given.weights))
    assert float(median(x, w)) in oracle.weighted_median(given.positions, given.weights)
    assert float(mode(x, w)) in oracle.mode(given.positions, given.weights)
    assert float(mean(x, w)) == pytest.approx(oracle.mean([p for p, v in zip(x, w, strict=True) if v > 0]))
    places = sorted({p for p, v in zip(given.positions, given.weights, strict=True) if v > 0})
    span = (max(given.positions) - min(given.positions)) or 1
    worth = [[-abs(p - z) / span for z in places] for p in given.positions]
    chances = oracle.condorcet_markov(worth, [v / sum(given.weights) for v in given.weights])
    expected = sum(float(c) * z for c, z in zip(chances, places, strict=True))
    assert condorcet(x[None], w[None])[0] == pytest.approx(expected, abs=1e-6 * span)


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("power", [1, 2])
def test_nash_bargaining(seed: int, power: int) -> None:
    rng = random.Random(seed)
    given = generate.one_issue(rng)
    without = generate.nash_disagreement(rng, len(given.positions))
    arguments = (given.positions, given.weights, given.low, given.high, power, without)
    expected = oracle.nash_bargaining(*arguments)
    x, w = np.array(given.positions), np.array(given.weights)
    found = float(nash_bargaining(x, w, (given.low, given.high), power=power, disagreement=np.array(without)))
    assert np.isnan(found) == (expected is None)
    if expected is not None:
        # the optimum is flat: what must agree is the product there
        best = oracle.nash_product(expected, *arguments)
        reached = oracle.nash_product(found, *arguments)
        assert best is not None
        assert reached is not None
        assert reached >= best - 1e-9 * max(1, abs(best))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("q", "choice"), [(1.0, "enforceable"), (0.5, "enforceable"), (1.0, "least"), (0.5, "least")])
def test_challenge(seed: int, q: float, choice: Choice) -> None:
    given = generate.one_issue(random.Random(seed))
    if not sum(given.weights):
        return
    margins: list[float] = []
    expected = oracle.challenge_scholz(
        given.positions, given.salience, given.capability, 8, q=q, choice=choice, margins=margins
    )
    if margins and min(margins) < NEAR_A_TIE:
        return  # a decision within rounding of a tie may go either way
    x, s, c = (np.array([part]) for part in (given.positions, given.salience, given.capability))
    found = challenge(x, s, c, q=q, choice=choice)[:, 0]
    assert np.abs(found - np.array(expected)).max() <= 1e-6 * (given.high - given.low)


@pytest.mark.parametrize("seed", SEEDS)
def test_smp(seed: int) -> None:
    given = generate.spatial(random.Random(seed))
    margins: list[float] = []
    expected = oracle.smp_ktab(given.positions, given.salience, given.capability, margins=margins)
    if margins and min(margins) < NEAR_A_TIE:
        return
    s, c = np.array(given.salience), np.array(given.capability)
    found = smp(np.array(given.positions), s, c)
    assert len(found) == len(expected)
    for turn, state in zip(found, expected, strict=True):
        assert np.abs(turn.positions - np.array(state)).max() < 1e-9
        chances = oracle.winning_probabilities(state, given.salience, given.capability)
        assert winning(turn, s, c) == pytest.approx(chances, abs=1e-9)


def _tables(given: generate.Exchanges) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    ideals = np.array([[np.nan if x is None else x for x in row] for row in given.ideals], dtype=float)
    salience = np.array([[0.0 if s is None else s for s in row] for row in given.salience], dtype=float)
    return ideals, np.where(np.isnan(ideals), 0.0, salience), np.array(given.capability, dtype=float)


@pytest.mark.parametrize("seed", SEEDS)
def test_exchanges(seed: int) -> None:
    given = generate.exchanges(random.Random(seed))
    ideals, salience, capability = _tables(given)
    rows = [[None if np.isnan(x) else float(x) for x in row] for row in ideals]
    expected = oracle.candidates(rows, rows, salience.tolist(), capability.tolist())
    found = candidates(ideals, salience, capability)
    wanted = sorted((d["i"], d["j"], d["p"], d["q"]) for d in expected if d["gain"] > 1e-6)
    assert sorted(zip(found.i, found.j, found.p, found.q, strict=True)) == wanted
    by_key = {(d["i"], d["j"], d["p"], d["q"]): d for d in expected}
    for k in range(found.gain.size):
        one = by_key[int(found.i[k]), int(found.j[k]), int(found.p[k]), int(found.q[k])]
        assert (found.gain[k], found.i_to[k], found.j_to[k]) == pytest.approx(
            (one["gain"], one["i_to"], one["j_to"]), abs=1e-7
        )


@pytest.mark.parametrize("seed", range(60))
def test_a_round_of_exchanges(seed: int) -> None:
    """Each exchange is the best that the brute force finds then, of those that move no vote back; none is left at the end."""
    given = generate.exchanges(random.Random(seed))
    ideals, salience, capability = _tables(given)
    made = equal_gain(ideals, salience, capability)
    assert made.ended
    wishes = [[None if np.isnan(x) else float(x) for x in row] for row in ideals]
    votes = [list(row) for row in wishes]

    def open_to(actor: int, issue: int, to: float) -> bool:
        now, wish = votes[actor][issue], wishes[actor][issue]
        assert now is not None
        assert wish is not None
        return (now - wish) * (to - now) >= -1e-9

    for step in [*made.made, None]:
        able = [
            d
            for d in oracle.candidates(wishes, votes, salience.tolist(), capability.tolist())
            if d["gain"] > 1e-6 + 1e-8 and open_to(d["i"], d["q"], d["i_to"]) and open_to(d["j"], d["p"], d["j_to"])
        ]
        if step is None:
            assert not able
            break
        best = max(able, key=lambda d: d["gain"], default=None)
        assert best is None or step.gain == pytest.approx(best["gain"], abs=2e-6)
        before = oracle.outcomes(votes, salience.tolist(), capability.tolist())
        votes[step.i][step.q], votes[step.j][step.p] = step.i_to, step.j_to
        after = oracle.outcomes(votes, salience.tolist(), capability.tolist())
        for actor in range(len(votes)):
            worth = sum(
                salience[actor, k] * (abs(before[k] - wish) - abs(after[k] - wish))
                for k, wish in enumerate(wishes[actor])
                if wish is not None and salience[actor, k] * capability[actor] > 0
            )
            assert step.externality[actor] == pytest.approx(worth, abs=1e-7)
        assert step.externality[step.i] == pytest.approx(step.gain, abs=1e-7)
        assert step.externality[step.j] == pytest.approx(step.gain, abs=1e-7)
    some = (salience * capability[:, None]).sum(axis=0) > 0
    after = oracle.outcomes(votes, salience.tolist(), capability.tolist())
    assert outcomes(made.votes, salience, capability)[some] == pytest.approx(np.array(after)[some])
