"""Work on diagrams in processes of its own, under a budget of time and memory.

A single operation on a diagram may take hours or all memory, and cannot be interrupted from inside. So it runs in another
process, which is ended when the time is up, and which the system refuses more memory than it was given. What was finished
by then stands; the rest is told as not finished.

``python -m detente.crew`` is one such process: it reads a case and then tasks from its input, and writes what it found.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import threading
import time
import traceback
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from detente.errors import LimitError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from detente.case import Case
    from detente.symbolic.model import Model

__all__ = ["Budget", "Crew", "Task"]

GIGABYTE = 2**30
MORE_MEMORY = "Not finished: it takes more memory than it was given."
RESERVED = GIGABYTE // 2
"""What a process takes before it has done anything, mapped but mostly unused."""


@dataclass(frozen=True)
class Budget:
    """How much a question may take: seconds of the clock, and bytes of all its processes together."""

    seconds: float = 60.0
    memory: int = 4 * GIGABYTE


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
    """

    key: tuple[str, ...]
    verb: str
    words: tuple[Any, ...] = ()
    needs: tuple[tuple[str, ...], ...] = ()


@dataclass
class _Done:
    found: dict[tuple[str, ...], Any] = field(default_factory=dict)
    failed: dict[tuple[str, ...], str] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)


class Crew:
    """Processes that work on the diagrams of one case.

    Attributes
    ----------
    case
        The case.
    budget
        What all of it may take.
    """

    def __init__(self, case: Case, budget: Budget, told: Callable[[int, int, str], None] | None = None) -> None:
        self.case, self.budget, self.told = case, budget, told

    def run(self, tasks: Sequence[Task]) -> tuple[dict[tuple[str, ...], Any], dict[tuple[str, ...], str]]:
        """Do the tasks, those first that come first; return what was found, and why the rest was not, by key."""
        deadline = time.monotonic() + self.budget.seconds
        state, done = threading.Condition(), _Done()
        waiting = list(tasks)
        count = min(os.cpu_count() or 1, 4, len(tasks))
        processes = [self._start(count) for _ in range(count)]
        threads = [
            threading.Thread(target=self._serve, args=(process, state, waiting, done, len(tasks)), daemon=True)
            for process in processes
        ]
        try:
            for thread in threads:
                thread.start()
            with state:
                while len(done.found) + len(done.failed) < len(tasks) and any(t.is_alive() for t in threads):
                    left = deadline - time.monotonic()
                    if left <= 0:
                        break
                    state.wait(min(left, 0.5))
                found, failed = dict(done.found), dict(done.failed)
        finally:
            _end(processes, threads)
        if done.broken:
            raise RuntimeError(done.broken[0])
        for task in tasks:
            if task.key not in found and task.key not in failed:
                failed[task.key] = f"Not finished within {self.budget.seconds:g} seconds."
        return found, failed

    def _start(self, count: int) -> subprocess.Popen[bytes]:
        environment = dict(os.environ)
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
        process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", "detente.crew", str(self.budget.memory // count)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        assert process.stdin is not None
        with contextlib.suppress(OSError):
            pickle.dump(self.case, process.stdin)
            process.stdin.flush()
        return process

    def _serve(
        self,
        process: subprocess.Popen[bytes],
        state: threading.Condition,
        waiting: list[Task],
        done: _Done,
        total: int,
    ) -> None:
        """Hand tasks to one process, one at a time, and file what it answers."""
        assert process.stdin is not None
        assert process.stdout is not None
        while (task := self._next(state, waiting, done, total)) is not None:
            try:
                pickle.dump((task.verb, task.words, {key: done.found[key] for key in task.needs}), process.stdin)
                process.stdin.flush()
                fine, answer = pickle.load(process.stdout)  # noqa: S301 - from our own process
            except (OSError, EOFError, ValueError, pickle.UnpicklingError):
                fine, answer = False, MORE_MEMORY
                with state:
                    # where the time is up the process was ended from outside, and nothing is filed
                    if process.poll() is None or process.returncode != -9:
                        done.failed[task.key] = answer
                    state.notify_all()
                return
            with state:
                if fine is None:
                    done.broken.append(answer)
                (done.found if fine else done.failed)[task.key] = answer
                if self.told is not None:
                    self.told(len(done.found) + len(done.failed), total, " ".join(task.key))
                state.notify_all()

    @staticmethod
    def _next(state: threading.Condition, waiting: list[Task], done: _Done, total: int) -> Task | None:
        with state:
            while True:
                for task in list(waiting):
                    lost = next((key for key in task.needs if key in done.failed), None)
                    if lost is not None:
                        waiting.remove(task)
                        done.failed[task.key] = done.failed[lost]
                        state.notify_all()
                for task in waiting:
                    if all(key in done.found for key in task.needs):
                        waiting.remove(task)
                        return task
                if not waiting or len(done.found) + len(done.failed) >= total:
                    return None
                state.wait(0.5)


def _end(processes: Sequence[subprocess.Popen[bytes]], threads: Sequence[threading.Thread]) -> None:
    """End processes whatever they are doing, and leave nothing of them behind."""
    for process in processes:
        process.kill()
    for thread in threads:
        if thread.ident is not None:
            thread.join()
    for process in processes:
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                pipe.close()  # type: ignore[union-attr]


def _limit(memory: int) -> None:
    """Let the system refuse this process more memory than it was given, where the system can."""
    try:
        import resource
    except ImportError:  # pragma: no cover - not on Windows
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    wanted = memory + RESERVED
    resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def _tasks(stream: Any) -> Iterator[tuple[str, tuple[Any, ...], Mapping[tuple[str, ...], Any]]]:  # noqa: ANN401
    while True:
        try:
            yield pickle.load(stream)  # noqa: S301 - from our own process
        except EOFError:
            return


def main() -> None:
    """Read a case and tasks from the input, and write what was found to the output, until the input ends."""
    from detente.symbolic.model import Model
    from detente.tasks import VERBS

    source, sink = sys.stdin.buffer, sys.stdout.buffer
    try:
        case = pickle.load(source)  # noqa: S301 - from our own process
    except Exception:  # noqa: BLE001 - told by the process that was asked
        pickle.dump((None, traceback.format_exc()), sink)
        return
    _limit(int(sys.argv[1]))
    model: Model | None = None
    for verb, words, given in _tasks(source):
        try:
            model = model or Model(case)
            answer: tuple[bool | None, Any] = (True, VERBS[verb](model, given, *words))
        except LimitError as error:
            answer = (False, str(error))
        except (MemoryError, RuntimeError, ValueError) as error:
            # CUDD returns nothing where memory ends; its diagrams cannot be used after that
            short = isinstance(error, MemoryError) or "NULL" in str(error)
            pickle.dump((False, MORE_MEMORY) if short else (None, traceback.format_exc()), sink)
            sink.flush()
            return
        except Exception:  # noqa: BLE001 - a mistake of ours is told by the process that was asked
            answer = (None, traceback.format_exc())
        pickle.dump(answer, sink)
        sink.flush()


if __name__ == "__main__":
    main()
