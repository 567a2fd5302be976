"""Write the reference pages that come from the program: commands, methods, diagnostics, cases.

``python docs/write_reference.py`` writes them; a test fails when they are out of date.
"""

from __future__ import annotations

import json
from pathlib import Path

import typer

from detente.case import case_schema
from detente.cli import app
from detente.diagnostics import CODES
from detente.methods import METHODS
from detente.report.tables import bibliography
from detente.workbench import cases

HERE = Path(__file__).resolve().parent / "reference"
WRITTEN = "<!-- written by docs/write_reference.py from the program -->\n\n"


def commands() -> str:
    """Return the page on the commands."""
    rows = [
        "# Commands\n\n",
        WRITTEN,
        (
            "CASE is a file or the name of a shipped case. Exit status: 0 answered, 1 the case has errors, "
            "2 wrong usage or a question beyond the limits, 3 the budget let nothing be finished.\n"
        ),
    ]
    group = typer.main.get_command(app)
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        rows.append(f"\n## detente {name}\n\n{command.help}\n\n| | |\n|---|---|\n")
        for parameter in command.params:
            written = ", ".join(f"`{option}`" for option in parameter.opts if option.startswith("-"))
            shown = written or f"`{(parameter.metavar or parameter.name).upper()}`"
            metavar = f" `{parameter.metavar}`" if written and parameter.metavar else ""
            rows.append(f"| {shown}{metavar} | {parameter.help or ''} |\n")
    return "".join(rows).replace("| | |\n|---|---|\n\n", "\n")


def methods() -> str:
    """Return the page on the methods."""
    rows = [
        "# Methods\n\n",
        WRITTEN,
        (
            "Definitions: [definitions.md](definitions.md). *Reproduced*: numbers printed in a paper come out. "
            "*Cross-checked*: agrees with an independent brute force on thousands of random conflicts.\n\n"
        ),
        "| id | name | what it looks at | status | references |\n|---|---|---|---|---|\n",
    ]
    rows += [
        f"| `{m.id}` | {m.title} | {m.foresight} | {m.status} | {', '.join(m.references)} |\n" for m in METHODS.values()
    ]
    rows.append("\n## References\n\n")
    rows += [f"- **{key}**: {fields}\n" for key, fields in bibliography().items()]
    return "".join(rows)


def diagnostics() -> str:
    """Return the page on the diagnostics."""
    kinds = {
        "F": "The file",
        "S": "The shape of what is written",
        "N": "Names",
        "L": "What the judgements say together",
        "W": "Warnings (they never stop an answer)",
    }
    rows = [
        "# Diagnostics\n\n",
        WRITTEN,
        (
            "Every mistake is reported at once: file, line, code, what is the matter, what to do. "
            "Codes keep their meaning for ever.\n"
        ),
    ]
    for letter, title in kinds.items():
        rows.append(f"\n## {title}\n\n| code | what |\n|---|---|\n")
        rows += [f"| {code} | {what} |\n" for code, what in CODES.items() if code.startswith(letter)]
    return "".join(rows)


def shipped() -> str:
    """Return the page on the shipped cases."""
    rows = [
        "# Shipped cases\n\n",
        WRITTEN,
        (
            "Filed by where they were published. `detente holds NAME` works from any folder; "
            "`detente show NAME` tells the sources.\n\n"
        ),
        "| name | published in | title |\n|---|---|---|\n",
    ]
    rows += [f"| `{case.name}` | {case.place} | {case.title} |\n" for case in cases()]
    return "".join(rows)


def schema() -> str:
    """Return the JSON Schema of the case format."""
    return json.dumps(case_schema(), indent=1, ensure_ascii=False) + "\n"


PAGES = {
    "commands.md": commands,
    "methods.md": methods,
    "diagnostics.md": diagnostics,
    "cases.md": shipped,
    "case-1.schema.json": schema,
}


if __name__ == "__main__":
    for name, page in PAGES.items():
        (HERE / name).write_text(page(), encoding="utf-8")
