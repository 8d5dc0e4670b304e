"""Denied refusals."""

import pytest

from detente.model import Act, Stance
from detente.statements.polarity import read_denied_refusal, read_refusal


@pytest.mark.parametrize(
    "quote",
    [
        "membership had not been ruled out",
        "it has never excluded a joint fleet",
        "the union does not reject arbitration",
    ],
)
def test_who_has_not_refused_is_open(quote: str) -> None:
    assert read_denied_refusal(quote, Act.REJECT, Stance.OPPOSE) == (Act.CONSIDER, Stance.OPEN)


@pytest.mark.parametrize("quote", ["ruled out a joint fleet", "we will not accept it", "rejected the offer"])
def test_a_plain_refusal_stays_one(quote: str) -> None:
    assert read_denied_refusal(quote, Act.REJECT, Stance.OPPOSE) == (Act.REJECT, Stance.OPPOSE)


@pytest.mark.parametrize(
    "quote",
    [
        "Russia will not allow it to join",
        "we will never accept it",
        "This will not be the solution",
        "it won't sign",
        "it will not “allow” it",
    ],
)
def test_a_promise_not_to_is_a_refusal(quote: str) -> None:
    assert read_refusal(quote, Act.COMMIT, Stance.SUPPORT) == (Act.REJECT, Stance.OPPOSE)


@pytest.mark.parametrize(
    "quote",
    [
        "we will not give up the corridor",
        "they will not be able to regain it",
        "it will not block the deal",
        "we will sign",
    ],
)
def test_a_promise_not_to_step_back_is_none(quote: str) -> None:
    assert read_refusal(quote, Act.COMMIT, Stance.SUPPORT) == (Act.COMMIT, Stance.SUPPORT)


def test_other_acts_keep_their_reading() -> None:
    assert read_refusal("we will not sign", Act.THREATEN, Stance.OPEN) == (Act.THREATEN, Stance.OPEN)


@pytest.mark.parametrize("quote", ["they will definitely not hold elections", "that we will never sign"])
def test_a_forecast_of_ones_own_doings_is_a_refusal(quote: str) -> None:
    for stance in (Stance.NEUTRAL, Stance.OPPOSE):
        assert read_refusal(quote, Act.ASSESS, stance) == (Act.REJECT, Stance.OPPOSE)


@pytest.mark.parametrize(
    "quote", ["the talks will not succeed", "it will not be easy", "they will not be able to regain it"]
)
def test_a_forecast_of_anything_else_stays_one(quote: str) -> None:
    assert read_refusal(quote, Act.ASSESS, Stance.NEUTRAL) == (Act.ASSESS, Stance.NEUTRAL)
