"""Answers in memory: naming outcomes, deals in sight, ways from the status quo."""

from __future__ import annotations

import numpy as np
import pytest

import detente
from detente.answers import CUT, Found
from detente.report.reasons import reason_lines, upset_lines, verdict_text
from detente.summary_document import rule_text

SUMMIT = detente.holds("alaska", engine="explicit")


def test_what_holds_is_what_neither_actor_nor_group_upsets() -> None:
    for concept in SUMMIT.concepts:
        actors = SUMMIT.methods[f"graph.{concept}"].equilibria
        groups = SUMMIT.methods[f"graph.c{concept}"].equilibria
        assert (SUMMIT.holding(concept) == (actors & groups)).all()
    assert SUMMIT.concepts == ("nash", "seq", "smr", "gmr")
    assert detente.holds("cuban-missile-crisis", engine="explicit").concepts == (
        "nash",
        "seq",
        "smr",
        "gmr",
        "sseq",
        "sim",
    )


def test_deals_in_sight_are_better_for_every_member() -> None:
    start = SUMMIT.conflict.space.status_quo
    assert start is not None
    assert SUMMIT.deals_in_sight
    ranks = SUMMIT.conflict.ranks
    for group, steps in SUMMIT.deals_in_sight:
        assert len(group) > 1
        assert all(ranks[actor, steps[-1].end] > ranks[actor, start] for actor in group)


def test_ways_are_made_of_wanted_steps() -> None:
    ranks = SUMMIT.conflict.ranks
    for end, steps in list(SUMMIT.wanted.items())[:200]:
        state, last = SUMMIT.conflict.space.status_quo, None
        for step in steps:
            assert all(ranks[actor, step.end] > ranks[actor, state] for actor in step.mover)
            assert step.mover != last
            state, last = step.end, step.mover
        assert state == end


def test_without_a_status_quo_nothing_is_said_of_it() -> None:
    answer = detente.holds("chicken", engine="explicit")
    assert answer.deals_in_sight == []
    assert answer.wanted == {}
    assert answer.to_dict()["status_quo"] is None


def test_reasons_name_the_moves() -> None:
    answer = detente.holds("cuban-missile-crisis", engine="explicit")
    space = answer.conflict.space
    lines = reason_lines(
        answer, space.find({"air_strike": "no", "blockade": "no", "withdraw": "yes", "escalate": "no"}), "seq"
    )
    assert lines == [
        (
            "Soviet Union would like to move Withdrawal of the missiles yes → no; what deters: the others would want to "
            "answer (United States: Air strike no → yes), and then it is no better off than at the start."
        ),
        "No move alone to anything better: United States.",
    ]
    assert upset_lines(answer, 0, "nash") == [
        "United States would move Blockade no → yes; and there are 2 other ways."
    ] or ("United States would move" in upset_lines(answer, 0, "nash")[0])
    simultaneous = reason_lines(detente.holds("chicken", engine="explicit"), 3, "sim")
    assert "would want to move at the same moment" in simultaneous[0]
    calm = next(v for v in answer.why(2, "nash") if not v.improvements)
    assert verdict_text(answer, calm) == "United States: no move to anything it would prefer."


def test_reasons_of_groups() -> None:
    start = SUMMIT.conflict.space.status_quo
    assert start is not None
    lines = upset_lines(SUMMIT, start, "nash")
    assert any(line.startswith("United States + Russia would together move") for line in lines)
    held = int(np.flatnonzero(SUMMIT.holding("smr"))[0])
    # one who would like to move is told what deters it; nobody simply would
    told = reason_lines(SUMMIT, held, "smr")
    assert any("; what deters: " in line for line in told)
    assert not any(" would move " in line or " would together move " in line for line in told)
    calm = next(v for v in SUMMIT.why(held, "smr") if len(v.who) > 1 and not v.improvements)
    assert verdict_text(SUMMIT, calm).endswith("no move together to anything all of them would prefer.")


