"""One verdict in a conflict too large to list, by explicit forward search, straight from the definitions.

Independent of the program it checks.  ``verdict`` says whether one outcome is stable for one actor (or one
coalition): True, False, or None where the bound on the work was reached first.  What it says is always right:

* a sanction is only ever claimed after a legal sequence of moves to it has been walked;
* "no sanction" is only ever claimed after the search was exhausted, or after the *box* held none.  The box of an
  outcome holds everything that differs from it only by what some chain of single arcs allows, issue by issue,
  whatever happens on the other issues; every legal sequence ends inside it;
* issues that cannot matter are left alone first (``relevant_part`` gives the reason why that changes nothing).

A box is searched by fixing one doubtful issue after the other, with conditions judged on partly open outcomes.
"""

import heapq
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import combinations, count, product

Outcome = tuple[int, ...]
Actors = frozenset[int]
Arc = tuple[int, int]
Test = Callable[[Outcome], bool]
Literal = tuple[int, int, bool]  # issue, value, wanted
Literals = tuple[Literal, ...]  # all of them hold
Change = tuple[tuple[int, int], ...]  # pairs of issue and new value

Box = tuple[tuple[int, ...], ...]  # for each issue the values still open, the usual one first
Judged = tuple[bool | None, int | None]  # true, false or open; if open, an issue with several values to fix next
Condition = Callable[[Box], Judged]
Step = Callable[[Actors, Outcome], Iterable[Outcome]]  # a mover's next outcomes
Rank = tuple[int, tuple[bool, ...]]

ACTOR_CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq", "sim")
GROUP_CONCEPTS = ("cnash", "cgmr", "cseq")
NEED_EVERYBODY = ("seq", "sseq", "sim", "cseq")  # concepts that ask what the others prefer
ENOUGH_UNDECIDED = 4  # improvements left undecided after which a verdict is given up


@dataclass(frozen=True, eq=False)
class Local:
    """The data of one conflict; actors are 0, 1, ... in the order of ``statements``.

    The literal data say the same as the functions: a statement holds where all its literals hold, an outcome is
    impossible where all literals of a rule hold.  They may be missing (None); searches then prune less.
    """

    values: tuple[int, ...]
    deciders: tuple[Actors, ...]
    alone: dict[tuple[int, int], frozenset[Arc]]
    together: dict[int, frozenset[Arc]]
    impossible: tuple[Test, ...]
    statements: tuple[tuple[Test, ...], ...]
    statement_data: tuple[tuple[Literals, ...], ...] | None = None
    impossible_data: tuple[Literals, ...] | None = None
    one_way: dict[int, str] = field(default_factory=dict)


class OutOfBound(Exception):  # noqa: N818 - not an error, the end of the allowed work
    """Raised where the bound on the work is reached."""


@dataclass
class Budget:
    """The work still allowed: outcomes visited, partly open outcomes judged."""

    left: int

    def spend(self) -> None:
        """Count one unit of work."""
        self.left -= 1
        if self.left < 0:
            raise OutOfBound


# ---------------------------------------------------------------- outcomes and preferences


def holds(literals: Literals, outcome: Outcome) -> bool:
    """Tell whether all literals hold of the outcome."""
    return all((outcome[k] == value) == wanted for k, value, wanted in literals)


def is_possible(model: Local, outcome: Outcome) -> bool:
    """Tell whether no rule makes the outcome impossible."""
    return not any(rule(outcome) for rule in model.impossible)


def signature(model: Local, actor: int, outcome: Outcome) -> tuple[bool, ...]:
    """Return which statements of the actor hold, most important first; a bigger one is better."""
    return tuple(bool(statement(outcome)) for statement in model.statements[actor])


def is_better(model: Local, actor: int, a: Outcome, b: Outcome) -> bool:
    """Tell whether the actor strictly prefers a to b."""
    for statement in model.statements[actor]:
        at_a, at_b = bool(statement(a)), bool(statement(b))
        if at_a != at_b:
            return at_a
    return False


