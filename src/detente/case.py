"""What the analyst wrote: actors, issues, moves, preferences, agreement, calendar, meeting.

Frozen pydantic models, one per thing of the case format, version 1. They hold what stands in the file and
nothing derived from it; whether the names in them exist is the business of `detente.check`.
"""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    WithJsonSchema,
    model_serializer,
    model_validator,
)
from pydantic_core import PydanticCustomError

from detente.evidence import Day, Reasons, Source
from detente.numbers import Number, Range
from detente.parts import BarePart, Condition, Flag, Id, Ids, Part, Text, Texts, Value, bare, one_or_many
from detente.talks import Agreement, CalendarEntry, Meeting, NoDeal, Person

__all__ = [
    "Actor",
    "Case",
    "Fact",
    "Issue",
    "IssueScores",
    "Link",
    "Move",
    "Origin",
    "Position",
    "Preferences",
    "Published",
    "Rule",
    "Scale",
    "Statement",
    "case_schema",
]


class Actor(Part):
    """Somebody who decides or cares. `capability` is its weight in the spatial models.

    `proposed`, here and elsewhere, marks what `detente read` drafted and nobody has confirmed yet.
    """

    name: Text
    capability: Range | None = None
    in_the_room: Flag = True
    seat: Text | None = None
    zone: Text | None = None
    proposed: Flag = False
    because: Reasons = ()


class Scale(Part):
    """Where the values of an issue lie (`points`), or the range of a continuous issue."""

    points: dict[Value, Number] | None = None
    min: Number | None = None
    max: Number | None = None
    unit: Text | None = None

    model_config = ConfigDict(
        json_schema_extra={
            "description": "value: number for every value; or min, max and unit for a continuous issue.",
            "type": "object",
            "properties": {},
            "additionalProperties": {"type": ["number", "string"]},
        }
    )

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: object) -> object:
        if isinstance(value, dict) and "points" not in value and not set(value) & {"min", "max"}:
            points = {key: number for key, number in value.items() if key != "unit"}
            return {"points": points, "unit": value.get("unit")}
        return value

    @model_serializer
    def _write(self) -> dict[str, str]:
        pairs = list((self.points or {}).items())
        pairs += [("min", self.min), ("max", self.max)] if self.points is None else []  # type: ignore[list-item]
        written = {key: str(number) for key, number in pairs if number is not None}
        return written | ({"unit": self.unit} if self.unit else {})


class Issue(Part):
    """Something that can turn out in different ways. No `values` means no and yes.

    `splittable` says that two sides could share it in any proportion, as Adjusted Winner may ask.
    """

    title: Text | None = None
    values: Annotated[tuple[Value, ...], Field(min_length=1)] = ("no", "yes")
    decided_by: Ids = ()
    status_quo: Value | None = None
    scale: Scale | None = None
    splittable: Flag = False
    proposed: Flag = False
    because: Reasons = ()

    @model_validator(mode="before")
    @classmethod
    def _place_values(cls, value: object) -> object:
        """Read the scale of an issue with values as places of these, whatever they are called."""
        if isinstance(value, dict) and isinstance(value.get("values"), list) and isinstance(value.get("scale"), dict):
            values, scale = value["values"], value["scale"]
            meant = set(scale) - {"unit"} & set(scale) if "unit" not in values else set(scale)
            if not isinstance(scale.get("points"), dict) and (meant & set(values) or not meant <= {"min", "max"}):
                points = {key: scale[key] for key in scale if key in meant}
                unit = {"unit": scale["unit"]} if "unit" in set(scale) - meant else {}
                return value | {"scale": {"points": points} | unit}
        return value

    @property
    def is_option_like(self) -> bool:
        """Whether its values are no and yes, so that the field's Y/N notation speaks of it."""
        return set(self.values) == {"no", "yes"} and not self.is_continuous

    @property
    def is_continuous(self) -> bool:
        """Whether it is a scale without values: for `settles` and `trades`, not for the graph model."""
        return self.scale is not None and self.scale.points is None and "values" not in self.model_fields_set


