"""Integers of any size in arrays: the same as Python's own."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from detente.amounts import Amounts, carry, cut, limbs_for, order_keys

BIG = st.lists(st.integers(0, 2**150), min_size=1, max_size=12)


@given(BIG, st.integers(-(2**151), 2**151), st.integers(-(2**70), 2**70))
def test_amounts_are_pythons_integers(values: list[int], bound: int, offset: int) -> None:
    limbs = limbs_for(max(values) + 1)
    amounts = Amounts(carry(cut(np.array(values, dtype=object), limbs)), offset)
    everywhere = np.arange(len(values))
    assert amounts.at(everywhere) == [value + offset for value in values]
    assert amounts.at_least(bound).tolist() == [value + offset >= bound for value in values]
    keys = amounts.keys()
    for a in range(len(values)):
        for b in range(len(values)):
            assert (keys[a] < keys[b]) == (values[a] < values[b])
    rough, wrong, unit = amounts.rough(slice(0, None))
    assert all(
        abs(Fraction(r) - v * Fraction(unit)) <= Fraction(wrong) for r, v in zip(rough.tolist(), values, strict=True)
    )


@given(st.lists(st.tuples(st.integers(0, 2**90), st.integers(0, 2**90)), min_size=1, max_size=8))
def test_sums_carry(pairs: list[tuple[int, int]]) -> None:
    limbs = limbs_for(2**91)
    left, right = (cut(np.array([pair[side] for pair in pairs], dtype=object), limbs) for side in (0, 1))
    assert Amounts(carry(left + right)).at(np.arange(len(pairs))) == [a + b for a, b in pairs]


def test_noise_makes_neighbours_equal() -> None:
    for shift in (0, 2**100):
        values = [shift + v for v in (1000, 3, 1, 1002, 500)]
        limbs = cut(np.array(values, dtype=object), limbs_for(max(values) + 1))
        keys = order_keys(limbs, 2)
        assert keys[1] == keys[2]
        assert keys[0] == keys[3]
        assert keys[2] < keys[4] < keys[0]
    assert order_keys(np.zeros((1, 0), dtype=np.int64), 1).size == 0
    assert order_keys(np.zeros((2, 0), dtype=np.int64)).size == 0
