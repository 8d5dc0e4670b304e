"""How far apart the parties stand."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.analyses import measure_distances
from detente.model import Act, Stance, Trend
from detente.positions import fold_positions
from tests.factories import LAW, make_document, make_reading, make_statement, negotiations

OPPOSE, OPEN, SUPPORT, NEUTRAL = Stance.OPPOSE, Stance.OPEN, Stance.SUPPORT, Stance.NEUTRAL
POINTS = {OPPOSE: 0.0, OPEN: 1.0, SUPPORT: 2.0}
MIRRORED = {OPPOSE: SUPPORT, SUPPORT: OPPOSE, OPEN: OPEN, NEUTRAL: NEUTRAL}


def report(stances: dict[str, list[Stance]], *, issue: str = "quota", day: date | None = None, **options):
    """A report in which each party takes its stances on one issue, in sentences of their own."""
    lines = [
        f"{party} speaks {number} on {issue} {day}" for party, held in stances.items() for number in range(len(held))
    ]
    document = make_document("\n".join(lines), published=day)
    said = zip(lines, ((party, stance) for party, held in stances.items() for stance in held), strict=True)
    return make_reading(
        document,
        [make_statement(document, line, party, issue, Act.DEMAND, stance, **options) for line, (party, stance) in said],
    )


def measure(*reports, **options):
    return measure_distances(fold_positions(reports), **options)


held = st.dictionaries(
    st.sampled_from("abcd"), st.lists(st.sampled_from(Stance), min_size=1, max_size=3), min_size=1, max_size=4
)


@LAW
@given(negotiations(), st.sampled_from([0.0, 0.6, 0.9]))
def test_points_lie_on_the_line_and_distances_between_its_ends(reports, unsure_under):
    for distance in measure(*reports, unsure_under=unsure_under):
        for mark in distance.marks:
            assert 0 <= mark.low <= mark.point <= mark.high <= 2
            assert mark.several == (mark.low != mark.high)
            assert all(s.origin.confidence >= unsure_under and s.stance in POINTS for s in mark.statements)
        assert (distance.apart is None) == (len(distance.marks) < 2)
        assert distance.apart is None or 0 <= distance.apart <= 2
        assert distance.marks


@LAW
@given(held)
def test_the_distance_is_that_of_the_two_parties_furthest_apart(stances):
    """Counted again pair by pair."""
    middles = []
    for stated in stances.values():
        points = [POINTS[s] for s in stated if s in POINTS]
        if points:
            middles.append((min(points) + max(points)) / 2)
    expected = max((abs(a - b) for a, b in combinations(middles, 2)), default=None)
    assert [d.apart for d in measure(report(stances))] == ([expected] if middles else [])


@LAW
@given(held)
def test_turning_every_stance_round_changes_no_distance(stances):
    turned = {party: [MIRRORED[s] for s in stated] for party, stated in stances.items()}
    assert [d.apart for d in measure(report(turned))] == [d.apart for d in measure(report(stances))]


@LAW
@given(negotiations())
def test_nearest_first_then_those_on_which_one_party_was_heard(reports):
    apart = [d.apart for d in measure(*reports)]
    measured = [a for a in apart if a is not None]
    assert measured == sorted(measured)
    assert apart == measured + [None] * (len(apart) - len(measured))


def test_a_party_with_two_stances_counts_at_the_middle():
    (distance,) = measure(report({"hall": [OPPOSE, OPEN], "mill": [SUPPORT]}))
    hall, mill = distance.marks
    assert (hall.low, hall.point, hall.high, hall.several) == (0, 0.5, 1, True)
    assert (mill.point, mill.several) == (2, False)
    assert distance.apart == 1.5


def test_silence_and_facts_alone_are_no_place_on_the_line():
    assert measure(report({"hall": [NEUTRAL], "mill": [NEUTRAL]})) == ()
    (distance,) = measure(report({"hall": [NEUTRAL], "mill": [OPEN]}))
    assert [m.party for m in distance.marks] == ["mill"]
    assert distance.apart is None


def test_unsure_statements_are_left_out():
    sure = report({"hall": [SUPPORT], "mill": [OPPOSE]}, confidence=0.4)
    unsure = report({"hall": [SUPPORT], "mill": [OPPOSE]}, confidence=0.39)
    assert measure(sure)[0].apart == 2
    assert measure(unsure) == ()
    assert measure(unsure, unsure_under=0.3)[0].apart == 2


def test_hedged_means_hedged_throughout_and_a_refusal_is_no_hedge():
    document = make_document("Hall may agree. Hall agrees. Mill could agree.")
    may = make_statement(document, "Hall may agree", "hall", "quota", Act.CONSIDER, OPEN, hedge="may")
    flat = make_statement(document, "Hall agrees", "hall", "quota", Act.ACCEPT, OPEN)
    could = make_statement(document, "Mill could agree", "mill", "quota", Act.CONSIDER, OPEN, hedge="could")
    (distance,) = measure(make_reading(document, [may, flat, could]))
    assert [m.hedged for m in distance.marks] == [False, True]


def test_issues_equally_far_apart_keep_the_order_of_the_table():
    reports = [report({"hall": [OPEN], "mill": [SUPPORT]}, issue=issue) for issue in ("zinc", "alum", "lead")]
    assert [d.issue for d in measure(*reports)] == ["zinc", "alum", "lead"]


@pytest.mark.parametrize(
    ("now", "trend"), [(OPEN, Trend.CLOSER), (OPPOSE, Trend.UNCHANGED), (SUPPORT, Trend.CLOSER), (None, None)]
)
def test_the_trend_compares_with_where_each_was_first_heard(now, trend):
    first = report({"hall": [OPPOSE], "mill": [SUPPORT]}, day=date(2031, 3, 1))
    later = [report({"hall": [now]}, day=date(2031, 3, 9))] if now else []
    (distance,) = measure(first, *later)
    assert distance.trend is trend


def test_parties_that_move_away_from_each_other_grow_apart():
    first = report({"hall": [OPEN], "mill": [OPEN]}, day=date(2031, 3, 1))
    later = report({"hall": [OPPOSE]}, day=date(2031, 3, 9))
    (distance,) = measure(first, later)
    assert (distance.apart, distance.trend) == (1, Trend.APART)


def test_a_party_heard_alone_has_no_trend():
    first = report({"hall": [OPEN]}, day=date(2031, 3, 1))
    later = report({"hall": [OPPOSE]}, day=date(2031, 3, 9))
    assert [d.trend for d in measure(first, later)] == [None]


def test_where_a_party_was_first_heard_its_acts_outweigh_reports_too():
    document = make_document("Hall will not sign. Hall signed once.", published=date(2031, 3, 1))
    first = make_reading(
        document,
        [
            make_statement(document, "Hall will not sign", "hall", "quota", Act.REJECT, OPPOSE),
            make_statement(document, "Hall signed once", "hall", "quota", Act.REPORT, SUPPORT),
        ],
    )
    mill = report({"mill": [SUPPORT]}, day=date(2031, 3, 2))
    later = report({"hall": [OPEN]}, day=date(2031, 3, 9))
    (distance,) = measure(first, mill, later)
    assert (distance.apart, distance.trend) == (1, Trend.CLOSER)
