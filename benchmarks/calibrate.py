"""Measure every model on settlements that are known, and write what follows from it: ``make calibrate``.

Reads the issues of DEU III that were introduced to the end of 2004 (Arregui and Perarnaud, doi:10.34810/data53), which are not
shipped. What is written, `src/detente/spatial/residuals.py`, are figures derived from them: quantiles of errors, and scores of
held-out proposals. Folds are made of proposals, since the issues of one proposal are settled together.
"""

from __future__ import annotations

import csv
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from detente.methods import METHODS
from detente.spatial.calibration import DOUBT, QUANTILES, Residuals, predict
from detente.spatial.field import Field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

DATA = Path(__file__).resolve().parents[1] / ".." / "shared" / "data" / "deu3" / "deu3_to_2004.csv"
TARGET = Path(__file__).resolve().parents[1] / "src" / "detente" / "spatial" / "residuals.py"
SCALE = (0.0, 100.0)
FOLDS, REPEATS = 10, 5
ENOUGH = 100  # issues: of fewer no errors are kept
SHARES = tuple(round(0.05 * k, 2) for k in range(13))
POWERS = (0.5, 0.75, 1.0)


class Data(NamedTuple):
    """``(n, A)`` positions and saliences (NaN where an actor takes no part), ``(n,)`` what was settled, and proposals."""

    positions: Floats
    salience: Floats
    status_quo: Floats
    settled: Floats
    proposal: NDArray[np.str_]


class Known(NamedTuple):
    """One issue: who takes part, where the models put it, what was settled."""

    positions: Floats
    weights: Floats
    settled: float


def read(path: Path) -> Data:
    """Return the issues that have an outcome and an actor with salience."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [key[1:] for key in rows[0] if key.startswith("s") and f"p{key[1:]}" in rows[0]]

    def column(keys: list[str]) -> Floats:
        return np.array([[float(row[key]) if row[key].strip() else np.nan for key in keys] for row in rows])

    positions, salience = column([f"p{name}" for name in names]), column([f"s{name}" for name in names])
    settled, quo = column(["out"])[:, 0], column(["rp"])[:, 0]
    keep = ~np.isnan(settled) & (np.nansum(np.where(np.isnan(positions), np.nan, salience), axis=1) > 0)
    proposal = np.array([row["prnr"] for row in rows])
    return Data(positions[keep], salience[keep] / 100, quo[keep], settled[keep], proposal[keep])


def known(data: Data) -> list[Known]:
    """Return the issues one by one; DEU III has no capabilities, so everybody has 1."""
    found = []
    for x, s, settled in zip(data.positions, data.salience, data.settled, strict=True):
        there = ~np.isnan(x) & ~np.isnan(s)
        found.append(Known(x[there], s[there], float(settled)))
    return found


def points(data: Data) -> dict[str, Floats]:
    """Return method -> ``(n,)`` its point for each issue; NaN where it has none. Proposals are settled as a whole."""
    settling = [method for method in METHODS.values() if method.question == "settles"]
    found = {method.id: np.full(len(data.settled), np.nan) for method in settling}
    for proposal in np.unique(data.proposal):
        rows = np.flatnonzero(data.proposal == proposal)
        x = np.where(np.isnan(data.salience[rows]), np.nan, data.positions[rows]).T
        some = ~np.isnan(x).all(axis=1)
        x, s = x[some], np.nan_to_num(data.salience[rows].T[some]) * ~np.isnan(x[some])
        field = Field(x[None], s[None], np.ones((1, len(x))), np.tile(SCALE, (rows.size, 1)), data.status_quo[rows])
        for method in settling:
            found[method.id][rows] = method.function(field)[0]
    return found


class Fitting:
    """Distributions on whole numbers from 0 to 100, for all issues at once, to choose share and power by."""

    def __init__(self, issues: list[Known], settled: Floats) -> None:
        self.issues, self.settled = issues, settled
        grid = np.arange(101.0)
        self.happened = grid[None, :] >= settled[:, None]
        self.own = {power: np.stack([self._own(one, power) for one in issues]) for power in POWERS}
        self.low = np.array([one.positions[one.weights > 0].min() for one in issues])
        self.high = np.array([one.positions[one.weights > 0].max() for one in issues])

    @staticmethod
    def _own(one: Known, power: float) -> Floats:
        support = np.bincount(np.round(one.positions).astype(int), weights=one.weights, minlength=101)
        found = support**power * (support > 0)
        return np.cumsum(found / found.sum())

    def errors(self, point: Floats, rows: NDArray[np.intp]) -> Floats:
        """Return the quantiles of errors in units of the actors' range."""
        span = (self.high - self.low)[rows]
        wide = span > 0
        relative = (self.settled[rows] - point[rows])[wide] / span[wide]
        found: Floats = np.quantile(relative, (np.arange(QUANTILES) + 0.5) / QUANTILES)
        return found

    def choose(self, point: Floats, rows: NDArray[np.intp]) -> tuple[Floats, float, float]:
        """Return errors, share and power that score best on some issues."""
        errors = self.errors(point, rows)
        low, high = self.low[rows, None], self.high[rows, None]
        places = np.round(np.clip(point[rows, None] + errors * (high - low), low, high)).astype(int)
        counts = np.zeros((rows.size, 101))
        np.add.at(counts, (np.arange(rows.size)[:, None], places), 1 / QUANTILES)
        around = np.cumsum(counts, axis=1)

        def score(share: float, power: float) -> float:
            reach = (1 - share) * around + share * self.own[power][rows]
            return float(((reach - self.happened[rows])[:, :-1] ** 2).sum(axis=1).mean())

        _, share, power = min((score(share, power), share, power) for share in SHARES for power in POWERS)
        return errors, share, power


