"""The command. A door: it reads the request, calls a verb, shows the answer.

Exit status: 0 answered, 1 the case has errors, 2 wrong usage or a question beyond the limits.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from detente.errors import CaseError, DetenteError, UsageError
from detente.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.console import Console

    from detente.answers import Holds

app = typer.Typer(
    name="detente",
    help="Write a conflict or negotiation down once, with its sources, and ask what holds and what can be traded.",
    epilog="CASE is a file or the name of a shipped case; `detente cases` lists them. "
    "Begin: detente holds alaska, detente trades alaska",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

CaseName = Annotated[str, typer.Argument(metavar="CASE", help="A case file, or the name of a shipped case.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
AsSchema = Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of the --json document and stop.")]


def _console() -> Console:
    from rich.console import Console

    # a terminal knows its width; into a file or pipe, COLUMNS or a width that reads well
    wanted = os.environ.get("COLUMNS", "")
    piped = int(wanted) if wanted.isdigit() and 40 <= int(wanted) <= 400 else 110
    width = None if sys.stdout.isatty() else piped
    return Console(width=width, highlight=False, soft_wrap=False, emoji=False, markup=False)


def _show(pages: Callable[[Console], None]) -> None:
    """Print what `pages` draws, without the blanks that fill its lines."""
    console = _console()
    with console.capture() as drawn:
        pages(console)
    sys.stdout.write("".join(f"{line.rstrip()}\n" for line in drawn.get().splitlines()))


def _print_json(document: object) -> None:
    # signs beyond ASCII are escaped where the output could not hold them
    plain = (sys.stdout.encoding or "").lower().replace("-", "") not in ("utf8", "utf16")
    json.dump(document, sys.stdout, ensure_ascii=plain, indent=1)
    sys.stdout.write("\n")


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
    """Write a conflict or negotiation down once, with its sources, and ask what holds and what can be traded."""


@app.command()
def check(case: CaseName, as_json: AsJson = False) -> None:
    """Report every mistake and doubt in a case at once: file, line, code, what to do."""
    from detente.workbench import check as verb

    found = verb(case)
    errors = any(diagnostic.is_error for diagnostic in found)
    if as_json:
        _print_json(_failure("check", found))
    else:
        from detente.report.page import print_diagnostics

        _show(lambda console: print_diagnostics(found, console, name=case))
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

        return _print_json(schema_of(GlanceDocument))
    from detente.workbench import show as verb

    glance = verb(_needed(case))
    if as_json:
        return _print_json(glance.to_dict())
    from detente.report.glance_page import print_glance

    return _show(lambda console: print_glance(glance, console, because=because))


@app.command()
def holds(  # noqa: PLR0917 - an argument per option
    case: Annotated[str, typer.Argument(metavar="CASE", help="A case file, or a shipped case.")] = "",
    why: Annotated[
        str,
        typer.Option(
            metavar="OUTCOME",
            help='Explain one outcome: "status quo", changes to it ("ceasefire = air, offensive = ground"), '
            "a Y/N pattern, or its number, counted from 1.",
        ),
    ] = "",
    concept: Annotated[
        list[str] | None,
        typer.Option(help="With --why: only these concepts (nash, gmr, smr, seq, sseq, sim); commas join several."),
    ] = None,
    group: Annotated[
        list[str] | None, typer.Option(metavar="A+B", help="Judge a further group of actors, like us+ukraine.")
    ] = None,
    mixed: Annotated[
        str, typer.Option(metavar="A=CONCEPT,..", help="Mixed equilibria: another concept for each actor.")
    ] = "",
    peer_rule: Annotated[
        bool, typer.Option("--peer-rule", help="Also judge with one move per opponent, to repeat old tables.")
    ] = False,
    as_json: AsJson = False,
    schema: AsSchema = False,
) -> None:
    """Answer what holds: which outcomes nobody would upset, by which concept, and why."""
    if schema:
        from detente.documents import HoldsDocument, WhyDocument, schema_of

        return _print_json(schema_of(WhyDocument if why else HoldsDocument))
    from detente import workbench

    chosen = _mixed(mixed) if mixed else None
    answer = workbench.holds(
        _needed(case), groups=[g.split("+") for g in group or []], mixed=chosen, peer_rule=peer_rule
    )
    if why:
        return _why(answer, why, [c.strip().lower() for part in concept or [] for c in part.split(",")], as_json)
    if concept:
        _usage("--concept goes with --why.")
    if as_json:
        return _print_json(answer.to_dict())
    from detente.report.page import print_holds

    glance = workbench.show(answer.case)
    return _show(lambda console: print_holds(answer, glance, console, name=case))


def _why(answer: Holds, text: str, concepts: list[str], as_json: bool) -> None:
    from detente.finding import find_outcome
    from detente.methods import HOLDS_TOGETHER
    from detente.verdicts import why_document

    unknown = [c for c in concepts if c not in HOLDS_TOGETHER]
    if unknown:
        _usage(f"{unknown[0]} is not a concept. Known: {', '.join(HOLDS_TOGETHER)}.")
    state = find_outcome(answer, text)
    if as_json:
        return _print_json(why_document(answer, state, concepts))
    from detente.report.page import print_why

    return _show(lambda console: print_why(answer, state, console, concepts))


@app.command()
def trades(  # noqa: PLR0917 - an argument per option
    case: Annotated[str, typer.Argument(metavar="CASE", help="A case file, or a shipped case.")] = "",
    on: Annotated[str, typer.Option(metavar="DAY", help="No deal as it is on that day, like 2026-02-06.")] = "",
    by: Annotated[
        str,
        typer.Option(
            metavar="FORM", help="Read actors by this form where they have it: scores, positions, statements, ranking."
        ),
    ] = "",
    start: Annotated[
        str,
        typer.Option(
            "--from", metavar="OUTCOME", help='Tell the trade from here: changes to the status quo ("trade = yes").'
        ),
    ] = "",
    package: Annotated[
        list[str] | None,
        typer.Option(
            metavar="OUTCOME", help="Look at this package too, named like --from; may be given several times."
        ),
    ] = None,
    over_time: Annotated[
        bool, typer.Option("--over-time", help="From which to which day there is a zone of agreement, and why.")
    ] = False,
    draws: Annotated[int, typer.Option(help="How many draws of what is uncertain; 0 for none.")] = 1000,
    seed: Annotated[int, typer.Option(help="From which seed the draws come.")] = 0,
    as_json: AsJson = False,
    schema: AsSchema = False,
) -> None:
    """Answer what can be traded: which packages all needed would accept, which are efficient or fair, would they hold."""
    if schema:
        from detente.documents import TradesDocument, schema_of

        return _print_json(schema_of(TradesDocument))
    from detente import workbench

    answer = workbench.trades(
        _needed(case), on=on or None, by=by or None, start=start or None, packages=package or (), draws=draws, seed=seed
    )
    if as_json:
        return _print_json(answer.to_dict())
    from detente.report.trades_page import print_trades

    return _show(lambda console: print_trades(answer, console, name=case, over_time=over_time))


def _mixed(text: str) -> dict[str, str]:
    pairs = [part.partition("=") for part in text.split(",")]
    names = [actor.strip() for actor, _, _ in pairs]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        _usage(f"{twice} has two concepts. Name one for each actor, like a=nash,b=seq.")
    return {actor.strip(): concept.strip().lower() for actor, _, concept in pairs}


@app.command(name="methods")
def list_methods(as_json: AsJson = False) -> None:
    """List every method with its references and status."""
    from detente.report.tables import methods_document, print_methods

    _print_json(methods_document()) if as_json else _show(print_methods)


@app.command(name="cases")
def list_cases(as_json: AsJson = False) -> None:
    """List the cases that come with detente."""
    from detente.report.tables import cases_document, print_cases
    from detente.workbench import cases as verb

    rows = [(case.name, case.place, case.title) for case in verb()]
    _print_json(cases_document(rows)) if as_json else _show(lambda console: print_cases(rows, console))


@app.command()
def new(name: Annotated[str, typer.Argument(help="The new file; .yaml is added where it has no ending.")]) -> None:
    """Write a commented starter case that passes `check`."""
    from detente.workbench import new as verb

    path = Path(name) if Path(name).suffix else Path(f"{name}.yaml")
    if path.exists():
        _usage(f"{path} exists already; nothing was written. Choose another name.")
    if not path.parent.is_dir():
        _usage(f"There is no folder {path.parent}. Make it first.")
    from detente.files.save import write_text

    write_text(path, verb(path.stem))
    typer.echo(f"Wrote {path}. Next: detente check {path}, then detente holds {path}")


@app.command(name="import")
def import_file(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="A .gmcr file; a Genius, GeniusWeb or NegMAS file, or a folder of them."),
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
        _usage(f"{file} is no folder of a negotiation. Name one, and a file to write with -o.")
    target = named.with_name(f"{named.stem}{ending}") if output == Path() else output
    if target.exists():
        _usage(f"{target} exists already; nothing was written. Choose another name with -o.")
    read = workbench.read_import(file)
    if read.case is None or any(diagnostic.is_error for diagnostic in read.diagnostics):
        raise CaseError([diagnostic for diagnostic in read.diagnostics if diagnostic.is_error])
    workbench.save(read.case, target)
    from detente.report.page import print_diagnostics

    _show(lambda console: print_diagnostics(read.diagnostics, console, name=str(file)))
    verb = "trades" if any(own.scores for own in read.case.preferences.values()) else "holds"
    typer.echo(f"Wrote {target}. Next: detente {verb} {target}")


@app.command()
def export(
    case: CaseName,
    to: Annotated[str, typer.Option(metavar="FORMAT", help="genius (XML), geniusweb (JSON) or negmas (YAML).")],
    output: Annotated[Path, typer.Option("-o", "--output", help="The new folder to write.")],
) -> None:
    """Write a case with scores for another tool; says what could not be carried over."""
    from detente import workbench

    found = workbench.export(case, to, output)
    from detente.report.page import print_diagnostics

    _show(lambda console: print_diagnostics(found, console, name=case))
    typer.echo(f"Wrote {output}.")


@app.command()
def schema() -> None:
    """Print the JSON Schema of the case format, for editors."""
    from detente.case import case_schema

    _print_json(case_schema())


def _needed(case: str) -> str:
    if not case:
        _usage("Name a case: a file, or one that `detente cases` lists.")
    return case


def _usage(message: str) -> NoReturn:
    raise UsageError(message)


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
            _print_json(_failure(question, error.diagnostics, "the case has errors"))
        else:
            from detente.report.page import print_diagnostics

            found = error.diagnostics
            _show(lambda console: print_diagnostics(found, console))
        return 1
    except DetenteError as error:
        if as_json:
            _print_json(_failure(question, [], str(error)))
        typer.echo(str(error), err=True)
        return 2
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 0
        if as_json and status == 2:
            # typer has said on standard error what is wrong with the words of the command
            _print_json(_failure(question, [], "wrong usage: see standard error"))
        return status
    return 0
