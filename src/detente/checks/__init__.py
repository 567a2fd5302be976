"""A case -> diagnostics with codes. Never raises, never guesses, reports everything it can at once.

`names` looks up every name and condition, `scales` looks at weights, `reasons` at the evidence, `proposals` at what nobody
has confirmed; `logic` builds the outcome space and asks what the judgements say together. Logic needs names that exist, so
it waits until the first has no errors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.checks.logic import check_logic
from detente.checks.names import check_names
from detente.checks.proposals import check_proposals
from detente.checks.reasons import check_reasons
from detente.checks.scales import check_weights

if TYPE_CHECKING:
    from collections.abc import Mapping

    from detente.case import Case
    from detente.diagnostics import Diagnostic

__all__ = ["check_case"]


def check_case(case: Case, passages: Mapping[str, Mapping[str, str]] | None = None) -> list[Diagnostic]:
    """Return everything that is wrong, or doubtful, with a case.

    Parameters
    ----------
    case
        A case of the right shape.
    passages
        source -> passage id -> words, for the sources that could be opened; others are not checked.
    """
    found = [*check_names(case), *check_weights(case), *check_reasons(case, passages or {}), *check_proposals(case)]
    if not any(diagnostic.is_error for diagnostic in found):
        found += check_logic(case)
    return found
