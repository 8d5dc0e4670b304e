"""Negations and hedges over a quote's own predicate."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import make_document

from detente.model import Span
from detente.statements.hedges import find_hedge


def hedge_of(text: str) -> tuple[bool, str | None]:
    document = make_document(text)
    found, evidence = find_hedge(document, Span(start=0, end=len(text)))
    return found, evidence.quote if evidence else None


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("Talks may resume in May", "may"),
        ("Perhaps the strike ends", "Perhaps"),
        ("the parties appear willing to compromise", "appear"),
        ("it seems unlikely that the bloc will expand", "seems unlikely"),
        ("prices are not likely to change", "not likely"),
        ("which the sides theoretically agreed on", "theoretically"),
        ("both agreed in principle to a cut", "in principle"),
        ("the tentative deal would last four years", "tentative"),
        ("he expects the text to be finished", "expects"),
        ("the minister said that it might leave", "might"),
        ("the miners said it was over, which could cost jobs", "could"),
        ("until the text is signed, it may impose duties", "may"),
        ("a long strike that could hit earnings", "could"),
        ("anything is possible", "possible"),
        ("it remains to be seen", "remains to be seen"),
    ],
)
def test_a_hedge_is_found_and_its_words_alone_returned(quote: str, words: str) -> None:
    assert hedge_of(quote) == (True, words)


@pytest.mark.parametrize(
    "quote",
    [
        "the union will not sign",
        "it won't agree",
        "it won’t agree",
        'the crop isn"t in yet, Brazil said',
        "details have yet to be disclosed",
        "no solution is in sight",
        "the exporters have been unwilling to accept any cut",
        "neither side gave way",
        "talks ended without agreement",
        "we pay more, but we are not getting more",
        "they admitted that they cannot retake the valley",
        "they agreed not to attack ports",
    ],
)
def test_a_negation_counts_and_gives_no_hedging_words(quote: str) -> None:
    assert hedge_of(quote) == (True, None)


@pytest.mark.parametrize(
    "quote",
    [
        "Israel would observe a ceasefire",
        "the plan would keep the status quo",
        "the company refused to discuss pay",
        "Talks resume in May",
        "they would name those plants that could not be attacked",
        "the deal has covered staff who may not strike",
        "if it does not agree, prices will rise",
        "prices will rise if it does not agree",
        "not only plants but also ports are covered",
        "no later than Friday the troops leave",
        "there is no doubt it holds",
        "the envoy appeared before parliament",
        "the agreement in principle is a victory",
        "this is possible only after an accord",
        "troops leave without preconditions",
        "停火已经开始",
        "…",
    ],
)
def test_what_is_said_outright_is_not_hedged(quote: str) -> None:
    assert hedge_of(quote) == (False, None)


PIECES = st.sampled_from(
    (
        *("may", "not", "likely", "unlikely", "seems", "in", "principle", "that", "who", "if", "then", "said", "is"),
        *("agreed", "can't", ",", ";", "…", "停", '"', "’"),
    )
)
TEXTS = st.lists(PIECES, min_size=1, max_size=15).map(" ".join) | st.text(min_size=1, max_size=80)


@given(TEXTS, st.integers(0, 20))
def test_hedging_words_quote_the_document_inside_the_quote(text: str, before: int) -> None:
    document = make_document("x" * before + " " + text + " may be")
    span = Span(start=before + 1, end=before + 1 + len(text))
    found, evidence = find_hedge(document, span)
    if evidence:
        assert found
        assert span.contains(evidence.span)
        assert document.text[evidence.span.start : evidence.span.end] == evidence.quote


@given(TEXTS)
def test_a_not_before_the_main_verb_always_counts(text: str) -> None:
    assert hedge_of("It will not hold, " + text)[0]


@pytest.mark.parametrize("unit", ["may ", "not ", "that ", "a'", "if ", "in ", ", "])
def test_a_third_of_a_million_characters_is_no_trouble(unit: str) -> None:
    assert hedge_of("It will not hold, " + unit * (300_000 // len(unit)))[0]
