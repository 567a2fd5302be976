"""The page of one case: the sections in their order, each answered or with a word on what to add."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.pages.around import actors_section, calendar_section, meeting_section, options_section
from detente.pages.blocks import Items, Page, Section
from detente.pages.evidence import methods_section, record_section, sources_section
from detente.pages.minute import minute_sentences
from detente.pages.questions import holds_section, settles_section, trades_section
from detente.settling.answer import FORECAST

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from detente.answers import Holds
    from detente.case import Case
    from detente.dependence import Dependence
    from detente.report.glance import Glance
    from detente.settling.answer import Settles
    from detente.trading.answer import Trades
    from detente.wide import HoldsWide

__all__ = ["Answered", "build_page"]

FOOT = (
    "Made with detente. It takes no side and never says who is right: it tells what follows from the judgements "
    "on this page."
)


@dataclass(frozen=True)
class Answered:
    """A case with what was answered of it.

    Attributes
    ----------
    case, glance
        The case, and it at a glance.
    holds, settles, trades
        The answers; none where a question could not be answered: then `missing` says what to add.
    missing
        Question -> why it was not answered.
    depends
        How much depends on each assumption; none where that was too much to work out.
    passages
        source -> passage -> words, of the sources that lie beside the case.
    record
        What else is needed to make the page again: seed, command.
    wide
        What holds, where outcomes are too many to list; then `holds` is none.
    """

    case: Case
    glance: Glance
    holds: Holds | None
    settles: Settles | None
    trades: Trades | None
    missing: Mapping[str, str]
    depends: Sequence[Dependence] | None
    passages: Mapping[str, Mapping[str, str]]
    record: Mapping[str, str]
    wide: HoldsWide | None = None


def _methods_used(answered: Answered) -> list[str]:
    used: list[str] = []
    if answered.holds is not None:
        used += list(answered.holds.methods)
    if answered.wide is not None:
        used += [method for method, _ in answered.wide.counts]
    if answered.settles is not None:
        used += [method for place in answered.settles.places for method in answered.settles.found[place.name]]
        used.append(FORECAST)
    if answered.trades is not None:
        used += [method for chosen in answered.trades.recommended for method in chosen.methods] + list(
            answered.trades.solutions
        )
    return list(dict.fromkeys(used))


def build_page(answered: Answered, name: str) -> Page:
    """Return the page of a case."""
    case = answered.case
    minute = Section("minute", "In one minute")
    said = minute_sentences(
        case, answered.holds or answered.wide, answered.settles, answered.trades, answered.depends, answered.missing
    )
    if said:
        minute.blocks.append(Items(tuple(said)))
        minute.say(
            "Three questions, three models of one case: what holds knows moves and orders, not likelihoods; where it settles "
            "knows positions and weights, not moves; what can be traded knows what things are worth. They may differ. Words "
            "for probabilities are tied to numbers: the table stands under Methods.",
            "note",
        )
    else:
        minute.say("The case answers none of the questions yet: each section says in a line what to add.", "add")
    sections = (
        minute,
        meeting_section(answered.glance),
        actors_section(answered.glance),
        options_section(case, answered.holds),
        holds_section(answered.holds or answered.wide, answered.glance, name, answered.missing.get("holds", "")),
        settles_section(answered.settles, name, answered.missing.get("settles", "")),
        trades_section(answered.trades, name, answered.missing.get("trades", "")),
        calendar_section(case, answered.trades),
        sources_section(answered.glance, answered.passages, answered.depends),
        methods_section(_methods_used(answered)),
        record_section(case, answered.record),
    )
    subtitle = f"As of {case.as_of.day} {case.as_of:%B %Y}." if case.as_of else "The case has no date of its own."
    return Page(case.title, f"{subtitle} {case.note or ''}".strip(), sections, FOOT)
