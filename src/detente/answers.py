"""Answers: what the engines found on a case, as data that carries its question.

An answer knows the case it was asked of, the methods it used and what it could not do; `to_dict` is the document that
``--json`` prints. Prose is the business of `detente.report`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np

from detente.checks.logic import LISTED
from detente.expressions import parse
from detente.graph import why
from detente.graph.moves import Moves
from detente.methods import HOLDS_TOGETHER
from detente.summary import Listed, summarise
from detente.summary_document import rule_text, summary_document
from detente.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from detente.case import Case, Published
    from detente.conflict import Conflict, Group
    from detente.documents import (
        HoldingDocument,
        HoldsDocument,
        MethodDocument,
    )
    from detente.graph.why import Step, Verdict
    from detente.space import BoolArray, Space
    from detente.summary import Summary

__all__ = [
    "Found",
    "Holds",
    "forms_used",
    "published_outcomes",
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
    where
        The condition that outcomes must meet to be told of; empty for all.
    samples, seed
        How many outcomes are drawn from each set that holds, and from which seed.
    engine
        How it was worked out: over a list of all outcomes.
    """

    case: Case
    conflict: Conflict
    groups: tuple[Group, ...]
    methods: Mapping[str, Found]
    notes: tuple[str, ...]
    where: str = ""
    samples: int = 0
    seed: int = 0
    engine: str = "explicit"

    @cached_property
    def chosen(self) -> BoolArray:
        """``(S,)`` the possible outcomes that meet `where`."""
        space = self.conflict.space
        if not self.where:
            return space.possible
        return space.possible & space.where(parse(self.where, self.case.options, tuple(self.case.issues)))

    @cached_property
    def _summaries(self) -> dict[bytes, Summary]:
        return {}

    def summary(self, concept: str) -> Summary:
        """Return what can be said of the outcomes that hold by a concept and meet `where`."""
        return self.described(self.holding(concept) & self.chosen)

    def described(self, some: BoolArray) -> Summary:
        """Return what can be said of a set of outcomes."""
        mark = sha256(np.packbits(some).tobytes()).digest()
        if mark not in self._summaries:
            pool = Listed(self.conflict.space, self.conflict.actors, self.conflict.ranks)
            self._summaries[mark] = summarise(pool, some, samples=self.samples, seed=self.seed)
        return self._summaries[mark]

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
            "seed": self.seed,
            "notes": list(self.notes),
            "issues": list(space.issues),
            "actors": list(self.conflict.actors),
            "outcomes": int(outcomes.size),
            "status_quo": int(place[space.status_quo]) if space.status_quo is not None else None,
            "preferences": forms_used(self.case),
            "engine": self.engine,
            "where": self.where,
            "summaries": {
                name: summary_document(self.summary(name), space, self.conflict.actors) for name in self.concepts
            },
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
