"""The diary file: the meeting's hour in UTC, the calendar's days, in the format's own way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import detente
from detente.pages.ics import ics_text

if TYPE_CHECKING:
    from pathlib import Path


def test_the_summit_is_in_the_diary() -> None:
    text = ics_text(detente.load("alaska"))
    assert text is not None
    assert text.endswith("END:VCALENDAR\r\n")
    assert "DTSTART:20250815T193000Z" in text
    assert "DTSTART;VALUE=DATE:20260205\r\nDTEND;VALUE=DATE:20260206" in text
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") == 2
    for line in text.split("\r\n"):
        assert len(line.encode()) <= 75
        assert "\n" not in line


def test_commas_and_long_words_are_kept_whole(tmp_path: Path) -> None:
    title = "Talks, at last; or not \\ " + "ä😀" * 60
    path = tmp_path / "case.yaml"
    path.write_text(
        f"detente: 1\ntitle: '{title}'\nactors: {{a: {{name: A}}}}\nissues: {{x: {{decided_by: [a]}}}}\n"
        "meeting: {starts: 2025-08-15T11:30 America/Anchorage}\n",
        encoding="utf-8",
    )
    text = ics_text(detente.load(path))
    assert text is not None
    unfolded = text.replace("\r\n ", "")
    summary = next(line for line in unfolded.split("\r\n") if line.startswith("SUMMARY:"))
    plain = summary[8:].replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
    assert plain == " ".join(title.split())


def test_without_days_there_is_no_diary() -> None:
    assert ics_text(detente.load("prisoners-dilemma")) is None
