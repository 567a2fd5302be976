"""Every diagnostic comes up where it should, at its line, with a remedy; and a sound case has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import detente
from detente.diagnostics import CODES
from detente.workbench import open_case

if TYPE_CHECKING:
    from pathlib import Path

    from detente.diagnostics import Diagnostic

BASE = """\
detente: 1
title: Base
as_of: 2025-01-01
sources:
  s: {title: Source, file: source.md}
actors:
  a: {name: Anna}
  b: {name: Bert}
issues:
  x: {decided_by: [a], status_quo: no, because: [s:p1]}
  y: {values: [low, mid, high], decided_by: [a, b], status_quo: low, because: [s:p2]}
preferences:
  a: {statements: [x, y >= mid], because: [s:p1]}
  b: {statements: [y = high], because: ['s:p2 "second words"']}
"""
SOURCE = "First paragraph.\n\nThe second words stand here.\n"

# code -> (what is written instead of what in BASE, or appended; the line it is reported on)
BROKEN: dict[str, tuple[str, str, int]] = {
    "F004": ("title: Base", "title: [Base", 3),
    "F005": ("title: Base", "title: &here Base", 2),
    "F006": ("title: Base", "title: !!str Base", 2),
    "F007": ("title: Base", "title: Base\ntitle: Again", 3),
    "F008": ("title: Base", "title: " + "[" * 30 + "]" * 30, 2),
    "F009": ("", "---\ndetente: 1\n", 15),
    "F010": ("title: Base", "title: Base\n[1, 2]: odd", 3),
    "S101": ("title: Base\n", "", 1),
    "W424": ("{name: Anna}", "{name: Anna, proposed: yes}", 7),
    "S102": ("title: Base", "title: Base\ntitel: x", 3),
    "S103": ("title: Base", "title: [Base]", 2),
    "S104": ("{name: Anna}", "{name: Anna, capability: much}", 7),
    "S105": ("as_of: 2025-01-01", "as_of: 1 January", 3),
    "S106": ("{name: Anna}", "{name: Anna, in_the_room: maybe}", 7),
    "S107": ("  a: {name: Anna}", "  a b: {name: Anna}\n  a: {name: Anna}", 7),
    "S108": ("{name: Anna}", "{name: Anna, capability: [3, 1]}", 7),
    "S109": ("detente: 1", "detente: 2", 1),
    "S110": ("because: [s:p1]}\n  y", "because: [because so]}\n  y", 10),
    "S111": ("", "moves:\n  - {issue: x, from: no}\n", 16),
    "S112": ("statements: [x, y >= mid]", "statements: [x, y >= mid], linked: [{when: x}]", 13),
    "N201": ("decided_by: [a]", "decided_by: [ana]", 10),
    "N202": ("statements: [x,", "statements: [z,", 13),
    "N203": ("y = high", "y = highest", 14),
    "N204": ("because: [s:p1]}\n  y", "because: [t:p1]}\n  y", 10),
    "N205": ("y = high", "y = ", 14),
    "N206": ("decided_by: [a, b]", "decided_by: [a, a]", 11),
    "N207": ("y = high", "YN", 14),
    "N210": ("", "published: [{method: nash, equilibria: [x], because: [s:p1]}]\n", 15),
    "N208": ("{name: Anna}", "{name: Anna, zone: Europe/Atlantis}", 7),
    "N209": ("", "  c: {statements: [z >= no]}\n", 0),  # replaced below: needs a continuous issue
    "L301": ("", "impossible: [y = low]\n", 15),
    "L302": ("", "impossible: [x or not x]\n", 15),
    "L303": ("statements: [y = high]", "ranking: [y = high, y = mid]", 14),
    "L304": ("statements: [y = high]", "ranking: [y = high, y >= mid, y = low]", 14),
    "L305": ("", "moves:\n  - {issue: x, from: no, to: yes}\n  - {issue: x, from: no, to: yes, allow: no}\n", 17),
    "L307": ("", "agreement: {at_least: 3, because: [s:p1]}\n", 15),
    "L308": ("status_quo: low", "status_quo: low, scale: {low: 0, mid: 1}", 11),
    "L309": ("", "meeting: {starts: 2025-03-30T02:30 Europe/Berlin, because: [s:p1]}\n", 15),
    "L310": ("statements: [y = high]", "statements: [y = high], linked: [{when: x, worth: 3}]", 14),
    "W401": ("status_quo: no, because: [s:p1]", "status_quo: no", 10),
    "W402": ("second words", "third words", 14),
    "W403": ("  b: {name: Bert}", "  b: {name: Bert}\n  c: {name: Cleo}", 9),
    "W404": ("", "impossible: [{when: y = high, because: [s:p1]}]\n", 11),
    "W405": ("statements: [y = high]", "statements: [y = high], ranking: [y = low, y = mid, y = high]", 14),
    "W406": ("", "meeting: {agenda: [the weather], because: [s:p1]}\n", 15),
    "W407": ("", "", 9),  # replaced below: needs many issues
    "W408": ("  b: {statements: [y = high], because: ['s:p2 \"second words\"']}\n", "", 8),
    "W409": ("file: source.md", "file: nowhere.md", 5),
    "W410": ("because: [s:p2]", "because: [s:p9]", 11),
    "W411": ("status_quo: low, ", "", 11),
    "W412": ("statements: [x, y >= mid]", "statements: [x or not x, y >= mid]", 13),
    "W413": ("", "moves: [{issue: x, from: no, to: yes, because: [s:p1]}]\n", 15),
    "W414": ("decided_by: [a], ", "", 10),
    "W415": ("", "calendar: [{on: 2024-12-31, what: Past, because: [s:p1]}]\n", 15),
    "W417": ("statements: [y = high]", "scores: {x: {weight: 0, values: {no: 0, yes: 1}}}", 14),
    "W419": ("statements: [y = high]", "statements: [y = high], no_deal: 3", 14),
    "W421": ("statements: [y = high]", "scores: {x: {weight: -1, values: {no: 0, yes: 1}}}", 14),
    "W418": (
        "",
        "impossible: [{when: x, because: [s:p1]}]\ncalendar: [{on: 2025-02-01, what: X, then: {x: yes}, because: [s:p1]}]\n",
        16,
    ),
}


def write(folder: Path, text: str) -> Path:
    (folder / "source.md").write_text(SOURCE)
    path = folder / "case.yaml"
    path.write_text(text)
    return path


def find(folder: Path, text: str, code: str) -> Diagnostic:
    found = detente.check(write(folder, text))
    chosen = [diagnostic for diagnostic in found if diagnostic.code == code]
    assert chosen, [str(diagnostic) for diagnostic in found]
    return chosen[0]


def test_a_sound_case_has_nothing_to_mend(tmp_path: Path) -> None:
    assert detente.check(write(tmp_path, BASE)) == []


@pytest.mark.parametrize("code", [code for code in BROKEN if code not in ("N209", "W407")])
def test_each_code_at_its_line(tmp_path: Path, code: str) -> None:
    old, new, line = BROKEN[code]
    assert old in BASE
    text = BASE.replace(old, new, 1) if old else BASE + new
    diagnostic = find(tmp_path, text, code)
    assert diagnostic.line == line
    assert diagnostic.file.endswith("case.yaml")
    assert diagnostic.message.endswith(".")
    assert diagnostic.remedy
    assert diagnostic.is_error == (not code.startswith("W"))


def test_a_condition_on_a_scale_without_values(tmp_path: Path) -> None:
    text = BASE.replace("preferences:", "  z: {scale: {min: 0, max: 9}, because: [s:p1]}\npreferences:").replace(
        "[y = high]", "[z >= 'no']"
    )
    assert find(tmp_path, text, "N209").line == 15


def test_too_many_outcomes_to_list_is_a_warning(tmp_path: Path) -> None:
    many = "".join(f"  o{k}: {{decided_by: [a], because: [s:p1]}}\n" for k in range(12))
    diagnostic = find(tmp_path, BASE.replace("preferences:", many + "preferences:"), "W407")
    assert "24,576" in diagnostic.message
    beyond = "".join(f"  o{k}: {{decided_by: [a], because: [s:p1]}}\n" for k in range(40))
    diagnostic = find(tmp_path, BASE.replace("preferences:", beyond + "preferences:"), "W407")
    assert "1,048,576" in diagnostic.message


def test_files_that_are_no_cases(tmp_path: Path) -> None:
    for content, code in (
        (b"\xff\xfe\x00", "F003"),
        (b"detente: 1\ntitle: \x01", "F003"),
        (b"", "F009"),
        (b"- a list\n", "F009"),
        (b"# only a comment\n", "F009"),
        (b"x" * 1_000_001, "F002"),
        (b"detente: \xe2\x80", "F003"),
    ):
        path = tmp_path / "case.yaml"
        path.write_bytes(content)
        assert [d.code for d in detente.check(path)] == [code], content[:20]
    assert [d.code for d in detente.check(tmp_path)] == ["F001"]


def test_an_imported_file_that_is_not_of_its_format(tmp_path: Path) -> None:
    path = tmp_path / "x.gmcr"
    path.write_text("{]")
    assert [d.code for d in detente.check(path)] == ["F011"]


def test_all_mistakes_at_once(tmp_path: Path) -> None:
    text = (
        BASE.replace("decided_by: [a]", "decided_by: [ana]")
        .replace("y = high", "y = highest")
        .replace("[s:p2]", "[t:p2]")
    )
    found = detente.check(write(tmp_path, text))
    assert [(d.code, d.line) for d in found] == [("N201", 10), ("N204", 11), ("N203", 14)]


def test_mistakes_of_shape_all_at_once(tmp_path: Path) -> None:
    text = BASE.replace("as_of: 2025-01-01", "as_of: soon").replace("{name: Bert}", "{nam: Bert}")
    found = detente.check(write(tmp_path, text))
    assert [(d.code, d.line) for d in found] == [("S105", 3), ("S101", 8), ("S102", 8)]
    assert "Did you mean 'name'?" in found[2].remedy


def test_a_source_that_leaves_the_folder_is_not_opened(tmp_path: Path) -> None:
    assert find(tmp_path, BASE.replace("source.md", "../secret.md"), "W409").line == 5
    assert find(tmp_path, BASE.replace("source.md", "/etc/hostname"), "W409").line == 5


def test_a_source_that_is_not_text(tmp_path: Path) -> None:
    path = write(tmp_path, BASE)
    (tmp_path / "source.md").write_bytes(b"\x89PNG\x00\xff")
    assert [d.code for d in detente.check(path)] == ["W409"]
    (tmp_path / "source.md").write_bytes(b"text\x00text")
    assert [d.code for d in detente.check(path)] == ["W409"]


def test_quotes_are_compared_folded(tmp_path: Path) -> None:
    path = write(tmp_path, BASE.replace("second words", "second   words"))
    (tmp_path / "source.md").write_text("First.\n\nThe second\nwords stand “here”.\n")
    assert detente.check(path) == []


def test_moves_written_twice_and_in_circles(tmp_path: Path) -> None:
    circle = (
        "moves:\n"
        "  - {issue: y, from: low, to: mid, by: [a], because: [s:p1]}\n"
        "  - {issue: y, from: mid, to: high, by: [a], because: [s:p1]}\n"
        "  - {issue: y, from: high, to: low, by: [a], because: [s:p1]}\n"
        "  - {issue: y, from: mid, to: high, by: [a], because: [s:p2]}\n"
    )
    found = detente.check(write(tmp_path, BASE + circle))
    assert [(d.code, d.line) for d in found] == [("W413", 19)]
    answer = detente.holds(tmp_path / "case.yaml")
    assert answer.to_dict()["outcomes"] == 6


def test_only_forward_and_only_backward(tmp_path: Path) -> None:
    both = "moves:\n  - {issue: x, only: forward}\n  - {issue: x, only: backward}\n"
    assert find(tmp_path, BASE + both, "L305").line == 17


def test_unanimous_and_a_number_at_once(tmp_path: Path) -> None:
    assert find(tmp_path, BASE + "agreement: {rule: unanimous, at_least: 2}\n", "L307").line == 15


def test_scores_and_positions_are_checked(tmp_path: Path) -> None:
    scores = BASE.replace("statements: [y = high]", "scores: {y: {values: {low: 0, mid: 1}}}")
    assert "leave out high" in find(tmp_path, scores, "L308").message
    no_scale = BASE.replace("statements: [y = high]", "positions: {y: {position: 50, salience: 10}}")
    assert "no scale" in find(tmp_path, no_scale, "L308").message
    scaled = no_scale.replace("status_quo: low", "status_quo: low, scale: {low: 0, mid: 10, high: 40}")
    assert "outside" in find(tmp_path, scaled, "L308").message
    negative = scaled.replace("position: 50, salience: 10", "position: 5, salience: -1")
    assert "-1 does not" in find(tmp_path, negative, "L308").message
    much = scaled.replace("position: 50, salience: 10", "position: 5, salience: 101")
    assert "from 0 to 100" in find(tmp_path, much, "L308").message
    weak = BASE.replace("{name: Anna}", "{name: Anna, capability: [-1, 2]}")
    assert "capability cannot be negative" in find(tmp_path, weak, "L308").message
    upside_down = BASE.replace("preferences:", "  z: {scale: {min: 9, max: 0}}\npreferences:")
    assert "min below its max" in find(tmp_path, upside_down, "L308").message


def test_names_in_every_other_place(tmp_path: Path) -> None:
    text = BASE + (
        "agreement: {must_include: [nobody]}\n"
        "calendar: [{on: 2025-02-01, what: w, then: {q: no, y: none}, unless: q}]\n"
        "people: [{name: P, role: r, speaks_for: nobody}]\n"
        "meeting: {delegations: {nobody: []}, agenda: [{item: i, issues: [q]}], starts: 2025-01-02T10:00 Mars/Base}\n"
        "published: [{method: graph.nash, equilibria: [q]}]\n"
        "moves: [{issue: q, only: forward}, {issue: y, from: none, to: mid, by: [nobody], allow: yes},"
        " {from: q, to: x, by: [a]}]\n"
    )
    codes = sorted(d.code for d in detente.check(write(tmp_path, text)) if d.is_error)
    assert codes == sorted(["N201"] * 4 + ["N202"] * 6 + ["N203"] * 2 + ["N208"])


def test_free_form_moves_need_a_mover(tmp_path: Path) -> None:
    text = BASE.replace("decided_by: [a], ", "") + "moves: [{issue: x, from: no, to: yes}]\n"
    assert "Nobody decides" in find(tmp_path, text, "S111").message


def test_no_deal_is_read_in_all_its_forms(tmp_path: Path) -> None:
    for written in ("status quo", "what holds", "12", "[1, 2]", "[1, 2, 3]", "{y: low}"):
        path = write(tmp_path, BASE.replace("statements: [y = high]", f"statements: [y = high], no_deal: {written}"))
        # a number says nothing where nothing has a unit, but it is read and kept
        expected = ["W419"] if written[0] in "1[" else []
        assert [d.code for d in detente.check(path)] == expected, written
    assert find(tmp_path, BASE.replace("[y = high]", "[y = high], no_deal: {q: low}"), "N202")
    assert find(tmp_path, BASE.replace("[y = high]", "[y = high], no_deal: never"), "S104")


def test_weights_on_scales(tmp_path: Path) -> None:
    text = BASE.replace("statements: [y = high]", "positions: {y: {position: 5, salience: 10}}").replace(
        "status_quo: low, b", "status_quo: low, scale: {low: 0, mid: 10, high: 40}, b"
    )
    assert not [d for d in detente.check(write(tmp_path, text)) if d.code in ("W422", "W423")]
    both = text.replace("statements: [x, y >= mid]", "positions: {y: {position: 1, salience: 5}}")
    lacking = find(tmp_path, both.replace("{name: Anna}", "{name: Anna, capability: 3}"), "W422")
    assert "Bert has positions and no capability" in lacking.message
    assert lacking.line == 8
    idle = both.replace("salience: 10", "salience: 0").replace("{name: Anna}", "{name: Anna, capability: 0}")
    assert "Nobody with a position on y" in find(tmp_path, idle, "W423").message


def test_every_code_has_a_test() -> None:
    here = {
        "W420",
        "F001",
        "F002",
        "F003",
        "F011",
        "F012",
        "F013",
        "F014",
        "F015",
        "W416",
        "W422",
        "W423",
        "W425",
    }  # in the tests above, in test_gmcr, test_case_file, test_texts and test_intake
    assert set(BROKEN) | here == set(CODES)


def test_a_case_that_was_made_in_memory_is_checked_too(tmp_path: Path) -> None:
    case = detente.load(write(tmp_path, BASE))
    broken = case.model_copy(update={"issues": {}})
    with pytest.raises(detente.errors.CaseError):
        detente.holds(broken)
    assert open_case(tmp_path / "case.yaml").case == case


def test_more_of_what_would_be_ignored_is_said(tmp_path: Path) -> None:
    for text, code in (
        ("moves: [{issue: x, only: forward, allow: no}]\n", "S111"),
        ("moves: [{issue: x, from: no, to: yes, by: [], allow: no}]\n", "S111"),
        ("moves: [{issue: x, from: no, to: yes, by: [b, b]}]\n", "N206"),
        ("moves: [{issue: x, from: no, to: no, allow: no, because: [s:p1]}]\n", "W413"),
        ("moves: [{issue: x, only: forward, by: [b], because: [s:p1]}]\n", "W413"),
    ):
        assert find(tmp_path, BASE + text, code).line == 15, text
    assert find(tmp_path, BASE.replace("statements: [y = high]", "ranking: []"), "S103")
    assert find(tmp_path, BASE.replace("statements: [y = high]", "ranking: [[], x]"), "S103")
    assert find(tmp_path, BASE.replace("because: [s:p1]}\n  y", "because: [{assumption: }]}\n  y"), "S110")
    assert find(tmp_path, BASE.replace("{name: Anna}", "{name: Anna, because: ['t:p1']}"), "N204")
    own = BASE.replace(
        "{statements: [x, y >= mid], because: [s:p1]}", "{statements: [{that: x, because: [s:p1]}], because: [t:p1]}"
    )
    assert find(tmp_path, own, "N204")
    scale = BASE.replace("status_quo: low", "status_quo: low, scale: {min: 0, max: 9}")
    assert "each of them a place" in find(tmp_path, scale, "L308").message
    tax = BASE.replace(
        "preferences:", "  t: {scale: {min: 0, max: 9}, status_quo: banana, because: [s:p1]}\npreferences:"
    )
    assert "banana is no number" in find(tmp_path, tax, "L308").message


def test_values_may_be_called_like_parts_of_a_scale(tmp_path: Path) -> None:
    for values, scale in (
        ("[min, mid, max]", "{min: 0, mid: 1, max: 2}"),
        ("[points, unit]", "{points: 1, unit: 2}"),
        ("[low, max]", "{low: 0, max: 4, unit: km}"),
    ):
        text = BASE.replace(
            "preferences:",
            f"  z: {{values: {values}, decided_by: [a], scale: {scale}, status_quo: max, because: [s:p1]}}\npreferences:",
        )
        found = detente.check(
            write(tmp_path, text.replace("max, because", f"{values.strip('[]').split(', ')[0]}, because"))
        )
        assert found == [], values


def test_agreement_links_and_no_deal_name_what_is_there(tmp_path: Path) -> None:
    scored = BASE.replace("statements: [y = high]", "scores: {x: {values: {no: 0, yes: 1}}}%s")
    for more, code in (
        (", linked: [{issue: y, only_if: x}]", "L310"),
        (", linked: [{issue: z, only_if: x}]", "N202"),
        (", linked: [{issue: x, only_if: q}]", "N202"),
        (", linked: [{when: y = top, worth: 1}]", "N203"),
        (", linked: [{when: x, worth: much}]", "S104"),
        (", linked: [{when: x, worth: 1, issue: x}]", "S112"),
    ):
        assert find(tmp_path, scored % more, code), more
    assert find(tmp_path, scored % ", linked: [{when: x, worth: 1}]" + "agreement: {of: [c]}\n", "N201")
    assert find(tmp_path, BASE + "agreement: {of: [a, a]}\n", "N206")
    assert find(tmp_path, BASE + "agreement: {of: [a], at_least: 2}\n", "L307")
    rule = "agreement: {rule: deciders, because: [s:p1]}\n"
    assert find(tmp_path, BASE.replace("status_quo: low, ", "") + rule, "L307")
    assert [d.code for d in detente.check(write(tmp_path, BASE + rule))] == []
    entry = "calendar: [{on: 2025-02-01, what: X, no_deal: {%s: 1}, because: [s:p1]}]\n"
    assert find(tmp_path, BASE + entry % "c", "N201")
    assert find(tmp_path, BASE + entry % "a", "W419")
    same = BASE.replace("statements: [y = high]", "scores: {x: {values: {no: 1, yes: 1}}}")
    assert "score alike" in find(tmp_path, same, "W417").message


def test_an_order_and_scores_may_differ_a_little(tmp_path: Path) -> None:
    both = "statements: [y = high], scores: {y: {values: {low: %s, mid: %s, high: %s}}}"
    assert detente.check(write(tmp_path, BASE.replace("statements: [y = high]", both % (0, 1, 2)))) == []
    found = find(tmp_path, BASE.replace("statements: [y = high]", both % (2, 1, 0)), "W405")
    assert found.message.startswith("100% of the pairs")


def test_a_no_deal_that_cannot_be(tmp_path: Path) -> None:
    text = BASE.replace("statements: [y = high]", "statements: [y = high], no_deal: {x: yes}")
    found = find(tmp_path, text + "impossible: [{when: x and y = low, because: [s:p1]}]\n", "W420")
    assert found.line == 14
    assert "no no deal" in find(tmp_path, BASE.replace("[y = high]", "[y = high], no_deal: never"), "S104").message
