"""The answer to "where does it settle?", as data that carries its question. What is slow is worked out when it is asked for."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from detente.methods import METHODS
from detente.settling.bridge import Bridge, bridge_of
from detente.settling.draws import PART, best_field, drawn_field, is_uncertain
from detente.settling.levers import Levers, levers_of
from detente.spatial.calibration import DOUBT, predict
from detente.spatial.field import Field
from detente.spatial.models import READINGS, challenge_in_turn
from detente.spatial.residuals import DOMAIN, RESIDUALS
from detente.spatial.spread import Spread, spread_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from detente.case import Case
    from detente.settles_documents import SettlesDocument
    from detente.settling.stands import Place, Stands

    Floats = NDArray[np.float64]

__all__ = ["BASELINES", "FORECAST", "LOSSES", "Found", "Settles", "judge_settles", "known_domain"]

DRAWS = 10_000
"""How many draws are made where nothing else is asked for."""

FORECAST = "spatial.compromise"
"""The model whose distribution is the forecast: simplest, and none scored better on held-out proposals."""

BASELINES = ("spatial.mean", "spatial.median", "spatial.middle")
"""What stands beside every model."""

LOSSES = ("absolute", "squared", "within5")
"""By which loss a point is quoted: the median, the mean, or the place with the most mass within a twentieth of the scale."""

PREDICTED = 2_000
"""Of how many draws distributions are made: each adds its errors and positions."""

WITHIN = 0.05

MAX_POLITICS = 120
"""Up to how many actors SMP is run: a run grows with their cube."""

MAX_EXCHANGED = 1_000
"""Up to how many actors x issues exchanges are looked for."""

_FEWEST, _MOST = 20, 500


def _draws_for(method: str, actors: int, issues: int, asked: int) -> int:
    """Return how many draws a model gets, so that each costs seconds at most; 0 where too few would be left."""
    most = {
        "spatial.smp-ktab": min(20_000 // (issues * (120 + actors**2)), _MOST),
        "spatial.exchange-equal-gain": min(500_000 // (300 + (actors * issues) ** 2), _MOST),
        "spatial.challenge-scholz2011": 20_000_000 // (actors**2 * issues),
        "spatial.challenge-readings": 5_000_000 // (actors**2 * issues),
        "spatial.condorcet": 2_000_000_000 // (actors**3 * issues),
    }.get(method, asked)
    return min(most, asked) if most >= min(_FEWEST, asked) else 0


@dataclass(frozen=True, eq=False)
class Found:
    """What a model found on one issue.

    Attributes
    ----------
    point
        Where it puts the settlement with the best values; None where it has no answer.
    inputs
        The distribution of its points over the draws of what is uncertain; None without an answer.
    spread
        The predictive distribution of the settlement: that, with the errors that such a model makes.
    draws
        How many draws were made; 0 where nothing is uncertain, or too few could be made.
    none
        The share of draws in which it has no answer.
    path
        For models that go round by round: the positions, ``(R, A)`` of those who take part.
    own_errors
        Whether the errors were measured on this model; else those of the compromise serve.
    """

    point: float | None
    inputs: Spread | None
    spread: Spread | None
    draws: int
    none: float
    path: Floats | None
    own_errors: bool


@dataclass(frozen=True, eq=False)
class Settles:
    """The answer to "where does it settle?".

    Attributes
    ----------
    stands
        The case, read for settlements.
    asked, seed
        How many draws of what is uncertain, from which seed.
    camps, correlation
        Which actors' numbers are drawn together, and how closely.
    loss
        By which loss a point is quoted.
    domain
        The domain that was named.
    cross, move
        The place to be crossed, and how far the settlement is to be moved; None for the usual.
    workers
        How many threads draw. It changes nothing but the time.
    doubts
        What `check` warned of.
    """

    stands: Stands
    asked: int
    seed: int
    camps: tuple[tuple[str, ...], ...]
    correlation: float
    loss: str
    domain: str | None
    cross: float | None
    move: float | None
    workers: int
    doubts: tuple[str, ...]

    @property
    def case(self) -> Case:
        """The case it was asked of."""
        return self.stands.case

    @property
    def places(self) -> tuple[Place, ...]:
        """The issues that are looked at."""
        return self.stands.places

    @property
    def doubt(self) -> float:
        """The mass that is spread over the whole scale, for want of knowledge of the domain."""
        return 0.0 if known_domain(self.domain) else DOUBT

    @cached_property
    def best(self) -> Field:
        """The best values, as one draw."""
        return best_field(self.stands)

    @cached_property
    def is_uncertain(self) -> bool:
        """Whether there is anything to draw."""
        return self.asked > 0 and is_uncertain(self.stands)

    @cached_property
    def drawn(self) -> Field:
        """The draws; the best values alone where nothing is uncertain."""
        if not self.is_uncertain:
            return self.best
        return drawn_field(self.stands, self.asked, self.seed, self.camps, self.correlation)

    def count(self, method: str) -> int:
        """Return how many draws a method gets: fewer where a run is slow."""
        if not self.is_uncertain:
            return 0
        return _draws_for(method, len(self.stands.actors), len(self.places), self.drawn.draws)

    def is_too_large(self, method: str) -> bool:
        """Return whether a model is not run, for there are too many actors or issues."""
        actors, issues = len(self.stands.actors), len(self.places)
        return (method == "spatial.smp-ktab" and actors > MAX_POLITICS) or (
            method == "spatial.exchange-equal-gain" and actors * issues > MAX_EXCHANGED
        )

    def _drawn_points(self, function: Callable[[Field], Floats], count: int) -> Floats:
        """Return ``(N, I)`` a model's points over the draws."""
        field = self.drawn.first(count)
        if field.draws <= PART:
            found: Floats = function(field)
            return found
        parts = [
            Field(
                field.positions[k : k + PART], field.salience[k : k + PART], field.capability[k : k + PART],
                field.scales, field.status_quo,
            )
            for k in range(0, field.draws, PART)
        ]  # fmt: skip
        with ThreadPoolExecutor(self.workers) as pool:
            return np.concatenate(list(pool.map(function, parts)))

    @cached_property
    def found(self) -> dict[str, dict[str, Found]]:
        """Issue -> method -> what it found."""
        found: dict[str, dict[str, Found]] = {place.name: {} for place in self.places}
        for method in METHODS.values():
            if method.question != "settles":
                continue
            if self.is_too_large(method.id):
                nothing = Found(None, None, None, 0, 1.0, None, method.id in RESIDUALS)
                for place in self.places:
                    found[place.name][method.id] = nothing
                continue
            best = method.function(self.best)
            count = self.count(method.id)
            points = self._drawn_points(method.function, count) if count else best
            # what the draws tell of the readings is one reading for each draw, not the mean of all
            shown = self._in_turn(count) if method.id == "spatial.challenge-readings" else points
            path = method.path(self.best) if method.path else None
            for k, place in enumerate(self.places):
                rounds = None if path is None else path[:, self.best.there(k), k]
                of = (float(best[0, k]), points[:, k], shown[:, k])
                found[place.name][method.id] = self._one(method.id, k, of, count, rounds)
        return found

    def _in_turn(self, count: int) -> Floats:
        """Return points of the challenge model with the readings taken in turn; of the best values where nothing is drawn."""
        if count:
            return self._drawn_points(challenge_in_turn, count)
        one = self.best
        four = Field(
            np.repeat(one.positions, len(READINGS), axis=0), np.repeat(one.salience, len(READINGS), axis=0),
            np.repeat(one.capability, len(READINGS), axis=0), one.scales, one.status_quo,
        )  # fmt: skip
        return challenge_in_turn(four)

    def _one(self, method: str, issue: int, of: tuple[float, Floats, Floats], count: int, path: Floats | None) -> Found:
        best, points, shown = of
        residuals = RESIDUALS.get(method)
        answered = ~np.isnan(shown)
        inputs = spread = None
        if answered.any():
            inputs = spread_of(shown[answered], np.ones(int(answered.sum())))
            field = self.drawn if count else self.best
            some = slice(0, min(self.predicted, points.size))
            x, s, c = (part[some] for part in field.one(issue))
            ends = (self.places[issue].low, self.places[issue].high)
            doubt = DOUBT if self.is_flat(issue) else self.doubt
            spread = predict(points[some], x, s * c, residuals or RESIDUALS[FORECAST], ends, doubt)
        none = float(1 - answered.mean())
        return Found(None if np.isnan(best) else best, inputs, spread, count, none, path, residuals is not None)

    @property
    def predicted(self) -> int:
        """Of how many draws distributions are made."""
        return max(min(PREDICTED, 20_000_000 // len(self.stands.actors) ** 2), 100)

    def is_flat(self, issue: int) -> bool:
        """Return whether all who have weight stand at one place: no known settlement was of that kind."""
        x, s, c = self.best.one(issue)
        counted = x[0][(s * c)[0] > 0]
        certain = all(stand.position.is_point for stand in self.places[issue].stands)
        return bool(counted.size) and certain and float(counted.max()) == float(counted.min())

    def quote(self, issue: str, loss: str | None = None) -> float | None:
        """Return the point of an issue's forecast that loses least by a loss; None without a forecast."""
        spread = self.found[issue][FORECAST].spread
        place = next(place for place in self.places if place.name == issue)
        if spread is None:
            return None
        by = {
            "absolute": lambda: spread.median,
            "squared": lambda: spread.mean,
            "within5": lambda: spread.within(WITHIN * (place.high - place.low))[0],
        }
        return by[loss or self.loss]()

    @cached_property
    def levers(self) -> dict[str, Levers | None]:
        """Issue -> its levers; None where nobody has weight."""
        return {place.name: levers_of(self.stands, place, self.cross, self.move) for place in self.places}

    @cached_property
    def bridge(self) -> Bridge:
        """The settlement as an outcome, for the other two questions."""
        quotes = {place.name: self.quote(place.name) for place in self.places}
        traded = {place.name: self.found[place.name]["spatial.exchange-equal-gain"].point for place in self.places}
        return bridge_of(self.stands, quotes, traded)

    @cached_property
    def notes(self) -> list[str]:
        """What a reader must know: what was used, what could not be told, what the numbers rest on."""
        from detente.settling.notes import notes_of

        return notes_of(self)

    def to_dict(self) -> SettlesDocument:
        """Return the document that ``--json`` prints."""
        from detente.settling.document import document_of

        return document_of(self)


def known_domain(domain: str | None) -> bool:
    """Return whether the errors were measured in this domain."""
    return domain is not None and domain.strip().casefold() in (DOMAIN.casefold(), "eu")


def judge_settles(  # noqa: PLR0913 - a request, option by option
    stands: Stands,
    *,
    asked: int = DRAWS,
    seed: int = 0,
    camps: Sequence[Sequence[str]] = (),
    correlation: float = 0.7,
    loss: str = "absolute",
    domain: str | None = None,
    cross: float | None = None,
    move: float | None = None,
    workers: int | None = None,
    doubts: Sequence[str] = (),
) -> Settles:
    """Answer "where does it settle?" on a case without errors; parameters as for `detente.settles`."""
    return Settles(
        stands, asked, seed, tuple(map(tuple, camps)), correlation, loss, domain or stands.case.domain, cross, move,
        workers or min(os.cpu_count() or 1, 4), tuple(doubts),
    )  # fmt: skip
