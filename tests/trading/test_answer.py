"""The answer to "what can be traded?": its parts on small cases worked out by hand, and what it says of strange models."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

import detente
from detente.case import Case
from detente.deals.zone import find_zone
from detente.documents import TradesDocument, schema_of
from detente.errors import UsageError
from detente.trading.document import document_of
from random_deals import random_deal

if TYPE_CHECKING:
    from detente.trading.answer import Trades

# two issues that both decide; a gives on x what b wants most, b gives on y
SWAP: dict[str, Any] = {
    "detente": "1",
    "title": "Swap",
    "as_of": "2025-01-01",
    "actors": {"a": {"name": "Anna"}, "b": {"name": "Bert"}},
    "issues": {
        "x": {"title": "Water", "values": ["old", "new"], "decided_by": ["a", "b"], "status_quo": "old"},
        "y": {"title": "Road", "values": ["old", "new"], "decided_by": ["a", "b"], "status_quo": "old"},
    },
    "preferences": {
        "a": {"scores": {"x": {"values": {"old": 3, "new": 0}}, "y": {"values": {"old": 0, "new": 10}}}},
        "b": {"scores": {"x": {"values": {"old": 0, "new": 8}}, "y": {"values": {"old": 5, "new": 0}}}},
    },
}


def ask(document: dict[str, Any], **options: Any) -> Trades:
    return detente.trades(Case.model_validate(document), **options)


def told(answer: Trades) -> Any:
    """Return the answer's document, without its types."""
    return answer.to_dict()


def changed(**parts: Any) -> dict[str, Any]:
    return SWAP | parts


def test_a_trade_by_hand() -> None:
    found = told(ask(SWAP))
    # no deal is the status quo: 3 for a, 5 for b; both new: 10 and 8; the other two leave one worse off
    assert found["no_deal"] == {"a": 3, "b": 5}
    assert (found["outcomes"], found["acceptable"]) == (4, 2)
    for method in ("nash", "kalai-smorodinsky", "egalitarian", "utilitarian"):
        assert found["solutions"][f"deals.{method}"] == [
            {"outcome": {"x": "new", "y": "new"}, "utility": {"a": 10, "b": 8}}
        ]
    package = found["recommended"][0]
    assert package["exchange"] == {"x": {"a": -3, "b": 8}, "y": {"a": 10, "b": -5}}
    # neither change alone leaves both at least as well off
    assert package["swaps"] == {
        "start": {"x": "old", "y": "old"},
        "steps": [{"x": "new", "y": "new"}],
        "width": 2,
        "worse_off": {},
    }
    assert package["holds"]["holds_by"] == ["graph.nash", "graph.seq", "graph.smr", "graph.gmr"]
    assert [(m["actor"], m["gain"], m["pivotal"]) for m in package["margins"]] == [("b", 3, True), ("a", 7, True)]


def test_a_package_that_one_can_break_does_not_hold() -> None:
    """Anna can take Water back alone: she keeps Road and Water, Bert cannot answer."""
    answer = ask(changed(moves=[{"issue": "x", "from": "new", "to": "old", "by": ["a"]}]))
    package = answer.recommended[0].package
    lasting = answer.lasting(package)
    assert lasting is not None
    assert lasting.concepts == ()
    assert answer.holds is not None
    assert [answer.holds.conflict.group_name(verdict.who) for verdict in lasting.breakers] == ["a"]
    # what does hold is what she would break to: it is not acceptable to Bert
    assert [mend.acceptable for mend in lasting.mends] == [False]
    assert [(issue, value) for issue, value, _ in lasting.mends[0].changes] == [("x", "old")]
    for mend in lasting.mends:
        state = answer.holds.conflict.space.find(answer.reading.outcome(mend.package))
        assert all(answer.holds.holding(concept)[state] for concept in mend.concepts)


def test_mends_are_the_nearest_that_hold_and_are_acceptable() -> None:
    answer = detente.trades("alaska", draws=0)
    assert answer.holds is not None
    space = answer.holds.conflict.space
    for chosen in answer.recommended:
        lasting = answer.lasting(chosen.package)
        assert lasting is not None
        if lasting.asked is None:
            continue
        held = answer.holds.holding(lasting.asked)
        distances = []
        for state in space.outcomes[held[space.outcomes]]:
            other = space.digits(int(state))
            if answer.reading.bargain.is_acceptable(other):
                distances.append(sum(a != b for a, b in zip(chosen.package, other, strict=True)))
        assert all(mend.acceptable for mend in lasting.mends) == bool(distances)
        if distances:
            assert {len(mend.changes) for mend in lasting.mends} == {min(distances)}


def test_no_deal_may_be_anything() -> None:
    own = SWAP["preferences"]["a"]
    for said, worth in (
        ("status quo", 3), ("4.5", Fraction("4.5")), (["1", "5"], 3), (["1", "2", "5"], 2), ("-100", -100),
        ({"x": "new", "y": "new"}, 10), ({"y": "new"}, 13),
    ):  # fmt: skip
        found = told(ask(changed(preferences=SWAP["preferences"] | {"a": own | {"no_deal": said}})))
        assert found["no_deal"]["a"] == worth, said
    ranged = told(ask(changed(preferences=SWAP["preferences"] | {"a": own | {"no_deal": ["1", "5"]}})))
    assert ranged["no_deal_how"]["a"]["range"] == [1, 5]


