"""Merging issue by issue where nothing could be listed: checked by what must hold at any size."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from random import Random

import numpy as np
import pytest

from detente.deals import solutions
from detente.deals.bargain import Bargain, Consent
from detente.deals.clouds import Pruner
from detente.deals.merge import count_possible, merge
from detente.deals.zone import find_zone
from detente.errors import LimitError
from detente.utility import Term


def additive(issues: int, values: int, actors: int, seed: int, *, scale: int = 1, top: int = 100) -> Bargain:
    dice = Random(seed)
    terms = []
    for _ in range(actors):
        own = []
        for k in range(issues):
            worth = np.empty(values, dtype=object)
            worth[:] = [
                dice.randint(0, top) * scale + (dice.randint(0, scale - 1) if scale > 1 else 0) for _ in range(values)
            ]
            own.append(Term((k,), worth))
        terms.append(tuple(own))
    everybody = Consent(frozenset(range(actors)))
    return Bargain((values,) * issues, tuple(terms), (1,) * actors, (0,) * actors, (), everybody)


@pytest.mark.parametrize("scale", [1, 10**20])
@pytest.mark.parametrize(("issues", "actors"), [(50, 2), (15, 3), (9, 4)])
def test_supported_points_are_the_best_sums(issues: int, actors: int, scale: int) -> None:
    """For any weights the best weighted sum is found issue by issue, and must be reached on the frontier."""
    bargain = additive(issues, 10, actors, issues, scale=scale)
    zone = find_zone(bargain, route="merge")
    assert zone.outcomes == 10**issues
    dice = Random(1)
    rows = zone.pareto.worth.tolist()
    for _ in range(40):
        weights = [dice.randint(1, 50) for _ in range(actors)]
        best = sum(
            max(sum(w * bargain.terms[a][k].worth[v] for a, w in enumerate(weights)) for v in range(10))
            for k in range(issues)
        )
        assert max(sum(w * u for w, u in zip(weights, row, strict=True)) for row in rows) == best
    if zone.is_exact:
        keys = np.stack([np.unique(np.array(c, dtype=object), return_inverse=True)[1] for c in zip(*rows, strict=True)])
        from detente.deals.frontier import nondominated

        assert nondominated(keys).all()
        # a listed package is worth what its point says
        for point in range(0, len(rows), max(len(rows) // 20, 1)):
            package = zone.pareto.outcomes(point, 1)[0]
            assert [bargain.worth(a, package) for a in range(actors)] == rows[point]


def test_counts_without_listing() -> None:
    bargain = additive(12, 3, 2, 5, top=3)
    exact = find_zone(bargain, route="enumerate")
    merged = find_zone(bargain, route="merge")
    assert merged.acceptable == exact.acceptable == 3**12
    assert merged.pareto.total == exact.pareto.total
    assert sorted(map(tuple, merged.pareto.worth.tolist())) == sorted(map(tuple, exact.pareto.worth.tolist()))
    higher = Bargain(bargain.sizes, bargain.terms, bargain.units, (20, 18), (), bargain.consent)
    assert find_zone(higher, route="merge").acceptable == find_zone(higher, route="enumerate").acceptable


def test_a_thinned_frontier_keeps_its_bound() -> None:
    bargain = additive(8, 6, 3, 2, top=1000)
    exact = find_zone(bargain, route="enumerate")
    thin = find_zone(bargain, 200, route="merge")
    assert not thin.is_exact
    assert len(thin.pareto.counts) <= 200 < len(exact.pareto.counts)
    for row in exact.pareto.worth.tolist():
        assert any(
            all(v >= u - e for u, v, e in zip(row, kept, thin.eps, strict=True)) for kept in thin.pareto.worth.tolist()
        )
    for point in range(len(thin.pareto.counts)):
        package = thin.pareto.outcomes(point, 1)[0]
        assert [bargain.worth(a, package) for a in range(3)] == thin.pareto.worth[point].tolist()


def test_a_pair_too_large_to_add_is_thinned_first() -> None:
    pruner = Pruner([0, 0], 10_000)
    line = np.arange(5_000, dtype=np.int64)
    clouds = [pruner.choose(k, range(5_000), [None] * 5_000, np.stack([line, line[::-1]])[None]) for k in range(2)]
    whole = pruner.add(clouds[0], clouds[1])
    assert whole.size <= 10_000
    assert all(step > 0 for step in pruner.eps)


def chained(issues: int, seed: int) -> Bargain:
    """Return a bargain in which each issue is linked with the next, by worth and by a rule."""
    dice = Random(seed)
    base = additive(issues, 3, 2, seed, top=9)
    terms, rules = [], []
    for own in base.terms:
        links = []
        for k in range(issues - 1):
            worth = np.empty((3, 3), dtype=object)
            worth[:] = [[dice.randint(-4, 4) for _ in range(3)] for _ in range(3)]
            links.append(Term((k, k + 1), worth))
        terms.append((*own, *links))
    for k in range(0, issues - 1, 2):
        allowed = np.ones((3, 3), dtype=np.bool_)
        allowed[dice.randrange(3), dice.randrange(3)] = False
        rules.append(((k, k + 1), allowed))
    return Bargain(base.sizes, tuple(terms), base.units, (10, 12), tuple(rules), base.consent)


@pytest.mark.parametrize("seed", range(12))
def test_links_along_a_chain(seed: int) -> None:
    bargain = chained(7, seed)
    exact, merged = find_zone(bargain, route="enumerate"), find_zone(bargain, route="merge")
    assert merged.outcomes == exact.outcomes == sum(map(bargain.is_possible, product(range(3), repeat=7)))
    assert merged.acceptable == exact.acceptable
    for name in ("pareto", "acceptable_pareto"):
        one, other = getattr(exact, name), getattr(merged, name)
        assert one.worth.tolist() == other.worth.tolist()[::1] or sorted(one.worth.tolist()) == sorted(
            other.worth.tolist()
        )
        assert one.total == other.total
    for rule in (solutions.nash, solutions.kalai_smorodinsky, solutions.egalitarian, solutions.utilitarian):
        found = [
            {tuple(zone.acceptable_pareto.worth[p].tolist()) for p in rule(zone.gains, zone.units)}
            for zone in (exact, merged)
            if zone.gains is not None
        ]
        assert len(found) == 2
        assert found[0] == found[1]


def test_a_long_chain_ends() -> None:
    bargain = chained(60, 3)
    zone = find_zone(bargain)
    assert zone.outcomes < 3**60
    assert zone.is_exact
    package = zone.pareto.outcomes(0, 1)[0]
    assert bargain.is_possible(package)
    assert [bargain.worth(a, package) for a in range(2)] == zone.pareto.worth[0].tolist()


def test_issues_that_are_linked_too_closely_are_refused() -> None:
    base = additive(30, 5, 2, 1)
    pairs = [(a, b) for a in range(30) for b in range(a + 1, 30)]
    rules = tuple((pair, np.ones((5, 5), dtype=np.bool_)) for pair in pairs)
    wide = Bargain(base.sizes, base.terms, base.units, (0, 0), rules, base.consent)
    with pytest.raises(LimitError, match="linked too closely"):
        find_zone(wide)


def test_rules_that_leave_nothing() -> None:
    base = additive(30, 10, 2, 1)
    never = Bargain(base.sizes, base.terms, base.units, (0, 0), (((0,), np.zeros(10, dtype=np.bool_)),), base.consent)
    zone = find_zone(never)
    assert (zone.outcomes, zone.acceptable, zone.pareto.total) == (0, 0, 0)
    assert count_possible(never) == 0
    assert merge(never, 10).cloud is None
    hidden = (((0, 1), np.eye(10, dtype=np.bool_)), ((0, 1), ~np.eye(10, dtype=np.bool_)))
    contradictory = Bargain(base.sizes, base.terms, base.units, (0, 0), hidden, base.consent)
    assert find_zone(contradictory).outcomes == 0


def test_worth_and_gain_are_in_the_cases_own_unit() -> None:
    worth = np.empty(2, dtype=object)
    worth[:] = [1, 3]
    bargain = Bargain((2,), ((Term((0,), worth),),), (3,), (None,), (), Consent(frozenset({0})))
    assert bargain.worth(0, (1,)) == Fraction(3, 3)
    assert bargain.worth(0, (0,)) == Fraction(1, 3)
    assert bargain.gain(0, (0,)) is None
    assert bargain.is_acceptable((0,))
    assert find_zone(bargain).gains is None
