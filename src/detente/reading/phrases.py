"""Noun phrases by their edges: who stands before a verb, who stands after it, who a sentence is about.

There is no grammar here. A phrase is walked over from the verb outward and ends at words that no name or noun phrase
holds. Every walk is bounded, so a text without full stops costs no more than any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.reading.words import ARTICLES, AUXILIARIES, CONJUNCTIONS, PREPOSITIONS, PRONOUNS, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.reading.tokens import Token

__all__ = ["Span", "breaks_phrase", "is_somebody", "phrase_after", "phrase_before", "sentence_subject", "skip_back"]

Span = tuple[int, int]
"""A stretch of tokens, the end not included."""

REACH = 40
_LINKS = frozenset("of for from at in with on near to inside close".split())
_SOFT = frozenset(
    (
        "also then later again still now once often repeatedly just even only soon recently reportedly "
        "immediately quickly ever never not yesterday today tomorrow earlier since has had have long first "
        "already further publicly privately apparently clearly simply always himself herself themselves "
        "itself instead therefore thus too both all who"
    ).split()
)
_POSSESSIVES = frozenset(["his", "her", "its", "their", "our", "my", "your"])
_SHORTENED = frozenset(
    (
        "mr mrs ms dr prof gen col lt sgt capt maj adm sen rep reps sens gov pres rev hon st jr sr inc corp "
        "co ltd maj cmdr"
    ).split()
)
_PEOPLE = frozenset(
    (
        "officials official analysts analyst critics critic experts expert sources source spokesman "
        "spokeswoman spokesperson spokespeople spokesmen minister ministry ministers government governments "
        "administration company union unions police prosecutors prosecutor lawyers lawyer attorney attorneys "
        "judge judges court report statement study survey poll document documents memo letter agency bank "
        "banks committee commission council board campaign army military rebels opposition party parties "
        "lawmakers lawmaker senators senator president chairman chairwoman chief director executive "
        "executives economists economist traders trader investors investigators residents resident witnesses "
        "witness neighbors neighbours friends family families mother father sister brother wife husband son "
        "daughter people person some many others another man woman men women students student teachers "
        "teacher workers worker employers leaders leader negotiators negotiator mediators mediator diplomats "
        "diplomat delegation delegations observers observer commentators aides aide advisers adviser advisor "
        "advisors allies ally supporters opponents protesters activists activist researchers scientists "
        "scientist professor author authors editors editor reporters reporter newspaper magazine website "
        "network group groups coalition organization organisation association authority authorities office "
        "department secretary deputy ambassador envoy commander general colonel captain officer officers "
        "soldier soldiers doctor doctors nurse nurses owner owners manager managers farmers farmer fishermen "
        "voters voter candidate candidates governor mayor congressman congresswoman sides side republicans "
        "democrats team players player coach league firm firms industry mediator historian historians "
        "pollster strategist strategists insider insiders participants participant delegate delegates crowd "
        "caller user users fan fans victim victims suspect plaintiff defendant draft text agreement filing "
        "lawsuit complaint ruling law bill memo email tweet message caption headline sign banner nobody "
        "everyone everybody anybody somebody someone they kremlin pentagon"
    ).split()
)


def _is_shortened(tokens: Sequence[Token], at: int) -> bool:
    """Whether a full stop belongs to the word before it: Mr. , J. , Inc. ."""
    if at == 0 or tokens[at].text != "." or tokens[at - 1].end != tokens[at].start:
        return False
    before = tokens[at - 1]
    return before.low in _SHORTENED or (len(before.text) == 1 and before.is_capital)


def breaks_phrase(token: Token) -> bool:
    """Whether no noun phrase holds this word."""
    low = token.low
    if low in AUXILIARIES or low in CONJUNCTIONS or low in PREPOSITIONS or low in _SOFT:
        return True
    if low in WEEKDAYS and token.is_capital:
        return True
    return low.endswith("ly") and not token.is_capital and len(low) > 4


def skip_back(tokens: Sequence[Token], at: int, low: int) -> int:
    """Walk back over helping verbs, adverbs and days: "has repeatedly", "on Friday", "later"; return the last word before."""
    low = max(low, at - REACH)
    while at >= low:
        token = tokens[at]
        word = token.low
        if word in PRONOUNS and word != "who":
            break
        if word in WEEKDAYS and token.is_capital:
            at -= 1
            if at >= low and tokens[at].low in ("on", "last", "late", "early"):
                at -= 1
            continue
        soft = (
            word in AUXILIARIES
            or (word in _SOFT and word != "who")
            or (word.endswith("ly") and not token.is_capital and len(word) > 4)
        )
        if not soft:
            break
        at -= 1
    return at


def phrase_before(tokens: Sequence[Token], at: int, low: int, stops: frozenset[str] = frozenset()) -> Span | None:
    """Return the noun phrase whose last word is token `at`, walking no further back than `low` or a verb in `stops`."""
    low = max(low, at - REACH)
    if at < low or not (
        tokens[at].is_word or tokens[at].is_number or tokens[at].text == "." or tokens[at].text in "%)"
    ):
        return None
    if tokens[at].low in PRONOUNS:
        return (at, at + 1)
    begin = at + 1
    here = at
    while here >= low:
        token = tokens[here]
        if token.text == "." and not _is_shortened(tokens, here):
            break
        if token.text in "-–/&’'":
            pass
        elif token.text != "." and not (token.is_word or token.is_number):
            break
        elif token.low in ("and", "&") and _joins_names(tokens, here, low):
            pass
        elif token.low in _LINKS and begin <= at and here > low and _is_noun(tokens[here - 1]):
            here -= 1
            begin = here
        elif token.low in ARTICLES:
            begin = here
            linked = here - 2 >= low and tokens[here - 1].low in _LINKS and _is_noun(tokens[here - 2])
            if not linked:
                break
        elif breaks_phrase(token) or (here < at and not token.is_capital and token.low in stops):
            break
        begin = min(begin, here)
        here -= 1
    if begin < at and tokens[begin].low in ("a", "an") and tokens[at].low in _PEOPLE and tokens[at].low.endswith("s"):
        begin = at  # "a prospect analysts say": one phrase ends, another begins
    return (begin, at + 1) if begin <= at else None


def _is_noun(token: Token) -> bool:
    return (
        token.is_word
        and not breaks_phrase(token)
        and token.low not in PRONOUNS
        and token.low not in ARTICLES
        and not token.low.endswith(("ing", "ed"))
    )


def _joins_names(tokens: Sequence[Token], at: int, low: int) -> bool:
    return at > low and at + 1 < len(tokens) and tokens[at - 1].is_capital and (tokens[at + 1].is_capital)


def phrase_after(tokens: Sequence[Token], at: int, high: int, stops: frozenset[str] = frozenset()) -> Span | None:
    """Return the noun phrase whose first word is token `at`; a small letter after a name ends it."""
    high = min(high, at + REACH)
    if at >= high or not (tokens[at].is_word or tokens[at].is_number):
        return None
    if tokens[at].low in PRONOUNS:
        return (at, at + 1)
    here = at
    named = False
    while here < high:
        token = tokens[here]
        if _is_shortened(tokens, here) or (token.text in "-–&’'" and here > at):
            here += 1
            continue
        if not (token.is_word or token.is_number):
            break
        word = token.low
        if word in ARTICLES and here > at:
            before = tokens[here - 1].low
            if before not in _LINKS and before != "and":
                break
        elif (
            (word == "and" and here + 1 < high and here > at and _joins_names(tokens, here, at))
            or (
                word in ("of", "for", "at", "from", "in")
                and here > at
                and here + 1 < high
                and tokens[here + 1].is_word
                and not (named and word != "of")
            )
            or (word in ARTICLES and here == at)
        ):
            pass
        elif breaks_phrase(token) or (word in PRONOUNS):
            break
        elif not token.is_capital:
            if (
                named
                and here > at
                and tokens[here - 1].is_capital
                and not tokens[here - 1].text.endswith(("’s", "'s"))
                and word not in _PEOPLE
            ):
                break
            if here > at and (word in stops or (word.endswith("ed") and len(word) > 4)):
                break
        named = named or (token.is_capital and here > at) or (token.is_capital and here == at and word not in ARTICLES)
        here += 1
    while here > at and tokens[here - 1].low in _LINKS | {"and"}:
        here -= 1
    return (at, here) if here > at else None


def sentence_subject(tokens: Sequence[Token], low: int, high: int, stops: frozenset[str]) -> Span | None:
    """Return what a sentence is about: its first noun phrase after the words that lead in."""
    at = low
    for _ in range(3):
        while at < high and not (tokens[at].is_word or tokens[at].is_number):
            at += 1
        if at >= high:
            return None
        word = tokens[at].low
        if word in (
            "but",
            "and",
            "so",
            "yet",
            "or",
            "still",
            "then",
            "also",
            "meanwhile",
            "however",
            "instead",
            "later",
        ):
            at += 1
            continue
        leads = (
            word in PREPOSITIONS
            or word in CONJUNCTIONS
            or word.endswith(("ing", "ly"))
            or word in ("asked", "pressed", "speaking")
        )
        if not leads:
            break
        comma = next((here for here in range(at, min(high, at + REACH)) if tokens[here].text == ","), None)
        at = comma + 1 if comma is not None else at + 1
    return phrase_after(tokens, at, high, stops)


def is_somebody(tokens: Sequence[Token], span: Span) -> bool:
    """Whether a phrase can be a speaker: a name, a pronoun, or a word for people and bodies that speak."""
    words = [token for token in tokens[span[0] : span[1]] if token.is_word]
    if not words:
        return False
    if any(token.low.removesuffix("'s") in _PEOPLE for token in words):
        return True
    if len(words) == 1 and words[0].low in PRONOUNS:
        return words[0].low not in ("it", "you")
    last = words[-1]
    if last.text.endswith(("’s", "'s")) or last.low in _POSSESSIVES:
        return False
    return last.is_capital and last.low not in ARTICLES and not last.low.endswith("day")
