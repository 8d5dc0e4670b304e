"""Bring the derived tables of a ledger up to what was recorded."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from detente.ledger import cells
from detente.ledger.counting import Counting
from detente.ledger.ids import check_ids, settle_ids
from detente.ledger.listing import check_listing, settle_listing
from detente.ledger.tables import load_counted
from detente.model import DocumentId, IssueId, PartyId, Position, Reading, Statement
from detente.model.record import Cell, IdentityKind

AT_ONCE = 200_000
"""New statements whose cells are folded in one transaction."""
_READINGS_KEPT = 512

FoldDay = Callable[[Position | None, Sequence[Statement], date | None, Mapping[DocumentId, Reading]], Position]
"""Where a party stands on an issue after another day: from where it stood before (without superseded statements), the day's
statements by document and place, the day, and the readings of all of them."""


def forget(connection: sqlite3.Connection) -> None:
    """Drop all that is derived; within a transaction."""
    for table in ("cells", "listed", "settled_ids", "settled"):
        connection.execute(f"DELETE FROM {table}")


def settle(connection: sqlite3.Connection, fold: FoldDay, *, rules: int) -> bool:
    """Fold what is new or stale; within a transaction.

    Parameters
    ----------
    connection : sqlite3.Connection
    fold : FoldDay
    rules : int
        Version of ``fold``.

    Returns
    -------
    bool
        Whether more is left, for another transaction.
    """
    settle_ids(connection)
    settle_listing(connection)
    stale, through = cells.find_stale(connection, rules=rules, most=AT_ONCE)
    cells.drop_stale(connection, stale, through)
    cells.store_cells(connection, walk(connection, stale, fold, last=through["statements"]))
    cells.finish(connection, through)
    (last,) = connection.execute("SELECT coalesce(max(seq), 0) FROM statements").fetchone()
    return bool(through["statements"] < last)


def fold_all(connection: sqlite3.Connection, fold: FoldDay, *, until: int) -> tuple[Cell, ...]:
    """The cells of a day, folded from everything; by party and issue."""
    stale, through = cells.find_stale(connection, rules=-1, most=-1)
    last: dict[cells.Key, Cell] = {}
    for cell in walk(connection, stale, fold, last=through["statements"]):
        if cells.write_day(cell.day) > until:
            break  # cells come day after day
        last[cell.party, cell.issue] = cell
    return tuple(last[key] for key in sorted(last))


def is_settled(connection: sqlite3.Connection, *, rules: int) -> bool:
    """Whether the cells follow from everything that was recorded."""
    settled = cells.read_settled(connection)
    last = {"rules": rules}
    for table in ("statements", "reviews", "identities"):
        (last[table],) = connection.execute(f"SELECT coalesce(max(seq), 0) FROM {table}").fetchone()
    return all(settled.get(name, 0) == seq for name, seq in last.items())


def check(connection: sqlite3.Connection, fold: FoldDay, *, rules: int) -> Iterator[str]:
    """Whether the cells are what folding everything again gives; nothing to say where they are behind."""
    yield from check_ids(connection)
    yield from check_listing(connection)
    if not is_settled(connection, rules=rules):
        return
    stale, through = cells.find_stale(connection, rules=-1, most=-1)
    # Cells come by day here and lie by key there: each is looked up, and counted so that none is too many.
    expected = 0
    for cell in walk(connection, stale, fold, last=through["statements"]):
        expected += 1
        try:
            held = cells.load_cell(connection, (cell.party, cell.issue), until=cells.write_day(cell.day))
        except (ValueError, TypeError):
            held = None
        if held != cell:
            day = cell.day or "undated reports"
            yield f"cells, {cell.party} on {cell.issue}, {day}: not what its statements give; detente refresh makes it anew"
    (there,) = connection.execute("SELECT count(*) FROM cells").fetchone()
    if there != expected:
        yield f"cells: there are {there} where its statements give {expected}; detente refresh makes them anew"


def walk(connection: sqlite3.Connection, stale: Mapping[cells.Key, int], fold: FoldDay, *, last: int) -> Iterator[Cell]:
    """Every stale cell from its first stale day on, day after day, up to statement ``last``."""
    counting = Counting(connection)
    readings = _Readings(connection, counting)
    standing: dict[cells.Key, tuple[Position, dict[int, int]]] = {}
    for day, documents in sorted(_documents_by_day(connection, counting, stale, last).items()):
        news: dict[cells.Key, list[tuple[Statement, int]]] = {}
        for document in documents:
            reading, numbers = readings.load(document)
            told = sorted(zip(reading.statements, numbers, strict=True), key=lambda pair: pair[0].evidence.span)
            for statement, number in told:
                key = (statement.party, statement.issue)
                if key in stale and day >= stale[key] and number <= last:
                    news.setdefault(key, []).append((statement, number))
        for key in sorted(news):
            before, numbered = standing.get(key) or _start(connection, key, stale[key], readings)
            numbered |= {id(statement): number for statement, number in news[key]}
            position = fold(before, [statement for statement, _ in news[key]], cells.read_day(day), readings)
            held = {id(statement): numbered[id(statement)] for statement in position.statements}
            standing[key] = (replace(position, superseded=()), held)
            yield Cell(
                party=key[0],
                issue=key[1],
                day=cells.read_day(day),
                stances=position.stances,
                standing=position.standing,
                since=position.since,
                statements=tuple(held.values()),
            )


def _documents_by_day(
    connection: sqlite3.Connection, counting: Counting, stale: Mapping[cells.Key, int], last: int
) -> dict[int, list[int]]:
    """The documents, no copies, that may hold statements of stale cells: by day, then as positions order them."""
    found: set[tuple[int, int, str]] = set()
    columns = "SELECT DISTINCT coalesce(s.day, 0), d.seq, d.id FROM statements s JOIN documents d ON d.seq = s.document"
    for (party, issue), day in stale.items():
        parties = counting.members(IdentityKind.PARTY, party)
        issues = counting.members(IdentityKind.ISSUE, issue)
        found.update(
            connection.execute(
                f"{columns} WHERE d.copy_of IS NULL AND s.seq <= ? AND coalesce(s.day, 0) >= ?"
                f" AND s.party IN (SELECT seq FROM parties WHERE id IN ({', '.join('?' * len(parties))}))"
                f" AND s.issue IN (SELECT seq FROM issues WHERE id IN ({', '.join('?' * len(issues))}))",
                (last, day, *parties, *issues),
            )
        )
    corrected = "SELECT seq FROM statement_ids WHERE id IN (SELECT statement FROM reviews WHERE verdict = 'corrected')"
    found.update(
        connection.execute(f"{columns} WHERE d.copy_of IS NULL AND s.seq <= ? AND s.seq IN ({corrected})", (last,))
    )
    by_day: dict[int, list[int]] = {}
    # Undated reports as they were recorded, dated ones by id.
    for day, seq, _ in sorted(found, key=lambda row: (row[0], "" if row[0] == cells.UNDATED else row[2], row[1])):
        by_day.setdefault(day, []).append(seq)
    return by_day


def _start(
    connection: sqlite3.Connection, key: cells.Key, day: int, readings: _Readings
) -> tuple[Position | None, dict[int, int]]:
    """Where a party stood before a day, with the number of each statement."""
    cell = cells.load_cell(connection, key, until=day - 1) if day > cells.UNDATED else None
    if cell is None:
        return None, {}
    statements = [readings.statement(number) for number in cell.statements]
    position = Position(
        party=PartyId(key[0]),
        issue=IssueId(key[1]),
        stances=cell.stances,
        standing=cell.standing,
        statements=tuple(statements),
        since=cell.since,
    )
    return position, dict(zip(map(id, statements), cell.statements, strict=True))


class _Readings(Mapping[DocumentId, Reading]):
    """Readings as they count, loaded as they are asked for."""

    def __init__(self, connection: sqlite3.Connection, counting: Counting) -> None:
        self._connection = connection
        self._counting = counting
        self.load = lru_cache(maxsize=_READINGS_KEPT)(self._load)

    def __getitem__(self, key: DocumentId) -> Reading:
        found = self._connection.execute("SELECT seq FROM documents WHERE id = ?", (key,)).fetchone()
        if found is None:
            raise KeyError(key)
        return self.load(found[0])[0]

    def __iter__(self) -> Iterator[DocumentId]:
        return iter([DocumentId(key) for (key,) in self._connection.execute("SELECT id FROM documents ORDER BY seq")])

    def __len__(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM documents").fetchone()[0])

    def statement(self, number: int) -> Statement:
        """The statement with a number."""
        (document,) = self._connection.execute("SELECT document FROM statements WHERE seq = ?", (number,)).fetchone()
        reading, numbers = self.load(document)
        return reading.statements[numbers.index(number)]

    def _load(self, seq: int) -> tuple[Reading, tuple[int, ...]]:
        return load_counted(self._connection, seq, self._counting)
