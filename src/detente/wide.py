"""The answer to "what holds?" where outcomes are too many to list: sets as diagrams, worked out under a budget.

What is not finished when the budget ends is told as not finished; nothing half-known is given as whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.answers import forms_used
from detente.conflict import parties_of
from detente.crew import Budget, Crew
from detente.errors import LimitError
from detente.judging import NO_SIM, SLOW_SIM, groups_asked, notes_on, refuse_nothing
from detente.methods import HOLDS_TOGETHER
from detente.plan import ORDER, Plan, key_of, method_of, piece_words
from detente.sharing import Task
from detente.space import status_quo_of
from detente.summary_document import number_document, summary_document
from detente.symbolic.encoding import cudd
from detente.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from detente.case import Case
    from detente.conflict import Group, Parties
    from detente.documents import WideDocument
    from detente.graph.why import Verdict
    from detente.summary import Summary
    from detente.symbolic.tables import Table

__all__ = ["HoldsWide", "explain_wide", "judge_wide"]


@dataclass(frozen=True)
class HoldsWide:
    """The answer to "what holds?" over diagrams.

    Attributes
    ----------
    case
        The case it was asked of.
    conflict
        Its actors and issues.
    groups
        The groups that were judged.
    stable
        (method id, actor or group by name) -> the outcomes that are stable for it.
    counts
        The same -> how many. A method id with the name "" stands for all actors, or all groups, together.
    holding
        Concept -> the outcomes that neither an actor nor a group upsets.
    summaries
        Concept -> what can be said of those of them that meet `where`.
    marks
        Concept -> a number that is the same where the same outcomes hold of those that meet `where`.
    outcomes, met
        How many outcomes are possible, and how many of them meet `where`.
    start
        The status quo as value positions, if it is said.
    upsets
        Why the status quo is or is not Nash stable, for each actor and group; None where that was not finished.
    unfinished
        Method id or "holds: concept" -> why it is missing.
    """

    case: Case
    conflict: Parties
    groups: tuple[Group, ...]
    stable: Mapping[tuple[str, str], Table]
    counts: Mapping[tuple[str, str], int]
    holding: Mapping[str, Table]
    summaries: Mapping[str, Summary]
    marks: Mapping[str, int]
    outcomes: int
    met: int
    start: tuple[int, ...] | None
    upsets: tuple[Verdict, ...] | None
    unfinished: Mapping[str, str]
    notes: tuple[str, ...]
    where: str = ""
    seed: int = 0
    engine: str = "symbolic"

    @property
    def concepts(self) -> tuple[str, ...]:
        """The concepts by which it can be said what holds."""
        return tuple(name for name in HOLDS_TOGETHER if name in self.holding)

    def summary(self, concept: str) -> Summary:
        """Return what can be said of the outcomes that hold by a concept."""
        return self.summaries[concept]

    def to_dict(self) -> WideDocument:
        """Return the document that ``--json`` prints."""
        frame = self.conflict.space
        methods = dict.fromkeys(method for method, who in self.counts if who)
        return {
            "detente": __version__,
            "question": "holds",
            "case": {"title": self.case.title, "sha256": self.case.sha256},
            "engine": self.engine,
            "seed": self.seed,
            "notes": list(self.notes),
            "issues": list(frame.issues),
            "actors": list(self.conflict.actors),
            "outcomes": number_document(self.outcomes),
            "where": self.where,
            "where_outcomes": number_document(self.met),
            "status_quo": frame.outcome(frame.number(self.start)) if self.start is not None else None,
            "status_quo_holds": {
                concept: self.holding[concept].holds(self.start) for concept in self.concepts if self.start is not None
            },
            "preferences": forms_used(self.case),
            "methods": {
                method: {
                    "stable": {
                        who: number_document(count) for (m, who), count in self.counts.items() if m == method and who
                    },
                    "count": number_document(self.counts[method, ""]) if (method, "") in self.counts else None,
                }
                for method in methods
            },
            "summaries": {
                concept: summary_document(summary, frame, self.conflict.actors)
                for concept, summary in self.summaries.items()
            },
            "unfinished": dict(self.unfinished),
        }


def judge_wide(  # noqa: PLR0913 - a request, option by option
    case: Case,
    *,
    groups: Sequence[Sequence[str]] = (),
    only: Sequence[str] | None = None,
    where: str = "",
    samples: int = 0,
    seed: int = 0,
    budget: Budget | None = None,
    doubts: Sequence[str] = (),
    told: Callable[[int, int, str], None] | None = None,
) -> HoldsWide:
    """Judge outcomes by diagrams, in processes of their own.

    Parameters
    ----------
    case
        A case that `detente.check` finds no error in.
    groups, only
        As in `detente.judging.judge_holds`; SIM must be named where groups are judged, for it is slow and adds nothing.
    where
        Look only at outcomes that meet this condition; empty for all.
    samples, seed
        How many outcomes to draw from each set that holds, and from which seed.
    budget
        What it may take.
    doubts
        What `check` warned of, to stand among the notes.
    told
        Is called with how many pieces of work are done, how many there are, and the last one's name.

    Raises
    ------
    LimitError
        Where diagrams are not there, or not even the case could be drawn within the budget.
    UsageError
        Where no possible outcome meets `where`, or none is possible.
    """
    cudd()
    parties = parties_of(case)
    judged = groups_asked(parties.actors, parties.deciding_groups, groups)
    concepts = [c for c in HOLDS_TOGETHER if only is None or c in only]
    notes = [*notes_on(case), *doubts]
    if not all(case.issues[name].decided_by for name in parties.space.issues) and "sim" in concepts:
        concepts.remove("sim")
        notes.append(NO_SIM)
    elif only is None and judged:
        concepts.remove("sim")
        notes.append(SLOW_SIM)
    plan = Plan(len(parties.actors), judged, concepts)
    plan.fill(where, samples, seed)
    start = status_quo_of(case, parties.space)
    digits = None if start is None else parties.space.digits(start)
    if digits is not None:
        plan.tasks.insert(1, Task(("why", "actors"), "why", ("nash", plan.actors, digits)))
        plan.tasks.insert(2, Task(("why", "groups"), "why", ("cnash", judged, digits)))
    budget = budget or Budget()
    if where:
        # a condition that nothing meets is refused before all the work, not after it
        refuse_nothing(where, Crew(case, budget).run(plan.tasks[:1])[0].get(("look",)))
    found, failed = Crew(case, budget, _in_words(case, told)).run(plan.tasks)
    if ("look",) not in found:
        raise LimitError(f"The case could not be drawn as diagrams. {failed['look',]} Give it more time or memory.")
    outcomes, met = found["look",]
    refuse_nothing(where, (outcomes, met))
    # what was judged only on the way to what was asked for is not part of the answer
    aside = {concept for concept in ORDER if concept not in plan.wanted()}
    found, failed = ({key: v for key, v in some.items() if not aside.intersection(key)} for some in (found, failed))
    return _answer(case, parties, judged, found, failed, tuple(notes), digits, (where, seed, outcomes, met))


def _in_words(case: Case, told: Callable[[int, int, str], None] | None) -> Callable[[int, int, str], None] | None:
    """Return what is to be told, with the last piece of work named so that a person knows it."""
    if told is None:
        return None
    actors = [actor.name for actor in case.actors.values()]
    return lambda done, total, key: told(done, total, piece_words(key, actors))


def _answer(  # noqa: PLR0913, PLR0917 - what was found, put in its places
    case: Case,
    parties: Parties,
    judged: tuple[Group, ...],
    found: dict[tuple[str, ...], object],
    failed: dict[tuple[str, ...], str],
    notes: tuple[str, ...],
    digits: tuple[int, ...] | None,
    request: tuple[str, int, int, int],
) -> HoldsWide:
    where, seed, outcomes, met = request
    names = {
        key_of(who): parties.group_name(who) for who in [*judged, *(frozenset({a}) for a in range(len(parties.actors)))]
    }
    stable, counts = {}, {}
    unfinished: dict[str, str] = {}
    for (name, *rest), value in found.items():
        if len(rest) == 1 and name in ORDER:
            stable[method_of(name), names[rest[0]]] = value
        elif name == "count":
            counts[method_of(rest[0]), names[rest[1]]] = value[1].count  # type: ignore[index]
        elif name == "all":
            counts[method_of(rest[0]), ""] = value[1].count  # type: ignore[index]
    for (name, *rest), reason in failed.items():
        if name in ORDER:
            unfinished.setdefault(method_of(name), reason)
        elif name == "all":
            unfinished.setdefault(method_of(rest[0]), reason)
        elif name == "holds":
            unfinished.setdefault(f"holds: {rest[0]}", reason)
    holding = {rest[0]: value for (name, *rest), value in found.items() if name == "holds"}
    why = [found.get(("why", "actors")), found.get(("why", "groups"))]
    return HoldsWide(
        case, parties, judged, stable, counts,  # type: ignore[arg-type]
        {concept: value[0] for concept, value in holding.items()},  # type: ignore[index]
        {concept: holding[concept][1] for concept in HOLDS_TOGETHER if concept in holding},  # type: ignore[index]
        {concept: value[2] for concept, value in holding.items()},  # type: ignore[index]
        outcomes, met, digits,
        (*why[0], *why[1]) if why[0] is not None and why[1] is not None else None,  # type: ignore[misc]
        unfinished, notes, where, seed,
    )  # fmt: skip


def explain_wide(
    case: Case,
    state: Sequence[int],
    concepts: Sequence[str],
    *,
    groups: Sequence[Sequence[str]] = (),
    budget: Budget,
    told: Callable[[int, int, str], None] | None = None,
) -> tuple[dict[str, list[Verdict]], dict[str, str]]:
    """Return why one outcome is stable or not, by each concept for each actor and group; and what was not finished.

    A concept may be in both, where some actors were judged by it and others not.

    Parameters
    ----------
    state
        The outcome, as value positions.
    concepts
        As named in `HOLDS_TOGETHER`.
    """
    cudd()
    parties = parties_of(case)
    judged = groups_asked(parties.actors, parties.deciding_groups, groups)
    alone = [frozenset({actor}) for actor in range(len(parties.actors))]
    asked: dict[str, list[Task]] = {}
    for concept in concepts:
        forms = [(concept, who) for who in alone]
        for_groups = HOLDS_TOGETHER[concept][1]
        if for_groups is not None:
            forms += [(for_groups.removeprefix("graph."), who) for who in judged]
        # each by itself: where one is too much, the others stand
        asked[concept] = [Task((name, key_of(who)), "why", (name, [who], tuple(state))) for name, who in forms]
    found, failed = Crew(case, budget, _in_words(case, told)).run([task for tasks in asked.values() for task in tasks])
    verdicts: dict[str, list[Verdict]] = {}
    missing: dict[str, str] = {}
    for concept, tasks in asked.items():
        known = [found[task.key][0] for task in tasks if task.key in found]
        lost = {parties.group_name(task.words[1][0]): failed[task.key] for task in tasks if task.key in failed}
        if known:
            verdicts[concept] = known
        if lost:
            missing[concept] = f"{next(iter(lost.values()))} Missing: {', '.join(lost)}."
    return verdicts, missing
