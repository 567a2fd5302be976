"""Both engines on the same conflicts: verdicts, what is said of the sets, and reasons for single outcomes.

The listed engine is held against a brute force written from the definitions (tests/oracle.py); here the diagrams are held
against the listed engine, on mixed values, ties, all forms of preference, one-way, forbidden and added moves, impossible
rules, joint issues and free-form graphs.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from detente import tasks
from detente.case import Case
from detente.conflict import conflict_of
from detente.errors import LimitError
from detente.graph import groups as listed_groups
from detente.graph import simultaneous as listed_simultaneous
from detente.graph import stability as listed
from detente.graph import why
from detente.graph.moves import Moves
from detente.summary import Listed, summarise
from detente.symbolic import descent, groups, simultaneous, stability
from detente.symbolic.encoding import cudd, is_available
from detente.symbolic.local import explain
from detente.symbolic.model import Model
from detente.symbolic.sets import Drawn
from detente.symbolic.tables import Table, diagram_of, table_of
from random_cases import random_pair
from random_options import document

if TYPE_CHECKING:
    from detente.space import BoolArray

pytestmark = pytest.mark.skipif(not is_available(), reason="dd has no CUDD on this machine")

ALONE = ("nash", "gmr", "smr", "seq", "sseq")
TOGETHER = ("cnash", "cgmr", "csmr", "cseq")


def both(document: dict[str, Any]) -> tuple[Moves, Model]:
    case = Case.model_validate(document)
    return Moves(conflict_of(case)), Model(case)


def mask(model: Model, diagram: Any, moves: Moves) -> BoolArray:
    return table_of(model.encoding, diagram).mask(moves.conflict.space)


def compare(moves: Moves, model: Model) -> None:
    conflict = moves.conflict
    actors = range(len(conflict.actors))
    for concept in ALONE:
        found = getattr(listed, concept)(moves)
        for actor in actors:
            drawn = mask(model, getattr(stability, concept)(model, actor), moves)
            assert (drawn == found[actor]).all(), (concept, actor)
    if conflict.is_option_form:
        found = listed_simultaneous.sim(moves)
        for actor in actors:
            assert (mask(model, simultaneous.sim(model, actor), moves) == found[actor]).all(), actor
    asked = list(conflict.deciding_groups)
    if len(actors) > 2 and frozenset({0, 1}) not in asked:
        asked.append(frozenset({0, 1}))
    for concept in TOGETHER:
        for group in asked:
            try:
                drawn = mask(model, getattr(groups, concept)(model, group), moves)
            except LimitError:
                continue
            assert (drawn == getattr(listed_groups, concept)(moves, [group])[0]).all(), (concept, group)


@pytest.mark.parametrize("block", range(20))
def test_the_same_verdicts_on_random_conflicts(block: int) -> None:
    for seed in range(block * 20, block * 20 + 20):
        compare(*both(random_pair(seed).document))


@pytest.mark.parametrize("block", range(5))
def test_the_same_verdicts_where_each_class_is_looked_at_by_itself(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(descent, "GROWTH", 0)
    for seed in range(block * 20, block * 20 + 20):
        compare(*both(random_pair(1000 + seed).document))


@pytest.mark.parametrize("block", range(5))
def test_the_same_verdicts_where_work_is_handed_back(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever searches is asked to share again and again, and so is whoever takes over."""
    monkeypatch.setattr(descent, "GROWTH", 0)
    monkeypatch.setattr(tasks, "is_asked", lambda: True)
    pieces = 0

    def answer(model: Model, words: tuple[Any, ...]) -> Table:
        nonlocal pieces
        found = tasks.search(model, {}, *words)
        if isinstance(found, Table):
            return found
        pieces += len(found.pieces)
        parts: dict[tuple[str, ...], Table] = {
            (str(at),): answer(model, words) for at, (_, words) in enumerate(found.pieces)
        }
        return tasks.unite(model, parts, *found.last[1])

    made = [random_pair(2000 + seed).document for seed in range(block * 10, block * 10 + 10)]
    made += [document(7, 3, statements=6, seed=seed) for seed in range(block * 10, block * 10 + 10)]
    for moves, model in map(both, made):
        for concept in ("seq", "sseq"):
            found = getattr(listed, concept)(moves)
            for actor in range(len(moves.conflict.actors)):
                table = answer(model, (f"graph.{concept}", frozenset({actor})))
                assert (table.mask(moves.conflict.space) == found[actor]).all(), (concept, actor)
    assert pieces > 20


