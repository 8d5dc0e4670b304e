"""Answers of a ledger as records for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from detente.brief.outcomes import cited
from detente.model import Evidence, Table
from detente.model.change import Changes, Clock, Move
from detente.model.record import Counts, Recorded


def status_record(counts: Counts, title: str | None, head: str) -> dict[str, Any]:
    """What a ledger holds."""
    return {
        "title": title,
        "documents": counts.documents,
        "copies": counts.copies,
        "statements": counts.statements,
        "reviews": counts.reviews,
        "parties": counts.parties,
        "issues": counts.issues,
        "first": counts.first.isoformat() if counts.first else None,
        "last": counts.last.isoformat() if counts.last else None,
        "recorded": counts.recorded.isoformat() if counts.recorded else None,
        "head": head,
    }


def table_record(table: Table) -> dict[str, Any]:
    """Who wants what, each cell with the ids of its statements."""
    return {
        "as_of": table.as_of.isoformat() if table.as_of else None,
        "parties": [{"id": p.id, "name": p.name, "role": p.role.value} for p in table.parties],
        "issues": [{"id": i.id, "name": i.name} for i in table.issues],
        "positions": [
            {
                "party": p.party,
                "issue": p.issue,
                "stances": [s.value for s in p.stances],
                "standing": p.standing.value,
                "since": p.since.isoformat() if p.since else None,
                "statements": [s.id for s in p.statements],
                "superseded": [s.id for s in p.superseded],
            }
            for p in table.positions
        ],
    }


def table_rows(table: Table) -> list[dict[str, Any]]:
    """The table as a matrix: an issue a row, a party a column; an empty cell is nothing found."""
    return [
        {"issue": issue.name}
        | {
            party.name: " / ".join(s.value for s in position.stances)
            if (position := table.at(party.id, issue.id))
            else ""
            for party in table.parties
        }
        for issue in table.issues
    ]


def recorded_rows(found: Sequence[Recorded], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Statements with the three clocks, a row each."""
    return [
        {
            "id": r.statement.id,
            "published": r.published.isoformat() if r.published else "",
            "recorded": r.recorded.isoformat(),
            "said": r.statement.said.surface if r.statement.said else "",
            "report": r.name,
            "party": names.get(r.statement.party, r.statement.party),
            "issue": names.get(r.statement.issue, r.statement.issue),
            "act": r.statement.act.value,
            "stance": r.statement.stance.value,
            "speaker": r.statement.speaker.name if r.statement.speaker else "",
            "quote": r.statement.evidence.quote,
            "start": r.statement.evidence.span.start,
            "end": r.statement.evidence.span.end,
            "confidence": f"{r.statement.origin.confidence:.3f}",
            "review": r.review.verdict.value if r.review else "",
        }
        for r in found
    ]


def changes_record(changes: Changes) -> dict[str, Any]:
    """What changed between two days."""
    return {
        "reports": changes.reports,
        "moves": [_move(m) for m in changes.moves],
        "heard": [_move(m) for m in changes.heard],
        "contradictions": [
            {"party": c.party, "issue": c.issue, "first": cited(c.first), "second": cited(c.second)}
            for c in changes.contradictions
        ],
        "commitments": [
            {
                "id": p.commitment.id,
                "what": p.commitment.what,
                "before": p.before.value if p.before else None,
                "after": p.commitment.status.value,
                "evidence": _quoted(p.commitment.evidence[0]),
            }
            for p in changes.commitments
        ],
        "allegations": [
            {"accuser": a.accuser, "accused": a.accused, "commitment": a.commitment, "evidence": _quoted(a.evidence)}
            for a in changes.allegations
        ],
    }


def clock_record(clocks: Sequence[Clock]) -> list[dict[str, Any]]:
    """How long each commitment still runs."""
    return [
        {
            "id": c.commitment.id,
            "what": c.commitment.what,
            "status": c.commitment.status.value,
            "parties": list(c.commitment.parties),
            "ends": c.ends.isoformat() if c.ends else None,
            "stated": c.stated,
            "left": c.left,
            "over": c.over,
            "evidence": [_quoted(e) for e in c.commitment.evidence],
        }
        for c in clocks
    ]


def _move(move: Move) -> dict[str, Any]:
    return {
        "party": move.party,
        "issue": move.issue,
        "before": [s.value for s in move.before],
        "after": [s.value for s in move.after],
        "statements": [cited(s) for s in move.statements],
    }


def _quoted(evidence: Evidence) -> dict[str, Any]:
    span = evidence.span
    return {"document": evidence.document, "start": span.start, "end": span.end, "quote": evidence.quote}
