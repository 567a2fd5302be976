"""What is said of a set of outcomes, as the document that ``--json`` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.expressions import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.documents import SummaryDocument
    from detente.space import Cube, Frame
    from detente.summary import Summary

__all__ = ["number_document", "rule_text", "summary_document"]

EXACT = 2**53


def number_document(count: int) -> int | str:
    """Return a count as JSON can carry it exactly: a text where a number would lose digits."""
    return count if count < EXACT else str(count)


def summary_document(summary: Summary, frame: Frame, actors: Sequence[str]) -> SummaryDocument:
    """Return what can be said of a set of outcomes, as data."""

    def named(digits: Sequence[int]) -> dict[str, str]:
        return frame.outcome(frame.number(digits))

    lines = list(zip(frame.issues, frame.values, summary.values, strict=False))
    return {
        "count": number_document(summary.count),
        "kind": summary.kind,
        "rules": [rule_text(frame, cube) for cube in summary.rules],
        "covered": number_document(summary.covered),
        "always": {name: values[own[0]] for name, values, own in lines if len(own) == 1},
        "never": {
            name: [v for k, v in enumerate(values) if k not in own]
            for name, values, own in lines
            if 1 < len(own) < len(values)
        },
        "never_together": [
            {frame.issues[issue]: frame.values[issue][value] for issue, value in pair} for pair in summary.apart
        ],
        "admitted": number_document(summary.admitted),
        "best": {
            actor: {"outcome": named(extreme.outcome), "count": number_document(extreme.count)}
            for actor, extreme in zip(actors, summary.best, strict=False)
        },
        "worst": {
            actor: {"outcome": named(extreme.outcome), "count": number_document(extreme.count)}
            for actor, extreme in zip(actors, summary.worst, strict=False)
        },
        "unbettered": [named(digits) for digits in summary.unbettered],
        "more_unbettered": summary.more_unbettered,
        "samples": [named(digits) for digits in summary.samples],
    }


def rule_text(space: Frame, cube: Cube) -> str:
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
