"""The little language of conditions over outcomes.

A condition is built from comparisons of an issue with its values::

    offensive                       a no/yes issue that is yes
    treaty = extended               also !=, and >= <= by the order of the values
    treaty in [observed, extended]
    not, and, or, parentheses
    A if B                          A wherever B holds (B implies A)
    A iff B                         both or neither

``not`` binds closest, then ``and``, ``or``, ``if``, ``iff``. A value with spaces or signs is quoted. Instead of a
condition there may stand a *pattern* in the field's Y/N notation over the no/yes issues in file order, with ``-``
for either: ``NY-``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from detente.errors import ExpressionError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from lark import Lark

__all__ = [
    "And",
    "Compare",
    "Expression",
    "If",
    "Iff",
    "Not",
    "Or",
    "Pattern",
    "comparisons",
    "fold_expression",
    "parse",
    "quoted",
    "spelled",
]

MAX_LENGTH = 4000
MAX_TOKENS = 800
MAX_DEPTH = 50


@dataclass(frozen=True)
class Compare:
    """An issue compared with values: ``=``, ``!=``, ``>=``, ``<=`` with one, ``in`` with several.

    `bare` marks an issue that stands alone, meaning "is yes".
    """

    issue: str
    operator: str
    values: tuple[str, ...]
    bare: bool = False


@dataclass(frozen=True)
class Not:
    """The contrary."""

    part: Expression


@dataclass(frozen=True)
class And:
    """All of them."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True)
class Or:
    """At least one of them."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True)
class If:
    """`then` wherever `condition` holds."""

    then: Expression
    condition: Expression


@dataclass(frozen=True)
class Iff:
    """Both or neither."""

    left: Expression
    right: Expression


@dataclass(frozen=True)
class Pattern:
    """Y, N or - for each no/yes issue in file order."""

    text: str


Expression: TypeAlias = Compare | Not | And | Or | If | Iff | Pattern

_GRAMMAR = r"""
?start: iff
?iff: iff "iff" cond        -> iff
    | cond
?cond: disj "if" disj       -> if_
    | disj
?disj: conj ("or" conj)*    -> or_
?conj: neg ("and" neg)*     -> and_
?neg: "not" neg             -> not_
    | "(" iff ")"
    | name OP value         -> compare
    | name "in" "[" value ("," value)* "]" -> among
    | name                  -> bare
