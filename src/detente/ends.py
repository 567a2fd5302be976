"""The two ends as commands: a document comes in (read, annotations), a page goes out (report)."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.shell import AsJson, AsSchema, CaseName, print_json, show_pages, usage

if TYPE_CHECKING:
    from detente.sourcing.answer import Read

__all__ = ["carry", "read", "report"]


def read(  # noqa: PLR0917 - an argument per option
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A document: .txt, .md; .html and .pdf with their extras installed.")
    ] = "",
    published: Annotated[
        str, typer.Option(metavar="DATE", help="The day it appeared, like 2025-08-14. It is never guessed.")
    ] = "",
    zone: Annotated[str, typer.Option(metavar="ZONE", help="The publisher's time zone, like Europe/London.")] = "",
    title: Annotated[str, typer.Option(help="The document's title.")] = "",
    publisher: Annotated[str, typer.Option(help="Who published it.")] = "",
    encoding: Annotated[
        str, typer.Option(help="How its letters are written, where it is not UTF-8, like cp1252.")
    ] = "",
    case: Annotated[str, typer.Option(metavar="CASE", help="Add the document to the sources of this case file.")] = "",
    name: Annotated[
        str, typer.Option("--as", metavar="NAME", help="What the source is called in the case.")
    ] = "report",
    accept: Annotated[
        bool, typer.Option("--accept", help="With --case: put this text in the place of the source of that name.")
    ] = False,
    draft: Annotated[str, typer.Option(metavar="CASE", help="Write a starter case of what is proposed.")] = "",
    model: Annotated[
        str, typer.Option("--nlp", metavar="MODEL", help="Let a spaCy model of yours name the speakers (extra: nlp).")
    ] = "",
    everything: Annotated[bool, typer.Option("--all", help="List weak proposals too.")] = False,
    as_json: AsJson = False,
    schema: AsSchema = False,
) -> None:
    """Read a document: passages, people, dates, who says what; proposals that a person confirms."""
    if schema:
        from detente.documents import schema_of
        from detente.read_documents import ReadDocument

        return print_json(schema_of(ReadDocument))
    if not file:
        usage("Name a document to read.")
    if case and draft:
        usage("Take --case for a case that is there, or --draft for a new one, not both.")
    if accept and not case:
        usage("--accept goes with --case.")
    from detente import workbench
    from detente.report.plain import visible

    answer = workbench.read(
        file,
        published=published or None,
        zone=zone,
        title=title,
        publisher=publisher,
        encoding=encoding,
        case=case or None,
        model=model,
    )
    said = _put(answer, case, name, draft, accept=accept)
    if as_json:
        return print_json(answer.to_dict())
    if said is None:
        return None
    if not case:
        from detente.report.read_page import print_read

        show_pages(lambda console: print_read(answer, console, everything=everything))
    return typer.echo(visible(said))


def _put(answer: Read, case: str, name: str, draft: str, *, accept: bool) -> str | None:
    """Put a document where it was asked for; return what to tell, or none where all is told."""
    from detente import intake

    path = answer.source.path
    if draft:
        target = Path(draft) if Path(draft).suffix else Path(f"{draft}.yaml")
        drafted = intake.draft_case(answer, target, name)
        counts = f"{len(drafted.actors)} actors, {len(drafted.issues)} issues, {len(drafted.people)} people"
        return f"\nWrote {target}: {counts}, all proposed. Next: detente check {target}"
    if not case:
        given = f" --published {answer.published}" if answer.published else " --published DATE"
        return f"\nNext: detente read {path}{given} --draft new-case.yaml, or --case CASE.yaml to add it as a source."
    from detente.workbench import open_case

    opened = open_case(case).case
    if opened is not None and name in opened.sources:
        from detente.report.read_page import print_moved

        moved = intake.replace_source(answer, case, name, accept=accept)
        show_pages(lambda console: print_moved(moved, console, name=name, accepted=accept))
        return None
    kept = intake.add_source(answer, case, name)
    return (
        f"Added source {name} to {case}; its text is kept as {kept}. Cite it like because: [\"{name}:p1 'its words'\"]."
    )


def carry(
    case: CaseName,
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="FILE", help="Write the citations here (JSON-LD).")
    ] = "",
    take: Annotated[
        str,
        typer.Option(
            "--import", metavar="FILE", help="Read annotations, and say where their words stand in the sources."
        ),
    ] = "",
    utf16: Annotated[bool, typer.Option("--utf16", help="Count positions as JavaScript does.")] = False,
    as_json: AsJson = False,
) -> None:
    """Carry a case's citations to annotation tools and back, as W3C Web Annotations."""
    from detente import workbench

    if take:
        found = workbench.import_annotations(case, take, utf16=utf16)
        if as_json:
            return print_json(found)
        from detente.report.annotations_page import print_imported

        return show_pages(lambda console: print_imported(found, console))
    document = workbench.export_annotations(case, utf16=utf16)
    if not output:
        return print_json(document)
    import json

    from detente.files.save import write_text

    path = Path(output)
    if path.exists():
        usage(f"{path} exists already; nothing was written. Choose another name with -o.")
    write_text(path, json.dumps(document, ensure_ascii=False, indent=1) + "\n")
    return typer.echo(f"Wrote {path}: {document['total']} citations.")


def report(
    case: Annotated[
        list[str], typer.Argument(metavar="CASE", help="A case file or a shipped case; two with --compare.")
    ],
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="FILE", help="The page to write: .html or .md.")
    ] = "",
    compare: Annotated[
        bool, typer.Option("--compare", help="Take two versions of a case; tell what changed in it and in the answers.")
    ] = False,
    seed: Annotated[int, typer.Option(help="From which seed draws come.")] = 0,
    opened: Annotated[bool, typer.Option("--open", help="Open the page in a browser.")] = False,
) -> None:
    """Write the page that is handed over: the answers in one minute, then every section with its reasons and sources."""
    from detente import handover

    if len(case) != (2 if compare else 1):
        usage("--compare takes two cases, the earlier first." if compare else "Name one case, or two with --compare.")
    stem = Path(case[-1]).stem or "page"
    path = Path(output or f"{stem}{'-compared' if compare else ''}.html")
    told = shlex.join(
        [
            "detente",
            "report",
            *(["--compare"] if compare else []),
            *case,
            "-o",
            path.name,
            *(["--seed", str(seed)] if seed else []),
        ]
    )
    if path.resolve() in [Path(one).resolve() for one in case]:
        usage(f"{path} is the case itself. Choose another name with -o.")
    if compare:
        written = handover.write_page(handover.compare(case[0], case[1], seed=seed, command=told), None, path)
    else:
        from detente import workbench

        written = workbench.report(case[0], path, seed=seed, command=told)
    typer.echo(f"Wrote {' and '.join(map(str, written))}.")
    if opened:
        import webbrowser

        if not webbrowser.open(path.resolve().as_uri()):
            typer.echo(f"No browser could be opened. Open {path} yourself.")
