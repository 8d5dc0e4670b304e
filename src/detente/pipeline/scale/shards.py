"""Readings kept in shards: what several machines read report by report, to be taken into one ledger later.

A shard is a gzip file of JSON lines: a head, then two lines a report, the document and what was read of it. Its name is a hash of
what goes in, so that one that is there is not made again.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import tempfile
import zlib
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from detente.codebook.agenda import Agenda
from detente.errors import DocumentUnreadable
from detente.model import Document, DocumentId, Skipped, Statement
from detente.pipeline.scale.engine import Lost
from detente.pipeline.scale.records import read_document, read_half, write_document, write_half
from detente.statements.halves import Half

ENDING = ".shard.gz"
FORMAT = 1
MANIFEST = "shards.manifest"
"""JSON; under an ending that no report has."""
_LEVEL = 6
_OPEN = 4
"""Shards of which the lines are kept at hand."""
_DAMAGE = (OSError, EOFError, zlib.error, ValueError, TypeError, KeyError, IndexError)
"""What reading a damaged file may raise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardHead:
    """What a shard says of itself in its first line."""

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


def is_shard(name: str) -> bool:
    """Whether a file's name is that of a shard."""
    return name.endswith(ENDING)


def agenda_key(agenda: Agenda | None) -> str:
    """What of an agenda bears on reading report by report: its parties."""
    return _digest(repr(agenda.parties)) if agenda and agenda.parties else ""


def shard_name(documents: Sequence[Document], *, reader: str, agenda: str) -> str:
    """The name of a shard: a hash of the documents with all that is known of them, the reader and the agenda."""
    parts = [str(FORMAT), reader, agenda, *(json.dumps(write_document(d), ensure_ascii=False) for d in documents)]
    return _digest(*parts) + ENDING


def write_shard(
    folder: Path, name: str, halves: Sequence[Half], *, reader: str, agenda: str, skipped: Sequence[Skipped] = ()
) -> ShardHead:
    """Write a shard, wholly or not at all.

    Parameters
    ----------
    folder : Path
        It is there.
    name : str
        As of :func:`shard_name`.
    halves : sequence of Half
    reader, agenda : str
    skipped : sequence of Skipped
        Reports that could not be read.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    days = sorted(half.document.published.isoformat() for half in halves if half.document.published)
    head = ShardHead(
        format=FORMAT,
        reader=reader,
        agenda=agenda,
        documents=len(halves),
        statements=sum(isinstance(s, Statement) for half in halves for s in half.statements),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        skipped=tuple((s.document, s.reason) for s in skipped),
    )
    lines = [_dump({"detente_shard": asdict(head)})]
    for half in halves:
        lines += _dump(write_document(half.document)), _dump(write_half(half))
    content = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=content, compresslevel=_LEVEL, mtime=0) as packed:
        packed.write("".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass"))
    replace_file(folder / name, content.getvalue())
    return head


def read_head(path: Path) -> ShardHead:
    """What a whole shard says of itself.

    Raises
    ------
    DocumentUnreadable
        If it is damaged, or no shard.
    """
    return _lines(path)[0]


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


class Shards:
    """What stands in some shards.

    Parameters
    ----------
    paths : sequence of str
        Of what cannot be read the reason is kept in :attr:`skipped`.
    agenda : Agenda or None
        That of the ledger; a shard read by other parties is refused.

    Raises
    ------
    DocumentUnreadable
        If a shard was read by other parties than the agenda's.
    """

    def __init__(self, paths: Sequence[str], *, agenda: Agenda | None) -> None:
        self.paths = tuple(dict.fromkeys(paths))
        self._places: dict[DocumentId, tuple[Path, int]] = {}
        self._documents: dict[DocumentId, Document] = {}
        self._open: OrderedDict[Path, list[str]] = OrderedDict()
        skipped = []
        for path in map(Path, self.paths):
            try:
                head, lines = _lines(path)
                found = [read_document(json.loads(line)) for line in lines[::2]]
            except (DocumentUnreadable, *_DAMAGE) as error:
                skipped.append(Skipped(document=path.name, span=None, reason=str(error)))
                continue
            if head.agenda != agenda_key(agenda):
                raise DocumentUnreadable(
                    f"{path} was read by other parties than those of the ledger's agenda: make it again with that agenda"
                )
            skipped += [Skipped(document=name, span=None, reason=reason) for name, reason in head.skipped]
            for number, document in enumerate(found):
                self._places.setdefault(document.id, (path, 2 * number + 1))
                self._documents.setdefault(document.id, document)
        self.skipped = tuple(skipped)

    def __contains__(self, document: object) -> bool:
        return document in self._places

    def documents(self) -> tuple[Document, ...]:
        """Every document, each once."""
        return tuple(self._documents.values())

    def half(self, key: DocumentId) -> Half | Lost:
        """What was read of a document."""
        path, place = self._places[key]
        try:
            if path not in self._open:
                self._open[path] = _lines(path)[1]
                while len(self._open) > _OPEN:
                    self._open.popitem(last=False)
            self._open.move_to_end(path)
            return read_half(json.loads(self._open[path][place]), self._documents[key])
        except (DocumentUnreadable, *_DAMAGE) as error:
            return Lost(f"its record in {path.name} is damaged ({error}); make the shard again")


def write_manifest(folder: Path) -> dict[str, Any]:
    """Write down which shards a folder holds; the record that was written."""
    shards = []
    for path in sorted(folder.glob(f"*{ENDING}")):
        with suppress(DocumentUnreadable):
            head = asdict(read_head(path))
            shards.append({"file": path.name, "bytes": path.stat().st_size, **head, "skipped": len(head["skipped"])})
    record = {
        "format": FORMAT,
        "reports": sum(s["documents"] for s in shards),
        "statements": sum(s["statements"] for s in shards),
        "bytes": sum(s["bytes"] for s in shards),
        "shards": shards,
    }
    replace_file(folder / MANIFEST, (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode())
    return record


def _lines(path: Path) -> tuple[ShardHead, list[str]]:
    """The head of a whole shard, and the lines behind it."""
    try:
        content = gzip.decompress(path.read_bytes()).decode("utf-8", "surrogatepass")
        first, *lines = content.split("\n")[:-1]
        held = json.loads(first)["detente_shard"]
        head = ShardHead(**{**held, "skipped": tuple((name, reason) for name, reason in held["skipped"])})
        whole = len(lines) == 2 * head.documents and content.endswith("\n")
    except _DAMAGE as error:
        raise DocumentUnreadable(
            f"{path} is damaged, or no shard ({error}): make it again with detente shard"
        ) from error
    if head.format != FORMAT:
        raise DocumentUnreadable(
            f"{path} is of format {head.format}, and {FORMAT} is read here: install a newer detente"
        )
    if not whole:
        raise DocumentUnreadable(f"{path} ends too early: make it again with detente shard")
    return head, lines


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _digest(*parts: str) -> str:
    digest = hashlib.blake2b(digest_size=12)
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass")
        digest.update(len(encoded).to_bytes(8, "big") + encoded)
    return digest.hexdigest()
