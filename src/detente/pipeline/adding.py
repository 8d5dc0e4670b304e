"""Reports into a ledger."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from detente.documents import load_documents
from detente.documents.dedupe import are_near_duplicates
from detente.documents.load import ENDINGS
from detente.errors import DocumentMissing
from detente.ledger import Ledger
from detente.model import Document, Skipped
from detente.model.record import Anchor
from detente.pipeline.ledger import ledger_agenda
from detente.pipeline.reports import Source
from detente.statements.extract import extend_readings
from detente.statements.readers.protocol import Reader

REPORTS = frozenset({".txt", *ENDINGS})
"""Endings of the files in a folder that are taken as reports."""
SYNDICATED = timedelta(days=3)
"""Days within which two reports of nearly the same words are taken as one that was passed on."""


@dataclass(frozen=True, slots=True)
class Added:
    """What came of adding reports."""

    new: tuple[Document, ...]
    """Read and recorded."""
    copies: tuple[tuple[Document, str], ...]
    """Recorded, but largely the words of another report, whose name stands beside; they are not counted twice."""
    known: tuple[Document, ...]
    """There already, to the letter."""
    skipped: tuple[Skipped, ...]
    statements: int
    """Statements that were added."""


def add_reports(
    ledger: Ledger,
    *sources: Source,
    allow_network: bool = True,
    reader: Reader | None = None,
    recorded: datetime | None = None,
    progress: Callable[[Document, int], None] | None = None,
) -> Added:
    """Read reports and record what they say.

    Parameters
    ----------
    ledger : Ledger
    *sources : str, path or Document
        Files, folders, addresses, ``-`` for standard input, or documents. They are taken by day, undated ones first.
    allow_network : bool
    reader : Reader or None
        ``None`` for the one that ships.
    recorded : datetime or None
        The time to be noted; now by default.
    progress : callable or None
        Told each document once it is recorded, and how many there are.

    Returns
    -------
    Added
        A report that is there to the letter adds nothing, so that an interrupted run is simply run again.

    Raises
    ------
    DocumentError
        If no source can be read.
    LedgerError
        If the ledger cannot be written.
    ReaderError
        If the reader's model is missing or damaged.
    """
    documents = [source for source in sources if isinstance(source, Document)]
    named = [path for source in sources if not isinstance(source, Document) for path in _listed(os.fspath(source))]
    skipped: tuple[Skipped, ...] = ()
    if named or not documents:
        loaded = load_documents(named, allow_network=allow_network)
        documents += loaded.documents
        skipped = loaded.skipped
    documents.sort(key=lambda d: (d.published is not None, d.published or date.min, d.name, d.id))
    agenda = ledger_agenda(ledger)
    known: list[Anchor] = list(ledger.anchors())
    held = [document for document, *_ in ledger.documents()]
    new: list[Document] = []
    copies: list[tuple[Document, str]] = []
    there: list[Document] = []
    statements = 0
    for document in documents:
        if ledger.has(document.id):
            there.append(document)
        else:
            original = _original(document, held)
            (reading,), anchors = extend_readings([document], known=known, agenda=agenda, reader=reader)
            ledger.append(
                reading,
                anchors=anchors,
                copy_of=original.id if original else None,
                recorded=recorded or datetime.now(UTC),
            )
            known += anchors
            held.append(document)
            if original:
                copies.append((document, original.name))
            else:
                new.append(document)
                statements += len(reading.statements)
        if progress:
            progress(document, len(documents))
    return Added(tuple(new), tuple(copies), tuple(there), skipped, statements)


def _listed(source: str) -> Iterator[str]:
    """A source, or the reports in a folder and the folders below it, by name."""
    folder = Path(source)
    if not folder.is_dir():
        yield source
        return
    found = sorted(p for p in folder.rglob("*") if p.suffix.lower() in REPORTS and p.is_file())
    if not found:
        raise DocumentMissing(f"{source} holds no report: looked for {', '.join(sorted(REPORTS))}; name another folder")
    yield from map(str, found)


def _original(document: Document, held: Sequence[Document]) -> Document | None:
    """The earliest report of nearly the same words within a few days; of undated ones any."""
    near = [other for other in held if _within(document.published, other.published)]
    return next((other for other in near if are_near_duplicates(other, document)), None)


def _within(first: date | None, second: date | None) -> bool:
    return first is None or second is None or abs(first - second) <= SYNDICATED