class Rule(BarePart):
    """A condition or pattern that no outcome may meet."""

    main: ClassVar[str] = "when"
    model_config = ConfigDict(json_schema_extra=bare("a condition"))

    when: Condition
    because: Reasons = ()


class Move(Part):
    """A line about who can go from where to where; see docs/reference/case-format.md, "Moves"."""

    issue: Id | None = None
    only: Literal["forward", "backward"] | None = None
    start: Texts | None = Field(default=None, alias="from")
    end: Texts | None = Field(default=None, alias="to")
    by: Ids | None = None
    allow: Flag = True
    because: Reasons = ()

    @model_validator(mode="after")
    def _whole(self) -> Move:
        if self.by == ():
            raise PydanticCustomError("S111", "by: is empty. Name an actor, or leave by: out to mean everybody.")
        if self.only is not None and (self.issue is None or self.start or self.end or "allow" in self.model_fields_set):
            raise PydanticCustomError(
                "S111",
                "only: goes with issue: and nothing else. Write {issue: name, only: forward}.",
            )
        if self.only is None and not (self.start and self.end):
            raise PydanticCustomError(
                "S111",
                "A move line needs both ends. "
                "Write {issue: name, from: a, to: b, allow: true} or {issue: name, only: forward}.",
            )
        if self.issue is None and (len(self.start or ()) > 1 or len(self.end or ()) > 1):
            raise PydanticCustomError(
                "S111",
                "Without issue:, from: and to: are one condition each. Join conditions with or.",
            )
        if self.issue is None and self.allow and not self.by:
            raise PydanticCustomError(
                "S111",
                "A move that is added over whole outcomes needs a mover. Write by: [actor].",
            )
        return self


class Statement(BarePart):
    """One line of an actor's priorities: a condition it wants true; the most important comes first."""

    main: ClassVar[str] = "that"
    model_config = ConfigDict(json_schema_extra=bare("a condition"))

    that: Condition
    proposed: Flag = False
    because: Reasons = ()


class IssueScores(Part):
    """What each value of an issue is worth to an actor; utility adds weight x score over the issues."""

    weight: Range | None = None
    values: dict[Value, Range]
    because: Reasons = ()


class Position(Part):
    """Where an actor stands on an issue's scale, and how much it cares (salience)."""

    position: Range
    salience: Range
    because: Reasons = ()


class Link(Part):
    """What issues are worth together, beside what each is worth alone.

    ``{when: condition, worth: 10}`` adds to the utility of the outcomes that meet the condition; ``{issue: trade,
    only_if: condition}`` lets the score (or position) on an issue count only in the outcomes that meet it.
    """

    when: Condition | None = None
    worth: Range | None = None
    issue: Id | None = None
    only_if: Condition | None = None
    because: Reasons = ()

    @model_validator(mode="after")
    def _one_of_two(self) -> Link:
        given = {name for name in ("when", "worth", "issue", "only_if") if getattr(self, name) is not None}
        if given not in ({"when", "worth"}, {"issue", "only_if"}):
            raise PydanticCustomError(
                "S112",
                "A link says either what something is worth together or when an issue counts. "
                "Write {when: condition, worth: 10} or {issue: name, only_if: condition}.",
            )
        return self


Entry = Annotated[
    tuple[Text, ...],
    Field(min_length=1),
    BeforeValidator(one_or_many),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {"type": "array", "items": {"type": "string"}, "minItems": 1},
            ]
        }
    ),
]


