"""The documents that ``--json`` prints, as types; their JSON Schemas come from these types.

Other programs rely on them: a key keeps its meaning, and new ones may come.
"""

from __future__ import annotations

from typing import Any, NotRequired

from typing_extensions import TypedDict

__all__ = [
    "CaseDocument",
    "DealDocument",
    "HoldingDocument",
    "HoldsDocument",
    "ImprovementDocument",
    "MethodDocument",
    "StepDocument",
    "VerdictDocument",
    "WhyDocument",
    "schema_of",
]


class CaseDocument(TypedDict):
    """Which case an answer was asked of."""

    title: str
    sha256: str


class MethodDocument(TypedDict):
    """What one method found; indices point into ``states``."""

    stable: dict[str, list[int]]
    equilibria: list[int]
    count: int
    concepts: NotRequired[dict[str, str]]
    listed: NotRequired[int]
    rules: NotRequired[list[str]]


class HoldingDocument(TypedDict):
    """The outcomes that hold by a concept: indices into ``states``, cut where `listed` says so."""

    outcomes: list[int]
    count: int
    listed: NotRequired[int]


class DealDocument(TypedDict):
    """A joint improvement on the status quo."""

    group: str
    outcome: dict[str, str]


class HoldsDocument(TypedDict):
    """The answer to "what holds?"."""

    detente: str
    question: str
    case: CaseDocument
    seed: int
    notes: list[str]
    issues: list[str]
    actors: list[str]
    outcomes: int
    status_quo: int | None
    preferences: dict[str, str]
    states: NotRequired[list[dict[str, str]]]
    methods: dict[str, MethodDocument]
    holding: dict[str, HoldingDocument]
    deals_in_sight: list[DealDocument]


class StepDocument(TypedDict):
    """One move."""

    by: list[str]
    to: dict[str, str]


class ImprovementDocument(TypedDict):
    """A better outcome, the way to it, and what deters from it; no sanction means nothing does."""

    steps: list[StepDocument]
    sanction: list[StepDocument] | None
    result: dict[str, str] | None


class VerdictDocument(TypedDict):
    """Why an outcome is stable or not for an actor or group."""

    method: str
    who: str
    stable: bool
    improvements: list[ImprovementDocument]


class WhyDocument(TypedDict):
    """What ``detente holds CASE --why OUTCOME --json`` prints."""

    detente: str
    question: str
    case: CaseDocument
    seed: int
    notes: list[str]
    outcome: dict[str, str]
    verdicts: list[VerdictDocument]


def schema_of(document: type) -> dict[str, Any]:
    """Return the JSON Schema of a document's type."""
    from pydantic import TypeAdapter

    return TypeAdapter(document).json_schema()
