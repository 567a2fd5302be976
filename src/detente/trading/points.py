"""Scales without values, as values: trades are looked for at chosen points of a continuous issue."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from detente.case import IssueScores, Scale
from detente.numbers import Exact, Range, number_text
from detente.utility import CARDINAL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from detente.case import Case, Issue

__all__ = ["with_points"]

STEPS = 10


def _points(case: Case, name: str, issue: Issue) -> list[Fraction]:
    """Return equal steps along a scale, and every place that somebody's judgement names."""
    assert issue.scale is not None
    low, high = Fraction(issue.scale.min or 0), Fraction(issue.scale.max or 0)
    found = {low + (high - low) * step / STEPS for step in range(STEPS + 1)}
    if issue.status_quo is not None:
        found.add(Fraction(issue.status_quo))
    for preferences in case.preferences.values():
        if preferences.scores and name in preferences.scores:
            found |= {Fraction(value) for value in preferences.scores[name].values}
        if preferences.positions and name in preferences.positions:
            found.add(Fraction(preferences.positions[name].position.best))
        if isinstance(preferences.no_deal, dict) and name in preferences.no_deal:
            found.add(Fraction(preferences.no_deal[name]))
    for entry in case.calendar:
        if name in entry.then:
            found.add(Fraction(entry.then[name]))
    return sorted(found)


def _between(scores: IssueScores, points: list[Fraction]) -> IssueScores:
    """Return scores for points between those given, on straight lines; flat beyond the outermost."""
    known = sorted((Fraction(value), worth) for value, worth in scores.values.items())
    found: dict[str, Range] = {}
    for point in points:
        left = max((pair for pair in known if pair[0] <= point), default=known[0])
        right = min((pair for pair in known if pair[0] >= point), default=known[-1], key=lambda pair: pair[0])
        gap = right[0] - left[0]
        share = (point - left[0]) / gap if gap else Fraction(0)
        parts = [
            Exact(Fraction(getattr(left[1], end)) * (1 - share) + Fraction(getattr(right[1], end)) * share)
            for end in ("low", "best", "high")
        ]
        found[number_text(point)] = Range.model_validate(parts)
    return scores.model_copy(update={"values": found})


def _is_worthless(case: Case, name: str, forms: Mapping[str, str | None]) -> bool:
    """Return whether an issue is worth nothing to anybody, as the actors are read, and nothing else names it."""
    own = [case.preferences[actor] for actor in forms if actor in case.preferences]
    used = [getattr(case.preferences[actor], form) for actor, form in forms.items() if form in CARDINAL]
    named = [no_deal for no_deal in (one.no_deal for one in own) if isinstance(no_deal, dict)]
    named += [entry.then for entry in case.calendar]
    return not any(name in part for part in [*used, *named])


def with_points(case: Case, forms: Mapping[str, str | None]) -> tuple[Case, list[str]]:
    """Return a case in which every continuous issue has values, and notes on what was done.

    Parameters
    ----------
    forms
        Actor -> the form of preference it is read by. Continuous issues that are worth nothing to anybody by these are left
        out.
    """
    names = [name for name, issue in case.issues.items() if issue.is_continuous]
    if not names:
        return case, []
    idle = [name for name in names if _is_worthless(case, name, forms)]
    notes = []
    if 0 < len(idle) < len(case.issues):
        titles = ", ".join(case.issue_title(name) for name in idle)
        notes.append(f"Left out, for nobody's preferences as they are read here concern it: {titles}.")
        case = case.model_copy(update={"issues": {k: v for k, v in case.issues.items() if k not in idle}})
        names = [name for name in names if name not in idle]
    if not names:
        return case, notes
    issues, preferences = dict(case.issues), dict(case.preferences)
    for name in names:
        issue = case.issues[name]
        points = _points(case, name, issue)
        texts = tuple(map(number_text, points))
        assert issue.scale is not None
        # not read again: a point may take more signs than a value that a person writes
        scale = Scale.model_construct(points=dict(zip(texts, map(Exact, points), strict=True)), unit=issue.scale.unit)
        quo = None if issue.status_quo is None else number_text(Fraction(issue.status_quo))
        issues[name] = issue.model_copy(update={"values": texts, "scale": scale, "status_quo": quo, "splittable": True})
        for actor, own in preferences.items():
            update: dict[str, object] = {}
            if own.scores and name in own.scores:
                update["scores"] = own.scores | {name: _between(own.scores[name], points)}
            if isinstance(own.no_deal, dict) and name in own.no_deal:
                update["no_deal"] = own.no_deal | {name: number_text(Fraction(own.no_deal[name]))}
            preferences[actor] = own.model_copy(update=update)
    calendar = tuple(
        entry.model_copy(
            update={"then": {k: number_text(Fraction(v)) if k in names else v for k, v in entry.then.items()}}
        )
        for entry in case.calendar
    )
    counts = ", ".join(f"{case.issue_title(name)} at {len(issues[name].values)} points" for name in names)
    note = f"Scales without values are looked at in points: {counts}. Between scores that are given, straight lines are drawn."
    return case.model_copy(update={"issues": issues, "preferences": preferences, "calendar": calendar}), [*notes, note]
