"""What `detente read` proposed and nobody has confirmed yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.diagnostics import Diagnostic, Path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.case import Case

__all__ = ["check_proposals"]


def check_proposals(case: Case) -> list[Diagnostic]:
    """Return a warning for everything that is still marked as proposed."""
    remedy = "Compare it with its passage; then take the line proposed: away, or the whole entry."
    return [Diagnostic("W424", f"{what} is proposed, not confirmed.", remedy, path) for what, path in _proposed(case)]


def _proposed(case: Case) -> Iterator[tuple[str, Path]]:
    yield from ((f"Actor {actor.name}", ("actors", name)) for name, actor in case.actors.items() if actor.proposed)
    yield from (
        (f"Issue {case.issue_title(name)}", ("issues", name)) for name, issue in case.issues.items() if issue.proposed
    )
    for name, preferences in case.preferences.items():
        for place, statement in enumerate(preferences.statements or ()):
            if statement.proposed:
                yield f"That {name} wants {statement.that}", ("preferences", name, "statements", place)
    for place, entry in enumerate(case.calendar):
        if entry.proposed:
            yield f"Calendar entry {entry.on}", ("calendar", place)
    yield from _meeting(case)
    for place, person in enumerate(case.people):
        if person.proposed:
            yield f"Person {person.name}", ("people", place)
    for place, fact in enumerate(case.background):
        if fact.proposed:
            yield f"Background: {fact.what}", ("background", place)


def _meeting(case: Case) -> Iterator[tuple[str, Path]]:
    if case.meeting is None:
        return
    if case.meeting.proposed:
        yield "The meeting", ("meeting",)
    for name, people in case.meeting.delegations.items():
        for place, person in enumerate(people):
            if person.proposed:
                yield f"Delegate {person.name}", ("meeting", "delegations", name, place)
