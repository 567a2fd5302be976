"""The three questions as commands: a command reads a request, calls a verb, shows the answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from detente.shell import AsJson, AsSchema, needed, print_json, progress, show_pages, usage

if TYPE_CHECKING:
    from detente.answers import Holds
    from detente.case import Case
    from detente.engines import Asked
    from detente.wide import HoldsWide

__all__ = ["holds", "settles", "trades"]


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
        typer.Option(help="Only these concepts (nash, gmr, smr, seq, sseq, sim); commas join several."),
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
    where: Annotated[
        str | None,
        typer.Option(metavar="CONDITION", help='Tell only of outcomes that meet it, like "ceasefire = full".'),
    ] = None,
    samples: Annotated[int, typer.Option(help="Draw so many outcomes from each set that holds.")] = 0,
    seed: Annotated[int, typer.Option(help="From which seed they are drawn.")] = 0,
    engine: Annotated[
        str,
        typer.Option(
            metavar="ENGINE",
            help="explicit lists outcomes (up to 2^24), symbolic draws sets as diagrams; auto chooses by size.",
        ),
    ] = "auto",
    seconds: Annotated[
        float,
        typer.Option("--time", metavar="SECONDS", help="How long diagrams may take; what is not finished is told."),
    ] = 120.0,
    memory: Annotated[float, typer.Option(metavar="GB", help="How much memory diagrams may take, in gigabytes.")] = 4.0,
    as_json: AsJson = False,
    schema: AsSchema = False,
) -> None:
    """Answer what holds: which outcomes nobody would upset, by which concept, and why."""
    if schema:
        from detente.documents import HoldsDocument, WhyDocument, WideDocument, schema_of

        return print_json(schema_of(WhyDocument if why else WideDocument if engine == "symbolic" else HoldsDocument))
    from detente import workbench
    from detente.engines import Asked, answer_holds, engine_of
    from detente.opening import doubts_text, sound
    from detente.wide import HoldsWide

    concepts = [c.strip().lower() for part in concept or [] for c in part.split(",")]
    found, doubts = sound(needed(case))
    asked = Asked(
        groups=[g.split("+") for g in group or []], mixed=_mixed(mixed) if mixed else None, peer_rule=peer_rule,
        only=concepts or None, where=where or "", samples=samples, seed=seed, engine=engine, seconds=seconds,
        memory=memory,
    )  # fmt: skip
    if where is not None and not where.strip():
        usage("--where is empty. Write a condition, like --where 'ceasefire = full', or leave it out.")
    if why and (where or samples):
        usage("--where and --samples narrow and draw from what holds; --why asks of one outcome. Ask one at a time.")
    if why and engine_of(found, asked) == "symbolic":
        return _why_wide(found, asked, why, as_json)
    with progress() as told:
        answer = answer_holds(found, replace(asked, told=told), [doubts_text(doubts)] if doubts else [])
    if isinstance(answer, HoldsWide):
        return _show_wide(answer, case, as_json)
    if as_json and not why:
        return print_json(answer.to_dict())
    if why:
        return _why(answer, why, concepts, as_json)
    from detente.report.page import print_holds

    glance = workbench.show(answer.case)
    return show_pages(lambda console: print_holds(answer, glance, console, name=case))


def _show_wide(answer: HoldsWide, name: str, as_json: bool) -> None:
    from detente import workbench
    from detente.report.wide_page import print_wide

    if as_json:
        print_json(answer.to_dict())
    else:
        show_pages(lambda console: print_wide(answer, workbench.show(answer.case), console, name=name))
    _unanswered(answered=bool(answer.counts))


def _why_wide(case: Case, asked: Asked, text: str, as_json: bool) -> None:
    from detente.engines import check_asked, why_wide
    from detente.finding import find_wide
    from detente.verdicts import why_wide_document

    check_asked(case, asked)
    digits = find_wide(case, text, asked.budget)
    with progress() as told:
        verdicts, missing = why_wide(case, digits, replace(asked, told=told))
    if as_json:
        print_json(why_wide_document(case, digits, verdicts, missing))
    else:
        from detente.report.wide_page import print_why_wide

        show_pages(lambda console: print_why_wide(case, digits, verdicts, missing, console))
    _unanswered(answered=bool(verdicts))


def _unanswered(*, answered: bool) -> None:
    """End with a status of its own where the budget let nothing at all be finished."""
    if not answered:
        raise typer.Exit(3)


def _why(answer: Holds, text: str, concepts: list[str], as_json: bool) -> None:
    from detente.finding import find_outcome
    from detente.verdicts import why_document

    state = find_outcome(answer, text)
    if as_json:
        return print_json(why_document(answer, state, concepts))
    from detente.report.page import print_why

    return show_pages(lambda console: print_why(answer, state, console, concepts))


def settles(  # noqa: PLR0917 - an argument per option
    case: Annotated[str, typer.Argument(metavar="CASE", help="A case file, or a shipped case.")] = "",
    issue: Annotated[str, typer.Option(metavar="ISSUE", help="Look at this issue only.")] = "",
    loss: Annotated[
        str,
        typer.Option(metavar="LOSS", help="Quote the point that loses least by: absolute, squared or within5 (a hit)."),
    ] = "absolute",
    domain: Annotated[
        str, typer.Option(metavar="DOMAIN", help='The kind of settlements the case belongs to, like "EU legislation".')
    ] = "",
    cross: Annotated[
        float | None,
        typer.Option(metavar="PLACE", help="Tell at which values of the inputs the settlement crosses this place."),
    ] = None,
    move: Annotated[
        float | None, typer.Option(metavar="AMOUNT", help="Tell who could move the settlement by so much, and how.")
    ] = None,
    camp: Annotated[
        list[str] | None,
        typer.Option(metavar="A+B", help="Draw the numbers of these actors together; may be repeated."),
    ] = None,
    correlation: Annotated[float, typer.Option(help="How closely those of a camp are drawn together, 0 to 1.")] = 0.7,
    why: Annotated[bool, typer.Option("--why", help="Tell every move of every round with its numbers.")] = False,
    draws: Annotated[int, typer.Option(help="How many draws of what is uncertain; 0 for none.")] = 10_000,
    seed: Annotated[int, typer.Option(help="From which seed the draws come.")] = 0,
    workers: Annotated[
        int, typer.Option(help="How many threads draw; changes the time only. 0 for as many as fit.")
    ] = 0,
    as_json: AsJson = False,
    schema: AsSchema = False,
) -> None:
    """Answer where it settles: for each issue on a scale the likely settlement, how sure that is, and what would move it."""
    if schema:
        from detente.documents import schema_of
        from detente.settles_documents import SettlesDocument

        return print_json(schema_of(SettlesDocument))
    from detente import workbench

    answer = workbench.settles(
        needed(case), issue=issue or None, loss=loss, domain=domain or None, cross=cross, move=move,
        camps=[group.split("+") for group in camp or []], correlation=correlation, draws=draws, seed=seed,
        workers=workers or None,
    )  # fmt: skip
    if as_json:
        from detente.settling.document import document_of

        return print_json(document_of(answer, why=why))
    from detente.report.settles_page import print_settles

    return show_pages(lambda console: print_settles(answer, console, name=case, why=why))


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

        return print_json(schema_of(TradesDocument))
    from detente import workbench

    answer = workbench.trades(
        needed(case), on=on or None, by=by or None, start=start or None, packages=package or (), draws=draws, seed=seed
    )
    if as_json:
        return print_json(answer.to_dict())
    from detente.report.trades_page import print_trades

    return show_pages(lambda console: print_trades(answer, console, name=case, over_time=over_time))


def _mixed(text: str) -> dict[str, str]:
    pairs = [part.partition("=") for part in text.split(",")]
    names = [actor.strip() for actor, _, _ in pairs]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        usage(f"{twice} has two concepts. Name one for each actor, like a=nash,b=seq.")
    return {actor.strip(): concept.strip().lower() for actor, _, concept in pairs}
