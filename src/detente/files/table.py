"""A plain table of actor, issue, position, salience, capability: from CSV or a spreadsheet, and written again."""

from __future__ import annotations

import csv
import io
import re
from fractions import Fraction
from typing import TYPE_CHECKING

from detente.files.domain import Malformed
from detente.files.survey import MAX_ACTORS, MAX_ISSUES, Cell, Place, Reader, Survey
from detente.numbers import Range, number_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["csv_rows", "read_rows", "read_table", "rows_of_sheet", "rows_of_text", "write_sheet", "write_table"]

COLUMNS: dict[str, tuple[str, ...]] = {
    "actor": ("actor", "actors", "stakeholder", "name", "player", "party"),
    "issue": ("issue", "dimension", "question", "topic"),
    "position": ("position", "pos", "pstn", "stance"),
    "salience": ("salience", "sal", "slnc", "priority", "importance"),
    "capability": ("capability", "capabilities", "power", "influence", "resources", "clout"),
    "min": ("min", "minimum", "low", "scale min"),
    "max": ("max", "maximum", "high", "scale max"),
    "unit": ("unit", "units"),
}
"""What a column means, and by which headings it is known, in small letters."""

MAX_ROWS = 200_000
MAX_UNPACKED = 200_000_000
FORMULA = "=+-@"


def rows_of_text(text: str) -> tuple[list[list[str]], bool]:
    """Return the rows of a CSV text, and whether its numbers may have a decimal comma (where something else parts cells)."""
    if "\0" in text:
        raise Malformed("it holds a NUL sign, so it is no text")
    told = re.match(r"\s*sep=(.)\n", text)
    if told:  # a line with which spreadsheets name the mark
        text = "\n" + text[told.end() :]
    head = text.lstrip("\n ").partition("\n")[0]
    mark = told[1] if told else max((",", ";", "\t"), key=head.count)
    return csv_rows(text, mark), mark != ","


def csv_rows(text: str, mark: str = ",") -> list[list[str]]:
    """Return the rows of a CSV text; raises `Malformed` where quotes are not closed or a cell is too long."""
    try:
        return [list(row) for row in csv.reader(io.StringIO(text), delimiter=mark, strict=True)]
    except csv.Error as error:
        raise Malformed(
            f"its rows cannot be told apart: a quote is not closed, or a cell is too long ({error})"
        ) from None


def _check_size(path: Path) -> None:
    """Refuse a spreadsheet that is none, or that unpacks to more than is read."""
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(path) as packed:
            size = sum(part.file_size for part in packed.infolist())
    except (BadZipFile, OSError, ValueError) as error:
        raise Malformed(f"it is no spreadsheet that can be read ({type(error).__name__})") from None
    if size > MAX_UNPACKED:
        raise Malformed(f"it unpacks to {size / 10**6:,.0f} MB; up to {MAX_UNPACKED // 10**6} are read")


def _sheet(file: io.BytesIO, *, values: bool) -> list[list[object]]:
    """Return the cells of the first sheet: their values, or what is written in them."""
    from openpyxl import load_workbook

    book = load_workbook(file, read_only=True, data_only=values)
    return [list(row) for row in book.worksheets[0].iter_rows(max_row=MAX_ROWS + 1, max_col=100, values_only=True)]


def rows_of_sheet(path: Path, reader: Reader) -> list[list[str]]:
    """Return the rows of the first sheet of a spreadsheet; formulas that were never worked out are noted."""
    import warnings

    _check_size(path)
    content = path.read_bytes()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and the like, which do not matter here
            values, formulas = (_sheet(io.BytesIO(content), values=kind) for kind in (True, False))
    except Exception as error:  # noqa: BLE001 - whatever a broken file makes the library do
        raise Malformed(f"it is no spreadsheet that can be read ({type(error).__name__})") from None
    for number, (row, written) in enumerate(zip(values, formulas, strict=True), 1):
        for place, (value, formula) in enumerate(zip(row, written, strict=True)):
            if value is None and isinstance(formula, str) and formula.startswith("="):
                reader.refuse(
                    f"Row {number}, column {place + 1}: the formula {formula[:40]} has no value in the file.",
                    "Open and save the file in a spreadsheet program, or write the number.",
                    number,
                )
    return [["" if value is None else _text(value) for value in row] for row in values]


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def read_rows(name: str, rows: Sequence[Sequence[str]], reader: Reader) -> Survey | None:
    """Return the survey of a table with a heading row; None where something of it cannot be used, see `reader.problems`."""
    start = next((k for k, row in enumerate(rows) if any(cell.strip() for cell in row)), None)
    if start is None:
        raise Malformed("the table is empty")
    columns = _columns(rows[start], reader, start + 1)
    if columns is None:
        return None
    if len(rows) > MAX_ROWS:
        raise Malformed(f"the table has more than {MAX_ROWS:,} rows")
    return _Table(name, columns, reader, len(rows[start])).read(rows[start + 1 :], start + 2)