def test_rules_can_be_pasted_back() -> None:
    space = SUMMIT.conflict.space
    cube = ((0, 1), (0,), *(tuple(range(n)) for n in space.sizes[2:]))
    assert rule_text(space, cube) == "offensive in [halted, ground] and ceasefire = none, the rest free"
    assert rule_text(space, tuple(tuple(range(n)) for n in space.sizes)) == "every outcome"


def test_equilibria_are_stable_for_all() -> None:
    found = Found(("a", "b"), np.array([[True, True, False], [True, False, True]]))
    assert found.equilibria.tolist() == [True, False, False]
    assert CUT > 0


@pytest.mark.parametrize("concept", ["nash", "gmr", "smr", "seq"])
def test_the_answer_explains_every_verdict_on_a_sample(concept: str) -> None:
    rng = np.random.default_rng(7)
    for state in rng.choice(SUMMIT.conflict.space.outcomes, 5, replace=False).tolist():
        verdicts = SUMMIT.why(state, concept)
        actors = SUMMIT.methods[f"graph.{concept}"].stable[:, state]
        groups = SUMMIT.methods[f"graph.c{concept}"].stable[:, state]
        assert [v.stable for v in verdicts] == [*actors, *groups]


def test_what_a_reader_must_know_stands_in_the_notes() -> None:
    from detente.case import Case

    document = {
        "detente": "1",
        "title": "T",
        "actors": {name: {"name": name.upper()} for name in "abcd"},
        "issues": {
            "x": {"decided_by": ["a", "b"], "status_quo": "no", "scale": {"no": "0", "yes": "1"}},
            "t": {"scale": {"min": "0", "max": "9"}},
        },
        "preferences": {
            "a": {"positions": {"t": {"position": "3", "salience": "1"}}},
            "b": {"statements": ["x"], "scores": {"x": {"values": {"no": "0", "yes": ["1", "2"]}}}},
            "c": {"positions": {"x": {"position": "0", "salience": ["1", "2"]}}},
        },
        "calendar": [{"on": "2030-01-01", "what": "W"}],
    }
    notes = " ".join(detente.holds(Case.model_validate(document), engine="explicit").notes)
    for words in (
        "A's positions concern scales without values only, so it counts as indifferent",
        "B is ordered by its statements; its scores are not used here",
        "C's positions count with the best value",
        "D has no preferences, so it counts as indifferent",
        "SSEQ and SIM have no form for groups",
        "The calendar does not enter",
        "Scales without values are left out of the graph model: t",
        "`detente check` warns of this case",
    ):
        assert words in notes, words


def test_what_is_not_looked_for_is_not_denied() -> None:
    from detente.case import Case

    document = {
        "detente": "1",
        "title": "T",
        "actors": {name: {"name": name} for name in "ab"},
        "issues": {f"i{k}": {"decided_by": ["a", "b"], "status_quo": "no"} for k in range(15)},
        "preferences": {name: {"statements": ["i0"]} for name in "ab"},
    }
    answer = detente.holds(Case.model_validate(document), engine="explicit")
    assert answer.deals_in_sight == []
    assert any("not looked for beyond 16,384" in note for note in answer.notes)
    start = answer.conflict.space.status_quo
    assert start is not None
    assert not answer.methods["graph.cnash"].equilibria[start]


def test_what_was_too_much_for_all_outcomes_is_not_tried_for_one() -> None:
    from detente.case import Case

    document = {
        "detente": "1",
        "title": "T",
        "actors": {f"n{k}": {"name": f"N{k}"} for k in range(24)},
        "issues": {"j": {"decided_by": ["n0", "n1"], "status_quo": "no"}},
        "preferences": {f"n{k}": {"statements": ["j"]} for k in range(24)},
    }
    answer = detente.holds(Case.model_validate(document), engine="explicit")
    assert "graph.cseq" not in answer.methods
    assert all(len(verdict.who) == 1 for verdict in answer.why(0, "seq"))
    assert any(len(verdict.who) == 2 for verdict in answer.why(0, "nash"))
