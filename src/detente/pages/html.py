"""A page as one HTML file: everything inside it, nothing fetched, every text escaped."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from detente.pages.blocks import Chart, Items, Paragraph, Quote, Subheading, Table
from detente.pages.charts import COLOURS
from detente.report.plain import visible

if TYPE_CHECKING:
    from jinja2 import Template

    from detente.pages.blocks import Block, Page

__all__ = ["html_text"]

DARK = ("#e9ebee", "#a9b1bc", "#3d4550", "#16191e", "#6db3ee", "#f0a35e", "#5ccfa9", "#2c5f8a", "#6d7683")
"""What each colour of the charts is in the dark, in the order of `COLOURS`."""

_KINDS = {
    Paragraph: "paragraph",
    Items: "items",
    Subheading: "subheading",
    Table: "table",
    Chart: "chart",
    Quote: "quote",
}


def _kind(block: Block) -> str:
    return _KINDS[type(block)]


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["shown"] = visible
    environment.filters["kind"] = _kind
    source = (resources.files("detente.pages") / "page.html.j2").read_text(encoding="utf-8")
    return environment.from_string(source)


def _dark_rules() -> str:
    rules = []
    for light, dark in zip(COLOURS, DARK, strict=True):
        rules.append(f'.drawing [fill="{light}"]{{fill:{dark}}}.drawing [stroke="{light}"]{{stroke:{dark}}}')
    return "\n".join(rules)


def html_text(page: Page) -> str:
    """Return a page as HTML."""
    style = (
        (resources.files("detente.pages") / "page.css")
        .read_text(encoding="utf-8")
        .replace("/* chart colours in the dark */", _dark_rules())
    )
    return _template().render(page=page, style=style)
