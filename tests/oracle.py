"""Brute force for the graph model for conflict resolution, straight from the definitions.

Independent of the program it checks.  Every set of the definitions is a Python set, every
quantifier an ``any`` or an ``all``; nothing here tries to be fast.  A ``Conflict`` keeps caches of
what can be reached, so do not change one after its first use (``dataclasses.replace`` is safe).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain, combinations, product

Outcome = tuple[int, ...]
Unit = frozenset[int]
Arc = tuple[int, int]
Step = Callable[[Outcome, Unit], set[Outcome]]
Cache = dict[tuple[Unit, Outcome], set[Outcome]]


@dataclass
class Conflict:
    """The data of one conflict; actors are 0..actors-1, payoffs are ordinal, bigger is better."""

    actors: int
    values: tuple[int, ...]
    deciders: tuple[frozenset[int], ...]
    alone: dict[tuple[int, int], set[Arc]]
    together: dict[int, set[Arc]]
    possible: frozenset[Outcome]
    forbidden: set[tuple[frozenset[int] | None, Outcome, Outcome]]
    extra: set[tuple[int, Outcome, Outcome]]
    payoff: tuple[dict[Outcome, int], ...]
    direct_cache: Cache = field(init=False, repr=False, compare=False, default_factory=dict)
    legal_cache: Cache = field(init=False, repr=False, compare=False, default_factory=dict)
    improving_cache: Cache = field(init=False, repr=False, compare=False, default_factory=dict)
    forbidding_cache: dict[tuple[Outcome, Outcome], list[Unit | None]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )


# ---------------------------------------------------------------- moves and units


def everybody(c: Conflict) -> Unit:
    """Return N, the set of all actors."""
    return frozenset(range(c.actors))


def non_empty_subsets(k: Unit) -> list[Unit]:
    """Return all non-empty subsets of k."""
    sizes = range(1, len(k) + 1)
    return [frozenset(m) for m in chain.from_iterable(combinations(sorted(k), n) for n in sizes)]


def is_forbidden(c: Conflict, unit: Unit, s: Outcome, t: Outcome) -> bool:
    """Tell whether the move s -> t is forbidden to the unit."""
    if not c.forbidding_cache:
        for whom, source, target in c.forbidden or {(frozenset(), (), ())}:
            c.forbidding_cache.setdefault((source, target), []).append(whom)
    return any(whom is None or bool(whom & unit) for whom in c.forbidding_cache.get((s, t), ()))


def can_change_issue(c: Conflict, unit: Unit, k: int, arc: Arc) -> bool:
    """Tell whether the unit can make this arc on issue k, alone or together."""
    by_one_member = any(arc in c.alone.get((i, k), set()) for i in unit)
    by_all_deciders = len(c.deciders[k]) >= 2 and c.deciders[k] <= unit and arc in c.together.get(k, set())
    return by_one_member or by_all_deciders


def can_move(c: Conflict, unit: Unit, s: Outcome, t: Outcome) -> bool:
    """Tell whether s -> t is a direct move of the unit."""
    if t == s or is_forbidden(c, unit, s, t):
        return False
    by_issues = all(can_change_issue(c, unit, k, (s[k], t[k])) for k in range(len(c.values)) if s[k] != t[k])
    by_extra = any((i, s, t) in c.extra for i in unit)
    return by_issues or by_extra


def direct(c: Conflict, unit: Unit, s: Outcome) -> set[Outcome]:
    """Return D_U(s), the direct moves of the unit; for one actor i this is R_i(s)."""
    if (unit, s) not in c.direct_cache:
        c.direct_cache[unit, s] = {t for t in c.possible if can_move(c, unit, s, t)}
    return c.direct_cache[unit, s]


def better_for_all(c: Conflict, unit: Unit, t: Outcome, s: Outcome) -> bool:
    """Tell whether every member of the unit strictly prefers t to s."""
    return all(c.payoff[i][t] > c.payoff[i][s] for i in unit)


def direct_improvements(c: Conflict, unit: Unit, s: Outcome) -> set[Outcome]:
    """Return the direct moves that are better than s for every member; for one actor R_i+(s)."""
    return {t for t in direct(c, unit, s) if better_for_all(c, unit, t, s)}


def deciding_groups(c: Conflict) -> list[frozenset[int]]:
    """Return the distinct sets of two or more deciders, in order of first appearance."""
    groups: list[frozenset[int]] = []
    for group in c.deciders:
        if len(group) >= 2 and group not in groups:
            groups.append(group)
    return groups


def movers(c: Conflict, k: Unit) -> list[Unit]:
    """Return the movers of K: its single members and the deciding groups inside it."""
    singles = [frozenset({i}) for i in sorted(k)]
    groups = [group for group in deciding_groups(c) if group <= k]
    return singles + groups


# ---------------------------------------------------------------- sequences


def walk(start: Outcome, units: list[Unit], step: Step) -> set[Outcome]:
    """Return the ends of all non-empty sequences in which no unit steps twice in a row."""
    seen: set[tuple[Outcome, Unit]] = set()
    todo = [(t, unit) for unit in units for t in step(start, unit)]
    while todo:
        state, last = todo.pop()
        if (state, last) in seen:
            continue
        seen.add((state, last))
        todo.extend((t, unit) for unit in units if unit != last for t in step(state, unit))
    return {state for state, _ in seen}


def walk_once(start: Outcome, units: list[Unit], step: Step) -> set[Outcome]:
    """Return the ends of all non-empty sequences in which every unit steps at most once."""
    seen: set[tuple[Outcome, frozenset[Unit]]] = set()
    todo = [(t, frozenset({unit})) for unit in units for t in step(start, unit)]
    while todo:
        state, used = todo.pop()
        if (state, used) in seen:
            continue
        seen.add((state, used))
        todo.extend((t, used | {unit}) for unit in units if unit not in used for t in step(state, unit))
    return {state for state, _ in seen}


def legal(c: Conflict, k: Unit, s: Outcome) -> set[Outcome]:
    """Return the legal list L_K(s)."""
    if (k, s) not in c.legal_cache:
        c.legal_cache[k, s] = walk(s, movers(c, k), lambda u, unit: direct(c, unit, u))
    return c.legal_cache[k, s]


def improving(c: Conflict, k: Unit, s: Outcome) -> set[Outcome]:
    """Return the improving legal list Lplus_K(s)."""
    if (k, s) not in c.improving_cache:
        c.improving_cache[k, s] = walk(s, movers(c, k), lambda u, unit: direct_improvements(c, unit, u))
    return c.improving_cache[k, s]


def legal_once(c: Conflict, k: Unit, s: Outcome) -> set[Outcome]:
    """Return the ends of the legal sequences in which every mover moves at most once."""
    return walk_once(s, movers(c, k), lambda u, unit: direct(c, unit, u))


def improving_once(c: Conflict, k: Unit, s: Outcome) -> set[Outcome]:
    """Return the ends of the improving sequences in which every mover moves at most once."""
    return walk_once(s, movers(c, k), lambda u, unit: direct_improvements(c, unit, u))


# ---------------------------------------------------------------- stability for one actor

Reach = Callable[[Conflict, Unit, Outcome], set[Outcome]]


def own_moves(c: Conflict, i: int, s: Outcome) -> set[Outcome]:
    """Return R_i(s)."""
    return direct(c, frozenset({i}), s)


def own_improvements(c: Conflict, i: int, s: Outcome) -> set[Outcome]:
    """Return R_i+(s)."""
    return {t for t in own_moves(c, i, s) if c.payoff[i][t] > c.payoff[i][s]}


def others(c: Conflict, i: int) -> Unit:
    """Return -i, all actors but i."""
    return everybody(c) - {i}


def deterred(c: Conflict, i: int, s: Outcome, reach: Reach) -> bool:
    """Tell whether the others can answer every improvement of i with something no better."""
    return all(
        any(c.payoff[i][s2] <= c.payoff[i][s] for s2 in reach(c, others(c, i), s1)) for s1 in own_improvements(c, i, s)
    )


def deterred_for_good(c: Conflict, i: int, s: Outcome, reach: Reach) -> bool:
    """Tell the same, where i must also be unable to escape from the answer."""
    return all(
        any(
            c.payoff[i][s2] <= c.payoff[i][s] and all(c.payoff[i][s3] <= c.payoff[i][s] for s3 in own_moves(c, i, s2))
            for s2 in reach(c, others(c, i), s1)
        )
        for s1 in own_improvements(c, i, s)
    )


def nash(c: Conflict, i: int, s: Outcome) -> bool:
    """Tell whether s is Nash stable for actor i."""
    return own_improvements(c, i, s) == set()


def gmr(c: Conflict, i: int, s: Outcome) -> bool:
    """Tell whether s is general metarational for actor i."""
    return deterred(c, i, s, legal)


def smr(c: Conflict, i: int, s: Outcome) -> bool:
    """Tell whether s is symmetric metarational for actor i."""
    return deterred_for_good(c, i, s, legal)


def seq(c: Conflict, i: int, s: Outcome) -> bool:
    """Tell whether s is sequentially stable for actor i."""
    return deterred(c, i, s, improving)


def sseq(c: Conflict, i: int, s: Outcome) -> bool:
    """Tell whether s is symmetric sequentially stable for actor i."""
    return deterred_for_good(c, i, s, improving)


def gmr_once(c: Conflict, i: int, s: Outcome) -> bool:
    """Tell whether s is gmr for i when each mover may move only once in a sanction."""
    return deterred(c, i, s, legal_once)


def smr_once(c: Conflict, i: int, s: Outcome) -> bool:
    """Tell whether s is smr for i when each mover may move only once in a sanction."""
    return deterred_for_good(c, i, s, legal_once)


def seq_once(c: Conflict, i: int, s: Outcome) -> bool:
    """Tell whether s is seq for i when each mover may move only once in a sanction."""
    return deterred(c, i, s, improving_once)


# ---------------------------------------------------------------- simultaneous stability


def disjoint_sets_of_movers(c: Conflict, k: Unit) -> list[tuple[Unit, ...]]:
    """Return all sets (also the empty one) of pairwise disjoint movers from movers(K)."""
    units = movers(c, k)
    candidates = chain.from_iterable(combinations(units, n) for n in range(len(units) + 1))
    return [chosen for chosen in candidates if all(a.isdisjoint(b) for a, b in combinations(chosen, 2))]


def changes(s: Outcome, t: Outcome) -> set[tuple[int, int]]:
    """Return the pairs (issue, new value) in which t differs from s."""
    return {(k, t[k]) for k in range(len(s)) if t[k] != s[k]}


def combined(c: Conflict, s: Outcome, targets: list[Outcome]) -> Outcome | None:
    """Return s with all the changes to the targets made at once, None if not admitted."""
    together = {change for t in targets for change in changes(s, t)}
    if any(k == m and v != w for k, v in together for m, w in together):
        return None
    new_value = dict(together)
    z = tuple(new_value.get(k, s[k]) for k in range(len(s)))
    return z if z in c.possible else None


def simultaneous_ends(c: Conflict, i: int, s: Outcome, s1: Outcome) -> Iterator[Outcome]:
    """Yield the z of all admitted combinations of i's change to s1 with improvements of others."""
    for chosen in disjoint_sets_of_movers(c, others(c, i)):
        for answers in product(*(direct_improvements(c, unit, s) for unit in chosen)):
            z = combined(c, s, [s1, *answers])
            if z is not None:
                yield z


