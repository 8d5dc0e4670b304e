"""Statements and their reports as JSON Lines: whole, versioned, and read back to the letter."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from detente.errors import DocumentUnreadable
from detente.exchange.fields import Fields
from detente.exchange.gathering import Gathering
from detente.exchange.holdings import Holdings
from detente.exchange.imported import Imported
from detente.exchange.records import (
    FORMAT,
    Record,
    attribution_record,
    document_record,
    identity_record,
    issue_record,
    naming_record,
    parties_of,
    party_record,
    statement_record,
)
from detente.model import Document, DocumentId, Issue, Party, Statement

_NAME, _, _VERSION = FORMAT.partition("/")


def write_jsonl(holdings: Holdings) -> Iterator[str]:
    """Everything as lines of JSON: each report with its text before its first statement, what people said of names last.

    Parameters
    ----------
    holdings : Holdings

    Yields
    ------
    str
        A line with its end, in the form of ``statement.schema.json``. Together they stand alone: no other file is
        needed to read them.
    """
    by_id = holdings.by_id()
    ordered = dict.fromkeys([*(r.document for r in holdings.recorded), *by_id])
    documents = document_records(replace(holdings, documents=tuple(by_id[key] for key in ordered)))
    written: set[DocumentId] = set()
    for recorded in holdings.recorded:
        if recorded.document not in written:
            written.add(recorded.document)
            yield write_line(next(documents))
        yield write_line(statement_record(recorded))
    yield from map(write_line, documents)
    yield from (write_line(naming_record(naming)) for naming in holdings.namings)
    yield from (write_line(identity_record(identity)) for identity in holdings.identities)


def read_jsonl(source: str | Iterable[str], documents: Iterable[Document] = ()) -> Imported:
    """The readings of lines that :func:`write_jsonl` wrote.

    Parameters
    ----------
    source : str or iterable of str
        The whole text, or its lines.
    documents : iterable of Document
        Reports at hand, for statements whose reports are not in the lines.

    Returns
    -------
    Imported
        A line that cannot be taken over is skipped, named by its number. Where the lines carry no sentences they are
        made anew, and the statements numbered by them.

    Raises
    ------
    DocumentUnreadable
        If the lines are of a newer version, or not one of them is of this form.
    """
    gathering = Gathering(documents)
    lines = source.split("\n") if isinstance(source, str) else source
    later: list[tuple[int, Fields]] = []
    for number, line in enumerate(lines, 1):
        if line.strip("\ufeff \t\r\n"):
            with gathering.counting(f"line {number}"):
                record = read_line(line, number)
                match record.text("kind"):
                    case "document":
                        gathering.take_document(record)
                    case "statement":
                        later.append((number, record))
                    case "identity":
                        gathering.take_identity(record)
                    case "name":
                        gathering.take_naming(record)
                    case other:
                        raise ValueError(f"a line of kind {other!r} is not known")
    for number, record in later:
        with gathering.counting(f"line {number}"):
            gathering.take_statement(record)
    return gathering.finish(f"a line of {FORMAT}")


def document_records(holdings: Holdings) -> Iterator[Record]:
    """Every report with its text, and with the parties and issues that were read in it.

    Parameters
    ----------
    holdings : Holdings

    Yields
    ------
    dict
        Sentences, mentions, attributions and what was skipped are ``None`` where no reading is held.
    """
    parties, issues = holdings.parties_by_id(), holdings.issues_by_id()
    readings = {r.document.id: r for r in holdings.readings}
    times: dict[DocumentId, Any] = {r.document: r.recorded for r in holdings.recorded} | dict(holdings.times)
    copies = dict(holdings.copies)
    statements: dict[DocumentId, list[Statement]] = {}
    for recorded in holdings.recorded:
        told = statements.setdefault(recorded.document, [])
        told += [s for s in (recorded.statement, recorded.read) if s is not None]
    for document in holdings.documents:
        reading, held = readings.get(document.id), statements.get(document.id, ())
        record = document_record(document, recorded=times.get(document.id), copy_of=copies.get(document.id))
        named = reading.parties if reading else [parties.get(p, Party(id=p, name=p)) for p in parties_of(held)]
        about = (
            reading.issues
            if reading
            else dict.fromkeys(issues.get(s.issue, Issue(id=s.issue, name=s.issue)) for s in held)
        )
        record["parties"] = [party_record(p) for p in named]
        record["issues"] = [issue_record(i) for i in about]
        record["sentences"] = reading and [
            {"start": s.span.start, "end": s.span.end, "paragraph": s.paragraph} for s in reading.sentences
        ]
        record["mentions"] = reading and [
            {"party": m.party, "start": m.span.start, "end": m.span.end} for m in reading.mentions
        ]
        record["attributions"] = reading and [attribution_record(a) for a in reading.attributions]
        record["skipped"] = reading and [
            {
                "document": s.document,
                "span": s.span and {"start": s.span.start, "end": s.span.end},
                "reason": s.reason,
            }
            for s in reading.skipped
        ]
        yield record


def write_line(record: Record) -> str:
    """One record as a line of JSON."""
    return write_json(record) + "\n"


def write_json(record: Record) -> str:
    """One record as JSON, in one line; an encoder that indents is many times slower."""
    return json.dumps(record, ensure_ascii=False, allow_nan=False, default=_iso)


def write_listed(before: Record, records: Iterable[Record], after: str) -> str:
    """A record that ends with a list of records, one a line.

    Parameters
    ----------
    before : dict
        What stands before the list; its last value is an empty list, at whatever depth.
    records : iterable of dict
    after : str
        What closes the text after the list.
    """
    head = write_json(before).removesuffix(after)
    listed = ",\n".join(map(write_json, records))
    return f"{head}\n{listed}\n{after}\n" if listed else f"{head}{after}\n"


def read_line(line: str, number: int) -> Fields:
    """One line; a newer version stops everything, since what it means is not known."""
    record = read_json(line)
    name, _, version = record.text("format").partition("/")
    if name != _NAME:
        raise ValueError(f"its format is {record.text('format')!r}, not {FORMAT}")
    if version != _VERSION:
        raise DocumentUnreadable(
            f"line {number} is of {name}/{version}; this detente reads {FORMAT}: update detente, or export again"
        )
    return record


def read_json(line: str) -> Fields:
    """One line as a record."""
    try:
        return Fields(json.loads(line.strip("\ufeff \t\r\n")))
    except (json.JSONDecodeError, RecursionError) as error:
        raise ValueError(f"no line of JSON: {error}") from error


def _iso(day: date | datetime) -> str:
    return day.isoformat()
