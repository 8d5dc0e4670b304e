"""What was undertaken, and what is alleged about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from detente.model.evidence import Evidence
from detente.model.issue import IssueId
from detente.model.moment import Moment, Quantity
from detente.model.party import PartyId
from detente.model.statement import StatementId


class CommitmentKind(StrEnum):
    """What sort of undertaking it is."""

    MORATORIUM = "moratorium"
    CEASEFIRE = "ceasefire"
    EXCHANGE = "exchange"
    PROTECTED_LIST = "protected_list"
    WITHDRAWAL = "withdrawal"
    OTHER = "other"


class CommitmentStatus(StrEnum):
    """How far it has come."""

    PROPOSED = "proposed"
    AGREED_IN_PRINCIPLE = "agreed-in-principle"
    AGREED = "agreed"
    IN_FORCE = "in force"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    TERMINATED = "terminated"
    REJECTED = "rejected"


class Corroboration(StrEnum):
    """How far an allegation has been looked into (after Clayton & Sticher)."""

    ALLEGED = "alleged"
    MONITORED = "monitored"
    VERIFIED = "verified"
    ATTRIBUTED = "attributed"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """An agreement or undertaking, whatever came of it."""

    id: str
    what: str
    """Short name, drawn from the text's words."""
    kind: CommitmentKind
    status: CommitmentStatus
    parties: tuple[PartyId, ...]
    evidence: tuple[Evidence, ...]
    """First the words that carry the status."""
    issue: IssueId | None = None
    term: Quantity | None = None
    """How long it is to last: "30-day", "four years"."""
    starts: Moment | None = None
    ends: Moment | None = None
    counts: tuple[Quantity, ...] = ()
    """Numbers of things given or exchanged: "175 prisoners of war"."""
    sites: tuple[Evidence, ...] = ()
    """Places or facilities that it covers."""

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError("a commitment rests on at least one quotation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Allegation:
    """One side says that another broke an undertaking or duty; never a verdict."""

    accuser: PartyId | None
    """``None`` where the report states it itself."""
    accused: PartyId | None
    """``None`` where the text leaves it open."""
    evidence: Evidence
    statement: StatementId | None
    commitment: str | None = None
    """Id of the commitment, where one is recognised."""
    occurred: Moment | None = None
    corroboration: Corroboration = Corroboration.ALLEGED
    denied_by: tuple[PartyId, ...] = ()
    denial: Evidence | None = None
    checked: Evidence | None = None
    """The words that tell how far it was looked into; ``None`` where it is only alleged."""
    source: str = ""
    """Whose word it is where no party is the accuser: whoever is quoted, else the outlet; empty where a party is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """How many tell of one rung of the ladder from alleged to attributed, or that it is disputed."""

    corroboration: Corroboration
    reports: int
    sources: int
    """Independent ones: those whose word it is, however many reports pass it on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """What one side alleges of another within the same days, in whatever reports; never a verdict."""

    accuser: PartyId | None
    accused: PartyId | None
    commitment: str | None
    allegations: tuple[Allegation, ...]
    """In order of report and text, each with its sentence."""
    rungs: tuple[Rung, ...]
    """Those that are reached, in the order of :class:`Corroboration`."""
    denied_by: tuple[PartyId, ...] = ()

    def __post_init__(self) -> None:
        if not self.allegations:
            raise ValueError("a charge rests on at least one allegation")
