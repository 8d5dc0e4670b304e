"""Expressions of time, resolved against the report's date."""

import os
import time
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import make_document

from detente.model import Moment, Precision, Span
from detente.statements.dates import find_moments

THURSDAY = date(2019, 11, 7)


def moments_of(text: str, published: date | None = THURSDAY) -> tuple[Moment, ...]:
    return find_moments(make_document(text, published=published), Span(start=0, end=len(text)))


def days(moment: Moment) -> str:
    """One day, or first and last day."""
    return str(moment.earliest) if moment.earliest == moment.latest else f"{moment.earliest}..{moment.latest}"


@pytest.mark.parametrize(
    ("text", "surface", "expected", "precision"),
    [
        ("They met on Tuesday.", "on Tuesday", "2019-11-05", "day"),
        ("They will meet on Tuesday.", "on Tuesday", "2019-11-12", "day"),
        ("On Tuesday, miners will vote.", "On Tuesday", "2019-11-12", "day"),
        ("On Tuesday, the union said it would vote.", "On Tuesday", "2019-11-05", "day"),
        ("The minister proposed on Monday to talk.", "on Monday", "2019-11-04", "day"),
        ("It said Thursday that it agreed.", "Thursday", "2019-11-07", "day"),
        ("The vote last Thursday was close.", "last Thursday", "2019-10-31", "day"),
        ("They return next Thursday.", "next Thursday", "2019-11-14", "day"),
        ("Troops must leave by Friday.", "by Friday", "2019-11-08", "day"),
        ("They spoke late Saturday night.", "late Saturday night", "2019-11-02", "day"),
        ("Friday's vote was close.", "Friday", "2019-11-01", "day"),
        ("Friday's deal may reset the clock.", "Friday", "2019-11-01", "day"),
        ("It could end as early as Friday.", "Friday", "2019-11-08", "day"),
        ("They would be freed on March 10.", "on March 10", "2020-03-10", "day"),
        ("A cut they agreed on last week", "last week", "2019-10-28..2019-11-03", "week"),
        ("Rain fell yesterday evening.", "yesterday evening", "2019-11-06", "day"),
        ("Output is capped today.", "today", "2019-11-07", "day"),
        ("The strike ended last week.", "last week", "2019-10-28..2019-11-03", "week"),
        ("Talks resume later this week.", "later this week", "2019-11-07..2019-11-10", "week"),
        ("They talked over the weekend.", "over the weekend", "2019-11-02..2019-11-03", "week"),
        ("Tariffs rise next month.", "next month", "2019-12-01..2019-12-31", "month"),
        ("It withdrew last year.", "last year", "2018-01-01..2018-12-31", "year"),
        ("Elections follow early next year.", "early next year", "2020-01-01..2020-05-01", "vague"),
        ("It reports by the end of the month.", "by the end of the month", "2019-11-21..2019-11-30", "vague"),
        ("Tariffs imposed in September stay.", "in September", "2019-09-01..2019-09-30", "month"),
        ("The war began in December.", "in December", "2018-12-01..2018-12-31", "month"),
        ("The truce begins in December.", "in December", "2019-12-01..2019-12-31", "month"),
        ("They walked off in mid-April.", "in mid-April", "2019-04-11..2019-04-20", "vague"),
        ("A first week of March was lost.", "March", "2020-03-01..2020-03-31", "month"),
        ("The Oct. 12 accord stands.", "Oct. 12", "2019-10-12", "day"),
        ("It proposed resuming sales April 1.", "April 1", "2020-04-01", "day"),
        ("It wants a text before September 30.", "before September 30", "2020-09-30", "day"),
        ("Signed Jan. 5, 2019, it lapsed.", "Jan. 5, 2019", "2019-01-05", "day"),
        ("Signed on the 12th of March 2018.", "on the 12th of March 2018", "2018-03-12", "day"),
        ("THE DEAL ENDED MARCH 1", "MARCH 1", "2019-03-01", "day"),
        ("In force since 2019-03-01.", "since 2019-03-01", "2019-03-01", "day"),
        ("They met May 5-7 in Bonn.", "May 5-7", "2019-05-05..2019-05-07", "day"),
        ("The summit of 2021 agreed.", "2021", "2021-01-01..2021-12-31", "year"),
        ("The 2019-20 budget passed.", "2019-20", "2019-01-01..2020-12-31", "vague"),
        ("Quotas of the 1980s failed.", "the 1980s", "1980-01-01..1989-12-31", "vague"),
        ("Emissions peaked in late 2018.", "in late 2018", "2018-09-01..2018-12-31", "vague"),
        ("Quotas ended a year ago.", "a year ago", "2018-01-01..2018-12-31", "year"),
        ("Two weeks ago it agreed.", "Two weeks ago", "2019-10-21..2019-10-27", "week"),
        ("A leap day, Feb. 29, is due.", "Feb. 29", "2020-02-29", "day"),
        ("The debt is covered by a standstill that expires June 30.", "June 30", "2020-06-30", "day"),
        ("The old pact, which expires in September, is mended.", "in September", "2020-09-01..2020-09-30", "month"),
        ("The tariff takes effect on March 1.", "on March 1", "2020-03-01", "day"),
        ("The year ends Sept. 30.", "Sept. 30", "2020-09-30", "day"),
        ("The pact expired in September.", "in September", "2019-09-01..2019-09-30", "month"),
        ("It took effect in September.", "in September", "2019-09-01..2019-09-30", "month"),
        ("It was initially set to expire on November 5.", "on November 5", "2019-11-05", "day"),
        ("It was due to expire on November 9.", "on November 9", "2019-11-09", "day"),
        ("They offered more pay from March 1.", "from March 1", "2020-03-01", "day"),
        ("They offered on Monday to talk.", "on Monday", "2019-11-04", "day"),
        ("They hope for news over the next 48 hours.", "over the next 48 hours", "2019-11-07..2019-11-09", "vague"),
        ("They must reply within 24 hours.", "within 24 hours", "2019-11-07..2019-11-08", "vague"),
        ("They will meet in 36 hours.", "in 36 hours", "2019-11-09", "day"),
        ("It runs over the coming two weeks.", "over the coming two weeks", "2019-11-07..2019-11-21", "vague"),
    ],
)
def test_a_moment_keeps_its_words_and_resolves(text: str, surface: str, expected: str, precision: str) -> None:
    (moment,) = moments_of(text)
    assert (moment.surface, days(moment), moment.precision) == (surface, expected, precision)


