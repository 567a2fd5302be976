"""A set of outcomes in sentences: how many, by which rules, what they share, what is best for whom."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from detente.expressions import parse
from detente.report.words import change, condition, names, rule
from detente.space import count_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from detente.case import Case
    from detente.space import Frame
    from detente.summary import Summary

__all__ = ["best_lines", "summary_lines", "wishes_met"]

BESIDE_SHOWN = 12
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
    beside = _beside_lines(case, frame, summary)
    lines += beside[:BESIDE_SHOWN]
    if len(beside) > BESIDE_SHOWN:
        lines.append(f"and {len(beside) - BESIDE_SHOWN} further lines of this kind, which --json has whole")
    if summary.admitted == summary.count:
        lines.append("These are exactly the possible outcomes of which all this is true.")
    else:
        lines.append(
            f"That is true of {count_text(summary.admitted)} possible outcomes, so it bounds the set and does not yet "
            "describe it. Narrow it down with --where."
        )
    return lines


def _beside_lines(case: Case, frame: Frame, summary: Summary) -> list[str]:
    """Return the pairs that never stand together, drawn together: what stands wherever a value does.

    A line for each of few values that lie in all the pairs, those in most pairs first; values with the same beside them share
    one.
    """
    alike: dict[frozenset[tuple[int, int]], dict[int, list[int]]] = {}
    left = list(summary.apart)
    while left:
        end, _ = Counter(end for pair in left for end in pair).most_common(1)[0]
        barred = frozenset(other if one == end else one for one, other in left if end in (one, other))
        alike.setdefault(barred, {}).setdefault(end[0], []).append(end[1])
        left = [pair for pair in left if end not in pair]
    return [_if_line(case, frame, summary, ends, barred) for barred, ends in alike.items()]


def _if_line(
    case: Case, frame: Frame, summary: Summary, ends: Mapping[int, Sequence[int]], barred: frozenset[tuple[int, int]]
) -> str:
    when = [
        f"{case.issue_title(frame.issues[issue])}: {names([frame.values[issue][value] for value in sorted(own)], 'or')}"
        for issue, own in ends.items()
    ]
    out: dict[int, set[int]] = {}
    for issue, value in sorted(barred):
        out.setdefault(issue, set()).add(value)
    said = [_but(case, frame, summary, issue, values) for issue, values in out.items()]
    return f"if {' or '.join(when)}, then {'; '.join(said)}"


def _but(case: Case, frame: Frame, summary: Summary, issue: int, barred: set[int]) -> str:
    """Return what stands of an issue where some of the values that occur do not."""
    words = frame.values[issue]
    rest = [value for value in summary.values[issue] if value not in barred]
    said = words[rest[0]] if len(rest) == 1 else f"not {names([words[value] for value in sorted(barred)], 'or')}"
    return f"{case.issue_title(frame.issues[issue])}: {said}"


def wishes_met(case: Case, frame: Frame, actor: str, digits: Sequence[int]) -> tuple[str, str]:
    """Return which of an actor's statements an outcome meets, and the first that it does not, in words.

    The former by their places, like "meets wishes 1 to 3 and 5 of its 14". Both are empty where it has no statements, the
    latter where all are met.
    """
    statements = case.preferences[actor].statements if actor in case.preferences else None
    if not statements:
        return "", ""
    met, missed = [], ""
    for place, statement in enumerate(statements, 1):
        issues, table = frame.table(parse(statement.that, case.options, tuple(case.issues)))
        if table[tuple(digits[k] for k in issues)]:
            met.append(place)
        else:
            missed = missed or f"{place}, {condition(case, statement.that)}"
    if len(statements) == 1:
        return f"{'meets' if met else 'does not meet'} its only wish", missed
    if len(met) in (0, len(statements)):
        return f"meets {'all' if met else 'none'} of its {len(statements)} wishes", missed
    return f"meets wishes {names(_runs(met))} of its {len(statements)}", missed


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
            wishes, missed = wishes_met(case, frame, actor, extreme.outcome)
            aside = [f"the first it misses is {missed}"] if missed else []
            aside += [f"{count_text(extreme.count)} outcomes are the same to it"] if extreme.count > 1 else []
            more = f" ({'; '.join(aside)})" if aside else ""
            what = wishes or _changes(case, frame, start, number)
            said.append(f"{label} {what}{more}")
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
