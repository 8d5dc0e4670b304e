"""Plain text and Markdown: the headline and date line that open a report, and where its article begins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice

from detente.errors import DocumentUnreadable
from detente.model import Document, Span

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_CONTROL_SHARE = 0.05
_WORD = re.compile(r"[^\W_]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")

_LINE = re.compile(r"\S[^\r\n]*")
_LINE_END = re.compile(r"\r\n|\r|\n")
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
_HEADLINE_LIMIT = 200
_FULL_STOP = re.compile(r"[.…][\"'”’»)\]]*$")
_INITIALISM = re.compile(r"(?:\b[A-Z]\.){2,}$")
_HEADING = re.compile(r"#{1,6}[ \t]+(.+?)[ \t#]*$")
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n((?:[^\r\n]+\r?\n)+?)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)")

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_BEFORE_DATE = (
    r"(?:(?:published|posted|issued|date)[ \t]*(?:on|:)?[ \t]*)?"
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?[ \t]+)?"
)
_AFTER_DATE = r"(?:(?:,?[ \t]+|t)(?:at[ \t]+)?\d{1,2}:\d\d[\w:.+ \t-]{0,24})?"
_DATES = tuple(
    re.compile(_BEFORE_DATE + pattern + _AFTER_DATE, re.I)
    for pattern in (
        rf"{_YEAR}-(?P<month>\d\d?)-{_DAY}",
        rf"{_DAY}[ \t]+{_MONTH},?[ \t]+{_YEAR}",
        rf"{_MONTH}[ \t]+{_DAY},?[ \t]+{_YEAR}",
    )
)
_DATE_LIMIT = 80
_AGENCY = r"(?:\([^()\r\n]{1,40}\)[ \t]*)?"
_DATELINES = tuple(
    re.compile(
        rf"[A-Z]{{2}}[^\r\n]{{0,60}}?,?[ \t]+(?i:{pattern})(?:,?[ \t]+{_YEAR})?,?[ \t]*{_AGENCY}(?:--?|–|—)[ \t]"
    )
    for pattern in (rf"{_MONTH}[ \t]+{_DAY}", rf"{_DAY}[ \t]+{_MONTH}")
)
_NAMED_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a page, a record or a front matter says of its report."""

    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    year: int | None = None
    """Where only the year is given."""
    url: str | None = None
    licence: str | None = None

    @classmethod
    def from_fields(cls, fields: Mapping[str, object]) -> Metadata:
        """Read the usual names for the same things; anything that is not a text or a number is left out."""
        values = {key.lower(): value for key, value in fields.items()}

        def first(*keys: str) -> str | None:
            return next((value for key in keys if (value := tidy(values.get(key)))), None)

        published, url = first("published", "date"), first("url")
        return cls(
            title=first("title", "headline"),
            publisher=first("publisher", "source"),
            published=parse_date(published) if published else None,
            year=int(published) if published and _NAMED_YEAR.fullmatch(published) else None,
            url=url if url and url.lower().startswith(("http://", "https://")) else None,
            licence=first("licence", "license"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """How a report begins, and where its article does."""

    title: str | None
    published: date | None
    body: Span


def tidy(value: object) -> str | None:
    """A metadata value on one line; ``None`` for what is empty or neither text nor whole number."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return mend(" ".join(_CONTROL.sub(" ", str(value)).split()).strip(_INVISIBLE)) or None


def mend(text: str) -> str:
    """Text with U+FFFD for lone surrogates, which JSON escapes can spell but no file can hold; lengths stay."""
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)


def parse_date(text: str) -> date | None:
    """Which day a date names when nothing but a date stands there.

    ``2019-09-05``, ``24 March 2025``, ``Sept. 5, 2019``, with weekday, time of day or "Published" around it.
    ``05/09/2019`` is ``None``: it is two different days on two sides of the Atlantic.

    >>> parse_date("Monday, March 24, 2025")
    datetime.date(2025, 3, 24)
    """
    if len(text) > _DATE_LIMIT:
        return None
    found = next((match for pattern in _DATES if (match := pattern.fullmatch(text))), None)
    return _as_date(found, None) if found else None


def _as_date(found: re.Match[str], year: int | None) -> date | None:
    """The matched day, or ``None`` for the 31st of February or a year that nobody names."""
    year = int(found["year"]) if found["year"] else year
    month = found["month"].lower()
    if not year:
        return None
    try:
        return date(year, int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1, int(found["day"]))
    except ValueError:
        return None


def read_opening(text: str, *, start: int = 0, title: str | None = None, year: int | None = None) -> Opening:
    """Where the article begins, and what the lines above it say.

    A headline is a first line under 200 characters, without a closing full stop, before a blank line or a date line,
    or any first line that repeats ``title``. The date is that of a date line, or else of the dateline that opens the
    article ("GENEVA, March 3 -") where its year is written or given.

    Parameters
    ----------
    text : str
        The report, with at least one word after ``start``.
    start : int
        Offset at which reading begins, behind a front matter.
    title : str or None
        The headline where it is known already.
    year : int or None
        The report's year where it is known.

    Returns
    -------
    Opening
        ``body`` is the whole text where there is neither headline nor date line, or nothing but them.
    """
    lines = list(islice(_lines(text, start), 4))
    days = [parse_date(line) for line, _, _ in lines]
    published, headline = days[0], None
    at = 1 if published else 0
    if at + 1 < len(lines):
        line, _, before_blank = lines[at]
        if tidy(line.strip("# \t")) == title or ((before_blank or days[at + 1]) and _is_headline(line)):
            headline = line
            at += 1
    if headline and not published and (published := days[at]):
        at += 1
    if at == len(lines):
        return Opening(title=None, published=published, body=Span(start=start, end=len(text)))
    begin = lines[at][1]
    if not published:
        dateline = next((match for pattern in _DATELINES if (match := pattern.match(text, begin))), None)
        published = _as_date(dateline, year) if dateline else None
    body = Span(start=begin if at or start else 0, end=len(text))
    return Opening(title=tidy(headline), published=published, body=body)


def _lines(text: str, start: int) -> Iterator[tuple[str, int, bool]]:
    """Each line with something to see on it: stripped, its offset, and whether a blank line follows."""
    for found in _LINE.finditer(text, start):
        if line := found[0].strip().strip(_INVISIBLE):
            follows = _LINE.search(text, found.end())
            gap = _LINE_END.findall(text, found.end(), follows.start() if follows else len(text))
            yield line, found.start(), len(gap) > 1


def _is_headline(line: str) -> bool:
    """Whether a line before a break is worded as a headline."""
    return (
        len(line) < _HEADLINE_LIMIT
        and _WORD.search(line) is not None
        and (not _FULL_STOP.search(line) or _INITIALISM.search(line) is not None)
        and not any(pattern.match(line) for pattern in _DATELINES)
    )


def make_document(
    text: str, *, name: str, where: str, metadata: Metadata | None = None, start: int = 0, url: str | None = None
) -> Document:
    """Turn decoded text into a document; what metadata say goes before what the text's opening shows.

    Parameters
    ----------
    text : str
        Kept as it is.
    name, where : str
        Short name for listings; file or address for messages.
    metadata : Metadata or None
        What is known beside the text.
    start : int
        Offset behind a front matter.
    url : str or None
        The address it was fetched from.

    Raises
    ------
    DocumentUnreadable
        If there is no word in the text, or it is strewn with control characters.
    """
    metadata = metadata or Metadata()
    if not _WORD.search(text, start):
        raise DocumentUnreadable(f"{where} holds no words: there is nothing to read")
    if "\0" in text or sum(1 for _ in _CONTROL.finditer(text)) > _CONTROL_SHARE * len(text):
        raise DocumentUnreadable(f"{where} is binary, strewn with control characters: save it as text or HTML")
    years = set(_NAMED_YEAR.findall(name))
    year = metadata.year or (int(years.pop()) if len(years) == 1 else None)
    opening = read_opening(text, start=start, title=metadata.title, year=year)
    return Document(
        text=text,
        name=name,
        body=opening.body,
        title=metadata.title or opening.title,
        publisher=metadata.publisher,
        published=metadata.published or opening.published,
        url=url or metadata.url,
        licence=metadata.licence,
    )


def read_markdown(text: str, *, name: str, where: str, url: str | None = None) -> Document:
    """Read Markdown: its front matter and first heading are metadata, and the text stays as it is.

    Raises
    ------
    DocumentUnreadable
        As :func:`make_document`.
    """
    front = _FRONT_MATTER.match(text)
    start = front.end() if front else 0
    fields: dict[str, object] = {}
    for line in front[1].splitlines() if front else ():
        key, colon, value = line.partition(":")
        if colon:
            fields[key.strip()] = value.strip().strip("\"'")
    first = next(_lines(text, start), None)
    if first and len(first[0]) < _HEADLINE_LIMIT and (heading := _HEADING.fullmatch(first[0])):
        fields.setdefault("title", heading[1])
    return make_document(text, name=name, where=where, metadata=Metadata.from_fields(fields), start=start, url=url)
