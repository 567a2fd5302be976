"""What `detente read` found, as data: the source, everything proposed from it, and what has to be asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.sourcing.document import document_of

if TYPE_CHECKING:
    from datetime import date

    from detente.read_documents import ReadDocument
    from detente.reading.reader import Reading

__all__ = ["Read", "SourceFound"]


@dataclass(frozen=True, slots=True)
class SourceFound:
    """The document that was read: its text with LF line ends, and the hash of the file's bytes.

    `title` and `publisher` are what the person gave; `title_inside` and `dated_inside` what the file says of itself.
    """

    path: str
    text: str
    sha256: str
    kind: str
    title: str
    publisher: str
    title_inside: str = ""
    dated_inside: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """The answer of `detente.read`: proposals, each a stretch of the text; nothing of it is in a case yet.

    Attributes
    ----------
    source
        The document.
    reading
        What it can be read to say.
    published, zone
        The publication day and zone that were given; none and empty where they were not. They are never guessed.
    notes
        What a person has to know or to tell: a date that is asked for, the days the text allows.
    """

    source: SourceFound
    reading: Reading
    published: date | None
    zone: str
    notes: tuple[str, ...]

    def to_dict(self) -> ReadDocument:
        """Return the document that ``detente read --json`` prints."""
        return document_of(self)
