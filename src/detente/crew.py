"""Work on diagrams in processes of its own, under a budget of time and memory.

A single operation on a diagram may take hours or all memory, and cannot be interrupted from inside. So it runs in another
process, which is ended when the time is up, and which the system refuses more memory than it was given. What was finished
by then stands; the rest is told as not finished.

``python -m detente.crew`` is one such process: it reads a case and then tasks from its input, and writes what it found.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.errors import LimitError
from detente.sharing import Split, Work, ask, forget, listen, next_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from detente.case import Case
    from detente.sharing import Task
    from detente.symbolic.model import Model

__all__ = ["MORE_MEMORY", "Budget", "Crew"]

GIGABYTE = 2**30
END_WITH_PARENT = 1
"""PR_SET_PDEATHSIG: the number by which Linux knows the request."""
MORE_MEMORY = "Not finished: it takes more memory than it was given."
ENDED = "Not finished: the process at work on it was ended by the system, perhaps for lack of memory."
GAVE_UP = 1
"""The status with which CUDD, and an interpreter in the same need, end a process that is refused memory."""
PATIENCE = 2.0
"""How long a process is left alone with a task, in seconds, before it is asked for a part of it."""
MOST_MEMORY = 2**60
"""More than this is the same as no limit, and no number that a system takes."""


@dataclass(frozen=True)
class Budget:
    """How much a question may take: seconds of the clock, and bytes for the diagrams of all its processes together.

    What the programs themselves take, some 60 megabytes for each process, is not counted.
    """

    seconds: float = 120.0
    memory: int = 4 * GIGABYTE


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
        """Do the tasks; return what was found, and why the rest was not, by key.

        Those that come first are done first, and of like ones the largest.
        """
        deadline = time.monotonic() + self.budget.seconds
        work = Work(list(tasks), len(tasks))
        count = min(os.cpu_count() or 1, 4, len(tasks))
        processes = [self._start(count) for _ in range(count)]
        threads = [
            threading.Thread(target=self._serve, args=(place, processes, work), daemon=True) for place in range(count)
        ]
        try:
            for thread in threads:
                thread.start()
            with work.state:
                while work.done < work.total and any(t.is_alive() for t in threads):
                    left = deadline - time.monotonic()
                    if left <= 0:
                        break
                    work.state.wait(min(left, 0.5))
                # pieces of a task are nobody's question
                found, failed = (
                    {task.key: some[task.key] for task in tasks if task.key in some}
                    for some in (work.found, work.failed)
                )
        finally:
            with work.state:
                work.is_over = True
                work.state.notify_all()
            _end(processes, threads)
        if work.broken:
            raise RuntimeError(work.broken[0])
        for task in tasks:
            if task.key not in found and task.key not in failed:
                failed[task.key] = f"Not finished within {self.budget.seconds:g} seconds."
        return found, failed

    def _start(self, count: int) -> subprocess.Popen[bytes]:
        environment = dict(os.environ)
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
        process = subprocess.Popen(  # noqa: S603 - our own module
            # -P: a file of the folder one stands in must not pass for a module
            [sys.executable, "-P", "-m", "detente.crew", str(self.budget.memory // count), str(os.getpid())],
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

    def _serve(self, place: int, processes: list[subprocess.Popen[bytes]], work: Work) -> None:
        """Hand tasks to one process, one at a time, and file what it answers; start another where it has ended."""
        while (task := self._next(place, processes, work)) is not None:
            fine, answer = _ask(processes[place], task, {key: work.found[key] for key in task.needs})
            with work.state:
                work.busy.pop(place, None)
                if work.is_over:
                    # the process was ended from outside, and nothing is filed
                    return
                if isinstance(answer, Split):
                    work.split(task, answer)
                else:
                    if fine is None:
                        work.broken.append(answer)
                    (work.found if fine else work.failed)[task.key] = answer
                    if self.told is not None:
                        self.told(work.done, work.total, " ".join(task.key))
                if answer in (MORE_MEMORY, ENDED) and work.done < work.total:
                    _end([processes[place]], [])
                    processes[place] = self._start(len(processes))
                work.state.notify_all()

    @staticmethod
    def _next(place: int, processes: Sequence[subprocess.Popen[bytes]], work: Work) -> Task | None:
        """Return the next task for a process, None where there is nothing more to do."""
        with work.state:
            while not work.is_over and work.done < work.total:
                if work.lose():
                    work.state.notify_all()
                ready = [task for task in work.waiting if all(key in work.found for key in task.needs)]
                if ready:
                    task = next_of(ready, work.found, work.rooms.get(place, ""))
                    work.waiting.remove(task)
                    work.rooms[place] = task.room or work.rooms.get(place, "")
                    if task.is_shared:
                        work.busy[place] = time.monotonic()
                    return task
                _ask_to_share(processes, work)
                work.state.wait(0.5)
            return None


def _ask_to_share(processes: Sequence[subprocess.Popen[bytes]], work: Work) -> None:
    """Ask the process that has been busy longest, if it has been for a while, for a part of its task."""
    since = {place: began for place, began in work.busy.items() if time.monotonic() - began > PATIENCE}
    if since:
        place = min(since, key=since.__getitem__)
        work.busy[place] = time.monotonic()
        ask(processes[place])


def _ask(process: subprocess.Popen[bytes], task: Task, given: Mapping[tuple[str, ...], Any]) -> tuple[bool | None, Any]:
    """Return whether a process did a task, None where it found a mistake of ours, and what it found or why not."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        pickle.dump((task.verb, task.words, given, task.room), process.stdin)
        process.stdin.flush()
        fine, answer = pickle.load(process.stdout)  # noqa: S301 - from our own process
    except (OSError, EOFError, ValueError, pickle.UnpicklingError):
        return False, MORE_MEMORY if _status(process) == GAVE_UP else ENDED
    return fine, answer


