"""Where parties meet that split the difference by weight."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from detente.analyses.forecast.weights import checked_points, checked_weights, contest_arrays, contest_warnings
from detente.model.forecast import ForecastMethod, ForecastResult, IssueContest, PointForecast


def compromise_point(points: ArrayLike, capabilities: ArrayLike, saliences: ArrayLike) -> float:
    """Where an issue settles if parties split the difference by weight.

    Parameters
    ----------
    points : array, shape (parties,), 0..100 on the issue's scale
        Each party's stated position.
    capabilities, saliences : array, shape (parties,), 0..1, no unit
        Resources a party can bring to bear, and the share that it would spend on this issue.

    Returns
    -------
    float, 0..100
        The weighted mean, within ``[min(points), max(points)]``.

    Raises
    ------
    AnalysisError
        If there is no party, no weight, a number out of range, or shapes differ.

    Notes
    -----
    The compromise model of Van den Bos (1991), which Achen (2006, in Thomson et al., The European Union Decides)
    derives as an approximation to the Nash bargaining solution where no agreement is far worse than any agreement.

    Examples
    --------
    >>> compromise_point([0, 100], capabilities=[1, 0.5], saliences=[0.5, 0.5])
    33.333333333333336
    """
    placed = checked_points(points)
    weights = checked_weights(placed, capabilities, saliences)
    # Rounding must not carry the mean past the outermost positions.
    return float(np.clip(placed @ weights / weights.sum(), placed.min(), placed.max()))


def forecast_compromise(contest: IssueContest) -> ForecastResult:
    """Forecast an issue by :func:`compromise_point`.

    Parameters
    ----------
    contest : IssueContest

    Returns
    -------
    ForecastResult
        With one :class:`~detente.model.forecast.PointForecast`; parties without a position are named in its warnings.

    Raises
    ------
    AnalysisError
        If no party has both a position and weight.
    """
    point = compromise_point(*contest_arrays(contest))
    return ForecastResult(
        method=ForecastMethod.COMPROMISE,
        forecasts=(PointForecast(issue=contest.issue, point=point),),
        inputs=(contest,),
        warnings=contest_warnings([contest]),
    )
