"""How near a package is to being refused, and what stands in the way where none is accepted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from detente.deals import solutions
from detente.deals.zone import find_zone
from detente.expressions import parse
from detente.trading.reading import digits_of
from detente.utility import CARDINAL

if TYPE_CHECKING:
    from detente.case import Preferences
    from detente.deals.bargain import Bargain, Digits
    from detente.deals.zone import Zone
    from detente.numbers import Range
    from detente.trading.reading import Reading

__all__ = ["Change", "Margin", "Miss", "margins_of", "nearest_miss"]

Kind: TypeAlias = Literal["no deal", "score", "weight", "salience", "link"]


@dataclass(frozen=True)
class Change:
    """A change of one number that takes an actor's consent away.

    Attributes
    ----------
    what
        Which number: no deal, the score of a value, the weight of an issue or the salience of a position on it, or what
        a link is worth.
    issue, value
        Of which issue and value; for a link its condition.
    now, then
        What it is, and beyond what the consent is gone.
    below
        Whether beyond means below.
    strain
        How much of the way from its best value to the end of its range that is; None where there is no range on that
        side. Below 1 the range itself allows it.
    """

    what: Kind
    issue: str
    value: str
    now: Fraction
    then: Fraction
    below: bool
    strain: Fraction | None

    @property
    def within(self) -> bool:
        """Whether the range that the analyst gave reaches so far."""
        return self.strain is not None and self.strain < 1


@dataclass(frozen=True)
class Margin:
    """How much an actor gains by a package, and what single change would end its consent.

    Attributes
    ----------
    actor
        Whose.
    gain
        In the actor's own unit; for one that only orders packages, only its sign.
    share
        The gain as a share of the distance between the actor's worst and best possible package.
    pivotal
        Whether the package falls if this actor alone refuses.
    changes
        Single changes that end its consent; those within the given ranges first.
    """

    actor: str
    gain: Fraction
    share: Fraction
    pivotal: bool
    changes: tuple[Change, ...]


def _span(bargain: Bargain, actor: int, zone: Zone) -> Fraction:
    """Return the distance between what an actor's worst and best possible package are worth."""
    if zone.grid is not None and actor in zone.grid.amounts:
        states = np.flatnonzero(zone.grid.possible)
        amounts = zone.grid.amounts[actor]
        keys = amounts.some(states).keys()
        low, high = amounts.at([int(states[np.argmin(keys)]), int(states[np.argmax(keys)])])
        return Fraction(high - low, bargain.units[actor])
    # too many outcomes to look through: the sum of what each term can make a difference of
    spread = sum(max(term.worth.ravel().tolist()) - min(term.worth.ravel().tolist()) for term in bargain.terms[actor])
    return Fraction(spread, bargain.units[actor])


def _pivotal(bargain: Bargain, package: Digits, actor: int) -> bool:
    others = list(bargain.no_deal)
    refused = replace(bargain, no_deal=(*others[:actor], _refusing(bargain, actor, package), *others[actor + 1 :]))
    return not refused.is_acceptable(package)


def _refusing(bargain: Bargain, actor: int, package: Digits) -> int:
    """Return a no deal that is just better than a package."""
    return int(bargain.worth(actor, package) * bargain.units[actor]) + bargain.slack(actor) + 1


@dataclass(frozen=True)
class _Number:
    """A number that an actor's gain depends on, and how much the gain changes when it rises by one."""

    what: Kind
    issue: str
    value: str
    number: Range
    slope: Fraction


def _counts(reading: Reading, own: Preferences, issue: str, package: Digits) -> bool:
    """Return whether the score or position on an issue counts in a package."""
    conditions = [link.only_if for link in own.linked or () if link.issue == issue and link.only_if]
    return all(_met(reading, condition, package) for condition in conditions)


def _met(reading: Reading, condition: str, package: Digits) -> bool:
    issues, met = reading.frame.table(parse(condition, reading.case.options, tuple(reading.case.issues)))
    return bool(met[tuple(package[k] for k in issues)])


def _numbers(reading: Reading, actor: str, package: Digits) -> list[_Number]:
    """Return every number that the gain of an actor by a package is linear in."""
    own, no_deal = reading.case.preferences[actor], reading.no_deal[actor]
    found = []
    if no_deal.number is not None:
        found.append(_Number("no deal", "", "", no_deal.number, Fraction(-1)))
    without = digits_of(reading.frame, no_deal.outcomes[0]) if no_deal.outcomes else None
    # the package counts once, no deal, where it is an outcome, minus once
    sides = [(package, 1)] + ([(without, -1)] if without else [])
    names = reading.frame.issues
    for issue, scores in (own.scores or {}).items() if reading.forms[actor] == "scores" else ():
        k = names.index(issue)
        weight = Fraction(scores.weight.best) if scores.weight else Fraction(1)
        slopes: dict[str, Fraction] = {}
        for side, sign in sides:
            value = reading.frame.values[k][side[k]]
            slopes[value] = slopes.get(value, Fraction(0)) + sign * int(_counts(reading, own, issue, side))
        found += [_Number("score", issue, v, scores.values[v], slope * weight) for v, slope in slopes.items()]
        if scores.weight is not None:
            total = sum((slope * Fraction(scores.values[v].best) for v, slope in slopes.items()), Fraction(0))
            found.append(_Number("weight", issue, "", scores.weight, total))
    for issue, stand in (own.positions or {}).items() if reading.forms[actor] == "positions" else ():
        k, scale = names.index(issue), reading.case.issues[issue].scale
        assert scale is not None
        assert scale.points is not None
        slope = Fraction(0)
        for side, sign in sides:
            point = Fraction(scale.points[reading.frame.values[k][side[k]]])
            counts = sign * int(_counts(reading, own, issue, side))
            slope -= counts * abs(point - Fraction(stand.position.best))
        found.append(_Number("salience", issue, "", stand.salience, slope))
    for link in own.linked or ():
        if link.when and link.worth is not None:
            slope = Fraction(sum(sign * int(_met(reading, link.when, side)) for side, sign in sides))
            found.append(_Number("link", link.when, "", link.worth, slope))
    return found