class Scores(NamedTuple):
    """What came out on held-out issues: mean CRPS, and how often the intervals held what was settled."""

    crps: float
    cover80: float
    cover50: float


def score(
    issues: list[Known], point: Floats, fitted: Iterator[tuple[Residuals, NDArray[np.intp]]], doubt: float
) -> Scores:
    """Return the scores of distributions that were fitted to other issues."""
    crps, held = [], []
    for residuals, rows in fitted:
        for row in rows.tolist():
            one = issues[row]
            found = predict(point[[row]], one.positions[None], one.weights[None], residuals, SCALE, doubt)
            assert found is not None
            crps.append(found.crps(one.settled))
            held.append([low <= one.settled <= high for low, high in reversed(found.intervals)])
    shares = np.mean(held, axis=0)
    return Scores(float(np.mean(crps)), float(shares[0]), float(shares[1]))


def folds(data: Data, rows: NDArray[np.intp], seed: int) -> list[NDArray[np.intp]]:
    """Return the issues in folds of whole proposals."""
    rng = np.random.default_rng(seed)
    names = rng.permutation(np.unique(data.proposal[rows]))
    return [rows[np.isin(data.proposal[rows], names[k::FOLDS])] for k in range(FOLDS)]


def held_out(
    data: Data, fitting: Fitting, point: Floats, rows: NDArray[np.intp]
) -> Iterator[tuple[Residuals, NDArray[np.intp]]]:
    """Yield residuals fitted to the other folds, and the issues they are to be judged on."""
    for seed in range(REPEATS):
        for test in folds(data, rows, seed):
            errors, share, power = fitting.choose(point, np.setdiff1d(rows, test))
            yield Residuals(tuple(errors.tolist()), share, power, 0, 0, 0, 0), test


def baselines(data: Data, issues: list[Known]) -> dict[str, float]:
    """Return the scores of what needs no model, on the same held-out issues."""
    rows = np.arange(len(issues))
    grid = np.arange(101.0)
    past = []
    for seed in range(REPEATS):
        for test in folds(data, rows, seed):
            others = np.setdiff1d(rows, test)
            reach = (data.settled[others][:, None] <= grid).mean(axis=0)
            past += [float(((reach - (grid >= data.settled[row]))[:-1] ** 2).sum()) for row in test]
    even = Residuals((0.0,), 0, 1, 0, 0, 0, 0)
    own = Residuals((0.0,), 1, 1, 0, 0, 0, 0)
    middle = np.array([50.0])

    def plain(residuals: Residuals, doubt: float) -> float:
        found = [predict(middle, one.positions[None], one.weights[None], residuals, SCALE, doubt) for one in issues]
        return float(np.mean([spread.crps(one.settled) for spread, one in zip(found, issues, strict=True) if spread]))

    return {
        "mae_middle": float(np.abs(data.settled - 50).mean()),
        "crps_even": plain(even, 1.0),
        "crps_past": float(np.mean(past)),
        "crps_positions": plain(own, 0.0),
    }


