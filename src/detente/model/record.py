"""What a ledger keeps beside readings: who looked at a statement, and how an issue is known again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from detente.model.document import DocumentId
from detente.model.issue import Issue
from detente.model.statement import Act, Statement, StatementId


class Verdict(StrEnum):
    """What a person says of a statement that was read."""

    ACCEPTED = "accepted"
    """It stands as read."""
    REJECTED = "rejected"
    """It is none, or another's, or misread: it counts no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One person's verdict on one statement; the statement itself is never altered, and the latest review counts."""

    statement: StatementId
    verdict: Verdict
    reviewer: str
    at: datetime
    """With a time zone."""
    note: str = ""

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("a review's time needs a time zone")
        if not self.reviewer.strip():
            raise ValueError("a review needs a reviewer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """One statement by which later reports are told to speak of the same issue."""

    issue: Issue
    quote: str
    sentence: str
    act: Act
    vector: tuple[float, ...]
    """As the reader gave it, unit length."""
    themes: tuple[tuple[str, float], ...]
    """Keys of the codebook's themes of which it speaks, with their weights."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A statement as a ledger gives it back, with the three clocks."""

    statement: Statement
    """``said`` is in it."""
    document: DocumentId
    name: str
    """Of the report."""
    published: date | None
    recorded: datetime
    review: Review | None = None
    """The latest, where there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What a ledger holds."""

    documents: int
    """Copies included."""
    copies: int
    """Reports that are largely the words of another."""
    statements: int
    reviews: int
    parties: int
    issues: int
    first: date | None
    last: date | None
    """First and last day of publication."""
    recorded: datetime | None
    """When a report was last recorded."""
