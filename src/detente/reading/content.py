"""What is said: from where to where the words of a statement go, and what kind of move they make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.reading.tokens import tokenize
from detente.reading.words import ARTICLES, PRONOUNS, WEEKDAYS

if TYPE_CHECKING:
    from detente.reading.attribution import Finding, Sentence
    from detente.reading.phrases import Span
    from detente.reading.quotations import Quotation

__all__ = ["content_of", "indirect_content", "refine_kind"]

LEAD = 14
MIN_CLAUSE = 3
MAX_SAID = 300
FOLLOWING = 12
_LEADS = frozenset(
    (
        "on in at during through via late early again yesterday today tonight tomorrow last earlier this "
        "reporters journalists him her them us me parliament lawmakers congress senators"
    ).split()
)
_READY = frozenset(("ready", "prepared", "willing", "open"))
_NEVER = (
    "will never",
    "would never",
    "never accept",
    "will not accept",
    "not negotiable",
    "non-negotiable",
    "out of the question",
    "no circumstances",
    "i will not",
    "we will not",
    "i won't",
    "we won't",
    "i'm not going to",
    "we're not going to",
    "would not go back",
    "never be accepted",
)
_STRIKES = frozenset("retaliate respond strike punish sanction withdraw quit walk sue leave".split())


def _start_of(sentence: Sentence, finding: Finding) -> int:
    """Return the token with which what is said begins, after "that" and after to whom and when it was said."""
    tokens = sentence.tokens
    at = finding.end
    first = finding.ways[0].form.split(" ", maxsplit=1)[0]
    told = first in ("told", "tell", "tells", "telling", "assured", "informed", "reminded", "warned", "urged")
    if at < sentence.high and tokens[at].text == ",":
        at += 1
    if at >= sentence.high:
        return at
    word = tokens[at]
    if told or word.low in _LEADS or word.low in WEEKDAYS:
        for here in range(at, min(sentence.high, at + LEAD)):
            if sentence.quoted[here] >= 0:
                return here
            if tokens[here].low == "that":
                return here + 1
            if told and tokens[here].low == "to":
                return here
        if not told and word.low in WEEKDAYS:
            return at + 1
    return at + 1 if word.low == "that" else at


def _end_of(sentence: Sentence, begin: int, following: list[Finding]) -> int:
    """Return the token after the last of what is said: the end of the sentence, or a second cue of the same speaker."""
    tokens = sentence.tokens
    end = min(sentence.high, begin + MAX_SAID)
    for finding in following:
        if finding.first > begin and finding.how == "main":
            cut = finding.first
            while cut > begin and (
                tokens[cut - 1].text in ",—–" or tokens[cut - 1].low in ("and", "but", "then", "also", "or")
            ):
                cut -= 1
            end = cut
            break
    for at in range(begin, end):
        if tokens[at].text == ";" and sentence.quoted[at] < 0:
            end = at
            break
    while end > begin and tokens[end - 1].text in ".,;:!?":
        end -= 1
    return end


def _stretch(sentence: Sentence, begin: int, end: int) -> tuple[int, int]:
    return sentence.tokens[begin].start, sentence.tokens[end - 1].end


def content_of(
    text: str, sentence: Sentence, which: int, findings: list[Finding], quotation: Quotation, span: Span
) -> tuple[int, int]:
    """Return where what is said begins and ends, for a quotation: its words alone, or the clause they stand in."""
    words = (quotation.start, quotation.end)
    finding = findings[which]
    tokens = sentence.tokens
    if finding.begin >= span[1]:
        # "..., X said": all before it, where the quotation is only a part of it
        end = finding.begin
        while end > sentence.low and tokens[end - 1].text in ",—–-":
            end -= 1
        begin = sentence.low
        while begin < end and not (tokens[begin].is_word or tokens[begin].is_number or sentence.quoted[begin] >= 0):
            begin += 1
        begin = max(begin, end - MAX_SAID)
        earlier = [other for other in findings[max(0, which - FOLLOWING) : which] if other.end <= span[0]]
        whole = begin >= span[0] or (span[1] < end and any(sentence.quoted[at] >= 0 for at in range(span[1], end)))
        if whole or earlier or begin >= end:
            return words
        return _stretch(sentence, begin, end)
    after = tokens[span[0] - 1].text if span[0] else ""
    sentence_like = text[quotation.start : quotation.start + 1].isupper() and after in ",:"
    if sentence_like:
        return words
    begin = _start_of(sentence, finding)
    end = _end_of(sentence, begin, findings[which + 1 : which + FOLLOWING])
    if begin > span[0] or end < span[1]:
        return words
    if tokens[begin].low == "as":
        begin += 1
    if begin >= span[0] and end == span[1]:
        return words
    return _stretch(sentence, begin, end)


def indirect_content(text: str, sentence: Sentence, which: int, findings: list[Finding]) -> tuple[int, int] | None:
    """Return where reported speech begins and ends, or none where the cue reports nothing."""
    del text
    finding = findings[which]
    tokens = sentence.tokens
    takes = {way.takes for way in finding.ways}
    if "according" in takes:
        return _according(sentence, finding)
    begin = _start_of(sentence, finding)
    after = findings[which + 1 : which + FOLLOWING]
    if (
        begin >= sentence.high
        or tokens[begin].text in ".,;:)?!"
        or (begin < sentence.high and tokens[begin].text in "—–")
    ):
        return _before(sentence, finding)
    end = _end_of(sentence, begin, after)
    if end - begin < (2 if "object" in takes or finding.how == "noun" else MIN_CLAUSE):
        return _before(sentence, finding) if end <= begin else None
    if finding.how == "agent":
        return None
    if "as" in takes:
        return _stretch(sentence, begin, end) if any(tokens[at].low == "as" for at in range(begin, end)) else None
    if takes <= {"quoted", "weak"}:
        return None
    if finding.how == "noun" and tokens[begin].low in ("of", "for"):
        begin += 1
    if "object" not in takes and finding.how != "noun" and not _is_clause(sentence, finding, begin, end):
        return None
    if (
        takes & {"object"}
        and finding.how != "noun"
        and tokens[begin].low in ("in", "at", "with", "by", "from", "as", "and", "or")
    ):
        return None
    return _stretch(sentence, begin, end)


def _is_clause(sentence: Sentence, finding: Finding, begin: int, end: int) -> bool:
    """Whether what follows a verb of saying reads as a clause, and not as its object: "told a story"."""
    tokens = sentence.tokens
    if begin and tokens[begin - 1].low == "that":
        return True
    if finding.ways[0].form.split(" ", maxsplit=1)[0] in (
        "said",
        "says",
        "say",
        "saying",
        "adding",
        "added",
        "noting",
        "noted",
        "believe",
        "think",
        "thinks",
        "believes",
        "thought",
        "believed",
    ):
        return tokens[begin].low not in ("in", "at", "with", "by", "from", "as", "and", "or", "so", "to")
    word = tokens[begin]
    if word.low in ("how", "why", "what", "whether", "if", "there", "when", "where"):
        return True
    if not (word.low in PRONOUNS or word.low in ARTICLES or word.is_capital or word.low == "it"):
        return False
    return any(
        token.low
        in (
            "is",
            "are",
            "was",
            "were",
            "will",
            "would",
            "has",
            "have",
            "had",
            "could",
            "should",
            "may",
            "might",
            "must",
            "can",
            "did",
        )
        for token in tokens[begin : min(end, begin + 14)]
    )


def _before(sentence: Sentence, finding: Finding) -> tuple[int, int] | None:
    """Return the clause before "X said" at the end of a sentence: "The talks failed, officials said."."""
    tokens = sentence.tokens
    end = finding.begin
    if end <= sentence.low or tokens[end - 1].text not in ",—–" or "clause" not in {way.takes for way in finding.ways}:
        return None
    while end > sentence.low and tokens[end - 1].text in ",—–":
        end -= 1
    begin = sentence.low
    if end - begin < MIN_CLAUSE or any(sentence.quoted[at] >= 0 for at in range(begin, end)):
        return None
    return _stretch(sentence, begin, end)


def _according(sentence: Sentence, finding: Finding) -> tuple[int, int] | None:
    """Return what somebody is the authority for: the rest of the sentence."""
    tokens = sentence.tokens
    if finding.first - sentence.low > 2:
        end = finding.first
        while end > sentence.low and tokens[end - 1].text in ",—–":
            end -= 1
        return _stretch(sentence, sentence.low, end) if end - sentence.low >= MIN_CLAUSE else None
    # "According to X, a scholar at Y, the aim is .." : after the last comma of the apposition
    commas = [at for at in range(finding.end, min(sentence.high, finding.end + 30)) if tokens[at].text == ","]
    if not commas:
        return None
    begin = commas[0] + 1
    if len(commas) > 1 and tokens[begin].low in ("a", "an", "the", "who", "chief", "head") and commas[0] == finding.end:
        begin = commas[1] + 1
    end = _end_of(sentence, begin, [])
    return _stretch(sentence, begin, end) if end - begin >= MIN_CLAUSE else None


def refine_kind(kind: str, text: str, cue: str) -> str:
    """Return the kind of move that the words themselves make, where a neutral cue leaves it open."""
    if kind != "says":
        return kind
    low = text.lower().replace("’", "'")
    if cue.startswith(("believe", "think", "thought")) and any(word in low for word in (" will ", " would ", "'ll ")):
        return "expects"
    if any(phrase in low for phrase in _NEVER):
        return "ruled out"
    words = [token.low for token in tokenize(low[:2000])]
    for at, word in enumerate(words[:-1]):
        if word in _READY and words[at + 1] == "to" and "not" not in words[max(0, at - 2) : at]:
            return "is ready to"
    if cue.startswith("warn") and ("we" in words or "would" in words or "will" in words) and _STRIKES & set(words):
        return "threatens"
    return kind
