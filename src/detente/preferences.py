"""From the four forms of preference to ranks: how an actor orders the possible outcomes.

A *rank* array has axis S; bigger is better, equal is a tie, -1 stands for an impossible outcome. Ranks are dense
(0, 1, 2, ..). Statements order lexicographically (option prioritising: Peng, Hipel, Kilgour and Fang 1997): the more
important statement decides, the next one only among outcomes that tie so far. Scores and positions are added exactly,
as integers over a common denominator, so that ties stay ties.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from detente.expressions import parse
from detente.utility import add_up, integral, terms_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detente.case import Case, Preferences
    from detente.expressions import Expression
    from detente.space import BoolArray, IntArray, Space

__all__ = ["Placement", "disagreement", "discordance", "place_ranking", "rank_by", "ranks_of"]


@dataclass(frozen=True)
class Placement:
    """What a ranking says: ranks, and where it says too little or too much.

    Attributes
    ----------
    ranks
        ``(S,)`` int32, bigger is better; outcomes that are not placed share the lowest rank.
    missing
        The possible outcomes that no entry matches.
    twice
        The possible outcomes that entries of two places match.
    """

    ranks: IntArray
    missing: NDArray[np.intp]
    twice: NDArray[np.intp]


def _expression(case: Case, text: str) -> Expression:
    return parse(text, case.options, tuple(case.issues))


def _dense(keys: NDArray[np.int64], possible: BoolArray) -> IntArray:
    """Return dense ranks of the keys of possible outcomes; -1 elsewhere."""
    ranks = np.full(keys.shape, -1, dtype=np.int32)
    chosen = keys[possible]
    if chosen.size:
        low, high = int(chosen.min()), int(chosen.max())
        if high - low <= 4 * chosen.size:
            # a table of the keys that occur is quicker than sorting, and keys are mostly small
            occurs = np.zeros(high - low + 1, dtype=np.int32)
            occurs[chosen - low] = 1
            ranks[possible] = (np.cumsum(occurs, dtype=np.int32) - 1)[chosen - low]
        else:
            ranks[possible] = np.unique(chosen, return_inverse=True)[1]
    ranks.flags.writeable = False
    return ranks


def place_ranking(case: Case, space: Space, preferences: Preferences) -> Placement:
    """Return what a ranking says about every outcome; entries are conditions or patterns."""
    entries = preferences.ranking or ()
    keys = np.zeros(space.grid, dtype=np.int64)
    twice = np.zeros(space.grid, dtype=np.bool_)
    for place, entry in enumerate(entries):
        matched = np.zeros(space.grid, dtype=np.bool_)
        for text in entry:
            matched |= space.where(_expression(case, text))
        twice |= matched & (keys > 0)
        keys[matched & (keys == 0)] = len(entries) - place
    return Placement(
        ranks=_dense(keys, space.possible),
        missing=np.flatnonzero((keys == 0) & space.possible),
        twice=np.flatnonzero(twice & space.possible),
    )


def _rank_statements(case: Case, space: Space, preferences: Preferences) -> IntArray:
    keys = np.zeros(space.grid, dtype=np.int64)
    bits = 0
    for statement in preferences.statements or ():
        if bits == 30:
            # 2^30 signatures at most between two compressions: never more than int64 holds
            keys, bits = _dense(keys, space.possible).astype(np.int64), 0
        keys = keys * 2 + space.where(_expression(case, statement.that))
        bits += 1
    return _dense(keys, space.possible)


def _rank_additive(case: Case, space: Space, actor: str, form: str) -> IntArray:
    """Return the ranks of a sum over issues, exactly."""
    terms, _ = integral(terms_of(case, space, actor, form))
    return _dense(add_up(space.sizes, terms).keys(), space.possible)


def rank_by(form: str, case: Case, space: Space, actor: str) -> IntArray:
    """Return the ranks that one form of an actor's preferences gives.

    Parameters
    ----------
    form
        ``ranking``, ``statements``, ``scores`` or ``positions``. Ranges count as their best value.
    """
    preferences = case.preferences[actor]
    if form == "ranking":
        return place_ranking(case, space, preferences).ranks
    if form == "statements":
        return _rank_statements(case, space, preferences)
    return _rank_additive(case, space, actor, form)


def ranks_of(case: Case, space: Space, actor: str) -> IntArray:
    """Return ``(S,)`` ranks of the first form that the actor has; all ties where it has none."""
    forms = case.preferences[actor].forms if actor in case.preferences else ()
    if not forms:
        return _dense(np.zeros(space.grid, dtype=np.int64), space.possible)
    return rank_by(forms[0], case, space, actor)


def disagreement(first: IntArray, second: IntArray) -> tuple[int, int] | None:
    """Return outcomes (a, b) with a above b by `first` and below b by `second`, if there are any."""
    order = np.lexsort((second, first))
    order = order[first[order] >= 0]
    if not order.size:
        return None
    levels, seconds = first[order], second[order]
    # the best by `second` among all outcomes strictly lower by `first`
    best_so_far = np.maximum.accumulate(seconds)
    starts = np.searchsorted(levels, levels, side="left")
    below = np.where(starts > 0, best_so_far[starts - 1], np.int32(-1))
    wrong = np.flatnonzero(below > seconds)
    if not wrong.size:
        return None
    high = int(wrong[0])
    low = int(np.argmax(seconds[: starts[high]] == below[high]))
    return int(order[high]), int(order[low])


def discordance(first: IntArray, second: IntArray, most: int = 2_000) -> float:
    """Return the share of pairs, among those that both order, that the two order in opposite ways.

    Beyond `most` outcomes, evenly spaced ones stand for all.
    """
    states = np.flatnonzero(first >= 0)
    states = states[:: states.size // most + 1]
    signs = [np.sign(ranks[states][:, None] - ranks[states][None, :]) for ranks in (first, second)]
    ordered = int(np.count_nonzero(signs[0] * signs[1]))
    return int((signs[0] * signs[1] < 0).sum()) / ordered if ordered else 0.0
