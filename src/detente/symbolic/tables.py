"""A set of outcomes as plain numbers: to carry it between processes, and to look an outcome up without CUDD."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.space import BoolArray, Space
    from detente.symbolic.encoding import Diagram, Encoding

__all__ = ["Table", "diagram_of", "table_of"]


@dataclass(frozen=True)
class Table:
    """A decision diagram written out.

    Attributes
    ----------
    nodes
        (issue, bit, node where it is 0, node where it is 1), children first. Nodes are counted from 2; 0 is the empty
        set and 1 the full one.
    root
        The node that stands for the set.
    """

    nodes: tuple[tuple[int, int, int, int], ...]
    root: int

    def holds(self, digits: Sequence[int]) -> bool:
        """Return whether the outcome with these value positions lies in the set."""
        node = self.root
        while node > 1:
            issue, bit, low, high = self.nodes[node - 2]
            node = high if digits[issue] >> bit & 1 else low
        return bool(node)

    def mask(self, space: Space) -> BoolArray:
        """Return ``(S,)`` whether each outcome of a space that can be listed lies in the set."""
        at = np.full(space.grid, self.root, dtype=np.int32)
        inner = np.array([(0, 0, 0, 0), (0, 0, 1, 1), *self.nodes], dtype=np.int32)
        left = np.arange(space.grid) if self.root > 1 else np.empty(0, dtype=np.intp)
        strides, sizes = np.array(space.strides), np.array(space.sizes)
        while left.size:
            node = inner[at[left]]
            issue = node[:, 0]
            set_bits = (left // strides[issue] % sizes[issue] >> node[:, 1]) & 1
            after = np.where(set_bits == 1, node[:, 3], node[:, 2])
            at[left] = after
            left = left[after > 1]
        result: BoolArray = at == 1
        return result


def table_of(encoding: Encoding, diagram: Diagram) -> Table:
    """Return a set over x bits written out."""
    bits = {f"x{issue}_{bit}": (issue, bit) for issue, size in enumerate(encoding.bits) for bit in range(size)}
    numbers: dict[int, int] = {int(encoding.false): 0, int(encoding.true): 1}
    nodes: list[tuple[int, int, int, int]] = []
    # a node with what its two children are called, once they are known
    stack: list[tuple[Diagram, int, int]] = [(diagram, 0, 0)]
    while stack:
        node, left, right = stack.pop()
        own = int(node)
        if own in numbers:
            continue
        if not left:
            low, high = (~node.low, ~node.high) if node.negated else (node.low, node.high)
            left, right = int(low), int(high)
            missing = [(child, 0, 0) for child, name in ((low, left), (high, right)) if name not in numbers]
            if missing:
                stack += [(node, left, right), *missing]
                continue
        nodes.append((*bits[node.var], numbers[left], numbers[right]))
        numbers[own] = len(nodes) + 1
    return Table(tuple(nodes), numbers[int(diagram)])


def diagram_of(encoding: Encoding, table: Table) -> Diagram:
    """Return a set that was written out, in the manager of an encoding of the same frame."""
    made = [encoding.false, encoding.true]
    for issue, bit, low, high in table.nodes:
        made.append(encoding.bdd.ite(encoding.bdd.var(f"x{issue}_{bit}"), made[high], made[low]))
    return made[table.root]
