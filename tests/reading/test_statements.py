"""Who says what: quotations and reported speech, with speaker and kind."""

from __future__ import annotations

import pytest

from detente.reading.quotations import find_quotations
from detente.reading.reader import read_text


def said(text: str) -> list[tuple[str, str | None, str]]:
    return [(one.speaker, one.quote, one.kind) for one in read_text(text).statements if not one.inferred]


@pytest.mark.parametrize(
    ("text", "speaker", "quote"),
    [
        ("“We are ready,” said Ana Duarte, the mayor.", "Ana Duarte", "We are ready,"),
        ('Ana Duarte said: "We are tired."', "Ana Duarte", "We are tired."),
        ("The ministry called the plan “a bad joke”.", "The ministry", "a bad joke"),
        ("“Why now?” the union’s leader asked.", "the union’s leader", "Why now?"),
        ("According to Karl Brandt, an analyst, it was “too late”.", "Karl Brandt", "too late"),
        ("Jones, a lawyer for the firm, said it was “over”.", "Jones", "over"),
        ("Officials who called it “a start” went home.", "Officials", "a start"),
        ("She was described by Peter Wu as “the best of us”.", "Peter Wu", "the best of us"),
        ("The minister said the “so-called plan” was dead.", "The minister", "so-called plan"),
        ("‘We shan’t go,’ said the workers’ leader Joan Hill.", "the workers’ leader Joan Hill", "We shan’t go,"),
        ("«Non», a dit, no: Ministre Claire Roux said «jamais» twice.", "Ministre Claire Roux", "jamais"),
        ("``It is done,'' Smith said.", "Smith", "It is done,"),
        ("Mr. Okoye was quoted as saying “never again”.", "Mr. Okoye", "never again"),
        ("Smith’s claim that it was “a gift” was read out.", "Smith", "a gift"),
        ("Putin praised what he described as “sincere” efforts.", "he", "sincere"),
        ("The Kremlin says it sees “potential” in trade.", "the Kremlin", "potential"),
    ],
)
def test_quotations_find_their_speakers(text: str, speaker: str, quote: str) -> None:
    assert (speaker.lower(), quote) in [(who.lower(), words) for who, words, _ in said(text)]


def test_a_quotation_goes_on_in_the_next_paragraph() -> None:
    text = "“We began in May,” said Ana Duarte. “Then it rained.\n\n“And nobody came.” The talks ended."
    assert [(who, words) for who, words, _ in said(text)] == [
        ("Ana Duarte", "We began in May,"),
        ("Ana Duarte", "Then it rained."),
        ("Ana Duarte", "And nobody came."),
    ]


@pytest.mark.parametrize(
    ("text", "speaker", "words", "kind"),
    [
        ("Zelenskyy has repeatedly ruled out ceding territory.", "Zelenskyy", "ceding territory", "ruled out"),
        ("The union demands a rise of five per cent.", "The union", "a rise of five per cent", "demands"),
        ("Norway offered to host the talks.", "Norway", "to host the talks", "offers"),
        ("The rebels threatened to leave the talks.", "The rebels", "to leave the talks", "threatens"),
        ("Officials expect a deal by May.", "Officials", "a deal by May", "expects"),
        ("The army said it was ready to stop firing.", "The army", "it was ready to stop firing", "is ready to"),
        (
            "Moscow and Washington are framing the visit as a first step.",
            "Moscow and Washington",
            "the visit as a first step",
            "says",
        ),
        ("Analysts say the war could last.", "Analysts", "the war could last", "says"),
        ("Trump’s earlier suggestion of land swaps was heard.", "Trump", "land swaps was heard", "offers"),
        ("The talks have failed, officials said.", "officials", "The talks have failed", "says"),
    ],
)
def test_reported_speech_has_a_speaker_and_a_kind(text: str, speaker: str, words: str, kind: str) -> None:
    found = [(one.speaker, one.text, one.kind) for one in read_text(text).statements if one.quote is None]
    assert (speaker, words, kind) in found


def test_pronouns_are_a_second_proposal() -> None:
    text = "Spokeswoman Ana Duarte said the talks were over. She called them “a farce”."
    both = [(one.speaker, one.inferred, one.office) for one in read_text(text).statements if one.quote]
    assert both == [("She", False, ""), ("Ana Duarte", True, "Spokeswoman")]
    other = "Spokesman Karl Brandt said the talks were over. She called them “a farce”."
    assert [one.inferred for one in read_text(other).statements if one.quote] == [False]


def test_titles_and_scare_quotes_are_not_statements() -> None:
    assert said("He bought the film “The Third Man” in May.") == []
    assert said("Ann “Red” Miller left.") == []


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("“one” and “two”", ["one", "two"]),
        ('"one" and "two"', ["one", "two"]),
        ("„eins“ und «deux» et »drei«", ["eins", "deux", "drei"][:2]),
        ("‘he said “no” to me’ and left", ["he said “no” to me"]),
        ("the workers' pay, '90s music and rock 'n' roll", []),
        ("don't and can't and won’t", []),
        ("an open “quotation that goes on", ["quotation that goes on"]),
        ('6" of snow', []),
        ("``old style''", ["old style"]),
        ("“”", []),
    ],
)
def test_quotation_marks_of_many_kinds(text: str, quotes: list[str]) -> None:
    assert [text[one.start : one.end] for one in find_quotations(text)][: len(quotes) or None] == quotes
