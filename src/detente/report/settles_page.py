"""The page of ``detente settles``: forecast, models and levers of each issue; exchanges; the settlement as an outcome."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

from detente.methods import METHODS
from detente.report.layout import heading, items, line
from detente.report.settle_words import (
    challenge_text,
    exchange_text,
    judged_lines,
    lever_text,
    nudge_text,
    number,
    on,
    place_text,
    politics_text,
    range_text,
    span_text,
)
from detente.report.strip import strip_lines
from detente.report.words import names
from detente.settling.answer import BASELINES, FORECAST, WITHIN
from detente.settling.document import masses_at
from detente.settling.steps import Steps
from detente.spatial.averages import median
from detente.spatial.residuals import ISSUES, PLAIN, RESIDUALS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console

    from detente.settling.answer import Found, Settles
    from detente.settling.stands import Place

__all__ = ["print_settles"]

SHOWN_ROWS = 30
SHOWN_LEVERS = 6
SHOWN_NUDGES = 3
SHOWN_EXCHANGES = 8
SHOWN_MOVES = 60
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def print_settles(answer: Settles, console: Console, *, name: str, why: bool = False) -> None:
    """Print the answer to "where does it settle?" (``detente settles``)."""
    console.print(Text(answer.case.title, style="bold"))
    line(
        console,
        "Where does it settle? The likely settlement of each issue on a scale, and what would move it.",
        0,
        "italic",
    )
    steps = Steps(answer.stands, answer.best)
    for count, place in enumerate(answer.places, 1):
        heading(console, f"{count}. {place.title}")
        _positions(console, answer, place)
        _forecast(console, answer, place)
        _models(console, answer, place)
        _levers(console, answer, place)
        if why:
            _why(console, answer, steps, place)
    count = len(answer.places)
    if len(answer.places) > 1:
        count += 1
        heading(console, f"{count}. Exchanges: what could be traded between these issues")
        _exchanges(console, answer, steps)
    count += 1
    heading(console, f"{count}. The settlement as an outcome of the case")
    _outcomes(console, answer)
    if why and not answer.is_too_large("spatial.smp-ktab") and steps.politics:
        heading(console, "The bargains of SMP, turn by turn")
        items(console, _cut([politics_text(answer, move) for move in steps.politics]))
    heading(console, "Notes")
    items(console, answer.notes)
    _next(console, answer, name, why=why)


def _letters(place: Place) -> dict[str, str]:
    """Return actor -> the letter that stands for it; the last one stands for all beyond the alphabet."""
    return {stand.actor: _LETTERS[min(k, len(_LETTERS) - 1)] for k, stand in enumerate(place.stands)}


def _positions(console: Console, answer: Settles, place: Place) -> None:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("")
    table.add_column("actor", overflow="fold")
    for title in (f"position{f', {place.unit}' if place.unit else ''}", "salience", "capability", "weight"):
        table.add_column(title, justify="right", overflow="fold")
    letters = _letters(place)
    k = answer.places.index(place)
    _, salience, capability = (part[0] for part in answer.best.one(k))
    weights = salience * capability
    total = weights.sum()
    for stand, weight in list(zip(place.stands, weights, strict=True))[:SHOWN_ROWS]:
        table.add_row(
            letters[stand.actor],
            answer.stands.name(stand.actor) + (" (from its scores)" if stand.read == "scores" else ""),
            range_text(stand.position),
            range_text(stand.salience, 100),
            range_text(answer.stands.capability[stand.actor]),
            f"{weight / total:.0%}" if total else "-",
        )
    if len(place.stands) > SHOWN_ROWS:
        table.add_row("", f"{len(place.stands) - SHOWN_ROWS} more", "", "", "", "")
    console.print(table)
    ends = sorted(place.values.items(), key=lambda pair: pair[1])
    said = ", ".join(f"{value} {on(place, where)}" for value, where in ends)
    quo = f"The status quo is at {place_text(place, place.status_quo)}. " if place.status_quo is not None else ""
    line(console, f"{quo}The scale: {said or span_text(place, (place.low, place.high))}.")


def _forecast(console: Console, answer: Settles, place: Place) -> None:
    spread = answer.found[place.name][FORECAST].spread
    if spread is None:
        line(console, "There is no forecast: nobody has both salience and capability here.", style="bold")
        return
    quotes = {loss: answer.quote(place.name, loss) for loss in ("absolute", "squared", "within5")}
    fifty, eighty = spread.intervals
    chosen = quotes[answer.loss]
    assert chosen is not None
    line(
        console,
        f"Forecast: {place_text(place, chosen)}. With 80 % probability {span_text(place, eighty)}, with 50 % "
        f"{span_text(place, fifty)}.",
        style="bold",
    )
    point = answer.found[place.name][FORECAST].point
    if point is not None:
        line(
            console,
            f"It is the compromise, {on(place, point)} with your best values, spread by your ranges and its usual errors.",
        )
    nearest = masses_at(spread, place)
    if nearest:
        line(console, f"Nearest to {', '.join(f'{value} {mass:.0%}' for value, mass in nearest.items())}.")
    marks: dict[str, list[float]] = {}
    for stand in place.stands:
        marks.setdefault(_letters(place)[stand.actor], []).append(float(stand.position.best))
    for row in strip_lines(spread, (place.low, place.high), marks, (on(place, place.low), on(place, place.high))):
        console.print(Text(f"    {row}"), no_wrap=True, overflow="crop")
    line(console, "◆ the median, ━ half of the mass, ─ four fifths; letters: who stands where.", style="dim")
    others = {
        "absolute": "for the least error on average",
        "squared": "where large errors weigh most",
        "within5": f"for the best chance of a hit within {on(place, WITHIN * (place.high - place.low))}",
    }
    told = [f"{on(place, value)} {others[loss]}" for loss, value in quotes.items() if value is not None]
    line(console, f"Which point to quote depends on what an error costs: {'; '.join(told)}.")


def _models(console: Console, answer: Settles, place: Place) -> None:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("model", no_wrap=True)
    table.add_column("point", justify="right")
    table.add_column("80 % of draws", justify="right", no_wrap=True)
    table.add_column("80 % forecast", justify="right", no_wrap=True)
    table.add_column("EU error", justify="right")
    found = answer.found[place.name]
    jumps = []
    order = [FORECAST, *BASELINES, *(method for method in found if method not in (FORECAST, *BASELINES))]
    for method in order:
        one = found[method]
        title = METHODS[method].title
        if one.point is None and one.none == 1:
            none = (
                "too large"
                if answer.is_too_large(method)
                else "no status quo"
                if method == "spatial.nash-status-quo" and place.status_quo is None
                else "no answer"
            )
            table.add_row(title, none, "", "", "")
            continue
        point = "no answer" if one.point is None else on(place, one.point)
        draws = (
            "-"
            if one.inputs is None or not (one.draws or one.inputs.places.size > 1)
            else span_text(place, one.inputs.shortest(0.8), bare=True)
        )
        if one.point is not None and one.draws and one.inputs is not None:
            low, high = one.inputs.shortest(0.8)
            if not low <= one.point <= high:
                point += "*"
                jumps.append(title)
        errors = "-" if one.spread is None else span_text(place, one.spread.shortest(0.8), bare=True)
        known = f"{RESIDUALS[method].mae:.1f}" if one.own_errors else "-"
        table.add_row(title, point, draws, errors, known, style="dim" if method in BASELINES else "")
        if method == BASELINES[-1]:
            table.add_section()
    console.print(table)
    if jumps:
        line(console, f"* The point lies outside: {names(jumps)} jumps when a number changes a little.")
    _silent(console, found)
    if place is not answer.places[0]:
        return
    best = RESIDUALS[FORECAST]
    line(
        console,
        "Draws: where the point goes as your ranges are drawn. Forecast: where the settlement is, with the errors that such a "
        "model makes. EU error: how far off its points were on average, on 0 to 100, for "
        f"{ISSUES} known settlements, all actors with the same capability; the compromise errs by {best.mae:.1f}, always "
        f"saying 50 by {PLAIN['mae_middle']:.1f}. Differences below 3 mean nothing.",
    )


def _silent(console: Console, found: Mapping[str, Found]) -> None:
    silent = [f"{METHODS[m].title} in {one.none:.0%}" for m, one in found.items() if 0 < one.none < 1]
    if silent:
        line(console, f"Without an answer: {names(silent)} of the draws.")


def _levers(console: Console, answer: Settles, place: Place) -> None:
    levers = answer.levers[place.name]
    if levers is None:
        return
    settled = answer.found[place.name]["spatial.compromise"].point
    assert settled is not None
    why = "" if answer.cross is not None else " (there the nearest value changes)" if place.values else " (the middle)"
    line(
        console,
        f"What moves the compromise, now at {on(place, settled)}, the largest first; and when it would cross "
        f"{on(place, levers.target)}{why}:",
        style="bold",
    )
    alive = [lever for lever in levers.rows if not lever.is_dead]
    items(console, [lever_text(answer, place, lever, levers.target) for lever in alive[:SHOWN_LEVERS]], 4)
    pivotal = names([answer.stands.name(actor) for actor in levers.pivotal])
    still = sum(not lever.moves_median for lever in levers.rows)
    line(
        console,
        f"At the weighted median {'stands' if len(levers.pivotal) == 1 else 'stand'} {pivotal}: {still} of "
        f"{len(levers.rows)} inputs do not move the median within these ranges; "
        f"{len(levers.dead)} do not move the compromise either.",
    )
    if levers.dead:
        told = names([f"{lever.what} of {answer.stands.name(lever.actor)}" for lever in levers.dead[:SHOWN_LEVERS]])
        rest = f" and {len(levers.dead) - SHOWN_LEVERS} more" if len(levers.dead) > SHOWN_LEVERS else ""
        line(console, f"Dead, for they move the compromise nowhere: {told}{rest}.")
    for direction, nudges in (("down", levers.lower), ("up", levers.higher)):
        if nudges:
            told = "; ".join(nudge_text(answer, place, nudge) for nudge in nudges[:SHOWN_NUDGES])
            line(
                console,
                f"To move it {direction} by {on(place, levers.move)}, the smallest changes by one actor: {told}.",
            )
        else:
            line(console, f"No single input moves it {direction} by {on(place, levers.move)}.")


def _cut(texts: list[str]) -> list[str]:
    if len(texts) <= SHOWN_MOVES:
        return texts
    return [*texts[:SHOWN_MOVES], f"{len(texts) - SHOWN_MOVES} more; --why --json lists all"]


def _why(console: Console, answer: Settles, steps: Steps, place: Place) -> None:
    line(console, "The challenge model, move by move (verified reading):", style="bold")
    moves = [challenge_text(answer, place, move) for move in steps.challenges(place.name)]
    items(console, _cut(moves) or ["nobody moves"], 4)
    path = answer.found[place.name]["spatial.challenge-scholz2011"].path
    if path is not None:
        levers = answer.levers[place.name]
        if levers is not None:
            k = answer.places.index(place)
            _, salience, capability = (part[0] for part in answer.best.one(k))
            weights = salience * capability
            means = [float(row @ weights / weights.sum()) for row in path]
            middles = [float(median(row, weights)) for row in path]
            line(
                console,
                f"Weighted medians by round, the last is the settlement: {', '.join(on(place, m) for m in middles)}.",
                4,
            )
            line(console, f"Weighted means by round: {', '.join(on(place, mean) for mean in means)}.", 4)


def _exchanges(console: Console, answer: Settles, steps: Steps) -> None:
    if answer.is_too_large("spatial.exchange-equal-gain"):
        line(console, "Not looked for: there are too many actors and issues.")
        return
    made = steps.exchanges
    if not made:
        line(
            console,
            "No two actors gain by an exchange on these issues.",
        )
        return
    cut = f"; the first {SHOWN_EXCHANGES}" if len(made) > SHOWN_EXCHANGES else ""
    line(
        console,
        f"{len(made)} exchanges in which both gain the same, best first{cut} (gains are salience x way on 0 to 100):",
    )
    items(console, [exchange_text(answer, move) for move in made[:SHOWN_EXCHANGES]], 4)
    losers = sorted((worth, actor) for actor, worth in steps.hurt.items() if worth < -0.005)
    if losers:
        together = "All of them together cost" if len(made) > 1 else "It costs"
        told = names([f"{answer.stands.name(actor)} ({number(worth)})" for worth, actor in losers])
        line(console, f"{together} {told}, who may have means to stop them.")


def _outcomes(console: Console, answer: Settles) -> None:
    bridge = answer.bridge
    if not bridge.values:
        line(console, bridge.reason)
        return
    deals: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for method, values in bridge.deals.items():
        title = METHODS[method].title.removesuffix(" solution").removesuffix(" bargaining")
        deals.setdefault(tuple(values.items()), []).append(title)
    _outcome_table(console, answer, deals)
    if bridge.reason:
        line(console, bridge.reason)
        return
    line(console, "The place nearest to each forecast, all other issues as they are where the rules allow it:")
    if bridge.left_out:
        titles = names([answer.case.issue_title(name) for name in bridge.left_out])
        line(console, f"({titles} stays out: nobody's preferences, as `trades` reads them, concern it.)")
    if bridge.settlement is not None:
        items(console, judged_lines(answer, bridge.settlement), 4)
    if len(answer.places) > 1 and bridge.exchanged is not None and bridge.traded != bridge.values:
        line(console, "Where the exchanges lead:")
        items(console, judged_lines(answer, bridge.exchanged), 4)
    if not deals:
        return
    differ = [
        answer.case.issue_title(name)
        for name, value in bridge.values.items()
        if any(dict(values)[name] != value for values in deals)
    ]
    if differ:
        line(
            console,
            f"The packages of `trades` differ on {names(differ)}: they look at every issue at once, at what each side has "
            "without agreement and at who must consent; a settlement on scales looks at pull only, and lets nobody walk away.",
        )
    else:
        line(console, "The packages of `trades` have the same values on these issues.")


def _outcome_table(console: Console, answer: Settles, deals: Mapping[tuple[tuple[str, str], ...], list[str]]) -> None:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    exchanged = len(answer.places) > 1
    heads = [
        "issue",
        "settlement",
        *(["after exchanges"] if exchanged else []),
        *(", ".join(who) for who in deals.values()),
    ]
    for title in heads:
        table.add_column(title, overflow="fold")
    for name, value in answer.bridge.values.items():
        table.add_row(
            answer.case.issue_title(name),
            value,
            *([answer.bridge.traded.get(name, "-")] if exchanged else []),
            *(dict(values)[name] for values in deals),
        )
    console.print(table)


def _next(console: Console, answer: Settles, name: str, *, why: bool) -> None:
    heading(console, "Next")
    case = shlex.quote(name)
    issue = shlex.quote(answer.places[0].name)
    texts = [
        f"detente settles {case} --issue {issue} --cross {_middle(answer.places[0]):.12g}   what must change for that"
    ]
    if not why:
        texts.insert(0, f"detente settles {case} --why   every move of every round with its numbers")
    judged = answer.bridge.settlement
    if judged is not None and judged.possible:
        reading = answer.bridge.trades.reading
        assert reading.start is not None
        now = reading.outcome(reading.start)
        changes = {issue: value for issue, value in reading.outcome(judged.package).items() if value != now[issue]}
        for command, what, scales in (
            ("trades {} --package {}", "the settlement as a package", True),
            ("holds {} --why {}", "would it hold, and who would leave", False),
        ):
            named = [f"{k} = {v}" for k, v in changes.items() if scales or not answer.case.issues[k].is_continuous]
            texts.append(f"detente {command.format(case, shlex.quote(', '.join(named) or 'status quo'))}   {what}")
    for text in texts:
        line(console, text)


def _middle(place: Place) -> float:
    return (place.low + place.high) / 2
