"""The document of ``detente read --json``."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from unicodedata import category

from detente.evidence import Because
from detente.version import __version__

if TYPE_CHECKING:
    from detente.read_documents import ReadDocument, ReadName, ReadStatement
    from detente.reading.reader import NameFound, StatementFound
    from detente.sourcing.answer import Read

__all__ = ["because_of", "document_of"]

MAX_QUOTE = 300


def because_of(source: str, passage: str, words: str) -> str:
    """Return a reason that cites a passage with its words, shortened at a word where they are many."""
    words = " ".join(words.split())
    for at, sign in enumerate(words):
        if category(sign) in ("Cc", "Cs", "Co", "Cn"):
            words = words[:at].rstrip()  # YAML cannot hold it: what stands before it is cited
            break
    if len(words) > MAX_QUOTE:
        words = words[:MAX_QUOTE].rsplit(" ", 1)[0]
    return str(Because.model_construct(kind="passage", source=source, passage=passage, quote=words, text=""))


def _name(found: NameFound) -> ReadName:
    return {
        "name": found.text,
        "zone": found.zone or None,
        "passage": found.passage,
        "start": found.start,
        "end": found.end,
    }


def _statement(found: StatementFound, source: str) -> ReadStatement:
    return {
        "speaker": found.speaker,
        "person": found.person or None,
        "office": found.office or None,
        "quote": found.quote,
        "text": found.text,
        "kind": found.kind,
        "inferred": found.inferred,
        "by": found.by,
        "cue": found.cue,
        "because": because_of(source, found.passage, found.text),
        "passage": found.passage,
        "start": found.start,
        "end": found.end,
    }


def document_of(read: Read, name: str = "report") -> ReadDocument:
    """Return what was read as plain data; `name` is what the source is called in reasons."""
    reading, source = read.reading, read.source
    return {
        "detente": __version__,
        "question": "read",
        "source": {
            "path": source.path,
            "kind": source.kind,
            "title": source.title or source.title_inside,
            "publisher": source.publisher,
            "sha256": source.sha256,
            "text_sha256": hashlib.sha256(source.text.encode()).hexdigest(),
        },
        "published": read.published.isoformat() if read.published else None,
        "zone": read.zone or None,
        "passages": [{"id": one.id, "text": one.text, "start": one.start, "end": one.end} for one in reading.passages],
        "people": [
            {"name": one.name, "role": one.role or None, "passage": one.passage, "start": one.start, "end": one.end}
            for one in reading.people
        ],
        "organisations": [_name(one) for one in reading.organisations],
        "places": [_name(one) for one in reading.places],
        "dates": [
            {
                "text": one.text,
                "value": one.value,
                "grain": one.grain,
                "tense": one.tense.way,
                "note": one.note,
                "passage": one.passage,
                "start": one.start,
                "end": one.end,
            }
            for one in reading.dates
        ],
        "statements": [_statement(one, name) for one in reading.statements],
        "headings": [
            {
                "text": one.text,
                "glued": bool(one.rest),
                "rest": one.rest,
                "passage": one.passage,
                "start": one.start,
                "end": one.end,
            }
            for one in reading.headings
        ],
        "quantities": [
            {
                "text": one.text,
                "number": one.number,
                "counts": one.counts,
                "passage": one.passage,
                "start": one.start,
                "end": one.end,
            }
            for one in reading.quantities
        ],
        "notes": list(read.notes),
    }
