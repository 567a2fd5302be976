"""Legal sequences: what a set of actors can reach, with nobody moving twice running.

The legal list of a set K of actors from x holds the ends of all non-empty sequences of moves by movers within K in
which no mover moves twice in a row; a mover may come back after another one has moved (Fang, Hipel and Kilgour 1993,
chapter 3; Xu, Hipel, Kilgour and Fang 2018, chapter 4). Movers within K are its members and, as ours, the deciding
groups inside K. In the improving legal list each step leaves every member of its mover strictly better off.

`pull_list` never writes a list down. It returns, for every x, the minimum, maximum or union of an array over the list.
Where every mover's relation is transitive, two running moves of one mover are one move or none, so the rule changes
nothing and plain closure does; otherwise the last mover is carried along.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detente.graph.relation import NEUTRAL, UFUNC

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from detente.graph.moves import Moves
    from detente.graph.relation import Array, Operation, Relation
    from detente.space import BoolArray

    Pull = Callable[[Array], Array]

__all__ = ["close", "follow", "pull_list", "reachable"]


def pull_list(relations: Sequence[Relation], array: Array, operation: Operation, *, improving: bool = False) -> Array:
    """Return, for every x, the operation over the legal list from x; x itself may be counted in.

    Counting x in is harmless to every concept: x is an improvement on the outcome that is judged, so it never is a
    sanction; and where lists are followed from y on, y belongs.

    Parameters
    ----------
    relations
        The movers.
    array
        ``(S,)`` or ``(S, W)``, neutral at impossible outcomes.
    improving
        Take the improving legal list.
    """
    if all(relation.is_transitive for relation in relations):
        if improving:
            return close([_improving(r, operation) for r in relations], array, operation)
        return close([_spreading(r, operation) for r in relations], array, operation)
    pulls = [_improving(r, operation) if improving else _plain(r, operation) for r in relations]
    return follow(pulls, array, operation)


def _improving(relation: Relation, operation: Operation) -> Pull:
    return lambda array: relation.pull(array, operation, improving=True)


def _plain(relation: Relation, operation: Operation) -> Pull:
    return lambda array: relation.pull(array, operation)


def _spreading(relation: Relation, operation: Operation) -> Pull:
    return lambda array: relation.spread(array, operation)


def close(pulls: Sequence[Pull], array: Array, operation: Operation) -> Array:
    """Return the operation over everything reachable by any steps, transitive movers assumed."""
    ufunc, result = UFUNC[operation], array
    unchanged = turn = 0
    while unchanged < len(pulls):
        after = ufunc(result, pulls[turn](result))
        # a transitive mover gains nothing by moving again before another one has changed something
        unchanged = unchanged + 1 if np.array_equal(after, result) else 1
        result = after
        turn = (turn + 1) % len(pulls)
    return result


def follow(pulls: Sequence[Pull], array: Array, operation: Operation) -> Array:
    """Return the operation over everything reachable when no mover steps twice running.

    ``best[u]`` is the result over sequences that begin with a step of u. After a step of u comes a stop or a step of
    another mover, so best[u] = pull_u(array joined with best[v], v other than u), iterated from nothing to the fixpoint.
    """
    ufunc = UFUNC[operation]
    best = [np.full_like(array, NEUTRAL[operation]) for _ in pulls]
    changed = bool(pulls)
    while changed:
        changed = False
        for turn, pull in enumerate(pulls):
            ahead = array
            for other, value in enumerate(best):
                if other != turn:
                    ahead = ufunc(ahead, value)
            after = pull(ahead)
            if not np.array_equal(after, best[turn]):
                best[turn] = after
                changed = True
    result = array
    for value in best:
        result = ufunc(result, value)
    return result


def reachable(moves: Moves, start: int) -> BoolArray:
    """Return ``(S,)`` whether any moves of anybody, one after another, lead from one outcome to each."""
    everybody = moves.within(frozenset(range(len(moves.conflict.actors))))
    reached = np.zeros(moves.conflict.space.grid, dtype=np.bool_)
    reached[start] = True
    before = 0
    while (count := int(reached.sum())) > before:
        before = count
        for relation in everybody:
            reached = relation.push(reached)
    return reached
