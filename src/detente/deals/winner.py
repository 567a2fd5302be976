"""Adjusted Winner: a fair division of issues between two actors, at most one of them split (Brams and Taylor 1996)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Division", "adjusted_winner"]


@dataclass(frozen=True)
class Division:
    """Who gets what of each issue.

    Attributes
    ----------
    shares
        For each issue what the first actor holds of it, 0 to 1; the second holds the rest.
    points
        What each has in the end, of its own 100 points.
    split
        The issue that is held in part by each, or None.
    """

    shares: tuple[Fraction, ...]
    points: tuple[Fraction, Fraction]

    @property
    def split(self) -> int | None:
        """The position of the issue that is split, if there is one."""
        return next((k for k, share in enumerate(self.shares) if 0 < share < 1), None)


def adjusted_winner(first: Sequence[Fraction], second: Sequence[Fraction]) -> Division:
    """Return a division that gives both actors the same points, such that none could have more without the other losing.

    Each issue first goes to who puts more points on it, tied ones to who has less so far. Then the richer hands issues
    over, beginning where its points exceed the other's by the smallest ratio, the last one in part, until both are even.

    Parameters
    ----------
    first, second
        The points that each actor puts on each issue: what it is worth to win it rather than to lose it. Each side is
        scaled to 100.

    Raises
    ------
    ValueError
        Where a number is negative or a side puts no points on anything.
    """
    if min([*first, *second], default=Fraction(0)) < 0 or not sum(first) or not sum(second):
        raise ValueError("Adjusted Winner needs points of 0 or more, and some on each side.")
    points = [[p * 100 / Fraction(sum(side)) for p in map(Fraction, side)] for side in (first, second)]
    shares = [Fraction(int(a > b)) for a, b in zip(*points, strict=True)]
    totals = [
        sum((p for p, s in zip(points[0], shares, strict=True) if s == 1), Fraction(0)),
        sum((q for p, q in zip(*points, strict=True) if q > p), Fraction(0)),
    ]
    for k, (a, b) in enumerate(zip(*points, strict=True)):
        if a == b:
            winner = int(totals[0] > totals[1])
            shares[k] = Fraction(1 - winner)
            totals[winner] += a
    rich = int(totals[1] > totals[0])
    poor = 1 - rich
    held = [k for k, share in enumerate(shares) if share == poor and points[poor][k] > 0]
    for k in sorted(held, key=lambda k: (points[rich][k] / points[poor][k], k)):
        gap = totals[rich] - totals[poor]
        if gap <= 0:
            break
        part = min(Fraction(1), gap / (points[rich][k] + points[poor][k]))
        totals[rich] -= part * points[rich][k]
        totals[poor] += part * points[poor][k]
        shares[k] += part if poor == 0 else -part
    return Division(tuple(shares), (totals[0], totals[1]))
