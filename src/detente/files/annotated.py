"""A case's citations as W3C Web Annotations, and annotations of its sources read back."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.checks.reasons import citations
from detente.diagnostics import Diagnostic
from detente.errors import UsageError
from detente.files.case_file import decode, read_bytes
from detente.reading.passages import find_passages, plain_lines
from detente.sourcing.anchors import Anchor, Folded
from detente.sourcing.annotations import Cited, anchored, annotations_of, quotes_of
from detente.sourcing.document import because_of

if TYPE_CHECKING:
    from detente.case import Case

__all__ = ["exported", "imported"]

MAX_BYTES = 10_000_000


def _texts(case: Case) -> tuple[dict[str, str], dict[str, str]]:
    """Return the text and the hash of every source that lies beside a case."""
    texts: dict[str, str] = {}
    hashes: dict[str, str] = {}
    folder = Path(case.origin_path).parent if case.origin_path else None
    for name, source in case.sources.items():
        if folder is None or source.file is None:
            continue
        path = (folder / source.file).resolve()
        if not path.is_relative_to(folder.resolve()):
            continue
        data = read_bytes(path, MAX_BYTES)
        text = data if isinstance(data, Diagnostic) else decode(data, source.file)
        if isinstance(data, bytes) and isinstance(text, str):
            texts[name] = plain_lines(text)
            hashes[name] = hashlib.sha256(data).hexdigest()
    return texts, hashes


def exported(case: Case, *, utf16: bool = False) -> dict[str, Any]:
    """Return the citations of a case as an annotation collection."""
    texts, hashes = _texts(case)
    passages = {name: {one.id: one for one in find_passages(text)} for name, text in texts.items()}
    cited = []
    for reason, path in citations(case):
        passage = passages.get(reason.source, {}).get(reason.passage)
        if reason.kind != "passage" or passage is None:
            continue
        start, end = passage.start, passage.end
        if reason.quote:
            inside = Folded(passage.text).find(reason.quote)
            if inside is None:
                continue  # detente check says so (W402)
            start, end = passage.start + inside[0], passage.start + inside[1]
        place = ".".join(map(str, path))
        cited.append(Cited(place, f"supports {place.removesuffix('.because')}", reason.source, start, end))
    return annotations_of(texts, hashes, cited, utf16=utf16)


def imported(case: Case, path: Path, *, utf16: bool = False) -> dict[str, Any]:
    """Return where annotated words stand in the sources of a case, each with the reason that would cite them."""
    data = read_bytes(path, MAX_BYTES)
    text = data if isinstance(data, Diagnostic) else decode(data, path.name)
    if isinstance(text, Diagnostic):
        raise UsageError(f"{text.message} {text.remedy}")
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(
            f"{path.name} is not JSON ({type(error).__name__}). Export the annotations as JSON-LD."
        ) from None
    texts, _ = _texts(case)
    if not texts:
        raise UsageError("The case has no source beside it whose text could be annotated.")
    quotes, notes = quotes_of(document)
    if not quotes:
        raise UsageError(f"{path.name} holds no annotation that marks words (with a TextQuoteSelector).")
    # positions in UTF-16 units mean another place in each text
    own = {name: quotes_of(document, utf16_text=text)[0] if utf16 else quotes for name, text in texts.items()}
    sources = {name: (Folded(text), find_passages(text)) for name, text in texts.items()}
    rows = []
    for number, quoted in enumerate(quotes):
        wanted = [quoted.source] if quoted.source in texts else list(texts)
        best: tuple[int, str, Anchor] | None = None
        for name in wanted:
            found = anchored(own[name][number], *sources[name])
            rank = ("exact", "folded", "proposed", "lost").index(found.how)
            if best is None or rank < best[0]:
                best = (rank, name, found)
        assert best is not None
        _, name, found = best
        because = (
            because_of(name, found.passage, found.text) if found.how in ("exact", "folded") and found.passage else None
        )
        rows.append(
            {
                "source": name,
                "exact": quoted.exact,
                "note": quoted.note,
                "how": found.how,
                "passage": found.passage,
                "start": found.start,
                "end": found.end,
                "text": found.text,
                "likeness": found.likeness,
                "because": because,
            }
        )
    return {"question": "annotations", "annotations": rows, "notes": notes}
