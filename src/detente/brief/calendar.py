"""When commitments end, as an iCalendar file (RFC 5545) that calendars open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from detente.brief.words import STATUS_WORDS, join_words, quoted
from detente.model.change import Clock

_LONGEST = 75
"""Octets of a line, its end not counted; longer ones are folded."""


def render_calendar(
    clocks: Sequence[Clock], *, names: Mapping[str, str], title: str | None = None, stamp: datetime
) -> str:
    """One all-day event for each commitment whose last day is known.

    Parameters
    ----------
    clocks : sequence of Clock
        As :func:`detente.analyses.clock.read_clocks` gives them.
    names : mapping
        What each party is called.
    title : str or None
        What the talks are about.
    stamp : datetime
        When this was known, with a time zone; written into every event.

    Returns
    -------
    str
        Lines that end in CR LF. A commitment without a known end has no event: nothing is made up.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//detente//commitments//EN", "CALSCALE:GREGORIAN"]
    if title:
        lines.append(f"X-WR-CALNAME:{_escaped(title)}")
    for clock in clocks:
        if clock.ends is not None:
            lines += _event(clock, names, stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(clock: Clock, names: Mapping[str, str], stamp: datetime) -> Iterator[str]:
    """The last day of one commitment."""
    assert clock.ends is not None
    held = clock.commitment
    basis = "as a report states it" if clock.stated else "counted from the stated start and the term"
    told = [f"{STATUS_WORDS[held.status]}. Last day {basis}."]
    if held.parties:
        told.append(f"{join_words([names.get(p, p) for p in held.parties])}.")
    told.append(quoted(" ".join(held.evidence[0].quote.split())))
    yield "BEGIN:VEVENT"
    yield f"UID:{held.id}@detente"
    yield f"DTSTAMP:{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{clock.ends:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{clock.ends + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(f'Last day: {held.what}')}"
    yield f"DESCRIPTION:{_escaped(chr(10).join(told))}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    """A text as a value: backslash, semicolon, comma and line feed are marked, other control characters left out."""
    kept = "".join(sign for sign in text if sign == "\n" or sign.isprintable())
    return kept.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 octets, each after the first begun by a blank; no sign is cut in two."""
    piece, size = "", 0
    for sign in line:
        octets = len(sign.encode("utf-8", "replace"))
        if size + octets > _LONGEST:
            yield piece
            piece, size = " ", 1
        piece += sign
        size += octets
    yield piece
