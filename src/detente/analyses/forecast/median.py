"""The middle position, by heads or by weight."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from detente.analyses.forecast.weights import (
    FloatArray,
    checked_points,
    checked_weights,
    contest_arrays,
    contest_warnings,
)
from detente.model.forecast import ForecastMethod, ForecastResult, IssueContest, PointForecast

_TIE = 1e-12
"""Share of all weight by which two halves may differ and still be equal."""


def median_point(points: ArrayLike) -> float:
    """Where an issue settles if the middle party decides.

    Parameters
    ----------
    points : array, shape (parties,), 0..100

    Returns
    -------
    float, 0..100
        The middle position; halfway between the two middle ones of an even number.

    Raises
    ------
    AnalysisError
        If there is no position or one is out of range.

    Notes
    -----
    Black (1948): with single-peaked preferences and majority rule no other position beats it.

    Examples
    --------
    >>> median_point([0, 10, 100])
    10.0
    """
    return float(np.median(checked_points(points)))


def weighted_median_point(points: ArrayLike, capabilities: ArrayLike, saliences: ArrayLike) -> float:
    """Where an issue settles if the middle of all weight decides.

    Parameters
    ----------
    points : array, shape (parties,), 0..100
    capabilities, saliences : array, shape (parties,), 0..1, no unit

    Returns
    -------
    float, 0..100
        The position with at most half of all weight on either side; halfway between two such positions.

    Raises
    ------
    AnalysisError
        If there is no party, no weight, a number out of range, or shapes differ.

    Examples
    --------
    >>> weighted_median_point([0, 10, 100], capabilities=[1, 1, 1], saliences=[0.2, 0.2, 0.9])
    100.0
    """
    placed = checked_points(points)
    return middle_of_weight(placed, checked_weights(placed, capabilities, saliences))


def middle_of_weight(points: FloatArray, weights: FloatArray) -> float:
    """Find the weighted median of what is known to be in range.

    Parameters
    ----------
    points : array, shape (parties,)
    weights : array, shape (parties,)
        At least one above 0.

    Returns
    -------
    float
    """
    weighty = weights > 0
    order = np.argsort(points[weighty], kind="stable")
    placed = points[weighty][order]
    share = np.cumsum(weights[weighty][order]) / weights.sum()
    lower = int(np.searchsorted(share, 0.5 - _TIE))
    upper = min(int(np.searchsorted(share, 0.5 + _TIE)), placed.size - 1)
    return float((placed[lower] + placed[upper]) / 2)


def forecast_median(contest: IssueContest, *, weighted: bool = True) -> ForecastResult:
    """Forecast an issue by :func:`weighted_median_point` or :func:`median_point`.

    Parameters
    ----------
    contest : IssueContest
    weighted : bool
        Whether parties count by capability times salience.

    Returns
    -------
    ForecastResult
        With one :class:`~detente.model.forecast.PointForecast`.

    Raises
    ------
    AnalysisError
        If no party has a position, or, weighted, none has weight.
    """
    points, capabilities, saliences = contest_arrays(contest)
    point = weighted_median_point(points, capabilities, saliences) if weighted else median_point(points)
    return ForecastResult(
        method=ForecastMethod.WEIGHTED_MEDIAN if weighted else ForecastMethod.MEDIAN,
        forecasts=(PointForecast(issue=contest.issue, point=point),),
        inputs=(contest,),
        warnings=contest_warnings([contest]),
    )
