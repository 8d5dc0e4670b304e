"""Statements as annotations of the W3C Web Annotation Data Model, and back onto the texts, which may have changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC
from typing import Any

from detente.codebook.schemes import load_acts, load_stances
from detente.errors import DocumentUnreadable
from detente.exchange.fields import Fields
from detente.exchange.gathering import Gathering
from detente.exchange.holdings import Holdings
from detente.exchange.identifiers import PROGRAM, VOCABULARY, hashed, urn, web_address
from detente.exchange.imported import Imported
from detente.exchange.json_lines import write_listed
from detente.exchange.passages import Place, context_of, find_again, found_in, standing_in
from detente.exchange.readers import (
    read_issue,
    read_party,
    read_recorded,
)
from detente.exchange.records import (
    FORMAT,
    Record,
    issue_record,
    parties_of,
    party_record,
    statement_record,
)
from detente.model import Document, Issue, IssueId, Party, PartyId
from detente.model.record import Recorded

CONTEXT = (
    "http://www.w3.org/ns/anno.jsonld",
    {
        "party": {"@id": f"{VOCABULARY}party", "@type": "@id"},
        "issue": {"@id": f"{VOCABULARY}issue", "@type": "@id"},
        "act": f"{VOCABULARY}act",
        "stance": f"{VOCABULARY}stance",
        "confidence": f"{VOCABULARY}confidence",
        "statement": {"@id": f"{VOCABULARY}statement", "@type": "@json"},
    },
)
"""The terms of the model, and of ours only those that it does not have."""


def write_annotations(holdings: Holdings, *, title: str | None = None) -> str:
    """One annotation a statement, in a collection of one page.

    Parameters
    ----------
    holdings : Holdings
    title : str or None
        What the talks are about.

    Returns
    -------
    str
        JSON-LD. Each target has a quotation with 32 code points on either side and a position in code points; its
        source is the report's address, or a URN of its text where it has none.

    Notes
    -----
    The motivation is ``classifying``: the quoted words are put under an issue, act and stance. [WebAnnotation]_
    A statement's body is text for people; our record of it stands beside as a JSON literal.

    .. [WebAnnotation] Sanderson, Ciccarese and Young (2017), Web Annotation Data Model, W3C Recommendation.
    """
    documents = holdings.by_id()
    parties, issues = holdings.parties_by_id(), holdings.issues_by_id()
    items = [_annotation(r, documents[r.document], parties, issues) for r in holdings.recorded]
    key = hashed(*(item["id"] for item in items))
    collection = {
        "@context": list(CONTEXT),
        "id": urn("annotations", key),
        "type": "AnnotationCollection",
        "label": title or "Statements",
        "total": len(items),
        "first": {"id": urn("annotations", key, "1"), "type": "AnnotationPage", "startIndex": 0, "items": []},
    }
    return write_listed(collection, items, "]}}")


def read_annotations(text: str, documents: Iterable[Document]) -> Imported:
    """The readings of annotations whose reports are at hand, though their texts may have changed.

    Parameters
    ----------
    text : str
        A collection, a page, a list or a single annotation, as JSON.
    documents : iterable of Document
        The reports. One is known by its id, else by the address that is the target's source; a single one is taken
        as the target of all.

    Returns
    -------
    Imported
        Each quotation is looked for at its position, else by its words and what stood around them. An annotation that
        is not ours, or whose words are not found or are found in several places, is skipped.

    Raises
    ------
    DocumentUnreadable
        If it is not JSON, or no annotation in it can be taken over.
    """
    try:
        held = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise DocumentUnreadable(f"the annotations are no JSON: {error}") from error
    gathering = Gathering(documents)
    for number, item in enumerate(_items(held), 1):
        with gathering.counting(f"annotation {number}"):
            _take(gathering, Fields(item))
    return gathering.finish("an annotation that carries a statement")


def _annotation(
    recorded: Recorded, document: Document, parties: Mapping[PartyId, Party], issues: Mapping[IssueId, Issue]
) -> Record:
    statement, span = recorded.statement, recorded.statement.evidence.span
    before, after = context_of(document.text, span)
    party = parties.get(statement.party) or Party(id=statement.party, name=statement.party)
    issue = issues.get(statement.issue) or Issue(id=statement.issue, name=statement.issue)
    named = [parties[key] for key in parties_of((statement,)) if key in parties]
    told = [load_acts()[statement.act].label, load_stances()[statement.stance].word.lower()]
    record = statement_record(recorded) | {
        "parties": [party_record(p) for p in named],
        "about": issue_record(issue),
    }
    return {
        "id": urn("statement", recorded.id),
        "type": "Annotation",
        "motivation": "classifying",
        "created": recorded.recorded.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "creator": {
            "id": urn("method", statement.origin.method, statement.origin.version),
            "type": "Software",
            "name": f"{statement.origin.method} {statement.origin.version}".strip(),
        },
        "generator": {"id": PROGRAM, "type": "Software", "name": "detente"},
        "body": {
            "type": "TextualBody",
            "purpose": "classifying",
            "format": "text/plain",
            "language": "en",
            "value": f"{party.name}, {issue.name}: {', '.join(told)}",
            "party": urn("party", statement.party),
            "issue": urn("issue", statement.issue),
            "act": statement.act.value,
            "stance": statement.stance.value,
            "confidence": statement.origin.confidence,
            "statement": record,
        },
        "target": {
            "source": web_address(document.url) or urn("document", document.id),
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": statement.evidence.quote,
                    "prefix": before,
                    "suffix": after,
                },
                {"type": "TextPositionSelector", "start": span.start, "end": span.end},
            ],
        },
    }


def _items(held: Any) -> list[Any]:
    """The annotations of whatever holds them."""
    if isinstance(held, list):
        return held
    if isinstance(held, dict) and isinstance(held.get("first"), dict):
        held = held["first"]
    if isinstance(held, dict) and isinstance(held.get("items"), list):
        return list(held["items"])
    return [held]


def _take(gathering: Gathering, annotation: Fields) -> None:
    """One annotation into the gathering; raises :class:`ValueError` where it does not hold together."""
    target = annotation.part("target")
    record = annotation.part("body").part("statement")
    if record.text("format") != FORMAT:
        raise ValueError(f"its statement is of {record.text('format')}, not {FORMAT}")
    source = target.text("source")
    document = gathering.find(key=record.text("document"), url=source) or gathering.only()
    if document is None:
        raise ValueError(f"the text of {source} is not at hand")
    selectors = {part.text("type"): part for part in target.parts("selector")}
    quotation = selectors.get("TextQuoteSelector")
    if quotation is None:
        raise ValueError("it has no TextQuoteSelector")
    words, position = quotation.text("exact"), selectors.get("TextPositionSelector")
    if words != record.text("quote"):
        raise ValueError("its selector quotes other words than its statement")
    start = position.count("start") if position else record.count("start")
    found = find_again(
        document.text,
        start,
        start + len(words),
        words,
        before=quotation.text_or_none("prefix") or "",
        after=quotation.text_or_none("suffix") or "",
    )
    if found is None:
        raise ValueError(f"{words!r} is not found in {document.name}, or in several places")
    shift = found.start - record.count("start")
    same = document.id == record.text("document") and not shift
    place: Place = standing_in(document) if same else found_in(document, shift)
    gathering.take(document, *read_recorded(record, document, place))
    about = [read_issue(record.part("about"))] if record.has("about") else []
    gathering.call(document, map(read_party, record.parts("parties")), about)
