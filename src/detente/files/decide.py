"""Files of the exchange software (Decide, Equal Gain): lines that begin with #A, #P, #M or #D.

#A an actor; #P an issue; #M a point of an issue's scale and what it means; #D where an actor stands on an issue, with
salience and power. Cells are parted by tabs or semicolons,
and may stand in single quotes. What is missing has no line.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from detente.files.domain import Malformed
from detente.files.survey import MAX_ACTORS, Cell, Place, Reader, Survey, best_text
from detente.numbers import Range, number_text

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["is_decide", "read_decide", "write_decide"]

TAGS = ("#A", "#P", "#M", "#D", "#O", "#/")
_WIDTH = 6


def _tag(line: str) -> str:
    return line.lstrip("\ufeff'\" ")[:2].upper()


def is_decide(text: str) -> bool:
    """Return whether a text begins with a line of this format."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return _tag(first) in TAGS


def _cells(line: str) -> list[str]:
    mark = "\t" if "\t" in line else ";"
    return [cell.strip().strip("'\"").strip() for cell in line.split(mark)]


class _Lines:
    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.title = ""
        self.actors: dict[str, str] = {}
        self.issues: dict[str, str] = {}
        self.points: dict[str, list[tuple[Fraction, str]]] = {}
        self.stands: dict[tuple[str, str], tuple[int, Range, Range, Range]] = {}

    def read(self, number: int, row: Sequence[str]) -> None:
        tag, rest = row[0].upper(), [*row[1:], "", "", "", "", ""]
        if tag == "#O":
            self.title = rest[0]
        elif tag == "#A":
            self._name(self.actors, rest, number, "actor")
        elif tag == "#P":
            self._name(self.issues, rest, number, "issue")
        elif tag == "#M":
            point = self.reader.number(rest[1], number, "scale value")
            if rest[0] not in self.issues:
                self.reader.refuse(
                    f"Row {number}: there is no issue {rest[0]!r} in a line #P.", "Add a line #P for it, above.", number
                )
            elif point is not None and not point.is_point:
                self.reader.refuse(f"Row {number}: a point of a scale is one number.", "Write one.", number)
            elif point is not None:
                self.points.setdefault(rest[0], []).append((Fraction(point.best), rest[2]))
        elif tag == "#D":
            self._stand(number, rest)
        elif tag != "#/":
            self.reader.refuse(
                f"Row {number} begins with {row[0][:20]!r}.",
                f"Known are {', '.join(TAGS)}; cells are parted by tabs or semicolons.",
                number,
            )

    def _name(self, known: dict[str, str], rest: Sequence[str], number: int, kind: str) -> None:
        if not rest[0]:
            self.reader.refuse(f"Row {number}: the {kind} has no name.", "Fill the cell.", number)
        text = rest[1] or rest[0]
        if known.setdefault(rest[0], text) != text:
            self.reader.refuse(
                f"Row {number}: the {kind} {rest[0]} is there already, as {known[rest[0]]}.", "Keep one.", number
            )

    def _stand(self, number: int, rest: Sequence[str]) -> None:
        actor, issue = rest[0], rest[1]
        for name, known, kind in ((actor, self.actors, "actor"), (issue, self.issues, "issue")):
            if name not in known:
                tag = "#A" if kind == "actor" else "#P"
                self.reader.refuse(
                    f"Row {number}: there is no {kind} {name!r} in a line {tag}.", f"Add a line {tag} for it.", number
                )
        if (actor, issue) in self.stands:
            self.reader.refuse(
                f"Row {number}: {actor} stands on {issue} in row {self.stands[actor, issue][0]} already.",
                "Keep one.",
                number,
            )
        where = self.reader.number(rest[2], number, "position")
        cares = self.reader.salience(rest[3], number, "salience")
        power = self.reader.bounded(rest[4], number, "power")
        if where is not None and cares is not None and power is not None:
            self.stands[actor, issue] = (number, where, cares, power)

    def place(self, issue: str) -> Place | None:
        positions = [where for (_, name), (_, where, _, _) in self.stands.items() if name == issue]
        points = sorted(set(self.points.get(issue, [])))
        if len({where for where, _ in points}) > 1:
            low, high = points[0][0], points[-1][0]
        else:
            low, high = Fraction(0), Fraction(100)
            self.reader.notes.append(f"{issue} has no scale points, so its scale is taken to go from 0 to 100.")
        if any(not low <= where.low <= where.high <= high for where in positions):
            ends = f"{number_text(low)} to {number_text(high)}"
            self.reader.refuse(
                f"An actor stands off the scale of {issue}, {ends}.", "Mend the position, or the lines #M of the issue."
            )
            return None
        labels = [" ".join(label.split()) for _, label in points]
        named = len(points) > 1 and all(labels) and len(set(labels)) == len(labels) == len({w for w, _ in points})
        values = tuple(zip(labels, (where for where, _ in points), strict=True)) if named else ()
        unit = labels[0] if labels and not named and len(set(labels)) == 1 else ""
        return Place(_names(self.issues)[issue], low, high, unit, values)


