"""The document of ``detente trades --json``."""

from __future__ import annotations

import sys
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.numbers import number_text
from detente.trading.award import Awarded
from detente.trading.reading import digits_of
from detente.utility import CARDINAL
from detente.verdicts import verdict_document
from detente.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.deals.bargain import Digits
    from detente.deals.frontier import Frontier
    from detente.documents import (
        DivisionDocument,
        DrawsDocument,
        FrontierDocument,
        LastingDocument,
        MarginDocument,
        MissDocument,
        NoDealDocument,
        PackageDocument,
        PeriodDocument,
        RecommendedDocument,
        SwapsDocument,
        TradesDocument,
    )
    from detente.trading.answer import Recommended, Trades

__all__ = ["document_of"]

LISTED = 5_000
"""Up to how many outcomes of a frontier are listed."""

CUT = 100
"""How many are listed of a longer one."""

SHARES_SHOWN = 20

_SAFE = 2**53


def number(value: Fraction | int) -> float | int:
    """Return a number as JSON holds it: whole where it is whole."""
    exact = Fraction(value)
    if abs(exact) > sys.float_info.max:
        return sys.float_info.max if exact > 0 else -sys.float_info.max
    return exact.numerator if exact.denominator == 1 and -_SAFE < exact < _SAFE else float(exact)


def _count(value: int | None) -> int | str | None:
    """Return a count, as text where a double could not hold it."""
    return value if value is None or value < _SAFE else str(value)


def utility_of(answer: Trades, package: Digits) -> dict[str, float | int | None]:
    """Return what a package is worth to each actor: in its own unit, or as a rank where it only orders."""
    reading, found = answer.reading, dict[str, float | int | None]()
    for place, actor in enumerate(reading.actors):
        if reading.forms[actor] is None or reading.forms[actor] in CARDINAL:
            found[actor] = number(reading.bargain.worth(place, package))
        else:
            found[actor] = answer.rank(place, package)
    return found


def _package(answer: Trades, package: Digits) -> PackageDocument:
    return {"outcome": answer.reading.outcome(package), "utility": utility_of(answer, package)}


def _frontier(answer: Trades, frontier: Frontier) -> FrontierDocument:
    cut = frontier.total > LISTED
    found: FrontierDocument = {
        "outcomes": _count(frontier.total) or 0,
        "points": len(frontier.counts),
        "list": [_package(answer, package) for package in answer.listed(frontier, CUT if cut else LISTED)],
    }
    if cut:
        found["listed"] = len(found["list"])
    return found


def _division(answer: Trades, awarded: Awarded) -> DivisionDocument:
    reading, division = answer.reading, awarded.division
    utility: dict[str, float | int | None] = dict.fromkeys(reading.actors)
    points = {}
    for side, place in enumerate(awarded.actors):
        utility[reading.actors[place]] = number(awarded.utility[side])
        points[reading.actors[place]] = number(division.points[side])
    split = None
    if division.split is not None:
        share = division.shares[division.split]
        first, second = (reading.actors[place] for place in awarded.actors)
        issue = reading.frame.issues[awarded.issues[division.split]]
        split = {"issue": issue, first: number_text(share), second: number_text(1 - share)}
    return {"outcome": reading.outcome(awarded.package), "utility": utility, "split": split, "points": points}


def reserve_range(answer: Trades, actor: str) -> tuple[Fraction, Fraction] | None:
    """Return between what no deal may lie: the range that is given, or over the ways in which talks may fail."""
    reading = answer.reading
    place, said = reading.actors.index(actor), reading.no_deal[actor]
    ends: list[Fraction] = []
    if said.number is not None:
        ends = [Fraction(said.number.low), Fraction(said.number.high)]
    elif reading.forms[actor] in CARDINAL:
        ends = [reading.bargain.worth(place, digits_of(reading.frame, outcome)) for outcome in said.outcomes]
    return (min(ends), max(ends)) if ends and min(ends) != max(ends) else None


def _no_deal(answer: Trades, actor: str) -> NoDealDocument:
    said = answer.reading.no_deal[actor]
    between = reserve_range(answer, actor)
    return {
        "kind": said.kind,
        "utility": reserve_of(answer, actor),
        "range": None if between is None else [number(end) for end in between],
        "outcomes": [dict(outcome) for outcome in said.outcomes],
    }


