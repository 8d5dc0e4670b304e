"""The outcome with the largest product of gains over no agreement."""

from __future__ import annotations

from enum import StrEnum
from math import isfinite

import numpy as np
from numpy.typing import ArrayLike

from detente.analyses.forecast.weights import (
    FloatArray,
    checked_points,
    checked_weights,
    contest_arrays,
    contest_warnings,
)
from detente.errors import AnalysisError
from detente.model.forecast import ForecastMethod, ForecastResult, IssueContest, PointForecast

_HALVINGS = 80
"""Halvings of an interval of 100 points until floating-point numbers cannot tell its ends apart."""


class Loss(StrEnum):
    """How what a party loses grows with the distance to its position; 1 for the whole scale."""

    QUADRATIC = "quadratic"
    LINEAR = "linear"

    @property
    def exponent(self) -> float:
        """Power of the distance."""
        return 2.0 if self is Loss.QUADRATIC else 1.0


def nash_bargaining_point(
    points: ArrayLike,
    capabilities: ArrayLike,
    saliences: ArrayLike,
    *,
    reference: float,
    loss: Loss = Loss.QUADRATIC,
    disagreement_cost: float = 1.0,
) -> float:
    r"""Where an issue settles if parties share the gain over no agreement.

    Parameters
    ----------
    points : array, shape (parties,), 0..100
    capabilities, saliences : array, shape (parties,), 0..1, no unit
    reference : float, 0..100
        What holds without agreement.
    loss : Loss
    disagreement_cost : float, at least 0, no unit
        What no agreement costs every party on top of the distance to the reference point; 1 is as much as an outcome
        at the far end of the scale.

    Returns
    -------
    float, 0..100
        The outcome :math:`x` with the largest :math:`\prod_i g_i(x)^{w_i}`, where
        :math:`g_i(x) = |r-p_i|^k + d - |x-p_i|^k` on a scale of length 1, and :math:`w_i` is capability times
        salience. The reference point, where no outcome is better than it for every party with weight.

    Raises
    ------
    AnalysisError
        If there is no party, no weight, a number out of range, or shapes differ.

    Notes
    -----
    Nash (1950), in its asymmetric form: salience and capability are exponents, since a factor in a party's utility
    would change nothing. As ``disagreement_cost`` grows the outcome tends to the weighted mean (quadratic) or the
    weighted median (linear): the compromise of Achen (2006). With a cost of 0 a single party at the reference point
    blocks every agreement.

    Examples
    --------
    >>> round(nash_bargaining_point([40, 100], [1, 1], [1, 1], reference=0, disagreement_cost=0), 6)
    50.0
    >>> nash_bargaining_point([0, 100], [1, 1], [1, 1], reference=0, disagreement_cost=0)
    0.0
    """
    placed = checked_points(points)
    weights = checked_weights(placed, capabilities, saliences)
    if not (isfinite(reference) and 0 <= reference <= 100):
        raise AnalysisError(f"the reference point is {reference}; expected a number from 0 to 100")
    if not (isfinite(disagreement_cost) and disagreement_cost >= 0):
        raise AnalysisError(f"the cost of disagreement is {disagreement_cost}; expected a number of at least 0")
    weighty = weights > 0
    settled = _largest_product(placed[weighty] / 100, weights[weighty], reference / 100, loss, disagreement_cost)
    return float(reference) if settled is None else float(np.clip(100 * settled, 0, 100))


def _largest_product(
    points: FloatArray, weights: FloatArray, reference: float, loss: Loss, cost: float
) -> float | None:
    """Where the sum of logarithms of gains stops rising; ``None`` where not all can gain."""
    k = loss.exponent
    at_reference = np.abs(reference - points) ** k + cost
    reach = at_reference ** (1 / k)
    low, high = max(float((points - reach).max()), 0.0), min(float((points + reach).min()), 1.0)
    if high - low <= 1e-12:
        return None
    # Outside the outermost positions everybody loses by going on.
    low, high = max(low, float(points.min())), min(high, float(points.max()))
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        away = middle - points
        gains = np.maximum(at_reference - np.abs(away) ** k, 1e-300)
        if (weights * k * np.sign(away) * np.abs(away) ** (k - 1) / gains).sum() > 0:
            high = middle
        else:
            low = middle
    return (low + high) / 2


def forecast_nash_bargaining(
    contest: IssueContest, *, loss: Loss = Loss.QUADRATIC, disagreement_cost: float = 1.0
) -> ForecastResult:
    """Forecast an issue by :func:`nash_bargaining_point`.

    Parameters
    ----------
    contest : IssueContest
        With a reference point.
    loss : Loss
    disagreement_cost : float, at least 0, no unit

    Returns
    -------
    ForecastResult
        With one :class:`~detente.model.forecast.PointForecast`.

    Raises
    ------
    AnalysisError
        If the contest has no reference point, or no party with both a position and weight.
    """
    if contest.reference is None:
        raise AnalysisError(f"{contest.issue}: Nash bargaining needs a reference point: what holds without agreement?")
    point = nash_bargaining_point(
        *contest_arrays(contest), reference=contest.reference, loss=loss, disagreement_cost=disagreement_cost
    )
    return ForecastResult(
        method=ForecastMethod.NASH_BARGAINING,
        forecasts=(PointForecast(issue=contest.issue, point=point),),
        inputs=(contest,),
        parameters=(("disagreement_cost", disagreement_cost), ("loss", loss.value)),
        warnings=contest_warnings([contest]),
    )
