"""Questions over diagrams as they are asked: engines, budgets, conditions, reasons, and what is not finished."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

import detente
import local_oracle
from detente import crew, sharing
from detente.case import Case
from detente.conflict import conflict_of
from detente.crew import GIGABYTE, MORE_MEMORY, Budget, Crew
from detente.engines import Asked, answer_holds, engine_of
from detente.errors import LimitError, UsageError
from detente.finding import find_wide
from detente.graph import why
from detente.graph.moves import Moves
from detente.judging import SLOW_SIM
from detente.methods import HOLDS_TOGETHER
from detente.report.words import concept_names
from detente.sharing import Task
from detente.symbolic import stability
from detente.symbolic.encoding import is_available
from detente.symbolic.local import explain
from detente.symbolic.model import Model
from detente.symbolic.sets import Drawn
from detente.symbolic.tables import diagram_of
from detente.tasks import VERBS
from detente.wide import explain_wide, judge_wide
from random_options import document

pytestmark = pytest.mark.skipif(not is_available(), reason="dd has no CUDD on this machine")

CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq")


def as_case(model: local_oracle.Local) -> Case:
    """Write a random model of the local oracle as a case."""
    actors = len(model.statements)

    def literals(parts: Any) -> str:
        return " and ".join(f"i{k} {'=' if wanted else '!='} v{value}" for k, value, wanted in parts)

    assert model.statement_data is not None
    assert model.impossible_data is not None
    return Case.model_validate(
        {
            "detente": "1",
            "title": "large",
            "actors": {f"a{k}": {"name": f"A{k}"} for k in range(actors)},
            "issues": {
                f"i{k}": {
                    "values": [f"v{v}" for v in range(size)],
                    "decided_by": [f"a{a}" for a in sorted(model.deciders[k])],
                }
                for k, size in enumerate(model.values)
            },
            "preferences": {
                f"a{k}": {"statements": [literals(parts) for parts in own]}
                for k, own in enumerate(model.statement_data)
            },
            "impossible": [{"when": literals(parts)} for parts in model.impossible_data],
            "moves": [{"issue": f"i{k}", "only": way} for k, way in sorted(model.one_way.items())],
        }
    )


@pytest.mark.parametrize(("seed", "options", "actors"), [(0, 40, 6), (2, 60, 8), (3, 40, 4)])
def test_sampled_verdicts_at_forty_issues_and_more_are_the_local_oracles(seed: int, options: int, actors: int) -> None:
    from detente.methods import METHODS

    dice = Random(seed)
    local = local_oracle.random_model(dice, options, actors, 8, options // 5, 0.2, shared=3, multi=3)
    model = Model(as_case(local))
    sets = {
        (concept, actor): METHODS[f"graph.{concept}"].drawn(model, actor)  # type: ignore[misc]
        for concept in CONCEPTS
        for actor in range(actors)
    }
    decided = tempted = 0
    for _ in range(12):
        outcome = local_oracle.random_outcome(dice, local)
        for (concept, actor), drawn in sets.items():
            told = local_oracle.verdict(local, concept, frozenset({actor}), outcome, 400)
            inside = model.encoding.met_by(drawn, outcome)
            found = explain(model, concept, frozenset({actor}), outcome)
            assert found.stable == inside
            if told is not None:
                assert told == inside, (concept, actor, outcome)
                decided += 1
                tempted += bool(found.improvements)
    assert decided > 200
    assert tempted > 40  # not only outcomes that nobody would leave anyway


def test_both_engines_say_the_same_of_a_case() -> None:
    for name in ("alaska", "elmira", "chicken"):
        case = detente.load(name)
        # SIM is drawn only where it is asked for by name, once groups decide together
        here = detente.holds(case, engine="explicit", samples=4, seed=7, only=list(HOLDS_TOGETHER))
        there = detente.holds(case, engine="symbolic", samples=4, seed=7, only=list(HOLDS_TOGETHER))
        assert not there.unfinished
        assert here.concepts == there.concepts
        for concept in here.concepts:
            assert here.summary(concept) == there.summary(concept)
        assert there.outcomes == here.conflict.space.outcomes.size
        for method, found in here.methods.items():
            for who, row in zip(found.who, found.stable, strict=True):
                assert (there.stable[method, who].mask(here.conflict.space) == row).all()
        assert here.to_dict()["summaries"] == there.to_dict()["summaries"]


def test_a_condition_narrows_both_engines_alike() -> None:
    for engine in ("explicit", "symbolic"):
        found = answer_holds(detente.load("alaska"), Asked(engine=engine, where="ceasefire = air"))
        summary = found.summary("gmr")
        whole = answer_holds(detente.load("alaska"), Asked(engine=engine)).summary("gmr")
        other = answer_holds(detente.load("alaska"), Asked(engine=engine, where="ceasefire != air")).summary("gmr")
        assert summary.count + other.count == whole.count
        assert summary.values[1] == (1,)


def test_the_settlement_is_judged_in_full_but_for_what_the_budget_cuts(run: Any) -> None:
    case = detente.load("settlement")
    assert engine_of(case, Asked()) == "symbolic"
    found = judge_wide(case, only=("nash", "gmr"), budget=Budget(100), where="line = yes", samples=2)
    # counted apart, with another order of variables, when the case was written
    assert found.outcomes == 71_330_137_374_720
    assert found.concepts[0] == "nash"
    assert found.summary("nash").count == 0
    gmr = found.summary("gmr")
    assert 0 < gmr.count < found.met < found.outcomes
    line = found.conflict.space.issues.index("line")
    for digits in [*gmr.samples, *gmr.unbettered, *(one.outcome for one in gmr.best)]:
        assert found.holding["gmr"].holds(digits)
        assert digits[line] == 1
    document = found.to_dict()
    assert document["outcomes"] == 71_330_137_374_720
    assert document["summaries"]["gmr"]["count"] == gmr.count
    ran = run("holds", "settlement", "--concept", "nash,gmr", "--where", "truce_east = no")
    assert ran.status == 0
    assert "By Nash nothing holds" in ran.out
    ran = run("holds", "settlement", "--why", "status quo", "--concept", "nash,seq")
    assert ran.status == 0
    assert "United States would move" in ran.out
    ran = run("holds", "settlement", "--why", "line = yes and air = open")
    assert ran.status == 2
    assert "No possible outcome meets" in ran.err


def test_what_is_not_finished_is_told_as_not_finished() -> None:
    case = Case.model_validate(document(60, 6, statements=16, seed=1))
    found = judge_wide(case, budget=Budget(3.0))
    assert any("Not finished within 3 seconds" in reason for reason in found.unfinished.values())
    for what in found.unfinished:
        method, concept = what, what.removeprefix("holds: ")
        assert concept not in found.summaries
        assert (method, "") not in found.counts
    assert "graph.sim" in found.unfinished
    assert "holds: sim" in found.unfinished
    assert "graph.nash" not in found.unfinished
    assert found.counts["graph.nash", ""] >= 0


def test_a_diagram_that_explodes_leaves_the_rest_standing() -> None:
    # the middle bit of a product is the classic that no order of variables keeps small: here sums of many weights
    dice = Random(5)
    issues = {f"o{k}": {"decided_by": f"a{k % 3}"} for k in range(60)}
    scores = {
        f"a{a}": {"scores": {name: {"values": {"no": 0, "yes": dice.randrange(10**9)}} for name in issues}}
        for a in range(3)
    }
    actors = {f"a{k}": {"name": f"A{k}"} for k in range(3)}
    case = Case.model_validate(
        {"detente": "1", "title": "T", "actors": actors, "issues": issues, "preferences": scores}
    )
    found = judge_wide(case, budget=Budget(6.0, GIGABYTE // 2))
    assert found.outcomes == 2**60
    assert found.unfinished
    assert not found.summaries


def test_what_one_actor_takes_is_not_taken_from_the_others() -> None:
    """One actor's sum of scores is too large to draw: the others are judged, and nothing is called out of time."""
    dice = Random(5)
    issues = {f"o{k}": {"decided_by": f"a{k % 4}"} for k in range(40)}
    wants: dict[str, Any] = {
        "a0": {"scores": {name: {"values": {"no": 0, "yes": dice.randrange(10**9)}} for name in issues}}
    }
    wants |= {f"a{k}": {"statements": [f"o{k}", f"not o{k + 4}"]} for k in range(1, 4)}
    case = Case.model_validate(
        {
            "detente": "1", "title": "T", "actors": {f"a{k}": {"name": f"A{k}"} for k in range(4)}, "issues": issues,
            "preferences": wants,
        }
    )  # fmt: skip
    found = judge_wide(case, only=("nash",), budget=Budget(8.0, GIGABYTE // 4))
    assert {who for _, who in found.counts} == {"a1", "a2", "a3"}
    assert found.unfinished["graph.nash"].startswith("Not finished")
    verdicts, missing = explain_wide(case, (0,) * 40, ["gmr"], budget=Budget(8.0, GIGABYTE // 4))
    assert len(verdicts["gmr"]) == 3
    assert missing["gmr"].endswith("Missing: a0.")


def test_a_process_that_ends_for_lack_of_memory_is_followed_by_another() -> None:
    told: list[str] = []
    tasks = [Task((str(k),), "look", ("",)) for k in range(5)]
    found, failed = Crew(detente.load("settlement"), Budget(60.0, 2**21), lambda *step: told.append(step[2])).run(tasks)
    assert not found
    assert set(failed.values()) == {MORE_MEMORY}
    assert sorted(told) == [str(k) for k in range(5)]


def test_a_process_with_nothing_to_do_is_given_a_part_of_another_ones_task(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "PATIENCE", 0.0)
    case = Case.model_validate(document(40, 6, statements=12))
    who, told = frozenset({0}), list[str]()
    tasks = [
        Task(("gmr", "0"), "judge", ("graph.gmr", who)),
        Task(("seq", "0"), "search", ("graph.seq", who), (("gmr", "0"),), room="seq 0", is_shared=True),
        Task(("all", "seq"), "gather", ("", 0, 0, "count"), (("seq", "0"),)),
    ]
    found, failed = Crew(case, Budget(120.0), lambda *step: told.append(step[2])).run(tasks)
    assert not failed
    assert {"seq 0 a", "seq 0 b"} <= set(told)
    assert set(found) == {task.key for task in tasks}
    model = Model(case)
    pool = Drawn(model)
    assert pool.mark(diagram_of(model.encoding, found["seq", "0"])) == pool.mark(stability.seq(model, 0))


def test_who_listens_hears_that_it_was_asked_until_it_forgets() -> None:
    before = signal.getsignal(signal.SIGURG)
    try:
        sharing.forget()
        signal.raise_signal(signal.SIGURG)
        assert not sharing.is_asked()
        sharing.listen()
        signal.raise_signal(signal.SIGURG)
        assert sharing.is_asked()
        sharing.forget()
        assert not sharing.is_asked()
    finally:
        signal.signal(signal.SIGURG, before)


def test_pieces_of_a_task_wait_behind_tasks_like_it_and_it_waits_for_them() -> None:
    tasks = [Task((name, str(actor)), "look") for name in ("seq", "sseq") for actor in range(2)]
    work = sharing.Work(tasks[1:], 4)
    work.split(
        replace(tasks[0], needs=(("gmr", "0"),), is_shared=True), sharing.Split((("x", ()), ("y", (1,))), ("z", ()))
    )
    assert [task.key for task in work.waiting] == [
        ("seq", "1"), ("seq", "0", "a"), ("seq", "0", "b"), ("seq", "0"), ("sseq", "0"), ("sseq", "1"),
    ]  # fmt: skip
    assert work.total == 6
    piece, last = work.waiting[1], work.waiting[3]
    assert (piece.verb, piece.needs, piece.is_shared) == ("x", (("gmr", "0"),), True)
    assert (last.verb, last.needs, last.is_shared) == ("z", (("seq", "0", "a"), ("seq", "0", "b")), False)
    # what one piece takes too long or too much for, the other need not be done for
    work.failed["seq", "0", "b"] = "why"
    work.waiting.remove(work.waiting[2])
    assert work.lose()
    assert not work.lose()
    assert work.failed == {("seq", "0"): "why", ("seq", "0", "a"): "why", ("seq", "0", "b"): "why"}
    assert [task.key for task in work.waiting] == [("seq", "1"), ("sseq", "0"), ("sseq", "1")]


def test_a_mistake_of_ours_in_a_process_is_not_called_a_lack_of_memory() -> None:
    case = detente.load("chicken")
    with pytest.raises(RuntimeError, match="KeyError"):
        Crew(case, Budget(20.0)).run([Task(("x",), "judge", ("graph.unknown", frozenset({0})))])


def test_nobody_works_on_when_the_one_who_asked_is_killed() -> None:
    asking = "import detente; from detente.crew import Budget, Crew; from detente.sharing import Task\n"
    asking += "tasks = [Task(('sim', str(a)), 'judge', ('graph.sim', frozenset({a}))) for a in range(2)]\n"
    asking += "Crew(detente.load('settlement'), Budget(60.0)).run(tasks)"
    parent = subprocess.Popen([sys.executable, "-c", asking])
    workers: list[int] = []
    for wait in range(200):
        workers = _workers_of(parent.pid)
        if len(workers) == 2 and wait > 20:
            break
        time.sleep(0.1)
    assert len(workers) == 2
    parent.kill()
    parent.wait()
    for _ in range(100):
        if not _workers_of(parent.pid):
            break
        time.sleep(0.1)
    assert not _workers_of(parent.pid)


def _workers_of(parent: int) -> list[int]:
    """Return the processes that were started for a process, by the words they were started with."""
    found = []
    for place in Path("/proc").iterdir():
        with suppress(OSError):
            words = (place / "cmdline").read_bytes().split(b"\0") if place.name.isdigit() else []
            if b"detente.crew" in words and str(parent).encode() in words:
                found.append(int(place.name))
    return found


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"seconds": 0.0}, "more than 0 seconds"),
        ({"seconds": float("nan")}, "more than 0 seconds"),
        ({"memory": 0.0}, "0.25 gigabytes or more"),
        ({"engine": "fast"}, "fast is no engine"),
        ({"samples": -1}, "Samples go from 0"),
        ({"only": ("zip",)}, "zip is not a concept"),
        ({"where": "treaty = gone"}, "gone"),
        ({"where": "treaty = lapsed and treaty = extended"}, "No possible outcome meets"),
        ({"where": "treaty = lapsed and treaty = extended", "engine": "symbolic"}, "No possible outcome meets"),
        ({"engine": "symbolic", "peer_rule": True}, "need outcomes that can be listed"),
    ],
)
def test_requests_that_cannot_be_met_are_refused(more: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=re.escape(said)):
        answer_holds(detente.load("alaska"), Asked(**more))


