"""Statements by id: derived, since an index kept up with every statement would take a quarter of the time of recording.

The ids of what is new go in together, in their order. The view ``statement_ids`` has them all at any time.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

_THROUGH = "ids"
"""Name, in ``settled``, of the last statement that is in the derived table; the view asks for it too."""


def settle_ids(connection: sqlite3.Connection) -> None:
    """Bring the derived table up to the last statement; within a transaction."""
    (last,) = connection.execute("SELECT coalesce(max(seq), 0) FROM statements").fetchone()
    through = _read_through(connection)
    if through == last:
        return
    connection.execute(
        "INSERT INTO settled_ids (id, seq) SELECT id, seq FROM statements WHERE seq > ? ORDER BY id, seq", (through,)
    )
    connection.execute("INSERT OR REPLACE INTO settled (name, seq) VALUES (?, ?)", (_THROUGH, last))


def check_ids(connection: sqlite3.Connection) -> Iterator[str]:
    """Whether the derived table has every statement up to where it goes, and no other."""
    derived, there = "SELECT id, seq FROM settled_ids", "SELECT id, seq FROM statements WHERE seq <= ?1"
    for query in (f"{derived} EXCEPT {there}", f"{there} EXCEPT {derived}"):
        if connection.execute(f"{query} LIMIT 1", (_read_through(connection),)).fetchone():
            yield "settled_ids: not the ids of the statements; detente refresh makes it anew"
            return


def _read_through(connection: sqlite3.Connection) -> int:
    found = connection.execute("SELECT seq FROM settled WHERE name = ?", (_THROUGH,)).fetchone()
    return int(found[0]) if found else 0
