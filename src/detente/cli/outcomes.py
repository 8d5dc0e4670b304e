"""``detente outcomes``: where a deal could lie."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.arguments import AgendaFile
from detente.cli.failures import complain
from detente.cli.output import columns, encoding, write_laid_out, write_record, write_rows
from detente.cli.talks import (
    AsOf,
    DomainFile,
    ProfileFiles,
    SomeFiles,
    find_talks,
    name_parties,
    open_domain,
    read_pairs,
)

if TYPE_CHECKING:
    from detente.model.package import Domain


class OutcomesFormat(StrEnum):
    """How the outcomes are written."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


def outcomes(
    files: SomeFiles = None,
    agenda: AgendaFile = None,
    as_of: AsOf = None,
    domain: DomainFile = None,
    profile: ProfileFiles = None,
    settle: Annotated[
        list[str] | None,
        typer.Option("--settle", metavar="ISSUE=OPTION", help="Take an issue as settled.", show_default=False),
    ] = None,
    reservation: Annotated[
        list[str] | None,
        typer.Option(
            "--reservation",
            metavar="PARTY=WORTH",
            help="Put what a party has without a deal at this worth.",
            show_default=False,
        ),
    ] = None,
    deal: Annotated[
        list[str] | None,
        typer.Option(
            "--deal",
            metavar="ISSUE=OPTION",
            help="A tentative deal, once an issue: what would be better?",
            show_default=False,
        ),
    ] = None,
    export: Annotated[
        Path | None,
        typer.Option(
            "--export",
            metavar="FOLDER",
            help="Also write the domain as GENIUS XML and GeniusWeb JSON.",
            show_default=False,
        ),
    ] = None,
    draws: Annotated[int, typer.Option(min=1, metavar="N", help="Draws within the bands, for robustness.")] = 1000,
    seed: Annotated[int, typer.Option(min=0, metavar="N", help="Where the draws start.")] = 0,
    shape: Annotated[OutcomesFormat, typer.Option("--format", help="How to write it.")] = OutcomesFormat.TEXT,
) -> None:
    """Tell where a deal could lie: efficient packages, and what the rules of bargaining theory pick.

    What the options are worth is inferred from the stances in the reports, or an analyst's judgement in the agenda; an
    agenda with judgements of utility can stand alone.

    Example: detente outcomes monday.txt --agenda talks.toml --settle tolls=halve
    """
    import detente
    from detente.model import IssueId, OptionId, PartyId

    given = open_domain(domain, profile, beside=bool(files or agenda or as_of))
    if not (files or agenda or domain):
        raise typer.BadParameter(
            "name a report, an agenda with --agenda, or both; or a domain with --domain", param_hint="FILE"
        )
    if export and export.exists() and (not export.is_dir() or any(export.iterdir())):
        raise typer.BadParameter(f"{export} holds something already; name a new folder", param_hint="--export")
    asked = {IssueId(k): OptionId(v) for k, v in read_pairs(settle, "--settle")}
    moved = {PartyId(k): _worth(v) for k, v in read_pairs(reservation, "--reservation")}
    tentative = {IssueId(k): OptionId(v) for k, v in read_pairs(deal, "--deal")} or None
    findings, read_by = None, None
    if given:
        from detente.pipeline.outcomes import weigh_domain

        found = weigh_domain(given, settled=asked, reservations=moved, deal=tentative)
    else:
        findings, read_by = find_talks(files, agenda, as_of)
        found = detente.weigh_outcomes(
            findings, agenda=read_by, settled=asked, reservations=moved, deal=tentative, draws=draws, seed=seed
        )
    if export:
        _export(found.drafted.domain, export)
    if shape is OutcomesFormat.JSON:
        write_record(detente.outcomes_record(found))
    elif shape is OutcomesFormat.CSV:
        from detente.brief.outcomes import outcome_rows

        rows = outcome_rows(found)
        write_rows(rows)
    else:
        from detente.brief.terminal_outcomes import lay_out_outcomes
        from detente.brief.terminal_page import Pen

        names = name_parties(findings, read_by)
        write_laid_out(lay_out_outcomes(found, names, Pen(encoding()), columns()))


def _export(domain: Domain, folder: Path) -> None:
    """Write a domain in both formats of the automated-negotiation field, and tell what they cannot say."""
    from dataclasses import replace

    from detente.codebook.genius import dump_genius, dump_geniusweb

    names = {i.id: i.name for i in domain.issues}
    for r in domain.requirements:
        complain(f"left out of {folder}: {names[r.issue]} waits for {names[r.needs_issue]}, which no file can say")
    plain = replace(domain, requirements=())
    written = [*dump_genius(plain, folder), *dump_geniusweb(plain, folder)]
    complain(f"the domain is in {folder}: {', '.join(path.name for path in written)}")


def _worth(text: str) -> float:
    """A number."""
    try:
        return float(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no number", param_hint="--reservation") from None
