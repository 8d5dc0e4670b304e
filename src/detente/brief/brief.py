"""One brief as a value: every renderer shows the same findings in the same order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from detente.model import (
    Allegation,
    Commitment,
    Contradiction,
    Distance,
    Document,
    DocumentId,
    Evidence,
    Issue,
    IssueId,
    Linkage,
    Outlook,
    Party,
    PartyId,
    Skipped,
    Span,
    Statement,
    Table,
)
from detente.model.commitment import Charge
from detente.model.course import Timeline
from detente.model.package import Outcomes
from detente.model.scenario import ScenarioResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A numbered stretch of a report; statements that share a quote share it."""

    number: int
    """One-based, in text order within its report; written ``report.number`` where several are shown."""
    report: int
    """One-based place of its document among the brief's reports."""
    document: DocumentId
    span: Span
    statements: tuple[Statement, ...]
    """May be empty: a passage can carry an outlook, commitment or framing alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of words in a lead line: plain, quoted from a report, or a reference to a passage."""

    text: str
    quoted: bool = False
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadLine:
    """One labelled line of the first screen."""

    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What was read and what it gave."""

    documents: int
    sentences: int
    statements: int
    passages: int
    sentences_without_statement: int
    skipped: int
    unsourced: int
    """Statements in the report's own words."""
    own: int
    relayed: int
    unsure: int
    """Statements under the confidence shown as unsure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One document as the brief shows it."""

    number: int
    """One-based."""
    document: Document
    sentences: tuple[Span, ...]
    paragraphs: tuple[Span, ...]
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospects:
    """What is computed from the findings by stated rules, and said by nobody."""

    scenarios: ScenarioResult | None = None
    outcomes: Outcomes | None = None
    missing: str | None = None
    """Why there is nothing: no issue on which two parties are heard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """Everything that a brief says."""

    title: str
    """"Ceasefire in Ukraine: state of the talks"."""
    source: str
    """One sentence on what was read: "One untitled news article. ... Date: not given."."""
    as_of: date | None
    counts: Counts
    lead: tuple[LeadLine, ...]
    outlook: Outlook | None
    table: Table
    distances: tuple[Distance, ...]
    contradictions: tuple[Contradiction, ...]
    commitments: tuple[Commitment, ...]
    allegations: tuple[Allegation, ...]
    linkages: tuple[Linkage, ...]
    third_party: tuple[Statement, ...]
    """Evidence from outside the talks: statements of third parties that only report or assess."""
    reports: tuple[Report, ...]
    skipped: tuple[Skipped, ...]
    method: tuple[tuple[str, str], ...]
    """Term and explanation, as shown under Method and caveats."""
    prospects: Prospects | None = None
    """Where it could lead; ``None`` where that was not asked."""
    charges: tuple[Charge, ...] = ()
    """The allegations, those of one and the same joined; each is in exactly one."""
    timeline: Timeline | None = None
    """How things went; ``None`` where the reports do not span more than one day."""

    def party(self, party: PartyId) -> Party | None:
        """The party by id."""
        return next((p for p in self.table.parties if p.id == party), None)

    def issue(self, issue: IssueId) -> Issue | None:
        """The issue by id."""
        return next((i for i in self.table.issues if i.id == issue), None)

    def passage(self, evidence: Evidence) -> Passage | None:
        """The passage that holds a quotation: the same span, else the smallest around it, else one that it overlaps."""
        held = [p for r in self.reports for p in r.passages if p.document == evidence.document]
        exact = [p for p in held if p.span == evidence.span]
        around = sorted((p for p in held if p.span.contains(evidence.span)), key=lambda p: len(p.span))
        shared = sorted(
            (p for p in held if p.span.overlap(evidence.span)), key=lambda p: -p.span.overlap(evidence.span)
        )
        return next(iter([*exact, *around, *shared]), None)
