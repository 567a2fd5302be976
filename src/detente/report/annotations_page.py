"""The page of ``detente annotations --import``: where annotated words stand in the sources of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text

from detente.report.layout import items, line
from detente.report.plain import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console

__all__ = ["print_imported"]

_HOW = {
    "exact": "stands in",
    "folded": "stands, but for marks and spaces, in",
    "proposed": "is not there; like it in",
    "lost": "is lost",
}


def print_imported(found: Mapping[str, Any], console: Console) -> None:
    """Print each annotation with its place and the reason to put under a judgement."""
    rows = found["annotations"]
    console.print(Text(f"{len(rows)} annotations.", style="bold"))
    said = []
    for row in rows:
        where = f"{_HOW[row['how']]} {row['source']}:{row['passage']}" if row["how"] != "lost" else _HOW["lost"]
        text = f"“{row['exact'][:120]}” {where}."
        if row["how"] == "proposed":
            text += f" There it says: “{row['text'][:120]}”. Is it the same?"
        elif row["because"]:
            text += f"\nbecause: {row['because']}"
        if row["note"]:
            text += f"\nnote: {row['note'][:200]}"
        said.append(visible(text))
    items(console, said)
    items(console, [visible(note) for note in found["notes"]])
    line(console, "Nothing was put into the case.", 0)
