"""Conditions, outcomes, moves and rules in words."""

from __future__ import annotations

import pytest

import detente
from detente.report import words
from detente.space import space_of

CASE = detente.load("alaska")
SPACE = space_of(CASE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("followup", "Follow-up summit: yes"),
        ("not followup", "Follow-up summit: no"),
        ("not ceasefire = full", "Ceasefire: not full"),
        ("not (followup or trade)", "not (Follow-up summit: yes or Trade: yes)"),
        ("not ceasefire >= air", "not Ceasefire: air or more"),
        ("ceasefire >= air if offensive != full", "Ceasefire: air or more, if Russia's offensive: not full"),
        ("ceasefire <= air", "Ceasefire: air or less"),
        ("treaty in [observed, extended]", "New START cap: observed or extended"),
        ("submarines iff offensive = full", "US submarines near Russia: yes, exactly if Russia's offensive: full"),
        ("trade and (followup or three_way)", "Trade: yes and (Follow-up summit: yes or Meeting of three: yes)"),
        ("Y-N-", "US submarines near Russia: yes and Meeting of three: no"),
        ("----", "any outcome"),
    ],
)
def test_conditions(text: str, expected: str) -> None:
    assert words.condition(CASE, text) == expected


def test_outcomes_and_changes() -> None:
    start = SPACE.status_quo
    assert start is not None
    end = SPACE.find(SPACE.outcome(start) | {"ceasefire": "air", "offensive": "ground"})
    assert words.change(CASE, SPACE, start, end) == "Russia's offensive full → ground, Ceasefire none → air"
    assert words.change(CASE, SPACE, start, start) == "nothing"


def test_names() -> None:
    assert words.names([]) == ""
    assert words.names(["a"]) == "a"
    assert words.names(["a", "b", "c"], "or") == "a, b or c"


def test_rules() -> None:
    everything = tuple(tuple(range(n)) for n in SPACE.sizes)
    assert words.rule(CASE, SPACE, everything) == "every outcome"
    some = ((0, 1), *everything[1:])
    assert words.rule(CASE, SPACE, some) == "Russia's offensive: halted or ground; the rest free"
    one = tuple((0,) for _ in SPACE.sizes)
    assert "free" not in words.rule(CASE, SPACE, one)
