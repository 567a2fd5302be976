"""Import of .gmcr files: both forms of preference, directions, what cannot be carried over, broken files."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import detente
from detente.files.gmcr import read_gmcr

if TYPE_CHECKING:
    from pathlib import Path

STATEMENTS: dict[str, Any] = {
    "options": [
        {"name": "Ceasefire", "permittedDirection": "both"},
        {"name": "Lift sanctions", "permittedDirection": "fwd"},
    ],
    "decisionMakers": [
        {"name": "A", "options": [0], "preferences": [[[1, "Y"]], [[0, "N"]]]},
        {
            "name": "B",
            "options": [1],
            "preferences": [[[0, "Y"]], {"compound": True, "members": [[[1, "N"]], [[0, "Y"], [1, "Y"]]]}],
        },
    ],
    "infeasibles": [[[0, "N"], [1, "Y"]]],
    "coalitions": [0, 1],
    "useManualPreferenceRanking": False,
    "program": "gmcr-py",
    "version": "0.4.1",
}


def write(folder: Path, raw: Any) -> Path:
    path = folder / "model.gmcr"
    path.write_text(json.dumps(raw))
    return path


def test_statements(tmp_path: Path) -> None:
    case = detente.load(write(tmp_path, STATEMENTS))
    assert list(case.issues) == ["ceasefire", "lift-sanctions"]
    assert case.sha256 == hashlib.sha256((tmp_path / "model.gmcr").read_bytes()).hexdigest()
    assert case.issues["lift-sanctions"].decided_by == ("b",)
    assert case.impossible[0].when == "NY"
    assert [s.that for s in case.preferences["b"].statements or ()] == [
        "ceasefire",
        "(not lift-sanctions) or (ceasefire and lift-sanctions)",
    ]
    assert case.moves[0].only == "forward"
    answer = detente.holds(case)
    assert answer.to_dict()["outcomes"] == 3
    # the second of B's statements is met by every possible outcome
    assert [d.code for d in detente.check(tmp_path / "model.gmcr")] == ["W412"]


def test_a_ranking_by_numbers_of_feasible_states(tmp_path: Path) -> None:
    raw = STATEMENTS | {"useManualPreferenceRanking": True}
    makers = [
        {"name": "A", "options": [0], "preferenceRanking": [3, [1, 2]]},
        {"name": "B", "options": [1], "preferenceRanking": [2, 1, 3]},
    ]
    case = detente.load(write(tmp_path, raw | {"decisionMakers": makers}))
    # feasible states in order: NN, YN, YY
    assert case.preferences["a"].ranking == (("YY",), ("NN", "YN"))
    assert case.preferences["b"].ranking == (("YN",), ("NN",), ("YY",))
    older = raw | {"decisionMakers": [m | {"preferenceVector": m["preferenceRanking"]} for m in makers]}
    older = json.loads(json.dumps(older).replace("preferenceRanking", "unread"))
    older |= {"useManualPreferenceVectors": True}
    older.pop("useManualPreferenceRanking", None)
    assert detente.load(write(tmp_path, older)).preferences == case.preferences


def test_directions_and_shared_or_odd_names(tmp_path: Path) -> None:
    raw = {
        "options": [
            {"name": "Go!", "permittedDirection": "back"},
            {"name": "go", "permittedDirection": "both"},
            {"name": "1st & best"},
            {"name": "not"},
        ],
        "decisionMakers": [{"name": "go", "options": [0, 1]}, {"name": "", "options": [2, 3, 0]}],
    }
    read, _found = read_gmcr(write(tmp_path, raw))
    assert read is not None
    assert list(read["issues"]) == ["go-2", "go-3", "option-1st-best", "option-not"]
    assert list(read["actors"]) == ["go", "actor"]
    assert read["issues"]["go-2"]["decided_by"] == ["go", "actor"]
    assert read["moves"][0]["only"] == "backward"


def test_what_has_no_counterpart_is_said(tmp_path: Path) -> None:
    raw = STATEMENTS | {"coalitions": [[0, 1]], "misperceptions": [[1]], "extra": 1}
    codes = [d.code for d in detente.check(write(tmp_path, raw))]
    assert codes.count("W416") == 3


@pytest.mark.parametrize(
    "raw",
    [
        [],
        {},
        {"options": [], "decisionMakers": []},
        {"options": [{"name": "a"}] * 300, "decisionMakers": [{"name": "A", "options": []}]},
        {"options": [{"name": "a"}], "decisionMakers": [{"name": "A", "options": [1]}]},
        {"options": [{"name": "a"}], "decisionMakers": [{"name": "A", "options": [True]}]},
        {"options": [{}], "decisionMakers": [{"name": "A", "options": [0]}]},
        STATEMENTS | {"infeasibles": [[[0, "X"]]]},
        STATEMENTS | {"infeasibles": [[]]},
        STATEMENTS | {"infeasibles": [[[0, "Y"], [0, "N"]]]},
        STATEMENTS | {"useManualPreferenceRanking": True},
        STATEMENTS
        | {
            "useManualPreferenceRanking": True,
            "decisionMakers": [{"name": "A", "options": [0, 1], "preferenceRanking": [9]}],
        },
        {
            "options": [{"name": f"o{k}"} for k in range(20)],
            "decisionMakers": [{"name": "A", "options": [0], "preferenceRanking": [1]}],
            "useManualPreferenceRanking": True,
        },
        {
            "options": [{"name": "a", "permittedDirection": ["fwd"]}],
            "decisionMakers": [{"name": "A", "options": [0]}],
            "infeasibles": 3,
        },
        {"options": ["a"], "decisionMakers": ["A"]},
        STATEMENTS | {"decisionMakers": [{"name": "A", "options": [0], "preferences": 7}]},
    ],
)
def test_broken_files_are_reported(tmp_path: Path, raw: Any) -> None:
    found = detente.check(write(tmp_path, raw))
    assert [d.code for d in found if d.is_error] == ["F011"]


def test_text_that_is_not_json(tmp_path: Path) -> None:
    path = tmp_path / "x.gmcr"
    for content in (b"{", b"\xff", b"[" * 100_000, b"NaN", b'{"options": Infinity}'):
        path.write_bytes(content)
        assert all(d.is_error for d in detente.check(path))
        assert detente.check(path)


values = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 5) | st.sampled_from(["Y", "N", "a", ""]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "options", "preferences", "members", "compound"]), inner, max_size=3)
    ),
    max_leaves=10,
)


@given(st.dictionaries(st.sampled_from(sorted(STATEMENTS)), values, max_size=6))
def test_any_json_is_read_or_reported(raw: dict[str, Any]) -> None:
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        document, found = read_gmcr(write(Path(folder), STATEMENTS | raw))
        assert document is not None or [d for d in found if d.is_error]
