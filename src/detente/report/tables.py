"""Lists: the methods and the shipped cases."""

from __future__ import annotations

import re
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


_FIELD = re.compile(r"(\w+) = \{((?:[^{}]|\{[^{}]*\})*)\}")


def bibliography() -> dict[str, str]:
    """Return the entries of ``references.bib``: key -> the reference as it is printed."""
    text = (resources.files("detente") / "references.bib").read_text(encoding="utf-8")
    found = {}
    for entry in text.split("@")[1:]:
        head, _, body = entry.partition(",")
        fields = {name: _letters(value) for name, value in _FIELD.findall(body)}
        found[head.partition("{")[2].strip()] = _reference(fields)
    return found


def _letters(value: str) -> str:
    """Return a BibTeX value as plain text."""
    plain = value.replace("{\\^e}", "ê").replace("{", "").replace("}", "").replace("--", "–")
    return " ".join(plain.split())


def _reference(fields: dict[str, str]) -> str:
    authors = fields["author"].split(" and ")
    who = authors[0] if len(authors) == 1 else f"{', '.join(authors[:-1])} and {authors[-1]}"
    where = fields.get("journal") or fields.get("publisher") or fields.get("institution", "")
    if "volume" in fields:
        number = f"({fields['number']})" if "number" in fields else ""
        where += f" {fields['volume']}{number}, {fields.get('pages', '')}"
    doi = f". doi:{fields['doi']}" if "doi" in fields else ""
    return f"{who} ({fields['year']}). {fields['title']}. {where}{doi}"


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
        console.print(f"{key}: {bibliography()[key]}")


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
