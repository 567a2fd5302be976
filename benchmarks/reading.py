"""How well `detente read` reads: precision and recall per kind on gold files, and the time it takes.

The gold file is in our own words and was marked by people who had not seen the reader. Usage: reading.py [-v] [FILE.yaml ..]
"""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from detente.reading.passages import plain_lines
from detente.reading.reader import Reading, read_text

if TYPE_CHECKING:
    from collections.abc import Sequence

GOLD = Path(__file__).parent / "gold"
SHEET = Path(__file__).parent / "seed.yaml"
SEED = Path(__file__).resolve().parents[2] / "shared" / "sources" / "alaska-summit-report.txt"


@dataclass
class Score:
    """Counts of one kind: marked in the gold, found of these, right of these, proposed, and of the proposed matched."""

    marked: int = 0
    found: int = 0
    right: int = 0
    proposed: int = 0
    matched: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def locate(text: str, piece: str, taken: list[tuple[int, int]]) -> tuple[int, int] | None:
    """Return where a marked piece stands, the first place not taken yet."""
    at = text.find(piece)
    while at >= 0:
        if not any(low < at + len(piece) and at < high for low, high in taken):
            return at, at + len(piece)
        at = text.find(piece, at + 1)
    at = text.find(piece)
    return (at, at + len(piece)) if at >= 0 else None