def is_better_for_all(model: Local, actors: Actors, a: Outcome, b: Outcome) -> bool:
    """Tell whether every one of the actors strictly prefers a to b."""
    return all(is_better(model, i, a, b) for i in actors)


# ---------------------------------------------------------------- movers and moves


def everybody(model: Local) -> Actors:
    """Return the set of all actors."""
    return frozenset(range(len(model.statements)))


def movers(model: Local, among: Actors) -> list[Actors]:
    """Return the single actors among these, then the deciding groups inside them."""
    groups = {group for group in model.deciders if len(group) >= 2 and group <= among}
    return [frozenset({i}) for i in sorted(among)] + sorted(groups, key=sorted)


def arcs(model: Local, mover: Actors, issue: int) -> frozenset[Arc]:
    """Return the arcs the mover can take on an issue: those of a member alone, those of all its deciders."""
    found: set[Arc] = set()
    for i in mover:
        found |= model.alone.get((i, issue), frozenset())
    if len(model.deciders[issue]) >= 2 and model.deciders[issue] <= mover:
        found |= model.together.get(issue, frozenset())
    return frozenset(found)


def one_move_box(model: Local, mover: Actors, outcome: Outcome) -> Box:
    """Return the box of one move: on each issue the value it has and the ends of the arcs from there."""
    return tuple(
        (a, *sorted({to for start, to in arcs(model, mover, k) if start == a and to != a}))
        for k, a in enumerate(outcome)
    )


def any_moves_box(model: Local, among: Actors, outcome: Outcome) -> Box:
    """Return a box that holds whatever sequences of moves by these actors lead to."""

    def chain(k: int, a: int) -> tuple[int, ...]:
        allowed = arcs(model, among, k)
        found = [a]
        for value in found:  # grows while it is read
            found += sorted({to for start, to in allowed if start == value and to not in found})
        return tuple(found)

    return tuple(chain(k, a) for k, a in enumerate(outcome))


def moves(model: Local, mover: Actors, outcome: Outcome, bound: int = 20_000) -> Iterator[Outcome]:
    """Yield the possible outcomes the mover reaches in one move; OutOfBound is raised at the bound."""
    for t in solve(one_move_box(model, mover, outcome), [partial(judge_possible, model)], Budget(bound)):
        if t != outcome:
            yield t


# ---------------------------------------------------------------- partly open outcomes


def only_outcome(box: Box) -> Outcome:
    """Return the first outcome of the box."""
    return tuple(values[0] for values in box)


def judge_literals(literals: Literals, box: Box) -> Judged:
    """Judge whether all literals hold, on every outcome of the box alike."""
    doubt = None
    for k, value, wanted in literals:
        if value not in box[k]:
            true = not wanted
        elif len(box[k]) == 1:
            true = wanted
        else:
            doubt = k if doubt is None else doubt
            continue
        if not true:
            return False, None
    return (True, None) if doubt is None else (None, doubt)


def judge_test(test: Test, box: Box) -> Judged:
    """Judge a test of which nothing is known: open until every issue is fixed."""
    for k, values in enumerate(box):
        if len(values) > 1:
            return None, k
    return bool(test(only_outcome(box))), None


def judge_statement(model: Local, actor: int, place: int, box: Box) -> Judged:
    """Judge one statement of an actor."""
    if model.statement_data is None:
        return judge_test(model.statements[actor][place], box)
    return judge_literals(model.statement_data[actor][place], box)


def judge_possible(model: Local, box: Box) -> Judged:
    """Judge whether the outcome is possible."""
    doubt = None
    data = model.impossible_data
    for place, rule in enumerate(model.impossible):
        true, where = judge_test(rule, box) if data is None else judge_literals(data[place], box)
        if true:
            return False, None
        if true is None and doubt is None:
            doubt = where
    return (True, None) if doubt is None else (None, doubt)


