"""Past or future: what the verbs around a date say, so that "on Friday" is the last one or the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.reading.tokens import Token

__all__ = ["Tense", "tense_of"]


class Tense(NamedTuple):
    """Which way the verbs point: ``past``, ``future`` or ``none``; sure where a verb right before the date tells."""

    way: str
    sure: bool


REACH = 18
CLOSE = 3
_FUTURE = frozenset(
    (
        "will shall won't 'll scheduled due slated expected expects expect plans plan planned plans hopes "
        "hope aims intends upcoming meet meets resumes coming forthcoming tomorrow would could should may might must can "
        "deadline expires expire begins starts opens pending set likely ahead until till"
    ).split()
)
_PAST = frozenset(
    (
        "was were had said told did began became broke brought built bought came caught chose cut drew drove "
        "fell felt fought found gave got went grew held hit kept knew led left lent lost made met paid put "
        "ran rose sat saw sold sent shot shut spoke spent stood struck swore took taught thought threw "
        "understood won withdrew wrote wore fled flew froze hid laid lay rang read rode sank sang set since "
        "sought shook slid split spread stole stuck swept swung tore woke wound ago forgot forgave overthrew "
        "quit upheld yesterday been wasn't weren't hadn't didn't"
    ).split()
)
_NOT_PAST = frozenset(
    (
        "need speed feed seed deed indeed bleed breed greed weed united exceed proceed succeed agreed-upon "
        "armed so-called"
    ).split()
)
_CUTS = frozenset("that which who but while whereas although though because".split())


def _vote(tokens: Sequence[Token], at: int) -> int:
    """Return 1 for a word that points to the future, -1 for the past, 0 for others."""
    token = tokens[at]
    low = token.low
    if low in _FUTURE:
        if low in ("set", "expected", "planned", "due", "scheduled", "slated", "likely"):
            # "is set to", "scheduled for": what is due is ahead, unless it was due
            before = {tokens[k].low for k in range(max(0, at - 3), at)}
            return -1 if before & {"was", "were", "had"} else 1
        if low == "can" or (low == "may" and token.is_capital):
            return 0
        return 1
    if low.endswith(("'ll",)):
        return 1
    if low == "going" and at + 1 < len(tokens) and tokens[at + 1].low == "to":
        return 1
    if low in _PAST:
        return -1
    if len(low) > 3 and low.endswith("ed") and low not in _NOT_PAST and not token.is_capital:
        return -1
    return 0


def tense_of(tokens: Sequence[Token], low: int, high: int, first: int, end: int) -> Tense:
    """Return the tense of a date at ``tokens[first:end]`` in the sentence from `low` to `high`.

    The nearest verb before it in its own clause decides, and is sure where it stands close; then the nearest after; then the
    rest of the sentence.
    """
    left = 0
    for at in range(first - 1, max(low, first - REACH) - 1, -1):
        left = _vote(tokens, at)
        if left:
            if left < 0 and tokens[at].low.endswith("ed") and _helped(tokens, at, low):
                left = 1  # "will be released on Friday"
            break
        if tokens[at].low in _CUTS or tokens[at].text in ';:“"':
            break
    if left:
        return Tense("future" if left > 0 else "past", sure=first - at <= CLOSE)
    right = 0
    for at in range(end, min(high, end + REACH)):
        right = _vote(tokens, at)
        if right or tokens[at].text in ";:":
            break
    if right:
        return Tense("future" if right > 0 else "past", sure=False)
    votes = [_vote(tokens, at) for at in range(max(low, first - 60), min(high, end + 60))]
    if any(vote < 0 for vote in votes):
        return Tense("past", sure=False)
    return Tense("future" if any(vote > 0 for vote in votes) else "none", sure=False)


def _helped(tokens: Sequence[Token], at: int, low: int) -> bool:
    """Whether a word in -ed has a helping verb of the future: will be released, to be signed, are expected."""
    before = [tokens[k].low for k in range(max(low, at - 4), at)]
    return bool({"will", "would", "shall", "won't", "could", "may", "might", "must", "can"} & set(before)) or before[
        -2:
    ] == ["to", "be"]
