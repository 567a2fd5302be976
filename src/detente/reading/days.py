"""Dates by their day or month: 11 November 1997, Nov. 11, March, last Friday, yesterday afternoon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.reading.dated import Expression, day_number, low, month_at, with_year
from detente.reading.words import MONTHS, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.reading.tokens import Token

__all__ = ["day_first", "months", "numeric", "weekdays", "words"]

_WORDS = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1, "overnight": 0}
_PARTS = frozenset(["morning", "afternoon", "evening", "night", "noon"])


def months(tokens: Sequence[Token], at: int) -> Expression | None:
    """Match November 11, 1997; Nov. 11; November 1997; March; last March; February 5 next year."""
    begin, rel = at, ""
    if low(tokens, at) in ("last", "next", "this", "past") and month_at(tokens, at + 1):
        rel = {"past": "last"}.get(low(tokens, at), low(tokens, at))
        at += 1
    middle = low(tokens, at)
    if middle.startswith("mid-") and tokens[at].text[4:5].isupper() and middle[4:] in MONTHS:
        number, end = MONTHS[middle[4:]], at + 1
    else:
        found = month_at(tokens, at)
        if found is None:
            return None
        number, end = found
        day = day_number(tokens, end)
        tail = low(tokens, end + 1)
        if day is not None and tail not in (":", "%", "percent"):
            year, relative, last = with_year(tokens, end + 1)
            return Expression(begin, last, "day", year, number, day, rel=relative or rel)
    year, relative, last = with_year(tokens, end)
    if number == 5 and not (year or relative or rel) and not _may_is_month(tokens, at):
        return None
    if (
        tokens[at].low in ("march", "sun", "sat", "mar", "jan", "dec", "mon")
        and not (year or rel)
        and not _may_is_month(tokens, at)
        and tokens[at].low in ("march", "sun", "sat", "mon")
    ):
        return None
    return Expression(begin, last, "month", year, number, rel=relative or rel)


def _may_is_month(tokens: Sequence[Token], at: int) -> bool:
    """Tell the month May from the verb, March from the walk: by the word before."""
    before = low(tokens, at - 1)
    return at > 0 and before in (
        "in",
        "since",
        "by",
        "until",
        "till",
        "from",
        "of",
        "before",
        "after",
        "during",
        "to",
        "through",
        "between",
        "and",
        "early",
        "late",
        "for",
        "each",
        "every",
        "around",
        "mid",
        "or",
        "end",
        "a",
        "this",
        "his",
        "its",
        "their",
        "her",
        "the",
    )


def day_first(tokens: Sequence[Token], at: int) -> Expression | None:
    """Match 11 November 1997; 5th of March."""
    day = day_number(tokens, at)
    if day is None or (at and tokens[at - 1].text in "$€£" and tokens[at - 1].end == tokens[at].start):
        return None
    here = at + 2 if low(tokens, at + 1) == "of" else at + 1
    if low(tokens, here) in ("to", "and", "or", "–", "-") and day_number(tokens, here + 1) is not None:
        # "from 3 to 5 May 2026": the first day has the month and year of the second
        other = day_first(tokens, here + 1)
        return None if other is None else other._replace(first=at, end=at + 1, c=day)
    found = month_at(tokens, here)
    if found is None:
        return None
    year, relative, end = with_year(tokens, found[1])
    return Expression(at, end, "day", year, found[0], day, rel=relative)


def numeric(tokens: Sequence[Token], at: int) -> Expression | None:
    """Match 2025-06-01, 03/04/2024, 11/02/89; a part above 12 tells day from month, else the month comes first."""
    text = tokens[at].text
    for mark in "-/.":
        parts = text.split(mark)
        if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
            continue
        numbers = [int(part) for part in parts]
        if len(parts[0]) == 4:
            year, month, day = numbers
        else:
            first, second, year = numbers
            month, day = (second, first) if first > 12 or mark == "." else (first, second)
            if len(parts[2]) == 2:
                year += 2000 if year < 50 else 1900
            elif len(parts[2]) != 4:
                return None
        if 1 <= month <= 12 and 1 <= day <= 31 and 1000 <= year <= 2199:
            return Expression(at, at + 1, "day", year, month, day)
    return None


def weekdays(tokens: Sequence[Token], at: int) -> Expression | None:
    """Match Friday, last Friday, this Thursday, next Tuesday, Monday’s; with the date that may follow it."""
    begin, rel = at, ""
    if low(tokens, at) in ("last", "next", "this", "past", "coming"):
        rel = {"past": "last", "coming": "next"}.get(low(tokens, at), low(tokens, at))
        at += 1
    if at >= len(tokens) or not tokens[at].is_capital:
        return None
    lead = tokens[at].low.removesuffix("'s")
    number = WEEKDAYS.get(lead)
    short = len(lead) < 6
    if number is None or (
        lead in ("sun", "sat", "mon", "wed") and not (low(tokens, at + 1) in (".", ",") and month_at(tokens, at + 2))
    ):
        return None
    end = at + 1
    if short and low(tokens, end) == "." and tokens[end].start == tokens[at].end:
        end += 1
    # Friday, Nov. 11: one day, named twice
    here = end + 1 if low(tokens, end) == "," else end
    inner = months(tokens, here) or day_first(tokens, here) if here < len(tokens) and not rel else None
    if inner is not None and inner.kind == "day" and tokens[here].low not in ("last", "next", "this"):
        return inner._replace(first=begin)
    if low(tokens, end) in _PARTS:
        end += 1
    if low(tokens, end) in ("last", "next") and low(tokens, end + 1) == "week":
        return Expression(begin, end + 2, "weekday", number, rel=f"{low(tokens, end)} week")
    return Expression(begin, end, "weekday", number, rel=rel)


def words(tokens: Sequence[Token], at: int) -> Expression | None:
    """Match today, yesterday afternoon, tomorrow, last night, this morning, the day before yesterday."""
    lead = low(tokens, at).removesuffix("'s")
    if lead in _WORDS:
        end = at + 2 if low(tokens, at + 1) in _PARTS else at + 1
        if lead == "overnight":
            return None
        return Expression(at, end, "word", _WORDS[lead])
    if lead == "this" and low(tokens, at + 1) in ("morning", "afternoon", "evening"):
        return Expression(at, at + 2, "word", 0)
    if lead == "last" and low(tokens, at + 1) in ("night", "evening"):
        return Expression(at, at + 2, "word", -1)
    if lead == "the" and low(tokens, at + 1) == "day" and low(tokens, at + 2) in ("before", "after"):
        shift = -1 if low(tokens, at + 2) == "before" else 1
        if low(tokens, at + 3) == "yesterday":
            return Expression(at, at + 4, "word", -2)
        if low(tokens, at + 3) == "tomorrow":
            return Expression(at, at + 4, "word", 2)
        if low(tokens, at + 3) in (".", ",", "", "and", "when", "at", "in", ";"):
            return Expression(at, at + 3, "ago", 1, unit="day", rel="before" if shift < 0 else "after")
    return None
