"""Date expressions -> days, months and years, from the publication date, the tense and the date named before.

Values are written as TIMEX3 does: 2025, 2025-08, 2025-08-15, 2025-W33 for a week, 2025-Q3 for a quarter, 199 for a decade.
The grain is kept: "earlier this month" stays a month. Without a publication date only what names its own year has a value.
"""

from __future__ import annotations

from calendar import isleap
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.reading.dated import Expression
    from detente.reading.tense import Tense

__all__ = ["Value", "resolve"]

Value = tuple[str, str]
"""A value and its grain: day, week, month, quarter, year or decade."""

FIRST, LAST = date(1000, 1, 10), date(2899, 12, 20)


def _day(day: date) -> Value:
    return day.isoformat(), "day"


def _month(year: int, month: int) -> Value:
    return f"{year:04d}-{month:02d}", "month"


def _year(year: int) -> Value:
    return f"{year:04d}", "year"


def _week(day: date) -> Value:
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}", "week"


def _shift_month(year: int, month: int, by: int) -> tuple[int, int]:
    total = year * 12 + month - 1 + by
    return total // 12, total % 12 + 1


def resolve(
    found: Expression, published: date | None, tense: Tense, anchor: date | None, *, exact: bool = True
) -> Value | None:
    """Return value and grain of an expression, or none where it has none.

    Parameters
    ----------
    found
        The expression.
    published
        The day the text appeared; none where it is not known.
    tense
        What the verbs around it say.
    anchor
        The last day named before it in its passage; "the following day" counts from it.
    exact
        Whether the anchor is a day, and not the first of a month or year that was named.
    """
    try:
        return _resolve(found, published, tense, anchor, exact=exact)
    except (ValueError, OverflowError):
        return None  # 30 February, the year 0


def _resolve(
    found: Expression, published: date | None, tense: Tense, anchor: date | None, *, exact: bool
) -> Value | None:
    if found.kind == "year":
        return _year(found.a)
    if found.kind == "decade":
        return f"{found.a:03d}", "decade"
    if found.kind == "day" and found.a:
        return _day(date(found.a, found.b, found.c))
    if found.kind == "month" and found.a:
        return _month(found.a, found.b)
    if found.kind == "quarter" and found.b:
        return f"{found.b:04d}-Q{found.a}", "quarter"
    if found.kind == "ago" and found.rel in ("before", "after") and (anchor or published):
        base = anchor or published
        if found.unit in ("day", "week", "fortnight", "month") and not exact and published is not None:
            base = published  # a year named before says nothing of days
        assert base is not None
        return _away(found, base, -1 if found.rel == "before" else 1)
    if published is None or not FIRST <= published <= LAST:
        return None
    return _from(found, published, tense)


def _from(found: Expression, published: date, tense: Tense) -> Value | None:
    """Return the value of an expression that counts from the publication date."""
    if found.kind == "word":
        return _day(published + timedelta(days=found.a))
    if found.kind == "weekday":
        return _day(_weekday(found, published, tense))
    if found.kind == "day":
        return _day(_day_without_year(found, published, tense))
    if found.kind == "month":
        return _month(_month_year(found, published, tense), found.b)
    if found.kind == "quarter":
        return _quarter(found, published, tense)
    if found.kind == "unit":
        return _unit(found, published)
    if found.kind == "ago":
        return _away(found, published, -1 if found.rel == "ago" else 1)
    return _holiday(found, published, tense)


def _relative_year(rel: str, year: int) -> int | None:
    return {"last year": year - 1, "next year": year + 1, "this year": year}.get(rel)


def _weekday(found: Expression, published: date, tense: Tense) -> date:
    ahead = (found.a - published.weekday()) % 7
    back = (published.weekday() - found.a) % 7
    monday = published - timedelta(days=published.weekday())
    if found.rel == "last":
        return published - timedelta(days=back or 7)
    if found.rel == "next":
        # next Tuesday is not the one that this week still has
        same_week = found.a > published.weekday()
        return published + timedelta(days=(ahead or 7) + (7 if same_week else 0))
    if found.rel in ("last week", "next week"):
        return monday + timedelta(days=found.a + (7 if found.rel == "next week" else -7))
    if found.rel == "this":
        day = monday + timedelta(days=found.a)
        return day + timedelta(days=7) if day < published and tense.way == "future" else day
    return published + timedelta(days=ahead) if tense.way == "future" else published - timedelta(days=back)


FAR = timedelta(days=200)
"""A day without its year is seldom so far off: beyond this the nearer year is taken, unless its own verb says otherwise."""


