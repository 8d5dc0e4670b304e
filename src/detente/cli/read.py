"""``detente read``: every statement of every report, each report read on its own."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from detente.cli.arguments import AgendaFile, Files, open_agenda
from detente.cli.failures import report_skipped
from detente.cli.progress import reading_bar


class ReadFormat(StrEnum):
    """How statements are written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


def read(
    files: Files,
    agenda: AgendaFile = None,
    shape: Annotated[ReadFormat, typer.Option("--format", help="How to write them.")] = ReadFormat.TABLE,
) -> None:
    """Write every statement of every report.

    Each report is read on its own, as one negotiation, and written as soon as it is read.

    Example: detente read *.txt --format jsonl > readings.jsonl
    """
    import detente
    from detente.cli.rows import WRITERS

    guide = open_agenda(agenda)
    loaded = detente.load_documents(files)
    report_skipped(loaded.skipped)
    with reading_bar(beside_output=True) as progress, WRITERS[shape]() as write:
        for document in loaded.documents:
            (reading,) = detente.read_reports(document, agenda=guide).readings
            write(reading, detente.find([reading]))
            progress(document, len(loaded.documents))
