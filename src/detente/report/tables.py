"""Lists: the methods and the shipped cases."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table

from detente.methods import METHODS
from detente.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

__all__ = ["bibliography", "cases_document", "methods_document", "print_cases", "print_methods"]


def bibliography() -> dict[str, str]:
    """Return the entries of ``references.bib``: key -> the entry on one line, fields only."""
    text = (resources.files("detente") / "references.bib").read_text(encoding="utf-8")
    found = {}
    for entry in text.split("\n@"):
        head, _, body = entry.partition("{")
        key, _, fields = body.partition(",")
        if head.strip():
            found[key.strip()] = " ".join(fields.rsplit("}", 1)[0].split())
    return found


def methods_document() -> dict[str, object]:
    """Return the document of ``detente methods --json``."""
    known = bibliography()
    return {
        "detente": __version__,
        "question": "methods",
        "methods": [
            {
                "id": method.id,
                "title": method.title,
                "question": method.question,
                "judges": method.judges,
                "foresight": method.foresight,
                "references": {key: known[key] for key in method.references},
                "status": method.status,
            }
            for method in METHODS.values()
        ],
    }


def print_methods(console: Console) -> None:
    """Print the table of methods, then the references."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for title in ("method", "name", "status", "references"):
        table.add_column(title, overflow="fold")
    for method in METHODS.values():
        table.add_row(method.id, method.title, method.status, ", ".join(method.references))
    console.print(table)
    used = dict.fromkeys(key for method in METHODS.values() for key in method.references)
    for key in used:
        console.print(f"{key}: {_plain(bibliography()[key])}")


def _plain(fields: str) -> str:
    return fields.replace("{", "").replace("}", "").replace("\\^", "").replace(" = ", " ")


def cases_document(rows: Sequence[tuple[str, str, str]]) -> dict[str, object]:
    """Return the document of ``detente cases --json``."""
    listed = [{"name": name, "place": place, "title": title} for name, place, title in rows]
    return {"detente": __version__, "question": "cases", "cases": listed}


def print_cases(rows: Sequence[tuple[str, str, str]], console: Console) -> None:
    """Print the shipped cases."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for title in ("case", "published in", "title"):
        table.add_column(title, overflow="fold")
    for row in rows:
        table.add_row(*row)
    console.print(table)
    console.print("Ask one: detente holds NAME")
