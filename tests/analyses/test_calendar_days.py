"""What falls on which day: only what reports state, each with its words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from detente.analyses import find_commitments
from detente.analyses.calendar_days import gather_calendar
from detente.analyses.clock import read_clocks
from detente.model import Act, Stance
from detente.model.course import DayKind
from tests.factories import LAW, make_document, make_party, make_reading, make_statement, negotiations

SUNDAY = date(2015, 3, 29)


def lines(text: str, day: date | None = SUNDAY):
    reading = make_reading(make_document(text, published=day))
    return [(x.kind.value, str(x.starts), x.what) for x in gather_calendar([reading], [], as_of=day)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They hope for a deal by the Tuesday deadline.", ("deadline", "2015-03-31", "Tuesday deadline")),
        ("A March 31 deadline looms in Lausanne.", ("deadline", "2015-03-31", "March 31 deadline")),
        (
            "There is a deadline for a final text of July 1.",
            ("deadline", "2015-07-01", "deadline for a final text of July 1"),
        ),
        ("The ultimatum expires on Thursday.", None),
        ("Talks will resume on Friday in Bonn.", ("talks", "2015-04-03", "Talks will resume on Friday")),
        ("On Tuesday negotiators will meet again.", ("talks", "2015-03-31", "On Tuesday negotiators will meet")),
        (
            "The third round of talks began on March 9.",
            ("talks", "2015-03-09", "third round of talks began on March 9"),
        ),
        (
            "Negotiators will meet in Vienna next week.",
            ("talks", "2015-03-30", "Negotiators will meet in Vienna next week"),
        ),
    ],
)
def test_what_a_report_states_is_a_line(text, expected):
    assert lines(text) == ([expected] if expected else [])


@pytest.mark.parametrize(
    "text",
    [
        "Harvard has set no deadline for Friday.",
        "They spoke on Monday, with a deadline near.",
        "Talks could resume on Friday.",
        "Talks will not resume on Friday.",
        "If talks resume on Friday, prices fall.",
        "Talks since the leaders met on Friday were slow.",
        "The talks were useful. They spoke on Friday.",
        "Talks began in 2013.",
        "Talks began in August 2014.",
        "Prices rose on Friday.",
    ],
)
def test_what_is_not_stated_is_none(text):
    assert lines(text) == []


def test_a_date_that_cannot_be_counted_is_no_line():
    assert lines("Talks will resume on Friday.", None) == []


def test_several_reports_of_one_day_are_one_line_with_the_words_of_each():
    texts = ("Talks will resume on Friday.", "Envoys will meet on April 3.")
    readings = [make_reading(make_document(text, published=SUNDAY)) for text in texts]
    (line,) = gather_calendar(readings, [], as_of=SUNDAY)
    assert sorted(e.quote for e in line.evidence) == ["Envoys will meet on April 3", "Talks will resume on Friday"]


def test_what_ends_a_commitment_is_on_its_line_alone():
    quote = "Hall and Mill agreed on a truce"
    document = make_document(f"{quote} until April 9 deadline.", published=SUNDAY)
    said = [make_statement(document, quote, p, "truce", Act.AGREE, Stance.SUPPORT) for p in ("hall", "mill")]
    reading = make_reading(document, said, parties=[make_party("hall"), make_party("mill")])
    clocks = read_clocks(find_commitments([reading]), as_of=SUNDAY)
    (line,) = gather_calendar([reading], clocks, as_of=SUNDAY)
    assert (line.kind, line.ends, line.reported) == (DayKind.COMMITMENT, date(2015, 4, 9), SUNDAY)


@LAW
@given(negotiations())
def test_every_commitment_that_was_not_refused_is_one_line_and_what_is_to_come_stands_first(reports):
    day = date(2031, 3, 5)
    clocks = read_clocks(find_commitments(reports), as_of=day)
    calendar = gather_calendar(reports, clocks, as_of=day)
    held = [line.clock for line in calendar if line.clock]
    assert sorted(c.commitment.id for c in held) == sorted(
        c.commitment.id for c in clocks if c.commitment.status != "rejected"
    )
    over = [line.clock.over if line.clock else bool(line.ends and line.ends < day) for line in calendar]
    assert over == sorted(over)
    assert all(line.evidence for line in calendar)
