"""A case at a glance: hours in every zone, moves and preferences in words, what judgements rest on."""

from __future__ import annotations

import detente
from detente.case import Case
from detente.report.glance import glance_of

CASE = Case.model_validate(
    {
        "detente": "1",
        "title": "T",
        "actors": {"a": {"name": "Anna", "capability": ["1", "2"]}, "b": {"name": "Bert", "zone": "Asia/Kathmandu"}},
        "issues": {
            "x": {"decided_by": ["a"]},
            "y": {
                "values": ["low", "high"],
                "decided_by": ["a", "b"],
                "scale": {"low": "0", "high": "9"},
                "title": "Wage",
            },
        },
        "moves": [
            {"issue": "x", "only": "forward", "by": "a"},
            {"issue": "y", "from": "high", "to": "low", "by": ["b"]},
            {"issue": "y", "from": ["low"], "to": "high", "allow": "no"},
            {"from": "x", "to": "not x", "by": ["a", "b"], "allow": "no"},
            {"from": "x", "to": "y = low", "allow": "no"},
            {"from": "x", "to": "y = low", "by": ["b"]},
        ],
        "preferences": {
            "a": {
                "ranking": ["y = high", ["x and y = low", "not x and y = low"]],
                "scores": {"y": {"weight": "2", "values": {"low": "0", "high": ["1", "3"]}}},
                "positions": {"y": {"position": "3", "salience": "50"}},
                "no_deal": {"y": "low"},
            },
            "b": {"statements": [{"that": "x", "because": ["s:p1", "assumption: z"]}], "no_deal": ["1", "2"]},
        },
        "agreement": {"at_least": "1", "must_include": "b"},
        "calendar": [
            {"on": "2025-02-01", "what": "Nothing"},
            {"on": "2025-03-01", "what": "More", "then": {"y": "high"}},
        ],
        "meeting": {"starts": "2025-01-15T23:30 Europe/Kyiv"},
        "sources": {"s": {"title": "S"}},
        "background": [{"what": "A fact"}],
    }
)


def test_words() -> None:
    document = detente.show(CASE).to_dict()
    assert document["moves"] == [
        "x can only move forward for Anna.",
        "Bert can move Wage from high to low alone.",
        "Its deciders cannot move Wage from low to high.",
        "Anna or Bert cannot go from (x: yes) to (x: no).",
        "Nobody can go from (x: yes) to (Wage: low).",
        "Bert can go from (x: yes) to (Wage: low).",
    ]
    assert document["preferences"]["a"] == [
        "rank 1: Wage: high",
        "rank 2: x: yes and Wage: low; x: no and Wage: low",
        "scores for Wage: low 0, high 1 to 3, weight 2",
        "stands at 3 on Wage, salience 50",
        "no deal means: Wage: low",
    ]
    assert document["preferences"]["b"] == ["1. x: yes", "no deal means: 1 to 2"]
    assert document["agreement"] == "A deal needs at least 1 of 2 actors, Bert among them."
    assert [entry["effect"] for entry in document["calendar"]] == ["nothing changes by itself", "Wage becomes high"]


def test_hours_cross_midnight_and_odd_zones() -> None:
    assert glance_of(CASE).hours == {
        "on the spot (Europe/Kyiv)": "Wednesday 15 January 2025, 23:30",
        "UTC": "Wednesday 15 January 2025, 21:30",
        "Bert (Asia/Kathmandu)": "Thursday 16 January 2025, 03:15",
    }


def test_what_judgements_rest_on() -> None:
    glance = glance_of(CASE)
    assert glance.count("both") == 1
    assert glance.count("passages") == glance.count("assumptions") == 0
    assert glance.count("nothing") == len(glance.judgements) - 1


def test_every_judgement_of_the_summit_rests_on_something() -> None:
    glance = detente.show("alaska")
    assert glance.count("nothing") == 0
    assert glance.count("passages") > glance.count("assumptions")
