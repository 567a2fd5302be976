"""Bits for issues, and conditions over outcomes as decision diagrams.

An issue of n values has ceil(log2 n) bits, the position of its value in binary. Each bit has copies, told by a letter:
``x`` and ``y`` for the two ends of a move, others are declared when they are needed. A set of outcomes is a diagram over
x bits. (Bryant 1986; the package is CUDD through `dd`.)
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeAlias

from detente.errors import LimitError
from detente.expressions import Compare, fold_expression, spelled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from detente.expressions import Expression, Pattern
    from detente.space import Frame

__all__ = ["MAX_GROWTH", "MISSING", "Diagram", "Encoding", "cudd", "is_available"]

MISSING = (
    "Decision diagrams need the package dd with CUDD, which is not installed here. Its wheels for Linux hold it: "
    "pip install dd. Without it outcomes are judged up to 16,777,216, and groups up to 131,072."
)
"""What is said where the package is missing."""

MAX_GROWTH = 1.05
"""By how much diagrams may grow while a variable is moved to find it a better place.

CUDD's own 1.2 looks further and takes longer; sequential stability on the benchmarks' heavier models took up to three times
as long with it, and longer again below 1.02."""

Diagram: TypeAlias = Any
"""A set of outcomes, or a relation between them: a node of CUDD."""


def cudd() -> Any:  # noqa: ANN401 - the package has no types
    """Return the diagram package.

    Raises
    ------
    LimitError
        Where it is not there: its wheel with CUDD is made for some machines only.
    """
    try:
        from dd import cudd as package
    except (ImportError, OSError):
        raise LimitError(MISSING) from None
    return package


def is_available() -> bool:
    """Return whether decision diagrams can be used on this machine."""
    try:
        cudd()
    except LimitError:
        return False
    return True


class Encoding:
    """The bits of a frame in one manager of diagrams.

    Attributes
    ----------
    frame
        The issues and their values.
    bdd
        The manager.
    bits
        How many bits each issue has.
    """

    def __init__(self, frame: Frame, order: Sequence[int]) -> None:
        self._package = cudd()
        self.frame = frame
        self.bdd = self._package.BDD()
        self.bdd.configure(max_growth=MAX_GROWTH)
        self.bits = tuple((size - 1).bit_length() for size in frame.sizes)
        self.order = tuple(order)
        for issue in order:
            for bit in range(self.bits[issue]):
                self.bdd.declare(f"x{issue}_{bit}", f"y{issue}_{bit}")
        self.true, self.false = self.bdd.true, self.bdd.false
        self._values: dict[tuple[str, int, int], Diagram] = {}
        self.everything = tuple(range(len(self.bits)))

    @contextmanager
    def growing(self, most: float) -> Iterator[None]:
        """Let diagrams grow by so much at most while a variable is moved, instead of by `MAX_GROWTH`."""
        before = self.bdd.configure(max_growth=most)["max_growth"]
        try:
            yield
        finally:
            self.bdd.configure(max_growth=before)

    def names(self, issues: Iterable[int], copy: str = "x") -> list[str]:
        """Return the names of the bits of some issues in one copy."""
        return [f"{copy}{issue}_{bit}" for issue in issues for bit in range(self.bits[issue])]

    def declare(self, issues: Iterable[int], copy: str) -> None:
        """Declare a further copy of the bits of some issues."""
        fresh = [name for name in self.names(issues, copy) if name not in self.bdd.vars]
        if fresh:
            self.bdd.declare(*fresh)

    def value(self, issue: int, position: int, copy: str = "x") -> Diagram:
        """Return the outcomes in which an issue has one value."""
        key = (copy, issue, position)
        if key not in self._values:
            met = self.true
            for bit, name in enumerate(self.names([issue], copy)):
                variable = self.bdd.var(name)
                met &= variable if position >> bit & 1 else ~variable
            self._values[key] = met
        return self._values[key]

    def among(self, issue: int, positions: Iterable[int], copy: str = "x") -> Diagram:
        """Return the outcomes in which an issue has one of some values."""
        met = self.false
        for position in positions:
            met |= self.value(issue, position, copy)
        return met

    def domain(self, issues: Iterable[int], copy: str = "x") -> Diagram:
        """Return where the bits of the issues stand for a value at all."""
        met = self.true
        for issue in issues:
            if self.frame.sizes[issue] != 1 << self.bits[issue]:
                met &= self.among(issue, range(self.frame.sizes[issue]), copy)
        return met

    def same(self, issues: Iterable[int], one: str = "x", other: str = "y") -> Diagram:
        """Return where two copies agree on some issues."""
        met = self.true
        for issue in issues:
            for a, b in zip(self.names([issue], one), self.names([issue], other), strict=True):
                met &= self.bdd.var(a).equiv(self.bdd.var(b))
        return met

    def outcome(self, digits: Sequence[int], copy: str = "x", issues: Iterable[int] | None = None) -> Diagram:
        """Return the set of one outcome, or of all that agree with it on some issues."""
        met = self.true
        for issue in self.everything if issues is None else issues:
            met &= self.value(issue, digits[issue], copy)
        return met

    def condition(self, expression: Expression) -> Diagram:
        """Return the outcomes that meet a condition (impossible outcomes too)."""
        options = [n for n, v in zip(self.frame.issues, self.frame.values, strict=True) if set(v) == {"no", "yes"}]

        def leaf(part: Compare | Pattern) -> Diagram:
            assert isinstance(part, Compare)
            issue = self.frame.issues.index(part.issue)
            names = self.frame.values[issue]
            chosen = [names.index(value) for value in part.values]
            within = {
                ">=": range(chosen[0], len(names)),
                "<=": range(chosen[0] + 1),
                "!=": [v for v in range(len(names)) if v not in chosen],
            }.get(part.operator, chosen)
            return self.among(issue, within)

        def join(name: str, parts: Sequence[Diagram]) -> Diagram:
            if name == "not":
                return ~parts[0]
            if name == "if":
                return parts[0] | ~parts[1]
            if name == "iff":
                return parts[0].equiv(parts[1])
            result = parts[0]
            for part in parts[1:]:
                result = result & part if name == "and" else result | part
            return result

        return fold_expression(spelled(expression, options), leaf, join)

    def shift(self, diagram: Diagram, issues: Iterable[int], to: str = "y", start: str = "x") -> Diagram:
        """Return a diagram in which the bits of some issues are those of another copy."""
        issues = list(issues)
        pairs = dict(zip(self.names(issues, start), self.names(issues, to), strict=True))
        return self.bdd.let(pairs, diagram) if pairs else diagram

    def swap(self, diagram: Diagram, issues: Iterable[int]) -> Diagram:
        """Return a diagram in which the x and y bits of some issues have changed places."""
        issues = list(issues)
        x, y = self.names(issues), self.names(issues, "y")
        return self.bdd.let(dict(zip(x + y, y + x, strict=True)), diagram) if x else diagram

    def meet(self, one: Diagram, other: Diagram, issues: Iterable[int], copy: str = "y") -> Diagram:
        """Return where both hold for some value of the issues' bits in a copy."""
        names = self.names(issues, copy)
        return self._package.and_exists(one, other, names) if names else one & other

    def exist(self, diagram: Diagram, issues: Iterable[int], copy: str = "y") -> Diagram:
        """Return where a diagram holds for some value of the issues' bits in a copy."""
        names = self.names(issues, copy)
        return self.bdd.exist(names, diagram) if names else diagram

    def simplify(self, diagram: Diagram, care: Diagram) -> Diagram:
        """Return a diagram, smaller if possible, that agrees with `diagram` wherever `care` holds."""
        return diagram if care in (self.false, self.true) else self._package.restrict(diagram, care)

    def met_by(self, diagram: Diagram, digits: Sequence[int]) -> bool:
        """Return whether an outcome lies in a set."""
        bits = {
            f"x{issue}_{bit}": bool(digits[issue] >> bit & 1)
            for issue in self.everything
            for bit in range(self.bits[issue])
        }
        known = {name: bits[name] for name in diagram.support}
        return bool((self.bdd.let(known, diagram) if known else diagram) == self.true)