def judge_better(model: Local, actor: int, than: tuple[bool, ...], box: Box) -> Judged:
    """Judge whether the outcome is better for the actor than one with this signature."""
    may, may_not, doubt = False, False, None
    for place, before in enumerate(than):
        now, where = judge_statement(model, actor, place, box)
        if now is None:  # may differ here, or be equal here: look on
            doubt = where if doubt is None else doubt
            may, may_not = may or not before, may_not or before
        elif now != before:
            may, may_not = may or now, may_not or not now
            break
    else:
        may_not = True  # equal on all statements
    return (None, doubt) if may and may_not else (may, None)


def better(model: Local, actor: int, than: Outcome) -> Condition:
    """Return the condition that the outcome is better for the actor than the given one."""
    return partial(judge_better, model, actor, signature(model, actor, than))


def improving(model: Local, actors: Actors, than: Outcome) -> list[Condition]:
    """Return the conditions that the outcome is possible and better for all the actors than the given one."""
    return [*(better(model, i, than) for i in sorted(actors)), partial(judge_possible, model)]


def judge_not_all(conditions: list[Condition], box: Box) -> Judged:
    """Judge whether at least one of the conditions fails."""
    doubt = None
    for condition in conditions:
        true, where = condition(box)
        if true is False:
            return True, None
        if true is None and doubt is None:
            doubt = where
    return (False, None) if doubt is None else (None, doubt)


def solve(box: Box, conditions: list[Condition], budget: Budget) -> Iterator[Outcome]:
    """Yield the outcomes of the box of which all conditions are true, the usual values first."""
    budget.spend()
    doubt = None
    for condition in conditions:
        true, where = condition(box)
        if true is False:
            return
        if true is None and doubt is None:
            doubt = where
    if doubt is None:
        for outcome in product(*box):
            budget.spend()
            yield outcome
        return
    for value in box[doubt]:
        yield from solve((*box[:doubt], (value,), *box[doubt + 1 :]), conditions, budget)


# ---------------------------------------------------------------- the part of a conflict that matters


def narrowed(model: Local, box: Box) -> Local:
    """Return the conflict without the arcs that leave the box or begin outside it."""

    def inside(k: int, given: frozenset[Arc]) -> frozenset[Arc]:
        return frozenset((a, b) for a, b in given if a in box[k] and b in box[k])

    return replace(
        model,
        alone={(i, k): inside(k, given) for (i, k), given in model.alone.items()},
        together={k: inside(k, given) for k, given in model.together.items()},
    )


def is_plain(model: Local) -> bool:
    """Tell whether on each issue all who have arcs have the same, closed under taking two in a row."""
    for k in range(len(model.values)):
        kinds = {given for (_, issue), given in model.alone.items() if issue == k and given}
        if len(model.deciders[k]) >= 2 and model.together.get(k):
            kinds.add(model.together[k])
        if len(kinds) > 1:
            return False
        for given in kinds:
            if any(b == c and a != d and (a, d) not in given for a, b in given for c, d in given):
                return False
    return True


def relevant_part(model: Local, concept: str, who: Actors, outcome: Outcome) -> Local:
    """Return the conflict without the arcs of issues that cannot matter.

    An issue matters if a statement of ``who`` (for concepts that ask what the others prefer: of anybody) names
    it, or if a rule names it together with an issue that matters.  Take any sequence of moves and leave out the
    changes of all other issues.  What is left is possible (a rule names issues of one kind only) and is as good
    as before for everybody asked.  A step that vanishes was no improvement; a mover that now moves twice in a
    row could have moved once, as a plain conflict closes its arcs.  So no answer is lost, and none is new.
    """
    if model.statement_data is None or model.impossible_data is None or not is_plain(model):
        return model
    asked = everybody(model) if concept in NEED_EVERYBODY else who
    matter = {k for i in asked for literals in model.statement_data[i] for k, _, _ in literals}
    grows = True
    while grows:
        linked = {k for rule in model.impossible_data if any(k in matter for k, _, _ in rule) for k, _, _ in rule}
        grows = not linked <= matter
        matter |= linked
    return narrowed(model, tuple(tuple(range(n)) if k in matter else (outcome[k],) for k, n in enumerate(model.values)))


# ---------------------------------------------------------------- one move, remembered


