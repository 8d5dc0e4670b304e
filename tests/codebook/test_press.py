"""Outlets are told from parties, and a state's own from independent ones."""

from __future__ import annotations

import pytest

from detente.codebook.gazetteer import load_gazetteer
from detente.codebook.press import load_press
from detente.codebook.schemes import read_data


@pytest.mark.parametrize(
    ("phrase", "owner"),
    [
        ("the state news agency IRNA", "ir"),
        ("the official Xinhua News Agency", "cn"),
        ("KCNA", "kp"),
        ("Reuters", None),
        ("a New York Times report", None),
        ("the Wall Street Journal", None),
        ("The Hill newspaper", None),
    ],
)
def test_an_outlet_is_known_however_it_is_dressed(phrase: str, owner: str | None) -> None:
    assert load_press().is_outlet(phrase)
    assert load_press().owner(phrase) == owner


@pytest.mark.parametrize(
    "phrase",
    ["the New York Times Guild", "Iran", "the hill", "a Reuters employees’ union", "Times Square", "the agency", ""],
)
def test_others_are_no_outlets(phrase: str) -> None:
    assert not load_press().is_outlet(phrase)
    assert load_press().owner(phrase) is None


def test_owners_are_states_of_the_gazetteer() -> None:
    assert [owner for owner in read_data("press")["state"] if not load_gazetteer().is_state(owner)] == []
