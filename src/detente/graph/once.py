"""A peer's rule, to repeat old tables: in a sanction each mover moves at most once.

Published tables made with GMCR+ and its successor judge GMR, SMR and SEQ by sequences in which an opponent who has moved
is struck from the list. The definition only forbids moving twice *running*. Where the two differ the outcome is called
unstable by the peer and stable by the definition (Garrison Diversion, state 6: a sanction needs US Support, US
Opposition, US Support in this order). These verdicts are for comparison, never for use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detente.graph.stability import judge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.graph.moves import Moves
    from detente.graph.relation import Array, Operation, Relation
    from detente.space import BoolArray

__all__ = ["gmr_once", "seq_once", "smr_once"]


def _pull_once(relations: Sequence[Relation], array: Array, operation: Operation, *, improving: bool = False) -> Array:
    """Return, for every x, the minimum over sequences from x in which each mover moves at most once."""
    assert operation == "min"
    best: dict[frozenset[int], Array] = {frozenset(): array}
    everybody = range(len(relations))
    for mask in range(1, 2 ** len(relations)):
        left = frozenset(k for k in everybody if mask >> k & 1)
        value = array
        for k in left:
            value = np.minimum(value, relations[k].pull(best[left - {k}], operation, improving=improving))
        best[left] = value
    return best[frozenset(everybody)]


def gmr_once(moves: Moves) -> BoolArray:
    """Return ``(A, S)`` GMR with each opponent moving at most once in a sanction."""
    return judge(moves, symmetric=False, improving=False, along=_pull_once)


def smr_once(moves: Moves) -> BoolArray:
    """Return ``(A, S)`` SMR with each opponent moving at most once in a sanction."""
    return judge(moves, symmetric=True, improving=False, along=_pull_once)


def seq_once(moves: Moves) -> BoolArray:
    """Return ``(A, S)`` SEQ with each opponent moving at most once in a sanction."""
    return judge(moves, symmetric=False, improving=True, along=_pull_once)