class Steps:
    """The moves (or the improving moves) of the movers of a conflict.

    What a mover can do depends on its own issues and, for each statement and rule that names one of these, on
    whether the literals on other issues hold; lists of changes are kept by that.
    """

    def __init__(self, model: Local, *, improving: bool) -> None:
        """Begin with nothing kept."""
        self.model = model
        self.improving = improving
        self.own: dict[Actors, tuple[int, ...]] = {}
        self.outer: dict[Actors, list[Literals]] = {}
        self.kept: dict[tuple[Actors, Outcome, tuple[bool, ...]], list[Change]] = {}

    def prepare(self, mover: Actors) -> None:
        """Find the mover's own issues, and what else its moves depend on."""
        model = self.model
        own = tuple(k for k in range(len(model.values)) if arcs(model, mover, k))
        named = list(model.impossible_data or ())
        if self.improving:
            named += [literals for i in sorted(mover) for literals in (model.statement_data or ())[i]]
        self.own[mover] = own
        self.outer[mover] = [
            tuple(literal for literal in literals if literal[0] not in own)
            for literals in named
            if any(literal[0] in own for literal in literals)
        ]

    def search(self, mover: Actors, outcome: Outcome, budget: Budget) -> Iterator[Outcome]:
        """Yield the outcomes of one move, by search."""
        conditions = improving(self.model, mover if self.improving else frozenset(), outcome)
        for t in solve(one_move_box(self.model, mover, outcome), conditions, budget):
            if t != outcome:
                yield t

    def __call__(self, budget: Budget, mover: Actors, outcome: Outcome) -> Iterable[Outcome]:
        """Return the outcomes the mover reaches in one move."""
        if self.model.statement_data is None or self.model.impossible_data is None:
            return self.search(mover, outcome, budget)
        if mover not in self.own:
            self.prepare(mover)
        own = self.own[mover]
        key = (mover, tuple(outcome[k] for k in own), tuple(holds(part, outcome) for part in self.outer[mover]))
        if key not in self.kept:
            ends = list(self.search(mover, outcome, budget))
            self.kept[key] = [tuple((k, t[k]) for k in own if t[k] != outcome[k]) for t in ends]
        return (changed(outcome, change) for change in self.kept[key])


def changed(outcome: Outcome, change: Change) -> Outcome:
    """Return the outcome with the change made."""
    new = list(outcome)
    for k, value in change:
        new[k] = value
    return tuple(new)


def change_between(a: Outcome, b: Outcome) -> Change:
    """Return what changes from a to b."""
    return tuple((k, b[k]) for k in range(len(a)) if a[k] != b[k])


# ---------------------------------------------------------------- sequences of moves


def visit(
    start: Outcome, who: list[Actors], step: Step, rank: Callable[[Outcome], Rank], budget: Budget
) -> Iterator[Outcome]:
    """Yield the ends of all sequences of steps, no mover twice in a row, the lowest rank first.

    The start itself is not given when a sequence comes back to it.  Each outcome is gone on from once by every
    mover but the one that came there first, and by that one too when another mover comes there.
    """
    first: dict[Outcome, Actors | None] = {start: None}
    order = count()
    todo = [(rank(start), len(mover), next(order), start, mover) for mover in who]
    heapq.heapify(todo)
    while todo:
        _, _, _, u, mover = heapq.heappop(todo)
        for v in step(mover, u):
            if v not in first:
                budget.spend()
                first[v] = mover
                yield v
                nexts = [m for m in who if m != mover]
            else:
                last = first[v]
                if last is None or last == mover:
                    continue
                first[v] = None
                nexts = [last]
            here = rank(v)
            for m in nexts:
                heapq.heappush(todo, (here, len(m), next(order), v, m))


# ---------------------------------------------------------------- improvements


@dataclass
class Improvements:
    """What is better for every one of the actors: found, perhaps (end of no known sequence), and if that is all."""

    found: list[Outcome]
    perhaps: list[Outcome]
    complete: bool