name: WORD
value: WORD | QUOTED
OP: "!=" | ">=" | "<=" | "="
WORD: /[^\s()\[\],=!<>'"]+/
QUOTED: /"[^"]*"|'[^']*'/
%ignore /\s+/
"""

_WORD = re.compile(r"[^\s()\[\],=!<>'\"]+\Z")
_PATTERN = re.compile(r"[YN-]+\Z")


@cache
def _parser() -> Lark:
    from lark import Lark

    return Lark(_GRAMMAR, parser="lalr", propagate_positions=False, maybe_placeholders=False)


def _build(tree: Any) -> Any:  # noqa: ANN401 - lark's trees are untyped
    """Return the expression of a parse tree; names and values are texts."""
    kind, parts = str(tree.data), tree.children
    if kind == "name":
        return str(parts[0])
    if kind == "value":
        text = str(parts[0])
        return text[1:-1] if parts[0].type == "QUOTED" else text
    built: list[Any] = [part if isinstance(part, str) else _build(part) for part in parts]
    return _MAKE[kind](built)


def _chain(kind: type[And | Or], parts: list[Any]) -> Expression:
    """Return a connective of its parts; a chain of one is no chain (lark inlines it only without an alias)."""
    only: Expression = parts[0]
    return only if len(parts) == 1 else kind(tuple(parts))


_MAKE: dict[str, Callable[[list[Any]], Expression]] = {
    "bare": lambda parts: Compare(parts[0], "=", ("yes",), bare=True),
    "compare": lambda parts: Compare(parts[0], str(parts[1]), (parts[2],)),
    "among": lambda parts: Compare(parts[0], "in", tuple(parts[1:])),
    "and_": lambda parts: _chain(And, parts),
    "or_": lambda parts: _chain(Or, parts),
    "not_": lambda parts: Not(parts[0]),
    "if_": lambda parts: If(*parts),
    "iff": lambda parts: Iff(*parts),
}


def _depth(text: str) -> int:
    deepest = depth = 0
    for token in re.findall(r"[()]", text):
        depth += {"(": 1, ")": -1}.get(token, 0)
        deepest = max(deepest, depth)
    # every not and iff may nest in another, so all of them count
    return deepest + len(re.findall(r"(?<![\w-])(?:not|iff)(?![\w-])", text))


@lru_cache(maxsize=20_000)
def parse(text: str, options: tuple[str, ...] = (), issues: tuple[str, ...] = ()) -> Expression:
    """Return the expression that `text` writes.

    Parameters
    ----------
    text
        A condition or a Y/N pattern.
    options
        The no/yes issues in file order; a pattern has one sign for each.
    issues
        The names of all issues: a text that is one of them is never a pattern.

    Raises
    ------
    ExpressionError
        Where it does not parse: says the column and what was expected.
    """
    text = text.strip()
    if _PATTERN.match(text) and text not in issues and (len(text) > 1 or len(options) == 1):
        if len(text) != len(options):
            raise ExpressionError(
                f"The pattern {text} has {len(text)} signs, but there are {len(options)} no/yes issues.",
                is_pattern=True,
            )
        return Pattern(text)
    if len(text) > MAX_LENGTH or text.count(" ") > MAX_TOKENS or _depth(text) > MAX_DEPTH:
        raise ExpressionError("The condition is too long or nested too deeply. Split it into several.")
    from lark.exceptions import UnexpectedInput

    try:
        return _build(_parser().parse(text))  # type: ignore[no-any-return]
    except UnexpectedInput as error:
        token = getattr(error, "token", None)
        at_end = token is not None and token.type == "$END"
        column = len(text) + 1 if at_end else max(int(error.column), 1)
        rest = text[column - 1 : column + 19]
        near = f"near {rest!r}" if rest else "at its end"
        raise ExpressionError(f"The condition {text[:60]!r} does not parse {near}.", column) from None


def quoted(value: str) -> str:
    """Return a value as it stands in a condition: in quotes where it is not one plain word."""
    if _WORD.match(value) and value not in ("and", "or", "not", "if", "iff", "in"):
        return value
    return f'"{value}"' if '"' not in value else f"'{value}'"


T = TypeVar("T")


def fold_expression(
    node: Expression,
    leaf: Callable[[Compare | Pattern], T],
    join: Callable[[str, Sequence[T]], T],
) -> T:
    """Return the value of an expression, from its leaves up.

    `leaf` gives the value of a comparison or pattern; `join` that of a connective, by name
    (``not and or if iff``), from the values of its parts in the order in which they are written.
    """
    if isinstance(node, (Compare, Pattern)):
        return leaf(node)
    if isinstance(node, Not):
        return join("not", [fold_expression(node.part, leaf, join)])
    if isinstance(node, If):
        parts: tuple[Expression, ...] = (node.then, node.condition)
    elif isinstance(node, Iff):
        parts = (node.left, node.right)
    else:
        parts = node.parts
    name = type(node).__name__.lower()
    return join(name, [fold_expression(part, leaf, join) for part in parts])


def comparisons(node: Expression) -> Iterator[Compare]:
    """Yield every comparison in an expression, from left to right."""
    found: list[Compare] = []

    def leaf(part: Compare | Pattern) -> None:
        if isinstance(part, Compare):
            found.append(part)

    fold_expression(node, leaf, lambda _name, _parts: None)
    yield from found


def spelled(expression: Expression, options: Sequence[str]) -> Expression:
    """Return an expression in which a Y/N pattern over `options` is written out as comparisons."""
    if not isinstance(expression, Pattern):
        return expression
    signs = zip(options, expression.text, strict=True)
    parts = tuple(Compare(name, "=", ("yes" if sign == "Y" else "no",)) for name, sign in signs if sign != "-")
    if not parts:  # dashes only: any outcome
        return Compare(options[0], "in", ("no", "yes"))
    return parts[0] if len(parts) == 1 else And(parts)
