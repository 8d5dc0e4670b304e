"""Statements and reports as records of plain values, the same in every format, and back to the letter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from detente.model import (
    Attribution,
    Document,
    Evidence,
    Issue,
    Party,
    PartyId,
    Speaker,
    Statement,
)
from detente.model.record import Correction, Identity, Naming, Recorded, Review

FORMAT = "detente-statement/1"
"""What a record says of itself. The number goes up when a field goes or changes its meaning."""

Record = dict[str, Any]


def statement_record(recorded: Recorded) -> Record:
    """A statement as it counts, with all that it rests on; days and times are values of :mod:`datetime`."""
    return {
        "format": FORMAT,
        "kind": "statement",
        "id": recorded.id,
        "document": recorded.document,
        **core_record(recorded.statement),
        "recorded": recorded.recorded.astimezone(UTC),
        "review": recorded.review and review_record(recorded.review),
        "earlier_reviews": [review_record(review) for review in recorded.earlier],
        "read": None if recorded.read is None else core_record(recorded.read),
    }


def core_record(statement: Statement) -> Record:
    """What a statement itself says."""
    return {
        "party": statement.party,
        "issue": statement.issue,
        "act": statement.act.value,
        "stance": statement.stance.value,
        **_passage(statement.evidence),
        "sentence": statement.sentence,
        "speaker": _speaker(statement.speaker),
        "target": statement.target,
        "option": statement.option,
        "hedged": statement.hedged,
        **detail_record(statement),
        "origin": {
            "method": statement.origin.method,
            "version": statement.origin.version,
            "confidence": statement.origin.confidence,
        },
    }


def detail_record(statement: Statement) -> Record:
    """What of a statement has places of its own in the text."""
    condition, said = statement.condition, statement.said
    return {
        "hedge": _passage_or_none(statement.hedge),
        "condition": condition and {"kind": condition.kind.value, "on": condition.on, **_passage(condition.evidence)},
        "quantities": [
            {"low": q.low, "high": q.high, "unit": q.unit, "approximate": q.approximate, **_passage(q.evidence)}
            for q in statement.quantities
        ],
        "said": said
        and {
            "earliest": said.earliest,
            "latest": said.latest,
            "precision": said.precision.value,
            "surface": said.surface,
            "evidence": _passage_or_none(said.evidence),
        },
        "attribution": statement.attribution and attribution_record(statement.attribution),
    }


def correction_record(correction: Correction) -> Record:
    """What counts instead of what was read."""
    return {
        "party": correction.party,
        "issue": correction.issue,
        "act": correction.act and correction.act.value,
        "stance": correction.stance and correction.stance.value,
    }


def attribution_record(attribution: Attribution) -> Record:
    """Source, cue, content and outer source, each with its place."""
    return {
        "source": _passage_or_none(attribution.source),
        "cue": _passage_or_none(attribution.cue),
        "content": _passage(attribution.content),
        "relayed_by": _passage_or_none(attribution.relayed_by),
    }


def document_record(document: Document, *, recorded: datetime | None = None, copy_of: str | None = None) -> Record:
    """A report with its text."""
    return {
        "format": FORMAT,
        "kind": "document",
        "id": document.id,
        "name": document.name,
        "title": document.title,
        "publisher": document.publisher,
        "published": document.published,
        "url": document.url,
        "language": document.language,
        "licence": document.licence,
        "recorded": recorded.astimezone(UTC) if recorded else None,
        "copy_of": copy_of,
        "body": {"start": document.body.start, "end": document.body.end},
        "text": document.text,
    }


def identity_record(identity: Identity) -> Record:
    """A person's word that two parties or issues are one."""
    told = {"of": identity.kind.value, "member": identity.member, "same_as": identity.same_as}
    return {"format": FORMAT, "kind": "identity", **told, **_signature(identity)}


def naming_record(naming: Naming) -> Record:
    """A person's name for a party or an issue."""
    told = {"of": naming.kind.value, "id": naming.id, "name": naming.name}
    return {"format": FORMAT, "kind": "name", **told, **_signature(naming)}


def _signature(told: Identity | Naming | Review) -> Record:
    return {"reviewer": told.reviewer, "at": told.at.astimezone(UTC), "note": told.note}


def party_record(party: Party) -> Record:
    """A party with the strings that name it."""
    return {"id": party.id, "name": party.name, "role": party.role.value, "aliases": list(party.aliases)}


def issue_record(issue: Issue) -> Record:
    """An issue with its codes and options."""
    return {
        "id": issue.id,
        "name": issue.name,
        "codes": list(issue.codes),
        "theme": issue.theme,
        "options": [{"id": o.id, "name": o.name, "point": o.point} for o in issue.options],
        "status_quo": issue.status_quo,
    }


def parties_of(statements: Iterable[Statement]) -> list[PartyId]:
    """Every party that statements name, by id."""
    named = {
        key
        for s in statements
        for key in (s.party, s.target, s.speaker.party if s.speaker else None)
        if key is not None
    }
    return sorted(named)


def _passage(evidence: Evidence) -> Record:
    return {"start": evidence.span.start, "end": evidence.span.end, "quote": evidence.quote}


def _passage_or_none(evidence: Evidence | None) -> Record | None:
    return _passage(evidence) if evidence else None


def _speaker(speaker: Speaker | None) -> Record | None:
    if speaker is None:
        return None
    return {"name": speaker.name, "party": speaker.party, "office": speaker.office}


def review_record(review: Review) -> Record:
    """A verdict on a statement."""
    return {
        "verdict": review.verdict.value,
        **_signature(review),
        "correction": review.correction and correction_record(review.correction),
    }
