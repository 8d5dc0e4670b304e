"""From a feed's entries to documents: the page that each points to, or else the words that the feed itself gives."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from detente.documents.addresses import name_address
from detente.documents.feeds import Entry, Feed
from detente.documents.formats import MEDIA_TYPES, Content, Format, read_content, tell_format
from detente.documents.html import read_html
from detente.errors import DocumentError, DocumentMissing, DocumentUnreadable
from detente.model import Document, Skipped

if TYPE_CHECKING:
    from detente.documents.fetch import Fetcher

ENTRIES_AT_ONCE = 100
"""Pages that are fetched of one feed at one look; the rest wait for the next."""
ENOUGH_WORDS = 80
"""As long as the words of a feed itself must be to count as a report."""
_HOST_FAILURES = 3
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadEntries:
    """What came of a feed's entries."""

    documents: tuple[Document, ...]
    skipped: tuple[Skipped, ...]
    errors: tuple[DocumentError, ...]
    done: frozenset[str]
    """Keys of the entries that need not be looked at again."""
    known: int
    """How many were known before."""
    complete: bool
    """Whether none waits for another look."""


def read_entries(
    feed: Feed, *, where: str, door: Callable[[], Fetcher] | None, known: Collection[str], done: Collection[str]
) -> ReadEntries:
    """Read what a feed points to.

    Parameters
    ----------
    feed : Feed
    where : str
        How messages call the feed.
    door : callable or None
        Gives whoever fetches; ``None`` where the network is switched off.
    known : collection of str
        Addresses whose pages are known.
    done : collection of str
        Keys of the entries that were done with at an earlier look.

    Returns
    -------
    ReadEntries
        An entry whose page was not reached and that has too few words of its own is not done with.
    """
    documents: list[Document] = []
    skipped: list[Skipped] = []
    errors: list[DocumentError] = []
    settled = {entry.key for entry in feed.entries if entry.key in done or entry.link in known}
    new = [entry for entry in feed.entries if entry.key not in settled]
    failures: Counter[str] = Counter()
    for entry in new[:ENTRIES_AT_ONCE]:
        try:
            documents.append(_read_entry(entry, feed, where, door, failures))
        except DocumentError as error:
            errors.append(error)
            skipped.append(Skipped(document=_name(entry, where), span=None, reason=str(error)))
            if _may_be_had_later(error):
                continue
        settled.add(entry.key)
    if left := len(new[ENTRIES_AT_ONCE:]):
        reason = f"{left} of its entries wait for another look: at most {ENTRIES_AT_ONCE} are read at once"
        skipped.append(Skipped(document=where, span=None, reason=reason))
    return ReadEntries(
        documents=tuple(documents),
        skipped=tuple(skipped),
        errors=tuple(errors),
        done=frozenset(settled),
        known=len(feed.entries) - len(new),
        complete=len(settled) == len(feed.entries),
    )


def _may_be_had_later(error: DocumentError) -> bool:
    """Whether another look may bring what this one did not."""
    from detente.documents.fetch import NotReached

    return isinstance(error, NotReached)


def _name(entry: Entry, where: str) -> str:
    """How listings call an entry."""
    return name_address(entry.link) if entry.link else f"{where}, {entry.title or entry.key}"[:200]


def _read_entry(
    entry: Entry, feed: Feed, where: str, door: Callable[[], Fetcher] | None, failures: Counter[str]
) -> Document:
    """An entry's page, or its own words where the page is not to be had or shorter."""
    try:
        page = _read_page(entry, where, door, failures)
    except (DocumentMissing, DocumentUnreadable):
        if own := _own_words(entry, feed, where):
            return own
        raise
    if _words(page) < ENOUGH_WORDS and (own := _own_words(entry, feed, where)):
        return own
    return replace(
        page,
        title=page.title or entry.title,
        publisher=page.publisher or feed.title,
        published=page.published or entry.published,
    )


def _read_page(entry: Entry, where: str, door: Callable[[], Fetcher] | None, failures: Counter[str]) -> Document:
    """The report at an entry's link."""
    if entry.link is None:
        raise DocumentUnreadable(
            f"{_name(entry, where)} has no address, and fewer than {ENOUGH_WORDS} words of its own"
        )
    if door is None:
        raise DocumentMissing(
            f"{entry.link} was not fetched, the network is switched off: save the page and name the file"
        )
    from detente.documents.fetch import NotReached

    host = entry.link.split("/", 3)[2]
    if failures[host] >= _HOST_FAILURES:
        raise NotReached(f"{entry.link} was not asked for: its host was not reached {_HOST_FAILURES} times in a row")
    try:
        fetched = door().fetch(entry.link, linked=True)
    except NotReached:
        failures[host] += 1
        raise
    failures[host] = 0
    source = Content(
        content=fetched.content,
        name=name_address(entry.link),
        where=entry.link,
        format=MEDIA_TYPES.get(fetched.media_type or ""),
        charset=fetched.charset,
        url=entry.link,
    )
    text, form = tell_format(source)
    if form in (Format.JSON, Format.JSON_LINES):
        raise DocumentUnreadable(f"{entry.link} holds records, not a report: name it as a source of its own")
    try:
        ((document,), _) = read_content(text, source, form)
    except DocumentError:
        raise
    except Exception as error:  # whatever a hostile page breaks, the other entries are read
        raise DocumentUnreadable(f"{entry.link} cannot be read ({type(error).__name__}): save it as text") from error
    return document


def _own_words(entry: Entry, feed: Feed, where: str) -> Document | None:
    """The words that the feed gives, if they are enough for a report."""
    if len(_WORD.findall(entry.content)) < ENOUGH_WORDS:  # tags count here, so that this only saves the work below
        return None
    page = f"<html><body><article>{entry.content}</article></body></html>"
    name = _name(entry, where)
    try:
        document = read_html(page, name=name, where=name, url=entry.link)
    except DocumentUnreadable:
        return None
    if _words(document) < ENOUGH_WORDS:
        return None
    return replace(
        document,
        title=entry.title or document.title,
        publisher=feed.title or document.publisher,
        published=entry.published or document.published,
    )


def _words(document: Document) -> int:
    """How many words a report has."""
    return len(_WORD.findall(document.text, document.body.start, document.body.end))
