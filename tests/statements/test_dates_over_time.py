"""Relative dates go by the day of the report: over year ends, over weeks, ahead and back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import make_document

from detente.model import Moment, Precision, Span
from detente.statements.dates import find_moments

NEW_YEAR, JANUARY_2 = date(2025, 1, 1), date(2025, 1, 2)
"""A Wednesday and a Thursday."""
DECEMBER_30, MARCH_31 = date(2024, 12, 30), date(2025, 3, 31)
"""Two Mondays."""
SUNDAY = date(2025, 3, 30)


def moments_of(text: str, published: date | None) -> tuple[Moment, ...]:
    return find_moments(make_document(text, published=published), Span(start=0, end=len(text)))


def days(moment: Moment) -> str:
    return str(moment.earliest) if moment.earliest == moment.latest else f"{moment.earliest}..{moment.latest}"


@pytest.mark.parametrize(
    ("published", "text", "expected"),
    [
        # Over a year's end.
        (JANUARY_2, "The truce expired on Tuesday.", "2024-12-31"),
        (JANUARY_2, "It was signed last week.", "2024-12-23..2024-12-29"),
        (JANUARY_2, "Talks broke off last month.", "2024-12-01..2024-12-31"),
        (JANUARY_2, "Talks broke off in December.", "2024-12-01..2024-12-31"),
        (JANUARY_2, "They met on December 30.", "2024-12-30"),
        (JANUARY_2, "It withdrew last year.", "2024-01-01..2024-12-31"),
        (JANUARY_2, "It was agreed two weeks ago.", "2024-12-16..2024-12-22"),
        (NEW_YEAR, "They met yesterday.", "2024-12-31"),
        (DECEMBER_30, "The truce will begin on Thursday.", "2025-01-02"),
        (DECEMBER_30, "Talks will resume next week.", "2025-01-06..2025-01-12"),
        (DECEMBER_30, "The truce will end in January.", "2025-01-01..2025-01-31"),
        (DECEMBER_30, "It will expire on January 15.", "2025-01-15"),
        (DECEMBER_30, "The tariff rises next year.", "2025-01-01..2025-12-31"),
        (DECEMBER_30, "They will meet tomorrow.", "2024-12-31"),
        (DECEMBER_30, "It must end by the end of the year.", "2024-09-01..2024-12-31"),
        # Over a month's end, and on the day itself.
        (MARCH_31, "They must withdraw by the end of the month.", "2025-03-21..2025-03-31"),
        (MARCH_31, "They spoke last Tuesday.", "2025-03-25"),
        (MARCH_31, "They spoke last Monday.", "2025-03-24"),
        (MARCH_31, "They spoke on Monday.", "2025-03-31"),
        (MARCH_31, "They will speak next Monday.", "2025-04-07"),
        (MARCH_31, "They must reply by Monday.", "2025-03-31"),
        # A Sunday ends its week.
        (SUNDAY, "The ceasefire expired on Sunday.", "2025-03-30"),
        (SUNDAY, "They spoke Saturday.", "2025-03-29"),
        (SUNDAY, "It was agreed last week.", "2025-03-17..2025-03-23"),
        (SUNDAY, "It was agreed earlier this week.", "2025-03-24..2025-03-30"),
        (SUNDAY, "Talks will resume next week.", "2025-03-31..2025-04-06"),
        (SUNDAY, "They will meet on Tuesday.", "2025-04-01"),
        # So many days ahead.
        (MARCH_31, "The truce will lapse in 30 days.", "2025-04-30"),
        (MARCH_31, "The truce is to end in two weeks.", "2025-04-14..2025-04-20"),
        (JANUARY_2, "They must withdraw within 60 days.", "2025-01-02..2025-03-03"),
        (MARCH_31, "A text is due in the next three days.", "2025-03-31..2025-04-03"),
        (DECEMBER_30, "In ten days, the ministers will meet.", "2025-01-09"),
        # A deadline lies ahead, unless it was missed.
        (SUNDAY, "They hope for a deal by the Tuesday deadline.", "2025-04-01"),
        (SUNDAY, "They said the April 10 deadline stands.", "2025-04-10"),
        (SUNDAY, "They missed the Friday deadline.", "2025-03-28"),
        (SUNDAY, "They could not agree before the Friday night deadline.", "2025-03-28"),
    ],
)
def test_a_date_is_counted_from_the_day_of_the_report(published: date, text: str, expected: str) -> None:
    (moment,) = moments_of(text, published)
    assert days(moment) == expected


@pytest.mark.parametrize(
    "text",
    [
        "It was the first truce in ten years.",
        "The worst fighting in three weeks began.",
        "They will talk for the first time in two years.",
        "In two years of war it was the third truce.",
        "In 30 days it collapsed.",
        "A 30-day truce was agreed.",
    ],
)
def test_how_long_is_not_when(text: str) -> None:
    assert moments_of(text, MARCH_31) == ()


def test_without_a_day_to_count_from_the_words_stay_alone() -> None:
    (moment,) = moments_of("They must withdraw within 60 days.", None)
    assert (moment.surface, moment.earliest, moment.latest) == ("within 60 days", None, None)


@given(st.dates(date(1, 1, 8), date(9999, 12, 24)), st.integers(1, 7))
def test_days_ahead_and_back_are_days_from_the_report(published: date, count: int) -> None:
    ahead, back = moments_of(f"It will end in {count} days. It began {count} days ago.", published)
    assert (ahead.earliest, back.earliest) == (published + timedelta(count), published - timedelta(count))
    assert ahead.precision is back.precision is Precision.DAY


@pytest.mark.parametrize("word", ["next week", "in 99 years", "next year", "within 999 months"])
def test_the_calendar_has_an_end(word: str) -> None:
    (moment,) = moments_of(f"It will end {word}.", date(9999, 12, 31))
    assert moment.earliest is None
