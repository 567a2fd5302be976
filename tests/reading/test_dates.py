"""Dates: what is found, and the day it stands for. Expected values are counted on a calendar by hand."""

from __future__ import annotations

from datetime import date

import pytest

from detente.reading.reader import read_text

# 14 August 2025 is a Thursday
THURSDAY = date(2025, 8, 14)


def read(text: str, published: date | None = THURSDAY, zone: str | None = None) -> list[tuple[str, str | None, str]]:
    return [(found.text, found.value, found.grain) for found in read_text(text, published, zone).dates]


@pytest.mark.parametrize(
    ("text", "words", "value", "grain"),
    [
        ("They will meet on Friday.", "Friday", "2025-08-15", "day"),
        ("They met on Friday.", "Friday", "2025-08-08", "day"),
        ("They met on Thursday.", "Thursday", "2025-08-14", "day"),
        ("He said Monday that talks failed.", "Monday", "2025-08-11", "day"),
        ("The vote is scheduled for Tuesday.", "Tuesday", "2025-08-19", "day"),
        ("They met last Friday.", "last Friday", "2025-08-08", "day"),
        ("They meet next Tuesday.", "next Tuesday", "2025-08-19", "day"),
        ("They meet next Friday.", "next Friday", "2025-08-22", "day"),
        ("It came out yesterday.", "yesterday", "2025-08-13", "day"),
        ("The day before yesterday it rained.", "The day before yesterday", "2025-08-12", "day"),
        ("Tomorrow they vote.", "Tomorrow", "2025-08-15", "day"),
        ("It happened earlier this month.", "earlier this month", "2025-08", "month"),
        ("Prices rose last month.", "last month", "2025-07", "month"),
        ("It opens early next month.", "early next month", "2025-09", "month"),
        ("It fell last year.", "last year", "2024", "year"),
        ("Two years ago they parted.", "Two years ago", "2023", "year"),
        ("Three months ago they parted.", "Three months ago", "2025-05", "month"),
        ("10 days ago they parted.", "10 days ago", "2025-08-04", "day"),
        ("They met last week.", "last week", "2025-W32", "week"),
        ("It expires on February 5 next year.", "February 5 next year", "2026-02-05", "day"),
        ("It was signed on 8 April 2010.", "8 April 2010", "2010-04-08", "day"),
        ("It was signed on April 8, 2010, in Prague.", "April 8, 2010", "2010-04-08", "day"),
        ("It was signed on Nov. 11.", "Nov. 11", "2024-11-11", "day"),
        ("It will be signed on Nov. 11.", "Nov. 11", "2025-11-11", "day"),
        ("They spoke in March.", "March", "2025-03", "month"),
        ("They will speak in March.", "March", "2026-03", "month"),
        ("They spoke last November.", "last November", "2024-11", "month"),
        ("It dates from March 2019.", "March 2019", "2019-03", "month"),
        ("Since 2021 they have not met.", "2021", "2021", "year"),
        ("In the 1990s it was so.", "1990s", "199", "decade"),
        ("Profit fell in the third quarter of 1998.", "third quarter of 1998", "1998-Q3", "quarter"),
        ("It was in mid-June.", "mid-June", "2025-06", "month"),
        ("Filed 2025-06-01 in court.", "2025-06-01", "2025-06-01", "day"),
        ("Filed 11/02/89 in court.", "11/02/89", "1989-11-02", "day"),
        ("Filed 25/12/1999 in court.", "25/12/1999", "1999-12-25", "day"),
        ("They will meet on Labor Day.", "Labor Day", "2025-09-01", "day"),
        ("It was over by Christmas.", "Christmas", "2024-12-25", "day"),
        ("On Friday, Aug. 22, they will meet.", "Friday, Aug. 22", "2025-08-22", "day"),
        ("It was announced on the 5th of March.", "5th of March", "2025-03-05", "day"),
        ("They met on August 20.", "August 20", "2024-08-20", "day"),
        ("They met on Labor Day.", "Labor Day", "2024-09-02", "day"),
        ("It ends on December 31, 9999.", "December 31, 9999", "9999-12-31", "day"),
        ("It was held on May 3-5, 2026.", "May 3-5, 2026", "2026-05-03", "day"),
        ("They meet in Tokyo on Friday.", "Friday", "2025-08-15", "day"),
    ],
)
def test_an_expression_stands_for_a_day(text: str, words: str, value: str, grain: str) -> None:
    assert read(text) == [(words, value, grain)]


