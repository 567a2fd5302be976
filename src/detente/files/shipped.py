"""The cases that come with detente, and the starter."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from detente.files.case_file import read_case

__all__ = ["ShippedCase", "cases", "shipped_paths", "starter"]


@dataclass(frozen=True)
class ShippedCase:
    """A case that comes with detente: its name, where it was published, its file."""

    name: str
    place: str
    title: str
    path: Path


def _folder() -> Path:
    return Path(str(resources.files("detente") / "cases"))


def shipped_paths() -> dict[str, Path]:
    """Return shipped case name -> file. A case's name is that of its folder."""
    return {path.parent.name: path for path in sorted(_folder().glob("*/*/case.yaml"))}


def cases() -> list[ShippedCase]:
    """Return the shipped cases, by place of publication."""
    found = []
    for name, path in shipped_paths().items():
        read = read_case(path)
        title = read.case.title if read.case else name
        found.append(ShippedCase(name, path.parent.parent.name, title, path))
    return sorted(found, key=lambda case: (case.place, case.name))


def starter(title: str) -> str:
    """Return a commented starter case that passes `check`, as text."""
    text = (_folder() / "starter.yaml").read_text(encoding="utf-8")
    return text.replace('"A short name of the conflict"', json.dumps(title, ensure_ascii=False), 1)
