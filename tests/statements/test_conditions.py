"""What a statement waits for."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import make_document

from detente.model import Condition, Span
from detente.statements.conditions import find_condition


def condition_of(text: str, quote: str | None = None) -> Condition | None:
    """The condition of a quote in a text of one sentence; of the whole where no quote is given."""
    start = text.index(quote) if quote else 0
    document = make_document(text, published=date(2019, 11, 7))
    return find_condition(document, Span(start=start, end=start + len(quote or text)), Span(start=0, end=len(text)))


@pytest.mark.parametrize(
    ("text", "kind", "on", "evidence"),
    [
        ("Aid is possible only after the accord.", "only_after", "the accord", "only after the accord"),
        ("Votes would be held after a peace accord.", "only_after", "a peace accord", "after a peace accord"),
        ("After an accord, votes would be held.", "only_after", "an accord", "After an accord"),
        ("Once the text is signed, troops will go.", "only_after", "the text is signed", "Once the text is signed"),
        ("It can reopen as soon as rain returns.", "only_after", "rain returns", "as soon as rain returns"),
        ("No talks before a full pull-out, it said.", "only_after", "a full pull-out", "before a full pull-out"),
        (
            "It wants duties cut before it will sign.",
            "only_after",
            "duties cut",
            "duties cut before it will sign",
        ),
        (
            "The deal must be ratified by parliament.",
            "only_after",
            "ratified by parliament",
            "must be ratified by parliament",
        ),
        (
            "In order for troops to leave, the rebels must disarm.",
            "only_after",
            "the rebels must disarm",
            "the rebels must disarm",
        ),
        ("The strike goes on unless pay rises.", "unless", "pay rises", "unless pay rises"),
        ("It will not sign without a guarantee.", "unless", "a guarantee", "without a guarantee"),
        (
            "It fights on until the captives are freed.",
            "until",
            "the captives are freed",
            "until the captives are freed",
        ),
        ("Until emissions fall, it may levy duties.", "until", "emissions fall", "Until emissions fall"),
        ("Cuts follow if prices drop, it said.", "if", "prices drop", "if prices drop"),
        ("If prices drop then quotas return.", "if", "prices drop", "If prices drop"),
        ("It joins, provided the others do.", "if", "the others do", "provided the others do"),
        ("Oslo would back it provided Bern pays.", "if", "Bern pays", "provided Bern pays"),
        ("It joins provided that they do.", "if", "they do", "provided that they do"),
        ("As long as the siege lasts, we fight.", "if", "the siege lasts", "As long as the siege lasts"),
        ("It pays on condition that work resumes.", "if", "work resumes", "on condition that work resumes"),
        ("The pact is contingent on a vote in May.", "if", "a vote in May", "contingent on a vote in May"),
        ("The size would depend on the accord.", "if", "the accord", "depend on the accord"),
        ("The plan is subject to approval.", "if", "approval", "subject to approval"),
        ("Should talks fail, the army will move.", "if", "talks fail", "Should talks fail"),
        (
            "It would free 20 hostages in exchange for 200 detainees.",
            "in_exchange_for",
            "200 detainees",
            "in exchange for 200 detainees",
        ),
        ("It lifts duties in return for access.", "in_exchange_for", "access", "in return for access"),
        (
            "If it falls by 1,500 tonnes, quotas return.",
            "if",
            "it falls by 1,500 tonnes",
            "If it falls by 1,500 tonnes",
        ),
    ],
)
def test_a_condition_names_what_it_waits_for(text: str, kind: str, on: str, evidence: str) -> None:
    condition = condition_of(text)
    assert condition is not None
    assert (condition.kind, condition.on, condition.evidence.quote) == (kind, on, evidence)


@pytest.mark.parametrize(
    "text",
    [
        "Asked if it would sign, it said no.",
        "We do not know if it holds.",
        "It acted as if nothing had changed.",
        "It fights on even if talks fail.",
        "It cuts output, if not now.",
        "The truce holds until Friday.",
        "The truce holds until March 1, 2020, at least.",
        "It will wait until 5 p.m. at most.",
        "They have until Feb. 22 to form a cabinet.",
        "It led the party until it was banned.",
        "They met after the truce collapsed.",
        "It will meet after two weeks of rain.",
        "Once again it will leave.",
        "It was once a power that will return.",
        "It lasted as long as three hours.",
        "It spoke on condition of anonymity.",
        "Goods subject to tariffs rose.",
        "It depends on imported gas.",
        "Aid provided the region with food.",
        "It would use aid provided by banks.",
        "It will pay without delay and does not complain.",
        "They left without a word.",
        "What should it do, in short?",
        "停火之后举行选举。",
    ],
)
def test_questions_terms_and_stories_are_no_conditions(text: str) -> None:
    assert condition_of(text) is None


@pytest.mark.parametrize(
    ("text", "quote", "evidence"),
    [
        ("It will vote only after an accord, it said.", "It will vote", "only after an accord"),
        ("If talks advance, duties fall, the envoy said.", "duties fall", "If talks advance"),
        ("“We stop fire,” he said, if they stop too.", "We stop fire", "if they stop too"),
    ],
)
def test_a_condition_may_stand_right_beside_its_quote(text: str, quote: str, evidence: str) -> None:
    condition = condition_of(text, quote)
    assert condition is not None
    assert condition.evidence.quote == evidence


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        (
            "If talks advance, duties fall, the envoy of the larger exporters said, and farmers cheered.",
            "farmers cheered",
        ),
        ("The miners would vote after an accord, and the owners wait.", "the owners wait"),
        ("Duties fall if talks advance.", "if talks advance"),
    ],
)
def test_another_clauses_condition_is_not_the_quotes(text: str, quote: str) -> None:
    assert condition_of(text, quote) is None


def test_a_condition_inside_the_quote_goes_before_one_beside_it() -> None:
    condition = condition_of("If rain comes, we sow if seed is free, he said.", "we sow if seed is free")
    assert condition is not None
    assert condition.on == "seed is free"


PIECES = st.sampled_from(
    (
        *("if", "until", "only after", "after", "once", "unless", "without", "not", "before it will", "in order for"),
        *("must be approved", "provided that", "should", "a deal", "will", "is signed", "Friday", "talks", "said"),
        *("then", "and", "停", ";", ".", ",", '"', "—"),
    )
)
TEXTS = st.lists(PIECES, min_size=1, max_size=14).map(" ".join) | st.text(min_size=1, max_size=80)


@given(TEXTS, st.integers(0, 60), st.integers(1, 60))
def test_a_condition_quotes_its_sentence_and_holds_what_it_waits_for(text: str, start: int, length: int) -> None:
    text = "x " + text + " and talks go on until it ends"
    document = make_document(text)
    quote = Span(
        start=min(start, len(text) - 1), end=min(start + length, len(text)) if start < len(text) else len(text)
    )
    condition = find_condition(document, quote, Span(start=0, end=len(text)))
    if condition:
        span = condition.evidence.span
        assert text[span.start : span.end] == condition.evidence.quote
        assert condition.on in condition.evidence.quote
        assert condition.on == condition.on.strip()
        assert condition.on
        assert not span.contains(quote)


@pytest.mark.parametrize("unit", ["in order to ", "wants ", ", ", "before it ", "a ", '" ', "should ", "provided "])
def test_a_third_of_a_million_characters_is_no_trouble(unit: str) -> None:
    text = unit * (300_000 // len(unit)) + "; it goes on unless pay rises"
    condition = condition_of(text, "it goes on")
    assert condition is not None
    assert condition.on == "pay rises"
