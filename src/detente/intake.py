"""How a document comes in: read as a source, added to a case, drafted into a new one; and citations in a text that changed.

Nothing enters a case by itself. A case file is changed in one place only, its sources, and only when that is asked for.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from detente.case import Case
from detente.checks.reasons import citations
from detente.diagnostics import Diagnostic
from detente.errors import CaseError, UsageError
from detente.files.case_file import read_case
from detente.files.save import case_text, save_case, write_text
from detente.files.shipped import shipped_paths
from detente.files.texts import read_document
from detente.opening import open_case
from detente.parts import RESERVED
from detente.reading.passages import Passage, find_passages, plain_lines
from detente.reading.reader import read_text
from detente.sourcing.allowed import allowed_days, counting_words, earliest_day, runs, same_hour
from detente.sourcing.anchors import Anchor, Folded, anchor
from detente.sourcing.answer import Read, SourceFound
from detente.sourcing.draft import draft_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.reading.reader import Reading

__all__ = ["Moved", "add_source", "draft_case", "read_source", "replace_source"]

_ID = re.compile(r"[^\W\d][\w-]{0,59}\Z")


def read_source(  # noqa: PLR0913 - a request, option by option
    path: str | Path,
    *,
    published: date | str | None = None,
    zone: str = "",
    title: str = "",
    publisher: str = "",
    encoding: str = "",
    case: str | Path | None = None,
    model: str = "",
) -> Read:
    """Read a document; see `detente.workbench.read`."""
    path = Path(path)
    title, publisher = (text.encode("utf-8", "replace").decode() for text in (title, publisher))
    if published is not None and not isinstance(published, date):
        try:
            published = date.fromisoformat(published)
        except ValueError:
            raise UsageError(f"{published} is not a day. Write it like 2025-08-14.") from None
    if zone:
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise UsageError(f"{zone} is no time zone that is known. Write it like Europe/London.") from None
    document = read_document(path, encoding)
    if isinstance(document, Diagnostic):
        raise CaseError([_in_file(document, path)])
    reading = read_text(document.text, published, zone or None)
    if model:
        from detente.sourcing.speakers import load_parser, with_parsed_speakers

        reading = with_parsed_speakers(reading, load_parser(model))
    source = SourceFound(
        str(path), document.text, document.sha256, document.kind, title, publisher, document.title, document.dated
    )
    return Read(source, reading, published, zone, tuple(_notes(reading, source, published, case)))


def _in_file(found: Diagnostic, path: Path) -> Diagnostic:
    return Diagnostic(found.code, found.message, found.remedy, found.path, str(path), found.line)


def _notes(reading: Reading, source: SourceFound, published: date | None, case: str | Path | None) -> list[str]:
    """Return what a person has to tell or know."""
    notes: list[str] = []
    counting = counting_words(reading)
    earliest = earliest_day(reading)
    if published is None:
        words = ", ".join(dict.fromkeys(f"“{found.text}”" for found in counting[:6]))
        asks = f" {words} count from it and have no value yet." if words else ""
        notes.append(f"When was it published? Say --published YYYY-MM-DD; it is not guessed.{asks}")
        if source.dated_inside:
            notes.append(f"The file itself is dated {source.dated_inside}; give that day if you trust it.")
    elif earliest is not None and published < earliest:
        notes.append(
            f"The text tells of {earliest.isoformat()} as past, so it did not appear on {published.isoformat()}."
        )
    open_hours = [
        one
        for one in reading.dates
        if one.clock is not None and one.clock.zone == "local" and not (one.value or "Z").endswith("Z")
    ]
    if open_hours:
        notes.append(f"“{open_hours[0].text}” names no place. In which zone? Say --zone, like Europe/London.")
    for where, text in _meetings(reading, case):
        days = runs(where)
        if days and (published is None or not any(first <= published <= last for first, last in days)):
            told = " or ".join(
                f"from {first.isoformat()} to {last.isoformat()}" if first != last else f"on {first.isoformat()}"
                for first, last in days
            )
            start = (
                "Its words allow"
                if published is None
                else f"{published.isoformat()} does not fit its words. They allow"
            )
            notes.append(f"{start} publication {told}, {text}.")
    if not reading.passages:
        notes.append("No paragraph was found in it.")
    return notes


def _meetings(reading: Reading, case: str | Path | None) -> list[tuple[list[date], str]]:
    """Return the days that a text allows if it speaks of the meeting of a case: the one named, else a shipped one.

    It speaks of it where the hour on the clock is the same and a word of the place stands in the text.
    """
    found = []
    own = Path(case) if case else None
    files = (
        [own if own is not None and own.is_file() else shipped_paths().get(str(case), Path(str(case)))] if case else []
    )
    files = files or list(shipped_paths().values())
    places = {word for place in reading.places for word in re.findall(r"[^\W\d_]{4,}", place.text)}
    for file in files:
        other = read_case(file).case
        name = file.parent.name if file.name == "case.yaml" else file.name
        if other is None or other.meeting is None or other.meeting.starts is None:
            continue
        starts = other.meeting.starts
        shared = places & set(re.findall(r"[^\W\d_]{4,}", other.meeting.place or ""))
        clock = same_hour(reading, starts.local, starts.zone)
        if clock is None or not shared:
            continue
        days = allowed_days(reading, clock.passage, starts.local.date())
        if days:
            found.append(
                (
                    days,
                    f"if it speaks of the meeting in the case {name} ({starts.local:%Y-%m-%dT%H:%M} {starts.zone})",
                )
            )
    return found


def _copy_of(read: Read, folder: Path, name: str, taken: str = "") -> str:
    """Return the name under which a source is kept beside the case: its own where it lies there, else a copy's.

    A name that something else has is not used: nothing is written over.
    """
    path = Path(read.source.path)
    plain = read.source.kind == "text" and path.suffix.lower() in (".txt", ".md", ".text", ".markdown", "")
    if plain and path.resolve().parent == folder.resolve() and _says(path, read.source.text):
        return path.name
    suffix = path.suffix.lower() if plain and path.suffix else ".txt"
    number = 1
    copy = f"{name}{suffix}"
    while copy == taken or ((folder / copy).exists() and not _says(folder / copy, read.source.text)):
        number += 1
        copy = f"{name}-{number}{suffix}"
    return copy


def _says(path: Path, text: str) -> bool:
    """Whether a file is UTF-8 and says a text."""
    try:
        return plain_lines(path.read_bytes().decode("utf-8-sig")) == text
    except (OSError, UnicodeDecodeError):
        return False


def _hash(read: Read, target: Path) -> str:
    """Return the hash of a source's copy: of what lies there, or of what will."""
    data = target.read_bytes() if target.exists() else read.source.text.encode()
    return hashlib.sha256(data).hexdigest()