def test_rules_that_leave_no_outcome_are_told_by_diagrams_too() -> None:
    made = document(30, 2)
    made["impossible"] = [{"when": "o0"}, {"when": "not o0"}]
    with pytest.raises(UsageError, match="No outcome is possible"):
        answer_holds(Case.model_validate(made), Asked(seconds=20))


def test_a_list_that_would_take_too_much_memory_is_refused_before() -> None:
    with pytest.raises(LimitError, match="Give more with --memory"):
        answer_holds(Case.model_validate(document(22, 3)), Asked(engine="explicit", memory=0.25))


def test_the_engine_is_chosen_by_size_and_by_groups() -> None:
    small, large = Case.model_validate(document(12, 3)), Case.model_validate(document(25, 3))
    assert engine_of(small, Asked()) == "explicit"
    assert engine_of(large, Asked()) == "symbolic"
    assert engine_of(Case.model_validate(document(18, 3)), Asked()) == "explicit"
    assert engine_of(Case.model_validate(document(18, 3)), Asked(groups=[["a0", "a1"]])) == "symbolic"


def test_a_method_too_much_for_lists_is_drawn() -> None:
    case = Case.model_validate(document(17, 6, statements=4))
    found = answer_holds(case, Asked(engine="explicit", only=("nash", "sim")))
    assert any("graph.sim was worked out with decision diagrams" in note for note in found.notes)
    assert "sim" in found.concepts
    # Nash stability implies it
    assert (found.summary("nash").count) <= found.summary("sim").count


