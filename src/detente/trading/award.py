"""Adjusted Winner on a case: what winning an issue means, and what the division is worth."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from detente.deals.winner import Division, adjusted_winner
from detente.utility import CARDINAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.deals.bargain import Digits
    from detente.trading.reading import Reading

__all__ = ["Awarded", "award"]


class _NoDivision(Exception):  # noqa: N818 - ends the work, never leaves this file
    """Why there is nothing to divide, in words."""


@dataclass(frozen=True)
class Awarded:
    """What Adjusted Winner gives two actors.

    Attributes
    ----------
    actors
        The two, by position.
    division
        Shares and points over `issues`.
    issues
        The issues on which the two want different values.
    package
        Every issue at its winner's best value; a split one at the value of whoever holds more of it.
    utility
        What the division is worth to each, in the case's own unit, a split issue counting in proportion.
    """

    actors: tuple[int, int]
    division: Division
    issues: tuple[int, ...]
    package: Digits
    utility: tuple[Fraction, Fraction]


def award(reading: Reading) -> Awarded | str | None:
    """Return the division by Adjusted Winner; a reason where there is none; None where it is not to be asked.

    It is asked where two actors must agree and some issue is `splittable`. To win an issue is to have one's best value.
    """
    counted = reading.bargain.counted
    if len(counted) != 2 or not any(issue.splittable for issue in reading.case.issues.values()):
        return None
    try:
        return _divided(reading, (counted[0], counted[1]))
    except _NoDivision as reason:
        return str(reason)


def _table(reading: Reading, actor: int) -> list[list[Fraction]]:
    """Return what each value of each issue is worth to an actor."""
    bargain = reading.bargain
    if reading.forms[reading.actors[actor]] not in CARDINAL:
        raise _NoDivision("Adjusted Winner needs scores or positions of both actors.")
    table = [[Fraction(0)] * size for size in bargain.sizes]
    for term in bargain.terms[actor]:
        if len(term.issues) > 1:
            raise _NoDivision(
                "Adjusted Winner needs issues that are worth the same whatever happens on others; some are linked."
            )
        for value, worth in enumerate(term.worth.tolist()):
            table[term.issues[0]][value] += Fraction(worth, bargain.units[actor])
    return table


def _bests(one: Sequence[Fraction], other: Sequence[Fraction]) -> tuple[int, int]:
    """Return the value that each of two likes best; among equals the one that the other likes better."""
    values = range(len(one))
    return max(values, key=lambda v: (one[v], other[v])), max(values, key=lambda v: (other[v], one[v]))


def _divided(reading: Reading, pair: tuple[int, int]) -> Awarded:
    tables = [_table(reading, actor) for actor in pair]
    best = [_bests(one, other) for one, other in zip(*tables, strict=True)]
    disputed = tuple(k for k, (one, other) in enumerate(best) if one != other)
    points = [
        [table[k][best[k][side]] - table[k][best[k][1 - side]] for k in disputed] for side, table in enumerate(tables)
    ]
    if not sum(points[0]) or not sum(points[1]):
        raise _NoDivision(
            "Adjusted Winner has nothing to divide: one of the two loses nothing by giving way on everything."
        )
    division = adjusted_winner(points[0], points[1])
    if division.split is not None:
        name = reading.frame.issues[disputed[division.split]]
        if not reading.case.issues[name].splittable:
            title = reading.case.issue_title(name)
            raise _NoDivision(f"Adjusted Winner would have to split {title}, which is not marked splittable.")
    held = [Fraction(1)] * len(best)
    for k, share in zip(disputed, division.shares, strict=True):
        held[k] = share
    package = tuple(one if share * 2 >= 1 else other for share, (one, other) in zip(held, best, strict=True))
    if not reading.bargain.is_possible(package):
        raise _NoDivision("What Adjusted Winner gives is impossible by the rules of the case.")
    worth = [
        sum(
            (row[one] * share + row[other] * (1 - share))
            for row, (one, other), share in zip(table, best, held, strict=True)
        )
        for table in tables
    ]
    return Awarded(pair, division, disputed, package, (Fraction(worth[0]), Fraction(worth[1])))
