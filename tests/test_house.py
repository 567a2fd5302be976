"""The house: ARCHITECTURE names what is there, files fit in a head, importing is quick because it is lazy."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "detente"


def test_architecture_names_every_room() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    block = text.split("```")[1]
    named = {match[1].rstrip("/") for match in re.finditer(r"^ *([\w/]+(?:\.py)?/?) +\d", block, re.MULTILINE)}
    there = {p.name for p in SOURCE.iterdir() if p.suffix == ".py" and p.name != "__init__.py"}
    there |= {p.name for p in SOURCE.iterdir() if p.is_dir() and p.name not in ("__pycache__", "cases")}
    assert named == there


def test_files_fit_in_a_head() -> None:
    long = {}
    for path in SOURCE.rglob("*.py"):
        lines = path.read_text(encoding="utf-8").splitlines()
        if len(lines) > 400:
            long[path.name] = len(lines)
    assert long == {}


def test_importing_loads_nothing_heavy() -> None:
    code = "import sys, detente, detente.cli; print([m for m in ('numpy','pydantic','lark','yaml','rich') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT / "src")
    assert done.stdout.strip() == "[]"


def test_every_module_has_a_test() -> None:
    tests = {p.stem.removeprefix("test_") for p in (ROOT / "tests").rglob("test_*.py")}
    covered_together = {
        "errors": "cli",
        "diagnostics": "checks",
        "workbench": "cli",
        "opening": "checks",
        "stability": "against_oracle",
        "reach": "against_oracle",
        "simultaneous": "against_oracle",
        "once": "against_oracle",
        "why": "why_agrees",
        "names": "checks",
        "logic": "checks",
        "reasons": "checks",
        "page": "cli",
        "tables": "cli",
        "version": "cli",
        "relation": "moves",
        "layout": "cli",
        "glance_page": "cli",
        "finding": "cli",
        "talks": "case",
        "__main__": "cli",
        "documents": "cli",
        "fibres": "against_oracle",
        "summary": "drawn_against_listed",
        "summary_document": "wide",
        "wide_page": "wide",
        "closer_page": "wide",
        "judging": "wide",
        "engines": "wide",
        "holding": "wide",
        "tasks": "wide",
        "crew": "wide",
        "sharing": "wide",
        "requests": "cli",
        "encoding": "drawn_against_listed",
        "model": "drawn_against_listed",
        "descent": "drawn_against_listed",
        "sequences": "drawn_against_listed",
        "sets": "drawn_against_listed",
        "local": "drawn_against_listed",
        "parts": "case",
        "verdicts": "cli",
        "bargain": "deals_against_oracle",
        "grid": "deals_against_oracle",
        "zone": "deals_against_oracle",
        "solutions": "deals_laws",
        "clouds": "merge",
        "winner": "swaps_against_oracle",
        "swaps": "swaps_against_oracle",
        "reading": "deals_against_oracle",
        "no_deal": "answer",
        "points": "answer",
        "lasting": "answer",
        "margins": "answer",
        "over_time": "answer",
        "exchange": "answer",
        "award": "shipped_deals",
        "warnings": "answer",
        "document": "answer",
        "domain": "interchange",
        "genius": "interchange",
        "geniusweb": "interchange",
        "negmas": "interchange",
        "trade_words": "trades_page",
        "averages": "spatial_against_oracle",
        "challenge": "spatial_against_oracle",
        "condorcet": "spatial_against_oracle",
        "smp": "spatial_against_oracle",
        "offers": "spatial_laws",
        "spread": "spatial_laws",
        "calibration": "spatial_laws",
        "field": "spatial_laws",
        "models": "spatial_laws",
        "votes": "spatial_against_oracle",
        "residuals": "calibrate",
        "levers": "settles",
        "stands": "settles",
        "draws": "settles",
        "bridge": "settles",
        "steps": "settles",
        "notes": "settles",
        "settles_documents": "settles",
        "settle_words": "settles_page",
        "strip": "settles_page",
        "survey": "tables",
        "table": "tables",
        "ktab": "tables",
        "decide": "tables",
        "shipped": "cli",
        "asking": "cli",
        "shell": "cli",
        "forms": "checks",
        "scales": "checks",
        "tokens": "passages",
        "headings": "passages",
        "words": "reader",
        "cues": "statements",
        "quotations": "statements",
        "phrases": "statements",
        "attribution": "statements",
        "content": "statements",
        "tense": "dates",
        "dated": "dates",
        "days": "dates",
        "spans": "dates",
        "resolve": "dates",
        "places": "dates",
        "clock": "dates",
        "people": "reader",
        "quantities": "reader",
        "allowed": "intake",
        "parties": "intake",
        "draft": "intake",
        "read_documents": "intake",
        "annotated": "annotations",
        "annotations_page": "annotations",
        "read_page": "intake",
        "plain": "reading_laws",
        "blocks": "page",
        "recorder": "page",
        "likelihood": "page",
        "charts": "page",
        "minute": "page",
        "around": "page",
        "questions": "page",
        "build": "page",
        "html": "page",
        "markdown": "page",
        "handover": "page",
        "ends": "intake",
        "proposals": "checks",
    }
    modules = {p.stem for p in SOURCE.rglob("*.py") if p.stem != "__init__"}
    assert all(module in tests or covered_together[module] in tests for module in modules)
