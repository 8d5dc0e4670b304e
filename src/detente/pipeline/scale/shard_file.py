"""One shard: a Parquet file, a row a report: its text, what it says in columns for other programs, and all that was read of it.

Only the columns of the document and ``half`` are read back; the others say the same for DuckDB, polars or R.
"""

from __future__ import annotations

import io
import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from detente.errors import DocumentUnreadable
from detente.exchange.arrow import load_arrow
from detente.model import Document, Skipped, Span, Statement
from detente.pipeline.scale.records import read_half, write_half
from detente.statements.halves import Half

FORMAT = 2
GROUP = 64
"""Reports of a row group: what is read at once."""
LARGEST = 2**31
"""Bytes that a row group may unfold to."""
_HEAD = b"detente_shard"
_DOCUMENT = ("name", "title", "publisher", "published", "url", "language", "licence", "body", "text")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardHead:
    """What a shard says of itself, in the metadata of its schema."""

    format: int
    reader: str
    agenda: str
    """Hash of the parties that it was read by; empty where there was no agenda."""
    documents: int
    statements: int
    first: str | None
    """First day of publication."""
    last: str | None
    skipped: tuple[tuple[str, str], ...] = ()
    """Names of reports that could not be read, and why."""


def write_shard(
    path: Path, halves: Sequence[Half], *, reader: str, agenda: str, skipped: Sequence[Skipped] = ()
) -> ShardHead:
    """Write a shard, wholly or not at all.

    Parameters
    ----------
    path : Path
        Its folder is there.
    halves : sequence of Half
    reader, agenda : str
        As they stand in the head.
    skipped : sequence of Skipped
        Reports that could not be read.

    Raises
    ------
    DetenteError
        If pyarrow is not installed.
    OSError
        If it cannot be written.

    Notes
    -----
    The same reports give the same bytes with the same version of pyarrow.
    """
    arrow, parquet = load_arrow()
    days = sorted(half.document.published.isoformat() for half in halves if half.document.published)
    head = ShardHead(
        format=FORMAT,
        reader=reader,
        agenda=agenda,
        documents=len(halves),
        statements=sum(len(_stated(half)) for half in halves),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        skipped=tuple((s.document, s.reason) for s in skipped),
    )
    schema = shard_schema().with_metadata({_HEAD: json.dumps(asdict(head))})
    content = io.BytesIO()
    with parquet.ParquetWriter(content, schema, compression="zstd", write_page_checksum=True) as writer:
        if halves:  # else a group of no rows would be written
            rows = [_row(half) for half in halves]
            writer.write_table(arrow.Table.from_pylist(rows, schema=schema), row_group_size=GROUP)
    replace_file(path, content.getvalue())
    return head