def improvements(model: Local, who: Actors, s: Outcome, budget: Budget, enough: int | None = None) -> Improvements:
    """Return R_i+(s) for one actor and R_H++(s) for more, at most ``enough`` of them if that is given."""
    result = Improvements([], [], complete=True)
    conditions = improving(model, who, s)
    near = one_move_box(model, who, s)
    try:
        for t in solve(near, conditions, budget):
            result.found.append(t)
            if len(result.found) == enough:
                return result
        wide = any_moves_box(model, who, s)
        if len(who) == 1 or all(set(a) == set(b) for a, b in zip(near, wide, strict=True)):
            return result  # a legal sequence ends in s or where one move together leads
        known = set(result.found)
        result.perhaps = [t for t in solve(wide, conditions, budget) if t not in known]
        confirm(model, who, s, result, budget)
    except OutOfBound:
        result.complete = False
    return result


def confirm(model: Local, who: Actors, s: Outcome, result: Improvements, budget: Budget) -> None:
    """Sort out which outcomes that are perhaps improvements are reached by legal sequences inside the group."""
    if not result.perhaps:
        return
    open_ones = set(result.perhaps)
    step = partial(Steps(model, improving=False), budget)
    for t in visit(s, movers(model, who), step, lambda _: (0, ()), budget):
        if t in open_ones:
            open_ones.remove(t)
            result.found.append(t)
        if not open_ones:
            break
    result.perhaps = []


# ---------------------------------------------------------------- one question


