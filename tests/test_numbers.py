"""Exact numbers and ranges."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from detente.numbers import Exact, Range


def test_the_three_ways_to_write_a_number() -> None:
    assert Range.model_validate("40").low == Range.model_validate("40").best == Decimal(40)
    middle = Range.model_validate(["30", "50"])
    assert [middle.low, middle.best, middle.high] == [Decimal(30), Decimal(40), Decimal(50)]
    assert not middle.is_point
    best = Range.model_validate(["30", "35.5", "50"])
    assert best.best == Decimal("35.5")
    assert str(best) == "35.5 (30 to 50)"
    assert Range.model_validate("4").is_point


@pytest.mark.parametrize(
    "wrong",
    ["", "x", "1,5", "1e500", "1/0", "1/2/3", "1/", "nan", "inf", "-", ".", "1" * 41, "０", True, None, {"low": "1"}],
)
def test_what_is_no_number(wrong: object) -> None:
    with pytest.raises(ValidationError):
        Range.model_validate(wrong)


@pytest.mark.parametrize("wrong", [[], ["1"], ["1", "2", "3", "4"], ["2", "1"], ["1", "3", "2"], ["1", ["2"]]])
def test_what_is_no_range(wrong: object) -> None:
    with pytest.raises(ValidationError):
        Range.model_validate(wrong)


@given(st.lists(st.decimals(-(10**6), 10**6, places=3), min_size=1, max_size=3))
def test_ranges_are_written_back_as_they_were(numbers: list[Decimal]) -> None:
    texts = [str(number) for number in sorted(numbers)]
    written: object = texts[0] if len(texts) == 1 else texts
    dumped: object = Range.model_validate(written).model_dump()
    assert dumped == written


def test_a_number_survives_being_carried_between_processes() -> None:
    import pickle

    for text in ("1/3", "0.10", "1e3", "-2"):
        carried = pickle.loads(pickle.dumps(Exact(text)))  # noqa: S301 - our own
        assert (carried, carried.text) == (Exact(text), text)
