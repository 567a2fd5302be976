"""What every model of this room takes: who stands where on which issues, how much each cares and weighs, for many draws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Field"]


@dataclass(frozen=True, eq=False)
class Field:
    """Positions and their weights.

    Attributes
    ----------
    positions
        ``(N, A, I)`` on the scales of the issues; NaN where an actor takes no part, for all draws alike.
    salience
        ``(N, A, I)`` from 0 to 1; 0 where an actor takes no part.
    capability
        ``(N, A)`` of 0 or more.
    scales
        ``(I, 2)`` the ends of the scales.
    status_quo
        ``(I,)`` where things stand; NaN where that is not known.
    """

    positions: Floats
    salience: Floats
    capability: Floats
    scales: Floats
    status_quo: Floats

    @property
    def draws(self) -> int:
        """How many draws there are."""
        return int(self.positions.shape[0])

    @property
    def issues(self) -> int:
        """How many issues there are."""
        return int(self.positions.shape[2])

    def there(self, issue: int) -> NDArray[np.bool_]:
        """Return ``(A,)`` who takes part in an issue."""
        found: NDArray[np.bool_] = ~np.isnan(self.positions[0, :, issue])
        return found

    def one(self, issue: int) -> tuple[Floats, Floats, Floats]:
        """Return ``(N, A')`` positions, saliences and capabilities of those who take part in an issue."""
        there = self.there(issue)
        return self.positions[:, there, issue], self.salience[:, there, issue], self.capability[:, there]

    def first(self, draws: int) -> Field:
        """Return the first draws."""
        return Field(
            self.positions[:draws], self.salience[:draws], self.capability[:draws], self.scales, self.status_quo
        )

    def unit(self) -> Floats:
        """Return ``(N, A, I)`` positions from 0 to 1."""
        found: Floats = (self.positions - self.scales[:, 0]) / (self.scales[:, 1] - self.scales[:, 0])
        return found

    def placed(self, unit: Floats) -> Floats:
        """Return positions on the scales for positions from 0 to 1, issues on the last axis."""
        found: Floats = self.scales[:, 0] + unit * (self.scales[:, 1] - self.scales[:, 0])
        return found