def _status(process: subprocess.Popen[bytes]) -> int | None:
    """Return the status with which a process that no longer answers ended, None where it has not."""
    try:
        return process.wait(1.0)
    except subprocess.TimeoutExpired:
        return None


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
    wanted = min(memory, MOST_MEMORY) + _mapped()
    resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def _mapped() -> int:
    """Return how much memory the programs themselves have mapped, in bytes, before anything is asked of them."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:  # pragma: no cover - only Linux tells it there
        return GIGABYTE // 2
    return pages * os.sysconf("SC_PAGE_SIZE")


def _end_with(parent: int) -> None:
    """End this process when the one that started it is gone, however that ended, and in the midst of a task."""
    with contextlib.suppress(OSError, AttributeError):
        # Linux does it by itself once asked; a thread of ours must wait until an operation on diagrams is over
        ctypes.CDLL(None).prctl(END_WITH_PARENT, signal.SIGKILL)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _tasks(stream: Any) -> Iterator[tuple[str, tuple[Any, ...], Mapping[tuple[str, ...], Any], str]]:  # noqa: ANN401
    while True:
        try:
            yield pickle.load(stream)  # noqa: S301 - from our own process
        except EOFError:
            return


def main() -> None:
    """Read a case and tasks from the input, and write what was found to the output, until the input ends."""
    from detente.expressions import parse
    from detente.symbolic.encoding import cudd
    from detente.symbolic.model import Model
    from detente.tasks import VERBS

    _end_with(int(sys.argv[2]))
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    try:
        case = pickle.load(source)  # noqa: S301 - from our own process
        # what is imported when it is first used: the interpreter does not import well where memory is short
        cudd()
        parse("a = b", (), ("a",))
        _limit(int(sys.argv[1]))
    except Exception:  # noqa: BLE001 - told by the process that was asked
        pickle.dump((None, traceback.format_exc()), sink)
        return
    # made beforehand, for where memory has ended there is none to make it with
    short = pickle.dumps((False, MORE_MEMORY))
    model: Model | None = None
    here = ""
    listen()
    for verb, words, given, room in _tasks(source):
        ends = False
        forget()
        try:
            if room and room != here:
                # let go of first, so that never two take memory
                model, here = None, room
            model = model or Model(case)
            answer = pickle.dumps((True, VERBS[verb](model, given, *words)))
        except LimitError as error:
            answer = pickle.dumps((False, str(error)))
        except (MemoryError, SystemError):
            # the latter is what some functions of the interpreter make of the former
            answer, ends = short, True
        except (RuntimeError, ValueError) as error:
            # CUDD returns nothing where memory ends; its diagrams cannot be used after that
            answer, ends = short if "NULL" in str(error) else pickle.dumps((None, traceback.format_exc())), True
        except Exception:  # noqa: BLE001 - a mistake of ours is told by the process that was asked
            answer = pickle.dumps((None, traceback.format_exc()))
        sink.write(answer)
        sink.flush()
        if ends:
            return


if __name__ == "__main__":
    main()
