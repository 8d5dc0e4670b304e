"""The machines of a Ray cluster, or several Ray workers on this one; needs the extra ``ray``."""

from __future__ import annotations

import os
import secrets
from collections import deque
from collections.abc import Callable, Generator, Iterable
from importlib import import_module
from typing import Any

from detente.errors import DetenteError, ReaderError
from detente.pipeline.scale.engine import TRIES, AnswerT, AskedT, Lost, Stage, attempt

AHEAD = 4
"""Pieces a worker that are being worked on or whose answers wait to be taken."""
_QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",  # Ray reports its use to its makers otherwise
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
}
_ONE_CORE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1") | {
    "TOKENIZERS_PARALLELISM": "false"
}


class Cluster:
    """Ray actors that hold the model; see :class:`~detente.pipeline.scale.engine.Engine`.

    Parameters
    ----------
    workers : int
        How many, 1 or more; each asks for one core.
    address : str or None
        Of a cluster that runs, as Ray takes it; ``None`` takes ``RAY_ADDRESS``, else begins one on this machine, with a password
        of its own, that ends with the run.

    Notes
    -----
    An actor that is lost, with its machine or alone, is replaced, and what it was working on is begun again; a piece over
    which two were lost is ``Lost``. Answers are taken in order, so that nothing is there twice. Usage statistics and the
    dashboard are off.

    Raises
    ------
    DetenteError
        If Ray is not installed.
    """

    def __init__(self, workers: int, *, address: str | None = None) -> None:
        if workers < 1:
            raise ValueError(f"at least one worker is needed, got {workers}")
        self.workers = workers
        self._address = address or os.environ.get("RAY_ADDRESS")
        _ray()

    def run(self, stage: Stage[AskedT, AnswerT], pieces: Iterable[AskedT]) -> Generator[AnswerT | Lost, None, None]:
        """Work on every piece; see :class:`~detente.pipeline.scale.engine.Engine`."""
        ray = _ray()
        begun = not ray.is_initialized()
        if begun:
            for name, value in _QUIET.items():
                os.environ.setdefault(name, value)
            if not self._address:  # a password of this run alone; Ray would put one into the user's home
                os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))
            local: dict[str, Any] = {}
            if not self._address:
                local = {"num_cpus": self.workers, "include_dashboard": False, "_node_ip_address": "127.0.0.1"}
            ray.init(
                address=self._address, log_to_driver=False, logging_level="ERROR", configure_logging=False, **local
            )
        crew = _Crew(ray, stage, self.workers)
        try:
            yield from crew.answers(pieces)
        finally:
            crew.close()
            if begun:
                ray.shutdown()


class _Crew:
    """The actors, and what each has in hand."""

    def __init__(self, ray: Any, stage: Stage[Any, Any], workers: int) -> None:
        self._ray = ray
        self._stage = ray.put(stage)
        # The environment stands before any library is loaded; an actor is not begun again by Ray, which would not tell us.
        self._kind = ray.remote(num_cpus=1, max_restarts=0, runtime_env={"env_vars": _ONE_CORE})(_Actor)
        self._actors = [self._kind.remote(self._stage) for _ in range(workers)]
        self._pending: dict[Any, tuple[int, int]] = {}
        """Number of the piece and of the actor, by answer awaited."""

    def answers(self, pieces: Iterable[Any]) -> Generator[Any, None, None]:
        """Answers in the order of the pieces."""
        source = enumerate(pieces)
        asked: dict[int, Any] = {}
        tries: dict[int, int] = {}
        again: deque[int] = deque()
        ready: dict[int, Any] = {}
        free = deque(range(len(self._actors)))
        ahead = AHEAD * len(self._actors)
        following, exhausted = 0, False
        while True:
            while free and (again or (not exhausted and len(asked) + len(ready) < ahead)):
                if again:
                    number = again.popleft()
                else:
                    try:
                        number, asked[number] = next(source)
                    except StopIteration:
                        exhausted = True
                        continue
                actor = free.popleft()
                self._pending[self._actors[actor].work.remote(asked[number])] = (number, actor)
            while following in ready:
                yield ready.pop(following)
                following += 1
            if not self._pending:
                if exhausted and not again:
                    return
                continue
            (done, *_), _ = self._ray.wait(list(self._pending), num_returns=1)
            number, actor = self._pending.pop(done)
            free.append(actor)
            try:
                ready[number] = self._taken(done)
                del asked[number]
            except _Gone as gone:
                self._actors[actor] = self._kind.remote(self._stage)
                tries[number] = tries.get(number, 0) + 1
                if tries[number] < TRIES:
                    again.append(number)
                else:
                    ready[number] = Lost(f"{TRIES} workers were lost while they were reading it ({gone})")
                    del asked[number]

    def _taken(self, answer: Any) -> Any:
        """An answer that is there."""
        errors = self._ray.exceptions
        try:
            taken = self._ray.get(answer)
        except (
            errors.ActorDiedError,
            errors.ActorUnavailableError,
            errors.WorkerCrashedError,
            errors.ObjectLostError,
        ) as error:
            raise _Gone(type(error).__name__) from error
        except errors.RayError as error:
            raise ReaderError(f"a Ray worker could not read: {str(error).splitlines()[0]}") from error
        if isinstance(taken, DetenteError):
            raise taken
        return taken

    def close(self) -> None:
        for actor in self._actors:
            self._ray.kill(actor)


class _Gone(Exception):
    """An actor is no more."""


class _Actor:
    """Holds the work of a stage."""

    def __init__(self, stage: Stage[Any, Any]) -> None:
        self._stage = stage
        self._work: Callable[[Any], Any] | None = None

    def work(self, piece: Any) -> Any:
        """The answer, ``Lost``, or the error that every piece would raise."""
        try:
            self._work = self._work or self._stage.open(1)
            return attempt(self._work, piece)
        except DetenteError as error:
            return error


def _ray() -> Any:
    """The library."""
    try:
        return import_module("ray")
    except ImportError as error:
        raise DetenteError("Ray is not installed: install detente[ray], or leave --engine at processes") from error
