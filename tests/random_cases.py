"""Random conflicts, twice: as a case document and as the oracle's plain sets, from the same dice.

The second is worked out here, by rules restated in sets, not by calling detente. So a test that compares the two
checks the reading of move lines, conditions and preferences as well as the engine.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from random import Random
from typing import TYPE_CHECKING, Any

import oracle

if TYPE_CHECKING:
    from collections.abc import Callable

Outcome = tuple[int, ...]
Test = Any  # nested tuples: ("cmp", issue, op, values) | ("not", t) | ("and"|"or"|"if"|"iff", t, u)

OPERATORS: dict[str, Callable[[int, list[int]], bool]] = {
    "=": lambda v, w: v == w[0],
    "!=": lambda v, w: v != w[0],
    ">=": lambda v, w: v >= w[0],
    "<=": lambda v, w: v <= w[0],
    "in": lambda v, w: v in w,
}


@dataclass
class Pair:
    """One conflict in both forms."""

    document: dict[str, Any]
    oracle: oracle.Conflict
    names: list[list[str]]  # value names by issue


def holds(test: Test, s: Outcome) -> bool:
    kind = test[0]
    if kind == "cmp":
        return bool(OPERATORS[test[2]](s[test[1]], test[3]))
    parts = [holds(part, s) for part in test[1:]]
    if kind == "not":
        return not parts[0]
    if kind == "if":
        return parts[0] or not parts[1]
    if kind == "iff":
        return parts[0] == parts[1]
    return all(parts) if kind == "and" else any(parts)


def write(test: Test, names: list[list[str]]) -> str:
    kind = test[0]
    if kind == "cmp":
        values = [names[test[1]][v] for v in test[3]]
        if test[2] == "in":
            return f"i{test[1]} in [{', '.join(values)}]"
        if test[2] == "=" and values == ["yes"]:
            return f"i{test[1]}"
        return f"i{test[1]} {test[2]} {values[0]}"
    parts = [f"({write(part, names)})" for part in test[1:]]
    return f"not {parts[0]}" if kind == "not" else f" {kind} ".join(parts)


def issues_in(test: Test) -> set[int]:
    return {test[1]} if test[0] == "cmp" else set().union(*map(issues_in, test[1:]))


def random_test(dice: Random, sizes: list[int], depth: int = 2) -> Test:
    if depth == 0 or dice.random() < 0.4:
        issue = dice.randrange(len(sizes))
        op = dice.choice(list(OPERATORS))
        count = dice.randint(1, 2) if op == "in" else 1
        return ("cmp", issue, op, [dice.randrange(sizes[issue]) for _ in range(count)])
    kind = dice.choice(["not", "and", "or", "if", "iff"])
    deeper = [random_test(dice, sizes, depth - 1) for _ in range(1 if kind == "not" else 2)]
    return (kind, *deeper)


def random_conjunction(dice: Random, sizes: list[int], count: int) -> Test:
    chosen = dice.sample(range(len(sizes)), min(count, len(sizes)))
    parts = [("cmp", k, "=", [dice.randrange(sizes[k])]) for k in chosen]
    return parts[0] if len(parts) == 1 else ("and", *parts)


def random_pair(seed: int) -> Pair:
    """Return one random conflict; every feature of the move language comes up."""
    dice = Random(seed)
    if dice.random() < 0.12:
        return _free_form(dice)
    actors = dice.randint(1, 4) if dice.random() < 0.1 else dice.randint(2, 4)
    sizes: list[int] = []
    while len(sizes) < 5 and (len(sizes) < 2 or dice.random() < 0.6):
        sizes.append(dice.choice([2, 2, 2, 3]))
    names = [["no", "yes"] if n == 2 and dice.random() < 0.7 else [f"v{v}" for v in range(n)] for n in sizes]
    deciders = []
    for _ in sizes:
        count = 1 if dice.random() < 0.7 else min(actors, dice.randint(2, 3))
        deciders.append(frozenset(dice.sample(range(actors), count)))
    document: dict[str, Any] = {
        "detente": "1",
        "title": "random",
        "actors": {f"a{i}": {"name": f"A{i}"} for i in range(actors)},
        "issues": {
            f"i{k}": {"values": names[k], "decided_by": [f"a{i}" for i in sorted(deciders[k])]}
            for k in range(len(sizes))
        },
    }
    grid = list(product(*map(range, sizes)))
    rules = [random_conjunction(dice, sizes, 2) for _ in range(dice.choice([0, 0, 1, 2, 3]))]
    document["impossible"] = [write(rule, names) for rule in rules]
    possible = frozenset(s for s in grid if not any(holds(rule, s) for rule in rules))
    moves = _Moves(dice, names, deciders, actors, grid)
    document["moves"] = moves.lines
    payoffs = _preferences(dice, document, names, actors, grid)
    return Pair(
        document,
        oracle.Conflict(
            actors=actors,
            values=tuple(sizes),
            deciders=tuple(deciders),
            alone={key: arcs for key, arcs in moves.alone.items() if arcs},
            together=moves.together,
            possible=possible,
            forbidden=moves.forbidden,
            extra=moves.extra,
            payoff=tuple(payoffs),
        ),
        names,
    )


class _Moves:
    """Random move lines and, beside them, what they mean."""

    def __init__(
        self,
        dice: Random,
        names: list[list[str]],
        deciders: list[frozenset[int]],
        actors: int,
        grid: list[Outcome],
    ) -> None:
        self.dice, self.names, self.deciders, self.grid = dice, names, deciders, grid
        self.sizes = [len(n) for n in names]
        self.alone: dict[tuple[int, int], set[tuple[int, int]]] = {}
        self.together: dict[int, set[tuple[int, int]]] = {}
        self.forbidden: set[tuple[frozenset[int] | None, Outcome, Outcome]] = set()
        self.extra: set[tuple[int, Outcome, Outcome]] = set()
        self.lines: list[dict[str, Any]] = []
        for k, group in enumerate(deciders):
            arcs = {(v, w) for v in range(self.sizes[k]) for w in range(self.sizes[k]) if v != w}
            if len(group) == 1:
                self.alone[min(group), k] = arcs
            else:
                self.together[k] = arcs
        wild = dice.random() < 0.35
        for k in range(len(names)):
            if dice.random() < 0.2:
                self._only(k)
        arcs_lines = [self._arc_line(dice.randrange(len(names))) for _ in range(dice.choice([0, 0, 1, 2]))]
        whole = [self._whole_line(actors) for _ in range(dice.randint(1, 2))] if wild else []
        for line in arcs_lines + whole:
            if line["allow"]:
                line["add"]()
        for line in arcs_lines + whole:
            if not line["allow"]:
                line["take"]()
        for line in arcs_lines + whole:
            written = {key: v for key, v in line.items() if key in ("issue", "from", "to", "by")}
            self.lines.append(written | {"allow": "yes" if line["allow"] else "no"})
        dice.shuffle(self.lines)

    def _take(self, k: int, arcs: set[tuple[int, int]], by: set[int] | None) -> None:
        for (actor, issue), own in self.alone.items():
            if issue == k and (by is None or actor in by):
                own.difference_update(arcs)
        if k in self.together and (by is None or by & self.deciders[k]):
            self.together[k] -= arcs

    def _only(self, k: int) -> None:
        way = self.dice.choice(["forward", "backward"])
        against = {
            (v, w) for v in range(self.sizes[k]) for w in range(self.sizes[k]) if (w < v if way == "forward" else w > v)
        }
        line: dict[str, Any] = {"issue": f"i{k}", "only": way}
        by = None
        if self.dice.random() < 0.3:
            by = {self.dice.choice(sorted(self.deciders[k]))}
            line["by"] = [f"a{i}" for i in by]
        self._take(k, against, by)
        self.lines.append(line)

    def _arc_line(self, k: int) -> dict[str, Any]:
        v, w = self.dice.sample(range(self.sizes[k]), 2)
        by = set(self.dice.sample(sorted(self.deciders[k]), 1)) if self.dice.random() < 0.6 else None
        allow = self.dice.random() < 0.5
        line: dict[str, Any] = {
            "issue": f"i{k}",
            "from": self.names[k][v],
            "to": self.names[k][w],
            "allow": allow,
        }
        if by is not None:
            line["by"] = [f"a{i}" for i in sorted(by)]

        def add() -> None:
            if by is None and len(self.deciders[k]) > 1:
                self.together[k].add((v, w))
            for actor in by or (self.deciders[k] if len(self.deciders[k]) == 1 else ()):
                self.alone.setdefault((actor, k), set()).add((v, w))

        return line | {"add": add, "take": lambda: self._take(k, {(v, w)}, by)}

    def _whole_line(self, actors: int) -> dict[str, Any]:
        allow = self.dice.random() < 0.5
        start = random_conjunction(self.dice, self.sizes, 2)
        end = random_test(self.dice, self.sizes, 1) if allow else random_conjunction(self.dice, self.sizes, 2)
        by = set(self.dice.sample(range(actors), 1))
        everybody = not allow and self.dice.random() < 0.4
        line: dict[str, Any] = {
            "from": write(start, self.names),
            "to": write(end, self.names),
            "allow": allow,
        }
        if not everybody:
            line["by"] = [f"a{i}" for i in by]
        named = issues_in(end)

        def add() -> None:
            for s, t in product(self.grid, self.grid):
                same = all(s[k] == t[k] for k in range(len(s)) if k not in named)
                if s != t and same and holds(start, s) and holds(end, t):
                    self.extra.update((actor, s, t) for actor in by)

        def take() -> None:
            who = None if everybody else frozenset(by)
            for s, t in product(self.grid, self.grid):
                if s != t and holds(start, s) and holds(end, t):
                    self.forbidden.add((who, s, t))

        return line | {"add": add, "take": take}


def _preferences(
    dice: Random,
    document: dict[str, Any],
    names: list[list[str]],
    actors: int,
    grid: list[Outcome],
) -> list[dict[Outcome, int]]:
    sizes = [len(n) for n in names]
    written: dict[str, Any] = {}
    payoffs = []
    for i in range(actors):
        form = dice.choice(["statements"] * 5 + ["scores", "positions", "none"])
        if form == "statements":
            tests = [random_test(dice, sizes) for _ in range(dice.randint(1, 6))]
            written[f"a{i}"] = {"statements": [write(test, names) for test in tests]}
            payoffs.append({s: _lexicographic(tests, s) for s in grid})
        elif form == "scores":
            table = [[dice.randint(-3, 3) for _ in range(n)] for n in sizes]
            weights = [dice.choice([1, 1, 2]) for _ in sizes]
            written[f"a{i}"] = {
                "scores": {
                    f"i{k}": {
                        # tenths, so that exactness matters: 0.1 + 0.2 must tie with 0.3
                        "values": {names[k][v]: f"{table[k][v] / 10}" for v in range(sizes[k])},
                        "weight": str(weights[k]),
                    }
                    for k in range(len(sizes))
                }
            }
            payoffs.append({s: sum(weights[k] * table[k][v] for k, v in enumerate(s)) for s in grid})
        elif form == "positions":
            payoffs.append(_positions(dice, document, written, i, names, grid))
        else:
            payoffs.append(dict.fromkeys(grid, 0))
    document["preferences"] = written
    return payoffs


def _lexicographic(tests: list[Test], s: Outcome) -> int:
    return sum(2 ** (len(tests) - 1 - q) for q, test in enumerate(tests) if holds(test, s))


def _positions(
    dice: Random,
    document: dict[str, Any],
    written: dict[str, Any],
    actor: int,
    names: list[list[str]],
    grid: list[Outcome],
) -> dict[Outcome, int]:
    chosen = dice.sample(range(len(names)), dice.randint(1, len(names)))
    stands = {k: (dice.randint(0, 10), dice.randint(0, 5)) for k in chosen}
    for k in chosen:
        scale = {name: str(10 * v) for v, name in enumerate(names[k])}
        document["issues"][f"i{k}"]["scale"] = scale
    written[f"a{actor}"] = {
        "positions": {f"i{k}": {"position": str(p), "salience": str(w)} for k, (p, w) in stands.items()}
    }
    return {s: -sum(w * abs(10 * s[k] - p) for k, (p, w) in stands.items()) for s in grid}


def _free_form(dice: Random) -> Pair:
    """Return a graph given by its arcs: one issue, its states as values, decided by nobody."""
    actors, count = dice.randint(2, 4), dice.randint(3, 9)
    names = [[f"s{v}" for v in range(count)]]
    alone: dict[tuple[int, int], set[tuple[int, int]]] = {}
    lines = []
    for actor in range(actors):
        for v in range(count):
            ends = [w for w in range(count) if w != v and dice.random() < 0.25]
            if ends:
                alone.setdefault((actor, 0), set()).update((v, w) for w in ends)
                lines.append(
                    {
                        "issue": "i0",
                        "from": f"s{v}",
                        "to": [f"s{w}" for w in ends],
                        "by": f"a{actor}",
                    }
                )
    grid = [(v,) for v in range(count)]
    payoffs: list[dict[Outcome, int]] = []
    written = {}
    for actor in range(actors):
        levels: dict[Outcome, int] = {s: dice.randrange(count) for s in grid}
        ranking = [
            [f"i0 = s{s[0]}" for s in grid if levels[s] == level]
            for level in sorted(set(levels.values()), reverse=True)
        ]
        written[f"a{actor}"] = {"ranking": ranking}
        payoffs.append(levels)
    document = {
        "detente": "1",
        "title": "random graph",
        "actors": {f"a{i}": {"name": f"A{i}"} for i in range(actors)},
        "issues": {"i0": {"values": names[0], "decided_by": []}},
        "moves": lines,
        "preferences": written,
    }
    conflict = oracle.Conflict(
        actors=actors,
        values=(count,),
        deciders=(frozenset(),),
        alone=alone,
        together={},
        possible=frozenset(grid),
        forbidden=set(),
        extra=set(),
        payoff=tuple(payoffs),
    )
    return Pair(document, conflict, names)
