"""Judging every outcome of a listed space by every method that can be used on it."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from detente.answers import MAX_TEMPTATIONS, Found, Holds, forms_used
from detente.crew import Crew
from detente.diagnostics import nearest
from detente.errors import LimitError, UsageError
from detente.graph.moves import Moves
from detente.methods import HOLDS_TOGETHER, METHODS, short_title
from detente.sharing import Task
from detente.symbolic.encoding import is_available

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from detente.case import Case
    from detente.conflict import Conflict, Group
    from detente.crew import Budget
    from detente.methods import Method

__all__ = ["NO_SIM", "SLOW_SIM", "groups_asked", "judge_holds", "notes_on", "refuse_nothing"]

NO_SIM = "SIM needs a decider for every issue, so it is not defined for a free-form graph."

SLOW_SIM = (
    "SIM is left out: it is slow to draw, and where groups decide together it does not say what holds. "
    "Ask for it with --concept sim."
)


def notes_on(case: Case) -> list[str]:
    """Return what a reader must know of a case before any answer: which form of preference served, what is left out."""
    notes = []
    for actor, form in forms_used(case).items():
        name = case.actors[actor].name
        others = case.preferences[actor].forms[1:] if actor in case.preferences else ()
        if form == "none":
            notes.append(f"{name} has no preferences, so it counts as indifferent.")
        elif others:
            notes.append(f"{name} is ordered by its {form}; its {' and '.join(others)} are not used here.")
        if form in ("scores", "positions"):
            concerned = getattr(case.preferences[actor], form)
            if all(case.issues[issue].is_continuous for issue in concerned):
                notes.append(f"{name}'s {form} concern scales without values only, so it counts as indifferent here.")
            else:
                notes.append(f"{name}'s {form} count with the best value of each range.")
    if any(len(issue.decided_by) > 1 for issue in case.issues.values()):
        notes.append("SSEQ and SIM have no form for groups that decide together, so they do not say what holds here.")
    if case.calendar:
        notes.append("The calendar does not enter into what holds: it is asked of the day the case stands on.")
    left_out = [case.issue_title(name) for name, issue in case.issues.items() if issue.is_continuous]
    if left_out:
        notes.append(f"Scales without values are left out of the graph model: {', '.join(left_out)}.")
    return notes


def groups_asked(actors: Sequence[str], decide: Sequence[Group], asked: Sequence[Sequence[str]]) -> tuple[Group, ...]:
    """Return the groups to judge: those that decide something together, and those asked for by the names of actors.

    Raises
    ------
    UsageError
        Where a name is not known, or a group has one member.
    """
    groups = list(decide)
    for names in asked:
        if "" in names:
            raise UsageError(f"{'+'.join(names)!r} is not a group: a name is missing. Join actors with +, like a+b.")
        for name in names:
            if name not in actors:
                raise UsageError(f"There is no actor {name}. {nearest(name, actors)} Join actors with +, like a+b.")
        if len(set(names)) < 2:
            raise UsageError(f"{'+'.join(names)} is not a group: it takes two or more actors, joined with +.")
        group = frozenset(actors.index(name) for name in names)
        if group not in groups:
            groups.append(group)
    return tuple(groups)


def refuse_nothing(where: str, looked: tuple[int, int] | None) -> None:
    """Refuse a question about no outcome at all; `looked` is how many are possible, and how many meet the condition."""
    if looked is not None and not looked[0]:
        raise UsageError("No outcome is possible: the impossible rules leave none. See them with detente show.")
    if looked is not None and not looked[1]:
        raise UsageError(f"No possible outcome meets {where!r}. See the impossible rules: detente show.")


def _mixed(methods: Mapping[str, Found], conflict: Conflict, mixed: Mapping[str, str]) -> Found:
    known = [c for c in HOLDS_TOGETHER if f"graph.{c}" in methods]
    form = "Name one concept for each actor, like " + ",".join(f"{actor}=nash" for actor in conflict.actors) + "."
    for actor, concept in mixed.items():
        if actor not in conflict.actors:
            raise UsageError(f"There is no actor {actor}. {nearest(actor, conflict.actors)} {form}")
        if concept not in known:
            raise UsageError(f"{concept or 'Nothing'} is not a concept here. Known: {', '.join(known)}. {form}")
    missing = [actor for actor in conflict.actors if actor not in mixed]
    if missing:
        raise UsageError(f"No concept is named for {', '.join(missing)}. {form}")
    rows = [methods[f"graph.{mixed[actor]}"].stable[k] for k, actor in enumerate(conflict.actors)]
    return Found(conflict.actors, np.stack(rows), dict(mixed))


class _Steps:
    """Counts pieces of work, to tell how far it is."""

    def __init__(self, told: Callable[[int, int, str], None] | None, total: int) -> None:
        self.told, self.total, self.name, self.begun = told, total, "", -1

    def begin(self, name: str) -> None:
        """Count a method as begun; each has a piece for every actor, whether or not it tells of all."""
        self.begun, self.name = self.begun + 1, name
        self._say(0)

    def tell(self, actor: int) -> None:
        """Say that an actor has been judged."""
        self._say(actor + 1)

    def _say(self, more: int) -> None:
        each = self.total // max(1, sum(method.question == "holds" for method in METHODS.values()))
        if self.told is not None:
            self.told(self.begun * each + more, self.total, self.name)


def _drawn(
    case: Case, conflict: Conflict, method: Method, judged: Sequence[Group], budget: Budget | None
) -> Found | str:
    """Return what a method finds by diagrams, or why it was not tried or not finished."""
    if budget is None or method.drawn is None:
        return ""
    if not is_available():
        return " Decision diagrams could do it, but dd with CUDD is not installed here."
    alone = [frozenset({actor}) for actor in range(len(conflict.actors))]
    whos = list(judged) if method.judges == "group" else alone
    keys = [(method.id, conflict.group_name(who)) for who in whos]
    tasks = [Task(key, "judge", (method.id, who)) for key, who in zip(keys, whos, strict=True)]
    tables, failed = Crew(case, budget).run(tasks) if budget.seconds else ({}, {keys[0]: "No time was left for it."})
    if failed:
        return f" With decision diagrams: {next(iter(failed.values()))}"
    rows = [tables[key].mask(conflict.space) for key in keys]
    return Found(tuple(conflict.group_name(who) for who in whos), np.stack(rows))


def judge_holds(  # noqa: PLR0913 - a request, option by option
    case: Case,
    conflict: Conflict,
    *,
    groups: Sequence[Sequence[str]] = (),
    mixed: Mapping[str, str] | None = None,
    peer_rule: bool = False,
    doubts: Sequence[str] = (),
    only: Sequence[str] | None = None,
    budget: Budget | None = None,
    told: Callable[[int, int, str], None] | None = None,
) -> Holds:
    """Judge every outcome of a conflict by every method that can be used on it.

    Parameters
    ----------
    case, conflict
        The case and the graph model built from it.
    groups
        Further groups of actors to judge, beside those that decide something together.
    mixed
        A concept for each actor (``nash``, ``seq``, ..): their equilibria are reported as ``graph.mixed``.
    peer_rule
        Also judge by a peer's shorter sanction sequences, to repeat old tables.
    doubts
        What `check` warned of, to stand among the notes.
    only
        Judge by these concepts only, as named in `HOLDS_TOGETHER`; all where it is left out.
    budget
        Where it is given, a method that is too much for lists is worked out with diagrams, within this budget.
    told
        Is called with how many pieces of work are done, how many there are, and the last one's name.
    """
    wanted = None if only is None else {method for concept in only for method in HOLDS_TOGETHER[concept]}
    rows = [method for method in METHODS.values() if method.question == "holds"]
    steps = _Steps(told, len(rows) * len(conflict.actors))
    deadline = time.monotonic() + (budget.seconds if budget is not None else 0.0)
    moves = Moves(conflict, steps.tell)
    judged = groups_asked(conflict.actors, conflict.deciding_groups, groups)
    group_names = tuple(conflict.group_name(group) for group in judged)
    found: dict[str, Found] = {}
    notes = [*notes_on(case), *doubts]
    for method in rows:
        steps.begin(short_title(method.id))
        if method.judges == "peer" and not peer_rule:
            continue
        if (method.judges == "group" and not judged) or (wanted is not None and method.id not in wanted):
            continue
        if method.id == "graph.sim" and not conflict.is_option_form:
            notes.append(NO_SIM)
            continue
        try:
            if method.judges == "group":
                found[method.id] = Found(group_names, method.function(moves, judged))
            else:
                found[method.id] = Found(conflict.actors, method.function(moves))
        except LimitError as error:
            left = None if budget is None else replace(budget, seconds=max(0.0, deadline - time.monotonic()))
            drawn = _drawn(case, conflict, method, judged, left)
            if isinstance(drawn, Found):
                found[method.id] = drawn
                notes.append(f"{method.id} was worked out with decision diagrams: for lists it would be too much.")
            else:
                notes.append(f"{method.id} is not judged. {error}{drawn}")
    steps.begin("")
    if conflict.space.status_quo is not None and conflict.space.grid > MAX_TEMPTATIONS:
        notes.append(
            f"Deals in sight and ways from the status quo are not looked for beyond {MAX_TEMPTATIONS:,} combinations."
        )
    if mixed is not None:
        found["graph.mixed"] = _mixed(found, conflict, mixed)
    return Holds(case, conflict, judged, found, tuple(notes))
