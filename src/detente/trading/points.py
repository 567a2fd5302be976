"""Scales without values, as values: trades are looked for at chosen points of a continuous issue."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from detente.case import IssueScores, Scale
from detente.numbers import Exact, Range, number_text

if TYPE_CHECKING:
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


def with_points(case: Case) -> tuple[Case, list[str]]:
    """Return a case in which every continuous issue has values, and a note where there was one."""
    names = [name for name, issue in case.issues.items() if issue.is_continuous]
    if not names:
        return case, []
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
    return case.model_copy(update={"issues": issues, "preferences": preferences, "calendar": calendar}), [note]
