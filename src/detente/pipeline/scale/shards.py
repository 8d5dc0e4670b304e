"""Readings kept in shards: what several machines read report by report, to be taken into one ledger later.

A shard's name is a hash of what goes in, so that one that is there is not made again.
"""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from detente.codebook.agenda import Agenda
from detente.errors import DocumentUnreadable
from detente.model import Document, DocumentId, Skipped
from detente.pipeline.scale.engine import Lost
from detente.pipeline.scale.records import write_document
from detente.pipeline.scale.shard_file import FORMAT, GROUP, ShardFile, half_of, replace_file
from detente.statements.halves import Half

ENDING = ".shard.parquet"
MANIFEST = "shards.manifest"
"""JSON; under an ending that no report has."""
_OPEN = 4
"""Row groups of which what was read is kept at hand."""


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
    DetenteError
        If pyarrow is not installed.
    DocumentUnreadable
        If a shard was read by other parties than the agenda's.
    """

    def __init__(self, paths: Sequence[str], *, agenda: Agenda | None) -> None:
        self.paths = tuple(dict.fromkeys(paths))
        self._places: dict[DocumentId, tuple[ShardFile, int]] = {}
        self._documents: dict[DocumentId, Document] = {}
        self._open: OrderedDict[tuple[Path, int], tuple[str, ...]] = OrderedDict()
        skipped = []
        for path in map(Path, self.paths):
            try:
                file = ShardFile(path)
                found = tuple(file.documents())
            except DocumentUnreadable as error:
                skipped.append(Skipped(document=path.name, span=None, reason=str(error)))
                continue
            if file.head.agenda != agenda_key(agenda):
                raise DocumentUnreadable(
                    f"{path} was read by other parties than those of the ledger's agenda: make it again with that agenda"
                )
            skipped += [Skipped(document=name, span=None, reason=reason) for name, reason in file.head.skipped]
            for row, document in enumerate(found):
                self._places.setdefault(document.id, (file, row))
                self._documents.setdefault(document.id, document)
        self.skipped = tuple(skipped)

    def __contains__(self, document: object) -> bool:
        return document in self._places

    def documents(self) -> tuple[Document, ...]:
        """Every document, each once."""
        return tuple(self._documents.values())

    def half(self, key: DocumentId) -> Half | Lost:
        """What was read of a document."""
        file, row = self._places[key]
        try:
            return half_of(self._group(file, row // GROUP)[row % GROUP], self._documents[key])
        except (DocumentUnreadable, ValueError, TypeError, KeyError, IndexError, RecursionError) as error:
            return Lost(f"its record in {file.path.name} is damaged ({error}); make the shard again")

    def _group(self, file: ShardFile, group: int) -> tuple[str, ...]:
        """What was read of the reports of a row group."""
        key = file.path, group
        if key not in self._open:
            self._open[key] = file.halves(group)
            while len(self._open) > _OPEN:
                self._open.popitem(last=False)
        self._open.move_to_end(key)
        return self._open[key]


def write_manifest(folder: Path) -> dict[str, Any]:
    """Write down which shards a folder holds; the record that was written."""
    shards = []
    for path in sorted(folder.glob(f"*{ENDING}")):
        with suppress(DocumentUnreadable):
            head = asdict(ShardFile(path).head)
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


def _digest(*parts: str) -> str:
    digest = hashlib.blake2b(digest_size=12)
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass")
        digest.update(len(encoded).to_bytes(8, "big") + encoded)
    return digest.hexdigest()
