"""What the word lists see in a sentence, place by place."""

import numpy as np
import pytest

from detente.model import Act
from detente.statements.readers.lexical import ACTS, SIZE, SentenceWords

SENTENCE = "Norland rejected the toll, but Sudria said it would likely accept a lower one if the crossing reopens."
REJECTION = (0, SENTENCE.index(","))
ACCEPTANCE = (SENTENCE.index("it would"), len(SENTENCE) - 1)
SAID, NEGATION, HEDGE, NEGATION_OUT, HEDGE_OUT, IF, IF_OUT, MARK = range(2 * len(ACTS), SIZE)


def test_there_is_one_number_a_place_and_all_are_zero_or_one() -> None:
    features = SentenceWords(SENTENCE).features(*REJECTION)
    assert features.shape == (SIZE,)
    assert features.dtype == np.float32
    assert set(features.tolist()) <= {0.0, 1.0}


@pytest.mark.parametrize(("span", "inside"), [(REJECTION, True), (ACCEPTANCE, False)])
def test_a_cue_is_counted_inside_the_span_that_holds_it_and_outside_every_other(
    span: tuple[int, int], inside: bool
) -> None:
    features = SentenceWords(SENTENCE).features(*span)
    reject = ACTS.index(Act.REJECT)
    assert features[reject] == float(inside)
    assert features[len(ACTS) + reject] == float(not inside)


def test_a_verb_of_saying_counts_only_where_it_stands_outside_the_span() -> None:
    words = SentenceWords(SENTENCE)
    assert words.features(*ACCEPTANCE)[SAID] == 1.0
    assert words.features(0, len(SENTENCE))[SAID] == 0.0


def test_hedges_and_conditions_are_told_apart_by_place() -> None:
    words = SentenceWords(SENTENCE)
    inside, outside = words.features(*ACCEPTANCE), words.features(*REJECTION)
    assert (inside[HEDGE], inside[HEDGE_OUT]) == (1.0, 0.0)
    assert (outside[HEDGE], outside[HEDGE_OUT]) == (0.0, 1.0)
    assert (inside[IF], inside[IF_OUT]) == (1.0, 0.0)
    assert (outside[IF], outside[IF_OUT]) == (0.0, 1.0)


def test_a_negation_is_no_hedge() -> None:
    sentence = "Sudria will not open the crossing."
    features = SentenceWords(sentence).features(0, len(sentence))
    assert (features[NEGATION], features[HEDGE]) == (1.0, 0.0)
    assert SentenceWords(sentence).features(len(sentence) - 9, len(sentence))[NEGATION_OUT] == 1.0


@pytest.mark.parametrize("mark", ["“", '"'])
def test_a_quotation_mark_right_at_the_start_of_the_span_is_seen(mark: str) -> None:
    sentence = f"Brook said {mark}the crossing stays shut” on Monday."
    start = sentence.index("the crossing")
    assert SentenceWords(sentence).features(start, start + 10)[MARK] == 1.0
    assert SentenceWords(sentence).features(start - 1, start + 10)[MARK] == 1.0
    assert SentenceWords(sentence).features(0, 5)[MARK] == 0.0


def test_a_sentence_without_cues_gives_nothing() -> None:
    assert not SentenceWords("Grey hills beyond the old village.").features(0, 10).any()
