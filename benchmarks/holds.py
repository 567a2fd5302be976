"""``make bench``: time per concept on random models, beside the brute force of the tests where that ends.

The recipe is fixed, so that anyone can repeat it: 8 statements of 1 to 3 literals for each actor, options dealt out in turn,
all moves reversible, nothing impossible, seed 0. "Four" is Nash, GMR, SMR and SEQ for all actors, with building the model.
The prototype's and the peer's seconds are those of the reference (measured there, on another day, on 2 shared cores).
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import oracle
import random_options
from detente.case import Case
from detente.conflict import conflict_of
from detente.crew import Budget, Crew
from detente.graph import simultaneous, stability
from detente.graph.moves import Moves
from detente.plan import plan_of

CONCEPTS = {
    "Nash": stability.nash,
    "GMR": stability.gmr,
    "SMR": stability.smr,
    "SEQ": stability.seq,
    "SSEQ": stability.sseq,
    "SIM": simultaneous.sim,
}
PROTOTYPE = {(8, 3): 0.006, (12, 3): 0.09, (14, 3): 0.23, (16, 3): 0.41, (16, 8): 5.0, (18, 3): 3.1, (20, 3): 12.6}
PEER = {(8, 3): 0.33, (10, 3): 2.4, (12, 3): 63.0, (14, 3): 1609.0, (8, 8): 47.5}
LIMITS = {20: 3.0, 22: 12.0, 24: 60.0}
SYMBOLIC_SECONDS = 150.0
SYMBOLIC = {
    (40, 6, 8): ("2.3 s", "3 s"),
    (40, 8, 8): ("8.8 s", "10 s"),
    (60, 8, 8): ("7 s", "10 s"),
    (40, 6, 16): ("SEQ > 100 s", "60 s"),
    (60, 6, 12): ("107 s", "60 s"),
    (100, 10, 8): ("SEQ > 100 s", "cut"),
}
"""(options, actors, statements) -> the prototype's seconds, four concepts, and what is asked of us."""

BRUTE_FORCE_UP_TO = 8
SIM_UP_TO = 16


def document(options: int, actors: int, seed: int = 0) -> dict[str, Any]:
    """Return a random model by the fixed recipe."""
    dice = Random(seed)
    preferences = {}
    for actor in range(actors):
        statements = []
        for _ in range(8):
            chosen = dice.sample(range(options), dice.randint(1, 3))
            statements.append(" and ".join(dice.choice(["", "not "]) + f"o{k}" for k in chosen))
        preferences[f"a{actor}"] = {"statements": statements}
    return {
        "detente": "1",
        "title": f"{options} options, {actors} actors",
        "actors": {f"a{i}": {"name": f"A{i}"} for i in range(actors)},
        "issues": {f"o{k}": {"decided_by": f"a{k % actors}"} for k in range(options)},
        "preferences": preferences,
    }


def brute_force(moves: Moves) -> dict[str, float]:
    """Return the seconds that the oracle needs for each concept, and check that it agrees."""
    conflict, space = moves.conflict, moves.conflict.space
    digits = {space.digits(s): s for s in range(space.grid)}
    slow = oracle.Conflict(
        actors=len(conflict.actors),
        values=space.sizes,
        deciders=conflict.deciders,
        alone={key: {(0, 1), (1, 0)} for key in conflict.alone},
        together={},
        possible=frozenset(digits),
        forbidden=set(),
        extra=set(),
        payoff=tuple({d: int(ranks[s]) for d, s in digits.items()} for ranks in conflict.ranks),
    )
    seconds = {}
    for name, method in CONCEPTS.items():
        start = time.perf_counter()
        found = [oracle.stable_set(slow, name.lower(), frozenset({a})) for a in range(slow.actors)]
        seconds[name] = time.perf_counter() - start
        fast = method(moves)
        assert all({digits[d] for d in f} == set(fast[a].nonzero()[0].tolist()) for a, f in enumerate(found)), name
    return seconds


def measure(options: int, actors: int) -> None:
    """Print a row: seconds by concept, their sum for four, and the ratios."""
    case = Case.model_validate(document(options, actors))
    start = time.perf_counter()
    moves = Moves(conflict_of(case))
    seconds = {"build": time.perf_counter() - start}
    for name, method in CONCEPTS.items():
        if name == "SIM" and options > SIM_UP_TO:
            continue
        start = time.perf_counter()
        method(moves)
        seconds[name] = time.perf_counter() - start
    four = sum(seconds[name] for name in ("build", "Nash", "GMR", "SMR", "SEQ"))
    cells = " ".join(f"{seconds[name]:8.3f}" if name in seconds else "       -" for name in ("build", *CONCEPTS))
    prototype, peer = PROTOTYPE.get((options, actors)), PEER.get((options, actors))
    ratios = f"{prototype / four:8.1f}x" if prototype else "        -"
    ratios += f" {peer / four:8.0f}x" if peer else "         -"
    if options <= BRUTE_FORCE_UP_TO:
        slow = sum(brute_force(moves)[name] for name in ("Nash", "GMR", "SMR", "SEQ"))
        ratios += f" {slow:9.2f} s = {slow / four:.0f}x"
    print(f"{options:7d} {actors:6d} {cells} {four:8.3f} {ratios}", flush=True)


