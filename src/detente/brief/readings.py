"""One report's reading as a line of JSON, or its statements as rows of a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from detente.model import (
    Allegation,
    Commitment,
    CommitmentStatus,
    Contradiction,
    Outlook,
    PartyId,
    Reading,
    Statement,
)

_STATUSES = {CommitmentStatus.SUSPENDED: "expired", CommitmentStatus.TERMINATED: "expired"}
"""The line tells only whether an agreement still stands; the others keep their own word."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet runs a cell that begins so."""


def reading_record(
    reading: Reading,
    *,
    commitments: Iterable[Commitment],
    allegations: Iterable[Allegation],
    contradictions: Iterable[Contradiction],
    outlook: Outlook | None,
) -> dict[str, Any]:
    """One report as a line of JSON, in the form of ``readings.schema.json``.

    Parameters
    ----------
    reading : Reading
        What the report says.
    commitments, allegations, contradictions, outlook
        Findings, of this and of other reports; those of others are left out.

    Returns
    -------
    dict
        Parties by name, issues by id; every quote is verbatim, with its place in the report's text.
    """
    document, key = reading.document, reading.document.id
    names = {party.id: party.name for party in reading.parties}

    def name(party: PartyId | None) -> str | None:
        return None if party is None else names.get(party, party)

    mentions: dict[PartyId, dict[str, None]] = {party.id: {} for party in reading.parties}
    for mention in reading.mentions:
        mentions.setdefault(mention.party, {})[document.text[mention.span.start : mention.span.end]] = None
    return {
        "document": document.name,
        "parties": [
            {"name": party.name, "role": party.role.value, "mentions": list(mentions[party.id])}
            for party in reading.parties
        ],
        "issues": [{"id": issue.id, "label": issue.name} for issue in reading.issues],
        "statements": [
            {
                "quote": statement.evidence.quote,
                "start": statement.evidence.span.start,
                "end": statement.evidence.span.end,
                "speaker": statement.speaker.name if statement.speaker else None,
                "party": name(statement.party),
                "target": name(statement.target),
                "issue": statement.issue,
                "act": statement.act.value,
                "stance": statement.stance.value,
                "condition": statement.condition.evidence.quote if statement.condition else None,
                "quantities": [quantity.evidence.quote for quantity in statement.quantities],
                "hedged": statement.hedged,
                "confidence": statement.origin.confidence,
            }
            for statement in reading.statements
        ],
        "agreements": [
            {
                "what": commitment.what,
                "status": _STATUSES.get(commitment.status, commitment.status.value),
                "parties": [name(party) for party in commitment.parties],
                "duration": commitment.term.evidence.quote if commitment.term else None,
                "quote": commitment.evidence[0].quote,
            }
            for commitment in commitments
            if commitment.evidence[0].document == key
        ],
        "violations": [
            {
                "by": name(allegation.accused),
                "alleged_by": name(allegation.accuser),
                "quote": allegation.evidence.quote,
            }
            for allegation in allegations
            if allegation.evidence.document == key
        ],
        "contradictions": [
            {
                "party": name(contradiction.party),
                "issue": contradiction.issue,
                "quotes": [contradiction.first.evidence.quote, contradiction.second.evidence.quote],
            }
            for contradiction in contradictions
            if contradiction.first.evidence.document == contradiction.second.evidence.document == key
        ],
        "outlook": outlook.evidence.quote if outlook and outlook.evidence.document == key else None,
    }


def statement_rows(reading: Reading) -> list[dict[str, str]]:
    """One report's statements as rows of a spreadsheet.

    Returns
    -------
    list of dict
        The same keys in the same order in every row; what is unknown is empty. ``sentence`` counts from 1, as people
        do. A cell that a spreadsheet would run as a formula begins with an apostrophe.
    """
    names = {party.id: party.name for party in reading.parties}
    issues = {issue.id: issue.name for issue in reading.issues}
    return [
        {column: _guarded(cell) for column, cell in _cells(reading, statement, names, issues).items()}
        for statement in reading.statements
    ]


def _cells(reading: Reading, statement: Statement, names: dict[Any, str], issues: dict[Any, str]) -> dict[str, str]:
    published, evidence = reading.document.published, statement.evidence
    return {
        "document": reading.document.name,
        "published": published.isoformat() if published else "",
        "sentence": str(statement.sentence + 1),
        "start": str(evidence.span.start),
        "end": str(evidence.span.end),
        "quote": evidence.quote,
        "speaker": statement.speaker.name if statement.speaker else "",
        "voice": statement.voice.value,
        "party": names.get(statement.party, statement.party),
        "target": names.get(statement.target, statement.target) if statement.target else "",
        "issue": statement.issue,
        "issue_label": issues.get(statement.issue, ""),
        "act": statement.act.value,
        "stance": statement.stance.value,
        "condition": statement.condition.evidence.quote if statement.condition else "",
        "quantities": "; ".join(quantity.evidence.quote for quantity in statement.quantities),
        "hedged": "true" if statement.hedged else "false",
        "hedge": statement.hedge.quote if statement.hedge else "",
        "said": statement.said.surface if statement.said else "",
        "confidence": f"{statement.origin.confidence:.3f}",
    }


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
