"""The page that is handed over: every section, true to the answers, plain text where a case tries to be more."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import detente
from detente.case import Case
from detente.handover import answer_all, page_of
from detente.pages.blocks import Chart, Items, Page, Section, Table
from detente.pages.build import build_page
from detente.pages.html import html_text
from detente.pages.likelihood import LIKELIHOODS, likelihood, likelihood_table
from detente.pages.markdown import markdown_text
from detente.pages.minute import minute_sentences
from detente.symbolic.encoding import is_available
from detente.workbench import cases
from random_options import document

if TYPE_CHECKING:
    from pathlib import Path

NASTY = '<script>alert("x")</script> & \u202eright\u200b | `code` # *star* [link](javascript:alert(1)) ignore the above'
CASE = """detente: 1
title: '{title}'
note: '{title}'
actors: {{a: {{name: '{title}', because: ['assumption: {title}']}}, b: {{name: Bea}}}}
issues: {{x: {{title: '{title}', decided_by: [a], status_quo: no, because: ['assumption: {title}']}}}}
preferences: {{a: {{statements: [{{that: x, because: ['assumption: {title}']}}]}}}}
"""


@pytest.fixture(scope="module")
def alaska() -> Page:
    return page_of("alaska", command="detente report alaska -o alaska.html", name="alaska")[1]


def section(page: Page, name: str) -> Section:
    return next(one for one in page.sections if one.id == name)


def tables(page: Page, name: str) -> list[Table]:
    return [block for block in section(page, name).blocks if isinstance(block, Table)]


def charts(page: Page) -> list[Chart]:
    return [block for one in page.sections for block in one.blocks if isinstance(block, Chart)]


def test_the_sections_stand_in_their_order(alaska: Page) -> None:
    assert [one.id for one in alaska.sections] == [
        "minute",
        "meeting",
        "actors",
        "options",
        "holds",
        "settles",
        "trades",
        "calendar",
        "sources",
        "methods",
        "record",
    ]
    assert all(one.blocks for one in alaska.sections)


def test_one_minute_is_at_most_ten_sentences_and_no_verdict(alaska: Page) -> None:
    items = next(block for block in section(alaska, "minute").blocks if isinstance(block, Items))
    assert 3 <= len(items.texts) <= 10
    said = " ".join(items.texts).lower()
    for word in ("should", "right to", "wrong", "deserves", "guilty", "fair deal", "certainly", "100 %", "(0 %)"):
        assert word not in said
    for text in items.texts:
        assert text.endswith(".")
    words = [word for _, word in LIKELIHOODS]
    for found in re.findall(r"([a-z ]+) \((?:less than |more than )?\d+ %\)", said):
        assert any(found.endswith(word) for word in words), found


def test_the_numbers_are_those_of_the_answers(alaska: Page) -> None:
    said = markdown_text(alaska)
    trades = detente.trades("alaska").to_dict()
    holds = detente.holds("alaska", engine="explicit").to_dict()
    assert f"{trades['acceptable']} of {trades['outcomes']} possible packages" in said
    held = holds["holding"]["gmr"]["count"]
    assert f"{held} of {holds['outcomes']} possible outcomes" in said
    settles = detente.settles("alaska").to_dict()["issues"]["ceiling"]["spatial.compromise"]
    assert settles["interval80"] is not None
    low, high = (f"{end:,.0f}" for end in settles["interval80"])
    assert f"between {low} and {high} warheads" in said


def test_the_meeting_has_its_hour_in_every_zone(alaska: Page) -> None:
    hours = {row[0]: row[1] for row in tables(alaska, "meeting")[0].rows}
    assert hours["Moscow"] == "Friday 15 August 2025, 22:30"
    assert hours["UTC"] == "Friday 15 August 2025, 19:30"


def test_every_chart_has_words_and_numbers_behind_it(alaska: Page) -> None:
    found = charts(alaska)
    assert len(found) >= 9
    for chart in found:
        assert chart.says
        assert chart.table.rows
        assert chart.svg.startswith("<svg ")
        drawn = " ".join(unescape(re.sub(r"<[^>]*>", " ", chart.svg)).split())
        assert chart.title in drawn
        assert "http" not in chart.svg.replace("http://www.w3.org/2000/svg", "")


def test_every_judgement_stands_with_its_passage(alaska: Page) -> None:
    case = detente.load("alaska")
    judged = next(table for table in tables(alaska, "sources") if table.caption == "Judgements")
    assert len(judged.rows) == len(detente.show(case).judgements)
    assert any("report:p4" in row[1] for row in judged.rows)
    by_weight = next(table for table in tables(alaska, "sources") if table.caption == "Assumptions by weight")
    weights = [max([float(cell.split(" %")[0]) for cell in row[2:] if " %" in cell] or [0.0]) for row in by_weight.rows]
    assert weights == sorted(weights, reverse=True)


def test_the_record_lets_the_page_be_made_again(alaska: Page) -> None:
    record = {row[0]: row[1] for row in tables(alaska, "record")[0].rows}
    assert record["sha256 of the case"] == detente.load("alaska").sha256
    assert record["seed"] == "0"
    assert record["command"].startswith("detente report alaska")


def test_html_is_one_small_file_that_asks_for_nothing(alaska: Page) -> None:
    html = html_text(alaska)
    assert len(html.encode()) < 2_000_000
    assert not re.findall(r"""(?:src|href)=["'](?!#)""", html)
    assert "<script" not in html
    assert "url(" not in html
    assert "@import" not in html
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    for target in re.findall(r'href="#([^"]+)"', html):
        assert target in ids


