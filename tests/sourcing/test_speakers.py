"""A parser that the user supplies names the speakers; a hand-made one stands in for spaCy here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from detente.errors import UsageError
from detente.reading.reader import read_text
from detente.sourcing.speakers import load_parser, with_parsed_speakers


@dataclass
class Word:
    text: str
    idx: int
    dep_: str = ""
    head: Any = None
    subtree: list[Word] = field(default_factory=list)


def parser(subjects: dict[str, str]) -> Any:
    """Return a stand-in for a model: words, and for each verb its subject."""

    def parse(text: str) -> list[Word]:
        words = []
        at = 0
        for part in text.split():
            at = text.index(part, at)
            words.append(Word(part.strip("“”.,"), at + len(part) - len(part.lstrip("“")), subtree=[]))
            at += len(part)
        for verb, phrase in subjects.items():
            head = next(word for word in words if word.text == verb)
            own = [word for word in words if word.text in phrase.split()]
            own[-1].dep_, own[-1].head, own[-1].subtree = "nsubj", head, own
        return words

    return parse


def test_the_parser_names_the_speaker_and_nothing_else_changes() -> None:
    text = "Mediator Ana Duarte left. In the rain the old driver whom nobody knew muttered “not again”."
    plain = read_text(text)
    better = with_parsed_speakers(plain, parser({"muttered": "old driver"}))
    assert [one.speaker for one in better.statements if one.quote] == ["old driver"]
    assert [(one.quote, one.start, one.end, one.kind) for one in better.statements] == [
        (one.quote, one.start, one.end, one.kind) for one in plain.statements
    ]
    assert better.dates == plain.dates


def test_without_a_subject_the_rules_stand() -> None:
    plain = read_text("“It is over,” said Ana Duarte.")
    assert with_parsed_speakers(plain, parser({})) == plain


def test_a_missing_model_is_refused_with_a_word() -> None:
    with pytest.raises(UsageError):
        load_parser("no-such-model-anywhere")