@pytest.mark.parametrize(
    "text",
    [
        "It may rain, and they march on.",
        "March on the capital!",
        "The Good Friday accord and The Sunday Times",
        "About 2000 troops and 2000 people, $2000",
        "Security Council resolution 1973",
        "The ratio is 1:2019 for COVID-2019",
        "He is 45 and has 12 ships.",
        "Les pourparlers du mardi",
        "会谈于星期二举行",
        "",
    ],
)
def test_other_words_and_numbers_are_no_moments(text: str) -> None:
    assert moments_of(text + ".") == ()


def test_a_later_day_counts_from_the_moment_told_before() -> None:
    first, second = moments_of("On Sunday the envoy spoke; two days later the ministry denied it.")
    assert (days(first), days(second)) == ("2019-11-03", "2019-11-05")


def test_a_later_day_counts_from_the_anchor_where_its_own_sentence_tells_none() -> None:
    (anchor,) = moments_of("on March 1, 2015")
    text = "The next day it was gone."
    found = find_moments(make_document(text), Span(start=0, end=len(text)), anchor=anchor)
    assert [days(m) for m in found] == ["2015-03-02"]


def test_nothing_is_guessed_where_there_is_nothing_to_count_from() -> None:
    moments = moments_of("On Sunday, last week, in April and a day later", published=None)
    assert [m.surface for m in moments] == ["On Sunday", "last week", "in April", "a day later"]
    assert all(m.earliest is None and m.latest is None for m in moments)
    (later,) = moments_of("A day later it was gone.")
    assert later.earliest is None


