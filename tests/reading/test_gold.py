"""The gold files: reports in our own words, marked by people who had not seen the reader. Floors are what was promised."""

from __future__ import annotations

from pathlib import Path

import pytest

from reading import Score, judge, load

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.fixture(scope="module", params=sorted((BENCHMARKS / "gold").glob("*.yaml")), ids=lambda path: path.stem)
def scores(request: pytest.FixtureRequest) -> dict[str, Score]:
    path: Path = request.param
    return judge(load(path))[0]


@pytest.mark.parametrize(
    ("kind", "found", "right", "precision"),
    [
        ("dates", 0.95, 0.84, 0.90),
        ("quoted", 0.90, 0.70, 0.90),
        ("indirect", 0.50, 0.40, 0.60),
        ("people", 0.80, 0.65, 0.80),
        ("headings", 0.80, 0.80, 0.70),
    ],
)
def test_the_reader_keeps_what_it_promises(
    scores: dict[str, Score], kind: str, found: float, right: float, precision: float
) -> None:
    score = scores[kind]
    assert score.found / score.marked >= found
    assert score.right / score.marked >= right
    assert score.matched / score.proposed >= precision


def test_there_is_enough_gold() -> None:
    reports = [report for path in (BENCHMARKS / "gold").glob("*.yaml") for report in load(path)]
    assert len(reports) >= 30
    assert len({report["id"] for report in reports}) == len(reports)
    for report in reports:
        for kind in ("dates", "statements", "quantities"):
            for marked in report.get(kind) or []:
                assert marked["text"] in report["text"], (report["id"], marked)
