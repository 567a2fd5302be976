"""The sections about the case itself: the meeting, the actors, the options, the calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detente.pages.blocks import Items, Paragraph, Section, Subheading, Table
from detente.report.glance import agreement_words, effect_words, move_words, preference_words
from detente.report.settle_words import range_text
from detente.report.words import condition, names

if TYPE_CHECKING:
    from detente.answers import Holds
    from detente.case import Case
    from detente.report.glance import Glance
    from detente.trading.answer import Trades

__all__ = ["actors_section", "calendar_section", "meeting_section", "options_section"]

COLUMNS = 5
MAX_MOVES = 40


def meeting_section(glance: Glance) -> Section:
    """Return who meets, where, at which hour for whom, in which order, about what."""
    section = Section("meeting", "The meeting")
    meeting = glance.case.meeting
    if meeting is None:
        section.say(
            "The case names no meeting. Add meeting: with its place, hour, stages and delegations to see it here.",
            "add",
        )
        return section
    case = glance.case
    if meeting.place:
        section.say(f"Place: {meeting.place}.")
    if glance.hours:
        hours = tuple((where[0].upper() + where[1:], hour) for where, hour in glance.hours.items())
        section.blocks.append(Table("The hour it begins", ("where", "hour"), hours))
    elif meeting.starts is None:
        section.say("The hour is not given. Add starts: 2025-08-15T11:30 America/Anchorage.", "add")
    if meeting.stages:
        section.blocks += [Subheading("Stages"), Items(tuple(meeting.stages), numbered=True)]
    if meeting.delegations:
        rows = tuple(
            (case.actors[actor].name if actor in case.actors else actor, person.name, person.role)
            for actor, people in meeting.delegations.items()
            for person in people
        )
        section.blocks += [Subheading("Delegations"), Table("Who comes with whom", ("for", "name", "office"), rows)]
    if meeting.agenda:
        texts = []
        for item in meeting.agenda:
            title = case.issue_title(item.item) if item.item in case.issues else item.item
            told = names(
                [
                    case.issue_title(name)
                    for name in item.issues
                    if name in case.issues and case.issue_title(name) != title
                ]
            )
            texts.append(f"{title}{f' ({told})' if told else ''}")
        section.blocks += [Subheading("Agenda"), Items(tuple(texts))]
    return section


def actors_section(glance: Glance) -> Section:
    """Return who takes part, who decides what, whose consent a deal needs, who speaks for whom, and what each wants."""
    case = glance.case
    section = Section("actors", "Actors, and who decides what")
    rows = []
    for name, actor in case.actors.items():
        alone = [case.issue_title(n) for n, issue in case.issues.items() if issue.decided_by == (name,)]
        joint = [
            f"{case.issue_title(n)} (with "
            f"{names([case.actors[o].name for o in issue.decided_by if o != name and o in case.actors])})"
            for n, issue in case.issues.items()
            if name in issue.decided_by and len(issue.decided_by) > 1
        ]
        rows.append(
            (
                actor.name,
                "yes" if actor.in_the_room else "no",
                "; ".join(alone) or "–",
                "; ".join(joint) or "–",
                range_text(actor.capability) if actor.capability else "–",
            )
        )
    heads = ("actor", "in the room", "decides alone", "decides jointly", "capability")
    told = len(heads) if any(actor.capability for actor in case.actors.values()) else len(heads) - 1
    section.blocks.append(Table("Actors", heads[:told], tuple(row[:told] for row in rows), frozenset({4})))
    section.say(agreement_words(case) or "No agreement rule is given, so a deal needs every actor.")
    for name, preferences in case.preferences.items():
        who = case.actors[name].name if name in case.actors else name
        lines = preference_words(case, preferences)
        ordered = [line for line in lines if line.partition(". ")[0].isdigit()]
        section.blocks.append(Subheading(f"Wishes of {who}, as judged in the case"))
        if ordered:
            section.blocks.append(Items(tuple(line.partition(". ")[2] for line in ordered), numbered=True))
        if len(ordered) < len(lines):
            section.blocks.append(Items(tuple(line for line in lines if line not in ordered)))
    if case.people:
        people = tuple(
            (one.name, one.role, case.actors[one.speaks_for].name if one.speaks_for in case.actors else "")
            for one in case.people
        )
        section.blocks += [
            Subheading("People"),
            Table("People named in the case", ("name", "office", "speaks for"), people),
        ]
    return section


def options_section(case: Case, holds: Holds | None) -> Section:
    """Return the option table in the field's form: options under their deciders, outcomes as columns."""
    section = Section("options", "The issues and options")
    now = {name: str(issue.status_quo) for name, issue in case.issues.items() if issue.status_quo is not None}
    columns = [("now", now)] if now else []
    if holds is not None:
        space = holds.conflict.space
        for letter, state in zip("ABCDE", _shown(holds), strict=False):
            columns.append((letter, space.outcome(state)))
    rows = []
    groups: dict[tuple[str, ...], list[str]] = {}
    for name, issue in case.issues.items():
        groups.setdefault(issue.decided_by, []).append(name)
    for deciders, issues in groups.items():
        who = names([case.actors[one].name for one in deciders if one in case.actors]) or "nobody"
        for place, name in enumerate(issues):
            issue = case.issues[name]
            values = "a scale" if issue.is_continuous else ", ".join(issue.values)
            rows.append(
                (
                    who if not place else "",
                    case.issue_title(name),
                    values,
                    *(_sign(one.get(name, "–")) for _, one in columns),
                )
            )
    heads = ("decided by", "issue", "values, in order", *(head for head, _ in columns))
    caption = f"Options by decision maker{'; columns are outcomes' if columns else ''}"
    section.blocks.append(Table(caption, heads, tuple(rows)))
    if columns:
        letters = "; the letters are outcomes that hold by most concepts, those within reach first"
        section.say(
            f"Y and N stand for yes and no. “now” is the status quo{letters if len(columns) > 1 else ''}.", "note"
        )
    if case.impossible:
        section.blocks += [
            Subheading("What cannot be"),
            Items(tuple(condition(case, rule.when) for rule in case.impossible)),
        ]
    if case.moves:
        section.blocks += [
            Subheading("Moves that are special"),
            Items(tuple(move_words(case, move) for move in case.moves[:MAX_MOVES])),
        ]
    return section


