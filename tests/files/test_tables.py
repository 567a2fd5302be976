"""Who stands where, from tables, spreadsheets, KTAB files and files of the exchange software; and written for them again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import detente
from detente.errors import UsageError
from detente.workbench import export, read_import

if TYPE_CHECKING:
    from pathlib import Path

TABLE = """\
Stakeholder,Issue,Position,Salience,Power
Anna,Tax,40,80,1
Ben,Tax,20..70,60,2
Anna,Road,0..10..30,50,1
"""
KTAB = """\
Demo,a test,3,2,
Actor,Description,Power,Tax,Tax Sal,Trade,Trade Sal,
A,Actor A,100,30,40,20,50,
B,B,60.2, 45,44.7,65,41.3,
C,C,35,90,10,5,80,
"""
DECIDE = """\
#A\tAlice\tAlice Ltd\t\t\t
#A\tBob\tBob Ltd\t\t\t
#P\ttoll\tHow high?\t\t\t
#M\ttoll\t0.5\teuro\t\t
#M\ttoll\t7\teuro\t\t
#P\twhen\tWhen?\t\t\t
#M\twhen\t0\tnever\t\t
#M\twhen\t40\tlater\t\t
#M\twhen\t100\tnow\t\t
#D\tAlice\ttoll\t3\t0.7\t0.6
#D\tBob\ttoll\t7\t0.2\t1
#D\tBob\twhen\t40\t1\t1
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


def positions(path: Path) -> dict[str, dict[str, str]]:
    read = read_import(path)
    assert read.case is not None, [str(d) for d in read.diagnostics]
    found: dict[str, dict[str, str]] = {}
    for actor, own in read.case.preferences.items():
        for issue, stand in (own.positions or {}).items():
            found.setdefault(issue, {})[actor] = f"{stand.position} / {stand.salience}"
    return found


def problems(path: Path) -> list[tuple[int, str]]:
    read = read_import(path)
    assert read.case is None
    assert all(d.is_error and d.code in ("F011", "F013") and d.remedy for d in read.diagnostics)
    return [(d.line, d.message) for d in read.diagnostics]


def test_a_plain_table(tmp_path: Path) -> None:
    path = write(tmp_path, "talks.csv", TABLE)
    assert positions(path) == {
        "tax": {"anna": "40 / 80", "ben": "20 to 70 / 60"},
        "road": {"anna": "10 (0 to 30) / 50"},
    }
    read = read_import(path)
    assert read.case is not None
    assert str(read.case.actors["ben"].capability) == "2"
    assert any("The scale of Tax is not given" in d.message for d in read.diagnostics)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_marks_line_ends_and_signs_at_the_start(tmp_path: Path, end: str, mark: str) -> None:
    text = "\ufeff" + TABLE.replace(",", mark).replace("\n", end)
    assert positions(write(tmp_path, "t.csv", text)) == positions(write(tmp_path, "u.csv", TABLE))


def test_one_issue_decimal_commas_and_what_is_missing(tmp_path: Path) -> None:
    text = "Name;Position;Salience;Colour\nAnna;0,25;0,5;red\nBen;;1;blue\nCid;1;;green\n\n"
    read = read_import(write(tmp_path, "budget.csv", text))
    assert read.case is not None
    said = " ".join(d.message for d in read.diagnostics)
    for words in ("'Colour' is not read", "rows, the actor takes no part in the issue: 3", "issue: 4", "no capabilities",
                  "from 0 to 1"):  # fmt: skip
        assert words in said
    assert list(read.case.issues) == ["budget"]
    assert str(read.case.preferences["anna"].positions["budget"].position) == "0.25"  # type: ignore[index]


