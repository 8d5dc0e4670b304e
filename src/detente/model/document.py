"""A report and the places in it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import NewType

DocumentId = NewType("DocumentId", str)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A half-open stretch of a text, counted in Unicode code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, got {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def overlap(self, other: Span) -> int:
        """How many code points the two share, 0 if none."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def contains(self, other: Span) -> bool:
        """Whether the other lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One report: text that is never altered after reading, and what is known of where it came from."""

    text: str
    """The kept text; every offset in detente counts its code points."""
    name: str
    """Short name for listings: the file name without its ending, or the address."""
    body: Span
    """The report proper, without the headline and date line that open the text."""
    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    url: str | None = None
    language: str = "en"
    licence: str | None = None
    id: DocumentId = field(init=False, repr=False, compare=False)
    """Hash of the text: the same report read twice is the same document."""

    def __post_init__(self) -> None:
        if self.body.end > len(self.text):
            raise ValueError(f"the body ends at {self.body.end}, after the text's end {len(self.text)}")
        digest = hashlib.blake2b(self.text.encode("utf-8", "surrogatepass"), digest_size=8)
        object.__setattr__(self, "id", DocumentId(digest.hexdigest()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of a document."""

    span: Span
    paragraph: int
    """Zero-based paragraph that it stands in."""
