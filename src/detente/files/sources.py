"""Sources beside a case: text files with numbered paragraphs.

A paragraph is a run of lines without a blank line; it is called p1, p2, .. in order. Where paragraphs begin with their
own number in brackets, ``[p4]``, these numbers count. Lines that begin with # are headings and are not counted.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from detente.diagnostics import Diagnostic
from detente.files.case_file import decode, read_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from detente.case import Case

__all__ = ["passages_of", "read_sources"]

MAX_SOURCE_BYTES = 10_000_000
_NUMBERED = re.compile(r"\[(p\d{1,6})\]\s*", re.ASCII)


def passages_of(text: str) -> dict[str, str]:
    """Return the numbered paragraphs of a text: id -> words."""
    found: dict[str, str] = {}
    counted, last = 0, ""
    numbered = any(_NUMBERED.match(line) for line in text.splitlines())
    for block in re.split(r"\n[ \t\r]*\n", text):
        words = "\n".join(line for line in block.splitlines() if not line.startswith("#")).strip()
        if not words:
            continue
        counted += 1
        match = _NUMBERED.match(words)
        if numbered and not match and last:
            # among numbered paragraphs, one without a number goes on from the one before
            found[last] += f"\n\n{words}"
            continue
        last = match[1] if match else f"p{counted}"
        found[last] = words[match.end() if match else 0 :]
    return found


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
        if isinstance(text, str) and "\x00" not in text:
            read[name] = passages_of(text)
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
