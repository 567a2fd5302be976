"""The zone of possible agreement day by day: the calendar moves what no deal is, and so opens and closes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from detente.deals.zone import find_zone
from detente.trading.reading import read_bargain

if TYPE_CHECKING:
    from detente.case import Case

__all__ = ["Period", "over_time"]


@dataclass(frozen=True)
class Period:
    """Days between two dates of the calendar, on which no deal stays what it is.

    Attributes
    ----------
    since, until
        First and last day; None where there is no bound.
    entries
        The entries of the calendar that take effect on the first day.
    acceptable
        How many packages are acceptable; None where there are too many to count.
    is_open
        Whether there is a zone of agreement.
    no_deal
        Actor -> what no deal is worth; None where it is not known.
    """

    since: date | None
    until: date | None
    entries: tuple[int, ...]
    acceptable: int | None
    is_open: bool
    no_deal: dict[str, Fraction | None]


def over_time(case: Case, *, by: str | None = None) -> list[Period]:
    """Return the periods from the case's own day on; entries before it have taken effect.

    Raises
    ------
    LimitError
        As `detente.trading.reading.read_bargain` and `detente.deals.zone.find_zone`.
    """
    first = case.as_of
    days = sorted({entry.on for entry in case.calendar if first is None or entry.on > first})
    starts: list[date | None] = [first, *days]
    found = []
    for start, following in zip(starts, [*days, None], strict=True):
        # without a day of its own the case stands before every entry
        reading = read_bargain(case, on=start, by=by)
        zone = find_zone(reading.bargain)
        entries = tuple(k for k, entry in enumerate(case.calendar) if start is not None and entry.on == start)
        worth = {
            actor: None if reserve is None else Fraction(reserve, reading.bargain.units[k])
            for k, (actor, reserve) in enumerate(zip(reading.actors, reading.bargain.no_deal, strict=True))
        }
        until = following - timedelta(days=1) if following and following > date.min else None
        found.append(Period(start, until, entries, zone.acceptable, bool(zone.acceptable_pareto.counts), worth))
    return found
