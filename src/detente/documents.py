"""The documents that ``--json`` prints, as types; their JSON Schemas come from these types.

Other programs rely on them: a key keeps its meaning, and new ones may come.
"""

from __future__ import annotations

from typing import Any, NotRequired

from typing_extensions import TypedDict

__all__ = [
    "CaseDocument",
    "ChangeDocument",
    "DealDocument",
    "DivisionDocument",
    "DrawsDocument",
    "ExtremeDocument",
    "FrontierDocument",
    "HoldingDocument",
    "HoldsDocument",
    "ImprovementDocument",
    "LastingDocument",
    "MarginDocument",
    "MendDocument",
    "MethodDocument",
    "MissDocument",
    "NoDealDocument",
    "PackageDocument",
    "PeriodDocument",
    "RecommendedDocument",
    "ShareDocument",
    "StepDocument",
    "SummaryDocument",
    "SwapsDocument",
    "TradesDocument",
    "VerdictDocument",
    "WhyDocument",
    "WideDocument",
    "WideMethodDocument",
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


class ExtremeDocument(TypedDict):
    """What an actor likes best (or least) in a set, and how many outcomes are as good to it."""

    outcome: dict[str, str]
    count: int | str


class SummaryDocument(TypedDict):
    """What can be said of a set of outcomes; counts beyond 2^53 are texts."""

    count: int | str
    kind: str
    rules: list[str]
    covered: int | str
    always: dict[str, str]
    never: dict[str, list[str]]
    never_together: list[dict[str, str]]
    admitted: int | str
    best: dict[str, ExtremeDocument]
    worst: dict[str, ExtremeDocument]
    unbettered: list[dict[str, str]]
    more_unbettered: bool
    samples: list[dict[str, str]]


class WideMethodDocument(TypedDict):
    """What one method found where outcomes are too many to list: how many are stable for each, and for all of them.

    `count` is null where not all were judged in time; those that were stand in `stable`.
    """

    stable: dict[str, int | str]
    count: int | str | None


class WideDocument(TypedDict):
    """The answer to "what holds?" where outcomes are too many to list."""

    detente: str
    question: str
    case: CaseDocument
    engine: str
    seed: int
    notes: list[str]
    issues: list[str]
    actors: list[str]
    outcomes: int | str
    where: str
    where_outcomes: int | str
    status_quo: dict[str, str] | None
    status_quo_holds: dict[str, bool]
    preferences: dict[str, str]
    methods: dict[str, WideMethodDocument]
    summaries: dict[str, SummaryDocument]
    unfinished: dict[str, str]


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
    engine: str
    where: str
    summaries: dict[str, SummaryDocument]
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
    more_improvements: NotRequired[int]


class WhyDocument(TypedDict):
    """What ``detente holds CASE --why OUTCOME --json`` prints."""

    detente: str
    question: str
    case: CaseDocument
    seed: int
    notes: list[str]
    outcome: dict[str, str]
    verdicts: list[VerdictDocument]


class PackageDocument(TypedDict):
    """A package and what it is worth to each actor, in the case's own unit (a rank, for one who only orders)."""

    outcome: dict[str, str]
    utility: dict[str, float | int | None]


class FrontierDocument(TypedDict):
    """A Pareto frontier: outcomes and distinct points apart; the list is cut where `listed` says so."""

    outcomes: int | str
    points: int
    list: list[PackageDocument]
    listed: NotRequired[int]


class DivisionDocument(PackageDocument):
    """What Adjusted Winner gives: the package with the split issue at its winner's, shares, and points of 100 each."""

    split: dict[str, str] | None
    points: dict[str, float | int]


class NoDealDocument(TypedDict):
    """What no deal is for an actor: where it comes from, what it is worth, and what happens."""

    kind: str
    utility: float | int | None
    range: list[float | int] | None
    outcomes: list[dict[str, str]]


class ChangeDocument(TypedDict):
    """A single number whose change ends a consent.

    `within` says whether the given range reaches so far, `strain` how much of the way to its end that is.
    """

    what: str
    issue: str
    value: str
    now: float | int
    then: float | int
    direction: str
    within: bool
    strain: float | None


class MarginDocument(TypedDict):
    """How near an actor is to refusing a package."""

    actor: str
    gain: float | int
    share: float
    pivotal: bool
    changes: list[ChangeDocument]


class MendDocument(TypedDict):
    """A change after which a package holds."""

    outcome: dict[str, str]
    changes: dict[str, str]
    by: list[str]
    holds_by: list[str]
    acceptable: bool


class LastingDocument(TypedDict):
    """Whether a package holds once it is signed, who would break it, what would mend that."""

    holds_by: list[str]
    fails_by: list[str]
    asked: str | None
    breakers: list[VerdictDocument]
    mends: list[MendDocument]


class SwapsDocument(TypedDict):
    """The joint swaps that lead to a package; `steps` is None where there is no way that leaves nobody worse off."""

    start: dict[str, str]
    steps: list[dict[str, str]] | None
    width: int | None
    worse_off: dict[str, float | int]


class RecommendedDocument(PackageDocument):
    """A package that some method recommends."""

    methods: list[str]
    shares: NotRequired[dict[str, float]]
    margins: list[MarginDocument]
    holds: LastingDocument | None
    calendar: list[dict[str, Any]]
    exchange: dict[str, dict[str, float | int | str]] | None
    swaps: SwapsDocument | None


class ShareDocument(TypedDict):
    """In which share of the draws an outcome is a method's solution."""

    outcome: dict[str, str]
    share: float


class DrawsDocument(TypedDict):
    """What the draws found: by method the outcomes that are most often its solution."""

    draws: int
    empty: float
    solutions: dict[str, list[ShareDocument]]


class MissDocument(TypedDict):
    """What is nearest to a deal where none is acceptable."""

    outcome: dict[str, str] | None
    short: dict[str, float | int]
    alone: dict[str, float | int]


class PeriodDocument(TypedDict):
    """Days on which no deal, and so the zone, stays what it is."""

    since: str | None
    until: str | None
    events: list[str]
    acceptable: int | str | None
    is_open: bool
    no_deal: dict[str, float | int | None]


class TradesDocument(TypedDict):
    """The answer to "what can be traded?"."""

    detente: str
    question: str
    case: CaseDocument
    seed: int
    notes: list[str]
    issues: list[str]
    actors: list[str]
    counted: list[str]
    on: str | None
    preferences: dict[str, str]
    outcomes: int | str
    acceptable: int | str | None
    acceptable_share: NotRequired[list[float]]
    exact: bool
    eps: dict[str, float | int]
    pareto: FrontierDocument
    acceptable_pareto: FrontierDocument
    ideal: dict[str, float | int]
    solutions: dict[str, list[PackageDocument | DivisionDocument]]
    solution_counts: dict[str, int | str]
    no_deal: dict[str, float | int | None]
    no_deal_how: dict[str, NoDealDocument]
    recommended: list[RecommendedDocument]
    shares: DrawsDocument | None
    nearest_miss: MissDocument | None
    over_time: NotRequired[list[PeriodDocument]]


def schema_of(document: type) -> dict[str, Any]:
    """Return the JSON Schema of a document's type."""
    from pydantic import TypeAdapter

    return TypeAdapter(document).json_schema()
