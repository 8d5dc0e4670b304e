"""Reports into a ledger."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from detente.codebook.agenda import Agenda
from detente.documents import load_documents
from detente.documents.dedupe import Printings
from detente.documents.load import is_address
from detente.ledger import Ledger
from detente.model import Document, Skipped
from detente.model.record import Anchor
from detente.pipeline.ledger import ledger_agenda
from detente.pipeline.reports import Source
from detente.pipeline.scale.engine import Engine, Lost, Serial
from detente.pipeline.scale.listing import list_reports
from detente.pipeline.scale.shards import Shards, is_shard
from detente.pipeline.scale.stages import ReadHalves, open_reader
from detente.pipeline.settling import settle
from detente.statements.extract import join_halves
from detente.statements.halves import Half
from detente.statements.prefilter import Prefilter
from detente.statements.readers.protocol import Reader

SYNDICATED_DAYS = 3
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
    unconcerned: tuple[Document, ...] = ()
    """Not read, as they name too little of the agenda; they are not recorded."""

    @property
    def given(self) -> int:
        """Documents that were given, those skipped not counted."""
        return len(self.new) + len(self.copies) + len(self.known) + len(self.unconcerned)


def add_reports(
    ledger: Ledger,
    *sources: Source,
    allow_network: bool = True,
    reader: Reader | None = None,
    open_reader: Callable[[int], Reader] = open_reader,
    recorded: datetime | None = None,
    progress: Callable[[Document, int], None] | None = None,
    engine: Engine | None = None,
    prefilter: bool = False,
) -> Added:
    """Read reports and record what they say.

    Parameters
    ----------
    ledger : Ledger
    *sources : str, path or Document
        Files, folders, addresses, ``-`` for standard input, shards of readings, or documents. They are taken by day, undated
        ones first.
    allow_network : bool
    reader : Reader or None
        ``None`` for the one that ``open_reader`` opens; another reads in this process, whatever the engine.
    open_reader : callable
        Opens who reads on so many cores, in each worker; a function of a module, which other processes can find. The reader that
        ships, by default.
    recorded : datetime or None
        The time to be noted; now by default.
    progress : callable or None
        Told each document once it is recorded, and how many there are.
    engine : Engine or None
        Who reads report by report; this process where ``None``. What is recorded is the same.
    prefilter : bool
        Leave out reports that name too little of the ledger's agenda to be on these talks.

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
        If the reader's model is missing or damaged, or no worker can be started.
    """
    agenda = ledger_agenda(ledger)
    given = _gather(ledger, sources, allow_network=allow_network, agenda=agenda)
    there: list[Document] = []
    fresh: list[Document] = []
    for document in given.documents:
        (there if ledger.has(document.id) else fresh).append(document)
    looked = Prefilter.of(agenda) if prefilter and agenda is not None else None
    wanted = {d.id for d in fresh if looked is None or looked.concerns(d)}
    unconcerned = tuple(d for d in fresh if d.id not in wanted)
    fresh = [d for d in fresh if d.id in wanted]
    known: list[Anchor] = list(ledger.anchors())
    printings = _printings(ledger, fresh)
    new: list[Document] = []
    copies: list[tuple[Document, str]] = []
    skipped = list(given.skipped)
    statements = 0
    done = progress or (lambda document, total: None)
    for document in (*there, *unconcerned):
        done(document, len(given.documents))
    stage = ReadHalves(agenda=agenda, reader=open_reader if reader is None else lambda cores: reader)
    with closing(_halves(fresh, given.shards, stage, engine if engine and reader is None else Serial())) as halves:
        for document, half in halves:
            if isinstance(half, Lost):
                skipped.append(Skipped(document=document.name, span=None, reason=half.reason))
                done(document, len(given.documents))
                continue
            (reading,), anchors = join_halves([half], known=known, agenda=agenda)
            if document.published is not None:
                printings.forget(before=document.published)
            original = printings.find(document)
            added = ledger.append(
                reading,
                anchors=anchors,
                copy_of=original.id if original else None,
                recorded=recorded or datetime.now(UTC),
            )
            if not added:  # by another process, meanwhile
                there.append(document)
            elif original:
                copies.append((document, original.name))
            else:
                new.append(document)
                statements += len(reading.statements)
            if added:
                known += anchors
                printings.add(document)
            done(document, len(given.documents))
    settle(ledger)
    return Added(tuple(new), tuple(copies), tuple(there), tuple(skipped), statements, unconcerned)


@dataclass(frozen=True, slots=True)
class _Given:
    """What the sources hold."""

    documents: tuple[Document, ...]
    """By day, undated ones first; each text once."""
    shards: Shards
    skipped: tuple[Skipped, ...]


def _gather(ledger: Ledger, sources: Sequence[Source], *, allow_network: bool, agenda: Agenda | None) -> _Given:
    """Every document of the sources, those of shards with their readings."""
    documents = [source for source in sources if isinstance(source, Document)]
    named: list[str] = []
    unnamed: set[str] = set()  # by themselves: only their folder
    for source in sources:
        if not isinstance(source, Document):
            paths = list(list_reports(os.fspath(source)))
            named += paths
            if paths != [os.fspath(source)]:
                unnamed.update(paths)
    shards = Shards([path for path in named if is_shard(path)], agenda=agenda)
    reports = [path for path in named if not is_shard(path)]
    skipped: tuple[Skipped, ...] = shards.skipped
    if reports or not (documents or shards.paths):
        fetched = any(map(is_address, reports))
        known = frozenset(d.url for d, *_ in ledger.documents() if d.url) if fetched else frozenset()
        loaded = load_documents(reports, allow_network=allow_network, unnamed=unnamed, known=known)
        documents += loaded.documents
        skipped += loaded.skipped
    documents += shards.documents()
    once = {document.id: document for document in reversed(documents)}
    ordered = sorted(once.values(), key=lambda d: (d.published is not None, d.published or date.min, d.name, d.id))
    return _Given(tuple(ordered), shards, skipped)


def _halves(
    documents: Sequence[Document], shards: Shards, stage: ReadHalves, engine: Engine
) -> Generator[tuple[Document, Half | Lost], None, None]:
    """Every document read report by report: taken from a shard, or read now."""
    unread = [document for document in documents if document.id not in shards]
    with closing(engine.run(stage, unread)) as read:  # begins its workers once it is asked
        for document in documents:
            yield document, shards.half(document.id) if document.id in shards else next(read)


def _printings(ledger: Ledger, fresh: Sequence[Document]) -> Printings:
    """The reports held that a fresh one may repeat."""
    printings = Printings(days=SYNDICATED_DAYS)
    if fresh:
        days = [document.published for document in fresh if document.published is not None]
        dated = len(days) == len(fresh)  # one without a date may repeat any
        window = timedelta(days=SYNDICATED_DAYS)
        since, until = (min(days) - window, max(days) + window) if dated else (None, None)
        for document, *_ in ledger.documents(since=since, until=until):
            printings.add(document)
    return printings
