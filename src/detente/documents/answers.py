"""Answers of servers: whether they are text, how large they may be, and when to ask again."""

from __future__ import annotations

import zlib
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from detente.errors import DocumentUnreadable

if TYPE_CHECKING:
    from http.client import HTTPResponse

_CHUNK = 65_536
_PACKED = frozenset({"gzip", "x-gzip", "deflate"})
_ANY_HEADER = 32 + zlib.MAX_WBITS
_GZIP = b"\x1f\x8b"
_TEXT_MEDIA = frozenset({"json", "ld+json", "feed+json", "jsonl", "x-ndjson", "xml", "xhtml+xml", "rss+xml", "atom+xml",
                         "rdf+xml", "x-rss+xml", "octet-stream", "pdf"})  # fmt: skip
"""Of ``application/``; a PDF and what is called octets is told by its first bytes, and with a better message."""
_PATIENCE = 60.0
_LONGEST_PATIENCE = 86_400.0


def refuse_media(media_type: str | None, where: str) -> None:
    """Refuse what a server calls a picture, a film, a program.

    Raises
    ------
    DocumentUnreadable
        If the type is known and no text.
    """
    kind, _, form = (media_type or "text/plain").partition("/")
    if kind != "text" and not (kind == "application" and form in _TEXT_MEDIA):
        raise DocumentUnreadable(f"{where} is no text but {media_type}: name the page that tells of it")


def read_body(response: HTTPResponse, *, where: str, limit: int) -> bytes:
    """The content of an answer, unpacked.

    Parameters
    ----------
    response : HTTPResponse
    where : str
        Its address, for messages.
    limit : int, bytes
        Of the content, both as sent and as unpacked: a few kilobytes can unpack to gigabytes.

    Raises
    ------
    DocumentUnreadable
        If it is over the limit, packed in a way that is not read, or damaged.
    OSError, HTTPException
        If it breaks off.
    """
    packing = (response.headers.get("Content-Encoding") or "identity").strip().lower()
    if packing not in _PACKED and packing != "identity":
        raise DocumentUnreadable(f"{where} came packed as {packing[:40]!r}, which was not asked for: save the page")
    unpacker = _Unpacker() if packing in _PACKED else None
    content, sent = bytearray(), response.length or 0
    if sent > limit:
        raise _too_large(where, limit)
    sent = 0
    while chunk := response.read1(_CHUNK):
        sent += len(chunk)
        try:
            content += unpacker.unpack(chunk, limit + 1 - len(content)) if unpacker else chunk
        except zlib.error as error:
            raise DocumentUnreadable(f"{where} came damaged ({error}): try again, or save the page") from error
        if max(sent, len(content)) > limit:
            raise _too_large(where, limit)
    if response.length or (unpacker and sent and not unpacker.ended):
        raise OSError("the answer broke off")
    return bytes(content)


def _too_large(where: str, limit: int) -> DocumentUnreadable:
    """The refusal of what is over the limit."""
    return DocumentUnreadable(f"{where} is over {limit / 1_000_000:g} MB: split it into its reports")


class _Unpacker:
    """gzip and deflate, never more at once than is asked for."""

    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(_ANY_HEADER)
        self._begun = False

    @property
    def ended(self) -> bool:
        """Whether the packed content is complete."""
        return self._inflate.eof

    def unpack(self, chunk: bytes, most: int) -> bytes:
        """What a piece unpacks to, cut after so many bytes."""
        try:
            found = self._inflate.decompress(chunk, most)
        except zlib.error:
            if self._begun:
                raise
            # Some servers send "deflate" without the header that it should have.
            self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)
            found = self._inflate.decompress(chunk, most)
        self._begun = True
        while self._inflate.eof and self._inflate.unused_data.startswith(_GZIP) and len(found) < most:
            rest = self._inflate.unused_data
            self._inflate = zlib.decompressobj(_ANY_HEADER)
            found += self._inflate.decompress(rest, most - len(found))
        # Only what is over the limit stays behind, and that is refused.
        return found


def retry_after(value: str | None, now: float) -> float:
    """How many seconds a busy server asks to be left alone: 0..86,400; 60 where it does not say.

    >>> retry_after("120", 0.0), retry_after(None, 0.0), retry_after("soon", 0.0)
    (120.0, 60.0, 60.0)
    """
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:10]), _LONGEST_PATIENCE)
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError, OverflowError):
        return _PATIENCE
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    try:
        return min(max(moment.timestamp() - now, 0.0), _LONGEST_PATIENCE)
    except (OverflowError, ValueError):
        return _PATIENCE
