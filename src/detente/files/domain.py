"""Negotiation domains of other tools, in one shape: issues with values, parties with scores, no rules and no moves.

The readers of Genius, GeniusWeb and NegMAS files make a `Domain`; a case document is made of it here, with scores as
exact fractions. For export a case is turned into a `Domain` again, and what does not fit is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from detente.diagnostics import Diagnostic
from detente.numbers import number_text, read_number
from detente.trading.draws import is_uncertain
from detente.trading.reading import read_bargain
from detente.utility import CARDINAL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from detente.case import Case
    from detente.trading.reading import Reading

__all__ = [
    "Domain",
    "DomainIssue",
    "Malformed",
    "Party",
    "domain_of",
    "exact",
    "file_name",
    "note_diagnostics",
    "scaled",
    "slug",
    "to_document",
]

MAX_VALUES = 1_000


class Malformed(Exception):  # noqa: N818 - ends the reading, never leaves `files`
    """The file is not of its format; the text says where."""


@dataclass(frozen=True)
class DomainIssue:
    """An issue: its values, or the ends of a scale without values."""

    name: str
    values: tuple[str, ...] = ()
    scale: tuple[Fraction, Fraction] | None = None


@dataclass(frozen=True)
class Party:
    """A party: weights and scores by issue name, and what it has without agreement (a number or an outcome)."""

    name: str
    weights: dict[str, Fraction]
    scores: dict[str, dict[str, Fraction]]
    reserve: Fraction | dict[str, str] | None


@dataclass(frozen=True)
class Domain:
    """A domain with its parties. `notes` say what could not be carried over."""

    name: str
    issues: tuple[DomainIssue, ...]
    parties: tuple[Party, ...]
    notes: list[str] = field(default_factory=list)


def slug(name: str, taken: set[str], prefix: str) -> str:
    """Return a usable name that is not taken yet, as near to a name of another tool as can be; it is taken then."""
    word = re.sub(r"[^\w]+", "-", name.strip().lower()).strip("-_")[:50]
    if not word or not word[0].isalpha() or word in ("and", "or", "not", "if", "iff", "in"):
        word = f"{prefix}-{word}".strip("-")
    found, count = word, 2
    while found in taken:
        found, count = f"{word}-{count}", count + 1
    taken.add(found)
    return found


def file_name(name: str, ending: str, taken: Iterable[str]) -> str:
    """Return a name for a party's file that no other has."""
    word = "".join(c if c.isalnum() else "-" for c in name.lower()).strip("-")[:60] or "party"
    found, count = f"{word}{ending}", 2
    while found in taken:
        found, count = f"{word}-{count}{ending}", count + 1
    return found


def exact(value: object, where: str) -> Fraction:
    """Return a number of a file as it is written there, exactly; raises `Malformed`."""
    if isinstance(value, bool) or value is None:
        raise Malformed(f"{where} is no number")
    try:
        return Fraction(read_number(repr(value) if isinstance(value, (int, float)) else str(value)))
    except ValueError:
        raise Malformed(f"{where} is no number that can be used: {str(value)[:40]!r}") from None


def _values(names: tuple[str, ...]) -> dict[str, str]:
    """Return file value -> value of the case: short, on one line, all different."""
    found: dict[str, str] = {}
    for name in names:
        base = " ".join(name.split())[:70] or "empty"
        text, count = base, 2
        while text in found.values():
            text, count = f"{base} ({count})", count + 1
        found[name] = text
    return found


def _preferences(
    domain: Domain, party: Party, names: dict[str, str], values: dict[str, dict[str, str]], reason: str
) -> dict[str, Any]:
    own: dict[str, Any] = {"because": [reason], "scores": {}}
    for issue in domain.issues:
        if issue.name in party.scores:
            written = values[issue.name] if issue.scale is None else {v: v for v in party.scores[issue.name]}
            table = {written[v]: number_text(worth) for v, worth in party.scores[issue.name].items()}
            weight = {"weight": number_text(party.weights[issue.name])} if issue.name in party.weights else {}
            own["scores"][names[issue.name]] = weight | {"values": table}
    if isinstance(party.reserve, dict):
        own["no_deal"] = {names[name]: values[name].get(value, value) for name, value in party.reserve.items()}
    elif party.reserve is not None:
        own["no_deal"] = number_text(party.reserve)
    return own


