"""Findings to one brief: what is shown, in which order, under which numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from detente.analyses.charges import join_allegations
from detente.brief.brief import Brief, Counts, Passage, Report
from detente.brief.lead import compose_lead
from detente.brief.timeline import compose_timeline
from detente.brief.words import count_words, date_words, is_unsure, join_words, short_name
from detente.model import (
    UNSURE,
    Allegation,
    Commitment,
    Contradiction,
    Distance,
    Document,
    Evidence,
    Linkage,
    Outlook,
    Reading,
    Role,
    Skipped,
    Span,
    Statement,
    Table,
    Voice,
)

_CITED = 3
"""Outside sources named in the head."""
_LISTED = 5
"""Skipped sentences named one by one under Method."""


def compose_brief(
    readings: tuple[Reading, ...],
    *,
    table: Table,
    distances: tuple[Distance, ...],
    contradictions: tuple[Contradiction, ...],
    commitments: tuple[Commitment, ...],
    allegations: tuple[Allegation, ...],
    linkages: tuple[Linkage, ...],
    outlook: Outlook | None,
    skipped: tuple[Skipped, ...] = (),
    as_of: date | None = None,
    title: str | None = None,
) -> Brief:
    """Put findings in the form that every renderer shows.

    Parameters
    ----------
    readings : tuple of Reading
        In the order in which the reports are to be numbered.
    skipped : tuple of Skipped
        Documents that could not be read at all; sentences skipped inside a report come with its reading.
    as_of : date, optional
        The day that the brief stands for; where not given the table's, else that of the latest report.
    title : str, optional
        What the talks are about, e.g. the agenda's title; else the one report's own title, else the first issue of
        one report or the issue most spoken of in several.

    Returns
    -------
    Brief
        Passages are numbered from 1 in text order within each report: one for each quote that carries statements,
        and one for each quotation of another finding that touches none of those.
    """
    days = [reading.document.published for reading in readings if reading.document.published]
    day = as_of or table.as_of or max(days, default=None)
    timeline = compose_timeline(readings, commitments, as_of=day)
    cited = [
        *(item.framing for item in contradictions),
        *(evidence for item in commitments for evidence in item.evidence),
        *(item.evidence for item in allegations),
        *(item.denial for item in allegations),
        *(item.checked for item in allegations),
        *(evidence for line in (timeline.calendar if timeline else ()) for evidence in line.evidence),
        *(item.evidence for item in linkages),
        outlook.evidence if outlook else None,
    ]
    reports = tuple(
        _number_passages(number, reading, [evidence for evidence in cited if evidence is not None])
        for number, reading in enumerate(readings, 1)
    )
    statements = tuple(statement for reading in readings for statement in reading.statements)
    left_out = tuple(dict.fromkeys([*skipped, *(skip for reading in readings for skip in reading.skipped)]))
    counts = _count(readings, reports, statements, left_out)
    brief = Brief(
        title=_title(readings, statements, table, title),
        source=_source(readings, statements),
        as_of=day,
        counts=counts,
        lead=(),
        outlook=outlook,
        table=table,
        distances=_by_distance(distances, table),
        contradictions=contradictions,
        commitments=commitments,
        allegations=allegations,
        linkages=linkages,
        third_party=_third_party(statements, table),
        reports=reports,
        skipped=left_out,
        method=_method(statements, counts, left_out),
        charges=join_allegations(allegations, readings),
        timeline=timeline,
    )
    return replace(brief, lead=compose_lead(brief))


def _number_passages(number: int, reading: Reading, cited: Sequence[Evidence]) -> Report:
    """One report with its passages: the statements' quotes, then whatever else is cited and touches none of them."""
    document, key = reading.document, reading.document.id
    carried: dict[Span, list[Statement]] = {}
    for statement in reading.statements:
        carried.setdefault(statement.evidence.span, []).append(statement)
    touched = bytearray(len(document.text))
    for span in carried:
        touched[span.start : span.end] = b"\1" * len(span)
    for evidence in sorted(cited, key=lambda evidence: (-len(evidence.span), evidence.span)):
        span = evidence.span
        if evidence.document == key and not any(touched[span.start : span.end]):
            carried[span] = []
            touched[span.start : span.end] = b"\1" * len(span)
    passages = tuple(
        Passage(number=place, report=number, document=key, span=span, statements=tuple(carried[span]))
        for place, span in enumerate(sorted(carried), 1)
    )
    paragraphs: dict[int, Span] = {}
    for sentence in reading.sentences:
        begun = paragraphs.get(sentence.paragraph, sentence.span)
        paragraphs[sentence.paragraph] = Span(
            start=min(begun.start, sentence.span.start), end=max(begun.end, sentence.span.end)
        )
    return Report(
        number=number,
        document=document,
        sentences=tuple(sentence.span for sentence in reading.sentences),
        paragraphs=tuple(paragraphs[place] for place in sorted(paragraphs)),
        passages=passages,
    )


def _count(
    readings: Sequence[Reading],
    reports: Sequence[Report],
    statements: Sequence[Statement],
    skipped: Sequence[Skipped],
) -> Counts:
    voices = Counter(statement.voice for statement in statements)
    silent = sum(len(reading.sentences) - len(reading.statements_by_sentence()) for reading in readings)
    return Counts(
        documents=len(readings),
        sentences=sum(len(reading.sentences) for reading in readings),
        statements=len(statements),
        passages=sum(bool(passage.statements) for report in reports for passage in report.passages),
        sentences_without_statement=silent,
        skipped=len(skipped),
        unsourced=voices[Voice.REPORTER],
        own=voices[Voice.OWN],
        relayed=voices[Voice.RELAYED],
        unsure=sum(map(is_unsure, statements)),
    )


