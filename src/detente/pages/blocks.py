"""What a page is made of: paragraphs, lists, tables, charts, quotations, in sections; HTML and Markdown write the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

__all__ = ["Block", "Chart", "Items", "Page", "Paragraph", "Quote", "Section", "Subheading", "Table"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `kind` is plain, strong, note (smaller) or add (what to add to the case)."""

    text: str
    kind: str = "plain"


@dataclass(frozen=True, slots=True)
class Subheading:
    """A heading inside a section; `id` makes it a target of links."""

    text: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list, numbered or not."""

    texts: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what it shows, the heads of its columns, its rows; `right` are the columns of numbers."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture: its title, what it shows in words (for who cannot see it), the drawing, the numbers behind it."""

    title: str
    says: str
    svg: str
    table: Table


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a source, with where they stand."""

    text: str
    source: str


Block: TypeAlias = Paragraph | Subheading | Items | Table | Chart | Quote


@dataclass(slots=True)
class Section:
    """A part of the page with a heading."""

    id: str
    title: str
    blocks: list[Block] = field(default_factory=list)

    def say(self, text: str, kind: str = "plain") -> None:
        """Add a paragraph."""
        self.blocks.append(Paragraph(text, kind))


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its title, what stands under it, and its sections."""

    title: str
    subtitle: str
    sections: tuple[Section, ...]
    foot: str
