"""Which outcome a person means by a few words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from detente.checks.names import condition_problems
from detente.errors import UsageError
from detente.expressions import Compare, Not, parse
from detente.space import broken_rule, frame_of, status_quo_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from detente.answers import Holds
    from detente.case import Case
    from detente.space import BoolArray, Frame, Space
    from detente.trading.reading import Reading

__all__ = ["find_changes", "find_outcome", "find_package", "find_wide"]


def find_package(reading: Reading, text: str) -> tuple[int, ...]:
    """Return the package that a person names, as value positions: ``status quo``, or changes to it.

    Raises
    ------
    UsageError
        Where none is meant: a value that does not exist, or no status quo to change.
    """
    digits = find_changes(reading.case, reading.frame, reading.start, text)
    if not reading.bargain.is_possible(digits):
        raise UsageError(f"The outcome {text!r} is impossible by the rules of the case.")
    return digits


def find_changes(case: Case, frame: Frame, start: Sequence[int] | None, text: str) -> tuple[int, ...]:
    """Return an outcome, possible or not, named as ``status quo``, or by changes to it.

    Raises
    ------
    UsageError
        Where none is meant: a value that does not exist, or no status quo to change.
    """
    if start is None:
        raise UsageError(
            "The status quo is not said for every issue of this case, so no other outcome can be named by it."
        )
    digits = list(start)
    if text.strip().lower() == "status quo":
        return tuple(digits)
    for part in _joined(text).split(" and "):
        problems = condition_problems(case, part)
        if problems:
            raise UsageError(" ".join(f"{problem.message} {problem.remedy}" for problem in problems))
        said = parse(part.strip(), case.options, tuple(case.issues))
        if isinstance(said, Not) and isinstance(said.part, Compare) and said.part.bare:
            said = Compare(said.part.issue, "=", ("no",))
        if not isinstance(said, Compare) or said.operator != "=":
            raise UsageError(
                f"{part.strip()!r} does not say one value. Write changes like ceasefire = air, trade = yes."
            )
        issue = frame.issues.index(said.issue)
        digits[issue] = frame.values[issue].index(said.values[0])
    return tuple(digits)


def find_wide(case: Case, text: str) -> tuple[int, ...]:
    """Return the possible outcome that a person names where outcomes are too many to list, as value positions.

    Raises
    ------
    UsageError
        Where none is meant, or an impossible one.
    """
    frame = frame_of(case)
    number = status_quo_of(case, frame)
    digits = find_changes(case, frame, None if number is None else frame.digits(number), text)
    rule = broken_rule(case, frame, digits)
    if rule is not None:
        raise UsageError(f"The outcome {text!r} is impossible by the rule {case.impossible[rule].when!r}.")
    return digits


def find_outcome(answer: Holds, text: str) -> int:
    """Return the number of the outcome that a person names.

    `text` is ``status quo``, changes to it (``ceasefire = air, offensive = ground``), a Y/N pattern or condition that
    just one possible outcome meets, or a place in the list of possible outcomes, counted from 1.

    Raises
    ------
    UsageError
        Where none is meant, or more than one.
    """
    space, case = answer.conflict.space, answer.case
    text = text.strip()
    if text.lower() == "status quo":
        if space.status_quo is None:
            raise UsageError("The status quo is not said for every issue of this case.")
        return space.status_quo
    if re.match(r"\d{1,12}\Z", text, re.ASCII):
        if not 1 <= int(text) <= space.outcomes.size:
            raise UsageError(f"There are {space.outcomes.size:,} outcomes, counted from 1; {text} is none of them.")
        return int(space.outcomes[int(text) - 1])
    met = _meets(case, space, _joined(text))
    found = np.flatnonzero(met & space.possible)
    if found.size > 1 and space.status_quo is not None:
        found = _nearest(space, found, space.status_quo)
    if not found.size:
        raise UsageError(f"No possible outcome meets {text!r}. See the impossible rules: detente show.")
    if found.size > 1:
        first, second = (", ".join(f"{k} = {v}" for k, v in space.outcome(int(s)).items()) for s in found[:2])
        raise UsageError(
            f"{found.size:,} outcomes meet {text!r}, none of them nearer to the status quo than the others, "
            f"among them ({first}) and ({second}). Name more issues, joined by commas."
        )
    return int(found[0])


def _joined(text: str) -> str:
    """Return a text in which commas between conditions are "and"; those in quotes and brackets stay."""
    parts = re.findall(r"\"[^\"]*\"|'[^']*'|\[[^\]]*\]|,|[^\"'\[,]+|.", text)
    return "".join(" and " if part == "," else part for part in parts)


def _meets(case: Case, space: Space, text: str) -> BoolArray:
    problems = condition_problems(case, text)
    if problems:
        raise UsageError(" ".join(f"{problem.message} {problem.remedy}" for problem in problems))
    return space.where(parse(text, case.options, tuple(case.issues)))


def _nearest(space: Space, states: NDArray[np.intp], start: int) -> NDArray[np.intp]:
    """Return the states that differ from `start` in the fewest issues."""
    distance = np.zeros(states.size, dtype=np.int64)
    for stride, size in zip(space.strides, space.sizes, strict=True):
        distance += states // stride % size != start // stride % size
    nearest: NDArray[np.intp] = states[distance == distance.min()]
    return nearest