def _keep(read: Read, target: Path) -> None:
    """Put a copy of a source beside the case, unless it lies there."""
    if not target.exists():
        write_text(target, read.source.text)


def _checked_name(name: str) -> str:
    if not _ID.match(name) or name.lower() in RESERVED | {"assumption"}:
        raise UsageError(
            f"{name} cannot be the name of a source. Use letters, digits and hyphens, like report or summit-note."
        )
    return name


def _own(case: str | Path) -> Path:
    """Return the path of a case file that may be changed: a shipped case may not."""
    path = Path(case)
    if not path.is_file():
        raise UsageError(
            f"{case} is no case file of yours. Write one first: detente new NAME, or detente read FILE --draft NAME."
        )
    return path


def add_source(read: Read, case: str | Path, name: str) -> Path:
    """Add a document to the sources of a case file, with a copy of its text beside it; return where the copy lies.

    Raises
    ------
    CaseError, UnknownCase
        Where the case cannot be read.
    UsageError
        Where the name is taken, cannot be used, or the case is a shipped one.
    """
    _checked_name(name)
    path = _own(case)
    opened = open_case(path)
    errors = [found for found in opened.diagnostics if found.is_error]
    if opened.case is None or errors:
        raise CaseError(errors)
    if name in opened.case.sources:
        raise UsageError(
            f"The case has a source {name} already. To put this text in its place, add --accept; or name it with --as."
        )
    file = _copy_of(read, path.parent, name)
    document = opened.case.to_document()
    document.setdefault("sources", {})[name] = _entry(read, file, _hash(read, path.parent / file))
    changed = Case.model_validate(document)
    _keep(read, path.parent / file)
    save_case(changed, path)
    return path.parent / file


def _entry(read: Read, file: str, sha256: str) -> dict[str, str]:
    source = read.source
    entry = {"title": source.title or source.title_inside or Path(source.path).stem, "file": file, "sha256": sha256}
    if source.publisher:
        entry["publisher"] = source.publisher
    if read.published is not None:
        entry["published"] = read.published.isoformat()
    return entry


