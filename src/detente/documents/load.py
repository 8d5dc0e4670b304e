"""Sources as a user names them to documents; one of the two doors to the network."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from time import monotonic
from typing import BinaryIO
from urllib.parse import quote, unquote, urlsplit

from detente.documents.encoding import decode
from detente.documents.language import check_language
from detente.documents.text import make_document, read_markdown
from detente.errors import DocumentError, DocumentMissing, DocumentUnreadable
from detente.model import Document, DocumentId, Skipped

LIMIT_BYTES = 50_000_000
_FETCH_SECONDS = 30
_SILENCE_SECONDS = 10
_ERRORS_SHOWN = 5
_ADDRESS = re.compile(r"https?://", re.I)
_PAGE_START = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:(?><!--.*?-->)\s*)*+<(?:!doctype\s+html|html)\b", re.I | re.S)
_RECORD_START = re.compile(r"\s*[{\[]")
_OTHER_XML = re.compile(r"\s*<(?:\?xml|rss|feed)\b", re.I)


class _Format(Enum):
    """What a source is written in."""

    TEXT = auto()
    MARKDOWN = auto()
    HTML = auto()
    JSON = auto()
    JSON_LINES = auto()


ENDINGS = {
    ".md": _Format.MARKDOWN,
    ".markdown": _Format.MARKDOWN,
    ".html": _Format.HTML,
    ".htm": _Format.HTML,
    ".xhtml": _Format.HTML,
    ".json": _Format.JSON,
    ".jsonl": _Format.JSON_LINES,
    ".ndjson": _Format.JSON_LINES,
}
"""How a file is read, by its ending; any other is plain text."""
_MEDIA_TYPES = {
    "text/markdown": _Format.MARKDOWN,
    "text/html": _Format.HTML,
    "application/xhtml+xml": _Format.HTML,
    "application/json": _Format.JSON,
    "application/jsonl": _Format.JSON_LINES,
    "application/x-ndjson": _Format.JSON_LINES,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What could be read, and what could not."""

    documents: tuple[Document, ...]
    """In the order given, each text once; never empty."""
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Content:
    """The bytes of one source and what is known of them."""

    content: bytes
    name: str
    where: str
    """How messages call the source."""
    format: _Format | None = None
    charset: str | None = None
    url: str | None = None


