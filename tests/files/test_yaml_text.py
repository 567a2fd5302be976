"""The YAML reader: all scalars are text, every node has its line, traps are refused quickly."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.files.yaml_text import read_yaml


def test_scalars_stay_text() -> None:
    read = read_yaml("a: NO\nb: 19:30\nc: 1.10\nd: yes\ne: 2025-02-05\nf: 0x1F\ng: ~\nh:\ni: 'null'\nj: null\n")
    assert read.tree == {
        "a": "NO",
        "b": "19:30",
        "c": "1.10",
        "d": "yes",
        "e": "2025-02-05",
        "f": "0x1F",
        "g": "~",
        "h": None,
        "i": "null",
        "j": "null",
    }


def test_lines() -> None:
    read = read_yaml("a:\n  b: [1,\n    2]\n  c:\n    - d: 3\n")
    assert read.line(("a", "b", 1)) == 3
    assert read.line(("a", "c", 0, "d")) == 5
    assert read.line(("a", "c", 0, "missing", "deeper")) == 5
    assert read.line(()) == 1


def test_every_trap_is_reported_at_once() -> None:
    read = read_yaml("a: &x 1\nb: *x\nc: !!int 3\na: 2\n? [k]\n: v\n")
    assert read.tree is None
    assert sorted((d.code, d.line) for d in read.diagnostics) == [
        ("F005", 1),
        ("F005", 2),
        ("F006", 3),
        ("F007", 4),
        ("F010", 5),
    ]


def test_a_bomb_of_aliases_is_refused_quickly() -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{k}: &a{k} [{', '.join([f'*a{k - 1}'] * 9)}]" for k in range(1, 12)]
    start = time.perf_counter()
    read = read_yaml("\n".join(rows))
    assert time.perf_counter() - start < 1
    assert read.tree is None
    assert {d.code for d in read.diagnostics} == {"F005"}


@pytest.mark.parametrize(
    "text", ["[" * 5000, "a: " + "{b: " * 5000, "- " * 5000, "\n".join(" " * k + "a:" for k in range(900))]
)
def test_deep_nesting_is_refused_quickly(text: str) -> None:
    start = time.perf_counter()
    read = read_yaml(text)
    assert time.perf_counter() - start < 1
    assert {d.code for d in read.diagnostics} <= {"F008", "F004"}
    assert read.diagnostics


def test_a_million_entries_are_refused() -> None:
    assert [d.code for d in read_yaml("[" + "a," * 300_000 + "a]").diagnostics] == ["F002"]


@given(st.text(max_size=200))
def test_any_text_is_read_or_reported(text: str) -> None:
    read = read_yaml(text)
    assert (read.tree is None) == bool(read.diagnostics)
    assert all(d.line >= 1 and d.remedy for d in read.diagnostics)


@given(st.text(alphabet="ab:-[]{}&*!|>'\"#?, \n\t%@`0~", max_size=120))
def test_any_punctuation_is_read_or_reported(text: str) -> None:
    read = read_yaml(text)
    assert (read.tree is None) == bool(read.diagnostics)


@given(
    st.recursive(
        st.text(min_size=1, max_size=12),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(min_size=1, max_size=8), inner, max_size=4),
        max_leaves=12,
    )
)
def test_what_json_writes_is_read_back(tree: object) -> None:
    import json

    read = read_yaml(json.dumps({"key": tree}))
    if read.tree is not None:
        assert read.tree == {"key": tree}
    else:
        # json may escape characters that a case cannot hold
        assert {d.code for d in read.diagnostics} <= {"F003", "F004"}
