"""From documents to readings: sentences, parties, statements, issues."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from detente.codebook.agenda import Agenda
from detente.codebook.themes import load_theme_index
from detente.model import Document, Issue, Reading, Skipped, Statement
from detente.model.record import Anchor
from detente.statements.halves import Half, read_half, trim
from detente.statements.issues import assign_issues
from detente.statements.likeness import Placed
from detente.statements.readers.protocol import Reader
from detente.statements.roles import mark_third_parties

__all__ = ["extend_readings", "join_halves", "read_documents", "trim"]


def read_documents(
    documents: Sequence[Document],
    *,
    agenda: Agenda | None = None,
    reader: Reader | None = None,
    progress: Callable[[Document], None] | None = None,
) -> tuple[Reading, ...]:
    """Read reports on one negotiation.

    Parameters
    ----------
    documents : sequence of Document
        All taken as reports on the same talks: they share parties and issues.
    agenda : Agenda or None
        The analyst's parties and issues.
    reader : Reader or None
        Who reads; ``None`` takes the one that ships.
    progress : callable or None
        Called with each document once its statements are found.

    Returns
    -------
    tuple of Reading
        One a document, in the order given.

    Raises
    ------
    ReaderError
        If the reader's model is missing or damaged.
    """
    readings, _ = extend_readings(documents, agenda=agenda, reader=reader, progress=progress)
    return readings


def extend_readings(
    documents: Sequence[Document],
    *,
    known: Sequence[Anchor] = (),
    agenda: Agenda | None = None,
    reader: Reader | None = None,
    progress: Callable[[Document], None] | None = None,
) -> tuple[tuple[Reading, ...], tuple[Anchor, ...]]:
    """Read further reports on one negotiation, some of whose issues are known.

    Parameters
    ----------
    known : sequence of Anchor
        By which the issues of earlier reports are known again.
    documents, agenda, reader, progress
        As of :func:`read_documents`.

    Returns
    -------
    tuple of Reading
        One a document, in the order given.
    tuple of Anchor
        Those that are new.

    Raises
    ------
    ReaderError
        If the reader's model is missing or damaged.
    """
    if reader is None:
        from detente.statements.readers.trained import shipped_reader

        reader = shipped_reader()
    halves = []
    for document in documents:
        halves.append(read_half(document, reader, agenda))
        if progress is not None:
            progress(document)
    return join_halves(halves, known=known, agenda=agenda)


def join_halves(
    halves: Sequence[Half], *, known: Sequence[Anchor] = (), agenda: Agenda | None = None
) -> tuple[tuple[Reading, ...], tuple[Anchor, ...]]:
    """Say of reports that are read by halves what they are about.

    Parameters
    ----------
    halves : sequence of Half
        Of reports on the same talks, in order.
    known, agenda
        As of :func:`extend_readings`.

    Returns
    -------
    tuple of Reading
        One a document, in the order given.
    tuple of Anchor
        Those that are new.
    """
    placed = [
        Placed(half.document, half.sentences[draft.sentence], draft, condition)
        for half in halves
        for draft, condition in zip(half.drafts, half.conditions, strict=True)
    ]
    assigned = assign_issues(
        placed, themes=load_theme_index(), party_words=_party_words(halves), agenda=agenda, known=known
    )
    by_id = {issue.id: issue for issue in assigned.issues}
    readings, at = [], 0
    for half in halves:
        own = [by_id[i] for i in assigned.ids[at : at + len(half.drafts)]]
        at += len(half.drafts)
        statements = tuple(_placed(half, own))
        used = {s.issue for s in statements}
        readings.append(
            Reading(
                document=half.document,
                sentences=half.sentences,
                parties=mark_third_parties(half.parties, statements, agenda),
                mentions=half.mentions,
                issues=tuple(i for i in assigned.issues if i.id in used),
                statements=statements,
                attributions=half.attributions,
                skipped=tuple(s for s in half.statements if isinstance(s, Skipped)),
            )
        )
    return tuple(readings), assigned.anchors


def _placed(half: Half, issues: Sequence[Issue]) -> list[Statement]:
    """The statements of a report, each on its issue."""
    return [
        replace(statement, issue=issue.id)
        for statement, issue in zip(half.statements, issues, strict=True)
        if isinstance(statement, Statement)
    ]


def _party_words(halves: Sequence[Half]) -> frozenset[str]:
    """Words that only name parties."""
    names: list[str] = []
    for half in halves:
        names += [p.name for p in half.parties]
        names += [half.document.text[m.span.start : m.span.end] for m in half.mentions]
    return frozenset(w.lower().strip("’'.,") for n in names for w in n.split() if w[:1].isupper())
