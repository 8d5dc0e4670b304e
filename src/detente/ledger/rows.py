"""Model values to rows and back, to the letter.

A document's ``reading`` is JSON with what was read beside the statements::

    parties       [[id, name, role, [alias, ...]], ...]
    issues        [[id, name, [code, ...], theme, [[id, name, point], ...], status_quo], ...]
    sentences     [start, end, paragraph, start, end, paragraph, ...]
    named, mentions    [party, ...] and [number in named, start, end, ...]
    attributions  [[source, cue, content, relayed_by], ...], each [start, end] or null
    skipped       [[document, [start, end] or null, reason], ...]

A statement's ``detail`` holds, where there are any, ``option``; ``hedge`` [start, end]; ``condition`` [kind, on, start,
end]; ``quantities`` [[low, high, unit, approximate, start, end], ...]; ``said`` [earliest, latest, precision, surface,
[start, end] or null]; ``attribution`` as above.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from detente.errors import LedgerError
from detente.ledger.passages import by_three, cite, dump, read_attribution, read_day, write_attribution, write_place
from detente.model import (
    Act,
    Condition,
    ConditionKind,
    Document,
    Issue,
    IssueId,
    Mention,
    Moment,
    Option,
    OptionId,
    Origin,
    Party,
    PartyId,
    Precision,
    Quantity,
    Reading,
    Role,
    Sentence,
    Skipped,
    Span,
    Speaker,
    Stance,
    Statement,
    StatementId,
)
from detente.model.record import Anchor, Correction, Review, Verdict

DOCUMENT = (
    "d.seq, d.id, d.name, d.title, d.publisher, d.published, d.url, d.language, d.licence, d.text,"
    " d.body_start, d.body_end"
)
"""Columns that :func:`read_document` takes."""
STATEMENT = """
SELECT s.seq, s.id, s.document, s.start, s."end", s.sentence, p.id, i.id, s.act, s.stance, t.id, s.hedged, s.confidence,
    m.name, m.version, s.speaker, q.id, s.office, s.detail, r.statement, r.verdict, r.reviewer, r.at, r.note,
    c.party, c.issue, c.act, c.stance
