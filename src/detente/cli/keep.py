"""Commands that write to a ledger: ``detente init``, ``add``, ``review``, ``verify``."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.failures import complain, report_skipped
from detente.cli.output import write_record
from detente.cli.progress import reading_bar

LedgerFile = Annotated[Path, typer.Argument(metavar="TALKS.db", help="A ledger.", show_default=False)]


class Plain(StrEnum):
    """How an answer is written."""

    TEXT = "text"
    JSON = "json"


class Decision(StrEnum):
    """What a reviewer says of a statement."""

    ACCEPT = "accept"
    REJECT = "reject"


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


def add(
    ledger: LedgerFile,
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE", help="Reports: files, folders, addresses, - for standard input.", show_default=False
        ),
    ],
) -> None:
    """Read reports and record what they say.

    A report that is there to the letter adds nothing, so an interrupted run is simply run again. Reports of nearly the same
    words within three days are recorded as copies and counted once.

    Example: detente add talks.db march/ april/
    """
    from detente.brief.words import count_words
    from detente.ledger import Ledger
    from detente.pipeline.adding import add_reports

    with Ledger.open(ledger) as opened, reading_bar() as progress:
        added = add_reports(opened, *files, progress=progress)
    report_skipped(added.skipped)
    typer.echo(f"{count_words(len(added.new), 'report')} added, {count_words(added.statements, 'statement')}.")
    for document, original in added.copies:
        typer.echo(f"{document.name} repeats {original}: kept, not counted.")
    if added.known:
        typer.echo(
            f"{count_words(len(added.known), 'report')} {'was' if len(added.known) == 1 else 'were'} there already."
        )


def review(
    ledger: LedgerFile,
    statement: Annotated[
        str, typer.Argument(metavar="STATEMENT", help="Its id, or the beginning of it.", show_default=False)
    ],
    decision: Annotated[
        Decision, typer.Argument(metavar="accept|reject", help="Whether it stands as read.", show_default=False)
    ],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who reviews.", show_default=False)],
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="Why.", show_default=False)] = "",
) -> None:
    """Accept or reject one statement as it was read; nothing is altered, and the latest review counts.

    Example: detente review talks.db 3f2a9c reject --by "A. Reader" --note "said by the other side"
    """
    from detente.brief.words import quoted
    from detente.ledger import Ledger
    from detente.model.record import Review, Verdict

    verdict = Verdict.ACCEPTED if decision is Decision.ACCEPT else Verdict.REJECTED
    with Ledger.open(ledger) as opened:
        found = opened.statement(statement)
        opened.append_review(
            Review(statement=found.statement.id, verdict=verdict, reviewer=by, at=datetime.now(UTC), note=note)
        )
        typer.echo(f"{verdict.value}: {quoted(found.statement.evidence.quote)} ({found.name})")


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

    with Ledger.open(ledger, read_only=True) as opened:
        found = opened.verify(head=head)
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
