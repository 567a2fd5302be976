"""Laws of the graph model that hold whatever the conflict."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from detente.case import Case
from detente.conflict import conflict_of
from detente.graph import groups, simultaneous, stability
from detente.graph.moves import Moves
from detente.judging import judge_holds
from random_cases import random_pair

if TYPE_CHECKING:
    from detente.space import BoolArray

SEEDS = range(20_000, 20_150)


def moves_of(document: dict[str, Any]) -> Moves:
    return Moves(conflict_of(Case.model_validate(document)))


@pytest.mark.parametrize("seed", SEEDS)
def test_implications(seed: int) -> None:
    moves = moves_of(random_pair(seed).document)
    nash, gmr, smr = stability.nash(moves), stability.gmr(moves), stability.smr(moves)
    seq, sseq = stability.seq(moves), stability.sseq(moves)

    def implies(a: BoolArray, b: BoolArray) -> bool:
        return bool((~a | b).all())

    assert implies(nash, sseq)
    assert implies(sseq, seq)
    assert implies(seq, gmr)
    assert implies(sseq, smr)
    assert implies(smr, gmr)
    assert implies(nash, simultaneous.sim(moves))
    some = [frozenset({0, 1})] if len(moves.conflict.actors) > 1 else []
    some += [g for g in moves.conflict.deciding_groups if g not in some]
    if some:
        cnash, cgmr, csmr = groups.cnash(moves, some), groups.cgmr(moves, some), groups.csmr(moves, some)
        assert implies(cnash, csmr)
        assert implies(csmr, cgmr)
        assert implies(cnash, groups.cseq(moves, some))


def option_form(seed: int) -> dict[str, Any]:
    """Return a conflict in unrestricted option form: every combination possible, every move free."""
    dice = Random(seed)
    actors, options = dice.randint(2, 4), dice.randint(3, 6)
    statements = {
        f"a{i}": {
            "statements": [
                " and ".join(
                    dice.choice(["", "not "]) + f"o{k}" for k in dice.sample(range(options), dice.randint(1, 3))
                )
                for _ in range(4)
            ]
        }
        for i in range(actors)
    }
    return {
        "detente": "1",
        "title": "t",
        "actors": {f"a{i}": {"name": f"A{i}"} for i in range(actors)},
        "issues": {f"o{k}": {"decided_by": f"a{k % actors}"} for k in range(options)},
        "preferences": statements,
    }


@pytest.mark.parametrize("seed", range(60))
def test_maximin_and_minimax_in_unrestricted_option_form(seed: int) -> None:
    """In unrestricted option form the others can answer any choice of i with any of their own.

    So s is GMR stable for i iff no choice that tempts i from s secures it more than s whatever the others reply, and
    SMR stable iff i is not tempted or the others can hold i down to s whatever i replies (minimax <= P_i(s)).
    """
    moves = moves_of(option_form(seed))
    conflict, space = moves.conflict, moves.conflict.space
    gmr, smr = stability.gmr(moves), stability.smr(moves)
    for actor in range(len(conflict.actors)):
        own = [k for k, deciders in enumerate(conflict.deciders) if deciders == {actor}]
        digits = np.array([space.digits(s) for s in range(space.grid)])
        mine = digits[:, own] @ (2 ** np.arange(len(own)))
        theirs_at = [k for k in range(len(space.issues)) if k not in own]
        theirs = digits[:, theirs_at] @ (2 ** np.arange(len(theirs_at)))
        table = np.zeros((mine.max() + 1, theirs.max() + 1), dtype=int)
        table[mine, theirs] = conflict.ranks[actor]
        maximin = table.min(axis=1).max()  # what i can secure by its own choice
        minimax = table.max(axis=0).min()  # what the others can hold i down to
        assert maximin <= minimax
        for s in range(space.grid):
            here = conflict.ranks[actor, s]
            tempting = [a for a in range(table.shape[0]) if table[a, theirs[s]] > here]
            secured = max((table[a].min() for a in tempting), default=-1)
            assert gmr[actor, s] == (secured <= here)
            assert smr[actor, s] == (not tempting or minimax <= here)
            if here >= maximin:
                assert gmr[actor, s]


@pytest.mark.parametrize("seed", [s for s in SEEDS[:80] if len(random_pair(s).names) > 1])
def test_the_order_of_actors_and_issues_changes_nothing(seed: int) -> None:
    pair = random_pair(seed)
    document, dice = pair.document, Random(seed)
    shuffled = dict(document)
    for key in ("actors", "issues"):
        names = list(document[key])
        dice.shuffle(names)
        shuffled[key] = {name: document[key][name] for name in names}
    shuffled["issues"] = {
        name: issue | {"decided_by": dice.sample(issue["decided_by"], len(issue["decided_by"]))}
        for name, issue in shuffled["issues"].items()
    }
    assert verdicts(document) == verdicts(shuffled)


@pytest.mark.parametrize("seed", range(40))
def test_the_names_of_states_change_nothing(seed: int) -> None:
    free = next(p for p in (random_pair(s) for s in range(seed * 50, seed * 50 + 50)) if len(p.names) == 1)
    document = free.document
    values = list(document["issues"]["i0"]["values"])
    Random(seed).shuffle(values)
    shuffled = document | {"issues": {"i0": document["issues"]["i0"] | {"values": values}}}
    assert verdicts(document) == verdicts(shuffled)


def verdicts(document: dict[str, Any]) -> set[tuple[str, str, frozenset[tuple[str, str]]]]:
    """Return (method, who, outcome in names) for everything that is stable."""
    case = Case.model_validate(document)
    answer = judge_holds(case, conflict_of(case), peer_rule=True)
    space = answer.conflict.space
    return {
        (method, "+".join(sorted(who.split("+"))), frozenset(space.outcome(int(state)).items()))
        for method, found in answer.methods.items()
        for who, row in zip(found.who, found.stable, strict=True)
        for state in np.flatnonzero(row)
    }


@pytest.mark.parametrize("seed", SEEDS[:60])
def test_asking_twice_gives_the_same_document(seed: int) -> None:
    case = Case.model_validate(random_pair(seed).document)
    first, second = (judge_holds(case, conflict_of(case)).to_dict() for _ in range(2))
    assert first == second
