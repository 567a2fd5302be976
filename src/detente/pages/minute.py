"""One minute: at most ten plain sentences that answer the case's questions, and what would change them.

Each begins with the question it answers, for the three questions use three models and may seem to differ. Probabilities are
words tied to numbers. Nothing here says who is right, and nothing is surer than the model it comes from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detente.pages.likelihood import likelihood
from detente.report.glance import effect_words
from detente.report.reasons import upset_lines
from detente.report.settle_words import on, place_text
from detente.report.trade_words import changes_text
from detente.report.words import condition, names, outcome
from detente.settling.answer import FORECAST
from detente.settling.document import masses_at
from detente.space import count_text, share_text
from detente.wide import HoldsWide

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from detente.answers import Holds
    from detente.case import Case
    from detente.dependence import Dependence
    from detente.settling.answer import Settles
    from detente.settling.stands import Place
    from detente.trading.answer import Trades

__all__ = ["minute_sentences"]

MOST = 10
SHOWN_ISSUES = 3
FEW = 2
_CAREFUL = ("gmr", "smr", "seq", "nash")
_FEARS = {
    "gmr": "each expects the worst reply that others could make",
    "smr": "each expects the worst reply that it could not mend",
    "seq": "each expects the replies that others would want to make",
    "nash": "nobody looks beyond the next move",
}


def minute_sentences(
    case: Case,
    holds: Holds | HoldsWide | None,
    settles: Settles | None,
    trades: Trades | None,
    depends: Sequence[Dependence] | None,
    missing: Mapping[str, str],
) -> list[str]:
    """Return the sentences, at most ten; a question that was not answered is said to be open, if any other was."""
    said: list[str] = []
    if holds is not None:
        said += _holds_wide(holds) if isinstance(holds, HoldsWide) else _holds(holds)
    if settles is not None:
        said += _settles(settles)
    if trades is not None:
        said += _trades(trades)
    if not said:
        return []
    titles = {"holds": "What holds", "settles": "Where it settles", "trades": "What can be traded"}
    said += [
        f"{titles[question]}: not answered here; the section says what to add."
        for question in titles
        if question in missing
    ]
    said += _calendar(case)
    last = _change(case, depends, settles)
    return [*said[: MOST - len(last)], *last]


def _holds(answer: Holds) -> list[str]:
    concepts = [concept for concept in _CAREFUL if concept in answer.concepts]
    if not concepts:
        return []
    space = answer.conflict.space
    said = []
    if space.status_quo is not None:
        said.append(_status_quo(answer, space.status_quo, concepts))
    concept = next((one for one in concepts if answer.holding(one).any()), None)
    if concept is None:
        return [*said, "What holds: nothing, by any concept; in every outcome somebody gains by moving on."]
    held = answer.holding(concept)
    states = np.flatnonzero(held).tolist()
    start = f"What holds if {_FEARS[concept]}"
    if len(states) <= FEW:
        told = " or ".join(outcome(answer.case, space, state) for state in states)
        return [*said, f"{start}: {told}."]
    forced = _shared(answer, answer.described(held).values)
    shared = f"in all of them {forced}" if forced else "no value is the same in all of them"
    return [*said, f"{start}: {len(states):,} of {space.outcomes.size:,} possible outcomes; {shared}."]


def _holds_wide(answer: HoldsWide) -> list[str]:
    concepts = [concept for concept in _CAREFUL if concept in answer.concepts]
    if not concepts:
        return []
    said = []
    if answer.start is not None:
        stays = [concept for concept in concepts if answer.holding[concept].holds(answer.start)]
        if len(stays) == len(concepts):
            calm = ": nobody gains by leaving it" if "nash" in stays else ""
            said.append(f"The status quo holds by every concept that was used{calm}.")
        else:
            said.append(f"The status quo {'holds only by fear of replies' if stays else 'does not hold'}.")
    some = [one for one in concepts if answer.summaries[one].count]
    if not some:
        return [*said, "What holds: nothing, by any concept that was finished."]
    # by what holds most, and by the strictest that leaves anything
    for concept in dict.fromkeys((some[0], some[-1])):
        summary = answer.summaries[concept]
        count = f"{count_text(summary.count)} ({share_text(summary.count, answer.met)})"
        shared = _shared(answer, summary.values)
        said.append(
            f"What holds if {_FEARS[concept]}: {count} of {count_text(answer.met)} possible outcomes; "
            f"{f'in all of them {shared}' if shared else 'the section says what they share'}."
        )
    return said


def _shared(answer: Holds | HoldsWide, values: Sequence[Sequence[int]]) -> str:
    """Return the values that every outcome of a set shares, in words; `values` are those that occur."""
    space = answer.conflict.space
    always = [place for place, own in enumerate(values) if len(own) == 1 < space.sizes[place]]
    told = [
        f"{answer.case.issue_title(space.issues[place])}: {space.values[place][values[place][0]]}" for place in always
    ]
    return names(told[:4]) + (" (and more)" if len(told) > 4 else "")


def _status_quo(answer: Holds, start: int, concepts: Sequence[str]) -> str:
    stays = [concept for concept in concepts if answer.holding(concept)[start]]
    if len(stays) == len(concepts):
        return "The status quo holds by every concept that was used: nobody gains by leaving it."
    upset = upset_lines(answer, start, concepts[-1])
    how = upset[0].partition(";")[0].rstrip(".") if upset else ""
    if not stays:
        return f"The status quo does not hold: {how}." if how else "The status quo does not hold."
    more = f"; looking one move ahead, {how}" if how else ""
    return f"The status quo holds only by fear of replies{more}."


def _settles(answer: Settles) -> list[str]:
    said = []
    for place in answer.places[:SHOWN_ISSUES]:
        spread = answer.found[place.name][FORECAST].spread
        if spread is None:
            continue
        nearest = masses_at(spread, place)
        start = f"Where it settles, {place.title}"
        if nearest:
            order = sorted(nearest.items(), key=lambda pair: -pair[1])
            said.append(
                f"{start}: nearest to {names([f'{value}, {likelihood(share)}' for value, share in order], 'or')}."
            )
        else:
            low, high = (on(place, end) for end in spread.intervals[1])
            said.append(
                f"{start}: about {place_text(place, spread.median)}; {_held(place, low, high)} "
                f"{likelihood(spread.share(*spread.intervals[1]))}."
            )
    return said


def _held(place: Place, low: str, high: str) -> str:
    return f"a place between {low} and {high}{f' {place.unit}' if place.unit else ''} is"


def _trades(answer: Trades) -> list[str]:
    said = []
    zone = answer.zone
    if zone.acceptable is not None and zone.acceptable == zone.outcomes:
        said.append(
            "What can be traded: everything possible; no deal is so poor for everybody needed that it rules nothing out."
        )
    elif zone.acceptable:
        said.append(
            f"What can be traded: {zone.acceptable:,} of {zone.outcomes:,} possible packages leave everybody "
            f"needed at least as "
            f"well off as no deal.{_in_draws(answer)}"
        )
    elif answer.miss is not None:
        said.append("What can be traded: nothing; no package leaves everybody needed at least as well off as no deal.")
    chosen = next(iter(answer.recommended), None)
    several = len(zone.bargain.counted) > 1
    if chosen is None or answer.start is None or chosen.package == answer.start or not several:
        return said
    lasting = answer.lasting(chosen.package)
    kept = ""
    if lasting is not None:
        kept = (
            " Once signed it would hold."
            if lasting.concepts
            else " Once signed it would not hold: the section tells what would mend that."
        )
    rule = (
        "with the largest product of gains over no deal (Nash)"
        if "deals.nash" in chosen.methods
        else "to look at first"
    )
    return [*said, f"A package {rule}: {changes_text(answer, answer.start, chosen.package)}.{kept}"]


def _in_draws(answer: Trades) -> str:
    """Return in how many draws from the person's own ranges there is such a package: a share, not a probability."""
    if answer.shares is None:
        return ""
    share = 1 - answer.shares.empty
    return (
        " There is one in every draw from the ranges."
        if share == 1
        else f" There is one in {share:.0%} of the draws from the ranges."
    )


def _calendar(case: Case) -> list[str]:
    later = [place for place, entry in enumerate(case.calendar) if case.as_of is None or entry.on > case.as_of]
    if not later:
        return []
    place = min(later, key=lambda one: case.calendar[one].on)
    entry = case.calendar[place]
    return [f"On {entry.on.day} {entry.on:%B %Y}: {entry.what.rstrip('.')}; {effect_words(case, place)}."]


def _change(case: Case, depends: Sequence[Dependence] | None, settles: Settles | None) -> list[str]:
    """Return what would change the answers: the weightiest assumptions, and what the forecasts rest on."""
    said = []
    heavy = [one.judged for one in depends or () if one.measured and one.weight > 0][:2]
    if heavy:
        told = names([f"“{one.label}{f' {condition(case, one.condition)}' if one.condition else ''}”" for one in heavy])
        said.append(
            f"To doubt first: of all that rests on no source, {told} {'moves' if len(heavy) == 1 else 'move'} the answers most."
        )
    if settles is not None and settles.doubt:
        said.append(
            "The forecasts are spread by errors measured on European Union legislation; that they fit this case "
            "is an assumption."
        )
    return said
