"""Scales, and who stands where on them with which weight: positions, saliences, capabilities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.diagnostics import Diagnostic, Path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from detente.case import Case, Issue, Position

__all__ = ["check_weights", "limits_of", "position_problems", "scale_deciders"]

MOST_SALIENCE = 100


def limits_of(issue: Issue) -> tuple[Fraction, Fraction] | None:
    """Return the ends of an issue's scale; None without one."""
    scale = issue.scale
    if scale is None:
        return None
    if scale.points:
        return min(scale.points.values()), max(scale.points.values())
    return (scale.min, scale.max) if scale.min is not None and scale.max is not None else None


def position_problems(case: Case, name: str, stand: Position, path: Path) -> Iterator[Diagnostic]:
    """Yield a position off the scale of its issue, and a salience that is none."""
    limits = limits_of(case.issues[name])
    if limits is None:
        yield Diagnostic(
            "L308", f"{name} has no scale, so a position on it means nothing.", "Give the issue a scale.", path
        )
    elif not limits[0] <= stand.position.low <= stand.position.high <= limits[1]:
        yield Diagnostic(
            "L308",
            f"The position {stand.position} lies outside the scale of {name}, {limits[0]} to {limits[1]}.",
            "Move it inside, or widen the scale.",
            (*path, "position"),
        )
    if stand.salience.low < 0 or stand.salience.high > MOST_SALIENCE:
        yield Diagnostic(
            "L308",
            f"A salience goes from 0 to {MOST_SALIENCE}; {stand.salience} does not.",
            "Write how much the actor cares, 100 where nothing matters more.",
            (*path, "salience"),
        )


def check_weights(case: Case) -> Iterator[Diagnostic]:
    """Yield capabilities below zero, capabilities that some actors lack, and issues on which nobody has weight."""
    for name, actor in case.actors.items():
        if actor.capability is not None and actor.capability.low < 0:
            yield Diagnostic(
                "L308",
                f"A capability cannot be negative; {actor.name} has {actor.capability}.",
                "Write 0 or more, in a unit that is the same for all actors.",
                ("actors", name, "capability"),
            )
    stands: dict[str, dict[str, Position]] = {}
    for actor_id, own in case.preferences.items():
        for issue, stand in (own.positions or {}).items():
            if actor_id in case.actors and issue in case.issues:
                stands.setdefault(issue, {})[actor_id] = stand
    standing = {actor for there in stands.values() for actor in there}
    given = [actor for actor in standing if case.actors[actor].capability is not None]
    for actor_id in case.actors:
        if given and actor_id in standing and case.actors[actor_id].capability is None:
            yield Diagnostic(
                "W422",
                f"{case.actors[actor_id].name} has positions and no capability, though others have one.",
                "Add capability:, or `settles` lets the mean of the others' serve.",
                ("actors", actor_id),
            )
    for issue, there in stands.items():
        if all(_is_weightless(case, actor_id, stand) for actor_id, stand in there.items()):
            yield Diagnostic(
                "W423",
                f"Nobody with a position on {issue} has both salience and capability, so no model has an answer there.",
                "Give somebody a salience and a capability above 0.",
                ("issues", issue),
            )


def _is_weightless(case: Case, actor: str, stand: Position) -> bool:
    capability = case.actors[actor].capability
    return stand.salience.best == 0 or (capability is not None and capability.best == 0)


def scale_deciders(case: Case) -> set[int]:
    """Return the actors that decide a scale without values: no part of the graph model, but something all the same."""
    return {
        place
        for place, name in enumerate(case.actors)
        for issue in case.issues.values()
        if issue.is_continuous and name in issue.decided_by
    }
