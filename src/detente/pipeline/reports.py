"""One negotiation, from its reports to its brief: the rooms in the order in which a report passes through them."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from detente.analyses import (
    find_allegations,
    find_commitments,
    find_contradictions,
    find_linkages,
    find_outlook,
    measure_distances,
)
from detente.brief.brief import Brief
from detente.brief.compose import compose_brief
from detente.codebook.agenda import Agenda
from detente.documents import load_documents
from detente.errors import DocumentMissing
from detente.model import (
    Allegation,
    Commitment,
    Contradiction,
    Distance,
    Document,
    Linkage,
    Outlook,
    Reading,
    Skipped,
    Table,
)
from detente.positions import fold_positions, order_readings
from detente.statements.extract import read_documents
from detente.statements.readers.protocol import Reader

Source = str | os.PathLike[str] | Document
"""A file, an address, ``-`` for standard input, or a document that is loaded already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reports:
    """What the reports of one negotiation say, and which of them could not be read."""

    readings: tuple[Reading, ...]
    """One for each report; parties and issues carry the same ids in all of them."""
    skipped: tuple[Skipped, ...] = ()
    """Whole reports that were left out; a skipped sentence stands in its reading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Every answer about one negotiation, each with the statements that it rests on."""

    readings: tuple[Reading, ...]
    """Undated reports first, then by date."""
    table: Table
    distances: tuple[Distance, ...]
    contradictions: tuple[Contradiction, ...]
    commitments: tuple[Commitment, ...]
    allegations: tuple[Allegation, ...]
    linkages: tuple[Linkage, ...]
    outlook: Outlook | None


def read_reports(
    *sources: Source,
    agenda: Agenda | None = None,
    as_of: date | None = None,
    allow_network: bool = True,
    reader: Reader | None = None,
    progress: Callable[[Document, int], None] | None = None,
) -> Reports:
    """What the reports of one negotiation say, sentence by sentence.

    Parameters
    ----------
    *sources : str, path or Document
        Files, addresses, ``-`` for standard input, or documents.
    agenda : Agenda or None
        Parties, people and issues to read by; without one they are found in the texts.
    as_of : date or None
        Reports published after this day are left out unread; undated ones always count.
    allow_network : bool
        Whether addresses may be fetched.
    reader : Reader or None
        Who reads; the one that ships where ``None``.
    progress : callable or None
        Told of each report that is read, and how many there are.

    Returns
    -------
    Reports
        At least one reading. A report that could not be used is skipped with its reason.

    Raises
    ------
    DocumentError
        If no source that is named can be read, or no report is left.
    ReaderError
        If the reader's model is missing or damaged.
    """
    documents = [source for source in sources if isinstance(source, Document)]
    named = [os.fspath(source) for source in sources if not isinstance(source, Document)]
    skipped: list[Skipped] = []
    if named or not documents:
        loaded = load_documents(named, allow_network=allow_network)
        documents += loaded.documents
        skipped += loaded.skipped
    late = [_is_after(document, as_of) for document in documents]
    kept = [document for document, after in zip(documents, late, strict=True) if not after]
    if not kept:
        raise DocumentMissing(f"no report is left: all were published after {as_of}; give a later day")
    skipped += [
        Skipped(document=document.name, span=None, reason=f"published on {document.published}, after {as_of}")
        for document, after in zip(documents, late, strict=True)
        if after
    ]
    told = (lambda document: progress(document, len(kept))) if progress else None
    readings = read_documents(kept, agenda=agenda, reader=reader, progress=told)
    return Reports(readings=readings, skipped=tuple(skipped))


def _is_after(document: Document, day: date | None) -> bool:
    """Whether a report is known to have come out after a day."""
    return day is not None and document.published is not None and document.published > day


def find(readings: Sequence[Reading], *, as_of: date | None = None) -> Findings:
    """Every question that a brief answers, asked of one negotiation.

    Parameters
    ----------
    readings : sequence of Reading
        With the same party and issue ids in all of them; their order does not matter.
    as_of : date or None
        Readings of reports published after this day are left out.
    """
    ordered = order_readings(readings, as_of=as_of)
    table = fold_positions(ordered, as_of=as_of)
    commitments = find_commitments(ordered)
    return Findings(
        readings=ordered,
        table=table,
        distances=measure_distances(table),
        contradictions=find_contradictions(ordered, table),
        commitments=commitments,
        allegations=find_allegations(ordered, commitments),
        linkages=find_linkages(ordered),
        outlook=find_outlook(ordered),
    )


def compose(findings: Findings, *, skipped: Sequence[Skipped] = (), title: str | None = None) -> Brief:
    """The brief that findings give."""
    return compose_brief(
        findings.readings,
        table=findings.table,
        distances=findings.distances,
        contradictions=findings.contradictions,
        commitments=findings.commitments,
        allegations=findings.allegations,
        linkages=findings.linkages,
        outlook=findings.outlook,
        skipped=tuple(skipped),
        as_of=findings.table.as_of,
        title=title,
    )


def make_brief(
    *sources: Source,
    agenda: Agenda | None = None,
    as_of: date | None = None,
    title: str | None = None,
    prospects: bool = False,
    allow_network: bool = True,
    reader: Reader | None = None,
    progress: Callable[[Document, int], None] | None = None,
) -> Brief:
    """The brief on one negotiation, from its reports.

    Parameters
    ----------
    *sources, agenda, as_of, allow_network, reader, progress
        As :func:`read_reports` takes them.
    title : str or None
        Head of the brief; the agenda's, else one drawn from the reports, where ``None``.
    prospects : bool
        Whether to tell also where it could lead: scenarios and packages; a second more.

    Raises
    ------
    DocumentError
        If no report is left.
    ReaderError
        If the reader's model is missing or damaged.

    Notes
    -----
    What the world is like is no error: a report without a negotiation gives a brief that says so.
    """
    reports = read_reports(
        *sources, agenda=agenda, as_of=as_of, allow_network=allow_network, reader=reader, progress=progress
    )
    title = title or (agenda.title if agenda else None)
    findings = find(reports.readings, as_of=as_of)
    brief = compose(findings, skipped=reports.skipped, title=title)
    if not prospects:
        return brief
    # Its engines take a third of a second to load.
    from detente.pipeline.prospects import find_prospects

    return replace(brief, prospects=find_prospects(findings, agenda=agenda))