def alone(words: list[str]) -> str:
    """Return what this script prints in a process of its own: so memory is that of one model."""
    command = [sys.executable, __file__, *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.rstrip()  # noqa: S603


def explicit(options: int) -> None:
    """Print a row of the recipe with impossible pairs and one-way options, listed, 3 actors."""
    case = Case.model_validate(random_options.document(options, 3))
    conflict_of(Case.model_validate(random_options.document(6, 3)))
    start = time.perf_counter()
    moves = Moves(conflict_of(case))
    seconds = {"build": time.perf_counter() - start}
    for name in ("Nash", "GMR", "SMR", "SEQ"):
        start = time.perf_counter()
        CONCEPTS[name](moves)
        seconds[name] = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    cells = " ".join(f"{seconds[name]:8.2f}" for name in seconds)
    theirs = PROTOTYPE.get((options, 3)) or {22: 43.0}.get(options)
    known = f"{theirs:8.1f} s (no rules, no one-way)" if theirs else "       -"
    print(
        f"{options:7d} {cells} {sum(seconds.values()):8.2f} {LIMITS[options]:6.0f} {peak:7.0f} MB {known}", flush=True
    )


def symbolic(options: int, actors: int, statements: int, seed: int) -> None:
    """Print a row of the recipe over diagrams: seconds until each concept was known for all actors, in two processes."""
    case = Case.model_validate(random_options.document(options, actors, statements=statements, seed=seed))
    at: dict[str, float] = {}
    start = time.perf_counter()

    def told(_done: int, _total: int, key: str) -> None:
        at[key] = time.perf_counter() - start

    plan = plan_of(case, ("nash", "gmr", "smr", "seq"), counts=False)
    found, failed = Crew(case, Budget(SYMBOLIC_SECONDS), told).run(plan)
    cells = " ".join(
        f"{at[f'all {name}']:7.1f}" if f"all {name}" in at else "      -" for name in ("nash", "gmr", "smr", "seq")
    )
    count = found["all", "seq"].summary.count if ("all", "seq") in found else 0
    told_seq = f"{count:.3g} hold by SEQ" if count else next(iter(failed.values()), "")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    key = (options, actors, statements)
    print(
        f"{options:4d} x {actors:2d} x {statements:2d} {seed:4d} {cells} {SYMBOLIC[key][1]:>7} {SYMBOLIC[key][0]:>18} "
        f"{peak:6.0f} MB  {told_seq}",
        flush=True,
    )


def command_seconds(*words: str) -> float:
    """Return the best of three runs of the command."""
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "detente", *words], check=True, capture_output=True)  # noqa: S603
        best = min(best, time.perf_counter() - start)
    return best


def main() -> None:
    """Print the whole table."""
    print(
        "Seconds by concept, all actors. Ratios: how many times quicker than the reference's prototype (four concepts),"
    )
    print("the peer, and the brute force of tests/oracle.py measured in this run.\n")
    heads = " ".join(f"{name:>8}" for name in ("build", *CONCEPTS))
    print(f"options actors {heads}     four prototype      peer brute force")
    measure(6, 3)  # the first call loads the parser
    for actors in (3, 8):
        for options in range(8, 21, 2):
            measure(options, actors)
    print(f"\npeak memory of all this: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    print(
        "\nListed, 3 actors, 8 statements, a fifth as many impossible pairs as options, a fifth of them one-way, seed 0:"
    )
    print("options    build     Nash      GMR      SMR      SEQ    total  asked    memory prototype")
    for options in LIMITS:
        print(alone(["explicit", str(options)]), flush=True)
    print(
        "\nDrawn as diagrams, the same recipe: seconds until known for all actors, with starting the processes (memory: of"
    )
    print("the larger process). The prototype's seconds are those of the reference, measured on other random models.")
    print("options x actors x statements, seed    Nash     GMR     SMR     SEQ   asked          prototype")
    for options, actors, statements in SYMBOLIC:
        for seed in range(3 if (options, actors, statements) == (40, 6, 8) else 1):
            print(alone(["symbolic", str(options), str(actors), str(statements), str(seed)]), flush=True)
    print(f"\ndetente --help: {command_seconds('--help'):.2f} s (best of three)")
    print(f"detente holds alaska: {command_seconds('holds', 'alaska'):.2f} s (best of three, warm)")


if __name__ == "__main__":
    if sys.argv[1:2] == ["explicit"]:
        explicit(int(sys.argv[2]))
    elif sys.argv[1:2] == ["symbolic"]:
        symbolic(*map(int, sys.argv[2:6]))
    else:
        main()
