"""Which outcome a person means by a few words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from detente.checks.names import condition_problems
from detente.crew import Crew
from detente.errors import LimitError, UsageError
from detente.expressions import Compare, Not, parse
from detente.sharing import Task
from detente.space import broken_rule, count_text, frame_of, status_quo_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from detente.answers import Holds
    from detente.case import Case
    from detente.crew import Budget
    from detente.space import BoolArray, Frame, Space
    from detente.trading.reading import Reading

__all__ = ["find_changes", "find_outcome", "find_package", "find_wide"]

NO_STATUS_QUO = "The status quo is not said for every issue of this case."
NUMBER = re.compile(r"\d{1,18}\Z", re.ASCII)


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
    changed: dict[int, str] = {}
    if text.strip().lower() == "status quo":
        return tuple(digits)
    for part in _joined(text).split(" and "):
        _refuse_unknown(case, part)
        said = parse(part.strip(), case.options, tuple(case.issues))
        if isinstance(said, Not) and isinstance(said.part, Compare) and said.part.bare:
            said = Compare(said.part.issue, "=", ("no",))
        if not isinstance(said, Compare) or said.operator != "=":
            raise UsageError(
                f"{part.strip()!r} does not say one value. Write changes like ceasefire = air, trade = yes."
            )
        issue = frame.issues.index(said.issue)
        if changed.setdefault(issue, said.values[0]) != said.values[0]:
            raise UsageError(f"{said.issue} cannot be both {changed[issue]} and {said.values[0]}. Name one value.")
        digits[issue] = frame.values[issue].index(said.values[0])
    return tuple(digits)


def find_wide(case: Case, text: str, budget: Budget) -> tuple[int, ...]:
    """Return the possible outcome that a person names where outcomes are too many to list, as value positions.

    `text` is as for `find_outcome`.

    Raises
    ------
    UsageError
        Where none is meant, or more than one.
    LimitError
        Where it was not found within the budget.
    """
    frame, text = frame_of(case), text.strip()
    number = status_quo_of(case, frame)
    start = None if number is None else frame.digits(number)
    place = int(text) if NUMBER.match(text) else None
    simple = _simple(case, frame, start, text) if place is None else None
    if simple is not None:
        return simple
    condition = _joined(text) if place is None else ""
    if condition:
        _refuse_unknown(case, condition)
    found, failed = Crew(case, budget).run([Task(("find",), "find", (condition, place, start))])
    if failed:
        raise LimitError(f"The outcome {text!r} was not found. {failed['find',]}")
    count: int
    first: Sequence[tuple[int, ...]]
    count, first = found["find",]
    if place is None:
        _only_one(text, count, [frame.outcome(frame.number(digits)) for digits in first])
    elif not first:
        raise UsageError(_no_such_place(count, text))
    return first[0]


def _simple(case: Case, frame: Frame, start: Sequence[int] | None, text: str) -> tuple[int, ...] | None:
    """Return the outcome that changes to the status quo lead to, if the words are such and it is possible."""
    if text.lower() == "status quo" and start is None:
        raise UsageError(NO_STATUS_QUO)
    try:
        digits = find_changes(case, frame, start, text)
    except UsageError:
        return None
    return digits if broken_rule(case, frame, digits) is None else None


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
            raise UsageError(NO_STATUS_QUO)
        return space.status_quo
    if NUMBER.match(text):
        if not 1 <= int(text) <= space.outcomes.size:
            raise UsageError(_no_such_place(space.outcomes.size, text))
        return int(space.outcomes[int(text) - 1])
    met = _meets(case, space, _joined(text))
    found = np.flatnonzero(met & space.possible)
    if found.size > 1 and space.status_quo is not None:
        found = _nearest(space, found, space.status_quo)
    _only_one(text, found.size, [space.outcome(int(state)) for state in found[:2]])
    return int(found[0])


def _no_such_place(outcomes: int, text: str) -> str:
    return f"There are {count_text(outcomes)} outcomes, counted from 1; {text} is none of them."


def _only_one(text: str, count: int, first: Sequence[Mapping[str, str]]) -> None:
    """Refuse words that mean no outcome, or several."""
    if not count:
        raise UsageError(f"No possible outcome meets {text!r}. See the impossible rules: detente show.")
    if count > 1:
        one, other = (", ".join(f"{k} = {v}" for k, v in outcome.items()) for outcome in first)
        raise UsageError(
            f"{count_text(count)} outcomes meet {text!r}, none of them nearer to the status quo than the others, "
            f"among them ({one}) and ({other}). Name more issues, joined by commas."
        )


def _joined(text: str) -> str:
    """Return a text in which commas between conditions are "and"; those in quotes and brackets stay."""
    parts = re.findall(r"\"[^\"]*\"|'[^']*'|\[[^\]]*\]|,|[^\"'\[,]+|.", text)
    return "".join(" and " if part == "," else part for part in parts)


def _refuse_unknown(case: Case, text: str) -> None:
    problems = condition_problems(case, text)
    if problems:
        raise UsageError(" ".join(f"{problem.message} {problem.remedy}" for problem in problems))


def _meets(case: Case, space: Space, text: str) -> BoolArray:
    _refuse_unknown(case, text)
    return space.where(parse(text, case.options, tuple(case.issues)))


def _nearest(space: Space, states: NDArray[np.intp], start: int) -> NDArray[np.intp]:
    """Return the states that differ from `start` in the fewest issues."""
    distance = np.zeros(states.size, dtype=np.int64)
    for stride, size in zip(space.strides, space.sizes, strict=True):
        distance += states // stride % size != start // stride % size
    nearest: NDArray[np.intp] = states[distance == distance.min()]
    return nearest
