"""How much depends on a judgement: it is taken out, and what changes is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

import detente
from detente import dependence
from detente.checks.reasons import judgements
from detente.dependence import dependences

if TYPE_CHECKING:
    from pathlib import Path

    from detente.case import Case

CASE = """detente: 1
title: Two
actors: {a: {name: A, capability: 3}, b: {name: B, capability: 1}}
issues:
  x: {decided_by: [a], status_quo: no}
  y: {decided_by: [b], status_quo: no}
  s: {scale: {min: 0, max: 100}}
impossible: [x and y]
moves: [{issue: x, only: forward}]
preferences:
  a: {statements: [x, y], positions: {s: {position: 0, salience: 50}}}
  b: {statements: [not x], positions: {s: {position: 100, salience: 50}}}
agreement: {rule: unanimous}
"""


@pytest.fixture
def case(tmp_path: Path) -> Case:
    path = tmp_path / "case.yaml"
    path.write_text(CASE, encoding="utf-8")
    return detente.load(path)


def without(tmp_path: Path, line: str, new: str = "") -> Case:
    assert line in CASE
    path = tmp_path / "rest.yaml"
    path.write_text(CASE.replace(line, new), encoding="utf-8")
    return detente.load(path)


def share_of_verdicts(one: Case, other: Case) -> float:
    """Count by hand, outcome by outcome, what the definition says: the largest share of verdicts that differ."""
    answers = [detente.holds(case, engine="explicit") for case in (one, other)]
    outcomes = [
        {tuple(a.conflict.space.outcome(int(s)).items()): int(s) for s in a.conflict.space.outcomes} for a in answers
    ]
    both = set(outcomes[0]) | set(outcomes[1])
    shares = []
    for concept in ("nash", "gmr", "smr"):
        held = [
            {o for o, s in places.items() if a.holding(concept)[s]} for a, places in zip(answers, outcomes, strict=True)
        ]
        shares.append(sum((o in held[0]) != (o in held[1]) for o in both) / len(both))
    return max(shares)


def test_verdicts_are_counted_as_defined(case: Case, tmp_path: Path) -> None:
    found = {str(one.judged): one for one in dependences(case, list(judgements(case))) or []}
    assert found["impossible: x and y"].verdicts == share_of_verdicts(
        case, without(tmp_path, "impossible: [x and y]\n")
    )
    assert found["moves on x"].verdicts == share_of_verdicts(
        case, without(tmp_path, "moves: [{issue: x, only: forward}]\n")
    )
    # B without its only statement is still placed by its positions, which do not order these outcomes
    assert found["A wants y"].verdicts == share_of_verdicts(
        case, without(tmp_path, "statements: [x, y]", "statements: [x]")
    )


def test_a_forecast_is_moved_by_what_is_taken_out(case: Case) -> None:
    found = {str(one.judged): one for one in dependences(case, list(judgements(case))) or []}
    # with weights 3 x 50 and 1 x 50 the mean is 25; without A it is 100, without B 0
    assert found["A: position on s"].scale == pytest.approx(0.75)
    assert found["B: position on s"].scale == pytest.approx(0.25)
    assert found["A: position on s"].issue == "s"


def test_what_cannot_be_taken_out_counts_as_all(case: Case) -> None:
    found = dependences(case, list(judgements(case))) or []
    assert [one.weight for one in found] == sorted((one.weight for one in found), reverse=True)
    assert {str(one.judged) for one in found if not one.measured} == {"issue: x", "issue: y", "issue: s"}
    assert all(one.weight == 1.0 for one in found if not one.measured)


def test_large_cases_are_not_asked_again_and_again(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dependence, "MAX_OUTCOMES", 3)
    assert dependences(case, list(judgements(case))) is None


def test_every_judgement_of_the_summit_can_be_weighed() -> None:
    case = detente.load("alaska")
    alone = [one for one in judgements(case) if not any(reason.kind == "passage" for reason in one.because)]
    found = dependences(case, alone)
    assert found is not None
    assert len(found) == len(alone)
    weights = np.array([one.weight for one in found])
    assert ((weights >= 0) & (weights <= 1)).all()
