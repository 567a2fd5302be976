"""What has to be done over diagrams, and in which order."""

from __future__ import annotations

from dataclasses import replace

import pytest

import detente
from detente.plan import ORDER, Plan, piece_words, plan_of
from detente.sharing import Task, next_of
from detente.symbolic.tables import Table

ACTORS = ("Red", "Blue", "Green")


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("look", "the case"),
        ("seq 1", "SEQ: Blue"),
        ("seq 1 a b", "SEQ: Blue"),
        ("cseq 0+2", "SEQ of groups: Red + Green"),
        ("count cnash 0+1", "Nash of groups: Red + Blue"),
        ("count nash 2", "Nash: Green"),
        ("all gmr", "GMR"),
        ("holds smr", "SMR: what holds"),
        ("why 0", "status quo: Red"),
        ("nash 0", "Nash: Red"),
    ],
)
def test_a_piece_of_work_is_told_in_words(key: str, said: str) -> None:
    assert piece_words(key, ACTORS) == said


@pytest.mark.parametrize("groups", [[], [frozenset({0, 1}), frozenset({0, 1, 2})]])
@pytest.mark.parametrize(
    "concepts", [("seq",), ("nash", "gmr", "smr", "seq", "sseq", "sim"), ("sseq",), ("sim", "nash")]
)
def test_every_task_comes_after_what_it_needs(groups: list[frozenset[int]], concepts: tuple[str, ...]) -> None:
    plan = Plan(3, groups, concepts)
    plan.fill("", 0, 0)
    keys = [task.key for task in plan.tasks]
    assert len(set(keys)) == len(keys)
    for place, task in enumerate(plan.tasks):
        assert set(task.needs) <= set(keys[:place])
    told = {key[1] for key in keys if key[0] == "holds"}
    assert told == set(concepts) - ({"sseq", "sim"} if groups else set())


def test_a_concept_is_looked_for_inside_of_the_weaker_ones() -> None:
    tasks = {task.key: task for task in plan_of(detente.load("chicken"), ("seq",))}
    assert tasks["seq", "0"].needs == (("gmr", "0"),)
    assert ("smr", "0") not in tasks


def test_without_counts_only_verdicts_are_asked_for() -> None:
    kinds = {task.key[0] for task in plan_of(detente.load("alaska"), ("nash", "seq"), counts=False)}
    assert kinds <= {*ORDER, "all"}


def test_the_largest_of_like_tasks_comes_first() -> None:
    found: dict[tuple[str, ...], Table] = {
        ("gmr", str(k)): Table(((0, 0, 0, 1),) * size, 2) for k, size in enumerate((3, 9, 5))
    }
    like = [Task(("seq", str(k)), "judge", (), (("gmr", str(k)),)) for k in range(3)]
    other = Task(("all", "smr"), "gather", (), (("gmr", "1"), ("gmr", "2")))
    assert next_of([*like, other], found) is like[1]
    assert next_of([like[0], other, like[2]], found) is like[2]
    # what is not alike waits, however large
    assert next_of([other, *like], found) is other
    assert next_of([like[0], like[0]], found) is like[0]
    # who has its diagrams goes on with it
    rooms = [replace(task, room=f"seq {k}") for k, task in enumerate(like)]
    assert next_of(rooms, found, "seq 2") is rooms[2]
    assert next_of(rooms, found, "seq 7") is rooms[1]
