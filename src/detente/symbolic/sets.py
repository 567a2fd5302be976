"""Sets of outcomes as diagrams: counted exactly, cut, and looked into. The pool of `detente.summary` for diagrams."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from detente.symbolic.tables import table_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.symbolic.encoding import Diagram
    from detente.symbolic.model import Model

__all__ = ["Drawn"]

Digits = tuple[int, ...]

PRIME = 2**61 - 1

EXACT_BITS = 52
"""Up to so many bits CUDD's own count, in double precision, is exact."""


def _reduced(number: int, modulus: int | None) -> int:
    return number if modulus is None else number % modulus


def _weight(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "big") % PRIME


class Drawn:
    """Sets of possible outcomes as diagrams over x bits."""

    def __init__(self, model: Model) -> None:
        self.model, self.encoding = model, model.encoding
        self.sizes, self.actors = model.frame.sizes, model.actors
        self.possible = model.possible

    def count(self, some: Diagram) -> int:
        """Return how many outcomes a set has, exactly."""
        bits = sum(self.encoding.bits)
        if bits <= EXACT_BITS:
            return int(self.encoding.bdd.count(some, bits)) if some != self.encoding.false else 0
        return self._weigh(some, {})

    def mark(self, some: Diagram) -> int:
        """Return a number that tells sets apart, whatever the order of their variables.

        It is the sum over the outcomes of the product of a fixed random weight for each bit, modulo a prime. Two different
        sets have the same mark with a chance below 10^-16.
        """
        names = self.encoding.names(self.encoding.everything)
        return self._weigh(some, {name: (_weight(f"{name}=0"), _weight(f"{name}=1")) for name in names})

    def _weigh(self, some: Diagram, weights: dict[str, tuple[int, int]]) -> int:
        """Return the sum over the outcomes of a set of the product of their bits' weights; without weights their count."""
        code = self.encoding
        # where the variables stand may change between calls, never within one
        order = sorted(code.names(code.everything), key=code.bdd.level_of_var)
        place = {name: at for at, name in enumerate(order)}
        pairs = [weights.get(name, (1, 1)) for name in order]
        modulus = PRIME if weights else None
        skipped = [[1] for _ in range(len(order) + 1)]
        for start in range(len(order) + 1):
            for low, high in pairs[start:]:
                skipped[start].append(_reduced(skipped[start][-1] * (low + high), modulus))
        table = table_of(code, some)
        # by number of node: where its variable stands, and its sum over the variables from there on
        at, sums = [len(order)] * 2, [0, 1]
        for issue, bit, low, high in table.nodes:
            here = place[f"x{issue}_{bit}"]
            for_low, for_high = pairs[here]
            below = skipped[here + 1]
            parts = for_low * sums[low] * below[at[low] - here - 1] + for_high * sums[high] * below[at[high] - here - 1]
            at.append(here)
            sums.append(_reduced(parts, modulus))
        return _reduced(sums[table.root] * skipped[0][at[table.root]], modulus)

    def nth(self, some: Diagram, place: int) -> Digits:
        """Return the outcome at a place in the order of their numbers, counted from 0."""
        if place == 0:
            return self._end(some, last=False)
        code, digits = self.encoding, [0] * len(self.sizes)
        for issue in reversed(range(len(self.sizes))):
            value, inside = 0, some & code.value(issue, 0)
            while place >= (size := self.count(inside)):
                place, value = place - size, value + 1
                inside = some & code.value(issue, value)
            some, digits[issue] = inside, value
        return tuple(digits)

    def nearest(self, some: Diagram, digits: Sequence[int]) -> Diagram:
        """Return the outcomes of a set, not empty, that differ from an outcome in the fewest issues."""
        code = self.encoding
        around = code.outcome(digits)
        while (found := around & some) == code.false:
            wider = around
            for issue in code.everything:
                wider |= code.exist(around, [issue], "x")
            around = wider
        return found

    def ends(self, some: Diagram) -> tuple[Digits, Digits]:
        """Return the first and the last outcome in the order of their numbers."""
        return self._end(some, last=False), self._end(some, last=True)

    def _end(self, some: Diagram, *, last: bool) -> Digits:
        code, digits = self.encoding, [0] * len(self.sizes)
        for issue in reversed(range(len(self.sizes))):
            values = range(self.sizes[issue])
            insides = ((value, some & code.value(issue, value)) for value in (reversed(values) if last else values))
            digits[issue], some = next((value, inside) for value, inside in insides if inside != code.false)
        return tuple(digits)

    def occurring(self, some: Diagram) -> tuple[tuple[int, ...], ...]:
        """Return, for each issue, the values that some outcome of the set has."""
        code = self.encoding
        return tuple(
            tuple(value for value in range(size) if some & code.value(issue, value) != code.false)
            for issue, size in enumerate(self.sizes)
        )

    def best(self, some: Diagram, actor: int, *, worst: bool = False) -> Diagram:
        """Return the outcomes of a set that an actor likes best, or least."""
        for wish in self.model.wants(actor):
            chosen = some & (~wish if worst else wish)
            some = some if chosen == self.encoding.false else chosen
        return some

    def beyond(self, some: Diagram, digits: Digits) -> Diagram:
        """Return the outcomes of a set that some actor prefers to an outcome."""
        code = self.encoding
        liked = code.false
        for actor in range(len(self.actors)):
            liked |= self.preferred(actor, digits)
        return some & liked

    def preferred(self, actor: int, digits: Sequence[int]) -> Diagram:
        """Return the outcomes that an actor prefers to one."""
        code, result = self.encoding, self.encoding.false
        for wish in reversed(self.model.wants(actor)):
            result = wish & result if code.met_by(wish, digits) else wish | result
        return result

    def rest(self, some: Diagram) -> Diagram:
        """Return the possible outcomes outside a set."""
        return self.model.possible & ~some

    def _cube(self, cube: Sequence[Sequence[int]]) -> Diagram:
        code, met = self.encoding, self.encoding.true
        for issue, values in enumerate(cube):
            if len(values) < self.sizes[issue]:
                met &= code.among(issue, values)
        return met

    def fits(self, some: Diagram, cube: Sequence[Sequence[int]]) -> bool:
        """Return whether every possible outcome of a cube lies in a set."""
        return bool(self._cube(cube) & self.model.possible & ~some == self.encoding.false)

    def cut(self, some: Diagram, cube: Sequence[Sequence[int]]) -> tuple[Diagram, Diagram]:
        """Return the outcomes of a set inside a cube, and those outside it."""
        met = self._cube(cube)
        return some & met, some & ~met
