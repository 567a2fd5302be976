"""The document of ``detente settles --json``."""

from __future__ import annotations

import itertools
from dataclasses import asdict
from typing import TYPE_CHECKING

import numpy as np

from detente.settling.answer import FORECAST, LOSSES
from detente.settling.steps import Steps
from detente.spatial.residuals import DOMAIN, ISSUES, PLAIN, PROPOSALS, RESIDUALS
from detente.version import __version__

if TYPE_CHECKING:
    from detente.settles_documents import (
        ChallengeDocument,
        ExchangeDocument,
        LeverDocument,
        LeversDocument,
        NudgeDocument,
        PoliticsDocument,
        ScaleDocument,
        SettledDocument,
        SettledForecast,
        SettledOutcome,
        SettlesDocument,
    )
    from detente.settling.answer import Found, Settles
    from detente.settling.bridge import Judged
    from detente.settling.levers import Lever, Levers, Nudge
    from detente.settling.stands import Place
    from detente.spatial.spread import Spread

__all__ = ["document_of", "masses_at"]

_QUANTILES = (5, 10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90, 95)


def _settled(method: str, found: Found, actors: list[str]) -> SettledDocument:
    document: SettledDocument = {
        "point": found.point,
        "median": None if found.spread is None else found.spread.median,
        "interval50": None if found.spread is None else list(found.spread.intervals[0]),
        "interval80": None if found.spread is None else list(found.spread.intervals[1]),
        "draws": found.draws,
        "inputs": None
        if found.inputs is None
        else {
            "median": found.inputs.median,
            "interval50": list(found.inputs.intervals[0]),
            "interval80": list(found.inputs.intervals[1]),
        },
    }
    if found.none:
        document["without_answer"] = found.none
    if found.own_errors:
        own = RESIDUALS[method]
        document["errors"] = {"mean": own.mae, "crps": own.crps, "cover80": own.cover80, "cover50": own.cover50}
    if found.path is not None:
        document["rounds"] = [dict(zip(actors, row, strict=True)) for row in found.path.tolist()]
    return document


def masses_at(spread: Spread, place: Place) -> dict[str, float]:
    """Return value -> the mass that lies nearest to it; in the middle between two the lower has it."""
    points = sorted((where, value) for value, where in place.values.items())
    edges = [-np.inf, *((a[0] + b[0]) / 2 for a, b in itertools.pairwise(points)), np.inf]
    return {
        value: float(spread.masses[(spread.places > edges[k]) & (spread.places <= edges[k + 1])].sum())
        for k, (_, value) in enumerate(points)
    }


def _forecast(answer: Settles, place: Place) -> SettledForecast | None:
    spread = answer.found[place.name][FORECAST].spread
    if spread is None:
        return None
    positions = {float(stand.position.best) for stand in place.stands}
    return {
        "method": FORECAST,
        "loss": answer.loss,
        "quote": {loss: quote for loss in LOSSES if (quote := answer.quote(place.name, loss)) is not None},
        "interval50": list(spread.intervals[0]),
        "interval80": list(spread.intervals[1]),
        "quantiles": {str(share): spread.quantile(share / 100) for share in _QUANTILES},
        "at_values": masses_at(spread, place),
        "at_positions": sum(spread.share(where, where) for where in positions),
        "at_ends": [spread.share(place.low, place.low), spread.share(place.high, place.high)],
    }


def _lever(lever: Lever) -> LeverDocument:
    return {
        "actor": lever.actor,
        "input": lever.what,
        "best": lever.best,
        "low": lever.low,
        "high": lever.high,
        "assumed": lever.assumed,
        "slope": lever.slope,
        "at_low": lever.at_low,
        "at_high": lever.at_high,
        "tips": lever.tips,
        "within": lever.within,
        "moves_median": lever.moves_median,
        "dead": lever.is_dead,
    }


