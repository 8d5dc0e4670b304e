"""``detente brief``: who wants what, and where the parties stand apart."""

from __future__ import annotations

import os
import sys
import tempfile
import webbrowser
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.arguments import AgendaFile, Files, open_agenda
from detente.cli.failures import report_skipped
from detente.cli.output import columns, encoding, has_colour, write_record
from detente.cli.progress import reading_bar
from detente.cli.talks import named_ledger

if TYPE_CHECKING:
    from detente.brief.brief import Brief


class BriefFormat(StrEnum):
    """How the brief is printed."""

    TEXT = "text"
    JSON = "json"


def brief(
    files: Files,
    agenda: AgendaFile = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], metavar="DATE", help="Leave out reports published after this day.", show_default=False
        ),
    ] = None,
    title: Annotated[
        str | None, typer.Option(metavar="TEXT", help="What the talks are about, as the head.", show_default=False)
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH", dir_okay=False, writable=True, help="Also write the HTML page.", show_default=False
        ),
    ] = None,
    open_page: Annotated[bool, typer.Option("--open", help="Open the HTML page in a browser.")] = False,
    prospects: Annotated[
        bool, typer.Option("--prospects", help="Also tell where it could lead: scenarios and packages, computed.")
    ] = False,
    shape: Annotated[BriefFormat, typer.Option("--format", help="What to print.")] = BriefFormat.TEXT,
    width: Annotated[
        int | None, typer.Option(min=24, metavar="N", help="Columns; the terminal's by default.", show_default=False)
    ] = None,
) -> None:
    """Print where the talks stand.

    All reports are read as news of one negotiation: who wants what, how far apart the parties are, what contradicts
    what, what is agreed or alleged, what waits on what.

    Example: detente brief monday.txt tuesday.html --html brief.html
    """
    import detente

    if html and not html.parent.is_dir():
        raise typer.BadParameter(f"there is no directory {html.parent}", param_hint="--html")
    kept = named_ledger(files, agenda=agenda is not None)
    if kept:
        made = _brief_of_ledger(kept, as_of, title, prospects)
    else:
        with reading_bar() as progress:
            made = detente.make_brief(
                *files,
                agenda=open_agenda(agenda),
                as_of=as_of.date() if as_of else None,
                title=title,
                prospects=prospects,
                progress=progress,
            )
    report_skipped([skip for skip in made.skipped if skip.span is None])
    if shape is BriefFormat.JSON:
        write_record(detente.brief_record(made))
    else:
        sys.stdout.write(
            detente.render_terminal(
                made,
                width=width or columns(),
                colour=has_colour(),
                encoding=encoding(),
                tell_of_html=not (html or open_page),
            )
        )
    if html or open_page:
        page = html or _temporary_page()
        page.write_text(detente.render_html(made), encoding="utf-8", newline="\n")
        typer.echo(f"The HTML brief is in {page}", err=True)
        if open_page and not webbrowser.open(page.resolve().as_uri()):
            typer.echo("No browser was found to open it.", err=True)


def _brief_of_ledger(ledger: Path, as_of: datetime | None, title: str | None, prospects: bool) -> Brief:
    """The brief on what a ledger holds, as of a day."""
    from dataclasses import replace

    from detente.ledger import Ledger
    from detente.pipeline import compose
    from detente.pipeline.ledger import find_in_ledger, ledger_agenda
    from detente.pipeline.prospects import find_prospects

    with Ledger.open(ledger, read_only=True) as opened:
        findings = find_in_ledger(opened, as_of=as_of.date() if as_of else None)
        agenda, called = ledger_agenda(opened), opened.setting("title")
    made = compose(findings, title=title or called)
    return replace(made, prospects=find_prospects(findings, agenda=agenda)) if prospects else made


def _temporary_page() -> Path:
    """A new file that outlives the program."""
    handle, name = tempfile.mkstemp(prefix="detente-", suffix=".html")
    os.close(handle)
    return Path(name)
