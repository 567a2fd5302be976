"""Trades in words: who gives what and gets what, in which steps, how near it is to failing, what stands in the way."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from detente.report.words import condition, names
from detente.trading.reading import digits_of
from detente.utility import CARDINAL

if TYPE_CHECKING:
    from detente.deals.bargain import Digits
    from detente.trading.answer import Trades
    from detente.trading.lasting import Erosion, Lasting
    from detente.trading.margins import Change, Miss

__all__ = [
    "amount",
    "calendar_line",
    "changes_text",
    "gives_and_gets",
    "margin_lines",
    "mend_text",
    "miss_lines",
    "no_deal_text",
    "percent",
    "steps_lines",
    "unwilling_lines",
]


def amount(value: Fraction) -> str:
    """Return a number with four figures that matter, or all before the point."""
    number = float(value)
    return f"{number:,.0f}" if 1000 <= abs(number) < 10**15 else f"{number:,.4g}"


def percent(share: float) -> str:
    """Return a share as whole percent, without calling something rare impossible or something likely certain."""
    if 0 < share < 0.01:
        return "<1 %"
    if 0.99 < share < 1:
        return ">99 %"
    return f"{share:.0%}".replace("%", " %")


def _name(answer: Trades, actor: str) -> str:
    return answer.case.actors[actor].name


def changes_text(answer: Trades, start: Digits, end: Digits) -> str:
    """Return what differs between two packages: "Ceasefire none → air"."""
    reading = answer.reading
    parts = [
        f"{answer.case.issue_title(name)} {values[a]} → {values[b]}"
        for name, values, a, b in zip(reading.frame.issues, reading.frame.values, start, end, strict=True)
        if a != b
    ]
    return ", ".join(parts) or "nothing"


def no_deal_text(answer: Trades, actor: str) -> str:
    """Return what no deal is for an actor, in words."""
    said = answer.reading.no_deal[actor]
    reading = answer.reading
    if said.kind == "not known":
        return "not known"
    if said.number is not None:
        return "a number that the case gives"
    outcome = digits_of(reading.frame, said.outcomes[0])
    quo = reading.start
    if quo is None:
        text = "; ".join(f"{answer.case.issue_title(n)}: {v}" for n, v in said.outcomes[0].items())
    else:
        text = "the status quo" if outcome == quo else f"the status quo but {changes_text(answer, quo, outcome)}"
    several = f" (and {len(said.outcomes) - 1} other ways)" if len(said.outcomes) > 1 else ""
    if said.kind == "what holds":
        return f"what holds when talks fail: {text}{several}"
    return text


def gives_and_gets(answer: Trades, package: Digits) -> list[str]:
    """Return a line for each actor: on which issues it gives, on which it gets, and what remains."""
    found = answer.exchange(package)
    assert found is not None
    assert answer.start is not None
    reading, lines = answer.reading, []
    for actor in reading.actors:
        form = reading.forms[actor]
        if form is None:
            continue
        cardinal = form in CARDINAL
        gives: list[str] = []
        gets: list[str] = []
        for issue, row in found.changes.items():
            k = reading.frame.issues.index(issue)
            values = reading.frame.values[k]
            text = f"{answer.case.issue_title(issue)} {values[answer.start[k]]} → {values[package[k]]}"
            worth = row[actor]
            if worth:
                (gets if worth > 0 else gives).append(f"{text} ({_signed(worth)})" if cardinal else text)
        linked = found.together.get(actor)
        if linked:
            (gets if linked > 0 else gives).append(f"what is linked ({_signed(linked)})")
        total = found.total[actor]
        if cardinal:
            rest = f"Together {_signed(total)}."
        else:
            rest = {1: "The whole is better for it.", 0: "The whole is as good.", -1: "The whole is worse for it."}[
                int(total)
            ]
        alone = "" if cardinal else ", taken one by one"
        lines.append(
            f"{_name(answer, actor)} gives{alone}: {', '.join(gives) or 'nothing'}. "
            f"It gets: {', '.join(gets) or 'nothing'}. {rest}"
        )
    return lines


def _signed(value: Fraction) -> str:
    return f"{'+' if value > 0 else ''}{amount(value)}"


def steps_lines(answer: Trades, package: Digits) -> list[str]:
    """Return the joint swaps that lead to a package, or where that breaks."""
    way = answer.way_to(package)
    assert way is not None
    assert answer.start is not None
    who = names([_name(answer, actor) for actor in way.consenting])
    if way.reason:
        return [f"The steps are not told: {way.reason}."]
    if way.swaps is None:
        if not way.worse_off:
            return [f"There are no steps that leave none of {who} worse off: the packages between are impossible."]
        worse = names(
            [
                _name(answer, actor) + (f" (by {amount(by)})" if actor not in answer.reading.ordinal else "")
                for actor, by in way.worse_off.items()
            ]
        )
        return [
            (
                f"There are no steps that leave nobody worse off: compared with the start, the end is worse for {worse}. "
                "It is accepted only because no deal is worse still."
            )
        ]
    lines = []
    here = list(answer.start)
    for step in way.swaps.steps:
        before = tuple(here)
        for k in step:
            here[k] = package[k]
        lines.append(changes_text(answer, before, tuple(here)))
    if way.swaps.width == 1 and len(lines) == 1:
        return ["It is one change, and leaves nobody who must consent worse off."]
    if len(lines) == 1:
        return [f"It goes in one step only, all together: no smaller swaps leave none of {who} worse off on the way."]
    steps = "; then ".join(f"{place}. {text}" for place, text in enumerate(lines, 1))
    largest = way.swaps.width
    said = "one issue at a time" if largest == 1 else f"at most {largest} issues at once, and no fewer would do"
    return [f"Steps that leave none of {who} worse off, {said}: {steps}."]


def mend_text(answer: Trades, lasting: Lasting) -> str:
    """Return which change by whom would mend a package that does not hold."""
    if not lasting.mends:
        return "Nothing would mend that: no package holds by this concept."
    mend = lasting.mends[0]
    parts = []
    for issue, value, by in mend.changes:
        who = names([_name(answer, actor) for actor in by]) if by else "nobody alone"
        parts.append(f"{answer.case.issue_title(issue)} at {value} ({who})")
    concepts = names(["Nash stability" if c == "nash" else c.upper() for c in mend.concepts])
    accepted = "and is acceptable" if mend.acceptable else "but is not acceptable"
    more = " Other changes of as many issues would do." if len(lasting.mends) > 1 else ""
    gains = [
        f"{_name(answer, actor)} {_signed(gain)}"
        for place, actor in enumerate(answer.reading.actors)
        if answer.reading.forms[actor] in CARDINAL
        and (gain := answer.reading.bargain.gain(place, mend.package)) is not None
    ]
    worth = f" Gains over no deal: {', '.join(gains)}." if gains else ""
    return f"To mend that: with {' and '.join(parts)} it would hold by {concepts} {accepted}.{worth}{more}"


def unwilling_lines(answer: Trades, package: Digits) -> list[str]:
    """Return who must take part in changing an issue, though the package is worth less than no deal to it."""
    reading = answer.reading
    if answer.start is None:
        return []
    found = []
    for place, actor in enumerate(reading.actors):
        gain = reading.bargain.gain(place, package)
        changed = [
            answer.case.issue_title(name)
            for name, old, new in zip(reading.frame.issues, answer.start, package, strict=True)
            if old != new and actor in reading.case.issues[name].decided_by
        ]
        if gain is not None and gain < 0 and changed:
            found.append(
                f"{_name(answer, actor)} has less than without a deal, yet must take part in changing {names(changed)}."
            )
    return found


def calendar_line(answer: Trades, erosion: Erosion) -> str:
    """Return what a day does to a package by itself."""
    entry = answer.case.calendar[erosion.entry]
    still = "it is still acceptable" if erosion.acceptable else "it is then no longer acceptable"
    then = ", ".join(f"{answer.case.issue_title(issue)} becomes {value}" for issue, value in entry.then.items())
    return f"On {entry.on} by itself: {then} ({entry.what}); {still}."


def _change_text(answer: Trades, change: Change) -> str:
    within = "which its range allows" if change.within else "beyond its range"
    if change.what == "no deal":
        return f"if no deal were worth more than {amount(change.then)} to it (now {amount(change.now)}), {within}"
    if change.what == "link":
        said = condition(answer.case, change.issue)
        way = "less" if change.below else "more"
        return f"if ({said}) were worth {way} than {amount(change.then)} together (now {amount(change.now)}), {within}"
    title = answer.case.issue_title(change.issue)
    way = "below" if change.below else "above"
    if change.what == "score":
        return f"if it scored {title} {change.value} {way} {amount(change.then)} (now {amount(change.now)}), {within}"
    return f"if the {change.what} of {title} were {way} {amount(change.then)} (now {amount(change.now)}), {within}"


def margin_lines(answer: Trades, package: Digits) -> list[str]:
    """Return how near a package is to being refused: the nearest actor, and the single change that would do it."""
    found = answer.margins(package)
    pivotal = [margin for margin in found if margin.pivotal]
    if not pivotal:
        return ["no single actor's refusal would undo it."]
    ordering = [_name(answer, margin.actor) for margin in pivotal if margin.actor in answer.reading.ordinal]
    told = [margin for margin in pivotal if margin.actor not in answer.reading.ordinal]
    if not told:
        return [f"it cannot do without {names(ordering)}, and an order does not say how near a refusal is."]
    nearest = told[0]
    name = _name(answer, nearest.actor)
    rest = f" How near {names(ordering)} is, an order does not say." if ordering else ""
    among = "of those it cannot do without, nearest" if len(pivotal) < len(found) else "nearest"
    text = (
        f"{among} to refusing is {name}, with {amount(nearest.gain)} more than no deal "
        f"({percent(float(nearest.share))} of what is at stake for it)"
    )
    inside = [(change, margin.actor) for margin in pivotal for change in margin.changes if change.within]
    if inside:
        change, actor = min(inside, key=lambda pair: pair[0].strain or Fraction(0))
        return [f"{text}. It falls with {_name(answer, actor)} already {_change_text(answer, change)}.{rest}"]
    if nearest.changes:
        return [f"{text}. It falls with {name} {_change_text(answer, nearest.changes[0])}.{rest}"]
    return [f"{text}.{rest}"]


def miss_lines(answer: Trades, miss: Miss) -> list[str]:
    """Return what is nearest to a deal, and whose no deal stands in the way by how much."""
    if miss.package is None:
        return ["What is nearest cannot be told: no deal is not known for everybody."]
    ordinal = answer.reading.ordinal
    short = names([_name(answer, a) + ("" if a in ordinal else f" (by {amount(by)})") for a, by in miss.short.items()])
    outcome = answer.reading.outcome(miss.package)
    what = "; ".join(f"{answer.case.issue_title(name)}: {value}" for name, value in outcome.items())
    if answer.start is not None:
        what = f"from the start, {changes_text(answer, answer.start, miss.package)}"
    lines = [
        (
            f"Nearest, by the shortfall as a share of what is at stake for each: {what}. "
            f"It is worth less than no deal to {short}."
        )
    ]
    for actor, by in miss.alone.items():
        if actor in ordinal:
            lines.append(f"A lower no deal of {_name(answer, actor)} alone would open a zone.")
        else:
            lines.append(
                f"If no deal were worth {amount(by)} less to {_name(answer, actor)}, that alone would open a zone."
            )
    if not miss.alone:
        lines.append("No single actor's lower no deal would open a zone: at least two stand in the way.")
    return lines
