"""Exact numbers and ranges, as an analyst writes them.

Numbers are read as decimal text and kept exactly: a tie between 0.1 + 0.2 and 0.3 must stay a tie.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    WithJsonSchema,
    model_serializer,
    model_validator,
)
from pydantic_core import PydanticCustomError

__all__ = ["Number", "Range"]

_NUMBER = re.compile(r"[-+]?(\d{1,15}(\.\d{0,15})?|\.\d{1,15})\Z", re.ASCII)


def _number(value: object) -> Decimal:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = repr(value)
    text = value.strip() if isinstance(value, str) else ""
    if not _NUMBER.match(text):
        raise PydanticCustomError(
            "S104",
            "{shown} is not a number. Write digits with a point, like 40 or 2.5.",
            {"shown": repr(value) if isinstance(value, str) else "This"},
        )
    return Decimal(text)


Number = Annotated[
    Decimal,
    BeforeValidator(_number),
    WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^[-+]?\d*\.?\d+$"}]}),
]
"""An exact decimal number."""


def _range_schema(schema: dict[str, Any]) -> None:
    number = {"type": "number"}
    schema.clear()
    schema.update(
        title="Range",
        description="A number, [low, high] or [low, best, high].",
        anyOf=[
            number,
            {"type": "string", "pattern": r"^[-+]?\d*\.?\d+$"},
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
        best = numbers[1] if len(numbers) == 3 else (low + high) / 2
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
