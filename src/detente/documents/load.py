"""Sources as a user names them to documents: files, standard input, addresses of pages and of feeds."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from detente.documents.folders import check_prose
from detente.documents.formats import ENDINGS, LIMIT_BYTES, MEDIA_TYPES, Content, Format, read_content, tell_format
from detente.documents.language import check_language
from detente.errors import DocumentError, DocumentMissing, DocumentUnreadable
from detente.model import Document, DocumentId, Skipped

if TYPE_CHECKING:
    from detente.documents.fetch import Fetcher
    from detente.documents.memory import Memory

__all__ = ["ENDINGS", "LIMIT_BYTES", "Gathered", "Loaded", "gather_documents", "is_address", "load_documents"]

_ERRORS_SHOWN = 5
_WEB = re.compile(r"https?://", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What could be read, and what could not."""

    documents: tuple[Document, ...]
    """In the order given, each text once; empty only where every entry of the feeds that were named is known."""
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What came of looking at sources, be it nothing."""

    documents: tuple[Document, ...]
    skipped: tuple[Skipped, ...]
    errors: tuple[DocumentError, ...]
    """Why reports were left out, in order; each has its place in ``skipped``."""
    known: int = 0
    """Entries of feeds, and whole sources, that were known before."""
    failed: tuple[str, ...] = ()
    """Sources that could not be read at all."""
    complete: bool = True
    """Whether no entry of a feed waits for another look."""


def load_documents(
    sources: Sequence[str],
    *,
    stdin: BinaryIO | None = None,
    allow_network: bool = True,
    allow_private: bool = False,
    known: Collection[str] = frozenset(),
    unnamed: Collection[str] = frozenset(),
    fetcher: Fetcher | None = None,
) -> Loaded:
    """Read everything that the user named.

    Parameters
    ----------
    sources : sequence of str
        Paths, ``-`` for standard input, and addresses that begin with ``http://`` or ``https://``. A feed stands for
        the reports that it lists.
    stdin : binary stream or None
        Read for ``-``; the process's own where ``None``.
    allow_network : bool
        Whether addresses may be fetched (30 seconds each at most, one a second of each host).
    allow_private : bool
        Whether addresses of this computer and of private networks may be, too.
    known : collection of str
        Addresses that need not be fetched again where a feed lists them.
    unnamed : collection of str
        Those of the sources that nobody named by itself, such as the files of a folder: what has no sentence there is
        skipped.
    fetcher : Fetcher or None
        Whoever fetches; one with the usual limits where ``None``.

    Returns
    -------
    Loaded
        Texts that stand in several sources are read once. What cannot be read, is in another language or repeats a
        text is skipped with its reason, and the rest go on.

    Raises
    ------
    DocumentError
        If no document is left: of the kind of the first failure, with the first five failures in the message.
    """

    @cache
    def door() -> Fetcher:
        from detente.documents.fetch import Fetcher

        return fetcher or Fetcher(allow_private=allow_private)

    gathered = gather_documents(
        sources, stdin=stdin, door=door if allow_network else None, known=known, unnamed=unnamed
    )
    if not gathered.documents and (gathered.errors or not gathered.known):
        raise _summarise(gathered.errors)
    return Loaded(documents=gathered.documents, skipped=gathered.skipped)


def gather_documents(
    sources: Sequence[str],
    *,
    stdin: BinaryIO | None = None,
    door: Callable[[], Fetcher] | None = None,
    known: Collection[str] = frozenset(),
    unnamed: Collection[str] = frozenset(),
    memory: Memory | None = None,
) -> Gathered:
    """Look at sources, and give what is there.

    Parameters
    ----------
    sources, stdin, known, unnamed
        As for :func:`load_documents`.
    door : callable or None
        Gives whoever fetches; ``None`` where the network is switched off.
    memory : Memory or None
        What is known of addresses and feeds; written to.
    """
    documents: dict[DocumentId, Document] = {}
    skipped: list[Skipped] = []
    errors: list[DocumentError] = []
    failed: list[str] = []
    passed, complete = 0, True
    for source in sources:
        try:
            found = _look_at(source, stdin, door, known, memory)
        except DocumentError as error:
            errors.append(error)
            failed.append(source)
            skipped.append(Skipped(document=_shown(source), span=None, reason=str(error)))
            continue
        skipped += found.skipped
        errors += found.errors
        passed += found.known
        complete = complete and found.complete
        for document in found.documents:
            try:
                if source in unnamed:
                    check_prose(document)
                check_language(document)
            except DocumentError as error:
                errors.append(error)
                skipped.append(Skipped(document=document.name, span=None, reason=str(error)))
                continue
            twin = documents.setdefault(document.id, document)
            if twin is not document:
                skipped.append(
                    Skipped(document=document.name, span=None, reason=f"same text as {twin.name}, read once")
                )
    return Gathered(
        documents=tuple(documents.values()),
        skipped=tuple(skipped),
        errors=tuple(errors),
        known=passed,
        failed=tuple(failed),
        complete=complete,
    )


def _summarise(errors: Sequence[DocumentError]) -> DocumentError:
    """The one error, or one that lists the first few."""
    if not errors:
        return DocumentMissing("no report was named: give a file, an address, or - for standard input")
    if len(errors) == 1:
        return errors[0]
    more = len(errors) - _ERRORS_SHOWN
    messages = [str(error) for error in errors[:_ERRORS_SHOWN]] + ([f"and {more} more"] if more > 0 else [])
    return type(errors[0])("\n".join(messages))


def _look_at(
    source: str,
    stdin: BinaryIO | None,
    door: Callable[[], Fetcher] | None,
    known: Collection[str],
    memory: Memory | None,
) -> Gathered:
    """What one source holds."""
    if not is_address(source):
        return _read(_open(source, stdin), source, door, known, memory)
    if door is None:
        raise DocumentMissing(
            f"{_shown(source)} was not fetched, the network is switched off: save the page and name the file"
        )
    from detente.documents.addresses import name_address

    fetched = door().fetch(source, validator=memory.validators.get(source) if memory else None)
    if fetched.unchanged:
        return Gathered(documents=(), skipped=(), errors=(), known=1)
    content = Content(
        content=fetched.content,
        name=name_address(source),
        where=_shown(source),
        format=MEDIA_TYPES.get(fetched.media_type or ""),
        charset=fetched.charset,
        url=_shown(source),
        base=fetched.address,
    )
    if memory:
        memory.validators.pop(source, None)
        if fetched.validator:
            memory.validators[source] = fetched.validator
    return _read(content, source, door, known, memory)


def _read(
    content: Content,
    source: str,
    door: Callable[[], Fetcher] | None,
    known: Collection[str],
    memory: Memory | None,
) -> Gathered:
    """Documents of one source, by its format."""
    text, form = tell_format(content)
    if form is not Format.FEED:
        documents, skipped = read_content(text, content, form)
        return Gathered(documents=documents, skipped=skipped, errors=())
    from detente.documents.entries import read_entries
    from detente.documents.feeds import read_feed

    feed = read_feed(text, name=content.name, where=content.where, url=content.base)
    done = memory.entries.get(source, set()) if memory else set()
    read = read_entries(feed, where=content.where, door=door, known=known, done=done)
    if memory:
        memory.entries[source] = set(read.done)
        if not read.complete:
            memory.validators.pop(source, None)
    return Gathered(
        documents=read.documents,
        skipped=(*feed.skipped, *read.skipped),
        errors=read.errors,
        known=read.known,
        complete=read.complete,
    )


def _open(source: str, stdin: BinaryIO | None) -> Content:
    """The bytes of a file or of standard input."""
    if source == "-":
        content = (stdin or sys.stdin.buffer).read(LIMIT_BYTES + 1)
        return Content(content=_limited(content, "standard input"), name="stdin", where="standard input")
    path, where = Path(source), _printable(source)
    try:
        if path.is_dir():
            raise DocumentMissing(f"{where or '.'} is a directory: name its files, for instance {where or '.'}/*.txt")
        with path.open("rb") as file:
            content = file.read(LIMIT_BYTES + 1)
    except FileNotFoundError as error:
        raise DocumentMissing(f"no such file: {where}; check the name (an address begins with https://)") from error
    except PermissionError as error:
        raise DocumentMissing(f"no permission to read {where}: change its mode or ask its owner") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise DocumentMissing(f"{where} cannot be opened: {error}") from error
    return Content(
        content=_limited(content, where),
        name=_printable(path.stem),
        where=where,
        format=ENDINGS.get(path.suffix.lower()),
    )


def _limited(content: bytes, where: str) -> bytes:
    """The bytes, unless there are too many."""
    if len(content) > LIMIT_BYTES:
        raise DocumentUnreadable(f"{where} is over {LIMIT_BYTES // 1_000_000} MB: split it into its reports")
    return content


def _shown(source: str) -> str:
    """How messages and listings call a source; never with the password that an address may carry."""
    if not is_address(source):
        return _printable(source)
    from detente.documents.addresses import show_address

    return show_address(_printable(source))


def is_address(source: str) -> bool:
    """Whether a source is an address of the web, and no file."""
    return _WEB.match(source) is not None


def _printable(name: str) -> str:
    """A name that can be shown, whatever bytes the file system allows in it."""
    return name.encode("utf-8", "replace").decode("utf-8")