def _nudge(nudge: Nudge) -> NudgeDocument:
    return {"actor": nudge.actor, "input": nudge.what, "best": nudge.best, "to": nudge.to, "share": nudge.share}


def _levers(levers: Levers | None) -> LeversDocument | None:
    if levers is None:
        return None
    return {
        "target": levers.target,
        "move": levers.move,
        "pivotal": list(levers.pivotal),
        "inputs": [_lever(row) for row in levers.rows],
        "lower": [_nudge(nudge) for nudge in levers.lower],
        "higher": [_nudge(nudge) for nudge in levers.higher],
    }


def _scale(place: Place) -> ScaleDocument:
    return {
        "low": place.low,
        "high": place.high,
        "unit": place.unit,
        "status_quo": place.status_quo,
        "values": dict(place.values),
        "positions": {
            stand.actor: [float(getattr(stand.position, end)) for end in ("low", "best", "high")]
            for stand in place.stands
        },
        "missing": list(place.missing),
    }


def _outcome(answer: Settles, values: dict[str, str], judged: Judged | None) -> SettledOutcome:
    return {
        "values": values,
        "outcome": None if judged is None else answer.bridge.trades.reading.outcome(judged.package),
        "possible": None if judged is None else judged.possible,
        "further": {} if judged is None else dict(judged.further),
        "acceptable": None if judged is None else judged.acceptable,
        "refuse": [] if judged is None else list(judged.refuse),
        "holds_by": None if judged is None or judged.lasting is None else list(judged.lasting.concepts),
    }


def _exchanges(steps: Steps) -> list[ExchangeDocument]:
    return [
        {
            "between": [move.first, move.second],
            "gives": {
                move.first: {"issue": move.gives, "from": move.first_from, "to": move.first_to},
                move.second: {"issue": move.gets, "from": move.second_from, "to": move.second_to},
            },
            "gain": move.gain,
            "outcomes": move.outcomes,
            "externality": move.externality,
        }
        for move in steps.exchanges
    ]


def document_of(answer: Settles, *, why: bool = False) -> SettlesDocument:
    """Return the document; with `why`, every move of the models that go round by round is in it too."""
    bridge, steps = answer.bridge, Steps(answer.stands, answer.best)
    document: SettlesDocument = {
        "detente": __version__,
        "question": "settles",
        "case": {"title": answer.case.title, "sha256": answer.case.sha256},
        "seed": answer.seed,
        "notes": answer.notes,
        "domain": answer.domain,
        "calibrated_on": {
            "domain": DOMAIN, "issues": ISSUES, "proposals": PROPOSALS, "source": "doi:10.34810/data53",
            "known": answer.doubt == 0, "spread_over_the_scale": answer.doubt, "without_a_model": dict(PLAIN),
        },
        "issues": {
            place.name: {
                method: _settled(method, found, [stand.actor for stand in place.stands])
                for method, found in answer.found[place.name].items()
            }
            for place in answer.places
        },
        "scales": {place.name: _scale(place) for place in answer.places},
        "forecast": {place.name: _forecast(answer, place) for place in answer.places},
        "levers": {name: _levers(levers) for name, levers in answer.levers.items()},
        "exchanges": [] if answer.is_too_large("spatial.exchange-equal-gain") else _exchanges(steps),
        "settlement": _outcome(answer, dict(bridge.values), bridge.settlement),
        "exchanged": _outcome(answer, dict(bridge.traded), bridge.exchanged),
        "deals": bridge.deals,
        "not_judged": bridge.reason or None,
    }  # fmt: skip
    if why:
        moves: list[ChallengeDocument] = [
            {"issue": place.name, **asdict(move)}  # type: ignore[typeddict-item]
            for place in answer.places
            for move in steps.challenges(place.name)
        ]
        told = () if answer.is_too_large("spatial.smp-ktab") else steps.politics
        bargains: list[PoliticsDocument] = [asdict(move) for move in told]  # type: ignore[misc]
        document["challenges"], document["bargains"] = moves, bargains
    return document
