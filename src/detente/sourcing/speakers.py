"""Speakers by a parser, where a person supplies one: a spaCy model with dependencies.

The rules still find the statements. Only who speaks is asked again: the subject of the verb of speech that stands nearest to
the quotation. The shape of the answer does not change.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from detente.errors import UsageError
from detente.reading.cues import CUE_FORMS
from detente.reading.people import Known

if TYPE_CHECKING:
    from collections.abc import Callable

    from detente.reading.reader import Reading, StatementFound

__all__ = ["load_parser", "with_parsed_speakers"]

REACH = 300
_SUBJECTS = frozenset(("nsubj", "nsubj:outer", "csubj"))


def load_parser(model: str) -> Callable[[str], Any]:
    """Return a spaCy model by its name or folder.

    Raises
    ------
    UsageError
        Where spaCy or the model is not installed, or the model has no parser.
    """
    try:
        import spacy
    except ImportError:
        raise UsageError("To use a model, spaCy is needed: pip install 'detente[nlp]'.") from None
    try:
        nlp: Any = spacy.load(model)
    except (OSError, ValueError, ImportError):
        raise UsageError(f"There is no spaCy model {model[:80]} here. Install one, or name its folder.") from None
    if "parser" not in nlp.pipe_names:
        raise UsageError(f"The model {model[:80]} has no parser, so it cannot tell who speaks.")
    parser: Callable[[str], Any] = nlp
    return parser


def with_parsed_speakers(reading: Reading, parser: Callable[[str], Any]) -> Reading:
    """Return a reading in which speakers of quotations are those that a parser finds; the others stay."""
    texts = {passage.id: passage.text for passage in reading.passages}
    known = Known(reading.people)
    parsed: dict[str, list[Any]] = {}
    found: list[StatementFound] = []
    for statement in reading.statements:
        speaker = None
        if statement.quote is not None and not statement.inferred:
            text = texts[statement.passage]
            if statement.passage not in parsed:
                parsed[statement.passage] = list(parser(text))
            at = text.find(statement.quote, statement.start)
            speaker = _speaker(text, parsed[statement.passage], at, at + len(statement.quote))
        if speaker is None:
            found.append(statement)
            continue
        person = known.named_by(speaker)
        name, office = (person.name, person.role) if person is not None else ("", "")
        found.append(replace(statement, speaker=speaker, person=name, office=office))
    return replace(reading, statements=tuple(found))


def _speaker(text: str, tokens: list[Any], start: int, end: int) -> str | None:
    """Return the subject of the nearest verb of speech outside a quotation, as written; none where there is none."""
    best: tuple[int, Any] | None = None
    for token in tokens:
        inside = start <= token.idx < end
        if (
            inside
            or token.dep_ not in _SUBJECTS
            or token.head.text.lower() not in CUE_FORMS
            or start <= token.head.idx < end
        ):
            continue
        away = start - token.head.idx if token.head.idx < start else token.head.idx - end
        if away <= REACH and (best is None or away < best[0]):
            best = (away, token)
    if best is None:
        return None
    own = [word for word in best[1].subtree if not start <= word.idx < end]
    low = min(word.idx for word in own)
    high = max(word.idx + len(word.text) for word in own)
    # an apposition or relative clause after a comma is no part of the name
    comma = text.find(",", best[1].idx + len(best[1].text), high)
    return text[low : comma if comma >= 0 else high].strip() or None