def sim(c: Conflict, i: int, s: Outcome) -> bool:
    """Tell whether s is simultaneously stable for actor i."""
    return all(
        any(c.payoff[i][z] <= c.payoff[i][s] for z in simultaneous_ends(c, i, s, s1))
        for s1 in own_improvements(c, i, s)
    )


# ---------------------------------------------------------------- stability for a coalition


def group_reach(c: Conflict, h: Unit, s: Outcome) -> set[Outcome]:
    """Return R_H(s): what the group reaches by its own sequences or by one move of the whole."""
    if len(h) == 1:
        return direct(c, h, s)
    return legal(c, h, s) | direct(c, h, s)


def group_improvements(c: Conflict, h: Unit, s: Outcome) -> set[Outcome]:
    """Return R_H++(s): what the group reaches that is better than s for every member."""
    return {t for t in group_reach(c, h, s) if better_for_all(c, h, t, s)}


def group_sequences(c: Conflict, k: Unit, x: Outcome) -> set[Outcome]:
    """Return the ends of sequences of improvements by subsets of K, none twice in a row."""
    return walk(x, non_empty_subsets(k), lambda u, unit: group_improvements(c, unit, u))


def some_not_better(c: Conflict, h: Unit, y: Outcome, s: Outcome) -> bool:
    """Tell whether at least one member of H does not strictly prefer y to s."""
    return any(c.payoff[i][y] <= c.payoff[i][s] for i in h)


