"""Several processes on one machine, each on one core.

A thread here stands for each worker and waits at its pipe, so that no queue is shared that a killed worker could leave locked.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import chain, islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Generic

from detente.errors import DetenteError, ReaderError
from detente.pipeline.scale.engine import TRIES, AnswerT, AskedT, Lost, Serial, Stage, attempt, in_order

AHEAD = 4
"""Pieces a worker that are being worked on or whose answers wait to be taken."""
FEW = 12
"""Pieces up to which this process is done sooner than others are started."""
PATIENCE_SECONDS = 5.0
"""How long a worker that was told to end is waited for."""
_ONE_CORE = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
) | {"TOKENIZERS_PARALLELISM": "false"}


class Processes:
    """Worker processes, begun anew by :meth:`run`; see :class:`~detente.pipeline.scale.engine.Engine`.

    Parameters
    ----------
    workers : int
        How many, 1 or more; each uses one core.
    few : int
        Up to so many pieces no worker is started: this process does them, on as many cores.

    Notes
    -----
    A worker that ends on its own, or is killed, is replaced, and what it was working on is begun again; a piece over which
    two have ended is ``Lost``. When the iterator is closed, also from the keyboard, the workers end; should this process be
    killed, they end by themselves.
    """

    def __init__(self, workers: int, *, few: int = FEW) -> None:
        if workers < 1:
            raise ValueError(f"at least one worker is needed, got {workers}")
        self.workers = workers
        self._few = few

    def run(self, stage: Stage[AskedT, AnswerT], pieces: Iterable[AskedT]) -> Generator[AnswerT | Lost, None, None]:
        """Work on every piece; see :class:`~detente.pipeline.scale.engine.Engine`."""
        rest = iter(pieces)
        first = list(islice(rest, self._few + 1))
        if len(first) <= self._few:
            yield from Serial(self.workers).run(stage, first)
            return
        crew = _Crew(stage)
        threads = ThreadPoolExecutor(self.workers, thread_name_prefix="detente-worker")
        try:
            yield from in_order(
                lambda piece: threads.submit(crew.ask, piece), chain(first, rest), ahead=AHEAD * self.workers
            )
        finally:
            threads.shutdown(wait=False, cancel_futures=True)
            crew.stop()  # a thread that waits at its pipe sees that nobody is at the other end
            threads.shutdown(wait=True)
            crew.close()


class _Crew(Generic[AskedT, AnswerT]):
    """One worker for each thread that asks."""

    def __init__(self, stage: Stage[AskedT, AnswerT]) -> None:
        self._stage = stage
        self._own = threading.local()
        self._lock = threading.Lock()
        self._all: list[_Worker] = []
        self._stopped = False

    def ask(self, piece: AskedT) -> AnswerT | Lost:
        """The answer of this thread's worker."""
        for _ in range(TRIES):
            worker = self._worker()
            try:
                answer: AnswerT | Lost = worker.ask(piece)
                return answer
            except (EOFError, OSError):
                worker.end()
        return Lost(f"{TRIES} workers ended while they were reading it, perhaps for want of memory")

    def _worker(self) -> _Worker:
        found: _Worker | None = getattr(self._own, "worker", None)
        if found is None or not found.is_alive():
            found = self._own.worker = self._start()
        return found

    def _start(self) -> _Worker:
        """A worker that has the model loaded."""
        for _ in range(TRIES):
            with self._lock:  # none may be begun behind the back of stop()
                if self._stopped:
                    break
                worker = _Worker(self._stage)
                self._all.append(worker)
            try:
                worker.answer()
            except (EOFError, OSError):
                worker.end()
            else:
                return worker
        raise ReaderError(
            "no worker process could be started: take fewer workers, or one;"
            " a Python script that uses several must keep its own work under if __name__ == '__main__'"
        )

    def stop(self) -> None:
        """Stop the processes of all workers; none is begun any more. Their pipes are their threads' as long as these go on."""
        with self._lock:
            self._stopped = True
        for worker in self._all:
            worker.stop()

    def close(self) -> None:
        """Close what the threads have left open."""
        for worker in self._all:
            worker.end()


class _Worker:
    """A process, which any thread may stop, and the pipe to it, which only the thread that asks may use and close.

    A pipe closed by two threads at once, or by one while another reads, may close or read what was opened in between under
    the same number.
    """

    def __init__(self, stage: Stage[Any, Any]) -> None:
        self._lock = threading.Lock()  # two that wait for one process may each miss its end
        context = get_context("spawn")  # a forked copy of a process with threads may hang
        self._pipe, other = context.Pipe()
        self._process: BaseProcess = context.Process(target=_serve, args=(other, stage), daemon=True)
        with _one_core():  # one at a time: the environment is everybody's
            self._process.start()
        other.close()  # else the end of the process would not be seen

    def ask(self, piece: object) -> Any:
        """The answer; ``EOFError`` or ``OSError`` where the process ended over it."""
        self._pipe.send(piece)
        return self.answer()

    def answer(self) -> Any:
        """What the worker says next."""
        answer = self._pipe.recv()
        if isinstance(answer, DetenteError):
            raise answer
        return answer

    def is_alive(self) -> bool:
        with self._lock:
            return self._process.is_alive() and not self._pipe.closed

    def stop(self) -> None:
        """Stop the process, whatever it is doing."""
        with self._lock:
            self._process.terminate()
            self._process.join(PATIENCE_SECONDS)
            if self._process.is_alive():
                self._process.kill()
                self._process.join()

    def end(self) -> None:
        """Stop the process and close the pipe."""
        self.stop()
        self._pipe.close()


def _serve(pipe: Connection, stage: Stage[Any, Any]) -> None:
    """What a worker does until the pipe is closed: say that it is ready, then answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # from the keyboard it reaches all; the parent decides
    with suppress(EOFError, OSError):
        try:
            work = stage.open(1)
        except DetenteError as error:
            pipe.send(error)
            return
        pipe.send(None)
        while True:
            try:
                answer = attempt(work, pipe.recv())
            except DetenteError as error:
                answer = error
            pipe.send(answer)


@contextmanager
def _one_core() -> Iterator[None]:
    """The environment in which a process starts that is to use one core: libraries look at it when they are loaded."""
    before = {name: os.environ.get(name) for name in _ONE_CORE}
    os.environ.update(_ONE_CORE)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