class Question:
    """One outcome, one concept, one actor or coalition; what the answers to the improvements have in common."""

    def __init__(self, model: Local, concept: str, who: Actors, outcome: Outcome, bound: int) -> None:
        """Keep the question, reduced to the issues that matter."""
        self.model = relevant_part(model, concept, who, outcome)
        self.concept = concept
        self.who = who
        self.s = outcome
        self.bound = bound
        self.others = everybody(model) - who
        self.movers = movers(self.model, self.others)
        self.signatures = {i: signature(model, i, outcome) for i in sorted(who)}
        self.better: list[Condition] = [better(self.model, i, outcome) for i in sorted(who)]
        self.guards: list[Condition] = []  # learnt: how the actor escapes from sanctions
        self.steps = Steps(self.model, improving=concept in {"seq", "sseq", "cseq"})
        self.group_steps: dict[tuple[Actors, Outcome], list[Outcome]] = {}
        self.answers: dict[Actors, list[Change]] | None = None  # for sim: what the others may do
        self.all_answers = True

    # ------------------------------------------------ sanctions

    def rank(self, y: Outcome) -> Rank:
        """Return how far y is from being a sanction: the fewer statements it is better by, the lower."""
        found = []
        for i, before in self.signatures.items():
            now = signature(self.model, i, y)
            place = next((q for q, (a, b) in enumerate(zip(now, before, strict=True)) if a != b), len(now))
            found.append((len(now) - place, now))
        return min(found)

    def is_not_better(self, y: Outcome) -> bool:
        """Tell whether y is not better than s, for at least one of those asked."""
        return not is_better_for_all(self.model, self.who, y, self.s)

    def escape(self, y: Outcome, budget: Budget) -> Outcome | None:
        """Return an outcome better than s that the actor goes to from y, or None."""
        return next(solve(one_move_box(self.model, self.who, y), improving(self.model, self.who, self.s), budget), None)

    def is_sanction(self, y: Outcome, budget: Budget) -> bool:
        """Tell whether y is a sanction, once it is known to be reached."""
        if not self.is_not_better(y):
            return False
        return self.concept not in {"smr", "sseq"} or self.escape(y, budget) is None

    def judge_guard(self, change: Change, box: Box) -> Judged:
        """Judge whether from the outcome this change is no escape: no move, not better than s or impossible."""
        for k, value in change:
            allowed = arcs(self.model, self.who, k)
            can = [a == value or (a, value) in allowed for a in box[k]]
            if not any(can):
                return True, None
            if not all(can):
                return None, k
        after = list(box)
        for k, value in change:
            after[k] = (value,)
        return judge_not_all(improving(self.model, self.who, self.s), tuple(after))

    def target(self, x: Outcome, budget: Budget) -> Outcome | None:
        """Return what could be a sanction if it were reached from x; None proves that there is no sanction."""
        box = any_moves_box(self.model, self.others, x)
        fixed: list[Condition] = [partial(judge_not_all, self.better), partial(judge_possible, self.model)]
        while True:
            y = next(solve(box, [*fixed, *self.guards], budget), None)
            if y is None or self.concept not in {"smr", "sseq"}:
                return y
            z = self.escape(y, budget)
            if z is None:
                return y
            self.guards.append(partial(self.judge_guard, change_between(y, z)))

    # ------------------------------------------------ the others' answers

    def next_outcomes(self, budget: Budget, mover: Actors, u: Outcome) -> Iterable[Outcome]:
        """Return where a mover (in cseq: any group of the others) goes from u."""
        if self.concept != "cseq" or len(mover) == 1:
            return self.steps(budget, mover, u)
        if (mover, u) not in self.group_steps:
            result = improvements(self.model, mover, u, budget)
            if not result.complete:
                raise OutOfBound
            self.group_steps[mover, u] = result.found
        return self.group_steps[mover, u]

    def all_movers(self) -> list[Actors]:
        """Return who takes the steps: movers, and in cseq all groups of the others."""
        if self.concept != "cseq":
            return self.movers
        sizes = range(1, len(self.others) + 1)
        return [frozenset(group) for n in sizes for group in combinations(sorted(self.others), n)]

    def is_hit_at_once(self, x: Outcome, budget: Budget) -> bool:
        """Tell whether some group of the others has a sanction for its next step (only looked for in cseq)."""
        for group in self.all_movers():
            conditions: list[Condition] = [partial(judge_not_all, self.better), *improving(self.model, group, x)]
            if next(solve(one_move_box(self.model, group, x), conditions, budget), None) is not None:
                return True
        return False

    def is_reached(self, x: Outcome, y: Outcome) -> bool:
        """Tell whether the others go from x to y changing only issues on which x and y differ, in a short search."""
        between = narrowed(self.model, tuple((a,) if a == b else (a, b) for a, b in zip(x, y, strict=True)))
        budget = Budget(self.bound)
        step = partial(Steps(between, improving=self.steps.improving), budget)

        def distance(u: Outcome) -> Rank:
            return sum(a != b for a, b in zip(u, y, strict=True)), ()

        try:
            return any(u == y for u in visit(x, self.movers, step, distance, budget))
        except OutOfBound:
            return False

    def is_deterred(self, x: Outcome, y: Outcome | None) -> bool | None:
        """Tell whether the others have a sanction against x, for concepts with sequences of moves."""
        if y is not None and self.concept != "cseq" and self.is_reached(x, y):
            return True
        budget = Budget(self.bound)
        step = partial(self.next_outcomes, budget)
        try:
            if self.concept == "cseq" and self.is_hit_at_once(x, budget):
                return True
            return any(self.is_sanction(u, budget) for u in visit(x, self.all_movers(), step, self.rank, budget))
        except OutOfBound:
            return None

    # ------------------------------------------------ moves at the same moment

    def prepare_answers(self) -> None:
        """List what each mover among the others may do from s, as far as it matters for the end."""
        self.answers = {}
        matter = self.issues_of_ends()
        for mover in self.movers:
            conditions = improving(self.model, mover, self.s)
            changes: set[Change] = set()
            try:
                for t in solve(one_move_box(self.model, mover, self.s), conditions, Budget(self.bound)):
                    changes.add(tuple((k, value) for k, value in change_between(self.s, t) if k in matter))
            except OutOfBound:
                self.all_answers = False
            self.answers[mover] = sorted(changes - {()})

    def issues_of_ends(self) -> set[int]:
        """Return the issues named by a rule or a statement of the actor, or changed by more than one mover."""
        issues = range(len(self.s))
        if self.model.statement_data is None or self.model.impossible_data is None:
            return set(issues)
        parts = [*self.model.impossible_data, *(part for i in self.who for part in self.model.statement_data[i])]
        named = {k for part in parts for k, _, _ in part}
        able = {k: sum(bool(arcs(self.model, mover, k)) for mover in [self.who, *self.movers]) for k in issues}
        return named | {k for k in issues if able[k] > 1}

    def is_met(self, x: Outcome) -> bool | None:
        """Tell whether the others, moving at the same moment, bring about something not better than s."""
        if self.answers is None:
            self.prepare_answers()
        try:
            seen: set[tuple[Actors, frozenset[tuple[int, int]]]] = set()
            budget = Budget(self.bound)
            if self.meet(self.others, dict(change_between(self.s, x)), seen, budget):
                return True
        except OutOfBound:
            return None
        return False if self.all_answers else None

    def meet(
        self, free: Actors, given: dict[int, int], seen: set[tuple[Actors, frozenset[tuple[int, int]]]], budget: Budget
    ) -> bool:
        """Tell whether the actors still free can complete the change to a sanction."""
        state = (free, frozenset(given.items()))
        if state in seen:
            return False
        seen.add(state)
        budget.spend()
        assert self.answers is not None
        left = {mover: changes for mover, changes in self.answers.items() if mover <= free and changes}
        open_values = [[given.get(k, a)] for k, a in enumerate(self.s)]
        for changes in left.values():
            for k, value in {c for change in changes for c in change}:
                if k not in given and value not in open_values[k]:
                    open_values[k].append(value)
        box = tuple(tuple(found) for found in open_values)
        if not free:
            return is_possible(self.model, only_outcome(box)) and self.is_not_better(only_outcome(box))
        conditions: list[Condition] = [partial(judge_not_all, self.better), partial(judge_possible, self.model)]
        if next(solve(box, conditions, budget), None) is None:
            return False
        actor = min(free)
        if self.meet(free - {actor}, given, seen, budget):
            return True
        return any(
            self.meet(free - mover, given | dict(change), seen, budget)
            for mover, changes in left.items()
            if actor in mover
            for change in changes
            if all(given.get(k, value) == value for k, value in change)
        )

    # ------------------------------------------------ the answer

    def answer(self) -> bool | None:
        """Return the verdict; what is undecided a few times is left there, as it takes the whole bound each time."""
        result = improvements(self.model, self.who, self.s, Budget(self.bound))
        found = sorted(result.found, key=self.rank, reverse=True)  # the least likely to be deterred first
        targets = self.find_targets(found)
        if targets is None:
            return False
        undecided = 0
        for x in found:
            deterred = self.is_met(x) if self.concept == "sim" else self.is_deterred(x, targets.get(x))
            if deterred is False:
                return False
            undecided += deterred is None
            if undecided == ENOUGH_UNDECIDED:
                return None
        return True if result.complete and not result.perhaps and not undecided else None

    def find_targets(self, found: list[Outcome]) -> dict[Outcome, Outcome] | None:
        """Return a target for each improvement, as far as one is found in time; None if one has no sanction."""
        targets: dict[Outcome, Outcome] = {}
        if self.concept == "sim":
            return targets
        undecided = 0
        for x in found:
            try:
                y = self.target(x, Budget(self.bound))
            except OutOfBound:
                undecided += 1
                if undecided == ENOUGH_UNDECIDED:
                    break
                continue
            if y is None:
                return None
            targets[x] = y
        return targets


