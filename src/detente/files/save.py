"""Saving a case: as fresh YAML, or into the file it came from with comments and order kept.

Writing never leaves half a file: the new text goes beside the old one and takes its place in one step.
"""

from __future__ import annotations

import io
import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.errors import CaseError, UsageError
from detente.files.case_file import case_from_tree, read_case
from detente.files.yaml_text import read_yaml

if TYPE_CHECKING:
    from detente.case import Case

__all__ = ["case_text", "save_case", "write_text"]

_PLAIN_NUMBER = re.compile(r"-?\d+(\.\d+)?\Z")


def _yaml() -> Any:  # noqa: ANN401 - ruamel is untyped where it matters
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = 120
    yaml.preserve_quotes = True
    return yaml


def _plain(value: Any) -> Any:  # noqa: ANN401 - a tree of texts
    """Return a tree in which numbers are written bare; all else stays text, quoted where YAML needs it."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, str) and _PLAIN_NUMBER.match(value) and str(_number(value)) == value:
        return _number(value)
    if isinstance(value, str) and _means_something_else(value):
        from ruamel.yaml.scalarstring import SingleQuotedScalarString

        return SingleQuotedScalarString(value)
    return value


def _means_something_else(text: str) -> bool:
    """Return whether a YAML 1.1 reader would take this text for a truth value, a number, a date or nothing."""
    import yaml

    resolver: Any = yaml.resolver.Resolver()
    tag: str = resolver.resolve(yaml.ScalarNode, text, (True, False))
    return tag != "tag:yaml.org,2002:str"


def _number(text: str) -> int | float:
    return float(text) if "." in text else int(text)


def case_text(case: Case) -> str:
    """Return a case as fresh YAML text that reads back as the same case."""
    out = io.StringIO()
    _yaml().dump(_plain(case.to_document()), out)
    text = out.getvalue()
    again, problems = case_from_tree(read_yaml(text).tree)
    assert again is not None, problems
    assert again.to_document() == case.to_document()
    return text


def write_text(path: Path, text: str) -> None:
    """Write a text file in one step: a reader sees the old text or the new one, never a part."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".new")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(path.stat().st_mode if path.exists() else 0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def save_case(case: Case, path: Path) -> None:
    """Save a case. Into an existing case file only what differs is written: comments and order stay.

    Raises
    ------
    CaseError
        Where the file that is there cannot be read: nothing is overwritten blindly.
    UsageError
        Where the folder is missing.
    """
    if not path.parent.is_dir():
        raise UsageError(f"There is no folder {path.parent}. Make it first.")
    if not path.exists():
        write_text(path, case_text(case))
        return
    read = read_case(path)
    if read.case is None:
        raise CaseError(read.diagnostics)
    yaml = _yaml()
    tree = yaml.load(path.read_text(encoding="utf-8-sig"))
    _merge(tree, read.case.to_document(), case.to_document())
    out = io.StringIO()
    yaml.dump(tree, out)
    again, problems = case_from_tree(read_yaml(out.getvalue()).tree)
    assert again is not None, problems
    assert again.to_document() == case.to_document()
    write_text(path, out.getvalue())


def _merge(tree: Any, before: Any, after: Any) -> None:  # noqa: ANN401 - ruamel's tree and plain ones
    """Change `tree`, which says `before`, into one that says `after`, touching only what differs."""
    for key in [key for key in before if key not in after]:
        tree.pop(key, None)
    for key, value in after.items():
        old = before.get(key)
        if value == old and key in tree:
            continue
        here = tree.get(key)
        if isinstance(value, dict) and isinstance(old, dict) and isinstance(here, dict):
            _merge(here, old, value)
        elif isinstance(value, list) and isinstance(old, list) and isinstance(here, list) and len(here) == len(old):
            _merge_list(here, old, value)
        else:
            tree[key] = _plain(value)


def _merge_list(tree: Any, before: list[Any], after: list[Any]) -> None:  # noqa: ANN401 - ruamel's tree
    for place, value in enumerate(after):
        if place >= len(before):
            tree.append(_plain(value))
        elif value != before[place]:
            if isinstance(value, dict) and isinstance(before[place], dict) and isinstance(tree[place], dict):
                _merge(tree[place], before[place], value)
            else:
                tree[place] = _plain(value)
    del tree[len(after) :]
