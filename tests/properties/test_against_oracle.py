"""The fast routines against brute force written from the definitions, on random conflicts."""

from __future__ import annotations

from itertools import combinations

import pytest

import oracle
from detente.case import Case
from detente.conflict import conflict_of
from detente.graph.moves import Moves
from detente.methods import METHODS
from random_cases import random_pair

# every row of METHODS by the oracle's name for it, so that a new method is compared as soon as it has a row
ACTOR_METHODS, GROUP_METHODS = (
    {
        name.removeprefix("graph.").replace("-", "_"): method.function
        for name, method in METHODS.items()
        if method.question == "holds"
        if (method.judges == "group") == for_groups
    }
    for for_groups in (False, True)
)
BATCH = 50


@pytest.mark.parametrize("batch", range(40))
def test_every_concept_agrees_with_the_definitions(batch: int) -> None:
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        compare(seed)


def compare(seed: int) -> None:
    pair = random_pair(seed)
    conflict = conflict_of(Case.model_validate(pair.document))
    space, truth = conflict.space, pair.oracle
    assert {space.digits(s) for s in space.outcomes} == truth.possible, seed
    moves = Moves(conflict)
    for name, method in ACTOR_METHODS.items():
        found = method(moves)
        for actor in range(truth.actors):
            ours = {space.digits(s) for s in range(space.grid) if found[actor, s]}
            theirs = oracle.stable_set(truth, name, frozenset({actor}))
            assert ours == theirs, (seed, name, actor)
    everybody = range(truth.actors)
    some = [frozenset(g) for n in range(2, truth.actors + 1) for g in combinations(everybody, n)]
    assert set(conflict.deciding_groups) == set(oracle.deciding_groups(truth)), seed
    for name, judge in GROUP_METHODS.items():
        found = judge(moves, some)
        for row, group in enumerate(some):
            ours = {space.digits(s) for s in range(space.grid) if found[row, s]}
            theirs = oracle.stable_set(truth, name, group)
            assert ours == theirs, (seed, name, group)