def test_no_deal_below_the_worst_package_is_not_lifted() -> None:
    """A low no deal of Anna moves the Nash solution: her gain is then nearly the same everywhere."""
    own = SWAP["preferences"]["a"] | {"no_deal": "-1000"}
    answer = ask(changed(preferences={"a": own, "b": SWAP["preferences"]["b"] | {"no_deal": 0}}))
    found = told(answer)
    assert found["acceptable"] == 4
    # gains: (x new, y old) 1000 and 13 against (new, new) 1010 and 8, (old, old) 1003 and 5, (old, new) 1013 and 0
    assert found["solutions"]["deals.nash"][0]["outcome"] == {"x": "new", "y": "old"}


def test_no_deal_that_is_not_known() -> None:
    issues = {name: {k: v for k, v in issue.items() if k != "status_quo"} for name, issue in SWAP["issues"].items()}
    answer = ask(changed(issues=issues))
    found = told(answer)
    assert found["no_deal"] == {"a": None, "b": None}
    assert found["acceptable"] == 4
    assert set(found["solutions"]) == {"deals.utilitarian"}
    assert any("not said" in note for note in found["notes"])
    half = {
        "a": SWAP["preferences"]["a"] | {"no_deal": {"x": "old"}},
        "b": SWAP["preferences"]["b"] | {"no_deal": "what holds"},
    }
    notes = ask(changed(issues=issues, preferences=half)).notes
    assert any("leaves out y" in note for note in notes)


def test_no_deal_is_what_holds_when_talks_fail() -> None:
    """Bert alone can raise a wall, which hurts Anna: so without a deal there is a wall, though now there is none."""
    issues = SWAP["issues"] | {"wall": {"decided_by": ["b"], "status_quo": "no"}}
    scores = {actor: dict(own["scores"]) for actor, own in SWAP["preferences"].items()}
    scores["a"]["wall"] = {"values": {"no": 0, "yes": -6}}
    scores["b"]["wall"] = {"values": {"no": 0, "yes": 1}}
    preferences = {actor: {"scores": table, "no_deal": "what holds"} for actor, table in scores.items()}
    found = told(ask(changed(issues=issues, preferences=preferences)))
    assert found["no_deal"] == {"a": -3, "b": 6}
    assert found["no_deal_how"]["a"]["kind"] == "what holds"
    assert found["no_deal_how"]["a"]["outcomes"] == [{"x": "old", "y": "old", "wall": "yes"}]
    # worth more to a than to b is lost: no wall can be part of the deal
    assert found["solutions"]["deals.nash"][0]["outcome"] == {"x": "new", "y": "new", "wall": "no"}


def test_agreement_rules() -> None:
    three = {
        "detente": "1",
        "title": "t",
        "actors": {name: {"name": name} for name in "abc"} | {"c": {"name": "c", "in_the_room": "no"}},
        "issues": {
            "x": {"values": ["s", "u", "v"], "decided_by": ["a", "b"], "status_quo": "s"},
            "y": {"values": ["s", "t"], "decided_by": ["c"], "status_quo": "s"},
        },
        "preferences": {
            "a": {"scores": {"x": {"values": {"s": 0, "u": 2, "v": 2}}, "y": {"values": {"s": 0, "t": 1}}}},
            "b": {"scores": {"x": {"values": {"s": 0, "u": 1, "v": -1}}}},
            "c": {"scores": {"x": {"values": {"s": 0, "u": -5, "v": 3}}, "y": {"values": {"s": 0, "t": 1}}}},
        },
    }
    for rule, acceptable in (
        (None, 2),  # all three: (s, s) and (s, t)
        ({"rule": "unanimous", "of": ["a", "b"]}, 4),  # not c: s or u, with any y
        ({"at_least": 2}, 6),
        ({"at_least": 2, "must_include": ["b"]}, 4),
        ({"at_least": 2, "must_include": ["c"]}, 4),
        # c must agree only where y changes: (s, s), (u, s), (s, t); (u, t) leaves it worse off
        ({"rule": "deciders"}, 3),
        ({"rule": "deciders", "must_include": ["c"]}, 2),
    ):
        found = told(ask(three | ({"agreement": rule} if rule else {})))
        assert found["acceptable"] == acceptable, rule
    outside = ask(three | {"agreement": {"rule": "unanimous", "of": ["a", "b"]}})
    assert any("c has no say" in note for note in outside.notes)
    assert outside.to_dict()["counted"] == ["a", "b"]


def test_the_nearest_miss() -> None:
    """No deal above what the rest leaves: whose stands in the way, and by how much."""
    own = SWAP["preferences"]
    closed = {"a": own["a"] | {"no_deal": 11}, "b": own["b"] | {"no_deal": 6}}
    answer = ask(changed(preferences=closed))
    found = told(answer)
    assert found["acceptable"] == 0
    assert found["recommended"] == []
    # a takes part from 10 on at (new, new), where b has 8; b from 0 on at (old, new), where a has 13
    assert found["nearest_miss"]["alone"] == {"a": 1, "b": 6}
    assert found["nearest_miss"]["outcome"] == {"x": "new", "y": "new"}
    assert found["nearest_miss"]["short"] == {"a": 1}
    for actor, by in found["nearest_miss"]["alone"].items():
        lower = closed | {actor: closed[actor] | {"no_deal": closed[actor]["no_deal"] - by}}
        assert ask(changed(preferences=lower)).zone.acceptable
        almost = closed | {actor: closed[actor] | {"no_deal": str(closed[actor]["no_deal"] - by + 0.001)}}
        assert not ask(changed(preferences=almost)).zone.acceptable
    far = {"a": own["a"] | {"no_deal": 50}, "b": own["b"] | {"no_deal": 50}}
    answer = ask(changed(preferences=far))
    assert told(answer)["nearest_miss"]["alone"] == {}
    assert sum("every possible package" in note for note in answer.notes) == 2


