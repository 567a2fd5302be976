"""The document that ``detente read --json`` prints, as types; see `detente.documents`."""

from __future__ import annotations

from typing_extensions import TypedDict

__all__ = [
    "PassageDocument",
    "ReadDate",
    "ReadDocument",
    "ReadHeading",
    "ReadName",
    "ReadPerson",
    "ReadQuantity",
    "ReadStatement",
    "SourceDocument",
]


class SourceDocument(TypedDict):
    """The document that was read. `sha256` is of the file's bytes; `text_sha256` of its text with LF line ends, as UTF-8."""

    path: str
    kind: str
    title: str
    publisher: str
    sha256: str
    text_sha256: str


class PassageDocument(TypedDict):
    """A numbered paragraph; `start` and `end` are its place in the whole text, in code points."""

    id: str
    text: str
    start: int
    end: int


class ReadPerson(TypedDict):
    """Somebody named, with the office that stands beside the name; offsets are in the passage."""

    name: str
    role: str | None
    passage: str
    start: int
    end: int


class ReadName(TypedDict):
    """A place or organisation where it is first named; `zone` is the time zone of a place, where it is known."""

    name: str
    zone: str | None
    passage: str
    start: int
    end: int


class ReadDate(TypedDict):
    """A date as written at ``passage[start:end]``; `value` is null where it counts from a publication day that is not known."""

    text: str
    value: str | None
    grain: str
    tense: str
    note: str
    passage: str
    start: int
    end: int


class ReadStatement(TypedDict):
    """Somebody says something: `text` stands at ``passage[start:end]``; `quote` are its quoted words, verbatim, or null.

    `inferred` proposals name whom a pronoun is taken to mean. `by` is the rule: cue, noun, colon, run-on or subject; the last
    two are weak. `because` is ready to be put under a judgement of a case.
    """

    speaker: str
    person: str | None
    office: str | None
    quote: str | None
    text: str
    kind: str
    inferred: bool
    by: str
    cue: str
    because: str
    passage: str
    start: int
    end: int


class ReadHeading(TypedDict):
    """A heading; `glued` where it lost its line, so that `rest` begins right after it. A proposal to cut, not a cut."""

    text: str
    glued: bool
    rest: str
    passage: str
    start: int
    end: int


class ReadQuantity(TypedDict):
    """A number with what it counts, as written at ``passage[start:end]``."""

    text: str
    number: float
    counts: str
    passage: str
    start: int
    end: int


class ReadDocument(TypedDict):
    """What was proposed from a document. Offsets of proposals are in code points, within their passage."""

    detente: str
    question: str
    source: SourceDocument
    published: str | None
    zone: str | None
    passages: list[PassageDocument]
    people: list[ReadPerson]
    organisations: list[ReadName]
    places: list[ReadName]
    dates: list[ReadDate]
    statements: list[ReadStatement]
    headings: list[ReadHeading]
    quantities: list[ReadQuantity]
    notes: list[str]
