"""``detente forecast``: where each issue may settle."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.arguments import AgendaFile
from detente.cli.output import columns, encoding, write_laid_out, write_record, write_rows
from detente.cli.talks import AsOf, find_talks

if TYPE_CHECKING:
    from detente.model import IssueId, PartyId
    from detente.model.forecast import ForecastResult


class MethodName(StrEnum):
    """The methods of :class:`detente.model.forecast.ForecastMethod`, known without loading any room."""

    COMPROMISE = "compromise"
    MEDIAN = "median"
    WEIGHTED_MEDIAN = "weighted-median"
    NASH_BARGAINING = "nash-bargaining"
    CHALLENGE = "challenge"
    EXCHANGE = "exchange"
    DISTRIBUTION = "distribution"


class ForecastFormat(StrEnum):
    """How the forecasts are written."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


def forecast(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE", help="Reports on one negotiation, as for brief.", show_default=False),
    ] = None,
    stakes: Annotated[
        Path | None,
        typer.Option(
            "--stakes",
            metavar="S.csv",
            help="Points, saliences and capabilities of your own, instead of reports: CSV or TOML.",
            show_default=False,
        ),
    ] = None,
    agenda: AgendaFile = None,
    as_of: AsOf = None,
    method: Annotated[
        list[MethodName] | None,
        typer.Option("--method", help="How to forecast; may be given again.", show_default=False),
    ] = None,
    reference: Annotated[
        float | None,
        typer.Option(
            min=0, max=100, metavar="POINT", help="What holds if nothing is agreed, 0 to 100.", show_default=False
        ),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, metavar="N", help="For the coin of the exchange model.")] = 0,
    log: Annotated[
        Path | None,
        typer.Option(
            "--log", metavar="LOG.jsonl", dir_okay=False, help="Also add the forecasts to this log.", show_default=False
        ),
    ] = None,
    resolve: Annotated[
        list[str] | None,
        typer.Option(
            "--resolve", metavar="ID=POINT", help="Add what came of a forecast to the log.", show_default=False
        ),
    ] = None,
    score: Annotated[bool, typer.Option("--score", help="Score the forecasts of the log.")] = False,
    on: Annotated[
        datetime | None,
        typer.Option(
            "--on",
            formats=["%Y-%m-%d"],
            metavar="DATE",
            help="The day of the log's entry; today by default.",
            show_default=False,
        ),
    ] = None,
    shape: Annotated[ForecastFormat, typer.Option("--format", help="How to write it.")] = ForecastFormat.TEXT,
) -> None:
    """Tell where each issue may settle, and how sure that is.

    Positions come from the reports; salience is how often a party is heard on an issue, and all count alike, unless the
    agenda says otherwise. Or all three come from a table of stakes. A log keeps forecasts to be scored once the outcome is known.

    Example: detente forecast monday.txt --log talks.jsonl
    """
    import detente
    from detente.codebook.stakes import load_stakes
    from detente.model.forecast import ForecastMethod
    from detente.pipeline.outcomes import METHODS, forecast_contests

    day = on.date() if on else date.today()
    if resolve or score:
        _keep_score(log, resolve or [], score, day)
    if stakes and (files or agenda or as_of):
        raise typer.BadParameter("name either stakes, or reports with an agenda and a day", param_hint="--stakes")
    if not (files or stakes):
        if not (resolve or score):
            raise typer.BadParameter("name a report, or --stakes", param_hint="FILE")
        return
    methods = [ForecastMethod(m.value) for m in method] if method else METHODS
    issues: dict[IssueId, str] = {}
    parties: dict[PartyId, str] = {}
    if stakes:
        results = forecast_contests(load_stakes(stakes), methods=methods, reference=reference, seed=seed)
    else:
        findings, read_by = find_talks(files, agenda, as_of)
        assert findings is not None  # a report was named
        results = detente.forecast_issues(findings, agenda=read_by, methods=methods, reference=reference, seed=seed)
        issues = {i.id: i.name for i in findings.table.issues}
        parties = {p.id: p.name for p in findings.table.parties}
    if log:
        _add_to_log(log, results, day)
    if shape is ForecastFormat.JSON:
        from detente.brief.forecasts import forecasts_record

        write_record(forecasts_record(results, issues))
    elif shape is ForecastFormat.CSV:
        from detente.brief.forecasts import forecast_rows

        rows = forecast_rows(results, issues)
        write_rows(rows)
    else:
        from detente.brief.terminal_page import Pen
        from detente.cli.forecast_layout import lay_out_forecasts

        pen = Pen(encoding())
        head, scale, *rest = lay_out_forecasts(results, issues, parties, pen, columns())
        # The scale of stances is that of reports; stakes have whatever scale the analyst has in mind.
        write_laid_out([head, pen(("0 to 100 on the scale of each issue.", "dim")) if stakes else scale, *rest])


def _add_to_log(log: Path, results: Sequence[ForecastResult], day: date) -> None:
    """Each forecast as a line of the log."""
    from detente.analyses.forecast import append_forecast, log_forecasts, write_log

    text = log.read_text(encoding="utf-8") if log.exists() else ""
    entries = [entry for result in results for entry in log_forecasts(result, made=day)]
    for entry in entries:
        text = append_forecast(text, entry)
    write_log(log, text)
    typer.echo(f"{len(entries)} forecasts are in {log}", err=True)


def _keep_score(log: Path | None, resolve: Sequence[str], score: bool, day: date) -> None:
    """Add outcomes to the log, and score it."""
    from detente.analyses.forecast import read_log, resolve_forecast, score_log, write_log
    from detente.brief.words import count_words

    if log is None or not log.exists():
        raise typer.BadParameter("name a log that exists, to resolve or score its forecasts", param_hint="--log")
    text = log.read_text(encoding="utf-8")
    for pair in resolve:
        identity, mark, value = pair.partition("=")
        try:
            outcome = float(value)
        except ValueError:
            raise typer.BadParameter(f"{pair!r} is to have the form ID=POINT", param_hint="--resolve") from None
        text = resolve_forecast(text, identity.strip() if mark else "", outcome, resolved=day)
    if resolve:
        write_log(log, text)
    if score:
        found = score_log(read_log(text))
        lines = [f"{count_words(found.resolved, 'forecast')} resolved, {found.unresolved:,} open"]
        if found.absolute_error is not None:
            lines.append(f"mean absolute error {found.absolute_error:.1f} points of 100, {found.near:.0%} within 5")
        if found.crps is not None:
            lines.append(f"CRPS {found.crps:.1f}")
        if found.coverage is not None:
            lines.append(f"80 % intervals held {found.coverage:.0%} of the outcomes")
        typer.echo("\n".join(lines))
