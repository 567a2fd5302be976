"""How the pieces of a case are read: names, texts, truth values, one-or-many lists, bare forms.

Every scalar arrives as text. These types turn it into what it stands for, or say in one sentence what to write instead;
and they say in the JSON Schema what an editor may expect.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, ClassVar, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_serializer,
    model_validator,
)
from pydantic_core import PydanticCustomError

__all__ = [
    "BarePart",
    "Condition",
    "Flag",
    "Id",
    "Ids",
    "Part",
    "Text",
    "Texts",
    "Value",
    "bare",
    "one_or_many",
]

RESERVED = frozenset({"and", "or", "not", "if", "iff", "in"})
_ID = re.compile(r"[^\W\d][\w-]*\Z")


def _id(name: str) -> str:
    if len(name) > 60 or not _ID.match(name) or name in RESERVED:
        raise PydanticCustomError(
            "S107",
            "{name} cannot be used as a name. "
            "Begin with a letter, go on with letters, digits, - or _, and avoid and, or, not, if, iff, in.",
            {"name": repr(name[:70])},
        )
    return name


def _value(value: object) -> object:
    if isinstance(value, str) and (not value.strip() or len(value) > 80 or "\n" in value):
        raise PydanticCustomError("S107", "A value is a short text on one line. Write a word or two.")
    return value.strip() if isinstance(value, str) else value


def _flag(value: object) -> object:
    if isinstance(value, bool):
        return value
    word = value.strip().lower() if isinstance(value, str) else ""
    if word not in ("yes", "no", "true", "false"):
        raise PydanticCustomError("S106", "Only yes or no can stand here. Write yes or no.")
    return word in ("yes", "true")


def one_or_many(value: object) -> object:
    """Return a list of one for a single text, so that the brackets may be left out."""
    return [value] if isinstance(value, str) else value


Id = Annotated[str, AfterValidator(_id)]
Text = Annotated[str, Field(min_length=1, max_length=5000)]
Value = Annotated[
    str,
    BeforeValidator(_value),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "number"}, {"type": "boolean"}]}),
]
Flag = Annotated[
    bool,
    BeforeValidator(_flag),
    WithJsonSchema({"enum": [True, False, "yes", "no", "true", "false"]}),
]
Condition: TypeAlias = Text  # parsed by detente.expressions

_SCALAR = {"anyOf": [{"type": "string"}, {"type": "number"}, {"type": "boolean"}]}
_MANY = WithJsonSchema({"anyOf": [*_SCALAR["anyOf"], {"type": "array", "items": _SCALAR}]})
Ids = Annotated[tuple[Id, ...], BeforeValidator(one_or_many), _MANY]
Texts = Annotated[tuple[Text, ...], BeforeValidator(one_or_many), _MANY]


def bare(key: str) -> Any:  # noqa: ANN401 - pydantic's own type for a schema hook
    """Let a bare text in the JSON Schema stand for an object with only `key`."""

    def widen(schema: dict[str, Any]) -> None:
        whole = dict(schema)
        schema.clear()
        schema.update(title=whole.pop("title", ""), anyOf=[{"type": "string", "description": key}, whole])

    return widen


class Part(BaseModel):
    """A piece of a case: frozen, and no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class BarePart(Part):
    """A piece whose main text may stand alone where it has no `because`."""

    main: ClassVar[str]

    @model_validator(mode="before")
    @classmethod
    def _accept_bare(cls, value: object) -> object:
        return {cls.main: value} if isinstance(value, str) else value

    @model_serializer(mode="wrap")
    def _write_bare(self, handler: Any) -> Any:  # noqa: ANN401 - pydantic's signature
        written = handler(self)
        alone = getattr(self, self.main)
        return alone if self == type(self)(**{self.main: alone}) else written
