"""The page of ``detente trades``: the zone, the packages and whether they would hold, the trade in words, how sure it is."""

from __future__ import annotations

import shlex
from fractions import Fraction
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

from detente.expressions import quoted
from detente.methods import METHODS
from detente.report.glance import agreement_words
from detente.report.layout import heading, items, line
from detente.report.reasons import verdict_text
from detente.report.trade_words import (
    amount,
    calendar_line,
    changes_text,
    gives_and_gets,
    margin_lines,
    mend_text,
    miss_lines,
    no_deal_text,
    percent,
    steps_lines,
    unwilling_lines,
)
from detente.report.words import names
from detente.space import count_text
from detente.trading.award import Awarded
from detente.trading.document import most_often, package_shares, reserve_of, reserve_range, utility_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from detente.deals.bargain import Digits
    from detente.trading.answer import Recommended, Trades

__all__ = ["print_trades"]

FOLD_FROM = 7


def _short(method: str) -> str:
    return METHODS[method].title.removesuffix(" bargaining solution").removesuffix(" solution")


def _concept(name: str) -> str:
    return "Nash stability" if name == "nash" else name.upper()


def print_trades(answer: Trades, console: Console, *, name: str, over_time: bool = False) -> None:
    """Print the answer to "what can be traded?" (``detente trades``)."""
    case = answer.case
    day = f"no deal as of {answer.reading.on}" if answer.reading.on else ""
    console.print(Text(case.title, style="bold"), Text(day))
    line(console, "What can be traded? Which packages would everybody needed accept, and would they hold?", 0, "italic")
    _consent(console, answer)
    _zone(console, answer)
    if answer.recommended:
        _packages(console, answer)
        _trade(console, answer)
        _sure(console, answer)
    if over_time:
        _over_time(console, answer)
    heading(console, "Notes")
    items(console, [*answer.notes, *_conventions(answer)])
    _next(console, answer, name, over_time=over_time)


def _consent(console: Console, answer: Trades) -> None:
    heading(console, "1. Who must agree, and what each has without agreement")
    line(console, agreement_words(answer.case) or "No agreement rule is given, so a deal needs every actor.")
    outside = [
        answer.reading.case.actors[a].name for a in answer.reading.actors if not answer.case.actors[a].in_the_room
    ]
    if outside:
        line(console, f"Outside the room: {names(outside)}.")
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for title in ("actor", "read by"):
        table.add_column(title)
    table.add_column("no deal is worth", justify="right")
    table.add_column("best acceptable", justify="right")
    table.add_column("no deal is", overflow="fold")
    for actor in answer.reading.actors:
        form = answer.reading.forms[actor]
        reserve = reserve_of(answer, actor)
        ideal = answer.ideal.get(actor)
        best = None if ideal is None else amount(ideal)
        if actor in answer.reading.ordinal and (rank := answer.best_acceptable_rank(actor)) is not None:
            best = _rank(answer, actor, rank)
        worth = (
            "-" if reserve is None else _rank(answer, actor, int(reserve)) if actor in answer.reading.ordinal
            else amount(Fraction(reserve))
        )  # fmt: skip
        between = reserve_range(answer, actor)
        if between is not None:
            worth += f" ({amount(between[0])} to {amount(between[1])})"
        table.add_row(
            answer.case.actors[actor].name,
            form or "nothing",
            worth,
            best or "-",
            no_deal_text(answer, actor),
        )
    console.print(table)


def _zone(console: Console, answer: Trades) -> None:
    heading(console, "2. What could be agreed")
    zone = answer.zone
    grid = zone.bargain.grid
    of = f" of {_large(grid)} combinations" if zone.outcomes != grid else ""
    unknown = [
        answer.case.actors[answer.reading.actors[place]].name
        for place in zone.bargain.consent.concerned
        if zone.bargain.no_deal[place] is None
    ]
    if zone.acceptable is not None:
        said = f"{_large(zone.acceptable)} of them {'has' if zone.acceptable == 1 else 'have'} the consent needed"
    elif answer.sampled_share is not None:
        share, low, high = answer.sampled_share
        said = f"about {share:.1%} of them ({low:.1%} to {high:.1%}, sampled) have the consent needed"
    else:
        said = "how many have the consent needed is not known"
    if unknown:
        said += f", if {names(unknown)}, whose no deal is not known, would accept any"
    line(console, f"{_large(zone.outcomes)} packages are possible{of}; {said}.")
    told = []
    for text, frontier in (("all", zone.pareto), ("the acceptable ones", zone.acceptable_pareto)):
        if frontier.counts:
            points = f" at {len(frontier.counts):,} points" if frontier.total != len(frontier.counts) else ""
            told.append(f"{_large(frontier.total)}{points} among {text}")
    if told:
        exact = "" if zone.is_exact else ", within the bounds in the notes"
        line(console, f"Efficient, so that no other is better for one and worse for none: {' and '.join(told)}{exact}.")
    if answer.miss is not None:
        line(
            console,
            "There is no zone of agreement: no package is worth at least no deal to everybody needed.",
            style="bold",
        )
        items(console, miss_lines(answer, answer.miss), 4)


