"""Stability for single actors: Nash, GMR, SMR, SEQ, SSEQ.

Notation: P_i(s) rank of outcome s for actor i (bigger is better); R_i(s) what i can reach in one move; R_i+(s) the
improvements among them, P_i(t) > P_i(s); L_-i(x) the legal list of the others from x, L_-i+(x) the improving one
(see `detente.graph.reach`). A tie is not an improvement, and it is a sanction. Outcome s is stable for i by

* Nash  iff R_i+(s) is empty;
* GMR   iff every x in R_i+(s) has a y in L_-i(x) with P_i(y) <= P_i(s);
* SMR   iff every x in R_i+(s) has a y in L_-i(x) with P_i(y) <= P_i(s) and P_i(z) <= P_i(s) for all z in R_i(y);
* SEQ   as GMR with L_-i+(x);
* SSEQ  as SMR with L_-i+(x).

All of them are one formula. Let c(y) = P_i(y) for GMR and SEQ, and c(y) = max(P_i(y), max of P_i over R_i(y)) for SMR
and SSEQ: y deters from leaving s iff c(y) <= P_i(s). Let w(x) be the minimum of c over the list from x. Then s is
unstable iff the maximum of min(P_i(x), w(x)) over R_i(s) exceeds P_i(s).

References: Nash 1951; Howard 1971 (GMR, SMR); Fraser and Hipel 1984 (SEQ); Rego and Vieira 2017 (SSEQ); definitions as in
Xu, Hipel, Kilgour and Fang 2018, chapter 4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from detente.graph.reach import pull_list
from detente.graph.relation import RANK_HIGH, RANK_LOW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.graph.moves import Moves
    from detente.graph.relation import Array, Operation, Relation
    from detente.space import BoolArray

__all__ = ["gmr", "judge", "nash", "seq", "smr", "sseq"]


class Follow(Protocol):
    """A way to pull an array back along sequences of moves; see `detente.graph.reach.pull_list`."""

    def __call__(
        self,
        relations: Sequence[Relation],
        array: Array,
        operation: Operation,
        *,
        improving: bool = False,
    ) -> Array:
        """Return, for every x, the operation over the ends of the sequences from x."""


def _possible_only(array: Array, moves: Moves, fill: np.int32) -> Array:
    return np.where(moves.conflict.space.possible, array, fill)


def _stable(moves: Moves, actor: int, worth: Array) -> BoolArray:
    """Return whether no move of the actor leads to an outcome worth more than the start."""
    ranks = moves.conflict.ranks[actor]
    best = moves.actor(actor).spread(_possible_only(worth, moves, RANK_LOW), "max")
    stable: BoolArray = (best <= ranks) & moves.conflict.space.possible
    return stable


def judge(moves: Moves, *, symmetric: bool, improving: bool, along: Follow = pull_list) -> BoolArray:
    """Return ``(A, S)`` whether sanctions deter every improvement.

    Parameters
    ----------
    symmetric
        Whether the actor's counter-moves may not help either (SMR, SSEQ).
    improving
        Whether sanctions are made of improvements (SEQ, SSEQ).
    along
        What counts as a sequence of sanctions.
    """
    conflict = moves.conflict
    verdicts = []
    for actor in range(len(conflict.actors)):
        ranks = conflict.ranks[actor]
        after = np.maximum(ranks, moves.actor(actor).spread(ranks, "max")) if symmetric else ranks
        others = moves.within(conflict.others(frozenset({actor})))
        deterrent = _possible_only(after, moves, RANK_HIGH)
        expected = along(others, deterrent, "min", improving=improving)
        verdicts.append(_stable(moves, actor, np.minimum(ranks, expected)))
        moves.tell(actor)
    return np.stack(verdicts)


def nash(moves: Moves) -> BoolArray:
    """Return ``(A, S)`` whether the actor has no improvement from the outcome (Nash 1951)."""
    actors = range(len(moves.conflict.actors))
    return np.stack([_stable(moves, actor, moves.conflict.ranks[actor]) for actor in actors])


def gmr(moves: Moves) -> BoolArray:
    """Return ``(A, S)`` general metarational stability: any reply of the others may deter (Howard 1971)."""
    return judge(moves, symmetric=False, improving=False)


def smr(moves: Moves) -> BoolArray:
    """Return ``(A, S)`` symmetric metarational stability: deterred even after a counter-move (Howard 1971)."""
    return judge(moves, symmetric=True, improving=False)


def seq(moves: Moves) -> BoolArray:
    """Return ``(A, S)`` sequential stability: only credible replies deter (Fraser and Hipel 1984)."""
    return judge(moves, symmetric=False, improving=True)


def sseq(moves: Moves) -> BoolArray:
    """Return ``(A, S)`` symmetric sequential stability (Rego and Vieira 2017)."""
    return judge(moves, symmetric=True, improving=True)
