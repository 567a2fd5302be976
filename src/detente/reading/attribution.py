"""Cues and their speakers in one sentence: "X said", "said X", "X, who called it", "according to X", "X's suggestion of"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.reading.cues import CUE_FORMS, Cue, find_cues, find_noun_cue, may_be_noun
from detente.reading.phrases import Span, is_somebody, phrase_after, phrase_before, sentence_subject, skip_back
from detente.reading.words import PRONOUNS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.reading.tokens import Token

__all__ = ["Finding", "Sentence", "find_attributions"]

STOPS = frozenset(form for form in CUE_FORMS if not may_be_noun(form))
_BE = frozenset(["is", "are", "was", "were", "be", "been", "being", "am's"])
_JOIN = frozenset(["and", "but", "or", "then"])
_COMMAS = ",;—–-("
APPOSITION = 40
MEMORY = 12


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: the passage's tokens, where it begins and ends, and which quotation each token lies in (-1: none)."""

    tokens: Sequence[Token]
    low: int
    high: int
    quoted: Sequence[int]


@dataclass(frozen=True, slots=True)
class Finding:
    """A cue, every way to read it, its speaker, and how the speaker was found.

    `how` is ``before`` or ``after`` (the speaker stands there), ``main`` (the subject of the sentence or of the cue
    before), ``noun`` (a possessor) or ``agent`` (by somebody).
    """

    ways: tuple[Cue, ...]
    speaker: Span | None
    how: str

    @property
    def first(self) -> int:
        """The first token of the cue."""
        return self.ways[0].first

    @property
    def last(self) -> int:
        """The last token of the cue, by its longest reading."""
        return max(way.last for way in self.ways)

    @property
    def begin(self) -> int:
        """The first token of cue and speaker together, where they stand beside each other."""
        near = self.speaker is not None and self.how == "before" and self.first - self.speaker[1] <= APPOSITION
        return self.speaker[0] if near and self.speaker is not None else self.first

    @property
    def end(self) -> int:
        """The token after cue and speaker together."""
        return max(self.last + 1, self.speaker[1] if self.speaker is not None and self.how == "after" else 0)


def find_attributions(sentence: Sentence) -> list[Finding]:
    """Return the cues of a sentence outside its quotations, in order, each with its speaker where one can be told."""
    found: list[Finding] = []
    tokens = sentence.tokens
    taken = sentence.low
    for at in range(sentence.low, sentence.high):
        if at < taken or sentence.quoted[at] >= 0 or not tokens[at].is_word:
            continue
        if (
            tokens[at].is_capital
            and at > sentence.low
            and sentence.quoted[at - 1] < 0
            and tokens[at].low != "according"
        ):
            continue
        ways = find_cues(tokens, at, sentence.high)
        finding = _verb(sentence, ways, found) if ways else None
        if finding is None:
            finding = _noun(sentence, at)
        if finding is not None:
            found.append(finding)
            taken = finding.last + 1
    return found


def _noun(sentence: Sentence, at: int) -> Finding | None:
    """Return a noun cue with its possessor: "Trump’s earlier suggestion of land swaps", "her claim that"."""
    tokens = sentence.tokens
    cue = find_noun_cue(tokens, at)
    if cue is None or at + 1 >= sentence.high:
        return None
    leads = tokens[at + 1].low in ("that", "of", "to", "for") or sentence.quoted[at + 1] >= 0
    here = at - 1
    while here >= max(sentence.low, at - 4) and sentence.quoted[here] < 0 and tokens[here].is_word:
        token = tokens[here]
        if token.text.endswith(("’s", "'s")):
            span = phrase_before(tokens, here, sentence.low, STOPS)
            return Finding((cue,), span, "noun") if span and leads else None
        if token.low in ("his", "her", "their"):
            return Finding((cue,), (here, here + 1), "noun") if leads else None
        if token.low in PRONOUNS or token.is_capital:
            return None
        here -= 1
    return None


def _verb(sentence: Sentence, ways: list[Cue], earlier: list[Finding]) -> Finding | None:
    tokens, cue = sentence.tokens, ways[0]
    if cue.takes == "according":
        span = phrase_after(tokens, cue.last + 1, sentence.high, CUE_FORMS)
        return Finding(tuple(ways), span, "after") if span else None
    floor = sentence.low
    for at in range(cue.first - 1, max(sentence.low, cue.first - 60) - 1, -1):
        if sentence.quoted[at] >= 0:
            floor = at + 1
            break
    speaker, how = _speaker(sentence, cue, floor, earlier)
    if speaker is None and how == "none":
        return None
    if may_be_noun(cue.form) and not _is_verb_here(tokens, cue, speaker, how):
        return None
    return Finding(tuple(ways), speaker, how)


def _is_verb_here(tokens: Sequence[Token], cue: Cue, speaker: Span | None, how: str) -> bool:
    """Tell "officials report" from "the report": the word before is the speaker, and no article or adjective."""
    if how == "after":
        return True
    if speaker is None or how != "before":
        return tokens[cue.first - 1].low in ("to", "and", "who") if cue.first else False
    if tokens[speaker[0]].low in ("a", "an", "the", "this") and speaker[1] - speaker[0] == 1:
        return False
    if speaker[1] != cue.first:
        return True
    last = tokens[speaker[1] - 1]
    if last.text.endswith(("’s", "'s")):
        return False
    # a verb in the plural needs a plural before it: officials claim, Trump claims
    plural = last.low.endswith("s") and not last.is_capital
    return is_somebody(tokens, speaker) and (cue.form.endswith("s") != plural or last.low in PRONOUNS)


