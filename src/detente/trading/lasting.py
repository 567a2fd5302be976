"""Will a package hold once it is signed? The graph model is asked: who would break it, how, and what would mend that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from detente.drift import after, in_order
from detente.trading.reading import digits_of, read_bargain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.answers import Holds
    from detente.deals.bargain import Digits
    from detente.graph.why import Verdict
    from detente.space import BoolArray
    from detente.trading.reading import Reading

__all__ = ["Erosion", "Lasting", "Mend", "erosions_of", "judge_lasting"]

MAX_MENDS = 5
MAX_LOOKED = 20_000


@dataclass(frozen=True)
class Mend:
    """A change after which a package holds by the concept by which it did not; no smaller change does that.

    Attributes
    ----------
    package
        The package after the change.
    changes
        (issue, new value, who decides it), in names.
    concepts
        By which concepts it then holds.
    acceptable
        Whether it still has the consent it needs.
    """

    package: Digits
    changes: tuple[tuple[str, str, tuple[str, ...]], ...]
    concepts: tuple[str, ...]
    acceptable: bool


@dataclass(frozen=True)
class Erosion:
    """What the calendar does to a package by itself: entry of the calendar, what it becomes, whether all still accept."""

    entry: int
    package: Digits
    acceptable: bool


@dataclass(frozen=True)
class Lasting:
    """Whether a package is an equilibrium of the graph model.

    Attributes
    ----------
    state
        Its number in the conflict.
    concepts
        The concepts by which it holds.
    failing
        Those by which it does not.
    asked
        The concept by which breakers and mends are told: one by which it fails but another package holds, if there is
        one.
    breakers
        Who would leave, and how.
    mends
        What would mend it with the fewest changes: acceptable packages where there are any; empty where nothing holds.
    """

    state: int
    concepts: tuple[str, ...]
    failing: tuple[str, ...]
    asked: str | None
    breakers: tuple[Verdict, ...]
    mends: tuple[Mend, ...]


def _state(reading: Reading, holds: Holds, package: Digits) -> int:
    """Return the number of a package in the conflict, whose space leaves continuous issues out."""
    outcome = reading.outcome(package)
    return holds.conflict.space.find({name: outcome[name] for name in holds.conflict.space.issues})


def _nearest(reading: Reading, holds: Holds, package: Digits, held: BoolArray) -> Iterator[tuple[int, Digits]]:
    """Yield the packages that hold, those that differ in fewest issues first, with the number of these."""
    space = holds.conflict.space
    states = np.flatnonzero(held)
    here = space.digits(_state(reading, holds, package))
    distance = np.zeros(states.size, dtype=np.int64)
    for digit, stride, size in zip(here, space.strides, space.sizes, strict=True):
        distance += states // stride % size != digit
    for row in np.argsort(distance, kind="stable")[:MAX_LOOKED]:
        outcome = reading.outcome(package) | space.outcome(int(states[row]))
        other = digits_of(reading.frame, outcome)
        if reading.bargain.is_possible(other):
            yield int(distance[row]), other


def _mends(reading: Reading, holds: Holds, package: Digits, concept: str) -> tuple[Mend, ...]:
    """Return the nearest packages that hold and are acceptable; where none is, the nearest that only hold."""
    held = {name: holds.holding(name) for name in holds.concepts}
    found: dict[bool, list[tuple[int, Digits]]] = {True: [], False: []}
    for distance, other in _nearest(reading, holds, package, held[concept]):
        acceptable = reading.bargain.is_acceptable(other)
        if not found[acceptable] or found[acceptable][0][0] == distance:
            found[acceptable].append((distance, other))
        if found[True] and distance > found[True][0][0]:
            break
    mends = []
    for _, other in (found[True] or found[False])[:MAX_MENDS]:
        state, outcome = _state(reading, holds, other), reading.outcome(other)
        changes = tuple(
            (name, outcome[name], reading.case.issues[name].decided_by)
            for name, a, b in zip(reading.frame.issues, package, other, strict=True)
            if a != b
        )
        concepts = tuple(name for name in held if held[name][state])
        mends.append(Mend(other, changes, concepts, bool(found[True])))
    return tuple(mends)


def judge_lasting(reading: Reading, holds: Holds, package: Digits) -> Lasting:
    """Judge a package by the graph model of the same case."""
    state = _state(reading, holds, package)
    concepts = tuple(name for name in holds.concepts if holds.holding(name)[state])
    failing = tuple(name for name in holds.concepts if name not in concepts)
    if not failing:
        return Lasting(state, concepts, failing, None, (), ())
    # told is a concept by which some package does hold; where none holds this one, what no wanted reply deters
    likely = [name for name in failing if holds.holding(name).any()] or list(failing)
    asked = "seq" if not concepts and "seq" in likely else likely[0]
    breakers = tuple(verdict for verdict in holds.why(state, asked) if not verdict.stable)
    return Lasting(state, concepts, failing, asked, breakers, _mends(reading, holds, package, asked))


def erosions_of(reading: Reading, package: Digits) -> list[Erosion]:
    """Return what the calendar changes in a package by itself after the day that is asked about.

    Whether it is then still acceptable is asked with the no deal of that later day.
    """
    found = []
    now = reading.outcome(package)
    for place in in_order(reading.case):
        on = reading.case.calendar[place].on
        if reading.on is not None and on <= reading.on:
            continue
        then = after(reading.case, reading.frame, now, place)
        if then != now:
            now = then
            package = digits_of(reading.frame, now)
            later = read_bargain(reading.original, on=on, by=reading.by).bargain
            found.append(Erosion(place, package, later.is_possible(package) and later.is_acceptable(package)))
    return found
