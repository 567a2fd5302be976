"""detente: write a conflict or negotiation down once, with its sources, and ask three questions of it.

What holds, where does it settle, what can be traded?

    >>> import detente
    >>> case = detente.load("prisoners-dilemma")
    >>> answer = detente.holds(case)
    >>> answer.to_dict()["methods"]["graph.nash"]["equilibria"]
    [0]

The verbs live in `detente.workbench` and are loaded when they are first used, so that ``import detente`` stays quick.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.version import __version__

if TYPE_CHECKING:
    from detente.workbench import cases, check, holds, load, read, save, settles, show, trades

__all__ = ["__version__", "cases", "check", "holds", "load", "read", "save", "settles", "show", "trades"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any of the verbs
    if name in __all__:
        from detente import workbench

        return getattr(workbench, name)
    raise AttributeError(f"module 'detente' has no attribute {name!r}")