class Preferences(Part):
    """How one actor orders the outcomes, in one or more of four forms, and what no deal is to it."""

    ranking: Annotated[tuple[Entry, ...], Field(min_length=1)] | None = None
    statements: Annotated[tuple[Statement, ...], Field(min_length=1)] | None = None
    scores: dict[Id, IssueScores] | None = None
    positions: dict[Id, Position] | None = None
    linked: Annotated[tuple[Link, ...], Field(min_length=1)] | None = None
    no_deal: NoDeal | None = None
    because: Reasons = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms that are given, the one that orders outcomes for `holds` first."""
        names = ("ranking", "statements", "scores", "positions")
        return tuple(name for name in names if getattr(self, name))


class Fact(Part):
    """Something a source tells that no rule of the case uses, kept so that nothing is lost."""

    what: Text
    proposed: Flag = False
    because: Reasons = ()


class Published(Part):
    """A result that a publication prints for the case: the outcomes it calls equilibria by a method of ours.

    `differs` says why detente finds something else, where it does.
    """

    method: Text
    equilibria: Texts
    differs: Text | None = None
    because: Reasons = ()


class Origin(BaseModel):
    """Which file a case was read from. `fingerprint` tells whether the case still says what the file says."""

    model_config = ConfigDict(frozen=True)

    path: str = ""
    sha256: str = ""
    fingerprint: str = ""


def _version(value: object) -> object:
    if str(value) != "1":
        raise PydanticCustomError(
            "S109",
            "This detente reads version 1 of the case format. Write detente: 1, or update detente.",
        )
    return 1


class Case(Part):
    """One conflict or negotiation, written down once (case format, version 1).

    `domain` says what kind of settlements it belongs to, such as ``EU legislation``: `settles` knows how far models were off
    there.
    """

    detente: Annotated[Literal[1], BeforeValidator(_version), WithJsonSchema({"enum": [1, "1"]})]
    title: Text
    as_of: Day | None = None
    domain: Text | None = None
    note: Text | None = None
    sources: dict[Id, Source] = Field(default_factory=dict)
    actors: dict[Id, Actor] = Field(min_length=1)
    issues: dict[Id, Issue] = Field(min_length=1)
    impossible: tuple[Rule, ...] = ()
    moves: tuple[Move, ...] = ()
    preferences: dict[Id, Preferences] = Field(default_factory=dict)
    agreement: Agreement | None = None
    calendar: tuple[CalendarEntry, ...] = ()
    meeting: Meeting | None = None
    people: tuple[Person, ...] = ()
    background: tuple[Fact, ...] = ()
    published: tuple[Published, ...] = ()

    _origin: Origin = PrivateAttr(default_factory=Origin)

    @property
    def sha256(self) -> str:
        """The hash of the file the case was read from; of its document, where it was made or changed since."""
        own = self.fingerprint()
        return self._origin.sha256 if self._origin.fingerprint == own else own

    @property
    def origin_path(self) -> str:
        """The file the case was read from; empty where it was made in memory."""
        return self._origin.path

    @property
    def is_as_read(self) -> bool:
        """Whether the case still is what was read from a file."""
        return self._origin.fingerprint == self.fingerprint()

    def fingerprint(self) -> str:
        """Return the hash of the case's document."""
        text = json.dumps(self.to_document(), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def read_from(self, path: str, sha256: str) -> None:
        """Note which file the case was read from."""
        self._origin = Origin(path=path, sha256=sha256, fingerprint=self.fingerprint())

    @property
    def options(self) -> tuple[str, ...]:
        """The no/yes issues in file order: what a Y/N pattern speaks of."""
        return tuple(name for name, issue in self.issues.items() if issue.is_option_like)

    def issue_title(self, name: str) -> str:
        """Return an issue's title, or its name where it has none."""
        return self.issues[name].title or name

    def to_document(self) -> dict[str, Any]:
        """Return the case as plain text, lists and dictionaries, in the shape of the file."""
        written: dict[str, Any] = self.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude_none=True)
        return written


def case_schema() -> dict[str, Any]:
    """Return the JSON Schema of the case format, version 1, for editors and other programs."""
    schema = Case.model_json_schema(by_alias=True)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "detente case, version 1"
    return schema
