"""What cannot be opened, and what goes wrong while it is written."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from detente.errors import LedgerError
from detente.ledger import Ledger
from tests.ledger.negotiation import NOW, faults, fill, make_ledger, report, review


def a_folder(path: Path) -> None:
    path.mkdir()


def an_empty_file(path: Path) -> None:
    path.touch()


def a_text(path: Path) -> None:
    path.write_text("Talks went on.", encoding="utf-8")


def another_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE documents (id)")


def a_newer_ledger(path: Path) -> None:
    make_ledger(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 3")


def half_a_ledger(path: Path) -> None:
    file = make_ledger(path).read_bytes()
    path.write_bytes(file[: len(file) // 3])


def the_start_of_a_ledger(path: Path) -> None:
    path.write_bytes(make_ledger(path).read_bytes()[:50])


def nothing(path: Path) -> None:
    pass


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize(
    ("make", "told"),
    [
        (nothing, "no ledger at .*: check the name, or create one"),
        (a_folder, "is a folder: name the ledger in it"),
        (an_empty_file, "is empty, so no ledger: remove it, and create one"),
        (a_text, "is no ledger, it is not even a database: check the name"),
        (another_database, "is a database, but no ledger: check the name"),
        (a_newer_ledger, r"made by a newer detente \(format 3, this one reads 2\): install"),
        (half_a_ledger, r"is damaged \(database disk image is malformed\): restore it from a copy"),
        (the_start_of_a_ledger, "is damaged .*: restore it from a copy"),
    ],
)
def test_what_is_no_sound_ledger_is_told(
    make: Callable[[Path], None], told: str, read_only: bool, tmp_path: Path
) -> None:
    path = tmp_path / "talks.db"
    make(path)
    with (
        pytest.raises(LedgerError, match=f"(?s)talks.db.*{told}|{told}"),
        Ledger.open(path, read_only=read_only) as ledger,
    ):
        list(ledger.readings())


def test_a_name_that_can_be_no_file_is_told() -> None:
    for name in ("a\0b", "x" * 300):
        with pytest.raises(LedgerError):
            Ledger.open(Path(name))
        with pytest.raises(LedgerError):
            Ledger.create(Path(name))


@pytest.mark.parametrize("name", ["a?b#c%41.db", "Verhandlungen über Zölle.db", "停火.db", "a b;'.db"])
def test_a_ledger_may_have_any_name(name: str, tmp_path: Path) -> None:
    path = make_ledger(tmp_path / name)
    assert faults(path) == ()
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_a_file_that_is_there_is_never_made_anew(tmp_path: Path) -> None:
    for make in (a_text, make_ledger, an_empty_file):
        path = tmp_path / f"{make.__name__}.db"
        make(path)
        before = path.read_bytes()
        with pytest.raises(LedgerError, match="is there already: open it"):
            Ledger.create(path)
        assert path.read_bytes() == before


def test_a_ledger_in_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="no such folder"):
        Ledger.create(tmp_path / "none" / "talks.db")


def test_a_ledger_that_could_not_be_begun_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="half of a pair"):
        Ledger.create(tmp_path / "talks.db", title="\ud800")
    assert list(tmp_path.iterdir()) == []


def test_a_ledger_opened_to_be_read_is_not_written(tmp_path: Path) -> None:
    path = make_ledger(tmp_path / "talks.db")
    with Ledger.open(path, read_only=True) as ledger:
        head = ledger.head
        with pytest.raises(LedgerError, match="may only be read"):
            ledger.append(report(9), recorded=NOW)
        with pytest.raises(LedgerError, match="may only be read"):
            ledger.append_review(review(report(0)))
        assert ledger.head == head
        assert ledger.verify(head=head).faults == ()


def test_a_full_disk_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "talks.db"
    with Ledger.create(path, now=NOW) as ledger:
        (pages,) = ledger._connection.execute("PRAGMA page_count").fetchone()
        ledger._connection.execute(f"PRAGMA max_page_count = {pages + 8}")
        with pytest.raises(LedgerError, match=r"no room is left for .*: free some and try again"):
            fill(ledger, 0, 100)
        kept = ledger.counts().documents
        assert 0 < kept < 100
        assert ledger.verify().faults == ()
    again_and_whole(path, kept)


def test_a_disk_that_takes_no_more_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    path = tmp_path / "talks.db"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with Ledger.create(path, now=NOW) as ledger:
        fill(ledger, 0, 2)
        written = max(file.stat().st_size for file in tmp_path.iterdir())
        resource.setrlimit(resource.RLIMIT_FSIZE, (written + 50_000, hard))
        try:
            with pytest.raises(LedgerError, match=r"talks.db cannot be used \(disk I/O error\): check the disk"):
                fill(ledger, 2, 100)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        kept = ledger.counts().documents
        assert ledger.verify().faults == ()
    again_and_whole(path, kept)


def again_and_whole(path: Path, kept: int) -> None:
    """Appending all again goes on where it stopped, and gives what an undisturbed run gives."""
    with Ledger.open(path) as ledger:
        assert ledger.counts().documents == kept
        fill(ledger, 0, 20)
        with Ledger.create(path.with_name("undisturbed.db"), now=NOW) as other:
            fill(other, 0, max(20, kept))
            assert ledger.head == other.head
        assert ledger.verify().faults == ()


def test_a_ledger_that_was_closed_is_told(tmp_path: Path) -> None:
    ledger = Ledger.open(make_ledger(tmp_path / "talks.db"))
    ledger.close()
    with pytest.raises(LedgerError, match="closed"):
        ledger.append(report(9), recorded=NOW)


def test_a_table_that_is_gone_is_told(tmp_path: Path) -> None:
    path = make_ledger(tmp_path / "talks.db")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE reviews")
    with Ledger.open(path) as ledger, pytest.raises(LedgerError, match="no such table: reviews"):
        list(ledger.statements())


def test_a_row_that_cannot_be_made_out_is_told(tmp_path: Path) -> None:
    path = make_ledger(tmp_path / "talks.db")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER documents_stay")
        connection.execute("UPDATE documents SET text = 'short'")
    with Ledger.open(path) as ledger, pytest.raises(LedgerError, match=r"a row that cannot be made out .*: verify it"):
        list(ledger.readings())
