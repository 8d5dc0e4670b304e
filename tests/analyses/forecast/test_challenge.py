"""Rounds of challenges against the published case and a second computation."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.analyses.forecast import CompromiseRule, challenge_points, forecast_challenge
from detente.errors import AnalysisError
from tests.analyses.forecast.contests import emission_standards, make_contest, tables, to_years
from tests.factories import LAW

PUBLISHED = (8.4, 9.9, 9.9, 9.9, 9.9, 7.4, 8.8, 9.6)
"""Medians by round, in years (Scholz, Calbert and Smith 2011, table 2)."""


def test_emission_standards_go_the_published_way():
    (forecast,) = forecast_challenge(emission_standards()).forecasts
    assert to_years(forecast.path[0]) == pytest.approx(7)
    assert [to_years(point) for point in forecast.path[1:]] == pytest.approx(PUBLISHED, abs=0.3)
    assert forecast.point == forecast.path[-1]


def test_the_emission_standards_to_the_second_decimal():
    (forecast,) = forecast_challenge(emission_standards()).forecasts
    medians = [round(to_years(point), 2) for point in forecast.path[1:]]
    assert medians == [8.42, 9.61, 9.96, 9.96, 9.96, 7.47, 8.82, 9.67]


def one_round(points, capabilities, saliences, rule):
    """The rules once more, party by party, for positions that are not all one."""
    count, scale = len(points), max(points) - min(points)
    parties = range(count)
    weights = [c * s for c, s in zip(capabilities, saliences, strict=True)]

    def apart(i, j):
        return abs(points[i] - points[j]) / scale

    def expects(viewer, i, j, risks):
        """Of i's challenge of j, with the viewer's own bend of utility."""
        r = risks[viewer]

        def vote(k, a, b):
            return weights[k] * (apart(k, b) ** risks[k] - apart(k, a) ** risks[k])

        total = sum(abs(vote(k, a, b)) for k, a, b in product(parties, repeat=3))
        won = sum(max(0, vote(k, i, j)) for k in parties) / total if points[i] != points[j] else 0
        success, failure = 2 - 4 * (0.5 - apart(i, j) / 2) ** r, 2 - 4 * (0.5 + apart(i, j) / 2) ** r
        fight = won * success + (1 - won) * failure
        return saliences[j] * fight + (1 - saliences[j]) * success - (2 - 4 * 0.5**r)

    calm = [1.0] * count
    danger = [sum(expects(i, i, j, calm) for i in parties if i != j) for j in parties]
    low, high = min(danger), max(danger)
    taking = [(2 * d - low - high) / (high - low) / 3 if high - low > 1e-12 else 0 for d in danger]
    risks = [(1 - t) / (1 + t) for t in taking]
    settled = []
    for i in parties:
        offers = {"confrontation": [], "compromise": [], "surrender": []}
        for j in parties:
            if points[i] == points[j]:
                continue
            own, other = expects(i, i, j, risks), expects(i, j, i, risks)
            if other > own > 0:
                offers["confrontation"].append((apart(i, j) * scale, points[j]))
            elif other > 0 > own and other > -own:
                to = points[i] + (points[j] - points[i]) * -own / other
                mean = (-own * points[i] + other * points[j]) / (other - own)
                offers["compromise"].append((mean if rule is CompromiseRule.LOWEST_MEAN else abs(to - points[i]), to))
            elif other > 0 > own:
                offers["surrender"].append((apart(i, j) * scale, points[j]))
        chosen = offers["confrontation"] or offers["compromise"] or offers["surrender"]
        settled.append(min(chosen)[1] if chosen else points[i])
    return settled


@pytest.mark.parametrize("rule", CompromiseRule)
@pytest.mark.parametrize("seed", range(12))
def test_a_round_is_what_the_rules_say(rule, seed):
    """Counted again party by party."""
    draw = np.random.default_rng(seed)
    table = [draw.uniform(0, most, 5) for most in (100, 1, 1)]
    assert challenge_points(*table, rounds=1, rule=rule)[1] == pytest.approx(one_round(*table, rule))


@LAW
@given(tables(most=6), st.sampled_from(CompromiseRule), st.integers(1, 4))
def test_nobody_ever_stands_outside_of_the_first_positions(table, rule, rounds):
    path = challenge_points(*table, rounds=rounds, rule=rule)
    assert path.shape == (rounds + 1, len(table[0]))
    assert path[0].tolist() == table[0]
    assert path.min() >= min(table[0]) - 1e-9
    assert path.max() <= max(table[0]) + 1e-9


def test_parties_that_agree_do_not_move():
    assert challenge_points([30, 30], [1, 0.5], [1, 1], rounds=3).tolist() == [[30, 30]] * 4


def test_turning_the_scale_round_turns_least_moves_round_but_not_the_published_rule():
    draw = np.random.default_rng(3)
    placed, capabilities, saliences = (draw.uniform(0, most, 6) for most in (100, 1, 1))

    def differs(rule):
        there = challenge_points(placed, capabilities, saliences, rounds=4, rule=rule)
        back = challenge_points(100 - placed, capabilities, saliences, rounds=4, rule=rule)
        return float(np.abs(there - (100 - back)).max())

    assert differs(CompromiseRule.LEAST_MOVE) < 1e-6
    years = emission_standards().placed
    table = [[getattr(stake, field) for stake in years] for field in ("point", "capability", "salience")]
    turned = 100 - challenge_points(100 - np.array(table[0]), *table[1:])
    assert np.abs(turned - challenge_points(*table)).max() > 1


def test_the_result_says_that_the_plain_mean_did_better():
    result = forecast_challenge(make_contest(10, 90, 60), rounds=2)
    assert result.parameters == (("rounds", 2), ("rule", "lowest-mean"))
    assert "worse than the plain mean" in result.warnings[-1]


def test_at_least_one_round_is_played():
    with pytest.raises(AnalysisError, match="0 rounds"):
        challenge_points([1, 2], [1, 1], [1, 1], rounds=0)
