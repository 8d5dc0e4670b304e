"""Rounds of exchanges, by hand and against a second computation."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.analyses.forecast import compromise_point, exchange_outcomes, forecast_exchange
from detente.errors import AnalysisError
from tests.analyses.forecast.contests import make_contest
from tests.factories import LAW

WORKED = ([[0, 0], [100, 100]], [[1, 1], [1, 1]], [[0.8, 0.2], [0.2, 0.8]])
"""Two parties far apart on two issues, each caring for another one."""


def drawn(seed, parties=5, issues=3, missing=0.1):
    """Positions, capabilities and saliences; some parties have no stake in some issues."""
    draw = np.random.default_rng(seed)
    placed, capabilities, saliences = (draw.uniform(0.0, most, (parties, issues)) for most in (100, 1, 1))
    absent = draw.uniform(size=placed.shape) < missing
    absent[0] = False
    placed[absent] = np.nan
    return placed, capabilities, saliences


def test_an_exchange_worked_out_by_hand():
    """Each outcome is at 20 points from who cares for it; both move there, and 0.42 of the vote's shift stays."""
    path = exchange_outcomes(*map(np.array, WORKED), rounds=1)
    assert path == pytest.approx(np.array([[20, 80], [11.6, 88.4]]))


def slow_round(now, capabilities, saliences):
    """The rules once more, exchange by exchange, for gains that are never equal."""
    parties, issues = range(len(now)), range(len(now[0]))
    held = [[not math.isnan(now[a][k]) for k in issues] for a in parties]
    weight = [[capabilities[a][k] * saliences[a][k] if held[a][k] else 0 for k in issues] for a in parties]
    total = [sum(weight[a][k] for a in parties) for k in issues]
    outcome = [sum(weight[a][k] * now[a][k] for a in parties if held[a][k]) / total[k] for k in issues]
    votes, ways, shifts, made = {}, {}, [], set()

    def vote(a, k):
        return votes.get((a, k), now[a][k])

    def foreseen(wants, gives, k):
        """Shifts on the issue in deals with this party's wish, or with this party's vote."""
        return outcome[k] + sum(shift for w, g, issue, shift in shifts if issue == k and (w == wants or g == gives))

    def work_out(i, j, p, q):
        """Gain of either party, and shifts of both outcomes."""
        caps = []
        for wants, gives, k in ((i, j, p), (j, i, q)):
            gap = now[wants][k] - vote(gives, k)
            way = (gap > 0) - (gap < 0)
            if ways.get((gives, k), way) * way < 0 or weight[gives][k] == 0:
                return 0, ()
            by_vote = abs(gap) * weight[gives][k] / total[k]
            by_outcome = max(0, (now[wants][k] - foreseen(wants, gives, k)) * way)
            caps.append((min(by_vote, by_outcome) * (saliences[i][k] + saliences[j][k]), way))
        joint = min(cap for cap, _ in caps)
        at_p, at_q = (joint / (saliences[i][k] + saliences[j][k]) for k in (p, q))
        moved = ((i, j, p, at_p * caps[0][1]), (j, i, q, at_q * caps[1][1]))
        return saliences[i][p] * at_p - saliences[i][q] * at_q, moved

    while True:
        best, best_key, best_moves = 1e-10, None, ()
        for p, q in combinations(issues, 2):
            for a, b in combinations(parties, 2):
                if not all(held[x][k] for x in (a, b) for k in (p, q)):
                    continue
                if any((now[a][k] < outcome[k]) == (now[b][k] < outcome[k]) for k in (p, q)):
                    continue
                i, j = (a, b) if saliences[a][p] * saliences[b][q] > saliences[a][q] * saliences[b][p] else (b, a)
                gain, moved = work_out(i, j, p, q)
                if (i, j, p, q) not in made and gain > best:
                    best, best_key, best_moves = gain, (i, j, p, q), moved
        if best_key is None:
            return [[vote(a, k) for k in issues] for a in parties]
        made.add(best_key)
        for _, gives, k, shift in best_moves:
            votes[gives, k] = vote(gives, k) + shift * total[k] / weight[gives][k]
            ways[gives, k] = (shift > 0) - (shift < 0)
        shifts += best_moves


@pytest.mark.parametrize("seed", range(10))
def test_rounds_are_what_the_rules_say(seed):
    """Counted again exchange by exchange."""
    placed, capabilities, saliences = drawn(seed)
    path = exchange_outcomes(placed, capabilities, saliences, rounds=3)
    held, now = ~np.isnan(placed), placed
    weights = np.where(held, capabilities * saliences, 0)
    for row in path[1:]:
        votes = np.array(slow_round(now.tolist(), capabilities.tolist(), saliences.tolist()))
        now = now + (0.1 + 0.4 * (1 - saliences)) * (votes - now)
        assert row == pytest.approx(np.nansum(weights * now, axis=0) / weights.sum(0))


@LAW
@given(st.integers(0, 10**6))
def test_before_any_exchange_each_issue_stands_at_its_compromise(seed):
    placed, capabilities, saliences = drawn(seed)
    first = exchange_outcomes(placed, capabilities, saliences, rounds=1)[0]
    for issue, outcome in enumerate(first):
        held = ~np.isnan(placed[:, issue])
        expected = compromise_point(placed[held, issue], capabilities[held, issue], saliences[held, issue])
        assert outcome == pytest.approx(expected)


