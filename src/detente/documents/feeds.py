"""News feeds, RSS and Atom: what is new, where it stands, and the words that the feed itself gives."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from html.entities import html5
from typing import Any

from detente.documents.addresses import join_address
from detente.documents.text import parse_date, tidy
from detente.errors import DocumentUnreadable
from detente.model import Skipped

LIMIT_CHARACTERS = 10_000_000
_PLAIN = frozenset({
    "http://purl.org/rss/1.0/",
    "http://channel.netscape.com/rdf/simple/0.9/",
    "http://my.netscape.com/rdf/simple/0.9/",
    "http://backend.userland.com/rss2",
    "http://www.w3.org/2005/Atom",
    "http://purl.org/atom/ns#",
})  # fmt: skip
"""Namespaces whose names are those of feeds; others keep their prefix."""
_PROLOG = r"\s*(?:(?><\?.*?\?>|<!--.*?-->|<!doctype[^\[>]*(?:\[.*?\]\s*)?>)\s*)*+"  # each part taken once, never again
_FEED = re.compile(_PROLOG + r"<(?:[\w.-]+:)?(?:rss|feed|rdf)(?=[\s>])", re.I | re.S)
_ROOT = re.compile(r"<(?:[\w.-]+:)?(?:rss|feed|RDF)(?=[\s>])", re.I)
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_REFERENCE = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?:(#\d{1,7}|#x[0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos);|(\w{1,40});)?", re.S
)
_BODIES = ("content:encoded", "content", "description", "summary", "body")
_DAYS = ("pubdate", "published", "issued", "dc:date", "created", "updated", "modified", "dcterms:issued")
_DATE_LENGTH = 80
_TITLE_LENGTH = 500
_LINKS = 10
_YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One report that a feed points to."""

    key: str
    """What tells it from the feed's other entries: its link, else its id, else its title."""
    title: str | None
    link: str | None
    """An address of the web, or ``None`` where the feed gives none that may be followed."""
    published: date | None
    """The day in the time zone that the feed writes it in."""
    content: str
    """The longest text that the feed itself gives, as HTML; empty where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a feed lists."""

    title: str | None
    entries: tuple[Entry, ...]
    """In the feed's order, each key once."""
    skipped: tuple[Skipped, ...]
    """Notes on a feed that breaks off, and on entries that hold nothing."""


def is_feed(text: str) -> bool:
    """Whether a text is a feed: RSS, Atom or RDF is its first element.

    >>> is_feed('<?xml version="1.0"?><rss version="2.0"></rss>'), is_feed("<p>How to write &lt;rss></p>")
    (True, False)
    """
    return _FEED.match(text) is not None


def read_feed(text: str, *, name: str, where: str, url: str | None = None) -> Feed:
    """Read a feed: RSS 0.9 to 2.0, Atom 0.3 and 1.0, well-formed or not.

    Parameters
    ----------
    text : str
        The decoded file. It is read from its first element on, so that no document type, and with it no entity, can
        be declared; what stands between that and a damaged place is used.
    name, where : str
        Short name for listings; file or address for messages.
    url : str or None
        Where it was found; links are resolved against it.

    Raises
    ------
    DocumentUnreadable
        If it is no feed, over 10 million characters, or lists nothing.
    """
    if len(text) > LIMIT_CHARACTERS:
        raise DocumentUnreadable(
            f"{where} is a news feed over {LIMIT_CHARACTERS // 1_000_000} MB: no feed needs as much"
        )
    if not (start := _ROOT.search(text)):
        raise DocumentUnreadable(f"{where} is no news feed: expected RSS or Atom")
    root, trouble = _parse(text[start.start() :])
    atom = _local(root) == "feed"
    entries: dict[str, Entry] = {}
    empty = 0
    for element in root.iter("{*}item", "{*}entry"):
        if entry := _read_entry(element, atom=atom, url=url):
            entries.setdefault(entry.key, entry)
        else:
            empty += 1
    if not entries:
        raise DocumentUnreadable(f"{where} is a news feed that lists nothing{f' ({trouble})' if trouble else ''}")
    channel = next(root.iter("{*}channel"), root)
    title = next((_plain(_markup(child, atom)) for kind, child in _children(channel) if kind == "title"), None)
    reasons = [f"the feed is broken, entries may be missing: {trouble}"] if trouble else []
    if empty:
        reasons.append(f"entries with neither an address that can be followed nor words of their own: {empty}")
    return Feed(
        title=title,
        entries=tuple(entries.values()),
        skipped=tuple(Skipped(document=name, span=None, reason=reason) for reason in reasons),
    )


