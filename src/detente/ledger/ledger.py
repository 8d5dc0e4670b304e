"""The ledger: readings of one negotiation and what people said of them, kept in one SQLite file."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from detente.errors import LedgerError
from detente.ledger import chain, rows, settling, tables
from detente.ledger.connection import create_file, finish_file, open_file, remove_file, translate, write
from detente.ledger.reviews import Reviews
from detente.ledger.settling import FoldDay
from detente.model import DocumentId, Reading
from detente.model.record import Anchor


class Ledger(Reviews):
    """Every reading of one negotiation, kept as it was; made by :meth:`create` and :meth:`open`.

    Nothing in it is altered or removed: a report read again adds nothing, and a statement that does not hold is
    rejected by a review. Several processes may read while one writes. Every method raises
    :class:`~detente.errors.LedgerError` where the file cannot be used, and what an interrupted method wrote is gone.
    """

    @classmethod
    def create(
        cls, path: Path | str, *, title: str | None = None, agenda: str | None = None, now: datetime | None = None
    ) -> Self:
        """Begin a ledger.

        Parameters
        ----------
        path : Path or str
            A file that is not there yet.
        title : str or None
            What the negotiation is called; the setting ``title``.
        agenda : str or None
            Text of an agenda file; the setting ``agenda``.
        now : datetime or None
            The setting ``created``, with a time zone; the clock's where ``None``.

        Returns
        -------
        Ledger
            Open for writing.

        Raises
        ------
        LedgerError
            If something is at the path already, or no file can be made there.
        """
        recorded = rows.write_time(now or datetime.now(UTC), "the time at which a ledger is made")
        path = Path(path)
        connection = create_file(path)
        try:
            with translate(path):
                for key, value in (("created", recorded), ("title", title), ("agenda", agenda)):
                    if value is not None:
                        _add_setting(connection, key, value, recorded)
                finish_file(connection)
        except BaseException:
            connection.close()
            remove_file(path)
            raise
        return cls(path, connection)

    @classmethod
    def open(cls, path: Path | str, *, read_only: bool = False) -> Self:
        """Go on with a ledger that is there.

        Parameters
        ----------
        path : Path or str
            The file.
        read_only : bool
            Whether it is to be left untouched.

        Returns
        -------
        Ledger
            To be closed, best by ``with``.

        Raises
        ------
        LedgerError
            If it is missing, no ledger, made by a newer detente, damaged, or may not be read or written.
        """
        path = Path(path)
        return cls(path, open_file(path, read_only=read_only))

    def close(self) -> None:
        """Let the file go."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ── writing ──

    def append(
        self,
        reading: Reading,
        *,
        anchors: Sequence[Anchor] = (),
        copy_of: DocumentId | None = None,
        recorded: datetime,
    ) -> bool:
        """Add a reading, wholly or not at all.

        Parameters
        ----------
        reading : Reading
            Everything in it quotes its document to the letter.
        anchors : sequence of Anchor
            By which later reports are told to speak of its issues; vectors are kept as 32-bit floats.
        copy_of : DocumentId or None
            The document, recorded before, of which this is another printing.
        recorded : datetime
            With a time zone.

        Returns
        -------
        bool
            Whether it was added; ``False`` where its document is there already.

        Raises
        ------
        LedgerError
            If the reading does not quote its document, the original is not there, or the file cannot be written.
        """
        stamp = rows.write_time(recorded, f"the time at which {reading.document.name} is recorded")
        if self.has(reading.document.id):  # without the wait for other writers
            return False
        with write(self._connection, self.path):
            batch = tables.Batch()
            added = self._append(reading, anchors, copy_of, stamp, batch)
            batch.finish(self._connection)
            return added

    def append_many(self, readings: Iterable[Reading], *, recorded: datetime) -> int:
        """Add readings in one transaction, all or none: much faster than one by one.

        Parameters
        ----------
        readings : iterable of Reading
            Those whose document is there already are passed over.
        recorded : datetime
            With a time zone.

        Returns
        -------
        int
            How many were added.

        Raises
        ------
        LedgerError
            As of :meth:`append`; then none is added.
        """
        stamp = rows.write_time(recorded, "the time at which readings are recorded")
        with write(self._connection, self.path):
            batch = tables.Batch()
            added = sum(self._append(reading, (), None, stamp, batch) for reading in readings)
            batch.finish(self._connection)
            return added

    def _append(
        self,
        reading: Reading,
        anchors: Sequence[Anchor],
        copy_of: DocumentId | None,
        stamp: str,
        batch: tables.Batch,
    ) -> bool:
        """Add a reading within a transaction, unless it is there."""
        document = reading.document
        if tables.find(self._connection, "documents", document.id):
            return False
        original = copy_of and tables.find(self._connection, "documents", copy_of)
        if copy_of is not None and not original:
            raise LedgerError(f"{document.name} cannot be a copy of {copy_of}: that document is not in {self.path}")
        seq, statements = tables.store_reading(
            self._connection, reading, anchors=anchors, recorded=stamp, copy_of=original or None, batch=batch
        )
        chain.add_entry(self._connection, "reading", seq, stamp, written={"statements": statements})
        return True

    def settle(self, fold: FoldDay, *, rules: int, anew: bool = False) -> None:
        """Bring what :meth:`cells` answers from up to what was recorded; quick where little is new.

        Parameters
        ----------
        fold : FoldDay
            How a party's position follows from another day's statements.
        rules : int
            Version of ``fold``; after a change everything is folded again.
        anew : bool
            Whether to drop what is derived first.
        """
        if anew:
            with write(self._connection, self.path):
                settling.forget(self._connection)
        more = True
        while more:
            with write(self._connection, self.path), self._reading_rows():
                more = settling.settle(self._connection, fold, rules=rules)

    def append_setting(self, key: str, value: str, *, recorded: datetime) -> None:
        """Set something anew; what it was before stays in the file."""
        stamp = rows.write_time(recorded, f"the time at which {key} is set")
        with write(self._connection, self.path):
            _add_setting(self._connection, key, value, stamp)

    @property
    def head(self) -> str:
        """The last link of the chain, in hexadecimal: noted elsewhere, it shows later that nothing was cut off."""
        with self._reading_rows():
            found = self._connection.execute("SELECT link FROM entries ORDER BY seq DESC LIMIT 1").fetchone()
            return found[0].hex() if found else ""

    def verify(self, *, head: str | None = None, fold: FoldDay | None = None, rules: int = 0) -> chain.Verification:
        """Read everything against the chain of hashes.

        Parameters
        ----------
        head : str or None
            A head noted earlier, or its first eight letters or more. Without one it cannot be seen that the newest
            entries were cut off, or that somebody made the whole chain anew.
        fold, rules
            As of :meth:`settle`; without them what is derived is not looked at.

        Returns
        -------
        Verification
            Every cell changed, every row missing, added or moved is among its faults. Of the word index only what would
            change an answer is.

        Raises
        ------
        LedgerError
            If what was given can be no head.
        """
        if head is not None and not re.fullmatch("[0-9a-fA-F]{8,32}", head):
            raise LedgerError(f"{head!r} is no head: give 8 to 32 of the letters a-f and digits")
        with translate(self.path):
            self._connection.execute("BEGIN")
            try:
                found = chain.verify(self._connection, head=head)
                if fold and not found.faults:  # what is derived from faulty rows is no fault of its own
                    found = replace(found, faults=tuple(settling.check(self._connection, fold, rules=rules)))
                return found
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")


def _add_setting(connection: sqlite3.Connection, key: str, value: str, recorded: str) -> None:
    seq = tables.insert(connection, "settings", (key, value, recorded))
    chain.add_entry(connection, "setting", seq, recorded)
