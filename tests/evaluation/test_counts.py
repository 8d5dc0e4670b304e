"""Counting by hand, and laws that every count keeps."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.brief.readings import reading_record
from detente.evaluation.annotation import Annotation, annotate
from detente.evaluation.confusion import confuse_acts, confuse_stances
from detente.evaluation.counts import Counts, Found, Judged, count
from detente.evaluation.evaluation import compare
from detente.evaluation.figures import measure
from detente.evaluation.gold import Gold
from detente.evaluation.gold_format import parse_gold
from detente.model import Act, Reading, Stance
from detente.pipeline import find
from tests.evaluation.samples import GOLD, READ, TEXT, annotation, changed, statement
from tests.factories import LAW, PARTIES, readings


def gold_of(reading: Reading) -> Gold:
    """The annotation of somebody who found exactly what the reader found."""
    found = find([reading])
    record = reading_record(
        reading,
        commitments=found.commitments,
        allegations=found.allegations,
        contradictions=found.contradictions,
        outlook=found.outlook,
    )
    return Gold(
        document=reading.document, annotation=parse_gold(json.dumps(record), reading.document.text, where="drawn")
    )


@st.composite
def disturbed(draw: st.DrawFn) -> tuple[str, Annotation, Annotation]:
    """A text, its annotation, and one that differs from it in any way."""
    reading = draw(readings())
    gold = gold_of(reading).annotation
    read = []
    for kept in annotate(reading, find([reading])).statements:
        change = draw(st.sampled_from(("keep", "drop", "act", "stance", "party", "issue", "quote", "twice")))
        if change == "act":
            kept = replace(kept, act=draw(st.sampled_from(Act)))
        elif change == "stance":
            kept = replace(kept, stance=draw(st.sampled_from(Stance)))
        elif change == "party":
            kept = replace(kept, party=draw(st.sampled_from([*(party.name for party in PARTIES), "Nobody"])))
        elif change == "issue":
            kept = replace(kept, issue=draw(st.sampled_from(["tolls", "another"])))
        elif change == "quote":
            assert kept.span
            kept = replace(
                kept, span=replace(kept.span, start=kept.span.start + draw(st.integers(0, len(kept.span) - 1)))
            )
        read += [kept] * {"drop": 0, "twice": 2}.get(change, 1)
    return reading.document.text, gold, replace(gold, statements=tuple(read))


@LAW
@given(readings())
def test_a_reading_that_says_what_is_annotated_is_right_in_everything(reading):
    result = compare(gold_of(reading), reading)
    assert {figure.value for figure in result.figures.values()} <= {1.0, None}
    assert result.sentences == ()


@LAW
@given(disturbed())
def test_every_figure_lies_between_0_and_1(drawn):
    for figure in measure(count(*drawn)[0]).values():
        assert all(value is None or 0 <= value <= 1 for value in (figure.value, figure.precision, figure.recall))


@LAW
@given(disturbed(), st.randoms(use_true_random=False))
def test_the_order_of_statements_does_not_matter_to_what_is_found(drawn, random):
    text, gold, read = drawn
    shuffled = [
        replace(side, statements=tuple(random.sample(side.statements, len(side.statements)))) for side in (gold, read)
    ]
    before, after = count(text, gold, read)[0], count(text, *shuffled)[0]
    for name in ("statement", "triple", "issue_pairs", "act", "act_lenient", "stance", "stance_lenient"):
        assert getattr(before, name) == getattr(after, name)


@LAW
@given(disturbed(), st.integers(0))
def test_taking_a_right_statement_away_never_raises_recall(drawn, number):
    text, gold, read = drawn
    counts, matching = count(text, gold, read)
    if matching.pairs:
        gone = matching.pairs[number % len(matching.pairs)].read
        left = list(read.statements)
        left.remove(gone)
        poorer = count(text, gold, replace(read, statements=tuple(left)))[0]
        assert poorer.statement.found <= counts.statement.found


@LAW
@given(disturbed())
def test_each_statement_is_paired_missed_or_invented_once(drawn):
    _, gold, read = drawn
    counts, matching = count(*drawn)
    assert len(matching.pairs) + len(matching.missed) == len(gold.statements)
    assert len(matching.pairs) + len(matching.invented) == len(read.statements)
    for confusion, right in (
        (confuse_acts(matching.pairs), counts.act.right),
        (confuse_stances(matching.pairs), counts.stance.right),
    ):
        assert sum(map(sum, confusion.rows)) == len(matching.pairs)
        assert sum(row[place] for place, row in enumerate(confusion.rows)) == right


@LAW
@given(disturbed())
def test_two_texts_count_as_much_as_both_of_them(drawn):
    counts = count(*drawn)[0]
    assert counts + Counts() == counts
    assert measure(counts + counts)["statement"].value == pytest.approx(measure(counts)["statement"].value)


def test_what_was_counted_by_hand() -> None:
    counts, matching = count(TEXT, annotation(GOLD), annotation(READ))
    assert matching.issues == {"a": "tolls", "b": "meeting"}
    assert counts == Counts(
        statement=Found(gold=4.5, found=3, read=4.5, right=3),
        cell=Found(gold=4, found=2, read=4, right=2),  # Birch is read as open, Dune is not annotated
        triple=Found(gold=5, found=3, read=5, right=3),
        issue_pairs=Found(gold=1, found=1, read=1, right=1),
        agreements=Found(gold=1, found=1, read=2, right=1),
        violations=Found(gold=1, found=0, read=1, right=0),  # it names no accuser
        contradictions=Found(gold=1, found=1, read=1, right=1),
        act=Judged(right=1, asked=3),
        act_lenient=Judged(right=3, asked=3),
        stance=Judged(right=2, asked=3),
        stance_lenient=Judged(right=2, asked=3),
        speaker=Judged(right=3, asked=3),
        target=Judged(right=2, asked=3),
        condition=Judged(right=1, asked=1),
        hedged=Judged(right=2, asked=3),
        grounded=Judged(right=5, asked=5),
    )
    figures = measure(counts)
    assert figures["statement"].value == pytest.approx(2 / 3)
    assert figures["agreements"].precision == 0.5
    assert figures["agreements"].recall == 1.0
    assert figures["agreements"].value == pytest.approx(2 / 3)


def test_acts_and_stances_that_are_taken_for_others_stand_in_their_row_and_column() -> None:
    pairs = count(TEXT, annotation(GOLD), annotation(READ))[1].pairs
    acts, stances = confuse_acts(pairs), confuse_stances(pairs)
    assert acts.labels == ("demand", "propose", "agree", "reject", "commit")
    assert acts.rows[0] == (0, 1, 0, 0, 0)
    assert acts.rows[3] == (0, 0, 0, 1, 0)
    assert stances.labels == ("support", "oppose", "open")
    assert stances.rows == ((2, 0, 0), (0, 0, 1), (0, 0, 0))


def test_nothing_to_be_right_about_gives_no_figure() -> None:
    nothing = annotation({"statements": []})
    assert {figure.value for figure in measure(count(TEXT, nothing, nothing)[0]).values()} == {None}


def test_what_is_read_where_nothing_is_annotated_is_wrong() -> None:
    figures = measure(count(TEXT, annotation({"statements": []}), annotation(READ))[0])
    assert figures["statement"].value == figures["statement"].precision == 0.0
    assert figures["statement"].recall is None


def test_nothing_read_has_no_precision_and_finds_nothing() -> None:
    figures = measure(count(TEXT, annotation(GOLD), annotation({"statements": []}))[0])
    assert figures["cell"].value == figures["cell"].recall == 0.0
    assert figures["cell"].precision is None
    assert figures["act"].value is None


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("Amber demands", True),
        ("demands lower tolls if the strait", True),
        ("Amber dem", False),
        ("Birch rejects", False),
    ],
)
def test_quotes_are_the_same_where_they_share_half_of_the_shorter_one(quote: str, found: bool) -> None:
    gold = changed(statements=GOLD["statements"][:1])
    read = changed(statements=[statement("Amber", quote, "tolls", "demand", "support")])
    assert bool(count(TEXT, annotation(gold), annotation(read))[1].pairs) is found


def test_the_cell_holds_the_last_stance_that_is_a_position() -> None:
    told = [
        statement("Amber", "demands lower tolls", "tolls", "demand", "support"),
        statement("Amber", "agreed to meet in May", "tolls", "reject", "oppose"),
        statement("Amber", "on Monday", "tolls", "report-fact", "neutral"),
    ]
    gold = annotation(changed(statements=told))
    turned = replace(gold, statements=tuple(gold.statements[place] for place in (1, 0, 2)))
    assert count(TEXT, gold, gold)[0].cell == Found(gold=1, found=1, read=1, right=1)
    assert count(TEXT, gold, turned)[0].cell == Found(gold=1, found=0, read=1, right=0)


def test_a_quote_that_the_text_lacks_is_not_grounded() -> None:
    gold = annotation(GOLD)
    made_up = replace(
        gold, statements=(replace(gold.statements[0], quote="demands higher tolls"), *gold.statements[1:])
    )
    assert count(TEXT, gold, made_up)[0].grounded == Judged(right=4, asked=5)