def reserve_of(answer: Trades, actor: str) -> float | int | None:
    """Return what no deal is worth to an actor; a rank where it only orders; None where it is not known."""
    reading = answer.reading
    place = reading.actors.index(actor)
    reserve = reading.bargain.no_deal[place]
    if reserve is None:
        return None
    if reading.forms[actor] is None or reading.forms[actor] in CARDINAL:
        return number(Fraction(reserve, reading.bargain.units[place]))
    return answer.rank(place, digits_of(reading.frame, reading.no_deal[actor].outcomes[0]))


def _lasting(answer: Trades, package: Digits) -> LastingDocument | None:
    found = answer.lasting(package)
    if found is None:
        return None
    assert answer.holds is not None
    conflict = answer.holds.conflict
    return {
        "holds_by": [f"graph.{name}" for name in found.concepts],
        "fails_by": [f"graph.{name}" for name in found.failing],
        "asked": f"graph.{found.asked}" if found.asked else None,
        "breakers": [verdict_document(conflict, verdict) for verdict in found.breakers],
        "mends": [
            {
                "outcome": answer.reading.outcome(mend.package),
                "changes": {issue: value for issue, value, _ in mend.changes},
                "by": sorted({name for _, _, by in mend.changes for name in by}),
                "holds_by": [f"graph.{name}" for name in mend.concepts],
                "acceptable": mend.acceptable,
            }
            for mend in found.mends
        ],
    }


def _margins(answer: Trades, package: Digits) -> list[MarginDocument]:
    return [
        {
            "actor": margin.actor,
            "gain": number(margin.gain),
            "share": float(margin.share),
            "pivotal": margin.pivotal,
            "changes": [
                {
                    "what": change.what,
                    "issue": change.issue,
                    "value": change.value,
                    "now": number(change.now),
                    "then": number(change.then),
                    "direction": "below" if change.below else "above",
                    "within": change.within,
                    "strain": None if change.strain is None else float(change.strain),
                }
                for change in margin.changes
            ],
        }
        for margin in answer.margins(package)
    ]


def _swaps(answer: Trades, package: Digits) -> SwapsDocument | None:
    way = answer.way_to(package)
    if way is None:
        return None
    assert answer.start is not None
    end = answer.reading.outcome(package)
    issues = answer.reading.frame.issues
    steps = None if way.swaps is None else [{issues[k]: end[issues[k]] for k in step} for step in way.swaps.steps]
    return {
        "start": answer.reading.outcome(answer.start),
        "steps": steps,
        "width": way.swaps.width if way.swaps else None,
        "worse_off": {actor: number(by) for actor, by in way.worse_off.items()},
    }


def _exchange(answer: Trades, package: Digits) -> dict[str, dict[str, float | int | str]] | None:
    found = answer.exchange(package)
    if found is None:
        return None
    return {issue: {actor: number(worth) for actor, worth in row.items()} for issue, row in found.changes.items()}


def _recommended(answer: Trades, chosen: Recommended) -> RecommendedDocument:
    package = chosen.package
    found: RecommendedDocument = {
        "outcome": answer.reading.outcome(package),
        "utility": utility_of(answer, package),
        "methods": list(chosen.methods),
        "margins": _margins(answer, package),
        "holds": _lasting(answer, package),
        "calendar": [
            {
                "event": answer.case.calendar[erosion.entry].what,
                "on": answer.case.calendar[erosion.entry].on.isoformat(),
                "outcome": answer.reading.outcome(erosion.package),
                "acceptable": erosion.acceptable,
            }
            for erosion in answer.erosions(package)
        ],
        "exchange": _exchange(answer, package),
        "swaps": _swaps(answer, package),
    }
    shares = package_shares(answer, package)
    if shares is not None:
        found["shares"] = shares
    return found


