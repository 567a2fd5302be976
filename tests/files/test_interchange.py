"""Domains of other tools: read with their own scaling, exactly; written so that they read the same again."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

import detente
from detente.errors import UsageError
from detente.workbench import export, read_import
from random_deals import random_deal

if TYPE_CHECKING:
    from pathlib import Path

PROFILE = """<utility_space number_of_issues="4">
 <objective index="1" etype="objective" type="objective" description="" name="any">
  <issue index="1" etype="discrete" type="discrete" vtype="discrete" name="Price">
   <item index="1" value="low" evaluation="{low}"/><item index="2" value="high" evaluation="{high}"/>
  </issue>
  <issue index="2" type="integer" vtype="integer" name="Days" lowerbound="2" upperbound="6">
   <evaluator ftype="linear" slope="{slope}" offset="0.25"/>
  </issue>
  <issue index="3" type="real" vtype="real" name="Share">
   <range lowerbound="0" upperbound="10"/><evaluator ftype="linear" parameter0="-0.5" parameter1="0.25"/>
  </issue>
  <weight index="1" value="0.6"/><weight index="2" value="0.3"/><weight index="3" value="0.3"/>
 </objective>
 <discount_factor value="{discount}"/><reservation value="0.25"/>
</utility_space>
"""
DOMAIN = """<negotiation_template><utility_space number_of_issues="3">
 <objective index="0" etype="objective" type="objective" description="" name="root">
  <issue index="1" etype="discrete" type="discrete" vtype="discrete" name="Price">
   <item index="1" value="low" cost="0" description=""/><item index="2" value="high" cost="0" description=""/>
  </issue>
  <issue index="2" type="integer" vtype="integer" name="Days" lowerbound="2" upperbound="6"/>
  <issue index="3" type="real" vtype="real" name="Share"><range lowerbound="0" upperbound="10"/></issue>
 </objective></utility_space></negotiation_template>
"""


def genius(folder: Path) -> Path:
    (folder / "domain.xml").write_text(DOMAIN, encoding="utf-8")
    (folder / "buyer.xml").write_text(PROFILE.format(low=20, high=5, slope=-0.2, discount=1.0), encoding="utf-8")
    (folder / "seller.xml").write_text(PROFILE.format(low=0, high=7, slope=0.25, discount=0.9), encoding="utf-8")
    (folder / "notes.xml").write_text("<other/>", encoding="utf-8")
    return folder


def worth(case: Any, actor: str, **outcome: str) -> Fraction:
    reading = detente.trades(case, draws=0).reading
    digits = [
        values.index(outcome[name]) for name, values in zip(reading.frame.issues, reading.frame.values, strict=True)
    ]
    return reading.bargain.worth(reading.actors.index(actor), digits)


@pytest.mark.parametrize("name", ["", "domain.xml", "buyer.xml"])
def test_genius_with_its_own_scaling(tmp_path: Path, name: str) -> None:
    read = read_import(genius(tmp_path) / name if name else genius(tmp_path))
    assert [d for d in read.diagnostics if d.is_error] == []
    case = read.case
    assert case is not None
    assert list(case.actors) == ["buyer", "seller"]
    # weights 0.6, 0.3, 0.3 are scaled to a half and two quarters; 5 of 20 is a quarter
    assert worth(case, "buyer", price="high", days="2", share="2") == Fraction(1, 2) * Fraction(1, 4) + Fraction(
        1, 4
    ) * Fraction(1, 4)
    # days: 0.25 - 0.2 x (4 - 2) is below 0 and cut; share: 0.25 x 10 - 0.5 is above 1 and cut
    assert worth(case, "buyer", price="low", days="4", share="10") == Fraction(1, 2) + Fraction(1, 4)
    assert worth(case, "seller", price="high", days="6", share="6") == 1
    # on the straight part, where the scale is looked at in points
    assert worth(case, "seller", price="low", days="2", share="3") == Fraction(1, 16) + Fraction(1, 4) * Fraction(1, 4)
    assert detente.trades(case, draws=0).to_dict()["no_deal"] == {"buyer": 0.25, "seller": 0.25}
    assert any("discounts time by 0.9" in d.message for d in read.diagnostics)


def web(name: str, good: float) -> dict[str, Any]:
    return {
        "LinearAdditiveUtilitySpace": {
            "name": name,
            "domain": {
                "name": "jobs",
                "issuesValues": {"pay": {"values": ["1", "2"]}, "days": {"range": ["0", "4", "2"]}},
            },
            "issueUtilities": {
                "pay": {"DiscreteValueSetUtilities": {"valueUtilities": {"1": 0, "2": good}}},
                "days": {"numberutils": {"lowValue": 0, "lowUtility": 1, "highValue": 4, "highUtility": 0}},
            },
            "issueWeights": {"pay": 0.7, "days": 0.3},
            "reservationBid": {"issuevalues": {"pay": "1", "days": "2"}} if name == "one" else None,
        }
    }


def test_geniusweb(tmp_path: Path) -> None:
    for name, good in (("one", 1), ("two", 0.5)):
        (tmp_path / f"{name}.json").write_text(json.dumps(web(name, good)), encoding="utf-8")
    (tmp_path / "other.json").write_text("[1]", encoding="utf-8")
    case = read_import(tmp_path / "one.json").case
    assert case is not None
    assert case.title == "jobs"
    assert list(case.issues["days"].values) == ["0", "2", "4"]
    assert worth(case, "two", pay="2", days="2") == Fraction("0.7") / 2 + Fraction("0.3") / 2
    assert detente.trades(case, draws=0).to_dict()["no_deal"] == {"one": 0.15, "two": None}


NEGMAS = """issues:
- {name: price, type: CategoricalIssue, values: [low, high]}
- {name: quantity, type: ContiguousIssue, values: [0, 4]}
name: demo
type: DiscreteCartesianOutcomeSpace
"""
UFUN = """name: %s
type: LinearAdditiveUtilityFunction
reserved_value: %s
weights: [0.5, 2]
bias: %s
values:
- type: TableFun
  mapping: {low: 1.0, high: 0.2}
