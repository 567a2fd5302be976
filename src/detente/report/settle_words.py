"""What ``detente settles`` says in words: numbers with their unit, levers, exchanges, moves, the settlement judged."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from detente.report.words import names

if TYPE_CHECKING:
    from detente.numbers import Range
    from detente.settling.answer import Settles
    from detente.settling.bridge import Judged
    from detente.settling.levers import Lever, Nudge
    from detente.settling.stands import Place
    from detente.settling.steps import ChallengeMove, ExchangeMove, PoliticsMove

__all__ = [
    "challenge_text",
    "exchange_text",
    "input_text",
    "judged_lines",
    "lever_text",
    "nudge_text",
    "number",
    "on",
    "place_text",
    "politics_text",
    "range_text",
    "span_text",
]


def number(value: float, length: float | None = None) -> str:
    """Return a number with the places that tell something: on a scale of some length, about a thousandth of it."""
    size = abs(value) if length is None else length / 2
    places = 3 if size == 0 else min(max(2 - math.floor(math.log10(size)), 0), 3 if length is None else 15)
    text = f"{value:,.{places}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def on(place: Place, value: float) -> str:
    """Return a place on a scale, without its unit."""
    return number(value, place.high - place.low)


def place_text(place: Place, value: float) -> str:
    """Return a place on a scale with its unit, and the value it is nearest to."""
    unit = f" {place.unit}" if place.unit and place.unit != "%" else place.unit
    near = ""
    if place.values:
        nearest = min(place.values, key=lambda name: (abs(place.values[name] - value), place.values[name]))
        near = f" ({'' if abs(place.values[nearest] - value) < 1e-9 else 'nearest '}{nearest})"
    return f"{on(place, value)}{unit}{near}"


def span_text(place: Place, span: tuple[float, float], *, bare: bool = False) -> str:
    """Return an interval with its unit, or bare."""
    unit = "" if bare or not place.unit else place.unit if place.unit == "%" else f" {place.unit}"
    low, high = (on(place, end) for end in span)
    return f"at {low}{unit}" if low == high else f"{low} to {high}{unit}"


def range_text(value: Range, times: float = 1) -> str:
    """Return a range: best, and from where to where."""
    low, best, high = (float(getattr(value, end)) * times for end in ("low", "best", "high"))
    if low == high:
        return number(best)
    between = f"{number(low)} to {number(high)}"
    return between if value.given == 2 else f"{number(best)} ({between})"


def input_text(place: Place, what: str, value: float) -> str:
    """Return the value of an input; saliences in parts of 100."""
    return number(value * 100) if what == "salience" else on(place, value) if what == "position" else number(value)


def lever_text(answer: Settles, place: Place, lever: Lever, target: float) -> str:
    """Return one lever in words."""
    low, high = (input_text(place, lever.what, end) for end in (lever.low, lever.high))
    doubt = " (the usual doubt)" if lever.assumed else ""
    there = ["no answer" if end is None else on(place, end) for end in (lever.at_low, lever.at_high)]
    said = f"{lever.what} of {answer.stands.name(lever.actor)}: {low} gives {there[0]}, {high} gives {there[1]}{doubt}"
    if lever.tips is not None:
        reach = "within its range" if lever.within else "beyond its range" if not lever.assumed else "beyond that"
        said += f"; {input_text(place, lever.what, lever.tips)} would give {on(place, target)}, {reach}"
    return said + "."


def nudge_text(answer: Settles, place: Place, nudge: Nudge) -> str:
    """Return one change in words."""
    said = f"{answer.stands.name(nudge.actor)}: {nudge.what} from {input_text(place, nudge.what, nudge.best)} to "
    return said + input_text(place, nudge.what, nudge.to)


def exchange_text(answer: Settles, move: ExchangeMove, most_hurt: int = 3) -> str:
    """Return one exchange in words, with who pays for it."""
    first, second = answer.stands.name(move.first), answer.stands.name(move.second)
    places = {place.name: place for place in answer.places}
    hurt = sorted((worth, actor) for actor, worth in move.externality.items() if worth < -0.005)
    said = (
        f"{first} moves its vote on {places[move.gives].title} from {on(places[move.gives], move.first_from)} to "
        f"{on(places[move.gives], move.first_to)}, {second} on {places[move.gets].title} from "
        f"{on(places[move.gets], move.second_from)} to {on(places[move.gets], move.second_to)}; each gains "
        f"{number(move.gain)}."
    )
    if hurt:
        told = names([f"{answer.stands.name(actor)} ({number(worth)})" for worth, actor in hurt[:most_hurt]])
        said += f" It costs {told}{' and others' if len(hurt) > most_hurt else ''}."
    return said


def challenge_text(answer: Settles, place: Place, move: ChallengeMove) -> str:
    """Return one move of the challenge model in words, with its numbers."""
    actor, proposer = answer.stands.name(move.actor), answer.stands.name(move.proposer)
    how = {
        "conflict": "is beaten by",
        "compromise": "meets part of the way",
        "capitulation": "gives in to",
    }[move.kind]
    return (
        f"round {move.round}: {actor} {how} {proposer}, {on(place, move.start)} → {on(place, move.end)} (it expects "
        f"{move.own:+.3f} of challenging, {move.other:+.3f} for {proposer}; risk exponent {move.exponent:.2f}, chance "
        f"{move.chance:.4f})"
    )


def politics_text(answer: Settles, move: PoliticsMove) -> str:
    """Return one adopted bargain of SMP in words, with its numbers."""
    steps = ", ".join(
        f"{place.title} {on(place, move.start[place.name])} → {on(place, move.end[place.name])}"
        for place in answer.places
        if place.name in move.start
    )
    other = move.target if move.actor == move.challenger else move.challenger
    return (
        f"turn {move.turn}: {answer.stands.name(move.actor)} adopts its bargain with {answer.stands.name(other)}: {steps} "
        f"({answer.stands.name(move.challenger)} challenged, chance {move.chance:.3f}, gain {move.gain:+.4f})"
    )


def judged_lines(answer: Settles, judged: Judged) -> list[str]:
    """Return what the other two questions say of an outcome."""
    if not judged.possible:
        return ["The rules of the case exclude it: these issues cannot all settle there."]
    said = ["This is how things stand: nothing would change."] if judged.is_status_quo else []
    if judged.further:
        case = answer.case
        told = names([f"{case.issue_title(issue)}: {value}" for issue, value in judged.further.items()])
        said.append(f"By the rules of the case something else has to change with it, at the least {told}.")
    if judged.acceptable:
        said.append("What can be traded: everybody needed would accept it.")
    elif judged.refuse:
        said.append(
            f"What can be traded: {names([answer.stands.name(a) for a in judged.refuse])} would have more without agreement."
        )
    else:
        said.append("What can be traded: it does not have the consent it needs, or a no deal is not known.")
    if judged.lasting is not None:
        by = ["Nash stability" if c == "nash" else c.upper() for c in judged.lasting.concepts]
        said.append(
            f"What holds: it holds by {names(by)}." if by else "What holds: by no concept; somebody would leave it."
        )
    return said
