"""A closer look at a set of outcomes that hold: what is best for whom, what nothing betters for all, a few samples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table

from detente.report.layout import heading, items, line
from detente.report.summary_words import best_lines

if TYPE_CHECKING:
    from rich.console import Console

    from detente.case import Case
    from detente.space import Frame
    from detente.summary import Summary

__all__ = ["Closer", "print_closer"]

UNBETTERED_SHOWN = 3
SAMPLES_SHOWN = 8


@dataclass(frozen=True)
class Closer:
    """Whose outcomes they are: the case, its issues, its actors, and the number of the status quo."""

    case: Case
    frame: Frame
    actors: tuple[str, ...]
    start: int | None


def print_closer(console: Console, told: Closer, summary: Summary, title: str, *, table: bool = True) -> None:
    """Print what is best for whom in a set, and with `table` some of its outcomes beside the status quo."""
    heading(console, title)
    items(console, best_lines(told.case, told.frame, told.actors, summary, told.start))
    if any(told.case.preferences[actor].statements for actor in told.actors if actor in told.case.preferences):
        line(console, "Wishes are counted from 1, the most important first, as `detente show` lists them.")
    count = len(summary.unbettered)
    if count > 1 or summary.more_unbettered:
        least = "at least " if summary.more_unbettered else ""
        line(
            console,
            f"In {least}{count} of them, each worth something else to somebody, nobody could have more "
            "without another having less.",
        )
    elif count:
        line(console, "What one of them gives is the best for all of them at once.")
    better = summary.unbettered[:UNBETTERED_SHOWN] if table else ()
    drawn = summary.samples[:SAMPLES_SHOWN]
    if not better and not drawn:
        return
    letters = [chr(ord("A") + place) for place in range(len(better))] + [f"s{k}" for k in range(1, len(drawn) + 1)]
    such = "such an outcome" if len(better) == 1 else "such outcomes"
    said = [f"{names_of(letters[: len(better)])} {such}"] if better else []
    if drawn:
        said.append(f"{names_of(letters[len(better) :])} drawn at random, each outcome as likely as any other")
    line(console, f"{'; '.join(said)}:")
    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    shown.add_column("", overflow="fold")
    columns = [*better, *drawn]
    if told.start is not None:
        shown.add_column("now", style="dim")
        columns = [told.frame.digits(told.start), *columns]
    for letter in letters:
        shown.add_column(letter)
    for issue, name in enumerate(told.frame.issues):
        shown.add_row(told.case.issue_title(name), *(told.frame.values[issue][digits[issue]] for digits in columns))
    console.print(shown)


def names_of(letters: list[str]) -> str:
    """Return "A is" or "A to C are"."""
    return f"{letters[0]} is" if len(letters) == 1 else f"{letters[0]} to {letters[-1]} are"
