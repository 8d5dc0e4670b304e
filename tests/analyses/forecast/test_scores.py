"""Scores against their definitions."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.analyses.forecast import brier, calibration, calibration_error, crps, interval_coverage
from detente.errors import AnalysisError
from tests.analyses.forecast.contests import points
from tests.factories import LAW


@st.composite
def distributions(draw):
    """Probabilities of 0..100, most of them on a few points."""
    odds = np.full(101, draw(st.sampled_from([0.0, 0.001])))
    for point in draw(st.lists(st.integers(0, 100), min_size=1, max_size=6)):
        odds[point] += draw(st.floats(0.05, 1))
    return odds / odds.sum()


@LAW
@given(st.integers(0, 100), points)
def test_crps_of_a_certain_point_is_the_absolute_error(point, outcome):
    certain = np.zeros(101)
    certain[point] = 1
    assert crps(certain, outcome) == pytest.approx(abs(point - outcome), abs=1e-9)


@LAW
@given(distributions(), points)
def test_crps_is_its_integral(chances, outcome):
    """Summed over ten thousand slices of the scale."""
    step = 0.01
    at = np.arange(step / 2, 100, step)
    reached = np.cumsum(chances)[at.astype(int)]
    assert crps(chances, outcome) == pytest.approx(((reached - (at >= outcome)) ** 2).sum() * step, abs=0.02)


@LAW
@given(distributions(), st.integers(0, 100))
def test_crps_is_the_expected_error_less_half_the_expected_spread(chances, outcome):
    """The form of Gneiting and Raftery (2007)."""
    at = np.arange(101)
    error = chances @ np.abs(at - outcome)
    spread = chances @ np.abs(at[:, None] - at[None, :]) @ chances
    assert crps(chances, outcome) == pytest.approx(error - spread / 2, abs=1e-9)


@LAW
@given(distributions(), distributions())
def test_the_truth_scores_best_on_average(truth, other):
    def expected(said):
        return sum(chance * crps(said, outcome) for outcome, chance in enumerate(truth))

    assert expected(truth) <= expected(other) + 1e-9


@LAW
@given(st.floats(0, 1), st.booleans())
def test_brier_of_a_yes_or_no_question_is_twice_the_squared_error(chance, came):
    assert brier([1 - chance, chance], happened=int(came)) == pytest.approx(2 * (chance - came) ** 2)


@LAW
@given(distributions(), st.integers(0, 100))
def test_brier_is_the_squared_distance_to_what_happened(chances, happened):
    expected = sum((chance - (event == happened)) ** 2 for event, chance in enumerate(chances))
    assert brier(chances, happened) == pytest.approx(expected)


def test_coverage_counts_the_ends_of_an_interval():
    assert interval_coverage([10, 10, 10, 10], [20, 20, 20, 20], [10, 20, 21, 9.9]) == 0.5


def test_calibration_groups_events_by_what_was_said():
    bins = calibration([0.1, 0.15, 0.8, 1.0], [False, True, True, True], bins=5)
    assert [(b.forecasts, b.stated, b.observed) for b in bins] == [
        (2, pytest.approx(0.125), 0.5),
        (2, pytest.approx(0.9), 1.0),
    ]
    assert calibration_error(bins) == pytest.approx((0.375 + 0.1) / 2)
    assert calibration([], []) == ()


@LAW
@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=30), st.integers(1, 12))
def test_every_event_is_in_one_bin_and_the_means_are_kept(events, bins):
    chances, came = zip(*events, strict=True)
    grouped = calibration(chances, came, bins=bins)
    assert sum(b.forecasts for b in grouped) == len(events)
    assert sum(b.forecasts * b.stated for b in grouped) == pytest.approx(sum(chances))
    assert sum(b.forecasts * b.observed for b in grouped) == pytest.approx(sum(came))
    assert 0 <= calibration_error(grouped) <= 1


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda: crps([0.5, 0.5], 1), "2 probabilities where 101"),
        (lambda: crps([1 / 101] * 101, 101), "the outcome is 101"),
        (lambda: crps([1 / 101] * 101, math.nan), "the outcome is nan"),
        (lambda: crps([], 1), "at least one event"),
        (lambda: brier([0.7, 0.7], 0), "sum to 1.4"),
        (lambda: brier([1.5, -0.5], 0), "below 0"),
        (lambda: brier([math.nan, 1], 0), "sum to nan"),
        (lambda: brier([0.5, 0.5], 2), "event 2 happened; expected one of 0 to 1"),
        (lambda: brier([0.5, 0.5], -1), "event -1"),
        (lambda: interval_coverage([], [], []), "as many of each"),
        (lambda: interval_coverage([1], [2, 3], [1]), "as many of each"),
        (lambda: interval_coverage([3], [2], [1]), "ends before it begins"),
        (lambda: interval_coverage([math.nan], [2], [1]), "not a finite number"),
        (lambda: calibration([0.5], []), "as many of each"),
        (lambda: calibration([1.5], [True]), "no number from 0 to 1"),
        (lambda: calibration([0.5], [True], bins=0), "0 bins"),
        (lambda: calibration_error(()), "no event"),
    ],
)
def test_what_cannot_be_scored_is_refused_by_name(ask, says):
    with pytest.raises(AnalysisError, match=says):
        ask()
