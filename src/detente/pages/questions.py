"""The sections that answer the three questions: the words of the terminal's pages, with charts and a table behind each."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from detente.pages.blocks import Chart, Items, Paragraph, Section, Subheading, Table
from detente.pages.charts import draw, forecast_spec, heat_spec, scatter_spec, tornado_spec
from detente.pages.recorder import Recorder, subheads
from detente.report.page import print_holds
from detente.report.settle_words import on, place_text, span_text
from detente.report.settles_page import print_settles
from detente.report.trade_words import amount
from detente.report.trades_page import print_trades
from detente.report.wide_page import print_wide
from detente.settling.answer import FORECAST
from detente.wide import HoldsWide

if TYPE_CHECKING:
    from detente.answers import Holds
    from detente.pages.blocks import Block
    from detente.report.glance import Glance
    from detente.settling.answer import Settles
    from detente.settling.stands import Place
    from detente.trading.answer import Trades

__all__ = ["holds_section", "settles_section", "trades_section"]

SHOWN_ACTORS = 12
SHOWN_LEVERS = 10
MAX_PAIRS = 3
MAX_STATES = 60_000
_RULES = (
    ("spatial.mean", "plain mean"),
    ("spatial.median", "weighted median"),
    ("spatial.middle", "middle of the scale"),
)


def holds_section(answer: Holds | HoldsWide | None, glance: Glance, name: str, missing: str) -> Section:
    """Return what holds, with reasons, and what upsets the rest."""
    section = Section("holds", "What holds?")
    section.say("Which outcomes would nobody upset, given what each can do next?", "note")
    if answer is None:
        section.say(missing, "add")
        return section
    recorder = Recorder()
    if isinstance(answer, HoldsWide):
        print_wide(answer, glance, recorder, name=name)
    else:
        print_holds(answer, glance, recorder, name=name)
    for start in ("Where things stand", "What holds", "Outcomes that hold", "What is best for whom", "Not finished"):
        title = next((title for title, _ in recorder.parts if title.startswith(start)), "")
        blocks = recorder.section(start)
        if blocks:
            section.blocks += [Subheading(title), *subheads(blocks)]
    notes = recorder.section("Notes")
    if notes:
        section.blocks += [Subheading("To bear in mind"), *notes]
    return section


def settles_section(answer: Settles | None, name: str, missing: str) -> Section:
    """Return where each issue on a scale settles: distribution, baselines, levers."""
    section = Section("settles", "Where does it settle?")
    section.say("The likely settlement of each issue on a scale, how sure that is, and what would move it.", "note")
    if answer is None:
        section.say(missing, "add")
        return section
    recorder = Recorder()
    print_settles(answer, recorder, name=name)
    for place in answer.places:
        blocks = recorder.section(place.title)
        section.blocks.append(Subheading(place.title, f"issue-{place.name}"))
        chart = _forecast_chart(answer, place)
        if chart is not None:
            section.blocks.append(chart)
        tornado = _tornado_chart(answer, place)
        section.blocks += subheads(blocks)
        if tornado is not None:
            section.blocks.append(tornado)
    for start in ("Exchanges", "The settlement as an outcome", "Notes"):
        title = next((title for title, _ in recorder.parts if title.startswith(start)), "")
        blocks = recorder.section(start)
        if blocks:
            section.blocks += [Subheading("To bear in mind" if start == "Notes" else title), *subheads(blocks)]
    return section


def _forecast_chart(answer: Settles, place: Place) -> Chart | None:
    found = answer.found[place.name]
    spread = found[FORECAST].spread
    if spread is None:
        return None
    rows: list[tuple[str, float, float, float, str]] = []
    for method, label in _RULES:
        point = found[method].point if method in found else None
        if point is not None:
            rows.append((label, point, point, point, "rule"))
    for stand in place.stands[:SHOWN_ACTORS]:
        low, best, high = (float(getattr(stand.position, end)) for end in ("low", "best", "high"))
        rows.append((answer.stands.name(stand.actor), low, best, high, "actor"))
    fifty, eighty = spread.intervals
    title = f"{place.title}: how likely each place is"
    svg = draw(forecast_spec(title, spread, (place.low, place.high), place.unit, rows))
    says = (
        f"The forecast for {place.title} has its median at {place_text(place, spread.median)}. Half of the probability lies "
        f"between {_between(place, fifty)}, four fifths between {_between(place, eighty)}, on a scale of "
        f"{span_text(place, (place.low, place.high))}. Each interval is the shortest that holds so much, so the "
        f"median need not "
        "be in its middle."
    )
    body = [
        ("forecast, median", on(place, spread.median)),
        ("50 % interval", span_text(place, fifty)),
        ("80 % interval", span_text(place, eighty)),
    ]
    body += [
        (label, on(place, best) + (f" ({on(place, low)} to {on(place, high)})" if high > low else ""))
        for label, low, best, high, _ in rows
    ]
    table = Table(
        f"{place.title}: the numbers of the chart",
        ("what", f"place{f', {place.unit}' if place.unit else ''}"),
        tuple(body),
        frozenset({1}),
    )
    return Chart(title, says, svg, table)


def _between(place: Place, span: tuple[float, float]) -> str:
    """Return an interval as "x and y"."""
    return f"{on(place, span[0])} and {on(place, span[1])}"


def _tornado_chart(answer: Settles, place: Place) -> Chart | None:
    levers_of_place = answer.levers[place.name]
    if levers_of_place is None:
        return None
    levers = [
        lever
        for lever in levers_of_place.rows
        if lever.swing > 0 and lever.at_low is not None and lever.at_high is not None
    ]
    levers = sorted(levers, key=lambda lever: -lever.swing)[:SHOWN_LEVERS]
    point = answer.found[place.name]["spatial.mean"].point if "spatial.mean" in answer.found[place.name] else None
    if not levers or point is None:
        return None
    now = answer.found[place.name][FORECAST].point
    bars = [
        (answer.stands.name(one.actor), one.what, float(one.at_low or 0), float(one.at_high or 0), one.assumed)
        for one in levers
    ]
    title = f"{place.title}: what moves the settlement"
    svg = draw(tornado_spec(title, bars, point if now is None else now, place.unit))
    rows = tuple(
        (f"{actor}: {what}", on(place, low), on(place, high), "the usual doubt" if assumed else "your range")
        for actor, what, low, high, assumed in bars
    )
    table = Table(
        f"{place.title}: the settlement at both ends of each input",
        ("input", "at its low end", "at its high end", "the ends are"),
        rows,
        frozenset({1, 2}),
    )
    first = bars[0]
    says = (
        f"What moves the compromise on {place.title} most is the {first[1]} of {first[0]}: from {on(place, first[2])} to "
        f"{on(place, first[3])}. The dashed line is the compromise with the best values; the forecast also knows "
        f"the usual errors."
    )
    return Chart(title, says, svg, table)


def trades_section(answer: Trades | None, name: str, missing: str) -> Section:
    """Return what can be traded: who must agree, packages, the trade in words, whether it holds, how sure."""
    section = Section("trades", "What can be traded?")
    section.say(
        "Which packages would everybody needed accept, which waste nothing, and would they hold once signed?", "note"
    )
    if answer is None:
        section.say(missing, "add")
        return section
    recorder = Recorder()
    print_trades(answer, recorder, name=name)
    parts = [part for part in recorder.parts if part[0] and part[0] not in ("Try next", answer.case.title)]
    for title, blocks in parts:
        if not blocks:
            continue
        section.blocks.append(Subheading("To bear in mind" if title == "Notes" else title))
        section.blocks += subheads(blocks)
        if title.startswith("What could be agreed"):
            section.blocks += _scatter_charts(answer)
        if title.startswith("Packages"):
            section.blocks += _heat_chart(answer)
    return section


def _worths(answer: Trades) -> tuple[list[int], list[tuple[tuple[Fraction, ...], str]]]:
    """Return the actors who count and have a unit, and packages with what each is worth to them and of what kind it is."""
    zone, bargain = answer.zone, answer.zone.bargain
    counted = [place for place in bargain.counted if answer.reading.actors[place] not in answer.reading.ordinal]
    frontier = {tuple(row) for row in _points(answer, counted)}
    found: dict[tuple[Fraction, ...], str] = {}
    if zone.grid is not None and bargain.grid <= MAX_STATES:
        possible, acceptable = zone.grid.possible, zone.grid.acceptable
        amounts = {place: zone.grid.amounts_of(place).at(np.arange(bargain.grid)) for place in counted}
        for state in np.flatnonzero(possible).tolist():
            key = tuple(Fraction(int(amounts[place][state]), bargain.units[place]) for place in counted)
            kind = "efficient" if key in frontier else "acceptable" if acceptable[state] else "other"
            if found.get(key) != "efficient":
                found[key] = kind
    else:
        found = dict.fromkeys(frontier, "efficient")
    return counted, list(found.items())


def _points(answer: Trades, counted: list[int]) -> list[tuple[Fraction, ...]]:
    bargain = answer.zone.bargain
    columns = [bargain.counted.index(place) for place in counted]
    table = (
        answer.zone.acceptable_pareto.worth if len(answer.zone.acceptable_pareto.worth) else answer.zone.pareto.worth
    )
    return [
        tuple(Fraction(int(row[column]), bargain.units[place]) for column, place in zip(columns, counted, strict=True))
        for row in table.tolist()
    ]


def _scatter_charts(answer: Trades) -> list[Block]:
    """Return a chart of packages for each pair of actors who count: what they are worth to both, no deal, the solutions."""
    counted, points = _worths(answer)
    if len(counted) < 2 or not points:
        return [Paragraph("A chart of packages needs two actors with scores or positions whose consent counts.", "add")]
    bargain = answer.zone.bargain
    blocks: list[Block] = []
    pairs = [(a, b) for a in range(len(counted)) for b in range(a + 1, len(counted))][:MAX_PAIRS]
    for a, b in pairs:
        names = tuple(answer.reading.case.actors[answer.reading.actors[counted[k]]].name for k in (a, b))
        reserves = [bargain.no_deal[counted[k]] for k in (a, b)]
        no_deal = tuple(
            None if reserve is None else float(Fraction(reserve, bargain.units[counted[k]]))
            for reserve, k in zip(reserves, (a, b), strict=True)
        )
        marked: dict[tuple[float, float], str] = {}
        for place, chosen in enumerate(answer.recommended):
            at = (float(bargain.worth(counted[a], chosen.package)), float(bargain.worth(counted[b], chosen.package)))
            marked[at] = marked.get(at, "") + chr(ord("A") + place)
        drawn = [(float(worth[a]), float(worth[b]), kind) for worth, kind in points]
        title = f"Packages, {names[0]} and {names[1]}"
        svg = draw(
            scatter_spec(
                title,
                drawn,
                (names[0], names[1]),
                (no_deal[0], no_deal[1]),
                [(x, y, label) for (x, y), label in marked.items()],
                others=len(bargain.counted) > 2,
            )
        )
        rows = [
            (
                f"package {label}",
                amount(Fraction(x).limit_denominator(1000)),
                amount(Fraction(y).limit_denominator(1000)),
            )
            for (x, y), label in marked.items()
        ]
        told = ["not known" if one is None else amount(Fraction(one).limit_denominator(1000)) for one in no_deal]
        rows.append(("no deal", told[0], told[1]))
        kinds = {kind: sum(one == kind for _, one in points) for kind in ("efficient", "acceptable", "other")}
        says = (
            f"Each mark is a package by what it is worth to {names[0]} and {names[1]}: {kinds['efficient']:,} "
            f"efficient acceptable ones, {kinds['acceptable']:,} more acceptable, "
            f"{kinds['other']:,} others. Dashed lines are no deal; squares are the packages told below."
        )
        table = Table(
            f"Packages and no deal, worth to {names[0]} and {names[1]}",
            ("package", names[0], names[1]),
            tuple(rows),
            frozenset({1, 2}),
        )
        blocks.append(Chart(title, says, svg, table))
    return blocks


def _heat_chart(answer: Trades) -> list[Block]:
    """Return the heat map of the first package: how good its value on each issue is to each actor."""
    if not answer.recommended:
        return []
    package = answer.recommended[0].package
    frame, bargain = answer.reading.frame, answer.zone.bargain
    actors = [
        place
        for place in range(len(answer.reading.actors))
        if answer.reading.actors[place] not in answer.reading.ordinal and bargain.terms[place]
    ]
    cells: list[tuple[str, str, float | None]] = []
    values: dict[str, str] = {}
    for issue, name in enumerate(frame.issues):
        title = answer.case.issue_title(name) if name in answer.case.issues else name
        values[title] = str(frame.values[issue][package[issue]])
        for place in actors:
            worths = [
                bargain.worth(place, (*package[:issue], value, *package[issue + 1 :]))
                for value in range(len(frame.values[issue]))
            ]
            span = max(worths) - min(worths)
            share = None if not span else float((worths[package[issue]] - min(worths)) / span)
            cells.append((title, answer.reading.case.actors[answer.reading.actors[place]].name, share))
    if not actors:
        return [Items(("A map of issues and actors needs scores or positions.",))]
    names = list(dict.fromkeys(actor for _, actor, _ in cells))
    rows = tuple(
        (title, value, *("–" if share is None else f"{share:.0%}" for issue, _, share in cells if issue == title))
        for title, value in values.items()
    )
    best = max(cells, key=lambda cell: -1.0 if cell[2] is None else cell[2])
    says = (
        f"Package A, issue by issue: 100 % is an actor’s best value on the issue, 0 % its worst, with the rest of "
        f"the package as it is. "
        f"For example {best[0]} = {values[best[0]]} gives {best[1]} {0 if best[2] is None else best[2]:.0%}."
    )
    title = "Package A: how good each value is to each actor"
    svg = draw(heat_spec(title, cells, values))
    table = Table(title, ("issue", "value", *names), rows, frozenset(range(2, 2 + len(names))))
    return [Chart(title, says, svg, table)]
