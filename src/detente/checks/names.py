"""Every name that a case uses must be one that it defines, and every condition must parse."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from detente.checks.scales import limits_of, position_problems
from detente.diagnostics import Diagnostic, Path, nearest
from detente.errors import ExpressionError
from detente.expressions import comparisons, parse
from detente.methods import METHODS
from detente.numbers import Exact, Range, is_number, read_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from detente.case import Case, Issue, IssueScores, Link, Move, Preferences

__all__ = ["check_names", "condition_problems"]


class _Names:
    """Looks names up in one case and notes those that are not there."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.found: list[Diagnostic] = []

    def note(self, code: str, message: str, remedy: str, path: Path) -> None:
        self.found.append(Diagnostic(code, message, remedy, path))

    def actor(self, name: str, path: Path) -> bool:
        if name in self.case.actors:
            return True
        self.note("N201", f"There is no actor {name}.", nearest(name, self.case.actors), path)
        return False

    def issue(self, name: str, path: Path) -> bool:
        if name in self.case.issues:
            return True
        self.note("N202", f"There is no issue {name}.", nearest(name, self.case.issues), path)
        return False

    def value(self, issue: str, value: str, path: Path) -> bool:
        if self.case.issues[issue].is_continuous:
            return self.number(issue, value, path)
        values = self.case.issues[issue].values
        if value in values:
            return True
        self.note("N203", f"{issue} has no value {value}.", nearest(value, values), path)
        return False

    def number(self, issue: str, value: str, path: Path) -> bool:
        """Look a value of a scale without values up: a number within it."""
        limits = limits_of(self.case.issues[issue])
        try:
            inside = limits is not None and limits[0] <= read_number(value) <= limits[1]
        except ValueError:
            inside = False
        if not inside and limits is not None:
            self.note("L308", f"{value} is no number from {limits[0]} to {limits[1]}.", "Write one.", path)
        return inside

    def zone(self, name: str, path: Path) -> bool:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            self.note(
                "N208",
                f"{name} is not a time zone.",
                "Write it like America/Anchorage or Europe/Kyiv.",
                path,
            )
            return False
        return True

    def repeats(self, names: Iterable[str], path: Path) -> None:
        for name, count in Counter(names).items():
            if count > 1:
                self.note("N206", f"{name} stands here {count} times.", "Keep it once.", path)

    def condition(self, text: str, path: Path) -> None:
        try:
            expression = parse(text, self.case.options, tuple(self.case.issues))
        except ExpressionError as error:
            code = "N207" if error.is_pattern else "N205"
            said, _, remedy = str(error).partition(". ")
            advice = remedy or "See docs/reference/conditions.md for what can be written."
            self.note(code, f"{said.rstrip('.')}.", advice, path)
            return
        for part in comparisons(expression):
            if not self.issue(part.issue, path):
                continue
            issue = self.case.issues[part.issue]
            if part.bare and not issue.is_option_like:
                self.note(
                    "N203",
                    f"{part.issue} is not a no/yes issue, so it cannot stand alone.",
                    f"Compare it, like {part.issue} = {issue.values[-1]}.",
                    path,
                )
                continue
            for value in part.values:
                self.value(part.issue, value, path)
            if issue.is_continuous:
                self.note(
                    "N209",
                    f"{part.issue} is a scale without values, so conditions cannot speak of it.",
                    "Give it values, or leave it out of conditions.",
                    path,
                )


def condition_problems(case: Case, text: str) -> list[Diagnostic]:
    """Return what is wrong with one condition, whether or not it stands in the case."""
    names = _Names(case)
    names.condition(text, ())
    return names.found


