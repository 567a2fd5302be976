"""A case file, read: from bytes to a `Case` and diagnostics with lines."""

from __future__ import annotations

import copy
import hashlib
import stat
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from detente.case import Case
from detente.diagnostics import CODES, Diagnostic, nearest
from detente.diagnostics import Path as Place
from detente.files.yaml_text import MAX_BYTES, YamlText, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


__all__ = ["CaseFile", "case_from_tree", "read_bytes", "read_case", "sound_part"]

MAX_LISTED = 500

_EXPECTED = {
    "string_type": "A text is expected here. Write it on one line, in quotes where it has a colon.",
    "tuple_type": "A list is expected here. Write [one, two] or one line with - for each.",
    "list_type": "A list is expected here. Write [one, two] or one line with - for each.",
    "dict_type": "Names with values are expected here. Write name: ..., one to a line.",
    "model_type": "Keys with values are expected here. Write {key: value} or one key: value to a line.",
    "model_attributes_type": "Keys with values are expected here. Write {key: value} or one key: value to a line.",
    "int_parsing": "A whole number is expected here. Write digits only.",
    "int_type": "A whole number is expected here. Write digits only.",
    "greater_than_equal": "This number is too small. Write 1 or more.",
    "string_too_short": "Nothing is written here. Write a text, or leave the key out.",
    "string_too_long": "This text is too long. Keep it under 5,000 characters.",
    "too_short": "Nothing is written here. A case needs at least one.",
}


@dataclass
class CaseFile:
    """A case file that was read, whether or not it holds a case.

    Attributes
    ----------
    path
        Where it lies.
    case
        The case, or None where its shape is wrong.
    text
        The YAML with its lines.
    diagnostics
        What was found so far, each with file and line.
    """

    path: Path
    case: Case | None = None
    text: YamlText = field(default_factory=YamlText)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def add(self, found: Iterable[Diagnostic]) -> None:
        """Add diagnostics, giving each its file and line."""
        for diagnostic in found:
            line = diagnostic.line or self.text.line(diagnostic.path)
            self.diagnostics.append(replace(diagnostic, file=str(self.path), line=line))
        self.diagnostics.sort(key=lambda d: (d.line, d.code, d.message))


def read_bytes(path: Path, limit: int = MAX_BYTES) -> bytes | Diagnostic:
    """Return a file's bytes, or why they cannot be had. Never reads beyond the limit."""
    try:
        if not stat.S_ISREG(path.stat().st_mode) and not path.is_dir():
            # a pipe would wait for ever, a device may never end
            return Diagnostic("F001", f"{path} is not an ordinary file.", "Save it as a file and name that.")
        with path.open("rb") as stream:
            data = stream.read(limit + 1)
    except FileNotFoundError:
        return Diagnostic("F001", f"There is no file {path}.", "Check the name and the folder.")
    except IsADirectoryError:
        return Diagnostic("F001", f"{path} is a folder.", "Name a file in it.")
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        remedy = "Check the name, and that you may read it."
        return Diagnostic("F001", f"{str(path)[:200]} cannot be read ({reason}).", remedy)
    if len(data) > limit:
        return Diagnostic(
            "F002",
            f"{path} is larger than {limit:,} bytes.",
            "A case is written by hand and small; keep sources in files of their own.",
        )
    return data


