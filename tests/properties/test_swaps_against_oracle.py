"""Adjusted Winner and joint swaps against the brute force."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

import deals_oracle
from detente.case import Case
from detente.deals.swaps import swap_path
from detente.deals.winner import adjusted_winner
from detente.trading.reading import read_bargain
from random_deals import random_deal


@pytest.mark.parametrize("block", range(4))
def test_swaps(block: int) -> None:
    for seed in range(5_000 + block * 60, 5_060 + block * 60):
        deal = random_deal(seed)
        dice = Random(seed)
        bargain = read_bargain(Case.model_validate(deal.document)).bargain
        packages = sorted(deal.bargain.possible)
        for _ in range(4):
            start, end = dice.choice(packages), dice.choice(packages)
            consenting = sorted(deal.bargain.pool)
            ours = swap_path(bargain, start, end, consenting)
            theirs = deals_oracle.swap_path(deal.bargain, start, end, frozenset(consenting))
            assert (None if ours is None else (ours.width, len(ours.steps))) == theirs, (seed, start, end)
            if ours is None:
                continue
            here = list(start)
            for step in ours.steps:
                before = tuple(here)
                for issue in step:
                    here[issue] = end[issue]
                after = tuple(here)
                assert after in deal.bargain.possible
                assert all(deal.bargain.utility[i][after] >= deal.bargain.utility[i][before] for i in consenting)
            assert tuple(here) == end


def test_adjusted_winner() -> None:
    for seed in range(1_500):
        dice = Random(seed)
        count = dice.randint(1, 8)
        most = dice.choice([3, 20])
        sides = [[Fraction(dice.randint(0, most)) for _ in range(count)] for _ in range(2)]
        if not sum(sides[0]) or not sum(sides[1]):
            with pytest.raises(ValueError, match="points"):
                adjusted_winner(*sides)
            continue
        points, shares = deals_oracle.adjusted_winner(*sides)
        found = adjusted_winner(*sides)
        assert found.points == points, (seed, sides)
        ratios = [a * sum(sides[1]) == b * sum(sides[0]) for a, b in zip(*sides, strict=True)]
        if not any(ratios):  # tied issues may lie on either side
            assert dict(enumerate(found.shares)) == shares, (seed, sides)


def test_order_of_issues_does_not_matter() -> None:
    for seed in range(300):
        dice = Random(seed)
        sides = [[Fraction(dice.randint(1, 9)) for _ in range(6)] for _ in range(2)]
        order = dice.sample(range(6), 6)
        again = adjusted_winner([sides[0][k] for k in order], [sides[1][k] for k in order])
        assert again.points == adjusted_winner(*sides).points
        swapped = adjusted_winner(sides[1], sides[0])
        assert swapped.points == adjusted_winner(*sides).points[::-1]
