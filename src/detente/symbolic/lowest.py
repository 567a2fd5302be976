"""The worst that legal sequences of some movers can lead to, one wish after another.

Let v_1 .. v_m be a vector over outcomes (an actor's wishes, the most important first), and w(x) the lowest vector over the
legal list from x, x counted in. A prototype kept a bit of its own for every wish and followed sets of (outcome, threshold)
pairs; those grow fast. Here w is worked out bit by bit, each over outcomes alone:

    w_q(x) = 0  iff  x can reach some y with (v_1 .. v_q-1)(y) = (w_1 .. w_q-1)(x) and v_q(y) = 0,

and w_1 .. w_q-1 are the same all along such a way, since they can only rise from step to step. So each bit is one plain
fixpoint, along steps that leave the earlier bits as they are: those equalities are put into the relations once per bit.

Where some mover's relation is not transitive, nobody may move twice running: then a set is one of (outcome, last mover).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from detente.symbolic.encoding import Diagram
    from detente.symbolic.model import Model, Mover

__all__ = ["Sequences", "lowest"]


class Sequences:
    """Legal sequences of some movers, followed backwards.

    Attributes
    ----------
    relations
        The steps of each mover, over x bits and the y bits of its issues.
    """

    def __init__(self, model: Model, movers: Sequence[Mover], *, improving: bool = False) -> None:
        self.model, self.movers = model, list(movers)
        code = model.encoding
        self.relations = [model.improving(m.group) if improving else m.moves for m in self.movers]
        self._turns: list[Diagram] = []
        self._names: list[str] = []
        if not all(mover.is_transitive for mover in self.movers):
            self._names = [f"t{bit}" for bit in range(len(self.movers).bit_length())]
            code.bdd.declare(*(name for name in self._names if name not in code.bdd.vars))
            self._turns = [self._turn(place) for place in range(len(self.movers) + 1)]
            # staying put is no move, and must not part two moves of one mover
            self.relations = [r & ~code.same(m.issues) for r, m in zip(self.relations, self.movers, strict=True)]

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

    def after(self, diagram: Diagram, mover: int) -> Diagram:
        """Return a set as it is just after a move of a mover, in the y bits of its issues."""
        return self.model.encoding.shift(self.just_after(diagram, mover), self.movers[mover].issues)

    def before(self, diagram: Diagram, mover: int) -> Diagram:
        """Return from where one step of a mover leads into a set."""
        code = self.model.encoding
        found = code.meet(self.relations[mover], self.after(diagram, mover), self.movers[mover].issues)
        return found & ~self._turns[mover + 1] if self._turns else found

    def at_start(self, diagram: Diagram) -> Diagram:
        """Return a set as it is before anybody has moved."""
        return self.model.encoding.bdd.let(dict.fromkeys(self._names, False), diagram) if self._turns else diagram

    def close(self, diagram: Diagram, within: Diagram) -> Diagram:
        """Return from where any legal sequence inside `within` leads into a set."""
        unchanged, mover = 0, 0
        while unchanged < len(self.movers):
            grown = (self.before(diagram, mover) & within) | diagram
            # where movers are transitive, the one that has just moved gains nothing by moving again
            unchanged = unchanged + 1 if grown == diagram else int(not self._turns)
            diagram, mover = grown, (mover + 1) % len(self.movers)
        return diagram

    def keep(self, bit: Diagram, within: Diagram) -> None:
        """Allow from now on only steps that leave a bit as it is, between possible outcomes in `within`."""
        code = self.model.encoding
        for mover, relation in enumerate(self.relations):
            steps = relation
            after = self.after(bit, mover)
            if after != bit:
                steps = relation & bit.equiv(after)
            inside = self.model.possible & within
            self.relations[mover] = code.simplify(steps, inside & self.after(inside, mover))


def lowest(
    model: Model, vector: Sequence[Diagram], sequences: Sequences, within: Diagram
) -> Generator[Diagram, Diagram | None, None]:
    """Yield the bits of the lowest vector over the legal list from each outcome, the most important first.

    `within` is a set of possible outcomes out of which no sequence leads; for others the bits mean nothing.
    A bit may depend on who has moved last; `Sequences.at_start` gives what it is before anybody has moved. What is sent
    back, if anything, is the set that still matters: the rest may become anything.
    """
    code = model.encoding
    tight = code.true
    for wish in vector:
        reaching = sequences.close(tight & ~wish & within, within)
        bit = code.simplify(~reaching, within)
        narrower = yield bit
        if narrower is not None:
            within &= narrower
        tight = code.simplify(tight & wish.equiv(bit), within)
        sequences.keep(bit, within)
