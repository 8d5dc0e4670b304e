"""What the text itself says is likely."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from detente.analyses import find_outlook
from detente.model import Act, ConditionKind, Speaker, Stance
from tests.factories import LAW, make_document, make_reading, make_statement, negotiations


def outlook(text: str, *, published: date | None = None) -> str | None:
    found = find_outlook([make_reading(make_document(text, published=published))])
    return found.evidence.quote if found else None


@pytest.mark.parametrize(
    "sentence",
    [
        "The most likely outcome of the talks is another delay.",
        "No end to the strike is in sight.",
        "Whether the council will ratify the treaty remains to be seen.",
        "The two sides are unlikely to reach a deal before winter.",
        "Hopes for a settlement faded on Sunday.",
        "It is likely that the truce will be extended.",
    ],
)
def test_a_plain_forecast_about_the_talks_is_found_anywhere(sentence):
    assert outlook(f"{sentence} The ministers met at noon. They had lunch. They left.") == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "The price of rice is not likely to change.",
        "The minister would not speculate on prospects for an agreement.",
        "The sides signed an agreement on Monday.",
        "Rain is expected to fall in the north.",
    ],
)
def test_what_forecasts_nothing_about_the_talks_is_none(sentence):
    assert outlook(sentence) is None


def test_a_weaker_phrase_counts_late_in_the_text():
    weak = "The parties are expected to sign the accord."
    rest = "They met. They ate. They walked. They slept."
    assert outlook(f"{rest} {weak}") == weak
    assert outlook(f"{weak} {rest}") is None


def test_a_weaker_phrase_counts_early_where_it_is_an_assessment():
    document = make_document(
        "The parties are expected to sign the accord. They met. They ate. They walked. They slept."
    )
    quote = "The parties are expected to sign the accord"
    for act, found in ((Act.ASSESS, True), (Act.REPORT, False)):
        statement = make_statement(document, quote, "hall", "deal", act, Stance.NEUTRAL)
        assert (find_outlook([make_reading(document, [statement])]) is not None) == found


def test_the_strongest_phrase_wins_over_the_later_one():
    strong = "A breakdown of the talks is the most likely outcome."
    assert outlook(f"{strong} They met. A deal is expected to follow.") == strong


def test_a_condition_forecasts_nothing():
    text = "Hall will sign if a deal seems likely."
    document = make_document(text)
    statement = make_statement(
        document,
        "Hall will sign",
        "hall",
        "deal",
        Act.CONDITION,
        Stance.OPEN,
        condition=(ConditionKind.IF, "if a deal seems likely"),
    )
    assert find_outlook([make_reading(document, [statement])]) is None


def test_the_statement_gives_the_clause_and_its_voice():
    document = make_document("Envoy Rhea Moss said a settlement was unlikely to be reached this year.")
    speaker = Speaker(name="Envoy Rhea Moss", party=None)
    quote = "a settlement was unlikely to be reached this year"
    statement = make_statement(document, quote, "hall", "deal", Act.ASSESS, Stance.NEUTRAL, speaker=speaker)
    found = find_outlook([make_reading(document, [statement])])
    assert found is not None
    assert (found.evidence.quote, found.speaker) == (quote, speaker)


def test_the_latest_report_that_forecasts_something_counts():
    reports = [
        make_reading(make_document("A deal is in sight.", published=date(2031, 3, 9))),
        make_reading(make_document("The talks remain stuck, no deal in sight.", published=date(2031, 3, 1))),
        make_reading(make_document("They met again.", published=date(2031, 3, 12))),
    ]
    found = find_outlook(reports)
    assert found is not None
    assert found.evidence.quote == "A deal is in sight."


@LAW
@given(negotiations())
def test_a_voice_is_that_of_a_statement_around_the_passage(reports):
    found = find_outlook(reports)
    if found and found.speaker:
        assert any(s.evidence == found.evidence and s.speaker == found.speaker for r in reports for s in r.statements)
