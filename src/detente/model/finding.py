"""Answers of the analyses, each with the statements that it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from detente.model.evidence import Evidence
from detente.model.issue import IssueId
from detente.model.party import PartyId, Speaker
from detente.model.statement import ConditionKind, Statement


class ContradictionKind(StrEnum):
    """Why two statements of one party do not fit together."""

    BETWEEN_SPEAKERS = "between-speakers"
    """Two voices of one party differ."""
    REVERSAL = "reversal"
    """An earlier position was given up for a later one."""
    WITHIN_SPEAKER = "within-speaker"
    """One voice, or the report itself, gives both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """One party, one issue, opposite stances; never which of them holds."""

    party: PartyId
    issue: IssueId
    first: Statement
    second: Statement
    kind: ContradictionKind
    framing: Evidence | None = None
    """The text's own words about it: "contradictory statements within the U.S. government"."""


class Trend(StrEnum):
    """Which way the parties have moved between reports."""

    CLOSER = "closer"
    APART = "apart"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A party's place on an issue: oppose 0, open 1, support 2."""

    party: PartyId
    point: float
    """0..2; midpoint where the party holds several stances."""
    low: float
    high: float
    several: bool
    """It holds more than one stance."""
    hedged: bool
    """Every statement behind it is hedged."""
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance:
    """How far apart the parties heard on one issue stand."""

    issue: IssueId
    marks: tuple[Mark, ...]
    apart: float | None
    """0..2 steps between the furthest two; ``None`` where fewer than two parties were heard."""
    trend: Trend | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Linkage:
    """One issue waits on something else, stated by a condition or only suggested by one sentence naming both."""

    issue: IssueId
    party: PartyId | None
    kind: ConditionKind | None
    """``None`` where the tie is inferred from two issues sharing a sentence."""
    gate: str
    """What it waits for, as a common name over several conditions: "a peace agreement"; for an inferred
    tie, empty."""
    on_issue: IssueId | None
    """The issue that the gate is, where it is one on the table."""
    stated: bool
    evidence: Evidence
    statement: Statement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What the text itself says is likely."""

    evidence: Evidence
    speaker: Speaker | None
    """``None`` where the report says it in its own words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of a brief; refused with neither evidence nor result."""

    headline: str
    evidence: tuple[Evidence, ...] = ()
    result: object | None = None
    caveat: str | None = None

    def __post_init__(self) -> None:
        if not self.evidence and self.result is None:
            raise ValueError(f"the finding {self.headline!r} rests on nothing")
