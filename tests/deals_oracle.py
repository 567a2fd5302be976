"""Brute force for bargaining over issues, straight from the definitions.

Independent of the program it checks.  Outcomes are listed, solutions are the listed outcomes that no
other listed outcome beats; numbers are exact fractions; nothing here tries to be fast.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations
from math import prod

Outcome = tuple[int, ...]  # one value position per issue


@dataclass(frozen=True)
class Bargain:
    """The data of one negotiation; actors are 0, 1, ... in the order of ``utility``."""

    sizes: tuple[int, ...]  # number of values per issue
    possible: frozenset[Outcome]
    utility: tuple[dict[Outcome, Fraction], ...]  # per actor, every outcome of the grid
    no_deal: tuple[Fraction, ...]  # per actor
    pool: frozenset[int]  # actors whose consent counts (field `of`, plus must_include)
    rule: str  # "unanimous" | "quorum" | "deciders"
    at_least: int | None
    must_include: frozenset[int]
    deciders: tuple[frozenset[int], ...]  # who decides each issue
    status_quo: Outcome | None


# ---------------------------------------------------------------- agreements


def accepts(b: Bargain, i: int, x: Outcome) -> bool:
    """Tell whether actor i accepts x: no worse than no deal."""
    return b.utility[i][x] >= b.no_deal[i]


def enough_accept(b: Bargain, x: Outcome) -> bool:
    """Tell whether at least `at_least` actors of the pool accept x."""
    assert b.at_least is not None
    return len([i for i in b.pool if accepts(b, i, x)]) >= b.at_least


def deciders_of_changes(b: Bargain, x: Outcome) -> set[int]:
    """Return the actors that decide an issue on which x differs from the status quo."""
    assert b.status_quo is not None
    return {i for k in range(len(b.sizes)) if x[k] != b.status_quo[k] for i in b.deciders[k]}


def is_acceptable(b: Bargain, x: Outcome) -> bool:
    """Tell whether x is agreed on by the rule."""
    if b.rule == "unanimous":
        return all(accepts(b, i, x) for i in b.pool)
    if b.rule == "quorum":
        return enough_accept(b, x) and all(accepts(b, i, x) for i in b.must_include)
    if b.rule == "deciders":
        return (
            all(accepts(b, i, x) for i in deciders_of_changes(b, x))
            and all(accepts(b, i, x) for i in b.must_include)
            and (b.at_least is None or enough_accept(b, x))
        )
    raise ValueError(f"unknown rule: {b.rule}")


def acceptable(b: Bargain) -> set[Outcome]:
    """Return the possible outcomes that are agreed on by the rule."""
    return {x for x in b.possible if is_acceptable(b, x)}


# ---------------------------------------------------------------- efficiency


def dominates(b: Bargain, y: Outcome, x: Outcome) -> bool:
    """Tell whether y is at least as good as x for the whole pool and better for one of it."""
    return all(b.utility[i][y] >= b.utility[i][x] for i in b.pool) and any(
        b.utility[i][y] > b.utility[i][x] for i in b.pool
    )


def pareto(b: Bargain, outcomes: Iterable[Outcome]) -> set[Outcome]:
    """Return those of the outcomes that no other of them dominates."""
    among = set(outcomes)
    return {x for x in among if not any(dominates(b, y, x) for y in among)}


def points(b: Bargain, outcomes: Iterable[Outcome]) -> int:
    """Return the number of distinct utility vectors over the pool."""
    return len({tuple(b.utility[i][x] for i in sorted(b.pool)) for x in outcomes})


# ---------------------------------------------------------------- solutions


def gain(b: Bargain, i: int, x: Outcome) -> Fraction:
    """Return what i has from x above no deal; negative when i does not accept."""
    return b.utility[i][x] - b.no_deal[i]


def ideal(b: Bargain) -> dict[int, Fraction]:
    """Return the best utility of each pool actor over the acceptable outcomes; empty if there are none."""
    agreed = acceptable(b)
    return {i: max(b.utility[i][x] for x in agreed) for i in b.pool} if agreed else {}


def gainers(b: Bargain, x: Outcome) -> frozenset[int]:
    """Return P(x), the pool actors with a strictly positive gain."""
    return frozenset(i for i in b.pool if gain(b, i, x) > 0)


def nash(b: Bargain) -> set[Outcome]:
    """Return the outcomes with the greatest product of gains over a largest set of gainers."""
    agreed = acceptable(b)
    if not agreed:
        return set()
    m = max(len(gainers(b, x)) for x in agreed)
    best: set[Outcome] = set()
    for s in {gainers(b, x) for x in agreed if len(gainers(b, x)) == m}:
        product = {x: prod((gain(b, i, x) for i in s), start=Fraction(1)) for x in agreed if gainers(b, x) == s}
        best |= {x for x in product if product[x] == max(product.values())}
    return best & pareto(b, agreed)


def leximin(outcomes: set[Outcome], levels: Callable[[Outcome], list[Fraction]]) -> set[Outcome]:
    """Return all outcomes whose levels, sorted from the lowest up, are lexicographically greatest."""
    return {x for x in outcomes if all(sorted(levels(x)) >= sorted(levels(y)) for y in outcomes)}


def kalai_smorodinsky(b: Bargain) -> set[Outcome]:
    """Return the efficient outcomes with the leximin greatest shares of the ideal gains."""
    agreed = acceptable(b)
    ideal_gain = {i: u - b.no_deal[i] for i, u in ideal(b).items()}
    counted = [i for i in ideal_gain if ideal_gain[i] > 0]
    return leximin(agreed, lambda x: [gain(b, i, x) / ideal_gain[i] for i in counted]) & pareto(b, agreed)


def egalitarian(b: Bargain) -> set[Outcome]:
    """Return the efficient outcomes with the leximin greatest gains."""
    agreed = acceptable(b)
    return leximin(agreed, lambda x: [gain(b, i, x) for i in b.pool]) & pareto(b, agreed)


def utilitarian(b: Bargain) -> set[Outcome]:
    """Return the outcomes with the greatest sum of gains."""
    agreed = acceptable(b)
    total = {x: sum((gain(b, i, x) for i in b.pool), start=Fraction(0)) for x in agreed}
    return {x for x in agreed if all(total[x] >= total[y] for y in agreed)}


# ---------------------------------------------------------------- Adjusted Winner


def per_hundred(given: list[Fraction]) -> list[Fraction]:
    """Return the points scaled so that they sum to 100."""
    total = sum(given, start=Fraction(0))
    if total <= 0 or any(p < 0 for p in given):
        raise ValueError("points must not be negative, nor all be zero")
    return [100 * p / total for p in given]


def holdings(side: int, value: tuple[list[Fraction], list[Fraction]], share_a: dict[int, Fraction]) -> Fraction:
    """Return the points, by its own measure, of what a side holds (0 is A, 1 is B)."""
    return sum(
        ((s if side == 0 else 1 - s) * value[side][k] for k, s in share_a.items()),
        start=Fraction(0),
    )


def adjusted_winner(
    points_a: list[Fraction], points_b: list[Fraction]
) -> tuple[tuple[Fraction, Fraction], dict[int, Fraction]]:
    """Return the points of A and of B after Adjusted Winner, and the share of each issue that A holds.

    Left open by the definition and chosen here: a tied issue goes to A when both have as many points so far;
    issues with equal ratios are handed over in the order listed.
    """
    value = (per_hundred(points_a), per_hundred(points_b))
    issues = range(len(points_a))
    share_a: dict[int, Fraction] = {}

    # The winner phase: who puts more points on an issue gets it.
    for k in issues:
        if value[0][k] != value[1][k]:
            share_a[k] = Fraction(1) if value[0][k] > value[1][k] else Fraction(0)
    for k in issues:
        if value[0][k] == value[1][k]:
            a_has_fewer = holdings(0, value, share_a) <= holdings(1, value, share_a)
            share_a[k] = Fraction(1) if a_has_fewer else Fraction(0)

    # The adjustment phase: the richer hands over, what costs it least per point of the poorer first.
    rich = 0 if holdings(0, value, share_a) >= holdings(1, value, share_a) else 1
    poor = 1 - rich
    rich_holds = [k for k in issues if share_a[k] == 1 - rich and value[poor][k] > 0]
    for k in sorted(rich_holds, key=lambda k: value[rich][k] / value[poor][k]):
        lead = holdings(rich, value, share_a) - holdings(poor, value, share_a)
        # part p of the issue closes the gap when lead = p * (points of the richer + points of the poorer)
        part = min(Fraction(1), lead / (value[rich][k] + value[poor][k]))
        share_a[k] += part if poor == 0 else -part
    return (holdings(0, value, share_a), holdings(1, value, share_a)), share_a


# ---------------------------------------------------------------- step by step


def swap_sequences(
    b: Bargain, at: Outcome, end: Outcome, consenting: frozenset[int]
) -> Iterator[tuple[frozenset[int], ...]]:
    """Yield every sequence of steps (sets of issues taken to their end value) that leads from `at` to end."""
    if at == end:
        yield ()
    differ = [k for k in range(len(end)) if at[k] != end[k]]
    for size in range(1, len(differ) + 1):
        for step in combinations(differ, size):
            to = tuple(end[k] if k in step else at[k] for k in range(len(end)))
            if to in b.possible and all(b.utility[i][to] >= b.utility[i][at] for i in consenting):
                for rest in swap_sequences(b, to, end, consenting):
                    yield (frozenset(step), *rest)


def swap_path(b: Bargain, start: Outcome, end: Outcome, consenting: Iterable[int]) -> tuple[int, int] | None:
    """Return the least (issues in the largest step, number of steps) of any sequence; (0, 0) if start is end."""
    if start not in b.possible or end not in b.possible:
        return None
    sequences = swap_sequences(b, start, end, frozenset(consenting))
    return min(
        ((max((len(step) for step in steps), default=0), len(steps)) for steps in sequences),
        default=None,
    )


# ---------------------------------------------------------------- no agreement


def with_lower_no_deal(b: Bargain, i: int, t: Fraction) -> Bargain:
    """Return the same negotiation with i's no deal value lowered by t."""
    return replace(b, no_deal=tuple(d - t if j == i else d for j, d in enumerate(b.no_deal)))


def lone_shortfalls(b: Bargain) -> dict[int, Fraction | None]:
    """Return per pool actor the least t > 0 by which to lower its no deal value, alone, to get an agreement.

    What i accepts changes only where t reaches d_i - u_i(x) for some x, so these are the only t to try.
    """
    assert b.rule == "unanimous"
    assert not acceptable(b)
    shortfalls: dict[int, Fraction | None] = {}
    for i in b.pool:
        tries = {b.no_deal[i] - b.utility[i][x] for x in b.possible}
        shortfalls[i] = min(
            (t for t in tries if t > 0 and acceptable(with_lower_no_deal(b, i, t))),
            default=None,
        )
    return shortfalls
