"""How probable each outcome of an issue is, learnt from decided issues."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import isfinite
from typing import Any

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
from detente.model.forecast import OUTCOMES, ForecastMethod, ForecastResult, IssueContest, OutcomeDistribution

FEATURES = (
    "density-1",
    "density-8",
    "density-20",
    "compromise-distance",
    "compromise-square",
    "reference",
    "reference-distance",
    "end",
    "middle",
    "ten",
    "five",
    "between",
    "outside",
)
"""Columns of :func:`outcome_features`, in their order."""
LEVEL = 0.8
"""Probability with which the interval of a distribution is calibrated to hold the outcome."""
UNPROVEN = (
    "probabilities are learnt from legislation of the European Union; that they hold for other negotiations is unproven"
)
LEAST_PARTIES = 3
"""The fewest parties of an issue that the shipped model has learnt from; half of these issues have 17 or more."""
_WIDTHS = (1.0, 8.0, 20.0)
"""Points within which positions count as near: the same point, a neighbouring option, the same side."""
_FLOOR = 1e-3
"""Density where no position is near, so that its logarithm exists."""
_POINTS = np.arange(OUTCOMES, dtype=np.float64)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeModel:
    """Coefficients of the logit over outcomes, and where they come from."""

    coefficients: tuple[float, ...]
    """One for each of ``FEATURES``."""
    tail: float
    """0..0.5: probability outside of each end of an interval that holds ``LEVEL`` of all outcomes."""
    provenance: str
    """Data and licence."""
    figures: Mapping[str, float]
    """Cross-validated figures by name, as the model card explains them."""

    def __post_init__(self) -> None:
        if len(self.coefficients) != len(FEATURES) or not all(map(isfinite, self.coefficients)):
            raise AnalysisError(f"the outcome model needs a number for each of: {', '.join(FEATURES)}")
        if not 0 < self.tail < 0.5:
            raise AnalysisError(f"the outcome model's tail is {self.tail}; expected a number between 0 and 0.5")


def parse_outcome_model(text: str) -> OutcomeModel:
    """Read an outcome model from its JSON form.

    Parameters
    ----------
    text : str
        As ``training/outcomes.py`` writes it.

    Returns
    -------
    OutcomeModel

    Raises
    ------
    AnalysisError
        If the text is not JSON, or a field is missing or no number.
    """
    try:
        read: dict[str, Any] = json.loads(text)
        return OutcomeModel(
            coefficients=tuple(float(read["coefficients"][name]) for name in FEATURES),
            tail=float(read["tail"]),
            provenance=str(read["provenance"]),
            figures={str(name): float(figure) for name, figure in read["figures"].items()},
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise AnalysisError(f"the outcome model cannot be read: {error!r}; write it anew") from error


@cache
def shipped_outcome_model() -> OutcomeModel:
    """Read the outcome model that is part of detente.

    Returns
    -------
    OutcomeModel
    """
    data = files("detente.analyses.forecast").joinpath("data", "outcomes.json")
    return parse_outcome_model(data.read_text(encoding="utf-8"))


def outcome_features(points: FloatArray, weights: FloatArray, reference: float | None) -> FloatArray:
    """Describe each outcome by how it lies to positions, compromise and reference point.

    Parameters
    ----------
    points : array, shape (parties,), 0..100
    weights : array, shape (parties,)
        Not all 0; only their proportions count, and who has none is not looked at.
    reference : float or None, 0..100

    Returns
    -------
    array, shape (101, 13), no unit
        One row an outcome 0..100, one column for each of ``FEATURES``. Turning the scale round turns the rows round.
    """
    weighty = weights > 0
    placed, share = points[weighty], weights[weighty] / weights.sum()
    apart = np.abs(_POINTS[:, None] - placed[None, :])
    compromise = float(share @ placed)
    away = np.abs(_POINTS - compromise) / 50
    whole = np.rint(placed)
    ends = (_POINTS == 0) | (_POINTS == OUTCOMES - 1)
    to_reference = np.full(OUTCOMES, np.inf) if reference is None else np.abs(_POINTS - reference)
    columns = (
        *(np.log(np.exp(-0.5 * (apart / width) ** 2) @ share + _FLOOR) for width in _WIDTHS),
        -away,
        -(away**2),
        to_reference <= 1,
        np.zeros(OUTCOMES) if reference is None else -to_reference / 50,
        ends,
        _POINTS == 50,
        _POINTS % 10 == 0,
        _POINTS % 5 == 0,
        ~ends & ~np.isin(_POINTS, whole),
        np.clip(_POINTS, whole.min(), whole.max()) != _POINTS,
    )
    return np.stack(columns, axis=1).astype(np.float64)


def outcome_probabilities(
    points: ArrayLike,
    capabilities: ArrayLike,
    saliences: ArrayLike,
    *,
    reference: float | None = None,
    model: OutcomeModel | None = None,
) -> FloatArray:
    r"""How probable each whole point of an issue's scale is as its outcome.

    Parameters
    ----------
    points : array, shape (parties,), 0..100
    capabilities, saliences : array, shape (parties,), 0..1, no unit
    reference : float or None, 0..100
        What holds without agreement; ``None`` where that is unknown.
    model : OutcomeModel or None
        ``None`` for the shipped one.

    Returns
    -------
    array, shape (101,)
        Probabilities of the outcomes 0..100, with sum 1.

    Raises
    ------
    AnalysisError
        If there is no party, no weight, a number out of range, or shapes differ.

    Notes
    -----
    A conditional logit (McFadden 1974) over the 101 outcomes, :math:`P(x) \propto \exp(\beta \cdot f(x))` with
    :math:`f` from :func:`outcome_features`, fitted to DEU III (Arregui and Perarnaud 2021).
    """
    placed = checked_points(points)
    weights = checked_weights(placed, capabilities, saliences)
    if reference is not None and not (isfinite(reference) and 0 <= reference <= 100):
        raise AnalysisError(f"the reference point is {reference}; expected a number from 0 to 100, or none")
    coefficients = np.array((model or shipped_outcome_model()).coefficients)
    score = outcome_features(placed, weights, reference) @ coefficients
    odds = np.exp(score - score.max())
    probabilities: FloatArray = odds / odds.sum()
    return probabilities


def forecast_distribution(contest: IssueContest, *, model: OutcomeModel | None = None) -> ForecastResult:
    """Forecast an issue by :func:`outcome_probabilities`.

    Parameters
    ----------
    contest : IssueContest
    model : OutcomeModel or None
        ``None`` for the shipped one.

    Returns
    -------
    ForecastResult
        With one :class:`~detente.model.forecast.OutcomeDistribution` and an interval calibrated to hold ``LEVEL`` of
        all outcomes.

    Raises
    ------
    AnalysisError
        If no party has both a position and weight.
    """
    chosen = model or shipped_outcome_model()
    probabilities = outcome_probabilities(*contest_arrays(contest), reference=contest.reference, model=chosen)
    low, high = central_interval(probabilities, chosen.tail)
    distribution = OutcomeDistribution(
        issue=contest.issue, probabilities=tuple(probabilities.tolist()), low=low, high=high, level=LEVEL
    )
    weighty = sum(stake.capability * stake.salience > 0 for stake in contest.placed)
    few = (
        f"{contest.issue}: parties with weight: {weighty}; the model has learnt from issues with {LEAST_PARTIES} to 30",
    )
    return ForecastResult(
        method=ForecastMethod.DISTRIBUTION,
        forecasts=(distribution,),
        inputs=(contest,),
        parameters=(("model", chosen.provenance), ("tail", chosen.tail)),
        warnings=(*contest_warnings([contest]), *(few if weighty < LEAST_PARTIES else ()), UNPROVEN),
    )


def central_interval(probabilities: FloatArray, tail: float) -> tuple[float, float]:
    """Cut the same probability off both ends.

    Parameters
    ----------
    probabilities : array, shape (101,)
    tail : float, 0..0.5
        At most this much lies outside of either end.

    Returns
    -------
    tuple of two floats, 0..100
        Lowest and highest point inside.
    """
    reached = np.cumsum(probabilities)
    low, high = np.searchsorted(reached, [tail, 1 - tail])
    return float(low), float(min(high, OUTCOMES - 1))