def check_names(case: Case) -> list[Diagnostic]:
    """Return the names that are not defined and the conditions that do not parse."""
    names = _Names(case)
    for name, actor in case.actors.items():
        if actor.zone:
            names.zone(actor.zone, ("actors", name, "zone"))
    for name, issue in case.issues.items():
        _issue(names, name, issue)
    for position, rule in enumerate(case.impossible):
        names.condition(rule.when, ("impossible", position))
    for position, move in enumerate(case.moves):
        _move(names, move, ("moves", position))
    for name, preferences in case.preferences.items():
        if names.actor(name, ("preferences", name)):
            _preferences(names, preferences, ("preferences", name))
    _agreement(names)
    _calendar(names)
    _published(names)
    _people(names)
    return names.found


def _agreement(names: _Names) -> None:
    agreement = names.case.agreement
    for key, listed in (("must_include", agreement.must_include), ("of", agreement.of)) if agreement else ():
        for actor in listed:
            names.actor(actor, ("agreement", key))
        names.repeats(listed, ("agreement", key))


def _calendar(names: _Names) -> None:
    for position, entry in enumerate(names.case.calendar):
        path = ("calendar", position)
        for issue, value in entry.then.items():
            if names.issue(issue, (*path, "then")):
                names.value(issue, value, (*path, "then", issue))
        if entry.unless:
            names.condition(entry.unless, (*path, "unless"))
        for actor in entry.no_deal:
            if names.actor(actor, (*path, "no_deal")):
                _worth_of_no_deal(names, actor, (*path, "no_deal", actor))


def _published(names: _Names) -> None:
    for position, result in enumerate(names.case.published):
        if result.method not in METHODS:
            remedy = nearest(result.method, METHODS)
            names.note("N210", f"There is no method {result.method}.", remedy, ("published", position, "method"))
        for place, text in enumerate(result.equilibria):
            names.condition(text, ("published", position, "equilibria", place))


def _issue(names: _Names, name: str, issue: Issue) -> None:
    path: Path = ("issues", name)
    names.repeats(issue.values, (*path, "values"))
    names.repeats(issue.decided_by, (*path, "decided_by"))
    for position, actor in enumerate(issue.decided_by):
        names.actor(actor, (*path, "decided_by", position))
    if issue.status_quo is not None:
        names.value(name, issue.status_quo, (*path, "status_quo"))
    if not issue.values:
        names.note("S103", f"{name} has no values.", "Give it two or more.", (*path, "values"))
    scale = issue.scale
    if scale is not None and scale.points is not None:
        for value in scale.points:
            names.value(name, value, (*path, "scale", value))
        for value in issue.values:
            if value not in scale.points:
                names.note(
                    "L308",
                    f"The scale of {name} leaves out {value}.",
                    "Give every value a place.",
                    (*path, "scale"),
                )
    elif scale is not None and not issue.is_continuous:
        remedy = "Write {value: number, ...} for all of them."
        names.note("L308", f"{name} has values, so its scale gives each of them a place.", remedy, (*path, "scale"))
    elif scale is not None and (scale.min is None or scale.max is None or scale.min >= scale.max):
        names.note(
            "L308",
            f"The scale of {name} needs a min below its max.",
            "Write {min: 0, max: 100}.",
            (*path, "scale"),
        )


def _move(names: _Names, move: Move, path: Path) -> None:
    for actor in move.by or ():
        names.actor(actor, (*path, "by"))
    names.repeats(move.by or (), (*path, "by"))
    ends: Sequence[tuple[str, tuple[str, ...]]] = [
        ("from", move.start or ()),
        ("to", move.end or ()),
    ]
    if move.issue is None:
        for key, texts in ends:
            for text in texts:
                names.condition(text, (*path, key))
    elif names.issue(move.issue, (*path, "issue")):
        for key, texts in ends:
            for text in texts:
                names.value(move.issue, text, (*path, key))
        if not move.by and not names.case.issues[move.issue].decided_by and move.allow:
            names.note(
                "S111",
                f"Nobody decides {move.issue}, so this line does not say who moves.",
                "Add by: [actor].",
                path,
            )