def _columns(heading: Sequence[str], reader: Reader, row: int) -> dict[str, int] | None:
    found: dict[str, int] = {}
    for place, text in enumerate(heading):
        word = " ".join(text.strip().strip("'\"").lower().replace("_", " ").split())
        meaning = next((key for key, known in COLUMNS.items() if word in known), None)
        if meaning is not None and meaning in found:
            reader.refuse(
                f"Two columns mean {meaning}: {heading[found[meaning]]!r} and {text!r}.", "Keep one of them.", row
            )
        elif meaning is not None:
            found[meaning] = place
        elif word:
            reader.notes.append(f"The column {text.strip()!r} is not read.")
    missing = [key for key in ("actor", "position") if key not in found]
    if missing:
        reader.refuse(
            f"The first row names no column for {' and '.join(missing)}; it has {', '.join(map(repr, heading[:10]))}.",
            "Name the columns actor, issue, position, salience, capability.",
            row,
        )
    return None if reader.problems else found


class _Table:
    def __init__(self, name: str, columns: dict[str, int], reader: Reader, width: int) -> None:
        self.name, self.columns, self.reader, self.width = name, columns, reader, width
        self.capability: dict[str, tuple[Range, int]] = {}
        self.actors: dict[str, None] = {}
        self.cells: dict[tuple[str, str], Cell] = {}
        self.rows: dict[tuple[str, str], int] = {}
        self.ends: dict[str, dict[str, Fraction]] = {}
        self.units: dict[str, str] = {}
        self.without: list[str] = []
        self.apart: list[str] = []

    def _cell(self, row: Sequence[str], key: str) -> str:
        place = self.columns.get(key)
        text = "" if place is None or place >= len(row) else row[place].strip()
        # an apostrophe before a sign is how a name is kept from being taken for a formula
        return text[1:] if len(text) > 1 and text[0] == "'" and text[1] in FORMULA else text

    def read(self, rows: Sequence[Sequence[str]], first: int) -> Survey | None:
        for number, row in enumerate(rows, first):
            if any(cell.strip() for cell in row):
                self._row(row, number)
        reader = self.reader
        if not self.cells and not reader.problems:
            reader.refuse("No row has an actor and a position.", "Fill at least one row.")
        if len(self.actors) > MAX_ACTORS or len(self.ends) > MAX_ISSUES:
            reader.refuse(
                f"There are {len(self.actors):,} actors and {len(self.ends):,} issues; up to {MAX_ACTORS:,} and {MAX_ISSUES} "
                "are read.",
                "Join actors who stand together, or take a part of the table.",
            )
        places = {issue: self._place(issue) for issue in self.ends}
        if reader.problems:
            return None
        notes = list(reader.notes)
        if "salience" not in self.columns:
            notes.append("The table has no saliences, so all are 100.")
        if "capability" not in self.columns:
            notes.append("The table has no capabilities, so all actors weigh the same.")
        for texts, what in ((self.without, "position"), (self.apart, "salience")):
            if texts:
                notes.append(
                    f"Without a {what} in these rows, the actor takes no part in the issue: {', '.join(texts[:20])}."
                )
        actors = {actor: self.capability[actor][0] if actor in self.capability else None for actor in self.actors}
        return Survey(self.name, actors, places, self.cells, notes)

    def _row(self, row: Sequence[str], number: int) -> None:
        reader = self.reader
        if any(cell.strip() for cell in row[self.width :]):
            reader.refuse(
                f"Row {number} has more cells than the heading.",
                "Write numbers with a point, put texts with commas in quotes, or name the columns.",
                number,
            )
            return
        actor, issue = self._cell(row, "actor"), self._cell(row, "issue") if "issue" in self.columns else self.name
        for what, text in (("actor", actor), ("issue", issue)):
            if not text:
                reader.refuse(f"Row {number} names no {what}.", "Fill the cell, or take the row away.", number)
                return
        self.actors[actor] = None
        self._weigh(actor, self._cell(row, "capability"), number)
        self._scale(issue, row, number)
        if (actor, issue) in self.rows:
            reader.refuse(
                f"Row {number}: {actor} has a position on {issue} in row {self.rows[actor, issue]} already.",
                "Keep one of the two.",
                number,
            )
            return
        self.rows[actor, issue] = number
        position, salience = self._cell(row, "position"), self._cell(row, "salience")
        if not position:
            self.without.append(str(number))
        elif "salience" in self.columns and not salience:
            self.apart.append(str(number))
            reader.number(position, number, "position")
        else:
            where = reader.number(position, number, "position")
            cares = reader.salience(salience, number, "salience") if salience else Range.model_validate("100")
            if where is not None and cares is not None:
                self.cells[actor, issue] = Cell(where, cares)

    def _scale(self, issue: str, row: Sequence[str], number: int) -> None:
        """Note the ends and the unit of an issue's scale."""
        reader = self.reader
        ends = self.ends.setdefault(issue, {})
        for key in ("min", "max"):
            text = self._cell(row, key)
            given = reader.number(text, number, key) if text else None
            if given is not None and ends.setdefault(key, Fraction(given.best)) != given.best:
                reader.refuse(
                    f"Row {number}, column {key}: {text} differs from the {key} of {issue} above.",
                    "Give an issue one scale.",
                    number,
                )
        unit = self._cell(row, "unit")
        if unit and self.units.setdefault(issue, unit) != unit:
            reader.refuse(
                f"Row {number}, column unit: {unit} differs from the unit of {issue} above.", "Keep one.", number
            )

    def _weigh(self, actor: str, text: str, number: int) -> None:
        given = self.reader.bounded(text, number, "capability") if text else None
        if given is None:
            return
        before = self.capability.setdefault(actor, (given, number))
        if before[0] != given:
            self.reader.refuse(
                f"Row {number}, column capability: {actor} has {text} here and {before[0]} in row {before[1]}.",
                "Give an actor one capability.",
                number,
            )

    def _place(self, issue: str) -> Place:
        given = [cell.position for (_, name), cell in self.cells.items() if name == issue]
        low = min((Fraction(position.low) for position in given), default=Fraction(0))
        high = max((Fraction(position.high) for position in given), default=Fraction(100))
        ends = self.ends[issue]
        if len(ends) == 1:
            self.reader.refuse(f"The scale of {issue} has only one end.", "Give both min and max, or neither.")
        if "min" in ends and "max" in ends:
            found = (ends["min"], ends["max"])
        elif low >= 0 and high <= 1:
            found = (Fraction(0), Fraction(1))
        elif low >= 0 and high <= 100:
            found = (Fraction(0), Fraction(100))
        else:
            found = (low, high)
        if "min" not in ends or "max" not in ends:
            self.reader.notes.append(
                f"The scale of {issue} is not given; it is taken to go from {number_text(found[0])} to {number_text(found[1])}."
            )
        if found[0] >= found[1] or low < found[0] or high > found[1]:
            self.reader.refuse(
                f"The scale of {issue}, {number_text(found[0])} to {number_text(found[1])}, does not hold its positions, "
                f"{number_text(low)} to {number_text(high)}, or has no length.",
                "Mend the columns min and max, or the positions.",
            )
        return Place(issue, *found, self.units.get(issue, ""))


