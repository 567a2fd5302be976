"""What the calendar does to an outcome by itself."""

from __future__ import annotations

from datetime import date

from detente.case import Case
from detente.drift import by_date, status_quo
from detente.space import frame_of

CASE = Case.model_validate(
    {
        "detente": "1",
        "title": "t",
        "actors": {"a": {"name": "A"}},
        "issues": {
            "treaty": {"values": ["lapsed", "observed", "extended"], "status_quo": "observed"},
            "truce": {"status_quo": "yes"},
        },
        "calendar": [
            {
                "on": "2026-03-01",
                "what": "the truce ends with the treaty",
                "then": {"truce": "no"},
                "unless": "treaty != lapsed",
            },
            {
                "on": "2026-02-05",
                "what": "the treaty ends",
                "then": {"treaty": "lapsed"},
                "unless": "treaty = extended",
            },
        ],
    }
)


def test_entries_take_effect_by_day_and_one_leads_to_the_next() -> None:
    frame, quo = frame_of(CASE), status_quo(CASE)
    assert quo == {"treaty": "observed", "truce": "yes"}
    assert by_date(CASE, frame, quo, None) == (quo, [])
    assert by_date(CASE, frame, quo, date(2026, 2, 4)) == (quo, [])
    assert by_date(CASE, frame, quo, date(2026, 2, 5)) == ({"treaty": "lapsed", "truce": "yes"}, [1])
    assert by_date(CASE, frame, quo, date(2026, 3, 1)) == ({"treaty": "lapsed", "truce": "no"}, [1, 0])
    kept = {"treaty": "extended", "truce": "yes"}
    assert by_date(CASE, frame, kept, date(2030, 1, 1)) == (kept, [])


def test_without_a_status_quo_there_is_none() -> None:
    issues = {"treaty": CASE.issues["treaty"], "truce": CASE.issues["truce"].model_copy(update={"status_quo": None})}
    assert status_quo(CASE.model_copy(update={"issues": issues})) is None
