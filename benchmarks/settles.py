"""Seconds for settlements, each beside a plain readable reference in the same run: ``make bench``.

The references are the brute force of the tests (written from the definitions, loops over actors) and, for challenges, the
routine that gives the reasons. Where a reference is too slow for the whole it runs a part, and its time is scaled up. The
peers' seconds are those of the reference the project was begun with; they were not measured here. Inputs are drawn evenly,
with seed 0.
"""

from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from detente.spatial.averages import compromise
from detente.spatial.challenge import challenge
from detente.spatial.exchange import equal_gain
from detente.spatial.offers import offers
from detente.spatial.smp import smp

if TYPE_CHECKING:
    from collections.abc import Callable

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
import spatial_oracle as oracle

PART = 1_000
WORKERS = 2


def timed(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def row(title: str, own: float, slow: float, of: str, peer: str = "") -> None:
    print(f"{title:44} {own:8.3f} s   {slow:10.1f} s (x {slow / own:,.0f}), {of:38} {peer}")


def challenges(actors: int, draws: int, measured: int, peer: str) -> None:
    rng = np.random.default_rng(0)
    x, s, c = rng.random((draws, actors)) * 100, rng.random((draws, actors)), rng.random((draws, actors))

    def run() -> None:
        with ThreadPoolExecutor(WORKERS) as pool:
            parts = [slice(k, k + PART) for k in range(0, draws, PART)]
            list(pool.map(lambda part: challenge(x[part], s[part], c[part]), parts))
        compromise(x, s * c)

    slow = timed(lambda: [offers(x[k], s[k], c[k]) for k in range(measured)]) * draws / measured
    row(
        f"challenge, 8 rounds: {actors} x {draws:,} draws", timed(run), slow, f"loops, {measured} draws scaled up", peer
    )


def politics(actors: int, dimensions: int, turns: int | None, peer: str) -> None:
    rng = np.random.default_rng(0)
    x, s, c = rng.random((actors, dimensions)), rng.random((actors, dimensions)) / dimensions, rng.random(actors) * 100
    found: list[int] = []
    own = timed(lambda: found.append(len(smp(x, s, c)) - 1))
    run = turns or found[0]
    slow = timed(lambda: oracle.smp_ktab(x.tolist(), s.tolist(), c.tolist(), max_turns=run)) * found[0] / run
    of = f"loops, {run} of {found[0]} turns{' scaled up' if run < found[0] else ''}"
    row(f"SMP, full run: {actors} x {dimensions} ({found[0]} turns)", own, slow, of, peer)


def exchanges(actors: int, issues: int, steps: int, peer: str) -> None:
    rng = np.random.default_rng(0)
    x = rng.integers(0, 101, (actors, issues)).astype(np.float64)
    s, c = rng.integers(1, 101, (actors, issues)).astype(np.float64) / 100, rng.random(actors)
    found: list[int] = []
    own = timed(lambda: found.append(len(equal_gain(x, s, c).made)))
    votes = x.tolist()
    slow = timed(lambda: [oracle.candidates(x.tolist(), votes, s.tolist(), c.tolist()) for _ in range(steps)])
    row(
        f"exchange, one round: {actors} x {issues} ({found[0]} made)", own, slow / steps * (found[0] + 1),
        f"loops, {steps} step{'s' if steps > 1 else ''} scaled up", peer,
    )  # fmt: skip


def main() -> None:
    print(f"{'':44} {'detente':>10}   {'plain reference, same run':50} {'the peer':>12}")
    challenges(10, 10_000, 20, "29.9 s")
    challenges(100, 10_000, 1, "")
    politics(10, 1, None, "0.17 s")
    politics(30, 3, 2, "5.1 s")
    politics(50, 1, 1, "42.4 s")
    politics(100, 1, 1, "not in 900 s")
    exchanges(10, 10, 2, "0.94 s")
    exchanges(30, 10, 1, "17.2 s")


if __name__ == "__main__":
    main()
