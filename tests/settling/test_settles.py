"""The answer to "where does it settle?": what is read, drawn, told, and how levers and outcomes follow from it."""

from __future__ import annotations

import json
import math
from typing import Any

import jsonschema
import numpy as np
import pytest

import detente
from detente.case import Case
from detente.documents import schema_of
from detente.errors import CaseError, UsageError
from detente.settles_documents import SettlesDocument
from detente.settling.answer import FORECAST
from detente.settling.document import document_of
from detente.settling.draws import drawn_field
from detente.settling.stands import read_stands
from detente.settling.steps import Steps
from detente.spatial.residuals import PLAIN, RESIDUALS

TWO = {
    "detente": "1",
    "title": "Two and a half",
    "actors": {"a": {"name": "Anna", "capability": 2}, "b": {"name": "Ben", "capability": 1}, "c": {"name": "Cid"}},
    "issues": {
        "tax": {"scale": {"min": 0, "max": 10, "unit": "%"}, "decided_by": ["a", "b"], "status_quo": "5"},
        "road": {"values": ["none", "one", "two"], "scale": {"none": 0, "one": 40, "two": 100}, "status_quo": "none",
                 "decided_by": ["a", "b"]},
    },
    "preferences": {
        "a": {"positions": {"tax": {"position": 2, "salience": 50}, "road": {"position": 0, "salience": 80}}},
        "b": {"positions": {"tax": {"position": 8, "salience": 100}, "road": {"position": 100, "salience": 40}}},
    },
}  # fmt: skip


def case(**changes: Any) -> Case:
    document = json.loads(json.dumps(TWO))
    for path, value in changes.items():
        *keys, last = path.split("__")
        part = document
        for key in keys:
            part = part[key]
        if value is None:
            del part[last]
        else:
            part[last] = value
    return Case.model_validate(document)


def ask(given: Case | str, **words: Any) -> Any:
    return detente.settles(given, **({"draws": 200} | words)).to_dict()


def test_the_plain_answers_are_those_of_a_pocket_calculator() -> None:
    # tax: weights 2 x 0.5 and 1 x 1; road: 2 x 0.8 and 1 x 0.4
    issues = ask(case())["issues"]
    assert issues["tax"]["spatial.compromise"]["point"] == pytest.approx((1 * 2 + 1 * 8) / 2)
    assert issues["road"]["spatial.compromise"]["point"] == pytest.approx(0.4 * 100 / 2)
    assert issues["road"]["spatial.median"]["point"] == 0
    assert issues["road"]["spatial.mode"]["point"] == 0
    assert issues["tax"]["spatial.middle"]["point"] == 5
    assert issues["road"]["spatial.mean"]["point"] == 50


def test_the_document_is_strict_json_and_of_its_schema() -> None:
    schema = schema_of(SettlesDocument)
    for name, why in (
        ("alaska", False),
        ("two-by-two", True),
        ("emission-standards", True),
        ("three-dimensions", False),
    ):
        document = document_of(detente.settles(name, draws=50), why=why)
        text = json.dumps(document, allow_nan=False)
        jsonschema.validate(json.loads(text), schema)
        assert ("challenges" in document) == why


def test_every_model_has_a_row_and_intervals_are_in_order() -> None:
    answer = ask("alaska", draws=60)
    for issue, models in answer["issues"].items():
        scale = answer["scales"][issue]
        assert next(iter(models)) == "spatial.compromise"
        for method, row in models.items():
            if row["interval80"] is None:
                assert row["point"] is None
                continue
            low, high = row["interval80"]
            assert scale["low"] <= low <= row["median"] <= high <= scale["high"], method
            assert row["interval50"][1] - row["interval50"][0] <= high - low + 1e-9
            assert row["draws"] <= 60


