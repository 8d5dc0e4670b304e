"""Where every statement comes from, as PROV-O in JSON-LD: reports, readings, reviews and who or what made them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

from detente.exchange.holdings import Holdings
from detente.exchange.identifiers import VOCABULARY, hashed, urn, web_address
from detente.exchange.json_lines import write_listed
from detente.exchange.records import Record
from detente.model import Document, DocumentId, Evidence
from detente.model.record import Recorded, Review

CONTEXT: Record = {
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "dcterms": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "detente": VOCABULARY,
}
"""Prefixes alone, written out in every file, so that nothing has to be fetched to read one."""


def write_prov(holdings: Holdings) -> str:
    """The provenance of statements.

    Parameters
    ----------
    holdings : Holdings

    Returns
    -------
    str
        JSON-LD. A report is a ``prov:Entity``. A statement is one that ``prov:wasQuotedFrom`` its report, with the
        report as ``prov:hadPrimarySource``, and ``prov:wasGeneratedBy`` a reading, an activity of the method and
        version as ``prov:SoftwareAgent``; ``prov:generatedAtTime`` is when it was recorded. A review is an activity of a
        ``prov:Person`` that ``prov:used`` the statement; the statement is never altered by it: a correction is another entity
        that ``prov:wasRevisionOf`` it. Statements are told as they were read.

    Notes
    -----
    [PROVO]_ The speaker is told as ``detente:speaker`` and never as the agent of the record: who said something and who
    coded it are two things.

    .. [PROVO] Lebo, Sahoo and McGuinness (2013), PROV-O: The PROV Ontology, W3C Recommendation.
    """
    nodes: dict[str, Record] = {}
    for node in _nodes(holdings):
        nodes.setdefault(node["@id"], node)
    return write_listed({"@context": CONTEXT, "@graph": []}, nodes.values(), "]}")


def _nodes(holdings: Holdings) -> Iterator[Record]:
    """Every node; one that is named several times is the same each time."""
    names, copies = holdings.names(), dict(holdings.copies)
    times = {r.document: r.recorded for r in holdings.recorded} | dict(holdings.times)
    for document in holdings.documents:
        yield from _report(document, times.get(document.id), copies.get(document.id))
    for recorded in holdings.recorded:
        yield from _statement(recorded, names)


def _report(document: Document, recorded: datetime | None, copy_of: DocumentId | None) -> Iterator[Record]:
    key, address = urn("document", document.id), web_address(document.url)
    yield _some(
        {
            "@id": key,
            "@type": "prov:Entity",
            "rdfs:label": document.name,
            "dcterms:title": document.title,
            "dcterms:language": document.language,
            "dcterms:license": document.licence,
            "dcterms:issued": _typed(document.published),
            "detente:recorded": _typed(recorded),
            "detente:address": document.url,
            "prov:wasDerivedFrom": _node(address),
            "prov:alternateOf": _node(copy_of and urn("document", copy_of)),
            "prov:wasAttributedTo": _node(document.publisher and urn("publisher", document.publisher)),
        }
    )
    if document.publisher:
        yield {
            "@id": urn("publisher", document.publisher),
            "@type": ["prov:Agent", "prov:Organization"],
            "rdfs:label": document.publisher,
        }


def _statement(recorded: Recorded, names: dict[str, str]) -> Iterator[Record]:
    statement = recorded.read or recorded.statement
    report, origin, speaker = urn("document", recorded.document), statement.origin, statement.speaker
    condition = statement.condition
    agent = urn("method", origin.method, origin.version)
    activity = urn("reading", recorded.document, origin.method, origin.version)
    yield _some(
        {
            "@id": urn("statement", recorded.id),
            "@type": ["prov:Entity", "detente:Statement"],
            "prov:value": statement.evidence.quote,
            "prov:wasQuotedFrom": _node(report),
            "prov:hadPrimarySource": _node(report),
            "prov:wasGeneratedBy": _node(activity),
            "prov:wasAttributedTo": _node(agent),
            "prov:generatedAtTime": _typed(recorded.recorded),
            "detente:start": statement.evidence.span.start,
            "detente:end": statement.evidence.span.end,
            "detente:party": _node(urn("party", statement.party)),
            "detente:target": _node(statement.target and urn("party", statement.target)),
            "detente:issue": _node(urn("issue", statement.issue)),
            "detente:option": statement.option,
            "detente:act": statement.act.value,
            "detente:stance": statement.stance.value,
            "detente:hedged": statement.hedged,
            "detente:hedge": _quote(statement.hedge),
            "detente:condition": _quote(condition.evidence if condition else None),
            "detente:quantity": [q.evidence.quote for q in statement.quantities] or None,
            "detente:said": statement.said and statement.said.surface,
            "detente:speaker": speaker and speaker.name,
            "detente:speakerParty": _node(urn("party", speaker.party) if speaker and speaker.party else None),
            "detente:voice": statement.voice.value,
            "detente:confidence": {"@value": str(origin.confidence), "@type": "xsd:double"},
        }
    )
    yield {
        "@id": activity,
        "@type": ["prov:Activity", "detente:Reading"],
        "prov:used": _node(report),
        "prov:wasAssociatedWith": _node(agent),
    }
    label = f"{origin.method} {origin.version}".strip()
    yield {"@id": agent, "@type": ["prov:Agent", "prov:SoftwareAgent"], "rdfs:label": label}
    for kind, key in (("party", statement.party), ("party", statement.target), ("issue", statement.issue)):
        if key is not None:
            yield {"@id": urn(kind, key), "rdfs:label": names.get(key, key)}
    if speaker and speaker.party is not None:
        yield {"@id": urn("party", speaker.party), "rdfs:label": names.get(speaker.party, speaker.party)}
    for review in (*recorded.earlier, *([recorded.review] if recorded.review else [])):
        yield from _review(review)


def _review(review: Review) -> Iterator[Record]:
    at = review.at.astimezone(UTC)
    key = hashed(review.statement, review.verdict.value, review.reviewer, at.isoformat(), review.note)
    yield _some(
        {
            "@id": urn("review", key),
            "@type": ["prov:Activity", "detente:Review"],
            "prov:used": _node(urn("statement", review.statement)),
            "prov:wasAssociatedWith": _node(urn("person", review.reviewer)),
            "prov:endedAtTime": _typed(at),
            "detente:verdict": review.verdict.value,
            "detente:note": review.note or None,
        }
    )
    if told := review.correction:
        yield _some(
            {
                "@id": urn("correction", key),
                "@type": ["prov:Entity", "detente:Correction"],
                "prov:wasRevisionOf": _node(urn("statement", review.statement)),
                "prov:wasGeneratedBy": _node(urn("review", key)),
                "prov:generatedAtTime": _typed(at),
                "detente:party": _node(told.party and urn("party", told.party)),
                "detente:issue": _node(told.issue and urn("issue", told.issue)),
                "detente:act": told.act and told.act.value,
                "detente:stance": told.stance and told.stance.value,
            }
        )
    yield {
        "@id": urn("person", review.reviewer),
        "@type": ["prov:Agent", "prov:Person"],
        "rdfs:label": review.reviewer,
    }


def _some(node: Record) -> Record:
    """What is known of a node."""
    return {key: value for key, value in node.items() if value is not None}


def _node(key: str | None) -> Record | None:
    return {"@id": key} if key else None


def _quote(evidence: Evidence | None) -> str | None:
    return evidence.quote if evidence else None


def _typed(moment: date | datetime | None) -> Record | None:
    """A day or time as a typed literal, times in UTC."""
    if moment is None:
        return None
    if isinstance(moment, datetime):
        return {"@value": moment.astimezone(UTC).isoformat(), "@type": "xsd:dateTime"}
    return {"@value": moment.isoformat(), "@type": "xsd:date"}
