"""A case at a glance: what stands in the file, read back in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from typing_extensions import TypedDict

from detente.checks.reasons import judgements
from detente.report.words import condition, names
from detente.version import __version__

if TYPE_CHECKING:
    from datetime import datetime

    from detente.case import Case, Move, Preferences

__all__ = ["Glance", "GlanceDocument", "Judgement", "glance_of"]


class JudgementDocument(TypedDict):
    """A judgement and what it rests on."""

    what: str
    rests_on: str
    because: list[str]


class GlanceDocument(TypedDict):
    """What ``detente show --json`` prints."""

    detente: str
    question: str
    case: dict[str, str]
    seed: int
    notes: list[str]
    hours: dict[str, str]
    meeting: dict[str, object]
    actors: dict[str, dict[str, object]]
    issues: dict[str, dict[str, object]]
    impossible: list[str]
    moves: list[str]
    preferences: dict[str, list[str]]
    agreement: str
    calendar: list[dict[str, str]]
    people: list[dict[str, str]]
    background: list[str]
    judgements: list[JudgementDocument]
    document: dict[str, object]


@dataclass(frozen=True)
class Judgement:
    """A judgement: what, the reasons, and whether they are passages, assumptions, both or none.

    `bears_on_holds` tells whether what holds can depend on it.
    """

    what: str
    because: tuple[str, ...]
    rests_on: str
    bears_on_holds: bool


@dataclass(frozen=True)
class Glance:
    """A case in words. `case` is what stands in the file; the rest is derived."""

    case: Case
    hours: dict[str, str]
    judgements: tuple[Judgement, ...]

    def count(self, rests_on: str) -> int:
        """Return how many judgements rest on ``passages``, ``assumptions``, ``both`` or ``nothing``."""
        return sum(judgement.rests_on == rests_on for judgement in self.judgements)

    @property
    def not_looked_up(self) -> int:
        """How many judgements cite a source whose text does not lie beside the case."""
        closed = {name for name, source in self.case.sources.items() if source.file is None}
        return sum(any(b.partition(":")[0] in closed for b in j.because) for j in self.judgements)

    def to_dict(self) -> GlanceDocument:
        """Return the document that ``--json`` prints."""
        case, meeting = self.case, self.case.meeting
        return {
            "detente": __version__,
            "question": "show",
            "case": {"title": case.title, "sha256": case.sha256},
            "seed": 0,
            "notes": [case.note] if case.note else [],
            "hours": self.hours,
            "meeting": meeting.model_dump(mode="json", by_alias=True, exclude_none=True) if meeting else {},
            "actors": {
                name: {
                    "name": actor.name,
                    "in_the_room": actor.in_the_room,
                    "decides": [n for n, issue in case.issues.items() if name in issue.decided_by],
                }
                for name, actor in case.actors.items()
            },
            "issues": {
                name: {
                    "title": case.issue_title(name),
                    "values": [] if issue.is_continuous else list(issue.values),
                    "decided_by": list(issue.decided_by),
                    "status_quo": issue.status_quo,
                }
                for name, issue in case.issues.items()
            },
            "impossible": [condition(case, rule.when) for rule in case.impossible],
            "moves": [move_words(case, move) for move in case.moves],
            "preferences": {name: preference_words(case, p) for name, p in case.preferences.items()},
            "agreement": agreement_words(case),
            "calendar": [
                {"on": entry.on.isoformat(), "what": entry.what, "effect": effect_words(case, place)}
                for place, entry in enumerate(case.calendar)
            ],
            "people": [{"name": p.name, "role": p.role, "speaks_for": p.speaks_for or ""} for p in case.people],
            "background": [fact.what for fact in case.background],
            "judgements": [
                {"what": j.what, "rests_on": j.rests_on, "because": list(j.because)} for j in self.judgements
            ],
            "document": case.to_document(),
        }


def _hour_text(when: datetime) -> str:
    return f"{when:%A} {when.day} {when:%B %Y}, {when:%H:%M}"


def _hours(case: Case) -> dict[str, str]:
    """Return the meeting's hour where it is held, in UTC, and in every zone of an actor."""
    if case.meeting is None or case.meeting.starts is None:
        return {}
    start = case.meeting.starts.at()
    hours = {f"on the spot ({case.meeting.starts.zone})": _hour_text(start), "UTC": _hour_text(start.astimezone(UTC))}
    for actor in case.actors.values():
        if actor.zone:
            place = actor.seat or f"{actor.name} ({actor.zone})"
            hours[place] = _hour_text(start.astimezone(ZoneInfo(actor.zone)))
    return hours


