"""Legal sequences of some movers, followed backwards over sets.

Where some mover's relation is not transitive, nobody may move twice running: then a set is one of (outcome, last mover).
"""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.symbolic.encoding import Diagram
    from detente.symbolic.model import Model, Mover

__all__ = ["Sequences"]


class Sequences:
    """Legal sequences of some movers.

    Attributes
    ----------
    movers
        Who takes part.
    steps
        The steps of each, like `Mover.moves`.
    """

    def __init__(self, model: Model, movers: Sequence[Mover], *, improving: bool = False) -> None:
        self.model, self.movers = model, list(movers)
        code = model.encoding
        self.steps = [model.improving(m.group) if improving else m.moves for m in self.movers]
        self._own = [set(code.names(mover.issues)) for mover in self.movers]
        self._tried, self._gained = [0] * len(self.movers), [0] * len(self.movers)
        self._turns: list[Diagram] = []
        self._names: list[str] = []
        if not all(mover.is_transitive for mover in self.movers):
            self._names = [f"t{bit}" for bit in range(len(self.movers).bit_length())]
            code.bdd.declare(*(name for name in self._names if name not in code.bdd.vars))
            self._turns = [self._turn(place) for place in range(len(self.movers) + 1)]
            # staying put is no move, and must not part two moves of one mover
            self.steps = [step & ~code.same(m.issues) for step, m in zip(self.steps, self.movers, strict=True)]

    def _turn(self, place: int) -> Diagram:
        bdd = self.model.encoding.bdd
        met = bdd.true
        for bit, name in enumerate(self._names):
            met &= bdd.var(name) if place >> bit & 1 else ~bdd.var(name)
        return met

    def just_after(self, diagram: Diagram, mover: int) -> Diagram:
        """Return a set as it is just after a move of a mover."""
        if not self._turns:
            return diagram
        values = {name: bool((mover + 1) >> bit & 1) for bit, name in enumerate(self._names)}
        return self.model.encoding.bdd.let(values, diagram)

    def at_start(self, diagram: Diagram) -> Diagram:
        """Return a set as it is before anybody has moved."""
        return self.model.encoding.bdd.let(dict.fromkeys(self._names, False), diagram) if self._turns else diagram

    def before(self, diagram: Diagram, mover: int) -> Diagram:
        """Return from where one step of a mover leads into a set."""
        found = self.model.leading(self.movers[mover], self.steps[mover], self.just_after(diagram, mover))
        return found & ~self._turns[mover + 1] if self._turns else found

    @property
    def size(self) -> int:
        """How many nodes the steps have."""
        return sum(map(len, self.steps))

    def keeping(self, bit: Diagram, within: Diagram) -> Sequences:
        """Return the sequences whose steps leave a bit as it is, as far as they lead from `within` into it."""
        code, kept = self.model.encoding, copy(self)
        kept.steps = []
        for mover, (step, own) in enumerate(zip(self.steps, self.movers, strict=True)):
            start, end = code.shift(bit, own.issues), self.just_after(bit, mover)
            inside = code.shift(within, own.issues) & self.just_after(within, mover)
            kept.steps.append(code.simplify(step & start.equiv(end) if start != end else step, inside))
        return kept

    def close(self, goal: Diagram, within: Diagram, told_by: frozenset[str]) -> Diagram:
        """Return from where any legal sequence inside `within` leads into a goal inside it, the goal itself among it.

        Parameters
        ----------
        told_by
            Bits that tell, inside `within`, what lies in the goal: only whoever can change one of them steps into it from
            outside.
        """
        nothing = self.model.encoding.false
        left = within & ~goal
        first = {mover for mover, own in enumerate(self._own) if not told_by.isdisjoint(own)}
        # what was left when each mover was last followed: what has gone since is what it may lead into anew
        seen = [within if mover in first else left for mover in range(len(self._own))]
        others = set[int]()
        while left != nothing and (first or others):
            # a step in vain costs as much as one that finds something
            mover = max(first or others, key=self._luck)
            first.discard(mover)
            others.discard(mover)
            after = left & ~self.before(seen[mover] & ~left, mover)
            self._tried[mover] += 1
            if after != left:
                self._gained[mover] += 1
                # its own steps add nothing for itself
                others.update(other for other in range(len(seen)) if other != mover and other not in first)
            seen[mover] = left = after
        return within & ~left

    def _luck(self, mover: int) -> float:
        """Return how often steps of a mover have led into what was not known, so far."""
        return (self._gained[mover] + 1) / (self._tried[mover] + 2)

    def flood(self, goal: Diagram, within: Diagram) -> Diagram:
        """Return the same as `close`, following all that is reached each time: quicker for relations with bits of their own."""
        unchanged = mover = 0
        reached = goal
        while unchanged < len(self.movers):
            grown = (self.before(reached, mover) & within) | reached
            # where movers are transitive, the one that has just moved gains nothing by moving again
            unchanged = unchanged + 1 if grown == reached else int(not self._turns)
            reached, mover = grown, (mover + 1) % len(self.movers)
        return reached
