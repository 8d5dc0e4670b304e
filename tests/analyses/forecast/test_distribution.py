"""Probabilities of outcomes: laws, one golden case, and the file that ships."""

from __future__ import annotations

import json
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.analyses.forecast import (
    forecast_distribution,
    outcome_probabilities,
    parse_outcome_model,
    shipped_outcome_model,
)
from detente.analyses.forecast.distribution import FEATURES, LEVEL, central_interval, outcome_features
from detente.errors import AnalysisError
from detente.model.forecast import ForecastMethod, OutcomeDistribution
from tests.analyses.forecast.contests import contest_of, make_contest, points, tables
from tests.factories import LAW

SHIPPED = files("detente.analyses.forecast").joinpath("data", "outcomes.json").read_text(encoding="utf-8")
CASE = (("hall", 20.0, 1.0, 0.9), ("mill", 50.0, 0.4, 0.6), ("yard", 90.0, 0.8, 0.3))
GOLDEN = (20.0, 50.0, 50.0, 45.0, 81.0)
"""Of ``CASE``: lower end, median, mode, likeliest within five points, upper end."""
GOLDEN_MEAN = 48.14
references = st.none() | points
quarters = st.integers(0, 400).map(lambda number: number / 4)
"""Points that are exact on either side of the scale."""


def distribution(probabilities, *, low=0.0, high=100.0):
    return OutcomeDistribution(issue="quota", probabilities=tuple(probabilities), low=low, high=high, level=LEVEL)


def certain(*at):
    """Equal probability for each of some points."""
    return [at.count(point) / len(at) for point in range(101)]


@LAW
@given(tables(), references)
def test_probabilities_sum_to_one_and_none_is_zero(table, reference):
    chances = outcome_probabilities(*table, reference=reference)
    assert chances.shape == (101,)
    assert chances.sum() == pytest.approx(1)
    assert (chances > 0).all()


@LAW
@given(tables(place=quarters), st.none() | quarters)
def test_turning_the_scale_round_turns_the_probabilities_round(table, reference):
    turned = ([100 - point for point in table[0]], *table[1:])
    other = outcome_probabilities(*turned, reference=None if reference is None else 100 - reference)
    assert other[::-1] == pytest.approx(outcome_probabilities(*table, reference=reference), rel=1e-6)


@LAW
@given(tables(place=st.integers(0, 50).map(float)))
def test_two_camps_that_mirror_each_other_give_a_mirrored_distribution(table):
    both = (table[0] + [100 - point for point in table[0]], table[1] * 2, table[2] * 2)
    chances = outcome_probabilities(*both)
    assert chances[::-1] == pytest.approx(chances, rel=1e-6)


@LAW
@given(tables(), references, st.floats(0.1, 1))
def test_only_proportions_of_weight_count(table, reference, factor):
    placed, capabilities, saliences = table
    scaled = outcome_probabilities(placed, capabilities, [factor * s for s in saliences], reference=reference)
    assert scaled == pytest.approx(outcome_probabilities(*table, reference=reference), rel=1e-6)


@LAW
@given(tables(), references, points)
def test_who_has_no_weight_changes_nothing(table, reference, point):
    placed, capabilities, saliences = table
    more = outcome_probabilities([*placed, point], [*capabilities, 0], [*saliences, 1], reference=reference)
    assert more == pytest.approx(outcome_probabilities(*table, reference=reference), rel=1e-6)


@LAW
@given(tables(), references)
def test_quantiles_rise_and_the_interval_holds_what_its_tails_leave(table, reference):
    (made,) = forecast_distribution(contest_of(table, reference=reference)).forecasts
    levels = [made.quantile(level) for level in (0, 0.1, 0.25, 0.5, 0.75, 0.9, 1)]
    assert levels == sorted(levels)
    assert made.median == made.quantile(0.5)
    assert made.low <= made.median <= made.high
    tail = shipped_outcome_model().tail
    assert sum(made.probabilities[: int(made.low)]) <= tail + 1e-9
    assert sum(made.probabilities[int(made.high) + 1 :]) <= tail + 1e-9
    assert 0 <= made.mean <= 100


