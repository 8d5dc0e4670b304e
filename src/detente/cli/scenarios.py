"""``detente scenarios``: how talks may end."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from detente.cli.arguments import AgendaFile
from detente.cli.output import columns, encoding, write_laid_out, write_record, write_rows
from detente.cli.talks import AsOf, DomainFile, ProfileFiles, SomeFiles, find_talks, name_parties, open_domain


class ScenariosFormat(StrEnum):
    """How the scenarios are written."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


def scenarios(
    files: SomeFiles = None,
    agenda: AgendaFile = None,
    as_of: AsOf = None,
    domain: DomainFile = None,
    profile: ProfileFiles = None,
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

    given = open_domain(domain, profile, beside=bool(files or agenda or as_of))
    if not (files or agenda or given):
        raise typer.BadParameter(
            "name a report, an agenda with --agenda, or both; or a domain with --domain", param_hint="FILE"
        )
    chosen = [IssueId(i) for i in issue or ()]
    findings, read_by = None, None
    if given:
        from detente.pipeline.scenarios import find_scenarios_of_domain

        found = find_scenarios_of_domain(given, deciding=chosen, draws=draws, seed=seed)
    else:
        findings, read_by = find_talks(files, agenda, as_of)
        found = detente.find_scenarios(findings, agenda=read_by, deciding=chosen, draws=draws, seed=seed)
    if shape is ScenariosFormat.JSON:
        write_record(detente.scenarios_record(found))
    elif shape is ScenariosFormat.CSV:
        from detente.brief.scenarios import scenario_rows

        write_rows(scenario_rows(found))
    else:
        from detente.brief.terminal_page import Pen
        from detente.brief.terminal_scenarios import lay_out_scenarios

        names = name_parties(findings, read_by)
        write_laid_out(lay_out_scenarios(found, names, Pen(encoding()), columns()))
