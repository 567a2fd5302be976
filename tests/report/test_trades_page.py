"""The page of ``detente trades``, as a person at a terminal sees it."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from detente.documents import TradesDocument, schema_of
from detente.report.trade_words import amount, percent

if TYPE_CHECKING:
    from pathlib import Path

CASE = """\
detente: 1
title: Road for water
as_of: 2025-01-01
actors:
  a: {name: Anna}
  b: {name: Bert}
issues:
  water: {title: Water, values: [old, new], decided_by: [a, b], status_quo: old}
  road: {title: Road, values: [old, new], decided_by: [a, b], status_quo: old}
preferences:
  a:
    scores: {water: {values: {old: 3, new: 0}}, road: {values: {old: 0, new: [8, 10, 12]}}}
    no_deal: [3, 4, 9]
  b:
    scores: {water: {values: {old: 0, new: 8}}, road: {values: {old: 5, new: 0}}}
calendar:
  - {on: 2025-06-01, what: Anna finds another way, no_deal: {a: 20}}
"""


def squeezed(ran: Any) -> str:
    return " ".join(ran.out.split())


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "case.yaml"
    path.write_text(CASE, encoding="utf-8")
    return str(path)


def test_the_whole_page(run: Any, file: str) -> None:
    ran = run("trades", file, "--over-time")
    assert ran.status == 0
    page = squeezed(ran)
    for words in (
        "Who must agree, and what each has without agreement",
        "4 (3 to 9)",
        "a number that the case gives",
        "4 packages are possible; 1 of them has the consent needed.",
        "Nash, Kalai-Smorodinsky, egalitarian, utilitarian",
        "10 (+6)",
        "A holds by every concept.",
        "Nobody can change anything alone in this case",
        "Anna gives: Water old → new (-3). It gets: Road old → new (+10). Together +7.",
        "It goes in one step only, all together",
        "nearest to refusing is Bert, with 3 more than no deal",
        "1,000 draws from the ranges and orders, seed 0.",
        "On 2025-06-01 the zone closes: Anna finds another way.",
        "never lifted to it",
        "detente holds",
    ):
        assert words in page, words


def test_no_zone(run: Any, file: str) -> None:
    ran = run("trades", file, "--on", "2025-06-01")
    assert ran.status == 0
    page = squeezed(ran)
    assert "There is no zone of agreement" in page
    assert "If no deal were worth 10 less to Anna, that alone would open a zone." in page
    assert "It is worth less than no deal to Anna (by 7) and Bert (by 5)." in page
    assert "No deal is worth more to Anna than every possible package" in page


def test_json_and_its_schema(run: Any, file: str, capsys: pytest.CaptureFixture[str]) -> None:
    ran = run("trades", file, "--json", "--draws", "50", "--seed", "3")
    assert ran.status == 0
    text = squeezed(ran)
    found = json.loads(text)
    jsonschema.validate(found, schema_of(TradesDocument))
    assert (found["seed"], found["shares"]["draws"]) == (3, 50)
    ran = run("trades", "--schema")
    assert ran.status == 0
    text = squeezed(ran)
    assert json.loads(text) == schema_of(TradesDocument)
    assert capsys.readouterr().out == ""


def test_wrong_usage_is_a_sentence(run: Any, file: str) -> None:
    for words in (("--on", "soon"), ("--by", "votes"), ("--from", "water = wet"), ("--draws", "-3")):
        ran = run("trades", file, *words)
        assert ran.status == 2
        assert "Traceback" not in ran.err
        assert ran.err.strip().endswith(".") or "Known" in ran.err
    assert run("trades").status == 2


def test_the_summit_by_statements(run: Any) -> None:
    ran = run("trades", "alaska", "--by", "statements", "--draws", "200")
    assert ran.status == 0
    page = squeezed(ran)
    for words in (
        "higher is better",
        "only order packages",
        "200 draws",
        "gives, taken one by one",
        "what holds when talks fail",
    ):
        assert words in page, words
    # no deal and the best acceptable package, for each of the three
    assert len(re.findall(r"statements rank \d+ of \d+ rank \d+ of \d+", page)) == 3


def test_who_is_outvoted_and_still_needed(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    text = CASE.replace("actors:", "agreement: {at_least: 1}\nactors:").replace("no_deal: [3, 4, 9]", "no_deal: 3")
    path.write_text(text, encoding="utf-8")
    page = squeezed(run("trades", str(path), "--package", "road = new"))
    assert "Bert has less than without a deal, yet must take part in changing Road." in page
    assert "named" in page


def test_adjusted_winner_and_a_quorum(run: Any) -> None:
    assert "Land and water is split, 2/15 of it the way United States wants it" in squeezed(
        run("trades", "panama-canal")
    )
    page = squeezed(run("trades", "sport-park"))
    assert "at least 5 of 6 actors, Park company and Tourism department among them" in page
    assert "55 of them have the consent needed" in page


def test_import_and_export(run: Any, tmp_path: Path) -> None:
    ran = run("export", "panama-canal", "--to", "negmas", "-o", str(tmp_path / "out"))
    assert (ran.status, "Wrote" in ran.out) == (0, True)
    ran = run("import", str(tmp_path / "out"), "-o", str(tmp_path / "back.yaml"))
    assert ran.status == 0
    page = squeezed(ran)
    assert "detente trades" in page
    ran = run("trades", str(tmp_path / "back.yaml"))
    assert ran.status == 0
    page = squeezed(ran)
    assert "1,024 packages are possible" in page
    assert run("import", str(tmp_path / "out" / "domain.yml")).status == 0
    assert (tmp_path / "out" / "domain.case.yaml").exists()
    assert run("import", str(tmp_path / "nothing.xml")).status == 1
    assert run("export", "panama-canal", "--to", "pdf", "-o", str(tmp_path / "pdf")).status == 2


def test_numbers_for_people() -> None:
    assert [percent(share) for share in (0, 0.005, 0.5, 0.999, 1)] == ["0 %", "<1 %", "50 %", ">99 %", "100 %"]
    assert [amount(Fraction(n)) for n in ("1/3", "12345.6", "-2")] == ["0.3333", "12,346", "-2"]
