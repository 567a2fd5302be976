"""The command: what it prints, its exit status, one JSON document and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from detente import cli
from detente.documents import HoldsDocument, WhyDocument, schema_of
from detente.report.glance import GlanceDocument

if TYPE_CHECKING:
    from pathlib import Path


def test_holds_on_the_summit(run: Any) -> None:
    ran = run("holds", "alaska")
    assert ran.status == 0
    for words in (
        "11:30 on the spot",
        "19:30 UTC",
        "15:30 Washington",
        "22:30 Moscow",
        "22:30 Kyiv",
        "Outside it: Ukraine",
        "Deals in sight",
        "By SEQ exactly these hold",
        "Where things stand",
        "rests on an assumption",
        "Try next",
    ):
        assert words in ran.out, words
    assert not any(line != line.rstrip() for line in ran.out.splitlines())


@pytest.mark.parametrize("name", ["alaska", "elmira", "garrison-diversion", "prisoners-dilemma"])
def test_json_is_one_document_of_its_schema(run: Any, name: str) -> None:
    document = run("holds", name, "--json").json
    jsonschema.validate(document, run("holds", "--schema").json)
    assert document == json.loads(json.dumps(answers_document(name)))
    jsonschema.validate(run("show", name, "--json").json, run("show", "--schema").json)
    assert run("holds", "--schema").json == schema_of(HoldsDocument)
    assert run("show", "--schema").json == schema_of(GlanceDocument)


def answers_document(name: str) -> Any:
    import detente

    return detente.holds(name).to_dict()


def test_the_parts_other_programs_rely_on(run: Any) -> None:
    document = run("holds", "cuban-missile-crisis", "--json").json
    assert document["question"] == "holds"
    assert document["outcomes"] == len(document["states"]) == 12
    assert document["states"][0] == {"air_strike": "no", "blockade": "no", "withdraw": "no", "escalate": "no"}
    assert document["methods"]["graph.nash"]["stable"] == {"us": [2, 4, 11], "ussr": [0, 5, 6, 7]}
    assert document["methods"]["graph.seq"] == document["methods"]["graph.seq"] | {"equilibria": [4, 6], "count": 2}
    assert len(document["case"]["sha256"]) == 64
    assert document["status_quo"] == 0


def test_groups_are_keyed_by_their_names(run: Any) -> None:
    document = run("holds", "alaska", "--json", "--group", "ukraine+us").json
    for method in ("cnash", "cgmr", "csmr", "cseq"):
        stable = document["methods"][f"graph.{method}"]["stable"]
        assert list(stable) == ["us+russia", "us+russia+ukraine", "russia+ukraine", "us+ukraine"]
    deals = {deal["group"] for deal in document["deals_in_sight"]}
    assert deals == {"us+russia", "us+russia+ukraine"} | (deals & {"us+ukraine"})


def test_mixed(run: Any) -> None:
    document = run("holds", "prisoners-dilemma", "--json", "--mixed", "one=nash,two=gmr").json
    mixed = document["methods"]["graph.mixed"]
    # Nash for one: it never cooperates (states 0 and 2); GMR for two: outcomes 0, 1, 3
    assert mixed["equilibria"] == [0]
    assert mixed["concepts"] == {"one": "nash", "two": "gmr"}
    assert "Mixed (one by nash, two by gmr)" in run("holds", "prisoners-dilemma", "--mixed", "one=nash,two=gmr").out
    for wrong in ("one=nash", "one=nash,two=best", "one=nash,two=gmr,three=seq"):
        ran = run("holds", "prisoners-dilemma", "--mixed", wrong)
        assert ran.status == 2
        assert "one concept for each actor" in ran.err
    assert "two concepts" in run("holds", "prisoners-dilemma", "--mixed", "one=nash,one=seq,two=gmr").err


def test_why(run: Any) -> None:
    ran = run("holds", "cuban-missile-crisis", "--why", "withdraw, blockade", "--concept", "seq")
    assert ran.status == 0
    assert "United States would like to move Blockade yes → no; what deters: " in ran.out
    assert "Soviet Union: Withdrawal of the missiles yes → no" in " ".join(ran.out.split())
    assert "SEQ, sequential stability: holds" in ran.out
    document = run("holds", "cuban-missile-crisis", "--why", "NYYN", "--concept", "seq", "--json").json
    jsonschema.validate(document, schema_of(WhyDocument))
    assert document["outcome"] == {"air_strike": "no", "blockade": "yes", "withdraw": "yes", "escalate": "no"}
    verdict = next(v for v in document["verdicts"] if v["who"] == "us")
    assert verdict["stable"]
    assert verdict["improvements"][0]["sanction"][0]["by"] == ["ussr"]
    assert run("holds", "cuban-missile-crisis", "--why", "7", "--json").json["outcome"] == document["outcome"]
    assert "sequential stability" in run("holds", "alaska", "--why", "status quo").out
    near = run("holds", "alaska", "--why", "ceasefire = air, offensive = ground", "--json").json["outcome"]
    assert (near["ceasefire"], near["territory"], near["sanctions"]) == ("air", "held", "kept")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["holds", "nowhere"], "no shipped case of that name"),
        (["holds", "alasca"], "Did you mean 'alaska'?"),
        (["holds"], "Name a case"),
        (["show"], "Name a case"),
        (["holds", "alaska", "--why", "peace"], "There is no issue peace"),
        (["holds", "alaska", "--why", "0"], "counted from 1"),
        (["holds", "alaska", "--why", "961"], "counted from 1"),
        (["holds", "alaska", "--why", "territory != held"], "none of them nearer to the status quo"),
        (["holds", "chicken", "--why", "status quo"], "not said"),
        (["holds", "alaska", "--why", "ceasefire = full, offensive = full"], "No possible outcome"),
        (["holds", "alaska", "--why", "status quo", "--concept", "best"], "not a concept"),
        (["holds", "alaska", "--concept", "zip"], "zip is not a concept"),
        (["holds", "alaska", "--group", "us"], "not a group"),
        (["holds", "alaska", "--group", "us+mars"], "no actor mars"),
        (["new", "no/such/folder/case"], "no folder"),
    ],
)
def test_wrong_usage(run: Any, words: list[str], message: str) -> None:
    ran = run(*words)
    assert ran.status == 2
    assert message in ran.err
    assert "Traceback" not in ran.err


def test_a_case_with_errors(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("detente: 1\ntitle: T\nactors: {a: {name: A}}\nissues: {x: {decided_by: [b]}}\n")
    for words in (["check"], ["holds"], ["show"]):
        ran = run(*words, str(path))
        assert ran.status == 1
        assert "case.yaml:4: error N201" in ran.out.replace("\n", "")
        document = run(*words, str(path), "--json")
        assert document.status == 1
        assert document.json["diagnostics"][0]["code"] == "N201"
        assert document.json["diagnostics"][0]["line"] == 4


def test_forty_issues_are_refused_by_the_explicit_engine(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    issues = "".join(f"  o{k}: {{decided_by: [a]}}\n" for k in range(40))
    path.write_text(f"detente: 1\ntitle: T\nactors: {{a: {{name: A}}}}\nissues:\n{issues}")
    ran = run("holds", str(path), "--engine", "explicit")
    assert ran.status == 2
    assert "1,099,511,627,776 outcomes are too many to list; the limit is 16,777,216" in ran.err
    ran = run("holds", str(path), "--json", "--engine", "explicit")
    assert ran.status == 2
    assert "limit" in ran.json["error"]
    assert run("check", str(path)).status == 0
    assert run("show", str(path)).status == 0


def test_a_case_too_large_to_list_is_cut_and_says_so(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    issues = "".join(f"  o{k}: {{decided_by: [{'ab'[k % 2]}]}}\n" for k in range(14))
    wants = "preferences: {a: {statements: [o0]}, b: {statements: [o1 or o3]}}\n"
    path.write_text(f"detente: 1\ntitle: T\nactors: {{a: {{name: A}}, b: {{name: B}}}}\nissues:\n{issues}{wants}")
    document = run("holds", str(path), "--json").json
    assert "states" not in document
    nash = document["methods"]["graph.nash"]
    assert nash["count"] == 6144
    assert nash["listed"] == len(nash["equilibria"]) == 100
    assert nash["rules"] == ["o0 = yes and o1 = yes, the rest free", "o0 = yes and o3 = yes, the rest free"]
    jsonschema.validate(document, schema_of(HoldsDocument))
    assert "By Nash" in run("holds", str(path)).out


def test_check_on_warnings_only(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("detente: 1\ntitle: T\nactors: {a: {name: A}}\nissues: {x: {decided_by: [a]}}\n")
    ran = run("check", str(path))
    assert ran.status == 0
    assert "warning W401" in ran.out
    assert "0 errors, 2 warnings" in ran.out


def test_new_writes_a_starter_that_passes(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("new", "talks").status == 0
    assert "talks.yaml: nothing to mend" in run("check", "talks.yaml").out
    assert run("holds", "talks.yaml").status == 0
    again = run("new", "talks.yaml")
    assert again.status == 2
    assert "exists already" in again.err


def test_import_writes_a_case(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    raw = {
        "options": [{"name": "Stop"}, {"name": "Go"}],
        "decisionMakers": [{"name": "A", "options": [0], "preferences": [[[1, "Y"]]]}, {"name": "B", "options": [1]}],
    }
    (tmp_path / "model.gmcr").write_text(json.dumps(raw))
    ran = run("import", "model.gmcr")
    assert ran.status == 0
    assert "Wrote model.yaml" in ran.out
    assert run("holds", "model.yaml", "--json").json["methods"] == run("holds", "model.gmcr", "--json").json["methods"]
    assert run("import", "model.gmcr").status == 2
    assert run("import", "model.gmcr", "-o", "other.yaml").status == 0
    (tmp_path / "bad.gmcr").write_text("{}")
    assert run("import", "bad.gmcr").status == 1
    assert not (tmp_path / "bad.yaml").exists()


def test_lists(run: Any) -> None:
    listed = {method["id"] for method in run("methods", "--json").json["methods"]}
    assert {"graph.nash", "graph.cseq", "graph.gmr-once"} <= listed
    shown = run("methods").out
    assert all(name in shown for name in listed)
    assert "nash1951: John Nash (1951). Non-Cooperative Games. Annals of Mathematics 54(2), 286–295." in shown
    assert "Rêgo" in shown
    named = {case["name"] for case in run("cases", "--json").json["cases"]}
    assert {
        "alaska",
        "chicken",
        "cuban-missile-crisis",
        "elmira",
        "elmira-12",
        "garrison-diversion",
        "prisoners-dilemma",
    } <= named
    assert all(name in run("cases").out for name in named)


def test_show_on_the_summit(run: Any) -> None:
    out = " ".join(run("show", "alaska").out.split())
    for words in (
        "Joint Base Elmendorf-Richardson",
        "Friday 15 August 2025, 11:30 on the spot (America/Anchorage)",
        "Friday 15 August 2025, 19:30 UTC",
        "Friday 15 August 2025, 15:30 Washington",
        "Friday 15 August 2025, 22:30 Moscow",
        "Friday 15 August 2025, 22:30 Kyiv",
        "Sergei Lavrov, Foreign Minister",
        "Andrei Belousov, Defence Minister",
        "Anton Siluanov, Finance Minister",
        "Kirill Dmitriev, special envoy",
        "Steve Witkoff",
        "Dmitry Peskov",
        "Karoline Leavitt",
        "Ukraine, not in the room",
        "the two presidents alone, then working lunch",
        "2026-02-05",
        "New START cap becomes lapsed, unless New START cap: extended",
        "since 2021",
        "A deal needs every actor",
        "Territory: ceded, if Russia's offensive: halted",
    ):
        assert words in out, words


def test_the_schema_of_cases(run: Any) -> None:
    schema = run("schema").json
    assert schema["title"] == "detente case, version 1"


def test_errors_are_documents_too(run: Any) -> None:
    for words in (
        ["holds", "chicken", "--json", "--engine", "fast"],
        ["holds", "--json"],
        ["holds", "chicken", "--json", "--bogus"],
        ["holds", "chicken", "--json", "--why", "NN", "--concept", "zip"],
        ["check", "--json"],
        ["show", "nowhere", "--json"],
    ):
        ran = run(*words)
        assert ran.status == 2, words
        assert ran.json["error"], words
        assert ran.json["diagnostics"] == []


def test_what_cannot_be_judged_says_why(run: Any) -> None:
    ran = run("holds", "elmira", "--why", "1", "--concept", "sim")
    assert "SIM, simultaneous stability: not judged" in ran.out
    assert "SIM needs a decider for every issue" in ran.out


def test_suggested_commands_work(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(
        "detente: 1\ntitle: T\nactors: {a: {name: A}}\n"
        "issues:\n  x: {values: [New York, 'a, b', \"it's\"], decided_by: [a], status_quo: New York}\n"
        "  y: {decided_by: [a], status_quo: no}\npreferences: {a: {statements: [\"x = 'a, b'\", y]}}\n"
    )
    out = run("holds", str(path)).out
    assert "--why 'x = \"a, b\", y = yes'" in out
    ran = run("holds", str(path), "--why", 'x = "a, b", y = yes', "--json")
    assert ran.json["outcome"] == {"x": "a, b", "y": "yes"}
    assert run("holds", str(path), "--why", "x in [New, 'a, b'], y = no").status == 2
    assert run("holds", str(path), "--why", "x in ['a, b'], y = no", "--json").json["outcome"]["y"] == "no"


def test_odd_outputs_and_names(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("check", "x" * 5000).status == 2
    assert run("check", "").status == 2
    assert run("new", "y" * 300).status == 2
    assert run("holds", "chicken", "--why", "9" * 5000).status == 2
    assert run("new", 'a\\qb"c').status == 0
    assert run("check", 'a\\qb"c.yaml').status == 0
    for encoding in ("ascii", "utf-8"):
        done = subprocess.run(
            [sys.executable, "-c", "from detente.cli import main; main()", "holds", "alaska"],
            capture_output=True,
            check=True,
            env={"PYTHONPATH": ":".join(sys.path), "PATH": "", "PYTHONIOENCODING": encoding},
        )
        assert b"Where things stand" in done.stdout
        assert done.stderr == b""


def test_version_and_help(run: Any) -> None:
    assert run("--version").out.startswith("detente 0.")
    helped = run("--help")
    assert helped.status == 0
    assert "holds" in helped.out
    assert run().status in (0, 2)
    assert run("unheard-of").status == 2


def test_it_runs_as_a_program_from_any_folder(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from detente.cli import main; main()", "holds", "alaska", "--json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path), "PATH": ""},
    )
    assert json.loads(done.stdout)["outcomes"] == 960
    assert done.stderr == ""


def test_a_closed_pipe_is_no_error(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed() -> None:
        raise BrokenPipeError

    monkeypatch.setattr(cli, "app", closed)
    assert run("cases").status == 0