- {type: AffineFun, slope: 0.1, bias: 0.05}
"""


@pytest.mark.parametrize("form", ["yml", "json"])
def test_negmas(tmp_path: Path, form: str) -> None:
    import yaml

    for name, text in (
        ("demo", NEGMAS),
        ("buyer", UFUN % ("buyer", "0.25", "0")),
        ("seller", UFUN % ("seller", "-.inf", "1.5")),
    ):
        value = yaml.safe_load(text)
        written = text if form == "yml" else json.dumps(value)
        (tmp_path / f"{name}.{form}").write_text(written, encoding="utf-8")
    read = read_import(tmp_path / f"demo.{form}")
    case = read.case
    assert case is not None, [str(d) for d in read.diagnostics]
    assert worth(case, "buyer", price="high", quantity="3") == Fraction("0.1") + 2 * Fraction("0.35")
    assert detente.trades(case, draws=0).to_dict()["no_deal"] == {"buyer": 0.25, "seller": None}
    assert any("adds 1.5" in d.message for d in read.diagnostics)


@pytest.mark.parametrize("to", ["genius", "geniusweb", "negmas"])
@pytest.mark.parametrize("seed", range(6))  # every actor of these has something to write
def test_what_is_written_reads_the_same(tmp_path: Path, to: str, seed: int) -> None:
    """An export read back orders all packages as before for every actor, and draws the same line for no deal."""
    document = random_deal(seed).document
    for own in document["preferences"].values():
        own.pop("linked", None)
    from detente.case import Case

    case = Case.model_validate(document | {"impossible": []})
    export(case, to, tmp_path / "out")
    back = read_import(tmp_path / "out")
    assert back.case is not None, [str(d) for d in back.diagnostics]
    before, after = (detente.trades(of, draws=0).reading for of in (case, back.case))
    names = {actor.name: place for place, actor in enumerate(back.case.actors.values())}
    from itertools import product

    packages = list(product(*map(range, before.frame.sizes)))
    for place, actor in enumerate(case.actors.values()):
        other = names.get(actor.name, names.get(actor.name.lower()))
        assert other is not None
        ours = [float(before.bargain.worth(place, p)) for p in packages]
        theirs = [float(after.bargain.worth(other, p)) for p in packages]
        # the same up to a scale: the differences are proportional
        k, low = ours.index(max(ours)), ours.index(min(ours))
        factor = (theirs[k] - theirs[low]) / (ours[k] - ours[low])
        assert factor > 0
        assert [t - theirs[low] for t in theirs] == pytest.approx([(o - ours[low]) * factor for o in ours], abs=1e-6)
        gains = before.bargain.gain(place, packages[k]), after.bargain.gain(other, packages[k])
        if to == "negmas":
            assert gains[0] is not None
            assert gains[1] is not None
            assert float(gains[1]) == pytest.approx(float(gains[0]), abs=1e-6)


SOUND = PROFILE.format(low=1, high=2, slope=1, discount=1)

BROKEN = {
    "entities.xml": "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>",
    "cut.xml": "<utility_space><objective>",
    "empty.xml": "<utility_space/>",
    "nested.xml": SOUND.replace('<weight index="1"', '<objective/><weight index="1"', 1),
    "lone-domain.xml": DOMAIN,
    "word.xml": PROFILE.format(low="much", high=2, slope=1, discount=1),
    "negative.xml": PROFILE.format(low=-1, high=2, slope=1, discount=1),
    "no-weight.xml": SOUND.replace('<weight index="2" value="0.3"/>', ""),
    "zero-weights.xml": SOUND.replace('value="0.6"', 'value="0"').replace('value="0.3"', 'value="0"'),
    "triangle.xml": SOUND.replace('ftype="linear" parameter0', 'ftype="triangular" parameter0'),
    "bounds.xml": SOUND.replace('upperbound="6"', 'upperbound="1"'),
    "huge.xml": SOUND.replace('upperbound="6"', 'upperbound="99999999999"'),
    "list.json": "[1, 2]",
    "cut.json": "{",
    "deep.json": "[" * 100_000,
    "nothing.json": '{"LinearAdditiveUtilitySpace": {}}',
    "word.json": json.dumps(web("one", 1)).replace("0.7", '"much"'),
    "missing.json": json.dumps(web("one", 1)).replace('"2": 1', '"3": 1'),
    "range.json": json.dumps(web("one", 1)).replace('["0", "4", "2"]', '["0", "4", "0"]'),
    "lone-domain.json": '{"name": "d", "issuesValues": {"x": {"values": ["a"]}}}',
    "text.yml": "just words",
    "lone.yml": NEGMAS,
    "broken.yml": "a: [1",
    "unknown.yml": UFUN % ("u", "0", "0"),
    "case.doc": "words",
    "twice.xml": SOUND.replace('name="Share"', 'name="Days"'),
    "bid.json": json.dumps(web("one", 1)).replace('"issuevalues": {"pay": "1"', '"issuevalues": {"salary": "1"'),
    "exponent.json": json.dumps(web("one", 1)).replace("0.7", "1e99999999"),
    "exponent.xml": SOUND.replace('value="0.6"', 'value="1e99999999"'),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_files_that_cannot_be_read_are_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(BROKEN[name], encoding="utf-8")
    read = read_import(tmp_path / name)
    assert read.case is None
    assert [d.code for d in read.diagnostics] == ["F011"], [str(d) for d in read.diagnostics]
    assert name.rpartition(".")[0].split("-")[0] in read.diagnostics[0].message or read.diagnostics[0].message


def test_binary_missing_and_empty(tmp_path: Path) -> None:
    (tmp_path / "x.xml").write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "x.xml", tmp_path / "none.xml", tmp_path / "none"):
        assert [d.code for d in read_import(path).diagnostics] == ["F011"]
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "holds no" in read_import(empty).diagnostics[0].message


def test_profiles_of_different_issues_in_a_folder(tmp_path: Path) -> None:
    genius(tmp_path)
    (tmp_path / "odd.xml").write_text(
        PROFILE.format(low=1, high=2, slope=1, discount=1).replace("Price", "Cost"), encoding="utf-8"
    )
    case = read_import(tmp_path).case
    assert case is not None
    assert list(case.actors) == ["buyer", "seller"]


def test_export_says_what_does_not_fit(tmp_path: Path) -> None:
    found = export("sport-park", "geniusweb", tmp_path / "web")
    assert sum("No deal of" in d.message for d in found) == 6
    assert any("unanimity" in d.message for d in found)
    with pytest.raises(UsageError, match="exists already"):
        export("sport-park", "geniusweb", tmp_path / "web")
    with pytest.raises(UsageError, match="linked for Russia"):
        export("alaska", "genius", tmp_path / "a")
    with pytest.raises(UsageError, match="no scores or positions"):
        export("chicken", "genius", tmp_path / "b")
    with pytest.raises(UsageError, match="no format"):
        export("chicken", "pdf", tmp_path / "c")
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be made"):
        export("sport-park", "negmas", tmp_path / "file" / "d")


def test_names_that_collide_are_kept_apart(tmp_path: Path) -> None:
    space = {
        "issues": [{"name": "a b", "values": ["x y", "x  y"]}, {"name": "a-b", "values": [1, 2]}],
        "type": "DiscreteCartesianOutcomeSpace",
    }
    ufun = {
        "type": "LinearAdditiveUtilityFunction",
        "values": [{"x y": 1, "x  y": 2}, {"type": "IdentityFun"}],
        "weights": [1, 1],
    }
    (tmp_path / "d.json").write_text(json.dumps(space), encoding="utf-8")
    for name in ("one", "two"):
        (tmp_path / f"{name}.json").write_text(json.dumps(ufun), encoding="utf-8")
    case = read_import(tmp_path / "d.json").case
    assert case is not None
    assert list(case.issues) == ["a-b", "a-b-2"]
    assert list(case.issues["a-b"].values) == ["x y", "x y (2)"]
    assert list(case.actors) == ["one", "two"]


def test_what_lies_beside_and_is_not_read_is_said(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.json").write_text(json.dumps(web(name, 1)), encoding="utf-8")
    (tmp_path / "list.json").write_text("[1]", encoding="utf-8")
    (tmp_path / "space.json").write_text('{"issues": [], "type": "DiscreteCartesianOutcomeSpace"}', encoding="utf-8")
    found = [d.message for d in read_import(tmp_path).diagnostics]
    assert sum("is not read" in message for message in found) == 2


def test_issues_without_a_name_are_kept_apart(tmp_path: Path) -> None:
    space = {"type": "DiscreteCartesianOutcomeSpace", "issues": [{"values": [1, 2]}, {"values": [3, 4, 5]}]}
    ufun = {"type": "LinearUtilityFunction", "weights": [1, 2]}
    (tmp_path / "space.json").write_text(json.dumps(space), encoding="utf-8")
    (tmp_path / "u.json").write_text(json.dumps(ufun), encoding="utf-8")
    case = read_import(tmp_path / "u.json").case
    assert case is not None
    assert list(case.issues) == ["issue-1", "issue-2"]


def test_who_is_indifferent_and_names_that_xml_cannot_hold(tmp_path: Path) -> None:
    from detente.case import Case

    document: dict[str, Any] = {
        "detente": "1",
        "title": "t",
        "actors": {"a": {"name": "A"}, "b": {"name": "B"}},
        "issues": {"x": {"decided_by": ["a", "b"]}, "price": {"scale": {"min": 0, "max": 9}}},
        "preferences": {
            "a": {"scores": {"x": {"values": {"no": 0, "yes": 0}}}},
            "b": {"scores": {"x": {"values": {"no": 0, "yes": ["1", "2"]}}}},
        },
        "calendar": [{"on": "2030-01-01", "what": "later"}],
    }
    found = [d.message for d in export(Case.model_validate(document), "genius", tmp_path / "out")]
    for words in (
        "The calendar is left out",
        "Ranges are written",
        "Left out, for nobody",
        "is not known; nothing, or 0",
    ):
        assert any(words in message for message in found), words
    back = read_import(tmp_path / "out").case
    assert back is not None
    document["issues"]["x"]["values"] = ["no\x01", "yes"]
    document["issues"]["x"]["status_quo"] = "no\x01"
    for own in document["preferences"].values():
        own["scores"]["x"]["values"] = {"no\x01": 0, "yes": 1}
    with pytest.raises(UsageError, match="control character"):
        export(Case.model_validate(document), "genius", tmp_path / "other")
