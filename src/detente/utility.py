"""What an outcome is worth to an actor: a sum of terms, each over one or a few issues, kept exactly.

The utility of an outcome is the sum over issues of weight x score (or, from positions, of minus salience x distance on
the issue's scale), plus what issues are worth together. Statements and rankings have no unit; for them the sum is any
number that orders the outcomes as they do. Nothing is normalised.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from detente.amounts import Amounts, carry, cut, limbs_for
from detente.errors import LimitError
from detente.expressions import Or, parse, spelled
from detente.space import MAX_TABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from detente.case import Case, Preferences
    from detente.numbers import Range
    from detente.space import Frame

__all__ = ["CARDINAL", "Pick", "Term", "add_up", "best", "integral", "terms_of", "worth_form", "worth_of"]

CARDINAL = ("scores", "positions")
"""The forms of preference that say how much, not only what before what."""

Pick: TypeAlias = "Callable[[Range], Any]"
"""How a range becomes a number (or an array of draws)."""


def best(number: Range) -> Fraction:
    """Return the best value of a range."""
    return Fraction(number.best)


@dataclass(frozen=True)
class Term:
    """A part of a utility: ``(n_j, n_k, ..)`` what each combination of some issues' values adds.

    `issues` are positions, rising. With draws there is a last axis N.
    """

    issues: tuple[int, ...]
    worth: NDArray[Any]


def worth_form(preferences: Preferences | None) -> str | None:
    """Return the form that says what outcomes are worth: one with a unit where there is one."""
    forms = preferences.forms if preferences else ()
    return next((form for form in CARDINAL if form in forms), forms[0] if forms else None)


def _stack(parts: Sequence[Any]) -> NDArray[Any]:
    """Return numbers, or arrays of draws, as one array with their axis first."""
    return np.stack(parts) if isinstance(parts[0], np.ndarray) else np.array(parts, dtype=object)


def _scores(preferences: Preferences, frame: Frame, pick: Pick) -> dict[str, NDArray[Any]]:
    found = {}
    for name, scores in (preferences.scores or {}).items():
        if name in frame.issues:
            weight = pick(scores.weight) if scores.weight else 1
            values = frame.values[frame.issues.index(name)]
            found[name] = _stack([weight * pick(scores.values[value]) for value in values])
    return found


def _positions(preferences: Preferences, case: Case, pick: Pick) -> dict[str, NDArray[Any]]:
    found = {}
    for name, stand in (preferences.positions or {}).items():
        scale = case.issues[name].scale
        if scale is not None and scale.points is not None:
            place, salience = pick(stand.position), pick(stand.salience)
            points = [Fraction(scale.points[value]) for value in case.issues[name].values]
            found[name] = _stack(
                [-salience * abs((float(p) if isinstance(place, np.ndarray) else p) - place) for p in points]
            )
    return found


def _widened(frame: Frame, issues: tuple[int, ...], into: tuple[int, ...], table: NDArray[Any]) -> NDArray[Any]:
    """Return a table over `issues` with axes of length one for the further issues in `into`."""
    shape = [frame.sizes[k] if k in issues else 1 for k in into]
    return table.reshape(*shape, *table.shape[len(issues) :])


def _links(
    case: Case, frame: Frame, preferences: Preferences, alone: dict[str, NDArray[Any]], pick: Pick
) -> Iterable[Term]:
    """Yield the terms of the issues, where they count, and what issues are worth together."""
    terms = {name: Term((frame.issues.index(name),), worth) for name, worth in alone.items()}
    for link in preferences.linked or ():
        issues, met = frame.table(parse(link.when or link.only_if or "", case.options, tuple(case.issues)))
        if link.worth is not None:
            worth = pick(link.worth)
            yield Term(
                issues, met[..., None] * worth if isinstance(worth, np.ndarray) else met * np.array(worth, object)
            )
        elif link.issue in terms:
            term = terms[link.issue]
            into = tuple(sorted({*issues, *term.issues}))
            cells = 1
            for k in into:
                cells *= frame.sizes[k]
            if cells > MAX_TABLE:
                raise LimitError(f"The links of {link.issue} span {cells:,} combinations; the limit is {MAX_TABLE:,}.")
            counts = _widened(frame, issues, into, met)
            worth = _widened(frame, term.issues, into, term.worth)
            terms[link.issue] = Term(into, (counts[..., None] if worth.ndim > counts.ndim else counts) * worth)
    yield from terms.values()


def _ordinal(case: Case, frame: Frame, preferences: Preferences, form: str) -> list[Term]:
    def table(texts: Sequence[str], worth: int) -> Term:
        parts = tuple(spelled(parse(text, case.options, tuple(case.issues)), case.options) for text in texts)
        issues, met = frame.table(parts[0] if len(parts) == 1 else Or(parts))
        return Term(issues, met * np.array(worth, dtype=object))

    if form == "statements":
        wanted = preferences.statements or ()
        return [table([statement.that], 2 ** (len(wanted) - 1 - q)) for q, statement in enumerate(wanted)]
    entries = preferences.ranking or ()
    # the conditions of one entry may overlap, so they are joined, not added
    return [table(entry, len(entries) - place) for place, entry in enumerate(entries)]


def terms_of(case: Case, frame: Frame, actor: str, form: str | None, pick: Pick = best) -> list[Term]:
    """Return the utility of an actor as terms, by one of its forms of preference.

    Parameters
    ----------
    form
        ``scores`` or ``positions``, with what is `linked`; or ``statements`` or ``ranking``, whose terms only order.
        None: an actor without preferences, to whom all is worth 0.
    pick
        Turns a range into a number, or into ``(N,)`` draws.

    Raises
    ------
    LimitError
        Where a condition spans too many issues.
    """
    if form is None:
        return []
    preferences = case.preferences[actor]
    if form not in CARDINAL:
        return _ordinal(case, frame, preferences, form)
    alone = _scores(preferences, frame, pick) if form == "scores" else _positions(preferences, case, pick)
    return list(_links(case, frame, preferences, alone, pick))


def integral(terms: Sequence[Term], *more: Fraction) -> tuple[list[Term], int]:
    """Return terms of integers, and the unit: worth = integer / unit. The unit also makes `more` whole."""
    unit = lcm(
        1, *(f.denominator for f in more), *(f.denominator for term in terms for f in term.worth.ravel().tolist())
    )
    scaled = []
    for term in terms:
        whole = np.empty(term.worth.shape, dtype=object)
        whole.ravel()[:] = [f.numerator * (unit // f.denominator) for f in term.worth.ravel().tolist()]
        scaled.append(Term(term.issues, whole))
    return scaled, unit


def add_up(sizes: Sequence[int], terms: Sequence[Term]) -> Amounts:
    """Return the sum of integer terms for every outcome of the grid, the first issue changing fastest."""
    lows = [min(term.worth.ravel().tolist()) for term in terms]
    largest = sum(max(map(abs, term.worth.ravel().tolist())) for term in terms)
    limbs = limbs_for(2 * largest)
    offset = 0 if limbs == 1 else sum(lows)
    # an issue with one value needs no axis; numpy has only so many
    places = [k for k, size in enumerate(sizes) if size > 1]
    shape = tuple(sizes[k] for k in places)[::-1]
    # narrow integers halve the memory of a large grid
    dtype = np.int32 if largest < 2**30 else np.int64
    alone = [np.zeros((limbs, size), dtype=dtype) for size in sizes]
    together = []
    for term, low in zip(terms, lows, strict=True):
        parts = cut(term.worth if limbs == 1 else term.worth - low, limbs).astype(dtype)
        if len(term.issues) == 1:
            alone[term.issues[0]] += parts
        else:
            together.append((term.issues, parts))
    # what issues add alone is spread out from the fastest axis on, so the work is little more than one pass
    total = np.zeros((limbs, 1), dtype=dtype)
    for own in alone:
        total = (own[:, :, None] + total[:, None, :]).reshape(limbs, -1)
    total = total.reshape(limbs, *shape)
    for issues, parts in together:
        axes = [1] * len(shape)
        for k in issues:
            if sizes[k] > 1:
                axes[len(shape) - 1 - places.index(k)] = sizes[k]
        total += parts.transpose(0, *range(len(issues), 0, -1)).reshape(limbs, *axes)
    return Amounts(carry(total.reshape(limbs, -1)), offset)


def worth_of(terms: Sequence[Term], digits: Sequence[int]) -> Any:  # noqa: ANN401 - whatever the terms hold
    """Return the sum of the terms for one outcome, given as value positions."""
    return sum(term.worth[tuple(digits[k] for k in term.issues)] for term in terms)