@pytest.mark.parametrize("seed", range(24))
def test_the_same_verdicts_on_up_to_fourteen_options(seed: int) -> None:
    dice = Random(seed)
    options, actors = dice.randint(9, 14), dice.randint(2, 6)
    made = document(options, actors, statements=dice.randint(3, 9), seed=seed)
    moves, model = both(made)
    for concept in ALONE:
        found = getattr(listed, concept)(moves)
        for actor in range(actors):
            drawn = mask(model, getattr(stability, concept)(model, actor), moves)
            assert (drawn == found[actor]).all(), (concept, actor)


@pytest.mark.parametrize("seed", range(30))
def test_the_same_is_said_of_a_set(seed: int) -> None:
    moves, model = both(random_pair(seed).document)
    space, dice = moves.conflict.space, np.random.default_rng(seed)
    here, there = Listed(space, moves.conflict.actors, moves.conflict.ranks), Drawn(model)
    for share in (0.1, 0.5, 0.9):
        chosen = space.possible & (dice.random(space.grid) < share)
        drawn = model.encoding.false
        for state in np.flatnonzero(chosen).tolist():
            drawn |= model.encoding.outcome(space.digits(state))
        one = summarise(here, chosen, samples=3, seed=seed)
        assert one == summarise(there, drawn, samples=3, seed=seed)
        assert there.mark(drawn) == there.mark(diagram_of(model.encoding, table_of(model.encoding, drawn)))


def test_an_issue_with_one_value_is_no_trouble() -> None:
    made = document(5, 2, statements=3, seed=1)
    made["issues"]["still"] = {"values": ["so"], "decided_by": "a0"}
    moves, model = both(made)
    compare(moves, model)
    space = moves.conflict.space
    chosen = listed.gmr(moves).all(axis=0)
    drawn = stability.gmr(model, 0) & stability.gmr(model, 1)
    said = summarise(Listed(space, moves.conflict.actors, moves.conflict.ranks), chosen, samples=2)
    assert said == summarise(Drawn(model), drawn, samples=2)
    assert said.values[-1] == (0,)


@pytest.mark.parametrize("seed", range(4))
def test_what_is_said_of_a_scattered_set_is_true(seed: int) -> None:
    """Counted by going through all outcomes, straight from what the words mean."""
    moves, model = both(document(9, 3, statements=4, seed=seed))
    space, dice = moves.conflict.space, np.random.default_rng(seed)
    ranks = moves.conflict.ranks
    # scattered, but two values never stand together
    states = np.arange(space.grid)
    chosen = space.possible & (dice.random(space.grid) < 0.4) & ~((states & 1 == 1) & (states & 2 == 2))
    drawn = model.encoding.false
    for state in np.flatnonzero(chosen).tolist():
        drawn |= model.encoding.outcome(space.digits(state))
    said = summarise(Listed(space, moves.conflict.actors, ranks), chosen)
    assert said == summarise(Drawn(model), drawn)
    members = [space.digits(int(s)) for s in np.flatnonzero(chosen)]
    assert said.kind == "part"
    assert said.count == len(members)
    assert said.values == tuple(tuple(sorted({m[k] for m in members})) for k in range(9))
    in_rules = [m for m in members if any(all(m[k] in cube[k] for k in range(9)) for cube in said.rules)]
    assert said.covered == len(in_rules)
    for cube in said.rules:
        inside = [s for s in space.outcomes.tolist() if all(space.digits(s)[k] in cube[k] for k in range(9))]
        assert all(chosen[s] for s in inside)
    assert said.apart
    for (issue, value), (other, another) in said.apart:
        assert not any(m[issue] == value and m[other] == another for m in members)
    admitted = [
        d
        for d in (space.digits(s) for s in space.outcomes.tolist())
        if all(d[k] in said.values[k] for k in range(9))
        and not any(d[i] == v and d[j] == w for (i, v), (j, w) in said.apart)
    ]
    assert said.admitted == len(admitted)
    numbers = np.flatnonzero(chosen)
    worth = ranks[:, numbers]
    for actor in range(3):
        best, worst = said.best[actor], said.worst[actor]
        assert ranks[actor, space.number(best.outcome)] == worth[actor].max()
        assert best.count == int((worth[actor] == worth[actor].max()).sum())
        assert ranks[actor, space.number(worst.outcome)] == worth[actor].min()
    columns = {tuple(column) for column in worth.T.tolist()}
    front = {
        one
        for one in columns
        if not any(all(b >= a for a, b in zip(one, other, strict=True)) and one != other for other in columns)
    }
    found = {tuple(int(r) for r in ranks[:, space.number(d)]) for d in said.unbettered}
    assert found <= front
    assert said.more_unbettered or found == front