def has_no_improvement(model: Local, concept: str, who: Actors, outcome: Outcome, bound: int) -> bool | None:
    """Return the verdict of nash and cnash."""
    result = improvements(relevant_part(model, concept, who, outcome), who, outcome, Budget(bound), enough=1)
    if result.found:
        return False
    return True if result.complete and not result.perhaps else None


def verdict(model: Local, concept: str, who: Actors, outcome: Outcome, bound: int = 20_000) -> bool | None:
    """Tell whether the outcome is stable for who; None if that is not decided within the bound.

    The bound is on outcomes visited and partly open outcomes judged, for each stage of each improvement: looking
    for a target, going straight to it, searching all sequences.
    """
    if not is_possible(model, outcome):
        raise ValueError(f"not a possible outcome: {outcome}")
    if not who or not who <= everybody(model):
        raise ValueError(f"not a set of actors: {sorted(who)}")
    if concept not in (ACTOR_CONCEPTS if len(who) == 1 else GROUP_CONCEPTS):
        raise ValueError(f"not a concept for {len(who)} actors: {concept}")
    if concept in {"nash", "cnash"}:
        return has_no_improvement(model, concept, who, outcome, bound)
    return Question(model, concept, who, outcome, bound).answer()


# ---------------------------------------------------------------- random conflicts


