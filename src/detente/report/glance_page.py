"""The page of a case at a glance (``detente show``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

from detente.report.glance import agreement_words, effect_words, move_words, preference_words
from detente.report.layout import heading, items, line
from detente.report.words import condition, names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from detente.report.glance import Glance

__all__ = ["evidence_line", "issues_table", "print_glance"]


def _meeting(console: Console, glance: Glance) -> None:
    meeting = glance.case.meeting
    if meeting is None:
        return
    heading(console, "Meeting")
    if meeting.place:
        line(console, meeting.place)
    for where, hour in glance.hours.items():
        line(console, f"{hour}  {where}", 4)
    if meeting.stages:
        line(console, f"Stages: {', then '.join(meeting.stages)}.")
    if meeting.agenda:
        line(console, f"Agenda: {names([item.item for item in meeting.agenda])}.")
    for actor, people in meeting.delegations.items():
        said = "; ".join(f"{person.name}, {person.role}" for person in people)
        line(console, f"For {glance.case.actors[actor].name}: {said}.")


def issues_table(glance: Glance) -> Table:
    """Return the table of issues: values, status quo, deciders."""
    case = glance.case
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for title in ("issue", "values, in order", "now", "decided by"):
        table.add_column(title, overflow="fold")
    for name, issue in case.issues.items():
        values = ", ".join(issue.values)
        if issue.is_continuous and issue.scale:
            values = f"{issue.scale.min} to {issue.scale.max} {issue.scale.unit or ''}".strip()
        deciders = names([case.actors[actor].name for actor in issue.decided_by]) or (
            "see moves" if case.moves else "nobody"
        )
        # conditions are written with the name, so it stands beside the title
        title = f"{issue.title} ({name})" if issue.title else name
        table.add_row(title, values, issue.status_quo or "-", deciders)
    return table


def evidence_line(glance: Glance) -> str:
    """Return how much of a case rests on passages and how much on assumptions, in a sentence or two."""
    kinds = {
        "passages": "on a passage",
        "both": "on a passage and an assumption",
        "assumptions": "on an assumption alone",
        "nothing": "on nothing that is written down",
    }
    said = [f"{glance.count(kind)} {words}" for kind, words in kinds.items() if glance.count(kind)]
    said[:1] = [said[0].replace(" ", " rest ", 1)] if said else ["none"]
    line = f"{len(glance.judgements)} judgements: {names(said)}."
    if glance.not_looked_up:
        line += (
            f" {glance.not_looked_up} cite a source whose text is not beside the case, so nothing was looked up there."
        )
    return line


def print_glance(glance: Glance, console: Console, *, because: bool = False) -> None:
    """Print a case at a glance (``detente show``); with `because`, every judgement with its reasons."""
    case = glance.case
    console.print(Text(case.title, style="bold"), Text(f"as of {case.as_of}" if case.as_of else ""))
    if case.note:
        line(console, case.note)
    _meeting(console, glance)
    heading(console, "Actors")
    for actor in case.actors.values():
        where = "" if case.meeting is None else (", in the room" if actor.in_the_room else ", not in the room")
        weight = f", capability {actor.capability}" if actor.capability else ""
        line(console, f"{actor.name}{where}{weight}")
    if case.people:
        line(console, "Named: " + "; ".join(f"{person.name}, {person.role}" for person in case.people) + ".")
    heading(console, "Issues")
    console.print(issues_table(glance))
    _section(console, "Impossible", [condition(case, r.when) for r in case.impossible])
    _section(
        console,
        "Moves, where they differ from what the deciders can do anyway",
        [move_words(case, m) for m in case.moves],
    )
    if case.preferences:
        heading(console, "Who wants what, the most important first")
    for name, preferences in case.preferences.items():
        line(console, case.actors[name].name, style="underline")
        for text in preference_words(case, preferences):
            line(console, text, 4)
    _section(console, "Agreement", [agreement_words(case)] if case.agreement else [])
    dates = [f"{entry.on}  {entry.what}: {effect_words(case, k)}." for k, entry in enumerate(case.calendar)]
    _section(console, "Calendar", dates)
    _section(console, "Background", [fact.what for fact in case.background])
    _section(console, "Sources", [_source_text(glance, name) for name in case.sources])
    heading(console, "What it rests on")
    line(console, evidence_line(glance))
    if not because:
        line(console, "`detente show --because` lists every judgement with its reasons.")
        return
    for judgement in glance.judgements:
        items(console, [judgement.what])
        for reason in judgement.because or ("nothing is written down",):
            line(console, reason, 6, "dim")


def _source_text(glance: Glance, name: str) -> str:
    source = glance.case.sources[name]
    parts = [source.title, source.publisher, str(source.published) if source.published else None, source.file]
    return f"{name}: {', '.join(part for part in parts if part)}"


def _section(console: Console, title: str, texts: Sequence[str]) -> None:
    if texts:
        heading(console, title)
        items(console, texts)
