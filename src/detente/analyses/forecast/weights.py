"""Stakes as arrays, checked once for all methods."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.errors import AnalysisError
from detente.model.forecast import IssueContest

FloatArray = NDArray[np.float64]


def checked_points(points: ArrayLike) -> FloatArray:
    """Give positions as an array.

    Parameters
    ----------
    points : array, shape (parties,), 0..100

    Returns
    -------
    array, shape (parties,), 0..100

    Raises
    ------
    AnalysisError
        If there is none, or one is no number from 0 to 100.
    """
    return _checked("positions", points, 100)


def checked_weights(points: FloatArray, capabilities: ArrayLike, saliences: ArrayLike) -> FloatArray:
    """Multiply what parties have by what they would spend of it.

    Parameters
    ----------
    points : array, shape (parties,)
        Positions, already checked.
    capabilities, saliences : array, shape (parties,), 0..1, no unit

    Returns
    -------
    array, shape (parties,), 0..1
        Capability times salience.

    Raises
    ------
    AnalysisError
        If shapes differ, a number is out of its range, or nobody has weight.
    """
    capability, salience = _checked("capabilities", capabilities, 1), _checked("saliences", saliences, 1)
    if not points.shape == capability.shape == salience.shape:
        raise AnalysisError(
            f"{points.size} positions, {capability.size} capabilities and {salience.size} saliences: "
            "every party needs one of each"
        )
    weights: FloatArray = capability * salience
    if not weights.sum() > 0:
        raise AnalysisError("no party has weight: capability times salience is 0 for all; give one of them more")
    return weights


def contest_arrays(contest: IssueContest) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Positions, capabilities and saliences of the parties with a position, by party.

    Parameters
    ----------
    contest : IssueContest

    Returns
    -------
    tuple of three arrays, shape (parties,)
        Positions 0..100; capabilities and saliences 0..1.

    Raises
    ------
    AnalysisError
        If no party has a position.
    """
    placed = contest.placed
    if not placed:
        raise AnalysisError(f"{contest.issue}: no party has a position; a forecast needs at least one")
    points, capabilities, saliences = (
        np.array([getattr(stake, field) for stake in placed], dtype=np.float64)
        for field in ("point", "capability", "salience")
    )
    return points, capabilities, saliences


def contest_warnings(contests: Sequence[IssueContest]) -> tuple[str, ...]:
    """Say who was left out, and where one party decides alone.

    Parameters
    ----------
    contests : sequence of IssueContest

    Returns
    -------
    tuple of str
    """
    warnings = []
    for contest in contests:
        if contest.unplaced:
            warnings.append(f"{contest.issue}: left out for want of a position: {', '.join(contest.unplaced)}")
        weighty = [s for s in contest.placed if s.capability * s.salience > 0]
        if len(weighty) == 1:
            warnings.append(f"{contest.issue}: only {weighty[0].party} has weight, so its position is the forecast")
    return tuple(warnings)


def _checked(what: str, values: ArrayLike, most: float) -> FloatArray:
    """One number a party, from 0 to ``most``."""
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != 1 or array.size == 0:
        raise AnalysisError(f"{what} have shape {array.shape}; expected one number for each of at least one party")
    wrong = array[~(np.isfinite(array) & (array >= 0) & (array <= most))]
    if wrong.size:
        raise AnalysisError(f"{wrong[0]} is among the {what}; expected numbers from 0 to {most:g}")
    return array
