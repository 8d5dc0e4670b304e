"""Who does the work that can be done report by report: this process, several, or a cluster; the answers are the same."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Protocol, TypeVar

from detente.errors import DetenteError

TRIES = 2
"""How often a worker may end over one piece of work before it is given up."""

AskedT = TypeVar("AskedT")
AnswerT = TypeVar("AnswerT")
_AskedT_contra = TypeVar("_AskedT_contra", contravariant=True)
_AnswerT_co = TypeVar("_AnswerT_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Lost:
    """In place of an answer: why there is none."""

    reason: str


class Stage(Protocol[_AskedT_contra, _AnswerT_co]):
    """Work that needs nothing but what it is given; it can be pickled."""

    def open(self, cores: int) -> Callable[[_AskedT_contra], _AnswerT_co]:
        """Make ready once in each worker (load the model), to use so many cores, and return the work."""


class Engine(Protocol):
    """Runs a stage; the answers depend neither on the engine nor on how many workers it has."""

    def run(self, stage: Stage[AskedT, AnswerT], pieces: Iterable[AskedT]) -> Generator[AnswerT | Lost, None, None]:
        """Work on every piece.

        Parameters
        ----------
        stage : Stage
        pieces : iterable
            Asked for as workers become free, a few ahead of the answers.

        Yields
        ------
        answer or Lost
            One a piece, in the order of the pieces. What fails on one piece only is ``Lost``.

        Raises
        ------
        DetenteError
            What would fail on every piece, such as a missing model.
        """


class Serial:
    """One piece after the other, in this process.

    Parameters
    ----------
    cores : int
        How many it may use; 0 for all that the process has.
    """

    def __init__(self, cores: int = 0) -> None:
        self.cores = cores

    def run(self, stage: Stage[AskedT, AnswerT], pieces: Iterable[AskedT]) -> Generator[AnswerT | Lost, None, None]:
        """Work on every piece; see :class:`Engine`."""
        work = stage.open(self.cores)
        for piece in pieces:
            yield attempt(work, piece)


def attempt(work: Callable[[AskedT], AnswerT], piece: AskedT) -> AnswerT | Lost:
    """An answer; of what is wrong with this piece alone, the reason."""
    try:
        return work(piece)
    except DetenteError:
        raise
    except Exception as error:  # one bad report never stops a run
        return Lost(f"it could not be read ({type(error).__name__}: {error}); please report this")


def in_order(
    submit: Callable[[AskedT], Future[AnswerT]], pieces: Iterable[AskedT], *, ahead: int
) -> Generator[AnswerT, None, None]:
    """Answers in the order of the pieces, of which at most ``ahead`` are being worked on or wait to be taken."""
    waiting: deque[Future[AnswerT]] = deque()
    for piece in pieces:
        waiting.append(submit(piece))
        if len(waiting) >= ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
