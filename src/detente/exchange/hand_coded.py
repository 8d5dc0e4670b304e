"""Tables that analysts coded by hand: each row one party's stance on one issue, with the words that it rests on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from detente.errors import DocumentUnreadable
from detente.exchange.coded_cells import DayOrder, read_condition
from detente.exchange.coded_names import NameBook
from detente.exchange.coded_rows import CodedRows, Coding, Source, find_fields, skip
from detente.exchange.imported import Imported
from detente.exchange.quoted_words import find_passage
from detente.exchange.table_file import Grid
from detente.model import (
    Condition,
    Document,
    Evidence,
    Issue,
    Origin,
    Party,
    Reading,
    Sentence,
    Skipped,
    Span,
    Speaker,
    Statement,
    StatementId,
)
from detente.model.record import Recorded, Review, Verdict
from detente.statements.segment import split_sentences

METHOD = "analyst"
"""``Origin.method`` of statements that a person coded; the version is who."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """What came of a table coded by hand."""

    imported: Imported
    """Each row that could be read is a statement; of each row with a note there is a review that carries it."""
    rows: int
    """Rows below the head with something in them."""
    repeated: int
    """Rows that say what another row or the ledger says already."""
    without_act: int
    """Statements whose row names no act: they have the one that claims least beyond the stance."""
    unused: tuple[str, ...]
    """Columns that were not looked at."""


def read_coded_table(
    grid: Grid,
    *,
    coder: str | None,
    at: datetime,
    columns: Mapping[str, str] | None = None,
    dates: DayOrder | None = None,
    documents: Sequence[Document] = (),
    recorded: Iterable[Recorded] = (),
    parties: Iterable[Party] = (),
    issues: Iterable[Issue] = (),
) -> Coded:
    """The statements that the rows of a table make.

    Parameters
    ----------
    grid : Grid
        With a head among its first rows.
    coder : str or None
        Who coded it, where no column tells.
    at : datetime
        When, with a time zone: for reviews that carry the table's notes.
    columns : mapping of str to str or None
        Fields of ``codebook/data/coded_tables.toml`` to the names of the columns that hold them.
    dates : DayOrder or None
        What 03/04/2025 is; such days are refused without it.
    documents : sequence of Document
        Reports in which the rows' words are looked for: those that a row names by address, name or title.
    recorded : iterable of Recorded
        Statements that are there already; a row that repeats one of this coder's is counted and left out.
    parties, issues
        Those that names are first compared with.

    Returns
    -------
    Coded
        A row whose words stand in a report that it names is cited from there, to the letter of the report. The words of
        others become documents of excerpts, one for each source, day and coder. A row that lacks something, or says
        something that cannot be told, is skipped with the reason.

    Raises
    ------
    DocumentUnreadable
        If no row names the columns that are needed, two columns would do for one, or nobody is named as coder.
    """
    head, places, unused = find_fields(grid, columns or {})
    if coder is None and "coder" not in places:
        raise DocumentUnreadable(f"{grid.where} does not tell who coded it: say so with --by NAME")
    below = [row for row in grid.rows[head + 1 :] if row.cells != grid.rows[head].cells]
    table = CodedRows(grid, below, places, coder=coder, dates=dates, names=NameBook(parties, issues))
    known = list(recorded)
    as_read = [(r, r.read or r.statement) for r in known]
    there = {r.id for r in known} | {_key(r.name, r.published, s) for r, s in as_read if s.origin.method == METHOD}
    skipped: list[Skipped] = []
    readings: list[Reading] = []
    notes: dict[StatementId, tuple[str, str]] = {}
    repeated = without_act = 0
    for document, codings in _place(table.codings(skipped), documents):
        statements: dict[StatementId, Statement] = {}
        sentences = split_sentences(document)
        for coding, span in codings:
            statement = _make_statement(document, sentences, coding, span, skipped)
            before = statements.get(statement.id)
            if statement.id in there or _key(document.name, document.published, statement) in there:
                repeated += 1
            elif before is None:
                statements[statement.id] = statement
                without_act += not coding.names_act
                if coding.note:
                    notes[statement.id] = (coding.source.coder, coding.note)
            elif before.stance is statement.stance:
                repeated += 1
            else:
                skipped.append(skip(coding.label, "another row gives the same words of the same party another stance"))
        if statements:
            readings.append(_make_reading(document, sentences, statements.values(), [c for c, _ in codings]))
    reviews = tuple(
        Review(statement=key, verdict=Verdict.ACCEPTED, reviewer=who, at=at, note=note)
        for key, (who, note) in notes.items()
    )
    imported = Imported(readings=tuple(readings), reviews=reviews, skipped=tuple(skipped))
    return Coded(imported=imported, rows=len(below), repeated=repeated, without_act=without_act, unused=unused)


def _place(
    codings: Iterable[Coding], documents: Sequence[Document]
) -> Iterator[tuple[Document, list[tuple[Coding, Span]]]]:
    """Codings by the document that holds their words: known reports first, then excerpts by source."""
    named = _by_name(documents)
    cited: dict[str, list[tuple[Coding, Span]]] = {}
    apart: dict[Source, list[Coding]] = {}
    split = cache(split_sentences)
    for coding in codings:
        for document in _candidates(coding.source, named):
            span = find_passage(document, coding.quote)
            if span and _sentence_at(split(document), span.start) is not None:
                cited.setdefault(document.id, []).append((coding, span))
                break
        else:
            apart.setdefault(coding.source, []).append(coding)
    for document in documents:
        if document.id in cited:
            yield document, cited.pop(document.id)
    for source, together in apart.items():
        yield _excerpt_document(source, together)


def _by_name(documents: Sequence[Document]) -> dict[str, list[Document]]:
    named: dict[str, list[Document]] = {}
    for document in documents:
        for name in {_folded(n) for n in (document.name, document.title, document.url) if n}:
            named.setdefault(name, []).append(document)
    return named


def _candidates(source: Source, named: Mapping[str, Sequence[Document]]) -> Iterator[Document]:
    """Reports that a row names; one of another day is none of them, unless it is named by its address."""
    for name in (source.url, source.name, source.title, source.publisher):
        for document in named.get(_folded(name), ()) if name else ():
            same_day = None in (source.published, document.published) or source.published == document.published
            if same_day or name == source.url:
                yield document


def _folded(name: str) -> str:
    return " ".join(name.casefold().split()).rstrip("/")


def _excerpt_document(source: Source, codings: Sequence[Coding]) -> tuple[Document, list[tuple[Coding, Span]]]:
    """The excerpts of one source as a document, a paragraph each, under a line that says so.

    Without the line, one excerpt of two sources, or of two coders, would be one document.
    """
    day = f", {source.published.isoformat()}" if source.published else ""
    text = opening = f"Excerpts from {source.name}{day}, chosen by {source.coder}"
    places: dict[str, Span] = {}
    for coding in codings:
        if coding.quote not in places:
            start = len(text) + 2
            text += f"\n\n{coding.quote}"
            places[coding.quote] = Span(start=start, end=len(text))
    document = Document(
        text=text,
        name=source.name,
        body=Span(start=len(opening) + 2, end=len(text)),
        title=source.title,
        publisher=source.publisher,
        published=source.published,
        url=source.url,
    )
    return document, [(coding, places[coding.quote]) for coding in codings]


def _make_statement(
    document: Document, sentences: Sequence[Sentence], coding: Coding, span: Span, skipped: list[Skipped]
) -> Statement:
    return Statement(
        party=coding.party.id,
        issue=coding.issue.id,
        act=coding.act,
        stance=coding.stance,
        evidence=Evidence.cite(document, span),
        origin=Origin(method=METHOD, version=coding.source.coder, confidence=1.0),
        sentence=_sentence_at(sentences, span.start) or 0,
        speaker=Speaker(name=coding.speaker, party=coding.party.id) if coding.speaker else None,
        target=coding.target.id if coding.target else None,
        condition=_find_condition(document, coding, span, skipped) if coding.condition else None,
    )


def _find_condition(document: Document, coding: Coding, span: Span, skipped: list[Skipped]) -> Condition | None:
    """The condition of a row where its words stand in the row's excerpt, and begin with how it binds."""
    words = coding.condition or ""
    start = document.text.find(words, span.start, span.end)
    bound = read_condition(words)
    if start < 0 or bound is None or not bound[1]:
        why = "do not stand in the quote" if start < 0 else "do not begin with if, unless, until, after or the like"
        skipped.append(skip(coding.label, f"the condition was left out, not the row: its words {why}"))
        return None
    kind, awaited = bound
    return Condition(kind=kind, on=awaited, evidence=Evidence.cite(document, Span(start=start, end=start + len(words))))


