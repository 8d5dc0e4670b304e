"""What a ledger is asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from detente.ledger import cells, rows, settling, tables
from detente.ledger.connection import translate
from detente.ledger.externals import load_externals
from detente.ledger.listing import load_listing
from detente.ledger.statement_queries import StatementQueries
from detente.model import Document, DocumentId, Issue, IssueId, Party, PartyId, Reading
from detente.model.external import External
from detente.model.record import Anchor, Cell, Counts, Identity, IdentityKind, Naming


class Queries(StatementQueries):
    """The side of a ledger that only reads."""

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

    def readings(self, *, as_of: date | None = None, as_read: bool = False) -> Iterator[Reading]:
        """Every reading, copies included, in order of recording.

        Parameters
        ----------
        as_of : date or None
            Reports published after this day are left out; undated ones always count.
        as_read : bool
            Whether statements are given as they were read, rejected ones included; else as they count: rejected ones left
            out, corrected ones corrected, and parties and issues that are one under one id.

        Yields
        ------
        Reading
            As read, equal to the one appended. What is added meanwhile is not waited for.
        """
        with self._reading_rows():
            counting = self._counting()
        for seq in self._documents(None, as_of):
            with self._reading_rows():
                reading, _ = self._load_reading(seq, None if as_read else counting)
            yield reading

    def reading(self, document: DocumentId) -> Reading | None:
        """The reading of one document as it counts, if it was recorded."""
        with self._reading_rows():
            seq = tables.find(self._connection, "documents", document)
            return None if seq is None else self._load_reading(seq, self._counting())[0]

    def documents(
        self, *, since: date | None = None, until: date | None = None
    ) -> Iterator[tuple[Document, datetime, DocumentId | None]]:
        """Documents in order of recording, with when each was recorded and of which it is a copy.

        Parameters
        ----------
        since, until : date or None
            First and last day of publication; undated reports always count.
        """
        query = "SELECT o.id FROM documents d JOIN documents o ON o.seq = d.copy_of WHERE d.seq = ?"
        for seq in self._documents(since, until):
            with self._reading_rows():
                document, recorded = self._report(seq)
                original = self._connection.execute(query, (seq,)).fetchone()
            yield document, recorded, original and DocumentId(original[0])

    def copies(self) -> frozenset[DocumentId]:
        """The documents that are copies of others."""
        with self._reading_rows():
            found = self._connection.execute("SELECT id FROM documents WHERE copy_of IS NOT NULL")
            return frozenset(DocumentId(key) for (key,) in found)

    def parties(self) -> tuple[Party, ...]:
        """Every party by id, with the name and role first read or the name given since, and all of its aliases."""
        with self._reading_rows():
            listed = load_listing(self._connection).parties
            counting = self._counting()
            found = []
            for key in sorted({*map(str, listed), *counting.ids(IdentityKind.PARTY)}):
                members = map(PartyId, counting.members(IdentityKind.PARTY, key))
                listings = [listed[member] for member in members if member in listed]
                if counting.stand_in(IdentityKind.PARTY, key) == key:
                    found.append(counting.listed_party(key, listings))
            return tuple(found)

    def issues(self) -> tuple[Issue, ...]:
        """Every issue in order of recording, as first read or named since."""
        with self._reading_rows():
            listed = load_listing(self._connection).issues
            counting = self._counting()
            known = dict.fromkeys((*listed, *counting.ids(IdentityKind.ISSUE)))
            return tuple(
                counting.listed_issue(key, listed.get(IssueId(key)))
                for key in known
                if counting.members(IdentityKind.ISSUE, key)
            )

    def identities(self) -> tuple[Identity, ...]:
        """What people said to be one and the same, in order of recording; of several on one member the last counts."""
        return tuple(
            Identity(kind=IdentityKind(kind), member=member, same_as=same_as, **signed)
            for (kind, member, same_as), signed in self._signed("identities", "kind, member, same_as")
        )

    def namings(self) -> tuple[Naming, ...]:
        """What people called parties and issues, in order of recording; of several for one id the last counts."""
        return tuple(
            Naming(kind=IdentityKind(kind), id=key, name=name, **signed)
            for (kind, key, name), signed in self._signed("names", "kind, id, name")
        )

    def _signed(self, table: str, columns: str) -> list[tuple[Sequence[str], dict[str, Any]]]:
        """Rows of what people said, and who said it, when and why."""
        with self._reading_rows():
            query = f"SELECT {columns}, reviewer, at, note FROM {table} ORDER BY seq"
            return [
                (told, {"reviewer": reviewer, "at": datetime.fromisoformat(at), "note": note})
                for *told, reviewer, at, note in self._connection.execute(query)
            ]

    def names(self) -> dict[str, str]:
        """What every party and issue is called, by id: as a person named it last, else as it was listed first.

        A party's name where an issue has the same id.
        """
        with self._reading_rows():
            query = "SELECT id, name FROM issues UNION ALL SELECT id, name FROM parties"
            found: dict[str, str] = dict(self._connection.execute(query).fetchall())
            listing, counting = load_listing(self._connection), self._counting()
            # Whoever was mentioned before it was listed stands in its table under its id.
            found |= {issue.id: issue.name for issue in listing.issues.values()}
            found |= {party.id: party.name for party in listing.parties.values()}
            for kind in (IdentityKind.ISSUE, IdentityKind.PARTY):
                found |= {key: name for (of, key), name in counting.named.items() if of == kind}
            return found

    def anchors(self) -> tuple[Anchor, ...]:
        """Every anchor in order of recording, of the issue that its own counts for."""
        with self._reading_rows():
            counting = self._counting()
            return tuple(counting.count_anchor(rows.read_anchor(row)) for row in self._connection.execute(rows.ANCHOR))

    def cells(self, *, as_of: date | None = None) -> tuple[Cell, ...]:
        """Where every party stands on every issue, without its statements: the table of any day, at once.

        Parameters
        ----------
        as_of : date or None
            Reports published after this day are left out; undated ones always count.

        Returns
        -------
        tuple of Cell
            By party and issue, as far as :meth:`~detente.ledger.Ledger.settle` has come; see :meth:`is_settled`.
        """
        with self._reading_rows():
            return tuple(cells.load_cells(self._connection, until=cells.write_day(as_of or date.max)))

    def cell(self, party: PartyId, issue: IssueId, *, as_of: date | None = None) -> Cell | None:
        """One of :meth:`cells`, if the party had been heard on the issue."""
        with self._reading_rows():
            counting = self._counting()
            key = counting.party_id(party), counting.stand_in(IdentityKind.ISSUE, issue)
            return cells.load_cell(self._connection, key, until=cells.write_day(as_of or date.max))

    def fold_cells(self, fold: settling.FoldDay, *, as_of: date | None = None) -> tuple[Cell, ...]:
        """As :meth:`cells`, folded anew from all statements: for a ledger that is not settled and may not be written."""
        with self._reading_rows():
            return settling.fold_all(self._connection, fold, until=cells.write_day(as_of or date.max))

    def is_settled(self, *, rules: int) -> bool:
        """Whether :meth:`cells` follows from everything recorded, folded by a version of the rules."""
        with self._reading_rows():
            return settling.is_settled(self._connection, rules=rules)

    def externals(self) -> tuple[External, ...]:
        """Records of other data sets as they were recorded last, by day, those without one first."""
        with self._reading_rows():
            return tuple(load_externals(self._connection))

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

    def _documents(self, since: date | None, until: date | None) -> list[int]:
        bounds = [day and day.isoformat() for day in (since, until) for _ in range(2)]
        with translate(self.path):
            query = """
            SELECT seq FROM documents d
            WHERE d.published IS NULL OR ((? IS NULL OR d.published >= ?) AND (? IS NULL OR d.published <= ?))
            ORDER BY seq
            """
            return [seq for (seq,) in self._connection.execute(query, bounds)]
