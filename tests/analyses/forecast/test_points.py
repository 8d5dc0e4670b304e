"""Weighted means, medians, and the largest product of gains."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.analyses.forecast import (
    Loss,
    compromise_point,
    forecast_challenge,
    forecast_compromise,
    forecast_distribution,
    forecast_exchange,
    forecast_median,
    forecast_nash_bargaining,
    median_point,
    nash_bargaining_point,
    weighted_median_point,
)
from detente.errors import AnalysisError
from detente.model.forecast import ForecastMethod, IssueContest, OutcomeDistribution, PointForecast, Stake
from tests.analyses.forecast.contests import (
    contest_of,
    emission_standards,
    make_contest,
    points,
    shares,
    tables,
    to_years,
)
from tests.factories import LAW

WEIGHTED = [compromise_point, weighted_median_point]
METHODS = {
    "compromise": forecast_compromise,
    "median": lambda contest: forecast_median(contest, weighted=False),
    "weighted median": forecast_median,
    "Nash bargaining": lambda contest: forecast_nash_bargaining(replace(contest, reference=50.0)),
    "challenge": forecast_challenge,
    "exchange": lambda contest: forecast_exchange([contest]),
    "distribution": forecast_distribution,
}
every_method = pytest.mark.parametrize("forecast", METHODS.values(), ids=METHODS)


@LAW
@given(tables())
def test_no_point_forecast_lies_outside_of_the_positions(table):
    low, high = min(table[0]), max(table[0])
    for forecast in WEIGHTED:
        assert low <= forecast(*table) <= high
    assert low <= median_point(table[0]) <= high
    assert low - 1e-9 <= nash_bargaining_point(*table, reference=low) <= high + 1e-9


@LAW
@given(tables(), st.floats(0.1, 1))
def test_scaling_all_saliences_alike_changes_nothing(table, factor):
    placed, capabilities, saliences = table
    scaled = [factor * salience for salience in saliences]
    assert compromise_point(placed, capabilities, scaled) == pytest.approx(compromise_point(*table), abs=1e-9)
    settled = nash_bargaining_point(placed, capabilities, scaled, reference=20)
    assert settled == pytest.approx(nash_bargaining_point(*table, reference=20), abs=1e-6)


@LAW
@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_the_parties_changes_nothing(table, random):
    rows = list(zip(*table, strict=True))
    other = tuple(zip(*random.sample(rows, len(rows)), strict=True))
    for forecast in WEIGHTED:
        assert forecast(*other) == pytest.approx(forecast(*table), abs=1e-9)


@LAW
@given(tables())
def test_turning_the_scale_round_turns_the_answer_round(table):
    turned = ([100 - point for point in table[0]], *table[1:])
    assert compromise_point(*turned) == pytest.approx(100 - compromise_point(*table), abs=1e-9)
    assert median_point(turned[0]) == pytest.approx(100 - median_point(table[0]), abs=1e-9)
    assert weighted_median_point(*turned) == pytest.approx(100 - weighted_median_point(*table), abs=1e-9)
    settled = nash_bargaining_point(*turned, reference=70)
    assert settled == pytest.approx(100 - nash_bargaining_point(*table, reference=30), abs=1e-5)


@LAW
@given(tables())
def test_at_most_half_of_the_weight_lies_beyond_the_weighted_median(table):
    middle = weighted_median_point(*table)
    weights = [c * s for c, s in zip(*table[1:], strict=True)]
    for beyond in (lambda p: p < middle - 1e-9, lambda p: p > middle + 1e-9):
        assert sum(w for p, w in zip(table[0], weights, strict=True) if beyond(p)) <= sum(weights) / 2 + 1e-9


@LAW
@given(st.lists(points, min_size=1, max_size=9))
def test_with_equal_weights_both_medians_are_one(placed):
    equal = [0.5] * len(placed)
    assert weighted_median_point(placed, equal, equal) == pytest.approx(median_point(placed), abs=1e-9)


@LAW
@given(tables(most=5), points, st.sampled_from(Loss), st.floats(0, 2))
def test_no_other_outcome_has_a_larger_product_of_gains(table, reference, loss, cost):
    """Tried point by point."""

    def product(outcome):
        total = 0.0
        for point, capability, salience in zip(*table, strict=True):
            gain = (
                (abs(reference - point) / 100) ** loss.exponent + cost - (abs(outcome - point) / 100) ** loss.exponent
            )
            if gain <= 0:
                return -math.inf
            total += capability * salience * math.log(gain)
        return total

    settled = nash_bargaining_point(*table, reference=reference, loss=loss, disagreement_cost=cost)
    best = max(product(outcome / 4) for outcome in range(401))
    if best > -math.inf:
        assert product(settled) >= best - 1e-9


@LAW
@given(tables(), points)
def test_when_no_agreement_is_ruinous_nash_bargaining_is_the_compromise_or_the_weighted_median(table, reference):
    options = {"reference": reference, "disagreement_cost": 1e7}
    assert nash_bargaining_point(*table, **options) == pytest.approx(compromise_point(*table), abs=1e-3)
    settled = nash_bargaining_point(*table, loss=Loss.LINEAR, **options)

    def cost(point):
        return sum(c * s * abs(point - p) for p, c, s in zip(*table, strict=True))

    assert cost(settled) == pytest.approx(cost(weighted_median_point(*table)), abs=1e-3)


def test_one_party_that_likes_the_reference_point_blocks_all_agreement_if_that_costs_nothing():
    assert nash_bargaining_point([30, 90, 100], [1] * 3, [1] * 3, reference=30, disagreement_cost=0) == 30


def test_two_parties_share_the_gain_as_their_weights_are():
    """By hand: gains 2 - x and x on a scale of length 1, the second with half of the weight: x = 2/3."""
    settled = nash_bargaining_point([0, 100], [1, 0.5], [1, 1], reference=100, loss=Loss.LINEAR)
    assert settled == pytest.approx(200 / 3)


def test_emission_standards_settle_at_the_published_mean_and_median():
    mean, median = forecast_compromise(emission_standards()), forecast_median(emission_standards())
    assert to_years(mean.forecasts[0].point) == pytest.approx(7.38996, abs=1e-5)
    assert to_years(median.forecasts[0].point) == pytest.approx(7)


@pytest.mark.parametrize("forecast", WEIGHTED)
@pytest.mark.parametrize(
    ("table", "says"),
    [
        (([], [], []), "at least one party"),
        (([math.nan], [1], [1]), "nan is among the positions"),
        (([50], [math.inf], [1]), "inf is among the capabilities"),
        (([101], [1], [1]), "101.0 is among the positions; expected numbers from 0 to 100"),
        (([50], [1], [1.5]), "1.5 is among the saliences; expected numbers from 0 to 1"),
        (([50], [-0.1], [1]), "-0.1 is among the capabilities"),
        (([50, 60], [1], [1, 1]), "2 positions, 1 capabilities and 2 saliences"),
        (([50, 60], [0, 1], [1, 0]), "no party has weight"),
        (([[50]], [1], [1]), "shape"),
    ],
)
def test_what_cannot_be_weighed_is_refused_by_name(forecast, table, says):
    with pytest.raises(AnalysisError, match=says):
        forecast(*table)


@pytest.mark.parametrize("reference", [math.nan, -1, 101])
def test_a_reference_point_off_the_scale_is_refused(reference):
    with pytest.raises(AnalysisError, match="the reference point is"):
        nash_bargaining_point([50], [1], [1], reference=reference)


@pytest.mark.parametrize("cost", [math.nan, -0.5])
def test_no_agreement_cannot_cost_less_than_nothing(cost):
    with pytest.raises(AnalysisError, match="cost of disagreement"):
        nash_bargaining_point([50], [1], [1], reference=0, disagreement_cost=cost)


def test_nash_bargaining_asks_for_a_reference_point():
    with pytest.raises(AnalysisError, match="what holds without agreement"):
        forecast_nash_bargaining(make_contest(10, 90))


@every_method
def test_without_positions_there_is_no_forecast(forecast):
    for stakes in ((), (Stake(party="hall", point=None, salience=1, capability=1),)):
        with pytest.raises(AnalysisError, match="no party has a position"):
            forecast(IssueContest(issue="quota", stakes=stakes))


@every_method
def test_a_party_without_a_position_is_left_out_and_named(forecast):
    silent = ("mill", None, 1.0, 1.0)
    result = forecast(make_contest(("hall", 20, 1.0, 1.0), silent, ("yard", 70, 1.0, 0.5)))
    assert any("left out for want of a position: mill" in warning for warning in result.warnings)
    heard = forecast(make_contest(("hall", 20, 1.0, 1.0), ("yard", 70, 1.0, 0.5)))
    assert result.forecasts == heard.forecasts


@every_method
def test_one_party_alone_gets_what_it_wants_and_the_result_says_so(forecast):
    result = forecast(make_contest(("hall", 40, 0.5, 0.5)))
    (made,) = result.forecasts
    reached = made.point if isinstance(made, PointForecast) else made.mode
    assert reached == pytest.approx(40, abs=1e-6)
    assert any("only hall has weight" in warning for warning in result.warnings)


@every_method
@LAW
@given(table=tables(most=6), random=st.randoms(use_true_random=False))
def test_results_tell_how_they_were_made_and_do_not_depend_on_order(forecast, table, random):
    contest = contest_of(table)
    result = forecast(contest)
    assert result.method in ForecastMethod
    assert [c.issue for c in result.inputs] == ["issue"]
    assert forecast(contest) == result
    shuffled = replace(contest, stakes=tuple(random.sample(contest.stakes, len(contest.stakes))))
    assert forecast(shuffled).forecasts == result.forecasts


@LAW
@given(points, shares, shares)
def test_one_party_is_a_compromise_with_itself(point, capability, salience):
    assert compromise_point([point], [capability], [salience]) == point


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (lambda: Stake(party="hall", point=math.nan, salience=1, capability=1), "the position of hall is nan"),
        (lambda: Stake(party="hall", point=5, salience=1.1, capability=1), "the salience of hall is 1.1"),
        (lambda: Stake(party="hall", point=5, salience=1, capability=-1), "the capability of hall is -1"),
        (lambda: make_contest(("hall", 1, 1, 1), ("hall", 2, 1, 1)), "hall has more than one stake"),
        (lambda: make_contest(50, reference=120), "the reference point of issue is 120"),
        (lambda: PointForecast(issue="quota", point=101), "a forecast of quota is 101"),
        (
            lambda: OutcomeDistribution(issue="quota", probabilities=(1.0,), low=0, high=1, level=0.8),
            "1 probabilities where 101",
        ),
        (
            lambda: OutcomeDistribution(issue="quota", probabilities=(0.5,) * 101, low=0, high=1, level=0.8),
            "sum to 50.5",
        ),
        (
            lambda: OutcomeDistribution(issue="quota", probabilities=(1.0, *[0.0] * 100), low=9, high=1, level=0.8),
            "holds nothing",
        ),
    ],
)
def test_values_that_cannot_be_are_never_made(made, says):
    with pytest.raises(AnalysisError, match=says):
        made()
