"""Headings: those that stand alone, and those that lost their line and are glued to the sentence after them.

Every heading is a proposal: a name like WikiLeaks looks the same, so a person confirms the cut.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.reading.passages import Passage
    from detente.reading.tokens import Token

__all__ = ["Heading", "dateline_end", "find_heading", "glued_at"]

MAX_HEADING = 120
MIN_WORDS = 2
MAX_DATELINE = 12
_SMALL = frozenset(
    ("a an and as at but by for from in into nor of off on or over per than the to up via vs with without s").split()
)
_CAMEL = frozenset(
    (
        "YouTube HuffPost WikiLeaks BuzzFeed LinkedIn PayPal FedEx MasterCard TikTok WhatsApp SpaceX OpenAI "
        "DeepMind JavaScript AstraZeneca BioNTech GlaxoSmithKline PricewaterhouseCoopers ExxonMobil "
        "ConocoPhillips AstroTurf PolitiFact FactCheck NewsHour MoveOn GitHub WordPress PowerPoint ChatGPT "
        "AirTran JetBlue TransCanada UnitedHealth HealthCare MetLife BlackRock BlackBerry SunTrust"
    ).split()
)
_PREFIXES = (
    "Mc",
    "Mac",
    "De",
    "Di",
    "Du",
    "Des",
    "Della",
    "La",
    "Le",
    "Van",
    "Von",
    "Fitz",
    "Da",
    "Del",
    "Al",
    "El",
    "Ben",
    "Ibn",
    "San",
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in a passage: `text` is what it says, `rest` the word after the cut (empty where it stands alone)."""

    text: str
    passage: str
    start: int
    end: int
    rest: str = ""


def glued_at(tokens: Sequence[Token]) -> int | None:
    """Return where a glued heading ends (code points in the passage), or none.

    A cut lies where a small letter meets a capital inside one token, all words before begin with a capital (small
    words like "of" apart), and they are two or more.
    """
    words = 0
    for token in tokens:
        if token.start > MAX_HEADING:
            return None
        cut = _cut_inside(token.text) if token.is_word else None
        if cut is not None and words + 1 >= MIN_WORDS:
            return token.start + cut
        if token.text in '.!;“”"':
            return None
        if token.is_word:
            if not token.is_capital and token.low not in _SMALL:
                return None
            words += 1
    return None


def _cut_inside(word: str) -> int | None:
    """Return where a small letter meets a capital with a small letter after it, as in SignificanceKremlin."""
    if word in _CAMEL or word.rstrip("s") in _CAMEL:
        return None
    for at in range(2, len(word) - 1):
        if word[at].isupper() and word[at - 1].islower() and (word[at + 1].islower() or not word[at + 1].isalpha()):
            return None if word[:at] in _PREFIXES else at
    return None


def find_heading(passage: Passage, tokens: Sequence[Token], *, is_last: bool) -> Heading | None:
    """Return the heading glued to a passage, or the passage itself where it looks like one."""
    cut = glued_at(tokens)
    if cut is not None:
        rest = next((token.text[max(0, cut - token.start) :] for token in tokens if token.end > cut), "")
        return Heading(passage.text[:cut].rstrip(), passage.id, 0, cut, rest)
    alone = passage.text
    short = len(alone) <= MAX_HEADING and "\n" not in alone and not is_last
    if (
        short
        and alone[0].isupper()
        and alone[-1].isalnum()
        and 1 <= len(tokens) <= 14
        and not any(t.text in '“”"' for t in tokens)
    ):
        return Heading(alone, passage.id, 0, len(alone))
    return None


def dateline_end(tokens: Sequence[Token]) -> int:
    """Return how many tokens the dateline of a passage takes: "CHICAGO (AP) —", "GENEVA, May 23 -", "Nairobi, 22 March –"."""
    for at, token in enumerate(tokens[:MAX_DATELINE]):
        spaced = (
            at > 0 and tokens[at - 1].end < token.start and at + 1 < len(tokens) and token.end < tokens[at + 1].start
        )
        doubled = token.text == "-" and at + 1 < len(tokens) and tokens[at + 1].text == "-"
        if at > 0 and token.text in "—–-_" and (spaced or doubled):
            before = tokens[:at]
            plain = all(not one.is_word or one.is_capital or one.low in ("and", "of", "the") for one in before)
            return (
                at + 1 + doubled
                if plain and before[0].is_capital and before[0].text.isupper() | (at <= MAX_DATELINE // 2)
                else 0
            )
        if token.text == "—" and at > 0 and tokens[at - 1].text == ")":
            return at + 1
        if token.text in '.;:“"?!':
            return 0
    return 0