def test_single_changes_are_where_they_say() -> None:
    """Beyond the number told the package is refused, just before it is not."""
    answer = detente.trades("alaska", draws=0)
    document = detente.load("alaska").to_document()
    package = answer.recommended[0].package
    seen = set()
    for margin in answer.margins(package):
        for change in margin.changes:
            if change.what == "no deal":
                continue
            seen.add(change.what)
            for step, stays in ((Fraction(999, 1000), True), (Fraction(1001, 1000), False)):
                value = change.now + (change.then - change.now) * step
                own = document["preferences"][margin.actor]
                scores = own["scores"]
                linked = own.get("linked", [])
                if change.what == "weight":
                    scores = scores | {
                        change.issue: scores[change.issue] | {"weight": f"{value.numerator}/{value.denominator}"}
                    }
                elif change.what == "score":
                    table = scores[change.issue]["values"] | {change.value: f"{value.numerator}/{value.denominator}"}
                    scores = scores | {change.issue: scores[change.issue] | {"values": table}}
                else:
                    linked = [
                        one
                        | (
                            {"worth": f"{value.numerator}/{value.denominator}"}
                            if one.get("when") == change.issue
                            else {}
                        )
                        for one in linked
                    ]
                replaced = own | {"scores": scores} | ({"linked": linked} if linked else {})
                of = Case.model_validate(document | {"preferences": document["preferences"] | {margin.actor: replaced}})
                assert detente.trades(of, draws=0).reading.bargain.is_acceptable(package) == stays, change
    assert seen == {"weight", "score", "link"}


def test_a_quorum_with_one_to_spare_hangs_on_nobody() -> None:
    answer = detente.trades("sport-park")
    six = next(
        p for p in answer.listed(answer.zone.acceptable_pareto, 100) if all(m.gain >= 0 for m in answer.margins(p))
    )
    pivotal = {margin.actor for margin in answer.margins(six) if margin.pivotal}
    assert pivotal == {"company", "tourism"}


def test_over_time() -> None:
    """A treaty lapses unless it is renewed, and an offer ends: the zone opens, then closes."""
    document = changed(
        issues=SWAP["issues"]
        | {"treaty": {"values": ["lapsed", "kept"], "decided_by": ["a", "b"], "status_quo": "kept"}},
        impossible=["treaty = lapsed and y = new"],
        preferences={
            "a": SWAP["preferences"]["a"] | {"no_deal": 12},
            "b": SWAP["preferences"]["b"],
        },
        calendar=[
            {"on": "2025-06-01", "what": "Anna's other offer ends", "no_deal": {"a": 4}},
            {"on": "2025-09-01", "what": "Bert finds another way", "no_deal": {"b": 9}},
            {"on": "2025-09-01", "what": "The treaty lapses", "then": {"treaty": "lapsed"}},
        ],
    )
    answer = ask(document)
    assert [(p.since, p.until, p.is_open, p.acceptable) for p in answer.periods] == [
        (date(2025, 1, 1), date(2025, 5, 31), False, 0),
        (date(2025, 6, 1), date(2025, 8, 31), True, 1),
        (date(2025, 9, 1), None, False, 0),
    ]
    assert [p.no_deal for p in answer.periods] == [{"a": 12, "b": 5}, {"a": 4, "b": 5}, {"a": 4, "b": 9}]
    assert ask(document, on="2025-07-01").zone.acceptable == 1
    assert ask(document, on=date(2025, 10, 1)).zone.acceptable == 0
    periods = told(answer)["over_time"]
    assert periods[2]["events"] == ["Bert finds another way", "The treaty lapses"]
    undated = {key: value for key, value in document.items() if key != "as_of"}
    assert [p.since for p in ask(undated).periods] == [None, date(2025, 6, 1), date(2025, 9, 1)]


def test_what_the_calendar_does_to_a_package() -> None:
    answer = detente.trades("alaska", draws=0)
    kept = detente.trades("alaska", start="treaty = observed, ceasefire = air, offensive = ground").start
    assert kept is not None
    (erosion,) = answer.erosions(kept)
    assert answer.reading.outcome(erosion.package)["treaty"] == "lapsed"
    renewed = detente.trades("alaska", start="treaty = extended").start
    assert renewed is not None
    assert answer.erosions(renewed) == []


