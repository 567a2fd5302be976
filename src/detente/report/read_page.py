"""The page of ``detente read``: what was asked, what is proposed, and what to do with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

from detente.report.layout import heading, items, line
from detente.report.plain import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from detente.intake import Moved
    from detente.reading.reader import StatementFound
    from detente.sourcing.answer import Read

__all__ = ["print_moved", "print_read"]

WEAK = ("run-on", "subject")
SHOWN = 200


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column)
    return table


def _row(table: Table, *cells: str) -> None:
    table.add_row(*(Text(visible(cell)) for cell in cells))


def _shorter(text: str, limit: int = SHOWN) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else f"{text[:limit].rsplit(' ', 1)[0]} .."


def print_read(answer: Read, console: Console, *, everything: bool = False) -> None:
    """Print what was read. Weak proposals are counted, and listed with `everything`."""
    source, reading = answer.source, answer.reading
    console.print(Text(visible(source.title or source.title_inside or source.path), style="bold"))
    line(
        console,
        f"{source.kind}, {len(reading.passages)} passages, {len(source.text):,} signs, sha256 {source.sha256[:12]}",
        0,
    )
    line(
        console,
        "All below is proposed, with its place in the text. Nothing enters a case until you put it there.",
        0,
        "italic",
    )
    if answer.notes:
        heading(console, "To tell, to know")
        items(console, [visible(note) for note in answer.notes])
    if reading.headings:
        heading(console, "Headings")
        items(
            console,
            [
                visible(f"{one.passage}: {one.text}" + (f" | {one.rest} .. (glued; cut here?)" if one.rest else ""))
                for one in reading.headings
            ],
        )
    _print_people(answer, console)
    _print_dates(answer, console)
    _print_statements(answer, console, everything=everything)
    if reading.quantities:
        heading(console, "Quantities")
        table = _table("passage", "as written", "number", "of")
        for quantity in reading.quantities:
            _row(table, quantity.passage, quantity.text, f"{quantity.number:,.10g}", quantity.counts)
        console.print(table)


def _print_people(answer: Read, console: Console) -> None:
    reading = answer.reading
    if reading.people:
        heading(console, "People")
        table = _table("passage", "name", "office")
        for person in reading.people:
            _row(table, person.passage, person.name, person.role)
        console.print(table)
    for title, names in (("Organisations", reading.organisations), ("Places", reading.places)):
        if names:
            heading(console, title)
            line(console, visible(", ".join(f"{one.text} ({one.zone})" if one.zone else one.text for one in names)))


def _print_dates(answer: Read, console: Console) -> None:
    if not answer.reading.dates:
        return
    heading(console, "Dates and hours")
    table = _table("passage", "as written", "value", "grain", "")
    for date in answer.reading.dates:
        _row(table, date.passage, date.text, date.value or "?", date.grain, date.note)
    console.print(table)


def _print_statements(answer: Read, console: Console, *, everything: bool) -> None:
    statements = answer.reading.statements
    if not statements:
        return
    heading(console, "Who says what")
    weak = [one for one in statements if one.by in WEAK]
    table = _table("passage", "speaker", "kind", "what")
    for one in statements:
        if one.inferred or (one in weak and not everything):
            continue
        meant = next((other for other in statements if other.inferred and _same(one, other)), None)
        who = f"{one.speaker} (= {meant.person}?)" if meant is not None else one.speaker
        what = (
            _shorter(one.text)
            if one.quote is None or "“" in one.text or '"' in one.text
            else f"“{_shorter(one.quote)}”"
        )
        _row(table, one.passage, _shorter(who, 60), one.kind + ("?" if one in weak else ""), what)
    console.print(table)
    if weak and not everything:
        line(console, f"{len(weak)} more quotations have no sure speaker. See them with --all.")


def _same(one: StatementFound, other: StatementFound) -> bool:
    return (one.passage, one.start, one.end, one.quote) == (other.passage, other.start, other.end, other.quote)


def print_moved(moved: Sequence[Moved], console: Console, *, name: str, accepted: bool) -> None:
    """Print where the citations of a source stand in a newer text."""
    fit = [one for one in moved if one.fits]
    console.print(Text(f"{len(fit)} of {len(moved)} citations of {name} stand where they are cited.", style="bold"))
    said = []
    for one in moved:
        if one.fits:
            continue
        where = f"{one.place}: “{_shorter(one.cited, 80)}” ({one.passage})"
        if one.anchor.how in ("exact", "folded"):
            said.append(f"{where} stands in {one.anchor.passage} now. Change the passage in the case.")
        elif one.anchor.how == "proposed":
            said.append(
                f"{where} is not there. Like it ({one.anchor.likeness:.0f} of 100), in {one.anchor.passage}: "
                f"“{_shorter(one.anchor.text, 80)}”. "
                "Is it the same?"
            )
        else:
            said.append(f"{where} is lost.")
    items(console, [visible(text) for text in said])
    if accepted:
        line(
            console,
            f"The case names the new text as {name}; the older file stays. No citation was moved: detente check lists "
            f"those that do not fit.",
            0,
        )
    else:
        line(
            console,
            "Nothing was changed. With --accept the new text takes the place of the old one; citations are never moved.",
            0,
        )
