"""Many reports to shards, on as many cores or machines as there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from detente.codebook.agenda import Agenda
from detente.documents import load_documents
from detente.errors import DocumentError, DocumentUnreadable
from detente.model import Document, DocumentId, Skipped
from detente.pipeline.scale.engine import Engine, Lost, attempt
from detente.pipeline.scale.shard_file import ShardFile, write_shard
from detente.pipeline.scale.shards import agenda_key, shard_name, write_manifest
from detente.pipeline.scale.stages import ReadHalves, open_reader
from detente.statements.halves import Half, read_half
from detente.statements.prefilter import Prefilter
from detente.statements.readers.protocol import Reader

PER_SHARD = 256
"""Reports of a shard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Reports of one shard that is to be made."""

    name: str
    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A shard that was made."""

    name: str
    documents: int
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharded:
    """What came of making shards."""

    made: int
    """Shards made now."""
    there: int
    """Shards that were there, whole."""
    reports: int
    """Reports in the folder's shards, these and earlier ones."""
    statements: int
    bytes: int
    given: int
    """Reports that were given."""
    unconcerned: tuple[str, ...]
    """Names of reports that were not read, as they name too little of the agenda."""
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteShards:
    """Reports read and written as one shard."""

    folder: str
    agenda: Agenda | None = None
    reader: Callable[[int], Reader] = open_reader

    def open(self, cores: int) -> Callable[[Batch], Made]:
        """Load the model."""
        reader = self.reader(cores)
        read = partial(read_half, reader=reader, agenda=self.agenda)
        return partial(_write, Path(self.folder), read, _name(reader), agenda_key(self.agenda))


def make_shards(
    folder: Path,
    sources: Iterable[str],
    *,
    engine: Engine,
    agenda: Agenda | None = None,
    prefilter: bool = False,
    per_shard: int = PER_SHARD,
    reader: Callable[[int], Reader] = open_reader,
    progress: Callable[[Document, int], None] | None = None,
) -> Sharded:
    """Read many reports into shards.

    Parameters
    ----------
    folder : Path
        Made where it is not there. Several machines may write to one at a time.
    sources : iterable of str
        Files; opened one after the other, so that the texts of an archive need not fit into memory.
    engine : Engine
    agenda : Agenda or None
        That of the ledger into which the shards will go.
    prefilter : bool
        Leave out reports that name too little of the agenda.
    per_shard : int
        Reports of a shard, in the order of the sources; of the last one fewer.
    reader : callable
        Opens who reads, in each worker.
    progress : callable or None
        Told of the last document of each shard that is there, and 0.

    Returns
    -------
    Sharded
        Shards that were there, whole, are not made again: an interrupted run is simply run again.

    Raises
    ------
    DocumentError
        If no source can be read.
    ReaderError
        If the reader's model is missing or damaged, or no worker can be started.
    DetenteError
        If pyarrow is not installed.
    OSError
        If the folder cannot be written.
    """
    if per_shard < 1:
        raise ValueError(f"a shard holds one report or more, got {per_shard}")
    folder.mkdir(parents=True, exist_ok=True)
    method, parties = _name(reader(1)), agenda_key(agenda)
    looked = Prefilter.of(agenda) if prefilter and agenda is not None else None
    skipped: list[Skipped] = []
    unconcerned: list[str] = []
    given = there = made = 0

    def batches() -> Iterator[Batch]:
        nonlocal given, there
        for documents in _batches(_wanted(_load(sources, skipped), looked, unconcerned), per_shard):
            given += len(documents)
            name = shard_name(documents, reader=method, agenda=parties)
            if _is_whole(folder / name):
                there += 1
                if progress:
                    progress(documents[-1], 0)
            else:
                asked.append(Batch(name=name, documents=documents))
                yield asked[-1]

    asked: list[Batch] = []
    stage = WriteShards(folder=str(folder), agenda=agenda, reader=reader)
    with closing(engine.run(stage, batches())) as answers:
        for answer in answers:
            batch = asked.pop(0)
            if isinstance(answer, Lost):  # one report is to blame: find it
                halves = engine.run(ReadHalves(agenda=agenda, reader=reader), batch.documents)
                answer = _finish(folder, batch, halves, method, parties)
            made += 1
            skipped += answer.skipped
            if progress:
                progress(batch.documents[-1], 0)
    record = write_manifest(folder)
    return Sharded(
        made=made,
        there=there,
        reports=record["reports"],
        statements=record["statements"],
        bytes=record["bytes"],
        given=given + len(unconcerned),
        unconcerned=tuple(unconcerned),
        skipped=tuple(skipped),
    )


def _write(folder: Path, read: Callable[[Document], Half], method: str, parties: str, batch: Batch) -> Made:
    return _finish(folder, batch, (attempt(read, document) for document in batch.documents), method, parties)


def _finish(folder: Path, batch: Batch, halves: Iterable[Half | Lost], method: str, parties: str) -> Made:
    """Write the shard of reports that are read."""
    whole: list[Half] = []
    skipped: list[Skipped] = []
    for document, half in zip(batch.documents, halves, strict=True):
        if isinstance(half, Lost):
            skipped.append(Skipped(document=document.name, span=None, reason=half.reason))
        else:
            whole.append(half)
    write_shard(folder / batch.name, whole, reader=method, agenda=parties, skipped=skipped)
    return Made(name=batch.name, documents=len(whole), skipped=tuple(skipped))


def _load(sources: Iterable[str], skipped: list[Skipped]) -> Iterator[Document]:
    """Documents file by file, each text once; what cannot be read is noted, unless nothing can."""
    seen: set[DocumentId] = set()
    first: DocumentError | None = None
    for source in sources:
        try:
            loaded = load_documents([source], allow_network=False)
        except DocumentError as error:
            first = first or error
            skipped.append(Skipped(document=source, span=None, reason=str(error)))
            continue
        skipped += loaded.skipped
        for document in loaded.documents:
            if document.id not in seen:
                seen.add(document.id)
                yield document
    if first is not None and not seen:
        raise first


def _wanted(documents: Iterable[Document], looked: Prefilter | None, left: list[str]) -> Iterator[Document]:
    for document in documents:
        if looked is None or looked.concerns(document):
            yield document
        else:
            left.append(document.name)


def _batches(documents: Iterable[Document], size: int) -> Iterator[tuple[Document, ...]]:
    batch: list[Document] = []
    for document in documents:
        batch.append(document)
        if len(batch) == size:
            yield tuple(batch)
            batch = []
    if batch:
        yield tuple(batch)


def _is_whole(path: Path) -> bool:
    try:
        ShardFile(path).check()
    except DocumentUnreadable:
        return False
    return True


def _name(reader: Reader) -> str:
    return f"{reader.name} {reader.version}"
