"""Verdicts into sentences: who would move, who answers, why somebody stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from detente.answers import Holds
from detente.report.words import change, group_name, names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.case import Case
    from detente.conflict import Conflict, Parties
    from detente.graph.why import Improvement, Step, Verdict

__all__ = ["moves_text", "reason_lines", "told_reasons", "upset_lines", "verdict_text"]


class Asked(Protocol):
    """An answer, as far as its verdicts need it: the case, and its actors and issues."""

    @property
    def case(self) -> Case:
        """The case it was asked of."""

    @property
    def conflict(self) -> Conflict | Parties:
        """Its actors and issues."""


_FEAR = {
    "gmr": "the others can answer",
    "smr": "the others can answer, and it could not mend that",
    "seq": "the others would want to answer",
    "sseq": "the others would want to answer, and it could not mend that",
    "sim": "the others would want to move at the same moment",
}


def moves_text(answer: Asked, start: int, steps: Sequence[Step]) -> str:
    """Return moves one after another: "Russia: A → B; then Ukraine: C → D"."""
    said = []
    for step in steps:
        who = group_name(answer.case, answer.conflict, step.mover)
        said.append(f"{who}: {change(answer.case, answer.conflict.space, start, step.end)}")
        start = step.end
    return "; then ".join(said)


def _at_once_text(answer: Asked, start: int, steps: Sequence[Step]) -> str:
    """Return moves made at the same moment, each from `start`."""
    return " and ".join(moves_text(answer, start, [step]) for step in steps)


def _most_tempting(answer: Asked, verdict: Verdict, among: Sequence[Improvement]) -> Improvement:
    """Return the improvement that the judged like best; the simplest among equals."""
    if len(among) == 1:
        return among[0]
    assert isinstance(answer, Holds)
    ranks, space = answer.conflict.ranks, answer.conflict.space

    def key(improvement: Improvement) -> tuple[int, int]:
        worth = min(int(ranks[actor, improvement.end]) for actor in verdict.who)
        pairs = zip(space.digits(verdict.state), space.digits(improvement.end), strict=True)
        return -worth, sum(a != b for a, b in pairs)

    return min(among, key=key)


def _leaving(answer: Asked, verdict: Verdict, steps: Sequence[Step]) -> str:
    """Return the moves of whoever is judged; its name is not said again where it moves as one."""
    if len(steps) == 1 and steps[0].mover == verdict.who:
        return change(answer.case, answer.conflict.space, verdict.state, steps[0].end)
    return moves_text(answer, verdict.state, steps)


def verdict_text(answer: Asked, verdict: Verdict) -> str:
    """Return why somebody stays or leaves, in a sentence or two with the moves."""
    who = group_name(answer.case, answer.conflict, verdict.who)
    several = len(verdict.who) > 1
    if not verdict.improvements:
        return f"{who}: no move {'together to anything all of them' if several else 'to anything it'} would prefer."
    free = [improvement for improvement in verdict.improvements if improvement.sanction is None]
    chosen = _most_tempting(answer, verdict, free or verdict.improvements)
    move = _leaving(answer, verdict, chosen.steps)
    if free:
        undeterred = "" if verdict.concept in ("nash", "cnash") else ", and nothing deters"
        together = "together " if several else ""
        return f"{who} would {together}move {move}{undeterred}{_more(len(free) - 1 + verdict.more, '; there {}')}."
    kind = verdict.concept if verdict.concept in _FEAR else verdict.concept[1:]
    assert chosen.sanction is not None
    if kind == "sim":
        reply = _at_once_text(answer, verdict.state, chosen.sanction)
    else:
        reply = moves_text(answer, chosen.end, chosen.sanction)
    worse = "one of them is no better off" if several else "it is no better off"
    return (
        f"{who} would like to {'together ' if several else ''}move {move}; what deters: {_FEAR[kind]} ({reply}), "
        f"and then {worse} than at the start{_more(len(verdict.improvements) - 1 + verdict.more, '; there {}, deterred too')}."
    )


def _more(count: int, frame: str) -> str:
    if not count:
        return ""
    return frame.format("is 1 other way" if count == 1 else f"are {count:,} other ways")


def upset_lines(answer: Holds, state: int, concept: str) -> list[str]:
    """Return a line for each actor and group that upsets an outcome."""
    return [verdict_text(answer, verdict) for verdict in answer.why(state, concept) if not verdict.stable]


def reason_lines(answer: Holds, state: int, concept: str) -> list[str]:
    """Return why an outcome holds, or who upsets it: a line for each who is tempted, one for all who are not."""
    return told_reasons(answer, answer.why(state, concept))


def told_reasons(answer: Asked, verdicts: Sequence[Verdict]) -> list[str]:
    """Return verdicts in words: a line for each who is tempted, one for all who are not."""
    calm = [verdict for verdict in verdicts if not verdict.improvements]
    lines = [verdict_text(answer, verdict) for verdict in verdicts if verdict.improvements]
    alone = [group_name(answer.case, answer.conflict, v.who) for v in calm if len(v.who) == 1]
    groups = [group_name(answer.case, answer.conflict, v.who) for v in calm if len(v.who) > 1]
    if alone:
        lines.append(f"No move alone to anything better: {names(alone)}.")
    if groups:
        lines.append(f"No move together to anything better for all: {'; '.join(groups)}.")
    return lines
