"""Packages of published domains: every count and solution that two independent computations gave.

The files lie outside the repository and may not all be redistributed; where they are missing the tests are skipped.
Scores are taken as they are written there (already weighted), and once more exactly from weights and evaluations.
"""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import detente
from detente.case import Case

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "cases" / "deals"
FILES = sorted(FOLDER.glob("*.json"))
pytestmark = pytest.mark.skipif(not FILES, reason="the shared deal cases are not on this machine")

BLOCKS = {
    "deals.nash": "nash",
    "deals.kalai-smorodinsky": "kalai_smorodinsky_ideal_within_acceptable",
    "deals.egalitarian": "egalitarian",
    "deals.utilitarian": "utilitarian",
}


def case_of(raw: dict[str, Any], *, rule: str, exact: bool = False) -> Case:
    """Return the case of a file. `exact` works its scores out from raw weights and evaluations, as fractions."""
    names = [f"i{k}" for k in range(len(raw["issues"]))]
    document: dict[str, Any] = {
        "detente": "1",
        "title": raw["title"],
        "actors": {f"a{i}": {"name": party["name"]} for i, party in enumerate(raw["parties"])},
        "issues": {
            name: {"title": issue["name"], "values": issue["options"], "decided_by": []}
            for name, issue in zip(names, raw["issues"], strict=True)
        },
        "preferences": {},
    }
    for i, party in enumerate(raw["parties"]):
        tables: list[list[Any]] = party["scores"]
        if exact:
            weights = [Fraction(repr(w)) for w in party["weights_as_written"]]
            rows = [[Fraction(repr(e)) for e in row] for row in party["raw_evaluations"]]
            tables = [[w / sum(weights) * e / max(row) for e in row] for w, row in zip(weights, rows, strict=True)]
        document["preferences"][f"a{i}"] = {
            "no_deal": party["reservation"],
            "scores": {
                name: {"values": dict(zip(issue["options"], table, strict=True))}
                for name, issue, table in zip(names, raw["issues"], tables, strict=True)
            },
        }
    if rule == "quorum":
        chosen = raw["decision_rule"]
        place = {party["name"]: f"a{i}" for i, party in enumerate(raw["parties"])}
        document["agreement"] = {
            "at_least": str(chosen["at_least"]),
            "must_include": [place[name] for name in chosen["must_include"]],
        }
    return Case.model_validate(document)


def matches(raw: dict[str, Any], found: dict[str, Any], expected: dict[str, Any]) -> None:
    """Compare an answer with an expected block, to 1e-9 and to the exact counts."""
    options = [issue["options"] for issue in raw["issues"]]
    for key, ours in (("pareto", "pareto"), ("pareto_within_acceptable", "acceptable_pareto")):
        if key in expected:
            assert (found[ours]["outcomes"], found[ours]["points"]) == tuple(
                expected[key][name] for name in ("outcomes", "distinct_points")
            )
    assert found["acceptable"] == expected["acceptable_outcomes"]
    for method, block in BLOCKS.items():
        if block not in expected:
            continue
        packages = found["solutions"][method]
        outcomes = [{f"i{k}": options[k][v] for k, v in enumerate(digits)} for digits in expected[block]["outcomes"]]
        assert len(packages) == expected[block]["count"]
        assert all(package["outcome"] in outcomes for package in packages)
        utilities = [list(package["utility"].values()) for package in packages]
        assert any(row == pytest.approx(expected[block]["utilities"], abs=1e-9) for row in utilities)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_unanimity(path: Path) -> None:
    raw = json.loads(path.read_text(encoding="utf-8"))
    found: Any = detente.trades(case_of(raw, rule="unanimity")).to_dict()
    assert found["outcomes"] == raw["outcome_count"]
    matches(raw, found, raw["expected"]["unanimity"])


@pytest.mark.parametrize("path", [p for p in FILES if '"quorum"' in p.read_text("utf-8")], ids=lambda path: path.stem)
def test_quorum(path: Path) -> None:
    raw = json.loads(path.read_text(encoding="utf-8"))
    found: Any = detente.trades(case_of(raw, rule="quorum")).to_dict()
    matches(raw, found, raw["expected"]["quorum"])


@pytest.mark.parametrize("path", [p for p in FILES if "weights_as" in p.read_text("utf-8")], ids=lambda path: path.stem)
def test_exact_fractions_give_the_same(path: Path) -> None:
    raw = json.loads(path.read_text(encoding="utf-8"))
    found: Any = detente.trades(case_of(raw, rule="unanimity", exact=True)).to_dict()
    matches(raw, found, raw["expected"]["unanimity"])


def test_what_is_here_is_what_was_meant() -> None:
    assert {path.stem for path in FILES} >= {"panama-canal", "sport-park", "japan-trip", "scorable-1", "vacation"}