def cnash(c: Conflict, h: Unit, s: Outcome) -> bool:
    """Tell whether s is coalition Nash stable for H."""
    return group_improvements(c, h, s) == set()


def cgmr(c: Conflict, h: Unit, s: Outcome) -> bool:
    """Tell whether s is coalition general metarational for H."""
    return all(
        any(some_not_better(c, h, y, s) for y in legal(c, everybody(c) - h, x)) for x in group_improvements(c, h, s)
    )


def csmr(c: Conflict, h: Unit, s: Outcome) -> bool:
    """Tell whether s is coalition symmetric metarational for H."""
    return all(
        any(
            some_not_better(c, h, y, s) and all(some_not_better(c, h, z, s) for z in group_reach(c, h, y))
            for y in legal(c, everybody(c) - h, x)
        )
        for x in group_improvements(c, h, s)
    )


def cseq(c: Conflict, h: Unit, s: Outcome) -> bool:
    """Tell whether s is coalition sequentially stable for H."""
    return all(
        any(some_not_better(c, h, y, s) for y in group_sequences(c, everybody(c) - h, x))
        for x in group_improvements(c, h, s)
    )


# ---------------------------------------------------------------- interface

ONCE_CONCEPTS = ("gmr_once", "smr_once", "seq_once")
ACTOR_CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq", "sim")
GROUP_CONCEPTS = ("cnash", "cgmr", "csmr", "cseq")

