"""Small random inputs for the spatial models; every function takes a random.Random."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

SCALES = [(0.0, 100.0), (0.0, 1.0), (4.0, 10.0), (-5.0, 5.0), (1000.0, 1000.5), (0.0, 100.0)]


@dataclass(frozen=True)
class OneIssue:
    """Actors on one issue; weights are capability times salience."""

    positions: list[float]
    salience: list[float]
    capability: list[float]
    low: float
    high: float

    @property
    def weights(self) -> list[float]:
        """Return capability times salience."""
        return [c * s for c, s in zip(self.capability, self.salience, strict=True)]


@dataclass(frozen=True)
class Spatial:
    """Actors in one to three dimensions, positions on 0..1, saliences summing to at most 1."""

    positions: list[list[float]]
    salience: list[list[float]]
    capability: list[float]


@dataclass(frozen=True)
class Exchanges:
    """Actors on several issues, positions 0..100, None where an actor takes no part."""

    ideals: list[list[float | None]]
    votes: list[list[float | None]]
    salience: list[list[float | None]]
    capability: list[float]


def actor_count(rng: random.Random, most: int = 8) -> int:
    """Return 1..most, small numbers a little more often."""
    return min(rng.randint(1, most), rng.randint(1, most + 2))


def capabilities(rng: random.Random, n: int) -> list[float]:
    """Return positive capabilities: all one, coarse, or continuous."""
    kind = rng.choice(["one", "coarse", "fine", "fine"])
    if kind == "one":
        return [1.0] * n
    if kind == "coarse":
        return [rng.choice([0.1, 0.2, 0.5, 1.0, 2.0]) for _ in range(n)]
    return [round(rng.uniform(0.05, 150.0), 3) for _ in range(n)]


def saliences(rng: random.Random, n: int) -> list[float]:
    """Return saliences in 0..1, with zeros sometimes and all zero rarely."""
    kind = rng.random()
    if kind < 0.03:
        return [0.0] * n
    zero = 0.25 if kind < 0.3 else 0.0
    coarse = rng.random() < 0.4
    return [
        0.0 if rng.random() < zero else (rng.choice([0.1, 0.2, 0.5, 0.8, 1.0]) if coarse else rng.uniform(0.01, 1.0))
        for _ in range(n)
    ]


def line_positions(rng: random.Random, n: int, low: float, high: float) -> list[float]:
    """Return n positions on low..high: all equal, on a coarse grid, clustered, or continuous."""
    kind = rng.random()
    if kind < 0.05:
        return [rng.choice([low, high, (low + high) / 2])] * n
    if kind < 0.35:
        return [low + (high - low) * rng.randint(0, 4) / 4 for _ in range(n)]
    if kind < 0.65:
        pool = [rng.uniform(low, high) for _ in range(rng.randint(1, max(1, n - 1)))]
        return [rng.choice(pool) for _ in range(n)]
    return [rng.uniform(low, high) for _ in range(n)]


def one_issue(rng: random.Random, most: int = 8) -> OneIssue:
    """Return a random single issue on a random scale."""
    n = actor_count(rng, most)
    low, high = rng.choice(SCALES)
    return OneIssue(line_positions(rng, n, low, high), saliences(rng, n), capabilities(rng, n), low, high)


def nash_disagreement(rng: random.Random, n: int) -> list[float]:
    """Return disagreement utilities: very bad, just worse than the worst, or a mix (may block)."""
    kind = rng.random()
    if kind < 0.3:
        return [-100.0] * n
    if kind < 0.5:
        return [-1.01] * n
    if kind < 0.7:
        return [rng.uniform(-4.0, -1.0) for _ in range(n)]
    return [rng.uniform(-1.0, -0.05) for _ in range(n)]


def option_utilities(rng: random.Random, most: int = 8) -> tuple[list[list[float]], list[float]]:
    """Return (utilities[a][o], weights) for 1..most actors and 1..5 options, duplicates likely."""
    n, options = actor_count(rng, most), rng.randint(1, 5)
    coarse = rng.random() < 0.4
    rows = [
        [rng.choice([0.0, 0.5, 1.0]) if coarse else rng.uniform(-1.0, 1.0) for _ in range(options)] for _ in range(n)
    ]
    if options > 1 and rng.random() < 0.3:
        for row in rows:
            row[-1] = row[0]
    weights = [c * s for c, s in zip(capabilities(rng, n), saliences(rng, n), strict=True)]
    return rows, weights


def spatial(rng: random.Random, most: int = 8, zero_rows: bool = False) -> Spatial:
    """Return actors in 1..3 dimensions; zero_rows allows an actor without any salience."""
    n, dims = actor_count(rng, most), rng.randint(1, 3)
    columns = [line_positions(rng, n, 0.0, 1.0) for _ in range(dims)]
    positions = [[round(columns[k][a], 4) for k in range(dims)] for a in range(n)]
    if n > 1 and rng.random() < 0.3:
        positions[-1] = list(positions[0])
    salience: list[list[float]] = []
    for _ in range(n):
        raw = [0.0 if dims > 1 and rng.random() < 0.15 else rng.uniform(0.1, 1) for _ in range(dims)]
        if sum(raw) == 0 and not zero_rows:
            raw[0] = 1.0
        total = rng.choice([1.0, 0.9, rng.uniform(0.1, 1.0)])
        scale = total / sum(raw) if sum(raw) > 0 else 0.0
        row = [r * scale for r in raw]
        if zero_rows and rng.random() < 0.1:
            row = [0.0] * dims
        while sum(row) > 1:  # rounding
            row = [r * (1 - 1e-15) for r in row]
        salience.append(row)
    return Spatial(positions, salience, capabilities(rng, n))


def exchanges(rng: random.Random, most: int = 8, most_issues: int = 4) -> Exchanges:
    """Return a random exchange problem; votes equal ideals most of the time."""
    n, issues = actor_count(rng, most), rng.randint(1, most_issues)
    missing = rng.choice([0.0, 0.0, 0.15])
    columns = [line_positions(rng, n, 0.0, 100.0) for _ in range(issues)]
    weight_columns = [saliences(rng, n) for _ in range(issues)]
    ideals: list[list[float | None]] = []
    salience: list[list[float | None]] = []
    for a in range(n):
        gone = [rng.random() < missing for _ in range(issues)]
        ideals.append([None if gone[q] else columns[q][a] for q in range(issues)])
        salience.append([None if gone[q] else weight_columns[q][a] for q in range(issues)])
    votes = [list(row) for row in ideals]
    if rng.random() < 0.25:
        for row in votes:
            for q in range(issues):
                if row[q] is not None and rng.random() < 0.3:
                    row[q] = rng.uniform(0.0, 100.0)
    return Exchanges(ideals, votes, salience, capabilities(rng, n))
