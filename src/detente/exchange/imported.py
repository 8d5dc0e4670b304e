"""What came in from a file of another program, ready for a ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from detente.model import DocumentId, Reading, Skipped
from detente.model.record import Identity, Naming, Review


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """Statements of a file that was read, grouped by their documents, and what could not be taken over."""

    readings: tuple[Reading, ...]
    """One a document, in the order of the file; each is one that :meth:`detente.ledger.Ledger.append` takes."""
    reviews: tuple[Review, ...] = ()
    """Verdicts on the statements of these readings, in the order of the file."""
    skipped: tuple[Skipped, ...] = ()
    """Records that could not be taken over, each with the reason."""
    times: tuple[tuple[DocumentId, datetime], ...] = ()
    """When the ledger that the file was written from recorded each document, where the file tells."""
    copies: tuple[tuple[DocumentId, DocumentId], ...] = ()
    """Documents that the file names as copies, each with the one of which it is a copy."""
    identities: tuple[Identity, ...] = ()
    """What people said to be one and the same, in the order of the file."""
    namings: tuple[Naming, ...] = ()
    """What people called parties and issues, in the order of the file."""
