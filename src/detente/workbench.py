"""The verbs: what a library user, the command and, later, the page call.

A verb reads a case, asks one engine, and returns an answer that knows where it came from.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from detente.answers import Holds, judge_holds
from detente.case import Case
from detente.checks import check_case
from detente.checks.names import check_names
from detente.checks.reasons import check_reasons
from detente.conflict import conflict_of
from detente.diagnostics import CODES, Diagnostic, nearest
from detente.errors import CaseError, UnknownCase, UsageError
from detente.files.case_file import CaseFile, case_from_tree, read_case, sound_part
from detente.files.gmcr import read_gmcr
from detente.files.interchange import FORMATS, read_foreign, write_foreign
from detente.files.save import save_case
from detente.files.shipped import ShippedCase, cases, shipped_paths, starter
from detente.files.sources import read_sources
from detente.finding import find_package

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from detente.report.glance import Glance
    from detente.settling.answer import Settles
    from detente.trading.answer import Trades

__all__ = [
    "ShippedCase",
    "cases",
    "check",
    "export",
    "holds",
    "load",
    "new",
    "open_case",
    "read_import",
    "save",
    "settles",
    "show",
    "trades",
]

FORMS = ("scores", "positions", "statements", "ranking")
MAX_DRAWS = 100_000
MAX_NAMED = 5


def open_case(name: str | Path) -> CaseFile:
    """Read and check a case by the path of its file or the name of a shipped one; never raises on its contents.

    Raises
    ------
    UnknownCase
        Where there is neither such a file nor a shipped case of that name.
    """
    path = Path(name)
    shipped = shipped_paths()
    try:
        there = bool(str(name)) and path.exists()
    except (OSError, ValueError):
        there = False
    if not there:
        if str(name) not in shipped:
            name = str(name)[:200]
            raise UnknownCase(
                f"There is no file {name} and no shipped case of that name. {nearest(str(name), shipped)}"
            )
        path = shipped[str(name)]
    read = _open_gmcr(path) if path.suffix == ".gmcr" else read_case(path)
    if read.case is not None:
        passages, problems = read_sources(read.case, path.parent)
        read.add(problems)
        read.add(check_case(read.case, passages))
    elif read.text.tree is not None:
        _check_the_rest(read, path.parent)
    return read


def _check_the_rest(read: CaseFile, folder: Path) -> None:
    """Check names and citations of what is left of a case when its mistakes of shape are taken out."""
    rest, taken = sound_part(read.text.tree)
    if rest is None:
        return
    # where an item of a list was taken out, the places of the others have moved
    moved = {place[:-1] for place in taken if place and isinstance(place[-1], int)}
    found = check_names(rest) + check_reasons(rest, read_sources(rest, folder)[0])
    read.add(
        diagnostic
        for diagnostic in found
        if diagnostic.code != "W401" and not any(diagnostic.path[: len(place)] == place for place in moved)
    )


def _open_gmcr(path: Path) -> CaseFile:
    read = CaseFile(path)
    document, problems = read_gmcr(path)
    read.add(problems)
    if document is not None:
        read.case, problems = case_from_tree(document)
        read.add(problems)
    if read.case is not None:
        read.case.read_from(str(path), hashlib.sha256(path.read_bytes()).hexdigest())
    return read


def read_import(path: str | Path) -> CaseFile:
    """Read and check what other tools' files stand for: ``.gmcr``, Genius, GeniusWeb, NegMAS, tables, KTAB, exchange."""
    path = Path(path)
    if path.suffix == ".gmcr":
        return open_case(path)
    read = CaseFile(path)
    document, problems = read_foreign(path)
    read.add(problems)
    if document is not None:
        read.case, problems = case_from_tree(document)
        read.add(problems)
    if read.case is not None:
        read.add(check_case(read.case))
    return read


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
    return write_foreign(_sound(case)[0], to, Path(folder))


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
    return _sound(name)[0]


