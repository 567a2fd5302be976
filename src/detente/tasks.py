"""What can be asked of a case drawn as diagrams, in a process of its own (see `detente.crew`).

Each verb takes the model, the answers of earlier tasks that it needs, and words of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from detente.expressions import parse
from detente.methods import METHODS
from detente.sharing import Split, is_asked
from detente.summary import Summary, summarise
from detente.symbolic.local import explain
from detente.symbolic.sets import Drawn
from detente.symbolic.stability import searched
from detente.symbolic.tables import diagram_of, table_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from detente.conflict import Group
    from detente.graph.why import Verdict
    from detente.symbolic.encoding import Diagram, Encoding
    from detente.symbolic.model import Model
    from detente.symbolic.tables import Table

__all__ = ["VERBS", "Gathered"]


GROWTH = 1.01
"""By how much diagrams may grow while a variable is moved, when sets are put together.

They are large and are used once: a better order costs more time than it saves."""


class Gathered(NamedTuple):
    """A set, what can be said of those of it that were asked for, and a mark that is the same where they are.

    Where only the count was asked for, it is all that is said, and the mark is 0.
    """

    table: Table
    summary: Summary
    mark: int


def _table(value: Table | Gathered) -> Table:
    return value.table if isinstance(value, Gathered) else value


def _learn(model: Model, given: Mapping[tuple[str, ...], Table], who: Group) -> None:
    """Let a model know what is stable by weaker concepts."""
    for (name, *_), table in given.items():
        key = name, who
        if key not in model.kept:
            model.kept[key] = diagram_of(model.encoding, table)


def judge(model: Model, given: Mapping[tuple[str, ...], Table], method: str, who: Group) -> Table:
    """Return the outcomes that are stable for an actor or group; `given` holds what is known of weaker concepts."""
    _learn(model, given, who)
    row = METHODS[method]
    assert row.drawn is not None
    return table_of(model.encoding, row.drawn(model, min(who) if row.judges == "actor" else who))


def search(
    model: Model, given: Mapping[tuple[str, ...], Table], method: str, who: Group, suspects: Table | None = None
) -> Table | Split:
    """Judge for an actor by a method that may take long, and hand part of it back where that is asked for.

    Parameters
    ----------
    suspects
        The outcomes to look at; None for all. All others count as stable.
    """
    code = model.encoding
    _learn(model, given, who)
    some = None if suspects is None else diagram_of(code, suspects)
    held, left = searched(model, method.removeprefix("graph."), min(who), some, is_asked)
    if not left:
        return table_of(code, held)
    pieces = tuple(("search", (method, who, table_of(code, part))) for part in left)
    return Split(pieces, ("unite", (table_of(code, held),)))


def unite(model: Model, given: Mapping[tuple[str, ...], Table], held: Table) -> Table:
    """Return the outcomes that are in one set and in all that are given."""
    return table_of(model.encoding, _common(model.encoding, [held, *given.values()]))


def gather(
    model: Model, given: Mapping[tuple[str, ...], Table | Gathered], where: str, samples: int, seed: int, extent: str
) -> Gathered:
    """Return the outcomes in all of the sets, what can be said of those that meet a condition, and a mark of the latter.

    Parameters
    ----------
    where
        The condition; empty for all.
    extent
        ``whole`` for rules and the like, ``count`` for the count alone.
    """
    code = model.encoding
    held = model.possible & _common(code, map(_table, given.values()))
    chosen = held & _condition(model, where)
    pool = Drawn(model)
    if extent == "count":
        return Gathered(table_of(code, held), Summary(pool.count(chosen)), 0)
    summary = summarise(pool, chosen, samples=samples, seed=seed)
    return Gathered(table_of(code, held), summary, pool.mark(chosen))


def _common(code: Encoding, tables: Iterable[Table]) -> Diagram:
    """Return what lies in all of some sets, the two smallest put together each time: what comes of it stays small."""
    with code.growing(GROWTH):
        small_first = sorted(tables, key=lambda table: len(table.nodes))
        sets = [diagram_of(code, table) for table in small_first] or [code.true]
        while len(sets) > 1:
            sets.sort(key=len)
            sets[:2] = [sets[0] & sets[1]]
        return sets[0]


def _condition(model: Model, text: str) -> Diagram:
    if not text:
        return model.encoding.true
    return model.encoding.condition(parse(text, model.case.options, tuple(model.case.issues)))


def look(model: Model, given: Mapping[tuple[str, ...], Table], where: str) -> tuple[int, int]:
    """Return how many outcomes are possible, and how many of them meet a condition."""
    del given
    pool = Drawn(model)
    met = model.possible & _condition(model, where)
    return pool.count(model.possible), pool.count(met)


def find(
    model: Model, given: Mapping[tuple[str, ...], Table], where: str, place: int | None, start: Sequence[int] | None
) -> tuple[int, tuple[tuple[int, ...], ...]]:
    """Return how many outcomes are meant by some words, and the first two of them.

    Parameters
    ----------
    where, place
        A condition, of which the outcomes nearest to `start` are meant where that is said; or a place in the list of
        possible outcomes, counted from 1.
    """
    del given
    pool = Drawn(model)
    met = model.possible & _condition(model, where)
    count = pool.count(met)
    if place is not None:
        return count, (pool.nth(met, place - 1),) if 1 <= place <= count else ()
    if count > 1 and start is not None:
        met = pool.nearest(met, start)
        count = pool.count(met)
    return count, tuple(pool.nth(met, at) for at in range(min(2, count)))


def why(
    model: Model, given: Mapping[tuple[str, ...], Table], concept: str, whos: Sequence[Group], digits: Sequence[int]
) -> list[Verdict]:
    """Return why an outcome is stable or not by one concept, for each of some actors or groups."""
    del given
    return [explain(model, concept, who, digits) for who in whos]


VERBS: dict[str, Callable[..., Any]] = {
    "judge": judge,
    "search": search,
    "unite": unite,
    "gather": gather,
    "look": look,
    "find": find,
    "why": why,
}
