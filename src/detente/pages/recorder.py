"""The pages of the terminal, caught as blocks: one set of words serves the screen and the page that is handed over."""

from __future__ import annotations

import io
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from detente.pages.blocks import Block, Items, Paragraph, Subheading, Table

__all__ = ["Recorder", "subheads"]

_DRAWN = frozenset("▁▂▃▄▅▆▇█━─◆·")


class Recorder(Console):
    """A console that keeps what is printed as blocks, under the headings it is printed under.

    Pictures made of signs are left out: the page has charts. So are commands, which stand alone on their lines.
    """

    def __init__(self) -> None:
        super().__init__(file=io.StringIO(), width=110)
        self.parts: list[tuple[str, list[Block]]] = []

    def print(self, *objects: Any, **options: Any) -> None:  # noqa: ANN401 - the signature it stands in for
        """Keep what a page prints."""
        if not objects:
            return
        first = objects[0]
        if isinstance(first, Padding):
            self._padded(first)
        elif isinstance(first, RichTable):
            self._add(_table_of(first))
        elif isinstance(first, Text) and str(first.style) == "bold":
            self.parts.append((_unnumbered(first.plain), []))
        elif (
            isinstance(first, Text)
            and not options.get("soft_wrap")
            and not set(first.plain) & _DRAWN
            and not options.get("no_wrap")
        ):
            self._add(Paragraph(first.plain.strip()))

    def section(self, start: str) -> list[Block]:
        """Return the blocks under the first heading that begins with some words; empty where there is none."""
        return next((blocks for title, blocks in self.parts if title.startswith(start)), [])

    def _padded(self, padding: Padding) -> None:
        inside = padding.renderable
        if isinstance(inside, RichTable):
            text = "".join(_text(cell) for cell in inside.columns[-1].cells)
            blocks = self._blocks()
            if blocks and isinstance(blocks[-1], Items):
                blocks[-1] = Items((*blocks[-1].texts, text))
            else:
                blocks.append(Items((text,)))
        elif isinstance(inside, Text):
            style = str(inside.style)
            kind = "strong" if style == "bold" else "note" if style in ("dim", "italic") else "plain"
            if "◆" not in inside.plain:
                self._add(Paragraph(inside.plain, kind))

    def _blocks(self) -> list[Block]:
        if not self.parts:
            self.parts.append(("", []))
        return self.parts[-1][1]

    def _add(self, block: Block) -> None:
        if not (isinstance(block, Paragraph) and not block.text):
            self._blocks().append(block)


def _unnumbered(title: str) -> str:
    """Return a heading without the number that the terminal puts before it."""
    number, _, rest = title.partition(". ")
    return rest if number.isdigit() else title


def _text(cell: object) -> str:
    return cell.plain if isinstance(cell, Text) else str(cell)


def _table_of(table: RichTable) -> Table:
    heads = tuple(_text(column.header) for column in table.columns)
    columns = [[_text(cell) for cell in column.cells] for column in table.columns]
    rows = tuple(zip(*columns, strict=True)) if columns else ()
    right = frozenset(place for place, column in enumerate(table.columns) if column.justify == "right")
    return Table(_text(table.title or ""), heads, tuple(rows), right)


def subheads(blocks: list[Block]) -> list[Block]:
    """Return blocks with strong paragraphs that end in a colon as subheadings."""
    return [
        Subheading(block.text.rstrip(":"))
        if isinstance(block, Paragraph) and block.kind == "strong" and block.text.endswith(":")
        else block
        for block in blocks
    ]