def test_the_forecast_is_that_of_the_compromise_and_quotes_by_loss() -> None:
    answer = detente.settles("alaska", draws=60)
    document: Any = answer.to_dict()
    for issue, forecast in document["forecast"].items():
        spread = answer.found[issue][FORECAST].spread
        assert spread is not None
        assert forecast["interval80"] == document["issues"][issue][FORECAST]["interval80"]
        assert forecast["quote"]["absolute"] == spread.median
        assert forecast["quote"]["squared"] == pytest.approx(spread.mean)
        values = document["scales"][issue]["values"]
        assert sum(forecast["at_values"].values()) == pytest.approx(1 if values else 0)
    assert detente.settles("alaska", draws=50, loss="squared").quote("territory") == pytest.approx(
        detente.settles("alaska", draws=50).quote("territory", "squared")
    )


def test_in_its_domain_the_forecast_is_narrower() -> None:
    unknown, known = ask(case()), ask(case(domain="EU legislation"))
    assert any("no domain" in note for note in unknown["notes"])
    assert any("own domain" in note for note in known["notes"])
    assert unknown["calibrated_on"]["spread_over_the_scale"] == 0.25
    assert known["calibrated_on"]["spread_over_the_scale"] == 0
    for issue in ("tax", "road"):
        wide, narrow = (doc["issues"][issue][FORECAST]["interval80"] for doc in (unknown, known))
        assert narrow[1] - narrow[0] <= wide[1] - wide[0]
    # within the actors' positions where the domain is known
    low, high = known["issues"]["tax"][FORECAST]["interval80"]
    assert low >= 2
    assert high <= 8
    elsewhere = ask(case(domain="Neighbours"))
    assert any("nothing is known about Neighbours" in note for note in elsewhere["notes"])
    assert ask(case(), domain="EU")["calibrated_on"]["known"]


def test_what_is_measured_meets_what_was_asked() -> None:
    own = RESIDUALS[FORECAST]
    assert own.crps < 16.4
    assert 0.76 <= own.cover80 <= 0.84
    assert own.crps < min(PLAIN[key] for key in ("crps_even", "crps_past", "crps_positions"))
    assert own.mae < PLAIN["mae_middle"]
    assert PLAIN["cover80_doubt"] > own.cover80


# ---- draws


def ranged() -> Case:
    return case(
        preferences__a__positions__tax__position=["0", "2", "6"],
        preferences__b__positions__tax__position=["5", "10"],
        preferences__a__positions__tax__salience=["20", "90"],
        actors__b__capability=["0.5", "1", "2"],
    )


def test_draws_keep_to_their_ranges_and_seeds() -> None:
    stands = read_stands(ranged())
    one = drawn_field(stands, 2_500, 3)
    assert one.positions.shape == (2_500, 2, 2)
    for place, low, high in ((0, 0, 6), (1, 5, 10)):
        column = one.positions[:, place, 0]
        assert low <= column.min() < low + 0.3
        assert high - 0.3 < column.max() <= high
    assert np.unique(one.positions[:, 0, 1]).tolist() == [0]
    assert (one.salience[:, 0, 0] >= 0.2).all()
    # a triangle 0, 2, 6 has the mean 8/3, an even draw from 5 to 10 has 7.5
    assert one.positions[:, 0, 0].mean() == pytest.approx(8 / 3, abs=0.1)
    assert one.positions[:, 1, 0].mean() == pytest.approx(7.5, abs=0.1)
    assert (drawn_field(stands, 2_500, 3).positions == one.positions)[:, :, 0].all()
    assert (drawn_field(stands, 1_200, 3).positions[:, :, 0] == one.positions[:1_200, :, 0]).all()
    assert (drawn_field(stands, 2_500, 4).positions[:, 0, 0] != one.positions[:, 0, 0]).any()


def test_camps_are_drawn_together() -> None:
    stands = read_stands(ranged())

    def ranks(values: Any) -> Any:
        return np.argsort(np.argsort(values))

    for wanted in (0.0, 0.7, 1.0):
        field = drawn_field(stands, 20_000, 0, camps=[("a", "b")], correlation=wanted)
        x = field.positions[:, :, 0]
        assert np.corrcoef(ranks(x[:, 0]), ranks(x[:, 1]))[0, 1] == pytest.approx(wanted, abs=0.03)
    apart = drawn_field(stands, 20_000, 0)
    assert abs(np.corrcoef(ranks(apart.positions[:, 0, 0]), ranks(apart.positions[:, 1, 0]))[0, 1]) < 0.03


