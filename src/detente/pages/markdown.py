"""A page as Markdown: the same sections and words; a chart is what it says and the table behind it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from detente.pages.blocks import Chart, Items, Paragraph, Quote, Subheading, Table
from detente.report.plain import visible

if TYPE_CHECKING:
    from detente.pages.blocks import Block, Page

__all__ = ["markdown_text"]

_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~&])")


def _plain(text: str) -> str:
    """Return text in which no sign means anything to Markdown or HTML."""
    return _SIGNS.sub(r"\\\1", visible(text)).replace("\\&", "&amp;").replace("\\<", "&lt;").replace("\\>", "&gt;")


def _line(text: str) -> str:
    """Return text on one line; a number or dash at its start does not make a list."""
    plain = " ".join(_plain(text).split())
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", re.sub(r"^([-+=])", r"\\\1", plain))


def _table(table: Table) -> list[str]:
    def cell(text: str) -> str:
        return "<br>".join(" ".join(_plain(line).split()) for line in text.split("\n"))

    lines = [f"{_line(table.caption)}:", ""] if table.caption else []
    lines.append(f"| {' | '.join(cell(head) for head in table.heads)} |")
    lines.append(f"| {' | '.join('---:' if place in table.right else '---' for place in range(len(table.heads)))} |")
    lines += [f"| {' | '.join(cell(text) for text in row)} |" for row in table.rows]
    return lines


def _block(block: Block) -> list[str]:
    if isinstance(block, Subheading):
        return [f"### {_line(block.text)}"]
    if isinstance(block, Paragraph):
        return [f"**{_line(block.text)}**" if block.kind == "strong" else _line(block.text)]
    if isinstance(block, Items):
        return [
            f"{f'{place}.' if block.numbered else '-'} {' '.join(_plain(text).split())}"
            for place, text in enumerate(block.texts, 1)
        ]
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Chart):
        return [f"**{_line(block.title)}**", "", _line(block.says), "", *_table(block.table)]
    assert isinstance(block, Quote)
    return [f"> {_line(block.text)}", ">", f"> — {_line(block.source)}"]


def markdown_text(page: Page) -> str:
    """Return a page as Markdown."""
    lines = [f"# {_line(page.title)}", "", _line(page.subtitle), ""]
    for section in page.sections:
        lines += [f"## {_line(section.title)}", ""]
        for block in section.blocks:
            lines += [*_block(block), ""]
    return "\n".join([*lines, "---", "", _line(page.foot), ""])