def to_document(domain: Domain, reason: str) -> dict[str, Any]:
    """Return the case document of a domain. `reason` is the because of every judgement."""
    if not domain.issues or not domain.parties:
        raise Malformed("it needs at least one issue and one party with scores")
    titles = [issue.name for issue in domain.issues]
    twice = next((title for title in titles if titles.count(title) > 1), None)
    if twice is not None:
        raise Malformed(f"two issues are called {twice}")
    for party in domain.parties:
        _bid_exists(domain, party)
    taken: set[str] = set()
    names = {issue.name: slug(issue.name, taken, "issue") for issue in domain.issues}
    values = {issue.name: _values(issue.values) for issue in domain.issues}
    actors = [slug(party.name, taken, "party") for party in domain.parties]
    issues: dict[str, Any] = {}
    for issue in domain.issues:
        shape: dict[str, Any] = {"values": list(values[issue.name].values())}
        if issue.scale is not None:
            shape = {"scale": {"min": number_text(issue.scale[0]), "max": number_text(issue.scale[1])}}
        issues[names[issue.name]] = {"title": issue.name, **shape, "decided_by": list(actors), "because": [reason]}
    preferences = {
        actor: _preferences(domain, party, names, values, reason)
        for actor, party in zip(actors, domain.parties, strict=True)
    }
    return {
        "detente": "1",
        "title": domain.name,
        "actors": {actor: {"name": party.name or actor} for actor, party in zip(actors, domain.parties, strict=True)},
        "issues": issues,
        "preferences": preferences,
    }


def _bid_exists(domain: Domain, party: Party) -> None:
    """Refuse an outcome without agreement that speaks of what is not there."""
    known = {issue.name: issue.values for issue in domain.issues}
    for name, value in party.reserve.items() if isinstance(party.reserve, dict) else ():
        if name not in known or value not in known[name]:
            raise Malformed(f"what {party.name} has without agreement names {name}: {value}, which is not there")


def _left_out(case: Case, reading: Reading) -> list[str]:
    """Return what of a case has no place in a domain."""
    notes = list(reading.notes)
    if case.calendar:
        notes.append("The calendar is left out: the format has none.")
    if case.impossible:
        notes.append(f"The impossible rules ({len(case.impossible)}) are left out: the format has none.")
    if case.agreement and (case.agreement.at_least or case.agreement.rule == "deciders" or case.agreement.of):
        notes.append("The agreement rule is left out: the format knows unanimity only.")
    if any(own.statements or own.ranking for own in case.preferences.values()):
        notes.append("Statements and rankings are left out: the format holds scores.")
    if is_uncertain(reading):
        notes.append(
            "Ranges are written with their best value, and the nearest of several ways in which talks may fail."
        )
    return notes


def domain_of(case: Case) -> Domain:
    """Return a case as a domain: every actor's weighted scores, exactly; `notes` say what does not fit.

    Raises
    ------
    Malformed
        Where an actor has no scores or positions, or where issues are linked.
    """
    reading = read_bargain(case)
    notes = _left_out(case, reading)
    parties = []
    for place, actor in enumerate(reading.actors):
        name, bargain = case.actors[actor].name, reading.bargain
        if reading.forms[actor] not in CARDINAL:
            raise Malformed(f"{name} has no scores or positions")
        scores: dict[str, dict[str, Fraction]] = {
            title: dict.fromkeys(values, Fraction(0))
            for title, values in zip(reading.frame.issues, reading.frame.values, strict=True)
        }
        for term in bargain.terms[place]:
            if len(term.issues) > 1:
                raise Malformed(f"issues are linked for {name}, and the format adds issue by issue")
            issue, values = reading.frame.issues[term.issues[0]], reading.frame.values[term.issues[0]]
            for value, worth in zip(values, term.worth.tolist(), strict=True):
                scores[issue][value] += Fraction(worth, bargain.units[place])
        reserve = bargain.no_deal[place]
        if reserve is None:
            notes.append(f"What no deal is for {name} is not known; nothing, or 0, is written.")
        parties.append(Party(name, {}, scores, None if reserve is None else Fraction(reserve, bargain.units[place])))
    issues = tuple(DomainIssue(n, v) for n, v in zip(reading.frame.issues, reading.frame.values, strict=True))
    return Domain(case.title, issues, tuple(parties), notes)


def scaled(party: Party) -> tuple[dict[str, Fraction], dict[str, dict[str, Fraction]], Callable[[Fraction], Fraction]]:
    """Return a party's scores as weights that sum to 1 and evaluations from 0 to 1, and how worth is turned into that.

    Where no score is negative nothing is shifted, so that a domain of that scale comes back as it was.
    """
    negative = any(worth < 0 for table in party.scores.values() for worth in table.values())
    lows = {name: min(table.values()) if negative else Fraction(0) for name, table in party.scores.items()}
    spans = {name: max(table.values()) - lows[name] for name, table in party.scores.items()}
    total = sum(spans.values()) or Fraction(1)
    # to whom all is alike every issue weighs the same, for weights must sum to 1
    alike = not any(spans.values())
    weights = {name: Fraction(1, len(spans)) if alike else span / total for name, span in spans.items()}
    evaluations = {
        name: {value: (worth - lows[name]) / (spans[name] or 1) for value, worth in table.items()}
        for name, table in party.scores.items()
    }
    shift = sum(lows.values(), Fraction(0))
    return weights, evaluations, lambda worth: (worth - shift) / total


def note_diagnostics(domain: Domain) -> list[Diagnostic]:
    """Return what could not be carried over as warnings."""
    return [Diagnostic("W416", note, "Check whether it matters.") for note in domain.notes]
