"""A distribution on a scale, drawn with signs: how much mass lies where, the intervals, and who stands where."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from detente.spatial.spread import Spread

__all__ = ["strip_lines"]

WIDTH = 61
HEAVY = 0.02
MOST_ROWS = 5
BARS = " ▁▂▃▄▅▆▇█"


def _column(place: float, ends: tuple[float, float], width: int) -> int:
    low, high = ends
    return min(max(round((place - low) / (high - low) * (width - 1)), 0), width - 1)


def _sums(columns: list[int], chosen: NDArray[np.bool_], spread: Spread, width: int) -> NDArray[np.float64]:
    """Return the mass of some places in each column."""
    found = np.zeros(width)
    np.add.at(found, np.array(columns)[chosen], spread.masses[chosen])
    return found


def strip_lines(
    spread: Spread,
    ends: tuple[float, float],
    marks: Mapping[str, Sequence[float]],
    labels: tuple[str, str],
    width: int = WIDTH,
) -> list[str]:
    """Return the lines of the picture.

    Parameters
    ----------
    spread
        What is drawn.
    ends
        The ends of the scale.
    marks
        A letter -> the places it stands at, set under the axis.
    labels
        What is written at the ends.
    """
    columns = [_column(float(place), ends, width) for place in spread.places]
    # what lies spread thin is drawn as the curve that it samples; what stands at one place stays there
    heavy = spread.masses >= HEAVY
    mass = _sums(columns, ~heavy, spread, width)
    mass = np.convolve(np.pad(mass, 2, mode="reflect"), np.array([1, 2, 3, 2, 1]) / 9, mode="valid")
    mass += _sums(columns, heavy, spread, width)
    top = float(mass.max())
    # what carries any mass shows at least the smallest bar
    bars = np.where(mass > 1e-4, np.maximum(np.round(mass / top * (len(BARS) - 1)), 1), 0).astype(int)
    lines = ["".join(BARS[height] for height in bars)]
    axis = ["·"] * width
    fifty, eighty = spread.intervals
    for interval, sign in ((eighty, "─"), (fifty, "━")):
        low, high = (_column(end, ends, width) for end in interval)
        axis[low : high + 1] = [sign] * (high - low + 1)
    axis[_column(spread.median, ends, width)] = "◆"
    lines.append("".join(axis))
    rows: list[list[str]] = []
    for letter, places in marks.items():
        for place in places:
            column = _column(place, ends, width)
            row = next((row for row in rows if row[column] == " "), None)
            if row is None and len(rows) == MOST_ROWS:
                rows[-1][column] = "+"  # more stand there than there is room for
            elif row is None:
                rows.append([" "] * width)
                rows[-1][column] = letter
            else:
                row[column] = letter
    lines += ["".join(row).rstrip() for row in rows]
    gap = width - len(labels[0]) - len(labels[1])
    lines.append(labels[0] + " " * max(gap, 1) + labels[1])
    return lines
