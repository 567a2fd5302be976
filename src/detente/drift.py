"""What an outcome becomes by itself as days pass: the calendar changes values while nobody agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.expressions import parse

if TYPE_CHECKING:
    from datetime import date

    from detente.case import Case
    from detente.space import Frame

__all__ = ["after", "by_date", "in_order", "status_quo"]


def status_quo(case: Case) -> dict[str, str] | None:
    """Return the status quo in names, or None where it is not said for every issue with values."""
    said = {name: issue.status_quo for name, issue in case.issues.items() if not issue.is_continuous}
    if not said or any(value is None for value in said.values()):
        return None
    return {name: str(value) for name, value in said.items()}


def _meets(case: Case, frame: Frame, outcome: dict[str, str], condition: str) -> bool:
    issues, met = frame.table(parse(condition, case.options, tuple(case.issues)))
    return bool(met[tuple(frame.values[k].index(outcome[frame.issues[k]]) for k in issues)])


def after(case: Case, frame: Frame, outcome: dict[str, str], place: int) -> dict[str, str]:
    """Return what one entry of the calendar makes of an outcome, on its day, if nobody does anything."""
    entry = case.calendar[place]
    if entry.unless and _meets(case, frame, outcome, entry.unless):
        return outcome
    return outcome | {name: value for name, value in entry.then.items() if name in outcome}


def in_order(case: Case) -> list[int]:
    """Return the places of the calendar's entries, by day."""
    return sorted(range(len(case.calendar)), key=lambda place: case.calendar[place].on)


def by_date(case: Case, frame: Frame, outcome: dict[str, str], on: date | None) -> tuple[dict[str, str], list[int]]:
    """Return what an outcome has become by the end of a day, if nobody does anything, and which entries changed it.

    Entries take effect in the order of their days; one whose `unless` then holds does not. None is before all of them.
    """
    found, changed = outcome, []
    for place in in_order(case):
        if on is not None and case.calendar[place].on <= on:
            then = after(case, frame, found, place)
            if then != found:
                changed.append(place)
            found = then
    return dict(found), changed
