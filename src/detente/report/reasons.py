"""Verdicts into sentences: who would move, who answers, why somebody stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.report.words import change, group_name, names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.answers import Holds
    from detente.graph.why import Improvement, Step, Verdict

__all__ = ["moves_text", "reason_lines", "verdict_text"]

_FEAR = {
    "gmr": "the others can answer",
    "smr": "the others can answer, and it could not mend that",
    "seq": "the others would want to answer",
    "sseq": "the others would want to answer, and it could not mend that",
    "sim": "the others would want to move at the same moment",
}


def moves_text(answer: Holds, start: int, steps: Sequence[Step]) -> str:
    """Return moves one after another: "Russia: A → B; then Ukraine: C → D"."""
    said = []
    for step in steps:
        who = group_name(answer.case, answer.conflict, step.mover)
        said.append(f"{who}: {change(answer.case, answer.conflict.space, start, step.end)}")
        start = step.end
    return "; then ".join(said)


def _at_once_text(answer: Holds, start: int, steps: Sequence[Step]) -> str:
    """Return moves made at the same moment, each from `start`."""
    return " and ".join(moves_text(answer, start, [step]) for step in steps)


def _most_tempting(answer: Holds, verdict: Verdict, among: Sequence[Improvement]) -> Improvement:
    """Return the improvement that the judged like best; the simplest among equals."""
    ranks, space = answer.conflict.ranks, answer.conflict.space

    def key(improvement: Improvement) -> tuple[int, int]:
        worth = min(int(ranks[actor, improvement.end]) for actor in verdict.who)
        pairs = zip(space.digits(verdict.state), space.digits(improvement.end), strict=True)
        return -worth, sum(a != b for a, b in pairs)

    return min(among, key=key)


def _leaving(answer: Holds, verdict: Verdict, steps: Sequence[Step]) -> str:
    """Return the moves of whoever is judged; its name is not said again where it moves as one."""
    if len(steps) == 1 and steps[0].mover == verdict.who:
        return change(answer.case, answer.conflict.space, verdict.state, steps[0].end)
    return moves_text(answer, verdict.state, steps)


def verdict_text(answer: Holds, verdict: Verdict) -> str:
    """Return why somebody stays or leaves, in a sentence or two with the moves."""
    who = group_name(answer.case, answer.conflict, verdict.who)
    several = len(verdict.who) > 1
    if not verdict.improvements:
        return f"{who}{' together' if several else ''}: no move to anything {'all of them' if several else 'it'} would prefer."
    free = [improvement for improvement in verdict.improvements if improvement.sanction is None]
    chosen = _most_tempting(answer, verdict, free or verdict.improvements)
    move = _leaving(answer, verdict, chosen.steps)
    if free:
        more = "" if len(free) == 1 else f"; {len(free) - 1} other such ways"
        undeterred = "" if verdict.concept in ("nash", "cnash") else ", and nothing deters"
        return f"{who} would {'together ' if several else ''}move {move}{undeterred}{more}."
    return _deterred_text(answer, verdict, chosen, f"{who} {'are' if several else 'is'} tempted to move {move}")


def _deterred_text(answer: Holds, verdict: Verdict, chosen: Improvement, start: str) -> str:
    kind = verdict.concept if verdict.concept in _FEAR else verdict.concept[1:]
    assert chosen.sanction is not None
    if kind == "sim":
        reply = _at_once_text(answer, verdict.state, chosen.sanction)
    else:
        reply = moves_text(answer, chosen.end, chosen.sanction)
    worse = "one of them is no better off" if len(verdict.who) > 1 else "it is no better off"
    count = len(verdict.improvements) - 1
    more = "" if not count else f" So {'is' if count == 1 else 'are'} {count} other way{'s' if count > 1 else ''}."
    return f"{start}, but is deterred: {_FEAR[kind]} ({reply}), and then {worse} than at the start.{more}"


def reason_lines(answer: Holds, state: int, concept: str) -> list[str]:
    """Return why an outcome holds, or who upsets it: those with nothing to gain in one line, a line for each other."""
    verdicts = answer.why(state, concept)
    calm = [verdict for verdict in verdicts if not verdict.improvements]
    lines = [verdict_text(answer, verdict) for verdict in verdicts if verdict.improvements]
    alone = [group_name(answer.case, answer.conflict, v.who) for v in calm if len(v.who) == 1]
    groups = [group_name(answer.case, answer.conflict, v.who) for v in calm if len(v.who) > 1]
    if len(alone) == 1:
        lines.append(f"{alone[0]} has no move to anything it would prefer.")
    elif alone:
        lines.append(f"{names(alone)} have, each alone, no move to anything they would prefer.")
    if groups:
        lines.append(f"Nor is there a move together that all would prefer for {names(groups, 'or for')}.")
    return lines
