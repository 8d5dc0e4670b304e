"""Whom "both sides" means."""

from __future__ import annotations

import re

import pytest

from detente.model import PartyId, Span
from detente.statements.collectives import Collectives

NAMES = {"Kyiv": "ukraine", "Moscow": "russia", "Washington": "us"}


def meant(text: str, phrase: str) -> tuple[str, ...]:
    named = [(Span(start=m.start(), end=m.end()), PartyId(NAMES[m[0]])) for m in re.finditer("|".join(NAMES), text)]
    start = text.index(phrase)
    return Collectives(text, named).of(Span(start=start, end=start + len(phrase)))


@pytest.mark.parametrize("phrase", ["Both sides", "The two sides", "The parties", "The two leaders", "Neither side"])
def test_the_two_named_before_are_meant(phrase: str) -> None:
    assert meant(f"Kyiv met Moscow. {phrase} agreed.", phrase) == ("russia", "ukraine")


def test_both_may_stand_before_what_the_reader_marked() -> None:
    assert meant("Kyiv met Moscow. Both countries agreed.", "countries") == ("russia", "ukraine")


def test_the_two_named_later_in_the_sentence_are_meant() -> None:
    text = "Washington, Kyiv and Moscow met. A truce that the parties agreed on is broken, Kyiv and Moscow say."
    assert meant(text, "the parties") == ("russia", "ukraine")


def test_two_of_many_are_the_two_named_oftenest() -> None:
    text = "Kyiv, Moscow, Washington. Moscow and Kyiv. " + "x" * 500 + " Both sides agreed."
    assert meant(text, "Both sides") == ("russia", "ukraine")


def test_the_parties_of_three_alike_stay_open() -> None:
    assert meant("Kyiv, Moscow, Washington. " + "x" * 500 + " The parties agreed.", "The parties") == ()


@pytest.mark.parametrize("phrase", ["Many countries", "Parties of the left", "The miners", "All sides"])
def test_other_phrases_mean_nobody(phrase: str) -> None:
    assert meant(f"Kyiv met Moscow. {phrase} agreed.", phrase) == ()
