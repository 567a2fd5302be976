"""Every exception detente raises on purpose.

::

    DetenteError
    ├── CaseError          the case has errors; carries every diagnostic at once
    ├── UsageError         the question was put in a way that cannot be answered
    │   └── UnknownCase    neither a file nor the name of a shipped case
    ├── SaveError          a case cannot be saved as it is; nothing was written
    ├── LimitError         the question is larger than this machine may take
    └── ExpressionError    a condition that does not parse (turned into a diagnostic by `check`)

A person never sees a traceback for something in a file: the doors catch `DetenteError` and print it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.diagnostics import Diagnostic

__all__ = [
    "CaseError",
    "DetenteError",
    "ExpressionError",
    "LimitError",
    "SaveError",
    "UnknownCase",
    "UsageError",
]


class DetenteError(Exception):
    """The root of all errors raised on purpose."""


class CaseError(DetenteError):
    """The case has errors, so no question is answered on it."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(str(diagnostic) for diagnostic in self.diagnostics))


class UsageError(DetenteError):
    """The question was put in a way that cannot be answered."""


class UnknownCase(UsageError):  # noqa: N818 - reads as the sentence it prints
    """Neither a file nor the name of a shipped case."""


class SaveError(DetenteError):
    """A case cannot be saved as it is; nothing was written."""


class LimitError(DetenteError):
    """The question is larger than what is taken on; says the limit and what to do."""


class ExpressionError(DetenteError):
    """A condition that does not parse; `column` counts from 1, `is_pattern` where a Y/N pattern is meant."""

    def __init__(self, message: str, column: int = 1, *, is_pattern: bool = False) -> None:
        self.column, self.is_pattern = column, is_pattern
        super().__init__(message)
