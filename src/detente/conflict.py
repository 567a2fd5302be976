"""From a case to the graph engine's input: who can move where, and who prefers what.

Moves are kept by issue, as *arcs* between its values, so that a space of millions of outcomes needs a few dozen
numbers. Only lines over whole outcomes add or take away single moves. How move lines combine:

1. The one decider of an issue may go from any value to any other; several deciders may do so together.
2. ``only`` takes away the arcs that run against the order of the values.
3. ``allow: true`` adds arcs (or moves): to each actor of ``by`` alone; without ``by`` to the deciders.
4. ``allow: false`` takes arcs (or moves) away.

What is taken away binds every mover in which an actor of ``by`` takes part, and everybody where there is no ``by``.
A line over whole outcomes that adds lets the mover go from any outcome that meets ``from`` to the outcomes that meet
``to`` and differ from it only in issues that ``to`` names.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from detente.errors import LimitError
from detente.expressions import parse
from detente.preferences import ranks_of
from detente.space import frame_of, space_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from detente.case import Case, Move
    from detente.expressions import Expression
    from detente.space import BoolArray, Frame, IntArray, Space

__all__ = [
    "Arcs",
    "Conflict",
    "Forbidden",
    "Group",
    "Lines",
    "Parties",
    "conflict_of",
    "deciding_groups",
    "every_arc",
    "issue_arcs",
    "parties_of",
]

Group = frozenset[int]
"""A set of actors, by position."""

Arcs = frozenset[tuple[int, int]] | None
"""Pairs (from, to) of value positions of one issue; None stands for every pair."""

MAX_EXTRA = 2**20
MAX_CELLS = 2**28
MAX_VALUES_WITH_LINES = 1024


@dataclass(frozen=True)
class Forbidden:
    """Moves that are taken away: from any outcome in `start` to any in `end`, for movers that meet `by`.

    `start` and `end` are ``(S,)``; `by` None means everybody.
    """

    by: Group | None
    start: BoolArray
    end: BoolArray


@dataclass(frozen=True)
class Conflict:
    """A graph model: outcomes, moves, ranks.

    Attributes
    ----------
    space
        The outcome space.
    actors
        Names of the A actors.
    ranks
        ``(A, S)`` int32, bigger is better, -1 for an impossible outcome.
    deciders
        For each issue, who decides it together.
    alone
        (actor, issue) -> arcs that the actor may make alone.
    together
        issue with several deciders -> arcs that all of them may make together.
    forbidden
        Moves over whole outcomes that are taken away.
    extra
        actor -> ``(E, 2)`` single moves (from, to) that are added, by outcome number.
    """

    space: Space
    actors: tuple[str, ...]
    ranks: IntArray
    deciders: tuple[Group, ...]
    alone: Mapping[tuple[int, int], Arcs]
    together: Mapping[int, Arcs]
    forbidden: tuple[Forbidden, ...]
    extra: Mapping[int, NDArray[np.intp]]

    @property
    def deciding_groups(self) -> tuple[Group, ...]:
        """The groups of two or more actors that decide an issue together, without repeats."""
        return deciding_groups(self.deciders)

    @property
    def is_option_form(self) -> bool:
        """Whether every issue is decided by somebody: then moves at once can be combined (SIM)."""
        return all(self.deciders)

    def group_name(self, group: Group) -> str:
        """Return the name of a group: its actors in file order, joined by +."""
        return "+".join(self.actors[actor] for actor in sorted(group))

    def movers(self, group: Group) -> list[Group]:
        """Return who can move within a set of actors: each member alone, and each deciding group."""
        alone = [frozenset({actor}) for actor in sorted(group)]
        return alone + [g for g in self.deciding_groups if g <= group]

    def others(self, group: Group) -> Group:
        """Return the actors outside a group."""
        return frozenset(range(len(self.actors))) - group


def deciding_groups(deciders: Sequence[Group]) -> tuple[Group, ...]:
    """Return the groups of two or more actors that decide an issue together, without repeats."""
    groups = dict.fromkeys(group for group in deciders if len(group) > 1)
    return tuple(sorted(groups, key=sorted))


@dataclass(frozen=True)
class Parties:
    """The actors of a case, its frame, and who decides together: as much as words about an answer need."""

    space: Frame
    actors: tuple[str, ...]
    deciding_groups: tuple[Group, ...]

    def group_name(self, group: Group) -> str:
        """Return the name of a group: its actors in file order, joined by +."""
        return "+".join(self.actors[actor] for actor in sorted(group))


def parties_of(case: Case) -> Parties:
    """Return the actors and issues of a case, without listing an outcome."""
    frame = frame_of(case)
    position = {name: k for k, name in enumerate(case.actors)}
    deciders = [frozenset(position[name] for name in case.issues[issue].decided_by) for issue in frame.issues]
    return Parties(frame, tuple(case.actors), deciding_groups(deciders))


def every_arc(count: int) -> frozenset[tuple[int, int]]:
    """Return all arcs between `count` values, written out."""
    if count > MAX_VALUES_WITH_LINES:
        raise LimitError(
            f"An issue with move lines may have {MAX_VALUES_WITH_LINES:,} values; this one has {count:,}. "
            "Use fewer values, or leave its moves free."
        )
    return frozenset((a, b) for a in range(count) for b in range(count) if a != b)


def issue_arcs(case: Case, move: Move) -> frozenset[tuple[int, int]]:
    """Return the arcs that a line on one issue names; for ``only``, those that it takes away."""
    values = case.issues[str(move.issue)].values
    if move.only is not None:
        sign = 1 if move.only == "backward" else -1
        return frozenset((a, b) for a, b in every_arc(len(values)) if (b - a) * sign > 0)
    starts = [values.index(value) for value in move.start or ()]
    ends = [values.index(value) for value in move.end or ()]
    return frozenset((a, b) for a in starts for b in ends if a != b)


def _added_moves(space: Space, start: Expression, end: Expression) -> NDArray[np.intp]:
    """Return the ``(E, 2)`` moves that an allowing line over whole outcomes adds."""
    sources = np.flatnonzero(space.where(start) & space.possible)
    named = space.named(end)
    changes = prod(space.sizes[k] for k in named)
    if sources.size * changes > MAX_EXTRA:
        raise LimitError(
            f"A move line over whole outcomes stands for more than {MAX_EXTRA:,} single moves. "
            "Name fewer issues in its to:, or write it for one issue."
        )
    stays = sources.copy()
    offsets = np.zeros(1, dtype=np.intp)
    for k in named:
        stays -= (sources // space.strides[k]) % space.sizes[k] * space.strides[k]
        steps = np.arange(space.sizes[k]) * space.strides[k]
        offsets = (offsets[:, None] + steps[None, :]).reshape(-1)
    targets = stays[:, None] + offsets[None, :]
    wanted = (space.where(end) & space.possible)[targets] & (targets != sources[:, None])
    rows, columns = np.nonzero(wanted)
    return np.stack([sources[rows], targets[rows, columns]], axis=1)


class Lines(ABC):
    """The move lines of a case, gathered line by line: arcs by issue, and what lines over whole outcomes say.

    Attributes
    ----------
    deciders, alone, together
        As in `Conflict`.
    """

    def __init__(self, case: Case, frame: Frame) -> None:
        self.case, self.frame = case, frame
        self.position = {name: k for k, name in enumerate(case.actors)}
        self.deciders = tuple(self._group(case.issues[name].decided_by) for name in frame.issues)
        self.alone: dict[tuple[int, int], Arcs] = {}
        self.together: dict[int, Arcs] = {}
        for issue, group in enumerate(self.deciders):
            if len(group) == 1:
                self.alone[min(group), issue] = None
            elif group:
                self.together[issue] = None

    def _group(self, names: Sequence[str]) -> Group:
        return frozenset(self.position[name] for name in names)

    def _parse(self, text: str) -> Expression:
        return parse(text, self.case.options, tuple(self.case.issues))

    def read(self) -> None:
        """Go through the lines: first ``only``, then what is allowed, then what is not."""
        discrete = [m for m in self.case.moves if m.issue is None or m.issue in self.frame.issues]
        for move in discrete:
            if move.only is not None:
                self._forbid(move)
        for move in discrete:
            if move.only is None and move.allow:
                self._allow(move)
        for move in discrete:
            if move.only is None and not move.allow:
                self._forbid(move)

    @abstractmethod
    def allow_whole(self, by: Group, start: Expression, end: Expression) -> None:
        """Add moves over whole outcomes."""

    @abstractmethod
    def forbid_whole(self, by: Group | None, start: Expression, end: Expression) -> None:
        """Take moves over whole outcomes away."""

    def _ends(self, move: Move) -> tuple[Expression, Expression]:
        assert move.start is not None
        assert move.end is not None
        return self._parse(move.start[0]), self._parse(move.end[0])

    def _allow(self, move: Move) -> None:
        by = self._group(move.by or ())
        if move.issue is None:
            self.allow_whole(by, *self._ends(move))
            return
        issue = self.frame.issues.index(move.issue)
        arcs = issue_arcs(self.case, move)
        deciders = self.deciders[issue]
        if not by and len(deciders) > 1:
            self.together[issue] = _with(self.together[issue], arcs)
        for actor in by or (deciders if len(deciders) == 1 else ()):
            own = self.alone.get((actor, issue), frozenset())
            self.alone[actor, issue] = _with(own, arcs)

    def _forbid(self, move: Move) -> None:
        """Take away what a line with ``allow: false`` or ``only`` names."""
        by = self._group(move.by) if move.by else None
        if move.issue is None:
            self.forbid_whole(by, *self._ends(move))
            return
        issue = self.frame.issues.index(move.issue)
        arcs = issue_arcs(self.case, move)
        size = self.frame.sizes[issue]
        for (actor, where), own in self.alone.items():
            if where == issue and (by is None or actor in by):
                self.alone[actor, where] = _without(own, arcs, size)
        if issue in self.together and (by is None or by & self.deciders[issue]):
            self.together[issue] = _without(self.together[issue], arcs, size)


class _Listed(Lines):
    """Move lines of a space that is listed."""

    def __init__(self, case: Case, space: Space) -> None:
        super().__init__(case, space)
        self.space = space
        self.forbidden: list[Forbidden] = []
        self.extra: dict[int, list[NDArray[np.intp]]] = {}

    def allow_whole(self, by: Group, start: Expression, end: Expression) -> None:
        """Add moves over whole outcomes, one by one."""
        added = _added_moves(self.space, start, end)
        for actor in by:
            self.extra.setdefault(actor, []).append(added)

    def forbid_whole(self, by: Group | None, start: Expression, end: Expression) -> None:
        """Take moves over whole outcomes away, as masks."""
        self.forbidden.append(Forbidden(by, self.space.where(start), self.space.where(end)))


def _with(own: Arcs, added: frozenset[tuple[int, int]]) -> Arcs:
    return None if own is None else own | added


def _without(own: Arcs, taken: frozenset[tuple[int, int]], size: int) -> Arcs:
    return (every_arc(size) if own is None else own) - taken


def _fits(case: Case, space: Space) -> None:
    """Refuse what would take too much memory or time, before it is taken."""
    whole = sum(move.issue is None for move in case.moves)
    cells = space.grid * (len(case.actors) + 2 * whole)
    if cells > MAX_CELLS:
        raise LimitError(
            f"{len(case.actors)} actors and {whole} lines over whole outcomes are too many for {space.grid:,} outcomes "
            f"({cells:,} cells; the limit is {MAX_CELLS:,}). Leave out issues, actors or lines."
        )
    named = sum(len(move.start or ()) * len(move.end or ()) for move in case.moves)
    if named > MAX_EXTRA:
        raise LimitError(
            f"The move lines name {named:,} moves; the limit is {MAX_EXTRA:,}. Write fewer or shorter ones."
        )


def conflict_of(case: Case) -> Conflict:
    """Build the graph model of a case that `detente.check` finds no error in.

    Raises
    ------
    LimitError
        Where there are more outcomes, or single added moves, than are taken on.
    """
    space = space_of(case)
    _fits(case, space)
    lines = _Listed(case, space)
    lines.read()
    ranks = np.stack([ranks_of(case, space, actor) for actor in case.actors])
    ranks.flags.writeable = False
    return Conflict(
        space=space,
        actors=tuple(case.actors),
        ranks=ranks,
        deciders=lines.deciders,
        alone=lines.alone,
        together=lines.together,
        forbidden=tuple(lines.forbidden),
        extra={actor: np.unique(np.concatenate(parts), axis=0) for actor, parts in lines.extra.items()},
    )