def draft_case(read: Read, path: Path, name: str) -> Case:
    """Write a starter case of a reading, with a copy of the text beside it, and return it.

    Raises
    ------
    UsageError
        Where a file is there already, or the folder is not.
    """
    _checked_name(name)
    if path.exists():
        raise UsageError(f"{path} exists already; nothing was written. Choose another name.")
    if not path.parent.is_dir():
        raise UsageError(f"There is no folder {path.parent}. Make it first.")
    file = _copy_of(read, path.parent, name, path.name)
    document = draft_of(read, name, file)
    document["sources"][name]["sha256"] = _hash(read, path.parent / file)
    case = Case.model_validate(document)
    text = case_text(case)
    _keep(read, path.parent / file)
    head = (
        "# Drafted by detente read. Every entry marked proposed: is a proposal; the passage it cites stands beside it.\n"
        "# Confirm an entry by taking its line proposed: away; throw out what does not belong. detente check "
        "lists what is left.\n"
    )
    write_text(path, head + text)
    return case


@dataclass(frozen=True, slots=True)
class Moved:
    """A citation of a case in a text that changed: where it is written, what it cited, and where that stands now.

    `quoted` tells whether the citation has words of its own; else it cites the whole paragraph.
    """

    place: str
    cited: str
    passage: str
    anchor: Anchor
    quoted: bool

    @property
    def fits(self) -> bool:
        """Whether the citation still is right as it is written."""
        return self.anchor.how in ("exact", "folded") and self.anchor.passage == self.passage


def replace_source(read: Read, case: str | Path, name: str, *, accept: bool) -> list[Moved]:
    """Return where each citation of a source stands in a newer text; with `accept`, put that text in its place.

    Citations are never moved: those that no longer fit are listed, and `detente check` names them until a person has.
    """
    path = _own(case)
    opened = open_case(path)
    if opened.case is None or name not in opened.case.sources:
        raise UsageError(f"{case} has no source {name}.")
    source = opened.case.sources[name]
    old = {one.id: one for one in find_passages(_old_text(path.parent, source.file))}
    passages = find_passages(read.source.text)
    folded = Folded(read.source.text)
    moved = []
    for reason, place in citations(opened.case):
        if reason.kind == "passage" and reason.source == name:
            words = reason.quote or (old[reason.passage].text if reason.passage in old else "")
            moved.append(_moved(reason.passage, words, place, folded, passages, quoted=bool(reason.quote)))
    if accept:
        silent = [one.place for one in moved if not one.quoted and not one.fits]
        if silent:
            raise UsageError(
                f"Nothing was changed: in the new text these citations without words would point at another paragraph: "
                f"{', '.join(silent[:8])}{' and more' if len(silent) > 8 else ''}. Give them their words first, like "
                f"because: [\"{name}:p4 'its words'\"]."
            )
        # the older text stays where it is: the case names the newer one from now on
        file = _copy_of(read, path.parent, name)
        document = opened.case.to_document()
        entry = document["sources"][name]
        entry |= {"file": file, "sha256": _hash(read, path.parent / file)}
        if read.published is not None:
            entry["published"] = read.published.isoformat()
        changed = Case.model_validate(document)
        _keep(read, path.parent / file)
        save_case(changed, path)
    return moved


def _old_text(folder: Path, file: str | None) -> str:
    """Return the text that is kept beside the case, or nothing where it is gone."""
    if file is None or not (folder / file).resolve().is_relative_to(folder.resolve()):
        return ""
    document = read_document(folder / file)
    return "" if isinstance(document, Diagnostic) else document.text


def _moved(
    passage: str, words: str, place: Sequence[str | int], folded: Folded, passages: Sequence[Passage], *, quoted: bool
) -> Moved:
    found = anchor(folded, passages, words) if words else Anchor("lost", likeness=0.0)
    same = next((one for one in passages if one.id == passage), None)
    if found.how in ("exact", "folded") and same is not None and words:
        inside = anchor(Folded(same.text), [], words)
        if inside.how in ("exact", "folded"):
            # the words stand in the passage that is cited, wherever else they stand too
            found = Anchor(inside.how, passage, same.start + inside.start, same.start + inside.end, inside.text)
    return Moved(".".join(map(str, place)), words, passage, found, quoted)