def test_reasons_count_what_they_do_not_list() -> None:
    case = detente.load("settlement")
    model = Model(case)
    start = tuple(
        issue.values.index(str(issue.status_quo)) for issue in case.issues.values() if not issue.is_continuous
    )
    verdicts, missing = explain_wide(case, start, ["nash"], budget=Budget(60))
    assert not missing
    group = next(v for v in verdicts["nash"] if v.who == frozenset({0, 1}))
    improving = VERBS["why"](model, {}, "cnash", [frozenset({0, 1})], start)[0]
    assert group.more == improving.more > 1_000


def test_counts_are_exact_beyond_doubles() -> None:
    made = document(60, 2)
    made["impossible"] = []
    model = Model(Case.model_validate(made))
    sets = Drawn(model)
    assert sets.count(model.possible) == 2**60
    assert sets.count(model.possible & ~model.encoding.outcome((0,) * 60)) == 2**60 - 1
    assert sets.nth(model.possible, 2**60 - 1) == (1,) * 60
    drawn = [sets.nth(model.possible, place) for place in (0, 1, 2**59)]
    assert [sum(d << k for k, d in enumerate(digits)) for digits in drawn] == [0, 1, 2**59]


def test_samples_are_drawn_evenly() -> None:
    made = document(8, 2, statements=2)
    found = answer_holds(Case.model_validate(made), Asked(engine="explicit", samples=1000, seed=3))
    summary = found.summary("gmr")
    assert len(summary.samples) == 1000
    counts = np.unique(np.array(summary.samples), axis=0, return_counts=True)[1]
    mean, free = 1000 / summary.count, summary.count - 1
    # Pearson's chi-square of the counts, those of outcomes that were never drawn among them: neither too wide nor too even
    spread = ((counts - mean) ** 2 / mean).sum() + (summary.count - len(counts)) * mean
    assert abs(spread - free) < 5 * (2 * free) ** 0.5


