"""What the commands share: how an answer is shown, how JSON is printed, how a request is refused."""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from detente.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import Console

__all__ = ["AsJson", "AsSchema", "CaseName", "needed", "print_json", "progress", "show_pages", "usage"]

NAME, BAR = 36, 28
"""How wide the name of a piece of work and the bar may be, so that both and the time fit into 80 columns."""

CaseName = Annotated[str, typer.Argument(metavar="CASE", help="A case file, or the name of a shipped case.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
AsSchema = Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of the --json document and stop.")]


def _console() -> Console:
    from rich.console import Console

    # a terminal knows its width; into a file or pipe, COLUMNS or a width that reads well
    wanted = os.environ.get("COLUMNS", "")
    piped = int(wanted) if wanted.isdigit() and 40 <= int(wanted) <= 400 else 110
    width = None if sys.stdout.isatty() else piped
    return Console(width=width, highlight=False, soft_wrap=False, emoji=False, markup=False)


def show_pages(pages: Callable[[Console], None]) -> None:
    """Print what `pages` draws, without the blanks that fill its lines."""
    console = _console()
    with console.capture() as drawn:
        pages(console)
    sys.stdout.write("".join(f"{line.rstrip()}\n" for line in drawn.get().splitlines()))


@contextmanager
def progress() -> Iterator[Callable[[int, int, str], None] | None]:
    """Show on a terminal how far the work is; elsewhere nothing. Yields what is to be told."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn(f"{{task.description:<{NAME}}}"), BarColumn(BAR), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        work = bar.add_task("what holds", total=None)
        yield lambda done, total, name: bar.update(work, completed=done, total=total, description=name[:NAME])


def print_json(document: object) -> None:
    """Print one JSON document."""
    # signs beyond ASCII are escaped where the output could not hold them
    plain = (sys.stdout.encoding or "").lower().replace("-", "") not in ("utf8", "utf16")
    json.dump(document, sys.stdout, ensure_ascii=plain, indent=1)
    sys.stdout.write("\n")


def needed(case: str) -> str:
    """Return the name of a case; refuse where none was given."""
    if not case:
        usage("Name a case: a file, or one that `detente cases` lists.")
    return case


def usage(message: str) -> NoReturn:
    """Refuse a request."""
    raise UsageError(message)
