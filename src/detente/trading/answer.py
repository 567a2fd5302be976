"""The answer to "what can be traded?", as data that carries its question. What is slow is worked out when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from detente.conflict import conflict_of
from detente.deals.zone import find_zone
from detente.errors import LimitError
from detente.judging import judge_holds
from detente.methods import HOLDS_TOGETHER, METHODS
from detente.space import count_outcomes, count_text
from detente.trading import draws
from detente.trading.award import Awarded, award
from detente.trading.exchange import Exchange, Way, exchange_of, way_to
from detente.trading.lasting import Erosion, Lasting, erosions_of, judge_lasting
from detente.trading.margins import Margin, Miss, margins_of, nearest_miss
from detente.trading.over_time import Period, over_time
from detente.trading.reading import read_bargain
from detente.trading.warnings import warnings_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from detente.answers import Holds
    from detente.case import Case
    from detente.deals.bargain import Digits
    from detente.deals.frontier import Frontier
    from detente.deals.zone import Zone
    from detente.documents import TradesDocument
    from detente.trading.reading import Reading

__all__ = ["Recommended", "Trades", "judge_trades", "remember"]

MAX_HELD = 2**18
"""Up to how many combinations packages are judged by the graph model."""

MAX_RECOMMENDED = 10
SHOWN_TIES = 200
SAMPLED = 20_000


_RECENT: list[Holds] = []
"""What was judged last: a page asks the same of one case three times, and cases do not change."""


def remember(holds: Holds) -> None:
    """Keep what holds in a case, judged by all concepts that can say so, for the next question about the same case."""
    _RECENT[:] = [holds]


@dataclass(frozen=True)
class Recommended:
    """A package that some methods recommend, by their best numbers or, where there are none, most often in the draws.

    Without a method it is one that was named.
    """

    package: Digits
    methods: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Trades:
    """The answer to "what can be traded?".

    Attributes
    ----------
    reading
        The case, read for trades.
    zone
        What the engine found.
    start
        The package from which trades are told; None where the status quo is not said.
    asked
        How many draws to make of what is uncertain.
    seed
        From which seed.
    doubts
        What `check` warned of.
    named
        Packages that were named to be looked at beside the solutions.
    """

    reading: Reading
    zone: Zone
    start: Digits | None
    asked: int
    seed: int
    doubts: tuple[str, ...]
    named: tuple[Digits, ...] = ()

    @property
    def case(self) -> Case:
        """The case it was asked of."""
        return self.reading.original

    @property
    def is_ordinal(self) -> bool:
        """Whether an actor whose consent counts only orders packages, so that solutions are told as shares."""
        return any(self.reading.actors[place] in self.reading.ordinal for place in self.zone.bargain.counted)

    @cached_property
    def solutions(self) -> dict[str, list[int]]:
        """Method -> the points of the acceptable frontier that solve it.

        Empty where an actor only orders packages: then see `shares`. Without a known no deal only the sum can be told.
        """
        zone = self.zone
        if self.is_ordinal:
            return {}
        chosen: tuple[str, ...]
        if zone.gains is None:
            chosen, table = ("deals.utilitarian",), zone.acceptable_pareto.worth
        else:
            chosen, table = draws.METHODS_DRAWN, zone.gains
        return {name: METHODS[name].function(table, zone.units, rough=zone.is_rough) for name in chosen}

    def solution_packages(self, method: str) -> list[Digits]:
        """Return the packages that solve a method, all ties, up to `SHOWN_TIES`."""
        found: list[Digits] = []
        for point in self.solutions[method]:
            found += self.zone.acceptable_pareto.outcomes(point, SHOWN_TIES - len(found))
        return found

    def solution_count(self, method: str) -> int:
        """Return how many packages solve a method."""
        return sum(self.zone.acceptable_pareto.counts[point] for point in self.solutions[method])

    @cached_property
    def division(self) -> Awarded | str | None:
        """What Adjusted Winner gives, or why it gives nothing; None where it is not to be asked."""
        return award(self.reading)

    @cached_property
    def recommended(self) -> list[Recommended]:
        """The packages to look at: the first of each solution, or those most often a solution in the draws."""
        found: dict[Digits, list[str]] = {}
        for method, points in self.solutions.items():
            if points:
                found.setdefault(self.zone.acceptable_pareto.outcomes(points[0], 1)[0], []).append(method)
        if self.is_ordinal and self._drawn is not None:
            for method, shares in self._drawn.solution.items():
                best = int(np.argmax(shares)) if shares.size else 0
                if shares.size and shares[best] > 0:
                    assert self.zone.grid is not None
                    package = self.zone.grid.digits(int(self._drawn.states[best]))
                    found.setdefault(package, []).append(method)
        if isinstance(self.division, Awarded) and self.reading.bargain.is_acceptable(self.division.package):
            found.setdefault(self.division.package, []).append("deals.adjusted-winner")
        for package in self.named:
            found.setdefault(package, [])
        return [Recommended(package, tuple(methods)) for package, methods in found.items()][:MAX_RECOMMENDED]

    @property
    def is_drawn(self) -> bool:
        """Whether anything is uncertain, and few enough outcomes to draw it."""
        return (
            self.asked > 0
            and self.zone.grid is not None
            and self.zone.bargain.grid <= draws.MAX_OUTCOMES
            and self.zone.outcomes > 0
            and draws.is_uncertain(self.reading)
        )

    @cached_property
    def _drawn(self) -> draws.Shares | None:
        """The draws, without a look at the frontier: that needs to know the packages."""
        return self._draw([])

    @cached_property
    def shares(self) -> draws.Shares | None:
        """In which share of the draws each outcome is what; None where nothing is uncertain or too much to draw."""
        return self._draw([chosen.package for chosen in self.recommended]) if self.is_drawn else None

    def _draw(self, packages: list[Digits]) -> draws.Shares | None:
        if not self.is_drawn:
            return None
        assert self.zone.grid is not None
        rng = np.random.default_rng(self.seed)
        return draws.draw_shares(self.reading, self.zone.grid, rng, self.asked, packages)

    def rank(self, place: int, package: Digits) -> int | None:
        """Return the rank of a package to an actor among the possible outcomes, 0 the worst; None where too many."""
        return self._ranks(place).get(int(self.reading.bargain.worth(place, package)))

    def best_rank(self, actor: str) -> int:
        """Return the rank of the best possible outcome to an actor."""
        return len(self._ranks(self.reading.actors.index(actor))) - 1

    def best_acceptable_rank(self, actor: str) -> int | None:
        """Return the rank of an actor's best acceptable package; None where none is, or its consent does not count."""
        bargain, worth = self.zone.bargain, self.zone.acceptable_pareto.worth
        place = self.reading.actors.index(actor)
        if place not in bargain.counted or not len(worth):
            return None
        return self._ranks(place).get(max(worth[:, bargain.counted.index(place)].tolist()))

    def _ranks(self, place: int) -> dict[int, int]:
        grid = self.zone.grid
        if grid is None:
            return {}
        if place not in self._levels:
            keys = sorted(set(grid.amounts_of(place).at(np.flatnonzero(grid.possible))))
            self._levels[place] = {key: level for level, key in enumerate(keys)}
        return self._levels[place]

    @cached_property
    def _levels(self) -> dict[int, dict[int, int]]:
        return {}

    @cached_property
    def holds(self) -> Holds | None:
        """What holds in the same case; None where there are too many outcomes, see `holds_reason`."""
        return self._holds[0]

    @property
    def holds_reason(self) -> str:
        """Why packages are not judged by the graph model, where they are not."""
        return self._holds[1]

    @cached_property
    def _holds(self) -> tuple[Holds | None, str]:
        case = self.case
        if not any(issue.decided_by for issue in case.issues.values()) and not case.moves:
            return None, "The case does not say who decides what, so it cannot be told whether a package holds."
        if count_outcomes(case) > MAX_HELD:
            return None, (
                f"Whether a package holds is told for up to {MAX_HELD:,} combinations; "
                f"there are {count_text(count_outcomes(case))}."
            )
        if all(issue.is_continuous for issue in case.issues.values()):
            return None, "The graph model needs issues with values; this case has scales only."
        known = next((held for held in _RECENT if held.case is case), None)
        if known is not None:
            return known, ""
        try:
            conflict = conflict_of(case)
            # a concept without a form for groups cannot say what holds where groups decide, so it is not judged
            grouped = bool(conflict.deciding_groups)
            only = [concept for concept, forms in HOLDS_TOGETHER.items() if not grouped or forms[1] is not None]
            held = judge_holds(case, conflict, only=only)
        except LimitError as error:
            return None, str(error)
        remember(held)
        return held, ""

    def lasting(self, package: Digits) -> Lasting | None:
        """Return whether a package holds once it is signed, who would break it and what would mend that."""
        if self.holds is None:
            return None
        if package not in self._lasting:
            self._lasting[package] = judge_lasting(self.reading, self.holds, package)
        return self._lasting[package]

    @cached_property
    def _lasting(self) -> dict[Digits, Lasting]:
        return {}

    def erosions(self, package: Digits) -> list[Erosion]:
        """Return what the calendar does to a package by itself."""
        return erosions_of(self.reading, package)

    def margins(self, package: Digits) -> list[Margin]:
        """Return how near each actor is to refusing a package."""
        return margins_of(self.reading, self.zone, package)

    def exchange(self, package: Digits) -> Exchange | None:
        """Return who gives and gets what from the start to a package."""
        return None if self.start is None else exchange_of(self.reading, self.start, package)

    def way_to(self, package: Digits) -> Way | None:
        """Return the joint swaps that lead from the start to a package."""
        return None if self.start is None else way_to(self.reading, self.start, package)

    @cached_property
    def miss(self) -> Miss | None:
        """The nearest miss where nothing is acceptable."""
        if self.zone.acceptable_pareto.counts or not self.zone.outcomes:
            return None
        return nearest_miss(self.reading, self.zone)

    @cached_property
    def periods(self) -> list[Period]:
        """The zone from the case's day on."""
        return over_time(self.case, by=self.reading.by)

    @cached_property
    def sampled_share(self) -> tuple[float, float, float] | None:
        """The share of packages that are acceptable, with a 95 % interval, where they are too many to count."""
        if self.zone.acceptable is not None or not self.zone.outcomes:
            return None
        rng = np.random.default_rng(self.seed)
        bargain = self.zone.bargain
        rows = np.stack([rng.integers(0, size, SAMPLED) for size in bargain.sizes])
        kept = np.ones(SAMPLED, dtype=np.bool_)
        for issues, allowed in bargain.rules:
            kept &= allowed[tuple(rows[k] for k in issues)]
        rows = rows[:, kept]
        if not rows.shape[1]:
            return None
        accepts = np.ones((len(bargain.terms), rows.shape[1]), dtype=np.bool_)
        for actor in bargain.consent.concerned:
            reserve = bargain.no_deal[actor]
            worth = np.zeros(rows.shape[1], dtype=object)
            for term in bargain.terms[actor]:
                worth = worth + term.worth[tuple(rows[k] for k in term.issues)]
            if reserve is not None:
                accepts[actor] = (worth >= reserve).astype(np.bool_)
        changed = None if bargain.consent.start is None else rows != np.array(bargain.consent.start)[:, None]
        share = float(bargain.consent.allows(accepts, changed).mean())
        return _wilson(share, rows.shape[1])

    @cached_property
    def ideal(self) -> dict[str, Fraction]:
        """Actor -> its best over the acceptable packages, for the actors whose consent counts and who have a unit."""
        worth, bargain = self.zone.acceptable_pareto.worth, self.zone.bargain
        if not len(worth):
            return {}
        return {
            self.reading.actors[actor]: Fraction(max(worth[:, column].tolist()), bargain.units[actor])
            for column, actor in enumerate(bargain.counted)
            if self.reading.actors[actor] not in self.reading.ordinal
        }

    @cached_property
    def notes(self) -> list[str]:
        """What a reader must know: what was used, what could not be told, what looks wrong with the model."""
        return [*self.reading.notes, *warnings_of(self), *self.doubts]

    def listed(self, frontier: Frontier, most: int) -> list[Digits]:
        """Return the outcomes of a frontier, at most so many."""
        found: list[Digits] = []
        for point in range(len(frontier.counts)):
            if len(found) >= most:
                break
            found += frontier.outcomes(point, most - len(found))
        return found

    def to_dict(self) -> TradesDocument:
        """Return the document that ``--json`` prints."""
        from detente.trading.document import document_of

        return document_of(self)


def _wilson(share: float, count: int) -> tuple[float, float, float]:
    """Return a share with Wilson's 95 % interval."""
    z = 1.959964
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * ((share * (1 - share) + z * z / (4 * count)) / count) ** 0.5
    return share, max(middle - half, 0.0), min(middle + half, 1.0)


def judge_trades(  # noqa: PLR0913 - a request, option by option
    case: Case,
    *,
    on: date | None = None,
    by: str | None = None,
    start: Digits | None = None,
    asked: int = draws.DRAWS,
    seed: int = 0,
    doubts: Sequence[str] = (),
) -> Trades:
    """Answer "what can be traded?" on a case without errors.

    Parameters
    ----------
    on
        The day of which no deal is taken.
    by
        The form of preference to use for actors who have several.
    start
        The package from which trades are told; the status quo of that day where it is left out.
    asked, seed
        How many draws to make of what is uncertain, and from which seed.
    doubts
        What `check` warned of.

    Raises
    ------
    LimitError
        Where issues are linked too closely for so many packages.
    UsageError
        Where nobody has the form asked for.
    """
    reading = read_bargain(case, on=on, by=by)
    zone = find_zone(reading.bargain)
    return Trades(reading, zone, start or reading.start, asked, seed, tuple(doubts))
