"""Pulls along relations: the quick ways and the plain one give the same arrays."""

from __future__ import annotations

import numpy as np
import pytest

from detente.case import Case
from detente.conflict import conflict_of
from detente.errors import LimitError
from detente.graph import relation as relation_module
from detente.graph.moves import Moves
from detente.graph.relation import NEUTRAL, RANK_HIGH, RANK_LOW, Array, Operation, Relation
from random_cases import random_pair


def relations(seed: int) -> list[Relation]:
    conflict = conflict_of(Case.model_validate(random_pair(seed).document))
    return Moves(conflict).within(frozenset(range(len(conflict.actors))))


def plain(relation: Relation, array: Array, operation: Operation, *, improving: bool) -> Array:
    """The definition of a pull, outcome by outcome."""
    result = np.full_like(array, NEUTRAL[operation])
    ufunc = {"min": np.minimum, "max": np.maximum, "or": np.bitwise_or}[operation]
    for state in relation.conflict.space.outcomes:
        ends = relation.targets(int(state))
        if improving:
            ranks = relation.conflict.ranks
            ends = np.array([e for e in ends if all(ranks[a, e] > ranks[a, state] for a in relation.group)], dtype=int)
        if ends.size:
            result[state] = ufunc.reduce(array[ends], axis=0)
    return result


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("improving", [False, True])
def test_pulls_agree_with_their_definition(seed: int, improving: bool) -> None:
    dice = np.random.default_rng(seed)
    for relation in relations(seed):
        space = relation.conflict.space
        for operation, neutral in (("min", RANK_HIGH), ("max", RANK_LOW)):
            array = dice.integers(0, 9, space.grid).astype(np.int32)
            array[~space.possible] = neutral
            expected = plain(relation, array, operation, improving=improving)  # type: ignore[arg-type]
            assert (relation.pull(array, operation, improving=improving) == expected).all()  # type: ignore[arg-type]
        lanes = dice.integers(0, 2**63, (space.grid, 2)).astype(np.uint64)
        lanes[~space.possible] = 0
        assert (
            relation.pull(lanes, "or", improving=improving) == plain(relation, lanes, "or", improving=improving)
        ).all()


@pytest.mark.parametrize("seed", range(40))
def test_blocks_and_kept_edges_agree(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    dice = np.random.default_rng(seed)
    for relation in relations(seed):
        space = relation.conflict.space
        array = dice.integers(0, 9, space.grid).astype(np.int32)
        array[~space.possible] = RANK_HIGH
        kept = relation.pull(array, "min", improving=True)
        with monkeypatch.context() as patched:
            patched.setattr(relation_module, "KEPT", -1)
            patched.setattr(relation_module, "BLOCK", 4)
            assert (relation._pull_pairs(array, "min", improving=True)[space.possible] == kept[space.possible]).all()  # noqa: SLF001


@pytest.mark.parametrize("seed", range(60))
def test_push_reaches_what_pull_pulls_from(seed: int) -> None:
    dice = np.random.default_rng(seed)
    for relation in relations(seed):
        space = relation.conflict.space
        start = (dice.random(space.grid) < 0.3) & space.possible
        expected = start.copy()
        for state in np.flatnonzero(start):
            expected[relation.targets(int(state))] = True
        assert (relation.push(start) == expected).all()


def test_many_fibres_and_few() -> None:
    """Both ways of running along sorted fibres: one actor with many options, and many actors with one."""
    for own in (1, 7):
        document = {
            "detente": "1",
            "title": "t",
            "actors": {"a": {"name": "A"}, "b": {"name": "B"}},
            "issues": {f"o{k}": {"decided_by": "a" if k < own else "b"} for k in range(8)},
            "preferences": {"a": {"statements": ["o0 iff o7", "o1 or o6", "not o2"]}},
        }
        conflict = conflict_of(Case.model_validate(document))
        relation = Moves(conflict).actor(0)
        array = np.random.default_rng(3).integers(0, 99, 256).astype(np.int32)
        assert (relation.pull(array, "min", improving=True) == plain(relation, array, "min", improving=True)).all()


def test_issues_with_many_values_and_few_arcs() -> None:
    """A sparse graph of states takes the way over sorted arcs."""
    count = 60
    lines = [
        {"issue": "s", "from": f"v{k}", "to": [f"v{(7 * k + j) % count}" for j in range(1, 6)], "by": "a"}
        for k in range(count)
    ]
    document = {
        "detente": "1",
        "title": "t",
        "actors": {"a": {"name": "A"}},
        "issues": {"s": {"values": [f"v{k}" for k in range(count)], "decided_by": []}},
        "moves": lines,
    }
    relation = Moves(conflict_of(Case.model_validate(document))).actor(0)
    array = np.random.default_rng(1).integers(0, 99, count).astype(np.int32)
    assert (relation.pull(array, "max") == plain(relation, array, "max", improving=False)).all()
    assert (relation.spread(array, "min") == np.minimum(array, plain(relation, array, "min", improving=False))).all()


def test_too_many_pairs_are_refused() -> None:
    document = {
        "detente": "1",
        "title": "t",
        "actors": {"a": {"name": "A"}, "b": {"name": "B"}},
        "issues": {f"j{k}": {"decided_by": ["a", "b"]} for k in range(14)},
    }
    conflict = conflict_of(Case.model_validate(document))
    array = np.zeros(conflict.space.grid, dtype=np.int32)
    with pytest.raises(LimitError, match=r"a\+b are too many"):
        Moves(conflict).of(frozenset({0, 1})).pull(array, "min", improving=True)
