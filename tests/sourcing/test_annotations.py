"""Citations travel as W3C Web Annotations and come back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from detente.errors import UsageError
from detente.sourcing.annotations import quotes_of
from detente.workbench import export_annotations, import_annotations

if TYPE_CHECKING:
    from pathlib import Path

CASE = """detente: 1
title: A strike
sources: {report: {title: A report, file: report.txt}}
actors: {union: {name: Union, because: ["report:p1 'the union 😀 walked out'"]}, firm: {name: Firm, because: ["report:p2"]}}
issues: {strike: {decided_by: [union], because: ["report:p1 'walked out'", "assumption: it can"]}}
"""
REPORT = "😀 On Monday the union 😀 walked out.\n\nThe firm “regrets” it.\n"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    path = tmp_path / "case.yaml"
    path.write_text(CASE, encoding="utf-8")
    return path


def selectors(item: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    quote, place = item["target"]["selector"]
    return quote, place


def test_every_citation_of_a_passage_is_an_annotation(case: Path) -> None:
    document = export_annotations(case)
    items = document["first"]["items"]
    assert document["total"] == len(items) == 3
    assert {item["@context"] for item in items} == {"http://www.w3.org/ns/anno.jsonld"}
    for item in items:
        quote, place = selectors(item)
        assert quote["type"] == "TextQuoteSelector"
        assert place["type"] == "TextPositionSelector"
        assert REPORT[place["start"] : place["end"]] == quote["exact"]
        assert REPORT[: place["start"]].endswith(quote["prefix"])
        assert REPORT[place["end"] :].startswith(quote["suffix"])
    assert [selectors(item)[0]["exact"] for item in items] == [
        "the union 😀 walked out",
        "The firm “regrets” it.",
        "walked out",
    ]


def test_positions_can_be_those_of_javascript(case: Path) -> None:
    units = REPORT.encode("utf-16-le")
    for item in export_annotations(case, utf16=True)["first"]["items"]:
        quote, place = selectors(item)
        assert units[2 * place["start"] : 2 * place["end"]].decode("utf-16-le") == quote["exact"]


@pytest.mark.parametrize("utf16", [False, True])
def test_what_went_out_comes_back(case: Path, utf16: bool) -> None:
    path = case.with_name("out.jsonld")
    path.write_text(json.dumps(export_annotations(case, utf16=utf16)), encoding="utf-8")
    rows = import_annotations(case, path, utf16=utf16)["annotations"]
    assert [(row["how"], row["passage"]) for row in rows] == [("exact", "p1"), ("exact", "p2"), ("exact", "p1")]
    assert rows[0]["because"] == 'report:p1 "the union 😀 walked out"'


def test_repeated_words_come_back_each_to_its_place(case: Path) -> None:
    text = "😀 yes and 😀 yes and yes.\n"
    case.with_name("report.txt").write_text(text, encoding="utf-8")
    units = text.encode("utf-16-le")
    places = [at for at in range(len(units) // 2) if units[2 * at : 2 * at + 6].decode("utf-16-le", "replace") == "yes"]
    rows = [
        {"target": {"source": "report", "selector": [
            {"type": "TextQuoteSelector", "exact": "yes"}, {"type": "TextPositionSelector", "start": at, "end": at + 3}]}}
        for at in places
    ]  # fmt: skip
    path = case.with_name("yes.json")
    path.write_text(json.dumps(rows), encoding="utf-8")
    found = import_annotations(case, path, utf16=True)["annotations"]
    assert [row["start"] for row in found] == [at for at in range(len(text)) if text.startswith("yes", at)]


def test_annotations_of_another_tool_are_understood(case: Path) -> None:
    def marked(exact: str, **more: str) -> dict[str, Any]:
        return {"target": [{"selector": [{"type": "TextQuoteSelector", "exact": exact, **more}]}]}

    rows = [
        {"uri": "https://example.org/a", "text": "why?", **marked('The firm "regrets" it', prefix="", suffix=".")},
        {"uri": "x", "target": [{"selector": [{"type": "RangeSelector"}]}]},
        marked("The firm truly regrets it"),
        marked("Nothing of the kind was ever written"),
    ]
    hypothesis = {"rows": rows}
    path = case.with_name("h.json")
    path.write_text(json.dumps(hypothesis), encoding="utf-8")
    found = import_annotations(case, path)
    assert [(row["how"], row["note"], row["because"]) for row in found["annotations"]] == [
        ("folded", "why?", 'report:p2 "The firm “regrets” it"'),
        ("proposed", "", None),
        ("lost", "", None),
    ]
    assert len(found["notes"]) == 1


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"target": 3}', '[1, "a", null]', '{"first": {"items": [{}]}}', "\x00"]
)
def test_what_is_no_annotation_is_refused_with_a_word(case: Path, text: str) -> None:
    path = case.with_name("bad.json")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError):
        import_annotations(case, path)


def test_odd_shapes_are_passed_over() -> None:
    odd = {"target": {"selector": {"type": "TextQuoteSelector", "exact": "x", "prefix": 3}}, "body": {"value": "note"}}
    quotes, passed = quotes_of([odd, {"target": []}, 7])
    assert [(one.exact, one.prefix, one.note) for one in quotes] == [("x", "", "note")]
    assert len(passed) == 2


def test_the_command_writes_and_reads_them(case: Path, run: Any) -> None:
    out = case.with_name("out.jsonld")
    assert run("annotations", str(case), "-o", str(out)).status == 0
    assert run("annotations", str(case), "-o", str(out)).status == 2
    assert run("annotations", str(case)).json["total"] == 3
    shown = run("annotations", str(case), "--import", str(out))
    assert shown.status == 0
    assert 'because: report:p1 "walked out"' in shown.out
    assert run("annotations", str(case), "--import", str(out), "--json").json["annotations"][0]["how"] == "exact"
    assert run("annotations", "prisoners-dilemma", "--import", str(out)).status == 2
