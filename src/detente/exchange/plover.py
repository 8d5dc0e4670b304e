"""Statements as event records in the fields of PLOVER 2.0, and back as far as they carry a statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC

from detente.codebook.plover import NAME, code_statement, country_code
from detente.exchange.fields import Fields
from detente.exchange.gathering import Gathering
from detente.exchange.holdings import Holdings
from detente.exchange.imported import Imported
from detente.exchange.json_lines import read_json, write_line
from detente.exchange.readers import read_issue, read_party
from detente.exchange.records import (
    FORMAT,
    Record,
    issue_record,
    parties_of,
    party_record,
    statement_record,
)
from detente.model import Document, Issue, IssueId, Party, PartyId, Precision, Statement
from detente.model.record import Recorded


def write_plover(holdings: Holdings) -> Iterator[str]:
    """One event record a statement.

    Parameters
    ----------
    holdings : Holdings

    Yields
    ------
    str
        A line of JSON with its end. What PLOVER has no code for is left empty: such a record has ``has_event`` false and
        no ``event``. Under ``detente`` stands the statement as we record it, with issue, stance and condition, for which
        PLOVER has no field.
    """
    documents = holdings.by_id()
    parties, issues = holdings.parties_by_id(), holdings.issues_by_id()
    for recorded in holdings.recorded:
        yield write_line(_event(recorded, documents[recorded.document], parties, issues))


def read_plover(source: str | Iterable[str], documents: Iterable[Document]) -> Imported:
    """The readings of event records that :func:`write_plover` wrote.

    Parameters
    ----------
    source : str or iterable of str
        The whole text, or its lines.
    documents : iterable of Document
        The reports; records carry no texts.

    Returns
    -------
    Imported
        Records of other coders are skipped: they have neither issue nor stance, and none is made up.

    Raises
    ------
    DocumentUnreadable
        If not one record can be taken over.
    """
    gathering = Gathering(documents)
    for number, line in enumerate(source.split("\n") if isinstance(source, str) else source, 1):
        if line.strip("\ufeff \t\r\n"):
            with gathering.counting(f"line {number}"):
                _take(gathering, read_json(line))
    return gathering.finish("an event record that carries a statement of detente")


def _event(
    recorded: Recorded, document: Document, parties: Mapping[PartyId, Party], issues: Mapping[IssueId, Issue]
) -> Record:
    statement = recorded.statement
    issue = issues.get(statement.issue) or Issue(id=statement.issue, name=statement.issue)
    coding = code_statement(statement.act, statement.stance, issue.codes, conditional=statement.condition is not None)
    day, basis = _day(recorded)
    span, target, coded = statement.evidence.span, statement.target, recorded.recorded.astimezone(UTC)
    return {
        "id": f"detente-{recorded.id}",
        "has_event": coding.event is not None,
        "date": day,
        "actor": [_actor(statement.party, parties, statement)],
        "recipient": [_actor(target, parties, None)] if target is not None else [],
        "event": [coding.event.name] if coding.event else [],
        "mode": list(coding.modes),
        "context": list(coding.contexts),
        "event_text": [statement.evidence.quote],
        "text_info": {"sequence": statement.sentence, "start": span.start, "end": span.end},
        "cite_info": {
            "citation": recorded.name,
            "url": document.url,
            "title": document.title,
            "language": document.language,
            "publication": document.publisher,
            "license": document.licence,
            "coder": f"{statement.origin.method} {statement.origin.version}".strip(),
            "codebook": NAME,
            "version": FORMAT,
        },
        "quad_code": coding.event.quad if coding.event else None,
        "event_scale": coding.event.score if coding.event else None,
        "coded_date": coded.date(),
        "coded_time": coded.timetz().isoformat(),
        "detente": statement_record(recorded)
        | {
            "date_basis": basis,
            "parties": [party_record(parties[key]) for key in parties_of((statement,)) if key in parties],
            "about": issue_record(issue),
        },
    }


def _day(recorded: Recorded) -> tuple[object, str | None]:
    """The day of an event, and what it goes by: when it was said, if that is known to the day, else the report's."""
    said = recorded.statement.said
    if said and said.precision is Precision.DAY and said.earliest and said.earliest == said.latest:
        return said.earliest, "said"
    return recorded.published, "published" if recorded.published else None


def _actor(key: PartyId, parties: Mapping[PartyId, Party], statement: Statement | None) -> Record:
    """A party, with the country's code where it is a state; the office where its own person speaks."""
    party = parties.get(key) or Party(id=key, name=key)
    speaker = statement.speaker if statement and statement.voice == "own" else None
    return {
        "code": country_code(party),
        "sector": None,
        "actor_text": speaker.name if speaker else None,
        "identifier_id": None,
        "identifier_text": party.name,
        "office": speaker.office if speaker else None,
    }


def _take(gathering: Gathering, event: Fields) -> None:
    """One record into the gathering; raises :class:`ValueError` where it carries no statement."""
    record = event.part("detente")
    if record.text("format") != FORMAT:
        raise ValueError(f"its statement is of {record.text('format')}, not {FORMAT}")
    gathering.take_statement(record)
    document = gathering.find(key=record.text("document"))
    if document:
        about = [read_issue(record.part("about"))] if record.has("about") else []
        gathering.call(document, map(read_party, record.parts("parties")), about)
