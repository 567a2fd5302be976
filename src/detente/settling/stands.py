"""From a case to who stands where: the issues with a scale, and position, salience and capability of each actor on them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from detente.errors import UsageError
from detente.numbers import Exact, Range

if TYPE_CHECKING:
    from collections.abc import Mapping

    from detente.case import Case, Issue, IssueScores

__all__ = ["Place", "Stand", "Stands", "read_stands"]

MAX_ACTORS = 500
"""Up to how many actors are looked at: rounds of challenges grow with their square, SMP with their cube."""


@dataclass(frozen=True)
class Stand:
    """Where an actor stands on an issue, and how much it cares, from 0 to 1; `read` says from which form of preference."""

    actor: str
    position: Range
    salience: Range
    read: str


@dataclass(frozen=True)
class Place:
    """An issue with a scale, and who stands where on it.

    Attributes
    ----------
    name, title, unit
        The issue.
    low, high
        The ends of the scale.
    values
        Value -> its place, for an issue with values.
    status_quo
        Where things stand; None where that is not said.
    stands
        Who takes part.
    missing
        The actors that do not.
    """

    name: str
    title: str
    unit: str
    low: float
    high: float
    values: Mapping[str, float]
    status_quo: float | None
    stands: tuple[Stand, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Stands:
    """A case read for settlements.

    Attributes
    ----------
    case
        The case.
    places
        The issues that can be looked at.
    capability
        Actor -> its capability.
    notes
        What a reader must know.
    """

    case: Case
    places: tuple[Place, ...]
    capability: Mapping[str, Range]
    notes: tuple[str, ...]

    @property
    def actors(self) -> tuple[str, ...]:
        """The actors who take part in any issue, in file order."""
        there = {stand.actor for place in self.places for stand in place.stands}
        return tuple(actor for actor in self.case.actors if actor in there)

    def name(self, actor: str) -> str:
        """Return an actor's name."""
        return self.case.actors[actor].name


def read_stands(case: Case, issue: str | None = None) -> Stands:
    """Read a case that has no errors for settlements.

    Parameters
    ----------
    issue
        Look at this issue only.

    Raises
    ------
    UsageError
        Where no issue can be looked at; says what to add.
    """
    if issue is not None and issue not in case.issues:
        raise UsageError(f"There is no issue {issue}. Known: {', '.join(case.issues)}.")
    unit, notes = _salience_unit(case)
    places, scored = [], set[str]()
    for name in case.issues if issue is None else [issue]:
        place = _place(case, name, unit)
        if place is not None and place.stands:
            places.append(place)
            scored |= {stand.actor for stand in place.stands if stand.read == "scores"}
    if not places:
        raise UsageError(_lacking(case, issue))
    if len(case.actors) > MAX_ACTORS:
        raise UsageError(
            f"This case has {len(case.actors):,} actors; up to {MAX_ACTORS} are looked at. Join those who stand together."
        )
    if scored:
        notes.append(
            f"{_names(case, scored)} {'has' if len(scored) == 1 else 'have'} scores and no position on some issues: there the "
            "best-scored value serves as position, and weight x the spread of the scores, as a part of the largest, as "
            "salience."
        )
    for place in places:
        if place.missing:
            notes.append(
                f"{place.title}: {_names(case, place.missing)} {'takes' if len(place.missing) == 1 else 'take'} no part, for "
                "want of a position."
            )
    found = Stands(case, tuple(places), {}, ())
    capability, said = _capability(case, found.actors)
    return Stands(case, tuple(places), capability, (*notes, *said))


def _names(case: Case, actors: set[str] | tuple[str, ...]) -> str:
    names = [case.actors[actor].name for actor in case.actors if actor in actors]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _lacking(case: Case, issue: str | None) -> str:
    if issue is None:
        begin = "No issue of this case has both a scale and an actor with a position on it."
        issue = next(iter(case.issues))
    else:
        has = "no actor has a position on it" if _limits(case.issues[issue]) else "it has no scale"
        begin = f"{case.issue_title(issue)} cannot be looked at: {has}."
    values = case.issues[issue].values
    scale = (
        f"{{{values[0]}: 0, {values[-1]}: 100}}, a number for each value"
        if not case.issues[issue].is_continuous
        else ""
    )
    scale = scale or "{min: 0, max: 100}"
    actor = next(iter(case.actors))
    return (
        f"{begin} Give {issue} a scale, like scale: {scale}; and actors a place on it under preferences, like "
        f"{actor}: {{positions: {{{issue}: {{position: [40, 50, 60], salience: 80}}}}}}."
    )


