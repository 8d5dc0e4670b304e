"""Positions over time: the steps of a course are the table's cells, day by day."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from detente.model import Act, Stance, Standing
from detente.positions import fold_positions
from detente.positions.course import follow_positions, trace_courses
from tests.factories import LAW, make_document, make_reading, make_statement, negotiations

SOME_DAYS = [date(2031, 2, 27) + timedelta(days=n) for n in range(13)]


def tell(words: str, act: Act, stance: Stance, day: date | None):
    document = make_document(f"{words}.", published=day)
    return make_reading(document, [make_statement(document, words, "hall", "tolls", act, stance)])


@LAW
@given(negotiations())
def test_the_step_that_holds_on_a_day_is_the_cell_of_the_table_as_of_that_day(reports):
    courses = trace_courses(follow_positions(reports))
    for day in SOME_DAYS:
        table = fold_positions(reports, as_of=day)
        held = {(c.party, c.issue): step for c in courses if (step := c.on(day))}
        assert held.keys() == {(p.party, p.issue) for p in table.positions}
        for position in table.positions:
            step = held[position.party, position.issue]
            assert (step.standing, set(step.stances)) == (position.standing, set(position.stances))
            assert {s.id for s in position.statements} <= {s.id for s in step.statements}


@LAW
@given(negotiations(), st.sampled_from(SOME_DAYS))
def test_a_cell_followed_to_a_day_ends_as_the_table_of_that_day(reports, day):
    table = fold_positions(reports, as_of=day)
    assert [cell[-1][1] for cell in follow_positions(reports, as_of=day)] == list(table.positions)


@LAW
@given(negotiations())
def test_steps_follow_one_another_without_gap_and_no_two_in_a_row_are_alike(reports):
    for course in trace_courses(follow_positions(reports)):
        assert course.steps[-1].until is None
        for step, after in zip(course.steps, course.steps[1:], strict=False):
            assert step.until == after.since
            assert (step.standing, set(step.stances)) != (after.standing, set(after.stances))
            assert all(day < after.since for day in step.told)
        assert all(step.since in step.told for step in course.steps if step.since)


@LAW
@given(negotiations(dated=True), st.randoms(use_true_random=False))
def test_the_order_in_which_dated_reports_are_given_does_not_matter(reports, random):
    shuffled = random.sample(reports, len(reports))
    assert follow_positions(shuffled) == follow_positions(reports)


def test_undated_reports_come_first_and_the_same_said_again_is_no_step():
    reports = [
        tell("Hall proposed them", Act.PROPOSE, Stance.SUPPORT, None),
        tell("Hall wants them", Act.DEMAND, Stance.SUPPORT, date(2031, 3, 2)),
        tell("Hall refuses them", Act.REJECT, Stance.OPPOSE, date(2031, 3, 5)),
    ]
    (course,) = trace_courses(follow_positions(reports))
    first, second = course.steps
    assert (first.since, first.until, first.stances) == (None, date(2031, 3, 5), (Stance.SUPPORT,))
    assert first.told == (date(2031, 3, 2),)
    assert [s.evidence.quote for s in first.statements] == ["Hall proposed them", "Hall wants them"]
    assert (second.since, second.until, second.standing) == (date(2031, 3, 5), None, Standing.SINGLE)
    assert course.moves == 1


def test_no_reports_have_no_course():
    assert trace_courses(follow_positions([])) == ()
