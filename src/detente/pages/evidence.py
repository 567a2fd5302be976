"""The sections about how we know: every judgement with its passage, what rests on assumptions, the methods, the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.checks.reasons import judgements
from detente.evidence import fold
from detente.methods import METHODS
from detente.pages.blocks import Items, Paragraph, Quote, Section, Subheading, Table
from detente.pages.likelihood import likelihood_table
from detente.report.tables import bibliography
from detente.report.words import condition
from detente.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from detente.case import Case
    from detente.checks.reasons import Judged
    from detente.dependence import Dependence
    from detente.diagnostics import Path
    from detente.report.glance import Glance

__all__ = ["methods_section", "record_section", "sources_section"]

MAX_QUOTED = 900


def sources_section(
    glance: Glance, passages: Mapping[str, Mapping[str, str]], depends: Sequence[Dependence] | None
) -> Section:
    """Return every judgement with its passage, and the assumptions, those on which most depends first."""
    case = glance.case
    section = Section("sources", "Sources and assumptions")
    counts = {kind: glance.count(kind) for kind in ("passages", "both", "assumptions", "nothing")}
    section.say(
        f"{len(glance.judgements)} judgements: {counts['passages']} rest on a passage, {counts['both']} on a "
        f"passage and an assumption, "
        f"{counts['assumptions']} on an assumption alone, {counts['nothing']} on nothing that is written down."
    )
    if case.sources:
        rows = tuple(
            (name, one.title, one.publisher or "–", one.published.isoformat() if one.published else "not known")
            for name, one in case.sources.items()
        )
        section.blocks.append(Table("Sources", ("name", "title", "publisher", "published"), rows))
    section.blocks += _assumptions(case, glance, depends)
    section.blocks.append(Subheading("Every judgement and its reasons"))
    section.blocks.append(
        Table(
            "Judgements",
            ("judgement", "because"),
            tuple(
                (one.what, "\n".join(_reason(text, passages) for text in one.because) or "nothing is written down")
                for one in glance.judgements
            ),
        )
    )
    cited = _cited(glance, passages)
    if cited:
        section.blocks.append(Subheading("The passages cited"))
        section.blocks += [
            Quote(_shortened(passages[source][passage]), f"{source}:{passage}") for source, passage in cited
        ]
    return section


def _assumptions(
    case: Case, glance: Glance, depends: Sequence[Dependence] | None
) -> list[Paragraph | Subheading | Table | Items]:
    alone = [one for one in glance.judgements if one.rests_on in ("assumptions", "nothing")]
    if not alone:
        return []
    blocks: list[Paragraph | Subheading | Table | Items] = [
        Subheading("What rests on an assumption, by how much depends on it")
    ]
    if depends is None:
        blocks.append(
            Paragraph(
                "This case is too large to ask it again without each of them; they stand in the order of the file.",
                "note",
            )
        )
        blocks.append(Items(tuple(f"{one.what} ({'; '.join(one.because) or 'no because'})" for one in alone)))
        return blocks
    blocks.append(
        Paragraph(
            "Each was taken out and the questions asked again. Verdicts: the share of verdicts on outcomes "
            "(Nash, GMR, SMR) that changed. "
            "Packages: the share of packages whose acceptance changed. Forecast: how far the forecast that moved "
            "most moved, as a share of its scale.",
            "note",
        )
    )
    rows = []
    before = _before(case)
    for one in depends:
        judged = one.judged
        what = f"{judged.label} {condition(case, judged.condition)}" if judged.condition else judged.label
        why = _resolved(judged, before) or "nothing is written down"
        told = (
            [_share(one.verdicts), _share(one.packages), _share(one.scale)] if one.measured else ["all", "all", "all"]
        )
        if one.issue and one.scale:
            told[2] += f" ({case.issue_title(one.issue)})"
        rows.append((what, why, *told))
    blocks.append(
        Table(
            "Assumptions by weight",
            ("judgement", "the assumption", "verdicts", "packages", "forecast"),
            tuple(rows),
            frozenset({2, 3, 4}),
        )
    )
    if any(not one.measured for one in depends):
        blocks.append(
            Paragraph(
                "“all” stands where the case makes no sense without the judgement: an issue, who decides it.", "note"
            )
        )
    return blocks


def _before(case: Case) -> dict[Path, str]:
    """Return for each judgement the reason that stands before it in the file: what "as above" means."""
    found: dict[Path, str] = {}
    last = ""
    for one in judgements(case):
        found[one.path] = last
        own = "; ".join(reason.text or str(reason) for reason in one.because)
        last = own if own and not own.lower().startswith("as above") else last
    return found


def _resolved(judged: Judged, before: Mapping[Path, str]) -> str:
    """Return the reasons of a judgement; sorted by weight, "as above" would point elsewhere, so it is written out."""
    said = "; ".join(reason.text for reason in judged.because)
    return (
        f"{before[judged.path]} ({said})" if said.lower().startswith("as above") and before.get(judged.path) else said
    )


def _share(share: float | None) -> str:
    return (
        "–"
        if share is None
        else "0"
        if share == 0
        else f"{share * 100:.1f} %"
        if share < 0.1
        else f"{share * 100:.0f} %"
    )


def _reason(text: str, passages: Mapping[str, Mapping[str, str]]) -> str:
    """Return a reason; a passage that is not there is said to be missing."""
    source, _, rest = text.partition(":")
    passage = rest.split(" ", 1)[0]
    if source == "assumption" or source not in passages:
        return text
    return text if passage in passages[source] else f"{text} (this passage is not in the source)"


def _cited(glance: Glance, passages: Mapping[str, Mapping[str, str]]) -> list[tuple[str, str]]:
    found = dict.fromkeys(
        (source, rest.split(" ", 1)[0])
        for one in glance.judgements
        for text in one.because
        for source, _, rest in [text.partition(":")]
    )
    cited = [(source, passage) for source, passage in found if source in passages and passage in passages[source]]
    order = {(source, passage): place for source in passages for place, passage in enumerate(passages[source])}
    return sorted(cited, key=lambda one: (list(passages).index(one[0]), order[one]))


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(fold(words)) <= MAX_QUOTED else f"{words[:MAX_QUOTED].rsplit(' ', 1)[0]} .."


def methods_section(used: Sequence[str]) -> Section:
    """Return the methods that were used, with their references, and the words for probabilities."""
    section = Section("methods", "Methods")
    entries = bibliography()
    rows = tuple(
        (
            METHODS[one].title,
            one,
            METHODS[one].status,
            "\n".join(entries.get(key, key) for key in METHODS[one].references),
        )
        for one in used
        if one in METHODS
    )
    section.blocks.append(Table("Methods used", ("method", "name", "status", "references"), rows))
    section.say(
        "Status: reproduced (printed numbers of a paper come out), cross-checked (a second implementation agrees), draft.",
        "note",
    )
    section.blocks.append(Subheading("Words for probabilities", "likelihood"))
    section.blocks.append(likelihood_table())
    section.say(
        "A number on a boundary takes the upper word; beyond the table the end words stand. A word is never used "
        "without its number, and a number is never 0 or 100 %. Likelihood is not "
        "confidence: the numbers are those of the model.",
        "note",
    )
    return section


def record_section(case: Case, record: Mapping[str, str]) -> Section:
    """Return what is needed to make the page again."""
    section = Section("record", "The record")
    rows = (("detente", __version__), ("case", case.title), ("sha256 of the case", case.sha256), *record.items())
    section.blocks.append(Table("How this page was made", ("what", "value"), tuple(rows)))
    section.say(
        "The same case, version and seed give the same page. It takes no side: it tells what follows from the "
        "judgements above, and not who is right.",
        "note",
    )
    return section
