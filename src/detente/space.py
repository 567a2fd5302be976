"""The outcome space: every combination of the issues' values, numbered, and which of them are possible.

An outcome gives every issue one value. With I issues of n_1 .. n_I values the *grid* has S = n_1 * .. * n_I outcomes,
numbered in mixed radix with the first issue changing fastest: outcome (v_1, .., v_I) has the number
sum of v_k * stride_k with stride_1 = 1, stride_{k+1} = stride_k * n_k. For no/yes issues that is the field's
"decimal" numbering. Arrays over outcomes have axis S; nothing here is ever of size S x S.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from detente.errors import LimitError
from detente.expressions import Compare, Pattern, fold_expression, parse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from detente.case import Case
    from detente.expressions import Expression

__all__ = ["MAX_OUTCOMES", "BoolArray", "Cube", "IntArray", "Space", "space_of"]

BoolArray: TypeAlias = NDArray[np.bool_]
IntArray: TypeAlias = NDArray[np.int32]
Cube: TypeAlias = tuple[tuple[int, ...], ...]
"""A set of outcomes given by the values that each issue may take."""

MAX_OUTCOMES = 2**24


@dataclass(frozen=True)
class Space:
    """The outcome space of a case.

    Attributes
    ----------
    issues, values
        Names of the I issues, and of the values of each, in file order.
    possible
        ``(S,)`` whether each outcome of the grid is possible.
    status_quo
        The number of the status quo, or None where it is not said for every issue.
    """

    issues: tuple[str, ...]
    values: tuple[tuple[str, ...], ...]
    possible: BoolArray
    status_quo: int | None = None

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many values each issue has."""
        return tuple(len(values) for values in self.values)

    @property
    def strides(self) -> tuple[int, ...]:
        """How far apart in the numbering two neighbouring values of each issue are."""
        return tuple(prod(self.sizes[:k]) for k in range(len(self.issues)))

    @property
    def grid(self) -> int:
        """S, the number of outcomes of the grid, possible or not."""
        return prod(self.sizes)

    @property
    def outcomes(self) -> NDArray[np.intp]:
        """The numbers of the possible outcomes, rising: the fixed order of every list."""
        return np.flatnonzero(self.possible)

    def digits(self, state: int) -> tuple[int, ...]:
        """Return the position of each issue's value in outcome `state`."""
        return tuple(
            state // stride % size for stride, size in zip(self.strides, self.sizes, strict=True)
        )

    def number(self, digits: Sequence[int]) -> int:
        """Return the number of the outcome with these value positions."""
        return sum(d * stride for d, stride in zip(digits, self.strides, strict=True))

    def outcome(self, state: int) -> dict[str, str]:
        """Return outcome `state` in names: issue -> value."""
        digits = self.digits(state)
        return {
            name: values[d]
            for name, values, d in zip(self.issues, self.values, digits, strict=True)
        }

    def find(self, outcome: Mapping[str, str]) -> int:
        """Return the number of an outcome given in names; raises KeyError or ValueError."""
        return self.number(
            [self.values[k].index(outcome[name]) for k, name in enumerate(self.issues)]
        )

    def pattern(self, state: int) -> str:
        """Return the Y/N notation of outcome `state` over the no/yes issues."""
        outcome = self.outcome(state)
        return "".join(
            outcome[name][0].upper()
            for name, values in zip(self.issues, self.values, strict=True)
            if set(values) == {"no", "yes"}
        )

    def where(self, expression: Expression) -> BoolArray:
        """Return ``(S,)`` whether each outcome meets the expression (impossible outcomes too).

        Parts are kept as broadcastable ``(n_I, .., n_1)`` arrays, so a condition on two issues is worked out on
        these two axes only and written out once at the end.
        """
        shape = self.sizes[::-1]
        result = fold_expression(expression, self._leaf, _join)
        return np.ascontiguousarray(np.broadcast_to(result, shape)).reshape(-1)

    def _axis(self, issue: int, allowed: Sequence[bool]) -> BoolArray:
        shape = [1] * len(self.issues)
        shape[len(self.issues) - 1 - issue] = len(allowed)
        return np.array(allowed, dtype=np.bool_).reshape(shape)

    def _leaf(self, leaf: Compare | Pattern) -> BoolArray:
        if isinstance(leaf, Compare):
            issue = self.issues.index(leaf.issue)
            names = self.values[issue]
            chosen = [names.index(value) for value in leaf.values]
            test = {
                "=": lambda v: v in chosen,
                "in": lambda v: v in chosen,
                "!=": lambda v: v not in chosen,
                ">=": lambda v: v >= chosen[0],
                "<=": lambda v: v <= chosen[0],
            }[leaf.operator]
            return self._axis(issue, [test(v) for v in range(len(names))])
        result = np.ones([1] * len(self.issues), dtype=np.bool_)
        options = [k for k, values in enumerate(self.values) if set(values) == {"no", "yes"}]
        for issue, sign in zip(options, leaf.text, strict=True):
            if sign != "-":
                wanted = "yes" if sign == "Y" else "no"
                result = result & self._axis(issue, [v == wanted for v in self.values[issue]])
        return result

    def cover(self, inside: BoolArray) -> list[Cube]:
        """Return few cubes that together hold exactly the possible outcomes in `inside`.

        Impossible outcomes count as "don't care". Each cube is grown greedily from the first outcome that is not
        yet covered, one whole value at a time, so it is prime: no value can be added to it. The cover is exact,
        not always the shortest.
        """
        shape = self.sizes[::-1]
        count = len(self.issues)
        allowed = (inside | ~self.possible).reshape(shape)
        left = (inside & self.possible).reshape(shape).copy()
        cubes: list[Cube] = []
        while left.any():
            digits = self.digits(int(np.argmax(left.reshape(-1))))
            chosen = [{d} for d in digits]
            for issue in range(count):
                for value in range(self.sizes[issue]):
                    trial = [sorted(c) for c in chosen]
                    trial[issue] = [value]
                    if allowed[np.ix_(*trial[::-1])].all():
                        chosen[issue].add(value)
            cube = tuple(tuple(sorted(c)) for c in chosen)
            left[np.ix_(*cube[::-1])] = False
            cubes.append(cube)
        return cubes


