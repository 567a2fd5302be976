"""The document that ``detente settles --json`` prints, as types; see `detente.documents`."""

from __future__ import annotations

from typing import Any, NotRequired

from typing_extensions import TypedDict

from detente.documents import CaseDocument

__all__ = [
    "ChallengeDocument",
    "ExchangeDocument",
    "LeverDocument",
    "LeversDocument",
    "NudgeDocument",
    "PoliticsDocument",
    "ScaleDocument",
    "SettledDocument",
    "SettledForecast",
    "SettledInputs",
    "SettledOutcome",
    "SettlesDocument",
]


class SettledInputs(TypedDict):
    """The distribution of a model's points over the draws of what is uncertain, without the model's own errors."""

    median: float
    interval50: list[float]
    interval80: list[float]


class SettledDocument(TypedDict):
    """Where a model puts the settlement of an issue.

    `point` is with the best values. `median` and the intervals are of the predictive distribution: what is uncertain, and the
    errors that such a model makes; each interval is the shortest that holds so much. All are null without an answer.
    """

    point: float | None
    median: float | None
    interval50: list[float] | None
    interval80: list[float] | None
    draws: int
    inputs: SettledInputs | None
    without_answer: NotRequired[float]
    errors: NotRequired[dict[str, float]]
    rounds: NotRequired[list[dict[str, float]]]


class SettledForecast(TypedDict):
    """The forecast of an issue: the model it rests on, the point to quote by each loss, masses, the distribution in steps."""

    method: str
    loss: str
    quote: dict[str, float]
    interval50: list[float]
    interval80: list[float]
    quantiles: dict[str, float]
    at_values: dict[str, float]
    at_positions: float
    at_ends: list[float]


class LeverDocument(TypedDict):
    """One input: by how much it moves the weighted mean, and where that crosses the target; saliences from 0 to 1."""

    actor: str
    input: str
    best: float
    low: float
    high: float
    assumed: bool
    slope: float
    at_low: float | None
    at_high: float | None
    tips: float | None
    within: bool
    moves_median: bool
    dead: bool


class NudgeDocument(TypedDict):
    """A change by one actor that moves the settlement by as much as was asked."""

    actor: str
    input: str
    best: float
    to: float
    share: float


class LeversDocument(TypedDict):
    """What moves an issue's settlement."""

    target: float
    move: float
    pivotal: list[str]
    inputs: list[LeverDocument]
    lower: list[NudgeDocument]
    higher: list[NudgeDocument]


class ScaleDocument(TypedDict):
    """An issue's scale, and who stands where on it."""

    low: float
    high: float
    unit: str
    status_quo: float | None
    values: dict[str, float]
    positions: dict[str, list[float]]
    missing: list[str]


class SettledOutcome(TypedDict):
    """A settlement as an outcome of the case: nearest values, the rest as it is but for what the rules force (`further`)."""

    values: dict[str, str]
    outcome: dict[str, str] | None
    possible: bool | None
    further: dict[str, str]
    acceptable: bool | None
    refuse: list[str]
    holds_by: list[str] | None


class ExchangeDocument(TypedDict):
    """An exchange: what each gives, what both gain, what it is worth to everybody."""

    between: list[str]
    gives: dict[str, dict[str, Any]]
    gain: float
    outcomes: dict[str, float]
    externality: dict[str, float]


class ChallengeDocument(TypedDict):
    """A move of the challenge model."""

    issue: str
    round: int
    actor: str
    proposer: str
    kind: str
    start: float
    end: float
    own: float
    other: float
    chance: float
    exponent: float


class PoliticsDocument(TypedDict):
    """A bargain that is adopted in SMP."""

    turn: int
    actor: str
    challenger: str
    target: str
    chance: float
    gain: float
    start: dict[str, float]
    end: dict[str, float]


class SettlesDocument(TypedDict):
    """The answer to "where does it settle?"."""

    detente: str
    question: str
    case: CaseDocument
    seed: int
    notes: list[str]
    domain: str | None
    calibrated_on: dict[str, Any]
    issues: dict[str, dict[str, SettledDocument]]
    scales: dict[str, ScaleDocument]
    forecast: dict[str, SettledForecast | None]
    levers: dict[str, LeversDocument | None]
    exchanges: list[ExchangeDocument]
    settlement: SettledOutcome
    exchanged: SettledOutcome
    deals: dict[str, dict[str, str]]
    not_judged: str | None
    challenges: NotRequired[list[ChallengeDocument]]
    bargains: NotRequired[list[PoliticsDocument]]
