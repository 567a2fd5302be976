"""The little language of conditions: what parses to what, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import ExpressionError
from detente.expressions import And, Compare, If, Iff, Not, Or, Pattern, comparisons, parse

A = Compare("a", "=", ("yes",), bare=True)
B = Compare("b", "=", ("yes",), bare=True)
C = Compare("c", "=", ("yes",), bare=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", A),
        (" ( a ) ", A),
        ("a = yes", Compare("a", "=", ("yes",))),
        ("a>=air", Compare("a", ">=", ("air",))),
        ("a != 'two words'", Compare("a", "!=", ("two words",))),
        ("a in [x, y]", Compare("a", "in", ("x", "y"))),
        ("not a = x", Not(Compare("a", "=", ("x",)))),
        ("not not a", Not(Not(A))),
        ("a and b or c", Or((And((A, B)), C))),
        ("a and (b or c)", And((A, Or((B, C))))),
        ("not a and b", And((Not(A), B))),
        ("a or b if c", If(Or((A, B)), C)),
        ("a if b iff c", Iff(If(A, B), C)),
        ("a iff b iff c", Iff(Iff(A, B), C)),
        ("and_more", Compare("and_more", "=", ("yes",), bare=True)),
        ("notable = infra", Compare("notable", "=", ("infra",))),
        ("new-start = 1,550", None),
        ("x = 1550", Compare("x", "=", ("1550",))),
        ("ende ≥ 1", None),
        ("frieden = für", Compare("frieden", "=", ("für",))),
    ],
)
def test_what_parses_to_what(text: str, expected: object) -> None:
    if expected is None:
        with pytest.raises(ExpressionError):
            parse(text)
    else:
        assert parse(text) == expected


def test_patterns() -> None:
    assert parse("Y-N", ("a", "b", "c")) == Pattern("Y-N")
    assert parse("Y", ("a",)) == Pattern("Y")
    # an issue may be called N or YN; then the name is meant
    assert parse("YN", ("YN", "x"), ("YN", "x")) == Compare("YN", "=", ("yes",), bare=True)
    assert parse("N", ("N", "x"), ("N", "x")) == Compare("N", "=", ("yes",), bare=True)
    with pytest.raises(ExpressionError, match="2 signs, but there are 3"):
        parse("YN", ("a", "b", "c"))


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("(a", "at its end"),
        ("a = ", "at its end"),
        ("a = b c", "near 'c'"),
        ("a and or b", "near 'b'"),
        ("", "at its end"),
    ],
)
def test_where_it_does_not_parse(text: str, where: str) -> None:
    with pytest.raises(ExpressionError, match=where):
        parse(text)


@pytest.mark.parametrize("text", ["not " * 100 + "a", "(" * 100 + "a" + ")" * 100, "a and " * 2000 + "a", "a" * 5000])
def test_what_is_too_long_or_too_deep_is_refused_at_once(text: str) -> None:
    with pytest.raises(ExpressionError, match="too long or nested"):
        parse(text)


def test_comparisons_from_left_to_right() -> None:
    found = list(comparisons(parse("a = x if b and not (c or a = y)")))
    assert [(part.issue, part.values) for part in found] == [
        ("a", ("x",)),
        ("b", ("yes",)),
        ("c", ("yes",)),
        ("a", ("y",)),
    ]


@given(st.text(max_size=60))
def test_any_text_parses_or_is_refused(text: str) -> None:
    try:
        parse(text, ("a", "b"), ("a", "b"))
    except ExpressionError as error:
        assert error.column >= 1


@given(
    st.lists(
        st.sampled_from(["a", "b", "not", "and", "or", "if", "iff", "(", ")", "=", "x", "in", "[", "]", ",", "YN"]),
        max_size=25,
    )
)
def test_any_words_parse_or_are_refused(words: list[str]) -> None:
    try:
        parse(" ".join(words), ("a", "b"), ("a", "b"))
    except ExpressionError as error:
        assert str(error)