def test_workers_change_nothing_and_seeds_only_draws() -> None:
    one, three = (ask(ranged(), draws=3_000, workers=workers) for workers in (1, 3))
    assert one == three
    other = ask(ranged(), draws=3_000, seed=1)
    assert other["issues"]["tax"][FORECAST]["point"] == one["issues"]["tax"][FORECAST]["point"]
    assert other["issues"]["tax"][FORECAST]["inputs"] != one["issues"]["tax"][FORECAST]["inputs"]
    assert other["seed"] == 1


def test_the_spread_of_inputs_is_that_of_a_slow_sampler() -> None:
    found = ask(ranged(), draws=20_000)["issues"]["tax"][FORECAST]["inputs"]
    rng = np.random.default_rng(99)
    n = 200_000
    wa = 2 * rng.uniform(0.2, 0.9, n)
    wb = rng.triangular(0.5, 1, 2, n)
    o = (wa * rng.triangular(0, 2, 6, n) + wb * rng.uniform(5, 10, n)) / (wa + wb)
    assert found["median"] == pytest.approx(float(np.median(o)), abs=0.06)
    inside = np.mean((o >= found["interval80"][0]) & (o <= found["interval80"][1]))
    assert inside == pytest.approx(0.8, abs=0.015)


def test_no_draws_and_nothing_to_draw() -> None:
    none = ask(ranged(), draws=0)
    assert none["issues"]["tax"][FORECAST]["inputs"]["interval80"] == [none["issues"]["tax"][FORECAST]["point"]] * 2
    assert any("nothing to draw" in note for note in ask(case())["notes"])


# ---- levers


def test_levers_tell_what_asking_again_tells() -> None:
    answer = ask(case(), cross=6)
    levers = answer["levers"]["tax"]
    assert levers["target"] == 6
    by = {(row["actor"], row["input"]): row for row in levers["inputs"]}

    def again(actor: str, what: str, value: float) -> float:
        path = (
            f"actors__{actor}__capability" if what == "capability" else f"preferences__{actor}__positions__tax__{what}"
        )
        value = value * 100 if what == "salience" else value
        found = ask(case(**{path: repr(value)}))["issues"]["tax"]["spatial.compromise"]["point"]
        return float(found)

    settled = answer["issues"]["tax"]["spatial.compromise"]["point"]
    for (actor, what), row in by.items():
        assert row["assumed"]
        assert again(actor, what, row["low"]) == pytest.approx(row["at_low"])
        assert again(actor, what, row["high"]) == pytest.approx(row["at_high"])
        step = 1e-5
        slope = (
            (again(actor, what, row["best"] + step) - settled) / step if row["best"] < 1 or what != "salience" else None
        )
        if slope is not None:
            assert slope == pytest.approx(row["slope"], abs=1e-3)
        if row["tips"] is not None:
            assert again(actor, what, row["tips"]) == pytest.approx(6)
    swings = [abs(row["at_high"] - row["at_low"]) for row in levers["inputs"]]
    assert swings == sorted(swings, reverse=True)


def test_who_could_move_it_and_by_how_little() -> None:
    answer = ask(case(), move=1)
    levers = answer["levers"]["tax"]
    settled = answer["issues"]["tax"]["spatial.compromise"]["point"]
    assert levers["move"] == 1
    for way, nudges in ((-1, levers["lower"]), (1, levers["higher"])):
        assert [n["share"] for n in nudges] == sorted(n["share"] for n in nudges)
        for nudge in nudges:
            actor, what = nudge["actor"], nudge["input"]
            path = (
                f"actors__{actor}__capability"
                if what == "capability"
                else f"preferences__{actor}__positions__tax__{what}"
            )
            value = nudge["to"] * 100 if what == "salience" else nudge["to"]
            found = ask(case(**{path: repr(value)}))["issues"]["tax"]["spatial.compromise"]["point"]
            assert found == pytest.approx(settled + way)
    # by hand: Anna has half the weight, so she would have to go up by 2
    assert any(n["actor"] == "a" and n["input"] == "position" and n["to"] == pytest.approx(4) for n in levers["higher"])


