"""The chain by which a ledger shows that nothing in it was changed.

Each entry stands for a reading, a review, an identity, a name, some external records or a setting. Its hash is taken over
every cell of every row that came with it; its link over the link before it, its kind and its hash. Whoever changes a row
must make every later link anew, and then the last one, the head, differs from the one that was noted.
"""

from __future__ import annotations

import hashlib
import sqlite3
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from detente.ledger import rows
from detente.ledger.connection import read_schema
from detente.ledger.tables import insert, load_reading
from detente.ledger.words import FreshIndex

_SIZE = 16
_START = bytes(_SIZE)
"""What the first entry is linked to."""
_ROWS = {
    "reading": (
        ("documents", "seq"),
        ("parties", "document"),
        ("issues", "document"),
        ("methods", "document"),
        ("statements", "document"),
        ("anchors", "document"),
    ),
    "review": (("reviews", "seq"), ("corrections", "review")),
    "identity": (("identities", "seq"),),
    "name": (("names", "seq"),),
    "external": (("externals", "batch"),),
    "setting": (("settings", "seq"),),
}
"""The rows that an entry of each kind stands for: tables, and the column that is the entry's ``ref``."""
UNREADABLE = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError, struct.error)
"""What reading a row raises that detente did not write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What was found when a ledger was read against its chain."""

    entries: int
    documents: int
    statements: int
    faults: tuple[str, ...]
    """What is wrong and where; empty where nothing is."""


def add_entry(
    connection: sqlite3.Connection,
    kind: str,
    ref: int,
    recorded: str,
    *,
    written: Mapping[str, Sequence[rows.Row]] | None = None,
) -> None:
    """Put rows just written at the end of the chain; within their transaction.

    ``written`` may hold the rows of a table, cell by cell as the file has them, so that they need not be read back.
    """
    last = connection.execute("SELECT seq, link FROM entries ORDER BY seq DESC LIMIT 1").fetchone()
    seq, before = (last[0] + 1, last[1]) if last else (1, _START)
    found = _hash_rows(connection, seq, kind, ref, recorded, written or {})
    insert(connection, "entries", (seq, kind, ref, recorded, found, _link(before, kind, found)))


def verify(connection: sqlite3.Connection, *, head: str | None) -> Verification:
    """Read everything against the chain; within a transaction, so that no writer comes between."""
    faults: list[str] = []
    counts = dict.fromkeys(("entries", "documents", "statements"), 0)
    strict = connection.text_factory
    connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")  # whatever was put there
    index = FreshIndex(read_schema())
    try:
        for check in (
            _check_file(connection),
            _check_chain(connection, head),
            _check_readings(connection, index),
            _check_others(connection),
            index.compare(connection),
        ):
            try:
                faults.extend(check)
            except sqlite3.DatabaseError as error:
                faults.append(f"the file is damaged: {error}")
        for table in counts:
            with suppress(sqlite3.DatabaseError):
                (counts[table],) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    finally:
        index.close()
        connection.text_factory = strict
    return Verification(**counts, faults=tuple(dict.fromkeys(map(_printable, faults))))


def _hash_rows(
    connection: sqlite3.Connection,
    seq: object,
    kind: str,
    ref: object,
    recorded: object,
    written: Mapping[str, Sequence[rows.Row]],
) -> bytes:
    """Over the entry itself and every row that it stands for, as they stand in the file."""
    digest = hashlib.blake2b(_canonical((seq, kind, ref, recorded)), digest_size=_SIZE)
    for table, column in _ROWS[kind]:
        found: Iterable[rows.Row] = (
            written[table]
            if table in written
            else connection.execute(f"SELECT * FROM {table} WHERE {column} = ? ORDER BY seq", (ref,))
        )
        digest.update(b"".join([_canonical((table, *row)) for row in found]))
    return digest.digest()


_LENGTHS = [length.to_bytes(8, "big") for length in range(1024)]
_NUMBERS = [b"i" + _LENGTHS[len(b"%d" % number)] + b"%d" % number for number in range(4096)]
_NOTHING = b"n" + _LENGTHS[0]
"""Most cells of a ledger are among these; made once, since a fifth of the time of recording goes by here."""


def _canonical(values: Sequence[object]) -> bytes:
    """Cells as bytes that no other cells give: kind, length, content."""
    parts = [len(values).to_bytes(4, "big")]
    for value in values:
        if value is None:
            parts.append(_NOTHING)
        elif isinstance(value, int):
            parts.append(_NUMBERS[value] if 0 <= value < 4096 else _cell(b"i", b"%d" % value))
        elif isinstance(value, str):
            parts.append(_cell(b"t", value.encode("utf-8", "surrogateescape")))
        elif isinstance(value, bytes):
            parts.append(_cell(b"b", value))
        elif isinstance(value, float):
            parts.append(_cell(b"f", struct.pack(">d", value)))
        else:
            raise TypeError(f"no cell holds {value!r}")
    return b"".join(parts)


def _cell(kind: bytes, content: bytes) -> bytes:
    length = len(content)
    return kind + (_LENGTHS[length] if length < 1024 else length.to_bytes(8, "big")) + content


