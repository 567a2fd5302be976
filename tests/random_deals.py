"""Random negotiations, twice: as a case document and as the oracle's plain sets, from the same dice.

The second is worked out here, not by calling detente. So a test that compares the two checks the reading of
scores, positions, linked terms, no deal values and rules of agreement as well as the search for deals.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

import deals_oracle
from random_cases import Outcome, Test, holds, issues_in, random_conjunction, random_test, write


@dataclass
class Deal:
    """One negotiation in both forms."""

    document: dict[str, Any]
    bargain: deals_oracle.Bargain
    names: list[list[str]]  # value names by issue


@dataclass
class _Worth:
    """What one actor's utility is made of."""

    terms: dict[int, list[Fraction]]  # issue -> weighted worth of each value
    only_if: list[tuple[int, Test]] = field(default_factory=list)
    when: list[tuple[Test, Fraction]] = field(default_factory=list)

    def of(self, s: Outcome) -> Fraction:
        total = Fraction(0)
        for k, worth in self.terms.items():
            if all(holds(test, s) for issue, test in self.only_if if issue == k):
                total += worth[s[k]]
        for test, extra in self.when:
            if holds(test, s):
                total += extra
        return total


@dataclass
class _Agreement:
    """The rule of agreement, and how it is written (None: left out)."""

    written: dict[str, Any] | None
    rule: str
    pool: frozenset[int]
    at_least: int | None = None
    must_include: frozenset[int] = frozenset()


def random_deal(seed: int) -> Deal:
    """Return one random negotiation; every feature of preferences and rules comes up."""
    dice = Random(seed)
    actors = dice.choice([2, 2, 3, 3, 4])
    sizes = [dice.choice([2, 2, 2, 3, 3, 4]) for _ in range(dice.choice([1, 2, 2, 3, 3, 3, 4]))]
    names = [["no", "yes"] if n == 2 and dice.random() < 0.5 else [f"v{v}" for v in range(n)] for n in sizes]
    deciders = [frozenset(dice.sample(range(actors), dice.randint(1, actors))) for _ in sizes]
    document: dict[str, Any] = {
        "detente": "1",
        "title": "random deal",
        "actors": {f"a{i}": {"name": f"A{i}"} for i in range(actors)},
        "issues": {f"i{k}": {"values": names[k], "decided_by": _keys(deciders[k])} for k in range(len(sizes))},
    }
    agreement = _random_agreement(dice, actors)
    if agreement.written is not None:
        document["agreement"] = agreement.written

    grid = list(product(*map(range, sizes)))
    start = dice.choice(grid)
    status_quo = None if agreement.rule != "deciders" and dice.random() < 0.05 else start
    if status_quo is not None:
        for k, v in enumerate(status_quo):
            document["issues"][f"i{k}"]["status_quo"] = names[k][v]
    drawn = [random_conjunction(dice, sizes, 2) for _ in range(dice.choice([0, 0, 1, 2, 3]))]
    rules = [rule for rule in drawn if not holds(rule, start)]
    if rules or dice.random() < 0.5:
        document["impossible"] = [write(rule, names) for rule in rules]
    possible = [s for s in grid if not any(holds(rule, s) for rule in rules)]

    scales: dict[int, list[Fraction]] = {}
    document["preferences"] = preferences = {}
    utility, no_deal = [], []
    for i in range(actors):
        written, worth = _random_preferences(dice, names, scales)
        utilities = {s: worth.of(s) for s in grid}
        no_deal.append(_random_no_deal(dice, written, utilities, possible, status_quo, names))
        utility.append(utilities)
        preferences[f"a{i}"] = written
    for k, scale in scales.items():
        document["issues"][f"i{k}"]["scale"] = {names[k][v]: _text(dice, x) for v, x in enumerate(scale)}

    bargain = deals_oracle.Bargain(
        sizes=tuple(sizes),
        possible=frozenset(possible),
        utility=tuple(utility),
        no_deal=tuple(no_deal),
        pool=agreement.pool,
        rule=agreement.rule,
        at_least=agreement.at_least,
        must_include=agreement.must_include,
        deciders=tuple(deciders),
        status_quo=status_quo,
    )
    return Deal(document, bargain, names)


