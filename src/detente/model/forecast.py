"""What a forecast of an issue starts from, and what it gives."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from math import isfinite

from detente.errors import AnalysisError
from detente.model.issue import IssueId
from detente.model.party import PartyId

OUTCOMES = 101
"""Outcomes that a distribution tells apart: the whole points 0..100 of an issue's scale."""
_ROUNDING = 1e-9
"""By how much sums of probabilities may miss what they should be."""


class ForecastMethod(StrEnum):
    """How an outcome was computed, named after the computation."""

    COMPROMISE = "compromise"
    """Mean of positions by capability times salience."""
    MEDIAN = "median"
    """Middle position, every party counted once."""
    WEIGHTED_MEDIAN = "weighted-median"
    """Middle position by capability times salience."""
    NASH_BARGAINING = "nash-bargaining"
    """Largest product of gains over the reference point."""
    CHALLENGE = "challenge"
    """Weighted median after rounds of challenges between pairs."""
    EXCHANGE = "exchange"
    """Weighted mean after rounds of exchanges of positions between pairs."""
    DISTRIBUTION = "distribution"
    """Probabilities learnt from decided issues."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stake:
    """What one party wants on an issue, how much it cares, and what it can bring to bear."""

    party: PartyId
    point: float | None
    """0..100 on the issue's scale; ``None`` where no position is known."""
    salience: float
    """0..1: the share of its means that it would spend on this issue."""
    capability: float
    """0..1: the means themselves."""

    def __post_init__(self) -> None:
        if self.point is not None:
            _check(f"the position of {self.party}", self.point, 100)
        _check(f"the salience of {self.party}", self.salience, 1)
        _check(f"the capability of {self.party}", self.capability, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueContest:
    """One issue, and everybody with a stake in it."""

    issue: IssueId
    stakes: tuple[Stake, ...]
    reference: float | None = None
    """0..100: what holds if nothing is agreed; ``None`` where that is unknown or no point of the scale."""

    def __post_init__(self) -> None:
        parties = [stake.party for stake in self.stakes]
        twice = sorted({party for party in parties if parties.count(party) > 1})
        if twice:
            raise AnalysisError(f"{self.issue}: {', '.join(twice)} has more than one stake; give each party one")
        if self.reference is not None:
            _check(f"the reference point of {self.issue}", self.reference, 100)

    @property
    def placed(self) -> tuple[Stake, ...]:
        """Stakes with a known position, by party."""
        return tuple(sorted((s for s in self.stakes if s.point is not None), key=lambda stake: stake.party))

    @property
    def unplaced(self) -> tuple[PartyId, ...]:
        """Parties without a known position, which no method counts."""
        return tuple(sorted(stake.party for stake in self.stakes if stake.point is None))


@dataclass(frozen=True, slots=True, kw_only=True)
class PointForecast:
    """One outcome for an issue, without a word on how sure it is."""

    issue: IssueId
    point: float
    """0..100 on the issue's scale."""
    path: tuple[float, ...] = ()
    """Outcome before the first round and after each, where the method has rounds; the last is ``point``."""
    low: float | None = None
    high: float | None = None
    """Least and greatest point over repetitions with other coins for ties; ``None`` where nothing was repeated."""

    def __post_init__(self) -> None:
        for point in (self.point, *self.path, *(p for p in (self.low, self.high) if p is not None)):
            _check(f"a forecast of {self.issue}", point, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeDistribution:
    """How probable each whole point of an issue's scale is."""

    issue: IssueId
    probabilities: tuple[float, ...]
    """One for each of the points 0..100; they sum to 1."""
    low: float
    high: float
    """Ends of the central interval that should hold the outcome with probability ``level``, both included."""
    level: float
    """0..1, as calibrated; the interval's own sum of probabilities may be larger or smaller."""

    def __post_init__(self) -> None:
        if len(self.probabilities) != OUTCOMES:
            raise AnalysisError(f"{self.issue}: {len(self.probabilities)} probabilities where {OUTCOMES} are expected")
        for probability in self.probabilities:
            _check(f"a probability of {self.issue}", probability, 1 + _ROUNDING)
        if abs(sum(self.probabilities) - 1) > _ROUNDING:
            raise AnalysisError(f"{self.issue}: probabilities sum to {sum(self.probabilities)}, not to 1")
        _check(f"the level of {self.issue}", self.level, 1)
        _check(f"the interval of {self.issue}", self.low, 100)
        _check(f"the interval of {self.issue}", self.high, 100)
        if self.low > self.high:
            raise AnalysisError(f"{self.issue}: an interval from {self.low} to {self.high} holds nothing")

    @property
    def mean(self) -> float:
        """Expected outcome, 0..100."""
        return min(100.0, sum(point * probability for point, probability in enumerate(self.probabilities)))

    @property
    def median(self) -> float:
        """The point with at least half of the probability on either side, itself counted."""
        return self.quantile(0.5)

    @property
    def mode(self) -> float:
        """The most probable point; the lowest of several."""
        return float(max(range(OUTCOMES), key=lambda point: self.probabilities[point]))

    def likeliest(self, *, within: int = 5) -> float:
        """Find the point that most probably is at most so far from the outcome.

        Parameters
        ----------
        within : int, 0..100
            Points to either side; with 0 this is :attr:`mode`.

        Returns
        -------
        float
            A whole point, 0..100; of several the most probable by itself, then the lowest.

        Raises
        ------
        AnalysisError
            If ``within`` is no number of points.
        """
        _check("the distance", within, OUTCOMES - 1)

        def near(point: int) -> tuple[float, float]:
            around = sum(self.probabilities[max(0, point - within) : point + within + 1])
            # Sums of the same numbers from another start differ in their last digits.
            return round(around, 12), self.probabilities[point]

        return float(max(range(OUTCOMES), key=near))

    def quantile(self, level: float) -> float:
        """Find the lowest point that the outcome stays at or under with a probability.

        Parameters
        ----------
        level : float, 0..1

        Returns
        -------
        float
            A whole point, 0..100.

        Raises
        ------
        AnalysisError
            If ``level`` is no probability.
        """
        _check("the level of a quantile", level, 1)
        sums = accumulate(self.probabilities)
        return float(next((point for point, reached in enumerate(sums) if reached >= level - _ROUNDING), OUTCOMES - 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastResult:
    """Forecasts and how they were made: enough to make them again."""

    method: ForecastMethod
    forecasts: tuple[PointForecast | OutcomeDistribution, ...]
    """One for each of ``inputs``, in their order."""
    inputs: tuple[IssueContest, ...]
    parameters: tuple[tuple[str, float | str], ...] = ()
    """Names and values of everything that was chosen, by name."""
    seed: int | None = None
    """``None`` where nothing was drawn by chance."""
    warnings: tuple[str, ...] = ()
    """What a reader has to know before believing it."""

    def __post_init__(self) -> None:
        if [f.issue for f in self.forecasts] != [c.issue for c in self.inputs]:
            raise AnalysisError("a result needs one forecast for each issue, in the same order")


def _check(what: str, value: float, most: float) -> None:
    """Refuse what is no number from 0 to ``most``."""
    if not (isfinite(value) and 0 <= value <= most):
        raise AnalysisError(f"{what} is {value}; expected a number from 0 to {most:g}")
