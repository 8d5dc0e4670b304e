"""Commands that keep a ledger: ``detente init``, ``verify``, ``refresh``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.failures import complain
from detente.cli.output import write_record

LedgerFile = Annotated[Path, typer.Argument(metavar="TALKS.db", help="A ledger.", show_default=False)]


class Plain(StrEnum):
    """How an answer is written."""

    TEXT = "text"
    JSON = "json"


Shape = Annotated[Plain, typer.Option("--format", help="How to write it.")]


def init(
    ledger: Annotated[Path, typer.Argument(metavar="TALKS.db", help="File to be made.", show_default=False)],
    title: Annotated[
        str | None, typer.Option(metavar="TEXT", help="What the talks are about.", show_default=False)
    ] = None,
    agenda: Annotated[
        Path | None,
        typer.Option("--agenda", metavar="A.toml", help="Read all reports by this agenda.", show_default=False),
    ] = None,
) -> None:
    """Begin a ledger: one file that keeps every statement of one negotiation, and only grows.

    Example: detente init talks.db --title "Ceasefire talks" --agenda talks.toml
    """
    from detente.codebook.agenda import load_agenda
    from detente.ledger import Ledger

    read_by = load_agenda(agenda) if agenda else None
    text = agenda.read_text(encoding="utf-8") if agenda else None
    with Ledger.create(ledger, title=title or (read_by.title if read_by else None), agenda=text):
        complain(f"{ledger} is ready; next: detente add {ledger} REPORT...")


def refresh(ledger: LedgerFile) -> None:
    """Bring a ledger made by an older detente up to date, and make the table that it keeps ready anew.

    Nothing that was recorded is touched.

    Example: detente refresh talks.db
    """
    from detente.ledger import Ledger
    from detente.pipeline.settling import settle

    with Ledger.open(ledger) as opened:
        settle(opened, anew=True)
    complain(f"{ledger} is up to date.")


def verify(
    ledger: LedgerFile,
    head: Annotated[
        str | None,
        typer.Option("--head", metavar="HASH", help="A head noted earlier, which must occur.", show_default=False),
    ] = None,
    shape: Shape = Plain.TEXT,
) -> None:
    """Check that nothing in a ledger was changed, lost or slipped in. Exit code 2 where something was.

    Example: detente verify talks.db --head 9f86d081884c7d65
    """
    from detente.brief.words import count_words
    from detente.ledger import Ledger
    from detente.pipeline.settling import verify_ledger

    with Ledger.open(ledger, read_only=True) as opened:
        found = verify_ledger(opened, head=head)
        last = opened.head
    if shape is Plain.JSON:
        write_record(
            {
                "entries": found.entries,
                "documents": found.documents,
                "statements": found.statements,
                "head": last,
                "faults": list(found.faults),
            }
        )
    else:
        parts = (count_words(found.documents, "report"), count_words(found.statements, "statement"))
        typer.echo(f"{', '.join(parts)}, {count_words(found.entries, 'entry', 'entries')}. Head {last}.")
        for fault in found.faults:
            complain(fault)
        if not found.faults:
            typer.echo("Nothing is missing, changed or added.")
    if found.faults:
        raise typer.Exit(2)
