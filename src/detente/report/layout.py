"""Headings, lines and lists on a console: the few shapes every page is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

__all__ = ["heading", "items", "line"]


def heading(console: Console, text: str) -> None:
    """Print an empty line and a heading."""
    console.print()
    console.print(Text(text, style="bold"))


def line(console: Console, text: str, indent: int = 2, style: str = "") -> None:
    """Print a paragraph."""
    console.print(Padding(Text(text, style=style), (0, 0, 0, indent)))


def items(console: Console, texts: Iterable[str], indent: int = 2) -> None:
    """Print lines with a dash, later rows of a line set under its words."""
    for item in texts:
        row = Table.grid(padding=(0, 1, 0, 0))
        row.add_column(width=1)
        row.add_column(ratio=1)
        row.add_row("-", Text(item))
        console.print(Padding(row, (0, 0, 0, indent)))
