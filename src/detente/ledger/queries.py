"""What a ledger is asked."""

from __future__ import annotations

import re
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from detente.errors import LedgerError
from detente.ledger import chain, rows, tables, words
from detente.ledger.connection import translate
from detente.model import Document, DocumentId, Issue, IssueId, Party, PartyId, Reading
from detente.model.record import Anchor, Counts, Recorded

_TEXTS_KEPT = 64
"""Documents kept at hand while statements are listed."""


class Queries:
    """The side of a ledger that only reads."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        self._report = lru_cache(maxsize=_TEXTS_KEPT)(self._load_report)

    def setting(self, key: str) -> str | None:
        """What was set last, ``None`` where nothing was; a new ledger may have ``title``, ``agenda``, ``created``."""
        with translate(self.path):
            query = "SELECT value FROM settings WHERE key = ? ORDER BY seq DESC LIMIT 1"
            found = self._connection.execute(query, (key,)).fetchone()
        return found and str(found[0])

    def has(self, document: DocumentId) -> bool:
        """Whether a document was recorded."""
        with translate(self.path):
            return tables.find(self._connection, "documents", document) is not None

    def readings(self, *, as_of: date | None = None, with_rejected: bool = False) -> Iterator[Reading]:
        """Every reading, copies included, in order of recording.

        Parameters
        ----------
        as_of : date or None
            Reports published after this day are left out; undated ones always count.
        with_rejected : bool
            Whether statements whose latest review rejects them are kept in.

        Yields
        ------
        Reading
            Equal to the one appended, but for rejected statements. What is added meanwhile is not waited for.
        """
        for seq in self._documents(as_of):
            with self._reading_rows():
                reading = tables.load_reading(self._connection, seq, with_rejected=with_rejected)
            yield reading

    def documents(self) -> Iterator[tuple[Document, datetime, DocumentId | None]]:
        """Every document in order of recording, with when it was recorded and of which it is a copy."""
        query = "SELECT o.id FROM documents d JOIN documents o ON o.seq = d.copy_of WHERE d.seq = ?"
        for seq in self._documents(None):
            with self._reading_rows():
                document, recorded = self._report(seq)
                original = self._connection.execute(query, (seq,)).fetchone()
            yield document, recorded, original and DocumentId(original[0])

    def copies(self) -> frozenset[DocumentId]:
        """The documents that are copies of others."""
        with self._reading_rows():
            found = self._connection.execute("SELECT id FROM documents WHERE copy_of IS NOT NULL")
            return frozenset(DocumentId(key) for (key,) in found)

    def statements(
        self,
        *,
        party: PartyId | None = None,
        issue: IssueId | None = None,
        as_of: date | None = None,
        since: date | None = None,
        limit: int | None = None,
    ) -> Iterator[Recorded]:
        """Statements with their clocks and latest review, rejected ones included.

        Parameters
        ----------
        party, issue : PartyId, IssueId or None
            Whose, and on what; one that is not there has none.
        as_of, since : date or None
            Last and first day of publication; undated reports always count.
        limit : int or None
            How many at most.

        Yields
        ------
        Recorded
            By day of publication, undated ones first, then in order of recording.
        """
        conditions: list[tuple[str, object]] = []
        for table, key in (("party", party), ("issue", issue)):
            if key is not None:
                plural = {"party": "parties", "issue": "issues"}[table]
                conditions.append((f"s.{table} = (SELECT seq FROM {plural} WHERE id = ?)", key))
        if as_of is not None:
            conditions.append(("(s.day IS NULL OR s.day <= ?)", rows.write_day(as_of)))
        if since is not None:
            conditions.append(("(s.day IS NULL OR s.day >= ?)", rows.write_day(since)))
        where = "WHERE " + " AND ".join(condition for condition, _ in conditions) if conditions else ""
        query = f"{rows.STATEMENT} {where} ORDER BY s.day, s.seq LIMIT ?"
        with self._reading_rows():
            found = self._connection.execute(query, (*(value for _, value in conditions), _limit(limit)))
            yield from tables.load_recorded(found, self._report)

    def statement(self, prefix: str) -> Recorded:
        """One statement.

        Parameters
        ----------
        prefix : str
            Its id, or a beginning of it that no other id shares.

        Returns
        -------
        Recorded
            With its latest review.

        Raises
        ------
        LedgerError
            If no statement, or more than one, begins so.
        """
        if not re.fullmatch("[0-9a-fA-F]{1,16}", prefix):
            raise LedgerError(f"{prefix!r} is no statement's id: give up to 16 of the letters a-f and digits")
        low, high = (bytes.fromhex(prefix.ljust(16, end)) for end in "0f")
        with self._reading_rows():
            query = "SELECT DISTINCT id FROM statements WHERE id BETWEEN ? AND ? ORDER BY id LIMIT 3"
            ids = [key for (key,) in self._connection.execute(query, (low, high))]
            if not ids:
                raise LedgerError(f"no statement {prefix} is in {self.path}: check the id")
            if len(ids) > 1:
                some = ", ".join(key.hex() for key in ids)
                raise LedgerError(f"more than one statement begins with {prefix}: {some}; give more of the id")
            found = self._connection.execute(f"{rows.STATEMENT} WHERE s.id = ? ORDER BY s.seq LIMIT 1", ids)
            return next(tables.load_recorded(found, self._report))

    def search(self, asked: str, *, limit: int = 50) -> Iterator[Recorded]:
        """Statements whose quotes hold words.

        Parameters
        ----------
        asked : str
            All of its words, in any order, whatever their case and accents; words in quotation marks as a phrase.
        limit : int
            How many at most.

        Yields
        ------
        Recorded
            The best matches first (BM25), then in order of recording.
        """
        query = words.make_query(asked)
        if not query:
            return
        with self._reading_rows():
            ranked = f"SELECT rowid FROM {words.TABLE} WHERE {words.TABLE} MATCH ? ORDER BY rank, rowid LIMIT ?"
            numbers = self._connection.execute(ranked, (query, _limit(limit))).fetchall()
            for number in numbers:
                found = self._connection.execute(f"{rows.STATEMENT} WHERE s.seq = ?", number)
                yield from tables.load_recorded(found, self._report)

    def parties(self) -> tuple[Party, ...]:
        """Every party by id, with the name and role first read, and all of its aliases."""
        listed: dict[PartyId, Party] = {}
        with self._reading_rows():
            for party, _ in tables.load_listed(self._connection):
                for one in party:
                    first = listed.setdefault(one.id, one)
                    aliases = dict.fromkeys((*first.aliases, *one.aliases))
                    listed[one.id] = replace(first, aliases=tuple(aliases))
            for key, name in self._connection.execute("SELECT id, name FROM parties"):
                listed.setdefault(key, Party(id=key, name=name))
        return tuple(listed[key] for key in sorted(listed))

    def issues(self) -> tuple[Issue, ...]:
        """Every issue in order of recording, as first read."""
        listed: dict[IssueId, Issue] = {}
        with self._reading_rows():
            for _, issues in tables.load_listed(self._connection):
                for issue in issues:
                    listed.setdefault(issue.id, issue)
            known = self._connection.execute("SELECT id, name FROM issues ORDER BY seq").fetchall()
        return tuple(listed.get(key) or Issue(id=key, name=name) for key, name in known)

    def names(self) -> dict[str, str]:
        """What every party and issue was called first, by id; a party's where an issue has the same id."""
        with self._reading_rows():
            query = "SELECT id, name FROM issues UNION ALL SELECT id, name FROM parties"
            return dict(self._connection.execute(query).fetchall())

    def anchors(self) -> tuple[Anchor, ...]:
        """Every anchor in order of recording."""
        with self._reading_rows():
            return tuple(rows.read_anchor(row) for row in self._connection.execute(rows.ANCHOR))

    def counts(self) -> Counts:
        """How much there is."""
        query = """
        SELECT count(*), count(copy_of), (SELECT count(*) FROM statements), (SELECT count(*) FROM reviews),
            (SELECT count(*) FROM parties), (SELECT count(*) FROM issues), min(published), max(published),
            (SELECT recorded FROM documents ORDER BY seq DESC LIMIT 1)
        FROM documents
        """
        with self._reading_rows():
            documents, copies, statements, reviews, parties, issues, first, last, recorded = self._connection.execute(
                query
            ).fetchone()
            return Counts(
                documents=documents,
                copies=copies,
                statements=statements,
                reviews=reviews,
                parties=parties,
                issues=issues,
                first=first and date.fromisoformat(first),
                last=last and date.fromisoformat(last),
                recorded=recorded and datetime.fromisoformat(recorded),
            )

    def _documents(self, as_of: date | None) -> list[int]:
        day = as_of and as_of.isoformat()
        with translate(self.path):
            query = (
                "SELECT seq FROM documents d WHERE (? IS NULL OR d.published IS NULL OR d.published <= ?) ORDER BY seq"
            )
            return [seq for (seq,) in self._connection.execute(query, (day, day))]

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


def _limit(limit: int | None) -> int:
    return -1 if limit is None else max(0, min(limit, sys.maxsize))
