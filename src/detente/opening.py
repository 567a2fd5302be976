"""How a case is opened: its file or name, its sources, what the checks find; nothing here answers a question."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from detente.case import Case
from detente.checks import check_case
from detente.checks.names import check_names
from detente.checks.reasons import check_reasons
from detente.diagnostics import CODES, Diagnostic, nearest
from detente.errors import CaseError, UnknownCase
from detente.files.case_file import CaseFile, case_from_tree, read_case, sound_part
from detente.files.gmcr import read_gmcr
from detente.files.interchange import read_foreign
from detente.files.shipped import shipped_paths
from detente.files.sources import read_sources

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["doubts_text", "open_case", "read_import", "sound"]


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


def sound(case: Case | str | Path) -> tuple[Case, list[Diagnostic]]:
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
