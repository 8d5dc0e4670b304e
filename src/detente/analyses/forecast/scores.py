"""How good forecasts turned out to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np
from numpy.typing import ArrayLike

from detente.analyses.forecast.weights import FloatArray
from detente.errors import AnalysisError
from detente.model.forecast import OUTCOMES


def crps(probabilities: ArrayLike, outcome: float) -> float:
    r"""How far a distribution over 0..100 is from what happened: the continuous ranked probability score.

    Parameters
    ----------
    probabilities : array, shape (101,)
        Of the whole points 0..100, with sum 1.
    outcome : float, 0..100

    Returns
    -------
    float, 0..100
        In points of the scale; 0 is perfect. For a single certain point it is the absolute error.

    Raises
    ------
    AnalysisError
        If the probabilities are none, or the outcome lies outside of the scale.

    Notes
    -----
    Matheson and Winkler (1976): :math:`\int_0^{100} (F(x) - [x \ge y])^2 dx`, with steps at the whole points.

    Examples
    --------
    >>> certain = [0.0] * 101
    >>> certain[30] = 1.0
    >>> crps(certain, 42)
    12.0
    """
    chances = _distribution(probabilities)
    if not (isfinite(outcome) and 0 <= outcome <= OUTCOMES - 1):
        raise AnalysisError(f"the outcome is {outcome}; expected a number from 0 to {OUTCOMES - 1}")
    reached = np.clip(np.cumsum(chances)[:-1], 0, 1)
    # Between two whole points F is level; the outcome may cut one such stretch in two.
    before = np.clip(outcome - np.arange(OUTCOMES - 1), 0, 1)
    return float((before * reached**2 + (1 - before) * (1 - reached) ** 2).sum())


def brier(probabilities: ArrayLike, happened: int) -> float:
    """How far probabilities of exclusive events are from what happened.

    Parameters
    ----------
    probabilities : array, shape (events,)
        With sum 1; for one yes-or-no question give both.
    happened : int
        Index of the event that happened.

    Returns
    -------
    float, 0..2
        Sum of squared differences; 0 is perfect.

    Raises
    ------
    AnalysisError
        If the probabilities are none or there is no such event.

    Notes
    -----
    Brier (1950), in its original form. For two events it is twice the form that ranges from 0 to 1.

    Examples
    --------
    >>> brier([0.75, 0.25], happened=0)
    0.125
    """
    chances = _probabilities(probabilities)
    if not 0 <= happened < chances.size:
        raise AnalysisError(f"event {happened} happened; expected one of 0 to {chances.size - 1}")
    came = np.zeros(chances.size)
    came[happened] = 1
    return float(((chances - came) ** 2).sum())


def interval_coverage(lows: ArrayLike, highs: ArrayLike, outcomes: ArrayLike) -> float:
    """How often intervals held the outcome, their ends counted.

    Parameters
    ----------
    lows, highs, outcomes : array, shape (forecasts,)

    Returns
    -------
    float, 0..1

    Raises
    ------
    AnalysisError
        If there is none, shapes differ, a number is not finite, or an interval ends before it begins.

    Examples
    --------
    >>> interval_coverage([0, 40], [50, 60], [50, 70])
    0.5
    """
    low, high, outcome = (np.asarray(array, dtype=np.float64) for array in (lows, highs, outcomes))
    if not (low.ndim == 1 and low.size and low.shape == high.shape == outcome.shape):
        raise AnalysisError(
            f"{low.shape} lower ends, {high.shape} upper ends, {outcome.shape} outcomes; expected as many of each"
        )
    if not (np.isfinite(low).all() and np.isfinite(high).all() and np.isfinite(outcome).all()):
        raise AnalysisError("an end of an interval or an outcome is not a finite number")
    if (low > high).any():
        raise AnalysisError("an interval ends before it begins")
    return float(((low <= outcome) & (outcome <= high)).mean())


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationBin:
    """Events that were given about the same probability."""

    forecasts: int
    stated: float
    """0..1: mean of the probabilities given."""
    observed: float
    """0..1: share of these events that happened."""


def calibration(probabilities: ArrayLike, happened: Sequence[bool], *, bins: int = 10) -> tuple[CalibrationBin, ...]:
    """Compare how probable events were said to be with how often they happened.

    Parameters
    ----------
    probabilities : array, shape (events,), 0..1
    happened : sequence of bool
    bins : int, at least 1
        Equal parts of 0..1.

    Returns
    -------
    tuple of CalibrationBin
        Those with events, by rising probability; none where there are no events.

    Raises
    ------
    AnalysisError
        If a number is no probability, shapes differ, or there is no bin.
    """
    chances = np.asarray(probabilities, dtype=np.float64)
    came = np.asarray(happened, dtype=np.float64)
    if bins < 1:
        raise AnalysisError(f"{bins} bins; expected at least 1")
    if chances.ndim != 1 or chances.shape != came.shape:
        raise AnalysisError(f"{chances.shape} probabilities and {came.shape} events; expected as many of each")
    if not (np.isfinite(chances) & (chances >= 0) & (chances <= 1)).all():
        raise AnalysisError("a probability of an event is no number from 0 to 1")
    number = np.minimum((chances * bins).astype(int), bins - 1)
    return tuple(
        CalibrationBin(
            forecasts=int((number == n).sum()),
            stated=float(chances[number == n].mean()),
            observed=float(came[number == n].mean()),
        )
        for n in np.unique(number)
    )


def calibration_error(bins: Sequence[CalibrationBin]) -> float:
    """Average how far stated probabilities are from observed shares.

    Parameters
    ----------
    bins : sequence of CalibrationBin

    Returns
    -------
    float, 0..1
        The expected calibration error: the mean over events of the difference in their bin.

    Raises
    ------
    AnalysisError
        If there is no event.
    """
    count = sum(each.forecasts for each in bins)
    if not count:
        raise AnalysisError("no event to judge calibration by")
    return sum(each.forecasts * abs(each.stated - each.observed) for each in bins) / count


def _probabilities(values: ArrayLike) -> FloatArray:
    """Probabilities of exclusive events."""
    chances = np.asarray(values, dtype=np.float64)
    if chances.ndim != 1 or chances.size == 0:
        raise AnalysisError(f"probabilities have shape {chances.shape}; expected one for each of at least one event")
    if not (np.isfinite(chances).all() and (chances >= 0).all() and abs(float(chances.sum()) - 1) < 1e-6):
        raise AnalysisError(f"probabilities are below 0 or sum to {float(chances.sum())}, not to 1")
    return chances


def _distribution(values: ArrayLike) -> FloatArray:
    """Probabilities of the whole points 0..100."""
    chances = _probabilities(values)
    if chances.size != OUTCOMES:
        raise AnalysisError(f"{chances.size} probabilities where {OUTCOMES} are expected, of the points 0 to 100")
    return chances