def _nearest(before: date, after: date, published: date, tense: Tense) -> date:
    """Return the day that the tense points to; the nearer one where it is none, or where that day is far off."""
    back, ahead = published - before, after - published
    if tense.way == "past" and (tense.sure or back <= FAR):
        return before
    if tense.way == "future" and (tense.sure or ahead <= FAR):
        return after
    return before if back <= ahead else after


def _on(year: int, month: int, day: int, step: int) -> date:
    """Return a day in a year; 29 February in the next or last year that has it."""
    while (month, day) == (2, 29) and not isleap(year):
        year += step
    return date(year, month, day)


def _day_without_year(found: Expression, published: date, tense: Tense) -> date:
    year = _relative_year(found.rel, published.year)
    if year is not None:
        return date(year, found.b, found.c)
    before, after = (_on(published.year, found.b, found.c, step) for step in (-1, 1))
    before = before if before <= published else _on(published.year - 1, found.b, found.c, -1)
    after = after if after >= published else _on(published.year + 1, found.b, found.c, 1)
    if found.rel in ("last", "next"):
        return before if found.rel == "last" else after
    return _nearest(before, after, published, tense)


def _month_year(found: Expression, published: date, tense: Tense) -> int:
    year = _relative_year(found.rel, published.year)
    if year is not None:
        return year
    now = published.year, published.month
    if found.rel == "last":
        return now[0] if found.b < now[1] else now[0] - 1
    if found.rel == "next":
        return now[0] if found.b > now[1] else now[0] + 1
    if found.rel == "this":
        return now[0]
    before = now[0] if found.b <= now[1] else now[0] - 1
    after = now[0] if found.b >= now[1] else now[0] + 1
    if tense.way != "none":
        return before if tense.way == "past" else after
    gap_before = now[1] - found.b + 12 * (now[0] - before)
    gap_after = found.b - now[1] + 12 * (after - now[0])
    return before if gap_before <= gap_after else after


def _quarter(found: Expression, published: date, tense: Tense) -> Value:
    year = _relative_year(found.rel, published.year)
    now = (published.month - 1) // 3 + 1
    if year is None:
        if tense.way == "future":
            year = published.year if found.a >= now else published.year + 1
        else:
            year = published.year if found.a <= now else published.year - 1
    return f"{year:04d}-Q{found.a}", "quarter"


def _unit(found: Expression, published: date) -> Value | None:
    step = {"last": -1, "next": 1}.get(found.rel, 0)
    if found.unit == "year":
        return _year(published.year + step)
    if found.unit == "month":
        return _month(*_shift_month(published.year, published.month, step))
    if found.unit == "week":
        return _week(published + timedelta(days=7 * step))
    if found.unit == "weekend":
        day = published + timedelta(days=7 * step)
        return f"{_week(day)[0]}-WE", "week"
    if found.unit == "quarter":
        total = published.year * 4 + (published.month - 1) // 3 + step
        return f"{total // 4:04d}-Q{total % 4 + 1}", "quarter"
    if found.unit == "decade":
        return f"{published.year // 10 + step:03d}", "decade"
    return _day(published + timedelta(days=step)) if found.unit == "day" else None


def _away(found: Expression, base: date, sign: int) -> Value | None:
    """Return what lies so many units before or after a day; the grain is that of the unit."""
    number = sign * found.a
    if found.unit == "day":
        return _day(base + timedelta(days=number))
    if found.unit in ("week", "fortnight"):
        weeks = number * (2 if found.unit == "fortnight" else 1)
        return _week(base + timedelta(weeks=weeks))
    if found.unit == "month":
        year, month = _shift_month(base.year, base.month, number)
        return _month(year, month) if 1 <= year <= 9999 else None
    if found.unit == "quarter":
        return None
    years = {"year": 1, "decade": 10, "century": 100}.get(found.unit)
    return _year(base.year + number * years) if years and 1 <= base.year + number * years <= 9999 else None


def _holiday(found: Expression, published: date, tense: Tense) -> Value | None:
    days = [_feast(found.unit, published.year + step) for step in (-1, 0, 1)]
    before = max(day for day in days if day <= published)
    after = min(day for day in days if day >= published)
    return _day(_nearest(before, after, published, tense))


def _feast(rule: str, year: int) -> date:
    """Return a holiday: a fixed day, or the n-th or last weekday of a month."""
    if rule[:2].isdigit():
        return date(year, int(rule[:2]), int(rule[3:]))
    if rule == "memorial":
        last = date(year, 5, 31)
        return last - timedelta(days=last.weekday())
    month, weekday, which = {"labor": (9, 0, 0), "thanksgiving": (11, 3, 3)}[rule]
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * which)