def decode(data: bytes, name: str) -> str | Diagnostic:
    """Return bytes as text, or the line on which they are not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Diagnostic("F003", f"{name} is not UTF-8 text.", "Save it as UTF-8 in your editor.", line=line)


def read_case(path: Path) -> CaseFile:
    """Read a case file. Never raises: whatever is wrong is in `diagnostics`."""
    read = CaseFile(path)
    data = read_bytes(path)
    if isinstance(data, Diagnostic):
        read.add([data])
        return read
    text = decode(data, path.name)
    if isinstance(text, Diagnostic):
        read.add([text])
        return read
    read.text = read_yaml(text)
    read.add(read.text.diagnostics)
    if read.text.tree is None:
        return read
    case, found = case_from_tree(read.text.tree)
    read.add(found)
    if case is not None:
        case.read_from(str(path), hashlib.sha256(data).hexdigest())
    read.case = case
    return read


def case_from_tree(tree: Any) -> tuple[Case | None, list[Diagnostic]]:  # noqa: ANN401 - any tree
    """Return the case that a tree of texts describes, or every mistake in its shape."""
    if isinstance(tree, dict) and "detente" in tree and str(tree["detente"]) != "1":
        # keys of another version would only be reported one by one as unknown
        tree = {
            "detente": tree["detente"],
            "title": "-",
            "actors": {"a": {"name": "-"}},
            "issues": {"i": {}},
        }
    try:
        return Case.model_validate(tree), []
    except ValidationError as error:
        errors = error.errors(include_url=False)
        # a list is too short only because its items are wrong: then these say it all
        within = {e["loc"][:depth] for e in errors for depth in range(len(e["loc"]))}
        errors = [e for e in errors if e["type"] != "too_short" or e["loc"] not in within]
        found = list(dict.fromkeys(_diagnostic(dict(e)) for e in errors[:MAX_LISTED]))
        if len(errors) > MAX_LISTED:
            message = f"There are {len(errors) - MAX_LISTED:,} more mistakes like these."
            found.append(Diagnostic("F012", message, "Mend these first."))
        return None, found


def sound_part(tree: Any) -> tuple[Case | None, set[Place]]:  # noqa: ANN401 - any tree
    """Return what is left of a tree when everything of a wrong shape is taken out, and from where it was taken.

    With it names can be checked although the shape has mistakes: every mistake is to be told at once. None where names
    are defined in what was taken out, for then others would be called unknown that are not.
    """
    tree, taken = copy.deepcopy(tree), set[Place]()
    filled: set[Place] = set()
    for _ in range(6):
        try:
            return Case.model_validate(tree), taken
        except ValidationError as error:
            places = _wrong_places(tree, error, filled)
        # later items first, so that the places of earlier ones stay right
        for place in sorted(places, key=lambda p: tuple(str(part).rjust(8) for part in p), reverse=True):
            if _defines_names(place):
                return None, taken
            taken.add(_take(tree, place))
    return None, taken


def _defines_names(place: Place) -> bool:
    """Return whether actors, issues, values or sources are named at a place, so that others speak of them."""
    whole = len(place) < 3 and place[:1] in (("actors",), ("issues",), ("sources",), ("detente",), ())
    return whole or (place[:1] == ("issues",) and place[2] == "values")


def _wrong_places(tree: Any, error: ValidationError, filled: set[Place]) -> set[Place]:  # noqa: ANN401 - any tree
    """Return what must be taken out of a tree; a missing text is filled instead, once."""
    places = set()
    for e in error.errors(include_url=False)[:MAX_LISTED]:
        place: Place = tuple(part for part in e["loc"] if part != "[key]")
        if place in filled:
            places.add(place[:-1])
        elif e["type"] == "missing":
            filled.add(place)
            _fill(tree, place)
        else:
            places.add(place)
    return places


def _fill(tree: Any, place: Place) -> None:  # noqa: ANN401 - any tree
    """Put a word where a text is missing."""
    here = _at(tree, place[:-1])
    if isinstance(here, dict):
        here[str(place[-1])] = "-"


def _take(tree: Any, place: Place) -> Place:  # noqa: ANN401 - any tree
    """Take the thing at a place out, or the nearest thing above that is there; return its place."""
    while place and _at(tree, place) is _NOTHING:
        place = place[:-1]
    if place:
        above = _at(tree, place[:-1])
        del above[place[-1]]
    return place


_NOTHING = object()


def _at(tree: Any, place: Place) -> Any:  # noqa: ANN401 - any tree
    for part in place:
        here: Any = tree
        inside = isinstance(here, dict) and part in here
        inside = inside or (isinstance(here, list) and isinstance(part, int) and part < len(here))
        if not inside:
            return _NOTHING
        tree = here[part]
    return tree


def _diagnostic(error: dict[str, Any]) -> Diagnostic:
    kind, message = str(error["type"]), str(error["msg"])
    path: Place = tuple(part for part in error["loc"] if part != "[key]")
    if kind == "missing":
        key = str(path[-1])
        where = f" in {'.'.join(map(str, path[:-1]))}" if path[:-1] else ""
        return Diagnostic("S101", f"The key {key} is missing{where}.", f"Add a line {key}: ...", path[:-1])
    if kind == "extra_forbidden":
        known = _known_keys(path[:-1])
        return Diagnostic("S102", f"{path[-1]} is not a key here.", nearest(str(path[-1]), known), path)
    if kind in ("literal_error", "enum"):
        expected = error.get("ctx", {}).get("expected", "")
        return Diagnostic("S103", f"{error['input']!r} cannot stand here.", f"Write {expected}.", path)
    code = kind if kind in _CODES else "S103"
    if code == "S103" and kind != "S103":
        message = _EXPECTED.get(kind, f"{message}.")
    said, _, remedy = message.partition(". ")
    return Diagnostic(code, f"{said.rstrip('.')}.", remedy or "See docs/reference/case-format.md.", path)


_CODES = {code for code in CODES if code.startswith("S")}


def _known_keys(path: Place) -> list[str]:
    """Return the keys that may stand at a path, by walking down the models."""
    model: Any = Case
    for part in path:
        if isinstance(model, type) and issubclass(model, BaseModel):
            fields = {f.alias or name: f for name, f in model.model_fields.items()}
            model = fields[str(part)].annotation if part in fields else None
        else:
            arguments = [a for a in getattr(model, "__args__", ()) if a is not type(None)]
            model = arguments[-1] if arguments and arguments[-1] is not ... else next(iter(arguments), None)
        model = _strip(model)
    if isinstance(model, type) and issubclass(model, BaseModel):
        return [f.alias or name for name, f in model.model_fields.items()]
    return []


def _strip(annotation: Any) -> Any:  # noqa: ANN401 - typing objects
    """Return X for ``X | None`` and ``Annotated[X, ..]``."""
    arguments = getattr(annotation, "__args__", ())
    if type(None) in arguments:
        return _strip(next(a for a in arguments if a is not type(None)))
    if hasattr(annotation, "__metadata__"):
        return _strip(annotation.__origin__)
    return annotation