# ---------------------------------------------------------------- writing


def _keys(actors: frozenset[int]) -> list[str]:
    return [f"a{i}" for i in sorted(actors)]


def _text(dice: Random, number: Fraction) -> str:
    """Return the number as text: whole, as a decimal where that is exact (mostly), else as a fraction."""
    if number.denominator != 1 and 1000 % number.denominator == 0 and dice.random() < 0.9:
        thousandths = int(abs(number) * 1000)
        digits = f"{thousandths // 1000}.{thousandths % 1000:03}".rstrip("0")
        return f"-{digits}" if number < 0 else digits
    return str(number)


# ---------------------------------------------------------------- the rule of agreement


def _random_agreement(dice: Random, actors: int) -> _Agreement:
    everybody = frozenset(range(actors))
    form = dice.choice(["absent", "absent", "unanimous", "of", "of", *["quorum"] * 3, *["deciders"] * 3])
    if form == "absent":
        return _Agreement(None, "unanimous", everybody)
    if form == "unanimous":
        return _Agreement({"rule": "unanimous"}, "unanimous", everybody)
    if form == "of":
        pool = frozenset(dice.sample(range(actors), dice.randint(1, actors)))
        return _Agreement({"rule": "unanimous", "of": _keys(pool)}, "unanimous", pool)
    counted = form == "quorum" or dice.random() < 0.25
    written: dict[str, Any] = {"rule": "deciders"} if form == "deciders" else {}
    pool = everybody
    if counted and dice.random() < 0.35:
        pool = frozenset(dice.sample(range(actors), dice.randint(1, actors)))
        written["of"] = _keys(pool)
    must_include: frozenset[int] = frozenset()
    at_least = None
    if counted:
        at_least = dice.randint(1, len(pool))
        written["at_least"] = str(at_least)
    if dice.random() < 0.4:
        # now and then from outside `of`: must_include adds to the pool
        among = pool if dice.random() < 0.75 else everybody
        most = min(2, len(among), len(among) if at_least is None else at_least)
        must_include = frozenset(dice.sample(sorted(among), dice.randint(1, most)))
        written["must_include"] = _keys(must_include)
    return _Agreement(written, form, pool | must_include, at_least, must_include)


# ---------------------------------------------------------------- preferences


def _random_preferences(
    dice: Random, names: list[list[str]], scales: dict[int, list[Fraction]]
) -> tuple[dict[str, Any], _Worth]:
    chosen = [k for k in range(len(names)) if dice.random() < 0.85] or [dice.randrange(len(names))]
    written: dict[str, Any]
    if dice.random() < 0.2:
        written, worth = _random_positions(dice, names, chosen, scales)
    else:
        written, worth = _random_scores(dice, names, chosen)
    if len(names) > 1 and dice.random() < 0.4:
        written["linked"] = [_random_link(dice, names, worth) for _ in range(dice.randint(1, 2))]
    return written, worth


