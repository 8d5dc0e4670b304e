"""Statements and their reports as two Parquet files with real types, and back; needs the extra ``parquet``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from detente.errors import DocumentMissing, DocumentUnreadable
from detente.exchange.arrow import load_arrow
from detente.exchange.fields import Fields
from detente.exchange.gathering import Gathering
from detente.exchange.holdings import Holdings
from detente.exchange.imported import Imported
from detente.exchange.json_lines import document_records
from detente.exchange.records import FORMAT, Record, statement_record
from detente.model import Document, DocumentId, Issue, Party, Reading
from detente.model.record import Recorded

ROW_GROUP = 20_000
"""Statements in one row group: what a program reads and skips at once."""
DOCUMENT_GROUP = 2_000
"""Reports in one row group; their texts make them larger."""


def write_statements(
    path: Path | str,
    recorded: Iterable[Recorded],
    documents: Iterable[Document],
    *,
    parties: Iterable[Party] = (),
    issues: Iterable[Issue] = (),
    readings: Iterable[Reading] = (),
    times: Iterable[tuple[DocumentId, datetime]] = (),
    copies: Iterable[tuple[DocumentId, DocumentId]] = (),
) -> Path:
    """Write statements to one file and their reports to another beside it.

    Parameters
    ----------
    path : Path or str
        Of the statements; what is there is written over. :func:`documents_beside` tells where the reports go.
    recorded, documents, parties, issues, readings, times, copies
        The fields of :class:`~detente.exchange.holdings.Holdings`.

    Returns
    -------
    Path
        Of the reports.

    Raises
    ------
    DetenteError
        If pyarrow is not installed.
    OSError
        If a file cannot be written.

    Notes
    -----
    Compressed with zstd. The same statements give the same bytes with the same version of pyarrow.
    """
    holdings = Holdings(
        recorded=tuple(recorded),
        documents=tuple(documents),
        parties=tuple(parties),
        issues=tuple(issues),
        readings=tuple(readings),
        times=tuple(times),
        copies=tuple(copies),
    )
    beside = documents_beside(path)
    _write(beside, document_schema(), document_records(holdings), DOCUMENT_GROUP)
    _write(Path(path), statement_schema(), _statement_rows(holdings), ROW_GROUP)
    return beside


def read_statements(path: Path | str, documents: Iterable[Document] = ()) -> Imported:
    """The readings of a file that :func:`write_statements` wrote.

    Parameters
    ----------
    path : Path or str
        Of the statements. The file of reports is looked for beside it, and may be missing if they are at hand.
    documents : iterable of Document
        Reports at hand.

    Returns
    -------
    Imported
        A row that cannot be taken over is skipped, named by its number from 1.

    Raises
    ------
    DetenteError
        If pyarrow is not installed.
    DocumentMissing
        If there is no such file.
    DocumentUnreadable
        If it is not Parquet, or of another form or version.
    """
    gathering = Gathering(documents)
    path, beside = Path(path), documents_beside(path)
    if not path.is_file():
        raise DocumentMissing(f"there is no file {path}: name one that detente export --format parquet wrote")
    if beside.is_file():
        for number, row in enumerate(_read(beside, "document"), 1):
            with gathering.counting(f"{beside.name} row {number}"):
                gathering.take_document(Fields(row))
    for number, row in enumerate(_read(path, "statement"), 1):
        with gathering.counting(f"{path.name} row {number}"):
            gathering.take_statement(Fields(row))
    return gathering.finish(f"a row of {FORMAT}, whose reports stand in {beside.name}")


def documents_beside(path: Path | str) -> Path:
    """Where the reports of a file of statements are: ``documents-1.parquet`` for ``statements-1.parquet``.

    Any other name has ``documents-`` put before it, so that a pattern such as ``statements-*.parquet`` finds statements only.
    """
    path = Path(path)
    rest = path.name.removeprefix("statements")
    return path.with_name(f"documents{rest}" if rest != path.name else f"documents-{path.name}")


def statement_schema() -> Any:
    """The columns of a file of statements, a :class:`pyarrow.Schema`."""
    return _schemas()[0]


def document_schema() -> Any:
    """The columns of a file of reports, a :class:`pyarrow.Schema`."""
    return _schemas()[1]


@cache
def _schemas() -> tuple[Any, Any]:
    arrow, _ = load_arrow()
    text, whole, number, flag = arrow.string(), arrow.int32(), arrow.float64(), arrow.bool_()
    day, time = arrow.date32(), arrow.timestamp("us", tz="UTC")

    def struct(**fields: Any) -> Any:
        return arrow.struct([arrow.field(name, kind) for name, kind in fields.items()])

    def some(**fields: Any) -> Any:
        return arrow.list_(struct(**fields))

    span = {"start": whole, "end": whole}
    passage = {**span, "quote": text}
    attribution = {key: struct(**passage) for key in ("source", "cue", "content", "relayed_by")}
    moment = {"earliest": day, "latest": day, "precision": text, "surface": text, "evidence": struct(**passage)}
    quantity = {"low": number, "high": number, "unit": text, "approximate": flag, **passage}
    core = {
        "party": text,
        "issue": text,
        "act": text,
        "stance": text,
        "quote": text,
        **span,
        "sentence": whole,
        "speaker": struct(name=text, party=text, office=text),
        "target": text,
        "option": text,
        "hedged": flag,
        "hedge": struct(**passage),
        "condition": struct(kind=text, on=text, **passage),
        "quantities": some(**quantity),
        "said": struct(**moment),
        "attribution": struct(**attribution),
        "origin": struct(method=text, version=text, confidence=number),
    }
    correction = struct(party=text, issue=text, act=text, stance=text)
    review = struct(verdict=text, reviewer=text, at=time, note=text, correction=correction)
    statement = {
        "id": text,
        "document": text,
        "report": text,
        "publisher": text,
        "published": day,
        "recorded": time,
        "party_name": text,
        "issue_name": text,
        "issue_codes": arrow.list_(text),
        "target_name": text,
        "voice": text,
        **core,
        "review": review,
        "earlier_reviews": arrow.list_(review),
        "read": struct(**core),
    }
    option = {"id": text, "name": text, "point": number}
    document = {
        "id": text,
        "name": text,
        "title": text,
        "publisher": text,
        "published": day,
        "url": text,
        "language": text,
        "licence": text,
        "recorded": time,
        "copy_of": text,
        "body": struct(**span),
        "text": text,
        "parties": some(id=text, name=text, role=text, aliases=arrow.list_(text)),
        "issues": some(
            id=text, name=text, codes=arrow.list_(text), theme=text, options=some(**option), status_quo=text
        ),
        "sentences": some(**span, paragraph=whole),
        "mentions": some(party=text, **span),
        "attributions": some(**attribution),
        "skipped": some(document=text, span=struct(**span), reason=text),
    }
    statements, documents = (
        arrow.schema(list(columns.items()), metadata={"detente": FORMAT, "kind": kind})
        for columns, kind in ((statement, "statement"), (document, "document"))
    )
    return statements, documents


def _statement_rows(holdings: Holdings) -> Iterator[Record]:
    """The records, with names beside the ids."""
    names, documents = holdings.names(), holdings.by_id()
    parties, issues = holdings.parties_by_id(), holdings.issues_by_id()
    for recorded in holdings.recorded:
        statement, document = recorded.statement, documents[recorded.document]
        party, issue = parties.get(statement.party), issues.get(statement.issue)
        target = statement.target
        yield statement_record(recorded) | {
            "report": recorded.name,
            "publisher": document.publisher,
            "published": recorded.published,
            "party_name": party.name if party else statement.party,
            "issue_name": issue.name if issue else statement.issue,
            "issue_codes": list(issue.codes) if issue else [],
            "voice": statement.voice.value,
            "target_name": target and names.get(target, target),
        }


def _write(path: Path, schema: Any, rows: Iterable[Record], group: int) -> None:
    """Rows as a file, a row group at a time."""
    arrow, parquet = load_arrow()
    left = iter(rows)
    with path.open("wb") as file, parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        while some := list(islice(left, group)):
            writer.write_table(arrow.Table.from_pylist(some, schema=schema), row_group_size=group)


def _read(path: Path, kind: str) -> Iterator[Record]:
    """The rows of a file, a row group at a time."""
    arrow, parquet = load_arrow()
    try:
        with parquet.ParquetFile(path) as file:
            _check(path, file.schema_arrow, kind)
            for group in range(file.num_row_groups):
                yield from file.read_row_group(group).to_pylist()
    except (arrow.ArrowInvalid, arrow.ArrowNotImplementedError, OSError) as error:
        raise DocumentUnreadable(f"{path} cannot be read as Parquet: {error}; export it again") from error


def _check(path: Path, schema: Any, kind: str) -> None:
    """Whether a file is of the form and version that is read here."""
    held: dict[bytes, bytes] = schema.metadata or {}
    found = held.get(b"detente", b"").decode("utf-8", "replace")
    if found != FORMAT or held.get(b"kind", b"").decode("utf-8", "replace") != kind:
        told: Sequence[str] = (found or "no form of detente", held.get(b"kind", b"").decode("utf-8", "replace"))
        raise DocumentUnreadable(
            f"{path} holds {' '.join(told).strip()}; {FORMAT} {kind} was expected: export it with this version of detente"
        )
