"""By-actor tables worked out by a second, independent program, read from the shared folder where it is present."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from detente.case import Case
from detente.conflict import conflict_of
from detente.graph import groups, why
from detente.graph.moves import Moves
from detente.methods import METHODS

SHARED = Path(__file__).resolve().parents[3] / "shared" / "cases" / "graph"
CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq", "sim")
NAMES = [
    "chicken",
    "cuban_missile_1962",
    "elmira_12_states",
    "elmira_9_states",
    "garrison_diversion",
    "prisoners_dilemma",
]


def document(raw: dict[str, Any], *, directions: dict[str, str] | None = None) -> dict[str, Any]:
    actors = {f"a{i}": {"name": dm["name"]} for i, dm in enumerate(raw["decision_makers"])}
    place = {dm["name"]: f"a{i}" for i, dm in enumerate(raw["decision_makers"])}
    free = "moves" in raw
    moves: list[dict[str, Any]] = []
    if free:
        issues: dict[str, Any] = {"state": {"values": [f"s{s['id']}" for s in raw["feasible_states"]]}}
        for name, arcs in raw["moves"].items():
            moves += [{"issue": "state", "from": f"s{a}", "to": f"s{b}", "by": place[name]} for a, b in arcs]
    else:
        issues = {f"o{k}": {"decided_by": place[o["dm"]]} for k, o in enumerate(raw["options"])}
        for k, option in enumerate(raw["options"]):
            way = (directions or {}).get(option["name"], option["moves"])
            if way != "reversible":
                moves.append({"issue": f"o{k}", "only": "forward" if way.startswith("N") else "backward"})
    words = {s["id"]: f"state = s{s['id']}" if free else s["yn"] for s in raw["feasible_states"]}
    return {
        "detente": "1",
        "title": raw["title"],
        "actors": actors,
        "issues": issues,
        "impossible": raw.get("infeasible_patterns", []),
        "moves": moves,
        "preferences": {
            place[name]: {"ranking": [[words[s] for s in tie] for tie in p["ranking_best_to_worst"]]}
            for name, p in raw["preferences"].items()
        },
    }


def read(name: str) -> dict[str, Any]:
    path = SHARED / f"{name}.json"
    if not path.exists():
        pytest.skip(f"the shared case {name} is not on this machine")
    raw: dict[str, Any] = json.loads(path.read_text())
    return raw


def compare(raw: dict[str, Any], expected: dict[str, Any], **how: dict[str, str]) -> int:
    moves = Moves(conflict_of(Case.model_validate(document(raw, **how))))
    ids = [s["id"] for s in raw["feasible_states"]]
    outcomes = moves.conflict.space.outcomes
    compared = 0
    for concept in CONCEPTS:
        if concept not in expected:
            continue
        found = METHODS[f"graph.{concept}"].function(moves)[:, outcomes]
        if "yn" in raw["feasible_states"][0] and "moves" not in raw:
            patterns = [moves.conflict.space.pattern(int(s)) for s in outcomes]
            order = [patterns.index(s["yn"]) for s in raw["feasible_states"]]
            found = found[:, order]
        for row, dm in enumerate(raw["decision_makers"]):
            stable = [i for i, yes in zip(ids, found[row], strict=True) if yes]
            assert stable == expected[concept]["by_dm"][dm["name"]], (concept, dm["name"])
            compared += 1
    return compared


@pytest.mark.parametrize("name", NAMES)
def test_by_actor(name: str) -> None:
    raw = read(name)
    assert compare(raw, raw["expected_computed"]) >= 10


def test_cuba_with_an_air_strike_that_cannot_be_undone() -> None:
    raw = read("cuban_missile_1962")
    variant = raw["variant_air_strike_irreversible"]["expected_computed"]
    assert compare(raw, variant, directions={"Air strike": "N to Y only"}) == 12


@pytest.mark.parametrize("name", ["elmira_12_states", "elmira_9_states", "garrison_diversion"])
def test_coalition_improvements(name: str) -> None:
    raw = read(name)
    moves = Moves(conflict_of(Case.model_validate(document(raw))))
    names = [dm["name"] for dm in raw["decision_makers"]]
    ids = {int(s): i["id"] for s, i in zip(moves.conflict.space.outcomes, raw["feasible_states"], strict=True)}
    for size in range(2, len(names) + 1):
        for members in combinations(range(len(names)), size):
            group = frozenset(members)
            found = {}
            for state, number in ids.items():
                ends = [ids[steps[-1].end] for steps in why.group_improvements(moves, group, state)]
                if ends:
                    found[str(number)] = sorted(ends)
            key = "+".join(names[m] for m in members)
            assert found == raw["expected_computed"]["coalition_improvements"].get(key, {}), key
            stable = groups.cnash(moves, [group])[0]
            assert {str(ids[int(s)]) for s in moves.conflict.space.outcomes if not stable[s]} == set(found)
