"""The command. A door: it reads the request, calls a verb, shows the answer.

Exit status: 0 answered, 1 the case has errors, 2 wrong usage or a question beyond the limits, 3 the budget let nothing be
finished.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.asking import holds, settles, trades
from detente.ends import carry, read, report
from detente.errors import CaseError, DetenteError
from detente.shell import AsJson, AsSchema, CaseName, needed, print_json, show_pages, usage
from detente.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence


app = typer.Typer(
    name="detente",
    help="Write a conflict or negotiation down once, with its sources, and ask what holds, where it settles and what can "
    "be traded.",
    epilog="CASE is a file or the name of a shipped case; `detente cases` lists them. "
    "Begin: detente holds alaska, detente settles alaska, detente trades alaska",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"detente {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Write a conflict or negotiation down once, with its sources, and ask three questions of it."""


@app.command()
def check(case: CaseName, as_json: AsJson = False) -> None:
    """Report every mistake and doubt in a case at once: file, line, code, what to do."""
    from detente.workbench import check as verb

    found = verb(case)
    errors = any(diagnostic.is_error for diagnostic in found)
    if as_json:
        print_json(_failure("check", found))
    else:
        from detente.report.page import print_diagnostics

        show_pages(lambda console: print_diagnostics(found, console, name=case))
    raise typer.Exit(1 if errors else 0)


@app.command()
def show(
    case: Annotated[str, typer.Argument(metavar="CASE", help="A case file, or a shipped case.")] = "",
    because: Annotated[bool, typer.Option("--because", help="List every judgement with its reasons.")] = False,
    as_json: AsJson = False,
    schema: AsSchema = False,
) -> None:
    """Print a case at a glance: meeting, actors, issues, preferences in words, calendar, evidence."""
    if schema:
        from detente.documents import schema_of
        from detente.report.glance import GlanceDocument

        return print_json(schema_of(GlanceDocument))
    from detente.workbench import show as verb

    glance = verb(needed(case))
    if as_json:
        return print_json(glance.to_dict())
    from detente.report.glance_page import print_glance

    return show_pages(lambda console: print_glance(glance, console, because=because))


app.command()(read)
app.command()(holds)
app.command()(settles)
app.command()(trades)
app.command()(report)


@app.command(name="methods")
def list_methods(as_json: AsJson = False) -> None:
    """List every method with its references and status."""
    from detente.report.tables import methods_document, print_methods

    print_json(methods_document()) if as_json else show_pages(print_methods)


@app.command(name="cases")
def list_cases(as_json: AsJson = False) -> None:
    """List the cases that come with detente."""
    from detente.report.tables import cases_document, print_cases
    from detente.workbench import cases as verb

    rows = [(case.name, case.place, case.title) for case in verb()]
    print_json(cases_document(rows)) if as_json else show_pages(lambda console: print_cases(rows, console))


@app.command()
def new(name: Annotated[str, typer.Argument(help="The new file; .yaml is added where it has no ending.")]) -> None:
    """Write a commented starter case that passes `check`."""
    from detente.workbench import new as verb

    path = Path(name) if Path(name).suffix else Path(f"{name}.yaml")
    if path.exists():
        usage(f"{path} exists already; nothing was written. Choose another name.")
    if not path.parent.is_dir():
        usage(f"There is no folder {path.parent}. Make it first.")
    from detente.files.save import write_text

    write_text(path, verb(path.stem))
    typer.echo(f"Wrote {path}. Next: detente check {path}, then detente holds {path}")


