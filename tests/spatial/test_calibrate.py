"""The figures that are shipped are those that ``make calibrate`` finds; the data lie outside the repository."""

from __future__ import annotations

import importlib.util
import sys
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data" / "deu3" / "deu3_to_2004.csv"
shared = pytest.mark.skipif(not DATA.is_file(), reason="the issues of DEU III are not on this machine")


@cache
def program() -> Any:
    spec = importlib.util.spec_from_file_location("calibrate", ROOT / "benchmarks" / "calibrate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["calibrate"] = module
    spec.loader.exec_module(module)
    return module


@shared
def test_the_figures_come_from_the_data(capsys: pytest.CaptureFixture[str]) -> None:
    written = program().calibrate(DATA)
    capsys.readouterr()
    names: dict[str, object] = {}
    exec(compile(written, "residuals", "exec"), names)  # noqa: S102 - written by our own program
    from detente.spatial import residuals

    assert names["ISSUES"] == residuals.ISSUES
    assert names["RESIDUALS"] == residuals.RESIDUALS
    assert names["PLAIN"] == residuals.PLAIN


@shared
def test_folds_are_made_of_whole_proposals() -> None:
    module = program()
    data = module.read(DATA)
    rows = np.arange(len(data.settled))
    found = module.folds(data, rows, 0)
    assert sorted(np.concatenate(found).tolist()) == rows.tolist()
    where = {int(row): k for k, fold in enumerate(found) for row in fold}
    for proposal in np.unique(data.proposal):
        assert len({where[int(row)] for row in np.flatnonzero(data.proposal == proposal)}) == 1


@shared
def test_published_errors_of_peers_on_a_part_of_the_data() -> None:
    # on these 213 issues the mean weighted by salience is better than 50, and the weighted median no better than that
    module = program()
    data = module.read(DATA)
    found = module.points(data)
    error = {name: float(np.nanmean(np.abs(point - data.settled))) for name, point in found.items()}
    assert error["spatial.compromise"] < error["spatial.middle"]
    assert error["spatial.compromise"] < error["spatial.median"]
    # a second, plain computation of two of them
    weights = np.where(np.isnan(data.positions), 0, np.nan_to_num(data.salience))
    plain = (np.nan_to_num(data.positions) * weights).sum(axis=1) / weights.sum(axis=1)
    assert error["spatial.compromise"] == pytest.approx(float(np.abs(plain - data.settled).mean()))
    assert error["spatial.middle"] == pytest.approx(float(np.abs(50 - data.settled).mean()))
