"""The page of ``detente settles``: what it shows, and that it shows what the answer says."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

import detente
from detente.report.settle_words import number, place_text, range_text, span_text
from detente.report.strip import strip_lines
from detente.spatial.spread import spread_of


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_the_page_of_the_summit(run: Any) -> None:
    done = run("settles", "alaska", "--draws", "60")
    assert done.status == 0
    page = flat(done.out)
    answer: Any = detente.settles("alaska", draws=60).to_dict()
    for words in (
        "1. Territory", "2. US sanctions", "3. Arms ceiling after New START", "4. Exchanges",
        "5. The settlement as an outcome of the case", "The status quo is at 0 (held)", "EU error",
        "always saying 50 by 28.8", "At the weighted median", "To move it up by 5", "Notes", "Next",
    ):  # fmt: skip
        assert words in page, words
    for issue, forecast in answer["forecast"].items():
        low, high = forecast["interval80"]
        assert f"With 80 % probability {number(low)} to {number(high)}" in page, issue
    assert all(len(line) <= 110 for line in done.out.splitlines())


def test_the_baselines_stand_beside_every_model(run: Any) -> None:
    for case in ("emission-standards", "two-by-two", "three-dimensions"):
        page = run("settles", case).out
        for title in ("compromise (weighted mean)", "mean position", "weighted median", "middle of the scale",
                      "challenge model, verified", "Spatial Model of Politics", "exchange with equal gain"):  # fmt: skip
            assert title in flat(page), title


def test_why_tells_every_move_with_its_numbers(run: Any) -> None:
    page = flat(run("settles", "emission-standards", "--why").out)
    assert "round 1: Belgium" in page
    assert "risk exponent 2.00" in page or "risk exponent 0.50" in page
    assert "Weighted means by round: 7.39, 7.46, 7.55, 7.59, 7.36, 7.35, 7.41, 7.51, 7.57." in page
    assert "turn 1:" in page
    assert "challenged, chance" in page
    assert "--why " not in page.split("Next")[1]


def test_requests_that_cannot_be_used(run: Any) -> None:
    for words, said in (
        (("settles",), "Name a case"),
        (("settles", "alaska", "--issue", "land"), "There is no issue land"),
        (("settles", "alaska", "--loss", "cubic"), "cubic is no loss"),
        (("settles", "alaska", "--camp", "us+mars"), "There is no actor mars"),
        (("settles", "prisoners-dilemma"), "Give"),
    ):
        done = run(*words)
        assert done.status == 2
        assert said in done.err
        assert not done.out


def test_json_and_schema(run: Any) -> None:
    document = run("settles", "two-by-two", "--json").json
    assert document["question"] == "settles"
    assert "properties" in run("settles", "--schema").json
    assert "bargains" in run("settles", "two-by-two", "--why", "--json").json


def test_options_reach_the_answer(run: Any) -> None:
    given = ("settles", "alaska", "--issue", "territory", "--json", "--draws", "40", "--seed", "3", "--workers", "1")
    more = ["--loss", "within5", "--cross", "50", "--move", "2", "--camp", "us+ukraine", "--correlation", "1"]
    document = run(*given, *more, "--domain", "EU legislation").json
    assert list(document["issues"]) == ["territory"]
    assert document["forecast"]["territory"]["loss"] == "within5"
    assert document["domain"] == "EU legislation"
    assert document["levers"]["territory"]["target"] == 50
    assert document["levers"]["territory"]["move"] == 2
    assert document["seed"] == 3


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (1234.6, "1,235"), (12.34, "12.3"), (1.234, "1.23"), (0.12345, "0.123"), (-5, "-5")]
)
def test_numbers(value: float, text: str) -> None:
    assert number(value) == text


def test_ranges_places_and_spans() -> None:
    from detente.numbers import Range
    from detente.settling.stands import read_stands

    assert range_text(Range.model_validate(["1", "3"])) == "1 to 3"
    assert range_text(Range.model_validate(["0.1", "0.2", "0.3"]), 100) == "20 (10 to 30)"
    places = {place.name: place for place in read_stands(detente.load("alaska")).places}
    assert place_text(places["territory"], 50) == "50 (swapped)"
    assert place_text(places["territory"], 60) == "60 (nearest swapped)"
    assert place_text(places["ceiling"], 1550) == "1,550 warheads"
    assert span_text(places["ceiling"], (1500, 1500)) == "at 1,500 warheads"
    assert span_text(places["ceiling"], (1500, 1600), bare=True) == "1,500 to 1,600"


def test_the_strip_shows_mass_where_it_is() -> None:
    spread = spread_of(np.array([0.0, 50.0, 100.0]), np.array([0.2, 0.5, 0.3]))
    bars, axis, *letters, ends = strip_lines(spread, (0, 100), {"A": [0], "B": [50, 50], "C": [0]}, ("0", "100"), 11)
    assert bars[5] == "█"
    assert (bars[0], bars[10]) > ("▁", "▁")
    assert set(bars[1:5]) == {" "}
    assert axis[5] == "◆"
    assert letters == ["A    B", "C    B"]
    assert ends == "0       100"
    one = strip_lines(spread_of(np.array([3.0]), np.array([1.0])), (0, 10), {}, ("0", "10"), 11)
    assert one[0].strip() == "█"