def glance_of(case: Case) -> Glance:
    """Return a case at a glance. Expects a case without errors."""
    found = []
    for judged in judgements(case):
        kinds = {reason.kind for reason in judged.because}
        if len(kinds) == 2:
            rests_on = "both"
        else:
            rests_on = {"passage": "passages", "assumption": "assumptions"}.get("".join(kinds), "nothing")
        what = f"{judged.label} {condition(case, judged.condition)}" if judged.condition else judged.label
        found.append(Judgement(what, tuple(map(str, judged.because)), rests_on, judged.bears_on_holds))
    return Glance(case, _hours(case), tuple(found))


def move_words(case: Case, move: Move) -> str:
    """Return a move line in words."""
    who = names([case.actors[name].name for name in move.by or ()], "or")
    if move.only is not None:
        title = case.issue_title(str(move.issue))
        return f"{title} can only move {move.only}{f' for {who}' if who else ''}."
    can = "can" if move.allow else "cannot"
    if move.issue is None:
        start, end = (condition(case, texts[0]) for texts in (move.start or ("",), move.end or ("",)))
        return f"{who or 'Nobody'} {'can' if move.allow or not who else can} go from ({start}) to ({end})."
    title = case.issue_title(move.issue)
    ends = f"{title} from {names(move.start or (), 'or')} to {names(move.end or (), 'or')}"
    alone = " alone" if who and move.allow else ""
    return f"{who or 'Its deciders'} {can} move {ends}{alone}."


def preference_words(case: Case, preferences: Preferences) -> list[str]:
    """Return an actor's preferences in words, a line each, the most important first."""
    lines = []
    for place, entry in enumerate(preferences.ranking or (), 1):
        lines.append(f"rank {place}: {'; '.join(condition(case, text) for text in entry)}")
    for place, statement in enumerate(preferences.statements or (), 1):
        lines.append(f"{place}. {condition(case, statement.that)}")
    for name, scores in (preferences.scores or {}).items():
        worth = ", ".join(f"{value} {score}" for value, score in scores.values.items())
        weight = f", weight {scores.weight}" if scores.weight else ""
        lines.append(f"scores for {case.issue_title(name)}: {worth}{weight}")
    for name, stand in (preferences.positions or {}).items():
        lines.append(f"stands at {stand.position} on {case.issue_title(name)}, salience {stand.salience}")
    for link in preferences.linked or ():
        if link.worth is not None:
            lines.append(f"worth together: {link.worth} where {condition(case, link.when or '')}")
        else:
            lines.append(f"{case.issue_title(str(link.issue))} counts only where {condition(case, link.only_if or '')}")
    if isinstance(preferences.no_deal, dict):
        said = "; ".join(f"{case.issue_title(k)}: {v}" for k, v in preferences.no_deal.items())
        lines.append(f"no deal means: {said}")
    elif preferences.no_deal is not None:
        lines.append(f"no deal means: {preferences.no_deal}")
    return lines


def agreement_words(case: Case) -> str:
    """Return the agreement rule in words."""
    rule = case.agreement
    if rule is None:
        return ""
    among = [case.actors[name].name for name in rule.of]
    need = names(among) if among else "every actor"
    if rule.at_least:
        need = f"at least {rule.at_least} of {f'these: {names(among)}' if among else f'{len(case.actors)} actors'}"
    must = names([case.actors[name].name for name in rule.must_include])
    if rule.rule == "deciders":
        count = f", at least {rule.at_least} of them" if rule.at_least else ""
        return (
            "A deal needs everybody who decides an issue that it changes from the status quo, in the room or not"
            f"{count}{f', and {must}' if must else ''}."
        )
    return f"A deal needs {need}{f', {must} among them' if must else ''}."


def effect_words(case: Case, place: int) -> str:
    """Return what a calendar entry changes, in words."""
    entry = case.calendar[place]
    said = [f"{case.issue_title(name)} becomes {value}" for name, value in entry.then.items()]
    said += [f"no deal is worth {worth} to {case.actors[name].name}" for name, worth in entry.no_deal.items()]
    then = "; ".join(said)
    unless = f", unless {condition(case, entry.unless)}" if entry.unless else ""
    return f"{then or 'nothing changes by itself'}{unless}"
