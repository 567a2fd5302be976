"""The settlement as an outcome, so that the other two questions can speak of it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from detente.errors import DetenteError, UsageError
from detente.space import count_outcomes
from detente.trading.answer import MAX_HELD, judge_trades

if TYPE_CHECKING:
    from collections.abc import Mapping

    from detente.deals.bargain import Digits
    from detente.settling.stands import Stands
    from detente.trading.answer import Trades
    from detente.trading.lasting import Lasting

__all__ = ["Bridge", "Judged", "bridge_of"]

MAX_NEAREST = 1_000
"""Of how many outcomes that are equally near the one that hurts least is looked for."""


@dataclass(frozen=True)
class Judged:
    """An outcome as the other two questions see it.

    Attributes
    ----------
    package
        The outcome, as value positions: the rest as it is, or, where the rules exclude that, with the fewest further changes.
    possible
        Whether the rules of the case allow any outcome with these values.
    further
        Issue -> value: what has to change with it, by the rules.
    acceptable
        Whether it has the consent it needs; None where a no deal is not known.
    refuse
        The actors whose consent counts and who would have more without agreement.
    lasting
        Whether it holds, and who would break it; None where that cannot be told.
    is_status_quo
        Whether it is how things stand.
    """

    package: Digits
    possible: bool
    further: Mapping[str, str]
    acceptable: bool | None
    refuse: tuple[str, ...]
    lasting: Lasting | None
    is_status_quo: bool


@dataclass(frozen=True, eq=False)
class Bridge:
    """The settlement, and the outcome of exchanges, as outcomes of the case.

    Attributes
    ----------
    values, traded
        Issue -> the value nearest to the settlement, and nearest to where the exchanges lead; for issues with values.
    points, traded_points
        Issue -> these places themselves; a scale without values is put at the point that `trades` has nearest to it.
    """

    stands: Stands
    values: Mapping[str, str]
    traded: Mapping[str, str]
    points: Mapping[str, float | None]
    traded_points: Mapping[str, float | None]

    @cached_property
    def _trades(self) -> Trades | str:
        case = self.stands.case
        if not self.values:
            return "The issues looked at are scales without values, so the settlement names no outcome of the case."
        if count_outcomes(case) > MAX_HELD:
            return f"The settlement is judged by the other two questions for up to {MAX_HELD:,} combinations; there are more."
        try:
            found = judge_trades(case, asked=0)
        except DetenteError as error:
            return str(error)
        if found.reading.start is None:
            return (
                "The status quo is not said for every issue, so it is not known what the rest of the outcome would be."
            )
        return found

    @property
    def reason(self) -> str:
        """Why the settlement is not judged by the other two questions; empty where it is."""
        return self._trades if isinstance(self._trades, str) else ""

    @property
    def trades(self) -> Trades:
        """What can be traded in the same case.

        Raises
        ------
        UsageError
            Where it cannot be asked; see `reason`.
        """
        if isinstance(self._trades, str):
            raise UsageError(self._trades)
        return self._trades

    def _placed(self, values: Mapping[str, str], points: Mapping[str, float | None]) -> dict[str, str]:
        """Return values with those of scales that have none: the nearest of the points that `trades` looks at."""
        frame, found = self.trades.reading.frame, dict(values)
        for name, point in points.items():
            if name not in values and name in frame.issues and point is not None:
                given = frame.values[frame.issues.index(name)]
                found[name] = min(given, key=lambda text: abs(float(Fraction(text)) - point))
        return found

    @property
    def left_out(self) -> tuple[str, ...]:
        """The issues looked at that `trades` leaves out, so that no outcome has them."""
        return () if self.reason else tuple(n for n in self.points if n not in self.trades.reading.frame.issues)

    def _package(self, values: Mapping[str, str]) -> Digits:
        reading = self.trades.reading
        assert reading.start is not None
        digits = list(reading.start)
        for name, value in values.items():
            place = reading.frame.issues.index(name)
            digits[place] = reading.frame.values[place].index(value)
        return tuple(digits)

    def _nearest_possible(self, package: Digits, values: Mapping[str, str]) -> Digits | None:
        """Return the possible outcome with some values that changes least beyond them; None where there is none.

        Of several that change as many issues the one by which nobody is put further below what it has without agreement.
        """
        trades = self.trades
        bargain, grid = trades.reading.bargain, trades.zone.grid
        if bargain.is_possible(package):
            return package
        if grid is None:
            return None
        states = np.flatnonzero(grid.possible)
        distance, stride = np.zeros(states.size, dtype=np.int64), 1
        for place, size in enumerate(bargain.sizes):
            differs = states // stride % size != package[place]
            if trades.reading.frame.issues[place] in values:
                states, distance, differs = states[~differs], distance[~differs], differs[~differs]
            distance += differs
            stride *= size
        if not states.size:
            return None
        nearest = [grid.digits(int(state)) for state in states[distance == distance.min()][:MAX_NEAREST]]

        def worst(digits: Digits) -> Fraction:
            gains = [bargain.gain(actor, digits) for actor in bargain.consent.concerned]
            return min((gain for gain in gains if gain is not None), default=Fraction(0))

        return max(nearest, key=worst)

    def _judged(self, values: Mapping[str, str], points: Mapping[str, float | None]) -> Judged | None:
        if self.reason or not values:
            return None
        values = self._placed(values, points)
        trades, asked = self.trades, self._package(values)
        bargain, reading = trades.reading.bargain, trades.reading
        package = self._nearest_possible(asked, values)
        possible = package is not None
        package = package or asked
        before, after = reading.outcome(asked), reading.outcome(package)
        further = {issue: value for issue, value in after.items() if value != before[issue]}
        gains = {actor: bargain.gain(place, package) for place, actor in enumerate(trades.reading.actors)}
        concerned = bargain.consent.concerned
        refuse = tuple(
            actor
            for place, (actor, gain) in enumerate(gains.items())
            if place in concerned and gain is not None and gain < -Fraction(bargain.slack(place), bargain.units[place])
        )
        unknown = any(gain is None for place, gain in enumerate(gains.values()) if place in concerned)
        return Judged(
            package,
            possible,
            further,
            None if unknown else possible and bargain.is_acceptable(package),
            refuse,
            trades.lasting(package) if possible else None,
            package == reading.start,
        )

    @cached_property
    def settlement(self) -> Judged | None:
        """The settlement with the rest as it is, judged."""
        return self._judged(self.values, self.points)

    @cached_property
    def exchanged(self) -> Judged | None:
        """Where the exchanges lead with the rest as it is, judged."""
        return self._judged(self.traded, self.traded_points)

    @cached_property
    def deals(self) -> dict[str, dict[str, str]]:
        """Method of trades -> the values of its first package on the issues looked at."""
        if self.reason:
            return {}
        found = {}
        for chosen in self.trades.recommended:
            outcome = self.trades.reading.outcome(chosen.package)
            for method in chosen.methods:
                found[method] = {name: outcome[name] for name in self.values}
        return found


def _nearest(stands: Stands, points: Mapping[str, float | None]) -> dict[str, str]:
    """Return issue -> the value nearest to a point, the lower of two, for the issues that have values."""
    found = {}
    for place in stands.places:
        point = points[place.name]
        if place.values and point is not None:
            found[place.name] = min(
                place.values, key=lambda value: (abs(place.values[value] - point), place.values[value])
            )  # fmt: skip
    return found


def bridge_of(stands: Stands, quotes: Mapping[str, float | None], traded: Mapping[str, float | None]) -> Bridge:
    """Return the settlement of quoted points, and where exchanges lead, as outcomes: nearest values, the rest as it is."""
    return Bridge(stands, _nearest(stands, quotes), _nearest(stands, traded), quotes, traded)