@LAW
@given(st.lists(st.integers(0, 100), min_size=1, max_size=6), st.integers(0, 100))
def test_the_likeliest_point_has_most_probability_around_it(at, within):
    made = distribution(certain(*at))

    def around(point):
        return sum(abs(other - point) <= within for other in at)

    assert around(made.likeliest(within=within)) == max(map(around, range(101)))
    assert made.likeliest(within=0) == made.mode


def test_summaries_of_a_small_distribution_by_hand():
    made = distribution(certain(10, 10, 20, 90))
    assert (made.mean, made.median, made.mode) == (pytest.approx(32.5), 10, 10)
    assert (made.quantile(0.5), made.quantile(0.51), made.quantile(1)) == (10, 20, 90)
    assert made.likeliest(within=5) == 15
    assert made.likeliest(within=10) == 10
    assert central_interval(np.array(made.probabilities), 0.25) == (10, 20)
    with pytest.raises(AnalysisError, match="level of a quantile"):
        made.quantile(1.5)


def test_a_distribution_as_it_was_last_computed():
    """Changes with the coefficients only."""
    result = forecast_distribution(make_contest(*CASE, reference=0.0))
    (made,) = result.forecasts
    assert (made.low, made.median, made.mode, made.likeliest(), made.high) == GOLDEN
    assert made.mean == pytest.approx(GOLDEN_MEAN, abs=0.01)
    assert result.method is ForecastMethod.DISTRIBUTION
    assert result.seed is None
    assert dict(result.parameters)["model"] == shipped_outcome_model().provenance
    assert any("unproven" in warning for warning in result.warnings)


def test_few_parties_are_fewer_than_it_has_learnt_from():
    few = forecast_distribution(make_contest(20, 80)).warnings
    assert any("parties with weight: 2" in warning for warning in few)
    assert not any("parties with weight" in w for w in forecast_distribution(make_contest(20, 50, 80)).warnings)


def test_features_have_one_name_each():
    described = outcome_features(np.array([20.0, 80]), np.array([1.0, 1]), 50)
    assert described.shape == (101, len(FEATURES))
    column = dict(zip(FEATURES, described.T, strict=True))
    assert np.flatnonzero(column["end"]).tolist() == [0, 100]
    assert np.flatnonzero(column["reference"]).tolist() == [49, 50, 51]
    assert np.flatnonzero(column["between"] == 0).tolist() == [0, 20, 80, 100]
    assert column["outside"].sum() == 40
    assert column["compromise-distance"].argmax() == 50
    assert outcome_features(np.array([20.0]), np.array([1.0]), None)[:, 5:7].tolist() == [[0, 0]] * 101


def test_what_ships_names_its_source_and_keeps_its_promises():
    model = shipped_outcome_model()
    assert model.provenance == "DEU III, Arregui & Perarnaud 2021, doi 10.34810/data53, CC BY 4.0"
    figures = model.figures
    assert 0.77 <= figures["coverage"] <= 0.83
    assert figures["crps_fair_baseline"] - figures["crps"] >= 0.7
    assert figures["crps_gain_low"] > 0
    assert figures["near"] >= 0.36
    assert set(json.loads(SHIPPED)["coefficients"]) == set(FEATURES)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("no JSON", "cannot be read"),
        ("[]", "cannot be read"),
        ("{}", "coefficients"),
        (SHIPPED.replace('"end"', '"edge"'), "end"),
        (SHIPPED.replace('"tail": 0.1', '"tail": 7.1'), "tail is 7.1"),
        (SHIPPED.replace('"end": -0', '"end": -1e999, "_": 0'), "a number for each of"),
    ],
)
def test_a_damaged_model_is_refused(text, says):
    with pytest.raises(AnalysisError, match=says):
        parse_outcome_model(text)


def test_without_weight_or_with_a_wrong_reference_there_are_no_probabilities():
    with pytest.raises(AnalysisError, match="no party has weight"):
        outcome_probabilities([10, 20], [0, 0], [1, 1])
    with pytest.raises(AnalysisError, match="reference point is 200"):
        outcome_probabilities([10, 20], [1, 1], [1, 1], reference=200)
