"""Two versions of a case: what changed in it, and in the answers because of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente import holds
from detente.case import Case
from detente.handover import compare
from detente.pages.blocks import Items, Page, Paragraph, Table
from detente.workbench import cases
from random_options import document

if TYPE_CHECKING:
    from pathlib import Path

ALASKA = next(case.path for case in cases() if case.name == "alaska")


def rows(page: Page, section: str) -> list[tuple[str, ...]]:
    return [
        row
        for one in page.sections
        if one.id == section
        for block in one.blocks
        if isinstance(block, Table)
        for row in block.rows
    ]


def changed(tmp_path: Path, old: str, new: str) -> Path:
    text = ALASKA.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "later.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    (tmp_path / "report.md").write_text((ALASKA.parent / "report.md").read_text(encoding="utf-8"), encoding="utf-8")
    return path


def test_nothing_changes_where_nothing_changed() -> None:
    page = compare("prisoners-dilemma", "prisoners-dilemma")
    said = [
        block.text for one in page.sections if one.id == "case" for block in one.blocks if isinstance(block, Paragraph)
    ]
    assert said == ["Nothing: both files make the same case."]
    assert all(row[3:] == ("0", "0") for row in rows(page, "holds"))


def test_a_changed_status_quo_is_told_with_its_effects(tmp_path: Path) -> None:
    page = compare("alaska", changed(tmp_path, "status_quo: full", "status_quo: halted"))
    assert ("issues › offensive › status_quo", "full", "halted") in rows(page, "case")
    assert len(rows(page, "case")) == 1
    assert any(row[0].startswith("acceptable") for row in rows(page, "trades"))
    texts = [block for one in page.sections if one.id == "trades" for block in one.blocks if isinstance(block, Items)]
    assert texts[0].texts[0] != texts[0].texts[1]


def test_a_changed_position_moves_the_forecast(tmp_path: Path) -> None:
    page = compare("alaska", changed(tmp_path, "capability: [25, 40, 60]", "capability: [70, 90, 100]"))
    moved = {row[0]: row for row in rows(page, "settles")}
    # Ukraine stands at the low end of territory: more weight to it moves the settlement down
    assert moved["Territory"][3].startswith("-")


def test_unlike_cases_can_be_set_side_by_side() -> None:
    page = compare("chicken", "emission-standards")
    assert page.title.endswith("what changed")
    assert rows(page, "case")


def test_the_command_takes_two(tmp_path: Path, run: Any) -> None:
    out = tmp_path / "c.html"
    assert run("report", "--compare", "chicken", "prisoners-dilemma", "-o", str(out)).status == 0
    assert "What changed in the case" in out.read_text(encoding="utf-8")
    assert run("report", "--compare", "chicken", "-o", str(out)).status == 2


def test_cases_too_large_to_list_are_set_side_by_side_by_how_many_hold() -> None:
    before, after = document(25, 2, statements=2), document(25, 2, statements=2)
    after["preferences"]["a0"]["statements"] = ["o0", "o2"]
    page = compare(Case.model_validate(before), Case.model_validate(after))
    told = rows(page, "holds")
    assert [row[0] for row in told] == ["Nash", "SEQ", "SMR", "GMR"]
    counts = [str(holds(Case.model_validate(d), only=["nash"]).summary("nash").count) for d in (before, after)]
    assert [cell.replace(",", "") for cell in told[0][1:]] == counts
    small = compare(Case.model_validate(document(6, 2, statements=2)), Case.model_validate(after))
    assert "too many outcomes to list" in str(small)