def _large(count: int) -> str:
    return f"{count:,}" if count < 10**15 else count_text(count)


# ---- packages


def _letter(place: int) -> str:
    return chr(ord("A") + place)


def _packages(console: Console, answer: Trades) -> None:
    heading(console, "3. Packages, and whether they would hold once signed")
    chosen = answer.recommended
    console.print(_packages_table(answer, chosen))
    for method in answer.solutions:
        total = answer.solution_count(method)
        if total > 1:
            line(
                console, f"{_short(method)}: {_large(total)} packages tie; the first is shown, --json lists up to 200."
            )
    if isinstance(answer.division, Awarded):
        line(console, _division_text(answer, answer.division))
    if answer.holds is None:
        line(console, answer.holds_reason)
    elif not answer.holds.conflict.alone and not answer.holds.conflict.extra:
        line(console, "Nobody can change anything alone in this case, so only a joint step could upset a package.")
    for place, one in enumerate(chosen):
        _lasting(console, answer, _letter(place), one)


def _packages_table(answer: Trades, chosen: Sequence[Recommended]) -> Table:
    reading, case = answer.reading, answer.case
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    columns = [one.package for one in chosen]
    lead = [] if answer.start is None else [answer.start]
    for title in ["", *(["start"] if lead else []), *map(_letter, range(len(chosen)))]:
        table.add_column(title, overflow="fold", style="dim" if title == "start" else "")
    dash = [""] * len(lead)
    by = "most often solution by" if answer.is_ordinal else "solution by"
    table.add_row(by, *dash, *(", ".join(_short(m) for m in one.methods) or "named" for one in chosen))
    table.add_section()
    shown = [
        k
        for k in range(len(reading.frame.issues))
        if len(reading.frame.issues) <= FOLD_FROM * 2 or len({package[k] for package in [*lead, *columns]}) > 1
    ]
    for k in shown:
        values = reading.frame.values[k]
        table.add_row(case.issue_title(reading.frame.issues[k]), *(values[p[k]] for p in [*lead, *columns]))
    if len(shown) < len(reading.frame.issues):
        table.add_row(f"{len(reading.frame.issues) - len(shown)} more issues are the same in all", *dash)
    table.add_section()
    for actor in reading.actors:
        if reading.forms[actor] is not None:
            table.add_row(f"worth to {case.actors[actor].name}", *(_worth(answer, actor, p) for p in [*lead, *columns]))
    if answer.holds is not None:
        table.add_section()
        table.add_row("holds by", *(_held(answer, package) for package in [*lead, *columns]), style="bold")
    shares = [package_shares(answer, package) for package in columns]
    if all(shares):
        table.add_section()
        for title, key in (("acceptable in draws", "acceptable"), ("wastes nothing in draws", "efficient")):
            table.add_row(title, *dash, *(percent(found[key]) for found in shares if found))
    return table


def _rank(answer: Trades, actor: str, rank: int) -> str:
    return f"rank {rank:,} of {answer.best_rank(actor):,}"


def _held(answer: Trades, package: Digits) -> str:
    lasting = answer.lasting(package)
    return names([_concept(c) for c in lasting.concepts]) if lasting and lasting.concepts else "no"


def _worth(answer: Trades, actor: str, package: Digits) -> str:
    place = answer.reading.actors.index(actor)
    worth = utility_of(answer, package)[actor]
    if worth is None:
        return "-"
    if actor in answer.reading.ordinal:
        return _rank(answer, actor, int(worth))
    gain = answer.reading.bargain.gain(place, package)
    return amount(Fraction(worth)) + ("" if gain is None else f" ({'+' if gain >= 0 else ''}{amount(gain)})")


def _division_text(answer: Trades, awarded: Awarded) -> str:
    first, second = (answer.case.actors[answer.reading.actors[place]].name for place in awarded.actors)
    points = " and ".join(
        f"{amount(p)} of 100 points for {who}" for p, who in zip(awarded.division.points, (first, second), strict=True)
    )
    if awarded.division.split is None:
        return f"Adjusted Winner: {points}; no issue is split."
    issue = answer.reading.frame.issues[awarded.issues[awarded.division.split]]
    share = awarded.division.shares[awarded.division.split]
    return (
        f"Adjusted Winner: {points}; {answer.case.issue_title(issue)} is split, {share} of it the way {first} wants it, "
        f"{1 - share} the way {second} wants it."
    )


def _lasting(console: Console, answer: Trades, letter: str, chosen: Recommended) -> None:
    lasting = answer.lasting(chosen.package)
    texts = []
    if lasting is not None and answer.holds is not None:
        if not lasting.failing:
            line(console, f"{letter} holds by every concept.", style="bold")
        elif lasting.concepts:
            by = names([_concept(c) for c in lasting.concepts])
            line(
                console,
                f"{letter} holds by {by}, not by {names([_concept(c) for c in lasting.failing], 'or')}.",
                style="bold",
            )
        else:
            line(console, f"{letter} does not hold by any concept.", style="bold")
        if lasting.asked:
            texts += [
                f"By {_concept(lasting.asked)}: {verdict_text(answer.holds, verdict)}" for verdict in lasting.breakers
            ]
            texts.append(mend_text(answer, lasting))
    texts += unwilling_lines(answer, chosen.package)
    texts += [calendar_line(answer, erosion) for erosion in answer.erosions(chosen.package)]
    items(console, texts, 4)


