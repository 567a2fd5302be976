"""Tasks, and how several processes share them.

A process at work can be asked to hand a part of its task back, and answers with pieces. It is asked by a signal that a
process ignores unless it listens; where a system has none, tasks are shared only whole.
"""

from __future__ import annotations

import contextlib
import signal
import threading
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from detente.symbolic.tables import Table

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Mapping, Sequence

__all__ = ["Split", "Task", "Work", "ask", "forget", "is_asked", "listen", "next_of"]

SIGNAL = getattr(signal, "SIGURG", None)
_heard: list[int] = []


@dataclass(frozen=True)
class Task:
    """One piece of work.

    Attributes
    ----------
    key
        What the answer is filed under.
    verb
        A function of `detente.tasks`.
    words
        What it is given.
    needs
        The keys of tasks whose answers it is given too, as a mapping; it waits for them.
    room
        Whose diagrams it is done with; another name than the last one's begins with new ones. For long work, an order of
        variables that suited other work is worse than the first one, and how long it takes would depend on what came
        before. Without a name it takes what is there.
    is_shared
        Whether a process that does it can be asked to hand a part of it back.
    """

    key: tuple[str, ...]
    verb: str
    words: tuple[Any, ...] = ()
    needs: tuple[tuple[str, ...], ...] = ()
    room: str = ""
    is_shared: bool = False


@dataclass(frozen=True)
class Split:
    """What a process answers instead of the answer: the rest of its work in pieces.

    Attributes
    ----------
    pieces
        Verb and words of each piece.
    last
        Verb and words of the work that makes the answer of what the pieces answer.
    """

    pieces: tuple[tuple[str, tuple[Any, ...]], ...]
    last: tuple[str, tuple[Any, ...]]


@dataclass
class Work:
    """What the threads that serve the processes share, under one lock.

    Attributes
    ----------
    waiting
        The tasks that nobody has begun.
    total
        How many there are, pieces of others among them.
    rooms
        Whose diagrams each process has.
    busy
        Since when each process that can be asked to share is at its task, or was last asked.
    """

    waiting: list[Task]
    total: int
    state: threading.Condition = field(default_factory=threading.Condition)
    found: dict[tuple[str, ...], Any] = field(default_factory=dict)
    failed: dict[tuple[str, ...], str] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    rooms: dict[int, str] = field(default_factory=dict)
    busy: dict[int, float] = field(default_factory=dict)
    is_over: bool = False

    @property
    def done(self) -> int:
        """How many tasks were done or failed."""
        return len(self.found) + len(self.failed)

    def split(self, task: Task, answer: Split) -> None:
        """Let pieces of a task wait in its stead, behind those that are like it."""
        pieces = [
            replace(task, key=(*task.key, chr(ord("a") + at)), verb=verb, words=words)
            for at, (verb, words) in enumerate(answer.pieces)
        ]
        verb, words = answer.last
        last = replace(task, verb=verb, words=words, needs=tuple(piece.key for piece in pieces), is_shared=False)
        alike = [at for at, other in enumerate(self.waiting) if other.key[0] == task.key[0]]
        behind = alike[-1] + 1 if alike else 0
        self.waiting[behind:behind] = [*pieces, last]
        self.total += len(pieces)

    def lose(self) -> bool:
        """File as failed what waits for something that failed, and its other pieces; return whether there was such."""
        before = len(self.failed)
        for task in list(self.waiting):
            lost = next((key for key in task.needs if key in self.failed), None)
            if lost is not None:
                gone = [other for other in self.waiting if other.key[: len(task.key)] == task.key]
                self.failed |= dict.fromkeys((other.key for other in gone), self.failed[lost])
                self.waiting[:] = [other for other in self.waiting if other not in gone]
        return len(self.failed) > before


def next_of(ready: Sequence[Task], found: Mapping[tuple[str, ...], Any], room: str = "") -> Task:
    """Return which of the tasks that can be done is to be done next by a process that has the diagrams of a room.

    It is one like the first: in the same room if there is one, else that with the largest given sets. Those tend to take
    longest, and begun last such a one would keep one process busy while the others have nothing to do.
    """
    first = ready[0]
    alike = [task for task in ready if (task.verb, task.key[0]) == (first.verb, first.key[0])]
    alike = [task for task in alike if task.room and task.room == room] or alike
    given = [[found[key] for key in task.needs] for task in alike]
    sizes = [sum(len(one.nodes) for one in some if isinstance(one, Table)) for some in given]
    return alike[sizes.index(max(sizes))]


def listen() -> None:
    """From now on, hear when this process is asked."""
    if SIGNAL is not None:
        signal.signal(SIGNAL, lambda number, _frame: _heard.append(number))


def ask(process: subprocess.Popen[bytes]) -> None:
    """Ask a process to hand a part of its work back as soon as it can."""
    if SIGNAL is not None:
        with contextlib.suppress(OSError):
            process.send_signal(SIGNAL)


def is_asked() -> bool:
    """Return whether this process was asked since it last forgot."""
    return bool(_heard)


def forget() -> None:
    """Forget that this process was asked: it was about other work."""
    _heard.clear()
