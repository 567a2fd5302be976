"""YAML as detente reads it: every scalar is text, every node knows its line, and traps are refused.

Aliases, tags, duplicate keys, several documents, deep nesting and large files are refused with a diagnostic each, all
of them at once. The reader runs on PyYAML's event stream, so a document is never built before it has been judged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from detente.diagnostics import Diagnostic, Path

__all__ = ["MAX_BYTES", "YamlText", "read_yaml"]

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
MAX_NODES = 200_000

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_HIDE = {0x85: 0xE085, 0x2028: 0xE128, 0x2029: 0xE129}
_SHOW = {hidden: shown for shown, hidden in _HIDE.items()}
_LOADER: Any = getattr(yaml, "CLoader", yaml.Loader)


@dataclass
class YamlText:
    """What stands in a YAML document.

    Attributes
    ----------
    tree
        Dictionaries, lists and texts; an empty value is None.
    lines
        Path -> line, counted from 1. A mapping's path is where its key stands.
    diagnostics
        What is wrong with the document as YAML.
    """

    tree: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def line(self, path: Path) -> int:
        """Return the line of a path, or of the nearest thing above it that stands in the file."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def report(self, code: str, message: str, remedy: str, line: int) -> None:
        """Note one diagnostic."""
        self.diagnostics.append(Diagnostic(code, message, remedy, line=line))


class _Reader:
    """Builds the tree from events. Recursion is bounded by `MAX_DEPTH`."""

    def __init__(self, text: str) -> None:
        # these end a line for YAML, but not for an editor: they are parsed as other signs and put back
        self.events = yaml.parse(text.translate(_HIDE), Loader=_LOADER)
        self.out = YamlText()
        self.nodes = 0

    def document(self) -> YamlText:
        try:
            self._document()
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            problem = getattr(error, "problem", None) or "it cannot be read as YAML"
            line = mark.line + 1 if mark else 1
            self.out.report(
                "F004",
                f"The file is not well-formed here: {problem}.",
                "Check the indentation (spaces, no tabs), here and just above. Texts with : , [ or quotes stand in quotes.",
                line,
            )
        except _Refused:
            pass
        if self.out.diagnostics:
            self.out.tree = None
        return self.out

    def _document(self) -> None:
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._refuse("F009", "A second document begins here.", "Keep one case in a file.", event)
                self.out.tree = self._node(next(self.events), (), 0)
        if not isinstance(self.out.tree, dict) and not self.out.diagnostics:
            self.out.report(
                "F009",
                "There is no case in this file." if self.out.tree is None else "A case is a list of keys and values.",
                "Begin with detente: 1, or let `detente new NAME` write a starter.",
                1,
            )

    def _refuse(self, code: str, message: str, remedy: str, event: Any) -> None:  # noqa: ANN401 - yaml events
        self.out.report(code, message, remedy, _line_of(event))
        raise _Refused

    def _node(self, event: Any, path: Path, depth: int) -> Any:  # noqa: ANN401 - yaml events, any tree
        line = _line_of(event)
        self.out.lines.setdefault(path, line)
        self.nodes += 1
        if depth > MAX_DEPTH:
            self._refuse("F008", f"This is nested more than {MAX_DEPTH} deep.", "Write it flatter.", event)
        if self.nodes > MAX_NODES:
            self._refuse("F002", f"The file has more than {MAX_NODES:,} entries.", "Split the case.", event)
        if isinstance(event, yaml.AliasEvent):
            self.out.report("F005", f"*{event.anchor} is an alias.", "Write the thing out.", line)
            return None
        if event.anchor is not None:
            self.out.report("F005", f"&{event.anchor} is an anchor.", "Take it away.", line)
        if event.tag is not None and event.tag != "!":
            self.out.report("F006", f"{event.tag} is a tag.", "Take it away: all is read as text.", line)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, line)
        return (self._mapping if isinstance(event, yaml.MappingStartEvent) else self._sequence)(path, depth)

    def _scalar(self, event: Any, line: int) -> str | None:  # noqa: ANN401 - yaml events
        if event.implicit[0] and not event.value:
            return None
        if "\x00" in event.value:
            self.out.report("F003", "A null character stands in this text.", "Take it away.", line)
        return str(event.value).translate(_SHOW)

    def _sequence(self, path: Path, depth: int) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._node(event, (*path, len(items)), depth + 1))
        return items

    def _mapping(self, path: Path, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            line = _line_of(event)
            key = self._node(event, (*path, "\x00key"), depth + 1)
            self.out.lines.pop((*path, "\x00key"), None)
            if not isinstance(key, str):
                self.out.report("F010", "A key must be a short text.", "Write name: value.", line)
                key = f"\x00{len(found)}"
            if key in found:
                self.out.report(
                    "F007",
                    f"{key} is written twice in one place.",
                    "Keep one, rename the other, or mend the indentation.",
                    line,
                )
                key = f"{key}\x00{len(found)}"
            self.out.lines[*path, key] = line
            found[key] = self._node(next(self.events), (*path, key), depth + 1)
        return found


def _line_of(event: Any) -> int:  # noqa: ANN401 - yaml events
    return int(event.start_mark.line) + 1


class _Refused(Exception):  # noqa: N818 - ends the reading, never leaves this file
    """Reading has ended; the reason is noted."""


def read_yaml(text: str) -> YamlText:
    """Return what stands in a YAML document; never raises."""
    # characters that YAML forbids make the C reader fail without a line, so they are looked for first
    bad = _FORBIDDEN.search(text)
    if bad is not None:
        out = YamlText()
        line = text.count("\n", 0, bad.start()) + 1
        message = f"The character U+{ord(bad[0]):04X} cannot stand in a case."
        out.report("F003", message, "Take it away.", line)
        return out
    return _Reader(text).document()
