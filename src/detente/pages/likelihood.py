"""Words for probabilities, each tied to its number (Intelligence Community Directive 203, section D.6.e.2.a)."""

from __future__ import annotations

from detente.pages.blocks import Table

__all__ = ["LIKELIHOODS", "likelihood", "likelihood_table"]

LIKELIHOODS = (
    (0.05, "almost no chance"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "roughly an even chance"),
    (0.80, "likely"),
    (0.95, "very likely"),
    (1.01, "almost certain"),
)
"""Up to which probability (not included) each word is used."""


def likelihood(probability: float) -> str:
    """Return the word and the number, as in "likely (62 %)"; never 0 or 100 %, for a model is not the world."""
    whole, probability = probability, round(probability, 2)  # the word goes with the number that is printed
    word = next(word for limit, word in LIKELIHOODS if probability < limit)
    number = "less than 1" if whole < 0.01 else "more than 99" if whole > 0.99 else f"{probability * 100:.0f}"
    return f"{word} ({number} %)"


def likelihood_table() -> Table:
    """Return the table of words."""
    rows = []
    low = 0.01
    for limit, word in LIKELIHOODS:
        high = min(limit, 0.99)
        rows.append((word, f"{low * 100:.0f} to {high * 100:.0f} %"))
        low = high
    return Table("Words for probabilities (ICD 203)", ("word", "probability"), tuple(rows))
