"""The zone and its solutions against a brute force written from the definitions, by both routes, on random bargains."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import deals_oracle
from detente.case import Case
from detente.checks import check_case
from detente.deals import solutions
from detente.deals.zone import find_zone
from detente.trading.reading import read_bargain
from random_deals import random_deal

if TYPE_CHECKING:
    from detente.deals.frontier import Frontier

Outcomes = set[tuple[int, ...]]
SOLUTIONS = {
    "nash": (solutions.nash, deals_oracle.nash),
    "kalai_smorodinsky": (solutions.kalai_smorodinsky, deals_oracle.kalai_smorodinsky),
    "egalitarian": (solutions.egalitarian, deals_oracle.egalitarian),
    "utilitarian": (solutions.utilitarian, deals_oracle.utilitarian),
}


def listed(frontier: Frontier, points: list[int] | None = None) -> Outcomes:
    chosen = range(len(frontier.counts)) if points is None else points
    return {outcome for point in chosen for outcome in frontier.outcomes(point, 10**6)}


@pytest.mark.parametrize("block", range(10))
@pytest.mark.parametrize("route", ["enumerate", "merge"])
def test_zone_and_solutions(route: str, block: int) -> None:
    for seed in range(block * 60, block * 60 + 60):
        deal = random_deal(seed)
        case = Case.model_validate(deal.document)
        assert [d for d in check_case(case) if d.is_error] == [], seed
        reading = read_bargain(case)
        truth = deal.bargain
        bargain = reading.bargain
        for actor in range(len(truth.utility)):
            for outcome in truth.possible:
                assert bargain.worth(actor, outcome) == truth.utility[actor][outcome], seed
        zone = find_zone(bargain, route=route)
        acceptable = deals_oracle.acceptable(truth)
        assert zone.outcomes == len(truth.possible), seed
        assert zone.acceptable == len(acceptable), seed
        assert len(zone.pareto.counts) == deals_oracle.points(truth, deals_oracle.pareto(truth, truth.possible)), seed
        best = deals_oracle.pareto(truth, acceptable)
        assert len(zone.acceptable_pareto.counts) == deals_oracle.points(truth, best), seed
        # merging for deciders keeps every point, but of equal outcomes only those with fewest changes
        whole = route == "enumerate" or bargain.consent.deciders is None
        if whole:
            assert listed(zone.pareto) == set(deals_oracle.pareto(truth, truth.possible)), seed
            assert listed(zone.acceptable_pareto) == set(best), seed
            assert zone.acceptable_pareto.total == len(best), seed
        assert zone.is_exact
        gains = zone.gains
        assert gains is not None
        units = [bargain.units[actor] for actor in bargain.counted]
        for name, (ours, theirs) in SOLUTIONS.items():
            found = listed(zone.acceptable_pareto, ours(gains, units))
            expected = set(theirs(truth))
            assert (found == expected) if whole else (found <= expected and bool(found) == bool(expected)), (seed, name)
