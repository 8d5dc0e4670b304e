"""How things went over time: where each party stood when, how far apart they were, and what falls on which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from detente.model.change import Clock
from detente.model.evidence import Evidence
from detente.model.finding import Trend
from detente.model.issue import IssueId
from detente.model.moment import Moment
from detente.model.party import PartyId
from detente.model.position import Standing
from detente.model.statement import Stance, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One stretch of days through which a party stood at the same place on an issue, as far as reports tell."""

    since: date | None
    """Day of the first report that places it here; ``None`` where only undated reports do."""
    until: date | None
    """Day of the report that places it elsewhere: the first day on which this no longer holds. ``None`` while it holds."""
    stances: tuple[Stance, ...]
    """In order of first statement."""
    standing: Standing
    statements: tuple[Statement, ...]
    """Those that carried it on one of its days, by day and place."""
    told: tuple[date, ...]
    """Days of the reports that told of it, in order; undated ones have none."""

    def __post_init__(self) -> None:
        if not self.statements or not self.stances:
            raise ValueError("a step rests on at least one statement")
        if self.since and self.until and self.since >= self.until:
            raise ValueError("a step lasts at least a day")

    def holds_on(self, day: date) -> bool:
        """Whether it holds at the end of a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One party on one issue, step after step."""

    party: PartyId
    issue: IssueId
    steps: tuple[Step, ...]
    """In order of time; undated reports first. Each begins where the one before ends."""

    @property
    def moves(self) -> int:
        """How often it moved."""
        return len(self.steps) - 1

    def on(self, day: date) -> Step | None:
        """The step that holds at the end of a day; ``None`` where the party was not heard yet."""
        return next((step for step in self.steps if step.holds_on(day)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """How far apart the furthest two parties stood from one day on."""

    since: date | None
    """``None`` where only undated reports tell."""
    apart: float | None
    """0..2 steps, as :class:`detente.model.Distance` counts them; ``None`` while fewer than two parties are placed."""
    joined: tuple[PartyId, ...]
    """Parties that are placed on this day and were not before: a distance may change because one more is heard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GapCourse:
    """How the distance on one issue went."""

    issue: IssueId
    gaps: tuple[Gap, ...]
    """Days on which the distance changed, in order."""
    heard: tuple[date, ...]
    """Days of reports with a statement on the issue, in order."""
    trend: Trend | None
    """The last change; ``None`` where no two days can be compared."""
    since: date | None
    """Day of that change, or the first on which the distance was what it still is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeGap:
    """How far apart the parties stand over the whole table, on two days, over the issues measured on both."""

    first: date
    last: date
    issues: int
    """Issues with a distance on both days; no others are compared."""
    before: float
    """Mean distance on the first day, 0..2 steps."""
    now: float
    trend: Trend


class DayKind(StrEnum):
    """What a line of the calendar is about."""

    COMMITMENT = "commitment"
    DEADLINE = "deadline"
    TALKS = "talks"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarLine:
    """A commitment with its days, or a deadline or round of talks that reports state."""

    kind: DayKind
    what: str
    """In the text's words."""
    starts: date | None
    """First day; ``None`` where none is told."""
    ends: date | None
    """Last day; ``None`` where none is told."""
    evidence: tuple[Evidence, ...]
    """Each report's words once, in order."""
    clock: Clock | None = None
    """Of a commitment."""
    moment: Moment | None = None
    """When, in the text's words, of a deadline or round of talks."""
    reported: date | None = None
    """Day of the first report that tells of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """What reports of several days tell of time."""

    first: date
    last: date
    """First and last day of reports, the first before the last."""
    days: tuple[date, ...]
    """Days on which reports came out, in order."""
    courses: tuple[Course, ...]
    """Issues in the table's order, parties in the table's order."""
    gaps: tuple[GapCourse, ...]
    """Issues on which two parties were placed at some time."""
    whole: WholeGap | None
    calendar: tuple[CalendarLine, ...]
    """What is still to come first, by last day; then what has no end; then what is past."""
    as_of: date
    """The day that days left are counted from."""
