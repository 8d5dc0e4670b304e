"""What changed between two days."""

from __future__ import annotations

from datetime import date

from hypothesis import given

from detente import pipeline
from detente.analyses.changes import find_changes
from detente.model import Act, Reading, Stance
from detente.model.change import Changes
from detente.pipeline import Findings
from tests.factories import LAW, make_document, make_reading, make_statement, negotiations


def report(day: int, *told: tuple[str, str, str, Act, Stance]) -> Reading:
    document = make_document(
        " ".join(f"{words}." for words, *_ in told), name=f"day {day}", published=date(2024, 3, day)
    )
    return make_reading(document, [make_statement(document, *one) for one in told])


def compare(before: Findings, after: Findings) -> Changes:
    return find_changes(
        (before.table, before.contradictions, before.commitments, before.allegations),
        (after.table, after.contradictions, after.commitments, after.allegations),
        reports=len(after.readings) - len(before.readings),
    )


FIRST = report(1, ("Amber rejects the bridge", "amber", "bridge", Act.REJECT, Stance.OPPOSE))
SECOND = report(
    9,
    ("Amber now accepts the bridge", "amber", "bridge", Act.ACCEPT, Stance.SUPPORT),
    ("Birch wants lower tolls", "birch", "tolls", Act.DEMAND, Stance.SUPPORT),
)


def test_who_moved_is_told_with_the_words_that_carry_it() -> None:
    changes = compare(pipeline.find([FIRST]), pipeline.find([FIRST, SECOND]))
    (move,) = changes.moves
    assert (move.party, move.issue, move.before, move.after) == (
        "amber",
        "bridge",
        (Stance.OPPOSE,),
        (Stance.SUPPORT,),
    )
    assert [s.evidence.quote for s in move.statements] == ["Amber now accepts the bridge"]
    assert [(m.party, m.issue, m.before) for m in changes.heard] == [("birch", "tolls", ())]
    assert changes.reports == 1


def test_the_same_stance_said_again_is_no_move() -> None:
    again = report(9, ("Amber rejects the bridge once more", "amber", "bridge", Act.REJECT, Stance.OPPOSE))
    changes = compare(pipeline.find([FIRST]), pipeline.find([FIRST, again]))
    assert (changes.moves, changes.heard, changes.reports) == ((), (), 1)


@LAW
@given(negotiations(dated=True))
def test_nothing_changes_between_a_day_and_itself(reports: list[Reading]) -> None:
    found = pipeline.find(reports)
    changes = compare(found, found)
    assert changes == Changes(moves=(), heard=(), contradictions=(), commitments=(), allegations=(), reports=0)


@LAW
@given(negotiations(dated=True))
def test_from_nothing_everything_is_first_heard(reports: list[Reading]) -> None:
    found = pipeline.find(reports)
    changes = compare(pipeline.find([]), found)
    placed = [p for p in found.table.positions if set(p.stances) != {Stance.NEUTRAL}]
    assert [(m.party, m.issue) for m in changes.heard] == [(p.party, p.issue) for p in placed]
    assert not changes.moves
    assert [p.commitment for p in changes.commitments] == list(found.commitments)
    assert changes.allegations == found.allegations
