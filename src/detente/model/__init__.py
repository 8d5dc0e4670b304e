"""The words that every room shares: frozen types, standard library only."""

from detente.model.commitment import Allegation, Commitment, CommitmentKind, CommitmentStatus, Corroboration
from detente.model.document import Document, DocumentId, Sentence, Span
from detente.model.evidence import Attribution, Evidence, Origin
from detente.model.finding import (
    Contradiction,
    ContradictionKind,
    Distance,
    Finding,
    Linkage,
    Mark,
    Outlook,
    Trend,
)
from detente.model.issue import Issue, IssueId, Option, OptionId
from detente.model.moment import Moment, Precision, Quantity
from detente.model.party import Mention, Party, PartyId, Role, Speaker
from detente.model.position import Position, Standing, Table
from detente.model.statement import (
    UNSURE,
    Act,
    Condition,
    ConditionKind,
    Reading,
    Skipped,
    Stance,
    Statement,
    StatementId,
    Voice,
)

__all__ = [
    "UNSURE",
    "Act",
    "Allegation",
    "Attribution",
    "Commitment",
    "CommitmentKind",
    "CommitmentStatus",
    "Condition",
    "ConditionKind",
    "Contradiction",
    "ContradictionKind",
    "Corroboration",
    "Distance",
    "Document",
    "DocumentId",
    "Evidence",
    "Finding",
    "Issue",
    "IssueId",
    "Linkage",
    "Mark",
    "Mention",
    "Moment",
    "Option",
    "OptionId",
    "Origin",
    "Outlook",
    "Party",
    "PartyId",
    "Position",
    "Precision",
    "Quantity",
    "Reading",
    "Role",
    "Sentence",
    "Skipped",
    "Span",
    "Speaker",
    "Stance",
    "Standing",
    "Statement",
    "StatementId",
    "Table",
    "Trend",
    "Voice",
]
