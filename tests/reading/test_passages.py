"""Passages are numbered paragraphs, exact stretches of the text."""

from __future__ import annotations

from detente.reading.headings import find_heading, glued_at
from detente.reading.passages import find_passages, plain_lines
from detente.reading.tokens import find_sentences, tokenize


def ids(text: str) -> list[tuple[str, str]]:
    return [(passage.id, passage.text) for passage in find_passages(text)]


def test_blank_lines_part_paragraphs_and_headings_are_not_counted() -> None:
    text = "# Title\n\nFirst line\nsecond line.\n\n## Next\nThird.\n"
    assert ids(text) == [("p1", "First line\nsecond line."), ("p2", "Third.")]
    assert [passage.heading for passage in find_passages(text)] == ["Title", "Next"]


def test_lines_that_are_not_folded_are_paragraphs() -> None:
    long = "A sentence that goes on and on without a break, " * 5
    assert [name for name, _ in ids(f"{long}\nShort one.\n{long}")] == ["p1", "p2", "p3"]


def test_numbers_in_brackets_count() -> None:
    assert ids("[p4] Four.\n\nstill four\n\n[p7] Seven.") == [("p4", "Four.\n\nstill four"), ("p7", "Seven.")]


def test_passages_are_stretches_of_the_text() -> None:
    text = plain_lines("\ufeff  One 😀 two.\r\n\r\n\tThree\r\nfour.  \r\n")
    assert all(text[passage.start : passage.end] == passage.text for passage in find_passages(text))
    assert [passage.text for passage in find_passages(text)] == ["One 😀 two.", "Three\nfour."]


def test_a_number_given_twice_is_told_apart() -> None:
    assert ids("Before.\n\n[p1] One.\n\n[p1] Again.") == [("p0", "Before."), ("p1", "One."), ("p1-2", "Again.")]


def test_rules_and_lone_marks_are_no_headings() -> None:
    assert ids("---\ntitle\n---\n\n#\nText.\n\n-- John") == [
        ("p1", "---\ntitle\n---"),
        ("p2", "Text."),
        ("p3", "-- John"),
    ]


def test_nothing_makes_no_passage() -> None:
    assert find_passages("") == find_passages(" \n\n \n") == find_passages("# only a heading\n") == []


def heading(text: str) -> str:
    passage = find_passages(text)[0]
    found = find_heading(passage, tokenize(passage.text), is_last=False)
    return "" if found is None else f"{found.text}|{found.rest}"


def test_headings_glued_to_a_sentence_are_cut() -> None:
    assert heading("Next StepsThe minister said talks go on.") == "Next Steps|The"
    assert heading("A Long Road to PeaceMediators met on Monday.") == "A Long Road to Peace|Mediators"
    assert heading("What comes next") == "What comes next|"


def test_names_that_look_glued_are_left_alone() -> None:
    for text in (
        "WikiLeaks published the files.",
        "Senator John McCain said no.",
        "The New YouTube channel opened.",
        "the small word firstThe rest",
        "HuffPost and BuzzFeed wrote about it.",
    ):
        assert glued_at(tokenize(text)) is None


def test_sentences_end_where_a_person_would_end_them() -> None:
    text = (
        "U.S. President Ann Lee met Mr. Okoye at 9 a.m. on Friday. They spoke for an hour. “Why now?” she asked. "
        "Acme Inc. agreed on Nov. 3 in St. Petersburg. Dr. J. R. Smith left at 5 p.m. The rest stayed."
    )
    tokens = tokenize(text)
    found = [text[tokens[low].start : tokens[high - 1].end] for low, high in find_sentences(tokens)]
    assert found == [
        "U.S. President Ann Lee met Mr. Okoye at 9 a.m. on Friday.",
        "They spoke for an hour.",
        "“Why now?” she asked.",
        "Acme Inc. agreed on Nov. 3 in St. Petersburg.",
        "Dr. J. R. Smith left at 5 p.m.",
        "The rest stayed.",
    ]
