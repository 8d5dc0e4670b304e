"""The file itself: made, opened, locked, and every trouble with it told with what to do."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.resources import files
from pathlib import Path

from detente.errors import LedgerError

APPLICATION = int.from_bytes(b"dtnt", "big")
"""SQLite's ``application_id`` by which a ledger is known."""
FORMAT = 2
"""SQLite's ``user_version``: the newest layout of tables, and the only one that is asked and written."""
PATIENCE_SECONDS = 5.0
"""How long to wait for another process that is writing."""
CACHE_KIB = {"read": 65_536, "write": 262_144}
"""Memory, at most, for pages of the file: SQLite's own 2 MiB hold too little of the indexes of a million statements, of which
each transaction touches pages all over."""
_MAGIC = b"SQLite format 3\x00"


def read_schema(*, after: int = 0) -> str:
    """All tables, views and triggers of a ledger, as SQL; or those that came after a format."""
    folder = files("detente.ledger").joinpath("schema")
    return "\n".join(
        folder.joinpath(f"{number:04}.sql").read_text(encoding="utf-8") for number in range(after + 1, FORMAT + 1)
    )


def create_file(path: Path) -> sqlite3.Connection:
    """A new file with empty tables, in a transaction that the caller ends with :func:`finish_file`."""
    try:
        with path.open("xb"):
            pass
    except FileExistsError as error:
        raise LedgerError(f"{path} is there already: open it, or choose another name for a new ledger") from error
    except FileNotFoundError as error:
        raise LedgerError(f"no such folder: {path.parent}; make it first, or choose another") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise LedgerError(f"{path} cannot be made: {_reason(error)}; choose another folder") from error
    with translate(path):
        connection = _connect(path, "mode=rw")
        try:
            _prepare(connection, writing=True)
            connection.executescript(f"BEGIN IMMEDIATE;\n{read_schema()}")
        except BaseException:
            connection.close()
            remove_file(path)
            raise
    return connection


def finish_file(connection: sqlite3.Connection) -> None:
    """Keep what was put into a new file; only then can it be read while it is written."""
    connection.execute("COMMIT")
    connection.execute("PRAGMA journal_mode = WAL")


def remove_file(path: Path) -> None:
    """Take away a file that could not be finished."""
    for name in (path, *(path.with_name(path.name + end) for end in ("-journal", "-wal", "-shm"))):
        with suppress(OSError):
            name.unlink()


def open_file(path: Path, *, read_only: bool) -> sqlite3.Connection:
    """A ledger that is there.

    Raises
    ------
    LedgerError
        If it is missing, no ledger, made by a newer detente, damaged, or may not be read or written.
    """
    _look_at(path, read_only=read_only)
    with translate(path):
        connection = _connect(path, "mode=ro" if read_only else "mode=rw")
        try:
            try:
                _prepare(connection, writing=not read_only)
            except sqlite3.OperationalError:
                # SQLite makes files beside a ledger even to read it. Where it may not, and no writer has left
                # anything there, nobody is writing, and the file can be read as it stands.
                left = path.with_name(path.name + "-wal")
                if not read_only or (left.exists() and left.stat().st_size):
                    raise
                connection.close()
                connection = _connect(path, "mode=ro&immutable=1")
                _prepare(connection, writing=False)
            version = _check(connection, path)
            if not read_only:
                connection.execute("PRAGMA journal_mode = WAL")
                if version < FORMAT:
                    _migrate(connection, path)
            elif version < FORMAT:
                raise LedgerError(
                    f"{path} is of an older format ({version}, this detente reads {FORMAT}): run detente refresh {path}"
                )
        except BaseException:
            connection.close()
            raise
    return connection


@contextmanager
def write(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """One transaction: all of it is kept, or nothing."""
    with translate(path):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:  # SQLite itself ends it where the disk is full
                connection.execute("ROLLBACK")
            raise


@contextmanager
def translate(path: Path) -> Iterator[None]:
    """SQLite's errors as :class:`LedgerError`, with what to do about them."""
    try:
        yield
    except sqlite3.Error as error:
        raise LedgerError(_explain(path, error)) from error
    except UnicodeEncodeError as error:
        character = ascii(error.object[error.start])
        raise LedgerError(
            f"{path} cannot keep the character {character}, half of a pair: nothing of this was recorded; "
            "take it out, or read the report again in its own encoding"
        ) from error


def _explain(path: Path, error: sqlite3.Error) -> str:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    match code:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return f"another process is writing to {path}; wait, or try again"
        case sqlite3.SQLITE_FULL:
            return f"no room is left for {path}: free some and try again; nothing of this was recorded"
        case sqlite3.SQLITE_READONLY:
            return f"{path} may only be read: change its mode or that of its folder, or write to a copy"
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return f"{path} is damaged ({error}): restore it from a copy"
        case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_IOERR | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return (
                f"{path} cannot be used ({error}): check the disk, and who may read and write the file and its folder"
            )
    return f"{path}: {error}"


def _look_at(path: Path, *, read_only: bool) -> None:
    """Refuse what cannot be a ledger, before SQLite says less about it."""
    try:
        if path.is_dir():
            raise LedgerError(f"{path} is a folder: name the ledger in it")
        if path.exists() and not path.is_file():
            raise LedgerError(f"{path} is no ordinary file, so no ledger: check the name")
        with path.open("rb") as file:
            start = file.read(len(_MAGIC))
    except FileNotFoundError as error:
        raise LedgerError(f"no ledger at {path}: check the name, or create one") from error
    except (OSError, ValueError) as error:
        raise LedgerError(f"{path} cannot be read: {_reason(error)}; change its mode or ask its owner") from error
    if not start:
        raise LedgerError(f"{path} is empty, so no ledger: remove it, and create one")
    if start != _MAGIC:
        raise LedgerError(f"{path} is no ledger, it is not even a database: check the name")
    if not read_only and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        raise LedgerError(
            f"{path} may not be written: change its mode or that of its folder, or open it to be read only"
        )


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring a ledger of an older format up to date: wholly or not at all, and nothing that it holds is touched."""
    with write(connection, path):
        version = _check(connection, path)  # another process may have been first
        for statement in _split(read_schema(after=version)):
            connection.execute(statement)


def _split(script: str) -> Iterator[str]:
    """The statements of a script one by one: sqlite3's own ``executescript`` would end the transaction."""
    held = ""
    for line in script.splitlines(keepends=True):
        held += line
        if sqlite3.complete_statement(held):
            yield held
            held = ""


def _check(connection: sqlite3.Connection, path: Path) -> int:
    """The format of a ledger; anything else is refused."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION or version < 1:
        raise LedgerError(f"{path} is a database, but no ledger: check the name")
    if version > FORMAT:
        raise LedgerError(
            f"{path} was made by a newer detente (format {version}, this one reads {FORMAT}): install the newer one"
        )
    return int(version)


def _connect(path: Path, how: str) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?{how}"
    return sqlite3.connect(address, uri=True, timeout=PATIENCE_SECONDS, isolation_level=None)


def _prepare(connection: sqlite3.Connection, *, writing: bool) -> None:
    """Settle what holds for a connection; the first thing that touches the file."""
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB['write' if writing else 'read']}")
    connection.execute("SELECT count(*) FROM sqlite_master")


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
