"""Quotations as places in their document, and what else the JSON columns are made of."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from detente.errors import LedgerError
from detente.model import Attribution, Document, Evidence, Span

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def dump(value: object) -> str:
    """Compact JSON."""
    try:
        return _ENCODER.encode(value)
    except ValueError as error:
        raise LedgerError(f"a number cannot be kept, it is infinite or none: {error}") from error


def write_place(evidence: Evidence, document: Document) -> list[int]:
    """Start and end of a quotation, once it is known to stand there to the letter."""
    span = evidence.span
    if evidence.document != document.id:
        raise LedgerError(f"{document.name}: {evidence.quote!r} is quoted from another document; read it again")
    if document.text[span.start : span.end] != evidence.quote or span.end > len(document.text):
        raise LedgerError(f"{document.name}: {evidence.quote!r} does not stand at {span.start}..{span.end}")
    if not evidence.quote.strip():
        raise LedgerError(f"{document.name}: nothing is quoted at {span.start}..{span.end}")
    return [span.start, span.end]


def cite(document: Document, place: Sequence[int]) -> Evidence:
    """The words that stand at a place."""
    start, end = place
    return Evidence.cite(document, Span(start=start, end=end))


def write_attribution(attribution: Attribution, document: Document) -> list[list[int] | None]:
    """Places of source, cue, content and outer source."""
    parts = (attribution.source, attribution.cue, attribution.content, attribution.relayed_by)
    return [write_place(part, document) if part else None for part in parts]


def read_attribution(held: Sequence[Any], document: Document) -> Attribution:
    """The attribution of :func:`write_attribution`."""
    source, cue, content, relayed_by = (place and cite(document, place) for place in held)
    return Attribution(source=source, cue=cue, content=content, relayed_by=relayed_by)


def read_day(held: str | None) -> date | None:
    """A day, where there is one."""
    return None if held is None else date.fromisoformat(held)


def by_three(numbers: Sequence[int]) -> zip[tuple[int, int, int]]:
    """A flat list of triples, triple by triple."""
    return zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True)
