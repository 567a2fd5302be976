"""The meeting and the days of the calendar as an iCalendar file (RFC 5545), for a diary."""

from __future__ import annotations

import hashlib
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from detente.report.glance import effect_words
from detente.report.plain import visible

if TYPE_CHECKING:
    from datetime import date

    from detente.case import Case

__all__ = ["ics_text"]

WIDTH = 73


def _escaped(text: str) -> str:
    plain = " ".join(visible(text).split())
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> list[str]:
    """Return a line in pieces of at most 75 octets, as the format wants; no sign is cut in two."""
    pieces, piece = [], ""
    for sign in line:
        if len((piece + sign).encode()) > WIDTH:
            pieces.append(piece)
            piece = " "
        piece += sign
    return [*pieces, piece]


def _event(case: Case, number: int, stamp: date | None, lines: list[str]) -> list[str]:
    unique = hashlib.sha256(f"{case.title}|{number}".encode()).hexdigest()[:20]
    day = stamp.strftime("%Y%m%d") if stamp else "19700101"
    return ["BEGIN:VEVENT", f"UID:{unique}@detente", f"DTSTAMP:{day}T000000Z", *lines, "END:VEVENT"]


def ics_text(case: Case) -> str | None:
    """Return the meeting's hour and the calendar's days; none where there are neither."""
    lines: list[str] = []
    meeting = case.meeting
    if meeting is not None and meeting.starts is not None:
        start = meeting.starts.at().astimezone(UTC)
        own = [f"DTSTART:{start:%Y%m%dT%H%M%S}Z", f"SUMMARY:{_escaped(case.title)}"]
        if meeting.place:
            own.append(f"LOCATION:{_escaped(meeting.place)}")
        if meeting.stages:
            own.append(f"DESCRIPTION:{_escaped('; '.join(meeting.stages))}")
        lines += _event(case, 0, case.as_of, own)
    for number, entry in enumerate(case.calendar, 1):
        own = [
            f"DTSTART;VALUE=DATE:{entry.on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{entry.on + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(entry.what)}",
            f"DESCRIPTION:{_escaped(effect_words(case, number - 1))}",
        ]
        lines += _event(case, number, case.as_of, own)
    if not lines:
        return None
    whole = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//detente//detente//EN", *lines, "END:VCALENDAR"]
    return "".join(f"{piece}\r\n" for line in whole for piece in _folded(line))