def package_shares(answer: Trades, package: Digits) -> dict[str, float] | None:
    """Return in which share of the draws a package is acceptable, efficient, and each method's solution."""
    shares = answer.shares
    if shares is None:
        return None
    assert answer.zone.grid is not None
    state = answer.zone.grid.state(package)
    row = int(np.searchsorted(shares.states, state))
    found = {"acceptable": float(shares.acceptable[row]), "efficient": shares.efficient[state]}
    return found | {method: float(values[row]) for method, values in shares.solution.items()}


def _draws(answer: Trades) -> DrawsDocument | None:
    shares = answer.shares
    if shares is None:
        return None
    return {
        "draws": shares.draws,
        "empty": shares.empty,
        "solutions": {
            method: [
                {"outcome": answer.reading.outcome(package), "share": share}
                for package, share in most_often(answer, method, SHARES_SHOWN)
            ]
            for method in shares.solution
        },
    }


def most_often(answer: Trades, method: str, most: int) -> list[tuple[Digits, float]]:
    """Return the packages that are most often a method's solution in the draws, with their shares."""
    shares = answer.shares
    assert shares is not None
    assert answer.zone.grid is not None
    values = shares.solution[method]
    order = np.argsort(-values, kind="stable")[:most]
    return [(answer.zone.grid.digits(int(shares.states[row])), float(values[row])) for row in order if values[row] > 0]


def _miss(answer: Trades) -> MissDocument | None:
    miss = answer.miss
    if miss is None:
        return None
    return {
        "outcome": answer.reading.outcome(miss.package) if miss.package else None,
        "short": {actor: number(by) for actor, by in miss.short.items()},
        "alone": {actor: number(by) for actor, by in miss.alone.items()},
    }


def _periods(answer: Trades) -> list[PeriodDocument]:
    return [
        {
            "since": period.since.isoformat() if period.since else None,
            "until": period.until.isoformat() if period.until else None,
            "events": [answer.case.calendar[entry].what for entry in period.entries],
            "acceptable": _count(period.acceptable),
            "is_open": period.is_open,
            "no_deal": {
                actor: None if worth is None or actor in answer.reading.ordinal else number(worth)
                for actor, worth in period.no_deal.items()
            },
        }
        for period in answer.periods
    ]


def document_of(answer: Trades) -> TradesDocument:
    """Return the document of an answer."""
    reading, zone = answer.reading, answer.zone
    counted: Sequence[str] = [reading.actors[place] for place in zone.bargain.counted]
    solutions: dict[str, Any] = {
        method: [_package(answer, package) for package in answer.solution_packages(method)]
        for method in answer.solutions
    }
    if isinstance(answer.division, Awarded):
        solutions["deals.adjusted-winner"] = [_division(answer, answer.division)]
    found: TradesDocument = {
        "detente": __version__,
        "question": "trades",
        "case": {"title": answer.case.title, "sha256": answer.case.sha256},
        "seed": answer.seed,
        "notes": list(answer.notes),
        "issues": list(reading.frame.issues),
        "actors": list(reading.actors),
        "counted": list(counted),
        "on": reading.on.isoformat() if reading.on else None,
        "preferences": {actor: form or "none" for actor, form in reading.forms.items()},
        "outcomes": _count(zone.outcomes) or 0,
        "acceptable": _count(zone.acceptable),
        "exact": zone.is_exact,
        "eps": {actor: number(step) for actor, step in zip(counted, zone.eps, strict=True)},
        "pareto": _frontier(answer, zone.pareto),
        "acceptable_pareto": _frontier(answer, zone.acceptable_pareto),
        "ideal": {actor: number(best) for actor, best in answer.ideal.items()},
        "solutions": solutions,
        "solution_counts": {method: _count(answer.solution_count(method)) or 0 for method in answer.solutions},
        "no_deal": {actor: reserve_of(answer, actor) for actor in reading.actors},
        "no_deal_how": {actor: _no_deal(answer, actor) for actor in reading.actors},
        "recommended": [_recommended(answer, chosen) for chosen in answer.recommended],
        "shares": _draws(answer),
        "nearest_miss": _miss(answer),
    }
    if answer.sampled_share is not None:
        found["acceptable_share"] = list(answer.sampled_share)
    if answer.case.calendar:
        found["over_time"] = _periods(answer)
    return found
