"""Which of many points no other is at least as good as in everything."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]


def undominated(points: Integers) -> NDArray[np.int64]:
    """Which points no other point equals or exceeds in every coordinate.

    Parameters
    ----------
    points : array, shape (n, parties), whole numbers
        Larger is better.

    Returns
    -------
    array of int
        Their indices, ascending by the points' coordinates; of equal points the first.
    """
    if len(points) == 0:
        return np.zeros(0, np.int64)
    if points.shape[1] == 1:
        return np.array([int(points[:, 0].argmax())], np.int64)
    if points.shape[1] == 2:
        order = np.lexsort((np.arange(len(points)), -points[:, 1], -points[:, 0]))
        second = points[order, 1]
        keep = np.ones(len(order), np.bool_)
        keep[1:] = second[1:] > np.maximum.accumulate(second)[:-1]
        return order[keep][::-1].astype(np.int64)
    distinct, first = np.unique(points, axis=0, return_index=True)
    return np.asarray(first[maximal(distinct)], np.int64)


def maximal(points: Integers) -> NDArray[np.bool_]:
    """Of distinct points of three coordinates or more, which no other dominates.

    Parameters
    ----------
    points : array, shape (n, parties), whole numbers
        Larger is better; each at most once.

    Returns
    -------
    array of bool, shape (n,)
    """
    from moocore import is_nondominated  # slow to load, and two parties do without it

    # Whole numbers up to 2**53 are exact as floats.
    return np.asarray(is_nondominated(points.astype(np.float64), maximise=True, keep_weakly=False), np.bool_)
