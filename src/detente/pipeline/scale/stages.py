"""The work that is done report by report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial

from detente.codebook.agenda import Agenda
from detente.model import Document
from detente.statements.halves import Half, read_half
from detente.statements.readers.protocol import Reader


@lru_cache(maxsize=2)
def open_reader(cores: int) -> Reader:
    """The reader that ships, on so many cores; 0 for all."""
    from detente.statements.readers.trained import TrainedReader, shipped_reader

    return TrainedReader(threads=cores) if cores else shipped_reader()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadHalves:
    """Reports read up to, but not including, their issues."""

    agenda: Agenda | None = None
    reader: Callable[[int], Reader] = open_reader
    """Opens who reads on so many cores; a function of a module, which other processes can find."""

    def open(self, cores: int) -> Callable[[Document], Half]:
        """Load the model."""
        return partial(read_half, reader=self.reader(cores), agenda=self.agenda)
