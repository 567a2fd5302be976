"""Citations are found again in a changed text, proposed where they are only like it, and lost where they are gone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from detente.reading.passages import find_passages
from detente.sourcing.anchors import Folded, anchor, from_utf16, to_utf16

TEXT = (
    "The minister said it was “a bad  joke”.\n\nNobody laughed 😀, and the talks\nwent on in Vienna until midnight.\n"
)


def find(words: str, text: str = TEXT, **more: str) -> tuple[str, str, str]:
    found = anchor(Folded(text), find_passages(text), words, **more)  # type: ignore[arg-type]
    assert found.how == "lost" or text[found.start : found.end] == found.text
    return found.how, found.passage, found.text


def test_words_that_stand_are_exact() -> None:
    assert find("Nobody laughed 😀") == ("exact", "p2", "Nobody laughed 😀")


def test_other_marks_and_spaces_are_folded() -> None:
    assert find('"a bad joke"') == ("folded", "p1", "“a bad  joke”")
    assert find("the talks went on") == ("folded", "p2", "the talks\nwent on")


def test_another_extraction_is_folded() -> None:
    assert find("cafe\u0301 - no...", "A café – no… yes.")[0] == "folded"
    assert find("hyphenated", "It was hyphen\u00adated.")[0] == "folded"


def test_a_part_of_a_word_is_only_proposed() -> None:
    assert find("peace", "A peaceful day, and peace after it.")[0] == "exact"
    assert find("peace", "A peaceful day.")[0] == "proposed"


def test_other_words_are_only_proposed() -> None:
    how, passage, text = find("the talks went on in Geneva until midnight")
    assert (how, passage) == ("proposed", "p2")
    assert text == "the talks\nwent on in Vienna until midnight."


def test_what_is_gone_is_lost() -> None:
    assert find("an entirely different matter was raised by somebody else")[0] == "lost"
    assert find("short")[0] == "lost"
    assert find("")[0] == "lost"


def test_the_words_around_tell_equal_places_apart() -> None:
    text = "He said no in May. She said yes.\n\nHe said no in June. She left."
    folded, passages = Folded(text), find_passages(text)
    assert anchor(folded, passages, "He said no", after=" in June").passage == "p2"
    assert anchor(folded, passages, "He said no", near=len(text)).passage == "p2"
    assert anchor(folded, passages, "He said no").passage == "p1"


@given(st.text(alphabet=st.sampled_from("ab “”’'\n\t\u00a0é😀."), max_size=60), st.integers(0, 59), st.integers(1, 20))
def test_every_stretch_is_found_where_it_or_its_equal_stands(text: str, start: int, length: int) -> None:
    words = text[start : start + length]
    found = Folded(text).find(words, near=start)
    if not words.strip():
        return
    assert found is not None
    # whichever of several equal stretches it is
    assert Folded(text[found[0] : found[1]]).text.strip() == Folded(words).text.strip()


@given(st.text(max_size=40), st.integers(0, 40))
def test_offsets_go_to_utf16_and_back(text: str, offset: int) -> None:
    offset = min(offset, len(text))
    units = len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2
    assert to_utf16(text, offset) == units
    assert from_utf16(text, units) == offset