def from_data(
    values: tuple[int, ...],
    deciders: tuple[Actors, ...],
    one_way: dict[int, str],
    statement_data: tuple[tuple[Literals, ...], ...],
    impossible_data: tuple[Literals, ...],
) -> Local:
    """Return the conflict of these data; arcs go both ways except on one-way issues."""
    alone: dict[tuple[int, int], frozenset[Arc]] = {}
    together: dict[int, frozenset[Arc]] = {}
    for k, (size, group) in enumerate(zip(values, deciders, strict=True)):
        way = one_way.get(k)
        given = frozenset(
            (a, b)
            for a in range(size)
            for b in range(size)
            if (a < b and way != "backward") or (a > b and way != "forward")
        )
        if len(group) == 1:
            alone[min(group), k] = given
        else:
            together[k] = given
    return Local(
        values=values,
        deciders=deciders,
        alone=alone,
        together=together,
        impossible=tuple(partial(holds, rule) for rule in impossible_data),
        statements=tuple(tuple(partial(holds, literals) for literals in own) for own in statement_data),
        statement_data=statement_data,
        impossible_data=impossible_data,
        one_way=one_way,
    )


def random_literals(dice: random.Random, values: tuple[int, ...], size: int) -> Literals:
    """Return literals on different issues."""
    issues = sorted(dice.sample(range(len(values)), size))
    return tuple((k, dice.randrange(values[k]), dice.random() < 0.5) for k in issues)


def random_model(  # noqa: PLR0917 - the sizes of a conflict, in the usual order
    dice: random.Random,
    options: int,
    actors: int,
    statements: int,
    impossible: int,
    one_way_share: float,
    shared: int = 0,
    multi: int = 0,
) -> Local:
    """Return a random conflict.

    Issue k has two values and is decided by actor k mod actors, but ``shared`` random issues are decided by two
    random actors together, and ``multi`` random issues have three values.  Statements are conjunctions of one to
    three literals; ``impossible`` pairs of literals never hold together (an outcome drawn first stays possible).
    """
    three = set(dice.sample(range(options), multi))
    values = tuple(3 if k in three else 2 for k in range(options))
    joint = set(dice.sample(range(options), shared))
    deciders = tuple(
        frozenset(dice.sample(range(actors), 2)) if k in joint else frozenset({k % actors}) for k in range(options)
    )
    limited = sorted(dice.sample(range(options), round(one_way_share * options)))
    one_way = {k: dice.choice(("forward", "backward")) for k in limited}
    statement_data = tuple(
        tuple(random_literals(dice, values, dice.randint(1, min(3, options))) for _ in range(statements))
        for _ in range(actors)
    )
    witness = tuple(dice.randrange(n) for n in values)
    rules: list[Literals] = []
    while len(rules) < impossible:
        rule = random_literals(dice, values, 2)
        if not holds(rule, witness):
            rules.append(rule)
    return from_data(values, deciders, one_way, statement_data, tuple(rules))


def random_outcome(dice: random.Random, model: Local) -> Outcome:
    """Return a random possible outcome: a random one, issues of broken rules drawn anew until none is broken."""
    if model.impossible_data is None:
        raise ValueError("the rules are not known as data")
    outcome = [dice.randrange(n) for n in model.values]
    for _ in range(100_000):
        broken = [rule for rule in model.impossible_data if holds(rule, tuple(outcome))]
        if not broken:
            return tuple(outcome)
        k = dice.choice(dice.choice(broken))[0]
        outcome[k] = dice.randrange(model.values[k])
    raise ValueError("no possible outcome found")
