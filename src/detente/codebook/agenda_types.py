"""What an agenda holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from detente.model import IssueId, Option, OptionId, PartyId, Role

KINDS = ("salience", "capability", "utility", "reservation")
"""What a judgement may be about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaParty:
    """A party as the analyst declares it."""

    id: PartyId
    name: str
    role: Role = Role.PARTY
    aliases: tuple[str, ...] = ()
    """Other names, seats and organs, as texts write them."""
    people: tuple[str, ...] = ()
    """Who speaks for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaIssue:
    """A row of the table as the analyst words it."""

    id: IssueId
    name: str
    keywords: tuple[str, ...] = ()
    """A statement that holds one of them belongs to the issue."""
    codes: tuple[str, ...] = ()
    """Codes of published schemes, e.g. ``PA-X:TjPrire``."""
    options: tuple[Option, ...] = ()
    status_quo: OptionId | None = None
    """The option that holds as long as nothing is agreed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """An analyst's own number, with its basis; never mixed with what a text says."""

    party: PartyId
    issue: IssueId | None
    """``None`` only for a capability, which may hold for all issues, and a reservation value of whole packages."""
    option: OptionId | None
    what: str
    """One of :data:`KINDS`."""
    value: float
    """0..1 for salience and capability."""
    low: float
    high: float
    basis: str
    """Why; empty where not given."""
    author: str
    """Whose number it is; empty where not given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """What to read for, in the order of the file."""

    title: str | None = None
    as_of: date | None = None
    parties: tuple[AgendaParty, ...] = ()
    issues: tuple[AgendaIssue, ...] = ()
    judgements: tuple[Judgement, ...] = ()
