"""The verb `holds`: a case is opened, and asked by the engine that fits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict, overload

from detente.engines import Asked, answer_holds
from detente.opening import doubts_text, sound

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from typing import Unpack

    from detente.answers import Holds
    from detente.case import Case
    from detente.wide import HoldsWide

__all__ = ["Options", "holds"]


class Options(TypedDict, total=False):
    """What `holds` can be asked beside the case and the engine; see there."""

    groups: Sequence[Sequence[str]]
    mixed: Mapping[str, str] | None
    peer_rule: bool
    only: Sequence[str] | None
    where: str
    samples: int
    seed: int
    seconds: float
    memory: float
    told: Callable[[int, int, str], None] | None


@overload
def holds(case: Case | str | Path, *, engine: Literal["explicit"], **options: Unpack[Options]) -> Holds: ...
@overload
def holds(case: Case | str | Path, *, engine: Literal["symbolic"], **options: Unpack[Options]) -> HoldsWide: ...
@overload
def holds(case: Case | str | Path, *, engine: str = "auto", **options: Unpack[Options]) -> Holds | HoldsWide: ...
def holds(case: Case | str | Path, *, engine: str = "auto", **options: Unpack[Options]) -> Holds | HoldsWide:
    """Answer "what holds?": which outcomes nobody will upset, by every concept that can be used.

    Parameters
    ----------
    case
        A case, the path of its file, or the name of a shipped one.
    groups
        Further groups of actors to judge, like ``[("us", "ukraine")]``.
    mixed
        A concept for each actor, like ``{"us": "nash", "russia": "seq", ..}``.
    peer_rule
        Also judge by a peer's shorter sanction sequences, to repeat old tables.
    only
        Judge by these concepts only, like ``("nash", "seq")``.
    where
        Tell only of outcomes that meet a condition, like ``"ceasefire = full"``.
    samples, seed
        How many outcomes to draw from each set that holds, and from which seed.
    engine
        ``explicit`` lists the outcomes, ``symbolic`` draws sets of them as diagrams; ``auto`` chooses by size.
    seconds, memory
        What diagrams may take: seconds, and gigabytes. What is not finished by then is told as not finished.
    told
        Is called with how many pieces of work are done, how many there are, and the last one's name.

    Raises
    ------
    CaseError, UnknownCase
        As `load`.
    LimitError
        Where there are more outcomes than are judged.
    UsageError
        Where a group, concept, condition or number cannot be used.
    """
    found, doubts = sound(case)
    return answer_holds(found, Asked(engine=engine, **options), [doubts_text(doubts)] if doubts else [])