def calibrate(path: Path) -> str:
    """Return the module of figures, and print what was measured."""
    data = read(path)
    issues = known(data)
    fitting = Fitting(issues, data.settled)
    plain = baselines(data, issues)
    lines = []
    print(f"{len(issues)} issues, {np.unique(data.proposal).size} proposals; 10 folds of proposals, {REPEATS} times")
    print(f"{'':30} {'n':>4} {'error':>6} {'CRPS':>6} {'80 %':>6} {'50 %':>6} {'share':>6} {'power':>6}")
    for name, point in points(data).items():
        rows = np.flatnonzero(~np.isnan(point))
        mae = float(np.abs(point[rows] - data.settled[rows]).mean())
        errors, share, power = fitting.choose(point, rows)
        got = score(issues, point, held_out(data, fitting, point, rows), 0.0)
        kept = Residuals(
            tuple(round(float(e), 4) for e in errors), share, power, *(round(v, 3) for v in (mae, *got))
        )  # fmt: skip
        if rows.size >= ENOUGH:
            lines.append(text_of(name, kept))
        measured = f"{mae:6.2f} {got.crps:6.2f} {got.cover80:6.1%} {got.cover50:6.1%}"
        print(f"{name:30} {rows.size:4} {measured} {share:6.2f} {power:6.2f}")
        if name == "spatial.compromise":
            wide = score(issues, point, held_out(data, fitting, point, rows), DOUBT)
            print(
                f"{'  as if the domain were unknown':30} {'':4} {'':6} {wide.crps:6.2f} {wide.cover80:6.1%} {wide.cover50:6.1%}"
            )
            plain |= {"crps_doubt": wide.crps, "cover80_doubt": wide.cover80, "cover50_doubt": wide.cover50}
    print(
        f"Without a model: always 50 errs by {plain['mae_middle']:.2f}; CRPS of all places alike {plain['crps_even']:.2f}, "
        f"of past settlements {plain['crps_past']:.2f}, of the weighted positions {plain['crps_positions']:.2f}"
    )
    return HEAD.format(
        issues=len(issues),
        proposals=np.unique(data.proposal).size,
        plain="\n".join(f'    "{key}": {round(value, 3)},' for key, value in plain.items()),
        residuals="".join(lines),
    )


def text_of(name: str, kept: Residuals) -> str:
    """Return one method's figures as a line of the table."""
    numbers = textwrap.fill(
        ", ".join(map(repr, kept.quantiles)), 110, initial_indent=" " * 8, subsequent_indent=" " * 8
    )
    rest = ", ".join(f"{key}={getattr(kept, key)!r}" for key in ("share", "power", "mae", "crps", "cover80", "cover50"))
    return f'    "{name}": Residuals((\n{numbers},\n    ), {rest}),\n'


HEAD = '''"""Errors of every model on settlements that are known. Written by benchmarks/calibrate.py (``make calibrate``).

Derived from {issues} issues of {proposals} proposals that were introduced to the end of 2004 in DEU III, "Decision-making in
the European Union" (Arregui and Perarnaud, doi:10.34810/data53, CC BY 4.0). The data themselves are not part of detente.
"""

from __future__ import annotations

from detente.spatial.calibration import Residuals

__all__ = ["DOMAIN", "ISSUES", "PLAIN", "PROPOSALS", "RESIDUALS"]

DOMAIN = "EU legislation"
ISSUES, PROPOSALS = {issues}, {proposals}

PLAIN: dict[str, float] = {{
{plain}
}}
"""What needs no model, and the compromise as if the domain were unknown, on the same issues."""

RESIDUALS: dict[str, Residuals] = {{
{residuals}}}  # fmt: skip
'''


if __name__ == "__main__":
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    if not source.is_file():
        sys.exit(f"There is no {source.name}. Name the file of DEU III issues: make calibrate DEU3=path")
    TARGET.write_text(calibrate(source), encoding="utf-8")
