"""Saving a case: as fresh YAML, or into the file it came from with comments and order kept.

Writing never leaves half a file: the new text goes beside the old one and takes its place in one step.
"""

from __future__ import annotations

import io
import json
import os
import re
import tempfile
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.errors import CaseError, SaveError, UsageError
from detente.files.case_file import case_from_tree, read_case
from detente.files.yaml_text import read_yaml

if TYPE_CHECKING:
    from detente.case import Case

__all__ = ["case_text", "save_case", "write_text"]

_PLAIN_NUMBER = re.compile(r"-?\d+(\.\d+)?\Z")


def _yaml() -> Any:  # noqa: ANN401 - ruamel is untyped where it matters
    """Return a round-trip reader and writer to which, as to us, every scalar is text."""
    from ruamel.yaml import YAML
    from ruamel.yaml.nodes import ScalarNode
    from ruamel.yaml.resolver import VersionedResolver

    class TextResolver(VersionedResolver):
        def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:  # noqa: ANN401 - ruamel's signature
            # whatever is written, it is resolved as a plain word would be
            return super().resolve(kind, "word" if kind is ScalarNode else value, implicit)

    yaml = YAML()
    yaml.Resolver = TextResolver
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = 100_000
    yaml.preserve_quotes = True
    return yaml


def _plain(value: Any) -> Any:  # noqa: ANN401 - a tree of texts
    """Return a tree in which texts that another YAML reader would take for something else are quoted.

    Numbers stay bare: to us they are text anyway, and to others numbers.
    """
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, str) and not _PLAIN_NUMBER.match(value) and _means_something_else(value):
        from ruamel.yaml.scalarstring import SingleQuotedScalarString

        return SingleQuotedScalarString(value)
    return str(value)


def _means_something_else(text: str) -> bool:
    """Return whether a YAML 1.1 reader would take this text for a truth value, a date or nothing."""
    import yaml

    resolver: Any = yaml.resolver.Resolver()
    tag: str = resolver.resolve(yaml.ScalarNode, text, (True, False))
    return tag != "tag:yaml.org,2002:str"


def _same(text: str, case: Case) -> bool:
    """Return whether a text reads back as the case, order of names included: patterns depend on it."""
    again, _ = case_from_tree(read_yaml(text).tree)
    return again is not None and json.dumps(again.to_document()) == json.dumps(case.to_document())


def case_text(case: Case) -> str:
    """Return a case as fresh YAML text that reads back as the same case.

    Raises
    ------
    CaseError
        Where the case, changed in memory, is not of the right shape.
    """
    _case, problems = case_from_tree(case.to_document())
    if problems:
        raise CaseError(problems)
    out = io.StringIO()
    _yaml().dump(_plain(case.to_document()), out)
    if not _same(out.getvalue(), case):
        raise SaveError("This case cannot be written as YAML that reads back the same; nothing was written.")
    return out.getvalue()


def write_text(path: Path, text: str) -> None:
    """Write a text file in one step: a reader sees the old text or the new one, never a part.

    Raises
    ------
    SaveError
        Where it cannot be written; the old file is as it was.
    """
    temporary = ""
    try:
        path = path.resolve()
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".new")
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(path.stat().st_mode if path.exists() else 0o644)
        Path(temporary).replace(path)
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SaveError(f"{path} cannot be written ({reason}).") from None
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)


def save_case(case: Case, path: Path) -> None:
    """Save a case. In an existing case file, values that did not change are not touched; comments and order stay.

    Raises
    ------
    CaseError
        Where the file that is there cannot be read, or the case is not of the right shape: nothing is written.
    SaveError
        Where the file cannot be written.
    UsageError
        Where the folder is missing.
    """
    fresh = case_text(case)
    if not path.parent.is_dir():
        raise UsageError(f"There is no folder {path.parent}. Make it first.")
    if not path.exists():
        write_text(path, fresh)
        return
    read = read_case(path)
    if read.case is None:
        raise CaseError(read.diagnostics)
    raw = path.read_bytes().decode("utf-8")
    before = raw.removeprefix("\ufeff").replace("\r\n", "\n")
    yaml = _yaml()
    tree = yaml.load(before)
    _merge(tree, read.case.to_document(), case.to_document())
    out = io.StringIO()
    yaml.dump(tree, out)
    text = _with_lost_comments(before, out.getvalue())
    if not _same(text, case):
        raise SaveError(f"{path} cannot be changed in place so that it says what the case says; nothing was written.")
    if "\r\n" in raw:
        text = text.replace("\n", "\r\n")
    write_text(path, ("\ufeff" if raw.startswith("\ufeff") else "") + text)


def _with_lost_comments(before: str, after: str) -> str:
    """Return the new text with comments that went with a removed part kept at its end: nothing written is lost."""
    comments = [match[1].strip() for match in re.finditer(r"(?:^|\s)#(.*)$", before, re.MULTILINE)]
    lost = [comment for comment in comments if comment and comment not in after]
    if not lost:
        return after
    return after.rstrip("\n") + "\n# comments on parts that were taken away:\n" + "".join(f"# {c}\n" for c in lost)


def _merge(tree: Any, before: Any, after: Any) -> None:  # noqa: ANN401 - ruamel's tree and plain ones
    """Change `tree`, which says `before`, into one that says `after`, touching only what differs."""
    for key in [key for key in before if key not in after]:
        tree.pop(key, None)
    for key, value in after.items():
        old = before.get(key)
        if value == old and key in tree and _ordered_alike(value, old):
            continue
        here = tree.get(key)
        if isinstance(value, dict) and isinstance(old, dict) and isinstance(here, dict):
            _merge(here, old, value)
        elif isinstance(value, list) and isinstance(old, list) and isinstance(here, list) and len(here) == len(old):
            _merge_list(here, old, value)
        else:
            tree[key] = _plain(value)
    if [key for key in tree if key in after] != list(after):
        for key in after:
            tree.move_to_end(key)


def _ordered_alike(first: Any, second: Any) -> bool:  # noqa: ANN401 - trees of texts
    return json.dumps(first) == json.dumps(second)


def _merge_list(tree: Any, before: list[Any], after: list[Any]) -> None:  # noqa: ANN401 - ruamel's tree
    """Change a list item by item; items that stay keep their place in the text, and their comments."""
    old, new = ([json.dumps(item) for item in items] for items in (before, after))
    for kind, a, b, c, d in reversed(SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()):
        if kind == "equal":
            continue
        shared = min(b - a, d - c)
        for offset in range(shared):
            was, now, here = before[a + offset], after[c + offset], tree[a + offset]
            if isinstance(was, dict) and isinstance(now, dict) and isinstance(here, dict):
                _merge(here, was, now)
            else:
                tree[a + offset] = _plain(now)
        for place in range(b - 1, a + shared - 1, -1):
            del tree[place]
        for offset, item in enumerate(after[c + shared : d]):
            tree.insert(a + shared + offset, _plain(item))
