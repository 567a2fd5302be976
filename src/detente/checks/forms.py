"""Whether the forms in which one actor's preferences are given agree."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from detente.diagnostics import Diagnostic
from detente.preferences import disagreement, discordance, rank_by
from detente.utility import CARDINAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.case import Case
    from detente.space import IntArray, Space

__all__ = ["disagreements"]

TURNED = 0.25
"""Beyond which share of pairs an order and scores are said to disagree."""


def disagreements(case: Case, space: Space, name: str) -> Iterator[Diagnostic]:
    """Yield where two forms of an actor's preference order outcomes differently."""
    # beside scores, positions serve `settles` only
    given = case.preferences[name].forms
    forms = tuple(form for form in given if form != "positions" or "scores" not in given)
    ranks = {form: rank_by(form, case, space, name) for form in forms}
    for first, second in combinations(forms, 2):
        if (first in CARDINAL) != (second in CARDINAL):
            yield from _turned(case, name, (first, second), (ranks[first], ranks[second]))
            continue
        pair = disagreement(ranks[first], ranks[second])
        if pair:
            better, worse = (outcome_text(space, state) for state in pair)
            yield Diagnostic(
                "W405",
                f"By its {first} {case.actors[name].name} prefers ({better}) to ({worse}); by its {second} the other way.",
                f"`holds` uses the {forms[0]}; make the two agree, or leave one out.",
                ("preferences", name, second),
            )


def _turned(case: Case, name: str, forms: tuple[str, str], ranks: tuple[IntArray, IntArray]) -> Iterator[Diagnostic]:
    """Yield a warning where an order and scores differ on many pairs.

    An order lets the more important decide whatever the rest; scores let much of one thing make up for a little of
    another. So some pairs always differ, and only a large part of them is worth a word.
    """
    share = discordance(*ranks)
    if share > TURNED:
        yield Diagnostic(
            "W405",
            f"{share:.0%} of the pairs that the {forms[0]} of {case.actors[name].name} order, its {forms[1]} order the "
            "other way.",
            f"`holds` uses the {forms[0]}, `trades` the scores or positions; see whether both say what you mean.",
            ("preferences", name, forms[1]),
        )


def outcome_text(space: Space, state: int) -> str:
    """Return an outcome as names and values."""
    return ", ".join(f"{name} = {value}" for name, value in space.outcome(state).items())
