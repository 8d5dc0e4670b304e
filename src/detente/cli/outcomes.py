"""``detente outcomes``: where a deal could lie."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated

import typer

from detente.cli.arguments import AgendaFile, open_agenda
from detente.cli.failures import report_skipped
from detente.cli.output import columns, encoding, write_laid_out, write_record, write_rows
from detente.cli.progress import reading_bar


class OutcomesFormat(StrEnum):
    """How the outcomes are written."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


def outcomes(
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
    found = detente.weigh_outcomes(
        findings,
        agenda=read_by,
        settled={IssueId(k): OptionId(v) for k, v in _pairs(settle, "--settle")},
        reservations={PartyId(k): _worth(v) for k, v in _pairs(reservation, "--reservation")},
        deal={IssueId(k): OptionId(v) for k, v in _pairs(deal, "--deal")} or None,
        draws=draws,
        seed=seed,
    )
    if shape is OutcomesFormat.JSON:
        write_record(detente.outcomes_record(found))
    elif shape is OutcomesFormat.CSV:
        from detente.brief.outcomes import outcome_rows

        rows = outcome_rows(found)
        write_rows(rows)
    else:
        from detente.brief.terminal_page import Pen
        from detente.cli.outcomes_layout import lay_out_outcomes

        names = {p.id: p.name for p in findings.table.parties} if findings else {}
        names |= {p.id: p.name for p in read_by.parties} if read_by else {}
        write_laid_out(lay_out_outcomes(found, names, Pen(encoding()), columns()))


def _pairs(given: Sequence[str] | None, option: str) -> list[tuple[str, str]]:
    """``KEY=VALUE`` cut in two."""
    out = []
    for pair in given or ():
        key, mark, value = pair.partition("=")
        if not (mark and key.strip() and value.strip()):
            raise typer.BadParameter(f"{pair!r} is to have the form NAME=VALUE", param_hint=option)
        out.append((key.strip(), value.strip()))
    return out


def _worth(text: str) -> float:
    """A number."""
    try:
        return float(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no number", param_hint="--reservation") from None
