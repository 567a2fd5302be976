"""Which of other tools' formats a file or folder is in, and the case it stands for; and a case written for them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from detente.diagnostics import Diagnostic
from detente.errors import UsageError
from detente.files.case_file import decode, read_bytes
from detente.files.decide import is_decide, read_decide, write_decide
from detente.files.domain import Domain, Malformed, domain_of, note_diagnostics, to_document
from detente.files.genius import is_profile, parse_xml, read_genius, write_genius
from detente.files.geniusweb import is_geniusweb, read_geniusweb, write_geniusweb
from detente.files.ktab import is_ktab, read_ktab, write_ktab
from detente.files.negmas import is_negmas, read_negmas, write_negmas
from detente.files.survey import Reader, Survey, survey_document, survey_of
from detente.files.table import read_rows, read_table, rows_of_sheet, write_sheet, write_table
from detente.files.yaml_text import read_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from detente.case import Case

__all__ = ["FORMATS", "read_foreign", "write_foreign"]

MAX_BYTES = 10_000_000
MAX_FILES = 200

SCORED = {"genius": write_genius, "geniusweb": write_geniusweb, "negmas": write_negmas}
"""Formats of cases with scores."""

PLACED: dict[str, Callable[[Survey], Mapping[str, str | bytes]]] = {
    "table": write_table,
    "spreadsheet": write_sheet,
    "ktab": write_ktab,
    "decide": write_decide,
}
"""Formats of cases with positions."""

FORMATS = (*SCORED, *PLACED)

TABLES = (".csv", ".tsv", ".txt", ".xlsx")


def read_foreign(path: Path) -> tuple[dict[str, Any] | None, list[Diagnostic]]:
    """Return the case document that a file or folder of another tool stands for, and what could not be carried over.

    A folder is one negotiation: its domain and all profiles. So is a file together with those of its format and issues
    that lie beside it.
    """
    try:
        if path.suffix.lower() in TABLES:
            return _table(path)
        domain = _domain(path)
        reason = f"assumption: as in the {'folder' if path.is_dir() else 'file'} {path.name}"
        return to_document(domain, reason), note_diagnostics(domain)
    except Malformed as error:
        return None, [
            Diagnostic(
                "F011", f"{path.name}: {error}.", "See docs/how-to/exchange-domains.md for what is read.", line=1
            )
        ]


def _table(path: Path) -> tuple[dict[str, Any] | None, list[Diagnostic]]:
    """Return the case document of a file that says who stands where."""
    if path.suffix.lower() == ".xlsx":
        data = read_bytes(path, MAX_BYTES)
        if isinstance(data, Diagnostic):
            raise Malformed(data.message.rstrip("."))
        reader = Reader(path.name)
        rows = rows_of_sheet(path, reader)
        survey = read_rows(path.stem, rows, reader) if not reader.problems else None
    else:
        text = _text(path).replace("\r\n", "\n").replace("\r", "\n")
        read = read_decide if is_decide(text) else read_ktab if is_ktab(text) else read_table
        survey, reader = read(path.stem, text, path.name)
    if survey is None:
        return None, reader.problems
    notes = [Diagnostic("W416", note, "See that this is meant.", line=1) for note in survey.notes]
    return survey_document(survey, f"assumption: as in the file {path.name}"), notes


def _text(path: Path) -> str:
    data = read_bytes(path, MAX_BYTES)
    text = data if isinstance(data, Diagnostic) else decode(data, path.name)
    if isinstance(text, Diagnostic):
        raise Malformed(text.message.rstrip("."))
    return text


def _value(path: Path) -> Any:  # noqa: ANN401 - JSON
    """Return the JSON or YAML value of a file; numbers stay as they are written."""
    text = _text(path)
    if path.suffix == ".json":
        try:
            return json.loads(text, parse_float=str, parse_constant=_constant)
        except (ValueError, RecursionError) as error:
            raise Malformed(f"{path.name} is not JSON ({type(error).__name__})") from None
    read = read_yaml(text)
    if read.diagnostics:
        raise Malformed(f"{path.name}: {read.diagnostics[0].message.rstrip('.')}")
    return _plain(read.tree)


def _constant(text: str) -> str:
    return text.lower().replace("infinity", "inf")


def _plain(tree: Any) -> Any:  # noqa: ANN401 - YAML
    """Return a tree of texts with "null" for what YAML calls so."""
    if isinstance(tree, dict):
        return {key: _plain(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_plain(value) for value in tree]
    return None if tree in ("null", "~", "") else tree


def _beside(path: Path, endings: tuple[str, ...]) -> list[Path]:
    """Return the files of a folder, or those beside a file, with some endings."""
    folder = path if path.is_dir() else path.parent
    try:
        found = sorted(p for p in folder.iterdir() if p.suffix.lower() in endings and p.is_file())
    except OSError as error:
        raise Malformed(f"the folder cannot be read ({error.strerror})") from None
    if len(found) > MAX_FILES:
        raise Malformed(f"there are more than {MAX_FILES} files beside it")
    return found


def _domain(path: Path) -> Domain:
    endings = {".xml": (".xml",), ".json": (".json",), ".yml": (".yml", ".yaml"), ".yaml": (".yml", ".yaml")}
    if path.is_dir():
        for tried in ((".xml",), (".json",), (".yml", ".yaml")):
            files = _beside(path, tried)
            if files:
                return _read(path.name, files, None)
        raise Malformed("the folder holds no .xml, .json or .yml file")
    if path.suffix.lower() not in endings:
        raise Malformed(
            "only .xml, .json, .yml, .csv, .txt, .xlsx and .gmcr files are read, or a folder of the first three"
        )
    _text(path)  # says what is wrong with the file itself first
    return _read(path.stem, _beside(path, endings[path.suffix.lower()]), path)


def _read(name: str, files: list[Path], asked: Path | None) -> Domain:
    """Return the domain of some files. Those beside the one that was asked for may be of anything."""
    if files[0].suffix.lower() == ".xml":
        return read_genius(name, [(file.stem, text) for file, text in _alike_xml(files, asked)])
    passed: list[str] = []
    values = list(_values(files, asked, passed))
    chosen = next((value for file, value in values if file == asked), values[0][1] if values else None)
    for knows, read in ((is_geniusweb, read_geniusweb), (is_negmas, read_negmas)):
        if knows(chosen):
            passed += [file.name for file, value in values if not knows(value)]
            domain = read(name, [(file.name, value) for file, value in values if knows(value)])
            domain.notes.extend(f"{file} lies there too, and is not read: it is of another kind." for file in passed)
            return domain
    raise Malformed("it is neither a GeniusWeb nor a NegMAS file")


def _values(files: list[Path], asked: Path | None, passed: list[str]) -> Iterator[tuple[Path, Any]]:
    """Yield what can be read, and note in `passed` the names of what cannot."""
    for file in files:
        try:
            value = _value(file)
        except Malformed:
            if file == asked or asked is None:
                raise
            passed.append(file.name)
            continue
        if is_geniusweb(value) or is_negmas(value) or file == asked:
            yield file, value
        else:
            passed.append(file.name)


def _alike_xml(files: list[Path], asked: Path | None) -> list[tuple[Path, str]]:
    """Return the XML files that speak of the same issues as the one that was asked for."""
    found: list[tuple[Path, str]] = []
    names: dict[Path, frozenset[str]] = {}
    for file in files:
        try:
            text = _text(file)
            root = parse_xml(text, file.name)
        except Malformed:
            if file == asked or asked is None:
                raise
            continue
        issues = frozenset(issue.get("name") or "" for issue in root.iter("issue"))
        if issues or file == asked:
            names[file] = issues
            found.append((file, text))
    lead = names.get(asked) if asked else None
    if lead is None:
        lead = next((names[file] for file, text in found if not is_profile(parse_xml(text, file.name))), None)
    return [(file, text) for file, text in found if lead is None or names[file] == lead]


def write_foreign(case: Case, to: str, folder: Path) -> list[Diagnostic]:
    """Write a case for another tool into a new folder, and return what could not be carried over.

    Raises
    ------
    UsageError
        Where the case does not fit the format, or the folder is there already.
    """
    from detente.files.save import write_text

    if folder.exists():
        raise UsageError(f"{folder} exists already; nothing was written. Choose another name with -o.")
    files: Mapping[str, str | bytes]
    try:
        if to in PLACED:
            survey = survey_of(case)
            files = PLACED[to](survey)
            notes = [Diagnostic("W416", note, "See that this is meant.") for note in survey.notes]
        else:
            domain = domain_of(case)
            files = SCORED[to](domain)
            notes = note_diagnostics(domain)
    except Malformed as error:
        raise UsageError(f"The case cannot be written for {to}: {error}.") from None
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise UsageError(f"{folder} cannot be made ({error.strerror}).") from None
    for name, content in files.items():
        if isinstance(content, bytes):
            (folder / name).write_bytes(content)
        else:
            write_text(folder / name, content)
    return notes
