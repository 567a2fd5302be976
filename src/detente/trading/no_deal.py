"""No deal: what happens if nobody agrees, on a day, and what it is worth to each.

It may be the status quo, a named outcome, a number, or what holds when talks fail. The calendar moves it: a treaty
lapses, an offer ends. It is never lifted to the worst agreement.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from detente.conflict import conflict_of
from detente.drift import by_date, status_quo
from detente.errors import LimitError
from detente.graph import stability
from detente.graph.moves import Moves
from detente.graph.reach import reachable
from detente.graph.why import wanted_ends
from detente.numbers import Range
from detente.utility import CARDINAL

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from detente.case import Case
    from detente.conflict import Conflict
    from detente.space import Frame

__all__ = ["NoDeal", "no_deals", "talks_fail"]

MAX_WANTED = 2**14
MAX_REACHED = 2**20
LISTED = 20


@dataclass(frozen=True)
class NoDeal:
    """What one actor has without agreement.

    Attributes
    ----------
    kind
        Where it comes from.
    number
        What it is worth, where that is said.
    outcomes
        What happens, in names; several where talks may fail in several ways, the likeliest first.
    """

    kind: Literal["score", "status quo", "outcome", "what holds", "not known"]
    number: Range | None = None
    outcomes: tuple[dict[str, str], ...] = ()


def _alone(conflict: Conflict) -> Conflict:
    """Return the conflict in which nobody agrees on anything: what is decided together stays as it is."""
    deciders = tuple(group if len(group) == 1 else frozenset[int]() for group in conflict.deciders)
    return replace(conflict, deciders=deciders, together={})


def talks_fail(case: Case, start: dict[str, str]) -> tuple[list[dict[str, str]], str]:
    """Return the outcomes that hold when talks fail, the one that fewest steps lead to first, and by which concept.

    Nothing that is decided together changes, each actor goes on alone. Of the outcomes that hold by Nash, else SEQ,
    SMR, GMR, those count that steps wanted by their makers lead to from `start`; if there is none, those that any
    steps lead to.

    Raises
    ------
    LimitError
        Where there are too many outcomes.
    """
    conflict = _alone(conflict_of(case))
    space = conflict.space
    if space.grid > MAX_REACHED:
        raise LimitError(
            f"What holds when talks fail is looked for among up to {MAX_REACHED:,} combinations; there are "
            f"{space.grid:,}. Name an outcome or a score as no_deal instead."
        )
    moves = Moves(conflict)
    first = space.find(start)
    held = {
        name: np.logical_and.reduce(judge(moves), axis=0)
        for name, judge in (
            ("NASH", stability.nash), ("SEQ", stability.seq), ("SMR", stability.smr), ("GMR", stability.gmr),
        )
    }  # fmt: skip
    ways: list[list[int]] = []
    if space.grid <= MAX_WANTED:
        ways.append(list(dict.fromkeys([first, *wanted_ends(moves, first)])))
    ways.append(np.flatnonzero(reachable(moves, first)).tolist())
    for within in ways:
        for concept, stable in held.items():
            found = [state for state in within if stable[state]]
            if found:
                return [space.outcome(state) for state in found], "Nash" if concept == "NASH" else concept
    return [], ""


def _said(case: Case, actor: str, on: date | None) -> Range | dict[str, str] | str | None:
    """Return the no deal of an actor as it is written, on a day."""
    own = case.preferences.get(actor)
    said: Range | dict[str, str] | str | None = own.no_deal if own else None
    for entry in sorted(case.calendar, key=lambda entry: entry.on):
        if on is not None and entry.on <= on and actor in entry.no_deal:
            said = entry.no_deal[actor]
    return said


def no_deals(
    case: Case, frame: Frame, on: date | None, forms: Mapping[str, str | None]
) -> tuple[dict[str, NoDeal], list[str]]:
    """Return what no deal is for each actor on a day, and what a reader must know about it.

    `forms` says by which form of preference each actor is read.
    """
    found: dict[str, NoDeal] = {}
    notes: list[str] = []
    quo = status_quo(case)
    failing: tuple[dict[str, str], ...] | None = None
    for actor in forms:
        said, name = _said(case, actor, on), case.actors[actor].name
        if isinstance(said, Range) and forms[actor] not in CARDINAL:
            notes.append(
                f"{name} is read by an order, so the number given as its no deal says nothing: name an outcome."
            )
            found[actor] = NoDeal("not known")
        elif isinstance(said, Range):
            found[actor] = NoDeal("score", said)
        elif isinstance(said, dict):
            whole = (quo or {}) | said
            missing = [issue for issue in frame.issues if issue not in whole]
            if missing:
                notes.append(
                    f"No deal for {name} leaves out {', '.join(missing)}, and there is no status quo to fill it."
                )
                found[actor] = NoDeal("not known")
                continue
            found[actor] = NoDeal("outcome", outcomes=(by_date(case, frame, whole, on)[0],))
        elif quo is None:
            notes.append(f"What no deal is for {name} is not said, and there is no status quo: add no_deal.")
            found[actor] = NoDeal("not known")
        elif said == "what holds":
            if failing is None:
                whose = [case.actors[a].name for a in forms if _said(case, a, on) == "what holds"]
                failing = _failing(case, by_date(case, frame, quo, on)[0], notes, " and ".join(whose))
            found[actor] = NoDeal("what holds" if failing else "not known", outcomes=failing)
        else:
            found[actor] = NoDeal("status quo", outcomes=(by_date(case, frame, quo, on)[0],))
    return found, notes


def _failing(case: Case, start: dict[str, str], notes: list[str], whose: str) -> tuple[dict[str, str], ...]:
    try:
        outcomes, concept = talks_fail(case, start)
    except LimitError as error:
        notes.append(f"What holds when talks fail is not known. {error}")
        return ()
    if not outcomes:
        notes.append("No outcome that holds can be reached without agreement, so what no deal leads to is not known.")
        return ()
    several = f"; talks may fail in {len(outcomes)} ways, of which the nearest counts" if len(outcomes) > 1 else ""
    notes.append(
        f"No deal of {whose} is what holds by {concept} when each goes on alone from the status quo and nothing is "
        f"agreed{several}."
    )
    return tuple(outcomes[:LISTED])
