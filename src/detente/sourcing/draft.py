"""A reading -> a starter case: actors, people, meeting, calendar, candidate issues, each proposed, each with its passage.

The draft is a beginning. What it holds is in the text, word for word; what a person has to decide (values, scores, moves)
is left out, and `detente check` lists what is still proposed.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from unicodedata import category
from zoneinfo import ZoneInfo

from detente.reading.tokens import Token, find_sentences, tokenize
from detente.sourcing.document import because_of
from detente.sourcing.parties import Parties, find_parties, id_of

if TYPE_CHECKING:
    from detente.reading.passages import Passage
    from detente.reading.reader import DateFound, Reading, StatementFound
    from detente.sourcing.answer import Read

__all__ = ["draft_of"]

MAX_ISSUES = 14
MAX_TITLE = 70
MEETING = frozenset("meet meets met meeting summit talks negotiations conference session".split())
_STAGES = (
    ("one-on-one", "one-on-one"),
    ("working lunch", "working lunch"),
    ("working dinner", "working dinner"),
    ("plenary", "plenary session"),
    ("press conference", "press conference"),
    ("signing ceremony", "signing ceremony"),
    ("bilateral meeting", "bilateral meeting"),
)
_AGENDA = ("agenda", "focus on", "discuss", "topics", "issues including", "address", "turn to", "speak of")
_VERBS = frozenset(
    "is are was were will would could should can may might must has have had said we i they he she it".split()
)
_SMALL = frozenset(
    ("the a an some of most and or on in to for with its their his her as well also are be is both other such").split()
)


def draft_of(read: Read, name: str, file: str) -> dict[str, Any]:
    """Return the document of a drafted case; `name` is what the source is called, `file` where it lies beside the case.

    Every part but the title stands in the source. A text in which nobody can be told who could act gives a case with two
    placeholders, named as such.
    """
    reading, source = read.reading, read.source
    parties = find_parties(reading)
    texts = {passage.id: passage for passage in reading.passages}
    meeting, in_room, met = _meeting(read, parties, texts, name)
    issues = _issues(reading, parties, in_room, name)
    about = {
        "title": source.title or source.title_inside or "A title for the source",
        "file": file,
        "sha256": source.sha256,
    }
    if source.publisher:
        about["publisher"] = source.publisher
    if read.published:
        about["published"] = read.published.isoformat()
    document: dict[str, Any] = {"detente": "1", "title": source.title or source.title_inside or "A title for this case"}
    if read.published:
        document["as_of"] = read.published.isoformat()
    document["sources"] = {name: about}
    document["actors"] = _actors(parties, in_room, name) or _placeholders()
    document["issues"] = issues or {
        "issue-1": {
            "title": "What is to be settled",
            "proposed": "yes",
            "because": ["assumption: a placeholder; the text names nothing that could be taken for an issue"],
        }
    }
    wants = _preferences(reading, parties, issues, name)
    if wants:
        document["preferences"] = wants
    calendar = _calendar(reading, read.published, texts, name, met)
    if calendar:
        document["calendar"] = calendar
    if meeting:
        document["meeting"] = meeting
    people = _people(reading, parties, name, meeting)
    if people:
        document["people"] = people
    facts = [
        {"what": one.text, "proposed": "yes", "because": [because_of(name, one.passage, one.text)]}
        for one in reading.quantities
        if one.number > 2
    ]
    if facts:
        document["background"] = facts[:10]
    cleaned: dict[str, Any] = _plain(document)
    return cleaned


def _plain(value: Any) -> Any:  # noqa: ANN401 - a document
    """Return a document without signs that YAML cannot hold, and with single spaces; reasons are plain already."""
    if isinstance(value, dict):
        return {key: inner if key == "because" else _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, str):
        kept = "".join(sign for sign in value if category(sign) not in ("Cc", "Cs", "Co", "Cn") or sign.isspace())
        return " ".join(kept.split())
    return value


def _placeholders() -> dict[str, Any]:
    because = ["assumption: a placeholder; the text names nobody who could be told to act"]
    return {f"actor-{n}": {"name": f"Actor {n}", "proposed": "yes", "because": because} for n in (1, 2)}


def _actors(parties: Parties, in_room: set[str], name: str) -> dict[str, Any]:
    actors: dict[str, Any] = {}
    for party in parties.found.values():
        actor: dict[str, Any] = {"name": party.name}
        if party.zone:
            actor["zone"] = party.zone
        if in_room and party.id not in in_room:
            actor["in_the_room"] = "no"
        actor["proposed"] = "yes"
        actor["because"] = [because_of(name, party.passage, party.words)]
        actors[party.id] = actor
    return actors


def _people(reading: Reading, parties: Parties, name: str, meeting: dict[str, Any]) -> list[dict[str, Any]]:
    delegates = {one["name"] for group in meeting.get("delegations", {}).values() for one in group}
    found = []
    for person in reading.people:
        if person.name in delegates:
            continue
        own: dict[str, Any] = {"name": person.name, "role": person.role or "role not told"}
        if person.name in parties.of_person and parties.of_person[person.name] in parties.found:
            own["speaks_for"] = parties.of_person[person.name]
        found.append(own | {"proposed": "yes", "because": [because_of(name, person.passage, person.name)]})
    return found


def _sentence(passage: Passage, start: int) -> tuple[str, list[Token]]:
    """Return the sentence in which an offset of a passage lies, and its tokens."""
    tokens = tokenize(passage.text)
    for low, high in find_sentences(tokens):
        if tokens[high - 1].end > start:
            return passage.text[tokens[low].start : tokens[high - 1].end], tokens[low:high]
    return passage.text, tokens


def _meeting(
    read: Read, parties: Parties, texts: dict[str, Passage], name: str
) -> tuple[dict[str, Any], set[str], str]:
    """Return the meeting a text announces, who is in the room, and its day."""
    reading = read.reading
    chosen: DateFound | None = None
    for found in reading.dates:
        sentence, tokens = _sentence(texts[found.passage], found.start)
        coming = found.tense.way == "future" or (
            read.published is not None and found.value is not None and found.value[:10] >= read.published.isoformat()
        )
        if found.grain == "day" and found.value and coming and any(token.low in MEETING for token in tokens):
            chosen = found
            break
    if chosen is None or chosen.value is None:
        return {}, set(), ""
    passage = texts[chosen.passage]
    sentence, _ = _sentence(passage, chosen.start)
    meeting: dict[str, Any] = {}
    places = [
        one
        for one in reading.places
        if one.passage == passage.id and one.text in sentence and one.text in passage.text and not _is_party(one.text)
    ]
    if places:
        meeting["place"] = ", ".join(dict.fromkeys(one.text for one in places))
    zone = next((one.zone for one in places if one.zone), "")
    clock = next(
        (one for one in reading.dates if one.clock is not None and one.value and one.passage == passage.id), None
    )
    if clock is not None and clock.clock is not None and zone:
        minutes = clock.clock.minutes
        hour = f"{chosen.value}T{minutes // 60:02d}:{minutes % 60:02d}"
        if _is_clear(hour, zone):
            meeting["starts"] = f"{hour} {ZoneInfo(zone).key}"
    everything = " ".join(one.text.lower() for one in reading.passages)
    stages = sorted((everything.find(word), stage) for word, stage in _STAGES if word in everything)
    if stages:
        meeting["stages"] = [stage for _, stage in stages]
    in_room = {
        code for person, code in parties.of_person.items() if person.split()[-1] in sentence and code in parties.found
    }
    in_room |= {party.id for party in parties.found.values() if party.words in sentence}
    delegations = _delegations(reading, parties, texts, name)
    if delegations:
        meeting["delegations"] = delegations
    agenda = [title for title, _, _ in _agenda(reading)]
    if agenda:
        meeting["agenda"] = [{"item": title, "issues": [id_of(title)]} for title in agenda[:MAX_ISSUES]]
    meeting["proposed"] = "yes"
    meeting["because"] = [because_of(name, chosen.passage, chosen.text)]
    return meeting, in_room, chosen.value


def _is_clear(hour: str, zone: str) -> bool:
    """Whether the clocks of a zone show an hour once: not when they are put forward or back."""
    local = datetime.fromisoformat(hour)
    if not 1900 <= local.year <= 2200:
        return False
    once = local.replace(tzinfo=ZoneInfo(zone))
    there = once.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return there == local and once.utcoffset() == once.replace(fold=1).utcoffset()


def _is_party(words: str) -> bool:
    from detente.reading.places import country_named

    country = country_named(words)
    return country is not None and words != country.capital


def _delegations(
    reading: Reading, parties: Parties, texts: dict[str, Passage], name: str
) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for person in reading.people:
        sentence, _ = _sentence(texts[person.passage], person.start)
        code = parties.of_person.get(person.name)
        if "delegation" in sentence.lower() and code in parties.found and code is not None:
            because = [because_of(name, person.passage, person.name)]
            found.setdefault(code, []).append(
                {"name": person.name, "role": person.role or "role not told", "proposed": "yes", "because": because}
            )
    return found


def _agenda(reading: Reading) -> list[tuple[str, str, str]]:
    """Return what a text says is on the agenda: title, passage, words as written."""
    found: dict[str, tuple[str, str, str]] = {}
    for passage in reading.passages:
        tokens = tokenize(passage.text)
        for low, high in find_sentences(tokens):
            sentence = passage.text[tokens[low].start : tokens[high - 1].end]
            if not any(word in sentence.lower() for word in _AGENDA) or not any(
                w in sentence.lower()
                for w in ("agenda", "talks", "summit", "meet", "negotiat", "discuss", "they will", "they also")
            ):
                continue
            for words in _listed(sentence):
                found.setdefault(id_of(words), (words[0].upper() + words[1:], passage.id, words))
    return list(found.values())


def _listed(sentence: str) -> list[str]:
    """Return the items of a list in a sentence: after "including", or before "are on the agenda"."""
    low = sentence.lower()
    if len(low) != len(sentence):
        low = sentence  # a letter that grows when it is made small would shift every place
    start = max(
        (
            low.rfind(word) + len(word)
            for word in ("including ", "such as ", "focus on ", "discuss ", "turn to ", "speak of ")
            if word in low
        ),
        default=-1,
    )
    if start >= 0:
        part = sentence[start:].rstrip(".!?” ")
        # "turn to what is hardest: the war, arms and trade" lists after the colon
        part = part.partition(":")[2] or part
    elif "on the agenda" in low:
        part = sentence[: low.find("on the agenda")]
        for verb in (" are also ", " is also ", " are ", " is "):
            at = part.rfind(verb)
            if at >= 0:
                part = part[:at]
                break
    else:
        return []
    if part.count(",") + part.count(" and ") == 0 and len(part.split()) > 8:
        return []
    pieces = [piece.strip() for chunk in part.split(",") for piece in chunk.split(" and ")]
    items = []
    for piece in pieces:
        words = piece.split()
        while words and words[0].lower() in _SMALL:
            words = words[1:]
        if 1 <= len(words) <= 7 and any(word.lower() not in _SMALL for word in words):
            at = sentence.find(" ".join(words))
            items.append(" ".join(words) if at >= 0 else piece)
    return items


def _issues(reading: Reading, parties: Parties, in_room: set[str], name: str) -> dict[str, Any]:
    """Return candidate issues: what is on the agenda, and what somebody rules out, demands, offers, threatens."""
    issues: dict[str, Any] = {}
    both = [code for code in parties.found if code in in_room] or list(parties.found)[:2]
    for title, passage, words in _agenda(reading):
        issues.setdefault(
            id_of(title),
            {"title": title, "decided_by": both, "proposed": "yes", "because": [because_of(name, passage, words)]},
        )
    for statement in reading.statements:
        party = parties.of_statement(statement)
        title = _title_of(statement, reading)
        if not title or party not in parties.found or id_of(title) in issues:
            continue
        because = [because_of(name, statement.passage, statement.text)]
        issues[id_of(title)] = {"title": title, "decided_by": [party], "proposed": "yes", "because": because}
    return dict(list(issues.items())[:MAX_ISSUES])


def _title_of(statement: StatementFound, reading: Reading) -> str:
    """Return the title of the issue that a statement of a move speaks of, or nothing where it names no single thing."""
    if statement.kind in ("says", "expects"):
        return ""
    words = statement.text
    for other in reading.statements:
        # "rejecting X's suggestion of land swaps" is about the land swaps
        if (
            other.passage == statement.passage
            and other.text != words
            and other.kind != "says"
            and words.endswith(other.text)
        ):
            words = other.text
    plain = " ".join(words.replace("“", "").replace("”", "").replace('"', "").split())
    plain = plain.removeprefix("to ").removeprefix("that ").partition(",")[0]
    if len(plain) > MAX_TITLE or any(token.low in _VERBS for token in tokenize(plain)):
        return ""
    return plain[:1].upper() + plain[1:]


def _preferences(reading: Reading, parties: Parties, issues: dict[str, Any], name: str) -> dict[str, Any]:
    """Return what a text says outright of what parties want: they rule it out, or demand it."""
    wants: dict[str, dict[str, Any]] = {}
    for statement in reading.statements:
        title = _title_of(statement, reading)
        party, issue = parties.of_statement(statement), id_of(title) if title else ""
        if statement.kind not in ("ruled out", "demands") or party not in parties.found or issue not in issues:
            continue
        assert party is not None
        that = f"not {issue}" if statement.kind == "ruled out" else issue
        entry = {"that": that, "proposed": "yes", "because": [because_of(name, statement.passage, statement.text)]}
        wants.setdefault(party, {"statements": []})["statements"].append(entry)
    return wants


def _calendar(
    reading: Reading, published: date | None, texts: dict[str, Passage], name: str, met: str
) -> list[dict[str, Any]]:
    """Return the days ahead that a text names, but for the meeting's own."""
    found: dict[str, dict[str, Any]] = {}
    for one in reading.dates:
        if one.grain != "day" or not one.value or one.value == met or published is None:
            continue
        if date.fromisoformat(one.value) <= published:
            continue
        sentence, _ = _sentence(texts[one.passage], one.start)
        what = sentence if len(sentence) <= 160 else sentence[:160].rsplit(" ", 1)[0] + " .."
        found.setdefault(
            one.value,
            {"on": one.value, "what": what, "proposed": "yes", "because": [because_of(name, one.passage, one.text)]},
        )
    return [found[day] for day in sorted(found)]
