"""Denied refusals."""

import pytest

from detente.model import Act, Stance
from detente.statements.polarity import read_denied_refusal


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
