"""What a ledger keeps beside readings: who looked at a statement, what is one and the same, and how an issue is known again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from detente.model.document import DocumentId
from detente.model.issue import Issue, IssueId
from detente.model.party import PartyId
from detente.model.position import Standing
from detente.model.statement import Act, Stance, Statement, StatementId


class Verdict(StrEnum):
    """What a person says of a statement that was read."""

    ACCEPTED = "accepted"
    """It stands as read."""
    REJECTED = "rejected"
    """It is none, or misread beyond mending: it counts no more."""
    CORRECTED = "corrected"
    """It counts, but otherwise than it was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What counts instead of what was read; ``None`` where that stays."""

    party: PartyId | None = None
    issue: IssueId | None = None
    act: Act | None = None
    stance: Stance | None = None

    def __post_init__(self) -> None:
        if (self.party, self.issue, self.act, self.stance) == (None, None, None, None):
            raise ValueError("a correction changes the party, the issue, the act or the stance")


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One person's verdict on one statement; the statement itself is never altered, and the latest review counts."""

    statement: StatementId
    verdict: Verdict
    reviewer: str
    at: datetime
    """With a time zone."""
    note: str = ""
    correction: Correction | None = None
    """Given where the verdict is "corrected", and only there."""

    def __post_init__(self) -> None:
        _check_signed(self.reviewer, self.at)
        if (self.verdict is Verdict.CORRECTED) != (self.correction is not None):
            raise ValueError("a correction goes with the verdict corrected, and with no other")


class IdentityKind(StrEnum):
    """Of what two are one."""

    PARTY = "party"
    ISSUE = "issue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """One person's word that two parties, or two issues, are one; what is said of the first counts for the second."""

    kind: IdentityKind
    member: str
    """An id."""
    same_as: str
    """The id that stands for both; the member's own undoes what was said of it before."""
    reviewer: str
    at: datetime
    """With a time zone."""
    note: str = ""

    def __post_init__(self) -> None:
        _check_signed(self.reviewer, self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """One person's name for a party or an issue, which may be new; the latest counts."""

    kind: IdentityKind
    id: str
    name: str
    reviewer: str
    at: datetime
    """With a time zone."""
    note: str = ""

    def __post_init__(self) -> None:
        _check_signed(self.reviewer, self.at)
        if not self.id.strip() or not self.name.strip():
            raise ValueError("a name is not to be empty, nor the id that it is for")


def _check_signed(reviewer: str, at: datetime) -> None:
    """Refuse what says not who, or when."""
    if at.tzinfo is None:
        raise ValueError("a review's time needs a time zone")
    if not reviewer.strip():
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
    """As it counts: with what a review corrects and what is one and the same; ``said`` is in it."""
    document: DocumentId
    name: str
    """Of the report."""
    published: date | None
    recorded: datetime
    review: Review | None = None
    """The latest, where there is one."""
    earlier: tuple[Review, ...] = ()
    """Those before the latest, oldest first."""
    read: Statement | None = None
    """As it was read, where it counts otherwise."""

    @property
    def id(self) -> StatementId:
        """By which it is reviewed: that of what was read."""
        return (self.read or self.statement).id


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Where one party stands on one issue at the end of a day, as a ledger keeps it."""

    party: PartyId
    issue: IssueId
    day: date | None
    """The last day on which the party was heard on the issue; ``None`` where all reports are undated."""
    stances: tuple[Stance, ...]
    """As of :class:`~detente.model.Position`, and so are the next three."""
    standing: Standing
    since: date | None
    statements: tuple[int, ...]
    """Numbers, within the ledger, of those that carry it."""


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
