"""Rounds of challenges: who believes it can move whom, and who gives way."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from detente.analyses.forecast.median import middle_of_weight
from detente.analyses.forecast.weights import (
    FloatArray,
    checked_points,
    checked_weights,
    contest_arrays,
    contest_warnings,
)
from detente.errors import AnalysisError
from detente.model.forecast import ForecastMethod, ForecastResult, IssueContest, PointForecast

ROUNDS = 8
"""As many as Scholz, Calbert and Smith tabulate."""


class CompromiseRule(StrEnum):
    """Which of several compromises a party accepts."""

    LOWEST_MEAN = "lowest-mean"
    """Lowest mean of both positions, each by its party's expected utility: what the published figures were computed
    with. It prefers low points, so turning the scale round changes the answer."""
    LEAST_MOVE = "least-move"
    """The one that moves it least: what the papers say."""


def challenge_points(
    points: ArrayLike,
    capabilities: ArrayLike,
    saliences: ArrayLike,
    *,
    rounds: int = ROUNDS,
    rule: CompromiseRule = CompromiseRule.LOWEST_MEAN,
) -> FloatArray:
    """Where every party stands after each round of challenges.

    Parameters
    ----------
    points : array, shape (parties,), 0..100 on the issue's scale
    capabilities, saliences : array, shape (parties,), 0..1, no unit
    rounds : int, at least 1
    rule : CompromiseRule

    Returns
    -------
    array, shape (rounds + 1, parties), 0..100
        Row 0 is ``points``; all within the outermost of them.

    Raises
    ------
    AnalysisError
        If there is no party, no weight, a number out of range, shapes differ, or there is no round.

    Notes
    -----
    Bueno de Mesquita (1994), as replicated by Scholz, Calbert and Smith (2011, Journal of Theoretical Politics 23:4).
    In each round every party takes risks according to how exposed its position is, expects a utility from each
    challenge that it could make or meet, receives offers, and accepts one: a lost confrontation before a compromise,
    a compromise before giving in altogether. The chance to win a challenge is divided by the votes over all pairs of
    positions, as in the replication's figures, not by those over the pair in question, with which nobody would move.
    """
    placed = checked_points(points)
    weights = checked_weights(placed, capabilities, saliences)
    if rounds < 1:
        raise AnalysisError(f"{rounds} rounds of challenges; expected at least 1")
    salience = np.asarray(saliences, dtype=np.float64)
    scale = float(np.ptp(placed))
    path = [placed]
    for _ in range(rounds):
        path.append(_play_round(path[-1], weights, salience, scale, rule) if scale > 0 else placed)
    return np.stack(path)


def forecast_challenge(
    contest: IssueContest, *, rounds: int = ROUNDS, rule: CompromiseRule = CompromiseRule.LOWEST_MEAN
) -> ForecastResult:
    """Forecast an issue by the weighted median of :func:`challenge_points`.

    Parameters
    ----------
    contest : IssueContest
    rounds : int, at least 1
    rule : CompromiseRule

    Returns
    -------
    ForecastResult
        With one :class:`~detente.model.forecast.PointForecast`, whose path holds the median of every round.

    Raises
    ------
    AnalysisError
        If no party has both a position and weight, or there is no round.
    """
    points, capabilities, saliences = contest_arrays(contest)
    weights = checked_weights(points, capabilities, saliences)
    moved = challenge_points(points, capabilities, saliences, rounds=rounds, rule=rule)
    path = tuple(middle_of_weight(row, weights) for row in moved)
    return ForecastResult(
        method=ForecastMethod.CHALLENGE,
        forecasts=(PointForecast(issue=contest.issue, point=path[-1], path=path),),
        inputs=(contest,),
        parameters=(("rounds", rounds), ("rule", rule.value)),
        warnings=(
            *contest_warnings([contest]),
            "on legislation of the European Union rounds of challenges did worse than the plain mean of positions",
        ),
    )


def _play_round(
    points: FloatArray, weights: FloatArray, salience: FloatArray, scale: float, rule: CompromiseRule
) -> FloatArray:
    """Where every party stands once it has accepted an offer."""
    distance = np.abs(points[:, None] - points[None, :]) / scale
    calm = np.ones(points.size)
    risk = _risk_exponents(_expected_utilities(distance, weights, salience, calm)[0])
    making, meeting = _expected_utilities(distance, weights, salience, risk)
    return np.array([_settle(party, points, making[party], meeting[party], rule) for party in range(points.size)])


def _expected_utilities(
    distance: FloatArray, weights: FloatArray, salience: FloatArray, risk: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Utility of row's challenge of column, and of column's challenge of row to column, both as row sees them."""
    # 1. Votes: how much each party (first axis) prefers one position (second) to another (third).
    lost = distance ** risk[:, None]
    votes = weights[:, None, None] * (lost[:, None, :] - lost[:, :, None])
    won = np.where(distance > 0, np.maximum(votes, 0).sum(0) / max(float(np.abs(votes).sum()), 1e-300), 0.0)
    # 2. Utilities of winning, of losing, and of leaving all as it is.
    success = 2 - 4 * (0.5 - 0.5 * distance) ** risk[:, None]
    failure = 2 - 4 * (0.5 + 0.5 * distance) ** risk[:, None]
    as_it_is = (2 - 4 * 0.5**risk)[:, None]

    # 3. Who is challenged resists as often as it cares.
    def expected(chance: FloatArray, resists: FloatArray) -> FloatArray:
        fought: FloatArray = chance * success + (1 - chance) * failure
        return resists * fought + (1 - resists) * success - as_it_is

    return expected(won, salience[None, :]), expected(won.T, salience[:, None])


def _risk_exponents(making: FloatArray) -> FloatArray:
    """From 2 for the least exposed party to 1/2 for the most: how utility bends with distance."""
    danger = making.sum(0) - np.diag(making)
    low, high = float(danger.min()), float(danger.max())
    if high - low < 1e-12:
        return np.ones(danger.size)
    taking: FloatArray = (2 * danger - high - low) / (high - low) / 3
    return (1 - taking) / (1 + taking)


def _settle(party: int, points: FloatArray, making: FloatArray, meeting: FloatArray, rule: CompromiseRule) -> float:
    """The position that a party takes: its own, or that of the offer that it accepts."""
    here = float(points[party])
    confrontations: list[tuple[float, float, float]] = []
    compromises: list[tuple[float, float, float]] = []
    surrenders: list[tuple[float, float, float]] = []
    for there, own, other in zip(points.tolist(), making.tolist(), meeting.tolist(), strict=True):
        if there == here or other <= 0:
            continue
        move = abs(there - here)
        if other > own > 0:
            confrontations.append((move, move, there))
        elif own < 0 and other > -own:
            to = here + (there - here) * -own / other
            mean = (-own * here + other * there) / (other - own)
            compromises.append((mean if rule is CompromiseRule.LOWEST_MEAN else abs(to - here), abs(to - here), to))
        elif own < 0:
            surrenders.append((move, move, there))
    # Equal offers are told apart by their points alone, so that the order of the parties does not matter.
    return min(confrontations or compromises or surrenders or [(0.0, 0.0, here)])[2]
