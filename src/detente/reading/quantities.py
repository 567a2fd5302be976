"""Numbers with what they count: "1,550 deployed strategic warheads", "$4.2 billion", "45 per cent"."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from detente.reading.phrases import breaks_phrase
from detente.reading.words import ARTICLES, MONTHS, NUMBER_WORDS, PRONOUNS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.reading.tokens import Token

__all__ = ["Quantity", "find_quantities"]

MAX_COUNTED = 5
MOST = 10**15
_SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "m": 10**6,
    "bn": 10**9,
    "k": 1_000,
    "tn": 10**12,
    "dozen": 12,
}
_MONEY = {"$": "dollars", "€": "euros", "£": "pounds", "¥": "yen"}
_ORDINAL = ("st", "nd", "rd", "th")
_TIMES = frozenset(
    (
        "years year months month weeks week days day hours hour minutes minute seconds years-old a.m. p.m. am "
        "pm o'clock gmt"
    ).split()
)


class Quantity(NamedTuple):
    """A number at tokens ``first`` to ``end`` and what it counts, as written."""

    first: int
    end: int
    number: float
    counts: str


def find_quantities(tokens: Sequence[Token], taken: frozenset[int]) -> list[Quantity]:
    """Return the quantities of a passage in order; `taken` are the tokens of dates and clock times."""
    found: list[Quantity] = []
    at = 0
    while at < len(tokens):
        quantity = None if at in taken else _quantity(tokens, at, taken)
        if quantity is None:
            at += 1
            continue
        found.append(quantity)
        at = max(quantity.end, at + 1)
    return found


def _plain(text: str) -> float | None:
    """Return a number as written: 1,550, 4.2, 45; none for dates, scores and versions."""
    digits = text.replace(",", "")
    if "," in text and not all(len(part) == 3 for part in text.partition(".")[0].split(",")[1:]):
        return None
    if not digits.isascii() or not digits.replace(".", "", 1).isdigit() or len(digits) > 18:
        return None
    return float(digits)


def _number(tokens: Sequence[Token], at: int) -> tuple[float, int] | None:
    """Return a number and the token after it: digits with a scale, or number words."""
    low = tokens[at].low
    end = at + 1
    number = _plain(low)
    if number is None and low[:1].isdigit():
        cut = len(low.rstrip("abcdefghijklmnopqrstuvwxyz"))
        scale = _SCALES.get(low[cut:])
        number = _plain(low[:cut]) if scale and not low.endswith(_ORDINAL) else None
        if number is None or scale is None:
            return None
        return number * scale, end
    if number is None:
        if low not in NUMBER_WORDS or low in ("a", "an", "one", "couple"):
            return None
        number = float(NUMBER_WORDS[low])
    while end < len(tokens) and tokens[end].low in _SCALES and tokens[end].is_word and number < MOST:
        number *= _SCALES[tokens[end].low]
        end += 1
    return number, end


def _quantity(tokens: Sequence[Token], at: int, taken: frozenset[int]) -> Quantity | None:
    token = tokens[at]
    first = at
    unit = ""
    if token.text in _MONEY and at + 1 < len(tokens):
        unit = _MONEY[token.text]
        at += 1
    found = _number(tokens, at)
    if found is None:
        return None
    number, end = found
    if end < len(tokens) and tokens[end].low in ("%", "percent"):
        return Quantity(first, end + 1, number, "percent")
    if end + 1 < len(tokens) and tokens[end].low == "per" and tokens[end + 1].low == "cent":
        return Quantity(first, end + 2, number, "percent")
    if unit:
        return Quantity(first, end, number, unit)
    begin = end
    if begin < len(tokens) and tokens[begin].low == "of":
        begin += 1
    last = begin
    while last < len(tokens) and last - begin < MAX_COUNTED and last not in taken and _counted(tokens[last]):
        last += 1
    if last == begin or tokens[begin].low in _TIMES or tokens[last - 1].low in MONTHS:
        return None
    return Quantity(first, last, number, " ".join(word.text for word in tokens[begin:last]))


def _counted(token: Token) -> bool:
    return (
        token.is_word
        and token.low not in ARTICLES
        and token.low not in PRONOUNS
        and not breaks_phrase(token)
        and token.low != "and"
    )
