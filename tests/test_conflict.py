"""Move lines into arcs. That they mean what the format says is tested against the oracle in tests/properties."""

from __future__ import annotations

from typing import Any

import pytest

from detente.case import Case
from detente.conflict import conflict_of, every_arc, parties_of
from detente.errors import LimitError


def case(moves: list[dict[str, Any]], values: int = 3, issues: int = 1) -> Case:
    return Case.model_validate(
        {
            "detente": "1",
            "title": "t",
            "actors": {"a": {"name": "A"}, "b": {"name": "B"}},
            "issues": {
                f"i{k}": {"values": [f"v{v}" for v in range(values)], "decided_by": ["a"]} for k in range(issues)
            }
            | {"j": {"decided_by": ["a", "b"]}},
            "moves": moves,
        }
    )


def test_without_lines_every_arc_is_free() -> None:
    conflict = conflict_of(case([]))
    assert conflict.alone == {(0, 0): None}
    assert conflict.together == {1: None}
    assert conflict.deciding_groups == (frozenset({0, 1}),)
    assert conflict.group_name(frozenset({1, 0})) == "a+b"
    assert conflict.movers(frozenset({0})) == [frozenset({0})]


def test_one_way_and_single_arcs() -> None:
    conflict = conflict_of(case([{"issue": "i0", "only": "forward"}, {"issue": "i0", "from": "v2", "to": "v0"}]))
    assert conflict.alone[0, 0] == frozenset({(0, 1), (0, 2), (1, 2), (2, 0)})


def test_breaking_takes_one() -> None:
    conflict = conflict_of(case([{"issue": "j", "from": "yes", "to": "no", "by": ["a"], "allow": "yes"}]))
    assert conflict.alone[0, 1] == frozenset({(1, 0)})
    assert conflict.together[1] is None


def test_forbidding_one_decider_binds_the_group() -> None:
    conflict = conflict_of(case([{"issue": "j", "from": "no", "to": "yes", "by": ["a"], "allow": "no"}]))
    assert conflict.together[1] == frozenset({(1, 0)})


def test_adding_what_is_there_changes_nothing() -> None:
    conflict = conflict_of(case([{"issue": "i0", "from": "v0", "to": "v1"}, {"issue": "j", "from": "no", "to": "yes"}]))
    assert conflict.alone == {(0, 0): None}
    assert conflict.together == {1: None}


def test_a_group_gets_its_single_arcs_back() -> None:
    lines = [{"issue": "j", "only": "forward"}, {"issue": "j", "from": "yes", "to": "no"}]
    assert conflict_of(case(lines)).together[1] == frozenset({(0, 1), (1, 0)})


def test_whole_outcomes() -> None:
    conflict = conflict_of(case([{"from": "i0 = v0", "to": "i0 = v2 and j", "by": "b"}]))
    assert conflict.extra[1].tolist() == [[0, 5], [3, 5]]
    forbidden = conflict_of(case([{"from": "i0 = v0", "to": "j", "allow": "no"}])).forbidden
    assert forbidden[0].by is None
    assert forbidden[0].start.tolist() == [True, False, False] * 2


def test_whole_outcomes_in_patterns() -> None:
    conflict = conflict_of(case([{"from": "N", "to": "Y", "by": "b"}]))
    assert conflict.extra[1].tolist() == [[0, 3], [1, 4], [2, 5]]


def test_limits() -> None:
    with pytest.raises(LimitError, match="may have 1,024 values"):
        every_arc(1025)
    with pytest.raises(LimitError, match="1,048,576 single moves"):
        conflict_of(case([{"from": "not j", "to": " or ".join(f"i{k} = v0" for k in range(8)), "by": "b"}], 3, 8))


def test_what_would_take_too_much_is_refused_first() -> None:
    document = case([]).to_document()
    many = {f"n{k}": {"name": f"N{k}"} for k in range(20)}
    issues = {f"o{k}": {"decided_by": ["n0"]} for k in range(24)}
    with pytest.raises(LimitError, match="335,544,320 cells"):
        conflict_of(Case.model_validate(document | {"actors": many, "issues": issues, "moves": []}))
    values = [f"v{v}" for v in range(1000)]
    lines = [{"issue": "x", "from": values, "to": values, "by": "n0"} for _ in range(2)]
    wide = document | {"actors": many, "issues": {"x": {"values": values, "decided_by": []}}, "moves": lines}
    with pytest.raises(LimitError, match="name 2,000,000 moves"):
        conflict_of(Case.model_validate(wide))


def test_parties_are_known_without_listing_outcomes() -> None:
    made = Case.model_validate(
        {
            "detente": "1",
            "title": "T",
            "actors": {name: {"name": name.upper()} for name in ("a", "b", "c")},
            "issues": {f"i{k}": {"decided_by": ["c", "a"] if k == 5 else ["b"]} for k in range(60)},
        }
    )
    parties = parties_of(made)
    assert parties.actors == ("a", "b", "c")
    assert parties.deciding_groups == (frozenset({0, 2}),)
    assert parties.group_name(frozenset({2, 0})) == "a+c"
    assert len(parties.space.issues) == 60
