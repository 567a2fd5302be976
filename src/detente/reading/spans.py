"""Dates by their unit: this year, two months ago, the third quarter, 1997, the 1980s, Labor Day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.reading.dated import Expression, low, with_year, year_number
from detente.reading.words import MONTHS, NUMBER_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.reading.tokens import Token

__all__ = ["agos", "holidays", "quarters", "units", "years"]

_UNITS = {
    "day": "day",
    "days": "day",
    "week": "week",
    "weeks": "week",
    "month": "month",
    "months": "month",
    "year": "year",
    "years": "year",
    "decade": "decade",
    "decades": "decade",
    "quarter": "quarter",
    "weekend": "weekend",
    "fortnight": "fortnight",
    "night": "day",
    "century": "century",
    "morning": "day",
    "evening": "day",
    "afternoon": "day",
}
_YEAR_BEFORE = frozenset(
    (
        "in since by until till from of before after during for to through between and fiscal early late mid "
        "around circa than spring summer autumn fall winter the or year about back end beginning start "
        "election pre post"
    ).split()
)
_COUNTED_AFTER = frozenset(
    (
        "percent per people men women workers troops soldiers dollars euros pounds km miles meters metres "
        "feet points tons tonnes"
    ).split()
)
_HOLIDAYS = {
    ("christmas", "day"): "12-25",
    ("christmas", "eve"): "12-24",
    ("christmas",): "12-25",
    ("new", "year's", "day"): "01-01",
    ("new", "year's", "eve"): "12-31",
    ("independence", "day"): "07-04",
    ("labor", "day"): "labor",
    ("memorial", "day"): "memorial",
    ("thanksgiving", "day"): "thanksgiving",
    ("thanksgiving",): "thanksgiving",
    ("valentine's", "day"): "02-14",
    ("halloween",): "10-31",
    ("boxing", "day"): "12-26",
    ("fourth", "of", "july"): "07-04",
    ("may", "day"): "05-01",
    ("veterans", "day"): "11-11",
    ("bastille", "day"): "07-14",
}


def units(tokens: Sequence[Token], at: int) -> Expression | None:
    """Match last year, next month, this week, the following day, the previous year, the same day."""
    lead = low(tokens, at)
    begin = at
    if (
        lead == "the"
        and [low(tokens, at + k) for k in (1, 2, 3)] in (["end", "of", "the"], ["end", "of", "this"])
        and low(tokens, at + 4) in ("week", "month", "year", "quarter", "decade")
    ):
        return Expression(begin, at + 5, "unit", unit=low(tokens, at + 4), rel="this")
    if lead == "the" and [low(tokens, at + k) for k in (1, 2)] in (
        ["night", "before"],
        ["night", "after"],
        ["morning", "after"],
    ):
        return Expression(begin, at + 3, "ago", 1, unit="day", rel=low(tokens, at + 2))
    if lead in ("the", "that", "later", "earlier") and low(tokens, at + 1) in (
        "previous",
        "following",
        "next",
        "same",
        "past",
        "coming",
        "last",
        "this",
        "that",
    ):
        at += 1
        if lead == "that":
            return None
        lead = low(tokens, at)
    unit = _UNITS.get(low(tokens, at + 1).removesuffix("'s"))
    if unit is None or low(tokens, at + 1).removesuffix("'s").endswith("s") or unit == "century":
        return None
    named = "the" if low(tokens, begin) == "the" else ""
    if lead in ("last", "past") and named and low(tokens, at + 1) != "year" and lead == "past":
        return None
    if lead == "last" and (not named or unit in ("year", "quarter")):
        return Expression(begin if not named else at, at + 2, "unit", unit=unit, rel="last")
    if lead == "past" and not named and unit in ("year", "week", "month"):
        return Expression(at, at + 2, "unit", unit=unit, rel="last")
    if lead == "next":
        anchored = bool(named) and unit == "day"
        return (
            Expression(begin, at + 2, "ago", 1, unit=unit, rel="after")
            if anchored
            else Expression(at, at + 2, "unit", unit=unit, rel="next")
        )
    if lead == "coming":
        return Expression(begin, at + 2, "unit", unit=unit, rel="next")
    if lead in ("following", "previous") and named:
        return Expression(begin, at + 2, "ago", 1, unit=unit, rel="after" if lead == "following" else "before")
    if lead == "same" and named and unit in ("day", "month", "year", "week"):
        return Expression(begin, at + 2, "ago", 0, unit=unit, rel="after")
    if lead == "this" and unit in ("year", "month", "week", "quarter", "weekend", "decade"):
        return Expression(at, at + 2, "unit", unit=unit, rel="this")
    if lead == "current" and unit in ("year", "month", "quarter"):
        return Expression(at, at + 2, "unit", unit=unit, rel="this")
    if lead == "that" and unit in ("year", "month", "day"):
        return Expression(at, at + 2, "ago", 0, unit=unit, rel="after")
    return None


def agos(tokens: Sequence[Token], at: int) -> Expression | None:
    """Match two years ago, a year earlier, three days later, 10 days ago, a week before; "a year-ago"."""
    lead = low(tokens, at)
    if lead in ("year-ago", "year-earlier"):
        return Expression(at, at + 1, "ago", 1, unit="year", rel="ago")
    begin = at
    if lead in ("nearly", "almost", "about", "around", "roughly", "over"):
        return None
    number = NUMBER_WORDS.get(lead)
    here = at + 1
    if lead == "a" and low(tokens, here) in ("couple", "few", "dozen"):
        if low(tokens, here) == "few":
            return None
        number = NUMBER_WORDS[low(tokens, here)]
        here += 2 if low(tokens, here + 1) == "of" else 1
    elif number is None and lead.isascii() and lead.isdigit() and len(lead) <= 3:
        number = int(lead)
    if number is None or low(tokens, at - 1) == "half":
        return None
    if low(tokens, here) == "full":
        here += 1
    word = low(tokens, here)
    unit = _UNITS.get(word)
    if unit is None:
        return None
    tail = low(tokens, here + 1)
    if tail == "ago":
        return Expression(begin, here + 2, "ago", number, unit=unit, rel="ago")
    if tail == "earlier" or (tail == "before" and low(tokens, here + 2) in (".", ",", "", ";")):
        return Expression(begin, here + 2, "ago", number, unit=unit, rel="before")
    if tail == "later" or (tail == "after" and low(tokens, here + 2) in (".", ",", "", ";")):
        return Expression(begin, here + 2, "ago", number, unit=unit, rel="after")
    if tail == "from" and low(tokens, here + 2) in ("now", "today"):
        return Expression(begin, here + 3, "ago", number, unit=unit, rel="ahead")
    return None


def years(tokens: Sequence[Token], at: int) -> Expression | None:
    """Match 1997, fiscal 1989, the 1980s, '98, mid-1998; numbers that count something are left alone."""
    token = tokens[at]
    text = token.low
    if text.startswith("mid-") and len(text) == 8 and text[4:].isdigit():
        return Expression(at, at + 1, "year", int(text[4:]))
    if (
        len(text) == 5
        and text.endswith("s")
        and text[:4].isdigit()
        and text[3] == "0"
        and 1000 <= int(text[:4]) <= 2190
    ):
        return Expression(at, at + 1, "decade", int(text[:3]))
    glued = at > 0 and tokens[at - 1].text in "'’‘" and tokens[at - 1].end == token.start
    if glued and len(text) == 2 and text.isascii() and text.isdigit():
        number = int(text)
        return Expression(at - 1, at + 1, "year", 2000 + number if number < 40 else 1900 + number)
    if text.startswith("mid-") and text[4:] and text[4:].rstrip("s").isdigit() and len(text) == 9:
        return Expression(at, at + 1, "decade", int(text[4:7]))
    year = year_number(tokens, at)
    if year is None or not _is_year(tokens, at, year):
        return None
    fiscal = low(tokens, at - 1) == "fiscal"
    return Expression(at - 1 if fiscal else at, at + 1, "year", year)