def _join(name: str, parts: Sequence[BoolArray]) -> BoolArray:
    if name == "not":
        return ~parts[0]
    if name == "if":
        return parts[0] | ~parts[1]
    if name == "iff":
        return parts[0] == parts[1]
    result = parts[0]
    for part in parts[1:]:
        result = result & part if name == "and" else result | part
    return result


def count_outcomes(case: Case) -> int:
    """Return S, the size of the grid, without building it. Continuous issues do not count."""
    return prod(len(issue.values) for issue in case.issues.values() if not issue.is_continuous)


def space_of(case: Case) -> Space:
    """Build the outcome space of a case.

    Continuous issues (a scale without values) are left out: the graph model does not use them.

    Raises
    ------
    LimitError
        Where the grid has more than `MAX_OUTCOMES` outcomes; raised before any memory is taken.
    """
    grid = count_outcomes(case)
    if grid > MAX_OUTCOMES:
        raise LimitError(
            f"The issues of this case combine to {grid:,} outcomes; the limit is {MAX_OUTCOMES:,} "
            f"(24 no/yes issues). Leave out or merge issues that do not matter for this question."
        )
    issues = tuple(name for name, issue in case.issues.items() if not issue.is_continuous)
    values = tuple(case.issues[name].values for name in issues)
    whole = Space(issues, values, np.ones(grid, dtype=np.bool_))
    possible = np.ones(grid, dtype=np.bool_)
    for rule in case.impossible:
        possible &= ~whole.where(parse(rule.when, case.options, tuple(case.issues)))
    possible.flags.writeable = False
    said = [case.issues[name].status_quo for name in issues]
    status_quo = None
    if all(value is not None for value in said):
        status_quo = whole.find({n: str(v) for n, v in zip(issues, said, strict=True)})
    return Space(issues, values, possible, status_quo)
