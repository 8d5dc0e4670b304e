"""Last days of commitments as a calendar that a standard parser opens."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from detente.brief.calendar import render_calendar
from detente.model import Commitment, CommitmentKind, CommitmentStatus, Evidence, PartyId, Span
from detente.model.change import Clock
from tests.factories import LAW, make_document

STAMP = datetime(2025, 3, 24, 12, 0, tzinfo=UTC)


def clock(what: str, quote: str, ends: date | None, *, stated: bool = True) -> Clock:
    document = make_document(quote)
    held = Commitment(
        id=f"{abs(hash(what)) % 10**6}",
        what=what,
        kind=CommitmentKind.MORATORIUM,
        status=CommitmentStatus.IN_FORCE,
        parties=(PartyId("amber"), PartyId("birch")),
        evidence=(Evidence.cite(document, Span(start=0, end=len(quote))),),
    )
    return Clock(commitment=held, ends=ends, stated=stated, left=None, over=False)


def test_each_known_last_day_is_an_event_of_that_day() -> None:
    clocks = [
        clock("30-day truce", "The truce ends on 2 April.", date(2025, 4, 2)),
        clock("A treaty", "A treaty.", None),
    ]
    text = render_calendar(clocks, names={"amber": "Amber", "birch": "Birch"}, title="Talks, day by day", stamp=STAMP)
    calendar = Calendar.from_ical(text)
    (event,) = calendar.walk("VEVENT")
    assert event["SUMMARY"] == "Last day: 30-day truce"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2025, 4, 2), date(2025, 4, 3))
    assert event["DTSTAMP"].dt == STAMP
    assert "Amber and Birch." in event["DESCRIPTION"]
    assert "“The truce ends on 2 April.”" in event["DESCRIPTION"]
    assert "X-WR-CALNAME:Talks\\, day by day\r\n" in text


def test_an_end_that_is_counted_says_so() -> None:
    text = render_calendar([clock("truce", "A truce.", date(2025, 4, 2), stated=False)], names={}, stamp=STAMP)
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert "counted from the stated start and the term" in event["DESCRIPTION"]


def test_nothing_known_is_an_empty_calendar() -> None:
    assert Calendar.from_ical(render_calendar([], names={}, stamp=STAMP)).walk("VEVENT") == []


@LAW
@given(
    st.text(st.characters(exclude_categories=("Cs",)), min_size=1).filter(str.strip),
    st.text(st.characters(exclude_categories=("Cs",)), min_size=1).filter(str.strip),
)
def test_whatever_a_report_says_stays_inside_its_line(what: str, quote: str) -> None:
    text = render_calendar([clock(what, quote, date(2025, 4, 2))], names={}, title=what, stamp=STAMP)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert text.count("BEGIN:VEVENT\r\n") == text.count("END:VEVENT\r\n") == 1
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    kept = "".join(sign for sign in what if sign == "\n" or sign.isprintable())
    assert event["SUMMARY"] == f"Last day: {kept}"
