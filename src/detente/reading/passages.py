"""A text -> its numbered passages, each an exact stretch of the text.

A passage is a paragraph: a run of lines without a blank line. Where a text has lines too long for a page, its lines are not
folded, and each line is a paragraph. Passages are called p1, p2, .. in order; where paragraphs begin with their own
number in brackets, ``[p4]``, these numbers count, and what stands before the first of them is p0. Lines that begin with #
are headings and are not counted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Passage", "find_passages", "plain_lines"]

LONG_LINE = 160
_NUMBERED = re.compile(r"\[(p\d{1,6})\][ \t]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Passage:
    """A numbered paragraph; ``text == source[start:end]``, in code points. `heading` is the heading it stands under."""

    id: str
    text: str
    start: int
    end: int
    heading: str = ""


def plain_lines(text: str) -> str:
    """Return a text whose lines end in LF only, without a byte order mark; offsets count in this form."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def find_passages(text: str) -> list[Passage]:
    """Return the passages of a text in order.

    Among numbered paragraphs, one without a number goes on from the one before, so that its words can be cited.
    """
    lines = _lines(text)
    unfolded = any(end - start > LONG_LINE for start, end in lines)
    numbered = any(_NUMBERED.match(text, start, end) for start, end in lines)
    places: list[tuple[str, int, int, str]] = []
    counted, heading = 0, ""
    given: dict[str, int] = {}
    for start, end in _blocks(text, lines, unfolded=unfolded and not numbered):
        if text[start] == "#":
            heading = text[start:end].strip("# \t")
            continue
        counted += 1
        match = _NUMBERED.match(text, start, end)
        if numbered and not match and places:
            places[-1] = (places[-1][0], places[-1][1], end, places[-1][3])
            continue
        begin = match.end() if match else start
        if begin < end:
            # what stands before the first number is p0
            own = match[1] if match else "p0" if numbered else f"p{counted}"
            given[own] = given.get(own, 0) + 1
            # a number that is given twice is told apart: p4, p4-2
            places.append((own if given[own] == 1 else f"{own}-{given[own]}", begin, end, heading))
    return [Passage(name, text[start:end], start, end, heading) for name, start, end, heading in places]


def _lines(text: str) -> list[tuple[int, int]]:
    """Return where each line begins and ends, without the white space around it."""
    spans, at = [], 0
    for line in text.split("\n"):
        inside = line.strip()
        start = at + len(line) - len(line.lstrip()) if inside else at
        spans.append((start, start + len(inside)))
        at += len(line) + 1
    return spans


def _blocks(text: str, lines: list[tuple[int, int]], *, unfolded: bool) -> list[tuple[int, int]]:
    """Return paragraphs and headings as stretches; a heading is a line of its own."""
    blocks: list[tuple[int, int]] = []
    growing = False
    for start, end in lines:
        if start == end or not text[start:end].strip("#"):
            growing = False
        elif text[start] == "#":
            blocks.append((start, end))
            growing = False
        elif growing and not unfolded:
            blocks[-1] = (blocks[-1][0], end)
        else:
            blocks.append((start, end))
            growing = True
    return blocks
