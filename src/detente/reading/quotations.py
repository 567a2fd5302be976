"""Quotation marks of many kinds -> stretches of quoted words, in one pass over the passage.

Double marks count first: curly, straight, ``LaTeX'' style, «guillemets» and „low“ ones. Single marks count only where
nothing tells that they are apostrophes.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Quotation", "find_quotations"]

_PAIRS = {"“": "”", "«": "»", "„": "“”", "‟": "”", "「": "」", "»": "«"}
_BEFORE_OPENING = " \t\n([{—–-:\u00a0/‘'“"
_ELISIONS = ("em ", "em.", "em,", "til ", "tis ", "twas ", "cause ", "n' ", "round ", "bout ")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quoted words: ``passage.text[start:end]`` without the marks; `first` and `last` take the marks in.

    `closed` is false where a quotation runs to the end of its passage, as one does that goes on in the next.
    """

    start: int
    end: int
    first: int
    last: int
    closed: bool


def find_quotations(text: str) -> list[Quotation]:
    """Return the outermost quotations of a passage, in order."""
    found: list[Quotation] = []
    at = 0
    size = len(text)
    while at < size:
        sign = text[at]
        quotation = None
        if sign in _PAIRS and not (sign == "»" and "«" in text):
            quotation = _paired(text, at, _PAIRS[sign])
        elif sign == '"':
            quotation = _straight(text, at)
        elif text.startswith("``", at):
            end = text.find("''", at + 2)
            end = size if end < 0 else end
            quotation = _made(text, at, at + 2, end, min(size, end + 2), closed=end < size)
        elif sign in "‘'" and _opens_single(text, at):
            quotation = _single(text, at)
        if quotation is None:
            at += 1
            continue
        if any(letter.isalnum() for letter in text[quotation.start : quotation.end]):
            found.append(quotation)
        at = max(quotation.last, at + 1)
    return found


def _made(text: str, first: int, start: int, end: int, last: int, *, closed: bool) -> Quotation:
    """Return a quotation without the white space inside its marks."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Quotation(start, end, first, last, closed)


def _paired(text: str, at: int, closing: str) -> Quotation:
    for end in range(at + 1, len(text)):
        if text[end] in closing:
            return _made(text, at, at + 1, end, end + 1, closed=True)
        if text[end] == text[at] and end > at + 1 and text[at] == "“":
            # a quotation that was never closed: the next one begins here
            return _made(text, at, at + 1, end, end, closed=False)
    return _made(text, at, at + 1, len(text), len(text), closed=False)


def _straight(text: str, at: int) -> Quotation:
    """Pair a straight mark with the next one that does not itself open a quotation within this one."""
    end = text.find('"', at + 1)
    if end < 0:
        # 6" of snow, or a quotation that goes on in the next passage
        inch = at > 0 and text[at - 1].isdigit()
        return _made(text, at, at + 1, at + 1 if inch else len(text), at + 1 if inch else len(text), closed=False)
    return _made(text, at, at + 1, end, end + 1, closed=True)


def _opens_single(text: str, at: int) -> bool:
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    if before not in _BEFORE_OPENING or not (after.isalnum() or after in '[“"…£$€'):
        return False
    if after.isdigit() and text[at + 2 : at + 3].isdigit() and not text[at + 3 : at + 4].isdigit():
        return False  # '98
    return not text[at + 1 : at + 8].lower().startswith(_ELISIONS)


def _single(text: str, at: int) -> Quotation | None:
    """Pair a single mark; a mark between letters is an apostrophe, and one after s may be a possessive."""
    possessive = -1
    limit = min(len(text), at + 4000)
    for end in range(at + 2, limit):
        if text[end] in "‘'" and _opens_single(text, end):
            return None  # the first mark was no opening one, and each mark is looked at once
        if text[end] not in "’'":
            continue
        before, after = text[end - 1], text[end + 1 : end + 2]
        if after.isalnum() or before.isspace():
            continue
        if (
            before == "s"
            and after == " "
            and text[end + 2 : end + 3].islower()
            and possessive < 0
            and _closes_later(text, end + 1, limit)
        ):
            possessive = end
            continue
        return _made(text, at, at + 1, end, end + 1, closed=True)
    if possessive > 0:
        return _made(text, at, at + 1, possessive, possessive + 1, closed=True)
    if text[at] == "‘" and at == 0:
        return _made(text, at, at + 1, len(text), len(text), closed=False)
    return None


def _closes_later(text: str, begin: int, limit: int) -> bool:
    """Whether another closing mark comes before another opening one."""
    for end in range(begin, min(limit, begin + 400)):
        if text[end] in '‘“"':
            return False
        if text[end] in "’'" and not text[end + 1 : end + 2].isalnum() and not text[end - 1].isspace():
            return True
    return False