@app.command(name="import")
def import_file(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="A .gmcr file; a Genius, GeniusWeb or NegMAS file, or a folder of them; "
            "a table of positions (.csv, .xlsx), a KTAB file (.csv) or one of the exchange software.",
        ),
    ],
    output: Annotated[Path, typer.Option("-o", "--output", help="The case file to write.")] = Path(),
) -> None:
    """Turn other tools' files into a case file; says what could not be carried over."""
    from detente import workbench

    # a YAML file of another tool is not written over, nor taken for a case
    ending = ".case.yaml" if file.suffix in (".yml", ".yaml") else ".yaml"
    # a folder may be called by dots only; what is written lies beside it
    named = file if file.name.strip(".") else file.resolve()
    if output == Path() and not named.name:
        usage(f"{file} is no folder of a negotiation. Name one, and a file to write with -o.")
    target = named.with_name(f"{named.stem}{ending}") if output == Path() else output
    if target.exists():
        usage(f"{target} exists already; nothing was written. Choose another name with -o.")
    read = workbench.read_import(file)
    if read.case is None or any(diagnostic.is_error for diagnostic in read.diagnostics):
        raise CaseError([diagnostic for diagnostic in read.diagnostics if diagnostic.is_error])
    workbench.save(read.case, target)
    if not workbench.open_case(target).case:
        target.unlink()
        usage(f"{file} makes a case of more than 1 MB, which is more than a case file may hold. Import a part of it.")
    from detente.report.page import print_diagnostics

    show_pages(lambda console: print_diagnostics(read.diagnostics, console, name=str(file)))
    given = [form for own in read.case.preferences.values() for form in own.forms]
    verb = "trades" if "scores" in given else "settles" if "positions" in given else "holds"
    typer.echo(f"Wrote {target}. Next: detente {verb} {target}")


@app.command()
def export(
    case: CaseName,
    to: Annotated[
        str,
        typer.Option(
            metavar="FORMAT",
            help="genius (XML), geniusweb (JSON), negmas (YAML); table (CSV), spreadsheet (XLSX), ktab (CSV), decide.",
        ),
    ],
    output: Annotated[Path, typer.Option("-o", "--output", help="The new folder to write.")],
) -> None:
    """Write a case with scores or positions for another tool; says what could not be carried over."""
    from detente import workbench

    found = workbench.export(case, to, output)
    from detente.report.page import print_diagnostics

    show_pages(lambda console: print_diagnostics(found, console, name=case))
    typer.echo(f"Wrote {output}.")


app.command(name="annotations")(carry)


@app.command()
def schema() -> None:
    """Print the JSON Schema of the case format, for editors."""
    from detente.case import case_schema

    print_json(case_schema())


def _failure(question: str, found: Sequence[Any], message: str = "") -> dict[str, object]:
    document: dict[str, object] = {"detente": __version__, "question": question}
    if message:
        document["error"] = message
    return document | {"diagnostics": [diagnostic.to_dict() for diagnostic in found]}


def main() -> None:
    """Run the command; a person never sees a traceback for something in a file, or for a full disk."""
    as_json = "--json" in sys.argv
    question = next((word for word in sys.argv[1:] if not word.startswith("-")), "")
    if sys.stdout is None:
        sys.exit(2)
    if hasattr(sys.stdout, "reconfigure"):
        # a terminal that cannot show a sign gets its code instead
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        status = _answer(question, as_json=as_json)
        sys.stdout.flush()
    except BrokenPipeError:
        # whoever read has stopped: nothing is left to say, not even at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        status = 0
    except OSError as error:
        sys.stderr.write(f"The answer cannot be written ({error.strerror}).\n")
        status = 2
    sys.exit(status)


def _answer(question: str, *, as_json: bool) -> int:
    """Run the command and return its exit status."""
    try:
        app()
    except CaseError as error:
        if as_json:
            print_json(
                _failure(
                    question, error.diagnostics, "there are errors" if question == "read" else "the case has errors"
                )
            )
        else:
            from detente.report.page import print_diagnostics

            found = error.diagnostics
            show_pages(lambda console: print_diagnostics(found, console))
        return 1
    except DetenteError as error:
        if as_json:
            print_json(_failure(question, [], str(error)))
        from detente.report.plain import visible

        typer.echo(visible(str(error)), err=True)
        return 2
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 0
        if as_json and status == 2:
            # typer has said on standard error what is wrong with the words of the command
            print_json(_failure(question, [], "wrong usage: see standard error"))
        return status
    return 0
