"""Random models by the fixed recipe of the benchmarks, as case documents.

Statements of 1 to 3 literals, a fifth as many impossible pairs as options, a fifth of the options one-way, options dealt
out in turn.
"""

from __future__ import annotations

from random import Random
from typing import Any

__all__ = ["document"]


def document(options: int, actors: int, *, statements: int = 8, seed: int = 0) -> dict[str, Any]:
    dice = Random(seed)

    def literal(option: int) -> str:
        return dice.choice(["", "not "]) + f"o{option}"

    preferences = {}
    for actor in range(actors):
        wishes = []
        for _ in range(statements):
            chosen = dice.sample(range(options), dice.randint(1, 3))
            wishes.append(" and ".join(literal(option) for option in chosen))
        preferences[f"a{actor}"] = {"statements": wishes}
    impossible = [
        " and ".join(literal(option) for option in dice.sample(range(options), 2)) for _ in range(options // 5)
    ]
    one_way = dice.sample(range(options), options // 5)
    return {
        "detente": "1",
        "title": f"{options} options, {actors} actors",
        "actors": {f"a{actor}": {"name": f"A{actor}"} for actor in range(actors)},
        "issues": {f"o{option}": {"decided_by": f"a{option % actors}"} for option in range(options)},
        "preferences": preferences,
        "impossible": [{"when": when} for when in impossible],
        "moves": [{"issue": f"o{option}", "only": dice.choice(["forward", "backward"])} for option in one_way],
    }
