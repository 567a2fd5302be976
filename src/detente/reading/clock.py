"""Clock times: "11:30 a.m. local time (19:30 GMT)", "9 pm Baghdad time", "noon GMT", "15:00 CET".

A time with a zone becomes an instant in UTC. Where a text gives the hour twice, locally and in GMT, the two fix the offset,
and it is compared with the zone of the place.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from detente.reading.places import zone_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.reading.tokens import Token

__all__ = ["Clock", "find_clocks", "instant"]

_FIXED = {
    "GMT": 0,
    "UTC": 0,
    "BST": 60,
    "IST": 330,
    "CET": 60,
    "CEST": 120,
    "EET": 120,
    "EEST": 180,
    "MSK": 180,
    "EST": -300,
    "EDT": -240,
    "CST": -360,
    "CDT": -300,
    "MST": -420,
    "MDT": -360,
    "PST": -480,
    "PDT": -420,
    "AKDT": -480,
    "AKST": -540,
    "JST": 540,
    "KST": 540,
    "AEST": 600,
    "AEDT": 660,
    "EAT": 180,
    "CAT": 120,
    "WAT": 60,
    "SAST": 120,
    "HKT": 480,
    "SGT": 480,
    "PKT": 300,
    "GST": 240,
}
_REGIONS = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
    "Eastern": "America/New_York",
    "Central": "America/Chicago",
    "Mountain": "America/Denver",
    "Pacific": "America/Los_Angeles",
}


class Clock(NamedTuple):
    """A time of day at tokens ``first`` to ``end``: `minutes` after midnight, and its zone as far as the text gives it.

    `offset` is in minutes east of UTC; `zone` the name of a zone, or ``local``; `utc` the same instant's minutes in UTC
    where the text gives both; `city` the word by which a zone was named.
    """

    first: int
    end: int
    minutes: int
    offset: int | None = None
    zone: str = ""
    utc: int | None = None
    city: str = ""


def find_clocks(tokens: Sequence[Token]) -> list[Clock]:
    """Return the clock times of a passage in order; a second one in brackets is joined to the first."""
    found: list[Clock] = []
    at = 0
    while at < len(tokens):
        clock = _clock(tokens, at)
        if clock is None:
            at += 1
            continue
        if clock.end + 1 < len(tokens) and tokens[clock.end].text in "(/":
            second = _clock(tokens, clock.end + 1)
            closed = second is not None and (
                tokens[clock.end].text == "/" or (second.end < len(tokens) and tokens[second.end].text == ")")
            )
            if second is not None and closed and second.offset is not None:
                end = second.end + (tokens[clock.end].text == "(")
                clock = clock._replace(end=end, utc=(second.minutes - second.offset) % 1440)
        found.append(clock)
        at = clock.end
    return found


def _low(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].low if 0 <= at < len(tokens) else ""


def _clock(tokens: Sequence[Token], at: int) -> Clock | None:
    minutes, end = _time(tokens, at)
    if minutes is None:
        return None
    clock = Clock(at, end, minutes)
    return _zoned(tokens, clock)


def _half(text: str) -> str:
    return text.replace(".", "") if text.replace(".", "") in ("am", "pm") else ""


def _time(tokens: Sequence[Token], at: int) -> tuple[int | None, int]:
    """Return minutes after midnight and the token after, or none: 11:30 a.m., 9pm, 15:00, 1530 GMT, noon."""
    low = _low(tokens, at)
    if low in ("noon", "midday"):
        return 720, at + 1
    if low == "midnight":
        return 0, at + 1
    if not low[:1].isdigit():
        return None, at
    number, half, end = low, "", at + 1
    for ending in ("am", "pm"):
        if number.endswith(ending):
            number, half = number[:-2], ending
    if not half and _half(_low(tokens, end)):
        half, end = _half(_low(tokens, end)), end + 1
        # "a.m" and its full stop are one token already
    number = number.replace(".", ":") if half or _zone_at(tokens, end) else number
    hours, colon, rest = number.partition(":")
    if (
        not colon
        and len(number) == 4
        and number.isdigit()
        and tokens[end : end + 1]
        and tokens[end].text in ("GMT", "UTC")
    ):
        hours, colon, rest = number[:2], ":", number[2:]
    if not (hours.isascii() and hours.isdigit() and len(hours) <= 2) or (
        colon and not (len(rest) == 2 and rest.isascii() and rest.isdigit())
    ):
        return None, at
    if not colon and not half:
        if _low(tokens, end) == "o'clock":
            return int(hours) % 24 * 60, end + 1
        return None, at
    hour, minute = int(hours), int(rest or 0)
    if half:
        if not 1 <= hour <= 12:
            return None, at
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59 or (not half and colon and _low(tokens, end) in ("on", "aggregate") and hour < 7):
        return None, at
    return hour * 60 + minute, end


def _zone_at(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and (tokens[at].text in _FIXED or tokens[at].text in ("ET", "PT", "local"))


def _zoned(tokens: Sequence[Token], clock: Clock) -> Clock:
    """Take in the zone that follows: GMT, CET, local time, Baghdad time, Eastern time, in Geneva."""
    at = clock.end
    if at >= len(tokens):
        return clock
    word = tokens[at].text
    following = _low(tokens, at + 1)
    if word in _FIXED:
        end = at + 2 if following == "time" else at + 1
        return clock._replace(end=end, offset=_FIXED[word])
    if word in _REGIONS and (word.isupper() or following in ("time", "standard", "daylight")):
        end = at + 1 + (following == "time") + 2 * (following in ("standard", "daylight"))
        return clock._replace(end=end, zone=_REGIONS[word])
    if word == "local" and following == "time":
        return clock._replace(end=at + 2, zone="local")
    for words in (3, 2, 1):
        tail = at + words
        if _low(tokens, tail) == "time" and tokens[at].is_capital:
            city = " ".join(token.text for token in tokens[at:tail])
            zone = zone_of(city)
            if zone:
                return clock._replace(end=tail + 1, zone=zone, city=city)
    if word == "in" and at + 1 < len(tokens):
        for words in (2, 1):
            city = " ".join(token.text for token in tokens[at + 1 : at + 1 + words])
            zone = zone_of(city)
            if zone:
                return clock._replace(zone=zone, city=city)
    return clock


def instant(clock: Clock, day: date, place_zone: str | None) -> tuple[str | None, str]:
    """Return the value of a clock time on a day, and what a check of its zone found.

    The value is in UTC (``2025-08-15T19:30Z``) where the text gives the zone, else local (``2025-08-15T11:30``).
    """
    try:
        return _instant(clock, day, place_zone)
    except OverflowError:
        return None, ""  # at the ends of the calendar


def _instant(clock: Clock, day: date, place_zone: str | None) -> tuple[str, str]:
    local = datetime.combine(day, time(clock.minutes // 60, clock.minutes % 60))
    zone = place_zone if clock.zone == "local" else clock.zone or None
    if clock.utc is not None:
        behind = (clock.minutes - clock.utc) % 1440
        behind = behind - 1440 if behind > 840 else behind
        instant_utc = local - timedelta(minutes=behind)
        return f"{instant_utc.isoformat(timespec='minutes')}Z", _agreement(behind, instant_utc, zone)
    if clock.offset is not None:
        aware = local.replace(tzinfo=timezone(timedelta(minutes=clock.offset)))
    elif zone:
        aware = local.replace(tzinfo=ZoneInfo(zone))
    else:
        return local.isoformat(timespec="minutes"), ""
    note = f"{zone}" if zone and clock.offset is None else ""
    return f"{aware.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='minutes')}Z", note


def _agreement(offset: int, instant_utc: datetime, zone: str | None) -> str:
    said = f"UTC{'+' if offset >= 0 else '-'}{abs(offset) // 60:02d}:{abs(offset) % 60:02d}"
    if zone is None:
        return said
    there = instant_utc.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).utcoffset()
    agrees = there is not None and there == timedelta(minutes=offset)
    return f"{said}, {'as' if agrees else 'but not as'} in {zone} on that day"