def test_dead_inputs_and_the_pivotal_actor() -> None:
    levers = ask(case(preferences__b__positions__tax__salience=0))["levers"]["tax"]
    assert levers["pivotal"] == ["a"]
    dead = {(row["actor"], row["input"]) for row in levers["inputs"] if row["dead"]}
    # with all the weight at one place, weights move nothing; neither does where somebody stands who does not care
    assert {("b", "position"), ("a", "capability"), ("b", "capability")} <= dead
    unmoved = {(row["actor"], row["input"]) for row in levers["inputs"] if not row["moves_median"]}
    assert ("b", "position") in unmoved
    assert ("a", "position") not in unmoved


def test_the_usual_target_is_where_the_nearest_value_changes() -> None:
    levers = ask(case())["levers"]
    assert levers["road"]["target"] == 20
    assert levers["tax"]["target"] == 5


# ---- what is read


def test_scores_serve_where_there_are_no_positions() -> None:
    scores = {"road": {"weight": 2, "values": {"none": 0, "one": 30, "two": 10}}, "tax": {"values": {"0": 0, "10": 15}}}
    answer = ask(case(preferences__c={"scores": scores}))
    # road: best at one, stake 2 x 30 = 60, the largest; tax: best at 10, stake 15, a quarter of it
    assert answer["scales"]["road"]["positions"]["c"] == [40, 40, 40]
    assert answer["scales"]["tax"]["positions"]["c"] == [10, 10, 10]
    assert any("Cid has scores and no position" in note for note in answer["notes"])
    # weights 1, 1 and, with the mean of the others' capability, 1.5 x 0.25
    expected = (1 * 2 + 1 * 8 + 0.375 * 10) / 2.375
    assert answer["issues"]["tax"]["spatial.compromise"]["point"] == pytest.approx(expected)
    assert any("Cid has no capability: the mean" in note for note in answer["notes"])
    turned = {"road": {"weight": -1, "values": {"none": 0, "one": 30, "two": 50}}}
    assert ask(case(preferences__c={"scores": turned}))["scales"]["road"]["positions"]["c"] == [0, 0, 0]
    flat = {"road": {"values": {"none": 1, "one": 1, "two": 1}}}
    assert "c" not in ask(case(preferences__c={"scores": flat}))["scales"]["road"]["positions"]


def test_saliences_of_one_at_most_are_shares() -> None:
    shares = case(
        preferences__a__positions__tax__salience="0.5", preferences__b__positions__tax__salience="1",
        preferences__a__positions__road__salience="0.8", preferences__b__positions__road__salience="0.4",
    )  # fmt: skip
    one, hundred = ask(shares), ask(case())
    assert any("shares of 1" in note for note in one["notes"])
    assert one["issues"] == hundred["issues"]


def test_who_takes_no_part_and_weighs_how_much_is_said() -> None:
    notes = ask(case(preferences__b__positions__road=None))["notes"]
    assert any("road: Ben and Cid take no part" in note for note in notes)
    assert any("only one actor has a position" in note for note in notes)
    same = ask(case(actors__a__capability=None, actors__b__capability=None))
    assert any("all actors weigh the same" in note for note in same["notes"])
    alike = ask(case(preferences__b__positions__tax__position=2))
    assert any("all positions are the same" in note for note in alike["notes"])


def test_nobody_with_weight_has_no_forecast() -> None:
    answer = ask(case(preferences__a__positions__tax__salience=0, preferences__b__positions__tax__salience=0))
    row = answer["issues"]["tax"][FORECAST]
    assert (row["point"], row["median"], row["interval80"], row["inputs"]) == (None, None, None, None)
    assert answer["forecast"]["tax"] is None
    assert answer["levers"]["tax"] is None
    assert any("nobody has both" in note for note in answer["notes"])


