"""Laws of reading: whatever is proposed stands in the text, and no text takes longer than its length allows."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.reading.passages import find_passages, plain_lines
from detente.reading.reader import read_text
from detente.report.plain import visible

PIECES = [
    "said ",
    "“",
    "”",
    '"',
    "'",
    "‘",
    "’",
    "Ana Duarte ",
    "Mr. ",
    "U.S. ",
    "on Friday ",
    "next year ",
    "11:30 a.m. ",
    "GMT ",
    "(",
    ") ",
    ", ",
    ". ",
    "\n\n",
    "\n",
    "who ",
    "according to ",
    "the minister ",
    "1,550 ",
    "March ",
    "29 February ",
    "😀",
    "\u202e",
    "\u200b",
    "e\u0301",
    "# ",
    "[p3] ",
    "he ",
    "ruled out ",
    "''",
    "``",
    "«",
    "»",
    "Heading Of ThingsThe ",
    "3rd ",
    "’98 ",
    "–",
    ";",
    "$4.2bn ",
    "9999-12-31 ",
    "0001-01-01 ",
    "will ",
    "\x00",
    "\x85",
    "ß",
    "İ",
]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join), st.dates())
@settings(max_examples=300)
def test_every_proposal_is_a_stretch_of_the_text(text: str, published: date) -> None:
    text = plain_lines(text)
    reading = read_text(text, published)
    passages = {passage.id: passage for passage in reading.passages}
    assert [(one.id, one.start, one.end) for one in find_passages(text)] == [
        (one.id, one.start, one.end) for one in reading.passages
    ]
    for passage in reading.passages:
        assert text[passage.start : passage.end] == passage.text
    for kind in (reading.dates, reading.quantities, reading.organisations, reading.places):
        for one in kind:
            assert any(p.text[one.start : one.end] == one.text for p in reading.passages if p.id == one.passage)
    for statement in reading.statements:
        own = [p.text for p in reading.passages if p.id == statement.passage]
        assert any(words[statement.start : statement.end] == statement.text for words in own)
        assert statement.quote is None or any(statement.quote in words for words in own)
        assert statement.inferred or statement.speaker.strip()
    for person in reading.people:
        assert any(p.text[person.start : person.end] == person.name for p in reading.passages if p.id == person.passage)
    for heading in reading.headings:
        assert passages[heading.passage].text.startswith(heading.text)


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    read_text(plain_lines(text), date(2025, 8, 14))


@given(st.text(max_size=200))
def test_nothing_unseen_is_left_in_what_is_shown(text: str) -> None:
    shown = visible(text)
    assert not any(sign in shown for sign in "\x00\x1b\x07\u202e\u2066\ufeff\u200b")
    assert visible("plain text, with “quotes”.\n") == "plain text, with “quotes”.\n"


@pytest.mark.parametrize(
    "piece",
    [
        *PIECES,
        "he said she said ",
        "A B C ",
        "'a 'b ",
        "“yes he said ",
        "Smith, a man, ",
        "1 1 ",
        "the end of the ",
        "president ",
        "in in ",
    ],
)
def test_no_text_takes_longer_than_its_length_allows(piece: str) -> None:
    """A limit, not a measure: what grows with the square of the length would take minutes here."""
    text = piece * (60_000 // len(piece))
    begin = time.perf_counter()
    read_text(text, date(2025, 8, 14))
    assert time.perf_counter() - begin < 20
