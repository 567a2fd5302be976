"""From one package to another in joint swaps that leave nobody worse off on the way."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from detente.deals.bargain import Bargain, Digits
    from detente.space import BoolArray

__all__ = ["MAX_CHANGES", "Swaps", "swap_path"]

MAX_CHANGES = 12
"""Up to how many changed issues are ordered into swaps."""


@dataclass(frozen=True)
class Swaps:
    """Steps from a package to another: each a set of issues that change together.

    `width` is the number of issues in the largest step; no way there has a smaller one, and none of that width has
    fewer steps.
    """

    steps: tuple[tuple[int, ...], ...]
    width: int


def _between(start: Digits, end: Digits, changed: Sequence[int]) -> NDArray[np.intp]:
    """Return ``(I, 2^m)`` the packages in which some of the m changed issues have already changed."""
    count = 2 ** len(changed)
    digits = np.repeat(np.array(start, dtype=np.intp)[:, None], count, axis=1)
    for place, k in enumerate(changed):
        digits[k, (np.arange(count) >> place) & 1 == 1] = end[k]
    return digits


def _ranks(bargain: Bargain, actor: int, digits: NDArray[np.intp]) -> NDArray[np.int64]:
    """Return ``(2^m,)`` numbers in the order of what the packages are worth to an actor."""
    total: NDArray[Any] = np.zeros(digits.shape[1], dtype=object)
    for term in bargain.terms[actor]:
        total = total + term.worth[tuple(digits[k] for k in term.issues)]
    return np.unique(total, return_inverse=True)[1].astype(np.int64)


def _reach(size: int, bundles: Sequence[int], ranks: NDArray[np.int64], possible: BoolArray) -> list[int] | None:
    """Return a shortest way, as bundles, from no change to all changes; None where there is none."""
    came: dict[int, tuple[int, int]] = {}
    seen = np.zeros(size, dtype=np.bool_)
    seen[0] = True
    layer = np.zeros(1, dtype=np.intp)
    while layer.size and not seen[-1]:
        following: list[NDArray[np.intp]] = []
        # later issues are put last, so that steps come in the order of the file where that is free
        for bundle in reversed(bundles):
            sources = layer[layer & bundle == 0]
            ends = sources | bundle
            fine = possible[ends] & ~seen[ends] & (ranks[:, ends] >= ranks[:, sources]).all(axis=0)
            sources, ends = sources[fine], ends[fine]
            seen[ends] = True
            came.update((end, (source, bundle)) for source, end in zip(sources.tolist(), ends.tolist(), strict=True))
            following.append(ends)
        layer = np.concatenate(following)
    if not seen[-1]:
        return None
    way, place = [], size - 1
    while place:
        place, bundle = came[place]
        way.append(bundle)
    return way[::-1]


def swap_path(bargain: Bargain, start: Digits, end: Digits, consenting: Sequence[int]) -> Swaps | None:
    """Return the steps of fewest issues that lead from one package to another and never leave a consenting actor worse off.

    Every issue that differs changes once, to its value in `end`; every package on the way must be possible. None means
    that no such way exists: then somebody who must consent is worse off at the end than at the start, or the end is
    impossible.

    Raises
    ------
    ValueError
        Where more than `MAX_CHANGES` issues differ.
    """
    changed = [k for k, (a, b) in enumerate(zip(start, end, strict=True)) if a != b]
    if len(changed) > MAX_CHANGES:
        raise ValueError(f"{len(changed)} issues differ; up to {MAX_CHANGES} are ordered into steps.")
    if not bargain.is_possible(start) or not bargain.is_possible(end):
        return None
    if not changed:
        return Swaps((), 0)
    digits = _between(start, end, changed)
    size = digits.shape[1]
    possible = np.ones(size, dtype=np.bool_)
    for issues, allowed in bargain.rules:
        possible &= allowed[tuple(digits[k] for k in issues)]
    ranks = np.stack([_ranks(bargain, actor, digits) for actor in consenting] or [np.zeros(size, dtype=np.int64)])
    bundles: list[int] = []
    for width in range(1, len(changed) + 1):
        bundles += [sum(1 << place for place in chosen) for chosen in combinations(range(len(changed)), width)]
        way = _reach(size, bundles, ranks, possible)
        if way is not None:
            steps = tuple(tuple(k for place, k in enumerate(changed) if bundle >> place & 1) for bundle in way)
            return Swaps(steps, width)
    return None