def overlap(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def spans(reading: Reading, items: Sequence[Any]) -> list[tuple[Any, tuple[int, int]]]:
    starts = {passage.id: passage.start for passage in reading.passages}
    return [(item, (starts[item.passage] + item.start, starts[item.passage] + item.end)) for item in items]


def same_speaker(gold: str, found: str) -> bool:
    """Whether two ways to write a speaker touch: they share a word that is no article."""
    plain = {"the", "a", "an", "of", "and", "for", "its", "his", "her"}
    words = [
        {word.strip(".,").lower() for word in text.replace("’s", "").replace("'s", "").split()} - plain
        for text in (gold, found)
    ]
    return bool(words[0] & words[1])


def judge_dates(text: str, report: dict[str, Any], reading: Reading, scores: dict[str, Score]) -> None:
    taken: list[tuple[int, int]] = []
    predicted = spans(reading, reading.dates)
    used: set[int] = set()
    for marked in report.get("dates") or []:
        place = locate(text, marked["text"], taken)
        score = scores["dates"]
        score.marked += 1
        if place is None:
            continue
        taken.append(place)
        hits = [
            (overlap(place, span), k) for k, (_, span) in enumerate(predicted) if overlap(place, span) and k not in used
        ]
        if not hits:
            score.missed.append(f"{report['id']}: {marked['text']} = {marked['value']}")
            continue
        values = {predicted[k][0].value for _, k in hits}
        used |= {k for _, k in hits}
        score.found += 1
        if str(marked["value"]) in values:
            score.right += 1
        else:
            tenses = [predicted[k][0].tense.way for _, k in hits]
            score.wrong.append(f"{report['id']}: {marked['text']} = {marked['value']}, read as {values} {tenses}")
    scores["dates"].proposed += len(predicted)
    scores["dates"].matched += len(used)
    scores["dates"].wrong += [
        f"{report['id']}: spurious {item.text} {item.value}" for k, (item, _) in enumerate(predicted) if k not in used
    ]


def judge_statements(  # noqa: C901, PLR0912 - one count after another
    text: str, report: dict[str, Any], reading: Reading, scores: dict[str, Score]
) -> None:
    predicted = [(item, span) for item, span in spans(reading, reading.statements) if not item.inferred]
    starts = {passage.id: passage.start for passage in reading.passages}
    passages = {passage.id: passage.text for passage in reading.passages}
    used: set[int] = set()
    taken: list[tuple[int, int]] = []
    for marked in report.get("statements") or []:
        quoted = marked.get("quote") not in (None, "null", "")
        score = scores["quoted" if quoted else "indirect"]
        score.marked += 1
        place = locate(text, marked["quote"] if quoted else marked["text"], taken)
        if place is None:
            continue
        taken.append(place)
        best, which, length = 0.0, -1, 0
        for k, (item, span) in enumerate(predicted):
            if quoted:
                if item.quote is None:
                    continue
                at = passages[item.passage].find(item.quote, max(0, item.start - 2))
                own = (starts[item.passage] + at, starts[item.passage] + at + len(item.quote))
            else:
                own = span
            share = overlap(place, own) / (place[1] - place[0])
            # of two that hold the words, the one that says less beside them
            if share > best or (share == best > 0 and own[1] - own[0] < length):
                best, which, length = share, k, own[1] - own[0]
        if best < 0.5:
            score.missed.append(f"{report['id']}: {marked['speaker']} | {marked['text'][:90]}")
            continue
        used.add(which)
        score.found += 1
        item = predicted[which][0]
        if same_speaker(marked["speaker"], item.speaker):
            score.right += 1
        else:
            score.wrong.append(
                f"{report['id']}: {marked['speaker']} not {item.speaker} [{item.by} {item.cue}] | "
                f"{(item.quote or item.text)[:80]}"
            )
        kinds = scores["kinds"]
        kinds.marked += 1
        kinds.found += 1
        kinds.right += str(marked.get("kind", "says")) == item.kind
        if str(marked.get("kind", "says")) != item.kind:
            kinds.wrong.append(f"{report['id']}: {marked.get('kind')} not {item.kind} [{item.cue}] | {item.text[:70]}")
        if marked.get("is") and marked["is"] != "null":
            inferred = scores["pronouns"]
            inferred.marked += 1
            meant = [
                one
                for one in reading.statements
                if one.inferred and (one.passage, one.start, one.quote) == (item.passage, item.start, item.quote)
            ]
            inferred.found += bool(meant)
            inferred.right += bool(meant) and same_speaker(marked["is"], meant[0].person)
    for k, (item, _) in enumerate(predicted):
        score = scores["quoted" if item.quote is not None else "indirect"]
        score.proposed += 1
        score.matched += k in used
        if k not in used:
            score.wrong.append(
                f"{report['id']}: spurious {item.speaker} [{item.by} {item.cue}] | {(item.quote or item.text)[:80]}"
            )


def judge_lists(report: dict[str, Any], reading: Reading, scores: dict[str, Score]) -> None:
    people = {person.name: person.role for person in reading.people}
    score = scores["people"]
    score.proposed += len(people)
    for marked in report.get("people") or []:
        score.marked += 1
        if marked["name"] in people:
            score.found += 1
            score.matched += 1
            role = marked.get("role")
            role = "" if role in (None, "null") else role
            good = same_speaker(role, people[marked["name"]]) if role else not people[marked["name"]]
            score.right += good
            if not good:
                score.wrong.append(f"{report['id']}: {marked['name']}: {role} not {people[marked['name']]}")
        else:
            score.missed.append(f"{report['id']}: {marked['name']}, {marked.get('role')}")
    names = {marked["name"] for marked in report.get("people") or []}
    score.wrong += [f"{report['id']}: spurious {name}, {role}" for name, role in people.items() if name not in names]
    score = scores["quantities"]
    score.proposed += len(reading.quantities)
    left = Counter(round(item.number, 6) for item in reading.quantities)
    for marked in report.get("quantities") or []:
        score.marked += 1
        digits = re.search(r"[\d.]+", str(marked["number"]).replace(",", "").replace("_", ""))
        number = round(float(digits[0]), 6) if digits else -1.0  # of a range, its lower end
        same = [item for item in reading.quantities if round(item.number, 6) == number]
        if left[number] > 0:
            left[number] -= 1
            score.found += 1
            score.matched += 1
            counts = {"$": "dollars", "£": "pounds", "€": "euros", "%": "percent"}.get(
                str(marked["counts"]), str(marked["counts"])
            )
            score.right += any(same_speaker(counts, item.counts) for item in same)
        else:
            score.missed.append(f"{report['id']}: {marked['text']}")
    score = scores["headings"]
    found = {heading.text.strip("# ").strip() for heading in reading.headings} | {
        passage.heading for passage in reading.passages if passage.heading
    }
    score.proposed += len(found)
    for heading in report.get("headings") or []:
        score.marked += 1
        hit = str(heading).strip("# ").strip() in found
        score.found += hit
        score.right += hit
        score.matched += hit
        if not hit:
            score.missed.append(f"{report['id']}: {heading}")


def judge(reports: list[Any]) -> tuple[dict[str, Score], float, int]:
    """Return the scores per kind, and the time and signs read."""
    scores = {
        kind: Score()
        for kind in ("dates", "quoted", "indirect", "kinds", "pronouns", "people", "quantities", "headings")
    }
    took, signs = 0.0, 0
    for report in reports:
        text = plain_lines(report["text"])
        begin = time.perf_counter()
        reading = read_text(text, date.fromisoformat(str(report["published"])), report.get("zone"))
        took += time.perf_counter() - begin
        signs += len(text)
        judge_dates(text, report, reading, scores)
        judge_statements(text, report, reading, scores)
        judge_lists(report, reading, scores)
    return scores, took, signs


def load(path: Path) -> list[Any]:
    """Return the reports of a gold file; every scalar is text."""
    loaded: list[Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - makes texts only
    return loaded


def seed() -> list[Any]:
    """Return the seed report with its acceptance sheet; nothing where its text is not here."""
    if not SEED.is_file():
        return []
    sheet: dict[str, Any] = yaml.load(SHEET.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - texts only
    return [sheet | {"text": SEED.read_text(encoding="utf-8")}]


def show(name: str, reports: list[Any], *, verbose: bool) -> None:
    """Print the scores of some reports."""
    scores, took, signs = judge(reports)
    speed = f"{signs:,} signs in {took:.2f} s ({signs / took / 1000:,.0f} thousand a second)"
    print(f"{name}: {len(reports)} reports, {speed}")
    print(f"  {'kind':<12}{'marked':>8}{'found':>8}{'right':>8}{'precision':>11}")
    for kind, score in scores.items():
        if score.marked:
            precision = f"{score.matched / score.proposed:.2f}" if score.proposed else ""
            shares = f"{score.found / score.marked:>8.2f}{score.right / score.marked:>8.2f}"
            print(f"  {kind:<12}{score.marked:>8}{shares}{precision:>11}")
    for kind, score in scores.items() if verbose else ():
        for line in score.missed:
            print(f"    {kind} missed  {line}")
        for line in score.wrong:
            print(f"    {kind} wrong   {line}")


def main() -> None:
    verbose = "-v" in sys.argv
    named = [Path(word) for word in sys.argv[1:] if not word.startswith("-")]
    for path in named or sorted(GOLD.glob("*.yaml")):
        show(path.name, load(path), verbose=verbose)
    if not named:
        sheet = seed()
        if sheet:
            show("the seed's acceptance sheet", sheet, verbose=verbose)
        else:
            print("the seed's acceptance sheet: not measured, the text of the seed report is not here")


if __name__ == "__main__":
    main()
