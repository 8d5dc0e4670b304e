"""What a source is written in, and the documents that it holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from detente.documents.encoding import decode
from detente.documents.text import make_document, read_markdown
from detente.errors import DocumentUnreadable
from detente.model import Document, Skipped

LIMIT_BYTES = 50_000_000
"""More than this is read of no source."""
_PAGE_START = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:(?><!--.*?-->)\s*)*+<(?:!doctype\s+html|html)\b", re.I | re.S)
_RECORD_START = re.compile(r"\s*[{\[]")
_XML_START = re.compile(r"\s*<(?:\?xml|!doctype|[\w.-]+:rdf|rss|feed|rdf)\b", re.I)


class Format(Enum):
    """What a source is written in."""

    TEXT = auto()
    MARKDOWN = auto()
    HTML = auto()
    JSON = auto()
    JSON_LINES = auto()
    FEED = auto()


ENDINGS = {
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    ".json": Format.JSON,
    ".jsonl": Format.JSON_LINES,
    ".ndjson": Format.JSON_LINES,
}
"""How a file is read, by its ending; any other by what it begins with, else as plain text."""
MEDIA_TYPES = {
    "text/markdown": Format.MARKDOWN,
    "text/html": Format.HTML,
    "application/xhtml+xml": Format.HTML,
    "application/json": Format.JSON,
    "application/jsonl": Format.JSON_LINES,
    "application/x-ndjson": Format.JSON_LINES,
    "application/rss+xml": Format.FEED,
    "application/atom+xml": Format.FEED,
}
"""How an answer is read, by what its server calls it; most feeds are told by what they begin with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The bytes of one source and what is known of them."""

    content: bytes
    name: str
    where: str
    """How messages call the source."""
    format: Format | None = None
    charset: str | None = None
    url: str | None = None
    base: str | None = None
    """Where it was found at last, behind redirections."""


def read_content(text: str, source: Content, form: Format) -> tuple[tuple[Document, ...], tuple[Skipped, ...]]:
    """The documents of one source that is no feed.

    Parameters
    ----------
    text : str
        Its decoded text.
    source : Content
    form : Format
        As :func:`tell_format` has it.

    Raises
    ------
    DocumentUnreadable
        If it holds none.
    """
    name, where, url = source.name, source.where, source.url
    match form:
        case Format.HTML:
            from detente.documents.html import read_html

            return (read_html(text, name=name, where=where, url=url),), ()
        case Format.JSON:
            from detente.documents.records import read_json

            return read_json(text, name=name, where=where)
        case Format.JSON_LINES:
            from detente.documents.records import read_json_lines

            return read_json_lines(text, name=name, where=where)
        case Format.MARKDOWN:
            return (read_markdown(text, name=name, where=where, url=url),), ()
        case Format.TEXT:
            return (make_document(text, name=name, where=where, url=url),), ()
        case Format.FEED:
            raise DocumentUnreadable(f"{where} is itself a news feed: name it as a source of its own")


def tell_format(source: Content) -> tuple[str, Format]:
    """The decoded text of a source and what it is written in.

    Raises
    ------
    DocumentUnreadable
        If it is no text, or XML of another kind than a feed.
    """
    text = decode(source.content, source.where, charset=source.charset)
    if source.format in (None, Format.HTML) and _XML_START.match(text):
        from detente.documents.feeds import is_feed

        if is_feed(text):
            return text, Format.FEED
    return text, source.format or _recognise(text, source.where)


def _recognise(text: str, where: str) -> Format:
    """The format of a text whose name or server does not tell."""
    if _PAGE_START.match(text):
        return Format.HTML
    if _XML_START.match(text):
        raise DocumentUnreadable(f"{where} is XML, but neither a page nor a news feed: save it as text or HTML")
    if _RECORD_START.match(text):
        from detente.documents.records import holds_records

        if holds_records(text):
            return Format.JSON
        if holds_records(text.lstrip().partition("\n")[0]):
            return Format.JSON_LINES
    return Format.TEXT
