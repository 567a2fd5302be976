"""Passages of a source file."""

from __future__ import annotations

from detente.files.sources import passages_of


def test_paragraphs_are_counted_and_headings_are_not() -> None:
    text = "# Title\n\nFirst\nstill first.\n\n\n## Section\n\nSecond.\n\n# H\nThird.\n"
    assert passages_of(text) == {"p1": "First\nstill first.", "p2": "Second.", "p3": "Third."}


def test_numbers_in_brackets_count() -> None:
    assert passages_of("[p1] One.\n\n[p7] Seven.\r\n\r\n[p8] Eight.") == {"p1": "One.", "p7": "Seven.", "p8": "Eight."}


def test_empty_text_has_no_passages() -> None:
    assert passages_of("\n \n\n# only a heading\n") == {}


def test_a_paragraph_without_a_number_goes_on_from_the_one_before() -> None:
    assert passages_of("[p2] Alpha.\n\nBeta.\n\n[p3] Gamma.") == {"p2": "Alpha.\n\nBeta.", "p3": "Gamma."}
