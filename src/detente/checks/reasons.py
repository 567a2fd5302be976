"""Evidence: which judgements have a because, and whether what they cite is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.diagnostics import Diagnostic, Path, nearest
from detente.evidence import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from detente.case import Case
    from detente.evidence import Because

__all__ = ["check_reasons", "citations", "judgements"]


@dataclass(frozen=True)
class Judged:
    """A judgement: anything a reader may ask "how do you know?" about.

    `label` says what it is, `condition` is the condition it is about where there is one, `path` where it stands.
    """

    label: str
    path: Path
    because: tuple[Because, ...]
    condition: str = ""
    orders: bool = True

    @property
    def bears_on_holds(self) -> bool:
        """Whether what holds can depend on it: the calendar, the meeting or the agreement rule do not enter there.

        Nor does a form of preference beside the one that orders the outcomes (`orders` is no).
        """
        return self.orders and self.path[0] in ("issues", "impossible", "moves", "preferences")

    def __str__(self) -> str:
        return f"{self.label} {self.condition}".strip()


def judgements(case: Case) -> Iterator[Judged]:
    """Yield every judgement of a case: who decides, what is impossible, who can move, who wants what, when."""
    for name, actor in case.actors.items():
        if actor.capability is not None or actor.because:
            yield Judged(f"actor: {actor.name}", ("actors", name), actor.because)
    for name, issue in case.issues.items():
        yield Judged(f"issue: {case.issue_title(name)}", ("issues", name), issue.because)
    for place, rule in enumerate(case.impossible):
        yield Judged("impossible:", ("impossible", place), rule.because, rule.when)
    for place, move in enumerate(case.moves):
        subject = case.issue_title(move.issue) if move.issue in case.issues else move.issue or "whole outcomes"
        yield Judged(f"moves on {subject}", ("moves", place), move.because)
    yield from _preferences(case)
    yield from _around(case)


def _around(case: Case) -> Iterator[Judged]:
    if case.agreement:
        yield Judged("agreement rule", ("agreement",), case.agreement.because)
    for place, entry in enumerate(case.calendar):
        yield Judged(f"calendar: {entry.what}", ("calendar", place), entry.because)
    if case.meeting:
        yield Judged("the meeting", ("meeting",), case.meeting.because)
    for place, person in enumerate(case.people):
        yield Judged(f"person: {person.name}", ("people", place), person.because)
    for place, fact in enumerate(case.background):
        yield Judged(f"background: {fact.what}", ("background", place), fact.because)
    for place, result in enumerate(case.published):
        yield Judged(f"published result: {result.method}", ("published", place), result.because)


def _title(case: Case, issue: str) -> str:
    """Return an issue's title; the name itself where there is no such issue, which `names` reports."""
    return case.issue_title(issue) if issue in case.issues else issue


def _preferences(case: Case) -> Iterator[Judged]:
    for name, preferences in case.preferences.items():
        path: Path = ("preferences", name)
        who = case.actors[name].name if name in case.actors else name
        # a reason on the whole of an actor's preferences serves every line that has none of its own
        shared = preferences.because
        if preferences.ranking:
            yield Judged(f"{who}: ranking", (*path, "ranking"), shared)
        for place, statement in enumerate(preferences.statements or ()):
            reasons = statement.because or shared
            yield Judged(f"{who} wants", (*path, "statements", place), reasons, statement.that)
        first = preferences.forms[:1]
        for issue, scores in (preferences.scores or {}).items():
            label, reasons = f"{who}: scores for {_title(case, issue)}", scores.because or shared
            yield Judged(label, (*path, "scores", issue), reasons, orders=first == ("scores",))
        for issue, stand in (preferences.positions or {}).items():
            label, reasons = f"{who}: position on {_title(case, issue)}", stand.because or shared
            yield Judged(label, (*path, "positions", issue), reasons, orders=first == ("positions",))
        for place, link in enumerate(preferences.linked or ()):
            label = f"{who}: worth together" if link.when else f"{who}: {_title(case, str(link.issue))} counts only if"
            reasons = link.because or shared
            orders = first in (("scores",), ("positions",))
            yield Judged(label, (*path, "linked", place), reasons, link.when or link.only_if or "", orders=orders)


def check_reasons(case: Case, passages: Mapping[str, Mapping[str, str]]) -> list[Diagnostic]:
    """Return judgements without a because, and citations that lead nowhere."""
    remedy = 'Add because: ["source:p1"], or because: ["assumption: why you think so"].'
    found = [
        Diagnostic("W401", f"Nothing says why ({judged}).", remedy, judged.path)
        for judged in judgements(case)
        if not judged.because
    ]
    return found + [wrong for reason, path in citations(case) for wrong in _cited(case, passages, reason, path)]


def citations(case: Case) -> Iterator[tuple[Because, Path]]:
    """Yield every reason once, with the place where it is written."""
    for judged in judgements(case):
        shared = case.preferences[str(judged.path[1])].because if judged.path[0] == "preferences" else ()
        if judged.because is not shared:
            yield from ((reason, (*judged.path, "because")) for reason in judged.because)
    for name, preferences in case.preferences.items():
        for reason in preferences.because:
            yield reason, ("preferences", name, "because")
    for name, people in case.meeting.delegations.items() if case.meeting else ():
        for position, person in enumerate(people):
            for reason in person.because:
                yield reason, ("meeting", "delegations", name, position)


def _cited(case: Case, passages: Mapping[str, Mapping[str, str]], reason: Because, path: Path) -> list[Diagnostic]:
    if reason.kind != "passage":
        return []
    if reason.source not in case.sources:
        return [
            Diagnostic(
                "N204",
                f"There is no source {reason.source}.",
                nearest(reason.source, case.sources),
                path,
            )
        ]
    if reason.source not in passages:
        return []
    words = passages[reason.source].get(reason.passage)
    if words is None:
        return [
            Diagnostic(
                "W410",
                f"Source {reason.source} has no passage {reason.passage}.",
                nearest(reason.passage, passages[reason.source]),
                path,
            )
        ]
    if reason.quote and fold(reason.quote) not in fold(words):
        elsewhere = [p for p, text in passages[reason.source].items() if fold(reason.quote) in fold(text)]
        remedy = "Copy the words as they stand, or cite the passage without them."
        return [
            Diagnostic(
                "W402",
                f'"{reason.quote}" does not stand in {reason.source}:{reason.passage}.',
                f"It stands in {' and '.join(elsewhere)}." if elsewhere else remedy,
                path,
            )
        ]
    return []
