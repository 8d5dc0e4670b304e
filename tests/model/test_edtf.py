"""Fuzzy dates: what is written is read back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.factories import make_document

from detente.model import Moment, Precision, Span
from detente.model.edtf import parse_edtf, write_edtf, write_stretch
from detente.statements.dates import find_moments


@st.composite
def moments(draw):
    """Any bounds under any precision."""
    bounds = sorted((draw(st.dates()), draw(st.dates())))
    if draw(st.booleans()):
        bounds[1] = bounds[0] + timedelta(days=min(draw(st.integers(0, 40)), (date.max - bounds[0]).days))
    first, last = bounds
    if draw(st.booleans()):
        first = draw(st.sampled_from([first, first.replace(day=1), first.replace(month=1, day=1)]))
    if draw(st.booleans()):
        last = draw(st.sampled_from([last, last.replace(month=12, day=31)]))
    return Moment(
        earliest=draw(st.sampled_from([first, first, first, None])),
        latest=draw(st.sampled_from([last, last, last, None])),
        precision=draw(st.sampled_from(Precision)),
        surface="then",
    )


def is_whole(moment: Moment) -> bool:
    """Whether one of its ends is that of the month or year that it is called by."""
    first, last = moment.earliest, moment.latest
    if moment.precision is Precision.YEAR:
        return (first and (first.month, first.day) == (1, 1)) or (last and (last.month, last.day) == (12, 31)) or False
    after = last + timedelta(days=1) if last and last < date.max else last
    return (first is not None and first.day == 1) or (after is not None and (after.day == 1 or after == date.max))


@given(moments())
@example(Moment(earliest=date(9999, 12, 1), latest=date(9999, 12, 31), precision=Precision.VAGUE, surface="late"))
@example(Moment(earliest=date(1, 1, 1), latest=date(9, 12, 31), precision=Precision.VAGUE, surface="then"))
def test_what_is_written_is_read_back_with_bounds_and_precision(moment):
    text = write_edtf(moment)
    if text is None:
        assert moment.earliest is moment.latest is None
        return
    back = parse_edtf(text)
    assert (back.earliest, back.latest) == (moment.earliest, moment.latest)
    if moment.precision in (Precision.MONTH, Precision.YEAR) and not is_whole(moment):
        assert back.precision is Precision.VAGUE
    else:
        assert back.precision is moment.precision


WORDS = st.sampled_from(
    (
        "on Tuesday", "by Friday", "last week", "next month", "later this week", "over the weekend", "in September",
        "in mid-April", "by the end of the month", "last year", "early next year", "the 1980s", "in late 2018", "May 5-7",
        "2019-20", "a year ago", "earlier this month", "later this year", "in June 2020", "the end of the year",
    )
)  # fmt: skip


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), WORDS)
def test_every_moment_that_a_report_gives_is_read_back_whole(published, words):
    text = f"They met {words}."
    for moment in find_moments(make_document(text, published=published), Span(start=0, end=len(text))):
        written = write_edtf(moment)
        assert written is not None
        back = parse_edtf(written)
        assert (back.earliest, back.latest, back.precision) == (moment.earliest, moment.latest, moment.precision)


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2025-03-24", "2025-03-24", "2025-03-24", "day"),
        ("2025-03-24T10:30:00Z", "2025-03-24", "2025-03-24", "day"),
        ("2025-03", "2025-03-01", "2025-03-31", "month"),
        ("2024-02-XX", "2024-02-01", "2024-02-29", "month"),
        ("2025", "2025-01-01", "2025-12-31", "year"),
        ("2025-XX-XX", "2025-01-01", "2025-12-31", "year"),
        ("2025-03-24?", "2025-03-24", "2025-03-24", "vague"),
        ("2025-03~", "2025-03-01", "2025-03-31", "vague"),
        ("2025%", "2025-01-01", "2025-12-31", "vague"),
        ("202X", "2020-01-01", "2029-12-31", "vague"),
        ("19XX", "1900-01-01", "1999-12-31", "vague"),
        ("2025-21", "2025-03-01", "2025-05-31", "vague"),
        ("2025-24", "2025-12-01", "2026-02-28", "vague"),
        ("2025-03/2025-04", "2025-03-01", "2025-04-30", "month"),
        ("../2025-04", None, "2025-04-30", "month"),
        ("2025-03-20/..", "2025-03-20", None, "day"),
        ("/2025", None, "2025-12-31", "year"),
        ("2025-03-24?/2025-03-30?", "2025-03-24", "2025-03-30", "week"),
    ],
)
def test_the_forms_of_the_standard_are_read(text, first, last, precision):
    moment = parse_edtf(text)
    bounds = tuple(day.isoformat() if day else None for day in (moment.earliest, moment.latest))
    assert (bounds, moment.precision, moment.surface) == ((first, last), precision, text)


@pytest.mark.parametrize(
    "text",
    ["", "..", "/", "../..", "2025-13", "2025-02-30", "0000", "Y170000002", "-0044", "2025-03-XX/2024", "{2025,2026}",
     "[2025..2026]", "2025-?03", "20X5", "2025-XX-03", "202X-03", "2025-21-03", "a/b/c", "soon", "٢٠٢٥", "9999-24"],
)  # fmt: skip
def test_what_is_no_date_of_level_1_is_refused_with_the_text(text):
    with pytest.raises(ValueError, match=r"EDTF|calendar|before it begins"):
        parse_edtf(text)


def test_a_stretch_ends_on_the_day_before_the_next():
    assert write_stretch(date(2025, 3, 20), date(2025, 3, 24)) == "2025-03-20/2025-03-23"
    assert write_stretch(date(2025, 3, 20), None) == "2025-03-20/.."
    assert write_stretch(None, date(2025, 1, 1)) == "/2024-12-31"
