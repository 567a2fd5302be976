"""Conditions, outcomes and moves in words a person reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.expressions import Compare, fold_expression, parse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.case import Case
    from detente.conflict import Conflict, Group
    from detente.expressions import Expression, Pattern
    from detente.space import Cube, Space

__all__ = ["change", "condition", "difference", "group_name", "names", "outcome", "rule"]


def names(words: Sequence[str], last: str = "and") -> str:
    """Return "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def condition(case: Case, text: str) -> str:
    """Return a condition in words: ``ceasefire >= air if not strikes`` -> "Ceasefire: air or more, if ..."."""
    return expression(case, parse(text, case.options, tuple(case.issues)))


def expression(case: Case, node: Expression) -> str:
    """Return a parsed condition in words."""

    def leaf(part: Compare | Pattern) -> tuple[str, bool]:
        if not isinstance(part, Compare):
            signs = zip(case.options, part.text, strict=True)
            said = [f"{case.issue_title(n)}: {'yes' if s == 'Y' else 'no'}" for n, s in signs if s != "-"]
            return names(said) or "any outcome", len(said) > 1
        value = part.values[0]
        said_value = {
            "=": value,
            "in": names(part.values, "or"),
            "!=": f"not {value}",
            ">=": f"{value} or more",
            "<=": f"{value} or less",
        }[part.operator]
        return f"{case.issue_title(part.issue)}: {said_value}", False

    def join(name: str, parts: Sequence[tuple[str, bool]]) -> tuple[str, bool]:
        said = [f"({text})" if compound else text for text, compound in parts]
        if name == "not":
            return f"not {said[0]}", False
        if name in ("and", "or"):
            return f" {name} ".join(said), True
        return f"{said[0]}, {'if' if name == 'if' else 'exactly if'} {said[1]}", True

    return fold_expression(node, leaf, join)[0]


def outcome(case: Case, space: Space, state: int, only: Sequence[int] | None = None) -> str:
    """Return an outcome in words, or the part of it that concerns some issues."""
    digits = space.digits(state)
    chosen = range(len(digits)) if only is None else only
    return "; ".join(f"{case.issue_title(space.issues[k])}: {space.values[k][digits[k]]}" for k in chosen)


def change(case: Case, space: Space, start: int, end: int) -> str:
    """Return what differs between two outcomes: "Ceasefire none → air"."""
    before, after = space.digits(start), space.digits(end)
    parts = [
        f"{case.issue_title(name)} {values[a]} → {values[b]}"
        for name, values, a, b in zip(space.issues, space.values, before, after, strict=True)
        if a != b
    ]
    return ", ".join(parts) or "nothing"


def difference(case: Case, space: Space, start: int, end: int) -> str:
    """Return an outcome by what differs from another: "as now, but Ceasefire: air"."""
    if start == end:
        return "as now"
    differing = [k for k, (a, b) in enumerate(zip(space.digits(start), space.digits(end), strict=True)) if a != b]
    return f"as now, but {outcome(case, space, end, differing)}"


def group_name(case: Case, conflict: Conflict, group: Group) -> str:
    """Return a group in words: "United States and Russia"."""
    return names([case.actors[conflict.actors[actor]].name for actor in sorted(group)])


def rule(case: Case, space: Space, cube: Cube) -> str:
    """Return a cube in words: "Ceasefire: air or full; Territory: held; the rest free"."""
    parts = [
        f"{case.issue_title(name)}: {names([values[v] for v in chosen], 'or')}"
        for name, values, chosen in zip(space.issues, space.values, cube, strict=True)
        if len(chosen) < len(values)
    ]
    if not parts:
        return "every outcome"
    return "; ".join(parts) + ("" if len(parts) == len(space.issues) else "; the rest free")
