"""Adjusted Winner: a division of issues between two parties that is fair by their own points (Brams & Taylor 1996)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from detente.errors import AnalysisError

POINTS = 100
"""What each party's points are scaled to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """Who wins how much of each item."""

    shares: tuple[Fraction, ...]
    """Of each item, the first party's share, 0..1; the rest is the second's. At most one item is split."""
    points: tuple[float, float]
    """What each gets by its own points, 0..100; equal for both."""
    split: int | None
    """Number of the item that is shared, if one is."""


def divide_by_adjusted_winner(first: Sequence[float], second: Sequence[float]) -> Division:
    """Divide items, or issues to be won, between two parties.

    Parameters
    ----------
    first, second : sequence of float, 0 and more
        How many points each party puts on each item; scaled to 100 each.

    Returns
    -------
    Division
        Efficient, free of envy, and equitable: both get the same number of their own points.

    Raises
    ------
    AnalysisError
        If the two rate different numbers of items, a rating is negative or no number, or one rates nothing above 0.

    Notes
    -----
    Each item goes first to whom it is worth more, ties to the first party. Then items pass from whoever is ahead, those
    with the smallest ratio of the two ratings first, until both have equally much; the last is split.
    Reckoned in fractions, so that equal is equal.

    Examples
    --------
    Two parties, three issues: the first cares for the first issue, the second for the third.

    >>> division = divide_by_adjusted_winner([60, 25, 15], [20, 40, 40])
    >>> [str(share) for share in division.shares], division.points
    (['1', '4/13', '0'], (67.6923076923077, 67.6923076923077))
    """
    ratings = [_scaled(r) for r in (first, second)]
    if len(first) != len(second):
        raise AnalysisError(f"the parties rate {len(first)} and {len(second)} items; both must rate the same ones")
    a, b = ratings
    shares = [Fraction(1) if x >= y else Fraction(0) for x, y in zip(a, b, strict=True)]
    have = _have(shares, a, b)
    ahead = 0 if have[0] >= have[1] else 1
    mine, theirs = (a, b) if ahead == 0 else (b, a)
    held = [i for i, s in enumerate(shares) if s == (1 if ahead == 0 else 0)]
    # The item that costs the one ahead least for what it gives the other passes first.
    held.sort(key=lambda i: (mine[i] / theirs[i] if theirs[i] else math.inf, i))
    split = None
    for i in held:
        lead = have[ahead] - have[1 - ahead]
        if lead <= 0:
            break
        worth = mine[i] + theirs[i]
        passed = min(Fraction(1), lead / worth) if worth else Fraction(0)
        shares[i] = 1 - passed if ahead == 0 else passed
        split = i if 0 < passed < 1 else None
        have = _have(shares, a, b)
    return Division(shares=tuple(shares), points=(float(have[0]), float(have[1])), split=split)


def _scaled(ratings: Sequence[float]) -> list[Fraction]:
    """Points that sum to 100."""
    wrong = next((r for r in ratings if not math.isfinite(r) or r < 0), None)
    if wrong is not None:
        raise AnalysisError(f"points are numbers of 0 and more, and one is {wrong}")
    exact = [Fraction(r) for r in ratings]
    total = sum(exact)
    if not total:
        raise AnalysisError("a party puts no points on anything; it needs some above 0")
    return [r * POINTS / total for r in exact]


def _have(shares: Sequence[Fraction], a: Sequence[Fraction], b: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
    """What each party gets, by its own points."""
    return (
        sum((s * x for s, x in zip(shares, a, strict=True)), Fraction(0)),
        sum(((1 - s) * y for s, y in zip(shares, b, strict=True)), Fraction(0)),
    )
