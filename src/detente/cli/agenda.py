"""``detente agenda``: a first draft of the parties, people and issues to read by."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.arguments import Files
from detente.cli.failures import report_skipped
from detente.cli.output import write_exactly
from detente.cli.progress import reading_bar


def agenda(
    files: Files,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="A.toml", dir_okay=False, help="File to write.", show_default=False),
    ] = None,
) -> None:
    """Draft the parties, people and issues to read by.

    The draft holds what the reports name. Edit it, then give it to the other commands with --agenda.

    Example: detente agenda monday.txt tuesday.html --output talks.toml
    """
    import detente

    if output and output.exists():
        raise typer.BadParameter(f"{output} exists; an edited agenda is not overwritten", param_hint="--output")
    with reading_bar() as progress:
        reports = detente.read_reports(*files, progress=progress)
    report_skipped(reports.skipped)
    draft = detente.dump_agenda(detente.draft_agenda(reports.readings))
    if output is None:
        write_exactly(draft)
        return
    output.write_text(draft, encoding="utf-8", newline="\n")
    typer.echo(f"The draft is in {output}; edit it, then: detente brief --agenda {output} FILE...", err=True)