def test_what_cannot_be_asked_is_said_with_what_to_add() -> None:
    for given, words in (
        ("prisoners-dilemma", "scale"),
        (case(preferences={}), "positions"),
    ):
        with pytest.raises(UsageError, match=words):
            detente.settles(given)
    with pytest.raises(UsageError, match="no issue taxes"):
        detente.settles(case(), issue="taxes")
    bare = case(issues__road__scale=None, preferences__a__positions__road=None, preferences__b__positions__road=None)
    with pytest.raises(UsageError, match="road cannot be looked at: it has no scale"):
        detente.settles(bare, issue="road")
    refused: list[dict[str, Any]] = [
        {"loss": "cubic"}, {"draws": -1}, {"draws": 10**6}, {"seed": -1}, {"correlation": 2}, {"workers": 0}, {"move": 0},
        {"cross": math.inf}, {"camps": [("a", "z")]}, {"camps": [("a", "b"), ("b",)]},
    ]  # fmt: skip
    for options in refused:
        with pytest.raises(UsageError):
            detente.settles(case(), **options)
    with pytest.raises(CaseError):
        detente.settles(case(actors__a__capability=-1))
    many = case(actors={f"x{k}": {"name": f"X{k}"} for k in range(501)} | TWO["actors"])  # type: ignore[operator]
    with pytest.raises(UsageError, match="up to 500"):
        detente.settles(many)


def test_looking_at_one_issue_draws_the_same() -> None:
    both, one = ask(ranged(), draws=1_500), ask(ranged(), draws=1_500, issue="tax")
    for method in ("spatial.compromise", "spatial.challenge-readings"):
        assert one["issues"]["tax"][method] == both["issues"]["tax"][method]


def test_models_that_would_take_too_long_are_not_run() -> None:
    actors = {f"x{k}": {"name": f"X{k}"} for k in range(130)}
    stands = {f"x{k}": {"positions": {"tax": {"position": k % 10, "salience": 50}}} for k in range(130)}
    answer = ask(case(actors=actors, preferences=stands, issues={"tax": {"scale": {"min": 0, "max": 10}}}))
    row = answer["issues"]["tax"]["spatial.smp-ktab"]
    assert (row["point"], row["draws"], row["inputs"]) == (None, 0, None)
    assert any("Not run" in note and "KTAB" in note for note in answer["notes"])
    assert answer["issues"]["tax"]["spatial.compromise"]["point"] == pytest.approx(4.5)


def test_everybody_at_one_place_is_no_certainty() -> None:
    alike = case(preferences__b__positions__tax__position=2, domain="EU legislation")
    answer = ask(alike)
    low, high = answer["issues"]["tax"][FORECAST]["interval80"]
    assert low < 2 < high
    assert any("nobody is of another mind" in note for note in answer["notes"])


def test_a_lever_of_the_only_actor_with_weight() -> None:
    only = case(preferences__b__positions__tax__salience=0, preferences__a__positions__tax__salience=["0", "50", "100"])
    levers = ask(only)["levers"]["tax"]
    row = next(row for row in levers["inputs"] if (row["actor"], row["input"]) == ("a", "salience"))
    assert (row["at_low"], row["tips"], row["dead"]) == (None, None, False)
    assert all(nudge["input"] == "position" or nudge["actor"] == "b" for nudge in levers["lower"] + levers["higher"])


def test_one_issue_only() -> None:
    answer = ask(case(), issue="road")
    assert list(answer["issues"]) == ["road"]
    assert answer["exchanges"] == []
    assert any("nothing to be exchanged for" in note for note in answer["notes"])


# ---- rounds and reasons


def test_every_move_of_challenges_is_told() -> None:
    answer = detente.settles("emission-standards", draws=0)
    rounds = answer.found["years"]["spatial.challenge-scholz2011"].path
    assert rounds is not None
    place = {stand.actor: k for k, stand in enumerate(answer.places[0].stands)}
    moves = {(move.round, move.actor): move for move in Steps(answer.stands, answer.best).challenges("years")}
    for number in range(1, len(rounds)):
        for actor, k in place.items():
            move = moves.get((number, actor))
            if move is None:
                assert rounds[number][k] == pytest.approx(rounds[number - 1][k])
            else:
                assert (move.start, move.end) == pytest.approx((rounds[number - 1][k], rounds[number][k]))


