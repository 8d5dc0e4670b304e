"""Amounts, with what their hedges do to them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import make_document

from detente.model import Quantity, Span
from detente.statements.quantities import find_quantities


def quantities_of(text: str) -> tuple[Quantity, ...]:
    return find_quantities(make_document(text, published=date(2019, 11, 7)), Span(start=0, end=len(text)))


@pytest.mark.parametrize(
    ("text", "quote", "low", "high", "unit"),
    [
        ("It took a 1.5 billion dlrs loan.", "1.5 billion dlrs", 1.5e9, 1.5e9, "USD"),
        ("A fund of $2.3 bn was set up.", "$2.3 bn", 2.3e9, 2.3e9, "USD"),
        ("They paid US$50m.", "US$50m", 5e7, 5e7, "USD"),
        ("It lent 200 mln stg.", "200 mln stg", 2e8, 2e8, "GBP"),
        ("It cost €40 million.", "€40 million", 4e7, 4e7, "EUR"),
        ("They owe billions of dollars.", "billions of dollars", 2e9, None, "USD"),
        ("It seeks 5 to 7 billion euros.", "5 to 7 billion euros", 5e9, 7e9, "EUR"),
        ("A $50-million fund", "$50-million", 5e7, 5e7, "USD"),
        ("It keeps a 30 pct share.", "30 pct", 30, 30, "%"),
        ("Pay rises 5 per cent.", "5 per cent", 5, 5, "%"),
        ("Duties of 15% stay.", "15%", 15, 15, "%"),
        ("The rate is 7-1/2 pct.", "7-1/2 pct", 7.5, 7.5, "%"),
        ("Emissions fall by 5-7 pct.", "5-7 pct", 5, 7, "%"),
        ("It wants between 10 and 15 percent.", "between 10 and 15 percent", 10, 15, "%"),
        ("Two-thirds of members agreed.", "Two-thirds", 66.7, 66.7, "%"),
        ("Half of the seats are empty.", "Half", 50, 50, "%"),
        ("A quarter of the forest is gone.", "A quarter", 25, 25, "%"),
        ("They freed 175 prisoners of war.", "175 prisoners of war", 175, 175, "prisoners of war"),
        (
            "It returned 22 seriously wounded soldiers.",
            "22 seriously wounded soldiers",
            22,
            22,
            "seriously wounded soldiers",
        ),
        (
            "They claim the five occupied coastal regions.",
            "five occupied coastal regions",
            5,
            5,
            "occupied coastal regions",
        ),
        ("A dozen hostages left.", "A dozen hostages", 12, 12, "hostages"),
        ("Hundreds of civilians fled.", "Hundreds of civilians", 200, None, "civilians"),
        ("Tens of thousands of tonnes rot.", "Tens of thousands of tonnes", 2e4, None, "tonnes"),
        (
            "Two hundred and fifty thousand workers struck.",
            "Two hundred and fifty thousand workers",
            250e3,
            250e3,
            "workers",
        ),
        ("Half a million people need food.", "Half a million people", 5e5, 5e5, "people"),
        ("Some 1.7m people fled.", "Some 1.7m people", 1.7e6, 1.7e6, "people"),
        ("Twenty-five states signed.", "Twenty-five states", 25, 25, "states"),
        ("They held 13 rounds of talks.", "13 rounds of talks", 13, 13, "rounds of talks"),
        ("The 30-day truce holds.", "30-day", 30, 30, "day"),
        ("It would last four years.", "four years", 4, 4, "year"),
        ("A week-long lull followed.", "week-long", 1, 1, "week"),
        ("Two and a half years passed.", "Two and a half years", 2.5, 2.5, "year"),
        ("It pauses for two or three weeks.", "two or three weeks", 2, 3, "week"),
        ("It was paid over four years.", "four years", 4, 4, "year"),
        ("A strip of 30km was cleared.", "30km", 30, 30, "km"),
        ("Up to 175 prisoners may go.", "Up to 175 prisoners", None, 175, "prisoners"),
        ("It allows no more than 30 warheads.", "no more than 30 warheads", None, 30, "warheads"),
        ("At least 13 of their soldiers died.", "At least 13 of their soldiers", 13, None, "soldiers"),
        ("More than 400 were children.", "More than 400", 400, None, None),
        ("It needs 60 trucks or more.", "60 trucks or more", 60, None, "trucks"),
        ("About 2000 troops stay.", "About 2000 troops", 2000, 2000, "troops"),
        ("They cover ٣٠ days.", "٣٠ days", 30, 30, "day"),
    ],
)
def test_an_amount_keeps_its_words_and_is_read(
    text: str, quote: str, low: float | None, high: float | None, unit: str | None
) -> None:
    (quantity,) = quantities_of(text)
    assert (quantity.evidence.quote, quantity.low, quantity.high, quantity.unit) == (quote, low, high, unit)


@pytest.mark.parametrize(
    "text", ["nearly 40,000 workers", "about 5 pct", "some 30 ships", "10 days or so", "several hundred men"]
)
def test_a_blurred_amount_is_marked_approximate(text: str) -> None:
    assert [q.approximate for q in quantities_of(text)] == [True]
    assert [q.approximate for q in quantities_of("40,000 workers and up to 5 pct")] == [False, False]


def test_a_limit_without_a_figure_is_no_amount() -> None:
    assert quantities_of("They freed up to thousands of prisoners, and 40 soldiers.")[0].low == 40


def test_a_change_gives_two_amounts_and_not_a_range() -> None:
    assert [(q.low, q.high) for q in quantities_of("It rose from 10 pct to 15 pct.")] == [(10, 10), (15, 15)]


@pytest.mark.parametrize(
    "text",
    [
        "In 2021, on March 1 and by Sept. 30, 2024, as in the 1980s,",
        "It began at 2:00 a.m., at 5 p.m., at two o'clock and at 0000 GMT",
        "The 45-year-old minister, aged 45, and Mr. Li, 52, said",
        "Article 5, Phase 1, Resolution 1701, No. 10 and the Group of 77",
        "The 1st and 2nd rounds and the third round",
        "The G7, F-16 jets, COVID-19, 5G masts and 9/11",
        "One of the unions; about one in five; a 400m race; no one; one said; the two sides",
        "A two-state solution, six-party talks and a three-way split",
        "It won 5-4 in the first half of the game",
        "Digits like 3,5 and 1.2.3 and 停火30天",
        "",
    ],
)
def test_dates_names_ages_and_references_are_no_amounts(text: str) -> None:
    assert quantities_of(text + ".") == ()


PIECES = st.sampled_from(
    (
        *(
            "up to ",
            "at least ",
            "about ",
            "between ",
            "from ",
            "and ",
            "to ",
            "or ",
            "of ",
            "the ",
            "a ",
            "half ",
            "-",
            "/",
        ),
        *(
            "5",
            "1,200",
            "30 ",
            "2019 ",
            "٣",
            "1/2 ",
            "1/0 ",
            "two ",
            "twenty",
            "hundred ",
            "thousands ",
            "million ",
            "bn ",
        ),
        *(
            "$",
            "US$",
            "dlrs ",
            "pct ",
            "%",
            "days ",
            "year",
            "-long ",
            "old ",
            "prisoners ",
            "more ",
            "thirds ",
            "\n",
            ", ",
        ),
    )
)
TEXTS = st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=120)


@given(TEXTS)
def test_amounts_quote_their_document_in_order_with_low_below_high(text: str) -> None:
    document = make_document(text + ".")
    end = 0
    for quantity in find_quantities(document, Span(start=0, end=len(text) + 1)):
        span = quantity.evidence.span
        assert document.text[span.start : span.end] == quantity.evidence.quote
        assert span.start >= end
        end = span.end
        assert quantity.low is not None or quantity.high is not None
        assert quantity.low is None or quantity.high is None or quantity.low <= quantity.high
        assert quantity.unit != ""


@given(TEXTS, st.integers(0, 40), st.integers(1, 40))
def test_amounts_stay_inside_their_span(text: str, start: int, length: int) -> None:
    document = make_document(text + "x" * 80)
    span = Span(start=start, end=start + length)
    assert all(span.contains(q.evidence.span) for q in find_quantities(document, span))


@given(st.integers(1, 999_999_999), st.sampled_from(["prisoners", "days", "pct", "dlrs"]))
def test_digits_mean_the_number_that_they_write(number: int, thing: str) -> None:
    (quantity,) = quantities_of(f"They spoke of {number:,} {thing}.")
    assert quantity.low == quantity.high == number


WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


@given(st.integers(2, 9), st.sampled_from(range(8)), st.integers(1, 9))
def test_number_words_add_up(hundreds: int, tens: int, ones: int) -> None:
    words = f"{WORDS[hundreds]} hundred and {TENS[tens]}-{WORDS[ones]} thousand"
    (quantity,) = quantities_of(f"It sold {words} tonnes.")
    assert quantity.low == (100 * hundreds + 10 * (tens + 2) + ones) * 1000


@pytest.mark.parametrize("unit", ["1", "1-", "1,", "one ", "one thousand ", "of the ", "up to ", "between one "])
def test_a_third_of_a_million_characters_is_no_trouble(unit: str) -> None:
    text = unit * (300_000 // len(unit)) + ". It freed 175 prisoners"
    document = make_document(text)
    assert find_quantities(document, Span(start=0, end=len(text)))[-1].evidence.quote == "175 prisoners"


@pytest.mark.parametrize("text", ["$/", "$-/4", "$1/0"])
def test_digits_that_are_no_number_give_no_amount_and_no_error(text: str) -> None:
    document = make_document(text)
    assert find_quantities(document, document.body) == ()
