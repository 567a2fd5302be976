"""The graph model of a case as diagrams: which outcomes are possible, who can move where, who prefers what.

Preferences are vectors of diagrams over outcomes, the most important first; an outcome is better than another iff at the
first place where the two differ it is true of the better one. Statements are such a vector as they stand. A ranking
becomes the binary digits of the places in it. Scores and positions become the binary digits of the exact sum over issues,
put together by adders; that stays small where the weights are few and round, and grows with the number of sums.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import gcd
from typing import TYPE_CHECKING

from detente.conflict import Lines, deciding_groups
from detente.errors import LimitError
from detente.expressions import Compare, comparisons, parse, spelled
from detente.graph.relation import arcs_are_transitive
from detente.space import frame_of
from detente.symbolic.encoding import Encoding
from detente.utility import integral, terms_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from detente.case import Case
    from detente.conflict import Arcs, Group
    from detente.expressions import Expression
    from detente.space import Frame
    from detente.symbolic.encoding import Diagram

__all__ = ["Model", "Mover", "order_of"]

MAX_CELLS = 2**14
"""Over how many combinations a single part of a score may go."""

ROUNDS = 60


@dataclass(frozen=True, eq=False)
class Mover:
    """An actor, or a group that moves as one.

    Attributes
    ----------
    group
        Its members.
    issues
        The issues it may change.
    moves
        Its relation: possible outcomes before a move, over the y bits of `issues`, and possible ones after it, over their
        x bits; other issues stay, over x bits. Staying put may count as a move. The x bits are those after a move so that
        what leads into a set is found without renaming that set, only what is found: it is mostly smaller.
    is_transitive
        Whether two moves in a row are always one move (or none).
    """

    group: Group
    issues: tuple[int, ...]
    moves: Diagram
    is_transitive: bool


class _Drawn(Lines):
    """Move lines as diagrams: whole-outcome lines keep their conditions."""

    def __init__(self, case: Case, frame: Frame) -> None:
        super().__init__(case, frame)
        self.allowed: list[tuple[Group, Expression, Expression]] = []
        self.forbidden: list[tuple[Group | None, Expression, Expression]] = []

    def allow_whole(self, by: Group, start: Expression, end: Expression) -> None:
        """Keep a line that adds moves."""
        self.allowed.append((by, start, end))

    def forbid_whole(self, by: Group | None, start: Expression, end: Expression) -> None:
        """Keep a line that takes moves away."""
        self.forbidden.append((by, start, end))


class Model:
    """A case as diagrams."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.frame = frame_of(case)
        self.encoding = Encoding(self.frame, order_of(case, self.frame))
        self.lines = _Drawn(case, self.frame)
        self.lines.read()
        self.deciders = self.lines.deciders
        self.actors = tuple(case.actors)
        self._wants: dict[int, tuple[Diagram, ...]] = {}
        self._movers: dict[Group, Mover] = {}
        self._improving: dict[Group, Diagram] = {}
        self.kept: dict[tuple[str, Group], Diagram] = {}

    def _condition(self, text: str) -> Diagram:
        return self.encoding.condition(parse(text, self.case.options, tuple(self.case.issues)))

    @cached_property
    def possible(self) -> Diagram:
        """The possible outcomes."""
        met = self.encoding.domain(self.encoding.everything)
        for rule in self.case.impossible:
            met &= ~self._condition(rule.when)
        return met

    # ---- moves

    @property
    def deciding_groups(self) -> tuple[Group, ...]:
        """The groups of two or more actors that decide an issue together."""
        return deciding_groups(self.deciders)

    def movers(self, group: Group) -> list[Mover]:
        """Return who can move within a set of actors: each member alone, and each deciding group."""
        alone = [self.mover(frozenset({actor})) for actor in sorted(group)]
        return alone + [self.mover(g) for g in self.deciding_groups if g <= group]

    def others(self, group: Group) -> Group:
        """Return the actors outside a group."""
        return frozenset(range(len(self.actors))) - group

    def mover(self, group: Group) -> Mover:
        """Return the moves of an actor or group moving as one."""
        if group not in self._movers:
            self._movers[group] = self._mover(group)
        return self._movers[group]

    def _arcs(self, group: Group) -> dict[int, Arcs]:
        found: dict[int, Arcs] = {}
        for issue, deciders in enumerate(self.deciders):
            sets = [self.lines.alone.get((actor, issue), frozenset()) for actor in group]
            if len(deciders) > 1 and deciders <= group:
                sets.append(self.lines.together[issue])
            if any(arcs is None for arcs in sets):
                found[issue] = None
            elif union := frozenset().union(*(arcs for arcs in sets if arcs)):
                found[issue] = union
        return found

    def _mover(self, group: Group) -> Mover:
        code, arcs = self.encoding, self._arcs(group)
        extra = [(start, end) for by, start, end in self.lines.allowed if by & group]
        forbidden = [(start, end) for by, start, end in self.lines.forbidden if by is None or by & group]
        named = {issue for _, end in extra for issue in self._named(end)}
        issues = tuple(sorted({*arcs, *named}))
        moves = code.same(named - set(arcs))
        for issue, own in arcs.items():
            if own is None:
                moves &= code.domain([issue])
                continue
            step = code.same([issue])
            for before, after in own:
                step |= code.value(issue, before, "y") & code.value(issue, after)
            moves &= step
        for start, end in extra:
            changed = self._named(end)
            added = code.shift(code.condition(start), issues) & code.condition(end)
            moves |= added & code.same(set(issues) - set(changed))
        for start, end in forbidden:
            moves &= ~(code.shift(code.condition(start), issues) & code.condition(end))
        moves &= code.shift(self.possible, issues) & self.possible
        transitive = not extra and not forbidden and all(a is None or arcs_are_transitive(a) for a in arcs.values())
        return Mover(group, issues, moves, transitive)

    def _named(self, expression: Expression) -> list[int]:
        options = self.case.options
        return sorted({self.frame.issues.index(part.issue) for part in comparisons(spelled(expression, options))})

    # ---- preferences

    def wants(self, place: int) -> tuple[Diagram, ...]:
        """Return the vector that orders the outcomes for an actor, the most important first.

        It is made when it is first asked for: one actor's may be too large to make, and what does not ask about that actor
        goes on without it.
        """
        if place not in self._wants:
            self._wants[place] = self._vector(self.actors[place])
        return self._wants[place]

    def _vector(self, actor: str) -> tuple[Diagram, ...]:
        preferences = self.case.preferences.get(actor)
        forms = preferences.forms if preferences else ()
        if preferences is None or not forms:
            return ()
        if forms[0] == "statements":
            return tuple(self._condition(statement.that) for statement in preferences.statements or ())
        if forms[0] == "ranking":
            return self._places(preferences.ranking or ())
        return self._sum(actor, forms[0])

    def _places(self, entries: Sequence[Sequence[str]]) -> tuple[Diagram, ...]:
        code, left = self.encoding, self.encoding.true
        digits = [code.false] * len(entries).bit_length()
        for place, entry in enumerate(entries):
            met = code.false
            for text in entry:
                met |= self._condition(text)
            # where entries of two places match, the better one counts
            met, left = met & left, left & ~met
            worth = len(entries) - place
            digits = [digit | met if worth >> bit & 1 else digit for bit, digit in enumerate(digits)]
        return tuple(reversed(digits))

    def _sum(self, actor: str, form: str) -> tuple[Diagram, ...]:
        """Return the binary digits of a sum over issues, the highest first."""
        code = self.encoding
        total: list[Diagram] = []
        terms, _ = integral(terms_of(self.case, self.frame, actor, form))
        lowest = [min(term.worth.ravel().tolist()) for term in terms]
        unit = gcd(*(w - low for t, low in zip(terms, lowest, strict=True) for w in t.worth.ravel().tolist())) or 1
        for term, low in zip(terms, lowest, strict=True):
            if term.worth.size > MAX_CELLS:
                raise LimitError(f"A score over {term.worth.size:,} combinations is too much for diagrams.")
            cells: dict[tuple[int, ...], int] = {}
            for place in map(
                tuple, zip(*(axis.ravel().tolist() for axis in _places_of(term.worth.shape)), strict=True)
            ):
                cells[place] = (term.worth[place] - low) // unit
            digits = [code.false] * max(cells.values()).bit_length()
            for place, worth in cells.items():
                met = code.true
                for issue, value in zip(term.issues, place, strict=True):
                    met &= code.value(issue, value)
                digits = [digit | met if worth >> bit & 1 else digit for bit, digit in enumerate(digits)]
            total = _added(total, digits, code.false)
        return tuple(reversed(total))

    def better(self, actor: int, issues: Iterable[int]) -> Diagram:
        """Return where an actor prefers what is after a move of some issues, x bits, to what was before, their y bits."""
        code, issues = self.encoding, list(issues)
        result = code.false
        for wish in reversed(self.wants(actor)):
            before = code.shift(wish, issues)
            if before != wish:
                result = (wish & ~before) | (wish.equiv(before) & result)
        return result

    def improving(self, group: Group) -> Diagram:
        """Return the moves of a mover that leave every member strictly better off, like `Mover.moves`."""
        if group not in self._improving:
            mover = self.mover(group)
            moves = mover.moves
            for actor in sorted(group):
                moves &= self.better(actor, mover.issues)
            self._improving[group] = moves
        return self._improving[group]

    def leading(self, mover: Mover, moves: Diagram, goal: Diagram) -> Diagram:
        """Return from where some moves of a mover lead into a set."""
        code = self.encoding
        return code.shift(code.meet(moves, goal, mover.issues, "x"), mover.issues, "x", "y")

    def starts(self, mover: Mover, moves: Diagram) -> Diagram:
        """Return where some moves of a mover begin."""
        return self.leading(mover, moves, self.encoding.true)


