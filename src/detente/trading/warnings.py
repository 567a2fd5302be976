"""What is wrong, or strange, with a model of a negotiation: each named in words, with what to do."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from detente.trading import draws
from detente.utility import CARDINAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.trading.answer import Trades
    from detente.trading.reading import Reading

__all__ = ["warnings_of"]


def warnings_of(answer: Trades) -> list[str]:
    """Return the notes on an answer: conventions that matter to it, limits it met, alarms about the model."""
    return [*_forms(answer.reading), *_limits(answer), *_alarms(answer)]


def _forms(reading: Reading) -> Iterator[str]:
    for actor, form in reading.forms.items():
        name, own = reading.case.actors[actor].name, reading.case.preferences.get(actor)
        if form is None:
            yield f"{name} has no preferences, so every package is alike to it and it accepts any."
        elif own and len(own.forms) > 1:
            first = own.forms[0]
            holding = (
                f"what holds, and a no deal that rests on it, by its {first}" if first != form else "so is what holds"
            )
            yield f"What packages are worth to {name} is read by its {form} (`--by` chooses); {holding}."
        if reading.by and form is not None and form != reading.by:
            yield f"{name} has no {reading.by}, so it is read by its {form}."
        if form == "positions":
            yield f"{name}'s positions are read as utility: minus salience x distance on each issue's scale."
    counted = [a for a in reading.ordinal if reading.actors.index(a) in reading.bargain.counted]
    if counted:
        said = " and ".join(reading.case.actors[actor].name for actor in counted)
        yield (
            f"{said} only order{'s' if len(counted) == 1 else ''} packages. What is acceptable and efficient is "
            "exact; the solutions that need numbers are given as shares of draws of all scores that keep the order."
        )
        if any(reading.forms[reading.actors[place]] in CARDINAL for place in reading.bargain.counted):
            yield (
                "Drawn scores go from 0 to 1, the others' are in their own units: egalitarian and utilitarian compare the "
                "two, so they depend on these units. Nash and Kalai-Smorodinsky do not."
            )


def _limits(answer: Trades) -> Iterator[str]:
    zone, reading = answer.zone, answer.reading
    if not zone.is_exact:
        pairs = zip(zone.bargain.counted, zone.eps, strict=True)
        said = ", ".join(f"{reading.case.actors[reading.actors[a]].name} {float(e):g}" for a, e in pairs)
        yield f"The frontier is too large to keep whole. Each true point lies within these bounds of one found: {said}."
    if zone.acceptable is None:
        yield "There are too many packages to count the acceptable ones; their share is estimated from a sample."
    if zone.grid is None and zone.bargain.consent.deciders is not None:
        yield "Of packages that are worth the same to all, only those with the fewest changes are counted."
    if zone.gains is None:
        yield "Nash, Kalai-Smorodinsky and egalitarian count gains over no deal, so they are not given."
    if draws.is_uncertain(reading) and not answer.is_drawn and answer.asked:
        yield f"Ranges and orders are drawn for up to {draws.MAX_OUTCOMES:,} outcomes; here the best values count alone."
    elif answer.shares is not None and answer.shares.draws < answer.asked:
        yield f"{answer.shares.draws:,} draws were made, not {answer.asked:,}: there are many outcomes."
    if draws.is_uncertain(reading) and _moves_what_holds(reading):
        yield (
            "What holds when talks fail is found with the best values, and stays as it is in the draws and in what a "
            "single number would change."
        )
    if isinstance(answer.division, str):
        yield answer.division


def _moves_what_holds(reading: Reading) -> bool:
    """Return whether a range of scores could change what holds when talks fail, on which somebody's no deal rests."""
    used = any(no_deal.kind == "what holds" for no_deal in reading.no_deal.values())
    ordered = [own.forms[0] for own in reading.case.preferences.values() if own.forms]
    return used and any(form in CARDINAL for form in ordered)


def _alarms(answer: Trades) -> Iterator[str]:
    zone, reading, bargain = answer.zone, answer.reading, answer.zone.bargain
    if not zone.outcomes:
        yield "The impossible rules leave no package. Take one away."
        return
    for place in bargain.consent.concerned:
        name = reading.case.actors[reading.actors[place]].name
        reserve = bargain.no_deal[place]
        best = _best_possible(answer, place)
        if reserve is not None and best is not None and best < Fraction(reserve, bargain.units[place]):
            yield (
                f"No deal is worth more to {name} than every possible package, so it can accept none. "
                "Check its no_deal and its scores."
            )
    for place, actor in enumerate(reading.actors):
        if place not in bargain.consent.concerned:
            name = reading.case.actors[actor].name
            yield f"{name} has no say: its consent is not needed, and what it thinks counts in no solution."
    yield from _near_empty(answer)


def _best_possible(answer: Trades, place: int) -> Fraction | None:
    """Return an actor's best over all possible packages; None where it is not on the frontier's columns."""
    worth, bargain = answer.zone.pareto.worth, answer.zone.bargain
    if place not in bargain.counted or not len(worth):
        return None
    column = bargain.counted.index(place)
    return Fraction(max(worth[:, column].tolist()), bargain.units[place])


def _near_empty(answer: Trades) -> Iterator[str]:
    """Yield an alarm where the scores reward leaving nearly everything as it is."""
    reading, start = answer.reading, answer.reading.start
    count = len(reading.frame.issues)
    if start is not None and count >= 4:
        for chosen in answer.recommended:
            changes = sum(a != b for a, b in zip(chosen.package, start, strict=True))
            if changes <= max(1, count // 10):
                said = ", ".join(method.removeprefix("deals.") for method in chosen.methods)
                yield (
                    f"The package of {said} changes {changes} of {count} issues. Scores can reward near-empty deals: "
                    "check that the status quo of each issue is scored as what it is worth, not as an average."
                )
    for actor, own in reading.case.preferences.items():
        if reading.forms.get(actor) not in CARDINAL or not own.scores or count < 3:
            continue
        weights = {Fraction(s.weight.best) if s.weight else None for s in own.scores.values()}
        if len(own.scores) == count and weights == {Fraction(1, count)}:
            yield (
                f"The scores of {reading.case.actors[actor].name} are a mean over the issues (each weighs 1/{count}). "
                "A mean treats all issues alike and makes small deals look good; give weights that say what matters."
            )