def test_the_trade_from_a_named_outcome() -> None:
    answer = ask(SWAP, start="x = new")
    assert answer.start == (1, 0)
    assert told(answer)["recommended"][0]["swaps"]["start"] == {"x": "new", "y": "old"}
    # b falls from 13 to 8: it accepts only because no deal is worse
    assert told(answer)["recommended"][0]["swaps"]["worse_off"] == {"b": 5}
    assert ask(SWAP, start="status quo").start == (0, 0)
    for wrong, said in (
        ("x", "no/yes"),
        ("z = new", "no issue z"),
        ("x = newer", "no value"),
        ("x != new", "does not say one"),
    ):
        with pytest.raises(UsageError, match=said):
            ask(SWAP, start=wrong)


def test_ties_are_counted_whole_and_listed_in_part() -> None:
    issues = {f"i{k}": {"values": ["u", "v"], "decided_by": ["a", "b"], "status_quo": "u"} for k in range(9)}
    one = {"scores": {"i0": {"values": {"u": 0, "v": 1}}}}
    found = told(ask(changed(issues=issues, preferences={"a": one, "b": one})))
    assert found["solution_counts"] == dict.fromkeys(found["solutions"], 256)
    assert {len(packages) for packages in found["solutions"].values()} == {200}


def test_a_package_of_ones_own_is_looked_at_too() -> None:
    answer = ask(SWAP, packages=["x = new", "x = new, y = new"])
    assert [(chosen.package, bool(chosen.methods)) for chosen in answer.recommended] == [
        ((1, 1), True),
        ((1, 0), False),
    ]
    assert {m["actor"]: (m["gain"], m["pivotal"]) for m in told(answer)["recommended"][1]["margins"]} == {
        "a": (-3, False),
        "b": (8, True),
    }
    with pytest.raises(UsageError, match="Up to 5"):
        ask(SWAP, packages=["x = new"] * 6)


def test_noise_does_not_hide_who_is_needed() -> None:
    noisy = {
        actor: {
            "scores": {
                n: {"values": {v: repr(w / 7) for v, w in s["values"].items()}} for n, s in own["scores"].items()
            }
        }
        for actor, own in SWAP["preferences"].items()
    }
    answer = ask(changed(preferences=noisy))
    assert answer.zone.is_rough
    assert [margin.pivotal for margin in answer.margins(answer.recommended[0].package)] == [True, True]


def test_wrong_requests() -> None:
    for options, said in (
        ({"by": "votes"}, "no form"), ({"by": "ranking"}, "No actor"), ({"on": "soon"}, "not a day"),
        ({"draws": -1}, "Draws go from 0"), ({"seed": -1}, "seed is 0 or more"),
    ):  # fmt: skip
        with pytest.raises(UsageError, match=said):
            ask(SWAP, **options)


def test_alarms_about_the_model() -> None:
    issues = {f"i{k}": {"values": ["out", "in"], "decided_by": ["a", "b"], "status_quo": "out"} for k in range(5)}
    mean = {name: {"weight": "1/5", "values": {"out": 6, "in": k}} for k, name in enumerate(issues)}
    found = ask(changed(issues=issues, preferences={"a": {"scores": mean}, "b": {"scores": mean}}))
    assert any("near-empty" in note for note in found.notes)
    assert sum("are a mean over the issues" in note for note in found.notes) == 2
    nobody = ask(changed(preferences={"a": SWAP["preferences"]["a"]}))
    assert any("Bert has no preferences" in note for note in nobody.notes)
    both = {"a": SWAP["preferences"]["a"] | {"statements": ["y = new"]}, "b": SWAP["preferences"]["b"]}
    read = ask(changed(preferences=both), by="statements").notes
    assert any("Bert has no statements, so it is read by its scores" in note for note in read)
    assert any("depend on these units" in note for note in read)
    assert any("rests on it, by its statements" in note for note in ask(changed(preferences=both)).notes)
    # a sound model is told only of what `check` warns
    assert [note for note in ask(SWAP).notes if "detente check" not in note] == []


def test_positions_are_read_as_utility_and_that_is_said() -> None:
    issues = {"x": SWAP["issues"]["x"] | {"scale": {"old": 0, "new": 10}}}
    preferences = {
        "a": {"positions": {"x": {"position": 4, "salience": 2}}},
        "b": {"positions": {"x": {"position": 9, "salience": 1}}},
    }
    answer = ask(changed(issues=issues, preferences=preferences))
    assert any("minus salience x distance" in note for note in answer.notes)
    assert told(answer)["no_deal"] == {"a": -8, "b": -9}
    assert {c.what for m in answer.margins((1,)) for c in m.changes} <= {"salience"}


def test_scales_without_values_are_looked_at_in_points() -> None:
    document = changed(
        issues={
            "price": {"scale": {"min": 0, "max": 100, "unit": "EUR"}, "decided_by": ["a", "b"], "status_quo": "20"},
            "road": {"decided_by": ["a", "b"], "status_quo": "no"},
        },
        preferences={
            "a": {
                "scores": {"price": {"values": {"0": 0, "50": 20, "100": 30}}, "road": {"values": {"no": 0, "yes": 4}}}
            },
            "b": {"positions": {"price": {"position": 33, "salience": 1}}},
        },
    )
    answer = ask(document)
    assert any("looked at in points" in note for note in answer.notes)
    prices = answer.reading.frame.values[0]
    assert {"0", "20", "33", "50", "100"} <= set(prices)
    # on the line from 0 to 50 a price of 20 is worth 8; b stands 13 away from it
    assert told(answer)["no_deal"] == {"a": 8, "b": -13}
    nash = told(answer)["solutions"]["deals.nash"][0]["outcome"]
    assert nash["road"] == "yes"


