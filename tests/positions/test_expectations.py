"""Words of probability, and what they say of an issue."""

from __future__ import annotations

import pytest

from detente.model import Act, ConditionKind, Stance, Statement
from detente.positions.expectations import find_expectations
from tests.factories import make_document, make_statement


def assess(words: str, *, act: Act = Act.ASSESS, stance: Stance = Stance.NEUTRAL, **more: object) -> Statement:
    document = make_document(f"{words}.")
    return make_statement(document, words, "amber", "bridge", act, stance, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("quote", "words", "low", "high"),
    [
        ("a bridge is likely", "likely", 0.55, 0.80),
        ("the most likely scenario is a bridge", "most likely", 0.55, 0.80),
        ("a bridge is very likely", "very likely", 0.80, 0.95),
        ("a bridge is almost certain", "almost certain", 0.95, 0.99),
        ("a bridge is unlikely", "unlikely", 0.20, 0.45),
        ("a bridge is now less likely", "less likely", 0.20, 0.45),
        ("a bridge is highly unlikely", "highly unlikely", 0.05, 0.20),
        ("there is no chance of a bridge", "no chance", 0.01, 0.05),
        ("the bridge has even odds", "even odds", 0.45, 0.55),
        ("a bridge is not likely", "likely", 0.20, 0.45),
        ("the bridge isn’t very likely", "very likely", 0.05, 0.20),
        ("the bridge is likely to be rejected", "likely", 0.20, 0.45),
        ("the bridge will probably not be built", "probably", 0.20, 0.45),
        ("the bridge is unlikely to fail", "unlikely", 0.55, 0.80),
    ],
)
def test_a_word_of_probability_is_a_range_for_the_issue_as_it_is_named(
    quote: str, words: str, low: float, high: float
) -> None:
    (found,) = find_expectations([assess(quote)])
    assert (found.words, found.low, found.high) == (words, pytest.approx(low), pytest.approx(high))


@pytest.mark.parametrize(
    "statement",
    [
        assess("the bridge may be built"),
        assess("Amber is likely to reject the bridge", act=Act.REJECT, stance=Stance.OPPOSE),
        assess("Amber is likely to reject the bridge", stance=Stance.OPPOSE),
        assess("a bridge is likely if tolls fall", condition=(ConditionKind.IF, "if tolls fall")),
    ],
    ids=["no word of probability", "no assessment", "a stance of its own", "a condition"],
)
def test_what_tells_a_position_or_depends_is_no_expectation(statement: Statement) -> None:
    assert find_expectations([statement]) == ()


def test_one_passage_for_several_parties_counts_once() -> None:
    document = make_document("A bridge is likely.")
    told = [
        make_statement(document, "A bridge is likely", party, "bridge", Act.ASSESS, Stance.NEUTRAL)
        for party in ("amber", "birch")
    ]
    assert [e.statement.party for e in find_expectations(told)] == ["amber"]
