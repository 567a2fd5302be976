"""The documentation cannot lie: every snippet runs, every command, method and diagnostic is there."""

from __future__ import annotations

import importlib.util
import re
import shlex
import sys
from pathlib import Path
from typing import Any

import pytest

from detente import cli
from detente.case import Case
from detente.diagnostics import CODES
from detente.files.yaml_text import read_yaml
from detente.methods import METHODS

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*(ROOT / "docs").rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"])
FENCE = re.compile(r"^( *)```(\w+)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)

# what a fragment of a case is put into, so that it can be read
AROUND: dict[str, Any] = {
    "detente": "1",
    "title": "a fragment",
    "actors": {name: {"name": name} for name in ("us", "russia", "ukraine")},
    "issues": {name: {} for name in ("offensive", "ceasefire", "treaty", "strike")},
}


def blocks(page: Path) -> list[tuple[str, str]]:
    found = []
    for indent, kind, body in FENCE.findall(page.read_text(encoding="utf-8")):
        found.append((kind, "".join(line.removeprefix(indent) for line in body.splitlines(keepends=True))))
    return found


def squeeze(text: str) -> str:
    return " ".join(re.sub(r"[│─]", " ", text).split())


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_snippet_runs(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    for kind, body in blocks(page):
        if kind == "console":
            run_console(body, monkeypatch, capsys)
        elif kind == "python":
            exec(compile(body, str(page), "exec"), names)  # noqa: S102 - our own documentation
        elif kind == "yaml":
            read = read_yaml(body)
            assert read.diagnostics == []
            Case.model_validate(AROUND | read.tree)
        else:
            assert kind in ("bash", "text"), f"nothing runs a block of {kind}"


def run_console(body: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    output = ""
    for line in body.splitlines():
        if line.startswith("$ "):
            words = shlex.split(line[2:])
            assert words[0] == "detente"
            monkeypatch.setattr(sys, "argv", words)
            try:
                cli.main()
            except SystemExit as end:
                assert end.code in (0, None, 1), line
            captured = capsys.readouterr()
            output = squeeze(captured.out + captured.err)
        elif line.strip() not in ("", "..."):
            assert squeeze(line) in output, line


def test_every_command_method_and_diagnostic_is_documented() -> None:
    commands = (ROOT / "docs/reference/commands.md").read_text(encoding="utf-8")
    import typer

    for name, command in typer.main.get_command(cli.app).commands.items():  # type: ignore[attr-defined]
        assert f"## detente {name}\n" in commands
        assert command.help
        assert all(parameter.help for parameter in command.params), name
    methods = (ROOT / "docs/reference/methods.md").read_text(encoding="utf-8")
    assert all(f"| `{name}` |" in methods for name in METHODS)
    diagnostics = (ROOT / "docs/reference/diagnostics.md").read_text(encoding="utf-8")
    assert all(f"| {code} | {what} |" in diagnostics for code, what in CODES.items())


def test_every_key_of_the_format_is_documented() -> None:
    text = (ROOT / "docs/reference/case-format.md").read_text(encoding="utf-8")
    assert all(f"| `{name}` |" in text for name in Case.model_fields)


def test_pages_from_the_program_are_up_to_date() -> None:
    spec = importlib.util.spec_from_file_location("write_reference", ROOT / "docs" / "write_reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name, page in module.PAGES.items():
        assert (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8") == page(), f"run make docs: {name}"


def test_links_lead_somewhere() -> None:
    for page in [*PAGES, ROOT / "ARCHITECTURE.md", ROOT / "CHANGELOG.md"]:
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if not target.startswith("http"):
                assert (page.parent / target).exists(), (page.name, target)


def test_the_name_is_written_without_the_accent() -> None:
    for page in PAGES:
        assert "d\u00e9tente" not in page.read_text(encoding="utf-8").lower()
