"""``detente scenarios``: how talks may end."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import typer

from detente.cli.arguments import AgendaFile, open_agenda
from detente.cli.failures import report_skipped
from detente.cli.output import columns, encoding, write_laid_out, write_record, write_rows
from detente.cli.progress import reading_bar


class ScenariosFormat(StrEnum):
    """How the scenarios are written."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


def scenarios(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE", help="Reports on one negotiation, as for brief.", show_default=False),
    ] = None,
    agenda: AgendaFile = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], metavar="DATE", help="Leave out reports published after this day.", show_default=False
        ),
    ] = None,
    issue: Annotated[
        list[str] | None,
        typer.Option(
            "--issue",
            metavar="ISSUE",
            help="Tell scenarios apart by this issue; may be given again. Else by those most open and most at stake.",
            show_default=False,
        ),
    ] = None,
    draws: Annotated[int, typer.Option(min=2, max=10_000, metavar="N", help="Draws of the uncertain numbers.")] = 100,
    seed: Annotated[int, typer.Option(min=0, metavar="N", help="Where the draws start.")] = 0,
    shape: Annotated[ScenariosFormat, typer.Option("--format", help="How to write it.")] = ScenariosFormat.TEXT,
) -> None:
    """Tell how talks may end: scenarios by probability, who would have to move, what speaks against each.

    Each issue's chances come from the positions and from what the reports expect; all issues together must be acceptable.

    Example: detente scenarios monday.txt --issue tolls --issue bridge
    """
    import detente
    from detente.model import IssueId

    if not files and agenda is None:
        raise typer.BadParameter("name a report, an agenda with --agenda, or both", param_hint="FILE")
    read_by = open_agenda(agenda)
    findings = None
    if files:
        day = as_of.date() if as_of else None
        with reading_bar() as progress:
            reports = detente.read_reports(*files, agenda=read_by, as_of=day, progress=progress)
        report_skipped(reports.skipped)
        findings = detente.find(reports.readings, as_of=day)
    found = detente.find_scenarios(
        findings, agenda=read_by, deciding=[IssueId(i) for i in issue or ()], draws=draws, seed=seed
    )
    if shape is ScenariosFormat.JSON:
        write_record(detente.scenarios_record(found))
    elif shape is ScenariosFormat.CSV:
        from detente.brief.scenarios import scenario_rows

        write_rows(scenario_rows(found))
    else:
        from detente.brief.terminal_page import Pen
        from detente.brief.terminal_scenarios import lay_out_scenarios

        names = {p.id: p.name for p in findings.table.parties} if findings else {}
        names |= {p.id: p.name for p in read_by.parties} if read_by else {}
        write_laid_out(lay_out_scenarios(found, names, Pen(encoding()), columns()))
