"""Times and amounts that keep their own words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from detente.model.evidence import Evidence


class Precision(StrEnum):
    """How exactly a moment is known."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    VAGUE = "vague"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When something was said or done: "on Tuesday" keeps its words and resolves against the report's date.

    ``earliest`` and ``latest`` are ``None`` where the report has no date to count from.
    """

    earliest: date | None
    latest: date | None
    precision: Precision
    surface: str
    evidence: Evidence | None = None

    def __post_init__(self) -> None:
        if self.earliest and self.latest and self.earliest > self.latest:
            raise ValueError(f"{self.surface!r} would end before it begins")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """An amount with its unit: "up to 175 prisoners" is high 175, unit "prisoners".

    One of ``low`` and ``high`` may be ``None`` (open-ended); a single figure has both the same.
    """

    low: float | None
    high: float | None
    unit: str | None
    """Unit or thing counted, in the text's words: "prisoners of war", "day", "%", "USD"."""
    approximate: bool
    evidence: Evidence

    def __post_init__(self) -> None:
        if self.low is None and self.high is None:
            raise ValueError("a quantity needs a figure")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"low {self.low} is over high {self.high}")
