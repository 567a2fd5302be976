"""Limits of the group concepts; their verdicts are tested in tests/properties."""

from __future__ import annotations

from typing import Any

import pytest

from detente.case import Case
from detente.conflict import conflict_of
from detente.errors import LimitError
from detente.graph import groups
from detente.graph.moves import Moves
from detente.graph.simultaneous import MAX_SIMULTANEOUS, sim
from detente.judging import judge_holds
from random_cases import random_pair


def joint(issues: int, options: int = 0) -> dict[str, Any]:
    return {
        "detente": "1",
        "title": "t",
        "actors": {name: {"name": name} for name in ("a", "b", "c")},
        "issues": {f"j{k}": {"decided_by": ["a", "b"]} for k in range(issues)}
        | {f"o{k}": {"decided_by": ["c"]} for k in range(options)},
        "preferences": {"a": {"statements": ["j0"]}, "b": {"statements": ["j0"]}, "c": {"statements": ["not j0"]}},
    }


def test_spaces_beyond_the_limit_are_refused_and_the_answer_says_so() -> None:
    case = Case.model_validate(joint(2, 16))
    conflict = conflict_of(case)
    with pytest.raises(LimitError, match="131,072 outcomes"):
        groups.cnash(Moves(conflict), conflict.deciding_groups)
    answer = judge_holds(case, conflict)
    assert "graph.cnash" not in answer.methods
    assert "graph.sim" not in answer.methods
    assert any("graph.cnash is not judged" in note for note in answer.notes)
    # what was not judged for groups must not be called holding
    assert answer.concepts == ()
    assert answer.to_dict()["holding"] == {}


def test_too_many_coalitions_are_refused() -> None:
    document = joint(2) | {"actors": {f"n{k}": {"name": f"N{k}"} for k in range(22)}, "preferences": {}}
    document["issues"] = {"j": {"decided_by": ["n0", "n1"]}}
    conflict = conflict_of(Case.model_validate(document))
    with pytest.raises(LimitError, match="1,048,576 coalitions"):
        groups.cseq(Moves(conflict), conflict.deciding_groups)


def test_simultaneous_moves_on_shared_issues_have_their_own_limit() -> None:
    document = joint(3, 14)
    document["moves"] = [{"issue": "j0", "from": "yes", "to": "no", "by": ["a", "b"]}]
    case = Case.model_validate(document)
    conflict = conflict_of(case)
    assert conflict.space.grid > MAX_SIMULTANEOUS
    small = conflict_of(Case.model_validate(joint(3, 13) | {"moves": document["moves"]}))
    with pytest.raises(LimitError, match="line the others up"):
        sim(Moves(small))


def test_too_many_shared_improvements_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    document = random_pair(1).document
    monkeypatch.setattr(groups, "MAX_EDGES", 0)
    found = None
    for seed in range(200):
        pair = random_pair(seed)
        if pair.oracle.actors == 4:
            document = pair.document
            conflict = conflict_of(Case.model_validate(document))
            try:
                groups.cseq(Moves(conflict), [frozenset({0, 1})])
            except LimitError as error:
                found = str(error)
                break
    assert found is not None
    assert "shared improvements of a2+a3 are more than 0" in found


@pytest.mark.parametrize("seed", range(60))
def test_judging_in_many_blocks_is_judging_in_one(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """With room for 64 outcomes at a time the verdicts are the same as with room for all."""
    document = joint(3, 4) if seed == 0 else random_pair(seed).document
    conflict = conflict_of(Case.model_validate(document))
    if len(conflict.actors) < 2:
        conflict = conflict_of(Case.model_validate(joint(2, 5)))
    judged = [frozenset({0, 1}), frozenset(range(len(conflict.actors)))]
    whole = [judge(Moves(conflict), judged) for judge in (groups.cnash, groups.cgmr, groups.csmr, groups.cseq)]
    monkeypatch.setattr(groups, "BLOCK_WORDS", 1)
    parts = [judge(Moves(conflict), judged) for judge in (groups.cnash, groups.cgmr, groups.csmr, groups.cseq)]
    assert all((a == b).all() for a, b in zip(whole, parts, strict=True))
