"""Conditions, outcomes and moves in words a person reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.expressions import Compare, fold_expression, parse
from detente.methods import short_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.case import Case
    from detente.conflict import Conflict, Group, Parties
    from detente.expressions import Expression, Pattern
    from detente.space import Cube, Frame

__all__ = ["change", "concept_names", "condition", "group_name", "names", "outcome", "rule"]


def names(words: Sequence[str], last: str = "and") -> str:
    """Return "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def concept_names(concepts: Sequence[str], last: str = "and") -> str:
    """Return the short names of concepts: "Nash, SEQ and GMR"."""
    return names([short_title(f"graph.{concept}") for concept in concepts], last)


def condition(case: Case, text: str) -> str:
    """Return a condition in words: ``ceasefire >= air if not strikes`` -> "Ceasefire: air or more, if ..."."""
    return expression(case, parse(text, case.options, tuple(case.issues)))


@dataclass(frozen=True)
class Said:
    """A condition in words; whether it needs brackets inside another; its contrary where that reads better."""

    text: str
    compound: bool = False
    contrary: str = ""

    @property
    def bracketed(self) -> str:
        """The words, in brackets where they are several conditions."""
        return f"({self.text})" if self.compound else self.text


def expression(case: Case, node: Expression) -> str:
    """Return a parsed condition in words."""

    def leaf(part: Compare | Pattern) -> Said:
        if not isinstance(part, Compare):
            signs = zip(case.options, part.text, strict=True)
            said = [f"{case.issue_title(n)}: {'yes' if s == 'Y' else 'no'}" for n, s in signs if s != "-"]
            return Said(names(said) or "any outcome", compound=len(said) > 1)
        title, value = case.issue_title(part.issue), part.values[0]
        said_value = {
            "=": value,
            "in": names(part.values, "or"),
            "!=": f"not {value}",
            ">=": f"{value} or more",
            "<=": f"{value} or less",
        }[part.operator]
        # "not strike" reads best as "Strike: no", and "not ceasefire = full" as "Ceasefire: not full"
        contrary = "no" if part.bare else f"not {value}"
        return Said(f"{title}: {said_value}", contrary=f"{title}: {contrary}" if part.operator == "=" else "")

    def join(name: str, parts: Sequence[Said]) -> Said:
        if name == "not":
            return Said(parts[0].contrary or f"not {parts[0].bracketed}")
        said = [part.bracketed for part in parts]
        if name in ("and", "or"):
            return Said(f" {name} ".join(said), compound=True)
        return Said(f"{said[0]}, {'if' if name == 'if' else 'exactly if'} {said[1]}", compound=True)

    return fold_expression(node, leaf, join).text


def outcome(case: Case, space: Frame, state: int, only: Sequence[int] | None = None) -> str:
    """Return an outcome in words, or the part of it that concerns some issues."""
    digits = space.digits(state)
    chosen = range(len(digits)) if only is None else only
    return "; ".join(f"{case.issue_title(space.issues[k])}: {space.values[k][digits[k]]}" for k in chosen)


def change(case: Case, space: Frame, start: int, end: int) -> str:
    """Return what differs between two outcomes: "Ceasefire none → air"."""
    before, after = space.digits(start), space.digits(end)
    parts = [
        f"{case.issue_title(name)} {values[a]} → {values[b]}"
        for name, values, a, b in zip(space.issues, space.values, before, after, strict=True)
        if a != b
    ]
    return ", ".join(parts) or "nothing"


def group_name(case: Case, conflict: Conflict | Parties, group: Group) -> str:
    """Return a group in words: "United States + Russia"."""
    return " + ".join(case.actors[conflict.actors[actor]].name for actor in sorted(group))


def rule(case: Case, space: Frame, cube: Cube) -> str:
    """Return a cube in words: "Ceasefire: air or full; Territory: held; the rest free"."""
    parts = [
        f"{case.issue_title(name)}: {names([values[v] for v in chosen], 'or')}"
        for name, values, chosen in zip(space.issues, space.values, cube, strict=True)
        if len(chosen) < len(values)
    ]
    if not parts:
        return "every outcome"
    return "; ".join(parts) + ("" if len(parts) == len(space.issues) else "; the rest free")
