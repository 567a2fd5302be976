"""Ranks: the four forms of preference, exact ties, disagreement."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from detente.case import Case
from detente.preferences import disagreement, place_ranking, rank_by, ranks_of
from detente.space import space_of


def case(preferences: dict[str, Any], *, values: tuple[str, ...] = ("low", "mid", "high"), **more: Any) -> Case:
    issue = {"values": list(values), "decided_by": "a", "scale": {v: str(10 * k) for k, v in enumerate(values)}}
    return Case.model_validate(
        {
            "detente": "1",
            "title": "t",
            "actors": {"a": {"name": "A"}, "b": {"name": "B"}},
            "issues": {"x": {"decided_by": "a"}, "y": issue},
            "preferences": {"a": preferences},
        }
        | more
    )


def ranks(preferences: dict[str, Any], **more: Any) -> list[int]:
    made = case(preferences, **more)
    found: list[int] = ranks_of(made, space_of(made), "a").tolist()
    return found


# outcomes in order: (x no, y low), (yes, low), (no, mid), (yes, mid), (no, high), (yes, high)


def test_statements_are_lexicographic() -> None:
    assert ranks({"statements": ["y = high", "x"]}) == [0, 1, 0, 1, 2, 3]
    assert ranks({"statements": ["x", "y = high"]}) == [0, 2, 0, 2, 1, 3]


def test_a_ranking_with_ties_and_impossible_outcomes() -> None:
    assert ranks({"ranking": ["x and y = low", ["y = high", "y = mid"], "not x"]}, impossible=["y = high and x"]) == [
        0,
        2,
        1,
        1,
        1,
        -1,
    ]


def test_what_a_ranking_leaves_out_or_places_twice() -> None:
    made = case({"ranking": ["y = high", "x"]})
    placement = place_ranking(made, space_of(made), made.preferences["a"])
    assert placement.missing.tolist() == [0, 2]
    assert placement.twice.tolist() == [5]


def test_scores_add_exactly() -> None:
    # 0.1 + 0.2 and 0.3 + 0 must tie, which they do not in floating point
    scores = {
        "x": {"values": {"no": "0", "yes": "0.2"}},
        "y": {"values": {"low": "0.1", "mid": "0.3", "high": "0.7"}},
    }
    assert ranks({"scores": scores}) == [0, 1, 1, 2, 3, 4]


def test_weights_and_ranges_count_with_their_best_value() -> None:
    scores = {
        "x": {"weight": ["1", "3", "9"], "values": {"no": "0", "yes": ["0", "2"]}},
        "y": {"values": {"low": "0", "mid": "3", "high": "4"}},
    }
    assert ranks({"scores": scores}) == [0, 1, 1, 3, 2, 4]


def test_scores_too_large_for_machine_integers_stay_exact() -> None:
    scores = {
        "x": {"values": {"no": "0", "yes": "0.000000000000001"}},
        "y": {"weight": "999999999999999", "values": {"low": "0", "mid": "999999999999999", "high": "999999999999999"}},
    }
    assert ranks({"scores": scores}) == [0, 1, 2, 3, 2, 3]


def test_positions_are_distances_times_salience() -> None:
    assert ranks({"positions": {"y": {"position": "12", "salience": "5"}}}) == [0, 0, 2, 2, 1, 1]


def test_no_preferences_are_indifference() -> None:
    made = case({})
    assert ranks_of(made, space_of(made), "a").tolist() == [0] * 6
    assert ranks_of(made, space_of(made), "b").tolist() == [0] * 6


def test_more_than_sixty_three_statements() -> None:
    # a peer's 64-bit weights overflow here
    statements = ["x or not x"] * 70 + ["y = high", "x"]
    assert ranks({"statements": statements}) == [0, 1, 0, 1, 2, 3]


def test_the_first_form_orders_and_others_are_there() -> None:
    made = case({"scores": {"x": {"values": {"no": "0", "yes": "1"}}}, "statements": ["not x"]})
    space = space_of(made)
    assert ranks_of(made, space, "a").tolist() == [1, 0, 1, 0, 1, 0]
    assert rank_by("scores", made, space, "a").tolist() == [0, 1, 0, 1, 0, 1]


@pytest.mark.parametrize("seed", range(200))
def test_disagreement_agrees_with_all_pairs(seed: int) -> None:
    dice = np.random.default_rng(seed)
    size, levels = dice.integers(1, 8), dice.integers(1, 5)
    first = dice.integers(-1, levels, size).astype(np.int32)
    second = np.where(first < 0, -1, dice.integers(0, levels, size)).astype(np.int32)
    pairs = {
        (i, j)
        for i in range(size)
        for j in range(size)
        if first[j] >= 0 and first[i] > first[j] and second[i] < second[j]
    }
    found = disagreement(first, second)
    assert (found in pairs) if pairs else found is None


def test_nothing_possible_ranks_nothing() -> None:
    assert ranks({"statements": ["x"]}, impossible=["x or not x"]) == [-1] * 6


def test_positions_on_a_scale_without_values_do_not_order_outcomes() -> None:
    made = case({"positions": {"z": {"position": "1", "salience": "9"}, "y": {"position": "20", "salience": "1"}}})
    issues = {name: issue.model_dump(by_alias=True, exclude_unset=True) for name, issue in made.issues.items()}
    document = made.to_document() | {"issues": issues | {"z": {"scale": {"min": "0", "max": "5"}}}}
    again = Case.model_validate(document)
    assert ranks_of(again, space_of(again), "a").tolist() == [0, 0, 1, 1, 2, 2]
