"""A set of outcomes in a few words a person can read: how many, by which rules, what all share, what is best for whom.

The steps are the same whether outcomes are listed or drawn as diagrams, so both engines say the same. What differs is a
*pool*: how a set is counted, cut and looked into.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.space import BoolArray, Cube, IntArray, Space

__all__ = ["Extreme", "Listed", "Pool", "Summary", "summarise"]

RULES = 12
"""How many rules may describe a set."""

PARETO = 24
"""How many outcomes that none of the others betters for all are looked for."""

Digits = tuple[int, ...]
Apart = tuple[tuple[int, int], tuple[int, int]]


class Pool(Protocol):
    """Sets of possible outcomes of one space, of whatever kind."""

    sizes: tuple[int, ...]
    actors: tuple[str, ...]
    possible: Any

    def count(self, some: Any) -> int:  # noqa: ANN401 - a set of the pool's own kind
        """Return how many outcomes a set has."""

    def nth(self, some: Any, place: int) -> Digits:  # noqa: ANN401
        """Return the outcome at a place in the order of their numbers, counted from 0."""

    def ends(self, some: Any) -> tuple[Digits, Digits]:  # noqa: ANN401
        """Return the first and the last outcome in the order of their numbers."""

    def occurring(self, some: Any) -> tuple[tuple[int, ...], ...]:  # noqa: ANN401
        """Return, for each issue, the values that some outcome of the set has."""

    def best(self, some: Any, actor: int, *, worst: bool = False) -> Any:  # noqa: ANN401
        """Return the outcomes of a set that an actor likes best, or least."""

    def beyond(self, some: Any, digits: Digits) -> Any:  # noqa: ANN401
        """Return the outcomes of a set that some actor prefers to an outcome."""

    def rest(self, some: Any) -> Any:  # noqa: ANN401
        """Return the possible outcomes outside a set."""

    def fits(self, some: Any, cube: Sequence[Sequence[int]]) -> bool:  # noqa: ANN401
        """Return whether every possible outcome of a cube lies in a set."""

    def cut(self, some: Any, cube: Sequence[Sequence[int]]) -> tuple[Any, Any]:  # noqa: ANN401
        """Return the outcomes of a set inside a cube, and those outside it."""


@dataclass(frozen=True)
class Extreme:
    """The best or the worst that an actor can find in a set: one such outcome, and how many are as good to it."""

    outcome: Digits
    count: int


@dataclass(frozen=True)
class Summary:
    """What can be said of a set of outcomes.

    Attributes
    ----------
    count
        How many outcomes it has, exactly.
    rules
        Cubes of outcomes: issue by issue the values that may stand.
    kind
        ``exactly``: the set is just what the rules hold. ``all but``: it is every possible outcome that they do not hold.
        ``part``: the rules hold only outcomes of the set, but not all of them.
    covered
        How many outcomes of the set the rules account for.
    values
        For each issue the values that occur.
    best, worst
        For each actor what it likes best and least in the set.
    unbettered
        Outcomes of the set that no other of them betters for somebody without being worse for somebody else (Pareto),
        one for each way the actors rank them.
    more_unbettered
        Whether there are further ones.
    samples
        Outcomes drawn from the set, each as likely as any other.
    apart
        Only where `kind` is ``part``: pairs of (issue, value) that some possible outcome has together, but none of the set,
        those first that rule most outcomes out, each only if the ones before leave it something to rule out.
    admitted
        How many possible outcomes have only values that occur and none of the pairs `apart`. Where that is `count`, the set
        is exactly these.
    """

    count: int
    rules: tuple[Cube, ...] = ()
    kind: str = "exactly"
    covered: int = 0
    values: tuple[tuple[int, ...], ...] = ()
    best: tuple[Extreme, ...] = ()
    worst: tuple[Extreme, ...] = ()
    unbettered: tuple[Digits, ...] = ()
    more_unbettered: bool = False
    samples: tuple[Digits, ...] = ()
    apart: tuple[Apart, ...] = ()
    admitted: int = 0


def _apart(pool: Pool, some: Any, values: tuple[tuple[int, ...], ...]) -> tuple[list[Apart], int]:  # noqa: ANN401
    """Return pairs of values that never stand together in a set, and how many outcomes they and `values` admit."""
    everything = [list(range(size)) for size in pool.sizes]
    admitted = pool.cut(pool.possible, values)[0]
    before = pool.occurring(admitted)
    found: list[tuple[int, Apart]] = []
    for issue, own in enumerate(values):
        for value in own if len(own) > 1 else ():
            one = [*everything[:issue], [value], *everything[issue + 1 :]]
            here, there = pool.occurring(pool.cut(some, one)[0]), pool.cut(admitted, one)[0]
            for other in range(issue + 1, len(values)):
                for another in values[other] if len(values[other]) > 1 else ():
                    if another in before[other] and another not in here[other]:
                        both = [*everything[:other], [another], *everything[other + 1 :]]
                        out = pool.count(pool.cut(there, both)[0])
                        if out:
                            found.append((out, ((issue, value), (other, another))))
    kept: list[Apart] = []
    for _, pair in sorted(found, key=lambda entry: (-entry[0], entry[1])):
        (issue, value), (other, another) = pair
        both = [[value] if k == issue else [another] if k == other else own for k, own in enumerate(everything)]
        inside, outside = pool.cut(admitted, both)
        if pool.count(inside):
            admitted = outside
            kept.append(pair)
    return kept, pool.count(admitted)


def _grown(pool: Pool, some: Any, start: Digits) -> list[list[int]]:  # noqa: ANN401
    """Return a cube around an outcome inside a set, to which no value could be added."""
    cube = [[value] for value in start]
    for issue, size in enumerate(pool.sizes):
        for value in range(size):
            if value not in cube[issue] and pool.fits(some, [*cube[:issue], [value], *cube[issue + 1 :]]):
                cube[issue] = sorted([*cube[issue], value])
    return cube


def _cover(pool: Pool, some: Any) -> tuple[list[Cube], int]:  # noqa: ANN401
    """Return up to `RULES` cubes inside a set, and how many of its outcomes they hold."""
    cubes: list[Cube] = []
    left, covered = some, 0
    count = pool.count(some)
    while covered < count and len(cubes) < RULES:
        best = None
        for start in dict.fromkeys(pool.ends(left)):
            cube = _grown(pool, some, start)
            inside, outside = pool.cut(left, cube)
            size = pool.count(inside)
            if best is None or size > best[0]:
                best = (size, cube, outside)
        assert best is not None
        size, cube, left = best
        covered += size
        occurring = pool.occurring(pool.cut(some, cube)[0])
        cubes.append(tuple(tuple(v for v in own if v in there) for own, there in zip(cube, occurring, strict=True)))
    return cubes, covered


def _unbettered(pool: Pool, some: Any) -> tuple[list[Digits], bool]:  # noqa: ANN401
    """Return outcomes of a set that none of the others betters for all, one for each way they are ranked.

    Each is the best for one actor, among these for the next, and so on, and whatever no actor prefers to it is set aside.
    The actors take turns in being first.
    """
    found: list[Digits] = []
    while pool.count(some) and len(found) < PARETO:
        chosen = some
        for turn in range(len(pool.actors)):
            chosen = pool.best(chosen, (len(found) + turn) % len(pool.actors))
        found.append(pool.nth(chosen, 0))
        some = pool.beyond(some, found[-1])
    return found, pool.count(some) > 0


def summarise(pool: Pool, some: Any, *, samples: int = 0, seed: int = 0) -> Summary:  # noqa: ANN401
    """Return a set of outcomes in a few words.

    Parameters
    ----------
    samples, seed
        How many outcomes to draw from it, and from which seed.
    """
    count = pool.count(some)
    if not count:
        return Summary(0)
    rules, covered = _cover(pool, some)
    kind = "exactly" if covered == count else "part"
    rest = pool.rest(some)
    others, ruled_out = _cover(pool, rest)
    if ruled_out == pool.count(rest) and (kind == "part" or len(others) < len(rules)):
        rules, covered, kind = others, count, "all but"
    everybody = range(len(pool.actors))
    unbettered, more = _unbettered(pool, some)
    values = pool.occurring(some)
    apart, admitted = _apart(pool, some, values) if kind == "part" else ([], count)
    dice = Random(seed)  # noqa: S311 - samples, not secrets
    return Summary(
        count=count,
        rules=tuple(rules),
        kind=kind,
        covered=covered,
        values=values,
        best=tuple(_extreme(pool, pool.best(some, actor)) for actor in everybody),
        worst=tuple(_extreme(pool, pool.best(some, actor, worst=True)) for actor in everybody),
        unbettered=tuple(unbettered),
        more_unbettered=more,
        samples=tuple(pool.nth(some, dice.randrange(count)) for _ in range(samples)),
        apart=tuple(apart),
        admitted=admitted,
    )


def _extreme(pool: Pool, some: Any) -> Extreme:  # noqa: ANN401
    return Extreme(pool.nth(some, 0), pool.count(some))


class Listed:
    """Sets of outcomes as arrays over a space that is listed."""

    def __init__(self, space: Space, actors: tuple[str, ...], ranks: IntArray) -> None:
        self.space, self.actors, self.ranks = space, actors, ranks
        self.sizes, self.possible = space.sizes, space.possible

    def count(self, some: BoolArray) -> int:
        """Return how many outcomes a set has."""
        return int(np.count_nonzero(some))

    def nth(self, some: BoolArray, place: int) -> Digits:
        """Return the outcome at a place in the order of their numbers, counted from 0."""
        if place == 0:
            return self.space.digits(int(np.argmax(some)))
        return self.space.digits(int(np.flatnonzero(some)[place]))

    def ends(self, some: BoolArray) -> tuple[Digits, Digits]:
        """Return the first and the last outcome in the order of their numbers."""
        last = some.size - 1 - int(np.argmax(some[::-1]))
        return self.space.digits(int(np.argmax(some))), self.space.digits(last)

    def _view(self, some: BoolArray) -> BoolArray:
        return some.reshape([size for size in self.sizes[::-1] if size > 1])

    def _block(self, some: BoolArray, cube: Sequence[Sequence[int]]) -> BoolArray:
        """Return the part of an array inside a cube, as a view where every issue is free or has one value."""
        view = self._view(some)
        axis = view.ndim
        for values, size in zip(cube, self.sizes, strict=True):
            if size == 1:
                continue
            axis -= 1
            if len(values) == 1:
                view = view[(slice(None),) * axis + (slice(values[0], values[0] + 1),)]
            elif len(values) < size:
                view = np.take(view, values, axis=axis)
        return view

    def occurring(self, some: BoolArray) -> tuple[tuple[int, ...], ...]:
        """Return, for each issue, the values that some outcome of the set has."""
        found = []
        for stride, size in zip(self.space.strides, self.sizes, strict=True):
            there = some.reshape(-1, size, stride).any(axis=(0, 2))
            found.append(tuple(np.flatnonzero(there).tolist()))
        return tuple(found)

    def best(self, some: BoolArray, actor: int, *, worst: bool = False) -> BoolArray:
        """Return the outcomes of a set that an actor likes best, or least."""
        ranks = self.ranks[actor]
        top = ranks[some].min() if worst else ranks[some].max()
        chosen: BoolArray = some & (ranks == top)
        return chosen

    def beyond(self, some: BoolArray, digits: Digits) -> BoolArray:
        """Return the outcomes of a set that some actor prefers to an outcome."""
        state = self.space.number(digits)
        liked = np.zeros_like(some)
        for ranks in self.ranks:
            liked |= ranks > ranks[state]
        return some & liked

    def rest(self, some: BoolArray) -> BoolArray:
        """Return the possible outcomes outside a set."""
        return self.space.possible & ~some

    def fits(self, some: BoolArray, cube: Sequence[Sequence[int]]) -> bool:
        """Return whether every possible outcome of a cube lies in a set."""
        inside = self._block(some, cube)
        return not bool((self._block(self.space.possible, cube) & ~inside).any())

    def cut(self, some: BoolArray, cube: Sequence[Sequence[int]]) -> tuple[BoolArray, BoolArray]:
        """Return the outcomes of a set inside a cube, and those outside it."""
        inside = some.copy()
        for values, stride, size in zip(cube, self.space.strides, self.sizes, strict=True):
            if len(values) < size:
                barred = [value for value in range(size) if value not in values]
                inside.reshape(-1, size, stride)[:, barred] = False
        return inside, some & ~inside
