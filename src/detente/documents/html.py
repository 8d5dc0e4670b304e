"""Web pages: the main text with its title, publisher and date, without scripts and menus."""

from __future__ import annotations

import logging
import re
from typing import Any

from detente.documents.text import Metadata, make_document
from detente.errors import DocumentUnreadable
from detente.model import Document

_INLINE = re.compile(
    r"a|abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|img|ins|kbd|mark|q|s|samp|small|span|strike|strong"
    r"|sub|sup|time|tt|u|var|wbr"
)
_UNSEEN = re.compile(r"script|style|noscript|template|title|textarea|select|svg|math|iframe|object")
_LINE_END = re.compile(r"[\r\n]")
# Saved pages carry their pictures in them, megabytes that the parsers' limits are spent on.
_EMBEDDED = re.compile(r"data:[\w.+/;=-]{0,100};base64,[\w+/=]*")
# trafilatura cuts pages over 20 MB short without a word.
_ARTICLE_LIMIT = 5_000_000
# Only dates that the page states of itself: a search through its words would take any day that they mention.
_DATE_SEARCH = {"extensive_search": False, "original_date": True, "min_date": "1900-01-01", "max_date": "2100-01-01"}


def read_html(page: str, *, name: str, where: str, url: str | None = None) -> Document:
    """Read a page's article.

    The document's text is what is left of the page, a paragraph a line; offsets count in it, not in the page.

    Parameters
    ----------
    page : str
        The decoded page, however broken.
    name, where : str
        Short name for listings; file or address for messages.
    url : str or None
        The address it was fetched from.

    Raises
    ------
    DocumentUnreadable
        If no text is left without scripts and mark-up.
    """
    page = _EMBEDDED.sub("", page)
    article = _extract(page) if len(page) <= _ARTICLE_LIMIT else None
    if article is not None and (article.text or "").strip():
        text = article.text.strip()
        metadata = Metadata.from_fields(
            {
                "title": _strip(article.title or "")[1],
                "publisher": article.sitename or article.hostname,
                "date": article.date,
                "url": article.url,
                "licence": article.license,
            }
        )
    else:
        title, text = _strip(page)
        metadata = Metadata.from_fields({"title": _strip(title)[1]})
    if not text:
        raise DocumentUnreadable(
            f"{where} holds no text beside its scripts: open it in a browser and save the article as text"
        )
    return make_document(text, name=name, where=where, metadata=metadata, url=url)


def _extract(page: str) -> Any:
    """What trafilatura takes for the article, or ``None``."""
    from trafilatura import bare_extraction

    # These loggers print page trouble on standard error unless someone listens.
    for library in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(library).addHandler(logging.NullHandler())
    try:
        return bare_extraction(page, include_comments=False, with_metadata=True, date_extraction_params=_DATE_SEARCH)
    except Exception:  # whatever a hostile page breaks in there, the plain strip below can still read it
        return None


class _Stripper:
    """Collects what a page shows, block by block; fed by the parser, so that no depth of nesting can hurt."""

    def __init__(self) -> None:
        self.title: list[str] = []
        self.shown: list[str] = []
        self.unseen: list[str] = []

    def start(self, tag: str, _attributes: object) -> None:
        """Begin an element; attributes never count as text."""
        if _UNSEEN.fullmatch(tag):
            self.unseen.append(tag)
        elif not _INLINE.fullmatch(tag):
            self.shown.append("\n")

    def end(self, tag: str) -> None:
        """End an element."""
        if tag in self.unseen:
            del self.unseen[self.unseen.index(tag) :]
        elif not _INLINE.fullmatch(tag):
            self.shown.append("\n")

    def data(self, text: str) -> None:
        """Take the text between tags."""
        if not self.unseen:
            self.shown.append(_LINE_END.sub(" ", text))
        elif self.unseen == ["title"]:
            self.title.append(text)

    def close(self) -> tuple[str, str]:
        """Title and visible text, a block a line."""
        lines = (" ".join(line.split()) for line in "".join(self.shown).split("\n"))
        return "".join(self.title), "\n".join(line for line in lines if line)


def _strip(page: str) -> tuple[str, str]:
    """Title and visible text of a page, or of a fragment that may hold tags."""
    from lxml import etree  # type: ignore[import-untyped]

    parser = etree.HTMLParser(target=_Stripper(), huge_tree=True, encoding="utf-8")
    parser.feed(page.encode("utf-8", "replace"))
    title, text = parser.close()
    return str(title), str(text)
