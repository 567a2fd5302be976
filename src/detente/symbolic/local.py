"""Why one outcome is stable or not, where outcomes are too many to list: the moves, found from that outcome alone.

Nothing is worked out for other outcomes: the wishes of whoever is judged are plain truth values at the outcome, so a
sanction is a set of outcomes, and what leads there is grown backwards step by step until it holds every improvement or
grows no more. The layers give a shortest sequence. This is a second way to each verdict, beside `detente.symbolic.stability`
and `groups`; the tests demand that they agree.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from detente.errors import LimitError
from detente.graph.simultaneous import line_ups
from detente.graph.why import GROUP_CONCEPTS, Improvement, Step, Verdict
from detente.symbolic.groups import MAX_COALITIONS, one_move
from detente.symbolic.sequences import Sequences
from detente.symbolic.sets import Drawn
from detente.symbolic.simultaneous import answered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.conflict import Group
    from detente.symbolic.encoding import Diagram
    from detente.symbolic.model import Model, Mover

__all__ = ["explain"]

Digits = tuple[int, ...]


class _Place:
    """One outcome in a model, and who is judged there."""

    def __init__(self, model: Model, who: Group, digits: Sequence[int]) -> None:
        self.model, self.who, self.digits = model, who, tuple(digits)
        self.code, self.sets = model.encoding, Drawn(model)
        self.mover = one_move(model, who) if len(who) > 1 else model.mover(who)
        better = model.possible
        for actor in sorted(who):
            better &= self.sets.preferred(actor, self.digits)
        self.better = better
        self.ends = self.reached(self.mover, self.mover.moves, self.digits, better)

    def reached(self, mover: Mover, moves: Diagram, start: Digits, goal: Diagram) -> Diagram:
        """Return the outcomes of a set that one of the moves of a mover leads to from an outcome."""
        code = self.code
        unmoved = [issue for issue in code.everything if issue not in mover.issues]
        here = code.meet(moves, code.outcome(start, "y", mover.issues), mover.issues)
        return here & code.outcome(start, issues=unmoved) & goal

    def nearest(self, some: Diagram, start: Digits) -> Digits:
        """Return an outcome of a set that leaves as much as it can as it is in another: no part of the change can go."""
        for issue, value in enumerate(start):
            kept = some & self.code.value(issue, value)
            if kept != self.code.false:
                some = kept
        return self.sets.nth(some, 0)

    def sanctions(self, *, symmetric: bool) -> Diagram:
        """Return the outcomes that deter: no better for all, also after the counter-moves of the judged."""
        found = self.model.possible & ~self.better
        if symmetric:
            found &= ~self.model.leading(self.mover, self.mover.moves, self.better)
        return found

    def number(self, digits: Sequence[int]) -> int:
        """Return the number of an outcome."""
        return self.model.frame.number(digits)


def _coalitions(model: Model, others: Group) -> list[Mover]:
    if 2 ** len(others) > MAX_COALITIONS:
        raise LimitError(
            f"Coalition SEQ looks at {2 ** len(others):,} coalitions of the others; {MAX_COALITIONS} at most."
        )
    sets = [frozenset(some) for size in range(1, len(others) + 1) for some in combinations(sorted(others), size)]
    return [one_move(model, some) if len(some) > 1 else model.mover(some) for some in sets]


def _layers(sequences: Sequences, goal: Diagram, ends: Diagram) -> list[Diagram]:
    """Return from where 0, 1, 2 .. steps lead into a goal, until all of `ends` is in, or nothing new comes."""
    possible = sequences.model.possible
    layers = [goal & possible]
    while not ends <= sequences.at_start(layers[-1]):
        wider = layers[-1]
        for mover in range(len(sequences.movers)):
            wider |= sequences.before(layers[-1], mover) & possible
        if wider == layers[-1]:
            break
        layers.append(wider)
    return layers


def _way(place: _Place, sequences: Sequences, layers: Sequence[Diagram], start: Digits) -> tuple[Step, ...]:
    """Return a shortest legal sequence from an outcome into the first layer."""
    code = place.code
    depth = next(d for d, layer in enumerate(layers) if code.met_by(sequences.at_start(layer), start))
    steps: list[Step] = []
    last, here = -1, start
    while depth > 0:
        depth -= 1
        ways = (
            (turn, place.reached(mover, sequences.steps[turn], here, sequences.just_after(layers[depth], turn)))
            for turn, mover in enumerate(sequences.movers)
            if turn != last
        )
        last, ends = next((turn, ends) for turn, ends in ways if ends != code.false)
        here = place.nearest(ends, here)
        steps.append(Step(sequences.movers[last].group, place.number(here)))
    return tuple(steps)


def explain(model: Model, concept: str, who: Group, digits: Sequence[int]) -> Verdict:
    """Return whether a possible outcome is stable for an actor or group, with the improvement that shows it best.

    One improvement is told, a smallest one nobody deters if there is any, and how many more there are of its kind.

    Raises
    ------
    LimitError
        Where the group's moves do not add up to one move, or coalitions are too many.
    """
    place = _Place(model, who, digits)
    state = place.number(digits)
    if place.ends == model.encoding.false:
        return Verdict(concept, who, state, ())
    if concept == "sim":
        return _at_once(place, state)
    kind = concept[1:] if concept in GROUP_CONCEPTS else concept
    others = model.others(who)
    movers = [] if kind == "nash" else _coalitions(model, others) if concept == "cseq" else model.movers(others)
    sequences = Sequences(model, movers, improving=kind in ("seq", "sseq"))
    goal = place.code.false if kind == "nash" else place.sanctions(symmetric=kind in ("smr", "sseq"))
    layers = _layers(sequences, goal, place.ends) if movers else [goal]
    deterred = sequences.at_start(layers[-1])
    free = place.ends & ~deterred
    among = place.ends if free == place.code.false else free
    end = place.nearest(among, place.digits)
    steps = (Step(who, place.number(end)),)
    more = place.sets.count(among) - 1
    if free != place.code.false:
        return Verdict(concept, who, state, (Improvement(steps),), more)
    sanction = _way(place, sequences, layers, end)
    return Verdict(concept, who, state, (Improvement(steps, sanction, sanction[-1].end),), more)


def _at_once(place: _Place, state: int) -> Verdict:
    model, code = place.model, place.code
    (actor,) = place.who
    here = code.outcome(place.digits)
    answers = [(side, answered(model, actor, side, here)) for side in line_ups(model, model.others(place.who))]
    deterred = code.false
    for _, (choice, touched) in answers:
        known = code.exist(code.exist(choice, touched), code.everything, "x")
        deterred |= code.shift(known, place.mover.issues, "x", "o")
    free = place.ends & ~deterred
    among = place.ends if free == code.false else free
    end = place.nearest(among, place.digits)
    more = place.sets.count(among) - 1
    steps = (Step(place.who, place.number(end)),)
    if free != code.false:
        return Verdict("sim", place.who, state, (Improvement(steps),), more)
    chosen = here & code.outcome(end, "o", place.mover.issues)
    side, touched, made = next(
        (side, touched, choice & chosen) for side, (choice, touched) in answers if choice & chosen != code.false
    )
    made = code.exist(code.exist(made, code.everything, "x"), place.mover.issues, "o")
    after = place.nearest(code.shift(made, touched, "x", "y"), place.digits)
    replies = []
    for group in side:
        own = [issue for issue in model.mover(group).issues if issue in touched]
        moved = tuple(after[k] if k in own else value for k, value in enumerate(place.digits))
        if moved != place.digits:
            replies.append(Step(group, place.number(moved)))
    result = [
        after[k] if k in touched and after[k] != value else e
        for k, (value, e) in enumerate(zip(place.digits, end, strict=True))
    ]
    return Verdict("sim", place.who, state, (Improvement(steps, tuple(replies), place.number(result)),), more)
