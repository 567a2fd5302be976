"""Citations as W3C Web Annotations (JSON-LD), so that they travel to annotation tools and back.

Each citation is an annotation whose target is the source with a TextQuoteSelector (exact, prefix, suffix) and a
TextPositionSelector. Positions are code points, as the recommendation counts; JavaScript tools count UTF-16 units, and
can be served and understood in these (https://www.w3.org/TR/annotation-model/).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.sourcing.anchors import Anchor, Folded, anchor, from_utf16, to_utf16

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from detente.reading.passages import Passage

__all__ = ["CONTEXT", "Cited", "Quoted", "anchored", "annotations_of", "quotes_of"]

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32
MAX_ANNOTATIONS = 10_000


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation: what it supports (a place in the case and its name) and the words it cites in a source."""

    about: str
    label: str
    source: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quoted:
    """What an annotation says: its source, the words it marks, the note on them."""

    source: str
    exact: str
    prefix: str
    suffix: str
    start: int | None
    end: int | None
    note: str


def annotations_of(
    texts: dict[str, str], hashes: dict[str, str], cited: Iterable[Cited], *, utf16: bool = False
) -> dict[str, Any]:
    """Return an annotation collection as JSON-LD.

    Parameters
    ----------
    texts
        source -> its text with LF line ends.
    hashes
        source -> hash of the file, noted as the state that was cited.
    cited
        The citations.
    utf16
        Count positions as JavaScript does.
    """
    items = []
    for number, one in enumerate(cited, start=1):
        text = texts[one.source]
        start, end = one.start, one.end
        if utf16:
            start, end = to_utf16(text, start), to_utf16(text, end)
        items.append(
            {
                "@context": CONTEXT,
                "id": f"urn:detente:citation:{number}",
                "type": "Annotation",
                "motivation": "linking",
                "body": [
                    {"type": "TextualBody", "value": one.label, "purpose": "describing"},
                    {"type": "TextualBody", "value": one.about, "purpose": "identifying"},
                ],
                "target": {
                    "source": one.source,
                    "state": {"type": "HttpRequestState", "value": f"sha256={hashes.get(one.source, '')}"},
                    "selector": [
                        {
                            "type": "TextQuoteSelector",
                            "exact": text[one.start : one.end],
                            "prefix": text[max(0, one.start - AROUND) : one.start],
                            "suffix": text[one.end : one.end + AROUND],
                        },
                        {"type": "TextPositionSelector", "start": start, "end": end},
                    ],
                },
            }
        )
    return {
        "@context": CONTEXT,
        "type": "AnnotationCollection",
        "total": len(items),
        "first": {"type": "AnnotationPage", "items": items},
    }


def quotes_of(document: object, *, utf16_text: str | None = None) -> tuple[list[Quoted], list[str]]:
    """Return what the annotations of a JSON-LD document mark, and why others are passed over.

    A collection, a page, a list and a single annotation are understood, and the export of Hypothesis, which calls its
    source ``uri``. `utf16_text` is the text by which positions in UTF-16 units are turned into code points.
    """
    found: list[Quoted] = []
    passed: list[str] = []
    for number, item in enumerate(_items(document)[:MAX_ANNOTATIONS], start=1):
        quoted = _quoted(item, utf16_text)
        if quoted is None:
            passed.append(f"Annotation {number} marks no words (it has no TextQuoteSelector), so it is passed over.")
        else:
            found.append(quoted)
    return found, passed


def _items(document: object) -> list[Any]:
    if isinstance(document, list):
        return document
    if not isinstance(document, dict):
        return []
    if isinstance(document.get("first"), dict):
        return _items(document["first"])
    for key in ("items", "rows", "annotations"):
        if isinstance(document.get(key), list):
            return list(document[key])
    return [document] if "target" in document else []


def _quoted(item: object, utf16_text: str | None) -> Quoted | None:
    if not isinstance(item, dict):
        return None
    target = item.get("target")
    target = target[0] if isinstance(target, list) and target else target
    if not isinstance(target, dict):
        return None
    selectors = target.get("selector") or []
    selectors = [one for one in (selectors if isinstance(selectors, list) else [selectors]) if isinstance(one, dict)]
    quote = next((one for one in selectors if one.get("type") == "TextQuoteSelector"), None)
    place: dict[str, Any] = next((one for one in selectors if one.get("type") == "TextPositionSelector"), {})
    if quote is None or not isinstance(quote.get("exact"), str) or not quote["exact"].strip():
        return None
    ends = [place.get(key) for key in ("start", "end")]
    whole = [end if isinstance(end, int) and not isinstance(end, bool) and end >= 0 else None for end in ends]
    if utf16_text is not None:
        whole = [None if end is None else from_utf16(utf16_text, end) for end in whole]
    around = [quote.get(key) if isinstance(quote.get(key), str) else "" for key in ("prefix", "suffix")]
    source = target.get("source") or item.get("uri") or ""
    return Quoted(str(source), quote["exact"], str(around[0]), str(around[1]), whole[0], whole[1], _note(item))


def _note(item: dict[str, Any]) -> str:
    body = item.get("body", item.get("text", ""))
    bodies = body if isinstance(body, list) else [body]
    for one in bodies:
        if isinstance(one, str) and one.strip():
            return one.strip()
        if isinstance(one, dict) and isinstance(one.get("value"), str):
            return str(one["value"]).strip()
    return ""


def anchored(quoted: Quoted, text: Folded, passages: Sequence[Passage]) -> Anchor:
    """Return where an annotation's words stand in a text."""
    return anchor(text, passages, quoted.exact, near=quoted.start, before=quoted.prefix, after=quoted.suffix)
