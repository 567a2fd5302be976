"""Who stands where, as other tools write it down: actors, issues on scales, positions, saliences and capabilities.

The readers of tables, KTAB files and files of the exchange software make a `Survey`, and note every cell they cannot use. A
case document is made of it here; for export a case is turned into a `Survey` again, and what does not fit is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from detente.checks.scales import MOST_SALIENCE
from detente.diagnostics import Diagnostic
from detente.errors import UsageError
from detente.files.domain import slug
from detente.numbers import Range, is_number, number_text
from detente.settling.stands import read_stands

if TYPE_CHECKING:
    from collections.abc import Mapping

    from detente.case import Case

__all__ = ["Cell", "Place", "Reader", "Survey", "best_text", "survey_document", "survey_of"]

MAX_ACTORS = 500
MAX_ISSUES = 500
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d*)?\Z", re.ASCII)


@dataclass(frozen=True)
class Place:
    """An issue: the ends of its scale, its unit, and values with their places where they have names."""

    name: str
    low: Fraction
    high: Fraction
    unit: str = ""
    values: tuple[tuple[str, Fraction], ...] = ()


@dataclass(frozen=True)
class Cell:
    """Where an actor stands on an issue, and how much it cares (0 to 100)."""

    position: Range
    salience: Range


@dataclass(frozen=True)
class Survey:
    """A survey. Actors by name with their capability, issues by name, cells by (actor, issue)."""

    title: str
    actors: Mapping[str, Range | None]
    places: Mapping[str, Place]
    cells: Mapping[tuple[str, str], Cell]
    notes: list[str] = field(default_factory=list)

    @property
    def has_ranges(self) -> bool:
        """Whether any number is a range."""
        numbers = [number for cell in self.cells.values() for number in (cell.position, cell.salience)]
        return any(number.given > 1 for number in [*numbers, *(c for c in self.actors.values() if c is not None)])


class Reader:
    """Reads the numbers of a file, and notes what cannot be used with row, column and cell: all of it at once."""

    def __init__(self, file: str, *, decimal_comma: bool = False) -> None:
        self.file, self.decimal_comma = file, decimal_comma
        self.problems: list[Diagnostic] = []
        self.notes: list[str] = []

    def refuse(self, message: str, remedy: str, row: int = 1) -> None:
        """Note something that cannot be used."""
        self.problems.append(Diagnostic("F013", message, remedy, line=row, file=self.file))

    def number(self, text: str, row: int, column: str) -> Range | None:
        """Return a number or a range like 20..50..70; None, and a note, where the cell holds neither."""
        shown = text.strip()
        parts = [part.strip() for part in shown.split("..")]
        if self.decimal_comma and any(_THOUSANDS.match(part) for part in parts):
            self.refuse(
                f"Row {row}, column {column}: {shown[:40]} may mean thousands or thousandths.",
                "Write 1550 or 1.55, with a point and no mark between thousands.",
                row,
            )
            return None
        if self.decimal_comma:
            parts = [part.replace(",", ".") for part in parts]
        try:
            found: Range = Range.model_validate(parts if len(parts) > 1 else parts[0])
        except ValueError:
            low_to_high = len(parts) > 1 and all(is_number(part) for part in parts)
            self.refuse(
                f"Row {row}, column {column}: {shown[:40]!r} is {'a range out of order' if low_to_high else 'no number'}.",
                "Write a number like 40 or 2.5, a range like 20..60 or 20..50..60 from low to high, or leave the cell empty.",
                row,
            )
            return None
        return found

    def bounded(self, text: str, row: int, column: str, most: Fraction | None = None) -> Range | None:
        """Return a number of 0 or more, and at most `most`; None, and a note, where the cell holds none."""
        found = self.number(text, row, column)
        if found is not None and (found.low < 0 or (most is not None and found.high > most)):
            limit = "is below 0" if found.low < 0 else f"is above {number_text(most or Fraction(0))}"
            self.refuse(f"Row {row}, column {column}: {text.strip()} {limit}.", "Mend the number.", row)
            return None
        return found

    def salience(self, text: str, row: int, column: str) -> Range | None:
        """Return a salience; None, and a note, where the cell holds none."""
        return self.bounded(text, row, column, Fraction(MOST_SALIENCE))


def best_text(number: Range) -> str:
    """Return the best value of a range as text with a point, not a fraction, for other tools."""
    text = number_text(Fraction(number.best))
    return repr(float(number.best)) if "/" in text else text


def _written(number: Range) -> str | list[str]:
    written: Any = number.model_dump()
    return written  # type: ignore[no-any-return]


def survey_document(survey: Survey, reason: str) -> dict[str, Any]:
    """Return the case document of a survey; every judgement carries the reason."""
    taken: set[str] = set()
    actors = {name: slug(name, taken, "actor") for name in survey.actors}
    taken = set()
    issues = {name: slug(name, taken, "issue") for name in survey.places}
    because = [reason]
    document: dict[str, Any] = {
        "detente": "1",
        "title": " ".join(survey.title.split())[:200] or "Imported",
        "actors": {},
    }
    for name, capability in survey.actors.items():
        shown = " ".join(name.split())[:200]
        document["actors"][actors[name]] = {"name": shown} | (
            {} if capability is None else {"capability": _written(capability), "because": because}
        )
    document["issues"] = {issues[name]: _issue(survey, place, actors, because) for name, place in survey.places.items()}
    preferences: dict[str, Any] = {}
    for (actor, issue), cell in survey.cells.items():
        own = preferences.setdefault(actors[actor], {"positions": {}})
        own["positions"][issues[issue]] = {
            "position": _written(cell.position), "salience": _written(cell.salience), "because": because,
        }  # fmt: skip
    return document | {"preferences": preferences}


def _issue(survey: Survey, place: Place, actors: Mapping[str, str], because: list[str]) -> dict[str, Any]:
    deciders = [actors[actor] for actor in survey.actors if (actor, place.name) in survey.cells]
    unit = {"unit": place.unit} if place.unit else {}
    found: dict[str, Any] = {"title": " ".join(place.name.split())[:200]}
    if place.values:
        found["values"] = [value for value, _ in place.values]
        found["scale"] = {value: number_text(where) for value, where in place.values} | unit
    else:
        found["scale"] = {"min": number_text(place.low), "max": number_text(place.high)} | unit
    return found | {"decided_by": deciders, "because": because}


def survey_of(case: Case) -> Survey:
    """Return a case's positions as a survey.

    Raises
    ------
    UsageError
        Where the case has none.
    """
    stands = read_stands(case)
    names: dict[str, str] = {}
    for actor in stands.actors:
        name = stands.name(actor)
        names[actor] = name if name not in names.values() else actor
    titles: dict[str, str] = {}
    for place in stands.places:
        titles[place.name] = place.title if place.title not in titles.values() else place.name
    if len(set(names.values())) < len(names) or len(set(titles.values())) < len(titles):
        raise UsageError("Two actors or two issues have one name, so a table cannot tell them apart. Rename one.")
    notes = (
        ["The status quo of the issues is not written."] if any(p.status_quo is not None for p in stands.places) else []
    )
    if case.domain:
        notes.append(f"The domain, {case.domain}, is not written.")
    if any(stand.read == "scores" for place in stands.places for stand in place.stands):
        notes.append("Where an actor has scores and no position, the best-scored value and its stake were written.")
    places = {
        titles[place.name]: Place(
            titles[place.name],
            Fraction(repr(place.low)),
            Fraction(repr(place.high)),
            place.unit,
            tuple((value, Fraction(repr(where))) for value, where in place.values.items()),
        )
        for place in stands.places
    }
    cells = {
        (names[stand.actor], titles[place.name]): Cell(stand.position, _hundred(stand.salience))
        for place in stands.places
        for stand in place.stands
    }
    given = any(case.actors[actor].capability is not None for actor in stands.actors)
    actors = {names[actor]: stands.capability[actor] if given else None for actor in stands.actors}
    return Survey(case.title, actors, places, cells, notes)


def _hundred(salience: Range) -> Range:
    """Return a salience from 0 to 1 as a part of 100."""
    parts = [number_text(Fraction(getattr(salience, end)) * 100) for end in ("low", "best", "high")]
    return Range.model_validate(parts[0] if salience.given == 1 else parts[:: 2 if salience.given == 2 else 1])
