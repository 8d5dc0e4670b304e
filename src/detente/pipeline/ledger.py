"""A negotiation followed over time: the findings of a ledger as of any day, and what changed between two."""

from __future__ import annotations

from datetime import date

from detente.analyses.changes import find_changes
from detente.codebook.agenda import Agenda, parse_agenda
from detente.ledger import Ledger
from detente.model import Reading
from detente.model.change import Changes
from detente.pipeline.reports import Findings, find


def ledger_agenda(ledger: Ledger) -> Agenda | None:
    """The agenda that the ledger is read by."""
    text = ledger.setting("agenda")
    return parse_agenda(text) if text else None


def find_in_ledger(ledger: Ledger, *, as_of: date | None = None) -> Findings:
    """Every question that a brief answers, asked of a ledger as of a day.

    Parameters
    ----------
    ledger : Ledger
    as_of : date or None
        Reports published after this day are left out.

    Returns
    -------
    Findings
        Copies of other reports and statements that a reviewer rejected do not count.
    """
    return find(_counted(ledger, as_of), as_of=as_of)


def _counted(ledger: Ledger, as_of: date | None) -> list[Reading]:
    """The readings that count, copies left out."""
    copies = ledger.copies()
    return [reading for reading in ledger.readings(as_of=as_of) if reading.document.id not in copies]


def changes_since(ledger: Ledger, day: date, *, until: date | None = None) -> tuple[Changes, Findings]:
    """What changed after one day, up to another or to the last.

    Parameters
    ----------
    ledger : Ledger
    day : date
        Its own reports count as known.
    until : date or None

    Returns
    -------
    Changes
    Findings
        As of the later day.
    """
    readings = _counted(ledger, until)
    before, after = find(readings, as_of=day), find(readings, as_of=until)
    return (
        find_changes(
            (before.table, before.contradictions, before.commitments, before.allegations),
            (after.table, after.contradictions, after.commitments, after.allegations),
            reports=len(after.readings) - len(before.readings),
        ),
        after,
    )