def _speaker(sentence: Sentence, cue: Cue, floor: int, earlier: list[Finding]) -> tuple[Span | None, str]:
    tokens = sentence.tokens
    at = cue.first - 1
    participle = cue.form.split(" ", maxsplit=1)[0].endswith("ing")
    if at >= floor and tokens[at].low in _JOIN | {
        "to",
        "as",
        "by",
        "for",
        "without",
        "in",
        "of",
        "before",
        "after",
        "while",
        "when",
    }:
        before_as = _quoted_as(tokens, at, floor)
        return (before_as, "before") if before_as else (_main(sentence, cue, earlier), "main")
    here = skip_back(tokens, at, floor) if at >= floor else at
    helped = {tokens[k].low for k in range(here + 1, cue.first)}
    if helped & _BE and not participle and cue.form != "open to" and cue.kind != "is ready to":
        return _agent(sentence, cue)
    if here >= floor and tokens[here].low == "to":
        return _main(sentence, cue, earlier), "main"
    if here < floor or tokens[here].text in _COMMAS or tokens[here].text in "”\"’'»":
        return _beyond_edge(sentence, cue, here, floor, earlier)
    if tokens[here].low in _JOIN:
        return _main(sentence, cue, earlier), "main"
    if tokens[here].low in ("who", "which", "that", "whom"):
        back = here - 1
        while back > floor and tokens[back].text in ",—–":
            back -= 1
        return phrase_before(tokens, back, floor, STOPS), "before"
    if tokens[here].text == ")":
        opened = next((k for k in range(here, max(floor, here - APPOSITION) - 1, -1) if tokens[k].text == "("), None)
        here = opened - 1 if opened is not None else here
    span = phrase_before(tokens, here, floor, STOPS)
    if span is not None:
        return span, "before"
    return _main(sentence, cue, earlier), "main"


def _quoted_as(tokens: Sequence[Token], at: int, floor: int) -> Span | None:
    """Return who "was quoted as saying"."""
    if tokens[at].low != "as":
        return None
    for here in range(at - 1, max(floor, at - 8) - 1, -1):
        if tokens[here].low in ("quoted", "cited", "heard"):
            back = skip_back(tokens, here - 1, floor)
            if back > floor and tokens[back].text in ",—–":
                return _over_commas(tokens, back, floor)
            if back > floor and tokens[back].low in ("who", "which"):
                back -= 2 if tokens[back - 1].text == "," else 1
            return phrase_before(tokens, back, floor, STOPS)
    return None


def _agent(sentence: Sentence, cue: Cue) -> tuple[Span | None, str]:
    """Return by whom something was said, in the passive."""
    tokens = sentence.tokens
    for at in range(cue.last + 1, min(sentence.high, cue.last + 9)):
        if sentence.quoted[at] >= 0:
            continue
        if tokens[at].low == "by":
            return phrase_after(tokens, at + 1, sentence.high, CUE_FORMS), "agent"
    return None, "none"


def _beyond_edge(
    sentence: Sentence, cue: Cue, here: int, floor: int, earlier: list[Finding]
) -> tuple[Span | None, str]:
    """Return the speaker where a quotation, a comma or the beginning of the sentence stands before the cue."""
    tokens = sentence.tokens
    if cue.form.split(" ", maxsplit=1)[0].endswith("ing"):
        return _main(sentence, cue, earlier), "main"
    apposed = _over_commas(tokens, here, floor) if here >= floor and tokens[here].text in ",—–" else None
    inverted = None
    if cue.last + 1 < sentence.high and sentence.quoted[cue.last + 1] < 0:
        inverted = phrase_after(tokens, cue.last + 1, sentence.high, CUE_FORMS)
        if inverted and not is_somebody(tokens, inverted):
            inverted = None
    if here < floor:
        return (inverted, "after") if inverted else (_main(sentence, cue, earlier), "main")
    if apposed is not None:
        return apposed, "before"
    return (inverted, "after") if inverted else (_main(sentence, cue, earlier), "main")


def _over_commas(tokens: Sequence[Token], at: int, floor: int) -> Span | None:
    """Return who stands before an apposition: "Jones, a lawyer for the firm, said"."""
    best: Span | None = None
    opening = tokens[at].text
    for comma in range(at - 1, max(floor, at - APPOSITION), -1):
        token = tokens[comma]
        if token.text in ";:":
            break
        if token.text != opening:
            continue
        span = phrase_before(tokens, comma - 1, floor, STOPS)
        following = tokens[comma + 1]
        apposition = following.is_number or following.low in (
            "a",
            "an",
            "the",
            "who",
            "which",
            "whose",
            "himself",
            "herself",
            "itself",
            "of",
        )
        apposition = (
            apposition or (following.is_word and not following.is_capital) or comma + 1 == at or following.is_capital
        )
        if span and apposition and is_somebody(tokens, span):
            named = tokens[span[1] - 1].is_capital
            if named:
                return span
            best = best or span
    return best


def _main(sentence: Sentence, cue: Cue, earlier: list[Finding]) -> Span | None:
    """Return the speaker of the cue before, or the subject of the sentence."""
    for finding in reversed(earlier[-MEMORY:]):
        if finding.speaker is None or finding.how == "noun":
            continue
        before = sentence.tokens[finding.speaker[0] - 1].low if finding.speaker[0] > sentence.low else ""
        if before not in ("what", "which", "whom") and sentence.tokens[finding.speaker[1] - 1].low not in (
            "who",
            "which",
        ):
            return finding.speaker
    low = sentence.low
    while low < cue.first and sentence.quoted[low] >= 0:
        low += 1
    return sentence_subject(sentence.tokens, low, cue.first, CUE_FORMS)
