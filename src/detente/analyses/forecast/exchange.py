"""Rounds of exchanges: two parties each give way where they care less for a move where they care more."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detente.analyses.forecast.exchange_round import play_round
from detente.analyses.forecast.weights import FloatArray, contest_warnings
from detente.errors import AnalysisError
from detente.model.forecast import ForecastMethod, ForecastResult, IssueContest, PointForecast

ROUNDS = 10
"""As many as the published program runs."""
FIXED_SHIFT = 0.1
SALIENCE_SHIFT = 0.4
"""Share of a voting shift that a party keeps as its own position: the fixed part, and the part times 1 - salience."""


def exchange_outcomes(
    points: FloatArray,
    capabilities: FloatArray,
    saliences: FloatArray,
    *,
    rounds: int = ROUNDS,
    seed: int = 0,
) -> FloatArray:
    """Where issues settle if parties exchange positions two by two.

    Parameters
    ----------
    points : array, shape (parties, issues), 0..100; NaN where a party has no stake
    capabilities, saliences : array, shape (parties, issues), 0..1, no unit
        What stands where a party has no stake is not looked at.
    rounds : int, at least 1
    seed : int, at least 0
        For the coin that decides between exchanges with equal gains.

    Returns
    -------
    array, shape (rounds + 1, issues), 0..100
        Weighted means of positions: row 0 before any exchange, the others after each round.

    Raises
    ------
    AnalysisError
        If shapes differ, there are fewer than 1 issue or round, a number is out of range, or nobody has weight on an
        issue.

    Notes
    -----
    Stokman and Van Oosten (1994, in Bueno de Mesquita and Stokman, European Community Decision Making), with gains
    shared equally (Van Assen, Stokman and Van Oosten 2003, Rationality and Society 15:1). In a round:

    1. Two parties on opposite sides of the expected outcomes of two issues can exchange. Each wants the issue on which
       it cares relatively more, and shifts its vote on the other towards its partner.
    2. Both shifts are as large as keeps gains equal, no vote passes the partner's position, and the outcome that a
       party foresees passes the position of neither. A party foresees what its own deals change, not those of others.
    3. The exchange with the largest gain is made, the others are worked out anew, until none is left. A party shifts
       its vote on one issue one way only.
    4. Of each shift, a part stays as the party's position in the next round.

    The published program measures step 2's last limit otherwise where it binds and flips an unseeded coin; its
    outcomes are met within a few points, not to the digit.
    """
    placed, salience, weights = _checked(points, capabilities, saliences)
    if rounds < 1:
        raise AnalysisError(f"{rounds} rounds of exchanges; expected at least 1")
    coin = np.random.default_rng(seed)
    held = np.isfinite(placed)
    now = np.where(held, placed, 0.0)
    totals = weights.sum(0)
    outcomes = [(weights * now).sum(0) / totals]
    for _ in range(rounds):
        votes = play_round(now, outcomes[-1], held, salience, weights, coin)
        kept = FIXED_SHIFT + SALIENCE_SHIFT * (1 - salience)
        now = np.clip(now + kept * (votes - now), 0, 100)
        outcomes.append((weights * now).sum(0) / totals)
    path: FloatArray = np.clip(np.stack(outcomes), 0, 100)
    return path


def forecast_exchange(
    contests: Sequence[IssueContest], *, rounds: int = ROUNDS, seed: int = 0, repetitions: int = 1
) -> ForecastResult:
    """Forecast issues that are negotiated together by :func:`exchange_outcomes`.

    Parameters
    ----------
    contests : sequence of IssueContest
        The same party has the same id on every issue.
    rounds : int, at least 1
    seed : int, at least 0
    repetitions : int, at least 1
        Runs with other coins; the forecast is their mean, with the least and greatest beside it.

    Returns
    -------
    ForecastResult
        One :class:`~detente.model.forecast.PointForecast` an issue. The order of issues and parties changes nothing.

    Raises
    ------
    AnalysisError
        If there is no issue, one appears twice, or an issue has nobody with both a position and weight.
    """
    issues = sorted(contest.issue for contest in contests)
    if not issues:
        raise AnalysisError("no issue to forecast; an exchange needs two")
    if len(set(issues)) < len(issues):
        raise AnalysisError("one issue is given twice; give each once, with all of its parties")
    if repetitions < 1:
        raise AnalysisError(f"{repetitions} repetitions; expected at least 1")
    arrays = _arrays(sorted(contests, key=lambda contest: contest.issue))
    runs = np.stack([exchange_outcomes(*arrays, rounds=rounds, seed=seed + n) for n in range(repetitions)])
    repeated = repetitions > 1
    forecasts = []
    for contest in contests:
        paths = runs[:, :, issues.index(contest.issue)]
        path = tuple(paths.mean(0).tolist())
        ends = (float(paths[:, -1].min()), float(paths[:, -1].max())) if repeated else (None, None)
        forecasts.append(PointForecast(issue=contest.issue, point=path[-1], path=path, low=ends[0], high=ends[1]))
    return ForecastResult(
        method=ForecastMethod.EXCHANGE,
        forecasts=tuple(forecasts),
        inputs=tuple(contests),
        parameters=(("repetitions", repetitions), ("rounds", rounds)),
        seed=seed,
        warnings=(
            *contest_warnings(contests),
            "on legislation of the European Union rounds of exchanges did no better than the weighted mean before them",
        ),
    )


def _arrays(contests: Sequence[IssueContest]) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Positions, capabilities and saliences, shape (parties, issues)."""
    parties = sorted({stake.party for contest in contests for stake in contest.placed})
    if not parties:
        raise AnalysisError(f"{contests[0].issue}: no party has a position; a forecast needs at least one")
    points = np.full((len(parties), len(contests)), np.nan)
    capabilities, saliences = np.zeros(points.shape), np.zeros(points.shape)
    for column, contest in enumerate(contests):
        for stake in contest.placed:
            at = parties.index(stake.party), column
            points[at], capabilities[at], saliences[at] = stake.point, stake.capability, stake.salience
        if not (capabilities[:, column] * saliences[:, column]).sum() > 0:
            raise AnalysisError(f"{contest.issue}: no party with a position has weight; a forecast needs at least one")
    return points, capabilities, saliences


def _checked(
    points: FloatArray, capabilities: FloatArray, saliences: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Positions, saliences and weights; the latter two 0 where there is no stake."""
    placed = np.asarray(points, dtype=np.float64)
    if not (placed.ndim == 2 and placed.size and placed.shape == np.shape(capabilities) == np.shape(saliences)):
        raise AnalysisError(
            f"positions of shape {placed.shape}, capabilities {np.shape(capabilities)}, saliences "
            f"{np.shape(saliences)}; expected three times (parties, issues), at least one of each"
        )
    held = ~np.isnan(placed)
    capability = np.where(held, capabilities, 0.0)
    salience = np.where(held, saliences, 0.0)
    for what, array, most in (
        ("positions", placed[held], 100.0),
        ("capabilities", capability, 1.0),
        ("saliences", salience, 1.0),
    ):
        wrong = array[~(np.isfinite(array) & (array >= 0) & (array <= most))]
        if wrong.size:
            raise AnalysisError(f"{wrong[0]} is among the {what}; expected numbers from 0 to {most:g}")
    weights = capability * salience
    if not (weights.sum(0) > 0).all():
        raise AnalysisError("on one issue no party has weight: capability times salience is 0 for all")
    return placed, salience, weights