def test_every_bad_cell_is_named_at_once(tmp_path: Path) -> None:
    text = (
        "actor,issue,position,salience,capability\nA,x,ten,50,1\n,x,5,5,1\nB,x,60..20,101,-1\nA,x,5,5,2\nC,x,7,-3,1\n"
    )
    found = problems(write(tmp_path, "bad.csv", text))
    assert [line for line, _ in found] == [2, 3, 4, 4, 4, 5, 5, 6]
    told = "\n".join(message for _, message in found)
    for words in (
        "Row 2, column position: 'ten' is no number",
        "Row 3 names no actor",
        "Row 4, column position: '60..20' is a range out of order",
        "Row 4, column capability: -1 is below 0",
        "Row 4, column salience: 101 is above 100",
        "Row 5, column capability: A has 2 here and 1 in row 2",
        "Row 5: A has a position on x in row 2 already",
        "Row 6, column salience: -3 is below 0",
    ):
        assert words in told, told


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("\n\n", "empty"),
        ("who,where\nA,1\n", "names no column for actor and position"),
        ("actor,position,pos\nA,1,2\n", "Two columns mean position"),
        ("actor,position\n", "No row has an actor and a position"),
        ("actor,position,min,max\nA,5,0,10\nB,50,0,10\n", "does not hold its positions"),
        ("actor,position,min,max\nA,5,0,10\nB,5,0,20\n", "differs from the max"),
        ("actor,position\n" + "".join(f"a{k},1\n" for k in range(501)), "up to 500"),
    ],
)
def test_tables_that_cannot_be_read(tmp_path: Path, text: str, words: str) -> None:
    assert any(words in message for _, message in problems(write(tmp_path, "t.csv", text)))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("actor,position,salience\nA,2,5,80\n", "Row 2 has more cells than the heading"),
        ("actor;position\nA;1,550\n", "may mean thousands or thousandths"),
        ("actor,issue,position\nA,x,1\nB,,2\n", "Row 3 names no issue"),
        ("actor,position,min\nA,5,-20\n", "only one end"),
        ("actor,position,unit\nA,5,km\nB,6,miles\n", "differs from the unit"),
        ('actor,position\n"A,5\nB,6\n', "a quote is not closed"),
        ("actor,position\nA,5\0\n", "NUL"),
        ("a,b,3,2\n1,2,3,4\n", "names no column"),
        ("actor,position\n" + "A" * 200_000 + ",5\n", "too long"),
    ],
)
def test_nothing_is_dropped_or_guessed(tmp_path: Path, text: str, words: str) -> None:
    assert any(words in message for _, message in problems(write(tmp_path, "t.csv", text)))


def test_lines_that_spreadsheets_put_first(tmp_path: Path) -> None:
    for text in ("sep=;\nactor;position\nA;40\n", "\n\nactor,position\nA,40\n"):
        assert positions(write(tmp_path, "t.csv", text)) == {"t": {"a": "40 / 100"}}


def test_a_spreadsheet(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["actor", "issue", "position", "salience", "capability"],
        ["Anna", "Tax", 40, 80.0, 1.5],
        ["Ben", "Tax", 70, 60, 2],
    ):
        sheet.append(row)
    book.save(tmp_path / "talks.xlsx")
    assert positions(tmp_path / "talks.xlsx") == {"tax": {"anna": "40 / 80", "ben": "70 / 60"}}
    sheet["C3"] = "much"
    book.save(tmp_path / "bad.xlsx")
    assert problems(tmp_path / "bad.xlsx") == [(3, "Row 3, column position: 'much' is no number.")]
    sheet["C3"] = "=1+1"
    book.save(tmp_path / "formula.xlsx")
    assert "the formula =1+1 has no value" in problems(tmp_path / "formula.xlsx")[0][1]
    assert "no spreadsheet" in problems(write(tmp_path, "text.xlsx", "no sheet"))[0][1]


def test_a_spreadsheet_that_unpacks_to_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import openpyxl

    from detente.files import table

    openpyxl.Workbook().save(tmp_path / "x.xlsx")
    monkeypatch.setattr(table, "MAX_UNPACKED", 100)
    assert "unpacks to" in problems(tmp_path / "x.xlsx")[0][1]


def test_a_ktab_file(tmp_path: Path) -> None:
    path = write(tmp_path, "demo.csv", KTAB)
    assert positions(path) == {
        "tax": {"a": "30 / 40", "b": "45 / 44.7", "c": "90 / 10"},
        "trade": {"a": "20 / 50", "b": "65 / 41.3", "c": "5 / 80"},
    }
    read = read_import(path)
    assert read.case is not None
    assert read.case.title == "Demo"
    assert str(read.case.actors["b"].capability) == "60.2"
    found = problems(
        write(tmp_path, "bad.csv", KTAB.replace("3,2,", "4,2,").replace("60.2", "lots").replace("90,10", "190,"))
    )
    told = [message for _, message in found]
    assert any("announces 4 actors, and there are 3" in text for text in told)
    assert any("Row 4, column Power: 'lots'" in text for text in told)
    assert any("Row 5, column position on Tax: 190 is above 100" in text for text in told)
    assert any("Row 5, column salience of Tax: '' is no number" in text for text in told)
    much = read_import(write(tmp_path, "much.csv", KTAB.replace("90,10,", "90,30,")))
    assert any("sum to 110" in d.message for d in much.diagnostics)
    assert "second row" in problems(write(tmp_path, "short.csv", "a,b,3,2\nActor,D,Power\n"))[0][1]
    assert "takes 7" in problems(write(tmp_path, "long.csv", KTAB.replace("5,80,", "5,80,9,9")))[0][1]
    low = KTAB.replace("40,20,50", "0.4,20,0.5").replace("44.7,65,41.3", "1,65,1").replace("10,5,80", "1,5,0.2")
    assert any("shares of 1" in d.message for d in read_import(write(tmp_path, "low.csv", low)).diagnostics)
    assert "takes 7" in problems(write(tmp_path, "row.csv", KTAB.replace("C,C,35,90,10,5,80,", "C,C,35")))[0][1]
    assert "there twice" in problems(write(tmp_path, "two.csv", KTAB.replace("\nC,C", "\nA,C")))[0][1]


