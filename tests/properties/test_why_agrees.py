"""The slow routine that tells the moves agrees with the fast one everywhere, and its moves are real."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from test_against_oracle import ACTOR_METHODS, GROUP_METHODS

import oracle
from detente.case import Case
from detente.conflict import conflict_of
from detente.graph import why
from detente.graph.moves import Moves
from random_cases import random_pair

if TYPE_CHECKING:
    from detente.graph.why import Verdict

BATCH = 12


@pytest.mark.parametrize("batch", range(20))
def test_verdicts_and_moves(batch: int) -> None:
    for seed in range(10_000 + batch * BATCH, 10_000 + (batch + 1) * BATCH):
        pair = random_pair(seed)
        conflict = conflict_of(Case.model_validate(pair.document))
        moves = Moves(conflict)
        for concept in why.CONCEPTS:
            fast = ACTOR_METHODS[concept](moves)
            for actor in range(len(conflict.actors)):
                for state in conflict.space.outcomes.tolist():
                    verdict = why.explain(moves, concept, frozenset({actor}), state)
                    assert verdict.stable == fast[actor, state], (seed, concept, actor, state)
                    check_moves(pair.oracle, moves, verdict)
        for concept in why.GROUP_CONCEPTS:
            groups = conflict.deciding_groups
            if not groups:
                continue
            fast = GROUP_METHODS[concept](moves, groups)
            for row, group in enumerate(groups):
                for state in conflict.space.outcomes.tolist():
                    verdict = why.explain(moves, concept, group, state)
                    assert verdict.stable == fast[row, state], (seed, concept, group, state)
                    check_moves(pair.oracle, moves, verdict)


def check_moves(truth: oracle.Conflict, moves: Moves, verdict: Verdict) -> None:
    """Every step that is told must be a move of its mover by the oracle's rules."""
    digits = moves.conflict.space.digits
    for improvement in verdict.improvements:
        here = digits(verdict.state)
        for step in improvement.steps:
            assert digits(step.end) in oracle.direct(truth, step.mover, here)
            here = digits(step.end)
        assert oracle.better_for_all(truth, verdict.who, here, digits(verdict.state))
        if improvement.sanction is None:
            continue
        if verdict.concept == "sim":
            for step in improvement.sanction:
                start = digits(verdict.state)
                assert digits(step.end) in oracle.direct_improvements(truth, step.mover, start)
        else:
            last = None
            for step in improvement.sanction:
                if verdict.concept == "cseq":
                    allowed = (
                        oracle.group_improvements(truth, step.mover, here)
                        if len(step.mover) > 1
                        else oracle.direct_improvements(truth, step.mover, here)
                    )
                elif verdict.concept in ("seq", "sseq"):
                    allowed = oracle.direct_improvements(truth, step.mover, here)
                else:
                    allowed = oracle.direct(truth, step.mover, here)
                assert digits(step.end) in allowed
                assert step.mover != last
                here, last = digits(step.end), step.mover
        assert improvement.result is not None
        assert not oracle.better_for_all(truth, verdict.who, digits(improvement.result), digits(verdict.state))
