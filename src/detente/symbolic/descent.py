"""Which moves lead to no harm: what legal sequences can make of their ends, settled class by class, depth first.

Let v_1 .. v_m be a vector over outcomes (an actor's wishes, the most important first), and w(x) the lowest vector over the
legal list from x, x counted in. Asked is which moves s -> x have w(x) > P(s). A prototype kept a bit of its own for every
wish at s and followed sets of (outcome, threshold) pairs; those grow fast. Here outcomes x are divided into *classes* by w,
wish by wish: p = w_1 .. w_q-1 is the same in all of a class, and

    w_q(x) = 0  iff  a legal sequence leads from x, inside the class, to some y with (v_1 .. v_q-1)(y) = p and v_q(y) = 0.

It stays inside the class since w can only rise from step to step, and is no more than v at its end. This bit parts the class
in two, and the moves into it with it: where w_q(x) is above v_q(s) the move is one that is asked for; where it is below, the
move is out; where the two are the same it is looked into further, with the next wish.

All classes can be looked at abreast, by one closure for each wish, along steps that leave the earlier bits of w as they are.
That is quickest while those steps stay small. Where wishes are many and speak of everybody's issues, they grow with every
wish; then each class is looked at by itself, along the steps as they are, depth first, and classes into which no open move
leads are never made (docs/decisions, 15).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from detente.symbolic.encoding import Diagram
    from detente.symbolic.model import Model, Mover
    from detente.symbolic.sequences import Sequences

__all__ = ["lowest", "unharmed"]


GROWTH = 1.25
"""All classes are looked at abreast until the steps have grown to so many times their size.