def _places_of(shape: tuple[int, ...]) -> Sequence[Diagram]:
    import numpy as np

    return np.indices(shape)  # type: ignore[return-value]


def _added(one: list[Diagram], other: list[Diagram], nothing: Diagram) -> list[Diagram]:
    """Return the digits of the sum of two numbers, the lowest first."""
    carry, digits = nothing, []
    for place in range(max(len(one), len(other))):
        a = one[place] if place < len(one) else nothing
        b = other[place] if place < len(other) else nothing
        either = ~a.equiv(b)
        digits.append(~either.equiv(carry))
        carry = (a & b) | (carry & either)
    return [*digits, carry] if carry != nothing else digits


def order_of(case: Case, frame: Frame) -> list[int]:
    """Return an order of the issues in which those that are spoken of together stand near each other.

    Sizes of diagrams depend on the order of their variables. Each condition pulls its issues towards their middle, round
    by round, and the order with the shortest spans is kept (the FORCE heuristic of Aloul, Markov and Sakallah 2003).
    CUDD goes on from there by sifting.
    """
    sets = [list(edge) for edge in _edges(case, frame) if len(edge) > 1]
    order = list(range(len(frame.issues)))

    def spans(positions: dict[int, float]) -> float:
        return sum(max(positions[k] for k in edge) - min(positions[k] for k in edge) for edge in sets)

    place: dict[int, float] = {issue: float(at) for at, issue in enumerate(order)}
    best, shortest = order, spans(place)
    for _ in range(ROUNDS):
        pulled: dict[int, list[float]] = {issue: [] for issue in order}
        for edge in sets:
            middle = sum(place[k] for k in edge) / len(edge)
            for k in edge:
                pulled[k].append(middle)
        wanted = {k: sum(at) / len(at) if at else place[k] for k, at in pulled.items()}
        turned = sorted(range(len(frame.issues)), key=lambda k: (wanted[k], k))
        place = {issue: float(at) for at, issue in enumerate(turned)}
        length = spans(place)
        if length < shortest:
            best, shortest = turned, length
    return best


def _edges(case: Case, frame: Frame) -> Iterable[frozenset[int]]:
    texts = [rule.when for rule in case.impossible]
    for preferences in case.preferences.values():
        texts += [statement.that for statement in preferences.statements or ()]
        texts += [text for entry in preferences.ranking or () for text in entry]
    for text in texts:
        parsed = spelled(parse(text, case.options, tuple(case.issues)), case.options)
        yield frozenset(frame.issues.index(part.issue) for part in comparisons(parsed) if isinstance(part, Compare))
