"""Every row of METHODS: its function, its references, its words, and how it behaves on any conflict."""

from __future__ import annotations

import random
import re

import numpy as np
import pytest

import random_spatial
from detente.case import Case
from detente.conflict import conflict_of
from detente.deals.zone import find_zone
from detente.graph.moves import Moves
from detente.methods import HOLDS_TOGETHER, METHODS, Method, short_title
from detente.report.tables import bibliography
from detente.spatial.field import Field
from detente.trading.draws import METHODS_DRAWN
from detente.trading.reading import read_bargain
from random_cases import random_pair
from random_deals import random_deal

ROWS = list(METHODS.values())


@pytest.mark.parametrize("method", ROWS, ids=lambda m: m.id)
def test_a_row_is_complete(method: Method) -> None:
    assert METHODS[method.id] is method
    family = {"holds": "graph", "trades": "deals", "settles": "spatial"}[method.question]
    assert re.fullmatch(family + r"\.[a-z]+(-[a-z0-9]+)*", method.id)
    assert method.title
    assert method.foresight[0].islower()
    assert method.references
    assert set(method.references) <= set(bibliography())
    assert method.status in ("reproduced", "cross-checked", "draft")
    documentation = method.function.__doc__ or ""
    assert "Return" in documentation
    shape = {"group": "(G, S)", "actor": "(A, S)", "peer": "(A, S)"}
    if method.question == "holds":
        assert shape[method.judges] in documentation


@pytest.mark.parametrize("method", [m for m in ROWS if m.question == "holds"], ids=lambda m: m.id)
def test_a_row_judges_any_conflict(method: Method) -> None:
    for seed in range(30_000, 30_025):
        conflict = conflict_of(Case.model_validate(random_pair(seed).document))
        moves = Moves(conflict)
        ranks = conflict.ranks.copy()
        if method.judges == "group":
            groups = [frozenset(range(len(conflict.actors)))]
            if len(conflict.actors) < 2:
                continue
            found, rows = method.function(moves, groups), 1
        else:
            found, rows = method.function(moves), len(conflict.actors)
        assert found.shape == (rows, conflict.space.grid)
        assert found.dtype == np.bool_
        assert not found[:, ~conflict.space.possible].any()
        # inputs are not touched, and asking again gives the same
        assert (conflict.ranks == ranks).all()
        again = method.function(moves, groups) if method.judges == "group" else method.function(moves)
        assert (again == found).all()


def test_what_holds_is_made_of_methods() -> None:
    used = {name for pair in HOLDS_TOGETHER.values() for name in pair if name}
    assert used == {method.id for method in ROWS if method.question == "holds" and method.judges != "peer"}


@pytest.mark.parametrize("method", [m for m in ROWS if m.id in METHODS_DRAWN], ids=lambda m: m.id)
def test_a_row_solves_any_bargain(method: Method) -> None:
    # Adjusted Winner takes points of two actors, not a frontier: see properties/test_swaps_against_oracle.py
    for seed in range(40_000, 40_040):
        zone = find_zone(read_bargain(Case.model_validate(random_deal(seed).document)).bargain)
        if zone.gains is None:
            continue
        before = zone.gains.copy()
        found = method.function(zone.gains, zone.units)
        assert bool(found) == bool(zone.acceptable)
        assert found == sorted(set(found))
        assert all(0 <= point < len(zone.gains) for point in found)
        assert (zone.gains == before).all()
        assert method.function(zone.gains, zone.units) == found


@pytest.mark.parametrize("method", [m for m in ROWS if m.question == "settles"], ids=lambda m: m.id)
def test_a_row_settles_any_field(method: Method) -> None:
    for seed in range(25):
        given = random_spatial.exchanges(random.Random(seed))
        x = np.array([[np.nan if cell is None else cell for cell in row] for row in given.ideals], dtype=float)
        x = x[:, ~np.isnan(x).all(axis=0)]
        if not x.size:
            continue
        salience = np.where(np.isnan(x), 0.0, 0.3)
        many = Field(
            np.stack([x, 100 - x]), np.stack([salience, salience]), np.tile(given.capability, (2, 1)),
            np.tile((0.0, 100.0), (x.shape[1], 1)), np.full(x.shape[1], 50.0),
        )  # fmt: skip
        before = many.positions.copy()
        found = method.function(many)
        assert found.shape == (2, x.shape[1])
        inside = found[~np.isnan(found)]
        assert ((inside >= -1e-9) & (inside <= 100 + 1e-9)).all()
        assert np.array_equal(many.positions, before, equal_nan=True)
        assert np.array_equal(method.function(many), found, equal_nan=True)


def test_every_reference_is_used() -> None:
    import detente

    cited = {key for method in ROWS for key in method.references}
    places = {case.place for case in detente.cases()}
    others = {"xu2018", "lahdelma2001", "lahdelma2003"}  # cited in the definitions
    assert set(bibliography()) <= cited | places | others


@pytest.mark.parametrize(
    ("method", "said"),
    [
        ("graph.nash", "Nash"),
        ("graph.cnash", "Nash of groups"),
        ("graph.smr", "SMR"),
        ("graph.cseq", "SEQ of groups"),
        ("graph.sim", "SIM"),
        ("graph.gmr-once", "GMR with one move per opponent"),
    ],
)
def test_short_names_are_those_of_the_field(method: str, said: str) -> None:
    assert short_title(method) == said


def test_every_method_of_the_graph_model_has_a_short_name_of_its_own() -> None:
    rows = [row.id for row in ROWS if row.question == "holds"]
    assert len({short_title(row) for row in rows}) == len(rows)