def _make_reading(
    document: Document, sentences: tuple[Sentence, ...], statements: Iterable[Statement], codings: Sequence[Coding]
) -> Reading:
    ordered = sorted(statements, key=lambda s: (s.evidence.span, s.party, s.issue, s.act))
    parties = {p.id: p for c in codings for p in (c.party, c.target) if p}
    issues = {c.issue.id: c.issue for c in codings}
    used = dict.fromkeys(key for s in ordered for key in (s.party, s.target) if key)
    return Reading(
        document=document,
        sentences=sentences,
        parties=tuple(parties[key] for key in sorted(used)),
        mentions=(),
        issues=tuple(issues[key] for key in dict.fromkeys(s.issue for s in ordered)),
        statements=tuple(ordered),
    )


def _sentence_at(sentences: Sequence[Sentence], place: int) -> int | None:
    """The sentence in which a place lies."""
    number = bisect_right(sentences, place, key=lambda s: s.span.start) - 1
    return number if number >= 0 and place < sentences[number].span.end else None


def _key(name: str, published: date | None, statement: Statement) -> tuple[object, ...]:
    """What makes two codings one, whatever document of excerpts they stand in."""
    quote = " ".join(statement.evidence.quote.split())
    told = (statement.party, statement.issue, statement.act, statement.stance)
    return (statement.origin.version, name, published, quote, *told)