Where they grow at all they go on growing: with a larger number the time spent before they are given up is lost."""


class _Class(NamedTuple):
    """Outcomes with the same lowest vector so far, and the moves into them that are not settled.

    Attributes
    ----------
    place
        How many wishes have been looked at.
    inside
        The outcomes, or (outcome, last mover), of the class.
    moves
        The moves into it from outcomes that tie with it so far.
    ties
        Where the vector so far is as low as the class's lowest.
    """

    place: int
    inside: Diagram
    moves: Diagram
    ties: Diagram


class _Abreast:
    """All classes of some outcomes at once, wish by wish; no sequence leads out of them."""

    def __init__(self, model: Model, sequences: Sequences) -> None:
        self.code, self.sequences = model.encoding, sequences
        self.inside, self.tight = model.possible, model.encoding.true

    def bit(self, wish: Diagram) -> Diagram:
        """Return from where sequences lead to nothing that fails the next wish and ties before."""
        goal = self.tight & ~wish
        low = self.sequences.close(self.inside & goal, self.inside, frozenset(goal.support))
        return self.code.simplify(~low, self.inside)

    def keep(self, wish: Diagram, bit: Diagram) -> None:
        """Part the classes by a wish: follow only steps that leave its bit as it is."""
        self.tight = self.code.simplify(self.tight & wish.equiv(bit), self.inside)
        self.sequences = self.sequences.keeping(bit, self.inside)


def lowest(model: Model, vector: Sequence[Diagram], sequences: Sequences) -> list[Diagram]:
    """Return the bits of w, the lowest vector over the legal list from each outcome, the most important first."""
    abreast, bits = _Abreast(model, sequences), []
    for wish in vector:
        bit = abreast.bit(wish)
        abreast.keep(wish, bit)
        bits.append(sequences.at_start(bit))
    return bits


class _Search:
    """The moves that are asked about, and where those found among them begin."""

    def __init__(self, model: Model, mover: Mover, sequences: Sequences) -> None:
        self.model, self.mover, self.sequences = model, mover, sequences
        self.changing = sorted({issue for other in sequences.movers for issue in other.issues})
        self.found = model.encoding.false

    def around(self, moves: Diagram) -> Diagram:
        """Return the outcomes that agree with the end of some move on every issue that the sequences cannot change."""
        code = self.model.encoding
        return code.exist(code.exist(moves, self.mover.issues), self.changing, "x")

    def part(self, moves: Diagram, high: Diagram, wish: Diagram) -> tuple[Diagram, Diagram]:
        """File the moves that are settled by one wish; return the others: into what is low, and into what is high.

        Those of one start go the same way all: what is found of it is found where all its other moves are too.

        Parameters
        ----------
        high
            The outcomes from which sequences lead to nothing that fails the wish.
        wish
            Where the start of a move meets the wish.
        """
        high = self.sequences.at_start(high)
        rising = moves & high
        self.found |= self.model.encoding.exist(rising & ~wish, self.mover.issues, "x")
        return moves & ~high & ~wish & ~self.found, rising & wish


def unharmed(  # noqa: PLR0913, PLR0917 - two vectors, two ends of a move, and when to stop
    model: Model,
    mover: Mover,
    moves: Diagram,
    wishes: Sequence[Diagram],
    vector: Sequence[Diagram],
    sequences: Sequences,
    is_asked: Callable[[], bool] = bool,
) -> tuple[Diagram, list[Diagram]]:
    """Return where moves begin after which legal sequences of others lead to nothing as low as the start.

    Parameters
    ----------
    mover, moves
        Whose moves they are; those that are asked about, like `Mover.moves`.
    wishes
        The vector P at the start of a move, over x bits.
    vector
        The vector v of what sequences lead to, over x bits, as long as `wishes`.
    sequences
        The sequences that may follow a move.
    is_asked
        Whether to hand back what is left. All moves of a start that are not settled lead into one class, the one with the
        lowest vector so far that its own begins with; so no work is done twice when each part of the starts is looked at
        by itself.

    Returns
    -------
    tuple
        The outcomes where such moves begin, and those that were not looked at to the end, in two parts; mostly there are
        none of these.
    """
    code = model.encoding
    search = _Search(model, mover, sequences)
    if moves == code.false:
        return moves, []
    before = [code.shift(wish, mover.issues) for wish in wishes]
    waiting = _abreast(search, moves, before, vector)
    while waiting:
        if len(waiting) > 1 and is_asked():
            break
        place, inside, moves, ties = waiting.pop()
        inside &= search.around(moves)
        goal = ties & ~vector[place]
        low = sequences.close(inside & goal, inside, frozenset(goal.support))
        high = inside & ~low
        falling, rising = search.part(moves, high, before[place])
        if place + 1 < len(wishes):
            parts = [_Class(place + 1, low, falling, goal), _Class(place + 1, high, rising, ties & vector[place])]
            waiting += [part for part in parts if part.moves != code.false]
    left = [code.false, code.false]
    for depth, some in enumerate(waiting):
        # the one that has waited longest is the largest
        left[depth > 0] |= model.starts(mover, some.moves)
    return code.shift(search.found, mover.issues, "x", "y"), [part for part in left if part != code.false]


def _abreast(search: _Search, moves: Diagram, before: Sequence[Diagram], vector: Sequence[Diagram]) -> list[_Class]:
    """Look at all classes at once, wish by wish, while the steps that part them stay small; return the classes then."""
    code, sequences = search.model.encoding, search.sequences
    abreast = _Abreast(search.model, sequences)
    known: list[Diagram] = []
    while True:
        place = len(known)
        wish = vector[place]
        abreast.inside &= search.around(moves)
        bit = abreast.bit(wish)
        falling, rising = search.part(moves, bit, before[place])
        moves = falling | rising
        if moves == code.false or place + 1 == len(vector):
            return []
        known.append(bit)
        abreast.keep(wish, bit)
        if abreast.sequences.size > GROWTH * sequences.size:
            break
    classes = [_Class(0, abreast.inside, moves, code.true)]
    for bit, wish in zip(known, vector, strict=False):
        halves = []
        for place, some, into, ties in classes:
            for half, met in ((~bit, ~wish), (bit, wish)):
                led = into & sequences.at_start(half)
                if led != code.false:
                    halves.append(_Class(place + 1, some & half, led, ties & met))
        classes = halves
    return classes