def _random_scores(dice: Random, names: list[list[str]], chosen: list[int]) -> tuple[dict[str, Any], _Worth]:
    # tenths, so that exactness matters: 0.1 + 0.2 must tie with 0.3
    unit = dice.choice([Fraction(1, 10)] * 3 + [Fraction(1)] * 2 + [Fraction(1, 3)])
    reach = dice.choice([2, 4, 10])
    scores: dict[str, Any] = {}
    terms = {}
    for k in chosen:
        values = [unit * dice.randint(-reach // 2, reach) for _ in names[k]]
        entry: dict[str, Any] = {
            "values": {name: _text(dice, value) for name, value in zip(names[k], values, strict=True)}
        }
        weight = Fraction(1)
        if dice.random() < 0.6:
            weight = Fraction(dice.choice(["1", "2", "2", "3", "5", "0", "1/2", "3/7"]))
            entry["weight"] = _text(dice, weight)
        scores[f"i{k}"] = entry
        terms[k] = [weight * value for value in values]
    return {"scores": scores}, _Worth(terms)


def _random_positions(
    dice: Random, names: list[list[str]], chosen: list[int], scales: dict[int, list[Fraction]]
) -> tuple[dict[str, Any], _Worth]:
    positions: dict[str, Any] = {}
    terms = {}
    for k in chosen:
        if k not in scales:
            unit = dice.choice([Fraction(10), Fraction(10), Fraction(1), Fraction(1, 2)])
            scales[k] = [unit * x for x in sorted(dice.sample(range(-2, 9), len(names[k])))]
        low, high = scales[k][0], scales[k][-1]
        between = low + (high - low) * Fraction(dice.randint(0, 20), 20)
        position = dice.choice([between, dice.choice(scales[k])])
        salience = Fraction(dice.choice(["1", "1", "2", "3", "0", "0.5", "2/3"]))
        positions[f"i{k}"] = {"position": _text(dice, position), "salience": _text(dice, salience)}
        terms[k] = [-salience * abs(x - position) for x in scales[k]]
    return {"positions": positions}, _Worth(terms)


def _random_link(dice: Random, names: list[list[str]], worth: _Worth) -> dict[str, str]:
    """Add one linked entry to the worth and return it as written."""
    if dice.random() < 0.5:
        test = _random_condition(dice, names, 2, 3)
        size = max(abs(x) for values in worth.terms.values() for x in values) or Fraction(1)
        extra = size * Fraction(dice.choice([-10, -5, -2, 2, 5, 5, 10, 15]), 10)
        worth.when.append((test, extra))
        return {"when": write(test, names), "worth": _text(dice, extra)}
    issue = dice.choice(sorted(worth.terms))
    test = _random_condition(dice, names, 1, 3)
    worth.only_if.append((issue, test))
    return {"issue": f"i{issue}", "only_if": write(test, names)}


def _random_condition(dice: Random, names: list[list[str]], fewest: int, most: int) -> Test:
    """Return a condition over so many issues that some outcomes of the grid meet and some do not."""
    sizes = [len(n) for n in names]
    grid = list(product(*map(range, sizes)))
    while True:
        simple = dice.random() < 0.5
        test = random_conjunction(dice, sizes, dice.randint(fewest, most)) if simple else random_test(dice, sizes)
        if fewest <= len(issues_in(test)) <= most and len({holds(test, s) for s in grid}) == 2:
            return test


# ---------------------------------------------------------------- no deal


def _random_no_deal(
    dice: Random,
    written: dict[str, Any],
    utilities: dict[Outcome, Fraction],
    possible: list[Outcome],
    status_quo: Outcome | None,
    names: list[list[str]],
) -> Fraction:
    """Write what the actor has without a deal and return its utility."""
    form = dice.choice(["number"] * 5 + ["outcome"] * 2 + ["status quo"] * 2 + ["missing"])
    if status_quo is not None and form in ("status quo", "missing"):
        if form == "status quo":
            written["no_deal"] = "status quo"
        return utilities[status_quo]
    if form == "outcome":
        outcome = dice.choice(possible)
        told = [
            k
            for k in range(len(names))
            if status_quo is None or outcome[k] != status_quo[k] or dice.random() < 0.3 or len(names) == 1
        ] or [dice.randrange(len(names))]
        written["no_deal"] = {f"i{k}": names[k][outcome[k]] for k in told}
        return utilities[outcome]
    number = _around(dice, sorted(utilities[s] for s in possible))
    written["no_deal"] = _text(dice, number)
    return number


def _around(dice: Random, levels: list[Fraction]) -> Fraction:
    """Return a number near the utilities that occur."""
    low, high = levels[0], levels[-1]
    spread = high - low or Fraction(1)
    place = dice.choice(["level"] * 4 + ["between"] * 3 + ["below"] * 2 + ["high"] * 2 + ["above"])
    if place == "level":
        return dice.choice(levels)
    if place == "between":
        return low + spread * Fraction(dice.randint(0, 10), 10)
    if place == "below":
        return low - spread * Fraction(dice.randint(1, 10), 10)
    if place == "high":
        return levels[len(levels) * 4 // 5]
    return high + spread * Fraction(1, 10) if dice.random() < 0.5 else high
