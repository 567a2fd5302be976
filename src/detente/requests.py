"""Requests that make no sense are refused here, with what would."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from detente.diagnostics import nearest
from detente.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["check_camps", "check_draws", "day_of"]

MAX_DRAWS = 100_000


def check_camps(camps: Sequence[Sequence[str]], actors: Sequence[str]) -> None:
    """Refuse camps of one, of unknown actors, or with an actor in two of them."""
    seen: set[str] = set()
    for camp in camps:
        if len(camp) < 2 or "" in camp:
            raise UsageError("A camp is two or more actors, joined with +, like us+ukraine.")
        for name in camp:
            if name not in actors:
                raise UsageError(f"There is no actor {name} with a position. {nearest(name, actors)}")
            if name in seen:
                raise UsageError(f"{name} is in two camps, or twice in one.")
            seen.add(name)


def check_draws(draws: int, seed: int) -> None:
    """Refuse numbers of draws or seeds that cannot be used."""
    if not 0 <= draws <= MAX_DRAWS or seed < 0:
        raise UsageError(f"Draws go from 0 to {MAX_DRAWS:,}, and a seed is 0 or more.")


def day_of(text: str) -> date:
    """Return the day that a text names."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text} is not a day. Write it like 2026-02-05.") from None