def test_a_progress_is_told(tmp_path: Path) -> None:
    del tmp_path
    told: list[tuple[int, int, str]] = []
    for engine in ("explicit", "symbolic"):
        told.clear()
        answer_holds(detente.load("chicken"), Asked(engine=engine, told=lambda *words: told.append(words)))
        assert told
        assert all(done <= total for done, total, _ in told)
        assert told == sorted(told, key=lambda words: words[0])


@pytest.mark.parametrize(
    "text",
    [
        "1", "5", "960", "0", "961", "status quo", "ceasefire = full", "ceasefire = air, offensive = ground",
        "ceasefire = air, ceasefire = full", "not ceasefire = none", "trade = gone", "offensive = full, ceasefire = full",
    ],
)  # fmt: skip
def test_an_outcome_is_named_alike_whichever_engine_answers(text: str, run: Any) -> None:
    said = []
    for engine in ("explicit", "symbolic"):
        told = run("holds", "alaska", "--engine", engine, "--why", text, "--concept", "nash", "--json")
        said.append((told.status, json.loads(told.out)["outcome"] if told.status == 0 else told.err))
    assert said[0] == said[1]


def test_an_outcome_is_named_by_a_condition_that_it_alone_meets_where_nothing_is_said_of_the_status_quo() -> None:
    made = document(4, 2, statements=2, seed=0)
    made["impossible"] = [{"when": "o0 and not o1"}]
    case = Case.model_validate(made)
    assert find_wide(case, "o0 and not o2, not o3", Budget(20.0)) == (1, 1, 0, 0)
    with pytest.raises(UsageError, match="2 outcomes meet"):
        find_wide(case, "o0 and not o2", Budget(20.0))
    with pytest.raises(UsageError, match="status quo is not said"):
        find_wide(case, "status quo", Budget(20.0))
    with pytest.raises(LimitError, match=r"was not found\. Not finished"):
        find_wide(case, "o0", Budget(0.001))


