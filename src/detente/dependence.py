"""How much the answers depend on a judgement: it is taken out, the questions are asked again, and what changes is counted.

What holds: the share of verdicts (outcome by concept) that change. What can be traded: the share of packages whose acceptance
changes. Where it settles: how far the forecast moves, as a share of the scale. The largest of the three is its weight.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import ValidationError

from detente.case import Case
from detente.conflict import conflict_of
from detente.errors import DetenteError
from detente.judging import judge_holds
from detente.settling.answer import FORECAST, judge_settles
from detente.settling.stands import read_stands
from detente.space import count_outcomes
from detente.trading.answer import judge_trades

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.checks.reasons import Judged
    from detente.diagnostics import Path
    from detente.space import BoolArray

__all__ = ["Dependence", "dependences"]

MAX_OUTCOMES = 5_000
MAX_JUDGEMENTS = 80
CONCEPTS = ("nash", "gmr", "smr")
"""By which concepts verdicts are compared: the quick ones, which also differ most in foresight."""


@dataclass(frozen=True, slots=True)
class Dependence:
    """What changes when a judgement is taken out: shares of verdicts, of packages, of the scale; none where that is not asked.

    `issue` is the issue whose forecast moves most. `measured` is false where the case makes no sense without the judgement.
    """

    judged: Judged
    verdicts: float | None
    packages: float | None
    scale: float | None
    issue: str
    measured: bool

    @property
    def weight(self) -> float:
        """The largest of the changes; what cannot be taken out counts as all."""
        return max(self.verdicts or 0.0, self.packages or 0.0, self.scale or 0.0) if self.measured else 1.0


@dataclass(frozen=True, slots=True)
class _Answers:
    """What the three questions say, in a form that can be compared."""

    verdicts: dict[str, BoolArray] | None
    acceptable: BoolArray | None
    points: dict[str, tuple[float, float]]


def dependences(case: Case, judged: Sequence[Judged]) -> list[Dependence] | None:
    """Return how much depends on each judgement, the weightiest first; none where the case is too large to be asked again."""
    if count_outcomes(case) > MAX_OUTCOMES or len(judged) > MAX_JUDGEMENTS:
        return None
    whole = _answers(case, frozenset({"holds", "trades", "settles"}))
    found = []
    for one in judged:
        rest = _without(case, one.path)
        if rest is None:
            found.append(Dependence(one, None, None, None, "", measured=False))
            continue
        found.append(_compare(one, whole, _answers(rest, _touched(case, one.path))))
    return sorted(found, key=lambda dependence: -dependence.weight)


def _without(case: Case, path: Path) -> Case | None:
    """Return a case without a judgement; none where that is no case any more."""
    document = copy.deepcopy(case.to_document())
    here: Any = document
    for part in path[:-1]:
        here = here[part]
    if len(path) == 2 and path[0] in ("issues", "actors"):
        return _without_capability(document, path)
    if path == ("agreement",):
        document.pop("agreement")
    else:
        del here[path[-1]]
        _tidy(document, path)
    return _sound(document)


def _without_capability(document: dict[str, Any], path: Path) -> Case | None:
    """Return the case with an actor's capability left open; an issue cannot be taken out without the judgements on it."""
    if path[0] == "actors" and document["actors"][path[1]].pop("capability", None) is not None:
        return _sound(document)
    return None


def _tidy(document: dict[str, Any], path: Path) -> None:
    """Take away what is empty now: a form without lines, preferences without a form."""
    for depth in range(len(path) - 1, 0, -1):
        above: Any = document
        for part in path[: depth - 1]:
            above = above[part]
        key = path[depth - 1]
        if not above[key] or (path[0] == "preferences" and depth == 2 and set(above[key]) <= {"because", "no_deal"}):
            del above[key]


def _sound(document: dict[str, Any]) -> Case | None:
    try:
        return Case.model_validate(document)
    except ValidationError:
        return None


def _touched(case: Case, path: Path) -> frozenset[str]:
    """Return the questions that a judgement can touch at all."""
    if path[0] in ("impossible", "moves"):
        return frozenset({"holds", "trades"})
    if path[0] == "agreement":
        return frozenset({"trades"})
    if path[0] == "actors":
        return frozenset({"settles"})
    if path[0] != "preferences" or len(path) < 3:
        return frozenset()
    forms = case.preferences[str(path[1])].forms
    own = "scores" if path[2] == "linked" else str(path[2])
    touched = {"positions": {"settles"}, "scores": {"trades"}}.get(own, {"holds"})
    if forms[:1] == (own,) or len(forms) == 1:
        touched = touched | {"holds", "trades"}
    if own == "scores" and "positions" not in forms:
        touched = touched | {"settles"}
    return frozenset(touched)


def _answers(case: Case, asked: frozenset[str]) -> _Answers:
    verdicts = _verdicts(case) if "holds" in asked else None
    acceptable = _acceptable(case) if "trades" in asked else None
    return _Answers(verdicts, acceptable, _points(case) if "settles" in asked else {})


def _verdicts(case: Case) -> dict[str, BoolArray] | None:
    try:
        holds = judge_holds(case, conflict_of(case), only=CONCEPTS)
    except DetenteError:
        return None
    space = holds.conflict.space
    possible = np.zeros(space.grid, dtype=np.bool_)
    possible[space.outcomes] = True
    return {concept: holds.holding(concept) for concept in CONCEPTS if concept in holds.concepts} | {
        "possible": possible
    }


def _acceptable(case: Case) -> BoolArray | None:
    try:
        zone = judge_trades(case, asked=0).zone
    except DetenteError:
        return None
    return None if zone.grid is None else zone.grid.acceptable


def _points(case: Case) -> dict[str, tuple[float, float]]:
    try:
        settles = judge_settles(read_stands(case), asked=0)
    except DetenteError:
        return {}
    points = {
        place.name: (settles.found[place.name][FORECAST].point, place.high - place.low) for place in settles.places
    }
    return {name: (point, length) for name, (point, length) in points.items() if point is not None}


def _compare(judged: Judged, one: _Answers, other: _Answers) -> Dependence:
    verdicts = packages = scale = None
    issue = ""
    if (
        one.verdicts is not None
        and other.verdicts is not None
        and one.verdicts["possible"].shape == other.verdicts["possible"].shape
    ):
        both = one.verdicts["possible"] | other.verdicts["possible"]
        shared = [name for name in one.verdicts if name in other.verdicts and name != "possible"]
        changed = [float((one.verdicts[name] != other.verdicts[name])[both].mean()) for name in shared]
        verdicts = max(changed, default=None)
    if one.acceptable is not None and other.acceptable is not None and one.acceptable.shape == other.acceptable.shape:
        packages = float((one.acceptable != other.acceptable).mean())
    for name, (point, length) in one.points.items() if other.points else ():
        moved = abs(other.points[name][0] - point) / length if name in other.points else 0.0
        if moved > (scale or 0.0):
            scale, issue = moved, name
    return Dependence(judged, verdicts, packages, scale, issue, measured=True)