def _parse(text: str) -> tuple[Any, str | None]:
    """The tree as far as it can be built, and what was wrong with the text if it breaks off."""
    from lxml import etree  # type: ignore[import-untyped]

    parser = etree.XMLParser(
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    mended = _REFERENCE.sub(_mend_reference, _NO_XML.sub("", text))
    root = etree.fromstring(mended.encode("utf-8", "replace"), parser)
    fatal = next((error for error in parser.error_log if error.level == etree.ErrorLevels.FATAL), None)
    return root, f"line {fatal.line}, {(tidy(fatal.message) or '')[:120]}" if fatal else None


def _mend_reference(found: re.Match[str]) -> str:
    """References that XML knows stay, those of HTML become their signs, and a lone ``&`` becomes a reference."""
    if found[0].startswith("<") or found[1]:
        return found[0]
    sign = html5.get(f"{found[2]};") if found[2] else None
    if sign and sign not in "&<>":
        return sign
    return f"&amp;{found[0][1:]}"


def _local(element: Any) -> str:
    """An element's name in lower case without its namespace, which may not have been declared."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2].lower()


def _name(element: Any) -> str:
    """An element's name in lower case, with the prefix of any namespace that is not one of feeds."""
    space, _, local = str(element.tag).rpartition("}")
    known = not element.prefix or space[1:] in _PLAIN
    return (local if known else f"{element.prefix}:{local}").lower()


def _children(element: Any) -> Iterator[tuple[str, Any]]:
    """Each child element with its name."""
    return ((_name(child), child) for child in element.iterchildren("{*}*"))


def _gather(named: Iterable[tuple[str, Any]]) -> dict[str, list[Any]]:
    """Elements by their names, in order."""
    found: dict[str, list[Any]] = {}
    for name, element in named:
        found.setdefault(name, []).append(element)
    return found


def _read_entry(element: Any, *, atom: bool, url: str | None) -> Entry | None:
    """One entry, unless it has nothing that could be read or followed."""
    found = _gather(_children(element))
    if not found.keys() & {"link", "guid", *_BODIES}:
        # A title with a tag that is never closed swallows the rest of its entry.
        found = _gather((_name(inner), inner) for inner in element.iterdescendants("{*}*"))

    def text(name: str) -> str | None:
        return next((value for child in found.get(name, ()) if (value := tidy("".join(child.itertext())))), None)

    title = next((plain for child in found.get("title", ()) if (plain := _plain(_markup(child, atom)))), None)
    link = _link(element, found, url)
    bodies = [_markup(child, atom) for name in _BODIES for child in found.get(name, ())]
    content = max(bodies, key=len, default="").strip()
    key = link or text("guid") or text("id") or title
    if not key or not (link or content):
        return None
    days = (_day(value) for name in _DAYS if (value := text(name)))
    return Entry(
        key=key[:_TITLE_LENGTH] if key != link else key,
        title=title,
        link=link,
        published=next((day for day in days if day), None),
        content=content,
    )


def _link(element: Any, found: dict[str, list[Any]], url: str | None) -> str | None:
    """The address of an entry's page."""
    given: list[str] = ["".join(child.itertext()) for child in found.get("feedburner:origlink", ())]
    for child in found.get("link", ()):
        href, relation = child.get("href"), child.get("rel", "alternate")
        if href is None:
            given.append("".join(child.itertext()))
        elif relation == "alternate" and child.get("type", "text/html") in ("text/html", "application/xhtml+xml"):
            given.append(href)
    guids = (child for child in found.get("guid", ()) if child.get("isPermaLink", "true").lower() == "true")
    given += ["".join(child.itertext()) for child in guids]
    try:
        base = join_address(url, element.base) if element.base else url
    except ValueError:
        base = url
    links = (join_address(base or url, link) for link in given[:_LINKS] if link.strip())
    return next((link for link in links if link and link != url), None)


def _markup(element: Any, atom: bool) -> str:
    """An element's content as HTML, whichever way the feed packed it."""
    from lxml import etree

    kind = element.get("type", "text" if atom else "html").lower()
    if len(element):
        parts = (etree.tostring(child, encoding="unicode", method="html", with_tail=True) for child in element)
        return html.escape(element.text or "", quote=False) + "".join(parts)
    text = element.text or ""
    return html.escape(text, quote=False) if kind in ("text", "text/plain") else text


def _plain(markup: str) -> str | None:
    """The words of a short piece of HTML on one line, without scripts."""
    from lxml import etree

    if not markup.strip():
        return None
    page = f"<html><body><p>{markup[:10_000]}</p></body></html>"
    tree: Any = etree.fromstring(page.encode("utf-8", "replace"), etree.HTMLParser(encoding="utf-8", huge_tree=False))
    etree.strip_elements(tree, "script", "style", "iframe", "object", "svg", "template", "noscript", with_tail=False)
    words = tidy("".join(map(str, tree.itertext("*"))))
    return words[:_TITLE_LENGTH] if words else None


def _day(text: str) -> date | None:
    """The day of a date as feeds write them: as in mail, as ISO 8601 has it, or plain."""
    if len(text) > _DATE_LENGTH:
        return None
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        try:
            day = parsedate_to_datetime(text).date()
        except (TypeError, ValueError, IndexError, OverflowError):
            return parse_date(text)
    return day if day.year in _YEARS else None