def read_table(name: str, text: str, file: str) -> tuple[Survey | None, Reader]:
    """Return the survey of a CSV text, and the reader with what it noted."""
    rows, decimal_comma = rows_of_text(text)
    reader = Reader(file, decimal_comma=decimal_comma)
    return read_rows(name, rows, reader), reader


_HEADING = ("actor", "issue", "position", "salience", "capability", "min", "max", "unit")


def _shown(number: Range) -> str:
    if number.given == 1:
        return str(number.best)
    return "..".join(
        map(str, (number.low, number.high) if number.given == 2 else (number.low, number.best, number.high))
    )


def _table(survey: Survey) -> list[list[str]]:
    rows = [list(_HEADING)]
    for (actor, issue), cell in survey.cells.items():
        place, capability = survey.places[issue], survey.actors[actor]
        rows.append(
            [
                actor, issue, _shown(cell.position), _shown(cell.salience), "" if capability is None else _shown(capability),
                number_text(place.low), number_text(place.high), place.unit,
            ]
        )  # fmt: skip
    if any(place.values for place in survey.places.values()):
        survey.notes.append("A table has no names for values, so only the ends of the scales were written.")
    return rows


def write_table(survey: Survey) -> dict[str, str]:
    """Return file name -> text: the table as CSV."""
    out = io.StringIO()
    rows = _table(survey)
    # a name is never a formula, whatever sign it begins with
    safe = [[f"'{c}" if n and k in (0, 1, 7) and c[:1] in tuple(FORMULA) else c for k, c in enumerate(row)]
            for n, row in enumerate(rows)]  # fmt: skip
    csv.writer(out, lineterminator="\n").writerows(safe)
    return {"positions.csv": out.getvalue()}


def write_sheet(survey: Survey) -> dict[str, bytes]:
    """Return file name -> bytes: the table as a spreadsheet. Plain numbers are numbers there."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "positions"
    for number, row in enumerate(_table(survey)):
        sheet.append([_value(cell) if number and k not in (0, 1, 7) else cell for k, cell in enumerate(row)])
        for k in (0, 1, 7):
            # a name is never a formula, whatever sign it begins with
            sheet.cell(number + 1, k + 1).data_type = "s"
    out = io.BytesIO()
    book.save(out)
    return {"positions.xlsx": out.getvalue()}


def _value(text: str) -> object:
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        return text or None