def read_decide(name: str, text: str, file: str) -> tuple[Survey | None, Reader]:
    """Return the survey of a file of the exchange software, and the reader with what it noted."""
    reader = Reader(file, decimal_comma=True)
    lines = _Lines(reader)
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            lines.read(number, _cells(line.lstrip("\ufeff")))
    if len(lines.actors) > MAX_ACTORS:
        reader.refuse(f"There are {len(lines.actors):,} actors; up to {MAX_ACTORS:,} are read.", "Join some of them.")
    if not lines.stands and not reader.problems:
        raise Malformed("no line #D says where an actor stands")
    places = {issue: lines.place(issue) for issue in lines.issues if any(name == issue for _, name in lines.stands)}
    if reader.problems:
        return None, reader
    return _survey(lines, lines.title or name, {issue: place for issue, place in places.items() if place}), reader


def _survey(lines: _Lines, title: str, places: dict[str, Place]) -> Survey:
    """Return the survey of lines that hold together."""
    notes = lines.reader.notes
    largest = max(float(cares.high) for _, _, cares, _ in lines.stands.values())
    times = Fraction(100) if largest <= 1 else Fraction(1)
    if times == 100:
        notes.append("No salience is above 1, so all are read as parts of 1 and written as parts of 100.")
    power: dict[str, Range] = {}
    differing = set()
    for (actor, _), (_, _, _, own) in lines.stands.items():
        if power.setdefault(actor, own) != own:
            differing.add(actor)
    if differing:
        named = ", ".join(sorted(differing))
        notes.append(
            f"An actor has one capability here: of the powers of {named} that differ by issue the first counts."
        )
    idle = [actor for actor in lines.actors if actor not in power]
    empty = [issue for issue in lines.issues if issue not in places]
    if empty:
        notes.append(f"Without a line #D these issues are left out: {', '.join(empty)}.")
    if idle:
        notes.append(f"Without a line #D these actors are left out: {', '.join(idle)}.")
    names = _names(lines.actors)
    cells = {
        (names[actor], places[issue].name): Cell(where, _times(cares, times))
        for (actor, issue), (_, where, cares, _) in lines.stands.items()
    }
    actors = {names[actor]: power[actor] for actor in lines.actors if actor in power}
    return Survey(title, actors, {place.name: place for place in places.values()}, cells, list(notes))


def _names(known: dict[str, str]) -> dict[str, str]:
    """Return id -> the name it goes by: its description, or the id where two have one description."""
    described = list(known.values())
    return {name: text if described.count(text) == 1 else name for name, text in known.items()}


def _times(number: Range, times: Fraction) -> Range:
    parts = [number_text(Fraction(getattr(number, end)) * times) for end in ("low", "best", "high")]
    return Range.model_validate(parts[0] if number.given == 1 else parts[:: 2 if number.given == 2 else 1])


def _line(*cells: str) -> str:
    """Return a line of six cells: with fewer the software's readers take the wrong sign for the mark between them."""
    plain = [" ".join(cell.replace("'", " ").replace(";", ",").split()) for cell in cells]
    return "\t".join([*plain, *[""] * (_WIDTH - len(plain))])


def write_decide(survey: Survey) -> dict[str, str]:
    """Return file name -> text, on the scales of the case; saliences from 0 to 1."""
    for names, kind in ((survey.actors, "actors"), (survey.places, "issues")):
        if len({_line(name) for name in names}) < len(names):
            raise Malformed(f"two {kind} differ only by signs that these files cannot hold, ' and ;: rename one")
    rows = [_line("#A", actor, actor) for actor in survey.actors]
    for place in survey.places.values():
        rows.append(_line("#P", place.name, place.name))
        points = sorted(place.values, key=lambda pair: pair[1]) or [
            (place.unit, place.low),
            (place.unit, place.high),
        ]
        rows += [_line("#M", place.name, number_text(where), label) for label, where in points]
    for (actor, issue), cell in survey.cells.items():
        capability = survey.actors[actor]
        salience = Range.model_validate(number_text(Fraction(cell.salience.best) / 100))
        power = "1" if capability is None else best_text(capability)
        rows.append(_line("#D", actor, issue, best_text(cell.position), best_text(salience), power))
    if survey.has_ranges:
        survey.notes.append("The exchange software knows no ranges, so the best values were written.")
    return {"exchange.txt": "\n".join(rows) + "\n"}
