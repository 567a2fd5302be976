"""Every move of every round with its numbers, in names and on the issues' scales: what ``--why`` tells."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from detente.spatial.models import exchange_round, is_joint, smp_runs
from detente.spatial.offers import offers

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np

    from detente.settling.stands import Place, Stands
    from detente.spatial.field import Field

__all__ = ["ChallengeMove", "ExchangeMove", "PoliticsMove", "Steps"]


@dataclass(frozen=True)
class ChallengeMove:
    """An actor gives way to a proposer: the kind of offer, from where to where, and the expected utilities as it sees them.

    `own` is what it expects of challenging the proposer, `other` what it believes the proposer expects of challenging it,
    `chance` how likely the proposer wins, `exponent` the actor's attitude to risk (below 1 it risks more).
    """

    round: int
    actor: str
    proposer: str
    kind: str
    start: float
    end: float
    own: float
    other: float
    chance: float
    exponent: float


@dataclass(frozen=True)
class PoliticsMove:
    """A bargain that an actor adopts in a turn of SMP: who challenged whom, with which chance and gain, from where to where."""

    turn: int
    actor: str
    challenger: str
    target: str
    chance: float
    gain: float
    start: dict[str, float]
    end: dict[str, float]


@dataclass(frozen=True)
class ExchangeMove:
    """An exchange: `first` moves its vote on `gives`, `second` on `gets`; both gain `gain`.

    Gains and externalities are salience x the way that outcomes come nearer, on scales of 0 to 100.
    """

    first: str
    second: str
    gives: str
    gets: str
    first_from: float
    first_to: float
    second_from: float
    second_to: float
    gain: float
    outcomes: dict[str, float]
    externality: dict[str, float]


@dataclass(frozen=True, eq=False)
class Steps:
    """The moves behind the models that go round by round, with the best values."""

    stands: Stands
    field: Field

    def _issue(self, name: str) -> tuple[int, Place]:
        place = next(k for k, place in enumerate(self.stands.places) if place.name == name)
        return place, self.stands.places[place]

    def challenges(self, issue: str) -> list[ChallengeMove]:
        """Return the moves of the challenge model on an issue, round by round."""
        k, place = self._issue(issue)
        x, s, c = (part[0] for part in self.field.one(k))
        actors = [stand.actor for stand in place.stands]
        return [
            ChallengeMove(
                number, actors[one.actor], actors[one.proposer], one.kind, float(made.positions[one.actor]), one.to,
                one.own, one.other, one.chance, float(made.exponents[one.actor]),
            )
            for number, made in enumerate(offers(x, s, c), 1)
            for one in made.taken
            if one is not None
        ]  # fmt: skip

    @cached_property
    def politics(self) -> list[PoliticsMove]:
        """The bargains that are adopted in SMP, turn by turn, issue by issue where these are run apart."""
        return list(self._politics())

    def _politics(self) -> Iterator[PoliticsMove]:
        names, places = self.stands.actors, self.stands.places
        for group, there, turns, _, _ in smp_runs(self.field, 0, joint=is_joint(self.field)):
            actors = [name for name, own in zip(names, there, strict=True) if own]

            def at(position: np.ndarray, issues: list[int] = group) -> dict[str, float]:
                return {
                    places[k].name: places[k].low + float(unit) * (places[k].high - places[k].low)
                    for k, unit in zip(issues, position, strict=True)
                }

            for number, turn in enumerate(turns, 1):
                for k, chosen in enumerate(turn.adopted):
                    if chosen is None:
                        continue
                    one = turn.bargains[chosen]
                    end = one.challenger_to if one.challenger == k else one.target_to
                    yield PoliticsMove(
                        number, actors[k], actors[one.challenger], actors[one.target], one.probability, one.gain,
                        at(turn.positions[k]), at(end),
                    )  # fmt: skip

    @cached_property
    def exchanges(self) -> list[ExchangeMove]:
        """The exchanges of one round, in the order in which they are made."""
        names, places = self.stands.actors, self.stands.places
        made = exchange_round(self.field, 0).made

        def at(issue: int, unit: float) -> float:
            return places[issue].low + unit / 100 * (places[issue].high - places[issue].low)

        return [
            ExchangeMove(
                names[one.i], names[one.j], places[one.q].name, places[one.p].name,
                at(one.q, one.i_from), at(one.q, one.i_to), at(one.p, one.j_from), at(one.p, one.j_to), one.gain,
                {place.name: at(k, float(one.after[k])) for k, place in enumerate(places)},
                dict(zip(names, one.externality.tolist(), strict=True)),
            )
            for one in made
        ]  # fmt: skip

    @cached_property
    def hurt(self) -> dict[str, float]:
        """Actor -> what all exchanges together are worth to it; below 0 it pays for what others trade."""
        total = dict.fromkeys(self.stands.actors, 0.0)
        for move in self.exchanges:
            for actor, worth in move.externality.items():
                total[actor] += worth
        return total
