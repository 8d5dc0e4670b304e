"""``detente export``: what a ledger holds, for other programs."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer

from detente.cli.keep import LedgerFile
from detente.cli.output import write_exactly, write_rows
from detente.cli.talks import AsOf


class ExportFormat(StrEnum):
    """What is written."""

    JSONL = "jsonl"
    CSV = "csv"
    ICS = "ics"


def export(
    ledger: LedgerFile,
    shape: Annotated[
        ExportFormat, typer.Option("--format", help="Reports a line each, statements a row each, or a calendar.")
    ] = ExportFormat.JSONL,
    as_of: AsOf = None,
) -> None:
    """Write what a ledger holds for other programs: every reading, every statement, or when commitments end.

    Example: detente export talks.db --format ics > talks.ics
    """
    import json

    from detente.ledger import Ledger
    from detente.pipeline.ledger import find_in_ledger

    day = as_of.date() if as_of else None
    with Ledger.open(ledger, read_only=True) as opened:
        if shape is ExportFormat.CSV:
            from detente.brief.ledger import recorded_rows

            write_rows(recorded_rows(list(opened.statements(as_of=day)), opened.names()))
            return
        findings = find_in_ledger(opened, as_of=day)
        names, title, counts = opened.names(), opened.setting("title"), opened.counts()
    if shape is ExportFormat.JSONL:
        from detente.brief.readings import reading_record

        for reading in findings.readings:
            record = reading_record(
                reading,
                commitments=findings.commitments,
                allegations=findings.allegations,
                contradictions=findings.contradictions,
                outlook=findings.outlook,
            )
            write_exactly(f"{json.dumps(record)}\n")
        return
    from detente.analyses.clock import read_clocks
    from detente.brief.calendar import render_calendar

    clocks = read_clocks(findings.commitments, as_of=day or counts.last)
    stamp = counts.recorded or datetime(1970, 1, 1, tzinfo=UTC)
    write_exactly(render_calendar(clocks, names=names, title=title, stamp=stamp))
