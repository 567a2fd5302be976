"""A text -> what it can be read to say: passages, people, dates, statements, quantities, headings; all of it proposals.

Every proposal is a stretch of its passage, and so of the text. Nothing here decides what enters a case.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from detente.reading.clock import Clock, find_clocks, instant
from detente.reading.dates import find_dates
from detente.reading.headings import Heading, dateline_end, find_heading
from detente.reading.names import Name, find_names
from detente.reading.passages import Passage, find_passages
from detente.reading.people import Known, Person, gather_people, spoken_for
from detente.reading.places import zone_of
from detente.reading.quantities import find_quantities
from detente.reading.resolve import resolve
from detente.reading.statements import Said, read_statements
from detente.reading.tense import Tense, tense_of
from detente.reading.tokens import Token, find_sentences, tokenize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.reading.dated import Expression

__all__ = ["DateFound", "NameFound", "QuantityFound", "Reading", "StatementFound", "read_text"]


RECENT = timedelta(days=60)
MEMORY = 12
"""How many dates before and after a clock time are looked at."""


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date as written at ``passage.text[start:end]``, its value and grain.

    `value` is none where it counts from an unknown day. `note` says what a check of a clock time against its zone found.
    `expression`, `clock` and `tense` are what it was read as.
    """

    text: str
    value: str | None
    grain: str
    passage: str
    start: int
    end: int
    tense: Tense
    note: str = ""
    expression: Expression | None = field(default=None, compare=False)
    clock: Clock | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class StatementFound:
    """Somebody said something: `text` at ``passage.text[start:end]``, `quote` its quoted words or none.

    `speaker` is as written in the sentence; with `inferred` it is who a pronoun is taken to mean. `person` and `office` are
    filled where the speaker is somebody the text names. `by` is the rule that proposed it, `cue` the word it hangs on.
    """

    speaker: str
    person: str
    office: str
    quote: str | None
    text: str
    kind: str
    inferred: bool
    passage: str
    start: int
    end: int
    cue: str
    by: str


