"""Adjusted Winner is equitable, free of envy, and splits one item at most."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from detente.analyses.bargaining import divide_by_adjusted_winner
from detente.errors import AnalysisError

RATINGS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=6)


@given(RATINGS)
def test_both_get_the_same_of_their_own_points_at_least_half_and_one_item_is_split_at_most(
    ratings: list[tuple[int, int]],
) -> None:
    first, second = [float(a) for a, _ in ratings], [float(b) for _, b in ratings]
    assume(sum(first) and sum(second))
    division = divide_by_adjusted_winner(first, second)
    assert division.points[0] == pytest.approx(division.points[1])
    assert division.points[0] >= 50 - 1e-9
    assert sum(0 < s < 1 for s in division.shares) == (division.split is not None) <= 1


@given(RATINGS, st.integers(0, 10**6))
def test_no_other_division_is_better_for_both(ratings: list[tuple[int, int]], seed: int) -> None:
    first, second = [float(a) for a, _ in ratings], [float(b) for _, b in ratings]
    assume(sum(first) and sum(second))
    division = divide_by_adjusted_winner(first, second)
    a, b = division.points
    shares = [Fraction((seed // 7**i) % 7, 6) for i in range(len(first))]
    other_a = sum(float(s) * x for s, x in zip(shares, first, strict=True)) * 100 / sum(first)
    other_b = sum(float(1 - s) * y for s, y in zip(shares, second, strict=True)) * 100 / sum(second)
    assert not (other_a > a + 1e-9 and other_b > b + 1e-9)


def test_the_worked_example_of_a_divorce_in_the_book() -> None:
    # Brams & Taylor (1996), after Trump and Trump: Connecticut estate, Palm Beach mansion, Trump Plaza apartment, Trump
    # Tower triplex, cash and jewelry.
    division = divide_by_adjusted_winner([10, 40, 10, 38, 2], [38, 20, 30, 10, 2])
    assert division.points == pytest.approx((72 + 2 / 3, 72 + 2 / 3))
    assert (division.split, division.shares[1]) == (1, Fraction(13, 15))


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ([1.0], [1.0, 2.0], "rate 1 and 2"),
        ([-1.0, 2.0], [1.0, 2.0], "0 and more"),
        ([math.nan], [1.0], "0 and more"),
        ([0.0], [1.0], "no points on anything"),
        ([], [], "no points on anything"),
    ],
)
def test_points_that_say_nothing_are_refused(first: list[float], second: list[float], words: str) -> None:
    with pytest.raises(AnalysisError, match=words):
        divide_by_adjusted_winner(first, second)
