"""Where every party stood at the end of every day: kept so that the table of any day is there at once.

What is kept here is derived. Somebody who knows how to fold statements (the pipeline) fills it in and can make it anew;
this module knows which cells no longer follow from what was recorded.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from detente.ledger import rows
from detente.ledger.counting import Counting
from detente.ledger.passages import dump
from detente.model import IssueId, PartyId, Stance, Standing
from detente.model.record import Cell, IdentityKind

UNDATED = 0
"""Stands for the day of undated reports, which come before all others."""
Key = tuple[PartyId, IssueId]
_RULES = "rules"


def find_stale(connection: sqlite3.Connection, *, rules: int, most: int) -> tuple[dict[Key, int], dict[str, int]]:
    """Which cells no longer follow from what was recorded.

    Parameters
    ----------
    connection : sqlite3.Connection
    rules : int
        Version of the way in which statements are folded; with another one every cell is stale.
    most : int
        New statements that are looked at; more are left for the next time.

    Returns
    -------
    dict of (party, issue) to int
        The first day from which it is to be folded anew, as ``statements.day``.
    dict of str to int
        What ``settled`` is to say afterwards.
    """
    settled = read_settled(connection)
    if settled.get(_RULES) != rules:
        settled = {}
    (last,) = connection.execute(
        "SELECT coalesce(max(seq), 0) FROM (SELECT seq FROM statements WHERE seq > ? ORDER BY seq LIMIT ?)",
        (settled.get("statements", 0), most),
    ).fetchone()
    through = {"statements": max(last, settled.get("statements", 0)), _RULES: rules}
    for table in ("reviews", "identities"):
        (through[table],) = connection.execute(f"SELECT coalesce(max(seq), 0) FROM {table}").fetchone()
    counting = Counting(connection)
    stale: dict[Key, int] = {}
    for party, issue, day in _touched(connection, settled, through["statements"]):
        key = (counting.party_id(party), IssueId(counting.stand_in(IdentityKind.ISSUE, issue)))
        stale[key] = min(day, stale.get(key, day))
    return stale, through


def _touched(
    connection: sqlite3.Connection, settled: Mapping[str, int], last: int
) -> Iterator[tuple[PartyId, IssueId, int]]:
    """Every cell, under any of its ids, that something was added to, and the first day that this concerns."""
    columns = "SELECT p.id, i.id, min(coalesce(s.day, 0)) FROM statements s"
    names = "JOIN parties p ON p.seq = s.party JOIN issues i ON i.seq = s.issue"
    yield from connection.execute(
        f"{columns} {names} WHERE s.seq > ? AND s.seq <= ? GROUP BY s.party, s.issue",
        (settled.get("statements", 0), last),
    )
    # A reviewed statement leaves the cell where it stood and comes into another: where it was read, where any review put
    # it, and where the two halves of several reviews would.
    reviewed = (
        "s.seq <= ? AND (s.seq IN (SELECT seq FROM statement_ids WHERE id IN (SELECT statement FROM reviews WHERE seq > ?))"
        " OR (s.seq > ? AND s.id IN (SELECT statement FROM reviews)))"
    )
    places: dict[bytes, tuple[set[PartyId], set[IssueId], int]] = {}
    for statement, party, issue, day in connection.execute(
        f"SELECT s.id, p.id, i.id, coalesce(s.day, 0) FROM statements s {names} WHERE {reviewed}",
        (last, settled.get("reviews", 0), settled.get("statements", 0)),
    ):
        parties, issues, first = places.setdefault(statement, (set(), set(), day))
        parties.add(party)
        issues.add(issue)
        places[statement] = (parties, issues, min(first, day))
    for statement, (parties, issues, day) in places.items():
        for party, issue in connection.execute(
            "SELECT c.party, c.issue FROM corrections c JOIN reviews r ON r.seq = c.review WHERE r.statement = ?",
            (statement,),
        ):
            parties |= {party} - {None}
            issues |= {issue} - {None}
        yield from ((party, issue, day) for party in sorted(parties) for issue in sorted(issues))
    yield from _rejoined(connection, settled)


def _rejoined(connection: sqlite3.Connection, settled: Mapping[str, int]) -> Iterator[tuple[PartyId, IssueId, int]]:
    """Every cell of whoever was said to be one with another, or no longer, from the first day."""
    after = settled.get("identities", 0)
    now, before = Counting(connection), Counting(connection, identities_through=after)
    news = connection.execute("SELECT kind, member, same_as FROM identities WHERE seq > ? ORDER BY seq", (after,))
    for name, *ids in news.fetchall():
        kind = IdentityKind(name)
        concerned = set(ids)
        for counting in (now, before):
            for key in ids:
                stands = counting.stand_in(kind, key)
                concerned |= {stands, *counting.members(kind, stands)}
        marks = ", ".join("?" * len(concerned))
        read = (
            "SELECT DISTINCT p.id, i.id FROM statements s JOIN parties p ON p.seq = s.party"
            f" JOIN issues i ON i.seq = s.issue WHERE {name[0]}.id IN ({marks})"
        )
        for query in (read, f"SELECT DISTINCT party, issue FROM cells WHERE {name} IN ({marks})"):
            for party, issue in connection.execute(query, sorted(concerned)).fetchall():
                yield party, issue, UNDATED


def drop_stale(connection: sqlite3.Connection, stale: Mapping[Key, int], through: Mapping[str, int]) -> None:
    """Take out what no longer follows, under every id that the parties and issues have had; within a transaction."""
    if read_settled(connection).get(_RULES) != through[_RULES]:
        connection.execute("DELETE FROM cells")
    counting = Counting(connection)
    for (party, issue), day in stale.items():
        connection.execute("DELETE FROM cells WHERE party = ? AND issue = ? AND day >= ?", (party, issue, day))
    for party, issue in (
        connection.execute("SELECT DISTINCT party, issue FROM cells").fetchall() if counting.merges else ()
    ):
        key = (counting.party_id(party), counting.stand_in(IdentityKind.ISSUE, issue))
        if key != (party, issue):
            connection.execute("DELETE FROM cells WHERE party = ? AND issue = ?", (party, issue))


def store_cells(connection: sqlite3.Connection, cells: Iterable[Cell]) -> None:
    """Keep cells; within a transaction, after :func:`drop_stale`."""
    connection.executemany(
        "INSERT INTO cells (party, issue, day, stances, standing, since, held) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (
                cell.party,
                cell.issue,
                write_day(cell.day),
                ",".join(cell.stances),
                cell.standing.value,
                cell.since and write_day(cell.since),
                dump(cell.statements),
            )
            for cell in cells
        ),
    )


def finish(connection: sqlite3.Connection, through: Mapping[str, int]) -> None:
    """Note how far the cells go; within the same transaction."""
    connection.executemany("INSERT OR REPLACE INTO settled (name, seq) VALUES (?, ?)", through.items())


def load_cells(connection: sqlite3.Connection, *, until: int) -> Iterator[Cell]:
    """The cell of each party on each issue as of a day, by party and issue."""
    # From pair to pair by the index: a ledger has few pairs and many days. One comparison of both columns would be looked up
    # by the first alone.
    steps = (
        "SELECT party, issue FROM cells WHERE party = ?1 AND issue > ?2 ORDER BY issue LIMIT 1",
        "SELECT party, issue FROM cells WHERE party > ?1 ORDER BY party, issue LIMIT 1",
    )
    at: tuple[str, str] = ("", "")
    while True:
        found = connection.execute(steps[0], at).fetchone() or connection.execute(steps[1], at[:1]).fetchone()
        if found is None:
            return
        at = (found[0], found[1])
        if cell := load_cell(connection, at, until=until):
            yield cell


def load_cell(connection: sqlite3.Connection, key: tuple[str, str], *, until: int) -> Cell | None:
    """One party on one issue as of a day, if it had been heard."""
    query = """
    SELECT day, stances, standing, since, held FROM cells WHERE party = ? AND issue = ? AND day <= ? ORDER BY day DESC LIMIT 1
    """
    found = connection.execute(query, (*key, until)).fetchone()
    if found is None:
        return None
    day, stances, standing, since, held = found
    return Cell(
        party=PartyId(key[0]),
        issue=IssueId(key[1]),
        day=read_day(day),
        stances=tuple(map(Stance, stances.split(","))),
        standing=Standing(standing),
        since=since and read_day(since),
        statements=tuple(json.loads(held)),
    )


def write_day(day: date | None) -> int:
    """A day as ``statements.day`` has it; undated ones sort first."""
    return rows.write_day(day) or UNDATED


def read_day(number: int) -> date | None:
    """The day of :func:`write_day`."""
    return None if number == UNDATED else date(number // 10000, number // 100 % 100, number % 100)


def read_settled(connection: sqlite3.Connection) -> dict[str, int]:
    """How far the derived tables go."""
    return dict(connection.execute("SELECT name, seq FROM settled").fetchall())
