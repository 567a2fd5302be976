"""Who is who: one person for every name, and whom a pronoun or a surname stands for."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.reading.names import Name
    from detente.reading.statements import Said

__all__ = ["Known", "Person", "gather_people", "spoken_for"]

MAX_WORDS = 40
MAX_ALIKE = 30
MEMORY = 12

_FEMALE = (
    "spokeswoman",
    "chairwoman",
    "congresswoman",
    "councilwoman",
    "queen",
    "mrs",
    "ms",
    "lady",
    "mother",
    "widow",
    "sister",
    "policewoman",
)
_MALE = ("spokesman", "chairman", "congressman", "councilman", "king", "mr", "sir", "father", "brother", "fisherman")
_SINGLE = ("he", "she")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named, with the office that first stands beside the name; offsets are in the passage."""

    name: str
    role: str
    passage: str
    start: int
    end: int


def _surname(name: str) -> str:
    words = name.replace("’s", "").replace("'s", "").split()
    last = words[-1] if words else ""
    return words[-2] if last.lower().strip(".") in ("jr", "sr", "iii", "ii") and len(words) > 1 else last


class Known:
    """People by surname, so that a name is looked up and not searched for."""

    def __init__(self, people: Sequence[Person]) -> None:
        self.by_surname: dict[str, list[Person]] = {}
        for person in people:
            self.by_surname.setdefault(_surname(person.name), []).append(person)

    def named_by(self, speaker: str) -> Person | None:
        """Return whom a speaker as written names: by the full name in it, else by the surname at its end."""
        words = [word.strip(".,()’'") for word in speaker.replace("’s", "").replace("'s", "").split()[:MAX_WORDS]]
        for word in words:
            for person in self.by_surname.get(word, ()):
                if person.name in speaker:
                    return person
        own = self.by_surname.get(_surname(speaker), ())
        return own[0] if own else None


def gather_people(scans: Sequence[tuple[str, Sequence[Name], Sequence[Said]]]) -> list[Person]:
    """Return every person once, by full name, in order; a later mention can add the office."""
    found: dict[str, Person] = {}
    surnames: dict[str, list[str]] = {}
    single = {name.text for _, names, _ in scans for name in names if " " not in name.text}
    for passage, names, said in scans:
        speaking = {word.strip(".,") for one in said for word in one.speaker.split()}
        for name in names:
            if name.sort not in ("person", "name"):
                continue
            words = name.text.split()
            if name.sort == "name":
                recurs = _surname(name.text) in single and 2 <= len(words) <= 4
                speaks = set(words) <= speaking and 2 <= len(words) <= 4
                if not (recurs or speaks):
                    continue
            alike = surnames.setdefault(_surname(name.text), [])
            known = next((key for key in alike[:MAX_ALIKE] if _same(key, name.text)), None)
            if known is None:
                found[name.text] = Person(name.text, name.role, passage, name.start, name.end)
                alike.append(name.text)
            elif not found[known].role and name.role:
                found[known] = replace(found[known], role=name.role)
    return list(found.values())


def _same(one: str, other: str) -> bool:
    first, second = one.split(), other.split()
    if len(second) > len(first):
        first, second = second, first
    return second[-1] == first[-1] and (len(second) == 1 or second[0] == first[0])


def spoken_for(said: Said, names: Sequence[Name], known: Known, before: Person | None) -> Person | None:
    """Return whom he or she is taken to mean: the speaker before, else the last person named before in the passage."""
    pronoun = said.speaker.lower()
    if pronoun not in _SINGLE:
        return None
    place = said.speaker_start if said.speaker_start >= 0 else said.start
    here = bisect_right(names, place, key=lambda name: name.end)
    near = [
        person
        for name in names[max(0, here - MEMORY) : here]
        for person in [known.named_by(name.text)]
        if person is not None
    ]
    candidates = ([before] if before is not None else []) + near[::-1]
    if near and before is not None and before not in near:
        candidates = [*near, before]
    return next((person for person in candidates if _fits(person, pronoun)), None)


def _fits(person: Person, pronoun: str) -> bool:
    role = f"{person.role} {person.name}".lower().replace(".", "").split()
    if pronoun == "he":
        return not any(word in _FEMALE for word in role)
    return not any(word in _MALE for word in role)