def test_both_ends_of_a_range_are_days() -> None:
    assert [value for _, value, _ in read("They sat from 3 to 5 May 2026.")] == ["2026-05-03", "2026-05-05"]


def test_days_are_counted_from_the_day_named_before() -> None:
    found = read("They met on 3 May 2024. The following day they signed, and a year later it was broken.")
    assert [value for _, value, _ in found] == ["2024-05-03", "2024-05-04", "2025"]


@pytest.mark.parametrize(
    "text",
    [
        "A cap of 1,550 warheads.",
        "After the one-on-one session they ate.",
        "In Room 1969 they sat.",
        "Some 2000 workers walked out.",
        "The war is in its fourth year.",
        "He may say so and march on.",
        "Resolution 1325 was read out.",
        "It takes two years, or 45 minutes.",
    ],
)
def test_other_numbers_are_no_dates(text: str) -> None:
    assert read(text) == []


def test_nothing_is_guessed_without_the_publication_day() -> None:
    assert read("They will meet on Friday, and in March 2026 again.", None) == [
        ("Friday", None, "day"),
        ("March 2026", "2026-03", "month"),
    ]


def test_days_that_do_not_exist_have_no_value() -> None:
    assert [value for _, value, _ in read("It was on 30 February 2024.")] == [None]
    assert read("It was on 29 February.", date(2025, 3, 1))[0][1] == "2024-02-29"


def test_the_first_and_last_years_are_safe() -> None:
    for published in (date(1, 1, 1), date(9999, 12, 31)):
        assert read("Two hundred years ago, last week, next year, on Friday, in March, yesterday.", published)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        # Anchorage is eight hours behind UTC in August (daylight time)
        ("In Anchorage they meet on Friday at 11:30 a.m. local time (19:30 GMT).", "2025-08-15T19:30Z"),
        ("In Anchorage they will meet on Friday at 11:30 a.m. local time.", "2025-08-15T19:30Z"),
        ("They will meet on Friday at 15:00 CET.", "2025-08-15T14:00Z"),
        ("They will speak at 9 pm Baghdad time on Friday.", "2025-08-15T18:00Z"),
        ("They will meet at noon GMT Friday.", "2025-08-15T12:00Z"),
        ("Polls close at 8 p.m. Eastern time today.", "2025-08-15T00:00Z"),
        ("The train leaves at 1530 GMT today.", "2025-08-14T15:30Z"),
        ("He spoke at 10 a.m. in Tokyo today.", "2025-08-14T01:00Z"),
        ("It begins at 10.15 p.m. today.", "2025-08-14T22:15"),
    ],
)
def test_clock_times_become_instants_where_the_zone_is_told(text: str, value: str) -> None:
    assert value in [found for _, found, grain in read(text) if grain == "minute"]


def test_an_hour_given_twice_is_compared_with_the_zone_of_the_place() -> None:
    right = read_text("They will meet in Anchorage on Friday at 11:30 a.m. local time (19:30 GMT).", THURSDAY).dates
    wrong = read_text("They will meet in Anchorage on Friday at 11:30 a.m. local time (16:30 GMT).", THURSDAY).dates
    assert [one.note for one in right if one.clock] == ["UTC-08:00, as in America/Anchorage on that day"]
    assert [one.note for one in wrong if one.clock] == ["UTC-05:00, but not as in America/Anchorage on that day"]