def _sign(value: str) -> str:
    return {"yes": "Y", "no": "N"}.get(value, value)


def _shown(holds: Holds) -> list[int]:
    from detente.report.page import chosen_outcomes

    return [int(state) for state in np.asarray(chosen_outcomes(holds), dtype=np.int64)[:COLUMNS]]


def calendar_section(case: Case, trades: Trades | None) -> Section:
    """Return what changes when by itself, and when a zone of agreement opens and closes."""
    section = Section("calendar", "The calendar")
    if not case.calendar:
        section.say(
            "Nothing is on the calendar. Add calendar: with on:, what: and then: to see what changes by itself.", "add"
        )
        return section
    order = sorted(range(len(case.calendar)), key=lambda place: case.calendar[place].on)
    rows = tuple(
        (case.calendar[place].on.isoformat(), case.calendar[place].what, effect_words(case, place)) for place in order
    )
    section.blocks.append(Table("What changes by itself", ("day", "what", "effect"), rows))
    if trades is None:
        return section
    periods = []
    before: bool | None = None
    for period in trades.periods:
        count = "not counted" if period.acceptable is None else f"{period.acceptable:,}"
        periods.append(
            (
                str(period.since or "the start"),
                str(period.until or "no end"),
                "open" if period.is_open else "closed",
                count,
            )
        )
        if before is not None and before != period.is_open:
            section.blocks.append(
                Paragraph(
                    f"On {period.since} the zone of agreement {'opens' if period.is_open else 'closes'}.", "strong"
                )
            )
        before = period.is_open
    section.blocks.append(
        Table(
            "The zone of agreement over time",
            ("from", "to", "zone", "acceptable packages"),
            tuple(periods),
            frozenset({3}),
        )
    )
    return section