def test_every_bargain_of_smp_is_told() -> None:
    answer = detente.settles("three-dimensions", draws=0)
    moves = Steps(answer.stands, answer.best).politics
    path = answer.found["second"]["spatial.smp-ktab"].path
    assert path is not None
    actors = answer.stands.actors
    for move in moves:
        k = actors.index(move.actor)
        assert move.start["second"] == pytest.approx(path[move.turn - 1][k])
        assert move.end["second"] == pytest.approx(path[move.turn][k])
        assert move.actor in (move.challenger, move.target)
    told = {(move.turn, move.actor) for move in moves}
    for turn in range(1, len(path)):
        for k, actor in enumerate(actors):
            if (turn, actor) not in told:
                assert path[turn][k] == pytest.approx(path[turn - 1][k])


def test_exchanges_lead_to_the_outcomes_told() -> None:
    answer = detente.settles("alaska", draws=0)
    document: Any = answer.to_dict()
    last = document["exchanges"][-1]["outcomes"]
    for issue, value in last.items():
        assert document["issues"][issue]["spatial.exchange-equal-gain"]["point"] == pytest.approx(value)
    hurt = Steps(answer.stands, answer.best).hurt
    for actor, total in hurt.items():
        assert total == pytest.approx(sum(one["externality"][actor] for one in document["exchanges"]))


# ---- the settlement as an outcome


def test_the_settlement_as_an_outcome_of_the_summit() -> None:
    answer = detente.settles("alaska", draws=60)
    document: Any = answer.to_dict()
    found = document["settlement"]
    scales = document["scales"]
    for issue, value in found["values"].items():
        quote = document["forecast"][issue]["quote"]["absolute"]
        near = min(abs(place - quote) for place in scales[issue]["values"].values())
        assert abs(scales[issue]["values"][value] - quote) == near
    assert found["possible"]
    # land is transferred only with a full ceasefire, which needs the offensive halted
    assert found["further"] == {"offensive": "halted", "ceasefire": "full"}
    package = ", ".join(f"{issue} = {value}" for issue, value in {**found["values"], **found["further"]}.items())
    traded: Any = detente.trades("alaska", packages=[package], draws=0).to_dict()
    named = next(one for one in traded["recommended"] if one["outcome"] == found["outcome"])
    short = [a for a, w in named["utility"].items() if traded["no_deal"][a] is not None and w < traded["no_deal"][a]]
    assert found["refuse"] == short
    assert found["acceptable"] == (not short)
    assert found["holds_by"] == (named["holds"]["holds_by"] if named["holds"] else None)
    assert "ceiling" not in traded["issues"]


def test_a_scale_without_values_is_put_at_its_nearest_point() -> None:
    scored = {
        "tax": {"values": {"0": 100, "10": 0}},
        "road": {"values": {"none": 0, "one": 50, "two": 100}},
    }
    own = {name: TWO["preferences"][name] | {"scores": scored} for name in ("a", "b")}  # type: ignore[index]
    answer = ask(case(preferences=own))
    quote = answer["forecast"]["tax"]["quote"]["absolute"]
    outcome = answer["settlement"]["outcome"]
    assert abs(float(outcome["tax"]) - quote) <= 0.5
    assert outcome["road"] == answer["settlement"]["values"]["road"]


def test_settlements_that_name_no_outcome() -> None:
    tax = ask(case(), issue="tax")
    assert tax["settlement"]["values"] == {}
    assert "scales without values" in tax["not_judged"]
    quo = ask(case(issues__road__status_quo=None))
    assert "status quo" in quo["not_judged"]
    assert quo["settlement"]["possible"] is None
    value = ask(case(), issue="road")["settlement"]["values"]["road"]
    barred = ask(case(impossible=[f"road = {value}"]), issue="road")
    assert value != "none"
    assert barred["settlement"]["values"] == {"road": value}
    assert barred["settlement"]["possible"] is False
    assert barred["settlement"]["holds_by"] is None