def _preferences(names: _Names, preferences: Preferences, path: Path) -> None:
    ranked = [(place, text) for place, entry in enumerate(preferences.ranking or ()) for text in entry]
    for place, text in ranked:
        names.condition(text, (*path, "ranking", place))
    for place, statement in enumerate(preferences.statements or ()):
        names.condition(statement.that, (*path, "statements", place))
    for name, scores in (preferences.scores or {}).items():
        if names.issue(name, (*path, "scores", name)):
            _scores(names, name, scores, (*path, "scores", name, "values"))
    for name, stand in (preferences.positions or {}).items():
        if names.issue(name, (*path, "positions", name)):
            names.found += position_problems(names.case, name, stand, (*path, "positions", name))
    for place, link in enumerate(preferences.linked or ()):
        _link(names, preferences, link, (*path, "linked", place))
    _no_deal(names, preferences, path)


def _no_deal(names: _Names, preferences: Preferences, path: Path) -> None:
    if isinstance(preferences.no_deal, dict):
        for name, value in preferences.no_deal.items():
            if names.issue(name, (*path, "no_deal")):
                names.value(name, value, (*path, "no_deal", name))
    elif isinstance(preferences.no_deal, Range):
        _worth_of_no_deal(names, str(path[1]), (*path, "no_deal"))


def _worth_of_no_deal(names: _Names, actor: str, path: Path) -> None:
    preferences = names.case.preferences.get(actor)
    if preferences is None or not (preferences.scores or preferences.positions):
        names.note(
            "W419",
            f"{actor} has no scores or positions, so a number says nothing of what no deal is worth to it.",
            "Name an outcome instead, or give it scores.",
            path,
        )


def _link(names: _Names, preferences: Preferences, link: Link, path: Path) -> None:
    for key, text in (("when", link.when), ("only_if", link.only_if)):
        if text:
            names.condition(text, (*path, key))
    valued = preferences.scores or preferences.positions
    if not valued:
        remedy = "Add scores, or say it as a statement."
        names.note("L310", "A link adds to scores or positions, and there are none.", remedy, path)
    elif link.issue and names.issue(link.issue, (*path, "issue")) and link.issue not in valued:
        remedy = f"Score {link.issue}, or take the link away."
        names.note("L310", f"{link.issue} has no score here that could count only sometimes.", remedy, path)


def _scores(names: _Names, name: str, scores: IssueScores, path: Path) -> None:
    issue = names.case.issues[name]
    if scores.weight is not None and scores.weight.low < 0:
        names.note(
            "W421", f"The weight of {name} is below 0, which turns its scores around.", "Turn the scores.", path[:-1]
        )
    for value in scores.values:
        names.value(name, value, (*path, value))
    if issue.is_continuous:
        places = [Exact(value) for value in scores.values if is_number(value)]
        if len(set(places)) < len(places):
            names.note("L308", f"The scores for {name} name one place twice.", "Keep it once.", path)
        return
    for value in issue.values:
        if value not in scores.values:
            names.note("L308", f"The scores for {name} leave out {value}.", "Score every value.", path)


def _people(names: _Names) -> None:
    case = names.case
    for position, person in enumerate(case.people):
        if person.speaks_for:
            names.actor(person.speaks_for, ("people", position, "speaks_for"))
    if case.meeting is None:
        return
    for name in case.meeting.delegations:
        names.actor(name, ("meeting", "delegations", name))
    for place, item in enumerate(case.meeting.agenda):
        for issue in item.issues:
            names.issue(issue, ("meeting", "agenda", place))
    if case.meeting.starts:
        _hour(names)


def _hour(names: _Names) -> None:
    assert names.case.meeting is not None
    starts = names.case.meeting.starts
    assert starts is not None
    path: Path = ("meeting", "starts")
    if not names.zone(starts.zone, path):
        return
    early, late = starts.at().replace(fold=0), starts.at().replace(fold=1)
    if early.utcoffset() != late.utcoffset():
        names.note(
            "L309",
            f"On {starts.local:%d %B %Y} the clocks of {starts.zone} skip this hour or show it twice.",
            "Write the hour in UTC instead.",
            path,
        )
