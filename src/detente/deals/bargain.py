"""The engine's input: packages over issues, what they are worth to each actor, what no deal is worth, who must accept."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import prod
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from detente.utility import worth_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from detente.space import BoolArray
    from detente.utility import Term

__all__ = ["Bargain", "Consent", "Digits"]

Digits: TypeAlias = tuple[int, ...]
"""A package: the position of each issue's value."""


@dataclass(frozen=True)
class Consent:
    """Whose consent a package needs.

    Attributes
    ----------
    pool
        The actors whose consent counts; frontier and solutions are over these.
    at_least
        How many of the pool must accept; None where all must (or, with `deciders`, no number is asked for).
    always
        Actors who must accept in any case (a veto).
    deciders
        For each issue who decides it, where everybody must accept who decides an issue that the package changes;
        None where the rule does not ask for it.
    start
        The status quo, from which changes are counted; needed with `deciders`.
    """

    pool: frozenset[int]
    at_least: int | None = None
    always: frozenset[int] = frozenset()
    deciders: tuple[frozenset[int], ...] | None = None
    start: Digits | None = None

    @cached_property
    def concerned(self) -> tuple[int, ...]:
        """The actors whose acceptance can matter, rising."""
        deciding = frozenset[int]().union(*self.deciders) if self.deciders else frozenset[int]()
        return tuple(sorted(self.pool | self.always | deciding))

    def allows(self, accepts: BoolArray, changed: BoolArray | None = None) -> BoolArray:
        """Return ``(n,)`` whether each of n packages has the consent it needs.

        Parameters
        ----------
        accepts
            ``(A, n)`` whether each actor accepts each package.
        changed
            ``(I, n)`` whether each package changes each issue from the start; only asked for with `deciders`.
        """
        result: BoolArray = np.ones(accepts.shape[1], dtype=np.bool_)
        for actor in self.always:
            result &= accepts[actor]
        if self.deciders is not None:
            assert changed is not None
            for actor in self.concerned:
                own = [k for k, group in enumerate(self.deciders) if actor in group]
                if own:
                    result &= accepts[actor] | ~changed[own].any(axis=0)
        if self.at_least is not None:
            result &= accepts[sorted(self.pool)].sum(axis=0) >= self.at_least
        elif self.deciders is None:
            for actor in self.pool:
                result &= accepts[actor]
        return result

    def needed(self, digits: Digits) -> frozenset[int]:
        """Return who must accept this very package; with a number to be reached, only those with a veto."""
        found = self.always
        if self.deciders is not None:
            assert self.start is not None
            pairs = zip(self.deciders, digits, self.start, strict=True)
            found = found.union(*(group for group, new, old in pairs if new != old))
        elif self.at_least is None or self.at_least == len(self.pool):
            found |= self.pool
        return found


@dataclass(frozen=True)
class Bargain:
    """A negotiation over packages.

    Attributes
    ----------
    sizes
        How many values each of the I issues has.
    terms
        For each of the A actors the terms of its utility, of integers; utility = integer / unit.
    units
        The unit of each actor.
    no_deal
        What each actor has without agreement, in integers of its unit; None where that is not known, so that it
        accepts anything and solutions that count gains are not defined.
    rules
        Tables of the combinations that are possible: (issues, ``(n_j, n_k, ..)`` allowed).
    consent
        Who must accept.
    noise
        For each actor, by how much two sums may differ, in integers of its unit, and still count as equal: 0, unless
        scores are doubles that a program wrote out.
    """

    sizes: tuple[int, ...]
    terms: tuple[tuple[Term, ...], ...]
    units: tuple[int, ...]
    no_deal: tuple[int | None, ...]
    rules: tuple[tuple[tuple[int, ...], BoolArray], ...]
    consent: Consent
    noise: tuple[int, ...] = ()

    def slack(self, actor: int) -> int:
        """Return the noise of an actor."""
        return self.noise[actor] if self.noise else 0

    def reserve(self, actor: int) -> int | None:
        """Return from where on an actor accepts, in integers of its unit; None where it accepts anything."""
        without = self.no_deal[actor]
        return None if without is None else without - self.slack(actor)

    @cached_property
    def counted(self) -> tuple[int, ...]:
        """The actors of the pool, rising: the columns of frontiers."""
        return tuple(sorted(self.consent.pool))

    @property
    def grid(self) -> int:
        """How many combinations of values there are, possible or not."""
        return prod(self.sizes)

    def worth(self, actor: int, digits: Sequence[int]) -> Fraction:
        """Return what a package is worth to an actor, in the case's own unit."""
        return Fraction(worth_of(self.terms[actor], digits), self.units[actor])

    def gain(self, actor: int, digits: Sequence[int]) -> Fraction | None:
        """Return what a package brings an actor beyond no deal."""
        reserve = self.no_deal[actor]
        return None if reserve is None else self.worth(actor, digits) - Fraction(reserve, self.units[actor])

    def is_possible(self, digits: Sequence[int]) -> bool:
        """Return whether no rule forbids a package."""
        return all(allowed[tuple(digits[k] for k in issues)] for issues, allowed in self.rules)

    def is_acceptable(self, digits: Digits) -> bool:
        """Return whether a package has the consent it needs."""
        bounds = [self.reserve(actor) for actor in range(len(self.terms))]
        worths = [worth_of(terms, digits) for terms in self.terms]
        accepts = np.array([[bound is None or worth >= bound] for worth, bound in zip(worths, bounds, strict=True)])
        start = self.consent.start or digits
        changed = np.array([[new != old] for new, old in zip(digits, start, strict=True)])
        return bool(self.consent.allows(accepts, changed)[0])

    def deciding_columns(self) -> list[tuple[int, NDArray[np.bool_]]]:
        """Return for each actor with a say by the issues it decides: ``(I,)`` which these are."""
        if self.consent.deciders is None:
            return []
        found = []
        for actor in self.consent.concerned:
            own = np.array([actor in group for group in self.consent.deciders])
            if own.any():
                found.append((actor, own))
        return found