class ShardFile:
    """A shard that is read.

    Parameters
    ----------
    path : Path

    Raises
    ------
    DetenteError
        If pyarrow is not installed.
    DocumentUnreadable
        If it is damaged, no shard, or of another format.
    """

    def __init__(self, path: Path) -> None:
        arrow, parquet = load_arrow()
        self.path = path
        self._damage = (arrow.ArrowException, OSError, ValueError, TypeError, KeyError, IndexError, RecursionError)
        try:
            with parquet.ParquetFile(path) as file:
                held = json.loads(file.schema_arrow.metadata[_HEAD])
                form = held["format"]
                rows = file.metadata.num_rows
                groups = [file.metadata.row_group(n) for n in range(file.num_row_groups)]
                sizes = [(group.num_rows, group.total_byte_size) for group in groups]
        except (*self._damage, AttributeError) as error:
            raise self._unreadable(error) from error
        if form != FORMAT:
            raise DocumentUnreadable(
                f"{path} is of format {form}, and {FORMAT} is read here: install a newer detente, or make it again"
            )
        try:
            self.head = ShardHead(**{**held, "skipped": tuple((name, reason) for name, reason in held["skipped"])})
        except self._damage as error:
            raise self._unreadable(error) from error
        whole = [min(GROUP, rows - begin) for begin in range(0, rows, GROUP)]
        if rows != self.head.documents or [size for size, _ in sizes] != whole or any(n > LARGEST for _, n in sizes):
            raise DocumentUnreadable(f"{path} is not as it was written: make it again with detente shard")

    def check(self) -> None:
        """Read all of it.

        Raises
        ------
        DocumentUnreadable
            If any of it is damaged.
        """
        for _ in self._groups(None):
            pass

    def documents(self) -> Iterator[Document]:
        """The reports, in the order of the rows.

        Raises
        ------
        DocumentUnreadable
            If one is damaged.
        """
        for rows in self._groups(["id", *_DOCUMENT]):
            for row in rows:
                try:
                    key, body = row.pop("id"), row.pop("body")
                    document = Document(**row, body=Span(**body))
                except self._damage as error:
                    raise self._unreadable(error) from error
                if document.id != key:
                    raise DocumentUnreadable(f"{self.path}: the text of {document.name} is not the one that was read")
                yield document

    def halves(self, group: int) -> tuple[str, ...]:
        """What was read of the reports of a row group, as JSON, for :func:`half_of`.

        Raises
        ------
        DocumentUnreadable
            If they are damaged.
        """
        (rows,) = self._groups(["half"], group)
        return tuple(row["half"] for row in rows)

    def _groups(self, columns: list[str] | None, only: int | None = None) -> Iterator[list[dict[str, Any]]]:
        """The rows, a group at a time."""
        _, parquet = load_arrow()
        try:
            with parquet.ParquetFile(self.path, page_checksum_verification=True) as file:
                for group in range(file.num_row_groups) if only is None else (only,):
                    yield file.read_row_group(group, columns=columns).to_pylist()
        except self._damage as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: Exception) -> DocumentUnreadable:
        return DocumentUnreadable(f"{self.path} is damaged, or no shard ({error}): make it again with detente shard")


def half_of(held: str, document: Document) -> Half:
    """What was read of a report.

    Raises
    ------
    ValueError, TypeError, KeyError, IndexError
        If it is not of this report.
    """
    return read_half(json.loads(held), document)


def replace_file(path: Path, content: bytes) -> None:
    """Put a file in its place at once: nobody sees half of it."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(temporary).unlink()
        raise


@cache
def shard_schema() -> Any:
    """The columns of a shard, a :class:`pyarrow.Schema`.

    Raises
    ------
    DetenteError
        If pyarrow is not installed.
    """
    arrow, _ = load_arrow()
    text, whole = arrow.string(), arrow.int32()

    def some(**columns: Any) -> Any:
        return arrow.list_(arrow.struct(list(columns.items())))

    columns = {
        "id": text,
        "name": text,
        "title": text,
        "publisher": text,
        "published": arrow.date32(),
        "url": text,
        "language": text,
        "licence": text,
        "body": arrow.struct([("start", whole), ("end", whole)]),
        "text": text,
        "parties": some(id=text, name=text),
        "statements": some(
            party=text, act=text, stance=text, target=text, start=whole, end=whole, confidence=arrow.float64()
        ),
        "half": text,
    }
    return arrow.schema(list(columns.items()))


def _stated(half: Half) -> list[Statement]:
    return [statement for statement in half.statements if isinstance(statement, Statement)]


def _row(half: Half) -> dict[str, Any]:
    document = half.document
    return {
        "id": document.id,
        **{name: getattr(document, name) for name in _DOCUMENT},
        "body": asdict(document.body),
        "parties": [{"id": party.id, "name": party.name} for party in half.parties],
        "statements": [
            {
                "party": s.party,
                "act": s.act.value,
                "stance": s.stance.value,
                "target": s.target,
                "start": s.evidence.span.start,
                "end": s.evidence.span.end,
                "confidence": s.origin.confidence,
            }
            for s in _stated(half)
        ],
        "half": json.dumps(write_half(half), ensure_ascii=False, separators=(",", ":")),
    }
