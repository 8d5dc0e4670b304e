"""What is handed over to another program."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from detente.model import Document, DocumentId, Issue, IssueId, Party, PartyId, Reading
from detente.model.record import Identity, Naming, Recorded


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """Statements beside their reports, as a ledger gives them; every writer takes these and writes all of them.

    A statement whose report is missing, or whose quote does not stand in it, is a :class:`ValueError`.
    """

    recorded: tuple[Recorded, ...]
    """Statements with the three clocks and the latest review, in the order in which they are to be written."""
    documents: tuple[Document, ...]
    """Their reports, and others without a statement."""
    parties: tuple[Party, ...] = ()
    """Whose names and aliases are known; others go by their ids."""
    issues: tuple[Issue, ...] = ()
    """Whose names and codes are known; others go by their ids."""
    readings: tuple[Reading, ...] = ()
    """What was read in the reports beside the statements: sentences, mentions, attributions. May be left out."""
    times: tuple[tuple[DocumentId, datetime], ...] = ()
    """When each report was recorded, those without a statement included."""
    copies: tuple[tuple[DocumentId, DocumentId], ...] = ()
    """Reports that are largely the words of another, each with that other."""
    identities: tuple[Identity, ...] = ()
    """What people said to be one and the same; JSON Lines alone carry this, and the next."""
    namings: tuple[Naming, ...] = ()
    """What people called parties and issues."""

    def __post_init__(self) -> None:
        texts = {document.id: document.text for document in self.documents}
        for recorded in self.recorded:
            evidence = recorded.statement.evidence
            span = evidence.span
            if recorded.document not in texts or evidence.document != recorded.document:
                raise ValueError(f"{evidence.quote!r} quotes {recorded.name}, which is not among the documents")
            if texts[recorded.document][span.start : span.end] != evidence.quote:
                raise ValueError(f"{evidence.quote!r} does not stand at {span.start}..{span.end} of {recorded.name}")

    def names(self) -> dict[str, str]:
        """What parties and issues are called, by id; a party's where an issue has the same id."""
        issues = {str(i.id): i.name for i in self.issues}
        return issues | {str(p.id): p.name for p in self.parties}

    def parties_by_id(self) -> dict[PartyId, Party]:
        """Every party that is known."""
        return {p.id: p for reading in self.readings for p in reading.parties} | {p.id: p for p in self.parties}

    def issues_by_id(self) -> dict[IssueId, Issue]:
        """Every issue that is known."""
        return {i.id: i for reading in self.readings for i in reading.issues} | {i.id: i for i in self.issues}

    def by_id(self) -> dict[DocumentId, Document]:
        """The reports by id."""
        return {document.id: document for document in self.documents}
