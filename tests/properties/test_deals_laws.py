"""Laws of the solutions: what their axioms demand, and what must not matter."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import detente
from detente.case import Case
from detente.deals import solutions
from detente.deals.frontier import nondominated
from random_deals import random_deal

RULES = {
    "nash": solutions.nash,
    "kalai-smorodinsky": solutions.kalai_smorodinsky,
    "egalitarian": solutions.egalitarian,
    "utilitarian": solutions.utilitarian,
}
POINTS = st.integers(2, 4).flatmap(
    lambda actors: st.lists(st.tuples(*[st.integers(0, 12)] * actors), min_size=1, max_size=12, unique=True)
)


def efficient(rows: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
    kept = nondominated(np.array(rows, dtype=np.int64).T)
    return [row for row, stays in zip(rows, kept, strict=True) if stays]


def solve(name: str, rows: list[tuple[Any, ...]], units: list[int] | None = None) -> set[tuple[Any, ...]]:
    table = np.array(rows, dtype=object).reshape(len(rows), -1)
    return {rows[p] for p in RULES[name](table, units or [1] * table.shape[1])}


@pytest.mark.parametrize("name", RULES)
@given(POINTS)
def test_symmetry_and_order(name: str, rows: list[tuple[int, ...]]) -> None:
    """Renaming actors renames the solution; the order of packages changes nothing."""
    rows = efficient(rows)
    found = solve(name, rows)
    assert found
    assert solve(name, rows[::-1]) == found
    assert solve(name, [row[::-1] for row in rows]) == {row[::-1] for row in found}


@pytest.mark.parametrize("name", ["nash", "kalai-smorodinsky"])
@given(POINTS, st.integers(1, 1000))
def test_invariance_to_scale(name: str, rows: list[tuple[int, ...]], factor: int) -> None:
    """Another unit for one actor changes no choice of Nash or Kalai-Smorodinsky."""
    rows = efficient(rows)
    scaled = {row: (row[0] * factor, *row[1:]) for row in rows}
    found = solve(name, list(scaled.values()), [1] * len(rows[0]))
    assert found == {scaled[row] for row in solve(name, rows)}


@pytest.mark.parametrize("name", ["egalitarian", "utilitarian"])
@given(POINTS, st.integers(1, 30))
def test_units_are_compared(name: str, rows: list[tuple[int, ...]], unit: int) -> None:
    """The same worth in finer units for one actor changes nothing."""
    rows = efficient(rows)
    fine = {row: (row[0] * unit, *row[1:]) for row in rows}
    units = [unit] + [1] * (len(rows[0]) - 1)
    assert solve(name, list(fine.values()), units) == {fine[row] for row in solve(name, rows)}


@given(POINTS, st.randoms(use_true_random=False))
def test_nash_is_independent_of_what_is_not_chosen(rows: list[tuple[int, ...]], dice: Random) -> None:
    rows = efficient(rows)
    found = solve("nash", rows)
    assume(all(min(row) > 0 for row in found))
    kept = [row for row in rows if row in found or dice.random() < 0.5]
    assert solve("nash", kept) == found


@given(POINTS, st.data())
def test_monotonicity(rows: list[tuple[int, ...]], data: st.DataObject) -> None:
    """More packages never lower the smallest gain (egalitarian); nor, with the ideals kept, the smallest ratio (K-S)."""
    rows = efficient(rows)
    more = efficient(list(dict.fromkeys([*rows, data.draw(st.tuples(*[st.integers(0, 12)] * len(rows[0])))])))

    def smallest(chosen: set[tuple[int, ...]], ideal: list[int] | None = None) -> Fraction:
        row = next(iter(chosen))
        if ideal is None:
            return Fraction(min(row))
        return min((Fraction(gain, best) for gain, best in zip(row, ideal, strict=True) if best), default=Fraction(1))

    assert smallest(solve("egalitarian", more)) >= smallest(solve("egalitarian", rows))
    ideals = [[max(column) for column in zip(*some, strict=True)] for some in (rows, more)]
    if ideals[0] == ideals[1]:
        found = [smallest(solve("kalai-smorodinsky", some), ideals[0]) for some in (rows, more)]
        assert found[1] >= found[0]


def document_of(case: Case) -> dict[str, Any]:
    return dict(detente.trades(case, draws=0).to_dict())


def plain(found: dict[str, Any]) -> dict[str, Any]:
    """Return what must not depend on any order."""

    def packages(rows: list[dict[str, Any]]) -> list[str]:
        return sorted(str((sorted(r["outcome"].items()), sorted(r["utility"].items()))) for r in rows)

    return {
        "counts": (found["outcomes"], found["acceptable"]),
        "pareto": packages(found["pareto"]["list"]),
        "acceptable": packages(found["acceptable_pareto"]["list"]),
        "solutions": {name: packages(rows) for name, rows in found["solutions"].items()},
        "no_deal": sorted(found["no_deal"].items(), key=str),
    }


@pytest.mark.parametrize("seed", range(7_000, 7_060))
def test_order_of_issues_and_actors_changes_nothing(seed: int) -> None:
    document = random_deal(seed).document
    turned = document | {key: dict(reversed(document[key].items())) for key in ("issues", "actors", "preferences")}
    assert plain(document_of(Case.model_validate(document))) == plain(document_of(Case.model_validate(turned)))


@pytest.mark.parametrize("seed", range(40))
def test_fractions_equal_decimals_and_doubles(seed: int) -> None:
    """The same numbers as fractions, as decimals and as printed doubles of a finer unit give the same answer."""
    dice = Random(seed)
    tables = [[[dice.randint(0, 20) for _ in range(3)] for _ in range(4)] for _ in range(2)]

    def case(write: Any) -> Case:
        return Case.model_validate(
            {
                "detente": "1",
                "title": "t",
                "actors": {f"a{i}": {"name": f"A{i}"} for i in range(2)},
                "issues": {f"i{k}": {"values": ["u", "v", "w"]} for k in range(4)},
                "preferences": {
                    f"a{i}": {
                        "no_deal": write(17),
                        "scores": {
                            f"i{k}": {"values": {v: write(n) for v, n in zip("uvw", row, strict=True)}}
                            for k, row in enumerate(table)
                        },
                    }
                    for i, table in enumerate(tables)
                },
            }
        )

    def chosen(of: Case) -> list[Any]:
        found = document_of(of)
        return [
            found["acceptable"],
            found["pareto"]["outcomes"],
            found["pareto"]["points"],
            {name: sorted(str(r["outcome"]) for r in rows) for name, rows in found["solutions"].items()},
        ]

    whole = chosen(case(str))
    assert chosen(case(lambda n: f"{n}/7")) == whole
    assert chosen(case(lambda n: f"{n / 10:.1f}")) == whole
    # a seventh as a double is written with 16 digits, whose sums are off in the last place
    assert chosen(case(lambda n: repr(n / 7))) == whole