def test_markdown_says_the_same(alaska: Page) -> None:
    markdown, html = markdown_text(alaska), unescape(re.sub(r"<[^>]+>", " ", html_text(alaska)))
    plain = " ".join(html.split())
    for one in alaska.sections:
        assert f"## {one.title}" in markdown
        for block in one.blocks:
            if isinstance(block, Items):
                for text in block.texts:
                    assert " ".join(text.split()) in plain
    for line in markdown.splitlines():
        if line.startswith("|"):
            assert len(re.findall(r"(?<!\\)\|", line)) >= 3


@pytest.mark.parametrize("name", [case.name for case in cases() if case.name != "alaska"])
def test_every_shipped_case_has_a_page(name: str) -> None:
    page = build_page(answer_all(name, weigh=False), name)
    assert html_text(page)
    assert markdown_text(page)
    for one in page.sections:
        assert one.blocks, one.id


def test_a_question_that_cannot_be_answered_says_what_to_add(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("detente: 1\ntitle: T\nactors: {a: {name: A}}\nissues: {x: {decided_by: [a]}}\n", encoding="utf-8")
    page = page_of(path)[1]
    for name in ("minute", "meeting", "holds", "settles", "trades", "calendar"):
        assert any(getattr(block, "kind", "") == "add" for block in section(page, name).blocks), name


def test_a_case_cannot_make_the_page_do_anything(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(CASE.format(title=NASTY.replace("'", "")), encoding="utf-8")
    page = page_of(path)[1]
    html = html_text(page)
    assert "<script" not in html
    assert "&lt;script&gt;alert(" in html
    assert "[U+202E]" in html
    assert "\u202e" not in html
    assert "\u200b" not in html
    markdown = markdown_text(page)
    assert "<script" not in markdown
    assert not re.search(r"(?<!\\)\]\(", markdown)
    assert "\u202e" not in markdown


@pytest.mark.parametrize(
    ("probability", "said"),
    [
        (0.0, "almost no chance (less than 1 %)"),
        (0.04, "almost no chance (4 %)"),
        (0.05, "very unlikely (5 %)"),
        (0.196, "unlikely (20 %)"),
        (0.3, "unlikely (30 %)"),
        (0.5, "roughly an even chance (50 %)"),
        (0.55, "likely (55 %)"),
        (0.8, "very likely (80 %)"),
        (0.95, "almost certain (95 %)"),
        (1.0, "almost certain (more than 99 %)"),
    ],
)
def test_words_go_with_numbers_as_icd_203_has_them(probability: float, said: str) -> None:
    assert likelihood(probability) == said
    # ICD 203 (2015), section D.6.e.(2)(a)
    assert [row[1] for row in likelihood_table().rows] == [
        "1 to 5 %",
        "5 to 20 %",
        "20 to 45 %",
        "45 to 55 %",
        "55 to 80 %",
        "80 to 95 %",
        "95 to 99 %",
    ]


def test_the_command_writes_the_page_and_the_diary(tmp_path: Path, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("report", "prisoners-dilemma")
    assert (ran.status, ran.out) == (0, "Wrote prisoners-dilemma.html.\n")
    assert run("report", "prisoners-dilemma", "-o", "p.md").status == 0
    assert (tmp_path / "p.md").read_text(encoding="utf-8").startswith("# ")
    for words in (
        ["report"],
        ["report", "a", "b"],
        ["report", "chicken", "-o", "p.doc"],
        ["report", "chicken", "-o", "no/p.html"],
        ["report", "nobody"],
    ):
        assert run(*words).status == 2, words
    opened: list[str] = []

    def show(address: str) -> bool:
        opened.append(address)
        return True

    monkeypatch.setattr("webbrowser.open", show)
    assert run("report", "chicken", "--open").status == 0
    assert opened[0].endswith("/chicken.html")
    monkeypatch.setattr("webbrowser.open", lambda _address: False)
    assert "Open chicken.html yourself" in run("report", "chicken", "--open").out


def test_what_holds_stands_on_the_page_of_a_case_too_large_to_list() -> None:
    made = document(25, 3, statements=3)
    made["impossible"], made["moves"] = [], []
    for issue in made["issues"].values():
        issue["status_quo"] = "no"
    answered = answer_all(Case.model_validate(made), weigh=False)
    assert answered.holds is None
    assert answered.wide is not None
    said = html_text(build_page(answered, "wide"))
    assert "The status quo does not hold" in said or "The status quo holds" in said
    assert f"{answered.wide.summaries['gmr'].count:,}" in said
    assert "What is best for whom" in said
    assert "graph.gmr" in said


@pytest.mark.skipif(not is_available(), reason="dd has no CUDD on this machine")
def test_the_minute_of_a_case_too_large_to_list_tells_shares_and_what_all_have() -> None:
    case = detente.load("alaska")
    listed = detente.holds(case, engine="explicit")
    drawn = detente.holds(case, engine="symbolic", only=["nash", "seq", "smr", "gmr"])
    said = minute_sentences(case, drawn, None, None, None, {})
    space = listed.conflict.space

    def shared(concept: str) -> list[str]:
        every = [space.outcome(state) for state in np.flatnonzero(listed.holding(concept)).tolist()]
        same = [name for name in space.issues if len({outcome[name] for outcome in every}) == 1]
        return [f"{case.issue_title(name)}: {every[0][name]}" for name in same]

    # the careful concept first, then the strictest that leaves anything; 47 of 960 is 4.9 in a hundred
    assert (listed.holding("gmr").sum(), listed.holding("seq").sum(), space.outcomes.size) == (47, 1, 960)
    assert said[0].startswith("The status quo does not hold")
    assert said[1] == (
        "What holds if each expects the worst reply that others could make: 47 (4.9%) of 960 possible outcomes; "
        f"in all of them {shared('gmr')[0]}."
    )
    assert len(shared("gmr")) == 1
    assert said[2].startswith(
        "What holds if each expects the replies that others would want to make: 1 (0.1%) of 960 possible outcomes; in all of "
        f"them {', '.join(shared('seq')[:3])} and {shared('seq')[3]} (and more)"
    )
    # after that only what the calendar says
    assert not any(one.startswith("What holds") for one in said[3:])
