"""How a page is made: every question is asked of a case, and what cannot be answered says what to add."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from detente.checks.reasons import judgements
from detente.dependence import dependences
from detente.engines import Asked, answer_holds, engine_of
from detente.errors import DetenteError, UsageError
from detente.files.save import write_text
from detente.files.sources import read_sources
from detente.opening import sound
from detente.pages.build import Answered, build_page
from detente.pages.html import html_text
from detente.pages.ics import ics_text
from detente.pages.markdown import markdown_text
from detente.report.glance import glance_of
from detente.settling.answer import DRAWS, judge_settles
from detente.settling.stands import read_stands
from detente.trading.answer import judge_trades, remember
from detente.wide import HoldsWide

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from detente.answers import Holds
    from detente.case import Case
    from detente.pages.blocks import Page
    from detente.settling.answer import Settles
    from detente.trading.answer import Trades

    T = TypeVar("T")

__all__ = ["answer_all", "compare", "page_of", "write_page"]

WIDE = ("nash", "seq", "smr", "gmr")
"""The concepts that a page asks by where outcomes are too many to list: the others take longer than one waits for a page."""


def answer_all(case: Case | str | Path, *, seed: int = 0, command: str = "", weigh: bool = True) -> Answered:
    """Ask every question of a case; a question it cannot answer is passed over with a word on why.

    Parameters
    ----------
    case
        A case, the path of its file, or the name of a shipped one.
    seed
        From which seed draws are made.
    command
        The command that asked, for the record.
    weigh
        Whether to work out how much depends on each assumption.
    """
    found = sound(case)[0]
    missing: dict[str, str] = {}

    def tried(question: str, verb: Callable[[], T]) -> T | None:
        try:
            return verb()
        except DetenteError as error:
            missing[question] = str(error)
            return None

    holds: Holds | None = None
    wide: HoldsWide | None = None
    if all(issue.is_continuous for issue in found.issues.values()):
        missing["holds"] = (
            "The graph model needs issues with values; this case has scales only. Add values to an issue to ask what holds."
        )
    elif not found.preferences:
        missing["holds"] = (
            "Nobody's preferences are given. Add preferences: with statements, a ranking, scores or positions."
        )
    else:
        answer = tried("holds", lambda: _what_holds(found, seed))
        if isinstance(answer, HoldsWide):
            wide = answer
        elif answer is not None:
            holds = answer
            remember(holds)
    settles: Settles | None = tried(
        "settles", lambda: judge_settles(read_stands(found), asked=DRAWS, seed=seed, domain=found.domain)
    )
    trades: Trades | None = None
    if not any(own.forms for own in found.preferences.values()):
        missing["trades"] = "Nobody's preferences are given. Add scores: for each actor to see what can be traded."
    else:
        trades = tried("trades", lambda: judge_trades(found, seed=seed))
    alone = [one for one in judgements(found) if not any(reason.kind == "passage" for reason in one.because)]
    folder = Path(found.origin_path).parent if found.origin_path else None
    return Answered(
        found,
        glance_of(found),
        holds,
        settles,
        trades,
        missing,
        dependences(found, alone) if weigh else None,
        read_sources(found, folder)[0] if folder is not None else {},
        {"seed": str(seed)} | ({"command": command} if command else {}),
        wide,
    )


def _what_holds(case: Case, seed: int) -> Holds | HoldsWide:
    asked = Asked(seed=seed)
    if engine_of(case, asked) == "explicit":
        return answer_holds(case, asked)
    shorter = (
        "This page asks by Nash, SEQ, SMR and GMR, within a minute; detente holds asks by all concepts, and longer."
    )
    return answer_holds(case, replace(asked, only=WIDE, seconds=60.0), [shorter])


def compare(before: Case | str | Path, after: Case | str | Path, *, seed: int = 0, command: str = "") -> Page:
    """Return the page that tells what changed between two versions of a case, and in the answers because of it."""
    from detente.pages.compare import compare_page

    earlier = answer_all(before, seed=seed, weigh=False)
    return compare_page(earlier, answer_all(after, seed=seed, command=command, weigh=False))


def write_page(page: Page, case: Case | None, path: Path) -> list[Path]:
    """Write a page by the ending of its name, and beside it the diary file of the case's days; return what was written.

    Raises
    ------
    UsageError
        Where the ending says nothing, or the folder is missing.
    """
    kind = path.suffix.lower()
    if kind not in (".html", ".htm", ".md", ".markdown"):
        raise UsageError(f"{path.name} could be anything. End its name in .html or .md.")
    if not path.parent.is_dir():
        raise UsageError(f"There is no folder {path.parent}. Make it first.")
    write_text(path, html_text(page) if kind in (".html", ".htm") else markdown_text(page))
    diary = ics_text(case) if case is not None else None
    if diary is None:
        return [path]
    beside = path.with_suffix(".ics")
    beside.write_bytes(diary.encode())
    return [path, beside]


def page_of(case: Case | str | Path, *, seed: int = 0, command: str = "", name: str = "CASE") -> tuple[Case, Page]:
    """Return a case and its page."""
    answered = answer_all(case, seed=seed, command=command)
    return answered.case, build_page(answered, name)
