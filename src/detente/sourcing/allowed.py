"""On which days a text can have appeared, as far as its own words tell.

Words like "will meet on Friday" fit some days only, once it is known which Friday is meant. Nothing is guessed: the days are
counted through, and each must give every word that counts from it the value it is known to have.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from detente.reading.resolve import resolve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.reading.reader import DateFound, Reading

__all__ = ["allowed_days", "counting_words", "earliest_day", "runs", "same_hour"]

REACH = 400


def counting_words(reading: Reading) -> list[DateFound]:
    """Return the dates whose value depends on the day of publication."""
    return [found for found in reading.dates if found.expression is not None and _depends(found)]


def _depends(found: DateFound) -> bool:
    expression = found.expression
    assert expression is not None
    days = (date(2001, 5, 7), date(2003, 11, 20))
    return len({resolve(expression, day, found.tense, None) for day in days}) > 1


def earliest_day(reading: Reading) -> date | None:
    """Return the last day that the text tells of as past, by its full date: it cannot have appeared before."""
    past = [
        date.fromisoformat(found.value)
        for found in reading.dates
        if found.value
        and found.grain == "day"
        and found.tense == ("past", True)
        and found.expression is not None
        and not _depends(found)
    ]
    return max(past, default=None)


def same_hour(reading: Reading, starts: datetime, zone: str) -> DateFound | None:
    """Return the clock time of a text that is the hour of a known meeting in its zone, or none."""
    for found in reading.dates:
        if found.clock is None or found.clock.minutes != starts.hour * 60 + starts.minute:
            continue
        if found.clock.utc is not None:
            instant = starts.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
            if found.clock.utc != instant.hour * 60 + instant.minute:
                continue
        return found
    return None


def allowed_days(reading: Reading, passage: str, day: date) -> list[date]:
    """Return the days on which the text can have appeared if the day named in a passage is `day`.

    `passage` is the one in which the day stands by a word that counts from publication, like Friday. Empty where no
    such word stands there, or none fits.
    """
    counting = counting_words(reading)
    naming = [found for found in counting if found.passage == passage and found.grain == "day"]
    if not naming:
        return []
    earliest = earliest_day(reading)
    days = (day + timedelta(days=step) for step in range(-REACH, REACH + 1))
    return [
        candidate
        for candidate in days
        if (earliest is None or candidate >= earliest)
        and any(_value(found, candidate) == day.isoformat() for found in naming)
        and all(_possible(found, candidate) for found in counting)
    ]


def _value(found: DateFound, candidate: date) -> str | None:
    assert found.expression is not None
    value = resolve(found.expression, candidate, found.tense, None)
    return value[0] if value else None


def _possible(found: DateFound, candidate: date) -> bool:
    """Whether "earlier this month" can be said on a day: not on its first."""
    words = found.text.lower()
    if words.startswith("earlier this month"):
        return candidate.day > 1
    if words.startswith("later this month"):
        return (candidate + timedelta(days=1)).month == candidate.month
    if words.startswith("earlier this year"):
        return (candidate.month, candidate.day) != (1, 1)
    return True


def runs(days: Sequence[date]) -> list[tuple[date, date]]:
    """Return days as stretches without a gap."""
    found: list[tuple[date, date]] = []
    for day in days:
        if found and day - found[-1][1] == timedelta(days=1):
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found