ACTOR_TESTS: dict[str, Callable[[Conflict, int, Outcome], bool]] = {
    "nash": nash,
    "gmr": gmr,
    "smr": smr,
    "seq": seq,
    "sseq": sseq,
    "sim": sim,
    "gmr_once": gmr_once,
    "smr_once": smr_once,
    "seq_once": seq_once,
}
GROUP_TESTS: dict[str, Callable[[Conflict, Unit, Outcome], bool]] = {
    "cnash": cnash,
    "cgmr": cgmr,
    "csmr": csmr,
    "cseq": cseq,
}


def stable(conflict: Conflict, concept: str, who: frozenset[int], state: Outcome) -> bool:
    """Tell whether the state is stable for one actor (who has one member) or for a coalition."""
    if state not in conflict.possible:
        raise ValueError(f"not a possible outcome: {state}")
    if not who <= everybody(conflict):
        raise ValueError(f"not a set of actors: {sorted(who)}")
    if concept in ACTOR_TESTS:
        if len(who) != 1:
            raise ValueError(f"{concept} is for one actor")
        (actor,) = who
        return ACTOR_TESTS[concept](conflict, actor, state)
    if concept in GROUP_TESTS:
        if len(who) < 2:
            raise ValueError(f"{concept} is for two or more actors")
        return GROUP_TESTS[concept](conflict, who, state)
    raise ValueError(f"unknown concept: {concept}")


def stable_set(conflict: Conflict, concept: str, who: frozenset[int]) -> set[Outcome]:
    """Return the possible outcomes that are stable for who."""
    return {s for s in conflict.possible if stable(conflict, concept, who, s)}
