"""Distances over time: on every day those of the table as of that day, and no trend without two days."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given

from detente.analyses import measure_distances
from detente.analyses.courses import compare_whole, trace_gaps
from detente.model import Act, Stance, Trend
from detente.positions import fold_positions
from detente.positions.course import follow_positions
from tests.factories import LAW, make_document, make_reading, make_statement, negotiations

SOME_DAYS = [date(2031, 2, 27) + timedelta(days=n) for n in range(13)]
MARCH_1, MARCH_5, MARCH_9 = date(2031, 3, 1), date(2031, 3, 5), date(2031, 3, 9)
ACTS = {Stance.SUPPORT: Act.DEMAND, Stance.OPEN: Act.CONSIDER, Stance.OPPOSE: Act.REJECT}


def report(day: date | None, *said: tuple[str, Stance], issue: str = "tolls"):
    """One sentence a party."""
    text = " ".join(f"{party.title()} spoke on {day} of {issue} as {stance}." for party, stance in said)
    document = make_document(text, published=day)
    statements = [
        make_statement(
            document, f"{party.title()} spoke on {day} of {issue} as {stance}", party, issue, ACTS[stance], stance
        )
        for party, stance in said
    ]
    return make_reading(document, statements)


@LAW
@given(negotiations())
def test_the_distance_on_each_day_is_that_of_the_table_as_of_that_day(reports):
    courses = {c.issue: c for c in trace_gaps(follow_positions(reports))}
    for day in SOME_DAYS:
        measured = {d.issue: d.apart for d in measure_distances(fold_positions(reports, as_of=day))}
        for issue, course in courses.items():
            held = [gap.apart for gap in course.gaps if gap.since is None or gap.since <= day]
            assert (held[-1] if held else None) == measured.get(issue)
        assert {issue for issue, apart in measured.items() if apart is not None} <= courses.keys()


@LAW
@given(negotiations())
def test_one_day_tells_no_trend(reports):
    for course in trace_gaps(follow_positions(reports)):
        if len(course.heard) < 2:
            dated_after_undated = course.gaps[0].since is None and course.heard
            assert course.trend is None or dated_after_undated
        if course.trend is Trend.UNCHANGED:
            assert len(course.gaps) == 1
        assert (course.since is not None) <= (course.trend is not None)


def test_nearer_farther_and_unchanged_have_their_day():
    hall, mill = ("hall", Stance.SUPPORT), ("mill", Stance.OPPOSE)
    (nearer,) = trace_gaps(follow_positions([report(MARCH_1, hall, mill), report(MARCH_5, ("mill", Stance.OPEN))]))
    assert ([g.apart for g in nearer.gaps], nearer.trend, nearer.since) == ([2.0, 1.0], Trend.CLOSER, MARCH_5)
    (still,) = trace_gaps(follow_positions([report(MARCH_1, hall, mill), report(MARCH_5, hall)]))
    assert ([g.apart for g in still.gaps], still.trend, still.since) == ([2.0], Trend.UNCHANGED, MARCH_1)
    (farther,) = trace_gaps(follow_positions([report(MARCH_1, hall, ("mill", Stance.SUPPORT)), report(MARCH_9, mill)]))
    assert (farther.trend, farther.since, farther.gaps[-1].joined) == (Trend.APART, MARCH_9, ())


def test_a_distance_that_grew_because_one_more_was_heard_says_so():
    reports = [
        report(MARCH_1, ("hall", Stance.SUPPORT), ("mill", Stance.OPEN)),
        report(MARCH_5, ("weir", Stance.OPPOSE)),
    ]
    (course,) = trace_gaps(follow_positions(reports))
    assert (course.trend, course.gaps[-1].joined) == (Trend.APART, ("weir",))


def test_one_party_alone_has_no_distance():
    assert trace_gaps(follow_positions([report(MARCH_1, ("hall", Stance.SUPPORT))])) == ()


def test_the_whole_table_compares_like_with_like():
    hall, mill = ("hall", Stance.SUPPORT), ("mill", Stance.OPPOSE)
    reports = [
        report(MARCH_1, hall, mill),
        report(MARCH_5, ("mill", Stance.OPEN), ("weir", Stance.OPPOSE)),
        report(MARCH_9, hall, mill, issue="border"),
    ]
    whole = compare_whole(follow_positions(reports), MARCH_1, MARCH_9)
    assert whole is not None
    assert (whole.issues, whole.before, whole.now, whole.trend) == (1, 2.0, 1.0, Trend.CLOSER)
    assert compare_whole(follow_positions(reports[:1]), MARCH_5, MARCH_9) is not None
    assert compare_whole(follow_positions(reports[2:]), MARCH_1, MARCH_9) is None
