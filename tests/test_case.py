"""The case format: what it takes, what it writes back, its JSON Schema."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML

import detente
from detente.case import Case, case_schema
from detente.files.yaml_text import read_yaml
from random_cases import random_pair

# the example of the design, shortened: every part of the format in every form
DESIGN = """
detente: 1
title: Summit at Anchorage
as_of: 2025-08-14
sources:
  report: {title: A report, publisher: A paper, published: 2025-08-14, file: report.md}
actors:
  us: {name: United States, capability: 90}
  russia: {name: Russia, capability: [60, 70]}
  ukraine: {name: Ukraine, capability: [30, 40, 60], in_the_room: false}
issues:
  offensive:
    title: Russia keeps up the offensive
    decided_by: [russia]
    status_quo: yes
    because: [report:p4]
  ceasefire:
    values: [none, air, full]
    decided_by: [russia, ukraine]
    scale: {none: 0, air: 40, full: 100}
  treaty:
    title: New START after 5 February 2026
    values: [lapsed, observed, extended]
    decided_by: [us, russia]
    status_quo: observed
  strike: {decided_by: us}
  territory: {scale: {min: 0, max: 100, unit: "%"}}
impossible:
  - {when: ceasefire = full and offensive, because: ["assumption: a full ceasefire ends the offensive"]}
  - YY
moves:
  - {issue: ceasefire, from: full, to: none, by: [russia], allow: true, because: [assumption: so]}
  - {issue: strike, only: forward, because: [report:p1]}
  - {by: [russia], from: YN, to: NY, allow: false}
preferences:
  ukraine:
    statements:
      - {that: not ceasefire = none, because: ["report:p4 'ruled out ceding'"]}
      - {that: ceasefire >= air if not offensive, because: [assumption: so]}
  us:
    scores:
      ceasefire: {weight: [30, 40, 55], values: {none: 0, air: [30, 50], full: 100}, because: [report:p1]}
    no_deal: status quo
  russia:
    positions:
      territory: {position: [80, 90, 100], salience: 90, because: [report:p1]}
agreement: {at_least: 2, must_include: [us, russia]}
calendar:
  - {on: 2026-02-05, what: New START lapses, then: {treaty: lapsed}, unless: treaty = extended, because: [report:p6]}
meeting:
  place: Joint Base Elmendorf-Richardson, Anchorage
  starts: 2025-08-15T11:30 America/Anchorage
  stages: [one-on-one, working lunch with delegations, joint press conference]
  delegations: {russia: [{name: Sergei Lavrov, role: Foreign Minister}]}
  agenda: [ceasefire, territory, treaty, trade]
"""


def document(text: str) -> Any:
    read = read_yaml(text)
    assert read.diagnostics == []
    return read.tree


def test_the_design_example_is_a_case() -> None:
    case = Case.model_validate(document(DESIGN))
    assert case.options == ("offensive", "strike")
    assert case.issues["strike"].decided_by == ("us",)
    assert case.issues["territory"].is_continuous
    assert not case.actors["ukraine"].in_the_room
    assert [str(case.actors[a].capability) for a in case.actors] == ["90", "60 to 70", "40 (30 to 60)"]
    assert case.actors["russia"].capability is not None
    assert case.actors["russia"].capability.best == 65
    assert case.preferences["us"].no_deal == "status quo"
    assert case.preferences["russia"].forms == ("positions",)
    assert case.meeting is not None
    assert case.meeting.starts is not None
    assert case.meeting.starts.at().astimezone(UTC).isoformat() == "2025-08-15T19:30:00+00:00"


def test_what_is_written_back_reads_as_the_same() -> None:
    case = Case.model_validate(document(DESIGN))
    again = Case.model_validate(case.to_document())
    assert again == case
    written = case.to_document()
    assert written["impossible"][1] == "YY"
    assert written["issues"]["territory"]["scale"] == {"min": "0", "max": "100", "unit": "%"}
    assert written["preferences"]["us"]["scores"]["ceasefire"]["weight"] == ["30", "40", "55"]
    assert written["meeting"]["agenda"] == ["ceasefire", "territory", "treaty", "trade"]
    assert written["preferences"]["ukraine"]["statements"][0]["because"] == ['report:p4 "ruled out ceding"']


@pytest.mark.parametrize("seed", range(40))
def test_random_cases_are_written_back(seed: int) -> None:
    case = Case.model_validate(random_pair(seed).document)
    assert Case.model_validate(case.to_document()) == case


def test_a_case_is_frozen() -> None:
    from pydantic import ValidationError

    case = Case.model_validate(document(DESIGN))
    with pytest.raises(ValidationError, match="frozen"):
        case.title = "Another"  # type: ignore[misc]


def test_the_hash_is_the_files_until_the_case_is_changed() -> None:
    import hashlib

    shipped = next(c for c in detente.cases() if c.name == "chicken")
    case = detente.load("chicken")
    assert case.sha256 == hashlib.sha256(shipped.path.read_bytes()).hexdigest()
    changed = case.model_copy(update={"title": "Hawks and doves"})
    assert changed.sha256 != case.sha256
    assert not changed.is_as_read


def editor_view(text: str) -> Any:
    """Return a case as an editor sees it: YAML 1.2 with numbers, truth values and dates as such."""
    import datetime as dt

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {str(k): plain(v) for k, v in value.items()}
        if isinstance(value, list):
            return [plain(v) for v in value]
        return value.isoformat() if isinstance(value, (dt.date, dt.datetime)) else value

    return plain(YAML(typ="safe").load(text))


@pytest.mark.parametrize("name", [case.name for case in detente.cases()])
def test_shipped_cases_meet_the_json_schema(name: str) -> None:
    path = next(c.path for c in detente.cases() if c.name == name)
    jsonschema.Draft202012Validator.check_schema(case_schema())
    jsonschema.validate(editor_view(path.read_text(encoding="utf-8")), case_schema())


def test_the_design_example_meets_the_json_schema() -> None:
    jsonschema.validate(editor_view(DESIGN), case_schema())
    jsonschema.validate(document(DESIGN), case_schema())


@pytest.mark.parametrize(
    "wrong",
    [
        {"titel": "x"},
        {"title": None},
        {"issues": {"x": {"decidedby": ["a"]}}},
        {"actors": {}},
        {"moves": [{"issue": "x", "only": "sideways"}]},
        {"calendar": [{"what": "no day"}]},
        {"detente": 2},
        {"agreement": {"at_least": 0}},
    ],
)
def test_the_json_schema_refuses(wrong: dict[str, Any]) -> None:
    sound = editor_view(DESIGN)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(sound | wrong, case_schema())
    with pytest.raises(ValueError, match="validation error"):
        Case.model_validate(document(DESIGN) | wrong)
