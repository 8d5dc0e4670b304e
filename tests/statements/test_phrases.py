"""Naming phrases cut too short or too long come out whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.model import Span
from detente.statements.phrases import tidy


def tidied(text: str, phrase: str) -> str | None:
    start = text.index(phrase)
    span = tidy(text, Span(start=start, end=start + len(phrase)))
    return text[span.start : span.end] if span else None


@pytest.mark.parametrize(
    ("text", "phrase", "whole"),
    [
        ("Talks with Prime Minister Anna Berg failed.", "Prime", "Prime Minister Anna Berg"),
        ("It said so to Agence France-Presse twice.", "France-Presse", "Agence France-Presse"),
        ("He met the President of Freedonia there.", "the President of", "the President of Freedonia"),
        ("Council chairman Denis Obra Kanon spoke.", "chairman Denis", "chairman Denis Obra Kanon"),
        ("They include, including the miners, many.", "including the miners", "the miners"),
        ("Freedonia's foreign ministry said no.", "s foreign ministry", "foreign ministry"),
        ("Ann Lee, an economist at the bank", "an economist at", "an economist"),
        ("many in the business community who object", "in the business community who", "the business community"),
        ("The union, led by Ann Lee, refused.", "The union, led by Ann Lee", "The union"),
    ],
)
def test_cut_or_loose_phrases_come_out_whole(text: str, phrase: str, whole: str) -> None:
    assert tidied(text, phrase) == whole


@pytest.mark.parametrize(
    "phrase",
    [
        "the largest",
        "who leads the party",
        "a federal",
        "others",
        "143",
        "cordial",
        "thirty",
        "R-Ohio",
        "Vt",
        "Jr",
        "About",
    ],
)
def test_what_names_nobody_is_dropped(phrase: str) -> None:
    assert tidied(f"They spoke of {phrase} then.", phrase) is None


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("On Monday Hamas rejected it.", "Hamas"),
        ("Then Ukraine Monday said no.", "Ukraine"),
        ("But Hamas refused.", "Hamas"),
        ("Talks with Budapest failed.", "Budapest"),
        ("It blames the West again.", "the West"),
        ("It met the guest then.", "the guest"),
    ],
)
def test_days_and_openers_belong_to_no_name(text: str, phrase: str) -> None:
    assert tidied(text, phrase) == phrase


@given(st.text(alphabet="Ab of,.'’ -\n“”the", max_size=60), st.data())
def test_a_phrase_stays_inside_the_text_and_is_never_blank(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    span = tidy(text, Span(start=start, end=end)) if end > start else None
    if span is not None:
        assert 0 <= span.start < span.end <= len(text)
        assert text[span.start : span.end].strip()


@pytest.mark.parametrize("marked", ["the U.S.", "the U.S", "U.S."])
def test_initials_are_a_name(marked: str) -> None:
    assert tidied("Then the U.S. said no.", marked) == marked.rstrip(".") + "."


@pytest.mark.parametrize(
    ("text", "phrase"), [("SMITHS ANGERED BY OWNERS' OFFER\nThey met.", "SMITHS"), ("OWNERS MEET", "OWNERS")]
)
def test_capitals_of_a_headline_make_no_name_longer(text: str, phrase: str) -> None:
    assert tidied(text, phrase) == phrase


def test_a_name_in_capitals_within_a_sentence_may_go_on() -> None:
    assert tidied("They met MARS Holdings then.", "MARS") == "MARS Holdings"
