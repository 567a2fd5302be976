"""Reasons in their forms, and folding of quotes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from detente.evidence import Because, fold


@pytest.mark.parametrize(
    ("text", "source", "passage", "quote"),
    [
        ("report:p4", "report", "p4", ""),
        ("report:p4 'ruled out'", "report", "p4", "ruled out"),
        ('report:p4   "ruled out"', "report", "p4", "ruled out"),
        ("report:p4 “ruled out”", "report", "p4", "ruled out"),
        ("kinsara2014:fig-29", "kinsara2014", "fig-29", ""),
        ("report:p4 'Russia's aims'", "report", "p4", "Russia's aims"),
    ],
)
def test_passages(text: str, source: str, passage: str, quote: str) -> None:
    because = Because.model_validate(text)
    assert (because.kind, because.source, because.passage, because.quote) == ("passage", source, passage, quote)
    assert Because.model_validate(str(because)) == because


def test_assumptions_with_and_without_quotes_in_yaml() -> None:
    assert Because.model_validate("assumption: so it seems") == Because.model_validate({"assumption": "so it seems"})
    assert str(Because.model_validate("Assumption:  so")) == "assumption: so"


@pytest.mark.parametrize(
    "wrong",
    ["", "report", "report p4", "because", "assumption:", "assumption", "report:", ":p4", {"report": "p4"}, None],
)
def test_what_is_no_reason(wrong: object) -> None:
    with pytest.raises(ValidationError):
        Because.model_validate(wrong)


def test_folding() -> None:
    assert fold("“huge  untapped\n potential” in\u00a0U.S.’s") == '"huge untapped potential" in U.S.\'s'


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=40))
def test_any_text_is_a_reason_or_refused(text: str) -> None:
    try:
        because = Because.model_validate(text)
    except ValidationError:
        return
    assert because.kind in ("passage", "assumption")
