"""Improvements along fibres: for every outcome, the operation over the better outcomes that one mover can reach.

A *fibre* holds the outcomes that differ only in the mover's issues. Its outcomes fall into *blocks*: within a block only
issues change on which the mover has every move, and from one block to another leads every move or none. Each block is
sorted once by the mover's rank. What is better than an outcome is then the end of a sorted block, so the operation over it
is one look into the block's results summed up from its end: O(S) for each pair of blocks, whatever the size of a fibre.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

__all__ = ["Fibres"]

CHUNK = 2**18
"""How many outcomes are worked on at once: they should fit the processor's cache."""


class Fibres:
    """The fibres of one mover, sorted.

    Parameters
    ----------
    ranks
        ``(S,)`` ranks of the mover.
    own
        ``(B, f)`` what the mover's issues add to an outcome's number, by block.
    rest
        ``(R,)`` what all other issues add.
    pairs
        From which block to which moves lead, each block to itself among them.
    """

    def __init__(
        self, ranks: NDArray[Any], own: NDArray[np.intp], rest: NDArray[np.intp], pairs: Sequence[tuple[int, int]]
    ) -> None:
        self.own, self.rest, self.pairs = own, rest, pairs
        blocks, size = own.shape
        small = np.uint16 if size < 2**16 else np.uint32
        self.step = max(1, CHUNK // own.size)
        # the places of a block's outcomes from the lowest rank up, and how many of another block's are no better
        self.order = np.empty((blocks, size, rest.size), dtype=small)
        self.beyond = np.empty((len(pairs), size, rest.size), dtype=small)
        for low in range(0, rest.size, self.step):
            high = min(rest.size, low + self.step)
            keys = ranks[own[:, :, None] + rest[low:high]]
            order = np.argsort(keys, axis=1, kind="stable")
            self.order[:, :, low:high] = order
            keys = np.take_along_axis(keys, order, axis=1)
            for place, (start, end) in enumerate(pairs):
                self.beyond[place, :, low:high] = _not_above(keys[start], keys[end])

    def pull(
        self,
        array: NDArray[Any],
        ufunc: np.ufunc,
        neutral: Any,  # noqa: ANN401 - of the array's own type
    ) -> Iterator[tuple[NDArray[np.intp], NDArray[Any]]]:
        """Yield outcome numbers, and the operation over the better outcomes that each can reach."""
        blocks, size = self.own.shape
        for low in range(0, self.rest.size, self.step):
            rest = self.rest[low : low + self.step]
            order = self.order[:, :, low : low + self.step]
            index = np.take_along_axis(self.own[:, :, None], order.astype(np.intp), axis=1) + rest
            values = array[index]
            ends = np.empty((blocks, size + 1, *values.shape[2:]), dtype=array.dtype)
            ends[:, size] = neutral
            for place in range(size - 1, -1, -1):
                ufunc(ends[:, place + 1], values[:, place], out=ends[:, place])
            result = np.full_like(values, neutral)
            flat = ends.reshape(blocks, (size + 1) * rest.size, *array.shape[1:])
            columns = np.arange(rest.size)
            for place, (start, end) in enumerate(self.pairs):
                where = self.beyond[place, :, low : low + self.step].astype(np.intp) * rest.size + columns
                ufunc(result[start], flat[end][where], out=result[start])
            yield index, result


def _not_above(keys: NDArray[Any], other: NDArray[Any]) -> NDArray[np.intp]:
    """Return, for each of the sorted keys in a column, how many of another column's sorted keys are no greater."""
    size, count = keys.shape
    # ranks are dense and small, so a column can be told from the next by adding a stride to it
    stride = int(max(keys.max(initial=0), other.max(initial=0))) + 2
    columns = np.arange(count, dtype=np.int64) * stride
    line = (other + columns).T.reshape(-1)
    found = np.searchsorted(line, (keys + columns).T.reshape(-1), side="right")
    places: NDArray[np.intp] = found.reshape(count, size).T - columns[None, :] // stride * size
    return places
