"""What the judgements of a case say together: outcomes, rankings, moves, agreement, calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detente.checks.forms import disagreements, outcome_text
from detente.checks.scales import scale_deciders
from detente.conflict import MAX_EXTRA, MAX_VALUES_WITH_LINES, conflict_of, issue_arcs
from detente.diagnostics import Diagnostic, Path
from detente.drift import by_date, status_quo
from detente.errors import LimitError
from detente.expressions import parse
from detente.graph.moves import Moves
from detente.graph.reach import reachable
from detente.preferences import place_ranking
from detente.space import broken_rule, count_outcomes, count_text, frame_of, space_of, status_quo_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.case import Case, Move
    from detente.space import Frame, Space

__all__ = ["LISTED", "check_logic"]

LISTED = 5_000
"""Up to how many possible outcomes a list is still a list."""

SEARCHED = 2**20
"""Up to how many outcomes a check may walk through all moves."""


def check_logic(case: Case) -> list[Diagnostic]:
    """Return what contradicts itself or can never matter. Expects names that exist."""
    found = list(_move_lines(case)) + list(_people(case))
    try:
        if count_outcomes(case) > SEARCHED:
            return [*found, *_status_quo(case, frame_of(case)), _too_many(count_outcomes(case))]
        space = space_of(case)
    except LimitError as error:
        said, _, remedy = str(error).partition(". ")
        return [*found, Diagnostic("W407", f"{said}.", remedy, ("issues",))]
    if not space.possible.any():
        return [
            *found,
            Diagnostic("L302", "The impossible rules leave no outcome.", "Take one away.", ("impossible",)),
        ]
    found += _outcomes(case, space)
    found += _preferences(case, space)
    found += _calendar(case, space)
    if not any(diagnostic.is_error for diagnostic in found):
        found += _reach(case, space)
    return found


def _too_many(count: int) -> Diagnostic:
    return Diagnostic(
        "W407",
        f"{count_text(count)} combinations are more than a check looks through, {SEARCHED:,}.",
        "Names and shape were checked; what the judgements say together was not. Answers give counts and rules.",
        ("issues",),
    )


def _status_quo(case: Case, frame: Frame) -> Iterator[Diagnostic]:
    """Look at the status quo alone, whatever the number of outcomes."""
    number = status_quo_of(case, frame)
    rule = None if number is None else broken_rule(case, frame, frame.digits(number))
    if rule is not None:
        yield Diagnostic(
            "L301",
            f"The status quo is impossible by the rule {case.impossible[rule].when!r}.",
            "Change the rule or the status quo.",
            ("impossible", rule),
        )


def _outcomes(case: Case, space: Space) -> Iterator[Diagnostic]:
    missing = [n for n in space.issues if case.issues[n].status_quo is None]
    broken = list(_status_quo(case, space))
    if broken:
        yield from broken
    elif missing and len(missing) < len(space.issues):
        yield Diagnostic(
            "W411",
            f"The status quo is not said for {', '.join(missing)}, so nothing is told about it.",
            "Add status_quo: to each of these issues.",
            ("issues", missing[0]),
        )
    count = int(space.possible.sum())
    if count > LISTED:
        yield Diagnostic(
            "W407",
            f"{count:,} outcomes are possible; more than {LISTED:,} are not listed one by one.",
            "Answers give counts and rules instead.",
            ("issues",),
        )
    for position, rule_ in enumerate(case.impossible):
        if not space.where(parse(rule_.when, case.options, tuple(case.issues))).any():
            yield Diagnostic(
                "W412",
                f"No outcome meets {rule_.when!r}.",
                "Check the rule.",
                ("impossible", position),
            )


def _preferences(case: Case, space: Space) -> Iterator[Diagnostic]:
    for name, actor in case.actors.items():
        if name not in case.preferences or not case.preferences[name].forms:
            yield Diagnostic(
                "W408",
                f"{actor.name} has no preferences, so all outcomes are alike to it.",
                f"Add statements, a ranking, scores or positions under preferences: {name}.",
                ("actors", name),
            )
    for name, preferences in case.preferences.items():
        path: Path = ("preferences", name)
        complete = True
        if preferences.ranking:
            ranking = list(_ranking(case, space, name))
            complete = not ranking
            yield from ranking
        for position, statement in enumerate(preferences.statements or ()):
            met = space.where(parse(statement.that, case.options, tuple(case.issues)))[space.possible]
            if met.all() or not met.any():
                how = "every" if met.all() else "no"
                yield Diagnostic(
                    "W412",
                    f"{how.capitalize()} possible outcome meets {statement.that!r}.",
                    "It tells nothing apart: check it or leave it out.",
                    (*path, "statements", position),
                )
        if complete:
            yield from disagreements(case, space, name)
        yield from _flat(case, name)
        yield from _no_deal(case, space, name)


def _flat(case: Case, name: str) -> Iterator[Diagnostic]:
    """Yield scores that cannot matter: every weight is zero, or no two values of any issue differ."""
    scores = case.preferences[name].scores
    if scores and not case.preferences[name].linked:
        weighed = [s for s in scores.values() if s.weight is None or s.weight.low != 0 or s.weight.high != 0]
        telling = [s for s in weighed if len({(r.low, r.best, r.high) for r in s.values.values()}) > 1]
        if not telling:
            why = "every weight is 0" if not weighed else "the values of each issue score alike"
            yield Diagnostic(
                "W417",
                f"To {case.actors[name].name} all packages are worth the same: {why}.",
                "Give at least one issue a weight and different scores.",
                ("preferences", name, "scores"),
            )


def _ranking(case: Case, space: Space, name: str) -> Iterator[Diagnostic]:
    placement = place_ranking(case, space, case.preferences[name])
    path: Path = ("preferences", name, "ranking")
    for code, states, how, remedy in (
        (
            "L303",
            placement.missing,
            "leaves out",
            "Place them: an entry may be a condition, and a list of entries in brackets is a tie.",
        ),
        ("L304", placement.twice, "places twice", "Let each outcome meet the entry of one place."),
    ):
        if states.size:
            count = "1 outcome" if states.size == 1 else f"{states.size:,} outcomes"
            yield Diagnostic(
                code,
                f"The ranking of {case.actors[name].name} {how} {count}, among them {outcome_text(space, int(states[0]))}.",
                remedy,
                path,
            )


def _no_deal(case: Case, space: Space, name: str) -> Iterator[Diagnostic]:
    """Yield a no deal that names an impossible outcome."""
    said, quo = case.preferences[name].no_deal, status_quo(case) or {}
    outcome = quo | said if isinstance(said, dict) else {}
    if all(issue in outcome for issue in space.issues) and not space.possible[space.find(outcome)]:
        yield Diagnostic(
            "W420",
            f"No deal for {case.actors[name].name} is an outcome that the impossible rules exclude.",
            "Say what changes with it too, or mend the rules.",
            ("preferences", name, "no_deal"),
        )


def _move_lines(case: Case) -> Iterator[Diagnostic]:
    """Yield move lines that stand twice, contradict each other, or change nothing."""
    written: set[str] = set()
    for position, move in enumerate(case.moves):
        path: Path = ("moves", position)
        text = str(sorted(move.model_dump(exclude={"because"}).items(), key=str))
        if text in written:
            yield Diagnostic("W413", "This move line stands above already.", "Keep one.", path)
        elif move.issue is not None and move.only is None and move.allow and _free(case, move):
            deciders = " and ".join(case.issues[move.issue].decided_by)
            remedy = "Write allow: no to forbid it, or leave the line out."
            yield Diagnostic("W413", f"{deciders} can make this move anyway.", remedy, path)
        elif move.issue is not None and move.start == move.end and not move.only and len(move.start or ()) == 1:
            yield Diagnostic("W413", "This line leads from a value to itself.", "Name two values.", path)
        elif move.issue is not None and (move.only or not move.allow) and _by_others(case, move):
            who = " and ".join(case.actors[name].name for name in move.by or ())
            remedy = "Name a decider in by:, or leave the line out."
            yield Diagnostic("W413", f"{who} cannot move {move.issue} anyway.", remedy, path)
        written.add(text)
    yield from _both_ways(case)
    yield from _allowed_and_forbidden(case)


def _both_ways(case: Case) -> Iterator[Diagnostic]:
    only: dict[tuple[str, str], str] = {}
    for position, move in enumerate(case.moves):
        for mover in (move.by or ("",)) if move.only else ():
            if only.setdefault((str(move.issue), mover), str(move.only)) != move.only:
                yield Diagnostic(
                    "L305",
                    f"{move.issue} may move only forward and only backward.",
                    "Keep one; to freeze an issue, let nobody decide it.",
                    ("moves", position),
                )


def _allowed_and_forbidden(case: Case) -> Iterator[Diagnostic]:
    seen: dict[tuple[str, int, int, str], bool] = {}
    if sum(len(move.start or ()) * len(move.end or ()) for move in case.moves) > MAX_EXTRA:
        return
    for position, move in enumerate(case.moves):
        if move.issue is None or move.only or len(case.issues[move.issue].values) > MAX_VALUES_WITH_LINES:
            continue
        values = case.issues[move.issue].values
        for start, end in sorted(issue_arcs(case, move)):
            for mover in move.by or ("",):
                if seen.setdefault((move.issue, start, end, mover), move.allow) != move.allow:
                    yield Diagnostic(
                        "L305",
                        f"The move of {move.issue} from {values[start]} to {values[end]} is both allowed and forbidden.",
                        "Keep one of the two lines.",
                        ("moves", position),
                    )


def _by_others(case: Case, move: Move) -> bool:
    """Return whether a forbidding line names only actors who could not move the issue in the first place."""
    able = set(case.issues[str(move.issue)].decided_by)
    for line in case.moves:
        if line.issue == move.issue and line.allow and not line.only:
            able |= set(line.by or ())
    return bool(move.by) and not able & set(move.by or ())


def _free(case: Case, move: Move) -> bool:
    """Return whether an allowing line on an issue allows what is allowed without it."""
    deciders = case.issues[str(move.issue)].decided_by
    restricted = any(m.issue == move.issue and (m.only or not m.allow) for m in case.moves)
    return bool(deciders) and not restricted and (not move.by or move.by == deciders[:1] == deciders)


def _people(case: Case) -> Iterator[Diagnostic]:
    if case.agreement:
        rule, path = case.agreement, ("agreement",)
        counted = len(rule.of) or len(case.actors)
        if rule.at_least and rule.at_least > counted:
            yield Diagnostic(
                "L307",
                f"At least {rule.at_least} of {counted} actors can never agree.",
                "Lower at_least, or add actors.",
                path,
            )
        if rule.rule == "unanimous" and rule.at_least:
            yield Diagnostic("L307", "The rule is unanimous and at_least at once.", "Keep one of them.", path)
        if rule.rule == "deciders" and any(issue.status_quo is None for issue in case.issues.values()):
            remedy = "Add status_quo: to every issue, or choose another rule."
            yield Diagnostic(
                "L307", "What a deal changes, and so who must agree, cannot be told without a status quo.", remedy, path
            )
    for place, item in enumerate(case.meeting.agenda if case.meeting else ()):
        if not item.issues and item.item not in case.issues:
            yield Diagnostic(
                "W406",
                f"No issue of the case stands for the agenda item {item.item!r}.",
                "Write {item: ..., issues: [name]}, or add an issue.",
                ("meeting", "agenda", place),
            )
    for place, entry in enumerate(case.calendar):
        if case.as_of and entry.on < case.as_of:
            yield Diagnostic(
                "W415",
                f"{entry.on} lies before the case's own date, {case.as_of}.",
                "Write its effect into the status quo, or mend the date.",
                ("calendar", place),
            )


def _calendar(case: Case, space: Space) -> Iterator[Diagnostic]:
    """Yield entries after which the status quo, if nobody does anything, has become an impossible outcome."""
    quo = status_quo(case)
    if quo is None:
        return
    for place in sorted(range(len(case.calendar)), key=lambda k: case.calendar[k].on):
        now, changed = by_date(case, space, quo, case.calendar[place].on)
        if place in changed and not space.possible[space.find(now)]:
            yield Diagnostic(
                "W418",
                f"On {case.calendar[place].on} the status quo becomes an outcome that the impossible rules exclude.",
                "Let then: change what goes with it too, or mend the rules.",
                ("calendar", place, "then"),
            )


def _reach(case: Case, space: Space) -> Iterator[Diagnostic]:
    """Yield actors who decide nothing, issues that nobody changes, values that nobody reaches."""
    try:
        conflict = conflict_of(case)
    except LimitError as error:
        said, _, remedy = str(error).partition(". ")
        yield Diagnostic("W407", f"{said}.", remedy, ("moves",))
        return
    deciding = set().union(*conflict.deciders)
    deciding |= scale_deciders(case)
    moving = {actor for (actor, _), arcs in conflict.alone.items() if arcs is None or arcs}
    for position, name in enumerate(case.actors):
        if position not in deciding | moving | set(conflict.extra):
            yield Diagnostic(
                "W403",
                f"{case.actors[name].name} decides nothing in this case.",
                "Name it in decided_by: of an issue, or keep it as somebody who only cares.",
                ("actors", name),
            )
    frozen = set()
    for issue, name in enumerate(space.issues):
        alone = any(k == issue and (a is None or a) for (_, k), a in conflict.alone.items())
        together = conflict.together.get(issue, frozenset())
        if not alone and together == frozenset() and not conflict.extra:
            frozen.add(name)
            yield Diagnostic(
                "W414",
                f"Nobody can change {case.issue_title(name)}.",
                "Name somebody in decided_by:, or leave the issue out.",
                ("issues", name),
            )
    reached = space.possible
    if space.status_quo is not None and space.grid <= SEARCHED:
        reached = reachable(Moves(conflict), space.status_quo)
    numbers = np.flatnonzero(reached)
    how = "come about" if reached is space.possible else "be reached from the status quo"
    for issue, name in enumerate(space.issues):
        seen = set(np.unique(numbers // space.strides[issue] % space.sizes[issue]).tolist())
        for value, text in enumerate(space.values[issue]):
            if value not in seen and name not in frozen:
                yield Diagnostic(
                    "W404",
                    f"{name} = {text} can never {how}.",
                    "Check the moves and the impossible rules.",
                    ("issues", name, "values", value),
                )
