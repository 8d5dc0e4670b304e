"""A stretch keeps its party's own clause and loses another's."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.statements.readers.clauses import own_clause


def cut(sentence: str, own: str, *others: str) -> str:
    def places(*names: str) -> list[tuple[int, int]]:
        return sorted((m.start(), m.end()) for name in names for m in re.finditer(re.escape(name), sentence))

    start, end = own_clause(sentence, places(own), places(*others), 0, len(sentence))
    return sentence[start:end]


LIKE = "Kyiv would like the plant back, but Moscow is likely to reject this option"
RULED = "Washington has ruled out peacekeepers, but several countries, led by France, are considering them"


def test_each_party_keeps_its_own_clause() -> None:
    assert cut(LIKE, "Kyiv", "Moscow") == "Kyiv would like the plant back"
    assert cut(LIKE, "Moscow", "Kyiv") == "Moscow is likely to reject this option"
    assert cut(RULED, "Washington", "several countries") == "Washington has ruled out peacekeepers"
    assert cut(RULED, "several countries", "Washington") == "several countries, led by France, are considering them"


def test_a_clause_of_another_that_names_the_party_as_its_object_is_cut() -> None:
    sees = "While Ukraine sees membership as a goal, Putin is opposed to it, with Trump saying Ukraine cannot join"
    assert cut(sees, "Ukraine", "Putin", "Trump") == "While Ukraine sees membership as a goal"
    wants = "Ukraine wants the plant back, Russia has refused, and Ukraine has appealed"
    assert cut(wants, "Ukraine", "Russia") == wants


@pytest.mark.parametrize(
    ("sentence", "own", "other"),
    [
        ("Moscow wants Kyiv, Washington and Paris to recognise it", "Moscow", "Kyiv"),
        ("The union rejected the offer, and called it an insult to Ford", "The union", "Ford"),
        ("Moscow and Kyiv accuse each other, while talks go on", "Moscow", "Kyiv"),
        ("Moscow will sign, but only after Kyiv withdraws", "Moscow", "Kyiv"),
    ],
)
def test_lists_objects_and_conditions_are_not_cut(sentence: str, own: str, other: str) -> None:
    assert cut(sentence, own, other) == sentence


def test_a_stretch_that_does_not_name_its_party_stays_whole() -> None:
    assert own_clause("it will go, but Kyiv is against it", [], [(16, 20)], 0, 34) == (0, 34)


@given(st.text(alphabet="ABab ,;but while", max_size=50), st.data())
def test_what_is_kept_lies_inside_the_stretch(sentence: str, data: st.DataObject) -> None:
    edge = st.integers(0, len(sentence))
    start, end = sorted((data.draw(edge), data.draw(edge)))
    names = st.lists(st.tuples(edge, edge).map(lambda p: (min(p), max(p))), max_size=3)
    a, b = own_clause(sentence, sorted(data.draw(names)), sorted(data.draw(names)), start, end)
    assert start <= a <= b <= end
