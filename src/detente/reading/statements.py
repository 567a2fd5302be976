"""Who says what: quotations and reported speech in one passage, each with its speaker and the kind of move it makes.

Everything found is a stretch of the passage. Where two ways to read a sentence compete, the nearest cue wins; where no
cue stands near a quotation, the subject of its sentence or the speaker before is proposed, and `by` says so.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.reading.attribution import Finding, Sentence, find_attributions
from detente.reading.content import content_of, indirect_content, refine_kind
from detente.reading.cues import CUE_FORMS
from detente.reading.phrases import Span, is_somebody, sentence_subject
from detente.reading.quotations import Quotation, find_quotations
from detente.reading.tokens import Token, find_sentences

__all__ = ["Said", "read_statements"]

if TYPE_CHECKING:
    from collections.abc import Sequence

TRAILING = 60
NEAR = 3
FAR = 240
_TITLED = frozenset(
    ("titled entitled called named book film song album novel show series dubbed nicknamed movie play magazine").split()
)


@dataclass(frozen=True, slots=True)
class Said:
    """One proposal: `text` is what is said, `quote` its quoted words, both stretches of the passage.

    `by` is the rule that proposed it: ``cue``, ``noun``, ``colon``, ``run-on`` or ``subject``; the last two are weak.
    """

    speaker: str
    speaker_start: int
    speaker_end: int
    quote: str | None
    text: str
    start: int
    end: int
    kind: str
    cue: str
    by: str


@dataclass(slots=True)
class _Passage:
    text: str
    tokens: list[Token]
    quotations: list[Quotation]
    quoted: list[int]
    last: Said | None
    goes_on: bool


def read_statements(text: str, tokens: list[Token], before: Said | None, *, goes_on: bool) -> tuple[list[Said], bool]:
    """Return the statements of a passage in order, and whether its last quotation goes on in the next passage.

    Parameters
    ----------
    text
        The passage.
    tokens
        Its tokens, without those of a heading.
    before
        The last statement of the passage before.
    goes_on
        Whether that passage ended inside a quotation.
    """
    quotations = find_quotations(text)
    passage = _Passage(text, tokens, quotations, _inside(tokens, quotations), before, goes_on)
    found: list[Said] = []
    for low, high in _sentences(passage):
        said = _of_sentence(passage, Sentence(tokens, low, high, passage.quoted), first=low == 0)
        found += said
        if said:
            passage.last = said[-1]
    ends_open = bool(quotations) and not quotations[-1].closed and quotations[-1].end >= len(text.rstrip()) - 1
    return found, ends_open


def _inside(tokens: Sequence[Token], quotations: Sequence[Quotation]) -> list[int]:
    """Return for each token the quotation it lies in, marks included; -1 outside."""
    inside, at = [], 0
    for token in tokens:
        while at < len(quotations) and quotations[at].last <= token.start:
            at += 1
        within = at < len(quotations) and quotations[at].first <= token.start
        inside.append(at if within else -1)
    return inside


def _sentences(passage: _Passage) -> list[tuple[int, int]]:
    """Return sentences; one does not end inside a quotation, nor between a question and who asked it."""
    tokens, quoted = passage.tokens, passage.quoted
    merged: list[tuple[int, int]] = []
    for low, high in find_sentences(tokens):
        inside = bool(merged) and low > 0 and quoted[low] >= 0 and quoted[low] == quoted[low - 1]
        asked = bool(merged) and low > 0 and quoted[low - 1] >= 0 and quoted[low] < 0 and _is_tail(passage, low, high)
        if inside or asked:
            merged[-1] = (merged[-1][0], high)
        else:
            merged.append((low, high))
    return [piece for low, high in merged for piece in _split_quoted(passage, low, high)]


def _is_tail(passage: _Passage, low: int, high: int) -> bool:
    """Whether what follows a quotation only says who spoke: ``"Why?" Smith asked.``."""
    before = passage.text[passage.tokens[low].start - 3 : passage.tokens[low].start]
    if "." in before and "..." not in before:
        return False
    return (
        high - low <= 12
        and any(token.low in CUE_FORMS for token in passage.tokens[low : low + 8])
        and all(number < 0 for number in passage.quoted[low:high])
    )


def _split_quoted(passage: _Passage, low: int, high: int) -> list[tuple[int, int]]:
    """Cut a sentence after a quotation that ended one: ``He said: "No. Never." The talks ended.``."""
    pieces, begin = [], low
    for at in range(low + 1, high):
        number = passage.quoted[at - 1]
        if number < 0 or passage.quoted[at] == number or not passage.tokens[at].is_capital:
            continue
        ended = passage.text[max(0, passage.quotations[number].end - 1) : passage.quotations[number].end]
        if ended == "." and not _is_tail(passage, at, high):
            pieces.append((begin, at))
            begin = at
    return [*pieces, (begin, high)]


def _of_sentence(passage: _Passage, sentence: Sentence, *, first: bool) -> list[Said]:
    findings = find_attributions(sentence)
    found: list[Said] = []
    used: set[int] = set()
    for number, span in _spans_of(sentence).items():
        quotation = passage.quotations[number]
        if _is_title(passage, span, findings):
            continue
        which = _nearest(passage, sentence, span, findings)
        said = None
        if which is not None and findings[which].speaker is not None:
            finding = findings[which]
            used.add(which)
            begin, end = content_of(passage.text, sentence, which, findings, quotation, span)
            said = _said(passage, finding, quotation, (begin, end), "noun" if finding.how == "noun" else "cue")
        elif which is None or findings[which].speaker is None:
            said = _without_cue(passage, sentence, quotation, span, found, first=first)
        if said is not None:
            found.append(said)
    for which, finding in enumerate(findings):
        if which in used or finding.speaker is None or not _can_speak(sentence, finding):
            continue
        stretch = indirect_content(passage.text, sentence, which, findings)
        if stretch is not None:
            found.append(_said(passage, finding, None, stretch, "noun" if finding.how == "noun" else "cue"))
    found.sort(key=lambda said: (said.start, said.end))
    return found


def _can_speak(sentence: Sentence, finding: Finding) -> bool:
    assert finding.speaker is not None
    if finding.how == "noun":
        return True
    return is_somebody(sentence.tokens, finding.speaker)


def _spans_of(sentence: Sentence) -> dict[int, Span]:
    """Return each quotation of a sentence with its tokens, marks included."""
    found: dict[int, Span] = {}
    for at in range(sentence.low, sentence.high):
        number = sentence.quoted[at]
        if number >= 0:
            found[number] = (found[number][0] if number in found else at, at + 1)
    return found


def _is_title(passage: _Passage, span: Span, findings: Sequence[Finding]) -> bool:
    """Whether quoted words are the title of something: all capitals, after a word like film, and nobody says them."""
    words = [token for token in passage.tokens[span[0] : span[1]] if token.is_word]
    if not words or not all(token.is_capital or len(token.text) <= 3 for token in words):
        return False
    before = passage.tokens[span[0] - 1].low if span[0] else ""
    nickname = span[0] > 0 and span[1] < len(passage.tokens) and passage.tokens[span[0] - 1].is_capital
    nickname = nickname and passage.tokens[span[1]].is_capital and len(words) <= 3
    return (before in _TITLED and not any(finding.last == span[0] - 1 for finding in findings)) or nickname


def _nearest(passage: _Passage, sentence: Sentence, span: Span, findings: Sequence[Finding]) -> int | None:
    """Return which cue a quotation belongs to: the one it touches, else the nearest."""
    best: tuple[float, int] | None = None
    # cues far away are not looked at, so that time does not grow with the square of a sentence
    low = bisect_left(findings, span[0] - FAR, key=lambda finding: finding.first)
    high = bisect_left(findings, span[1] + FAR, key=lambda finding: finding.first)
    for which in range(low, high):
        finding = findings[which]
        cost = _cost(passage, sentence, span, finding)
        if cost is not None and (best is None or cost < best[0]):
            best = (cost, which)
    if best is None:
        return None
    which = best[1]
    inner = findings[which]
    weak = all(way.takes == "weak" for way in inner.ways) or _is_pronoun(sentence, inner)
    if weak and inner.begin < span[0] and which and findings[which - 1].end <= findings[which].begin:
        outer = findings[which - 1]
        reports = outer.speaker is not None and any(way.takes == "clause" for way in outer.ways)
        if reports and findings[which].begin - outer.end <= NEAR:
            return which - 1
    return which


def _is_pronoun(sentence: Sentence, finding: Finding) -> bool:
    """Whether a speaker is a pronoun, so that "X said she wanted" is X's statement."""
    if finding.speaker is None or finding.speaker[1] - finding.speaker[0] != 1:
        return False
    return sentence.tokens[finding.speaker[0]].low in ("he", "she", "it", "they", "we")