# ---- the trade


def _trade(console: Console, answer: Trades) -> None:
    if answer.start is None:
        return
    package = answer.recommended[0].package
    from_quo = answer.start == answer.reading.start
    where = "the status quo" if from_quo else "the outcome named by --from"
    heading(console, f"4. The trade: from {where} to A")
    if package == answer.start:
        line(console, "A is where things stand: nothing has to change.")
        return
    items(console, gives_and_gets(answer, package))
    items(console, steps_lines(answer, package))


# ---- how sure


def _sure(console: Console, answer: Trades) -> None:
    heading(console, "5. How sure that is")
    for place, chosen in enumerate(answer.recommended):
        items(console, [f"{_letter(place)}: {text}" for text in margin_lines(answer, chosen.package)])
    shares = answer.shares
    if shares is None:
        return
    line(console, f"{shares.draws:,} draws from the ranges and orders, seed {answer.seed}. Most often the solution:")
    letters = {chosen.package: _letter(place) for place, chosen in enumerate(answer.recommended)}
    texts = []
    for method in shares.solution:
        found = most_often(answer, method, 3)
        said = [
            f"{letters.get(package) or 'A but ' + changes_text(answer, answer.recommended[0].package, package)} "
            f"({percent(share)})"
            for package, share in found
        ]
        texts.append(f"{_short(method)}: {'; '.join(said) or 'none in any draw'}")
    items(console, texts, 4)
    if shares.empty:
        line(console, f"In {percent(shares.empty)} of the draws no package is acceptable.")


def _over_time(console: Console, answer: Trades) -> None:
    heading(console, "6. Over time")
    if not answer.case.calendar:
        line(console, "The case has no calendar, so no deal stays what it is.")
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for title in ("from", "to", "zone of agreement"):
        table.add_column(title)
    table.add_column("acceptable", justify="right")
    for actor in answer.reading.actors:
        table.add_column(f"no deal: {answer.case.actors[actor].name}", justify="right", overflow="fold")
    before: bool | None = None
    texts = []
    for period in answer.periods:
        worth = ["-" if w is None or a in answer.reading.ordinal else amount(w) for a, w in period.no_deal.items()]
        count = "not counted" if period.acceptable is None else _large(period.acceptable)
        ends = (str(period.since or "the start"), str(period.until or "no end"))
        table.add_row(*ends, "open" if period.is_open else "closed", count, *worth)
        events = names([answer.case.calendar[entry].what for entry in period.entries])
        if before is not None and before != period.is_open:
            texts.append(f"On {period.since} the zone {'opens' if period.is_open else 'closes'}: {events}.")
        elif events:
            texts.append(f"{period.since}: {events}. The zone stays {'open' if period.is_open else 'closed'}.")
        before = period.is_open
    console.print(table)
    items(console, texts)


def _conventions(answer: Trades) -> list[str]:
    found = [
        (
            "A package is acceptable to an actor that has at least its no deal. No deal may lie below the worst package and is "
            "never lifted to it."
        ),
    ]
    if answer.reading.ordinal:
        found.append("Ranks go from 0, the worst possible package, up: higher is better.")
    if answer.solutions or answer.shares is not None:
        found.append(
            "Nash: largest product of gains over no deal. Kalai-Smorodinsky: largest smallest share of each one's best "
            "acceptable gain. Egalitarian: largest smallest gain. Utilitarian: largest sum. The last two compare units "
            "between actors. `detente methods` lists the references."
        )
    found.append("Fair by a rule is not just, and a package that holds is not therefore likely.")
    return found


def _next(console: Console, answer: Trades, name: str, *, over_time: bool) -> None:
    heading(console, "Try next")
    commands = []
    if answer.case.calendar and not over_time:
        commands.append(f"detente trades {name} --over-time")
        later = [
            entry.on for entry in answer.case.calendar if answer.reading.on is None or entry.on > answer.reading.on
        ]
        commands += [f"detente trades {name} --on {min(later)}"] if later else []
    if any(len(own.forms) > 1 for own in answer.case.preferences.values()):
        used = set(answer.reading.forms.values())
        others = [
            f for own in answer.case.preferences.values() for f in own.forms if len(own.forms) > 1 and f not in used
        ]
        commands += [f"detente trades {name} --by {other}" for other in others[:1]]
    if answer.recommended and answer.start is not None and answer.recommended[0].package != answer.start:
        reading = answer.reading
        package = answer.recommended[0].package
        parts = zip(reading.frame.issues, reading.frame.values, package, answer.start, strict=True)
        said = ", ".join(f"{n} = {quoted(v[a])}" for n, v, a, b in parts if a != b and n in answer.case.issues)
        if answer.holds is not None:
            commands.append(f"detente holds {name} --why {shlex.quote(said)}")
    commands.append(f"detente show {name} --because")
    for command in commands:
        console.print(Text(f"  {command}"), soft_wrap=True)
