"""The outcome space: every combination of the issues' values, numbered, and which of them are possible.

An outcome gives every issue one value. With I issues of n_1 .. n_I values the *grid* has S = n_1 * .. * n_I outcomes,
numbered in mixed radix with the first issue changing fastest: outcome (v_1, .., v_I) has the number
sum of v_k * stride_k with stride_1 = 1, stride_{k+1} = stride_k * n_k. For no/yes issues that is the field's
"decimal" numbering. Arrays over outcomes have axis S; nothing here is ever of size S x S.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import log10, prod
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from detente.errors import LimitError
from detente.expressions import Compare, Pattern, comparisons, fold_expression, parse, spelled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from detente.case import Case
    from detente.expressions import Expression

__all__ = [
    "MAX_OUTCOMES",
    "BoolArray",
    "Cube",
    "Frame",
    "IntArray",
    "Space",
    "count_text",
    "frame_of",
    "share_text",
    "space_of",
    "status_quo_of",
]

BoolArray: TypeAlias = NDArray[np.bool_]
IntArray: TypeAlias = NDArray[np.int32]
Cube: TypeAlias = tuple[tuple[int, ...], ...]
"""A set of outcomes given by the values that each issue may take."""

MAX_OUTCOMES = 2**24
MAX_ISSUES = 60
MAX_TABLE = 2**20


@dataclass(frozen=True)
class Frame:
    """The issues and their values, without the grid they span, which may be too large to write down.

    Attributes
    ----------
    issues, values
        Names of the I issues, and of the values of each, in file order.
    """

    issues: tuple[str, ...]
    values: tuple[tuple[str, ...], ...]

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """How many values each issue has."""
        return tuple(len(values) for values in self.values)

    @cached_property
    def strides(self) -> tuple[int, ...]:
        """How far apart in the numbering two neighbouring values of each issue are."""
        return tuple(prod(self.sizes[:k]) for k in range(len(self.issues)))

    @cached_property
    def grid(self) -> int:
        """S, the number of outcomes of the grid, possible or not."""
        return prod(self.sizes)

    def digits(self, state: int) -> tuple[int, ...]:
        """Return the position of each issue's value in outcome `state`."""
        return tuple(state // stride % size for stride, size in zip(self.strides, self.sizes, strict=True))

    def number(self, digits: Sequence[int]) -> int:
        """Return the number of the outcome with these value positions."""
        return sum(d * stride for d, stride in zip(digits, self.strides, strict=True))

    def outcome(self, state: int) -> dict[str, str]:
        """Return outcome `state` in names: issue -> value."""
        digits = self.digits(state)
        return {name: values[d] for name, values, d in zip(self.issues, self.values, digits, strict=True)}

    def find(self, outcome: Mapping[str, str]) -> int:
        """Return the number of an outcome given in names; raises KeyError or ValueError."""
        return self.number([self.values[k].index(outcome[name]) for k, name in enumerate(self.issues)])

    def pattern(self, state: int) -> str:
        """Return the Y/N notation of outcome `state` over the no/yes issues."""
        outcome = self.outcome(state)
        return "".join(
            outcome[name][0].upper()
            for name, values in zip(self.issues, self.values, strict=True)
            if set(values) == {"no", "yes"}
        )

    @property
    def _options(self) -> list[str]:
        return [name for name, values in zip(self.issues, self.values, strict=True) if set(values) == {"no", "yes"}]

    def named(self, expression: Expression) -> list[int]:
        """Return the positions of the issues that an expression speaks of, rising."""
        return sorted({self.issues.index(part.issue) for part in comparisons(spelled(expression, self._options))})

    def table(self, expression: Expression) -> tuple[tuple[int, ...], BoolArray]:
        """Return a condition as a table over the issues it speaks of.

        Returns
        -------
        issues, met
            Their positions, rising, and ``(n_j, n_k, ..)`` whether each combination of their values meets it.
        """
        expression = spelled(expression, self._options)
        named = self.named(expression)
        part = Frame(tuple(self.issues[k] for k in named), tuple(self.values[k] for k in named))
        cells = prod(part.sizes)
        if cells > MAX_TABLE or len(named) > MAX_ISSUES:
            raise LimitError(
                f"A condition over {len(named)} issues spans {count_text(cells)} combinations; the limit is {MAX_TABLE:,}. "
                "Split it into conditions over fewer issues."
            )
        met = Space(part.issues, part.values, np.ones(cells, dtype=np.bool_)).where(expression)
        return tuple(named), met.reshape(part.sizes[::-1]).transpose()


@dataclass(frozen=True)
class Space(Frame):
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

    possible: BoolArray
    status_quo: int | None = None

    @cached_property
    def outcomes(self) -> NDArray[np.intp]:
        """The numbers of the possible outcomes, rising: the fixed order of every list."""
        return np.flatnonzero(self.possible)

    def place(self, state: int) -> int:
        """Return the place of a possible outcome in the fixed order of all possible ones, counted from 1."""
        return int(np.searchsorted(self.outcomes, state)) + 1

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
            within = {
                ">=": range(chosen[0], len(names)),
                "<=": range(chosen[0] + 1),
                "!=": [v for v in range(len(names)) if v not in chosen],
            }.get(leaf.operator, chosen)
            return self._axis(issue, [v in within for v in range(len(names))])
        result: BoolArray = np.ones([1] * len(self.issues), dtype=np.bool_)
        options = [k for k, values in enumerate(self.values) if set(values) == {"no", "yes"}]
        for issue, sign in zip(options, leaf.text, strict=True):
            if sign != "-":
                wanted = "yes" if sign == "Y" else "no"
                result = result & self._axis(issue, [v == wanted for v in self.values[issue]])
        return result

    def cover(self, inside: BoolArray, most: int | None = None) -> list[Cube] | None:
        """Return few cubes that together hold exactly the possible outcomes in `inside`.

        Impossible outcomes count as "don't care". Each cube is grown greedily from the first outcome that is not yet
        covered, one whole value at a time, so no value could be added to it. The cover is exact, not always the
        shortest. A value is named only if some possible outcome of the cube has it.

        Parameters
        ----------
        most
            Give up, and return None, beyond this number of cubes.
        """
        shape = self.sizes[::-1]
        possible = self.possible.reshape(shape)
        allowed = (inside | ~self.possible).reshape(shape)
        left = (inside & self.possible).reshape(shape).copy()
        cubes: list[Cube] = []
        while left.any():
            if len(cubes) == most:
                return None
            chosen = [[d] for d in self.digits(int(np.argmax(left.reshape(-1))))]
            for issue, size in enumerate(self.sizes):
                for value in range(size):
                    trial = [*chosen[:issue], [value], *chosen[issue + 1 :]]
                    if value not in chosen[issue] and allowed[np.ix_(*trial[::-1])].all():
                        chosen[issue] = sorted([*chosen[issue], value])
            block = np.ix_(*chosen[::-1])
            left[block] = False
            cubes.append(self._occurring(chosen, possible[block]))
        return cubes

    def _occurring(self, chosen: list[list[int]], possible: BoolArray) -> Cube:
        """Return a cube without the values that no possible outcome in it has."""
        count = len(chosen)
        cube = []
        for issue, values in enumerate(chosen):
            others = tuple(axis for axis in range(count) if axis != count - 1 - issue)
            occurs: list[bool] = np.any(possible, axis=others).tolist()
            cube.append(tuple(v for v, there in zip(values, occurs, strict=True) if there))
        return tuple(cube)


def _join(name: str, parts: Sequence[BoolArray]) -> BoolArray:
    result = parts[0]
    if name == "not":
        return ~result
    if name == "if":
        return result | ~parts[1]
    if name == "iff":
        return ~(result ^ parts[1])
    for part in parts[1:]:
        result = result & part if name == "and" else result | part
    return result


def count_text(count: int) -> str:
    """Return a count for people: its digits, or a power of ten where there are too many of them."""
    return f"{count:,}" if count < 10**30 else f"about 10^{log10(count):.0f}"


def share_text(part: int, whole: int) -> str:
    """Return a part of a whole for people: in percent, or as 1 in so many where that is too little; never rounded to all."""
    if part == whole:
        return "all"
    if part * 1000 >= whole:
        return "more than 99%" if part * 100 > whole * 99 else f"{100 * part / whole:.2g}%"
    each = whole // part
    rounded = round(each, 2 - len(str(each)))
    return f"1 in {count_text(rounded)}"


def count_outcomes(case: Case) -> int:
    """Return S, the size of the grid, without building it. Continuous issues do not count."""
    return prod(len(issue.values) for issue in case.issues.values() if not issue.is_continuous)


def status_quo_of(case: Case, frame: Frame) -> int | None:
    """Return the number of the status quo, or None where it is not said for every issue."""
    said = [case.issues[name].status_quo for name in frame.issues]
    if any(value is None for value in said):
        return None
    return frame.find({n: str(v) for n, v in zip(frame.issues, said, strict=True)})


def broken_rule(case: Case, frame: Frame, digits: Sequence[int]) -> int | None:
    """Return the position of the first impossible rule that an outcome breaks, if there is one."""
    for place, rule in enumerate(case.impossible):
        issues, met = frame.table(parse(rule.when, case.options, tuple(case.issues)))
        if met[tuple(digits[k] for k in issues)]:
            return place
    return None


def frame_of(case: Case) -> Frame:
    """Return the issues of a case and their values; continuous issues are left out."""
    issues = tuple(name for name, issue in case.issues.items() if not issue.is_continuous)
    return Frame(issues, tuple(case.issues[name].values for name in issues))


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
            f"The issues of this case combine to {count_text(grid)} outcomes; the limit is {MAX_OUTCOMES:,} "
            f"(24 no/yes issues). Leave out or merge issues; detente holds can draw sets instead."
        )
    frame = frame_of(case)
    issues, values = frame.issues, frame.values
    if len(issues) > MAX_ISSUES:
        raise LimitError(
            f"This case has {len(issues)} issues with values; the limit is {MAX_ISSUES}. Leave out those with one value."
        )
    whole = Space(issues, values, np.ones(grid, dtype=np.bool_))
    possible = np.ones(grid, dtype=np.bool_)
    for rule in case.impossible:
        possible &= ~whole.where(parse(rule.when, case.options, tuple(case.issues)))
    possible.flags.writeable = False
    return Space(issues, values, possible, status_quo_of(case, frame))
