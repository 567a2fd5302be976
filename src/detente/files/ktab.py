"""KTAB's input for its Spatial Model of Politics: a row on the scenario, a heading, a row for each actor.

The first row has name, description, number of actors, number of dimensions. The heading names, after three columns, a position
and a salience for each dimension in turn. Positions and saliences go from 0 to 100; an actor's saliences sum to 100 at most.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from detente.files.domain import Malformed
from detente.files.survey import Cell, Place, Reader, Survey
from detente.files.table import csv_rows
from detente.numbers import Range, number_text

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["is_ktab", "read_ktab", "write_ktab"]

SCALE = (Fraction(0), Fraction(100))
FEWEST, MOST = 3, 250
_COUNT = re.compile(r"\d{1,6}\Z", re.ASCII)


def _rows(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in row] for row in csv_rows(text)]


def is_ktab(text: str) -> bool:
    """Return whether a text begins as KTAB's files do.

    A row with two whole numbers in its third and fourth cell, then a heading with a position and a salience for each dimension.
    """
    lines = text.split("\n", 2)
    try:
        head = _rows("\n".join(lines[:2]))
    except Malformed:
        return False
    cells, names = head[0] if head else [], head[1] if len(head) > 1 else []
    counted = len(cells) >= 4 and all(_COUNT.match(cell) for cell in cells[2:4]) and not any(cells[4:])
    return counted and (len(names) >= 3 + 2 * int(cells[3]) or "actor" in names[:1] or "Actor" in names[:1])


def read_ktab(name: str, text: str, file: str) -> tuple[Survey | None, Reader]:
    """Return the survey of a KTAB file, and the reader with what it noted."""
    rows, reader = _rows(text), Reader(file)
    title, dimensions = rows[0][0] or name, int(rows[0][3])
    if len(rows) < 2 or len(rows[1]) < 3 + 2 * dimensions or dimensions < 1:
        raise Malformed(f"its second row does not name a position and a salience for each of {dimensions} dimensions")
    names = _distinct([rows[1][3 + 2 * k] for k in range(dimensions)], "Dimension")
    places = {issue: Place(issue, *SCALE) for issue in names}
    actors: dict[str, Range | None] = {}
    cells: dict[tuple[str, str], Cell] = {}
    count = int(rows[0][2])
    lines = [(number, row) for number, row in enumerate(rows[2:], 3) if any(row)]
    if len(lines) != count:
        reader.refuse(
            f"The first row announces {count} actors, and there are {len(lines)} rows of actors.",
            "Mend the number, or the rows.",
        )
    for number, row in lines:
        if len(row) < 3 + 2 * dimensions or any(row[3 + 2 * dimensions :]) or not row[0]:
            reader.refuse(
                f"Row {number} has {len(row)} cells, or no name; an actor takes {3 + 2 * dimensions}.",
                "Fill the row.",
                number,
            )
            continue
        if row[0] in actors:
            reader.refuse(f"Row {number}: {row[0]} is there twice.", "Give each actor a name of its own.", number)
            continue
        actors[row[0]] = reader.bounded(row[2], number, rows[1][2] or "power")
        cells |= _cells(reader, row, number, names)
    if cells and max(cell.salience.high for cell in cells.values()) <= 1:
        reader.notes.append("No salience is above 1 of 100; `settles` will read them as shares of 1.")
    if any(row[1] and row[1] != row[0] for _, row in lines if len(row) > 1):
        reader.notes.append("Descriptions of actors are not kept.")
    return None if reader.problems else Survey(title, actors, places, cells, list(reader.notes)), reader


def _cells(reader: Reader, row: Sequence[str], number: int, names: Sequence[str]) -> dict[tuple[str, str], Cell]:
    found, total = {}, Fraction(0)
    for k, issue in enumerate(names):
        where = reader.bounded(row[3 + 2 * k], number, f"position on {issue}", SCALE[1])
        cares = reader.salience(row[4 + 2 * k], number, f"salience of {issue}")
        if where is not None and cares is not None:
            found[row[0], issue] = Cell(where, cares)
            total += Fraction(cares.best)
    if total > 100:
        reader.notes.append(f"The saliences of {row[0]} sum to {number_text(total)}; KTAB takes 100 at most.")
    return found


def _distinct(names: Sequence[str], kind: str) -> list[str]:
    found: list[str] = []
    for k, name in enumerate(names, 1):
        found.append(name if name and name not in found else f"{name or kind} {k}")
    return found


def _plain(text: str, most: int) -> str:
    """Return a text without signs that KTAB's readers take for something else."""
    return " ".join(text.replace(",", " ").replace('"', " ").split())[:most]


def write_ktab(survey: Survey) -> dict[str, str]:
    """Return file name -> text; saliences are made smaller together where they sum to more than KTAB takes.

    Raises
    ------
    Malformed
        Where an actor has no position on an issue, or there are too few or many actors.
    """
    actors, places = list(survey.actors), list(survey.places.values())
    lacking = [(a, p.name) for a in actors for p in places if (a, p.name) not in survey.cells]
    if lacking:
        raise Malformed(f"{lacking[0][0]} has no position on {lacking[0][1]}, and KTAB knows no missing ones")
    if not FEWEST <= len(actors) <= MOST:
        raise Malformed(f"KTAB takes {FEWEST} to {MOST} actors, and there are {len(actors)}")
    sums = [sum((Fraction(survey.cells[a, p.name].salience.best) for p in places), Fraction(0)) for a in actors]
    largest = max(Fraction(100), *sums)
    if largest > 100:
        survey.notes.append(
            f"Saliences sum to {number_text(largest)} for an actor, and KTAB takes 100 at most: all are divided by "
            f"{float(largest / 100):.4g}."
        )
    if survey.has_ranges:
        survey.notes.append("KTAB knows no ranges, so the best values were written.")
    if any((p.low, p.high) != SCALE or p.values for p in places):
        survey.notes.append(
            "KTAB's scales go from 0 to 100 and have no names for values, so positions were carried over to that."
        )
    if len({_plain(actor, 25) for actor in actors}) < len(actors):
        raise Malformed("two actors have one name in the 25 signs that KTAB takes; rename one")
    rows = [f"{_plain(survey.title, 500)},detente,{len(actors)},{len(places)},"]
    heads = [f"{_plain(p.name, 200)},{_plain(p.name, 200)} Sal" for p in places]
    rows.append(",".join(["Actor", "Description", "Power", *heads]) + ",")
    for actor in actors:
        capability = survey.actors[actor]
        cells = [survey.cells[actor, p.name] for p in places]
        numbers = [
            _short(x)
            for cell, p in zip(cells, places, strict=True)
            for x in (
                (Fraction(cell.position.best) - p.low) / (p.high - p.low) * 100,
                Fraction(cell.salience.best) * 100 / largest,
            )
        ]
        power = "1" if capability is None else _short(Fraction(capability.best))
        rows.append(",".join([_plain(actor, 25), _plain(actor, 250), power, *numbers]) + ",")
    return {"ktab.csv": "\n".join(rows) + "\n"}


def _short(number: Fraction) -> str:
    text = number_text(number)
    return text if "/" not in text and len(text) < 12 else f"{float(number):.8f}".rstrip("0").rstrip(".")
