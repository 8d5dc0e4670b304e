"""A ledger of an older format is brought up to date once, and loses nothing by it.

``format1.db.gz`` was made by the first format's own code; it is not to be made anew.
"""

from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from detente.errors import LedgerError
from detente.ledger import Ledger
from detente.ledger.connection import FORMAT, read_schema
from detente.pipeline.settling import settle, verify_ledger

KEPT = Path(__file__).with_name("format1.db.gz")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "old.db"
    path.write_bytes(gzip.decompress(KEPT.read_bytes()))
    return path


def everything(path: Path, tables: list[str]) -> list[object]:
    with closing(sqlite3.connect(path)) as connection:
        return [connection.execute(f"SELECT * FROM {table} ORDER BY rowid").fetchall() for table in tables]


def test_nothing_that_was_recorded_changes(old: Path) -> None:
    tables = ["documents", "parties", "issues", "methods", "statements", "reviews", "anchors", "settings", "entries"]
    before = everything(old, tables)
    assert all(before[:6])
    with Ledger.open(old) as ledger:
        head = ledger.head
        assert ledger.counts().documents == len(before[0])  # type: ignore[arg-type]
        settle(ledger)
        assert verify_ledger(ledger, head=head).faults == ()
        assert ledger.cells()
    assert everything(old, tables) == before


def test_a_migrated_ledger_is_laid_out_like_a_new_one(old: Path, tmp_path: Path) -> None:
    Ledger.open(old).close()
    Ledger.create(tmp_path / "new.db").close()
    query = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
    layouts = []
    for path in (old, tmp_path / "new.db"):
        with closing(sqlite3.connect(path)) as connection:
            layouts.append(connection.execute(query).fetchall())
            assert connection.execute("PRAGMA user_version").fetchone() == (FORMAT,)
    assert layouts[0] == layouts[1]


def test_whoever_may_only_read_is_told_what_to_do(old: Path) -> None:
    with pytest.raises(LedgerError, match=r"older format \(1, .*run detente refresh"):
        Ledger.open(old, read_only=True)
    assert everything(old, ["documents"])[0]


def test_a_migration_that_fails_leaves_the_old_format(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = read_schema(after=1) + "\nCREATE TABLE documents (seq INTEGER);\n"  # which is there already
    monkeypatch.setattr("detente.ledger.connection.read_schema", lambda *, after=0: script)
    with pytest.raises(LedgerError, match="already exists"):
        Ledger.open(old)
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        assert not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'cells'").fetchone()