def _is_year(tokens: Sequence[Token], at: int, year: int) -> bool:
    before, after = low(tokens, at - 1), low(tokens, at + 1)
    if before in (
        "$",
        "€",
        "£",
        "¥",
        "no",
        "no.",
        "number",
        "room",
        "flight",
        "route",
        "highway",
        "#",
        "section",
        "page",
        "channel",
        "about",
        "nearly",
        "some",
        "than",
        "over",
        "almost",
        "roughly",
        "exactly",
        "another",
        "only",
        "article",
        "resolution",
        "apartment",
        "unit",
        "model",
        "gate",
        "/",
        ":",
        "boeing",
        "box",
    ):
        return False
    if before == "." and low(tokens, at - 2) in ("no", "nos"):
        return False
    if after in _COUNTED_AFTER or (after in ("%", "hours", "gmt", "-", "/") and after != "-"):
        return False
    counted = (
        after.isalpha()
        and after.endswith("s")
        and not after.endswith(
            (
                "'s",
                "ss",
                "was",
                "has",
                "is",
                "as",
                "us",
                "sales",
                "earnings",
                "results",
                "elections",
                "games",
                "olympics",
                "primaries",
                "talks",
                "census",
                "series",
                "crisis",
                "profits",
                "losses",
                "prices",
            )
        )
    )
    if before in _YEAR_BEFORE or before in MONTHS:
        return 1000 <= year <= 2199 and not (
            counted and before not in ("the", "of", "in", "fiscal", "early", "late", "since", "during")
        )
    if before == "(" or (before == "," and after in (",", ".", "")):
        return 1400 <= year <= 2199
    if 1700 <= year <= 2100 and not counted:
        return (
            before.endswith("'s")
            or before in ("his", "her", "their", "its", "a", "that", "this", "our", "my")
            or at == 0
            or not before.isdigit()
        )
    return False


def quarters(tokens: Sequence[Token], at: int) -> Expression | None:
    """Match the third quarter (of 1998), the first quarter of last year."""
    lead = low(tokens, at)
    here = at
    order = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "final": 4}
    number = order.get(lead)
    if number is None and lead.endswith("-quarter") and lead[:-8] in order:
        return Expression(at, at + 1, "quarter", order[lead[:-8]])
    if number is None or low(tokens, here + 1) not in ("quarter", "fiscal"):
        return None
    end = here + 2
    if low(tokens, here + 1) == "fiscal":
        if low(tokens, here + 2) != "quarter":
            return None
        end += 1
    year, relative, last = with_year(tokens, end)
    if not year and low(tokens, end) == "of" and year_number(tokens, end + 1):
        year, last = year_number(tokens, end + 1) or 0, end + 2
    return Expression(at, last, "quarter", number, year, rel=relative)


def holidays(tokens: Sequence[Token], at: int) -> Expression | None:
    """Match Labor Day, Christmas Eve, the Fourth of July."""
    if not tokens[at].is_capital:
        return None
    for words, rule in _HOLIDAYS.items():
        if all(low(tokens, at + k) == word for k, word in enumerate(words)):
            return Expression(at, at + len(words), "holiday", unit=rule)
    return None
