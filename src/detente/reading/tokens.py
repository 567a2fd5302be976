"""A text -> tokens and sentences, in one pass each, so that time grows with the length of the text and no faster.

No pattern here can backtrack: each alternative begins with another sign, and none repeats a repetition.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from unicodedata import category

__all__ = ["Token", "find_sentences", "tokenize"]

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,8}"  # U.S., a.m.
    r"|[^\W\d_]+(?:[’'\-‐‑&][^\W\d_]+)*"  # summit, Trump’s, Russia-U, AT&T
    r"|\d+(?:[.,:/\-]\d+)*(?:[^\W\d_]+)?(?:-[^\W\d_]+)*"  # 1,550, 11:30, 2025-08-15, 3rd, 45-year-old
    r"|``|''|\S"
)
_ABBREVIATED = frozenset(
    (
        "mr mrs ms dr prof gen col lt sgt capt maj cmdr adm sen rep reps sens gov pres rev hon st jr sr inc "
        "corp co ltd plc llc no nos vs jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu "
        "thurs fri sat sun approx fig dept est ave blvd messrs mme mlle ph vol art sec par para pp ed eds al "
        "etc bros"
    ).split()
)
_NEVER_LAST = frozenset(
    (
        "mr mrs ms dr prof gen col lt sgt capt maj cmdr adm sen rep reps sens gov pres rev hon messrs mme st vs no nos"
    ).split()
)
CLOSING = "”’\"'»)]“"
OPENING = "“‘\"'«„(["


class Token(NamedTuple):
    """One word, number or mark, where it stands in its passage (code points)."""

    text: str
    start: int
    end: int

    @property
    def low(self) -> str:
        """The word in small letters, with plain apostrophes."""
        return self.text.lower().replace("’", "'")

    @property
    def is_word(self) -> bool:
        """Whether it begins with a letter."""
        return self.text[0].isalpha()

    @property
    def is_number(self) -> bool:
        """Whether it begins with a digit."""
        return self.text[0].isdigit()

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()

    @property
    def base(self) -> str:
        """The word without a possessive ending."""
        return self.text[:-2] if self.text.endswith(("’s", "'s")) else self.text


def tokenize(text: str) -> list[Token]:
    """Return the tokens of a text; signs without a shape (direction marks, zero-width spaces) are passed over."""
    found = [Token(match[0], match.start(), match.end()) for match in _TOKEN.finditer(text)]
    return found if text.isascii() else [token for token in found if category(token.text[0]) != "Cf"]


def find_sentences(tokens: list[Token]) -> list[tuple[int, int]]:
    """Return sentences as stretches of token numbers; every token belongs to one."""
    found: list[tuple[int, int]] = []
    begin = 0
    at = 0
    while at < len(tokens):
        if _may_end(tokens, at):
            after = at + 1
            while (
                after < len(tokens) and tokens[after].text in CLOSING and tokens[after].start == tokens[after - 1].end
            ):
                after += 1
            if after >= len(tokens) or _may_begin(tokens, after):
                found.append((begin, after))
                begin = after
            at = after
        else:
            at += 1
    if begin < len(tokens):
        found.append((begin, len(tokens)))
    return found


def _may_end(tokens: list[Token], at: int) -> bool:
    token = tokens[at]
    if token.text in ("!", "?", "…"):
        return True
    before = tokens[at - 1] if at else None
    if token.text == ".":
        if before is None or before.end != token.start:
            return True
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if before.is_word and before.low in _NEVER_LAST and before.is_capital:
            return False
        if before.low in _ABBREVIATED and before.is_capital:
            return following is not None and following.is_capital and following.low in _STARTERS
        # an initial: J. Smith
        return not (len(before.text) == 1 and before.is_capital and before.text != "I")
    # U.S. or a.m. at the end of a sentence swallows the full stop
    return len(token.text) > 2 and token.text.endswith(".")


_STARTERS = frozenset(
    (
        "the a an in on at but and he she it they we i his her its their this that these those for with after "
        "before when while if as there however some both no many most all one two following mr mrs"
    ).split()
)


def _may_begin(tokens: list[Token], at: int) -> bool:
    token, before = tokens[at], tokens[at - 1]
    if token.start == before.end:
        return False
    first = token
    while first.text in OPENING and at + 1 < len(tokens):
        at += 1
        first = tokens[at]
    if before.text.endswith(".") and len(before.text) > 2:
        # U.S. President, 9 a.m. Friday: only a word that opens sentences ends the one before
        return first.is_capital and (first.low in _STARTERS or first.text in OPENING)
    return first.is_capital or first.is_number or not (first.is_word or first.text in ",;:)—–-")
