"""All relations of a conflict: each is made when it is first asked for, and then kept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from detente.graph.relation import Relation

if TYPE_CHECKING:
    from collections.abc import Callable

    from detente.conflict import Conflict, Group

__all__ = ["Moves"]


@dataclass(frozen=True, eq=False)
class Moves:
    """The moves of everybody in a conflict. What is worked out of a relation is worked out once.

    Attributes
    ----------
    conflict
        The graph model.
    told
        Is called with an actor when that actor has been judged, so that somebody can see how far the work is.
    """

    conflict: Conflict
    told: Callable[[int], None] | None = None

    def tell(self, actor: int) -> None:
        """Say that an actor has been judged."""
        if self.told is not None:
            self.told(actor)

    @cached_property
    def _made(self) -> dict[Group, Relation]:
        return {}

    def of(self, group: Group) -> Relation:
        """Return the relation of an actor or group moving as one."""
        if group not in self._made:
            self._made[group] = Relation(self.conflict, group)
        return self._made[group]

    def actor(self, actor: int) -> Relation:
        """Return the relation of one actor."""
        return self.of(frozenset({actor}))

    def within(self, group: Group) -> list[Relation]:
        """Return the relations of everybody who can move within a set of actors."""
        return [self.of(mover) for mover in self.conflict.movers(group)]
