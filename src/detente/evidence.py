"""How we know: sources, their passages, and the `because` that hangs on every judgement."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal
from unicodedata import normalize

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    model_serializer,
    model_validator,
)
from pydantic_core import PydanticCustomError

__all__ = ["Because", "Day", "Reasons", "Source", "fold", "fold_sign"]

_PASSAGE = re.compile(
    r"(?P<source>[^\W\d][\w-]*):(?P<passage>[\w.-]+)(?:\s+(?P<mark>[\"'“‘])(?P<quote>.+)[\"'”’])?\Z",
    re.DOTALL,
)
_FOLD = str.maketrans(
    dict.fromkeys("“”„«»", '"')
    | dict.fromkeys("’‘", "'")
    | dict.fromkeys("–—‐‑", "-")
    | dict.fromkeys("\u00ad\u200b\u200c\u2060\ufeff", "")
    | {"\u00a0": " ", "…": "..."}
)


def fold_sign(sign: str) -> str:
    """Return one sign in folded form: plain marks, letters apart from their accents, nothing for signs without a shape."""
    return normalize("NFD", sign).translate(_FOLD)


def fold(text: str) -> str:
    """Return text with typographic marks made plain, letters parted from their accents, and white space made single.

    Two copies of one passage differ in just these; a quote is compared in folded form.
    """
    return " ".join(normalize("NFD", text).translate(_FOLD).split())


def _day(value: object) -> object:
    if isinstance(value, date):
        return value
    text = value.strip() if isinstance(value, str) else ""
    if re.match(r"\d{4}-\d{2}-\d{2}\Z", text, re.ASCII):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise PydanticCustomError("S105", "This is not a date. Write year-month-day, like 2025-08-15.")


Day = Annotated[date, BeforeValidator(_day)]
"""A calendar day, written 2025-08-15."""


class Source(BaseModel):
    """A document that judgements cite. `file` lies beside the case; its paragraphs are numbered.

    `sha256` is the hash of the file when it was read in, so that a change is noticed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    publisher: str | None = None
    published: Day | None = None
    file: str | None = None
    sha256: str | None = None
    url: str | None = None
    licence: str | None = None
    note: str | None = None


def _because_schema(schema: dict[str, Any]) -> None:
    schema.clear()
    schema.update(
        title="Because",
        description='source:p4, source:p4 "some words", or assumption: why.',
        anyOf=[
            {"type": "string"},
            {
                "type": "object",
                "properties": {"assumption": {"type": "string"}},
                "required": ["assumption"],
            },
        ],
    )


class Because(BaseModel):
    """One reason for a judgement: a passage of a source, with or without its words, or an assumption."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra=_because_schema)

    kind: Literal["passage", "assumption"]
    source: str = ""
    passage: str = ""
    quote: str = ""
    text: str = ""

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: object) -> object:
        if isinstance(value, Because):
            return dict(value)
        if isinstance(value, dict) and set(value) == {"assumption"} and isinstance(value["assumption"], str):
            # "- assumption: so it seems" without quotes is a mapping to YAML and a reason to a person
            value = f"assumption: {value['assumption']}"
        if isinstance(value, str):
            word, colon, rest = value.strip().partition(":")
            if word.strip().lower() == "assumption" and colon and rest.strip():
                return {"kind": "assumption", "text": rest.strip()}
            match = _PASSAGE.match(value.strip())
            if match and word.lower() != "assumption":
                return {
                    "kind": "passage",
                    "source": match["source"],
                    "passage": match["passage"],
                    "quote": match["quote"] or "",
                }
        raise PydanticCustomError(
            "S110",
            "This reason is in no known form. "
            'Put the whole reason in quotes: "source:p4", "source:p4 \'its words\'" or "assumption: why".',
        )

    @model_serializer
    def _write(self) -> str:
        return str(self)

    def __str__(self) -> str:
        if self.kind == "assumption":
            return f"assumption: {self.text}"
        if not self.quote:
            return f"{self.source}:{self.passage}"
        mark = "'" if '"' in self.quote else '"'
        return f"{self.source}:{self.passage} {mark}{self.quote}{mark}"


def _reasons(value: object) -> object:
    return [value] if isinstance(value, (str, dict)) and value else value


Reasons = Annotated[tuple[Because, ...], BeforeValidator(_reasons)]
"""Any number of reasons; a single one may stand without the list."""
