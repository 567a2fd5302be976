"""Answers: what the engines found on a case, as data that carries its question.

An answer knows the case it was asked of, the methods it used and what it could not do; `to_dict` is the document that
``--json`` prints. Prose is the business of `detente.report`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from detente.checks.logic import LISTED
from detente.diagnostics import nearest
from detente.errors import LimitError, UsageError
from detente.expressions import parse, quoted
from detente.graph import why
from detente.graph.moves import Moves
from detente.methods import HOLDS_TOGETHER, METHODS
from detente.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from detente.case import Case, Published
    from detente.conflict import Conflict, Group
    from detente.documents import (
        HoldingDocument,
        HoldsDocument,
        MethodDocument,
    )
    from detente.graph.why import Step, Verdict
    from detente.space import BoolArray, Cube, Space

__all__ = [
    "Found",
    "Holds",
    "forms_used",
    "judge_holds",
    "published_outcomes",
    "rule_text",
]

CUT = 100
"""How many of a list that is too long are shown."""

CUT_RULES = 12
"""How many rules may describe a set that is too long to list."""

MAX_TEMPTATIONS = 2**14
"""Up to how many outcomes joint improvements and paths are searched one by one."""


@dataclass(frozen=True)
class Found:
    """What one method found: ``(W, S)`` whether each outcome is stable for each of W actors or groups."""

    who: tuple[str, ...]
    stable: BoolArray
    concepts: Mapping[str, str] = field(default_factory=dict)

    @property
    def equilibria(self) -> BoolArray:
        """``(S,)`` the outcomes that are stable for all of them."""
        everywhere: BoolArray = np.logical_and.reduce(self.stable, axis=0)
        return everywhere


@dataclass(frozen=True)
class Holds:
    """The answer to "what holds?".

    Attributes
    ----------
    case
        The case it was asked of.
    conflict
        The graph model built from it.
    groups
        The groups that were judged: those that decide something together, and those asked for.
    methods
        Method id -> what it found. A method that could not be used is absent, and `notes` says why.
    notes
        What a reader must know: what was left out, which form of preference served.
    """

    case: Case
    conflict: Conflict
    groups: tuple[Group, ...]
    methods: Mapping[str, Found]
    notes: tuple[str, ...]

    @cached_property
    def moves(self) -> Moves:
        """The moves of the conflict, for further questions."""
        return Moves(self.conflict)

    def holding(self, concept: str) -> BoolArray:
        """Return ``(S,)`` the outcomes that neither an actor nor a group upsets, by one of `concepts`."""
        for_actors, for_groups = HOLDS_TOGETHER[concept]
        result = self.methods[for_actors].equilibria
        if self.groups and for_groups is not None:
            result = result & self.methods[for_groups].equilibria
        return result

    @property
    def concepts(self) -> tuple[str, ...]:
        """The concepts by which it can be said what holds.

        Where groups decide something together, a concept that has no form for groups cannot say it; nor can one
        whose group form could not be judged.
        """
        return tuple(
            name
            for name, (for_actors, for_groups) in HOLDS_TOGETHER.items()
            if for_actors in self.methods and (not self.groups or for_groups in self.methods)
        )

    def why(self, state: int, concept: str) -> list[Verdict]:
        """Return, for each actor (and deciding group, where the concept has groups), why it stays or leaves."""
        if (state, concept) not in self._reasons:
            self._reasons[state, concept] = self._why(state, concept)
        return self._reasons[state, concept]

    @cached_property
    def _reasons(self) -> dict[tuple[int, str], list[Verdict]]:
        return {}

    def _why(self, state: int, concept: str) -> list[Verdict]:
        alone = [frozenset({actor}) for actor in range(len(self.conflict.actors))]
        verdicts = [why.explain(self.moves, concept, actor, state) for actor in alone]
        _, for_groups = HOLDS_TOGETHER[concept]
        # what was too much to judge for all outcomes is not tried for one: there may be a million coalitions
        if for_groups is not None and for_groups in self.methods:
            name = for_groups.removeprefix("graph.")
            verdicts += [why.explain(self.moves, name, group, state) for group in self.groups]
        return verdicts

    @property
    def is_searched(self) -> bool:
        """Whether deals in sight and ways from the status quo are looked for: there is one, and not too many outcomes."""
        return self.conflict.space.status_quo is not None and self.conflict.space.grid <= MAX_TEMPTATIONS

    @cached_property
    def deals_in_sight(self) -> list[tuple[Group, tuple[Step, ...]]]:
        """Joint improvements on the status quo: what a group can reach that all its members prefer."""
        start = self.conflict.space.status_quo
        if start is None or not self.is_searched:
            return []
        return [(group, steps) for group in self.groups for steps in why.group_improvements(self.moves, group, start)]

    @cached_property
    def wanted(self) -> dict[int, tuple[Step, ...]]:
        """Where steps that their makers want lead from the status quo, with a shortest way to each outcome."""
        start = self.conflict.space.status_quo
        if start is None or not self.is_searched:
            return {}
        return why.wanted_ends(self.moves, start)

    def _holding(self, concept: str, listed: Callable[[BoolArray], list[int]], *, short: bool) -> HoldingDocument:
        held = self.holding(concept)
        document: HoldingDocument = {"outcomes": listed(held), "count": int(held.sum())}
        if not short:
            document["listed"] = CUT
        return document

    def to_dict(self) -> HoldsDocument:
        """Return the document that ``--json`` prints."""
        space = self.conflict.space
        outcomes = space.outcomes
        short = outcomes.size <= LISTED
        place = np.full(space.grid, -1, dtype=np.int64)
        place[outcomes] = np.arange(outcomes.size)

        def listed(mask: BoolArray) -> list[int]:
            numbers: list[int] = place[np.flatnonzero(mask)[: None if short else CUT]].tolist()
            return numbers

        methods: dict[str, MethodDocument] = {}
        for name, found in self.methods.items():
            equilibria = found.equilibria
            document: MethodDocument = {
                "stable": {who: listed(row) for who, row in zip(found.who, found.stable, strict=True)},
                "equilibria": listed(equilibria),
                "count": int(equilibria.sum()),
            }
            if found.concepts:
                document["concepts"] = dict(found.concepts)
            if not short:
                document["listed"] = CUT
                rules = space.cover(equilibria, most=CUT_RULES)
                if rules is not None:
                    document["rules"] = [rule_text(space, cube) for cube in rules]
            methods[name] = document
        result: HoldsDocument = {
            "detente": __version__,
            "question": "holds",
            "case": {"title": self.case.title, "sha256": self.case.sha256},
            "seed": 0,
            "notes": list(self.notes),
            "issues": list(space.issues),
            "actors": list(self.conflict.actors),
            "outcomes": int(outcomes.size),
            "status_quo": int(place[space.status_quo]) if space.status_quo is not None else None,
            "preferences": forms_used(self.case),
            "methods": methods,
            "holding": {name: self._holding(name, listed, short=short) for name in self.concepts},
            "deals_in_sight": [
                {"group": self.conflict.group_name(group), "outcome": space.outcome(steps[-1].end)}
                for group, steps in self.deals_in_sight
            ],
        }
        if short:
            result["states"] = [space.outcome(int(state)) for state in outcomes]
        return result


def rule_text(space: Space, cube: Cube) -> str:
    """Return a cube as a condition that can be read and pasted: ``ceasefire = full, the rest free``."""
    parts = []
    for name, values, chosen in zip(space.issues, space.values, cube, strict=True):
        if len(chosen) == 1:
            parts.append(f"{name} = {quoted(values[chosen[0]])}")
        elif len(chosen) < len(values):
            parts.append(f"{name} in [{', '.join(quoted(values[v]) for v in chosen)}]")
    if not parts:
        return "every outcome"
    rest = "" if len(parts) == len(space.issues) else ", the rest free"
    return " and ".join(parts) + rest


def published_outcomes(case: Case, space: Space, result: Published) -> BoolArray:
    """Return ``(S,)`` the possible outcomes that a publication calls equilibria."""
    found = np.zeros(space.grid, dtype=np.bool_)
    for text in result.equilibria:
        found |= space.where(parse(text, case.options, tuple(case.issues)))
    return found & space.possible


def forms_used(case: Case) -> dict[str, str]:
    """Return, for each actor, the form of preference that orders the outcomes; "none" means indifferent."""
    forms = {name: case.preferences[name].forms if name in case.preferences else () for name in case.actors}
    return {name: found[0] if found else "none" for name, found in forms.items()}


def _notes(case: Case) -> list[str]:
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


def _groups(conflict: Conflict, asked: Sequence[Sequence[str]]) -> tuple[Group, ...]:
    groups = list(conflict.deciding_groups)
    for names in asked:
        for name in names:
            if name not in conflict.actors:
                known = nearest(name, conflict.actors)
                raise UsageError(f"There is no actor {name}. {known} Join actors with +, like a+b.")
        if len(set(names)) < 2:
            raise UsageError(f"{'+'.join(names)} is not a group: it takes two or more actors, joined with +.")
        group = frozenset(conflict.actors.index(name) for name in names)
        if group not in groups:
            groups.append(group)
    return tuple(groups)


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


def judge_holds(  # noqa: PLR0913 - a request, option by option
    case: Case,
    conflict: Conflict,
    *,
    groups: Sequence[Sequence[str]] = (),
    mixed: Mapping[str, str] | None = None,
    peer_rule: bool = False,
    doubts: Sequence[str] = (),
    only: Sequence[str] | None = None,
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
    """
    wanted = None if only is None else {method for concept in only for method in HOLDS_TOGETHER[concept]}
    moves = Moves(conflict)
    judged = _groups(conflict, groups)
    group_names = tuple(conflict.group_name(group) for group in judged)
    found: dict[str, Found] = {}
    notes = [*_notes(case), *doubts]
    for method in METHODS.values():
        if method.question != "holds" or (method.judges == "peer" and not peer_rule):
            continue
        if (method.judges == "group" and not judged) or (wanted is not None and method.id not in wanted):
            continue
        if method.id == "graph.sim" and not conflict.is_option_form:
            notes.append("SIM needs a decider for every issue, so it is not defined for a free-form graph.")
            continue
        try:
            if method.judges == "group":
                found[method.id] = Found(group_names, method.function(moves, judged))
            else:
                found[method.id] = Found(conflict.actors, method.function(moves))
        except LimitError as error:
            notes.append(f"{method.id} is not judged. {error}")
    if conflict.space.status_quo is not None and conflict.space.grid > MAX_TEMPTATIONS:
        notes.append(
            f"Deals in sight and ways from the status quo are not looked for beyond {MAX_TEMPTATIONS:,} combinations."
        )
    if mixed is not None:
        found["graph.mixed"] = _mixed(found, conflict, mixed)
    return Holds(case, conflict, judged, found, tuple(notes))