def test_only_scales_have_no_graph_model() -> None:
    document = changed(
        issues={"price": {"scale": {"min": 0, "max": 10}, "decided_by": ["a", "b"], "status_quo": "5"}},
        preferences={
            "a": {"positions": {"price": {"position": 1, "salience": 1}}},
            "b": {"positions": {"price": {"position": 9, "salience": 1}}},
        },
    )
    answer = ask(document)
    assert answer.holds is None
    assert "scales only" in answer.holds_reason


def test_who_decides_what_is_needed_to_say_what_holds() -> None:
    issues = {name: issue | {"decided_by": []} for name, issue in SWAP["issues"].items()}
    answer = ask(changed(issues=issues))
    assert answer.holds is None
    assert "who decides what" in answer.holds_reason
    assert told(answer)["recommended"][0]["holds"] is None


def test_large_cases_are_answered() -> None:
    issues = {
        f"i{k}": {"values": [f"v{v}" for v in range(10)], "decided_by": ["a", "b"], "status_quo": "v0"}
        for k in range(30)
    }
    preferences = {
        actor: {
            "scores": {
                name: {"values": {f"v{v}": (7 * k * v + 3 * v * v * (place + 1)) % 41 for v in range(10)}}
                for k, name in enumerate(issues)
            }
        }
        for place, actor in enumerate("ab")
    }
    answer = ask(changed(issues=issues, preferences=preferences))
    found = told(answer)
    assert found["outcomes"] == str(10**30)
    assert found["exact"]
    assert found["acceptable"] is None
    share, low, high = found["acceptable_share"]
    assert 0 <= low <= share <= high <= 1
    assert any("too many packages to count" in note for note in found["notes"])
    assert "up to 262,144 combinations" in answer.holds_reason
    package = found["recommended"][0]
    assert package["swaps"]["steps"] is None
    jsonschema.validate(found, schema_of(TradesDocument))


@pytest.mark.parametrize("seed", range(9_000, 9_030))
def test_every_answer_is_the_document_it_says(seed: int) -> None:
    answer = ask(random_deal(seed).document, draws=20)
    jsonschema.validate(dict(document_of(answer)), schema_of(TradesDocument))


@pytest.mark.parametrize("case", ["alaska", "panama-canal", "sport-park"])
def test_shipped_cases_are_answered(case: str) -> None:
    found = told(detente.trades(case, draws=50))
    jsonschema.validate(found, schema_of(TradesDocument))
    assert found["acceptable"] > 0


def reviewed(issues: dict[str, Any], preferences: dict[str, Any], **more: Any) -> Trades:
    """Ask a case of two actors; what a hostile reviewer found wrong once."""
    base = {"detente": "1", "title": "t", "actors": {"a": {"name": "A"}, "b": {"name": "B"}}}
    return detente.trades(Case.model_validate(base | {"issues": issues, "preferences": preferences} | more), draws=200)


LOW_HIGH = {"values": ["l", "h"], "status_quo": "l"}


def test_past_entries_do_not_undo_a_package() -> None:
    issues = {name: LOW_HIGH | {"decided_by": ["a", "b"]} for name in "xz"}
    preferences = {
        "a": {"scores": {"x": {"values": {"l": 0, "h": 5}}}},
        "b": {"scores": {"x": {"values": {"l": 0, "h": 4}}}},
    }
    calendar = [
        {"on": "2020-01-01", "what": "past", "then": {"x": "l"}},
        {"on": "2021-01-01", "what": "later", "then": {"z": "h"}},
    ]
    answer = reviewed(issues, preferences, calendar=calendar, as_of="2020-06-01")
    (erosion,) = answer.erosions((1, 0))
    assert (erosion.entry, erosion.package, erosion.acceptable) == (1, (1, 1), True)


def test_an_entry_held_off_on_its_day_does_not_fire_later() -> None:
    issues = {name: LOW_HIGH | {"decided_by": ["a", "b"]} for name in "xy"}
    preferences = {actor: {"scores": {"x": {"values": {"l": 0, "h": 5}}}} for actor in "ab"}
    calendar = [
        {"on": "2020-02-01", "what": "one", "then": {"x": "h"}, "unless": "y = l"},
        {"on": "2020-03-01", "what": "two", "then": {"y": "h"}},
        {"on": "2020-04-01", "what": "three", "then": {"y": "l"}},
    ]
    answer = reviewed(issues, preferences, calendar=calendar, as_of="2020-01-01")
    assert [erosion.package for erosion in answer.erosions((0, 0))] == [(0, 1), (0, 0)]


def test_a_later_package_is_asked_with_the_no_deal_of_its_day() -> None:
    issues = {"x": LOW_HIGH | {"values": ["l", "h"], "status_quo": "h", "decided_by": ["a", "b"]}}
    preferences = {actor: {"scores": {"x": {"values": {"l": 0, "h": 5}}}} for actor in "ab"}
    calendar = [{"on": "2020-02-01", "what": "lapse", "then": {"x": "l"}}]
    answer = reviewed(issues, preferences, calendar=calendar, as_of="2020-01-01")
    assert [erosion.acceptable for erosion in answer.erosions((1,))] == [True]