def _changes(reading: Reading, actor: str, package: Digits, gain: Fraction) -> list[Change]:
    """Return the single numbers whose change by itself takes the gain away."""
    found = []
    for one in _numbers(reading, actor, package):
        if not one.slope:
            continue
        now = Fraction(one.number.best)
        then = now - gain / one.slope
        if then < 0 and one.what in ("weight", "salience"):
            continue  # neither can be negative
        below = one.slope > 0
        found.append(Change(one.what, one.issue, one.value, now, then, below, _strain(one.number, then, below=below)))
    return found


def _strain(number: Range, value: Fraction, *, below: bool) -> Fraction | None:
    """Return how far a value lies on the way from the best of a range to its lower or upper end."""
    best = Fraction(number.best)
    end = Fraction(number.low if below else number.high)
    return None if end == best else (value - best) / (end - best)


def margins_of(reading: Reading, zone: Zone, package: Digits) -> list[Margin]:
    """Return how near each actor whose view can matter is to refusing a package, the nearest first."""
    bargain = reading.bargain
    found = []
    for place in bargain.consent.concerned:
        actor, gain = reading.actors[place], bargain.gain(place, package)
        if gain is None or reading.forms[actor] is None:
            continue
        if reading.forms[actor] not in CARDINAL:
            gain = Fraction((gain > 0) - (gain < 0))  # how much an order's keys differ means nothing
        span = _span(bargain, place, zone)
        changes = _changes(reading, actor, package, gain) if reading.forms[actor] in CARDINAL and gain >= 0 else []
        # what has a range comes first; without one a weight says more than a score that would turn an order around
        order = ("no deal", "weight", "salience", "link", "score")
        changes.sort(key=lambda c: (c.strain is None, c.strain or Fraction(0), order.index(c.what)))
        pivotal = gain >= 0 and _pivotal(bargain, package, place)
        share = gain / span if span and reading.forms[actor] in CARDINAL else Fraction(0)
        found.append(Margin(actor, gain, share, pivotal, tuple(changes)))
    return sorted(found, key=lambda margin: (not margin.pivotal, margin.share))


@dataclass(frozen=True)
class Miss:
    """What is nearest to a deal where none is acceptable.

    Attributes
    ----------
    package
        The possible package whose smallest gain, as a share of each actor's span, is largest; None where there is none.
    short
        Actor -> by how much the package falls short of its no deal.
    alone
        Actor -> by how much its no deal alone would have to be lower for some package to be acceptable.
    """

    package: Digits | None
    short: dict[str, Fraction]
    alone: dict[str, Fraction]


def nearest_miss(reading: Reading, zone: Zone) -> Miss:
    """Return the nearest miss of a bargain without any acceptable package."""
    bargain = reading.bargain
    counted = bargain.counted
    reserves = [bargain.no_deal[actor] for actor in counted]
    if not len(zone.pareto.worth) or any(reserve is None for reserve in reserves):
        return Miss(None, {}, {})
    spans = [max(_span(bargain, actor, zone), Fraction(1, 10**9)) for actor in counted]
    gains = zone.pareto.worth - np.array(reserves, dtype=object)
    # gains as shares of spans: the units are those in which a span is 1
    shares = [
        [Fraction(g) / (span * bargain.units[a]) for g, span, a in zip(row, spans, counted, strict=True)]
        for row in gains
    ]
    whole = np.array(shares, dtype=object).reshape(gains.shape)
    point = solutions.egalitarian(whole, [1] * len(counted))[0]
    package = zone.pareto.outcomes(point, 1)[0]
    short = {}
    for actor in bargain.consent.concerned:
        gain = bargain.gain(actor, package)
        if gain is not None and gain < 0:
            short[reading.actors[actor]] = -gain
    return Miss(package, short, _alone(reading, bargain))


def _alone(reading: Reading, bargain: Bargain) -> dict[str, Fraction]:
    """Return for each actor by how much its own no deal would have to be lower to open a zone, the others' kept."""
    found = {}
    for actor in bargain.consent.concerned:
        reserve = bargain.no_deal[actor]
        if reserve is None:
            continue
        willing = replace(bargain, no_deal=tuple(None if a == actor else d for a, d in enumerate(bargain.no_deal)))
        best = _best_acceptable(willing, actor)
        if best is not None and best < reserve:
            found[reading.actors[actor]] = Fraction(reserve - best, bargain.units[actor])
    return found


def _best_acceptable(bargain: Bargain, actor: int) -> int | None:
    """Return the most that any acceptable package is worth to an actor; None where none is acceptable."""
    if actor not in bargain.counted and bargain.consent.at_least is None:
        # without a number to be reached it changes nothing to count the actor in
        bargain = replace(bargain, consent=replace(bargain.consent, pool=bargain.consent.pool | {actor}))
    zone = find_zone(bargain)
    if not len(zone.acceptable_pareto.worth):
        return None
    if actor in bargain.counted:
        return int(max(zone.acceptable_pareto.worth[:, bargain.counted.index(actor)].tolist()))
    if zone.grid is None:
        return None
    return max(zone.grid.amounts_of(actor).at(np.flatnonzero(zone.grid.acceptable)))
