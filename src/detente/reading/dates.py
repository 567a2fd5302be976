"""Words that stand for a day, month or year: found in the text, not yet placed on the calendar.

Finding is one scan over the tokens; at each, the longest form that fits is taken. `detente.reading.resolve` gives each its
value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.reading.days import day_first, months, numeric, weekdays, words
from detente.reading.spans import agos, holidays, quarters, units, years

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from detente.reading.dated import Expression
    from detente.reading.tokens import Token

__all__ = ["find_dates"]

_RULES: tuple[Callable[[Sequence[Token], int], Expression | None], ...] = (
    months, day_first, numeric, weekdays, words, units, agos, quarters, years, holidays,
)  # fmt: skip
_EARLY = frozenset(("early", "late", "earlier", "later", "mid"))
_WIDENED = frozenset(("year", "month", "unit", "decade", "weekday", "word", "quarter"))


def find_dates(tokens: Sequence[Token]) -> list[Expression]:
    """Return the date expressions of a passage in order; none overlap."""
    found: list[Expression] = []
    at = 0
    while at < len(tokens):
        best: Expression | None = None
        for rule in _RULES:
            match = rule(tokens, at)
            if match is not None and (best is None or match.end > best.end):
                best = match
        if best is None:
            at += 1
            continue
        found.append(_widened(tokens, best, found[-1].end if found else 0))
        at = best.end
    return found


def _widened(tokens: Sequence[Token], match: Expression, floor: int) -> Expression:
    """Take in "early", "late", "earlier", "mid" where they stand right before, and "early in"."""
    before = match.first - 1
    if before >= floor and tokens[before].low in _EARLY and match.kind in _WIDENED:
        return match._replace(first=before)
    in_between = before - 1 >= floor and tokens[before].low == "in" and tokens[before - 1].low in _EARLY
    return match._replace(first=before - 1) if in_between and match.kind in ("year", "month", "decade") else match