def test_directions_of_changes_where_nothing_is_gained() -> None:
    issues = {"x": LOW_HIGH | {"decided_by": ["a", "b"]}}
    preferences = {
        "a": {"no_deal": 5, "scores": {"x": {"weight": [5, 5, 8], "values": {"l": 0, "h": 1}}}},
        "b": {"no_deal": 1, "scores": {"x": {"values": {"l": 0, "h": ["1/2", 1, 1]}}}},
    }
    found = {(m.actor, c.what): c for m in reviewed(issues, preferences).margins((1,)) for c in m.changes}
    assert (found["a", "weight"].below, found["a", "weight"].within) == (True, False)
    assert (found["b", "score"].below, found["b", "score"].within) == (True, True)


def test_only_printed_doubles_carry_noise() -> None:
    issues = {"x": LOW_HIGH | {"decided_by": ["a", "b"]}}
    for large in ("1000000000000000", "1000000000000000.0", ["0", "0.000000000000001"]):
        preferences = {
            "a": {"scores": {"x": {"values": {"l": 0, "h": 1}}}},
            "b": {"no_deal": "1/1000000000000000000", "scores": {"x": {"values": {"l": large, "h": 0}}}},
        }
        answer = reviewed(issues, preferences)
        assert answer.zone.bargain.noise == ()
        assert not answer.reading.bargain.is_acceptable((1,))


def test_a_dominated_package_is_no_solution_in_any_draw() -> None:
    issues = {"x": {"values": ["s", "p", "q"], "status_quo": "s", "decided_by": ["a", "b"]}}
    scores = {"a": (0, 5, 5), "b": (0, 3, 3), "c": (0, -1, -3)}
    preferences = {
        name: {"scores": {"x": {"values": dict(zip("spq", row, strict=True))}}} for name, row in scores.items()
    }
    preferences["a"]["scores"]["x"]["weight"] = [1, 2]  # type: ignore[assignment]
    actors = {name: {"name": name} for name in scores}
    answer = reviewed(issues, preferences, actors=actors, agreement={"at_least": 2})
    assert answer.shares is not None
    assert answer.shares.solution["deals.nash"].tolist() == [0, 1, 0]


def test_an_outsider_with_an_order_does_not_matter() -> None:
    actors = {name: {"name": name} for name in "abc"}
    preferences = SWAP["preferences"] | {"c": {"statements": ["x = old"]}}
    answer = ask(changed(actors=actors, preferences=preferences, agreement={"of": ["a", "b"]}))
    assert answer.solutions["deals.nash"]
    assert not any("only order" in note for note in answer.notes)
    assert told(answer)["recommended"][0]["utility"] == {"a": 10, "b": 8, "c": 0}


def test_whose_no_deal_stands_in_the_way_outside_the_pool() -> None:
    issues = {"x": {"values": ["l", "h"], "status_quo": "l", "decided_by": ["b"]}}
    preferences = {
        "a": {"no_deal": 1, "scores": {"x": {"values": {"l": 0, "h": 2}}}},
        "b": {"no_deal": 0, "scores": {"x": {"values": {"l": 0, "h": -1}}}},
    }
    found = told(reviewed(issues, preferences, agreement={"rule": "deciders", "of": ["a"], "must_include": ["a"]}))
    assert found["nearest_miss"]["alone"] == {"a": 1, "b": 1}


def scored(**tables: dict[str, Any]) -> dict[str, Any]:
    return {"scores": tables}


ONE = {"values": {"l": 0, "h": 1}}
NEARLY_ONE = ["1", "1.00000000000000000001", "1.00000000000000000002"]
MANY = [f"o{k}" for k in range(700)]
STRANGE: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]] = {
    # two forms where the other actor has one of them
    "forms": ({"x": LOW_HIGH}, [scored(x=ONE) | {"statements": ["x = h"]}, {"statements": ["x = l"]}]),
    # numbers that no double holds together
    "sizes": (
        {"x": LOW_HIGH, "y": LOW_HIGH},
        [scored(x=ONE | {"weight": "1e99"}, y=ONE | {"weight": "1e-99"})] * 2,
    ),
    # a range that is one number as a double
    "range": ({"x": LOW_HIGH}, [scored(x={"values": {"l": 0, "h": NEARLY_ONE}})] * 2),
    # more axes than numpy has
    "axes": (
        {"x": LOW_HIGH} | {f"o{k}": {"values": ["only"], "status_quo": "only"} for k in range(70)},
        [scored(x=ONE)] * 2,
    ),
    # more issues than Python nests calls
    "issues": (
        {name: {"status_quo": "no"} for name in MANY},
        [
            scored(**{name: {"values": {"no": 0, "yes": (k * prime) % 5 - 2}} for k, name in enumerate(MANY)})
            for prime in (7, 8)
        ],
    ),
    # an order of more statements than a double has bits
    "statements": ({"x": LOW_HIGH}, [{"statements": ["x = h"] * 1_200}] * 2),
}


@pytest.mark.parametrize("name", STRANGE)
def test_strange_sizes_are_answered(name: str) -> None:
    issues, (first, second) = STRANGE[name]
    preferences = {"a": first, "b": second}
    import io

    from rich.console import Console

    from detente.report.trades_page import print_trades

    issues = {name: issue | {"decided_by": ["a", "b"]} for name, issue in issues.items()}
    answer = reviewed(issues, preferences)
    jsonschema.validate(told(answer), schema_of(TradesDocument))
    print_trades(answer, Console(file=io.StringIO(), width=100), name="x", over_time=True)


