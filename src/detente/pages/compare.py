"""Two versions of a case side by side: what changed in the case, and in the answers because of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from detente.pages.blocks import Items, Page, Section, Subheading, Table
from detente.pages.evidence import record_section
from detente.report.settle_words import on, span_text
from detente.report.trade_words import changes_text
from detente.settling.answer import FORECAST
from detente.space import count_text

if TYPE_CHECKING:
    from detente.pages.build import Answered
    from detente.wide import HoldsWide

__all__ = ["compare_page"]

SHOWN = 40
_FOOT = "Made with detente. It tells what follows from two sets of judgements, and not which of them is right."


def _flat(value: Any, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], str]:  # noqa: ANN401 - a document
    """Return a document as place -> text, one for each value."""
    if isinstance(value, dict):
        return {place: text for key, inner in value.items() for place, text in _flat(inner, (*path, str(key))).items()}
    if isinstance(value, list):
        if all(not isinstance(inner, (dict, list)) for inner in value):
            return {path: ", ".join(map(str, value))}
        return {
            place: text
            for key, inner in enumerate(value)
            for place, text in _flat(inner, (*path, _key(key, inner))).items()
        }
    return {path: str(value)}


def _key(number: int, item: Any) -> str:  # noqa: ANN401 - an item of a document
    """Return what tells an item of a list from others, so that one put in the middle does not change all after it."""
    if isinstance(item, dict):
        for name in ("that", "when", "what", "name", "item"):
            if name in item:
                return f"{name} {item[name]}"
        if "issue" in item:
            return f"{item['issue']} {item.get('from', item.get('only', ''))} {item.get('to', '')}".strip()
    return str(number + 1)


def _case_section(one: Answered, other: Answered) -> Section:
    section = Section("case", "What changed in the case")
    before, after = _flat(one.case.to_document()), _flat(other.case.to_document())
    rows = [
        (" › ".join(place), before.get(place, "–"), after.get(place, "–"))
        for place in dict.fromkeys([*before, *after])
        if before.get(place) != after.get(place)
    ]
    if not rows:
        section.say("Nothing: both files make the same case.")
        return section
    section.blocks.append(Table("Changes, place by place", ("where", "before", "after"), tuple(rows[:SHOWN])))
    if len(rows) > SHOWN:
        section.say(f"and {len(rows) - SHOWN} more.")
    orders = [
        (
            name,
            " > ".join(statement.that for statement in own.statements or ()),
            " > ".join(s.that for s in other.case.preferences[name].statements or ()),
        )
        for name, own in one.case.preferences.items()
        if name in other.case.preferences
    ]
    moved = [
        (name, was, now)
        for name, was, now in orders
        if was != now and sorted(was.split(" > ")) == sorted(now.split(" > "))
    ]
    if moved:
        section.blocks.append(Table("Statements in another order", ("actor", "before", "after"), tuple(moved)))
    return section


def _holds_section(one: Answered, other: Answered) -> Section:
    section = Section("holds", "What holds")
    if one.wide is not None and other.wide is not None:
        return _wide_section(section, one.wide, other.wide)
    if one.holds is None or other.holds is None:
        drawn = "One of the two has too many outcomes to list, so what holds in it is not set beside the other."
        said = one.missing.get("holds") or other.missing.get("holds")
        section.say(said or (drawn if one.wide or other.wide else "Not answered."), "add")
        return section
    rows = []
    for concept in one.holds.concepts:
        if concept not in other.holds.concepts:
            continue
        held = [_outcomes(answer, concept) for answer in (one, other)]
        rows.append(
            (
                concept.upper() if concept != "nash" else "Nash",
                f"{len(held[0]):,}",
                f"{len(held[1]):,}",
                f"{len(held[1] - held[0]):,}",
                f"{len(held[0] - held[1]):,}",
            )
        )
    section.blocks.append(
        Table("Outcomes that hold", ("concept", "before", "after", "new", "gone"), tuple(rows), frozenset({1, 2, 3, 4}))
    )
    spaces = [answer.holds.conflict.space for answer in (one, other) if answer.holds is not None]
    if spaces[0].issues != spaces[1].issues or spaces[0].values != spaces[1].values:
        section.say("The issues or their values differ, so outcomes are compared by the values of all issues.", "note")
    starts = [space.status_quo for space in spaces]
    if None not in starts:
        for label, answer, start in (("before", one, starts[0]), ("after", other, starts[1])):
            assert answer.holds is not None
            assert start is not None
            by = [concept for concept in answer.holds.concepts if answer.holds.holding(concept)[start]]
            section.say(f"The status quo {label}: {'holds by ' + ', '.join(by) if by else 'holds by no concept'}.")
    return section


def _wide_section(section: Section, one: HoldsWide, other: HoldsWide) -> Section:
    """Say how many outcomes hold where they are too many to list; which are new or gone is not worked out."""
    rows = [
        (
            concept.upper() if concept != "nash" else "Nash",
            count_text(one.summaries[concept].count),
            count_text(other.summaries[concept].count),
        )
        for concept in one.concepts
        if concept in other.concepts
    ]
    section.blocks.append(Table("How many hold", ("concept", "before", "after"), tuple(rows), frozenset({1, 2})))
    lost = dict.fromkeys([*one.unfinished, *other.unfinished])
    if lost:
        section.say(f"Not finished in time: {', '.join(lost)}.", "note")
    for label, answer in (("before", one), ("after", other)):
        if answer.start is not None:
            by = [concept for concept in answer.concepts if answer.holding[concept].holds(answer.start)]
            section.say(f"The status quo {label}: {'holds by ' + ', '.join(by) if by else 'holds by no concept'}.")
    section.say("Outcomes are too many to list, so which of them are new or gone is not told.", "note")
    return section


def _outcomes(answered: Answered, concept: str) -> set[tuple[tuple[str, str], ...]]:
    assert answered.holds is not None
    space = answered.holds.conflict.space
    return {
        tuple(sorted(space.outcome(int(state)).items())) for state in np.flatnonzero(answered.holds.holding(concept))
    }


def _settles_section(one: Answered, other: Answered) -> Section:
    section = Section("settles", "Where it settles")
    if one.settles is None or other.settles is None:
        section.say(one.missing.get("settles") or other.missing.get("settles") or "Not answered.", "add")
        return section
    before = {place.name: place for place in one.settles.places}
    rows = []
    for place in other.settles.places:
        spreads = [
            answer.settles.found[place.name][FORECAST].spread
            if answer.settles is not None and place.name in answer.settles.found
            else None
            for answer in (one, other)
        ]
        if place.name not in before or spreads[0] is None or spreads[1] is None:
            rows.append(
                (
                    place.title,
                    "–" if spreads[0] is None else on(place, spreads[0].median),
                    "–" if spreads[1] is None else on(place, spreads[1].median),
                    "",
                    "",
                )
            )
            continue
        moved = spreads[1].median - spreads[0].median
        rows.append(
            (
                place.title,
                on(place, spreads[0].median),
                on(place, spreads[1].median),
                f"{'+' if moved > 0 else ''}{on(place, moved)}",
                (
                    f"{span_text(before[place.name], spreads[0].intervals[1], bare=True)} → "
                    f"{span_text(place, spreads[1].intervals[1], bare=True)}"
                ),
            )
        )
    section.blocks.append(
        Table(
            "The forecast of each issue (median)",
            ("issue", "before", "after", "moved", "80 % interval"),
            tuple(rows),
            frozenset({1, 2, 3}),
        )
    )
    return section


def _trades_section(one: Answered, other: Answered) -> Section:
    section = Section("trades", "What can be traded")
    if one.trades is None or other.trades is None:
        section.say(one.missing.get("trades") or other.missing.get("trades") or "Not answered.", "add")
        return section
    rows = []
    zones = (one.trades.zone, other.trades.zone)
    for what, counts in (
        ("possible packages", [zone.outcomes for zone in zones]),
        ("acceptable packages", [zone.acceptable for zone in zones]),
        ("efficient acceptable packages", [zone.acceptable_pareto.total for zone in zones]),
    ):
        rows.append((what, *("not counted" if count is None else f"{count:,}" for count in counts)))
    section.blocks.append(Table("Packages", ("what", "before", "after"), tuple(rows), frozenset({1, 2})))
    texts = []
    for label, answer in (("before", one.trades), ("after", other.trades)):
        chosen = next(iter(answer.recommended), None)
        if chosen is None or answer.start is None:
            texts.append(f"{label}: no package is recommended.")
        else:
            same = chosen.package == answer.start
            texts.append(
                f"{label}: {'the status quo' if same else changes_text(answer, answer.start, chosen.package)}."
            )
    section.blocks += [Subheading("The first package"), Items(tuple(texts))]
    return section


def _short_section(one: Answered, other: Answered, sections: tuple[Section, ...]) -> Section:
    """Return in a few sentences what changed in the answers."""
    section = Section("short", "In short")
    tables = {own.id: [block for block in own.blocks if isinstance(block, Table)] for own in sections}
    places = sum(len(table.rows) for table in tables["case"])
    section.say(f"{'One place' if places == 1 else f'{places:,} places' if places else 'Nothing'} of the case changed.")
    said = [
        f"By {row[0]} {row[1]} outcomes held, now {row[2]}{': {} are new, {} are gone'.format(*row[3:]) if row[3:] else ''}."
        for table in tables["holds"][:1]
        for row in table.rows
        if row[1] != row[2] or row[3:4] not in ((), ("0",))
    ]
    said += [
        f"{row[0]}: the forecast moved from {row[1]} to {row[2]}."
        for table in tables["settles"]
        for row in table.rows
        if row[1] != row[2]
    ]
    said += [
        f"There were {row[1]} {row[0]}, now {row[2]}."
        for table in tables["trades"]
        for row in table.rows
        if row[1] != row[2]
    ]
    if said:
        section.blocks.append(Items(tuple(said)))
    elif places:
        section.say("No answer changed.")
    if {*one.case.issues} != {*other.case.issues} or {*one.case.actors} != {*other.case.actors}:
        section.say(
            "The cases do not have the same actors and issues, so outcomes of one need not exist in the other.", "note"
        )
    return section


def compare_page(one: Answered, other: Answered) -> Page:
    """Return the page that sets two cases side by side; `one` is the earlier."""
    parts = (
        _case_section(one, other),
        _holds_section(one, other),
        _settles_section(one, other),
        _trades_section(one, other),
    )
    record = {"case before": one.case.title, "sha256 of the case before": one.case.sha256, **other.record}
    sections = (_short_section(one, other, parts), *parts, record_section(other.case, record))
    title = other.case.title if one.case.title == other.case.title else f"{one.case.title} → {other.case.title}"
    return Page(f"{title}: what changed", "Before and after, in the case and in its answers.", sections, _FOOT)
