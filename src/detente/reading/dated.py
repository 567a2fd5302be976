"""What every date rule needs: the form in which a date is found, and small looks at tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from detente.reading.words import MONTHS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.reading.tokens import Token

__all__ = ["Expression", "day_number", "low", "month_at", "with_year", "year_number"]


class Expression(NamedTuple):
    """A date as written: tokens ``first`` to ``end``, its kind, and what it names.

    `kind` is ``day`` (year or none, month, day), ``month``, ``year``, ``weekday``, ``unit`` (this, last or next of a unit),
    ``ago`` (so many units back or on), ``word`` (yesterday), ``quarter``, ``decade`` or ``holiday``; `rel` is the direction
    the words themselves give: last, next, this, ago, ahead, before, after, or nothing.
    """

    first: int
    end: int
    kind: str
    a: int = 0
    b: int = 0
    c: int = 0
    unit: str = ""
    rel: str = ""


def low(tokens: Sequence[Token], at: int) -> str:
    """Return the word at a place in small letters; nothing beyond the ends."""
    return tokens[at].low if 0 <= at < len(tokens) else ""


def month_at(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """Return a month and the token after it; ``May`` and ``March`` need their capitals, ``Nov.`` takes its full stop."""
    if not 0 <= at < len(tokens):
        return None
    token = tokens[at]
    number = MONTHS.get(token.low)
    if number is None or not token.is_capital:
        return None
    end = at + 1
    shortened = len(token.text) <= 4 and token.low not in ("may", "june", "july")
    if shortened and low(tokens, end) == "." and tokens[end].start == token.end:
        end += 1
    return number, end


def day_number(tokens: Sequence[Token], at: int) -> int | None:
    """Return the day of a month that a token can be: 5, 5th, 21st; of a range, 3-5, the first."""
    if not 0 <= at < len(tokens):
        return None
    text = tokens[at].low
    first, dash, last = text.partition("-")
    if dash and first.isdigit() and last.isdigit() and len(last) <= 2:
        text = first
    for ending in ("st", "nd", "rd", "th"):
        text = text.removesuffix(ending)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 2 and 1 <= int(text) <= 31 else None


def year_number(tokens: Sequence[Token], at: int) -> int | None:
    """Return the year that a token of four digits can be."""
    text = low(tokens, at)
    return int(text) if len(text) == 4 and text.isascii() and text.isdigit() and 1000 <= int(text) <= 9999 else None


def with_year(tokens: Sequence[Token], end: int) -> tuple[int, str, int]:
    """Return year, direction and end after a day or month: ", 1997", "1997", "next year", "of this year"."""
    here = end + 1 if low(tokens, end) == "," else end
    year = year_number(tokens, here)
    if year is not None and not low(tokens, here + 1).startswith(("percent", "%")):
        return year, "", here + 1
    here = end + 1 if low(tokens, end) == "of" else end
    if low(tokens, here) in ("last", "next", "this") and low(tokens, here + 1) == "year":
        return 0, f"{low(tokens, here)} year", here + 2
    return 0, "", end