def test_a_number_as_no_deal_of_an_order() -> None:
    own = {"scores": {"x": {"values": {"l": 0, "h": 1}}}, "statements": ["x = h"], "no_deal": 1}
    document = {
        "detente": "1", "title": "t", "actors": {"a": {"name": "A"}},
        "issues": {"x": LOW_HIGH | {"decided_by": ["a"]}}, "preferences": {"a": own},
    }  # fmt: skip
    answer = ask(document, by="statements")
    assert told(answer)["no_deal"] == {"a": None}
    assert any("name an outcome" in note for note in answer.notes)


def test_the_first_day_there_is_and_an_impossible_no_deal() -> None:
    calendar = [{"on": "0001-01-01", "what": "dawn", "then": {"x": "new"}}]
    undated = {key: value for key, value in SWAP.items() if key != "as_of"} | {"calendar": calendar}
    assert [p.until for p in ask(undated | {"impossible": ["x = new"]}).periods] == [None, None]
    later = ask(undated | {"impossible": ["x = new and y = old"]}, on="2025-01-01")
    assert any("impossible by the rules" in note for note in later.notes)


def test_what_holds_is_held_fixed_and_that_is_said() -> None:
    issues = {"x": LOW_HIGH | {"decided_by": ["a"]}}
    preferences = {
        "a": {"scores": {"x": {"values": {"l": 0, "h": [0, 2]}}}, "no_deal": "what holds"},
        "b": {"scores": {"x": {"values": {"l": 0, "h": 1}}}},
    }
    assert any("stays as it is in the draws" in note for note in reviewed(issues, preferences).notes)


def test_too_many_issues() -> None:
    from detente.errors import LimitError

    issues: dict[str, Any] = {f"o{k}": {"values": ["only"], "decided_by": ["a"]} for k in range(2_100)}
    with pytest.raises(LimitError, match="up to 2,000"):
        reviewed(issues, {"a": {"scores": {"o1": {"values": {"only": 0}}}}})


def test_talks_that_fail_where_too_much_can_happen() -> None:
    own = {"scores": {"i0": {"values": {"no": 0, "yes": 1}}}, "no_deal": "what holds"}
    for count, words in ((21, "looked for among up to 1,048,576"), (60, "is not known")):
        issues = {f"i{k}": {"decided_by": ["a"], "status_quo": "no"} for k in range(count)}
        answer = reviewed(issues, {"a": own})
        assert any(words in note for note in answer.notes)
        assert told(answer)["no_deal"]["a"] is None


def test_talks_that_can_fail_in_two_ways() -> None:
    """Chicken without a word: the status quo is upset by either, and two outcomes hold. The nearest counts."""
    issues = {
        name: {"values": ["dare", "yield"], "decided_by": [name[0]], "status_quo": "dare"} for name in ("ax", "bx")
    }
    worth = {("dare", "dare"): 0, ("yield", "dare"): 2, ("dare", "yield"): 9, ("yield", "yield"): 5}
    links = {
        "a": [{"when": f"ax = {x} and bx = {y}", "worth": w} for (x, y), w in worth.items() if w],
        "b": [{"when": f"ax = {x} and bx = {y}", "worth": worth[y, x]} for (x, y) in worth if worth[y, x]],
    }
    zero = {"values": {"dare": 0, "yield": 0}}
    preferences = {a: {"scores": {"ax": zero}, "linked": links[a], "no_deal": "what holds"} for a in "ab"}
    answer = reviewed(issues, preferences)
    found = told(answer)
    assert [found["no_deal_how"][a]["range"] for a in "ab"] == [[2, 9], [2, 9]]
    assert len(found["no_deal_how"]["a"]["outcomes"]) == 2
    assert any("2 ways" in note for note in answer.notes)
    # no package gives both what the way best for them gives: each draw takes one way for both
    assert answer.shares is not None
    assert answer.shares.acceptable.max() < 1


def test_talks_that_fail_without_end() -> None:
    """A circle of two who never rest: nothing holds by Nash; what holds by a longer view is taken."""
    issues = {
        "x": {"values": ["h", "t"], "decided_by": ["a"], "status_quo": "h"},
        "y": {"values": ["h", "t"], "decided_by": ["b"], "status_quo": "h"},
    }
    zero = {"values": {"h": 0, "t": 0}}
    alike = [{"when": "x = h and y = h", "worth": 1}, {"when": "x = t and y = t", "worth": 1}]
    preferences = {
        "a": {"scores": {"x": zero}, "linked": alike, "no_deal": "what holds"},
        "b": {"scores": {"x": zero}, "linked": [one | {"worth": -1} for one in alike], "no_deal": "what holds"},
    }
    answer = reviewed(issues, preferences)
    assert any("is what holds by" in note and "by Nash" not in note for note in answer.notes)


