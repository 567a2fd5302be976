"""The outcome space: numbering, conditions on arrays, covers, limits."""

from __future__ import annotations

from itertools import product
from random import Random

import numpy as np
import pytest

from detente.case import Case
from detente.errors import LimitError
from detente.expressions import parse
from detente.space import Space, share_text, space_of
from random_cases import holds, random_pair, random_test, write


def small() -> Space:
    possible = np.ones(12, dtype=np.bool_)
    possible[5] = False
    return Space(("a", "b", "c"), (("no", "yes"), ("x", "y", "z"), ("no", "yes")), possible, 3)


def test_first_issue_changes_fastest() -> None:
    space = small()
    assert space.strides == (1, 2, 6)
    assert [space.digits(s) for s in range(4)] == [(0, 0, 0), (1, 0, 0), (0, 1, 0), (1, 1, 0)]
    assert all(space.number(space.digits(s)) == s for s in range(12))
    assert space.outcome(11) == {"a": "yes", "b": "z", "c": "yes"}
    assert space.find({"c": "yes", "a": "yes", "b": "z"}) == 11
    assert space.outcomes.tolist() == [0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11]
    assert space.pattern(7) == "YY"


@pytest.mark.parametrize("seed", range(60))
def test_conditions_on_arrays_agree_with_conditions_on_one_outcome(seed: int) -> None:
    dice = Random(seed)
    sizes = [dice.choice([2, 3]) for _ in range(dice.randint(1, 5))]
    names = [["no", "yes"] if n == 2 else ["low", "mid", "high"] for n in sizes]
    space = Space(
        tuple(f"i{k}" for k in range(len(sizes))),
        tuple(tuple(n) for n in names),
        np.ones(int(np.prod(sizes)), dtype=np.bool_),
    )
    for _ in range(10):
        test = random_test(dice, sizes, depth=3)
        found = space.where(parse(write(test, names)))
        assert {space.digits(int(s)) for s in np.flatnonzero(found)} == {
            s for s in product(*map(range, sizes)) if holds(test, s)
        }


def test_patterns_speak_of_the_no_yes_issues_only() -> None:
    found = small().where(parse("Y-", ("a", "c")))
    assert np.flatnonzero(found).tolist() == [1, 3, 5, 7, 9, 11]
    assert np.flatnonzero(small().where(parse("NY", ("a", "c")))).tolist() == [6, 8, 10]


@pytest.mark.parametrize("seed", range(120))
def test_a_cover_is_exactly_the_set(seed: int) -> None:
    dice = np.random.default_rng(seed)
    pair = random_pair(seed)
    space = space_of(Case.model_validate(pair.document))
    inside = dice.random(space.grid) < dice.random()
    cubes = space.cover(inside)
    assert cubes is not None
    covered = set()
    for cube in cubes:
        members = {space.number(digits) for digits in product(*cube)}
        there = {s for s in members if space.possible[s]}
        assert there
        assert all(inside[s] for s in there)
        # every value that is named occurs
        for issue, values in enumerate(cube):
            assert {space.digits(s)[issue] for s in there} == set(values)
        covered |= there
    assert covered == set(np.flatnonzero(inside & space.possible).tolist())


def test_a_cover_can_be_given_up() -> None:
    space = small()
    scattered = np.arange(12) % 3 == 0
    assert space.cover(scattered, most=1) is None
    assert space.cover(np.zeros(12, dtype=np.bool_), most=0) == []


def test_forty_issues_are_refused_before_memory_is_taken() -> None:
    document = {
        "detente": "1",
        "title": "large",
        "actors": {"a": {"name": "A"}},
        "issues": {f"o{k}": {"decided_by": "a"} for k in range(40)},
    }
    with pytest.raises(LimitError, match=r"1,099,511,627,776 outcomes; the limit is 16,777,216"):
        space_of(Case.model_validate(document))


def test_scales_without_values_are_left_out() -> None:
    document = {
        "detente": "1",
        "title": "scale",
        "actors": {"a": {"name": "A"}},
        "issues": {"o": {"decided_by": "a", "status_quo": "no"}, "s": {"scale": {"min": "0", "max": "9", "unit": "%"}}},
    }
    space = space_of(Case.model_validate(document))
    assert space.issues == ("o",)
    assert space.status_quo == 0


def test_more_issues_than_arrays_have_axes_are_refused() -> None:
    document = {
        "detente": "1",
        "title": "thin",
        "actors": {"a": {"name": "A"}},
        "issues": {f"i{k}": {"values": ["only"], "decided_by": "a"} for k in range(61)},
    }
    with pytest.raises(LimitError, match="61 issues with values; the limit is 60"):
        space_of(Case.model_validate(document))


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (7, 7, "all"),
        (2**90, 2**90, "all"),
        (9_999, 10_000, "more than 99%"),
        (2**90 - 1, 2**90, "more than 99%"),
        (99, 100, "99%"),
        (1, 2, "50%"),
        (1, 3, "33%"),
        (46, 1000, "4.6%"),
        (1, 1000, "0.1%"),
        (1, 1001, "1 in 1,000"),
        (3, 4_000, "1 in 1,300"),
        (16_886_556_072, 71_330_137_374_720, "1 in 4,200"),
        (1, 2**90, "1 in 1,200,000,000,000,000,000,000,000,000"),
        (1, 2**120, "1 in about 10^36"),
    ],
)
def test_a_share_is_never_rounded_to_all_or_to_nothing(part: int, whole: int, said: str) -> None:
    assert share_text(part, whole) == said
