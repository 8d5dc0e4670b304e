"""What every reader must offer: first who is there, then what each of them says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from detente.model import Act, Document, Mention, PartyId, Sentence, Span, Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A place where someone who may be a party is named."""

    span: Span
    score: float
    """0..1: how sure the reader is that this names a party, its people or its organs."""
    vector: NDArray[np.float32]
    """Unit length; near for mentions of one party in one document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """One act of reporting: source, cue and content, any of the first two may be missing."""

    source: Span | None
    cue: Span | None
    content: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """First pass over a document."""

    named: tuple[Named, ...]
    quoted: tuple[Quoted, ...]
    memory: Any
    """What the reader wants back in the second pass; opaque to everyone else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A statement before its issue is known."""

    party: PartyId
    span: Span
    sentence: int
    act: Act
    stance: Stance
    hedged: bool
    confidence: float
    """0..1, that this party states something here."""
    vector: NDArray[np.float32]
    """Unit length; near for statements on one issue."""


class Reader(Protocol):
    """Reads one document in two passes; deterministic."""

    @property
    def name(self) -> str:
        """Short name, shown as the origin of every statement."""

    @property
    def version(self) -> str:
        """Changes whenever its answers may."""

    def look(self, document: Document, sentences: Sequence[Sentence]) -> Look:
        """Who is named, and who is reported to have said what."""

    def read(self, look: Look, document: Document, mentions: Sequence[Mention]) -> tuple[Draft, ...]:
        """What each party states, given where each is named; in text order."""