def test_why_adjusted_winner_gives_nothing() -> None:
    def reasons(a: dict[str, Any], b: dict[str, Any], *, splittable: str = "x", **more: Any) -> list[str]:
        issues = {
            name: issue | {"splittable": "yes" if name == splittable else "no"}
            for name, issue in SWAP["issues"].items()
        }
        answer = ask(changed(issues=issues, preferences={"a": a, "b": b}, **more))
        return [note for note in answer.notes if "Adjusted Winner" in note]

    own, other = SWAP["preferences"]["a"], SWAP["preferences"]["b"]
    assert "scores or positions" in reasons(own, {"statements": ["x = new"]})[0]
    assert "linked" in reasons(own | {"linked": [{"when": "x = new and y = new", "worth": 1}]}, other)[0]
    same = {"scores": {"x": {"values": {"old": 0, "new": 1}}, "y": {"values": {"old": 0, "new": 1}}}}
    assert "nothing to divide" in reasons(same, same)[0]
    assert "not marked splittable" in reasons(
        {"scores": {"x": {"values": {"old": 9, "new": 0}}, "y": {"values": {"old": 0, "new": 1}}}},
        {"scores": {"x": {"values": {"old": 0, "new": 8}}, "y": {"values": {"old": 1, "new": 0}}}},
        splittable="y",
    )[0]  # fmt: skip
    assert "impossible" in reasons(own, other, impossible=["x = new and y = new"], splittable="y")[0]
    assert reasons(own, other, splittable="y") == []


def test_an_even_division_splits_nothing() -> None:
    issues = {name: issue | {"splittable": "yes"} for name, issue in SWAP["issues"].items()}
    preferences = {
        "a": {"scores": {"x": {"values": {"old": 6, "new": 0}}, "y": {"values": {"old": 0, "new": 4}}}},
        "b": {"scores": {"x": {"values": {"old": 0, "new": 4}}, "y": {"values": {"old": 6, "new": 0}}}},
    }
    found = told(ask(changed(issues=issues, preferences=preferences)))["solutions"]["deals.adjusted-winner"][0]
    assert found["split"] is None
    assert found["points"] == {"a": 60, "b": 60}


def test_scales_in_every_place() -> None:
    issues = {
        "price": {"scale": {"min": 0, "max": 10}, "decided_by": ["a", "b"], "status_quo": "5"},
        "x": SWAP["issues"]["x"],
    }
    preferences = {
        "a": {"scores": {"price": {"values": {"0": 0, "10": 10}}}, "no_deal": {"price": "2.50"}},
        "b": {"scores": {"price": {"values": {"3": 5}}, "x": {"values": {"old": 0, "new": 1}}}},
    }
    calendar = [{"on": "2025-03-01", "what": "falls", "then": {"price": "7.25", "x": "new"}}]
    answer = ask(changed(issues=issues, preferences=preferences, calendar=calendar), on="2025-04-01")
    assert {"2.5", "7.25"} <= set(answer.reading.frame.values[0])
    # a's own outcome is moved by the calendar too
    assert told(answer)["no_deal"]["a"] == 7.25


def test_a_frontier_too_large_to_keep(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.deals.zone.MAX_CELLS", 10)
    dice = Random(1)
    issues = {f"i{k}": {"values": list("uvwxyz"), "decided_by": ["a", "b"], "status_quo": "u"} for k in range(4)}
    preferences = {
        a: {"scores": {name: {"values": {v: dice.randint(0, 999) for v in "uvwxyz"}} for name in issues}} for a in "ab"
    }
    answer = reviewed(issues, preferences)
    assert answer.zone.is_exact
    thinned = replace(answer, zone=find_zone(answer.reading.bargain, 4))
    assert not told(thinned)["exact"]
    assert all(step > 0 for step in told(thinned)["eps"].values())
    assert any("too large to keep whole" in note for note in thinned.notes)


def test_large_cases_with_rules_and_deciders() -> None:
    issues = {
        f"i{k}": {"values": list("uvwxyz"), "decided_by": [("a", "b")[k % 2]], "status_quo": "u"} for k in range(12)
    }
    preferences = {
        a: {
            "scores": {
                name: {"values": {v: (k + 3) * n**power % 89 - 20 for n, v in enumerate("uvwxyz")}}
                for k, name in enumerate(issues)
            }
        }
        for a, power in (("a", 3), ("b", 2))
    }
    answer = reviewed(issues, preferences, impossible=["i0 = u and i1 = v"], agreement={"rule": "deciders"})
    assert any("fewest changes" in note for note in answer.notes)
    assert answer.sampled_share is not None
    never = [f"i0 = {v} and i{k} = {w}" for v in "uvwxyz" for k in (1,) for w in "uvwxyz"]
    # an impossible status quo would be found; what the rules leave together is not looked through at this size
    open_start = {
        name: {key: value for key, value in issue.items() if key != "status_quo"} for name, issue in issues.items()
    }
    nothing = read_bargain_without_check(open_start, preferences, never)
    assert nothing.sampled_share is None
    assert any("leave no package" in note for note in nothing.notes)


def read_bargain_without_check(issues: dict[str, Any], preferences: dict[str, Any], impossible: list[str]) -> Trades:
    """Ask a case that `check` has found too large to look through."""
    document = {
        "detente": "1",
        "title": "t",
        "actors": {"a": {"name": "A"}, "b": {"name": "B"}},
        "impossible": impossible,
    }
    return detente.trades(Case.model_validate(document | {"issues": issues, "preferences": preferences}))
