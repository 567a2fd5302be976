"""Whom a text's people speak for: countries and unions by their words, else the bodies that speak."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from detente.reading.places import Country, country_named
from detente.reading.tokens import tokenize

if TYPE_CHECKING:
    from detente.reading.people import Person
    from detente.reading.reader import Reading, StatementFound

__all__ = ["Parties", "find_parties", "id_of"]

_SEATS = {
    "White House": "us",
    "Pentagon": "us",
    "State Department": "us",
    "Kremlin": "russia",
    "Downing Street": "uk",
    "Elysee": "france",
}
_WATCHERS = frozenset(
    (
        "academic analyst professor scholar historian economist reporter editor author researcher resident "
        "fellow pollster journalist trader correspondent columnist student expert"
    ).split()
)
MAX_PARTIES = 8


@dataclass(slots=True)
class Party:
    """Somebody who may act in the case: its id, its name, and where it is named or its people stand."""

    id: str
    name: str
    zone: str = ""
    passage: str = ""
    words: str = ""
    people: list[Person] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Parties:
    """The parties of a text, by id, and who speaks for whom (a person's name -> id)."""

    found: dict[str, Party]
    of_person: dict[str, str]

    def of_statement(self, statement: StatementFound) -> str | None:
        """Return the party whose word a statement is, or none."""
        if statement.person:
            return self.of_person.get(statement.person)
        country = _country_in(statement.speaker)
        if country is not None and country.code in self.found:
            return country.code
        own = id_of(statement.speaker)
        return own if own in self.found else None


def id_of(words: str) -> str:
    """Return words as an id: small letters, digits and hyphens."""
    plain = re.sub(r"[\W_]+", "-", words.lower().replace("’", "").replace("'", "")).strip("-")[:40].strip("-")
    for article in ("the-", "a-", "an-"):
        plain = plain.removeprefix(article)
    if not plain or not plain[0].isalpha():
        plain = f"x-{plain}".rstrip("-")
    return f"{plain}-1" if plain in ("and", "or", "not", "if", "iff", "in", "yes", "no") else plain


def _country_in(words: str) -> Country | None:
    """Return the first country that some words name, by itself, its people, its capital or its government's house."""
    for house, code in _SEATS.items():
        if house in words:
            return country_named(
                {"us": "United States", "russia": "Russia", "uk": "United Kingdom", "france": "France"}[code]
            )
    tokens = tokenize(words)
    for size in (3, 2, 1):
        for at in range(len(tokens) - size + 1):
            name = " ".join([token.text for token in tokens[at : at + size - 1]] + [tokens[at + size - 1].base])
            country = country_named(name)
            if country is not None:
                return country
    return None


def find_parties(reading: Reading) -> Parties:
    """Return the parties of a text: countries whose people stand in it or that are named again and again; else its speakers."""
    texts = {passage.id: passage.text for passage in reading.passages}
    found: dict[str, Party] = {}
    of_person: dict[str, str] = {}
    for person in reading.people:
        if set(person.role.lower().split()) & _WATCHERS:
            continue
        country = _country_of(person, texts[person.passage], reading, of_person)
        if country is None:
            continue
        party = found.setdefault(
            country.code,
            Party(
                country.code,
                country.name,
                country.zone,
                person.passage,
                texts[person.passage][person.start : person.end],
            ),
        )
        party.people.append(person)
        of_person[person.name] = country.code
    for country, passage, words in _speaking_countries(reading, texts):
        found.setdefault(country.code, Party(country.code, country.name, country.zone, passage, words))
    if len(found) < 2:
        _bodies(reading, found, of_person)
    return Parties(dict(list(found.items())[:MAX_PARTIES]), of_person)


def _country_of(person: Person, text: str, reading: Reading, of_person: dict[str, str]) -> Country | None:
    """Return whom a person speaks for: by the office, by whose envoy it is, else by the delegation named before."""
    country = _country_in(person.role)
    if country is not None:
        return country
    before = text[max(0, person.start - len(person.role) - 40) : person.start]
    for other in reading.people:
        surname = other.name.split()[-1]
        if f"{surname}’s {person.role}" in before or f"{surname}'s {person.role}" in before:
            code = of_person.get(other.name)
            return next((one for one in _all() if one.code == code), None)
    if not person.role:
        return None
    sentence = text[: person.start]
    starts = [sentence.rfind(mark) for mark in (". ", "? ", "! ")]
    return _country_in(sentence[max(0, *starts) :])


def _all() -> tuple[Country, ...]:
    from detente.reading.places import countries

    return countries()


def _speaking_countries(reading: Reading, texts: dict[str, str]) -> list[tuple[Country, str, str]]:
    """Return countries that speak as such ("Moscow and Washington say"), and those named in three passages or more."""
    found: list[tuple[Country, str, str]] = []
    for statement in reading.statements:
        if not statement.person and not statement.inferred:
            country = _country_in(statement.speaker)
            if country is not None and statement.speaker in texts[statement.passage]:
                found.append((country, statement.passage, statement.speaker))
    named: Counter[str] = Counter()
    where: dict[str, tuple[Country, str, str]] = {}
    for passage in reading.passages:
        here = set()
        for token in tokenize(passage.text):
            country = country_named(token.base) if token.is_capital else None
            if country is not None and country.code not in here:
                here.add(country.code)
                where.setdefault(country.code, (country, passage.id, token.base))
        named.update(here)
    return found + [where[code] for code, count in named.most_common() if count >= 3]


def _bodies(reading: Reading, found: dict[str, Party], of_person: dict[str, str]) -> None:
    """Take those who speak as parties where a text has no countries: the union, the company, named people."""
    counts = Counter(one.person or one.speaker for one in reading.statements if not one.inferred)
    for statement in reading.statements:
        who = statement.person or statement.speaker
        if statement.inferred or counts[who] < 1 or who.lower() in ("he", "she", "they", "it", "we", "who", "i"):
            continue
        if set(statement.office.lower().split()) & _WATCHERS or who.lower().split()[-1] in (
            "analysts",
            "experts",
            "observers",
            "critics",
            "sources",
        ):
            continue
        party = found.setdefault(
            id_of(who),
            Party(id_of(who), who.removeprefix("the ").removeprefix("The "), "", statement.passage, statement.speaker),
        )
        if statement.person:
            of_person[statement.person] = party.id
            own = next((one for one in reading.people if one.name == statement.person), None)
            if own is not None and own not in party.people:
                party.people.append(own)
