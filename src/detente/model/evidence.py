"""Evidence: the verbatim words that a finding rests on."""

from __future__ import annotations

from dataclasses import dataclass

from detente.model.document import Document, DocumentId, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Words quoted to the letter from a document; made by :meth:`cite` only."""

    document: DocumentId
    span: Span
    quote: str

    @classmethod
    def cite(cls, document: Document, span: Span) -> Evidence:
        """Quote a document.

        Raises
        ------
        ValueError
            If the span runs past the text or holds only white space.
        """
        quote = document.text[span.start : span.end]
        if span.end > len(document.text) or not quote.strip():
            raise ValueError(f"nothing to quote at {span.start}..{span.end} of {document.name}")
        return cls(document=document.id, span=span, quote=quote)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Who is said to have said it: source, cue, content, as in PARC and PolNeAR.

    ``relayed_by`` is the outer source where one reports another ("according to Portfolio").
    """

    source: Evidence | None
    cue: Evidence | None
    content: Evidence
    relayed_by: Evidence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What made a derived value."""

    method: str
    """Name of the reader or rule."""
    version: str
    confidence: float
    """0..1: how often statements made this way, with this score, are right."""

    def __post_init__(self) -> None:
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence lies in 0..1, got {self.confidence}")