def quoted(text: str) -> str:
    """Return a file as the software's own editor writes it: every text in single quotes."""
    rows = [line.split("\t") for line in text.split("\n")]
    return "\n".join("\t".join(c if not c or c.replace(".", "").isdigit() else f"'{c}'" for c in row) for row in rows)


@pytest.mark.parametrize("change", [lambda t: t, lambda t: t.replace("\t", ";"), quoted])
def test_a_file_of_the_exchange_software(tmp_path: Path, change: Any) -> None:
    path = write(tmp_path, "data.txt", "#/\tnotes\t\t\t\t\n" + change(DECIDE))
    assert positions(path) == {
        "how-high": {"alice-ltd": "3 / 70", "bob-ltd": "7 / 20"},
        "when": {"bob-ltd": "40 / 100"},
    }
    case = read_import(path).case
    assert case is not None
    scale = case.issues["how-high"].scale
    assert scale is not None
    assert (str(scale.min), str(scale.max), scale.unit) == ("0.5", "7", "euro")
    assert case.issues["when"].values == ("never", "later", "now")
    assert detente.settles(case, draws=0).to_dict()["issues"]["how-high"]["spatial.compromise"][
        "point"
    ] == pytest.approx((3 * 0.7 * 0.6 + 7 * 0.2) / (0.42 + 0.2))


def test_exchange_files_with_mistakes(tmp_path: Path) -> None:
    text = DECIDE + "#D\tAlice\ttoll\t4\t0.7\t0.6\n#D\tCarl\tbridge\tx\t200\t-1\n#X\tq\n#M\ttoll\tlow\t\t\t\n#A\n"
    found = problems(write(tmp_path, "bad.txt", text))
    told = "\n".join(message for _, message in found)
    for words in (
        "Row 13: Alice stands on toll in row 10 already", "Row 14: there is no actor 'Carl'",
        "Row 14: there is no issue 'bridge'",
        "Row 14, column position: 'x'", "Row 14, column salience: 200 is above 100", "Row 14, column power: -1",
        "Row 15 begins with '#X'", "Row 16, column scale value: 'low'", "Row 17: the actor has no name",
    ):  # fmt: skip
        assert words in told, told
    more = DECIDE + "#A\tBob\tRobert\n#M\tnone\t1\tx\n#M\twhen\t1..2\tx\n"
    told = "\n".join(message for _, message in problems(write(tmp_path, "more.txt", more)))
    for words in (
        "the actor Bob is there already, as Bob Ltd",
        "there is no issue 'none'",
        "a point of a scale is one number",
    ):
        assert words in told, told
    off = problems(write(tmp_path, "off.txt", DECIDE.replace("toll\t7\t0.2", "toll\t9\t0.2")))
    assert "off the scale of toll" in off[0][1]
    assert "no line #D" in problems(write(tmp_path, "none.txt", "#A\tx\n"))[0][1]
    lone = DECIDE.replace("#D\tBob\twhen\t40\t1\t1", "#D\tBob\twhen\t40\t1\t2\n#A\tEve\tEve\n#P\tidle\tIdle\n").replace(
        "#M\twhen\t0\tnever\t\t\n", ""
    )
    lone = lone.replace("#M\twhen\t40\tlater\t\t\n", "").replace("#M\twhen\t100\tnow\t\t\n", "")
    said = " ".join(d.message for d in read_import(write(tmp_path, "lone.txt", lone)).diagnostics)
    for words in ("the powers of Bob that differ", "left out: Eve", "left out: idle", "when has no scale points"):
        assert words in said, said
    same = DECIDE.replace("Bob Ltd", "Alice Ltd")
    assert set(positions(write(tmp_path, "same.txt", same))["how-high"]) == {"alice", "bob"}


