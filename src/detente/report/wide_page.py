"""The page of "what holds?" where outcomes are too many to list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

from detente.conflict import parties_of
from detente.expressions import quoted
from detente.methods import HOLDS_TOGETHER, METHODS, short_title
from detente.report.closer_page import Closer, print_closer
from detente.report.glance_page import evidence_line
from detente.report.layout import heading, items, line
from detente.report.reasons import told_reasons, verdict_text
from detente.report.summary_words import summary_lines
from detente.report.words import concept_names, names
from detente.space import count_text, share_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import Console

    from detente.case import Case
    from detente.conflict import Parties
    from detente.graph.why import Verdict
    from detente.report.glance import Glance
    from detente.wide import HoldsWide

__all__ = ["print_why_wide", "print_wide"]


@dataclass(frozen=True)
class _Told:
    """A case and its actors and issues: all that a verdict needs to be put into words."""

    case: Case
    conflict: Parties


def print_wide(answer: HoldsWide, glance: Glance, console: Console, *, name: str) -> None:
    """Print the answer to "what holds?" over diagrams (``detente holds``)."""
    case, frame = answer.case, answer.conflict.space
    console.print(Text(case.title, style="bold"), Text(f"as of {case.as_of}" if case.as_of else ""))
    line(console, "What holds? Which outcomes would nobody upset, given what each can do next?", 0, "italic")
    heading(console, "1. The case")
    inside = [actor.name for actor in case.actors.values() if actor.in_the_room]
    outside = [actor.name for actor in case.actors.values() if not actor.in_the_room]
    line(console, f"Actors: {names(inside)}." + (f" Outside the room: {names(outside)}." if outside else ""))
    grid = count_text(frame.grid)
    line(
        console,
        f"{len(frame.issues)} issues; {count_text(answer.outcomes)} outcomes are possible of {grid} combinations. "
        f"{evidence_line(glance)}",
    )
    line(
        console,
        "Sets of outcomes are drawn as decision diagrams, none is listed (engine: symbolic). The results are exact.",
    )
    if answer.where:
        line(console, f"Only outcomes with {answer.where} are told of: {count_text(answer.met)} are possible.")
    _status_quo(console, answer)
    _what_holds(console, answer)
    _closer(console, answer)
    _unfinished(console, answer)
    heading(console, "Notes")
    notes = list(answer.notes)
    notes.append("A tie never tempts and always deters. An outcome that holds is not therefore good, just or likely.")
    items(console, notes)
    _next(console, answer, name)


def _status_quo(console: Console, answer: HoldsWide) -> None:
    heading(console, "2. Where things stand")
    if answer.start is None:
        line(console, "The status quo is not said, so nothing can be told about what upsets it.")
        return
    holding = [c for c in answer.concepts if answer.holding[c].holds(answer.start)]
    failing = [c for c in answer.concepts if c not in holding]
    if holding:
        line(console, f"The status quo holds by {concept_names(holding)}.")
    if failing:
        line(console, f"{'It' if holding else 'The status quo'} does not hold by {concept_names(failing, 'or')}.")
    if answer.upsets is None:
        line(console, "Who would upset it was not worked out.")
    upsetting = [verdict for verdict in answer.upsets or () if not verdict.stable]
    if upsetting:
        line(console, "Looking one move ahead (Nash), who would upset it:")
        items(console, [verdict_text(answer, verdict) for verdict in upsetting], 4)


def _what_holds(console: Console, answer: HoldsWide) -> None:
    heading(console, "3. What holds")
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("concept")
    table.add_column("whoever is judged ...", overflow="fold")
    for head in ("outcomes no actor upsets", "outcomes no group upsets", "hold"):
        table.add_column(head, justify="right", style="bold" if head == "hold" else "")
    for concept, (for_actors, for_groups) in HOLDS_TOGETHER.items():
        counts = [answer.counts.get((method or "", "")) for method in (for_actors, for_groups)]
        tried = for_actors in answer.unfinished or counts[0] is not None
        if not tried:
            continue
        held = answer.summaries.get(concept)
        shown = ["-" if count is None else count_text(count) for count in counts]
        for place, method in enumerate((for_actors, for_groups)):
            if method in answer.unfinished and (place == 0 or answer.groups):
                shown[place] = "not finished"
        lost = f"holds: {concept}" in answer.unfinished
        table.add_row(
            concept_names([concept]),
            f"{METHODS[for_actors].title.removesuffix(' stability')}: {METHODS[for_actors].foresight}",
            *shown,
            count_text(held.count) if held is not None else "not finished" if lost else "-",
        )
    console.print(table)
    if answer.where:
        line(console, f"The last column counts those with {answer.where}.")
    same: dict[int, list[str]] = {}
    for concept in answer.concepts:
        same.setdefault(answer.marks[concept], []).append(concept)
    for alike in same.values():
        summary = answer.summaries[alike[0]]
        title = concept_names(alike)
        if not summary.count:
            line(console, f"By {title} nothing holds{' of what was asked for' if answer.where else ''}.")
            continue
        among = "that meet the condition" if answer.where else "that are possible"
        share = f"{share_text(summary.count, answer.met)} of those {among}"
        line(console, f"By {title} {count_text(summary.count)} hold{'s' if summary.count == 1 else ''}, {share}:")
        items(console, summary_lines(answer.case, answer.conflict.space, summary), 4)


def _closer(console: Console, answer: HoldsWide) -> None:
    """Print what is best for whom by the first concept by which something holds."""
    concept = next((c for c in answer.concepts if answer.summaries[c].count), None)
    if concept is not None:
        frame = answer.conflict.space
        start = None if answer.start is None else frame.number(answer.start)
        told = Closer(answer.case, frame, answer.conflict.actors, start)
        print_closer(
            console,
            told,
            answer.summaries[concept],
            f"4. What is best for whom, among those that hold by {concept_names([concept])}",
        )


def _unfinished(console: Console, answer: HoldsWide) -> None:
    if not answer.unfinished:
        return
    heading(console, "Not finished")
    reasons: dict[str, list[str]] = {}
    for what, reason in answer.unfinished.items():
        if what.startswith("graph."):
            reasons.setdefault(reason, []).append(short_title(what))
    items(console, [f"{names(what)}: {reason}" for reason, what in reasons.items()])
    lost = [c for c in HOLDS_TOGETHER if f"holds: {c}" in answer.unfinished]
    if lost:
        line(console, f"So what holds by {concept_names(lost, 'or')} is not known. Give more with --time or --memory.")


def _next(console: Console, answer: HoldsWide, name: str) -> None:
    heading(console, "Try next")
    frame = answer.conflict.space
    commands = [f"detente show {name}"]
    if answer.start is not None:
        commands.append(f'detente holds {name} --why "status quo"')
        changed = next((k for k, size in enumerate(frame.sizes) if size > 1), 0)
        value = frame.values[changed][-1 if answer.start[changed] != frame.sizes[changed] - 1 else 0]
        commands.append(f"detente holds {name} --concept gmr --where '{frame.issues[changed]} = {quoted(value)}'")
    commands.append(f"detente holds {name} --samples 3 --seed 1")
    for command in commands:
        console.print(Text(f"  {command}"), soft_wrap=True)


def print_why_wide(
    case: Case,
    digits: Sequence[int],
    verdicts: Mapping[str, Sequence[Verdict]],
    missing: Mapping[str, str],
    console: Console,
) -> None:
    """Print why one outcome holds or not where outcomes are too many to list (``detente holds --why``)."""
    told = _Told(case, parties_of(case))
    frame = told.conflict.space
    console.print(Text(f"{case.title}: one outcome", style="bold"))
    calm = [concept for concept, found in verdicts.items() if all(verdict.stable for verdict in found)]
    known = [concept for concept in calm if concept not in missing]
    if known:
        line(console, f"Nobody upsets it by {concept_names(known)}.")
    upset = [concept for concept in verdicts if concept not in calm]
    if upset:
        line(console, f"It does not hold by {concept_names(upset, 'or')}.")
    line(
        console,
        "Judged by a search from this outcome alone (engine: symbolic); no other outcome is listed.",
        0,
        "italic",
    )
    for issue, name in enumerate(frame.issues):
        line(console, f"{case.issue_title(name)}: {frame.values[issue][digits[issue]]}")
    for concept, found in verdicts.items():
        said = "nobody upsets it" if all(verdict.stable for verdict in found) else "it does not hold"
        if concept in missing and said == "nobody upsets it":
            said = "not known; nobody upsets it of those that were judged"
        heading(console, f"{concept_names([concept])}, {METHODS[HOLDS_TOGETHER[concept][0]].title}: {said}")
        items(console, told_reasons(told, found))
    for concept, reason in missing.items():
        heading(console, f"{concept_names([concept])}: not finished")
        items(console, [reason])
