"""The engine's edges: who must accept a package, sums too large to count, changes too many to order."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from detente.amounts import Amounts, cut
from detente.case import Case
from detente.deals.bargain import Bargain, Consent
from detente.deals.clouds import Pruner, TooManyPoints
from detente.deals.swaps import Swaps, swap_path
from detente.deals.zone import find_zone
from detente.errors import LimitError
from detente.space import frame_of
from detente.trading.reading import read_bargain
from detente.utility import Term, terms_of


def worth(*values: int) -> Any:
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found


def test_who_must_accept() -> None:
    pool = frozenset({0, 1, 2})
    assert Consent(pool).needed((0,)) == pool
    assert Consent(pool, at_least=3).needed((0,)) == pool
    assert Consent(pool, at_least=2, always=frozenset({1})).needed((0,)) == {1}
    deciders = (frozenset({0}), frozenset({1, 3}))
    rule = Consent(pool, None, frozenset({2}), deciders, (0, 0))
    assert rule.concerned == (0, 1, 2, 3)
    assert rule.needed((0, 0)) == {2}
    assert rule.needed((0, 1)) == {1, 2, 3}
    bargain = Bargain((2, 2), ((), (), (), ()), (1,) * 4, (0,) * 4, (), rule)
    assert [(actor, own.tolist()) for actor, own in bargain.deciding_columns()] == [
        (0, [True, False]),
        (1, [False, True]),
        (3, [False, True]),
    ]
    assert Bargain((2,), ((),), (1,), (0,), (), Consent(frozenset({0}))).deciding_columns() == []


def test_a_count_that_is_not_worth_its_memory_is_given_up() -> None:
    line = np.arange(3_000, dtype=np.int64)
    for most in (10_000_000, 2_000):
        pruner = Pruner([0], most, all_points=True)
        with pytest.raises(TooManyPoints):
            pruner.add(
                pruner.choose(0, range(3_000), [None] * 3_000, line[None, None]),
                pruner.choose(1, range(3_000), [None] * 3_000, line[None, None]),
            )


def test_the_larger_of_two_clouds_is_thinned() -> None:
    pruner = Pruner([0, 0], 10_000_000)

    def line(issue: int, count: int) -> Any:
        points = np.arange(count, dtype=np.int64)
        return pruner.choose(issue, range(count), [None] * count, np.stack([points, points[::-1]])[None])

    for sizes in ((3_000, 6_000), (6_000, 3_000)):
        assert pruner.add(line(0, sizes[0]), line(1, sizes[1])).size > 0
    assert all(step > 0 for step in pruner.eps)


def test_swaps_at_their_edges() -> None:
    terms = tuple(Term((k,), worth(0, 1)) for k in range(14))
    allowed = np.array([True, False])
    bargain = Bargain((2,) * 14, (terms,), (1,), (0,), (((0,), allowed),), Consent(frozenset({0})))
    start, end = (0,) * 14, (0,) + (1,) * 13
    with pytest.raises(ValueError, match="13 issues differ"):
        swap_path(bargain, start, end, [0])
    assert swap_path(bargain, start, start, [0]) == Swaps((), 0)
    assert swap_path(bargain, start, (1,) + (0,) * 13, [0]) is None
    assert swap_path(bargain, start, (0,) * 12 + (1, 1), []) == Swaps(((12,), (13,)), 1)


def test_a_link_whose_condition_fits_but_not_with_its_issue() -> None:
    issues: dict[str, Any] = {f"i{k}": {} for k in range(20)} | {"x": {"values": ["u", "v", "w"]}}
    condition = " or ".join(f"i{k}" for k in range(20))
    of = Case.model_validate(
        {
            "detente": "1",
            "title": "t",
            "actors": {"a": {"name": "A"}},
            "issues": issues,
            "preferences": {
                "a": {
                    "scores": {"x": {"values": {"u": 0, "v": 1, "w": 2}}},
                    "linked": [{"issue": "x", "only_if": condition}],
                }
            },
        }
    )
    with pytest.raises(LimitError, match="links of x"):
        terms_of(of, frame_of(of), "a", "scores")


def test_rules_and_links_over_an_issue_with_one_value() -> None:
    of = Case.model_validate(
        {
            "detente": "1",
            "title": "t",
            "actors": {"a": {"name": "A"}},
            "issues": {
                "only": {"values": ["one"]},
                "x": {"values": ["u", "v"]},
                "far": {"scale": {"min": 0, "max": 1}},
            },
            "impossible": ["only = one and x = u"],
            "preferences": {
                "a": {
                    "scores": {"x": {"values": {"u": 1, "v": 2}}, "far": {"values": {"0": 0, "1": 1}}},
                    "linked": [{"when": "only = one and x = v", "worth": 5}, {"issue": "far", "only_if": "x = v"}],
                }
            },
        }
    )
    reading = read_bargain(of)
    zone = find_zone(reading.bargain)
    assert zone.outcomes == 11
    assert zone.pareto.worth.tolist() == [[8 * reading.bargain.units[0]]]
    # without its scale the graph model's utility has no place for the second link
    assert len(terms_of(of, frame_of(of), "a", "scores")) == 2


def test_a_bound_that_no_amount_reaches() -> None:
    amounts = Amounts(cut(np.array([2**70, 5], dtype=object), 2))
    assert amounts.at_least(2**130).tolist() == [False, False]
    assert amounts.at_least(2**70).tolist() == [True, False]
