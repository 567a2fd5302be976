"""How "what holds?" is asked: the engine is chosen by the size of the case, or as asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from detente.checks.names import condition_problems
from detente.conflict import conflict_of, deciding_groups
from detente.crew import GIGABYTE, Budget
from detente.errors import LimitError, UsageError
from detente.expressions import parse
from detente.graph.groups import MAX_GROUP_OUTCOMES
from detente.judging import NO_SIM, judge_holds
from detente.methods import HOLDS_TOGETHER
from detente.space import MAX_OUTCOMES, count_outcomes, count_text
from detente.symbolic.encoding import MISSING, is_available
from detente.wide import explain_wide, judge_wide

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from detente.answers import Holds
    from detente.case import Case
    from detente.graph.why import Verdict
    from detente.wide import HoldsWide

__all__ = ["ENGINES", "MAX_SAMPLES", "Asked", "answer_holds", "check_asked", "engine_of", "why_wide"]

ENGINES = ("auto", "explicit", "symbolic")
MAX_SAMPLES = 1_000

BYTES_PER_OUTCOME = 110
BYTES_PER_RANK = 12
"""What lists take at most, measured with the page: arrays in work, and for each actor its ranks and sorted fibres. Where
one actor can reach everything it is about twice what it is where issues are dealt out."""


@dataclass(frozen=True)
class Asked:
    """What is asked beside the case itself.

    Attributes
    ----------
    groups
        Further groups of actors to judge.
    mixed
        A concept for each actor.
    peer_rule
        Also judge with one move per opponent.
    only
        Judge by these concepts only; all where it is None.
    where
        Tell only of outcomes that meet this condition.
    samples, seed
        How many outcomes to draw from each set that holds, and from which seed.
    engine
        ``explicit`` lists the outcomes, ``symbolic`` draws sets as diagrams, ``auto`` chooses.
    seconds, memory
        What it may take: seconds, and gigabytes.
    told
        Is called with how many pieces of work are done, how many there are, and the last one's name.
    """

    groups: Sequence[Sequence[str]] = ()
    mixed: Mapping[str, str] | None = None
    peer_rule: bool = False
    only: Sequence[str] | None = None
    where: str = ""
    samples: int = 0
    seed: int = 0
    engine: str = "auto"
    seconds: float = 120.0
    memory: float = 4.0
    told: Callable[[int, int, str], None] | None = None

    @property
    def budget(self) -> Budget:
        """The same as a budget."""
        return Budget(self.seconds, int(min(self.memory, 2**30) * GIGABYTE))


def engine_of(case: Case, asked: Asked) -> str:
    """Return the engine that answers: explicit while outcomes can be listed, and groups judged among them."""
    if asked.engine != "auto":
        return asked.engine
    grid = count_outcomes(case)
    together = [frozenset(map(list(case.actors).index, issue.decided_by)) for issue in case.issues.values()]
    grouped = bool(asked.groups or deciding_groups(together))
    if grid <= MAX_OUTCOMES and not (grouped and grid > MAX_GROUP_OUTCOMES and is_available()):
        return "explicit"
    return "symbolic" if is_available() else "explicit"


def check_asked(case: Case, asked: Asked) -> None:
    """Refuse what makes no sense, before any work is done."""
    if asked.engine not in ENGINES:
        raise UsageError(f"{asked.engine or 'Nothing'} is no engine. Known: {', '.join(ENGINES)}.")
    if not 0 < asked.seconds < float("inf"):
        raise UsageError("A budget of time is more than 0 seconds, and not without end.")
    if not 0.25 <= asked.memory < float("inf"):
        raise UsageError("A budget of memory is 0.25 gigabytes or more, and not without end.")
    if not 0 <= asked.samples <= MAX_SAMPLES or asked.seed < 0:
        raise UsageError(f"Samples go from 0 to {MAX_SAMPLES:,}, and a seed is 0 or more.")
    unknown = [concept for concept in asked.only or () if concept not in HOLDS_TOGETHER]
    if unknown:
        raise UsageError(f"{unknown[0] or 'Nothing'} is not a concept. Known: {', '.join(HOLDS_TOGETHER)}.")
    for option, given in (("mixed", asked.mixed), ("peer_rule", asked.peer_rule)):
        if given and engine_of(case, asked) == "symbolic":
            raise UsageError(f"{option.replace('_', ' ').capitalize()} verdicts need outcomes that can be listed.")
    if asked.where:
        problems = condition_problems(case, asked.where)
        if problems:
            raise UsageError(" ".join(f"{problem.message} {problem.remedy}" for problem in problems))


def _check_size(case: Case, asked: Asked) -> None:
    """Refuse a list of outcomes that is too long, or would take more memory than is given, before any of it is taken."""
    grid = count_outcomes(case)
    if grid > MAX_OUTCOMES:
        said = f"{count_text(grid)} outcomes are too many to list; the limit is {count_text(MAX_OUTCOMES)}."
        if not is_available():
            raise LimitError(f"{said} {MISSING}")
        raise LimitError(f"{said} Leave out --engine explicit: sets of them can be drawn instead.")
    needed = grid * (BYTES_PER_OUTCOME + BYTES_PER_RANK * len(case.actors))
    if needed > asked.budget.memory:
        raise LimitError(
            f"A list of {count_text(grid)} outcomes for {len(case.actors)} actors takes about "
            f"{needed / GIGABYTE:.1f} GB; {asked.memory:g} GB are allowed. Give more with --memory, or use --engine symbolic."
        )


def answer_holds(case: Case, asked: Asked, doubts: Sequence[str] = ()) -> Holds | HoldsWide:
    """Answer "what holds?" by the engine that fits.

    Raises
    ------
    LimitError
        Where the case is too large for the engine, or diagrams are not there.
    UsageError
        Where something asked for cannot be used, or no possible outcome meets the condition.
    """
    check_asked(case, asked)
    if engine_of(case, asked) == "symbolic":
        return judge_wide(
            case, groups=asked.groups, only=asked.only, where=asked.where, samples=asked.samples, seed=asked.seed,
            budget=asked.budget, doubts=doubts, told=asked.told,
        )  # fmt: skip
    _check_size(case, asked)
    conflict = conflict_of(case)
    space = conflict.space
    # refused before anything is judged
    if asked.where and not (space.possible & space.where(parse(asked.where, case.options, tuple(case.issues)))).any():
        raise UsageError(f"No possible outcome meets {asked.where!r}. See the impossible rules: detente show.")
    answer = judge_holds(
        case, conflict, groups=asked.groups, mixed=asked.mixed, peer_rule=asked.peer_rule, doubts=doubts,
        only=asked.only, budget=asked.budget, told=asked.told,
    )  # fmt: skip
    return replace(answer, where=asked.where, samples=asked.samples, seed=asked.seed)


def why_wide(case: Case, digits: Sequence[int], asked: Asked) -> tuple[dict[str, list[Verdict]], dict[str, str]]:
    """Return why one outcome is stable or not where outcomes are too many to list, and what was not finished."""
    check_asked(case, asked)
    known = [c for c in HOLDS_TOGETHER if asked.only is None or c in asked.only]
    aside: dict[str, str] = {}
    if "sim" in known and not all(issue.decided_by for issue in case.issues.values()):
        known.remove("sim")
        aside["sim"] = NO_SIM
    verdicts, missing = explain_wide(case, digits, known, groups=asked.groups, budget=asked.budget, told=asked.told)
    return verdicts, missing | aside
