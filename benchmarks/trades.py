"""``make bench``: seconds for the zone of agreement and its four solutions, beside a plain enumeration written here.

The recipe is fixed: scores from 0 to 100 drawn with seed 0 (whole numbers, and once doubles), weight 1, no deal 0 for all,
unanimity. "plain" sums every outcome with numpy and sorts dominated ones out one by one; it is left out where the outcomes
cannot be written down. The peer's and the prototype's seconds are those of the reference (measured there, on another day,
on 2 shared cores): the peer's bare frontier call. Every size runs in a process of its own, so that memory is its own.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time

import numpy as np

SIZES = [(4, 10, 2), (4, 10, 3), (6, 10, 2), (6, 10, 3), (30, 10, 2), (50, 10, 2), (15, 10, 3)]
PEER = {(4, 10, 2): 0.066, (4, 10, 3): 0.093, (6, 10, 2): 7.9, (6, 10, 3): 13.2}
PROTOTYPE = {
    (4, 10, 2): 0.0015, (4, 10, 3): 0.0024, (6, 10, 2): 0.25, (6, 10, 3): 0.57, (30, 10, 2): 0.053, (50, 10, 2): 0.091,
    (15, 10, 3): 0.31,
}  # fmt: skip
TARGET = {4: 0.01, 6: 1.0, 30: 0.2, 50: 0.3, 15: 1.0}
PLAIN_UP_TO = 10**6
RULES = ("deals.nash", "deals.kalai-smorodinsky", "deals.egalitarian", "deals.utilitarian")


def plain(tables: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> int:
    """Return the number of efficient outcomes, by sums over the whole grid and one pass of comparisons."""
    sums = np.zeros((len(tables), 1))
    for k in range(tables.shape[1]):
        sums = (sums[:, :, None] + tables[:, k][:, None, :]).reshape(len(tables), -1)
    left = sums[:, np.argsort(-sums.sum(axis=0), kind="stable")]
    kept = 0
    while left.shape[1]:
        first = left[:, :1]
        same = (left == first).all(axis=0)
        kept += int(same.sum())
        left = left[:, ~((left <= first).all(axis=0))]
    return kept


def measure(issues: int, values: int, actors: int, kind: str, *, warm: bool = True) -> dict[str, float]:
    """Return seconds and counts for one size, in this process."""
    from fractions import Fraction

    from detente.deals.bargain import Bargain, Consent
    from detente.deals.zone import find_zone
    from detente.methods import METHODS
    from detente.utility import Term, integral

    if warm:
        # libraries are imported, and numpy's own first calls made, before the clock starts
        measure(2, 2, actors, kind, warm=False)
    rng = np.random.default_rng(0)
    shape = (actors, issues, values)
    tables = rng.integers(0, 101, shape).astype(np.float64) if kind == "whole" else rng.random(shape)
    begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    terms, units = [], []
    for table in tables:
        own = []
        for k, row in enumerate(table):
            worth = np.empty(values, dtype=object)
            worth[:] = [Fraction(repr(float(w))) for w in row]
            own.append(Term((k,), worth))
        whole, unit = integral(own)
        terms.append(tuple(whole))
        units.append(unit)
    everybody = Consent(frozenset(range(actors)))
    zone = find_zone(Bargain((values,) * issues, tuple(terms), tuple(units), (0,) * actors, (), everybody))
    solved = [METHODS[name].function(zone.gains, zone.units, rough=zone.is_rough) for name in RULES]
    seconds = time.perf_counter() - start
    assert all(solved)
    taken = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - begun
    found = {
        "seconds": seconds,
        "points": len(zone.pareto.counts),
        "outcomes": zone.pareto.total,
        "exact": zone.is_exact,
        "mb": taken / 1024,
    }
    if values**issues <= PLAIN_UP_TO:
        start = time.perf_counter()
        counted = plain(tables)
        found["plain"] = time.perf_counter() - start
        assert kind == "doubles" or counted == zone.pareto.total, (counted, zone.pareto.total)
    return found


def main() -> None:
    """Print the table."""
    print("Zone of agreement and four solutions, with building the model")
    titles = [("seconds", 9), ("target", 8), ("plain", 9), ("ratio", 7), ("prototype", 11), ("peer", 8), ("points", 8)]
    titles += [("exact", 7), ("MB", 6)]
    print(f"{'issues x values x actors':26}{'scores':9}" + "".join(f"{title:>{width}}" for title, width in titles))
    for size in SIZES:
        for kind in ("whole", "doubles"):
            words = [sys.executable, __file__, *map(str, size), kind]
            found = json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)  # noqa: S603
            slow = found.get("plain")
            ratio = f"{slow / found['seconds']:.1f}" if slow else "-"
            print(
                f"{' x '.join(map(str, size)):26}{kind:9}{found['seconds']:9.4f}{TARGET[size[0]]:8}"
                f"{f'{slow:.3f}' if slow else '-':>9}{ratio:>7}"
                f"{PROTOTYPE.get(size, '-'):>11}{PEER.get(size, '-'):>8}{found['points']:8}"
                f"{'yes' if found['exact'] else 'no':>7}{found['mb']:6.0f}"
            )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        count = [int(word) for word in sys.argv[1:4]]
        print(json.dumps(measure(count[0], count[1], count[2], sys.argv[4])))
    else:
        main()
