"""Sources beside a case: text files with numbered paragraphs, as `detente.reading.passages` numbers them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from detente.diagnostics import Diagnostic
from detente.files.case_file import decode, read_bytes
from detente.reading.passages import find_passages, plain_lines

if TYPE_CHECKING:
    from pathlib import Path

    from detente.case import Case

__all__ = ["passages_of", "read_sources"]

MAX_SOURCE_BYTES = 10_000_000


def passages_of(text: str) -> dict[str, str]:
    """Return the numbered paragraphs of a text: id -> words."""
    return {passage.id: passage.text for passage in find_passages(plain_lines(text))}


def read_sources(case: Case, folder: Path) -> tuple[dict[str, dict[str, str]], list[Diagnostic]]:
    """Return the passages of every source of a case that lies beside it, and what is wrong with the others."""
    read: dict[str, dict[str, str]] = {}
    found: list[Diagnostic] = []
    for name, source in case.sources.items():
        if source.file is None:
            continue
        place = ("sources", name, "file")
        try:
            path = (folder / source.file).resolve()
            inside = path.is_relative_to(folder.resolve())
        except (OSError, RuntimeError, ValueError):
            # links that lead in a circle, names that no file can have: opening them says what is wrong
            path, inside = folder / source.file, True
        if not inside:
            found.append(
                Diagnostic(
                    "W409",
                    f"The file of source {name} lies outside the case's folder, so it is not opened.",
                    "Put a copy beside the case.",
                    place,
                )
            )
            continue
        data = read_bytes(path, MAX_SOURCE_BYTES)
        text = data if isinstance(data, Diagnostic) else decode(data, source.file)
        if isinstance(data, bytes) and isinstance(text, str) and "\x00" not in text:
            read[name] = passages_of(text)
            if source.sha256 and source.sha256 != hashlib.sha256(data).hexdigest():
                found.append(
                    Diagnostic(
                        "W425",
                        f"{source.file} is not the text that was read in as {name}: its hash differs.",
                        f"See that its passages still say what is cited, then run detente read {source.file} "
                        f"--case CASE --as {name}.",
                        place,
                    )
                )
            continue
        why = text.message if isinstance(text, Diagnostic) else f"{source.file} is not text."
        found.append(
            Diagnostic(
                "W409",
                f"Source {name} cannot be opened: {why}",
                "Its passages and quotes are not checked until it can.",
                place,
            )
        )
    return read, found