@LAW
@given(st.integers(0, 10**6), st.integers(0, 3))
def test_one_seed_gives_one_answer_within_the_positions(seed, coin):
    table = drawn(seed)
    path = exchange_outcomes(*table, rounds=3, seed=coin)
    assert np.array_equal(path, exchange_outcomes(*table, rounds=3, seed=coin))
    assert (path >= np.nanmin(table[0], axis=0) - 1e-9).all()
    assert (path <= np.nanmax(table[0], axis=0) + 1e-9).all()


def contests(table):
    """One contest an issue; equal gains are frequent, since all numbers are round."""
    placed, capabilities, saliences = table
    return [
        make_contest(
            *((f"p{n}", *map(float, row)) for n, row in enumerate(zip(*columns, strict=True)) if row[0] == row[0]),
            issue=f"issue-{number}",
        )
        for number, columns in enumerate(zip(placed.T, capabilities.T, saliences.T, strict=True))
    ]


@LAW
@given(st.integers(0, 10**6), st.randoms(use_true_random=False))
def test_the_order_of_parties_and_issues_changes_nothing_even_where_a_coin_decides(seed, random):
    placed, capabilities, saliences = drawn(seed, parties=4)
    even = (np.round(placed, -1), np.ceil(2 * capabilities) / 2, np.ceil(2 * saliences) / 2)
    made = contests(even)
    result = forecast_exchange(made, rounds=2)
    shuffled = [
        make_contest(
            *random.sample([(s.party, s.point, s.capability, s.salience) for s in c.stakes], len(c.stakes)),
            issue=c.issue,
        )
        for c in random.sample(made, len(made))
    ]
    again = forecast_exchange(shuffled, rounds=2)
    assert {f.issue: f for f in again.forecasts} == {f.issue: f for f in result.forecasts}


def test_repetitions_give_their_mean_and_its_ends():
    placed, capabilities, saliences = (np.array(table, dtype=float) for table in WORKED)
    even = (np.vstack([placed, placed]), np.vstack([capabilities] * 2), np.vstack([saliences] * 2))
    result = forecast_exchange(contests(even), rounds=2, seed=5, repetitions=4)
    runs = np.stack([exchange_outcomes(*even, rounds=2, seed=seed)[-1] for seed in range(5, 9)])
    for issue, forecast in enumerate(result.forecasts):
        assert forecast.point == pytest.approx(runs[:, issue].mean())
        assert (forecast.low, forecast.high) == pytest.approx((runs[:, issue].min(), runs[:, issue].max()))
        assert len(forecast.path) == 3
    assert result.seed == 5
    assert result.parameters == (("repetitions", 4), ("rounds", 2))
    assert "no better than the weighted mean" in result.warnings[-1]


def test_one_issue_leaves_nothing_to_exchange():
    path = exchange_outcomes(np.array([[10.0], [90]]), np.ones((2, 1)), np.ones((2, 1)), rounds=2)
    assert path.tolist() == [[50], [50], [50]]


def test_parties_that_care_alike_have_nothing_to_gain():
    path = exchange_outcomes(np.array([[0.0, 0], [100, 100]]), np.ones((2, 2)), np.full((2, 2), 0.5), rounds=2)
    assert path == pytest.approx(np.full((3, 2), 50))


def test_a_party_without_weight_on_what_it_would_give_is_no_partner():
    table = [np.array(part, dtype=float) for part in WORKED]
    table[1][1, 0] = 0
    assert exchange_outcomes(*table, rounds=2) == pytest.approx(np.array([[0, 80]] * 3))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda p, c, s: (p[0], c, s), "expected three times"),
        (lambda p, c, s: (p, c[:1], s), "expected three times"),
        (lambda p, c, s: (p + 1, c, s), "101.0 is among the positions"),
        (lambda p, c, s: (p, 2 * c, s), "2.0 is among the capabilities"),
        (lambda p, c, s: (p, c, s * math.nan), "nan is among the saliences"),
        (lambda p, c, s: (p * math.nan, c, s), "no party has weight"),
        (lambda p, c, s: (np.zeros((0, 0)), np.zeros((0, 0)), np.zeros((0, 0))), "at least one of each"),
    ],
)
def test_tables_that_make_no_sense_are_refused(change, says):
    with pytest.raises(AnalysisError, match=says):
        exchange_outcomes(*change(*(np.array(part, dtype=float) for part in WORKED)))


def test_requests_that_make_no_sense_are_refused():
    contest = make_contest(10, 90)
    with pytest.raises(AnalysisError, match="no issue to forecast"):
        forecast_exchange([])
    with pytest.raises(AnalysisError, match="one issue is given twice"):
        forecast_exchange([contest, contest])
    with pytest.raises(AnalysisError, match="0 repetitions"):
        forecast_exchange([contest], repetitions=0)
    with pytest.raises(AnalysisError, match="0 rounds"):
        forecast_exchange([contest], rounds=0)
    with pytest.raises(AnalysisError, match="idle: no party with a position has weight"):
        forecast_exchange([contest, make_contest(("hall", 1, 0, 1), issue="idle")])
