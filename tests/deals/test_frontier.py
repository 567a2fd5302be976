"""Pareto efficiency on bare arrays, against the definition."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from detente.deals.frontier import nondominated, strong_rows

SHAPES = st.tuples(st.integers(1, 6), st.integers(0, 25))


def by_definition(keys: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> list[bool]:
    rows = keys.T.tolist()
    return [not any(all(b >= a for a, b in zip(x, y, strict=True)) and x != y for y in rows) for x in rows]


@given(arrays(np.int64, SHAPES, elements=st.integers(-4, 4)))
def test_it_is_the_definition_with_ties(keys: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> None:
    assert nondominated(keys).tolist() == by_definition(keys)


@given(arrays(np.int64, SHAPES, elements=st.integers(2**60, 2**60 + 3)))
def test_numbers_that_a_double_cannot_hold(keys: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> None:
    assert nondominated(keys).tolist() == by_definition(keys)


def test_strong_rows_are_rows() -> None:
    keys = np.array([[0, 5, 9, 0], [9, 5, 0, 0]])
    assert set(strong_rows(keys)) <= {0, 1, 2}
