"""A set of outcomes in sentences: how many, by which rules, what they share, what is best for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.expressions import parse
from detente.report.words import change, names, rule
from detente.space import count_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.case import Case
    from detente.space import Frame
    from detente.summary import Summary

__all__ = ["best_lines", "summary_lines", "wishes_met"]

PAIRS_SHOWN = 8
CHANGES_SHOWN = 6


def summary_lines(case: Case, frame: Frame, summary: Summary) -> list[str]:
    """Return what the outcomes of a set have in common."""
    if not summary.count:
        return []
    if summary.kind == "exactly":
        return [rule(case, frame, cube) for cube in summary.rules]
    if summary.kind == "all but":
        if not summary.rules:
            return ["every possible outcome"]
        if len(summary.rules) == 1:
            return [f"every possible outcome but these: {rule(case, frame, summary.rules[0])}"]
        without = [f"without: {rule(case, frame, cube)}" for cube in summary.rules]
        return [f"every possible outcome, without the {len(without)} kinds that follow", *without]
    return _shared_lines(case, frame, summary)


def _shared_lines(case: Case, frame: Frame, summary: Summary) -> list[str]:
    """Return what all outcomes of a set share, where no few rules say which they are."""
    lines = ["No few rules say it exactly. In all of them:"]
    title = case.issue_title
    rows = list(zip(frame.issues, frame.values, summary.values, strict=True))
    always = [f"{title(name)}: {values[own[0]]}" for name, values, own in rows if len(own) == 1]
    if always:
        lines.append(f"always: {'; '.join(always)}")
    for name, values, own in rows:
        if 1 < len(own) < len(values):
            lines.append(f"never: {title(name)}: {names([v for k, v in enumerate(values) if k not in own], 'or')}")
    for pair in summary.apart[:PAIRS_SHOWN]:
        said = [f"{title(frame.issues[issue])}: {frame.values[issue][value]}" for issue, value in pair]
        lines.append(f"never together: {' and '.join(said)}")
    if len(summary.apart) > PAIRS_SHOWN:
        lines.append(f"and {len(summary.apart) - PAIRS_SHOWN} further pairs that never stand together")
    if summary.admitted == summary.count:
        lines.append("These are exactly the possible outcomes of which all this is true.")
    else:
        lines.append(
            f"That is true of {count_text(summary.admitted)} possible outcomes, so it bounds the set and does not yet "
            "describe it. Narrow it down with --where."
        )
    return lines


def wishes_met(case: Case, frame: Frame, actor: str, digits: Sequence[int]) -> str:
    """Return which of an actor's statements an outcome meets, by their places, like "wishes 1 to 3 and 5 of its 14"."""
    statements = case.preferences[actor].statements if actor in case.preferences else None
    if not statements:
        return ""
    met = []
    for place, statement in enumerate(statements, 1):
        issues, table = frame.table(parse(statement.that, case.options, tuple(case.issues)))
        if table[tuple(digits[k] for k in issues)]:
            met.append(place)
    if len(met) in (0, len(statements)):
        return f"{'all' if met else 'none'} of its {len(statements)} wishes"
    return f"wishes {names(_runs(met))} of its {len(statements)}"


def _runs(places: Sequence[int]) -> list[str]:
    """Return rising numbers with runs of three or more drawn together: 1 to 4, 7."""
    runs: list[list[int]] = []
    for place in places:
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return [text for run in runs for text in ([f"{run[0]} to {run[-1]}"] if len(run) > 2 else map(str, run))]


def best_lines(case: Case, frame: Frame, actors: Sequence[str], summary: Summary, start: int | None) -> list[str]:
    """Return, for each actor, the best and the worst outcome of a set."""
    lines = []
    for actor, best, worst in zip(actors, summary.best, summary.worst, strict=True):
        said = []
        for label, extreme in (("best", best), ("worst", worst)):
            number = frame.number(extreme.outcome)
            wishes = wishes_met(case, frame, actor, extreme.outcome)
            as_good = "" if extreme.count == 1 else f" ({count_text(extreme.count)} outcomes are the same to it)"
            what = f"meets {wishes}" if wishes else _changes(case, frame, start, number)
            said.append(f"{label} {what}{as_good}")
        lines.append(f"{case.actors[actor].name}: {'; '.join(said)}.")
    return lines


def _changes(case: Case, frame: Frame, start: int | None, number: int) -> str:
    if start is None:
        return ", ".join(f"{case.issue_title(name)}: {value}" for name, value in frame.outcome(number).items())
    if start == number:
        return "the status quo"
    said = change(case, frame, start, number).split(", ")
    more = len(said) - CHANGES_SHOWN
    return ", ".join(said[:CHANGES_SHOWN]) + (f" and {more} further changes" if more > 0 else "")