def _link(before: bytes, kind: str, found: bytes) -> bytes:
    return hashlib.blake2b(before + kind.encode() + found, digest_size=_SIZE).digest()


def _check_file(connection: sqlite3.Connection) -> Iterator[str]:
    """Pages, indexes, references, and that tables and triggers are those of a ledger."""
    for (message,) in connection.execute("PRAGMA integrity_check"):
        if message != "ok":
            yield f"the file is damaged: {message}"
    for table, seq, other, _ in connection.execute("PRAGMA foreign_key_check"):
        yield f"{table}, row {seq}: it points to a row of {other} that is not there"
    made = sqlite3.connect(":memory:")
    try:
        made.executescript(read_schema())
        query = "SELECT type || ' ' || name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_stat%' ESCAPE '\\'"
        expected, found = (dict(each.execute(query).fetchall()) for each in (made, connection))
    finally:
        made.close()
    for name in sorted(expected.keys() | found.keys()):
        if expected.get(name) != found.get(name):
            what = "is missing" if name not in found else "was changed" if name in expected else "was added"
            yield f"the {name} {what}"


def _check_chain(connection: sqlite3.Connection, head: str | None) -> Iterator[str]:
    """Every hash and link, and that no row stands outside."""
    expected, before = 1, _START
    stood_for: dict[str, set[int]] = {kind: set() for kind in _ROWS}
    noted = not head
    head = (head or "").lower()
    for seq, kind, ref, recorded, found, link in connection.execute("SELECT * FROM entries ORDER BY seq"):
        where = f"entries, row {seq}"
        if seq != expected:
            yield f"{where}: row {expected} should stand here; entries are missing or were moved"
        if kind not in _ROWS:
            yield f"{where}: no kind of entry is called {kind!r}"
        elif not isinstance(found, bytes) or not isinstance(link, bytes):
            yield f"{where}: its hash or link was changed"
        else:
            if ref in stood_for[kind]:
                yield f"{where}: {kind} {ref} has an entry already"
            stood_for[kind].add(ref)
            if _hash_rows(connection, seq, kind, ref, recorded, {}) != found:
                yield f"{where}: the rows of {_describe(connection, kind, ref)} are not as they were recorded"
            if _link(before, kind, found) != link:
                yield f"{where}: it does not follow from the entry before it; one of them was changed, moved or removed"
            noted = noted or link.hex().startswith(head)
        expected, before = seq + 1, link if isinstance(link, bytes) else _START
    if not noted:
        yield f"the head {head} does not occur: entries up to it were cut off or made anew"
    for kind, ((table, column), *_rest) in _ROWS.items():
        for (seq,) in connection.execute(f"SELECT DISTINCT {column} FROM {table} ORDER BY {column}"):
            if seq not in stood_for[kind]:
                yield f"{table}, row {seq}: no entry stands for it; it was added beside the ledger, or its entry removed"


def _printable(fault: str) -> str:
    """A fault that can be shown, whatever was put into the file to hide it."""
    return "".join(character if character.isprintable() else ascii(character)[1:-1] for character in fault)


def _describe(connection: sqlite3.Connection, kind: str, ref: object) -> str:
    if kind != "reading":
        return f"{kind} {ref}"
    found = connection.execute("SELECT name FROM documents WHERE seq = ?", (ref,)).fetchone()
    return f"the reading of document {ref} ({found[0]})" if found else f"the reading of document {ref}, which is gone"


def _check_readings(connection: sqlite3.Connection, index: FreshIndex) -> Iterator[str]:
    """That every reading can be read, and that ids are those of what they name."""
    for (seq,) in connection.execute("SELECT seq FROM documents ORDER BY seq").fetchall():
        kept = connection.execute("SELECT seq, id FROM statements WHERE document = ? ORDER BY seq", (seq,)).fetchall()
        try:
            reading, _ = load_reading(connection, seq)
            ids = [bytes.fromhex(statement.id) for statement in reading.statements]
        except UNREADABLE as error:
            yield f"documents, row {seq}: its reading cannot be made out ({error})"
            continue
        (key,) = connection.execute("SELECT id FROM documents WHERE seq = ?", (seq,)).fetchone()
        if key != reading.document.id:
            yield f"documents, row {seq}: its id {key} is not that of its text"
        for (number, held), said, statement in zip(kept, ids, reading.statements, strict=True):
            if held != said:
                yield f"statements, row {number}: its id is not that of what it says"
            index.add(number, statement.evidence.quote)


def _check_others(connection: sqlite3.Connection) -> Iterator[str]:
    """That reviews are of statements that there are, and that anchors can be read."""
    unknown = "SELECT seq FROM reviews WHERE statement NOT IN (SELECT id FROM statements) ORDER BY seq"
    for (seq,) in connection.execute(unknown):
        yield f"reviews, row {seq}: there is no such statement"
    for (seq,) in connection.execute("SELECT seq FROM anchors ORDER BY seq").fetchall():
        try:
            row = connection.execute(rows.ANCHOR.replace("ORDER BY", "WHERE seq = ? ORDER BY"), (seq,)).fetchone()
            rows.read_anchor(row)
        except UNREADABLE as error:
            yield f"anchors, row {seq}: it cannot be made out ({error})"
