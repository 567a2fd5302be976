"""Saving: reads back as the same case, keeps comments and order, never leaves half a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import detente
from detente.case import Case, Fact
from detente.errors import CaseError, SaveError, UsageError
from detente.files.case_file import read_case
from detente.files.save import case_text, save_case, write_text
from random_cases import random_pair

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("seed", range(80))
def test_random_cases_read_back_the_same(seed: int, tmp_path: Path) -> None:
    case = Case.model_validate(random_pair(seed).document)
    path = tmp_path / "case.yaml"
    save_case(case, path)
    again = read_case(path)
    assert again.diagnostics == []
    assert again.case is not None
    assert again.case.to_document() == case.to_document()


@pytest.mark.parametrize("name", [case.name for case in detente.cases()])
def test_saving_what_was_read_changes_nothing(name: str, tmp_path: Path) -> None:
    original = next(case.path for case in detente.cases() if case.name == name)
    path = tmp_path / "case.yaml"
    path.write_bytes(original.read_bytes())
    before = path.read_text(encoding="utf-8")
    case = read_case(path).case
    assert case is not None
    save_case(case, path)
    again = read_case(path).case
    assert again is not None
    assert again.to_document() == case.to_document()
    # comments and order of keys are kept
    comments = [line.split("#", 1)[1].strip() for line in before.splitlines() if line.lstrip().startswith("#")]
    after = path.read_text(encoding="utf-8")
    assert all(comment in after for comment in comments)


def test_a_change_leaves_the_rest_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    text = (
        "# head\ndetente: 1\ntitle: Old  # the title\nactors:\n  a: {name: Anna}  # first\n  b: {name: Bert}\n"
        "issues:\n  x: {decided_by: [a], status_quo: no}  # an option\n"
        "preferences:\n  a:\n    statements:\n      - x   # wants it\n      - not x\n"
    )
    path.write_text(text)
    case = read_case(path).case
    assert case is not None
    actors = case.actors | {"b": case.actors["b"].model_copy(update={"name": "Berta"})}
    changed = case.model_copy(update={"title": "New", "actors": actors, "background": (Fact(what="yes"),)})
    save_case(changed, path)
    after = path.read_text()
    expected = text.replace("Old", "New").replace("Bert", "Berta")
    assert after.startswith(expected)
    assert after[len(expected) :].split() == ["background:", "-", "what:", "'yes'"]


def test_lists_grow_and_shrink_and_keys_go(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(
        "detente: 1\ntitle: T\nnote: gone soon\nactors: {a: {name: Anna}}\nissues:\n  x: {decided_by: [a]}\n"
        "impossible:\n  - x  # one\n  - {when: not x, because: [assumption: so]}\n"
    )
    document = {
        "detente": "1",
        "title": "T",
        "actors": {"a": {"name": "Anna"}},
        "issues": {"x": {"decided_by": ["a"], "values": ["no", "yes"]}},
        "impossible": ["x", {"when": "x = no", "because": ["assumption: so"]}, "x = yes"],
    }
    save_case(Case.model_validate(document), path)
    assert read_document(path) == Case.model_validate(document).to_document()
    assert "# one" in path.read_text()
    save_case(Case.model_validate(document | {"impossible": ["x"]}), path)
    assert read_document(path) == Case.model_validate(document | {"impossible": ["x"]}).to_document()


def read_document(path: Path) -> dict[str, Any]:
    case = read_case(path).case
    assert case is not None
    return case.to_document()


def test_nothing_is_overwritten_blindly(tmp_path: Path) -> None:
    case = detente.load("chicken")
    broken = tmp_path / "broken.yaml"
    broken.write_text("title: [")
    with pytest.raises(CaseError):
        detente.save(case, broken)
    assert broken.read_text() == "title: ["
    with pytest.raises(UsageError, match="no folder"):
        detente.save(case, tmp_path / "nowhere" / "case.yaml")


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("old")

    def fail(_handle: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("detente.files.save.os.fsync", fail)
    with pytest.raises(SaveError, match="disk full"):
        write_text(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_words_that_other_readers_take_for_something_else_are_quoted() -> None:
    case = Case.model_validate(
        {
            "detente": "1",
            "title": "19:30",
            "actors": {"a": {"name": "NO"}},
            "issues": {"x": {"values": ["no", "null", "1.10", "2", "~"], "decided_by": "a"}},
        }
    )
    text = case_text(case)
    import yaml

    other = yaml.safe_load(text)
    assert other["actors"]["a"]["name"] == "NO"
    assert other["issues"]["x"]["values"][1] == "null"


def test_the_order_of_issues_is_saved_too(tmp_path: Path) -> None:
    """A Y/N pattern means other issues when their order changes, so order is part of what a case says."""
    path = tmp_path / "case.yaml"
    text = "detente: 1\ntitle: T\nactors: {a: {name: A}}\nissues:\n  x: {decided_by: [a]}  # x\n  y: {decided_by: [a]}  # y\n"
    path.write_text(text + "impossible: [N-]\n")
    case = read_case(path).case
    assert case is not None
    save_case(case.model_copy(update={"issues": dict(reversed(case.issues.items()))}), path)
    again = read_case(path).case
    assert again is not None
    assert list(again.issues) == ["y", "x"]
    assert "x: {decided_by: [a]}  # x" in path.read_text()


def test_keys_that_look_like_numbers_are_text(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(
        "detente: 1\ntitle: T\nactors: {a: {name: A}}\n"
        "issues: {x: {values: [1, null, ~], decided_by: [a], status_quo: 1}}\n"
        "preferences: {a: {scores: {x: {values: {1: 0, null: 5, ~: 6}}}}}\n"
    )
    document = read_document(path)
    document["preferences"]["a"]["scores"]["x"]["values"]["1"] = "7"
    save_case(Case.model_validate(document), path)
    assert read_document(path) == document
    assert "{1: 7, null: 5, ~: 6}" in path.read_text()


def test_comments_stay_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    head = (
        "detente: 1\ntitle: T\nnote: gone  # a note\n# on actors\nactors: {a: {name: A}}\n"
        "issues: {x: {decided_by: [a]}, y: {decided_by: [a]}}\n"
    )
    path.write_text(
        head
        + "preferences:\n  a:\n    statements:\n      - y  # on y\n      - not x  # on x\n      - x or y  # on both\n"
    )
    document = read_document(path)
    del document["preferences"]["a"]["statements"][0]
    del document["note"]
    save_case(Case.model_validate(document), path)
    after = path.read_text()
    assert "- not x  # on x" in after
    assert "- x or y  # on both" in after
    assert all(comment in after for comment in ("# on y", "# a note", "# on actors"))


def test_line_ends_links_and_marks_are_kept(tmp_path: Path) -> None:
    real = tmp_path / "real.yaml"
    real.write_bytes(
        b"\xef\xbb\xbfdetente: 1\r\ntitle: T\r\nactors: {a: {name: A}}\r\nissues: {x: {decided_by: [a]}}\r\n"
    )
    link = tmp_path / "link.yaml"
    link.symlink_to(real)
    case = read_case(link).case
    assert case is not None
    save_case(case.model_copy(update={"title": "New"}), link)
    assert link.is_symlink()
    assert real.read_bytes().startswith(b"\xef\xbb\xbfdetente: 1\r\ntitle: New\r\n")


def test_a_case_of_the_wrong_shape_is_not_saved(tmp_path: Path) -> None:
    case = detente.load("chicken").model_copy(update={"title": ""})
    with pytest.raises(CaseError):
        save_case(case, tmp_path / "case.yaml")
    assert list(tmp_path.iterdir()) == []
