"""Where a party stands on an issue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from detente.model.issue import Issue, IssueId
from detente.model.party import Party, PartyId
from detente.model.statement import Stance, Statement


class Standing(StrEnum):
    """How firmly the stances of one cell agree."""

    SINGLE = "single"
    """All current statements that take a position agree."""
    DIVIDED = "divided"
    """They differ, and a contradiction is recorded."""
    MIXED = "mixed"
    """They differ, and none is recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """One cell of the table: at least one statement, or there is no position."""

    party: PartyId
    issue: IssueId
    stances: tuple[Stance, ...]
    """The different stances now held, in order of first statement; one where ``standing`` is single."""
    standing: Standing
    statements: tuple[Statement, ...]
    """Those that carry the position now, in text order, reports and assessments included."""
    superseded: tuple[Statement, ...] = ()
    """Earlier statements, from earlier reports, that the current ones replaced."""
    since: date | None = None
    """Date of the first report since which the stance has stood unchanged."""

    def __post_init__(self) -> None:
        if not self.statements or not self.stances:
            raise ValueError("a position rests on at least one statement")

    @property
    def stance(self) -> Stance:
        """The stance stated last."""
        return self.stances[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Who wants what, as of a date: issues by parties."""

    issues: tuple[Issue, ...]
    """In order of first statement."""
    parties: tuple[Party, ...]
    """By role (party, mediator, third party), then by id."""
    positions: tuple[Position, ...]
    as_of: date | None = None

    def at(self, party: PartyId, issue: IssueId) -> Position | None:
        """The cell, or ``None`` where nothing was found."""
        return next((p for p in self.positions if p.party == party and p.issue == issue), None)
