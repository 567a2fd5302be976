"""What can be said of a set of outcomes, in words: pairs drawn together, wishes met and missed."""

from __future__ import annotations

import re
from itertools import combinations, product
from random import Random

from detente.case import Case
from detente.report.summary_words import best_lines, summary_lines, wishes_met
from detente.space import frame_of
from detente.summary import Apart, Extreme, Summary

CASE = Case.model_validate(
    {
        "detente": "1",
        "title": "Four issues",
        "actors": {"a": {"name": "A"}, "b": {"name": "B"}, "c": {"name": "C"}},
        "issues": {
            "p": {"title": "P", "values": ["no", "some", "all"], "status_quo": "no", "decided_by": "a"},
            "q": {"title": "Q", "values": ["low", "mid", "high"], "status_quo": "low", "decided_by": "b"},
            "r": {"title": "R", "status_quo": "no", "decided_by": "b"},
            "s": {"title": "S", "status_quo": "no", "decided_by": "c"},
        },
        "preferences": {
            "a": {"statements": ["p = all", "not r", "q >= mid", "s", "p != no"]},
            "b": {"statements": ["r"]},
        },
    }
)
FRAME = frame_of(CASE)
EVERY = list(product(*(range(size) for size in FRAME.sizes)))
ALL_VALUES = tuple(tuple(range(size)) for size in FRAME.sizes)


def told(apart: list[Apart], values: tuple[tuple[int, ...], ...] = ALL_VALUES) -> list[str]:
    summary = Summary(10**9, kind="part", values=values, apart=tuple(apart), admitted=10**9)
    return [line for line in summary_lines(CASE, FRAME, summary) if line.startswith("if ")]


def test_pairs_are_drawn_together_where_they_share_a_value() -> None:
    p_all, q_low, q_mid, r_yes, s_yes = (0, 2), (1, 0), (1, 1), (2, 1), (3, 1)
    assert told([(p_all, q_low), (p_all, q_mid), (p_all, r_yes)]) == ["if P: all, then Q: high; R: no"]
    assert told([(p_all, q_low), (r_yes, s_yes)]) == ["if P: all, then Q: not low", "if R: yes, then S: no"]
    assert told([(p_all, s_yes), (r_yes, s_yes), (p_all, q_low), (r_yes, q_low)]) == [
        "if P: all or R: yes, then Q: not low; S: no",
    ]
    # what never occurs at all is not said again
    assert told([(p_all, q_low)], ((0, 1, 2), (0, 1), (0, 1), (0, 1))) == ["if P: all, then Q: mid"]


def test_lines_say_just_what_the_pairs_say() -> None:
    ends = [(issue, value) for issue, size in enumerate(FRAME.sizes) for value in range(size)]
    pairs = [(one, other) for one, other in combinations(ends, 2) if one[0] != other[0]]
    title = {CASE.issue_title(name): place for place, name in enumerate(FRAME.issues)}
    for seed in range(60):
        dice = Random(seed)
        apart = dice.sample(pairs, dice.randint(1, 9))
        # a value that all of another issue's are barred from would not occur: such draws say nothing of real sets
        by_pair: dict[tuple[tuple[int, int], int], set[int]] = {}
        for one, other in apart:
            by_pair.setdefault((one, other[0]), set()).add(other[1])
            by_pair.setdefault((other, one[0]), set()).add(one[1])
        if any(len(barred) == FRAME.sizes[issue] for (_, issue), barred in by_pair.items()):
            continue
        rules = []
        for line in told(apart):
            found = re.fullmatch(r"if (.*), then (.*)", line)
            assert found is not None
            whens = [(title[when[0]], when[3:]) for when in re.split(r" or (?=\w: )", found[1])]
            for part in found[2].split("; "):
                beside, words = part.split(": ")
                values = FRAME.values[title[beside]]
                barred = set(re.split(r", | or ", words[4:])) if words.startswith("not ") else set(values) - {words}
                for where, own in whens:
                    for value in re.split(r", | or ", own):
                        out = {values.index(b) for b in barred}
                        rules.append((where, FRAME.values[where].index(value), title[beside], out))
        for outcome in EVERY:
            by_pairs = not any(outcome[a] == x and outcome[b] == y for (a, x), (b, y) in apart)
            by_lines = not any(outcome[a] == x and outcome[b] in barred for a, x, b, barred in rules)
            assert by_pairs == by_lines, (apart, outcome)


def test_lines_beyond_those_shown_are_counted() -> None:
    case = Case.model_validate(
        {
            "detente": "1",
            "title": "T",
            "actors": {"a": {"name": "A"}},
            "issues": {f"i{k}": {"decided_by": "a"} for k in range(30)},
        }
    )
    apart = tuple(((2 * k, 1), (2 * k + 1, 1)) for k in range(15))
    summary = Summary(7, kind="part", values=((0, 1),) * 30, apart=apart, admitted=9)
    lines = summary_lines(case, frame_of(case), summary)
    assert sum(line.startswith("if ") for line in lines) == 12
    assert "and 3 further lines of this kind, which --json has whole" in lines


def test_wishes_met_and_the_first_missed() -> None:
    assert wishes_met(CASE, FRAME, "a", (2, 0, 0, 1)) == ("meets wishes 1, 2, 4 and 5 of its 5", "3, Q: mid or more")
    assert wishes_met(CASE, FRAME, "a", (2, 1, 0, 1)) == ("meets all of its 5 wishes", "")
    assert wishes_met(CASE, FRAME, "a", (0, 0, 1, 0)) == ("meets none of its 5 wishes", "1, P: all")
    assert wishes_met(CASE, FRAME, "c", (0, 0, 1, 0)) == ("", "")


def test_the_best_and_the_worst_tell_what_is_missed_and_how_many_are_alike() -> None:
    summary = Summary(
        5, values=ALL_VALUES,
        best=(Extreme((2, 1, 0, 1), 3), Extreme((0, 0, 1, 0), 1), Extreme((1, 0, 0, 0), 1)),
        worst=(Extreme((2, 0, 1, 1), 1), Extreme((0, 0, 0, 0), 2), Extreme((0, 0, 0, 0), 1)),
    )  # fmt: skip
    first, second, third = best_lines(CASE, FRAME, ("a", "b", "c"), summary, FRAME.number((0, 0, 0, 0)))
    assert first == (
        "A: best meets all of its 5 wishes (3 outcomes are the same to it); "
        "worst meets wishes 1, 4 and 5 of its 5 (the first it misses is 2, R: no)."
    )
    assert second == (
        "B: best meets its only wish; "
        "worst does not meet its only wish (the first it misses is 1, R: yes; 2 outcomes are the same to it)."
    )
    # who has no statements is told the change from the status quo
    assert third.startswith("C: best P no → some;")