def test_dates_with_a_year_need_no_report_date() -> None:
    assert [days(m) for m in moments_of("by June 2020 or on 2021-02-03", published=None)] == [
        "2020-06-01..2020-06-30",
        "2021-02-03",
    ]


def test_an_impossible_day_stays_open() -> None:
    (moment,) = moments_of("They meet on February 30.")
    assert moment.earliest is None
    assert moment.surface == "on February 30"


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)), st.sampled_from(range(7)))
def test_a_weekday_lies_within_the_week_before_or_after(published: date, weekday: int) -> None:
    name = (date(2024, 1, 1) + timedelta(days=weekday)).strftime("%A")
    past, future = moments_of(f"They met on {name}. They will meet on {name}.", published)
    assert past.earliest is not None
    assert future.earliest is not None
    assert past.earliest.weekday() == future.earliest.weekday() == weekday
    assert timedelta(0) <= published - past.earliest < timedelta(7)
    assert timedelta(0) <= future.earliest - published < timedelta(7)


PIECES = st.sampled_from(
    (
        *(
            "on ",
            "by ",
            "until ",
            "the end of ",
            "early ",
            "mid-",
            "last ",
            "next ",
            "this ",
            "will ",
            "met ",
            "\n",
            ", ",
        ),
        *(
            "Monday ",
            "March ",
            "May 31",
            " 2019",
            "-20",
            "29 February ",
            "12",
            "９月 ",
            "٣ ",
            "week ",
            "year ",
            "weekend ",
        ),
        *("a day later ", "300 years ago ", "the next day "),
    )
)
TEXTS = st.lists(PIECES, max_size=20).map("".join) | st.text(max_size=100)


@given(TEXTS, st.none() | st.dates())
def test_moments_quote_their_document_in_order_and_end_after_they_begin(text: str, published: date | None) -> None:
    document = make_document(text + ".", published=published)
    end = 0
    for moment in find_moments(document, Span(start=0, end=len(text) + 1)):
        assert moment.evidence is not None
        span = moment.evidence.span
        assert document.text[span.start : span.end] == moment.evidence.quote == moment.surface
        assert span.start >= end
        end = span.end
        assert (moment.earliest is None) == (moment.latest is None)
        assert isinstance(moment.precision, Precision)


@given(TEXTS, st.integers(0, 40), st.integers(1, 40))
def test_moments_stay_inside_their_span(text: str, start: int, length: int) -> None:
    document = make_document(text + "x" * 80, published=THURSDAY)
    span = Span(start=start, end=start + length)
    assert all(m.evidence and span.contains(m.evidence.span) for m in find_moments(document, span))


@pytest.fixture
def far_east() -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = "Pacific/Kiritimati"
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


def test_the_time_zone_of_the_machine_changes_nothing(far_east: None) -> None:
    assert [days(m) for m in moments_of("today, yesterday and next week")] == [
        "2019-11-07",
        "2019-11-06",
        "2019-11-11..2019-11-17",
    ]


@pytest.mark.parametrize("published", [date.min, date.max])
def test_the_calendars_ends_are_no_trouble(published: date) -> None:
    text = "last week, next week, yesterday, tomorrow, next year, last year, 300 years ago, over the weekend, in May"
    assert len(moments_of(text, published)) == 9


@pytest.mark.parametrize("unit", ["on ", "the end of ", "Mar", "1", "1 ", "2019-", "a day ", "the ", "may ", " "])
def test_a_third_of_a_million_characters_is_no_trouble(unit: str) -> None:
    text = unit * (300_000 // len(unit)) + " on May 5, 2019"
    assert moments_of(text)[-1].latest == date(2019, 5, 5)
