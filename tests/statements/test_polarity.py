"""Denied refusals."""

import pytest

from detente.model import Act, Stance
from detente.statements.polarity import read_complaint, read_denied_refusal, read_refusal, read_withdrawal


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


@pytest.mark.parametrize(
    "quote", ["the offer would no longer be on the table", "shortfalls of 200 bags are no longer valid"]
)
def test_what_is_no_longer_on_the_table_is_refused(quote: str) -> None:
    for act in (Act.CONSIDER, Act.ASSESS, Act.PROPOSE):
        assert read_withdrawal(quote, act, Stance.OPEN) == (Act.REJECT, Stance.OPPOSE)


def test_who_asks_another_to_reconsider_a_decision_is_against_it() -> None:
    assert read_withdrawal("to reconsider the new decision", Act.DEMAND, Stance.SUPPORT) == (Act.DEMAND, Stance.OPPOSE)
    for quote in ("to withdraw the troops", "reconsider joining", "the plan is no longer young"):
        assert read_withdrawal(quote, Act.DEMAND, Stance.SUPPORT) == (Act.DEMAND, Stance.SUPPORT)


@pytest.mark.parametrize(
    "quote", ["the firm for refusing to meet", "Mill of failing to free them", "the state over its reluctance to pay"]
)
def test_who_complains_that_nothing_is_done_wants_it_done(quote: str) -> None:
    assert read_complaint(quote, Act.ACCUSE, Stance.OPPOSE) == (Act.ACCUSE, Stance.SUPPORT)
    assert read_complaint(quote, Act.REPORT, Stance.OPPOSE) == (Act.REPORT, Stance.OPPOSE)


def test_a_complaint_about_a_deed_is_against_it() -> None:
    assert read_complaint("Mill of shelling the town", Act.ACCUSE, Stance.OPPOSE) == (Act.ACCUSE, Stance.OPPOSE)
