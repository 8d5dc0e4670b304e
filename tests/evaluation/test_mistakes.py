"""Which sentences are read worst, and why."""

from __future__ import annotations

from detente.evaluation.counts import count
from detente.evaluation.evaluation import compare
from detente.evaluation.gold import Gold
from detente.evaluation.mistakes import MistakeKind, WrongSentence, find_wrong_sentences, rank_sentences
from detente.model import Act, Stance
from tests.evaluation.samples import GOLD, READ, TEXT, annotation, changed, statement
from tests.factories import make_document, make_reading, make_statement, split

DOCUMENT = make_document(TEXT)


def wrong(gold: dict[str, object], read: dict[str, object]) -> tuple[WrongSentence, ...]:
    """The wrong sentences of a reading."""
    sides = annotation(gold), annotation(read)
    return find_wrong_sentences(DOCUMENT, split(TEXT), *sides, count(TEXT, *sides)[1])


def told(gold: list[dict[str, object]], read: list[dict[str, object]]) -> list[tuple[str, str, str]]:
    """Kind, party and reason of every mistake."""
    return [
        (mistake.kind.value, mistake.party, mistake.reason)
        for sentence in wrong(changed(statements=gold), changed(statements=read))
        for mistake in sentence.mistakes
    ]


def test_a_reading_is_told_sentence_by_sentence_what_is_wrong() -> None:
    assert [
        (s.number, [(m.kind.value, m.party, m.reason) for m in s.mistakes], s.weight) for s in wrong(GOLD, READ)
    ] == [
        (2, [("wrong stance", "Birch", "read as open")], 0.5),
        (
            3,
            [
                ("missed", "Cedar", "the party was never found"),
                ("invented", "The Amber", "nothing is annotated for the party here"),
            ],
            1.0,
        ),
        (
            4,
            [
                ("missed", "Birch", "credited to Dune instead"),
                ("invented", "Dune", "the party is not annotated"),
            ],
            2.0,
        ),
    ]


def test_the_worst_sentence_comes_first_and_is_shown_whole() -> None:
    worst = rank_sentences(wrong(GOLD, READ))
    assert [sentence.number for sentence in worst] == [4, 3, 2]
    assert worst[0].quote == "Amber and Birch agreed to meet in May."


def test_a_party_that_is_found_elsewhere_states_nothing_here() -> None:
    demand, rejection = GOLD["statements"][:2]
    assert told([demand, rejection], [rejection]) == [
        ("missed", "Amber", "the party was found, but nothing read for it here")
    ]


def test_one_statement_read_for_two_that_are_annotated_and_the_other_way_round() -> None:
    one = statement("Amber", "demands lower tolls", "tolls", "demand", "support")
    two = statement("Amber", "demands lower tolls", "traffic", "demand", "support")
    assert told([one, two], [one]) == [("missed", "Amber", "read once, annotated more than once")]
    assert told([one], [one, two]) == [("invented", "Amber", "annotated once, read more than once")]


def test_words_credited_to_the_wrong_party_are_told_on_both_sides() -> None:
    ours = statement("Amber", "demands lower tolls", "tolls", "demand", "support")
    assert told([ours], [ours | {"party": "Birch"}]) == [
        ("missed", "Amber", "credited to Birch instead"),
        ("invented", "Birch", "annotated for Amber instead"),
    ]


def test_a_wrong_act_and_a_wrong_issue_are_told() -> None:
    demand, rejection = GOLD["statements"][:2]
    read = [demand | {"act": "threaten"}, rejection | {"issue": "traffic"}]
    assert told([demand, rejection], read) == [
        ("wrong act", "Amber", "read as threaten"),
        ("wrong issue", "Birch", "read as “More ships”"),
    ]


def test_words_that_the_reader_takes_for_no_sentence_stand_for_themselves() -> None:
    sides = annotation(GOLD), annotation({"statements": []})
    (first, *_) = find_wrong_sentences(DOCUMENT, (), *sides, count(TEXT, *sides)[1])
    assert (first.number, first.quote) == (None, "demands lower tolls")


def test_a_reading_is_compared_by_the_sentences_that_it_cuts() -> None:
    reading = make_reading(
        DOCUMENT, [make_statement(DOCUMENT, "demands lower tolls", "amber", "tolls", Act.REJECT, Stance.OPPOSE)]
    )
    result = compare(Gold(document=DOCUMENT, annotation=annotation(GOLD)), reading)
    assert (result.annotated, result.read, result.counts.act.asked) == (5, 1, 1)
    assert [mistake.kind for mistake in result.sentences[0].mistakes] == [
        MistakeKind.WRONG_ACT,
        MistakeKind.WRONG_STANCE,
    ]
