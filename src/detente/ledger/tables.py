"""One reading into the tables, and out of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from detente.ledger import rows, words
from detente.ledger.counting import Counting
from detente.ledger.passages import dump, write_place
from detente.model import Document, Issue, IssueId, PartyId, Reading, Statement, StatementId
from detente.model.record import Anchor, Recorded, Review, Verdict

_COLUMNS = {
    "documents": "id, name, title, publisher, published, url, language, licence, text, body_start, body_end, recorded,"
    " copy_of, reading",
    "parties": "id, name, document",
    "issues": "id, name, codes, theme, document",
    "methods": "name, version, document",
    "statements": 'seq, id, document, start, "end", sentence, party, issue, act, stance, target, hedged, confidence,'
    " method, speaker, speaker_party, office, day, detail",
    "reviews": "statement, verdict, reviewer, at, note",
    "corrections": "review, party, issue, act, stance",
    "identities": "kind, member, same_as, reviewer, at, note",
    "names": "kind, id, name, reviewer, at, note",
    "anchors": "issue, about, quote, sentence, act, vector, themes, document",
    "settings": "key, value, recorded",
    "entries": "seq, kind, ref, recorded, hash, link",
}
_INSERT = {
    table: f"INSERT INTO {table} ({columns}) VALUES ({', '.join('?' * (columns.count(',') + 1))})"
    for table, columns in _COLUMNS.items()
}


@dataclass(slots=True)
class Batch:
    """What readings of one transaction share."""

    enrolled: dict[tuple[str, str], int] = field(default_factory=dict)
    """The seq of parties and issues, by table and id, as far as it was looked up."""
    quotes: list[tuple[int, str]] = field(default_factory=list)
    """Number and words of every quote, for :meth:`finish`."""

    def finish(self, connection: sqlite3.Connection) -> None:
        """Put the quotes into the word index, last of all: any other insertion after it would make it write out what it holds."""
        query = f"INSERT INTO {words.TABLE} (rowid, quote) VALUES (?, ?)"
        connection.executemany(query, self.quotes)
        self.quotes.clear()


def insert(connection: sqlite3.Connection, table: str, row: rows.Row) -> int:
    """Add one row; its seq."""
    return connection.execute(_INSERT[table], row).lastrowid or 0


def find(connection: sqlite3.Connection, table: str, key: str) -> int | None:
    """The seq of the row with an id, if there is one."""
    found = connection.execute(f"SELECT seq FROM {table} WHERE id = ?", (key,)).fetchone()
    return found and int(found[0])


def store_reading(
    connection: sqlite3.Connection,
    reading: Reading,
    *,
    anchors: Sequence[Anchor],
    recorded: str,
    copy_of: int | None,
    batch: Batch,
) -> tuple[int, list[rows.Row]]:
    """Add a reading with all that comes with it; the seq of its document, and the rows of its statements as they stand there.

    The words of its quotes are left to ``batch``.
    """
    document, statements = reading.document, reading.statements
    seq = insert(connection, "documents", rows.write_document(reading, recorded, copy_of))

    def enrol(table: str, key: str, row: rows.Row) -> int:
        if (table, key) not in batch.enrolled:
            batch.enrolled[table, key] = find(connection, table, key) or insert(connection, table, (key, *row, seq))
        return batch.enrolled[table, key]

    names = {key: str(key) for key in _parties_named(reading)} | {party.id: party.name for party in reading.parties}
    parties = {key: enrol("parties", key, (name,)) for key, name in names.items()}
    issues = {issue.id: enrol("issues", issue.id, _issue_row(issue)) for issue in _issues_named(reading, anchors)}
    methods = {key: _enrol_method(connection, key, seq) for key in dict.fromkeys(map(_method, statements))}

    (first,) = connection.execute("SELECT coalesce(max(seq), 0) + 1 FROM statements").fetchone()
    day = rows.write_day(document.published)
    told: list[rows.Row] = [
        (
            number,
            bytes.fromhex(statement.id),
            seq,
            *write_place(statement.evidence, document),
            statement.sentence,
            parties[statement.party],
            issues[statement.issue],
            statement.act.value,
            statement.stance.value,
            None if statement.target is None else parties[statement.target],
            int(statement.hedged),
            float(statement.origin.confidence),
            methods[_method(statement)],
            speaker and speaker.name,
            parties[speaker.party] if speaker and speaker.party is not None else None,
            speaker and speaker.office,
            day,
            rows.write_detail(statement, document),
        )
        for number, statement in enumerate(statements, first)
        for speaker in (statement.speaker,)
    ]
    connection.executemany(_INSERT["statements"], told)
    batch.quotes += ((number, words.space_out(s.evidence.quote)) for number, s in enumerate(statements, first))
    for anchor in anchors:
        about, themes = dump(rows.write_issue(anchor.issue)), dump(anchor.themes)
        vector = rows.write_vector(anchor.vector)
        row = (issues[anchor.issue.id], about, anchor.quote, anchor.sentence, anchor.act.value, vector, themes, seq)
        insert(connection, "anchors", row)
    return seq, told


def load_document(connection: sqlite3.Connection, seq: int) -> Document:
    """The document with a seq."""
    row = connection.execute(f"SELECT {rows.DOCUMENT} FROM documents d WHERE d.seq = ?", (seq,)).fetchone()
    return rows.read_document(row)


def load_reading(connection: sqlite3.Connection, seq: int) -> tuple[Reading, tuple[tuple[int, Review | None], ...]]:
    """The reading of the document with a seq as it was recorded, and the seq and latest review of each statement."""
    document = load_document(connection, seq)
    (held,) = connection.execute("SELECT reading FROM documents WHERE seq = ?", (seq,)).fetchone()
    found = connection.execute(f"{rows.STATEMENT} WHERE s.document = ? ORDER BY s.seq", (seq,)).fetchall()
    reading = rows.read_reading(document, held, [rows.read_statement(row, document) for row in found])
    return reading, tuple((row[0], rows.read_review(row)) for row in found)


def load_counted(connection: sqlite3.Connection, seq: int, counting: Counting) -> tuple[Reading, tuple[int, ...]]:
    """The reading of the document with a seq as it counts, rejected statements left out, and the seq of each statement."""
    reading, kept = load_reading(connection, seq)
    counted = [
        (number, counting.count(statement, review))
        for statement, (number, review) in zip(reading.statements, kept, strict=True)
        if review is None or review.verdict is not Verdict.REJECTED
    ]
    statements = tuple(statement for _, statement in counted)
    return counting.count_reading(reading, statements), tuple(number for number, _ in counted)


def load_recorded(
    found: Iterable[rows.Row],
    load: Callable[[int], tuple[Document, datetime]],
    count: Callable[[Statement, Review | None], Statement],
    earlier: Mapping[StatementId, tuple[Review, ...]],
) -> Iterator[Recorded]:
    """Statements of rows of :data:`rows.STATEMENT`, with their reports and earlier reviews; ``count`` tells how each counts."""
    for row in found:
        document, recorded = load(row[2])
        read, review = rows.read_statement(row, document), rows.read_review(row)
        counted = count(read, review)
        yield Recorded(
            statement=counted,
            document=document.id,
            name=document.name,
            published=document.published,
            recorded=recorded,
            review=review,
            earlier=earlier.get(read.id, ()),
            read=None if counted is read or counted == read else read,
        )


def _parties_named(reading: Reading) -> Iterator[PartyId]:
    """Every party: those that the reading lists first, then those that only mentions and statements name."""
    yield from (party.id for party in reading.parties)
    for mention in reading.mentions:
        yield mention.party
    for statement in reading.statements:
        speaker = statement.speaker.party if statement.speaker else None
        yield from (key for key in (statement.party, statement.target, speaker) if key is not None)


def _issues_named(reading: Reading, anchors: Sequence[Anchor]) -> Iterator[Issue]:
    """Every issue once, those that the reading lists first."""
    unlisted = (Issue(id=statement.issue, name=statement.issue) for statement in reading.statements)
    once: dict[IssueId, Issue] = {}
    for issue in (*reading.issues, *(anchor.issue for anchor in anchors), *unlisted):
        once.setdefault(issue.id, issue)
    yield from once.values()


def _issue_row(issue: Issue) -> rows.Row:
    return (issue.name, dump(issue.codes), issue.theme)


def _method(statement: Statement) -> tuple[str, str]:
    return (statement.origin.method, statement.origin.version)


def _enrol_method(connection: sqlite3.Connection, key: tuple[str, str], document: int) -> int:
    found = connection.execute("SELECT seq FROM methods WHERE name = ? AND version = ?", key).fetchone()
    return int(found[0]) if found else insert(connection, "methods", (*key, document))
