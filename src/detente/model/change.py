"""What is different between two days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from detente.model.commitment import Allegation, Commitment, CommitmentStatus
from detente.model.finding import Contradiction
from detente.model.issue import IssueId
from detente.model.party import PartyId
from detente.model.statement import Stance, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One party now stands elsewhere on one issue, or was first heard on it."""

    party: PartyId
    issue: IssueId
    before: tuple[Stance, ...]
    """Empty where the party had not been heard on the issue."""
    after: tuple[Stance, ...]
    statements: tuple[Statement, ...]
    """Those that carry the new position and were not there before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One commitment that is new, or whose status changed."""

    commitment: Commitment
    before: CommitmentStatus | None
    """``None`` where it is new."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """How long a commitment still runs on a day."""

    commitment: Commitment
    ends: date | None
    """Its last day; ``None`` where no report tells."""
    stated: bool
    """Whether a report states the end itself; else it is the stated start and the term."""
    left: int | None
    """Days from the day asked about to the last one; ``None`` where it is over or nothing is told."""
    over: bool
    """It was ended or refused, or its last day is past."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What is new or different at the later of two days."""

    moves: tuple[Move, ...]
    """In the order of the later table: issues, then parties."""
    heard: tuple[Move, ...]
    """Parties first heard on an issue."""
    contradictions: tuple[Contradiction, ...]
    commitments: tuple[Progress, ...]
    allegations: tuple[Allegation, ...]
    reports: int
    """Reports that came in between."""
