"""Draws: against a slow sampler written from the definition, and what must hold in every one."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
import pytest

import detente
from detente.case import Case
from detente.trading.draws import MAX_OUTCOMES, draw_shares, is_uncertain

RANGED: dict[str, Any] = {
    "detente": "1",
    "title": "t",
    "actors": {"a": {"name": "A"}, "b": {"name": "B"}},
    "issues": {
        "x": {"values": ["u", "v", "w"], "decided_by": ["a", "b"], "status_quo": "u"},
        "y": {"values": ["p", "q"], "decided_by": ["a", "b"], "status_quo": "p"},
    },
    "impossible": ["x = w and y = q"],
    "preferences": {
        "a": {
            "no_deal": ["2", "6"],
            "scores": {
                "x": {"weight": ["1", "2", "4"], "values": {"u": 0, "v": ["1", "3"], "w": 4}},
                "y": {"values": {"p": 0, "q": ["0", "5"]}},
            },
            "linked": [{"when": "x = v and y = q", "worth": ["-1", "2"]}],
        },
        "b": {
            "scores": {
                "x": {"values": {"u": ["5", "8"], "v": 4, "w": 0}},
                "y": {"values": {"p": 0, "q": ["1", "2", "6"]}},
            },
        },
    },
}


def slow(draws: int) -> dict[str, dict[tuple[str, str], float]]:
    """Return the shares by a loop over draws and outcomes, straight from the definitions."""
    dice = Random(5)
    outcomes = [(x, y) for x in "uvw" for y in "pq" if (x, y) != ("w", "q")]
    found: dict[str, dict[tuple[str, str], float]] = {
        name: dict.fromkeys(outcomes, 0.0)
        for name in ("acceptable", "nash", "ks", "egalitarian", "utilitarian", "efficient")
    }
    for _ in range(draws):
        weight, no_deal = dice.triangular(1, 4, 2), dice.uniform(2, 6)
        v, q, link = dice.uniform(1, 3), dice.uniform(0, 5), dice.uniform(-1, 2)
        ux = {"u": 0.0, "v": weight * v, "w": weight * 4}
        b_u, b_q = dice.uniform(5, 8), dice.triangular(1, 6, 2)
        worth = {}
        for x, y in outcomes:
            one = ux[x] + (q if y == "q" else 0) + (link if (x, y) == ("v", "q") else 0)
            other = {"u": b_u, "v": 4, "w": 0}[x] + (b_q if y == "q" else 0)
            worth[x, y] = (one - no_deal, other - b_u)
        zone = {o: g for o, g in worth.items() if min(g) >= 0}
        for outcome in zone:
            found["acceptable"][outcome] += 1 / draws
        for outcome, gains in worth.items():
            if not any(
                all(h >= g for h, g in zip(other, gains, strict=True)) and other != gains for other in worth.values()
            ):
                found["efficient"][outcome] += 1 / draws
        if not zone:
            continue
        ideal = [max(gains[i] for gains in zone.values()) for i in (0, 1)]
        rules: dict[str, Any] = {
            "nash": lambda g: (sum(n > 0 for n in g), np.prod([n for n in g if n > 0])),
            "ks": lambda g: sorted(n / i for n, i in zip(g, ideal, strict=True) if i > 0),  # noqa: B023
            "egalitarian": sorted,
            "utilitarian": sum,
        }
        for name, rule in rules.items():
            found[name][max(zone, key=lambda o: rule(zone[o]))] += 1 / draws
    return found


def test_shares_are_those_of_a_slow_sampler() -> None:
    answer = detente.trades(Case.model_validate(RANGED), draws=20_000)
    grid = answer.zone.grid
    assert grid is not None
    states = np.flatnonzero(grid.possible)
    shares = draw_shares(answer.reading, grid, np.random.default_rng(3), 20_000, [grid.digits(int(s)) for s in states])
    expected = slow(20_000)
    for row, state in enumerate(states.tolist()):
        x, y = answer.reading.outcome(grid.digits(state)).values()
        outcome = (x, y)
        assert shares.acceptable[row] == pytest.approx(expected["acceptable"][outcome], abs=0.02)
        assert shares.efficient[state] == pytest.approx(expected["efficient"][outcome], abs=0.02)
        for ours, theirs in (("nash", "nash"), ("kalai-smorodinsky", "ks"), ("egalitarian",) * 2, ("utilitarian",) * 2):
            share = shares.solution[f"deals.{ours}"][row]
            assert share == pytest.approx(expected[theirs][outcome], abs=0.02), (ours, outcome)


def test_one_seed_one_answer_and_seed_0_is_a_seed() -> None:
    case = Case.model_validate(RANGED)
    first, again, other = (detente.trades(case, draws=500, seed=seed).to_dict() for seed in (0, 0, 1))
    assert first["shares"] == again["shares"]
    assert first["shares"] != other["shares"]


def test_what_is_certain_is_drawn_as_it_is() -> None:
    """Without ranges every draw is the best value: shares are 0 or 1 and name the solutions."""
    answer = detente.trades("sport-park")
    assert not is_uncertain(answer.reading)
    assert answer.shares is None
    assert answer.zone.grid is not None
    shares = draw_shares(answer.reading, answer.zone.grid, np.random.default_rng(0), 3, [])
    assert shares.acceptable.sum() == 55
    for method, points in answer.solutions.items():
        chosen = {answer.zone.grid.state(answer.zone.acceptable_pareto.outcomes(p, 1)[0]) for p in points}
        assert {int(s) for s, share in zip(shares.states, shares.solution[method], strict=True) if share == 1} == chosen


def test_orders_are_drawn_as_increasing_scores() -> None:
    """With one actor by statements its best outcome is every solution; the middle of three levels is uniform in 0 to 1."""
    document = {
        "detente": "1",
        "title": "t",
        "actors": {"a": {"name": "A"}, "b": {"name": "B"}},
        "issues": {"x": {"values": ["u", "v", "w"], "decided_by": ["a", "b"], "status_quo": "u"}},
        "preferences": {
            "a": {"ranking": ["x = w", "x = v", "x = u"]},
            "b": {"scores": {"x": {"values": {"u": 0, "v": "0.3", "w": "0.0"}}}, "no_deal": 0},
        },
    }
    answer = detente.trades(Case.model_validate(document), draws=20_000)
    assert answer.solutions == {}
    assert answer.shares is not None
    # the sum of scores is largest at v where its score for a, even from 0 to 1, and 0.3 beat 1
    utilitarian = dict(zip(answer.shares.states.tolist(), answer.shares.solution["deals.utilitarian"], strict=True))
    assert utilitarian[1] == pytest.approx(0.3, abs=0.02)
    assert utilitarian[2] == pytest.approx(0.7, abs=0.02)
    assert answer.shares.acceptable.tolist() == [1, 1, 1]
    assert {r.methods for r in answer.recommended if r.package == (1,)} >= {
        ("deals.nash", "deals.kalai-smorodinsky", "deals.egalitarian")
    }
    assert answer.to_dict()["preferences"] == {"a": "ranking", "b": "scores"}


def test_talks_that_fail_in_several_ways_fail_in_one_way_for_all() -> None:
    reading = detente.trades(Case.model_validate(RANGED)).reading
    ways = ({"x": "u", "y": "p"}, {"x": "v", "y": "p"})
    several = {actor: replace(reading.no_deal[actor], kind="what holds", number=None, outcomes=ways) for actor in "ab"}
    both = replace(reading, no_deal=several)
    assert is_uncertain(both)
    grid = detente.trades(Case.model_validate(RANGED)).zone.grid
    assert grid is not None
    shares = draw_shares(both, grid, np.random.default_rng(0), 4_000, [])
    # failing by the first way, a has nothing and b what u gives; (v, p) is worth less to b, so it is refused then
    row = int(np.searchsorted(shares.states, 1))
    assert shares.acceptable[row] == pytest.approx(0.5, abs=0.03)


def test_too_many_outcomes_are_not_drawn() -> None:
    issues = {f"i{k}": {"values": [f"v{v}" for v in range(4)], "status_quo": "v0"} for k in range(9)}
    document = {
        "detente": "1",
        "title": "t",
        "actors": {"a": {"name": "A"}},
        "issues": issues,
        "preferences": {"a": {"scores": {"i0": {"values": {"v0": 0, "v1": ["1", "2"], "v2": 3, "v3": 4}}}}},
    }
    answer = detente.trades(Case.model_validate(document))
    assert MAX_OUTCOMES < 4**9
    assert answer.shares is None
    assert any("drawn for up to" in note for note in answer.notes)
    assert detente.trades(Case.model_validate(RANGED), draws=0).shares is None


def test_fewer_draws_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.trading.draws.MAX_WORK", 1_000)
    answer = detente.trades(Case.model_validate(RANGED), draws=5_000)
    assert answer.shares is not None
    assert answer.shares.draws == 100
    assert any("100 draws were made, not 5,000" in note for note in answer.notes)