def test_the_nearest_outcomes_are_those_with_the_fewest_changes() -> None:
    for seed in range(20):
        dice = Random(seed)
        model = Model(Case.model_validate(document(8, 2, statements=2, seed=seed)))
        pool = Drawn(model)
        every = [pool.nth(model.possible, place) for place in range(pool.count(model.possible))]
        some, start = dice.sample(every, 12), dice.choice(every)
        drawn = model.encoding.false
        for digits in some:
            drawn |= model.encoding.outcome(digits)
        near = pool.nearest(drawn, start)
        far = {digits: sum(a != b for a, b in zip(digits, start, strict=True)) for digits in some}
        least = min(far.values())
        assert {pool.nth(near, at) for at in range(pool.count(near))} == {d for d in some if far[d] == least}


def test_only_what_was_asked_for_is_in_the_answer() -> None:
    for concept in ("seq", "smr", "sseq"):
        drawn = detente.holds("alaska", engine="symbolic", only=[concept]).to_dict()
        listed = detente.holds("alaska", engine="explicit", only=[concept]).to_dict()
        assert set(drawn["methods"]) == set(listed["methods"])


def test_more_memory_than_there_is_may_be_given() -> None:
    assert detente.holds("chicken", engine="symbolic", memory=1e30, only=["nash"]).concepts == ("nash",)


def test_what_does_not_go_with_a_reason_is_refused(run: Any) -> None:
    for more in (["--where", "ceasefire = full"], ["--samples", "2"], ["--concept", "foo"], ["--concept", ""]):
        for engine in ("explicit", "symbolic"):
            told = run("holds", "alaska", "--engine", engine, "--why", "status quo", *more)
            assert told.status == 2
            assert "Traceback" not in told.err
    told = run("holds", "alaska", "--engine", "symbolic", "--why", "status quo", "--peer-rule")
    assert "need outcomes that can be listed" in told.err


