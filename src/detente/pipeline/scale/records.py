"""A report read by halves as JSON, and back: words are kept as places in its text, so that none can be slipped in."""

from __future__ import annotations

import base64
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, NewType, Union, get_args, get_origin, get_type_hints

import numpy as np

from detente.model import (
    Attribution,
    Condition,
    Document,
    Evidence,
    Mention,
    Party,
    PartyId,
    Sentence,
    Skipped,
    Span,
    Statement,
)
from detente.statements.halves import Half
from detente.statements.readers.protocol import Draft

_FLOATS = np.dtype("<f4")


def write_document(document: Document) -> list[Any]:
    """A document for JSON."""
    return [_write(getattr(document, name)) for name, _ in _types(Document)]


def read_document(held: list[Any]) -> Document:
    """The document of :func:`write_document`.

    Raises
    ------
    ValueError, TypeError, KeyError, IndexError
        If it is none.
    """
    made: Document = _read_fields(Document, held, None)
    return made


def write_half(half: Half) -> dict[str, Any]:
    """What was read of a report, without the report, for JSON."""
    return {
        "sentences": [[s.span.start, s.span.end, s.paragraph] for s in half.sentences],
        "parties": [_write(party) for party in half.parties],
        "mentions": [[m.party, m.span.start, m.span.end] for m in half.mentions],
        "attributions": [_write(attribution) for attribution in half.attributions],
        "drafts": [_write(draft) for draft in half.drafts],
        "conditions": [_write(condition) for condition in half.conditions],
        "statements": [[isinstance(s, Statement), _write(s)] for s in half.statements],
    }


def read_half(held: dict[str, Any], document: Document) -> Half:
    """The half of :func:`write_half`.

    Raises
    ------
    ValueError, TypeError, KeyError, IndexError
        If it is none, or not of this document.
    """

    def each(kind: Any, key: str) -> tuple[Any, ...]:
        return tuple(_read(kind, value, document) for value in held[key])

    half = Half(
        document=document,
        sentences=tuple(Sentence(span=Span(start=a, end=b), paragraph=p) for a, b, p in held["sentences"]),
        parties=each(Party, "parties"),
        mentions=tuple(
            Mention(party=PartyId(p), document=document.id, span=Span(start=a, end=b)) for p, a, b in held["mentions"]
        ),
        attributions=each(Attribution, "attributions"),
        drafts=each(Draft, "drafts"),
        conditions=each(Condition | None, "conditions"),
        statements=tuple(
            _read(Statement if stated else Skipped, value, document) for stated, value in held["statements"]
        ),
    )
    if not len(half.drafts) == len(half.conditions) == len(half.statements):
        raise ValueError("drafts, conditions and statements are to be as many")
    if any(not 0 <= draft.sentence < len(half.sentences) for draft in half.drafts):
        raise ValueError("a draft stands in a sentence that is not there")
    return half


def _write(value: Any) -> Any:
    if isinstance(value, Evidence | Span):
        span = value.span if isinstance(value, Evidence) else value
        return [span.start, span.end]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_write(item) for item in value]
    if isinstance(value, np.ndarray):
        return base64.b64encode(value.astype(_FLOATS).tobytes()).decode("ascii")
    if is_dataclass(value):
        return [_write(getattr(value, field.name)) for field in fields(value) if field.init]
    return value


def _read(kind: Any, held: Any, document: Document | None) -> Any:
    """A value of a type from what :func:`_write` made of it."""
    if isinstance(kind, NewType):
        return _read(kind.__supertype__, held, document)
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        if held is None and NoneType in inner:
            return None
        (only,) = (option for option in inner if option is not NoneType)
        return _read(only, held, document)
    if origin is tuple:
        return tuple(_read(inner[0], item, document) for item in held)
    if origin is np.ndarray:
        return np.frombuffer(base64.b64decode(held, validate=True), _FLOATS).astype(np.float32)
    if kind is Evidence:
        if document is None:
            raise ValueError("nothing is quoted outside a document")
        return Evidence.cite(document, Span(start=held[0], end=held[1]))
    if kind is Span:
        return Span(start=held[0], end=held[1])
    if kind is date:
        return date.fromisoformat(held)
    if is_dataclass(kind):
        return _read_fields(kind, held, document)
    if issubclass(kind, Enum):
        return kind(held)
    if kind is float and type(held) is int:
        return held  # as it was given
    if type(held) is not kind:
        raise ValueError(f"{held!r} stands where a {kind.__name__} is to stand")
    return held


def _read_fields(kind: Any, held: list[Any], document: Document | None) -> Any:
    return kind(**{name: _read(of, value, document) for (name, of), value in zip(_types(kind), held, strict=True)})


@cache
def _types(kind: Any) -> tuple[tuple[str, Any], ...]:
    """The fields that a type is made of, with their types."""
    hints = get_type_hints(kind)
    return tuple((field.name, hints[field.name]) for field in fields(kind) if field.init)