def _title(readings: Sequence[Reading], statements: Sequence[Statement], table: Table, title: str | None) -> str:
    topic = title or (readings[0].document.title if len(readings) == 1 else None)
    if not topic and table.issues:
        stated = Counter(statement.issue for statement in statements)
        first = table.issues[0]
        topic = (first if len(readings) == 1 else max(table.issues, key=lambda issue: stated[issue.id])).name
    if not topic:
        topic = readings[0].document.name if len(readings) == 1 else count_words(len(readings), "report")
    return f"{' '.join(topic.split())}: state of the talks"


def _source(readings: Sequence[Reading], statements: Sequence[Statement]) -> str:
    """One sentence on what was read; what is not known is said."""
    if len(readings) == 1:
        document = readings[0].document
        named = f", “{' '.join(document.title.split())}”" if document.title else ""
        published = date_words(document.published) if document.published else "not given"
        return (
            f"One {'' if named else 'untitled '}news article{named}. "
            f"{_publisher(document, statements)} Date: {published}."
        )
    days = sorted(reading.document.published for reading in readings if reading.document.published)
    if not days:
        return f"{count_words(len(readings), 'report')}. Dates: not given."
    period = date_words(days[0]) if days[0] == days[-1] else f"{date_words(days[0])} to {date_words(days[-1])}"
    undated = len(readings) - len(days)
    return f"{count_words(len(readings), 'report')}, {period}." + (f" {undated} without a date." if undated else "")


def _publisher(document: Document, statements: Iterable[Statement]) -> str:
    if document.publisher:
        return f"Publisher: {' '.join(document.publisher.split())}."
    outside = {short_name(s.speaker): None for s in statements if s.speaker and s.speaker.party is None}
    outside = {name: None for name in outside if name != name.lower()}  # "as technology threatens to" names no source
    cites = f"; it cites {join_words(list(outside))}" if 0 < len(outside) <= _CITED else ""
    return f"Publisher not given{cites}."


def _by_distance(distances: Iterable[Distance], table: Table) -> tuple[Distance, ...]:
    """Nearest first, one party heard last, the table's order among equals; marks in the table's order too."""
    issues = [issue.id for issue in table.issues]
    parties = [party.id for party in table.parties]
    ordered = (
        replace(distance, marks=tuple(sorted(distance.marks, key=lambda mark: parties.index(mark.party))))
        for distance in distances
    )
    return tuple(sorted(ordered, key=lambda d: (d.apart is None, d.apart or 0.0, issues.index(d.issue))))


def _third_party(statements: Iterable[Statement], table: Table) -> tuple[Statement, ...]:
    """What outside parties report or assess."""
    outside = {party.id for party in table.parties if party.role is Role.THIRD_PARTY}
    return tuple(s for s in statements if s.party in outside and not s.act.takes_position)


def _method(statements: Sequence[Statement], counts: Counts, skipped: Sequence[Skipped]) -> tuple[tuple[str, str], ...]:
    report = "this article" if counts.documents == 1 else "these reports"
    own_words = "the article’s own words" if counts.documents == 1 else "the reports’ own words"
    readers = dict.fromkeys(f"{s.origin.method} {s.origin.version}".strip() for s in statements)
    lines = []
    if statements:
        lines += [
            (
                "Who read it",
                f"Read by {join_words(sorted(readers))}. Stance, act and issue are the reader’s judgement.",
            ),
            (
                "Who said it",
                f"{_are(counts.own, 'credited to the party or its people')}, "
                f"{counts.relayed} {'comes' if counts.relayed == 1 else 'come'} through someone outside it, "
                f"{counts.unsourced} {'has' if counts.unsourced == 1 else 'have'} no named source and "
                f"{'rests' if counts.unsourced == 1 else 'rest'} on {own_words}.",
            ),
            (
                "Inferred",
                "Steps apart, Divided and Mixed are computed from the stances; ties by a shared sentence are inferred "
                "and named so.",
            ),
        ]
        if counts.unsure:
            lines.append(
                (
                    "Unsure",
                    f"{_are(counts.unsure, 'marked unsure')}: the reader’s confidence is under {UNSURE:.0%}. Left out of the "
                    "summary and of the distances.",
                )
            )
        lines.append(
            (
                "Not found",
                f"A dot means that {report} {'reports' if counts.documents == 1 else 'report'} nothing, not "
                "that the party has no position.",
            )
        )
    else:
        lines.append(("Not found", f"No party’s stance on an issue was found in {report}. It may not be about talks."))
    lines += [("Skipped", _skip_words(skip)) for skip in skipped[:_LISTED]]
    if len(skipped) > _LISTED:
        lines.append(("Skipped", f"{len(skipped) - _LISTED} more."))
    lines.append(("No verdict", "An allegation is what one side says; this brief does not say who is right."))
    return tuple(lines)


def _are(number: int, what: str) -> str:
    return f"{count_words(number, 'statement')} {'is' if number == 1 else 'are'} {what}"


def _skip_words(skip: Skipped) -> str:
    where = f", characters {skip.span.start} to {skip.span.end}" if skip.span else ""
    return f"{skip.document}{where}: {skip.reason.rstrip('.')}."