def _cost(passage: _Passage, sentence: Sentence, span: Span, finding: Finding) -> float | None:
    tokens = passage.tokens
    if finding.begin >= span[1]:
        between = [at for at in range(span[1], finding.begin) if tokens[at].text not in ",—–-"]
        if finding.how == "main":
            between = [
                at
                for at in range(span[1], finding.first)
                if tokens[at].text not in ",—–-" and tokens[at].low not in ("and", "then")
            ]
            return 3 + len(between) if len(between) <= 2 else None
        if not between:
            return 0.5
        if finding.ways[0].takes == "according":
            return 4 + len(between) / 10
        if finding.how in ("before", "after") and len(between) <= TRAILING and tokens[finding.begin - 1].text in ",—–":
            clear = all(sentence.quoted[at] >= 0 or tokens[at].text not in ".;" for at in between)
            return 8 + len(between) / 10 if clear else None
        return None
    if finding.end > span[0] and finding.last >= span[0]:
        return None
    before = range(finding.end, span[0])
    if any(tokens[at].text == ";" and sentence.quoted[at] < 0 for at in before):
        return None
    others = len({sentence.quoted[at] for at in before if sentence.quoted[at] >= 0})
    outside = sum(sentence.quoted[at] < 0 for at in before)
    far = 4.0 if all(way.takes in ("quoted", "weak") for way in finding.ways) and outside > 8 else 0.0
    weak = 5.0 if all(way.takes == "weak" for way in finding.ways) else 0.0
    return 1 + 0.3 * outside + 2 * others + far + weak


