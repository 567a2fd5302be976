"""What stands around the issues: whose consent is needed, the calendar, who meets where and when."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, ClassVar, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    WithJsonSchema,
    model_serializer,
    model_validator,
)
from pydantic_core import PydanticCustomError

from detente.evidence import Day, Reasons
from detente.numbers import Range
from detente.parts import BarePart, Condition, Flag, Id, Ids, Part, Text, Texts, Value, bare

__all__ = ["AgendaItem", "Agreement", "CalendarEntry", "Hour", "Meeting", "NoDeal", "Person"]


Count = Annotated[
    int,
    Field(ge=1),
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 1}, {"type": "string", "pattern": "^[1-9][0-9]*$"}]}),
]


class Agreement(Part):
    """Whose consent a deal needs.

    ``rule: unanimous`` (also where nothing is said): everybody in `of`, which is all actors where it is left out.
    `at_least`: so many of them, and everybody in `must_include` (a veto). ``rule: deciders``: everybody who decides an
    issue that the deal changes from the status quo, in the room or not; `at_least` and `must_include` may be added.
    """

    rule: Literal["unanimous", "deciders"] | None = None
    at_least: Count | None = None
    must_include: Ids = ()
    of: Ids = ()
    because: Reasons = ()


def _no_deal(value: object) -> object:
    if isinstance(value, dict) or value is None:
        return value
    if isinstance(value, str) and value.strip() in ("status quo", "what holds"):
        return value.strip()
    try:
        return Range.model_validate(value)
    except ValidationError:
        if isinstance(value, str):
            raise PydanticCustomError(
                "S104",
                "{shown} is no no deal. Write status quo, what holds, a number, a range or {{issue: value}}.",
                {"shown": repr(value)},
            ) from None
        raise


NoDeal = Annotated[
    str | dict[Id, Value] | Range,
    BeforeValidator(_no_deal),
    WithJsonSchema(
        {
            "anyOf": [
                {"enum": ["status quo", "what holds"]},
                {"type": "number"},
                {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 3},
                {
                    "type": "object",
                    "additionalProperties": {"type": ["string", "boolean", "number"]},
                },
            ]
        }
    ),
]
"""What happens, or what it is worth, if nobody agrees."""


class CalendarEntry(Part):
    """A day on which something changes by itself, unless a condition then holds.

    `then` changes values; `no_deal` says what having no deal is worth to an actor from that day on.
    """

    on: Day
    what: Text
    then: dict[Id, Value] = Field(default_factory=dict)
    unless: Condition | None = None
    no_deal: dict[Id, Range] = Field(default_factory=dict)
    proposed: Flag = False
    because: Reasons = ()


class Hour(BaseModel):
    """A wall-clock hour in a named zone, written ``2025-08-15T11:30 America/Anchorage``."""

    model_config = ConfigDict(frozen=True, json_schema_extra=lambda s: s.update(type="string"))

    local: datetime
    zone: str

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: object) -> object:
        if isinstance(value, (Hour, dict)) and not isinstance(value, str):
            return value
        parts = value.split() if isinstance(value, str) else []
        if len(parts) == 2 and re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d\Z", parts[0], re.ASCII):
            try:
                local = datetime.fromisoformat(parts[0])
            except ValueError:
                local = None
            if local is not None and 1900 <= local.year <= 2200:  # zones mean little outside
                return {"local": local, "zone": parts[1]}
        raise PydanticCustomError(
            "S105",
            "This is not an hour in a zone. Write it like 2025-08-15T11:30 America/Anchorage.",
        )

    @model_serializer
    def _write(self) -> str:
        return f"{self.local.isoformat(timespec='minutes')} {self.zone}"

    def at(self) -> datetime:
        """Return the instant, aware of its zone; raises `ZoneInfoNotFoundError` for an unknown zone."""
        return self.local.replace(tzinfo=ZoneInfo(self.zone))


class Person(Part):
    """Somebody with a name and an office; `speaks_for` names an actor."""

    name: Text
    role: Text
    speaks_for: Id | None = None
    proposed: Flag = False
    because: Reasons = ()


class AgendaItem(BarePart):
    """Something on the agenda and the issues of the case that stand for it."""

    main: ClassVar[str] = "item"
    model_config = ConfigDict(json_schema_extra=bare("an issue, or words"))

    item: Text
    issues: Ids = ()


class Meeting(Part):
    """Who meets, where, when, in which order."""

    place: Text | None = None
    starts: Hour | None = None
    stages: Texts = ()
    delegations: dict[Id, tuple[Person, ...]] = Field(default_factory=dict)
    agenda: tuple[AgendaItem, ...] = ()
    proposed: Flag = False
    because: Reasons = ()
