"""Answers of a ledger as records for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from detente.brief.outcomes import cited
from detente.model import Evidence, Issue, Party
from detente.model.change import Changes, Clock, Move
from detente.model.commitment import Charge
from detente.model.record import Cell, Counts, Recorded


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


def table_record(
    cells: Sequence[Cell],
    parties: Sequence[Party],
    issues: Sequence[Issue],
    ids: Mapping[int, str],
    as_of: date | None,
) -> dict[str, Any]:
    """Who wants what, each cell with the ids of the statements that carry it; parties and issues as far as cells name them."""
    heard = {cell.party for cell in cells}, {cell.issue for cell in cells}
    return {
        "as_of": as_of.isoformat() if as_of else None,
        "parties": [{"id": p.id, "name": p.name, "role": p.role.value} for p in parties if p.id in heard[0]],
        "issues": [{"id": i.id, "name": i.name} for i in issues if i.id in heard[1]],
        "positions": [
            {
                "party": cell.party,
                "issue": cell.issue,
                "stances": [s.value for s in cell.stances],
                "standing": cell.standing.value,
                "since": cell.since.isoformat() if cell.since else None,
                "heard": cell.day.isoformat() if cell.day else None,
                "statements": [ids[number] for number in cell.statements if number in ids],
            }
            for cell in cells
        ],
    }


def table_rows(cells: Sequence[Cell], parties: Sequence[Party], issues: Sequence[Issue]) -> list[dict[str, Any]]:
    """The table as a matrix: an issue a row, a party a column; an empty cell is nothing found."""
    held = {(cell.party, cell.issue): " / ".join(s.value for s in cell.stances) for cell in cells}
    heard = {cell.party for cell in cells}, {cell.issue for cell in cells}
    columns = [p for p in parties if p.id in heard[0]]
    names = Counter(p.name for p in columns)
    heads = {p.id: p.name if names[p.name] == 1 else f"{p.name} ({p.id})" for p in columns}
    return [
        {"issue": issue.name} | {heads[p.id]: held.get((p.id, issue.id), "") for p in columns}
        for issue in issues
        if issue.id in heard[1]
    ]


def recorded_rows(found: Sequence[Recorded], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Statements with the three clocks, a row each."""
    return [
        {
            "id": r.id,
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


def charge_record(charges: Sequence[Charge]) -> list[dict[str, Any]]:
    """What is alleged, how far each allegation was looked into, and by how many reports and sources."""
    return [
        {
            "accuser": charge.accuser,
            "accused": charge.accused,
            "commitment": charge.commitment,
            "rungs": [
                {"rung": rung.corroboration.value, "reports": rung.reports, "sources": rung.sources}
                for rung in charge.rungs
            ],
            "denied_by": list(charge.denied_by),
            "evidence": [_quoted(a.evidence) for a in charge.allegations],
        }
        for charge in charges
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
