"""Reading a case file never raises, whatever stands in it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import detente
from detente.files.case_file import case_from_tree, read_case
from detente.workbench import open_case

SHIPPED = [case.path for case in detente.cases()]
ALASKA = next(case.path for case in detente.cases() if case.name == "alaska").read_text(encoding="utf-8")

words = st.sampled_from(
    ["detente", "title", "actors", "issues", "moves", "preferences", "calendar", "meeting", "sources", "a", "b", "x", "y",
     "name", "values", "decided_by", "status_quo", "because", "statements", "ranking", "scores", "positions", "from", "to",
     "by", "allow", "only", "issue", "that", "when", "1", "-1", "yes", "no", "2025-02-30", "a and (b", "YN-", "status quo"]
)  # fmt: skip
trees = st.recursive(
    words | st.none() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=4),
    max_leaves=20,
)


@given(trees)
def test_any_tree_is_a_case_or_reported(tree: object) -> None:
    case, found = case_from_tree(
        {"detente": "1", "title": "t"} | (tree if isinstance(tree, dict) else {"actors": tree})
    )
    assert (case is None) == bool(found)
    assert all(d.message and d.remedy for d in found)


@settings(max_examples=60)
@given(st.integers(0, 10**9))
def test_a_damaged_case_is_read_or_reported(seed: int) -> None:
    """Lines of a real case are dropped, doubled, swapped and changed; the reader and all checks still answer."""
    import tempfile

    dice = random.Random(seed)
    lines = ALASKA.splitlines()
    for _ in range(dice.randint(1, 4)):
        place = dice.randrange(len(lines))
        kind = dice.randrange(5)
        if kind == 0:
            del lines[place]
        elif kind == 1:
            lines.insert(place, lines[dice.randrange(len(lines))])
        elif kind == 2:
            lines[place] = lines[place].replace(
                dice.choice(["russia", "full", ":", "[", "yes"]), dice.choice(["", "x", ": ", "]"])
            )
        elif kind == 3:
            lines[place] = " " * dice.randint(0, 6) + lines[place].strip()
        else:
            cut = dice.randrange(len(lines[place]) + 1)
            lines[place] = (
                lines[place][:cut] + dice.choice(["{", "'", "- ", "#", "\t", "é", "=", "not "]) + lines[place][cut:]
            )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.yaml"
        path.write_text("\n".join(lines), encoding="utf-8")
        read = open_case(path)
        assert read.case is not None or read.diagnostics
        assert all(d.line >= 1 and d.remedy for d in read.diagnostics)
        if read.case is not None and not any(d.is_error for d in read.diagnostics):
            detente.show(read.case).to_dict()


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: p.parent.name)
def test_shipped_cases_are_sound(path: Path) -> None:
    # the large one has more outcomes than a check looks through, and says so
    assert [str(d) for d in open_case(path).diagnostics if d.code != "W407" or "settlement" not in str(path)] == []


def test_fifty_megabytes_are_refused_without_reading_them(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as stream:
        stream.truncate(50_000_000)
    assert [d.code for d in read_case(path).diagnostics] == ["F002"]


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_more: object) -> object:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "case.yaml").write_text("detente: 1")
    monkeypatch.setattr(Path, "open", refuse)
    found = read_case(tmp_path / "case.yaml").diagnostics
    assert [d.code for d in found] == ["F001"]
    assert "Permission denied" in found[0].message


def test_unknown_keys_know_their_neighbours() -> None:
    base = {"detente": "1", "title": "t", "actors": {"a": {"name": "A"}}, "issues": {"x": {}}}
    for place, wrong, right in (
        ({"prefrences": {}}, "prefrences", "preferences"),
        ({"issues": {"x": {"decidedby": ["a"]}}}, "decidedby", "decided_by"),
        ({"moves": [{"isue": "x", "only": "forward"}]}, "isue", "issue"),
        ({"meeting": {"stage": []}}, "stage", "stages"),
        ({"preferences": {"a": {"statments": []}}}, "statments", "statements"),
    ):
        _case, found = case_from_tree(base | place)
        chosen = next(d for d in found if d.code == "S102")
        assert wrong in chosen.message
        assert f"'{right}'" in chosen.remedy


def test_an_unknown_key_with_no_neighbour_lists_what_there_is() -> None:
    _case, found = case_from_tree(
        {"detente": "1", "title": "t", "actors": {"a": {"name": "A", "zzz": "1"}}, "issues": {"x": {}}}
    )
    assert "Known: name, capability" in found[0].remedy


def test_a_file_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + SHIPPED[0].read_bytes())
    assert read_case(path).case is not None


def test_pipes_and_devices_are_not_waited_for(tmp_path: Path) -> None:
    import os

    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    assert [d.code for d in open_case(pipe).diagnostics] == ["F001"]
    case = tmp_path / "case.yaml"
    text = "detente: 1\ntitle: T\nactors: {a: {name: A}}\nissues: {x: {decided_by: [a], because: ['s:p1']}}\n"
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for name in ("pipe.yaml", "loop", "x" * 300):
        case.write_text(text + f"sources: {{s: {{title: S, file: {name}}}}}\n")
        assert "W409" in [d.code for d in open_case(case).diagnostics]


def test_more_mistakes_than_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("detente: 1\ntitle: T\n" + "".join(f"k{n}: 1\n" for n in range(60_000)))
    codes = [d.code for d in open_case(path).diagnostics]
    assert codes.count("F012") == 1
    assert len(codes) < 600


def test_mistakes_of_shape_do_not_hide_those_of_names(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(
        "detente: 1\ntitle: T\nas_of: soon\nactors: {a: {name: A, colour: red}}\n"
        "issues:\n  x: {decided_by: [ana], because: foo}\n  y: {decided_by: [a]}\n"
        "calendar:\n  - {on: never, what: W, then: {q: 1}}\n  - {on: 2025-01-01, what: V, then: {y: maybe}}\n"
        "preferences: {a: {statements: [z, {that: y = 3}]}}\n"
    )
    found = {(d.code, d.line) for d in open_case(path).diagnostics if d.is_error}
    assert {("S105", 3), ("S102", 4), ("S110", 6), ("N201", 6), ("S105", 9), ("N202", 11), ("N203", 11)} <= found


def test_line_numbers_are_those_of_an_editor(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text('detente: 1\ntitle: "a\u2028b\u2029c\u0085d"\nfoo: 1\n', encoding="utf-8")
    assert ("S102", 3) in {(d.code, d.line) for d in open_case(path).diagnostics}


def test_values_that_could_not_be_read_are_not_called_unknown_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(
        "detente: 1\ntitle: T\nactors: {a: {name: A}}\nissues:\n  x: {values: low and high, decided_by: [a]}\n"
        "preferences: {a: {statements: [x = low]}}\n"
    )
    assert [(d.code, d.line) for d in open_case(path).diagnostics] == [("S103", 5)]