def _sound(case: Case | str | Path) -> tuple[Case, list[Diagnostic]]:
    """Return a case without errors, and its warnings; one that was made or changed in memory is checked here."""
    if isinstance(case, Case):
        found: Case | None = case
        diagnostics = [] if case.is_as_read else check_case(case)
    else:
        read = open_case(case)
        found, diagnostics = read.case, read.diagnostics
    errors = [diagnostic for diagnostic in diagnostics if diagnostic.is_error]
    if errors or found is None:
        raise CaseError(errors)
    return found, [diagnostic for diagnostic in diagnostics if not diagnostic.is_error]


def doubts_text(doubts: Sequence[Diagnostic]) -> str:
    """Return a note on what `check` warns of: how much of what."""
    codes = Counter(diagnostic.code for diagnostic in doubts)
    listed = "; ".join(
        f"{CODES[code]} ({code}{f', {count} times' if count > 1 else ''})" for code, count in sorted(codes.items())
    )
    return f"`detente check` warns of this case: {listed}."


def holds(
    case: Case | str | Path,
    *,
    groups: Sequence[Sequence[str]] = (),
    mixed: Mapping[str, str] | None = None,
    peer_rule: bool = False,
) -> Holds:
    """Answer "what holds?": which outcomes nobody will upset, by every concept that can be used.

    Parameters
    ----------
    case
        A case, the path of its file, or the name of a shipped one.
    groups
        Further groups of actors to judge, like ``[("us", "ukraine")]``.
    mixed
        A concept for each actor, like ``{"us": "nash", "russia": "seq", ..}``.
    peer_rule
        Also judge by a peer's shorter sanction sequences, to repeat old tables.

    Raises
    ------
    CaseError, UnknownCase
        As `load`.
    LimitError
        Where there are more outcomes than are judged.
    UsageError
        Where a group or concept is not known.
    """
    found, doubts = _sound(case)
    said = [doubts_text(doubts)] if doubts else []
    return judge_holds(found, conflict_of(found), groups=groups, mixed=mixed, peer_rule=peer_rule, doubts=said)


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

    found, doubts = _sound(case)
    if by is not None and by not in FORMS:
        raise UsageError(f"{by} is no form of preference. Known: {', '.join(FORMS)}.")
    _check_draws(draws, seed)
    said = [doubts_text(doubts)] if doubts else []
    day = on if on is None or isinstance(on, date) else _day(on)
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

    found, doubts = _sound(case)
    if loss not in LOSSES:
        raise UsageError(f"{loss} is no loss. Known: {', '.join(LOSSES)}.")
    _check_draws(draws, seed)
    if not 0 <= correlation <= 1:
        raise UsageError("A correlation within a camp goes from 0 to 1.")
    if workers is not None and workers < 1:
        raise UsageError("It takes 1 worker or more.")
    if move is not None and not 0 < move < float("inf"):
        raise UsageError("How far the settlement is to be moved is more than 0.")
    if cross is not None and not abs(cross) < float("inf"):
        raise UsageError("The place to be crossed is a number.")
    stands = read_stands(found, issue)
    _check_camps(camps, stands.actors)
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


def _check_camps(camps: Sequence[Sequence[str]], actors: Sequence[str]) -> None:
    seen: set[str] = set()
    for camp in camps:
        if len(camp) < 2 or "" in camp:
            raise UsageError("A camp is two or more actors, joined with +, like us+ukraine.")
        for name in camp:
            if name not in actors:
                raise UsageError(f"There is no actor {name} with a position. {nearest(name, actors)}")
            if name in seen:
                raise UsageError(f"{name} is in two camps, or twice in one.")
            seen.add(name)


def _check_draws(draws: int, seed: int) -> None:
    if not 0 <= draws <= MAX_DRAWS or seed < 0:
        raise UsageError(f"Draws go from 0 to {MAX_DRAWS:,}, and a seed is 0 or more.")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text} is not a day. Write it like 2026-02-05.") from None


def show(case: Case | str | Path) -> Glance:
    """Return a case at a glance: meeting, actors, issues, preferences, calendar, and what they rest on."""
    from detente.report.glance import glance_of

    return glance_of(_sound(case)[0])


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