def _salience_unit(case: Case) -> tuple[Fraction, list[str]]:
    """Return what a salience is a part of: 100, or 1 where none of the case is above that."""
    given = [stand.salience for own in case.preferences.values() for stand in (own.positions or {}).values()]
    if not given or max(salience.high for salience in given) > 1:
        return Fraction(100), []
    return Fraction(1), ["No salience is above 1, so saliences are read as shares of 1, not of 100."]


def _limits(issue: Issue) -> tuple[float, float] | None:
    scale = issue.scale
    if scale is None:
        return None
    ends = tuple(scale.points.values()) if scale.points else (scale.min, scale.max)
    if any(end is None for end in ends):
        return None
    low, high = min(map(float, ends)), max(map(float, ends))  # type: ignore[arg-type]
    return (low, high) if low < high else None


def _place(case: Case, name: str, unit: Fraction) -> Place | None:
    issue = case.issues[name]
    limits = _limits(issue)
    if limits is None or issue.scale is None:
        return None
    values = {value: float(place) for value, place in (issue.scale.points or {}).items()}
    stands = []
    for actor in case.actors:
        own = case.preferences.get(actor)
        if own is not None and own.positions and name in own.positions:
            given = own.positions[name]
            stands.append(Stand(actor, given.position, _part(given.salience, unit), "positions"))
        elif own is not None and own.scores and not own.positions and name in own.scores:
            found = _from_scores(own.scores, name, values)
            if found is not None:
                stands.append(Stand(actor, *found, "scores"))
    there = {stand.actor for stand in stands}
    quo = None
    if issue.status_quo is not None:
        quo = values[issue.status_quo] if values else float(Fraction(issue.status_quo))
    missing = tuple(actor for actor in case.actors if actor not in there)
    return Place(
        name, case.issue_title(name), issue.scale.unit or "", *limits, values, quo, tuple(stands), missing
    )  # fmt: skip


def _part(salience: Range, unit: Fraction) -> Range:
    """Return a salience as a part of 1."""
    parts = [Exact(Fraction(getattr(salience, end)) / unit) for end in ("low", "best", "high")]
    return Range.model_validate(parts[:: 2 if salience.given == 2 else 1] if salience.given > 1 else parts[0])


def _from_scores(
    scores: Mapping[str, IssueScores], name: str, values: Mapping[str, float]
) -> tuple[Range, Range] | None:
    """Return the best-scored value as position, and the stake relative to the actor's largest as salience."""

    def stake(own: IssueScores) -> Fraction:
        best = [Fraction(worth.best) for worth in own.values.values()]
        weight = Fraction(own.weight.best) if own.weight else Fraction(1)
        return abs(weight) * (max(best) - min(best))

    largest = max(stake(own) for own in scores.values())
    if not largest:
        return None
    own = scores[name]
    turned = own.weight is not None and own.weight.best < 0
    best = (min if turned else max)(own.values, key=lambda value: Fraction(own.values[value].best))
    position = values[best] if values else float(Fraction(best))
    return Range.model_validate(repr(position)), Range.model_validate(Exact(stake(own) / largest))


def _capability(case: Case, actors: tuple[str, ...]) -> tuple[dict[str, Range], list[str]]:
    given = {actor: case.actors[actor].capability for actor in actors}
    known = [capability for capability in given.values() if capability is not None]
    if not known:
        one = Range.model_validate("1")
        return dict.fromkeys(actors, one), ["No capability is given, so all actors weigh the same."]
    lacking = tuple(actor for actor, capability in given.items() if capability is None)
    if not lacking:
        return {actor: capability for actor, capability in given.items() if capability is not None}, []
    average = Range.model_validate(Exact(sum((Fraction(c.best) for c in known), Fraction(0)) / len(known)))
    note = f"{_names(case, lacking)} {'has' if len(lacking) == 1 else 'have'} no capability: the mean of the others' serves."
    return {actor: capability or average for actor, capability in given.items()}, [note]
