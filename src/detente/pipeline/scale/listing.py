"""The files that a user means by a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from detente.documents.folders import REPORT_ENDINGS
from detente.documents.folders import list_reports as list_files
from detente.errors import DocumentMissing
from detente.pipeline.scale.shards import is_shard


def list_reports(source: str) -> Iterator[str]:
    """A source, or the reports and shards in a folder and the folders below it, by name.

    Raises
    ------
    DocumentMissing
        If a folder holds none.
    """
    folder = Path(source)
    if not folder.is_dir():
        yield source
        return
    shards = (path for path in folder.rglob("*") if path.is_file() and is_shard(str(path)))
    found = sorted({*list_files(folder), *shards})
    if not found:
        endings = ", ".join(sorted(REPORT_ENDINGS))
        raise DocumentMissing(f"{source} holds no report: looked for {endings}; name another folder")
    yield from map(str, found)
