"""Exact numbers and ranges, as an analyst writes them.

Numbers are read as text and kept exactly: a tie between 0.1 + 0.2 and 0.3 must stay a tie, and so must one between
thirds.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import (
    BaseModel,
    ConfigDict,
    WithJsonSchema,
    model_serializer,
    model_validator,
)
from pydantic_core import PydanticCustomError, core_schema

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler

__all__ = ["Exact", "Number", "Range", "is_number", "number_text", "read_number"]

_NUMBER = re.compile(r"[-+]?(\d{1,40}(\.\d{0,40})?|\.\d{1,40})([eE][-+]?\d{1,2})?\Z", re.ASCII)
_FRACTION = re.compile(r"[-+]?\d{1,40}/0{0,20}[1-9]\d{0,40}\Z", re.ASCII)
_DOUBLE = 15
_WRITTEN = r"^[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?$|^[-+]?\d+/\d+$"


def number_text(value: Fraction) -> str:
    """Return a number as text: digits with a point where they end, a fraction like 1/3 where they do not."""
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest > 1 or max(twos, fives) > 40:
        return f"{value.numerator}/{value.denominator}"
    places = max(twos, fives)
    whole, part = divmod(abs(value.numerator) * 10**places // value.denominator, 10**places)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{part:0{places}d}" if places else f"{sign}{whole}"


class Exact(Fraction):
    """A number as it was written: exact, with its text kept so that saving changes nothing."""

    text: str

    def __new__(cls, value: str | Fraction | int) -> Exact:  # noqa: PYI034 - Fraction's own signature returns Fraction
        """Read a number; raises ValueError for text that is none."""
        made: Exact = super().__new__(cls, value)
        made.text = value.strip() if isinstance(value, str) else number_text(Fraction(value))
        return made

    def __str__(self) -> str:
        return self.text

    @property
    def is_printed_double(self) -> bool:
        """Whether it has a point and the 15 or more digits with which programs write doubles, whose last are noise."""
        mantissa = self.text.lower().partition("e")[0]
        digits = mantissa.replace(".", "").strip("+-").strip("0")
        return "." in mantissa and "/" not in self.text and len(digits) >= _DOUBLE

    def __reduce__(self) -> tuple[object, ...]:
        return _restored, (self.numerator, self.denominator, self.text)

    def __copy__(self) -> Exact:
        return self

    def __deepcopy__(self, memo: object) -> Exact:
        return self

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Let pydantic read it by `_number` and write it as its text."""
        return core_schema.no_info_plain_validator_function(
            _number, serialization=core_schema.to_string_ser_schema(when_used="always")
        )


def _restored(numerator: int, denominator: int, text: str) -> Exact:
    made = Exact(Fraction(numerator, denominator))
    made.text = text
    return made


def read_number(text: str) -> Exact:
    """Return the number that a text writes: digits with a point, a short exponent, or a fraction; else ValueError."""
    text = text.strip()
    if not (_NUMBER.match(text) or _FRACTION.match(text)):
        raise ValueError(text[:40])
    return Exact(text)


def is_number(text: str) -> bool:
    """Return whether a text writes a number."""
    try:
        read_number(text)
    except ValueError:
        return False
    return True


def _number(value: object) -> Exact:
    if isinstance(value, Exact):
        return value
    if isinstance(value, Fraction):
        return Exact(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = repr(value)
    try:
        return read_number(value if isinstance(value, str) else "")
    except ValueError:
        raise PydanticCustomError(
            "S104",
            "{shown} is not a number. Write digits with a point, like 40 or 2.5, or a fraction like 1/3.",
            {"shown": repr(value) if isinstance(value, str) else "This"},
        ) from None


Number = Annotated[
    Exact,
    WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string", "pattern": _WRITTEN}]}),
]
"""An exact number."""


def _range_schema(schema: dict[str, Any]) -> None:
    number = {"type": "number"}
    schema.clear()
    schema.update(
        title="Range",
        description="A number, [low, high] or [low, best, high].",
        anyOf=[
            number,
            {"type": "string", "pattern": _WRITTEN},
            {
                "type": "array",
                "items": {"anyOf": [number, {"type": "string"}]},
                "minItems": 2,
                "maxItems": 3,
            },
        ],
    )


class Range(BaseModel):
    """A number that may be uncertain: ``40``, ``[30, 50]`` or ``[30, 40, 55]``.

    Where a method needs one number, `best` serves: the middle of ``[low, high]``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra=_range_schema)

    low: Number
    best: Number
    high: Number
    given: int = 1  # how many numbers the analyst wrote: 1, 2 or 3

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: object) -> object:
        if isinstance(value, Range):
            return {"low": value.low, "best": value.best, "high": value.high, "given": value.given}
        if isinstance(value, dict):
            raise PydanticCustomError("S103", "A number is expected here. Write 40, [30, 50] or [30, 40, 55].")
        if not isinstance(value, (list, tuple)):
            number = _number(value)
            return {"low": number, "best": number, "high": number, "given": 1}
        if len(value) not in (2, 3):
            raise PydanticCustomError(
                "S103", "A range has two or three numbers. Write [low, high] or [low, best, high]."
            )
        numbers = [_number(item) for item in value]
        if numbers != sorted(numbers):
            raise PydanticCustomError("S108", "The numbers of a range must rise. Write the lowest first.")
        low, high = numbers[0], numbers[-1]
        best = numbers[1] if len(numbers) == 3 else Exact((low + high) / 2)
        return {"low": low, "best": best, "high": high, "given": len(numbers)}

    @property
    def is_point(self) -> bool:
        """Whether the number is certain."""
        return self.low == self.high

    @model_serializer
    def _write(self) -> str | list[str]:
        numbers = {1: [self.best], 2: [self.low, self.high], 3: [self.low, self.best, self.high]}
        texts = [str(number) for number in numbers[self.given]]
        return texts[0] if self.given == 1 else texts

    def __str__(self) -> str:
        if self.given == 1:
            return str(self.best)
        if self.given == 2:
            return f"{self.low} to {self.high}"
        return f"{self.best} ({self.low} to {self.high})"