@pytest.mark.parametrize("block", range(10))
def test_an_outcome_judged_alone_is_judged_the_same(block: int) -> None:
    for seed in range(block * 10, block * 10 + 10):
        moves, model = both(random_pair(seed).document)
        conflict, dice = moves.conflict, Random(seed)
        states = conflict.space.outcomes.tolist()
        for state in dice.sample(states, min(3, len(states))):
            for concept in why.CONCEPTS + why.GROUP_CONCEPTS:
                if concept == "sim" and not conflict.is_option_form:
                    continue
                alone = [frozenset({actor}) for actor in range(len(conflict.actors))]
                for who in conflict.deciding_groups if concept in why.GROUP_CONCEPTS else alone:
                    agree(moves, model, concept, who, state)


def agree(moves: Moves, model: Model, concept: str, who: frozenset[int], state: int) -> None:
    try:
        found = explain(model, concept, who, moves.conflict.space.digits(state))
    except LimitError:
        return
    told = why.explain(moves, concept, who, state)
    assert found.stable == told.stable
    kind = [one for one in told.improvements if one.sanction is None] or list(told.improvements)
    assert len(kind) == len(found.improvements) + found.more
    for improvement in found.improvements:
        same = next(one for one in kind if one.end == improvement.end)
        if improvement.sanction is not None and same.sanction is not None and concept != "sim":
            assert len(improvement.sanction) == len(same.sanction)  # a shortest one


def test_a_coalition_too_many_is_refused() -> None:
    actors = {f"n{k}": {"name": f"N{k}"} for k in range(9)}
    issues = {f"o{k}": {"decided_by": f"n{k}"} for k in range(9)} | {"j": {"decided_by": ["n0", "n1"]}}
    wants = {f"n{k}": {"statements": ["j", f"o{k}"]} for k in range(9)}
    case = Case.model_validate({"detente": "1", "title": "T", "actors": actors, "issues": issues, "preferences": wants})
    model = Model(case)
    with pytest.raises(LimitError, match="128 coalitions"):
        groups.cseq(model, frozenset({0, 1}))
    with pytest.raises(LimitError, match="128 coalitions"):
        explain(model, "cseq", frozenset({0, 1}), (0,) * 9 + (0,))


def test_a_score_over_too_many_combinations_is_refused() -> None:
    issues = {f"o{k}": {"decided_by": "a"} for k in range(15)}
    wants = {
        "scores": {"o0": {"values": {"no": 0, "yes": 1}}},
        "linked": [{"when": " and ".join(issues), "worth": 3}],
    }
    case = Case.model_validate(
        {"detente": "1", "title": "T", "actors": {"a": {"name": "A"}}, "issues": issues, "preferences": {"a": wants}}
    )
    with pytest.raises(LimitError, match="32,768 combinations"):
        Model(case).wants(0)


def test_without_diagrams_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import builtins

    real = builtins.__import__

    def none_of_it(name: str, *rest: Any, **more: Any) -> Any:
        if name == "dd":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", none_of_it)
    assert not is_available()
    with pytest.raises(LimitError, match="pip install dd"):
        cudd()