@pytest.mark.parametrize("to", ["table", "spreadsheet", "ktab", "decide"])
@pytest.mark.parametrize("name", ["three-dimensions", "emission-standards", "alaska"])
def test_what_is_written_is_read_again(tmp_path: Path, to: str, name: str) -> None:
    if (to, name) == ("ktab", "alaska"):
        with pytest.raises(UsageError, match="KTAB knows no missing ones"):
            export(name, to, tmp_path / "out")
        return
    export(name, to, tmp_path / "out")
    (file,) = (tmp_path / "out").iterdir()
    back = read_import(file).case
    assert back is not None
    before: Any = detente.settles(name, draws=0).to_dict()
    after: Any = detente.settles(back, draws=0).to_dict()
    for (_, one), (_, other), scale in zip(
        before["issues"].items(), after["issues"].items(), before["scales"].values(), strict=True
    ):
        length = 100 / (scale["high"] - scale["low"]) if to == "ktab" else 1
        start = scale["low"] if to == "ktab" else 0
        for method in (
            "spatial.compromise",
            "spatial.median",
            "spatial.nash",
            "spatial.challenge-scholz2011",
            "spatial.condorcet",
        ):
            assert other[method]["point"] == pytest.approx((one[method]["point"] - start) * length, abs=1e-4), method


def test_names_in_a_spreadsheet_are_never_formulas(tmp_path: Path) -> None:
    case = read_import(write(tmp_path, "t.csv", 'actor,position\n"=1+1",40\n@b,60\n')).case
    assert case is not None
    export(case, "spreadsheet", tmp_path / "out")
    import openpyxl

    sheet = openpyxl.load_workbook(tmp_path / "out" / "positions.xlsx").active
    assert sheet is not None
    assert [(cell.value, cell.data_type) for cell in next(sheet.iter_cols(min_col=1, max_col=1))][1:] == [
        ("=1+1", "s"),
        ("@b", "s"),
    ]
    assert set(positions(tmp_path / "out" / "positions.xlsx")["t"]) == set(positions(tmp_path / "t.csv")["t"])


def test_exports_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="scale"):
        export("prisoners-dilemma", "table", tmp_path / "out")
    with pytest.raises(UsageError, match="KTAB takes 3 to 250"):
        export("two-by-two", "ktab", tmp_path / "out")
    assert not (tmp_path / "out").exists()
    case = read_import(write(tmp_path, "t.csv", "actor,issue,position,salience\n" + "".join(
        f"a{k},{issue},40,90\n" for k in range(3) for issue in "xy"))).case  # fmt: skip
    assert case is not None
    notes = [d.message for d in export(case, "ktab", tmp_path / "out")]
    assert any("all are divided by 1.8" in note for note in notes)
    assert ",40,50," in (tmp_path / "out" / "ktab.csv").read_text()


def test_what_an_export_leaves_out_is_said(tmp_path: Path) -> None:
    for to, words in (
        ("ktab", ("The domain, EU legislation", "from 0 to 100")),
        ("table", ("The domain",)),
        ("decide", ("The domain",)),
    ):
        notes = " ".join(d.message for d in export("emission-standards", to, tmp_path / to))
        assert all(text in notes for text in words), notes
    assert any("status quo" in d.message for d in export("alaska", "table", tmp_path / "a"))
    back = read_import(tmp_path / "decide" / "exchange.txt").case
    assert back is not None
    assert back.issues["years-until-the-standard-binds"].is_continuous
    for names, to in (
        (("Ministry of Foreign Affairs of Norway", "Ministry of Foreign Affairs of Sweden"), "ktab"),
        (("A'B", "A B"), "decide"),
    ):
        rows = "".join(f'"{name}",40\n' for name in (*names, "C"))
        case = read_import(write(tmp_path, f"{to}.csv", f"actor,position\n{rows}")).case
        assert case is not None
        with pytest.raises(UsageError, match="rename one"):
            export(case, to, tmp_path / f"{to}-out")


def test_names_in_a_csv_file_are_never_formulas(tmp_path: Path) -> None:
    case = read_import(write(tmp_path, "t.csv", 'actor,position\n"=1+1",40\n@b,60\n')).case
    assert case is not None
    export(case, "table", tmp_path / "out")
    text = (tmp_path / "out" / "positions.csv").read_text()
    assert "\n'=1+1," in text
    back = read_import(tmp_path / "out" / "positions.csv").case
    assert back is not None
    assert [a.name for a in back.actors.values()] == ["=1+1", "@b"]


def test_a_table_by_the_command(tmp_path: Path, run: Any) -> None:
    path = write(tmp_path, "talks.csv", TABLE)
    done = run("import", str(path))
    assert done.status == 0
    assert f"detente settles {tmp_path / 'talks.yaml'}" in done.out
    assert run("settles", str(tmp_path / "talks.yaml"), "--draws", "20").status == 0
    bad = run("import", str(write(tmp_path, "bad.csv", TABLE.replace("80", "eighty"))))
    assert bad.status == 1
    assert "bad.csv:2: error F013 Row 2, column salience: 'eighty' is no number." in bad.out
