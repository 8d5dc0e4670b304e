"""Looking again and again at folders, files, pages and feeds for what is new."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from detente.documents.fetch import Fetcher
from detente.documents.folders import list_reports
from detente.documents.load import Gathered, gather_documents, is_address
from detente.documents.memory import Memory
from detente.model import Document, DocumentId, Skipped

_STILL_SECONDS = 1.0
"""A file that does not change for as long is taken as written."""
_FRESH_SECONDS = 5.0
"""A file that was changed longer ago is not waited for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one look brought."""

    documents: tuple[Document, ...]
    """New since the last look, each text once."""
    skipped: tuple[Skipped, ...]
    waiting: tuple[str, ...]
    """Files that are still being written, left for the next look."""
    reached: bool
    """Whether any source could be looked at."""


def look_at(
    sources: Sequence[str],
    *,
    memory: Memory,
    fetcher: Fetcher,
    known: Collection[str] = frozenset(),
    sleep: Callable[[float], None] = time.sleep,
) -> Look:
    """Look at every source once.

    Parameters
    ----------
    sources : sequence of str
        Files, folders, addresses of pages and of feeds.
    memory : Memory
        What earlier looks saw; written to. Save it only once what this look brought is safe.
    fetcher : Fetcher
        Whoever fetches.
    known : collection of str
        Addresses whose pages are known already.
    sleep : callable
        Pauses, to see whether a file is still being written.

    Returns
    -------
    Look
        What cannot be read is skipped with its reason and never stops the rest. A file that was skipped is looked at
        again once it changes, an address at every look.
    """
    documents: dict[DocumentId, Document] = {}
    skipped: list[Skipped] = []
    waiting: list[str] = []
    reached = False

    def door() -> Fetcher:
        return fetcher

    for source in sources:
        late: tuple[str, ...] = ()
        if is_address(source):
            found = gather_documents([source], door=door, known=known, memory=memory)
        else:
            found, late = _look_at_files(Path(source), memory, door, known, sleep)
        reached = reached or not found.failed
        skipped += found.skipped
        waiting += late
        for document in found.documents:
            documents.setdefault(document.id, document)
    # The files of a drive that is away for a while are not forgotten.
    memory.files = {p: seen for p, seen in memory.files.items() if Path(p).exists() or not Path(p).parent.exists()}
    return Look(documents=tuple(documents.values()), skipped=tuple(skipped), waiting=tuple(waiting), reached=reached)


def _look_at_files(
    source: Path,
    memory: Memory,
    door: Callable[[], Fetcher],
    known: Collection[str],
    sleep: Callable[[float], None],
) -> tuple[Gathered, tuple[str, ...]]:
    """What the files hold that were not read as they are now, and which are still being written."""
    try:
        paths = list_reports(source) if source.is_dir() else (source,)
    except (OSError, ValueError) as error:
        reason = f"{source} cannot be listed: {error}"
        listed = Skipped(document=str(source), span=None, reason=reason)
        return Gathered(documents=(), skipped=(listed,), errors=(), failed=(str(source),)), ()
    stamps = {path: _stamp(path) for path in paths}
    new = {path: stamp for path, stamp in stamps.items() if stamp is None or memory.files.get(_key(path)) != stamp}
    if any(stamp and time.time() - stamp[1] / 1e9 < _FRESH_SECONDS for stamp in new.values()):
        sleep(_STILL_SECONDS)
    documents: list[Document] = []
    skipped: list[Skipped] = []
    failed: list[str] = []
    waiting: list[str] = []
    for path, stamp in new.items():
        before = memory.entries.get(str(path))
        unnamed = [str(path)] if path != source else []
        found = (
            gather_documents([str(path)], door=door, known=known, unnamed=unnamed, memory=memory)
            if _stamp(path) == stamp
            else None
        )
        if found is None or _stamp(path) != stamp:
            waiting.append(str(path))
            if before is None:
                memory.entries.pop(str(path), None)
            else:
                memory.entries[str(path)] = before
            continue
        skipped += found.skipped
        failed += found.failed
        documents += found.documents
        if stamp and found.complete:
            memory.files[_key(path)] = stamp
    gathered = Gathered(
        documents=tuple(documents),
        skipped=tuple(skipped),
        errors=(),
        failed=tuple(failed) if failed and len(failed) == len(stamps) else (),
    )
    return gathered, tuple(waiting)


def _key(path: Path) -> str:
    """How a file is remembered, wherever the program is started."""
    return str(path.absolute())


def _stamp(path: Path) -> tuple[int, int] | None:
    """Size and time of change of a file, or ``None`` where there is none."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_size, found.st_mtime_ns
