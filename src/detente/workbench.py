"""The verbs: what a library user, the command and, later, the page call.

A verb reads a case, asks one engine, and returns an answer that knows where it came from.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.errors import UsageError
from detente.files.interchange import FORMATS, write_foreign
from detente.files.save import save_case
from detente.files.shipped import ShippedCase, cases, starter
from detente.finding import find_package
from detente.holding import holds
from detente.opening import doubts_text, open_case, read_import, sound
from detente.requests import check_camps, check_draws, day_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.case import Case
    from detente.diagnostics import Diagnostic
    from detente.report.glance import Glance
    from detente.settling.answer import Settles
    from detente.sourcing.answer import Read
    from detente.trading.answer import Trades

__all__ = [
    "ShippedCase",
    "cases",
    "check",
    "export",
    "export_annotations",
    "holds",
    "import_annotations",
    "load",
    "new",
    "open_case",
    "read",
    "read_import",
    "report",
    "save",
    "settles",
    "show",
    "trades",
]

FORMS = ("scores", "positions", "statements", "ranking")
MAX_NAMED = 5


def export(case: Case | str | Path, to: str, folder: str | Path) -> list[Diagnostic]:
    """Write a case with scores or positions for another tool into a new folder; return what could not be carried over.

    Raises
    ------
    CaseError, UnknownCase
        As `load`.
    UsageError
        Where the format is not known, the case does not fit it, or the folder is there already.
    """
    if to not in FORMATS:
        raise UsageError(f"{to} is no format that is written. Known: {', '.join(FORMATS)}.")
    return write_foreign(sound(case)[0], to, Path(folder))


def check(name: str | Path) -> list[Diagnostic]:
    """Return everything that is wrong or doubtful with a case, in the order of the file."""
    return open_case(name).diagnostics


def load(name: str | Path) -> Case:
    """Return a case by the path of its file or the name of a shipped one.

    Raises
    ------
    CaseError
        Where the case has errors; carries all of them. Warnings do not stop it: `check` tells them.
    UnknownCase
        Where there is no such case.
    """
    return sound(name)[0]


def trades(  # noqa: PLR0913 - a request, option by option
    case: Case | str | Path,
    *,
    on: date | str | None = None,
    by: str | None = None,
    start: str | None = None,
    packages: Sequence[str] = (),
    draws: int = 1_000,
    seed: int = 0,
) -> Trades:
    """Answer "what can be traded?": which packages everybody needed would accept, which waste nothing, which is fair.

    Parameters
    ----------
    case
        A case, the path of its file, or the name of a shipped one.
    on
        The day of which no deal is taken, a date or text like ``2026-02-06``; the case's own where it is left out.
    by
        The form of preference to use for actors who have several: ``scores``, ``positions``, ``statements``, ``ranking``.
    start
        The outcome from which trades are told, as in `detente.finding`; the status quo where it is left out.
    packages
        Packages to look at beside the solutions, each in the same words.
    draws, seed
        How many draws to make of ranges and orders, and from which seed; 0 draws none.

    Raises
    ------
    CaseError, UnknownCase
        As `load`.
    LimitError
        Where issues are linked too closely for so many packages.
    UsageError
        Where a day, a form, a number or an outcome cannot be used.
    """
    from detente.trading.answer import judge_trades

    found, doubts = sound(case)
    if by is not None and by not in FORMS:
        raise UsageError(f"{by} is no form of preference. Known: {', '.join(FORMS)}.")
    check_draws(draws, seed)
    said = [doubts_text(doubts)] if doubts else []
    day = on if on is None or isinstance(on, date) else day_of(on)
    answer = judge_trades(found, on=day, by=by, asked=draws, seed=seed, doubts=said)
    if len(packages) > MAX_NAMED:
        raise UsageError(f"Up to {MAX_NAMED} packages can be named at once.")
    return replace(
        answer,
        start=answer.start if start is None else find_package(answer.reading, start),
        named=tuple(find_package(answer.reading, package) for package in packages),
    )


def settles(  # noqa: PLR0913 - a request, option by option
    case: Case | str | Path,
    *,
    issue: str | None = None,
    loss: str = "absolute",
    domain: str | None = None,
    cross: float | None = None,
    move: float | None = None,
    camps: Sequence[Sequence[str]] = (),
    correlation: float = 0.7,
    draws: int = 10_000,
    seed: int = 0,
    workers: int | None = None,
) -> Settles:
    """Answer "where does it settle?": for each issue on a scale the likely settlement, how sure that is, what moves it.

    Parameters
    ----------
    case
        A case, the path of its file, or the name of a shipped one.
    issue
        Look at this issue only.
    loss
        By which loss a point is quoted: ``absolute`` (the median), ``squared`` (the mean), ``within5`` (the place with the
        most mass within a twentieth of the scale).
    domain
        The kind of settlements the case belongs to; the case's own where it is left out. Distributions rest on errors
        measured on EU legislation, and are wider where nothing is known about a domain.
    cross, move
        The place to be crossed, and how far the settlement is to be moved, in units of the scale.
    camps, correlation
        Actors whose numbers are drawn together, like ``[("us", "ukraine")]``, and their rank correlation.
    draws, seed
        How many draws to make of ranges, and from which seed; 0 draws none.
    workers
        How many threads draw. It changes nothing but the time.

    Raises
    ------
    CaseError, UnknownCase
        As `load`.
    UsageError
        Where no issue can be looked at, or something asked for cannot be used.
    """
    from detente.settling.answer import LOSSES, judge_settles
    from detente.settling.stands import read_stands

    found, doubts = sound(case)
    if loss not in LOSSES:
        raise UsageError(f"{loss} is no loss. Known: {', '.join(LOSSES)}.")
    check_draws(draws, seed)
    if not 0 <= correlation <= 1:
        raise UsageError("A correlation within a camp goes from 0 to 1.")
    if workers is not None and workers < 1:
        raise UsageError("It takes 1 worker or more.")
    if move is not None and not 0 < move < float("inf"):
        raise UsageError("How far the settlement is to be moved is more than 0.")
    if cross is not None and not abs(cross) < float("inf"):
        raise UsageError("The place to be crossed is a number.")
    stands = read_stands(found, issue)
    check_camps(camps, stands.actors)
    for place in stands.places:
        if cross is not None and not place.low <= cross <= place.high:
            raise UsageError(
                f"{cross:g} is off the scale of {place.title}, {place.low:g} to {place.high:g}. Name an issue with --issue."
            )
        if move is not None and move > place.high - place.low:
            raise UsageError(f"{move:g} is more than the scale of {place.title} is long. Name an issue with --issue.")
    said = [doubts_text(doubts)] if doubts else []
    return judge_settles(
        stands, asked=draws, seed=seed, camps=camps, correlation=correlation, loss=loss, domain=domain, cross=cross,
        move=move, workers=workers, doubts=said,
    )  # fmt: skip


def read(  # noqa: PLR0913 - a request, option by option
    path: str | Path,
    *,
    published: date | str | None = None,
    zone: str = "",
    title: str = "",
    publisher: str = "",
    encoding: str = "",
    case: str | Path | None = None,
    model: str = "",
) -> Read:
    """Read a document and propose what it says: passages, people, dates, statements, quantities, headings.

    Parameters
    ----------
    path
        A text or Markdown file; HTML and PDF where ``detente[html]`` and ``detente[pdf]`` are installed.
    published, zone
        The day it appeared, and the publisher's time zone, which "local time" means where no place is named. Never guessed:
        without the day, words like "Friday" have no value.
    title, publisher
        What the source is to be called.
    encoding
        How its letters are written, where it is neither UTF-8 nor marked as UTF-16 or UTF-32.
    case
        A case whose meeting the text may speak of; shipped ones are looked at where it is left out.
    model
        A spaCy model with a parser, which then names the speakers of quotations; needs ``detente[nlp]``.

    Raises
    ------
    CaseError
        Where the document cannot be read; carries the diagnostic.
    UsageError
        Where a day or zone cannot be used.
    """
    from detente.intake import read_source

    return read_source(
        path, published=published, zone=zone, title=title, publisher=publisher, encoding=encoding, case=case, model=model
    )  # fmt: skip


def export_annotations(case: Case | str | Path, *, utf16: bool = False) -> dict[str, Any]:
    """Return the citations of a case as a W3C annotation collection (JSON-LD); with `utf16`, positions as JavaScript counts."""
    from detente.files.annotated import exported

    return exported(sound(case)[0], utf16=utf16)


def import_annotations(case: Case | str | Path, path: str | Path, *, utf16: bool = False) -> dict[str, Any]:
    """Return where the words of annotations (JSON-LD, or the export of Hypothesis) stand in the sources of a case.

    Raises
    ------
    UsageError
        Where the file holds no annotations.
    """
    from detente.files.annotated import imported

    return imported(sound(case)[0], Path(path), utf16=utf16)


def report(case: Case | str | Path, path: str | Path, *, seed: int = 0, command: str = "") -> list[Path]:
    """Write the page of a case, HTML or Markdown by the ending of its name, and an ``.ics`` beside it; return what was written.

    Raises
    ------
    CaseError, UnknownCase
        As `load`.
    UsageError
        Where the name ends in neither .html nor .md, or its folder is missing.
    """
    from detente.handover import page_of, write_page

    found, page = page_of(case, seed=seed, command=command, name=str(case) if isinstance(case, (str, Path)) else "CASE")
    return write_page(page, found, Path(path))


def show(case: Case | str | Path) -> Glance:
    """Return a case at a glance: meeting, actors, issues, preferences, calendar, and what they rest on."""
    from detente.report.glance import glance_of

    return glance_of(sound(case)[0])


def save(case: Case, path: str | Path) -> None:
    """Save a case; in an existing file, values that did not change are not touched; comments and order stay.

    Raises
    ------
    CaseError
        Where the file that is there is no readable case; it is not touched.
    SaveError
        Where the file cannot be written.
    UsageError
        Where the folder is missing.
    """
    save_case(case, Path(path))


def new(title: str) -> str:
    """Return a commented starter case that passes `check`, as text."""
    return starter(title)
