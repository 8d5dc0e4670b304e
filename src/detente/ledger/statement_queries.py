"""What a ledger is asked about single statements."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from datetime import date

from detente.errors import LedgerError
from detente.ledger import rows, words
from detente.ledger.counting import Counting
from detente.ledger.source import AT_ONCE, Source, marks
from detente.model import IssueId, PartyId, StatementId
from detente.model.record import IdentityKind, Recorded


class StatementQueries(Source):
    """Statements by cell, by day, by id and by their words."""

    def statements(
        self,
        *,
        party: PartyId | None = None,
        issue: IssueId | None = None,
        as_of: date | None = None,
        since: date | None = None,
        limit: int | None = None,
        latest: bool = False,
    ) -> Iterator[Recorded]:
        """Statements with their clocks and reviews, rejected ones included.

        Parameters
        ----------
        party, issue : PartyId, IssueId or None
            Whose, and on what, as statements count; one that is not there has none.
        as_of, since : date or None
            Last and first day of publication; undated reports always count.
        limit : int or None
            How many at most.
        latest : bool
            Whether to begin with the latest.

        Yields
        ------
        Recorded
            By day of publication, undated ones first, then in order of recording; or the other way round.
        """
        with self._reading_rows():
            counting = self._counting()
            party = party and counting.party_id(party)
            issue = issue and IssueId(counting.stand_in(IdentityKind.ISSUE, issue))
            query, values = _ask_for_statements(counting, party, issue, as_of, since)
            order = "DESC" if latest else "ASC"
            cursor = self._connection.execute(f"{query} ORDER BY s.day {order}, s.seq {order}", values)
        left = sys.maxsize if limit is None else max(0, limit)
        while left:
            with self._reading_rows():
                numbers = [seq for (seq,) in cursor.fetchmany(min(left, AT_ONCE))]
                found = self._load_statements(numbers, counting)
            if not numbers:
                return
            for one in found:  # what a correction puts elsewhere is not on this issue, nor this party's
                if party in (None, one.statement.party) and issue in (None, one.statement.issue) and left:
                    left -= 1
                    yield one

    def unreviewed(self, *, limit: int | None = None) -> tuple[Recorded, ...]:
        """Statements that nobody has reviewed, the least sure first; those of copies left out."""
        query = """
        SELECT s.seq FROM statements s JOIN documents d ON d.seq = s.document
        WHERE d.copy_of IS NULL AND NOT EXISTS (SELECT 1 FROM reviews r WHERE r.statement = s.id)
        ORDER BY s.confidence, s.seq LIMIT ?
        """
        with self._reading_rows():
            numbers = [seq for (seq,) in self._connection.execute(query, (_limit(limit),))]
            return self._load_statements(numbers, self._counting())

    def numbered(self, numbers: Sequence[int]) -> tuple[Recorded, ...]:
        """Statements by their numbers within the ledger, in the order asked; a number that is not there gives none."""
        with self._reading_rows():
            return self._load_statements(numbers, self._counting())

    def statement(self, prefix: str) -> Recorded:
        """One statement.

        Parameters
        ----------
        prefix : str
            Its id, or a beginning of it that no other id shares.

        Returns
        -------
        Recorded
            With its reviews.

        Raises
        ------
        LedgerError
            If no statement, or more than one, begins so.
        """
        if not re.fullmatch("[0-9a-fA-F]{1,16}", prefix):
            raise LedgerError(f"{prefix!r} is no statement's id: give up to 16 of the letters a-f and digits")
        low, high = (bytes.fromhex(prefix.ljust(16, end)) for end in "0f")
        with self._reading_rows():
            query = "SELECT DISTINCT id FROM statement_ids WHERE id BETWEEN ? AND ? ORDER BY id LIMIT 3"
            ids = [key for (key,) in self._connection.execute(query, (low, high))]
            if not ids:
                raise LedgerError(f"no statement {prefix} is in {self.path}: check the id")
            if len(ids) > 1:
                some = ", ".join(key.hex() for key in ids)
                raise LedgerError(f"more than one statement begins with {prefix}: {some}; give more of the id")
            first = "(SELECT min(seq) FROM statement_ids WHERE id = ?)"
            found = self._connection.execute(f"{rows.STATEMENT} WHERE s.seq = {first}", ids).fetchall()
            return self._recorded(found, self._counting())[0]

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
            The last recorded first.
        """
        query = words.make_query(asked)
        if not query:
            return
        with self._reading_rows():
            latest = f"SELECT rowid FROM {words.TABLE} WHERE {words.TABLE} MATCH ? ORDER BY rowid DESC LIMIT ?"
            numbers = [number for (number,) in self._connection.execute(latest, (query, _limit(limit)))]
            found = self._load_statements(numbers, self._counting())
        yield from found

    def statement_ids(self, numbers: Sequence[int]) -> dict[int, StatementId]:
        """The ids of statements by their numbers within the ledger."""
        found: dict[int, StatementId] = {}
        with self._reading_rows():
            for at in range(0, len(numbers), AT_ONCE):
                some = numbers[at : at + AT_ONCE]
                query = f"SELECT seq, id FROM statements WHERE seq IN ({marks(some)})"
                found |= {seq: StatementId(key.hex()) for seq, key in self._connection.execute(query, some)}
        return found


def _limit(limit: int | None) -> int:
    return -1 if limit is None else max(0, min(limit, sys.maxsize))


def _ask_for_statements(
    counting: Counting, party: PartyId | None, issue: IssueId | None, as_of: date | None, since: date | None
) -> tuple[str, list[object]]:
    """The query for the numbers of statements, without an order, and its values.

    Corrected ones are always among them: where they count, their rows do not tell.
    """
    conditions: list[str] = []
    values: list[object] = []
    for column, kind, key in (("party", IdentityKind.PARTY, party), ("issue", IdentityKind.ISSUE, issue)):
        if key is not None:
            members = counting.members(kind, key)
            plural = {"party": "parties", "issue": "issues"}[column]
            conditions.append(f"s.{column} IN (SELECT seq FROM {plural} WHERE id IN ({marks(members)}))")
            values += members
    if conditions:
        corrected = "SELECT statement FROM reviews WHERE verdict = 'corrected'"
        places = f"SELECT seq FROM statement_ids WHERE id IN ({corrected})"
        conditions = [f"(({' AND '.join(conditions)}) OR s.seq IN ({places}))"]
    for sign, day in (("<=", as_of), (">=", since)):
        if day is not None:
            conditions.append(f"(s.day IS NULL OR s.day {sign} ?)")
            values.append(rows.write_day(day))
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    return f"SELECT s.seq FROM statements s{where}", values
