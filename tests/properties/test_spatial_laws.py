"""Laws of settlements: scale, shift, order of actors, duplicates, nobody who cares, one actor, all alike."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.methods import METHODS
from detente.spatial.calibration import predict
from detente.spatial.challenge import challenge
from detente.spatial.field import Field
from detente.spatial.offers import offers
from detente.spatial.residuals import RESIDUALS
from detente.spatial.spread import spread_of

MODELS = [method for method in METHODS.values() if method.question == "settles"]
# models that choose among several may choose another where two are alike to the last digit
CHOOSING = (
    "spatial.challenge-scholz2011",
    "spatial.challenge-readings",
    "spatial.smp-ktab",
    "spatial.exchange-equal-gain",
)
SEEDS = range(12)


def field(seed: int, issues: int = 2, *, actors: int | None = None) -> Field:
    rng = np.random.default_rng(seed)
    count = actors or int(rng.integers(2, 8))
    x = rng.random((1, count, issues)) * 100
    s = rng.random((1, count, issues)) / issues
    quo = rng.random(issues) * 100
    return Field(x, s, rng.random((1, count)) + 0.1, np.tile((0.0, 100.0), (issues, 1)), quo)


def ask(method: str, given: Field) -> np.ndarray:
    return np.asarray(METHODS[method].function(given))


@pytest.mark.parametrize("method", MODELS, ids=lambda m: m.id)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_scale_may_be_stretched_and_moved(method: object, seed: int) -> None:
    name = method.id  # type: ignore[attr-defined]
    one = field(seed)
    stretched = Field(
        one.positions * 3 + 50, one.salience, one.capability, one.scales * 3 + 50, one.status_quo * 3 + 50
    )
    assert ask(name, stretched) == pytest.approx(ask(name, one) * 3 + 50, abs=2e-3, nan_ok=True)


@pytest.mark.parametrize("method", MODELS, ids=lambda m: m.id)
@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_actors_does_not_matter(method: object, seed: int) -> None:
    name = method.id  # type: ignore[attr-defined]
    one = field(seed)
    order = np.random.default_rng(seed + 1).permutation(one.capability.shape[1])
    turned = Field(
        one.positions[:, order], one.salience[:, order], one.capability[:, order], one.scales, one.status_quo
    )
    # SMP takes positions nearer than 0.001 for one, the first actor's
    near = 0.02 if name == "spatial.smp-ktab" else 1e-4
    assert ask(name, turned) == pytest.approx(ask(name, one), abs=near, nan_ok=True)


@pytest.mark.parametrize("method", MODELS, ids=lambda m: m.id)
@pytest.mark.parametrize("seed", SEEDS)
def test_whoever_does_not_care_changes_nothing_but_in_challenges(method: object, seed: int) -> None:
    name = method.id  # type: ignore[attr-defined]
    if name in CHOOSING:
        return  # there it has a position that others may be driven to
    one = field(seed)
    more = Field(
        np.concatenate([one.positions, np.full((1, 1, 2), 99.0)], axis=1),
        np.concatenate([one.salience, np.zeros((1, 1, 2))], axis=1),
        np.concatenate([one.capability, np.ones((1, 1))], axis=1),
        one.scales,
        one.status_quo,
    )
    assert ask(name, more) == pytest.approx(ask(name, one), abs=1e-4, nan_ok=True)


@pytest.mark.parametrize(
    "name", ["spatial.compromise", "spatial.median", "spatial.mode", "spatial.nash", "spatial.condorcet"]
)
@pytest.mark.parametrize("seed", SEEDS)
def test_two_halves_are_a_whole(name: str, seed: int) -> None:
    one = field(seed)
    halves = Field(
        np.repeat(one.positions, 2, axis=1), np.repeat(one.salience, 2, axis=1),
        np.repeat(one.capability, 2, axis=1) / 2, one.scales, one.status_quo,
    )  # fmt: skip
    assert ask(name, halves) == pytest.approx(ask(name, one), abs=1e-4)


@pytest.mark.parametrize("method", MODELS, ids=lambda m: m.id)
def test_one_actor_and_all_alike(method: object) -> None:
    name = method.id  # type: ignore[attr-defined]
    for actors in (1, 4):
        x = np.full((1, actors, 2), 30.0)
        one = Field(
            x,
            np.full((1, actors, 2), 0.5),
            np.ones((1, actors)),
            np.tile((0.0, 100.0), (2, 1)),
            np.array([0.0, np.nan]),
        )
        found = ask(name, one)[0]
        if name == "spatial.middle":
            assert found == pytest.approx([50, 50])
        elif name == "spatial.nash-status-quo":
            assert found[0] == pytest.approx(30, abs=1e-6)
            assert np.isnan(found[1])
        else:
            assert found == pytest.approx([30, 30], abs=1e-6)


@pytest.mark.parametrize("method", MODELS, ids=lambda m: m.id)
def test_nobody_with_weight_is_no_answer(method: object) -> None:
    name = method.id  # type: ignore[attr-defined]
    one = field(3)
    none = Field(one.positions, one.salience * 0, one.capability, one.scales, one.status_quo)
    found = ask(name, none)
    assert np.isnan(found).all() or name == "spatial.middle"


@pytest.mark.parametrize("method", [m for m in MODELS if m.path], ids=lambda m: m.id)
def test_paths_begin_where_the_actors_stand(method: object) -> None:
    one = field(5)
    path = method.path(one)  # type: ignore[attr-defined]
    assert path.shape[1:] == one.positions.shape[1:]
    assert path[0] == pytest.approx(one.positions[0])
    assert len(path) >= 2


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize(("q", "choice"), [(1.0, "enforceable"), (0.5, "enforceable"), (1.0, "least"), (0.5, "least")])
def test_the_reasons_for_challenges_agree_with_the_fast_routine(seed: int, q: float, choice: str) -> None:
    rng = np.random.default_rng(seed)
    actors = int(rng.integers(1, 9))
    # few different numbers, so that ties are met
    x, s, c = rng.integers(0, 6, actors) * 20.0, rng.integers(0, 6, actors) / 5, rng.integers(0, 4, actors) * 1.0
    fast = challenge(x[None], s[None], c[None], q=q, choice=choice)[:, 0]  # type: ignore[arg-type]
    slow = offers(x, s, c, q=q, choice=choice)  # type: ignore[arg-type]
    for here, one, after, there in zip(fast, slow, fast[1:], slow[1:], strict=False):
        if np.abs(here - one.positions).max() > 1e-9:
            break  # where threats are all but alike, risk blows rounding up, and the rounds after it may part
        assert after == pytest.approx(there.positions, abs=1e-5)
    for one in slow[:-1]:
        for offer in one.taken:
            if offer is not None:
                assert offer.other > 0
                assert (offer.kind == "conflict") == (offer.own > 0)


masses = st.lists(st.tuples(st.floats(-50, 50), st.floats(0.01, 5)), min_size=1, max_size=12)


@given(masses, st.floats(0.05, 0.95))
def test_a_spread_holds_what_it_says(pairs: list[tuple[float, float]], share: float) -> None:
    places, weights = (np.array(part) for part in zip(*pairs, strict=True))
    spread = spread_of(places, weights)
    low, high = spread.shortest(share)
    assert spread.share(low, high) >= share - 1e-8
    ends = sorted({float(place) for place in places})
    # no shorter interval between two places holds as much
    for a in ends:
        for b in ends:
            if a <= b and b - a < high - low - 1e-6:
                assert spread.share(a, b) < share + 1e-8
    median = spread.median
    assert spread.share(-np.inf, median) >= 0.5 - 1e-8
    assert spread.share(median, np.inf) >= 0.5 - 1e-8

    # the points to quote lose least
    def loss(point: float, power: int) -> float:
        return float((np.abs(spread.places - point) ** power) @ spread.masses)

    for other in ends:
        assert loss(median, 1) <= loss(other, 1) + 1e-6
        assert loss(spread.mean, 2) <= loss(other, 2) + 1e-6
    where, mass = spread.within(5)
    assert spread.share(where - 5 - 1e-9, where + 5 + 1e-9) >= mass - 1e-9
    assert all(spread.share(end - 5, end + 5) <= mass + 1e-9 for end in ends)
    # the score by its definition: E|X - o| - E|X - X'| / 2
    outcome = ends[0] + 1
    apart = np.abs(spread.places[:, None] - spread.places[None, :])
    score = np.abs(spread.places - outcome) @ spread.masses - spread.masses @ apart @ spread.masses / 2
    assert spread.crps(outcome) == pytest.approx(float(score), abs=1e-9)


@given(st.integers(0, 500), st.floats(0, 0.5))
def test_predictions_stay_among_the_actors_and_in_domain(seed: int, doubt: float) -> None:
    rng = np.random.default_rng(seed)
    x, w = rng.random((3, 5)) * 60 + 20, rng.random((3, 5))
    spread = predict(rng.random(3) * 100, x, w, RESIDUALS["spatial.compromise"], (0.0, 100.0), doubt)
    assert spread is not None
    assert spread.masses.sum() == pytest.approx(1)
    assert spread.share(float(x.min()), float(x.max())) >= 1 - doubt - 1e-9
    if doubt == 0:
        assert x.min() - 1e-9 <= spread.places[0]
        assert spread.places[-1] <= x.max() + 1e-9
        own = RESIDUALS["spatial.compromise"].share
        assert sum(spread.share(float(p), float(p)) for p in np.unique(x)) >= own - 1e-9


def test_edges_of_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    from detente.spatial import exchange
    from detente.spatial.levers import swings, tipping

    # an end at which nobody would be left with weight has no mean; neither has a weight that nobody else shares a tipping value
    best = np.array([[40.0], [0.5], [1.0]])
    low, high = best.copy(), best.copy()
    low[1], high[0] = 0.0, 60.0
    found = swings(best, low, high)
    assert np.isnan(found[1, 0, 0])
    assert found[0, 0].tolist() == [40, 60]
    assert tipping(best[0], best[1], best[2], 50)[:, 0].tolist() == pytest.approx([50, np.nan, np.nan], nan_ok=True)
    spread = spread_of(np.array([0.0, 10.0]), np.array([0.5, 0.5]))
    assert spread.shortest(0.9, inside=(0.0, 0.0)) == (0.0, 0.0)
    # of equally short intervals the one nearest the median
    even = spread_of(np.arange(101.0), np.ones(101))
    low_end, high_end = even.shortest(0.5)
    assert (low_end + high_end) / 2 == pytest.approx(50, abs=1)
    monkeypatch.setattr(exchange, "MOST", 1)
    rng = np.random.default_rng(0)
    cut = exchange.equal_gain(rng.random((6, 3)) * 100, rng.random((6, 3)), rng.random(6))
    assert (len(cut.made), cut.ended) == (1, False)


@given(masses)
def test_the_half_lies_within_the_four_fifths(pairs: list[tuple[float, float]]) -> None:
    places, weights = (np.array(part) for part in zip(*pairs, strict=True))
    (low, high), (lower, higher) = spread_of(places, weights).intervals
    assert lower <= low <= high <= higher
