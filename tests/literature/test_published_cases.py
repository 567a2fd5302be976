"""Numbers typed from publications, against the cases that detente ships.

States are numbered as printed: from 1, in decimal order with the first option as the lowest bit (Cuba: decimals, from 0).
Where a table is known from memory of the literature only, the test says so.
"""

from __future__ import annotations

import pytest

import detente
from detente.graph import why

# Fang, Hipel, Kilgour 1993, chapter 3; the table of the prisoner's dilemma also in the files of GMCR+
PRISONERS = {"nash": [1], "gmr": [1, 4], "smr": [1, 4], "seq": [1, 4], "sim": [1, 4]}

# textbook result, recalled: both rest where just one swerves, and both swerving is deterred from by fear of a crash
CHICKEN = {"nash": [2, 3], "seq": [2, 3], "gmr": [1, 2, 3], "smr": [1, 2, 3]}

# Fraser and Hipel 1984, chapter 1, recalled: withdrawal alone (decimal 4) or under blockade (decimal 6)
CUBA_SEQ_DECIMAL = [4, 6]

# Kilgour and Hipel 2005; Xu, Hipel, Kilgour, Fang 2018, chapter 4 (Elmira tables), recalled
ELMIRA = {"nash": [5, 8, 9], "seq": [5, 8, 9], "gmr": [1, 4, 5, 8, 9], "smr": [1, 4, 5, 8, 9]}

# Kinsara 2014, figure 29 shows columns 7 to 12 only; these are equilibria there by Nash, GMR, SEQ, SIM and SMR
ELMIRA_12_SHOWN = [7, 8, 9, 10, 11, 12]
ELMIRA_12_EQUILIBRIA = [7, 10, 11, 12]

# Kinsara 2014, figure 28
GARRISON = {
    "nash": [2, 3, 11, 17, 18, 21, 22],
    "seq": [2, 3, 11, 17, 18, 21, 22],
    "sim": [2, 3, 11, 17, 18, 21, 22],
}
GARRISON_GMR_PRINTED = [2, 3, 8, 11, 13, 14, 15, 17, 18, 19, 21, 22]
GARRISON_GMR_MISSING = [4, 6, 10]
# what the same family of programs finds at its last version: 4 and 10, but not 6
GARRISON_GMR_ONCE = [2, 3, 4, 8, 10, 11, 13, 14, 15, 17, 18, 19, 21, 22]


def equilibria(name: str, method: str, *, peer_rule: bool = False) -> list[int]:
    document = detente.holds(name, peer_rule=peer_rule, engine="explicit").to_dict()
    return [index + 1 for index in document["methods"][f"graph.{method}"]["equilibria"]]


@pytest.mark.parametrize(("method", "expected"), PRISONERS.items())
def test_prisoners_dilemma(method: str, expected: list[int]) -> None:
    assert equilibria("prisoners-dilemma", method) == expected


@pytest.mark.parametrize(("method", "expected"), CHICKEN.items())
def test_chicken(method: str, expected: list[int]) -> None:
    document = detente.holds("chicken", engine="explicit").to_dict()
    # the book numbers the outcomes 1 = both swerve, 2 = only the first, 3 = only the second, 4 = crash
    printed = {"YY": 1, "YN": 2, "NY": 3, "NN": 4}
    found = [document["states"][k] for k in document["methods"][f"graph.{method}"]["equilibria"]]
    assert sorted(printed["".join(v[0].upper() for v in s.values())] for s in found) == expected


def test_cuban_missile_crisis() -> None:
    answer = detente.holds("cuban-missile-crisis", engine="explicit")
    assert answer.methods["graph.seq"].equilibria.nonzero()[0].tolist() == CUBA_SEQ_DECIMAL


@pytest.mark.parametrize(("method", "expected"), ELMIRA.items())
def test_elmira(method: str, expected: list[int]) -> None:
    assert equilibria("elmira", method) == expected


def test_elmira_has_no_sim_and_says_so() -> None:
    document = detente.holds("elmira", engine="explicit").to_dict()
    assert "graph.sim" not in document["methods"]
    assert any("SIM" in note for note in document["notes"])


def test_elmira_coalition_of_ministry_and_uniroyal() -> None:
    # Kilgour and Hipel 2005: from state 5 the two can go to 8, which both prefer, though 5 is an equilibrium
    answer = detente.holds("elmira", groups=[("moe", "uniroyal")], engine="explicit")
    improvements = why.group_improvements(answer.moves, frozenset({0, 1}), 4)
    assert [steps[-1].end + 1 for steps in improvements] == [8]
    assert not answer.methods["graph.cnash"].stable[0, 4]


@pytest.mark.parametrize("method", ["nash", "gmr", "seq", "sim", "smr"])
def test_elmira_12_states(method: str) -> None:
    found = equilibria("elmira-12", method)
    assert [state for state in found if state in ELMIRA_12_SHOWN] == ELMIRA_12_EQUILIBRIA


def test_elmira_12_coalition_and_evolution() -> None:
    # Kinsara 2014, sections 5.2 and 5.3: 1 -> 7 by the local government, 7 -> 10 by the ministry with Uniroyal
    answer = detente.holds("elmira-12", groups=[("moe", "uniroyal")], engine="explicit")
    numbers = answer.conflict.space.outcomes.tolist()
    improvements = why.group_improvements(answer.moves, frozenset({0, 1}), numbers[7 - 1])
    assert [numbers.index(steps[-1].end) + 1 for steps in improvements] == [10]
    assert answer.wanted[numbers[7 - 1]][0].mover == frozenset({2})


@pytest.mark.parametrize(("method", "expected"), GARRISON.items())
def test_garrison(method: str, expected: list[int]) -> None:
    assert equilibria("garrison-diversion", method) == expected


@pytest.mark.parametrize("method", ["gmr", "smr"])
def test_garrison_published_table_leaves_three_out(method: str) -> None:
    found = equilibria("garrison-diversion", method)
    assert found == sorted(GARRISON_GMR_PRINTED + GARRISON_GMR_MISSING)


@pytest.mark.parametrize("method", ["gmr-once", "smr-once"])
def test_garrison_with_the_peers_rule(method: str) -> None:
    assert equilibria("garrison-diversion", method, peer_rule=True) == GARRISON_GMR_ONCE


def test_garrison_state_6_needs_an_opponent_twice() -> None:
    answer = detente.holds("garrison-diversion", engine="explicit")
    state = int(answer.conflict.space.outcomes[6 - 1])
    canada = answer.conflict.actors.index("canada")
    verdict = why.explain(answer.moves, "gmr", frozenset({canada}), state)
    sanction = verdict.improvements[0].sanction
    assert sanction is not None
    movers = [answer.conflict.actors[next(iter(step.mover))] for step in sanction]
    assert movers == ["us_support", "us_opposition", "us_support"]


@pytest.mark.parametrize("name", [c.name for c in detente.cases() if detente.load(c.name).published])
def test_what_the_case_says_was_published(name: str) -> None:
    """The results written in a shipped case are found, or the case says why not."""
    answer = detente.holds(name, peer_rule=True, engine="explicit")
    from detente.answers import published_outcomes

    for result in answer.case.published:
        printed = published_outcomes(answer.case, answer.conflict.space, result)
        same = bool((answer.methods[result.method].equilibria == printed).all())
        assert same != bool(result.differs)
