"""What has to be done, and in which order, to say over diagrams what holds: tasks for `detente.crew`.

The quick concepts come first and each is put into words as soon as it is judged, so that most stands when a budget ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.conflict import parties_of
from detente.methods import HOLDS_TOGETHER, METHODS, short_title
from detente.sharing import Task

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.case import Case
    from detente.conflict import Group

__all__ = ["ORDER", "Plan", "key_of", "method_of", "piece_words", "plan_of"]

STAGES = ((("nash", "gmr", "smr", "cnash", "cgmr"), ("seq",)), (("sseq", "cseq", "csmr"),), (("sim",),))
"""What is looked at together, step by step, before what holds by it is put into words: the quick ones first."""

ORDER = tuple(concept for stage in STAGES for step in stage for concept in step)

WEAKER = {"smr": ("gmr",), "seq": ("gmr",), "sseq": ("smr", "seq")}
"""What a concept is looked for inside of."""


LONG = ("seq", "cseq", "csmr")
"""What may take long for each actor or group by itself, and leaves large sets."""

SHARED = ("seq", "sseq")
"""What can be handed on in part."""


def key_of(who: Group) -> str:
    """Return the name of an actor or group among keys of tasks."""
    return "+".join(str(actor) for actor in sorted(who))


def method_of(concept: str) -> str:
    """Return the id of a concept's method."""
    return f"graph.{concept}"


def _room(concept: str, who: str = "") -> str:
    """Return which diagrams work by a concept is done with: its own, where it takes long or leaves large sets."""
    return f"{concept} {who}".strip() if concept in LONG else ""


class Plan:
    """The tasks for one question, in the order in which they are to be done."""

    def __init__(self, actors: int, groups: Sequence[Group], concepts: Sequence[str]) -> None:
        self.actors = [frozenset({actor}) for actor in range(actors)]
        self.groups, self.concepts = groups, concepts
        self.tasks: list[Task] = []

    def wanted(self) -> list[str]:
        """Return the concepts to judge by, those for groups among them, the quick ones first."""
        asked = set(self.concepts)
        if self.groups:
            for concept in self.concepts:
                for_groups = HOLDS_TOGETHER[concept][1]
                if for_groups is not None:
                    asked.add(for_groups.removeprefix("graph."))
        return [concept for concept in ORDER if concept in asked]

    def fill(self, where: str, samples: int, seed: int) -> None:
        """Write the tasks down."""
        self.tasks.append(Task(("look",), "look", (where,)))
        needed = self._with_weaker(self.wanted())
        for stage in STAGES:
            here = [[concept for concept in step if concept in needed] for step in stage]
            keys: dict[str, tuple[tuple[str, ...], ...]] = {}
            for step in here:
                keys |= {concept: self._judge(concept) for concept in step}
                for concept in step:
                    self.tasks.append(
                        Task(("all", concept), "gather", ("", 0, 0, "count"), keys[concept], room=_room(concept))
                    )
            for concept, own in keys.items():
                self.tasks += [
                    Task(("count", *key), "gather", ("", 0, 0, "count"), (key,), room=_room(concept)) for key in own
                ]
                self._hold(concept, where, samples, seed)

    def _judge(self, concept: str) -> tuple[tuple[str, ...], ...]:
        """Add the judging of a concept for each actor or group; return the keys."""
        whos = self.groups if METHODS[method_of(concept)].judges == "group" else self.actors
        for who in whos:
            known = tuple((weaker, key_of(who)) for weaker in WEAKER.get(concept, ()))
            is_shared = concept in SHARED
            self.tasks.append(
                Task(
                    (concept, key_of(who)),
                    "search" if is_shared else "judge",
                    (method_of(concept), who),
                    known,
                    room=_room(concept, key_of(who)),
                    is_shared=is_shared,
                )
            )
        return tuple((concept, key_of(who)) for who in whos)

    def _with_weaker(self, wanted: Sequence[str]) -> list[str]:
        needed = set(wanted)
        for concept in ("sseq", "seq", "smr"):
            if concept in needed:
                needed.update(WEAKER[concept])
        return [concept for concept in ORDER if concept in needed]

    def _hold(self, concept: str, where: str, samples: int, seed: int) -> None:
        """Add what holds by a concept, as soon as all it needs is there."""
        for name in self.concepts:
            for_actors, for_groups = HOLDS_TOGETHER[name]
            if self.groups and for_groups is None:
                continue
            parts = [for_actors.removeprefix("graph.")]
            if self.groups and for_groups is not None:
                parts.append(for_groups.removeprefix("graph."))
            if concept == max(parts, key=ORDER.index):
                needs = tuple(("all", part) for part in parts)
                self.tasks.append(
                    Task(("holds", name), "gather", (where, samples, seed, "whole"), needs, room=_room(concept))
                )


def plan_of(case: Case, concepts: Sequence[str], *, counts: bool = True) -> list[Task]:
    """Return the tasks that judge a case by some concepts; without `counts` only the verdicts, as benchmarks want them."""
    parties = parties_of(case)
    plan = Plan(len(parties.actors), parties.deciding_groups, concepts)
    plan.fill("", 0, 0)
    kept = (*ORDER, "all", "look", "count", "holds") if counts else (*ORDER, "all")
    return [task for task in plan.tasks if task.key[0] in kept]


def piece_words(key: str, actors: Sequence[str]) -> str:
    """Return what a piece of work is about, in words for a person who waits."""
    verb, *rest = key.split()
    concepts = [part for part in (verb, *rest) if part in ORDER]
    whos = [part for part in rest if part[0].isdigit()]
    about = short_title(method_of(concepts[0])) if concepts else "status quo" if verb == "why" else "the case"
    if whos:
        return f"{about}: {' + '.join(actors[int(place)] for place in whos[-1].split('+'))}"
    return f"{about}: what holds" if verb == "holds" else about
