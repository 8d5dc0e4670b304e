"""The brief as plain JSON values, in the form of ``brief.schema.json``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypeAlias

from detente.brief.brief import Brief, Piece, Prospects, Report
from detente.brief.outcomes import outcomes_record
from detente.brief.scenarios import scenarios_record
from detente.brief.timeline import moment_record, timeline_record
from detente.brief.words import References, is_unsure
from detente.model import (
    Allegation,
    Attribution,
    Commitment,
    Contradiction,
    Distance,
    Evidence,
    Linkage,
    Outlook,
    Position,
    Quantity,
    Skipped,
    Span,
    Speaker,
    Statement,
)
from detente.model.commitment import Charge

BRIEF_VERSION = "1"
"""Goes up when a field changes its meaning or goes; a new field alone does not raise it."""

Record: TypeAlias = dict[str, Any]


def brief_record(brief: Brief) -> Record:
    """The brief as a value that JSON can hold.

    Returns
    -------
    dict
        Keys in the order of the schema. Every quotation carries its document's id and its place in that text, counted
        in Unicode code points and half-open; statements stand once, under ``statements``, and are named by id
        elsewhere. The reports' texts are left out.
    """
    refs = References(brief)
    statements = {
        statement.id: statement
        for report in brief.reports
        for passage in report.passages
        for statement in passage.statements
    }
    return {
        "version": BRIEF_VERSION,
        "title": brief.title,
        "source": brief.source,
        "as_of": _day(brief.as_of),
        "counts": {
            "documents": brief.counts.documents,
            "sentences": brief.counts.sentences,
            "statements": brief.counts.statements,
            "passages": brief.counts.passages,
            "sentences_without_statement": brief.counts.sentences_without_statement,
            "skipped": brief.counts.skipped,
            "unsourced": brief.counts.unsourced,
            "own": brief.counts.own,
            "relayed": brief.counts.relayed,
            "unsure": brief.counts.unsure,
        },
        "lead": [
            {"label": line.label, "pieces": [_piece(piece, refs) for piece in line.pieces]} for line in brief.lead
        ],
        "outlook": _outlook(brief.outlook) if brief.outlook else None,
        "parties": [
            {"id": party.id, "name": party.name, "role": party.role.value, "aliases": list(party.aliases)}
            for party in brief.table.parties
        ],
        "issues": [
            {
                "id": issue.id,
                "name": issue.name,
                "codes": list(issue.codes),
                "theme": issue.theme,
                "options": [{"id": o.id, "name": o.name, "point": o.point} for o in issue.options],
            }
            for issue in brief.table.issues
        ],
        "statements": [_statement(statement) for statement in statements.values()],
        "table": {
            "as_of": _day(brief.table.as_of),
            "positions": [_position(position) for position in brief.table.positions],
        },
        "distances": [_distance(distance) for distance in brief.distances],
        "contradictions": [_contradiction(contradiction) for contradiction in brief.contradictions],
        "commitments": [_commitment(commitment) for commitment in brief.commitments],
        "allegations": [_allegation(allegation) for allegation in brief.allegations],
        "charges": [_charge(charge, brief.allegations) for charge in brief.charges],
        "linkages": [_linkage(linkage) for linkage in brief.linkages],
        "third_party": _ids(brief.third_party),
        "reports": [_report(report) for report in brief.reports],
        "skipped": [_skipped(skipped) for skipped in brief.skipped],
        "method": [{"term": term, "explanation": explanation} for term, explanation in brief.method],
        "prospects": _prospects(brief.prospects) if brief.prospects else None,
        "timeline": timeline_record(brief.timeline) if brief.timeline else None,
    }


def _prospects(prospects: Prospects) -> Record:
    return {
        "scenarios": scenarios_record(prospects.scenarios) if prospects.scenarios else None,
        "outcomes": outcomes_record(prospects.outcomes) if prospects.outcomes else None,
        "missing": prospects.missing,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _ids(statements: Iterable[Statement]) -> list[str]:
    return [statement.id for statement in statements]


def _span(span: Span) -> Record:
    return {"start": span.start, "end": span.end}


def _evidence(evidence: Evidence) -> Record:
    return {"document": evidence.document, **_span(evidence.span), "quote": evidence.quote}


def _maybe(evidence: Evidence | None) -> Record | None:
    return _evidence(evidence) if evidence else None


def _piece(piece: Piece, refs: References) -> Record:
    return {"text": piece.text, "quoted": piece.quoted, "passages": [refs.number(p) for p in piece.passages]}


def _speaker(speaker: Speaker | None) -> Record | None:
    return {"name": speaker.name, "party": speaker.party, "office": speaker.office} if speaker else None


def _outlook(outlook: Outlook) -> Record:
    return {"evidence": _evidence(outlook.evidence), "speaker": _speaker(outlook.speaker)}


def _quantity(quantity: Quantity) -> Record:
    return {
        "low": quantity.low,
        "high": quantity.high,
        "unit": quantity.unit,
        "approximate": quantity.approximate,
        "evidence": _evidence(quantity.evidence),
    }


def _attribution(attribution: Attribution | None) -> Record | None:
    if attribution is None:
        return None
    return {
        "source": _maybe(attribution.source),
        "cue": _maybe(attribution.cue),
        "content": _evidence(attribution.content),
        "relayed_by": _maybe(attribution.relayed_by),
    }


def _statement(statement: Statement) -> Record:
    condition = statement.condition
    return {
        "id": statement.id,
        "party": statement.party,
        "issue": statement.issue,
        "act": statement.act.value,
        "stance": statement.stance.value,
        "evidence": _evidence(statement.evidence),
        "sentence": statement.sentence,
        "speaker": _speaker(statement.speaker),
        "voice": statement.voice.value,
        "target": statement.target,
        "option": statement.option,
        "hedged": statement.hedged,
        "hedge": _maybe(statement.hedge),
        "condition": {"kind": condition.kind.value, "on": condition.on, "evidence": _evidence(condition.evidence)}
        if condition
        else None,
        "quantities": [_quantity(quantity) for quantity in statement.quantities],
        "said": moment_record(statement.said),
        "attribution": _attribution(statement.attribution),
        "origin": {
            "method": statement.origin.method,
            "version": statement.origin.version,
            "confidence": statement.origin.confidence,
        },
        "unsure": is_unsure(statement),
    }


def _position(position: Position) -> Record:
    return {
        "party": position.party,
        "issue": position.issue,
        "stances": [stance.value for stance in position.stances],
        "standing": position.standing.value,
        "since": _day(position.since),
        "statements": _ids(position.statements),
        "superseded": _ids(position.superseded),
    }


def _distance(distance: Distance) -> Record:
    return {
        "issue": distance.issue,
        "apart": distance.apart,
        "trend": distance.trend.value if distance.trend else None,
        "marks": [
            {
                "party": mark.party,
                "point": mark.point,
                "low": mark.low,
                "high": mark.high,
                "several": mark.several,
                "hedged": mark.hedged,
                "statements": _ids(mark.statements),
            }
            for mark in distance.marks
        ],
    }


def _contradiction(contradiction: Contradiction) -> Record:
    return {
        "party": contradiction.party,
        "issue": contradiction.issue,
        "kind": contradiction.kind.value,
        "first": contradiction.first.id,
        "second": contradiction.second.id,
        "framing": _maybe(contradiction.framing),
    }


def _commitment(commitment: Commitment) -> Record:
    return {
        "id": commitment.id,
        "what": commitment.what,
        "kind": commitment.kind.value,
        "status": commitment.status.value,
        "parties": list(commitment.parties),
        "issue": commitment.issue,
        "term": _quantity(commitment.term) if commitment.term else None,
        "starts": moment_record(commitment.starts),
        "ends": moment_record(commitment.ends),
        "counts": [_quantity(quantity) for quantity in commitment.counts],
        "sites": [_evidence(site) for site in commitment.sites],
        "evidence": [_evidence(evidence) for evidence in commitment.evidence],
    }


def _allegation(allegation: Allegation) -> Record:
    return {
        "accuser": allegation.accuser,
        "accused": allegation.accused,
        "commitment": allegation.commitment,
        "statement": allegation.statement,
        "corroboration": allegation.corroboration.value,
        "occurred": moment_record(allegation.occurred),
        "denied_by": list(allegation.denied_by),
        "denial": _maybe(allegation.denial),
        "evidence": _evidence(allegation.evidence),
        "checked": _maybe(allegation.checked),
        "source": allegation.source,
    }


def _charge(charge: Charge, allegations: Sequence[Allegation]) -> Record:
    return {
        "accuser": charge.accuser,
        "accused": charge.accused,
        "commitment": charge.commitment,
        "allegations": [allegations.index(allegation) for allegation in charge.allegations],
        "rungs": [
            {"corroboration": rung.corroboration.value, "reports": rung.reports, "sources": rung.sources}
            for rung in charge.rungs
        ],
        "denied_by": list(charge.denied_by),
    }


def _linkage(linkage: Linkage) -> Record:
    return {
        "issue": linkage.issue,
        "party": linkage.party,
        "kind": linkage.kind.value if linkage.kind else None,
        "gate": linkage.gate,
        "on_issue": linkage.on_issue,
        "stated": linkage.stated,
        "statement": linkage.statement.id if linkage.statement else None,
        "evidence": _evidence(linkage.evidence),
    }


def _report(report: Report) -> Record:
    document = report.document
    return {
        "number": report.number,
        "document": {
            "id": document.id,
            "name": document.name,
            "title": document.title,
            "publisher": document.publisher,
            "published": _day(document.published),
            "url": document.url,
            "language": document.language,
            "licence": document.licence,
        },
        "sentences": [_span(span) for span in report.sentences],
        "paragraphs": [_span(span) for span in report.paragraphs],
        "passages": [
            {
                "number": passage.number,
                **_span(passage.span),
                "quote": document.text[passage.span.start : passage.span.end],
                "statements": _ids(passage.statements),
            }
            for passage in report.passages
        ],
    }


def _skipped(skipped: Skipped) -> Record:
    return {
        "document": skipped.document,
        "span": _span(skipped.span) if skipped.span else None,
        "reason": skipped.reason,
    }
