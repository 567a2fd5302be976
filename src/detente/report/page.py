"""The pages that the terminal shows. Each function takes an answer and a console, and prints."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import numpy as np
from rich import box
from rich.table import Table
from rich.text import Text

from detente.answers import CUT, published_outcomes
from detente.expressions import quoted
from detente.methods import HOLDS_TOGETHER, METHODS
from detente.report.closer_page import Closer, print_closer
from detente.report.glance_page import evidence_line, issues_table
from detente.report.layout import heading, items, line
from detente.report.plain import visible
from detente.report.reasons import moves_text, reason_lines, upset_lines
from detente.report.summary_words import summary_lines
from detente.report.words import change, concept_names, group_name, names, rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from detente.answers import Holds
    from detente.diagnostics import Diagnostic
    from detente.report.glance import Glance
    from detente.space import BoolArray, IntArray

__all__ = ["chosen_outcomes", "print_diagnostics", "print_holds", "print_why"]

RULES_SHOWN = 6
REASONS_SHOWN = 3
PATTERNS_FROM = 5
PATTERNS_SHOWN = 30
COLUMNS_SHOWN = 4


def print_holds(answer: Holds, glance: Glance, console: Console, *, name: str) -> None:
    """Print the answer to "what holds?" (``detente holds``)."""
    case, space = answer.case, answer.conflict.space
    console.print(Text(case.title, style="bold"), Text(f"as of {case.as_of}" if case.as_of else ""))
    line(console, "What holds? Which outcomes would nobody upset, given what each can do next?", 0, "italic")
    heading(console, "1. The case")
    if "UTC" in glance.hours:
        assert case.meeting is not None
        hours = [f"{hour.rsplit(', ', 1)[1]} {where}" for where, hour in glance.hours.items()]
        day = glance.hours["UTC"].rsplit(", ", 1)[0]
        line(console, f"{case.meeting.place or 'Meeting'}, {day}: {', '.join(hours)}.")
    inside = [actor.name for actor in case.actors.values() if actor.in_the_room]
    outside = [actor.name for actor in case.actors.values() if not actor.in_the_room]
    room = f"In the room: {names(inside)}. Outside it: {names(outside)}." if outside else f"Actors: {names(inside)}."
    line(console, room)
    console.print(issues_table(glance))
    grid = "" if space.outcomes.size == space.grid else f" of {space.grid:,} combinations"
    line(console, f"{space.outcomes.size:,} outcomes are possible{grid}. {evidence_line(glance)}")
    _status_quo(console, answer)
    _what_holds(console, answer)
    _reasons(console, answer)
    _closer(console, answer)
    _assumptions(console, glance)
    heading(console, "Notes")
    notes = list(answer.notes)
    notes.append("Outcomes were listed one by one (engine: explicit).")
    notes.append("A tie never tempts and always deters. An outcome that holds is not therefore good, just or likely.")
    items(console, notes)
    _next(console, answer, name)


def _status_quo(console: Console, answer: Holds) -> None:
    start = answer.conflict.space.status_quo
    heading(console, "2. Where things stand")
    if start is None:
        line(console, "The status quo is not said, so nothing can be told about what upsets it.")
        return
    holding = [c for c in answer.concepts if answer.holding(c)[start]]
    if holding:
        line(console, f"The status quo holds by {concept_names(holding)}.")
    failing = [c for c in answer.concepts if c not in holding]
    if failing:
        who, first = "It" if holding else "The status quo", concept_names(failing[:1])
        line(console, f"{who} does not hold by {concept_names(failing, 'or')}. What upsets it, by {first}:")
        items(console, upset_lines(answer, start, failing[0]), 4)
    _deals(console, answer, start)


def _deals(console: Console, answer: Holds, start: int) -> None:
    ranks, space = answer.conflict.ranks, answer.conflict.space
    if not answer.groups or not answer.is_searched:
        return
    if not answer.deals_in_sight:
        line(console, "No deal is in sight: no group that decides together has a step that all its members prefer.")
        return
    line(console, "Deals in sight (joint improvements on the status quo):")
    lines = []
    for group in answer.groups:
        ends = [steps[-1].end for g, steps in answer.deals_in_sight if g == group]
        if not ends:
            continue
        who = sorted(group)
        best = _unbeaten(ranks[who], ends)
        top = max(best, key=lambda end: int(ranks[who, end].min()))
        named = group_name(answer.case, answer.conflict, group)
        count = (
            "one package" if len(ends) == 1 else f"{len(ends)} packages, {len(best)} of which no other betters for all"
        )
        lines.append(f"{named}: {count}; for example {change(answer.case, space, start, top)}.")
    items(console, lines, 4)


def _unbeaten(ranks: IntArray, ends: list[int]) -> list[int]:
    """Return the ends that no other end betters for one member and leaves as good for all. Ranks are (members, S)."""
    worth = ranks[:, ends]
    kept = []
    for column, end in enumerate(ends):
        gain = worth - worth[:, [column]]
        if not ((gain >= 0).all(axis=0) & (gain > 0).any(axis=0)).any():
            kept.append(end)
    return kept


def _what_holds(console: Console, answer: Holds) -> None:
    heading(console, "3. What holds")
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("concept")
    table.add_column("whoever is judged ...", overflow="fold")
    table.add_column("outcomes no actor upsets", justify="right", width=9)
    table.add_column("outcomes no group upsets", justify="right", width=9)
    table.add_column("hold", justify="right", style="bold")
    for concept, (for_actors, for_groups) in HOLDS_TOGETHER.items():
        if for_actors not in answer.methods:
            continue
        groups = answer.methods.get(for_groups or "")
        holds = f"{int(_told_of(answer, concept).sum()):,}" if concept in answer.concepts else "-"
        table.add_row(
            concept_names([concept]),
            f"{METHODS[for_actors].title.removesuffix(' stability')}: {METHODS[for_actors].foresight}",
            f"{int(answer.methods[for_actors].equilibria.sum()):,}",
            f"{int(groups.equilibria.sum()):,}" if groups else "-",
            holds,
        )
    console.print(table)
    if answer.where:
        count = int(answer.chosen.sum())
        line(
            console, f"The last column and the rules tell only of outcomes with {answer.where}; {count:,} are possible."
        )
    if "graph.mixed" in answer.methods:
        mixed = answer.methods["graph.mixed"]
        said = ", ".join(f"{who} by {concept}" for who, concept in mixed.concepts.items())
        count = int(mixed.equilibria.sum())
        line(console, f"Mixed ({said}): {count:,} outcomes are stable for every actor. Groups are not judged here.")
        items(console, _rule_lines(answer, mixed.equilibria), 4)
    same: dict[bytes, list[str]] = {}
    for concept in answer.concepts:
        same.setdefault(_told_of(answer, concept).tobytes(), []).append(concept)
    for alike in same.values():
        _rules(console, answer, concept_names(alike), _told_of(answer, alike[0]))
    _peer(console, answer)
    _published(console, answer)


def _told_of(answer: Holds, concept: str) -> BoolArray:
    """Return the outcomes that hold by a concept and meet the condition that was asked for."""
    return answer.holding(concept) & answer.chosen


def _closer(console: Console, answer: Holds) -> None:
    concept = next((c for c in answer.concepts if np.count_nonzero(_told_of(answer, c)) > 1), None)
    if concept is not None:
        space = answer.conflict.space
        told = Closer(answer.case, space, answer.conflict.actors, space.status_quo)
        title = f"What is best for whom, among those that hold by {concept_names([concept])}"
        print_closer(console, told, answer.summary(concept), title, table=False)


def _published(console: Console, answer: Holds) -> None:
    """Print the published results of a case beside what was found here."""
    for result in answer.case.published:
        found = answer.methods.get(result.method)
        if found is None:
            continue
        theirs = published_outcomes(answer.case, answer.conflict.space, result)
        ours = found.equilibria
        same = "the same are found here." if (ours == theirs).all() else f"{int(ours.sum()):,} are found here."
        source = f" ({'; '.join(map(str, result.because))})" if result.because else ""
        why = f" {result.differs}" if result.differs and not (ours == theirs).all() else ""
        line(console, f"Published by {result.method}{source}: {int(theirs.sum()):,} equilibria; {same}{why}")


def _rules(console: Console, answer: Holds, title: str, held: BoolArray) -> None:
    if not held.any():
        line(console, f"By {title} nothing holds.")
        return
    line(console, f"By {title} exactly these hold:")
    items(console, _rule_lines(answer, held), 4)


def _rule_lines(answer: Holds, chosen: BoolArray) -> list[str]:
    """Return a set of outcomes as rules in words, or what else can be said of it."""
    space = answer.conflict.space
    if len(space.issues) >= PATTERNS_FROM and all(set(v) == {"no", "yes"} for v in space.values):
        states = np.flatnonzero(chosen).tolist()
        if len(states) <= PATTERNS_SHOWN:
            shown = ", ".join(f"{space.pattern(state)} (number {space.place(state)})" for state in states)
            return [f"{shown}: yes and no in the order of the table above"]
    cubes = space.cover(chosen, most=CUT)
    if cubes is None:
        return summary_lines(answer.case, space, answer.described(chosen))
    said = [rule(answer.case, space, cube) for cube in cubes[:RULES_SHOWN]]
    more = len(cubes) - len(said)
    return said + ([f"and the outcomes of {more} further rule{'s' if more > 1 else ''}"] if more else [])


def _peer(console: Console, answer: Holds) -> None:
    for concept in ("gmr", "smr", "seq"):
        peer = answer.methods.get(f"graph.{concept}-once")
        if peer is None:
            continue
        ours = answer.methods[f"graph.{concept}"].equilibria
        lost = [answer.conflict.space.place(s) for s in np.flatnonzero(ours & ~peer.equilibria).tolist()]
        if not lost:
            line(console, f"With one move per opponent (a peer's rule) {concept.upper()} has the same equilibria.")
            continue
        which = f"outcome{'s' if len(lost) > 1 else ''} {names([str(k) for k in lost])} (counted from 1)"
        line(
            console,
            f"With one move per opponent (a peer's rule) {concept.upper()} has {int(peer.equilibria.sum()):,} "
            f"equilibria instead of {int(ours.sum()):,}: it misses {which}.",
        )


def chosen_outcomes(answer: Holds) -> list[int]:
    """Return the outcomes to explain: those within reach first, and those that hold by most concepts."""
    space = answer.conflict.space
    score = np.zeros(space.grid, dtype=np.int64)
    for concept in answer.concepts:
        score += _told_of(answer, concept)
    held = np.flatnonzero(score)
    wanted = answer.wanted
    start = space.status_quo
    total = answer.conflict.ranks.astype(np.int64).sum(axis=0)

    def key(state: int) -> tuple[int, int, int, int]:
        reachable = state == start or state in wanted
        return -int(reachable), -int(score[state]), -int(total[state]), state

    return sorted(held.tolist(), key=key)[:COLUMNS_SHOWN]


def _reasons(console: Console, answer: Holds) -> None:
    chosen = chosen_outcomes(answer)
    if not chosen:
        return
    within = ", those within reach of the status quo first," if answer.wanted else ""
    heading(console, f"4. Outcomes that hold{within} and why")
    console.print(_outcomes_table(answer, chosen))
    for column, state in enumerate(chosen[:REASONS_SHOWN]):
        letter = chr(ord("A") + column)
        concepts = [c for c in answer.concepts if answer.holding(c)[state]]
        concept = concepts[0]
        line(console, f"{letter} holds by {concept_names([concept])}:", style="bold")
        items(console, reason_lines(answer, state, concept), 4)
        if answer.wanted and state != answer.conflict.space.status_quo:
            items(console, [_way(answer, state)], 4)


def _way(answer: Holds, state: int) -> str:
    start = answer.conflict.space.status_quo
    assert start is not None
    if state not in answer.wanted:
        return "Not within reach: no chain of steps, each wanted by its makers, leads there from the status quo."
    return f"A way there, each step wanted by its makers: {moves_text(answer, start, answer.wanted[state])}."


def _outcomes_table(answer: Holds, chosen: Sequence[int]) -> Table:
    case, space = answer.case, answer.conflict.space
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("", overflow="fold")
    columns = list(chosen) if space.status_quo is None else [space.status_quo, *chosen]
    if space.status_quo is not None:
        table.add_column("now", style="dim")
    for place in range(len(chosen)):
        table.add_column(chr(ord("A") + place))
    table.add_row("number (for --why)", *(str(space.place(s)) for s in columns))
    for issue, name in enumerate(space.issues):
        table.add_row(case.issue_title(name), *(space.values[issue][space.digits(s)[issue]] for s in columns))
    table.add_section()
    for concept in answer.concepts:
        held = answer.holding(concept)
        table.add_row(f"holds by {concept_names([concept])}", *("yes" if held[s] else "-" for s in columns))
    return table


def _assumptions(console: Console, glance: Glance) -> None:
    alone = [j for j in glance.judgements if j.bears_on_holds and j.rests_on in ("assumptions", "nothing")]
    if not alone:
        return
    heading(console, "5. What rests on an assumption, not on a source")
    items(console, [f"{j.what}  ({j.because[0] if j.because else 'no because'})" for j in alone[:30]])
    if len(alone) > 30:
        line(console, f"and {len(alone) - 30} more; `detente show --because` lists them all.")


def _next(console: Console, answer: Holds, name: str) -> None:
    heading(console, "Try next")
    space = answer.conflict.space
    commands = [f"detente show {name}", f'detente holds {name} --why "status quo"']
    if space.status_quo is None:
        commands[1] = f"detente holds {name} --why 1"
    chosen = chosen_outcomes(answer)
    if chosen and space.status_quo is not None and chosen[0] != space.status_quo:
        pairs = zip(space.issues, space.values, space.digits(chosen[0]), space.digits(space.status_quo), strict=True)
        said = ", ".join(f"{n} = {quoted(values[a])}" for n, values, a, b in pairs if a != b)
        commands.append(f"detente holds {name} --why {shlex.quote(said)}")
    commands += ["detente new my-case.yaml", "detente cases"]
    for command in commands:
        # not wrapped, so that it can be copied
        console.print(Text(f"  {command}"), soft_wrap=True)


def print_why(answer: Holds, state: int, console: Console, concepts: Sequence[str] = ()) -> None:
    """Print why an outcome holds or not, by each concept (``detente holds --why``)."""
    case, space = answer.case, answer.conflict.space
    console.print(Text(f"{case.title}: outcome {space.place(state):,} of {space.outcomes.size:,}", style="bold"))
    for issue, name in enumerate(space.issues):
        line(console, f"{case.issue_title(name)}: {space.values[issue][space.digits(state)[issue]]}")
    for concept, (for_actors, _) in HOLDS_TOGETHER.items():
        if concepts and concept not in concepts:
            continue
        method = METHODS[for_actors]
        if for_actors not in answer.methods:
            heading(console, f"{concept_names([concept])}, {method.title}: not judged")
            items(console, [note for note in answer.notes if concept_names([concept]) in note or method.id in note])
            continue
        heading(console, f"{concept_names([concept])}, {method.title}: {_verdict(answer, state, concept)}")
        line(
            console,
            f"Whoever is judged {method.foresight}".rstrip("?") + ("?" if method.foresight.endswith("?") else "."),
            style="dim",
        )
        items(console, reason_lines(answer, state, concept))
    if answer.wanted and state != space.status_quo:
        heading(console, "From the status quo")
        line(console, _way(answer, state))


def _verdict(answer: Holds, state: int, concept: str) -> str:
    """Return whether an outcome holds by a concept, in a few words."""
    leaving = [verdict for verdict in answer.why(state, concept) if not verdict.stable]
    if leaving:
        actors = sum(len(verdict.who) == 1 for verdict in leaving)
        said = [_count(actors, "actor")] if actors else []
        said += [_count(len(leaving) - actors, "group")] if len(leaving) > actors else []
        return f"does not hold, {names(said)} would leave"
    if answer.groups and concept not in answer.concepts:
        return "stable for every actor; groups are not judged by this concept"
    return "holds"


# ---- diagnostics


def print_diagnostics(found: Sequence[Diagnostic], console: Console, *, name: str = "") -> None:
    """Print everything that is wrong or doubtful with a case (``detente check``)."""
    for diagnostic in found:
        place = f"{diagnostic.file}:{diagnostic.line}" if diagnostic.line else diagnostic.file
        style = "bold red" if diagnostic.is_error else "yellow"
        kind = "error" if diagnostic.is_error else "warning"
        console.print(
            Text.assemble(
                visible(f"{place}: ") if place else "",
                (f"{kind} {diagnostic.code}", style),
                visible(f" {diagnostic.message}"),
            ),
            soft_wrap=True,  # a line to an error, so that editors and grep find it
        )
        line(console, visible(diagnostic.remedy), 4)
    name = name or next((diagnostic.file for diagnostic in found), "the case")
    errors = sum(diagnostic.is_error for diagnostic in found)
    warnings = len(found) - errors
    if not found:
        console.print(f"{name}: nothing to mend.")
    else:
        console.print(f"{name}: {_count(errors, 'error')}, {_count(warnings, 'warning')}.", soft_wrap=True)


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
