"""An open ledger: its connection, and how rows of it become values."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from detente.errors import LedgerError
from detente.ledger import chain, rows, tables
from detente.ledger.connection import translate
from detente.ledger.counting import Counting
from detente.model import Document, Reading, StatementId
from detente.model.record import Recorded, Review

AT_ONCE = 200
"""Statements loaded by one query."""
_TEXTS_KEPT = 64
"""Documents kept at hand while statements are listed."""


class Source:
    """What every side of a ledger stands on."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        self._report = lru_cache(maxsize=_TEXTS_KEPT)(self._load_report)

    def _counting(self) -> Counting:
        return Counting(self._connection)

    def _load_reading(self, seq: int, counting: Counting | None) -> tuple[Reading, tuple[int, ...]]:
        """A reading as it counts, or as it was read where there is no counting; and the seq of its statements."""
        if counting is None:
            reading, kept = tables.load_reading(self._connection, seq)
            return reading, tuple(number for number, _ in kept)
        return tables.load_counted(self._connection, seq, counting)

    def _load_statements(self, numbers: Sequence[int], counting: Counting) -> tuple[Recorded, ...]:
        """Statements in the order of their numbers as given."""
        found: dict[int, rows.Row] = {}
        for at in range(0, len(numbers), AT_ONCE):
            some = numbers[at : at + AT_ONCE]
            query = f"{rows.STATEMENT} WHERE s.seq IN ({marks(some)})"
            found |= {row[0]: row for row in self._connection.execute(query, some)}
        ordered = [found[number] for number in numbers if number in found]
        return self._recorded(ordered, counting)

    def _recorded(self, found: Sequence[rows.Row], counting: Counting) -> tuple[Recorded, ...]:
        """Rows of :data:`rows.STATEMENT` as statements, with all their reviews."""
        reviewed = [row[1] for row in found if row[-rows.REVIEW] is not None]
        earlier: dict[StatementId, tuple[Review, ...]] = {}
        for at in range(0, len(reviewed), AT_ONCE):
            some = reviewed[at : at + AT_ONCE]
            for row in self._connection.execute(f"{rows.EARLIER} ({marks(some)}) ORDER BY r.seq", some):
                if review := rows.read_review(row):
                    earlier[review.statement] = (*earlier.get(review.statement, ()), review)
        return tuple(tables.load_recorded(found, self._report, counting.count, earlier))

    def _load_report(self, seq: int) -> tuple[Document, datetime]:
        (recorded,) = self._connection.execute("SELECT recorded FROM documents WHERE seq = ?", (seq,)).fetchone()
        return tables.load_document(self._connection, seq), datetime.fromisoformat(recorded)

    @contextmanager
    def _reading_rows(self) -> Iterator[None]:
        """Rows that cannot be made out are the file's fault."""
        with translate(self.path):
            try:
                yield
            except UnicodeEncodeError:  # from what was asked
                raise
            except chain.UNREADABLE as error:
                raise LedgerError(f"{self.path} holds a row that cannot be made out ({error}): verify it") from error


def marks(values: Sequence[object]) -> str:
    """Question marks for values in a list of SQL."""
    return ", ".join("?" * len(values))