@dataclass(frozen=True, slots=True)
class QuantityFound:
    """A number with what it counts, at ``passage.text[start:end]``."""

    text: str
    number: float
    counts: str
    passage: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NameFound:
    """A place or organisation where it is first named; `zone` is the time zone of a place, where it is known."""

    text: str
    passage: str
    start: int
    end: int
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything proposed from one text, each list in the order of the text."""

    passages: tuple[Passage, ...]
    headings: tuple[Heading, ...]
    people: tuple[Person, ...]
    organisations: tuple[NameFound, ...]
    places: tuple[NameFound, ...]
    dates: tuple[DateFound, ...]
    statements: tuple[StatementFound, ...]
    quantities: tuple[QuantityFound, ...]


@dataclass(slots=True)
class _Scan:
    """One passage while it is read."""

    passage: Passage
    tokens: list[Token]
    sentences: list[tuple[int, int]]
    names: list[Name]
    said: list[Said]


def read_text(text: str, published: date | None = None, zone: str | None = None) -> Reading:
    """Read a text.

    Parameters
    ----------
    text
        The text, with LF line ends (`detente.reading.passages.plain_lines`).
    published
        The day it appeared; without it, words like "Friday" have no value.
    zone
        The time zone of the publisher: what "local time" means where no place is named before it.
    """
    passages = find_passages(text)
    headings: list[Heading] = []
    scans: list[_Scan] = []
    last: Said | None = None
    goes_on = False
    for number, passage in enumerate(passages):
        tokens = tokenize(passage.text)
        heading = find_heading(passage, tokens, is_last=number == len(passages) - 1)
        cut = 0
        if heading is not None:
            headings.append(heading)
            cut = heading.end if heading.rest else 0
        if cut:
            tokens = [Token(token.text, token.start + cut, token.end + cut) for token in tokenize(passage.text[cut:])]
        said: list[Said] = []
        if heading is None or heading.rest:
            said, goes_on = read_statements(passage.text, tokens[dateline_end(tokens) :], last, goes_on=goes_on)
            last = said[-1] if said else last
        sentences = find_sentences(tokens)
        names = (
            []
            if heading is not None and not heading.rest
            else find_names(passage.text, tokens, frozenset(low for low, _ in sentences))
        )
        scans.append(_Scan(passage, tokens, sentences, names, said))
    people = gather_people([(scan.passage.id, scan.names, scan.said) for scan in scans])
    dates: list[DateFound] = []
    quantities: list[QuantityFound] = []
    place_zone = zone
    for scan in scans:
        place_zone = _dates_of(scan, published, place_zone, dates, quantities)
    return Reading(
        tuple(passages),
        tuple(headings),
        tuple(people),
        _named(scans, "organisation"),
        _named(scans, "place"),
        tuple(dates),
        tuple(_statements(scans, people)),
        tuple(quantities),
    )


def _named(scans: Sequence[_Scan], sort: str) -> tuple[NameFound, ...]:
    found: dict[str, NameFound] = {}
    for scan in scans:
        for name in scan.names:
            if name.sort == sort and name.text not in found:
                zone = zone_of(name.text) or "" if sort == "place" else ""
                found[name.text] = NameFound(name.text, scan.passage.id, name.start, name.end, zone)
    return tuple(found.values())


def _statements(scans: Sequence[_Scan], people: Sequence[Person]) -> list[StatementFound]:
    found: list[StatementFound] = []
    known = Known(people)
    before: Person | None = None
    for scan in scans:
        for said in scan.said:
            person = known.named_by(said.speaker)
            found.append(_statement(scan.passage.id, said, said.speaker, person, inferred=False))
            meant = spoken_for(said, scan.names, known, before)
            if meant is not None:
                found.append(_statement(scan.passage.id, said, meant.name, meant, inferred=True))
            before = person or meant or before
    return found


def _statement(passage: str, said: Said, speaker: str, person: Person | None, *, inferred: bool) -> StatementFound:
    name, office = (person.name, person.role) if person is not None else ("", "")
    return StatementFound(
        speaker,
        name,
        office,
        said.quote,
        said.text,
        said.kind,
        inferred,
        passage,
        said.start,
        said.end,
        said.cue,
        said.by,
    )


def _dates_of(
    scan: _Scan, published: date | None, zone: str | None, dates: list[DateFound], quantities: list[QuantityFound]
) -> str | None:
    """Read dates, clock times and quantities of a passage; return the zone of the last place named."""
    tokens = scan.tokens
    clocks = find_clocks(tokens)
    in_clock = {at for clock in clocks for at in range(clock.first, clock.end)}
    expressions = [found for found in find_dates(tokens) if not in_clock & set(range(found.first, found.end))]
    placed: list[tuple[Expression, date]] = []
    anchor: date | None = None
    exact = True
    found: list[DateFound] = []
    for expression in expressions:
        low, high = _sentence_of(scan.sentences, expression.first)
        tense = tense_of(tokens, low, high, expression.first, expression.end)
        value = resolve(expression, published, tense, anchor, exact=exact)
        grain = value[1] if value is not None else _grain(expression)
        if value is not None and grain == "day":
            anchor, exact = date.fromisoformat(value[0]), True
            placed.append((expression, anchor))
        elif value is not None and grain in ("month", "year"):
            anchor, exact = date.fromisoformat(f"{value[0]}-01-01"[:10]), False
        start, end = tokens[expression.first].start, tokens[expression.end - 1].end
        words = scan.passage.text[start:end]
        if words.endswith(("’s", "'s")):
            words, end = words[:-2], end - 2
        found.append(
            DateFound(words, value[0] if value else None, grain, scan.passage.id, start, end, tense, "", expression)
        )
    zones = [(name.start, own) for name in scan.names if name.sort == "place" for own in [zone_of(name.text)] if own]
    for clock in clocks:
        zone = _zone_before(zones, tokens[clock.first].start, zone)
        found.append(_clock_found(scan, clock, _day_of(scan, clock, placed, published), zone))
    dates += sorted(found, key=lambda one: one.start)
    taken = frozenset(in_clock | {at for one in expressions for at in range(one.first, one.end)})
    for quantity in find_quantities(tokens, taken):
        start, end = tokens[quantity.first].start, tokens[quantity.end - 1].end
        quantities.append(
            QuantityFound(scan.passage.text[start:end], quantity.number, quantity.counts, scan.passage.id, start, end)
        )
    return zones[-1][1] if zones else zone


def _grain(expression: Expression) -> str:
    return {
        "day": "day",
        "weekday": "day",
        "word": "day",
        "holiday": "day",
        "month": "month",
        "year": "year",
        "decade": "decade",
        "quarter": "quarter",
    }.get(expression.kind, expression.unit or "day")


def _sentence_of(sentences: Sequence[tuple[int, int]], at: int) -> tuple[int, int]:
    place = bisect_right(sentences, at, key=lambda sentence: sentence[0]) - 1
    return sentences[place] if place >= 0 and at < sentences[place][1] else (at, at + 1)


def _zone_before(zones: Sequence[tuple[int, str]], start: int, zone: str | None) -> str | None:
    """Return the zone of the place named nearest before a clock time, else the one known so far."""
    place = bisect_left(zones, start, key=lambda one: one[0]) - 1
    return zones[place][1] if place >= 0 else zone


def _day_of(
    scan: _Scan, clock: Clock, placed: Sequence[tuple[Expression, date]], published: date | None
) -> date | None:
    """Return the day of a clock time: the one beside it, else the last one named, else the day of publication."""
    here = bisect_left(placed, clock.first, key=lambda one: one[0].first)
    near = placed[max(0, here - MEMORY) : here + MEMORY]
    for expression, day in near:
        if 0 <= expression.first - clock.end <= 2 or 0 <= clock.first - expression.end <= 2:
            return day
    low, high = _sentence_of(scan.sentences, clock.first)
    inside = [(abs(expression.first - clock.first), day) for expression, day in near if low <= expression.first < high]
    if inside:
        return min(inside)[1]
    # a day long past is a date of history, and not where the story stands
    since = published - RECENT if published is not None and published - date.min > RECENT else date.min
    told = [day for expression, day in near if expression.first < clock.first and day >= since]
    return told[-1] if told else published


def _clock_found(scan: _Scan, clock: Clock, day: date | None, zone: str | None) -> DateFound:
    start, end = scan.tokens[clock.first].start, scan.tokens[clock.end - 1].end
    value, note = instant(clock, day, zone) if day is not None else (None, "")
    words = scan.passage.text[start:end]
    return DateFound(words, value, "minute", scan.passage.id, start, end, Tense("none", sure=False), note, None, clock)
