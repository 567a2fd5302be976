"""Verdicts on one outcome, as the documents that ``--json`` prints: the moves that prove them, as data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.conflict import parties_of
from detente.methods import HOLDS_TOGETHER
from detente.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from detente.answers import Holds
    from detente.case import Case
    from detente.conflict import Conflict, Parties
    from detente.documents import StepDocument, VerdictDocument, WhyDocument
    from detente.graph.why import Step, Verdict

__all__ = ["verdict_document", "why_document", "why_wide_document"]


def why_document(answer: Holds, state: int, concepts: Sequence[str] = ()) -> WhyDocument:
    """Return the moves that prove each verdict on an outcome, as data."""
    verdicts: list[VerdictDocument] = [
        verdict_document(answer.conflict, verdict)
        for concept, (for_actors, _) in HOLDS_TOGETHER.items()
        if for_actors in answer.methods and (not concepts or concept in concepts)
        for verdict in answer.why(state, concept)
    ]
    return {
        "detente": __version__,
        "question": "why",
        "case": {"title": answer.case.title, "sha256": answer.case.sha256},
        "seed": 0,
        "notes": list(answer.notes),
        "outcome": answer.conflict.space.outcome(state),
        "verdicts": verdicts,
    }


def why_wide_document(
    case: Case, digits: Sequence[int], verdicts: Mapping[str, Sequence[Verdict]], missing: Mapping[str, str]
) -> WhyDocument:
    """Return the verdicts on an outcome where outcomes are too many to list; each tells one improvement and counts the rest."""
    parties = parties_of(case)
    return {
        "detente": __version__,
        "question": "why",
        "case": {"title": case.title, "sha256": case.sha256},
        "seed": 0,
        "notes": [f"{concept}: {reason}" for concept, reason in missing.items()],
        "outcome": parties.space.outcome(parties.space.number(digits)),
        "verdicts": [verdict_document(parties, verdict) for found in verdicts.values() for verdict in found],
    }


def verdict_document(conflict: Conflict | Parties, verdict: Verdict) -> VerdictDocument:
    """Return a verdict on an outcome with the moves that prove it, as data."""
    space = conflict.space

    def steps(made: Sequence[Step]) -> list[StepDocument]:
        return [
            {"by": [conflict.actors[actor] for actor in sorted(step.mover)], "to": space.outcome(step.end)}
            for step in made
        ]

    return {
        "method": f"graph.{verdict.concept}",
        "who": conflict.group_name(verdict.who),
        "stable": verdict.stable,
        "more_improvements": verdict.more,
        "improvements": [
            {
                "steps": steps(i.steps),
                "sanction": None if i.sanction is None else steps(i.sanction),
                "result": None if i.result is None else space.outcome(i.result),
            }
            for i in verdict.improvements
        ],
    }
