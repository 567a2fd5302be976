"""What an outcome is worth: terms over issues, links, orders."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest

from detente.case import Case
from detente.conflict import conflict_of
from detente.errors import LimitError
from detente.preferences import ranks_of
from detente.space import frame_of, space_of
from detente.utility import add_up, integral, terms_of, worth_form, worth_of
from random_cases import random_pair


def case(preferences: dict[str, Any], **more: Any) -> Case:
    return Case.model_validate(
        {
            "detente": "1",
            "title": "t",
            "actors": {"a": {"name": "A"}},
            "issues": {"x": {}, "y": {"values": ["low", "mid", "high"], "scale": {"low": 0, "mid": 4, "high": 10}}},
            "preferences": {"a": preferences},
        }
        | more
    )


def worths(of: Case, form: str) -> dict[tuple[int, int], Fraction]:
    frame = frame_of(of)
    terms = terms_of(of, frame, "a", form)
    return {digits: Fraction(worth_of(terms, digits)) for digits in product(range(2), range(3))}


def test_scores_with_weights_and_links() -> None:
    found = worths(
        case(
            {
                "scores": {
                    "x": {"values": {"no": 0, "yes": "1/3"}},
                    "y": {"weight": [1, 2, 4], "values": {"low": 0, "mid": [1, 3], "high": 10}},
                },
                "linked": [
                    {"when": "x and y >= mid", "worth": 5},
                    {"issue": "y", "only_if": "x or y = high"},
                ],
            }
        ),
        "scores",
    )
    # by hand: y counts with x or at high; 2 x the middle of [1, 3] is 4, 2 x 10 is 20
    assert found == {
        (0, 0): 0, (1, 0): Fraction(1, 3), (0, 1): 0, (1, 1): Fraction(1, 3) + 4 + 5,
        (0, 2): 20, (1, 2): Fraction(1, 3) + 20 + 5,
    }  # fmt: skip


def test_positions_are_minus_salience_times_distance() -> None:
    found = worths(case({"positions": {"y": {"position": 6, "salience": [1, 3]}}}), "positions")
    assert [found[0, v] for v in range(3)] == [-12, -4, -8]


def test_statements_and_rankings_order_as_they_say() -> None:
    for seed in range(60):
        of = Case.model_validate(random_pair(seed).document)
        space = space_of(of)
        for actor, own in of.preferences.items():
            form = own.forms[0]
            keys = add_up(space.sizes, integral(terms_of(of, space, actor, form))[0]).keys()
            ranks = ranks_of(of, space, actor)
            states = space.outcomes
            order = np.lexsort((keys[states],))
            assert (np.diff(ranks[states][order]) >= 0).all()
            assert ((np.diff(keys[states][order]) > 0) == (np.diff(ranks[states][order]) > 0)).all()


def test_patterns_in_rankings_are_joined_not_added() -> None:
    of = Case.model_validate(
        {
            "detente": "1",
            "title": "t",
            "actors": {"a": {"name": "A"}},
            "issues": {"x": {}, "z": {}},
            "preferences": {"a": {"ranking": [["YY", "Y-"], "--"]}},
        }
    )
    frame = frame_of(of)
    terms = terms_of(of, frame, "a", "ranking")
    assert [worth_of(terms, d) for d in ((1, 1), (1, 0), (0, 1), (0, 0))] == [3, 3, 1, 1]


def test_the_form_with_a_unit_comes_first() -> None:
    own = case({"statements": ["x"], "scores": {"x": {"values": {"no": 0, "yes": 1}}}}).preferences["a"]
    assert worth_form(own) == "scores"
    assert worth_form(None) is None


def test_links_over_too_many_issues_are_refused() -> None:
    issues: dict[str, Any] = {f"i{k}": {} for k in range(24)}
    long = " or ".join(issues)
    for link in ({"when": long, "worth": 1}, {"issue": "i0", "only_if": long}):
        of = Case.model_validate(
            {
                "detente": "1",
                "title": "t",
                "actors": {"a": {"name": "A"}},
                "issues": issues,
                "preferences": {"a": {"scores": {"i0": {"values": {"no": 0, "yes": 1}}}, "linked": [link]}},
            }
        )
        with pytest.raises(LimitError, match="combinations"):
            terms_of(of, frame_of(of), "a", "scores")


def test_links_count_for_what_holds_too() -> None:
    alone = case({"scores": {"x": {"values": {"no": 0, "yes": 1}}}})
    linked = case(
        {"scores": {"x": {"values": {"no": 0, "yes": 1}}}, "linked": [{"when": "x and y = low", "worth": -3}]}
    )
    assert not (conflict_of(alone).ranks == conflict_of(linked).ranks).all()
