"""Statements as rows of a spreadsheet, for people and for R, pandas and Excel, and back."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from datetime import UTC
from typing import Any

from detente.errors import DocumentUnreadable
from detente.exchange.fields import Fields
from detente.exchange.gathering import Gathering
from detente.exchange.holdings import Holdings
from detente.exchange.imported import Imported
from detente.exchange.json_lines import write_json
from detente.exchange.passages import find_again, found_in, standing_in
from detente.exchange.readers import read_recorded
from detente.exchange.records import (
    core_record,
    correction_record,
    detail_record,
    review_record,
)
from detente.model import Document, Issue, IssueId, Party, PartyId, Role
from detente.model.edtf import parse_edtf, write_edtf
from detente.model.record import Recorded

COLUMNS = (
    "id published recorded said report party issue act stance speaker quote start end confidence review"
    " said_edtf target hedged hedge condition quantities voice office option sentence"
    " party_id party_role issue_id issue_codes target_id speaker_party document title publisher url language licence"
    " method version reviewer reviewed note detail"
).split()
"""Of :func:`write_csv`, in this order."""

NEEDED = ("quote", "act", "stance", "party_id", "issue_id")
"""Columns without which :func:`read_csv` reads nothing."""

BOM = "\ufeff"
"""At the beginning of a file it tells Excel that the rest is UTF-8; :func:`read_csv` reads with and without."""
# The last four are the full-width twins, which some spreadsheets run as well. The apostrophe is among them so that what
# was put before a cell can be taken away again.
_RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "'", "＝", "＋", "－", "＠")


def write_csv(holdings: Holdings) -> str:
    """A row a statement under one head.

    Parameters
    ----------
    holdings : Holdings

    Returns
    -------
    str
        Comma-separated after RFC 4180, with CR LF, and without a byte-order mark. A cell that a spreadsheet would run
        as a formula has an apostrophe before it, which :func:`read_csv` takes away.
    """
    lines = io.StringIO()
    table = csv.DictWriter(lines, fieldnames=COLUMNS, lineterminator="\r\n")
    table.writeheader()
    documents, parties, issues = holdings.by_id(), holdings.parties_by_id(), holdings.issues_by_id()
    for recorded in holdings.recorded:
        row = _row(recorded, documents[recorded.document], parties, issues)
        table.writerow({column: _guard(cell) for column, cell in row.items()})
    return lines.getvalue()


def read_csv(text: str, documents: Iterable[Document]) -> Imported:
    """The readings of rows whose reports are at hand.

    Parameters
    ----------
    text : str
        As :func:`write_csv` wrote it, or as a spreadsheet saved it again: with a byte-order mark, with semicolons or
        tabs, with columns moved or added, with ids that it took for numbers.
    documents : iterable of Document
        The reports that the rows quote.

    Returns
    -------
    Imported
        Reports without a row give no reading. A report is known by its id, else by its address, else by its name; a
        quote by its place, else by its words where they stand once. What people read twice (names, hedge, condition,
        quantities, when it was said) is read from the columns of ids and from ``detail``; without ``detail``, when it
        was said comes from ``said_edtf`` and ``said``. A corrected row is read as it was before, with its correction.

    Raises
    ------
    DocumentUnreadable
        If a needed column is missing, or not one row can be taken over.
    """
    gathering = Gathering(documents)
    before = csv.field_size_limit(1 << 24)
    try:
        for number, row in _rows(text):
            with gathering.counting(f"row {number}"):
                _take(gathering, row)
    except csv.Error as error:
        raise DocumentUnreadable(f"the table cannot be read: {error}; save it as CSV in UTF-8") from error
    finally:
        csv.field_size_limit(before)
    return gathering.finish("a row of statements")


def _row(
    recorded: Recorded,
    document: Document,
    parties: Mapping[PartyId, Party],
    issues: Mapping[IssueId, Issue],
) -> dict[str, Any]:
    statement, review = recorded.statement, recorded.review
    said, speaker, span = statement.said, statement.speaker, statement.evidence.span
    party, issue = parties.get(statement.party), issues.get(statement.issue)
    target = parties.get(statement.target or PartyId(""))
    return {
        "id": recorded.id,
        "published": recorded.published and recorded.published.isoformat(),
        "recorded": recorded.recorded.astimezone(UTC).isoformat(),
        "said": said and said.surface,
        "report": recorded.name,
        "party": party.name if party else statement.party,
        "issue": issue.name if issue else statement.issue,
        "act": statement.act.value,
        "stance": statement.stance.value,
        "speaker": speaker and speaker.name,
        "quote": statement.evidence.quote,
        "start": span.start,
        "end": span.end,
        "confidence": repr(statement.origin.confidence),
        "review": review and review.verdict.value,
        "said_edtf": said and write_edtf(said),
        "target": target.name if target else statement.target,
        "hedged": "true" if statement.hedged else "false",
        "hedge": statement.hedge and statement.hedge.quote,
        "condition": statement.condition and statement.condition.evidence.quote,
        "quantities": "; ".join(q.evidence.quote for q in statement.quantities),
        "voice": statement.voice.value,
        "office": speaker and speaker.office,
        "option": statement.option,
        "sentence": statement.sentence + 1,
        "party_id": statement.party,
        "party_role": party and party.role.value,
        "issue_id": statement.issue,
        "issue_codes": " ".join(issue.codes) if issue else "",
        "target_id": statement.target,
        "speaker_party": speaker and speaker.party,
        "document": recorded.document,
        "title": document.title,
        "publisher": document.publisher,
        "url": document.url,
        "language": document.language,
        "licence": document.licence,
        "method": statement.origin.method,
        "version": statement.origin.version,
        "reviewer": review and review.reviewer,
        "reviewed": review and review.at.astimezone(UTC).isoformat(),
        "note": review and review.note,
        "detail": _detail(recorded),
    }


def _detail(recorded: Recorded) -> str:
    """What has places of its own, as JSON; only what there is."""
    told: dict[str, Any] = detail_record(recorded.statement)
    if recorded.review and recorded.review.correction:
        told["correction"] = correction_record(recorded.review.correction)
    told["earlier_reviews"] = [review_record(review) for review in recorded.earlier]
    told["read"] = recorded.read and core_record(recorded.read)
    held = {key: value for key, value in told.items() if value}
    return write_json(held) if held else ""


def _rows(text: str) -> Iterable[tuple[int, dict[str, str]]]:
    """The rows with cells as they were before they were guarded, numbered as a spreadsheet does."""
    text = text.removeprefix(BOM)
    head = text.partition("\n")[0]
    if not head.strip():
        raise DocumentUnreadable(f"the table is empty: a head with the columns {', '.join(NEEDED)} was expected")
    separator = max(",;\t", key=head.count)
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, restkey="")
    missing = [column for column in NEEDED if column not in (table.fieldnames or ())]
    if missing:
        raise DocumentUnreadable(f"the table has no column {', '.join(missing)}; needed are {', '.join(NEEDED)}")
    for number, row in enumerate(table, 2):
        cells = {column: cell or "" for column, cell in row.items() if isinstance(cell, str | None)}
        if any(cell.strip() for cell in cells.values()):
            yield number, {column: _unguard(cell) for column, cell in cells.items()}


def _take(gathering: Gathering, row: Mapping[str, str]) -> None:
    """One row into the gathering; raises :class:`ValueError` where it does not hold together."""
    get = {column: row.get(column, "") for column in COLUMNS}
    document = gathering.find(key=get["document"], url=get["url"], name=get["report"])
    if document is None:
        raise ValueError(f"its report {get['report'] or get['document']!r} is not at hand, or there are several")
    quote = get["quote"]
    start = _whole(get, "start") if get["start"] else 0
    span = find_again(document.text, start, start + len(quote), quote)
    if span is None:
        raise ValueError(f"its quote does not stand in {document.name}, or in several places")
    place = standing_in(document) if span.start == start else found_in(document, span.start - start)
    detail = _read_detail(get["detail"])
    record: dict[str, Any] = {
        **detail,
        "party": get["party_id"],
        "issue": get["issue_id"],
        "act": get["act"].strip().lower(),
        "stance": get["stance"].strip().lower(),
        "start": start,
        "end": start + len(quote),
        "quote": quote,
        "sentence": max(0, _whole(get, "sentence") - 1) if get["sentence"] else 0,
        "speaker": _speaker(get),
        "target": get["target_id"] or None,
        "option": get["option"] or None,
        "hedged": get["hedged"].strip().lower() in ("true", "1", "yes", "wahr", "vrai"),
        "origin": {
            "method": get["method"] or "by hand",
            "version": get["version"],
            "confidence": _confidence(get["confidence"]),
        },
        "review": _review(get, detail),
    }
    if "said" not in detail and get["said_edtf"]:
        moment = parse_edtf(get["said_edtf"])
        record["said"] = {
            "earliest": moment.earliest,
            "latest": moment.latest,
            "precision": moment.precision.value,
            "surface": get["said"] or moment.surface,
        }
    gathering.take(document, *read_recorded(Fields(record), document, place))
    _call(gathering, document, get)


def _call(gathering: Gathering, document: Document, get: Mapping[str, str]) -> None:
    """What the row calls its parties and its issue."""
    role = next((r for r in Role if r == get["party_role"]), Role.PARTY)
    parties = [Party(id=PartyId(get["party_id"]), name=get["party"] or get["party_id"], role=role)]
    if get["target_id"] and get["target_id"] != get["party_id"]:
        parties.append(Party(id=PartyId(get["target_id"]), name=get["target"] or get["target_id"]))
    issue = Issue(
        id=IssueId(get["issue_id"]), name=get["issue"] or get["issue_id"], codes=tuple(get["issue_codes"].split())
    )
    gathering.call(document, parties, (issue,))


def _read_detail(held: str) -> dict[str, Any]:
    try:
        detail = json.loads(held.strip() or "{}")
    except (json.JSONDecodeError, RecursionError) as error:
        raise ValueError(f"detail is no JSON: {error}") from error
    if not isinstance(detail, dict):
        raise ValueError("detail is to be a JSON object")
    return detail


def _speaker(get: Mapping[str, str]) -> dict[str, str | None] | None:
    told = {"name": get["speaker"], "party": get["speaker_party"] or None, "office": get["office"] or None}
    return told if get["speaker"] else None


def _review(get: Mapping[str, str], detail: Mapping[str, Any]) -> dict[str, Any] | None:
    if not get["review"]:
        return None
    return {
        "verdict": get["review"],
        "reviewer": get["reviewer"],
        "at": get["reviewed"],
        "note": get["note"],
        "correction": detail.get("correction"),
    }


def _whole(get: Mapping[str, str], column: str) -> int:
    try:
        return int(get[column].strip())
    except ValueError:
        raise ValueError(f"{column} is to be a whole number, found {get[column]!r}") from None


def _confidence(held: str) -> float:
    """Without one the row is somebody's own: it is taken as sure."""
    try:
        return float(held.replace(",", ".")) if held.strip() else 1.0
    except ValueError:
        raise ValueError(f"confidence is to be a number from 0 to 1, found {held!r}") from None


def _guard(cell: Any) -> str:
    """A cell that no spreadsheet runs."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_RUN) else text


def _unguard(cell: str) -> str:
    """The cell before it was guarded; an apostrophe that stands before anything else was never put there by us."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_RUN) else cell