def _without_cue(
    passage: _Passage, sentence: Sentence, quotation: Quotation, span: Span, found: Sequence[Said], *, first: bool
) -> Said | None:
    """Propose a speaker for a quotation without a cue: before a colon, the speaker before, or who the sentence is about."""
    tokens = passage.tokens
    inside = (quotation.start, quotation.end)
    around = range(max(sentence.low, span[0] - FAR), min(sentence.high, span[1] + FAR))
    outside = any(sentence.quoted[at] < 0 and tokens[at].is_word for at in around)
    same = found[-1] if found else passage.last
    low = sentence.low
    if not outside:
        last = same if (found or not first or passage.goes_on or passage.last) else None
        return _like(passage, last, quotation, "run-on") if last is not None else None
    colon = span[0] > low and tokens[span[0] - 1].text == ":"
    subject = sentence_subject(tokens, low, span[0] if span[0] > low else sentence.high, CUE_FORMS)
    if subject is not None and any(sentence.quoted[at] >= 0 for at in range(*subject)):
        subject = None
    if subject is not None and (colon or is_somebody(tokens, subject)):
        finding = Finding((), subject, "before")
        return _said(passage, finding, quotation, inside, "colon" if colon else "subject")
    if same is not None:
        return _like(passage, same, quotation, "run-on")
    return _said(passage, Finding((), subject, "before"), quotation, inside, "subject") if subject is not None else None


def _like(passage: _Passage, said: Said, quotation: Quotation, by: str) -> Said:
    text = passage.text[quotation.start : quotation.end]
    return Said(said.speaker, -1, -1, text, text, quotation.start, quotation.end, refine_kind("says", text, ""), "", by)


def _said(passage: _Passage, finding: Finding, quotation: Quotation | None, stretch: tuple[int, int], by: str) -> Said:
    assert finding.speaker is not None
    tokens = passage.tokens
    start, end = tokens[finding.speaker[0]].start, tokens[finding.speaker[1] - 1].end
    speaker = passage.text[start:end]
    if finding.how == "noun" and speaker.endswith(("’s", "'s")):
        end -= 2
        speaker = speaker[:-2]
    text = passage.text[stretch[0] : stretch[1]]
    quote = None if quotation is None else passage.text[quotation.start : quotation.end]
    kind = finding.ways[0].kind if finding.ways else "says"
    cue = finding.ways[0].form if finding.ways else ""
    return Said(speaker, start, end, quote, text, stretch[0], stretch[1], refine_kind(kind, text, cue), cue, by)
