"""The trade in words, as data: who gives what on which issue, and what each gets for it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from detente.deals.swaps import MAX_CHANGES, Swaps, swap_path
from detente.utility import CARDINAL

if TYPE_CHECKING:
    from detente.deals.bargain import Digits
    from detente.trading.reading import Reading

__all__ = ["Exchange", "Way", "exchange_of", "way_to"]


@dataclass(frozen=True)
class Exchange:
    """What changes between two packages, and what each change is worth to each actor.

    Attributes
    ----------
    changes
        Issue -> actor -> what the change of this issue by itself is worth: a number where the actor has scores, else
        only its sign (1, 0, -1).
    together
        Actor -> what linked issues add beyond that, because they change together.
    total
        Actor -> what the whole is worth; for an actor without scores only its sign.
    """

    changes: dict[str, dict[str, Fraction]]
    together: dict[str, Fraction]
    total: dict[str, Fraction]


def exchange_of(reading: Reading, start: Digits, end: Digits) -> Exchange:
    """Return who gives and gets what from one package to another."""
    bargain = reading.bargain
    changed = [k for k, (a, b) in enumerate(zip(start, end, strict=True)) if a != b]
    changes: dict[str, dict[str, Fraction]] = {reading.frame.issues[k]: {} for k in changed}
    together, total = {}, {}
    for place, actor in enumerate(reading.actors):
        cardinal = reading.forms[actor] in CARDINAL
        whole = bargain.worth(place, end) - bargain.worth(place, start)
        alone = Fraction(0)
        for k in changed:
            step = [*start[:k], end[k], *start[k + 1 :]]
            worth = bargain.worth(place, step) - bargain.worth(place, start)
            alone += worth
            changes[reading.frame.issues[k]][actor] = worth if cardinal else _sign(worth)
        total[actor] = whole if cardinal else _sign(whole)
        if cardinal and whole != alone:
            together[actor] = whole - alone
    return Exchange(changes, together, total)


def _sign(number: Fraction) -> Fraction:
    return Fraction((number > 0) - (number < 0))


@dataclass(frozen=True)
class Way:
    """Joint swaps from one package to another.

    Attributes
    ----------
    swaps
        The steps; None where there are none that leave nobody who must consent worse off.
    worse_off
        Actor -> by how much the end is worth less than the start, for those who must consent.
    consenting
        Who must consent.
    reason
        Why no steps were looked for, where that is so.
    """

    swaps: Swaps | None
    worse_off: dict[str, Fraction]
    consenting: tuple[str, ...]
    reason: str = ""


def way_to(reading: Reading, start: Digits, end: Digits) -> Way:
    """Return the smallest joint swaps that lead from one package to another."""
    bargain, consent = reading.bargain, reading.bargain.consent
    # under a quorum the steps must leave nobody worse off who accepts the package: these carry it
    carrying = [a for a in consent.concerned if (gain := bargain.gain(a, end)) is None or gain >= 0]
    needed = sorted(consent.needed(end)) if consent.at_least is None else carrying
    names = tuple(reading.actors[a] for a in needed)
    worse = {
        reading.actors[a]: bargain.worth(a, start) - bargain.worth(a, end)
        for a in needed
        if bargain.worth(a, end) < bargain.worth(a, start)
    }
    differing = sum(a != b for a, b in zip(start, end, strict=True))
    if differing > MAX_CHANGES:
        return Way(None, worse, names, f"{differing} issues change; up to {MAX_CHANGES} are ordered into steps")
    if not bargain.is_possible(start):
        return Way(None, worse, names, "the outcome to start from is impossible")
    return Way(swap_path(bargain, start, end, needed), worse, names)