FROM statements s
LEFT JOIN parties p ON p.seq = s.party
LEFT JOIN issues i ON i.seq = s.issue
LEFT JOIN parties t ON t.seq = s.target
LEFT JOIN parties q ON q.seq = s.speaker_party
LEFT JOIN methods m ON m.seq = s.method
LEFT JOIN reviews r ON r.seq = (SELECT max(seq) FROM reviews WHERE statement = s.id)
LEFT JOIN corrections c ON c.review = r.seq
"""
"""Columns that :func:`read_statement` and :func:`read_review` take; the latter the last :data:`REVIEW`."""
REVIEW = 9
EARLIER = """
SELECT r.statement, r.verdict, r.reviewer, r.at, r.note, c.party, c.issue, c.act, c.stance
FROM reviews r LEFT JOIN corrections c ON c.review = r.seq
WHERE r.seq < (SELECT max(seq) FROM reviews WHERE statement = r.statement) AND r.statement IN
"""
"""Reviews before the latest, of the statements in a list that is to follow; for :func:`read_review`."""
ANCHOR = "SELECT about, quote, sentence, act, vector, themes FROM anchors ORDER BY seq"

Row = Sequence[Any]


def write_time(time: datetime, what: str) -> str:
    """A time in UTC; one without a zone is refused."""
    if time.tzinfo is None:
        raise LedgerError(f"{what} has no time zone: give one, for instance datetime.now(UTC)")
    return time.astimezone(UTC).isoformat()


def write_day(day: date | None) -> int | None:
    """A day as a number that sorts: 20250324."""
    return None if day is None else day.year * 10000 + day.month * 100 + day.day


def write_document(reading: Reading, recorded: str, copy_of: int | None) -> Row:
    """All columns but seq."""
    document = reading.document
    return (
        document.id,
        document.name,
        document.title,
        document.publisher,
        document.published and document.published.isoformat(),
        document.url,
        document.language,
        document.licence,
        document.text,
        document.body.start,
        document.body.end,
        recorded,
        copy_of,
        _write_reading(reading),
    )


def read_document(row: Row) -> Document:
    """The document of a row of :data:`DOCUMENT`."""
    _, _, name, title, publisher, published, url, language, licence, text, start, end = row
    return Document(
        text=text,
        name=name,
        body=Span(start=start, end=end),
        title=title,
        publisher=publisher,
        published=read_day(published),
        url=url,
        language=language,
        licence=licence,
    )


def _write_reading(reading: Reading) -> str:
    document = reading.document
    named = {party: number for number, party in enumerate(dict.fromkeys(m.party for m in reading.mentions))}
    if any(mention.document != document.id for mention in reading.mentions):
        raise LedgerError(f"{document.name}: a mention is of another document; read it again")
    return dump(
        {
            "parties": [write_party(party) for party in reading.parties],
            "issues": [write_issue(issue) for issue in reading.issues],
            "sentences": [n for s in reading.sentences for n in (s.span.start, s.span.end, s.paragraph)],
            "named": [*named],
            "mentions": [n for m in reading.mentions for n in (named[m.party], m.span.start, m.span.end)],
            "attributions": [write_attribution(a, document) for a in reading.attributions],
            "skipped": [[s.document, s.span and [s.span.start, s.span.end], s.reason] for s in reading.skipped],
        }
    )


def read_reading(document: Document, held: str, statements: Sequence[Statement]) -> Reading:
    """The reading of a document from its column ``reading`` and its statements."""
    kept = json.loads(held)
    named = kept["named"]
    parties, issues = read_listed(kept)
    return Reading(
        document=document,
        sentences=tuple(
            Sentence(span=Span(start=start, end=end), paragraph=paragraph)
            for start, end, paragraph in by_three(kept["sentences"])
        ),
        parties=tuple(parties),
        mentions=tuple(
            Mention(party=PartyId(named[number]), document=document.id, span=Span(start=start, end=end))
            for number, start, end in by_three(kept["mentions"])
        ),
        issues=tuple(issues),
        statements=tuple(statements),
        attributions=tuple(read_attribution(a, document) for a in kept["attributions"]),
        skipped=tuple(
            Skipped(document=name, span=Span(start=span[0], end=span[1]) if span else None, reason=reason)
            for name, span, reason in kept["skipped"]
        ),
    )


def read_listed(kept: Mapping[str, Any]) -> tuple[list[Party], list[Issue]]:
    """The parties and issues of a column ``reading``."""
    return [read_party(party) for party in kept["parties"]], [read_issue(issue) for issue in kept["issues"]]


def write_party(party: Party) -> list[Any]:
    """A party for JSON."""
    return [party.id, party.name, party.role, party.aliases]


def read_party(held: Row) -> Party:
    """The party of :func:`write_party`."""
    key, name, role, aliases = held
    return Party(id=PartyId(key), name=name, role=Role(role), aliases=tuple(aliases))


def write_issue(issue: Issue) -> list[Any]:
    """An issue for JSON."""
    options = [[option.id, option.name, option.point] for option in issue.options]
    return [issue.id, issue.name, issue.codes, issue.theme, options, issue.status_quo]


def read_issue(held: Row) -> Issue:
    """The issue of :func:`write_issue`."""
    key, name, codes, theme, options, status_quo = held
    return Issue(
        id=IssueId(key),
        name=name,
        codes=tuple(codes),
        theme=theme,
        options=tuple(Option(id=OptionId(key), name=name, point=point) for key, name, point in options),
        status_quo=status_quo,
    )


def write_detail(statement: Statement, document: Document) -> str | None:
    """The column ``detail``; ``None`` where there is none."""
    detail: dict[str, Any] = {}
    if statement.option is not None:
        detail["option"] = statement.option
    if statement.hedge:
        detail["hedge"] = write_place(statement.hedge, document)
    if condition := statement.condition:
        detail["condition"] = [condition.kind, condition.on, *write_place(condition.evidence, document)]
    if statement.quantities:
        detail["quantities"] = [
            [q.low, q.high, q.unit, q.approximate, *write_place(q.evidence, document)] for q in statement.quantities
        ]
    if said := statement.said:
        days = [day and day.isoformat() for day in (said.earliest, said.latest)]
        place = write_place(said.evidence, document) if said.evidence else None
        detail["said"] = [*days, said.precision, said.surface, place]
    if statement.attribution:
        detail["attribution"] = write_attribution(statement.attribution, document)
    return dump(detail) if detail else None


def read_statement(row: Row, document: Document) -> Statement:
    """The statement of a row of :data:`STATEMENT`."""
    _, _, _, start, end, sentence, party, issue, act, stance, target, hedged, confidence, *more = row[:-REVIEW]
    method, version, speaker, speaker_party, office, held = more
    detail = json.loads(held) if held else {}
    hedge, condition, said = (detail.get(key) for key in ("hedge", "condition", "said"))
    attribution = detail.get("attribution")
    return Statement(
        party=party,
        issue=issue,
        act=Act(act),
        stance=Stance(stance),
        evidence=cite(document, (start, end)),
        origin=Origin(method=method, version=version, confidence=confidence),
        sentence=sentence,
        speaker=None if speaker is None else Speaker(name=speaker, party=speaker_party, office=office),
        target=target,
        option=detail.get("option"),
        hedged=bool(hedged),
        hedge=cite(document, hedge) if hedge else None,
        condition=condition
        and Condition(kind=ConditionKind(condition[0]), on=condition[1], evidence=cite(document, condition[2:])),
        quantities=tuple(
            Quantity(low=low, high=high, unit=unit, approximate=approximate, evidence=cite(document, place))
            for low, high, unit, approximate, *place in detail.get("quantities", ())
        ),
        said=said
        and Moment(
            earliest=read_day(said[0]),
            latest=read_day(said[1]),
            precision=Precision(said[2]),
            surface=said[3],
            evidence=cite(document, said[4]) if said[4] else None,
        ),
        attribution=attribution and read_attribution(attribution, document),
    )


def read_review(row: Row) -> Review | None:
    """The latest review in a row of :data:`STATEMENT`, or that of a row of :data:`EARLIER`."""
    statement, verdict, reviewer, at, note, *corrected = row[-REVIEW:]
    if verdict is None:
        return None
    party, issue, act, stance = corrected
    return Review(
        statement=StatementId(statement.hex()),
        verdict=Verdict(verdict),
        reviewer=reviewer,
        at=datetime.fromisoformat(at),
        note=note,
        correction=Correction(party=party, issue=issue, act=act and Act(act), stance=stance and Stance(stance))
        if verdict == Verdict.CORRECTED
        else None,
    )


def write_vector(vector: Sequence[float]) -> bytes:
    """32-bit floats, little-endian."""
    try:
        return struct.pack(f"<{len(vector)}f", *vector)
    except (OverflowError, struct.error) as error:
        raise LedgerError(f"an anchor's vector cannot be kept as 32-bit floats: {error}") from error


def read_anchor(row: Row) -> Anchor:
    """The anchor of a row of :data:`ANCHOR`."""
    about, quote, sentence, act, vector, themes = row
    return Anchor(
        issue=read_issue(json.loads(about)),
        quote=quote,
        sentence=sentence,
        act=Act(act),
        vector=struct.unpack(f"<{len(vector) // 4}f", vector),
        themes=tuple((key, weight) for key, weight in json.loads(themes)),
    )
