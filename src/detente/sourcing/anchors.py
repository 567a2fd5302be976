"""Citations found again in a text that changed: other quotation marks, other spaces, another extraction.

Words are compared in folded form, with a map back to the places where they stand. Where that fails, the nearest likeness is
proposed and never taken; where there is none, the citation is lost, and said to be.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from detente.evidence import fold, fold_sign

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.reading.passages import Passage

__all__ = ["Anchor", "Folded", "anchor", "from_utf16", "to_utf16"]

LIKENESS = 75.0
MIN_FUZZY = 12
MOST_FUZZY = 400


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where cited words stand now.

    `how` is ``exact`` (as they were), ``folded`` (but for marks and spaces), ``proposed`` (like them: a person decides) or
    ``lost``. Offsets are code points in the whole text; `passage` is the paragraph they begin in; `likeness` goes to 100.
    """

    how: Literal["exact", "folded", "proposed", "lost"]
    passage: str = ""
    start: int = -1
    end: int = -1
    text: str = ""
    likeness: float = 100.0


class Folded:
    """A text in folded form with the way back: `places[k]` is where sign k of `text` stands in the original."""

    def __init__(self, original: str) -> None:
        self.original = original
        signs: list[str] = []
        places: list[int] = []
        for at, sign in enumerate(original):
            for plain in fold_sign(sign):
                if not plain.isspace():
                    signs.append(plain)
                    places.append(at)
                elif signs and signs[-1] != " ":
                    signs.append(" ")
                    places.append(at)
        self.text = "".join(signs)
        self.places = places

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of the folded text stands in the original."""
        return self.places[start], self.places[end - 1] + 1

    def find(self, words: str, near: int | None = None) -> tuple[int, int] | None:
        """Return where words stand, in the original: whole words first, then the place nearest to `near`, else the first."""
        wanted = fold(words)
        if not wanted:
            return None
        best: tuple[tuple[bool, int], tuple[int, int]] | None = None
        at = self.text.find(wanted)
        while at >= 0:
            span = self.span(at, at + len(wanted))
            rank = (_cuts_a_word(self.original, span), 0 if near is None else abs(span[0] - near))
            if best is None or rank < best[0]:
                best = (rank, span)
            if near is None and not rank[0]:
                break
            at = self.text.find(wanted, at + 1)
        return None if best is None else best[1]


def _cuts_a_word(text: str, span: tuple[int, int]) -> bool:
    """Whether a stretch begins or ends inside a word: peace in peaceful is not the word that was cited."""
    start, end = span
    before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    return before or (end < len(text) and text[end].isalnum() and text[end - 1].isalnum())


def _passage_at(passages: Sequence[Passage], start: int) -> str:
    at = bisect_right([passage.start for passage in passages], start) - 1
    return passages[at].id if at >= 0 and start < passages[at].end else ""


def anchor(
    text: Folded, passages: Sequence[Passage], words: str, *, near: int | None = None, before: str = "", after: str = ""
) -> Anchor:
    """Return where cited words stand in a text.

    Parameters
    ----------
    text
        The text as it is now.
    passages
        Its passages.
    words
        The cited words.
    near
        Where they stood, in code points; of several places the nearest counts.
    before, after
        The words around them (a TextQuoteSelector's prefix and suffix), which tell equal places apart first.
    """
    around = text.find(before + words + after, near) if before or after else None
    if around is not None:
        inner = Folded(text.original[around[0] : around[1]]).find(words, len(before))
        span: tuple[int, int] | None = (around[0] + inner[0], around[0] + inner[1]) if inner else None
    else:
        span = text.find(words, near)
    if span is not None:
        found = text.original[span[0] : span[1]]
        if _cuts_a_word(text.original, span):
            return Anchor("proposed", _passage_at(passages, span[0]), span[0], span[1], found)
        return Anchor("exact" if found == words else "folded", _passage_at(passages, span[0]), span[0], span[1], found)
    return _likeness(text, passages, words)


def _likeness(text: Folded, passages: Sequence[Passage], words: str) -> Anchor:
    """Return the stretch most like the words, as a proposal, where it is like enough."""
    wanted = fold(words)[:MOST_FUZZY]
    if len(wanted) < MIN_FUZZY:
        return Anchor("lost", likeness=0.0)
    from rapidfuzz import fuzz

    found = fuzz.partial_ratio_alignment(wanted, text.text, score_cutoff=LIKENESS)
    if found is None or found.dest_end <= found.dest_start:
        return Anchor("lost", likeness=0.0)
    start, end = found.dest_start, found.dest_end
    # whole words only
    while start > 0 and text.text[start - 1] != " " and text.text[start] != " ":
        start -= 1
    while end < len(text.text) and text.text[end] != " " and text.text[end - 1] != " ":
        end += 1
    span = text.span(start, end)
    stretch = text.original[span[0] : span[1]]
    stripped = stretch.strip()
    begin = span[0] + len(stretch) - len(stretch.lstrip())
    return Anchor(
        "proposed", _passage_at(passages, begin), begin, begin + len(stripped), stripped, round(found.score, 1)
    )


def to_utf16(text: str, offset: int) -> int:
    """Return a code point offset as JavaScript counts: in UTF-16 units."""
    return offset + sum(ord(sign) > 0xFFFF for sign in text[:offset])


def from_utf16(text: str, offset: int) -> int:
    """Return an offset in UTF-16 units as one in code points; one inside a pair counts as the sign's own place."""
    units = 0
    for place, sign in enumerate(text):
        if units >= offset:
            return place
        units += 2 if ord(sign) > 0xFFFF else 1
        if units > offset:
            return place
    return len(text)
