"""Shipped negotiations: the numbers that their publications print."""

from __future__ import annotations

from fractions import Fraction

import detente
from detente.deals.winner import adjusted_winner
from detente.trading.award import Awarded

# Raiffa 1982: points of the United States and of Panama on the ten issues of the canal talks
PANAMA = {
    "defence": (22, 9), "use": (22, 15), "land": (15, 15), "expansion": (14, 3), "duration": (11, 15), "routes": (6, 5),
    "compensation": (4, 11), "jurisdiction": (2, 7), "military": (2, 7), "role": (2, 13),
}  # fmt: skip


def test_panama_canal_adjusted_winner() -> None:
    """Brams and Taylor: 66 points each; land and water is split, 2/15 for the United States."""
    answer = detente.trades("panama-canal")
    division = answer.division
    assert isinstance(division, Awarded)
    assert list(division.division.points) == [66, 66]
    issues = list(answer.case.issues)
    assert issues == list(PANAMA)
    shares = {issues[k]: share for k, share in zip(division.issues, division.division.shares, strict=True)}
    assert shares["land"] == Fraction(2, 15)
    assert {name for name, share in shares.items() if share == 1} == {"defence", "use", "expansion", "routes"}
    assert {name for name, share in shares.items() if share == 0} == {
        "duration", "compensation", "jurisdiction", "military", "role",
    }  # fmt: skip


def test_panama_canal_is_written_as_printed() -> None:
    preferences = detente.load("panama-canal").preferences
    for name, (us, panama) in PANAMA.items():
        assert preferences["us"].scores is not None
        assert preferences["panama"].scores is not None
        assert preferences["us"].scores[name].values["us"].best == us
        assert preferences["panama"].scores[name].values["panama"].best == panama
    division = adjusted_winner([Fraction(a) for a, _ in PANAMA.values()], [Fraction(b) for _, b in PANAMA.values()])
    assert list(division.points) == [66, 66]


def test_sport_park_has_55_acceptable_deals() -> None:
    """Abdelnabi et al. 2023: 55 of 720 deals pass with five of six parties, the company and the ministry among them."""
    found = detente.trades("sport-park").to_dict()
    assert (found["outcomes"], found["acceptable"]) == (720, 55)
