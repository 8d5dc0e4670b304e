"""A ledger finds what was done to it behind its back."""

import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from detente.errors import LedgerError
from detente.ledger import Ledger, Verification, chain
from tests.ledger.negotiation import NOW, TABLES, behind_its_back, dump, faults, make_ledger, report

MANY = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
SHADOWS = ("statement_words_docsize", "statement_words_config")


@cache
def sound() -> bytes:
    """The bytes of a small ledger with nothing wrong."""
    with TemporaryDirectory() as folder:
        return make_ledger(Path(folder) / "talks.db", 2).read_bytes()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "talks.db").write_bytes(sound())
    return tmp_path / "talks.db"


def test_a_ledger_that_nobody_touched_has_no_faults(path: Path) -> None:
    with Ledger.open(path, read_only=True) as ledger:
        assert ledger.verify() == Verification(entries=8, documents=3, statements=6, faults=())


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE {} SET seq = seq + 100",
        "DELETE FROM {}",
        "INSERT OR REPLACE INTO {0} SELECT * FROM {0}",
        "REPLACE INTO {0} SELECT * FROM {0} LIMIT 1",
    ],
)
def test_no_row_can_be_changed_or_removed_from_without(table: str, change: str, path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        before = list(connection.iterdump())
        with pytest.raises(sqlite3.IntegrityError, match="a ledger only grows"):
            connection.execute(change.format(table))
        assert list(connection.iterdump()) == before


@cache
def cells() -> list[tuple[str, str, int]]:
    """Every cell of the small ledger: table, column, rowid."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "talks.db"
        path.write_bytes(sound())
        with closing(sqlite3.connect(path)) as connection:
            return [
                (table, column[1], row[0])
                for table in (*TABLES, *SHADOWS)
                for column in connection.execute(f"PRAGMA table_info({table})").fetchall()
                for row in connection.execute(f"SELECT {'k' if 'config' in table else 'rowid'} FROM {table}").fetchall()
            ]


values = (
    st.none()
    | st.integers(-3, 99_999_999)
    | st.floats(allow_nan=False)
    | st.text(max_size=5)
    | st.binary(max_size=16)
    | st.sampled_from(["[]", "{}", '{"parties":[]}', "accept", "support", "rejected", "reading", "2031-03-01"])
)


@MANY
@given(st.data())
def test_any_changed_cell_is_found(data: st.DataObject) -> None:
    among = data.draw(st.sampled_from((*TABLES, *SHADOWS)))  # the small tables as often as the large
    table, column, row = data.draw(st.sampled_from([cell for cell in cells() if cell[0] == among]))
    key = "k" if "config" in table else "rowid"
    with TemporaryDirectory() as folder:
        path = Path(folder) / "talks.db"
        path.write_bytes(sound())
        with behind_its_back(path) as connection:
            query = f'SELECT "{column}", typeof("{column}") FROM {table} WHERE {key} = ?'
            before = connection.execute(query, (row,)).fetchone()
            near = [before[0]]
            if isinstance(before[0], int):
                near = [before[0] + 1, before[0] - 1]
            elif isinstance(before[0], str):
                near = [before[0] + " ", before[0][1:], before[0].swapcase()]
            elif isinstance(before[0], bytes):
                near = [bytes([before[0][0] ^ 1]) + before[0][1:], before[0][:-1]] if before[0] else [b"\0"]
            value = data.draw(st.sampled_from(near) | values)
            try:
                connection.execute(f'UPDATE {table} SET "{column}" = ? WHERE {key} = ?', (value, row))
            except (sqlite3.IntegrityError, sqlite3.OperationalError):  # refused by the tables themselves
                assume(False)
            assume(connection.execute(query, (row,)).fetchone() != before)
        assert faults(path)


@pytest.mark.parametrize("table", TABLES)
def test_any_row_that_is_gone_is_found(table: str, path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        rows = [seq for (seq,) in connection.execute(f"SELECT seq FROM {table}")]
    head = noted(path)
    for seq in rows:
        path.write_bytes(sound())
        with behind_its_back(path) as connection:
            connection.execute(f"DELETE FROM {table} WHERE seq = ?", (seq,))
        assert faults(path, head=head), seq


@pytest.mark.parametrize("table", TABLES)
def test_any_row_that_was_slipped_in_is_found(table: str, path: Path) -> None:
    with behind_its_back(path) as connection:
        columns = [column[1] for column in connection.execute(f"PRAGMA table_info({table})")]
        kept = ", ".join(
            f"""'x' || "{column}" """ if (table, column) in UNIQUE else f'"{column}"' for column in columns[1:]
        )
        connection.execute(f"INSERT INTO {table} SELECT 99, {kept} FROM {table} LIMIT 1")
    assert faults(path)


UNIQUE = {("documents", "id"), ("parties", "id"), ("issues", "id"), ("methods", "name")}


@pytest.mark.parametrize("table", [table for table in TABLES if table != "methods"])  # it has one row
def test_two_rows_that_changed_places_are_found(table: str, path: Path) -> None:
    with behind_its_back(path) as connection:
        (low,), (high,) = connection.execute(f"SELECT seq FROM {table} ORDER BY seq LIMIT 2").fetchall()
        for old, new in ((low, 98), (high, low), (98, high)):
            connection.execute(f"UPDATE {table} SET seq = ? WHERE seq = ?", (new, old))
    assert faults(path)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("DROP TRIGGER statements_stay", "the trigger statements_stay is missing"),
        ("CREATE TRIGGER t AFTER INSERT ON reviews BEGIN SELECT 1; END", "the trigger t was added"),
        ("DROP VIEW statement_view", "the view statement_view is missing"),
        ("DROP INDEX statements_day", "the index statements_day is missing"),
        ("CREATE TABLE notes (note)", "the table notes was added"),
        ("ALTER TABLE reviews ADD COLUMN mood", "the table reviews was changed"),
        ("DROP TABLE statement_words", "the table statement_words is missing"),
        ("DROP TABLE entries", "the table entries is missing"),
        (
            "INSERT INTO statement_words (rowid, quote) VALUES (99, 'tolls')",
            "does not hold the statements that there are",
        ),
        (
            "INSERT INTO statement_words (statement_words) VALUES ('delete-all')",
            "its words are not those of the quotes",
        ),
        ("DELETE FROM statement_words_data WHERE id > 10", "statement_words"),
        ("UPDATE statement_words_data SET block = x'00' WHERE id = 10", "statement_words"),
    ],
)
def test_what_was_done_to_the_layout_or_the_word_index_is_told(change: str, told: str, path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(change)
    assert told in "\n".join(faults(path))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            "UPDATE statements SET stance = 'oppose' WHERE seq = 1",
            "entries, row 4: the rows of the reading of document 1 (report-0) are not as they were recorded",
        ),
        ("UPDATE reviews SET verdict = 'accepted'", "entries, row 7: the rows of review 1 are not as"),
        (
            "UPDATE entries SET link = x'00' WHERE seq = 2",
            "entries, row 2: it does not follow from the entry before it",
        ),
        ("DELETE FROM entries WHERE seq = 5", "entries, row 6: row 5 should stand here"),
        ("DELETE FROM entries WHERE seq = 5", "documents, row 2: no entry stands for it"),
        ("UPDATE entries SET kind = 'rumour' WHERE seq = 5", "no kind of entry is called 'rumour'"),
        ("UPDATE entries SET ref = 1 WHERE seq = 5", "reading 1 has an entry already"),
        (
            "UPDATE statements SET start = start + 1 WHERE seq = 1",
            "statements, row 1: its id is not that of what it says",
        ),
        ("UPDATE documents SET text = text || '.' WHERE seq = 2", "documents, row 2: its id"),
        ("UPDATE documents SET text = replace(text, 'B', 'C')", "statement_words: its words are not those"),
        ("UPDATE documents SET text = CAST(x'ff41' AS TEXT)", "documents, row 1: its reading cannot be made out"),
        ("UPDATE documents SET reading = '[' WHERE seq = 3", "documents, row 3: its reading cannot be made out"),
        ('UPDATE statements SET "end" = start WHERE seq = 2', "documents, row 1: its reading cannot be made out"),
        ("UPDATE statements SET party = 77", "statements, row 1: it points to a row of parties that is not there"),
        ("UPDATE reviews SET statement = x'00'", "reviews, row 1: there is no such statement"),
        ("UPDATE anchors SET vector = x'00'", "anchors, row 1: it cannot be made out"),
        ("DELETE FROM anchors", "the rows of the reading of document 1"),
    ],
)
def test_a_fault_says_what_and_where(change: str, told: str, path: Path) -> None:
    with behind_its_back(path) as connection:
        connection.execute(change)
    assert told in "\n".join(faults(path))


def test_a_fault_can_be_shown_whatever_was_put_into_the_file(path: Path) -> None:
    with behind_its_back(path) as connection:
        connection.execute(
            "UPDATE documents SET name = char(27) || '[2K' || char(10) || CAST(x'ff' AS TEXT) WHERE seq = 1"
        )
    found = faults(path)
    assert found
    assert all(fault.isprintable() for fault in found)


def noted(path: Path) -> str:
    with Ledger.open(path, read_only=True) as ledger:
        return ledger.head


def chain_anew(connection: sqlite3.Connection) -> None:
    """What somebody does who knows how the chain is made."""
    entries = connection.execute("SELECT kind, ref, recorded FROM entries ORDER BY seq").fetchall()
    connection.execute("DELETE FROM entries")
    for entry in entries:
        chain.add_entry(connection, *entry)


def test_a_chain_made_anew_is_seen_by_a_head_that_was_noted(path: Path) -> None:
    head = noted(path)
    with behind_its_back(path) as connection:
        connection.execute("UPDATE statements SET stance = 'neutral'")
        chain_anew(connection)
    assert faults(path) == ()
    assert faults(path, head=head) == (f"the head {head} does not occur: entries up to it were cut off or made anew",)


def test_a_quote_that_was_moved_is_seen_even_under_a_chain_made_anew(path: Path) -> None:
    with behind_its_back(path) as connection:
        connection.execute("UPDATE statements SET start = start + 3 WHERE seq = 1")
        chain_anew(connection)
    assert "statements, row 1: its id is not that of what it says" in faults(path)


def test_a_tail_that_was_cut_off_is_seen_by_a_head_that_was_noted(path: Path) -> None:
    head = noted(path)
    with behind_its_back(path) as connection:
        connection.execute("DELETE FROM reviews")
        connection.execute("DELETE FROM entries WHERE kind = 'review'")
    assert faults(path) == ()
    assert faults(path, head=head)


def test_an_earlier_head_still_occurs_in_a_ledger_that_has_grown(path: Path) -> None:
    head = noted(path)
    with Ledger.open(path) as ledger:
        ledger.append(report(9), recorded=NOW)
        assert ledger.head != head
        for part in (head, head.upper(), head[:8]):
            assert ledger.verify(head=part).faults == ()
        for wrong in ("", "abc", head[:7], "x" * 16, head + "0"):
            with pytest.raises(LedgerError, match="is no head"):
                ledger.verify(head=wrong)


@pytest.mark.parametrize("page", range(1, 12))
def test_a_page_that_rots_is_a_fault_or_an_error_but_never_passed_over(page: int, path: Path) -> None:
    file = path.read_bytes()
    at = page * 4096
    path.write_bytes(file[:at] + b"\xa5" * 256 + file[at + 256 :])
    assert outcome(path)


def outcome(path: Path) -> str:
    """What a ledger finds, or why it cannot be read at all."""
    try:
        return "\n".join(faults(path))
    except LedgerError as error:
        return str(error)


def test_verifying_leaves_the_ledger_as_it_was(path: Path) -> None:
    before = dump(path)
    assert faults(path) == faults(path) == ()
    assert dump(path) == before