def load_documents(sources: Sequence[str], *, stdin: BinaryIO | None = None, allow_network: bool = True) -> Loaded:
    """Read everything that the user named.

    Parameters
    ----------
    sources : sequence of str
        Paths, ``-`` for standard input, and addresses that begin with ``http://`` or ``https://``.
    stdin : binary stream or None
        Read for ``-``; the process's own where ``None``.
    allow_network : bool
        Whether addresses may be fetched (30 seconds each at most).

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
    documents: dict[DocumentId, Document] = {}
    skipped: list[Skipped] = []
    errors: list[DocumentError] = []
    for source in sources:
        try:
            read, unread = _read(_open(source, stdin, allow_network))
        except DocumentError as error:
            errors.append(error)
            skipped.append(Skipped(document=_printable(source), span=None, reason=str(error)))
            continue
        skipped.extend(unread)
        for document in read:
            try:
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
    if not documents:
        raise _summarise(errors)
    return Loaded(documents=tuple(documents.values()), skipped=tuple(skipped))


def _summarise(errors: list[DocumentError]) -> DocumentError:
    """The one error, or one that lists the first few."""
    if not errors:
        return DocumentMissing("no report was named: give a file, an address, or - for standard input")
    if len(errors) == 1:
        return errors[0]
    more = len(errors) - _ERRORS_SHOWN
    messages = [str(error) for error in errors[:_ERRORS_SHOWN]] + ([f"and {more} more"] if more > 0 else [])
    return type(errors[0])("\n".join(messages))


def _read(source: _Content) -> tuple[tuple[Document, ...], tuple[Skipped, ...]]:
    """Documents of one source, by its format."""
    text = decode(source.content, source.where, charset=source.charset)
    name, where, url = source.name, source.where, source.url
    match source.format or _recognise(text, where):
        case _Format.HTML:
            from detente.documents.html import read_html

            return (read_html(text, name=name, where=where, url=url),), ()
        case _Format.JSON:
            from detente.documents.records import read_json

            return read_json(text, name=name, where=where)
        case _Format.JSON_LINES:
            from detente.documents.records import read_json_lines

            return read_json_lines(text, name=name, where=where)
        case _Format.MARKDOWN:
            return (read_markdown(text, name=name, where=where, url=url),), ()
        case _Format.TEXT:
            return (make_document(text, name=name, where=where, url=url),), ()


def _recognise(text: str, where: str) -> _Format:
    """The format of a text whose name or server does not tell."""
    if _PAGE_START.match(text):
        return _Format.HTML
    if _OTHER_XML.match(text):
        raise DocumentUnreadable(f"{where} is XML, perhaps a news feed: name the addresses of its reports instead")
    if _RECORD_START.match(text):
        from detente.documents.records import holds_records

        if holds_records(text):
            return _Format.JSON
        if holds_records(text.lstrip().partition("\n")[0]):
            return _Format.JSON_LINES
    return _Format.TEXT


def _open(source: str, stdin: BinaryIO | None, allow_network: bool) -> _Content:
    """The bytes that a source names."""
    if source == "-":
        content = (stdin or sys.stdin.buffer).read(LIMIT_BYTES + 1)
        return _Content(content=_limited(content, "standard input"), name="stdin", where="standard input")
    if _ADDRESS.match(source):
        return _fetch(_printable(source), allow_network)
    return _open_file(source)


def _open_file(source: str) -> _Content:
    """The bytes of a file."""
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
    return _Content(
        content=_limited(content, where),
        name=_printable(path.stem),
        where=where,
        format=ENDINGS.get(path.suffix.lower()),
    )


def _fetch(address: str, allow_network: bool) -> _Content:
    """The bytes at an address."""
    if not allow_network:
        raise DocumentMissing(
            f"{address} was not fetched, the network is switched off: save the page and name the file"
        )

    from http.client import HTTPException
    from urllib.error import HTTPError
    from urllib.request import Request, urlopen

    content = bytearray()
    deadline = monotonic() + _FETCH_SECONDS
    try:
        request = Request(quote(address, safe="%/:?#[]@!$&'()*+,;=~"), headers={"User-Agent": "detente"})
        with urlopen(request, timeout=_SILENCE_SECONDS) as response:
            while len(content) <= LIMIT_BYTES and (chunk := response.read1(65_536)):
                content.extend(chunk)
                if monotonic() > deadline:
                    raise TimeoutError(f"it took more than {_FETCH_SECONDS} seconds")
            headers = response.headers
    except (OSError, HTTPException, ValueError) as error:
        if isinstance(error, HTTPError):
            error.close()
        raise DocumentMissing(
            f"{address} was not reached: {error}; check it, or save the page and name the file"
        ) from error
    parts = urlsplit(address)
    last = unquote(parts.path).rstrip("/").rpartition("/")[2]
    return _Content(
        content=_limited(bytes(content), address),
        name=_printable(f"{parts.hostname}/{last}" if last else f"{parts.hostname}"),
        where=address,
        format=_MEDIA_TYPES.get(headers.get_content_type()),
        charset=headers.get_content_charset(),
        url=address,
    )


def _limited(content: bytes, where: str) -> bytes:
    """The bytes, unless there are too many."""
    if len(content) > LIMIT_BYTES:
        raise DocumentUnreadable(f"{where} is over {LIMIT_BYTES // 1_000_000} MB: split it into its reports")
    return content


def _printable(name: str) -> str:
    """A name that can be shown, whatever bytes the file system allows in it."""
    return name.encode("utf-8", "replace").decode("utf-8")