def test_reasons_that_are_too_many_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    moves = Moves(conflict_of(Case.model_validate(document(9, 2, statements=4, seed=3))))
    ranks = moves.conflict.ranks
    seen = set()
    for state in moves.conflict.space.outcomes.tolist()[::7]:
        for concept in ("nash", "gmr"):
            for actor in range(2):
                monkeypatch.setattr(why, "MAX_TOLD", 10_000)
                whole = why.explain(moves, concept, frozenset({actor}), state)
                monkeypatch.setattr(why, "MAX_TOLD", 2)
                short = why.explain(moves, concept, frozenset({actor}), state)
                free = [sum(one.sanction is None for one in told.improvements) for told in (whole, short)]
                assert short.stable == whole.stable
                kind = [
                    len(told.improvements) if whole.stable else n for told, n in zip((whole, short), free, strict=True)
                ]
                assert kind[1] + short.more == kind[0]
                if len(whole.improvements) > 2:
                    best = max(int(ranks[actor, one.end]) for one in whole.improvements)
                    assert int(ranks[actor, short.improvements[0].end]) == best
                    seen.add((concept, whole.stable))
    assert seen == {("nash", False), ("gmr", False), ("gmr", True)}


def test_sim_is_drawn_only_where_it_is_named_once_groups_decide_together() -> None:
    plain = detente.holds("alaska", engine="symbolic")
    assert ("graph.sim", "us") not in plain.stable
    assert SLOW_SIM in plain.notes
    named = detente.holds("alaska", engine="symbolic", only=["sim", "nash"])
    assert ("graph.sim", "us") in named.stable
    assert SLOW_SIM not in named.notes
    alone = detente.holds("chicken", engine="symbolic")
    assert "sim" in alone.concepts
    assert SLOW_SIM not in alone.notes


@pytest.mark.parametrize("as_json", [[], ["--json"]])
def test_a_budget_that_lets_nothing_be_finished_has_a_status_of_its_own(as_json: list[str], run: Any) -> None:
    for more in (["--memory", "0.25", "--time", "2", "--concept", "sim"], ["--why", "status quo", "--time", "0.001"]):
        told = run("holds", "settlement", *more, *as_json)
        assert told.status == 3
        if as_json:
            assert json.loads(told.out)
        else:
            assert "not finished" in told.out.lower()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--where", ""], "--where is empty"),
        (["--where", "  "], "--where is empty"),
        (["--group", "us+"], "'us+' is not a group: a name is missing"),
        (["--engine", ""], "Nothing is no engine"),
    ],
)
def test_empty_words_are_refused(words: list[str], said: str, run: Any) -> None:
    told = run("holds", "alaska", *words)
    assert told.status == 2
    assert said in " ".join(told.err.split())


def test_reasons_for_one_outcome_begin_with_the_verdict(run: Any) -> None:
    told = run("holds", "cuban-missile-crisis", "--engine", "symbolic", "--why", "withdraw, blockade")
    listed = detente.holds("cuban-missile-crisis", engine="explicit")
    state = listed.conflict.space.find({"air_strike": "no", "blockade": "yes", "withdraw": "yes", "escalate": "no"})
    holding = [c for c in HOLDS_TOGETHER if listed.holding(c)[state]]
    failing = [c for c in HOLDS_TOGETHER if c not in holding]
    assert holding
    assert failing
    head = " ".join(told.out.split())
    assert f"Nobody upsets it by {concept_names(holding)}." in head
    assert f"It does not hold by {concept_names(failing, 'or')}." in head


def test_concepts_that_agree_on_what_was_asked_for_are_told_together() -> None:
    case = Case.model_validate(document(10, 3, statements=4, seed=3))
    plain = detente.holds(case, engine="explicit")
    space = plain.conflict.space
    seen = set()
    for name in ("o4", "o6", "o9"):
        narrow = detente.holds(case, engine="symbolic", only=("gmr", "seq"), where=name)
        kept = []
        for concept in ("gmr", "seq"):
            held = [space.digits(state) for state in np.flatnonzero(plain.holding(concept)).tolist()]
            kept.append({digits for digits in held if digits[space.issues.index(name)] == 1})
        assert (narrow.marks["gmr"] == narrow.marks["seq"]) == (kept[0] == kept[1])
        seen.add((kept[0] == kept[1], bool(kept[1])))
    assert seen >= {(True, True), (False, True)}
