"""``detente export``: what a ledger holds, for other programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.failures import complain
from detente.cli.keep import LedgerFile
from detente.cli.output import write_exactly
from detente.cli.talks import AsOf

if TYPE_CHECKING:
    from detente.exchange import Holdings
    from detente.ledger import Ledger
    from detente.model.change import Changes

FEED_DAYS = 30
"""Days of publication that a feed goes back, where nothing else is asked for."""
_AT_ONCE = 500
"""Lines written at once."""


class ExportFormat(StrEnum):
    """What is written."""

    JSONL = "jsonl"
    CSV = "csv"
    STATEMENTS = "statements"
    PARQUET = "parquet"
    WEBANNOTATION = "webannotation"
    PLOVER = "plover"
    PROV = "prov"
    ATOM = "atom"
    ICS = "ics"


def export(
    ledger: LedgerFile,
    shape: Annotated[
        ExportFormat,
        typer.Option(
            "--format",
            help="jsonl: a reading a line. csv: a statement a row. statements: statements and reports, whole, a line each."
            " parquet: the same as tables. webannotation, plover, prov: the same for other programs. atom: a feed of what"
            " changed. ics: a calendar.",
        ),
    ] = ExportFormat.JSONL,
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="FILE", help="Write to a file instead of the screen.", show_default=False),
    ] = None,
    as_of: AsOf = None,
    since: Annotated[
        datetime | None,
        typer.Option(
            "--since",
            formats=["%Y-%m-%d"],
            metavar="DATE",
            help="For atom: what changed after this day.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Write what a ledger holds for other programs: readings, statements, what changed, or when commitments end.

    Example: detente export talks.db --format csv --output talks.csv
    """
    from detente.ledger import Ledger

    if since and shape is not ExportFormat.ATOM:
        raise typer.BadParameter("goes with --format atom only", param_hint="--since")
    day = as_of.date() if as_of else None
    with Ledger.open(ledger, read_only=True) as opened:
        if shape is ExportFormat.PARQUET:
            _write_parquet(opened, day, output)
        elif shape is ExportFormat.ATOM:
            _write([_feed(opened, since.date() if since else None, day)], output)
        elif shape is ExportFormat.JSONL:
            _write(_readings(opened, day), output)
        elif shape is ExportFormat.ICS:
            _write([_calendar(opened, day)], output)
        else:
            _write(_statements(opened, day, shape, to_file=output is not None), output)


def _statements(opened: Ledger, day: date | None, shape: ExportFormat, *, to_file: bool) -> Iterable[str]:
    """Statements in a form of text."""
    from detente import exchange

    if shape is ExportFormat.STATEMENTS:
        return exchange.write_jsonl(_hold(opened, day))
    if shape is ExportFormat.PROV:
        return [exchange.write_prov(_hold(opened, day))]
    if shape is ExportFormat.PLOVER:
        return exchange.write_plover(_hold(opened, day, counting=True))
    if shape is ExportFormat.WEBANNOTATION:
        return [exchange.write_annotations(_hold(opened, day, counting=True), title=opened.setting("title"))]
    # A file is opened by a click, and only by its mark does Excel know that it is UTF-8; a pipe goes to a program.
    return [exchange.BOM if to_file else "", exchange.write_csv(_hold(opened, day))]


def _write_parquet(opened: Ledger, day: date | None, output: Path | None) -> None:
    """Two files; a terminal is no place for them."""
    from detente.exchange import write_statements

    if output is None:
        raise typer.BadParameter(
            "Parquet goes to a file: name one, such as --output talks.parquet", param_hint="--output"
        )
    held = _hold(opened, day)
    beside = write_statements(
        output,
        held.recorded,
        held.documents,
        parties=held.parties,
        issues=held.issues,
        readings=held.readings,
        times=held.times,
        copies=held.copies,
    )
    complain(f"the statements are in {output}, their reports in {beside}")


def _hold(opened: Ledger, day: date | None, *, counting: bool = False) -> Holdings:
    """What a ledger holds as of a day; only what counts, or copies and rejected statements too."""
    from detente.exchange import Holdings
    from detente.model.record import Verdict

    listed = list(opened.documents(until=day))
    copies = {document.id: original for document, _, original in listed if original}
    recorded = [
        r
        for r in opened.statements(as_of=day)
        if not counting or not (r.document in copies or (r.review and r.review.verdict is Verdict.REJECTED))
    ]
    return Holdings(
        recorded=tuple(recorded),
        documents=tuple(document for document, _, _ in listed),
        parties=opened.parties(),
        issues=opened.issues(),
        readings=() if counting else tuple(opened.readings(as_of=day, as_read=True)),
        times=tuple((document.id, time) for document, time, _ in listed),
        copies=tuple(copies.items()),
        identities=opened.identities(),
        namings=opened.namings(),
    )


def _readings(opened: Ledger, day: date | None) -> Iterator[str]:
    """A report a line, as ``detente read`` writes it."""
    import json

    from detente.brief.readings import reading_record
    from detente.pipeline.ledger import find_in_ledger

    findings = find_in_ledger(opened, as_of=day)
    for reading in findings.readings:
        record = reading_record(
            reading,
            commitments=findings.commitments,
            allegations=findings.allegations,
            contradictions=findings.contradictions,
            outlook=findings.outlook,
        )
        yield f"{json.dumps(record)}\n"


def _calendar(opened: Ledger, day: date | None) -> str:
    """When commitments end."""
    from detente.analyses.clock import read_clocks
    from detente.brief.calendar import render_calendar
    from detente.pipeline.ledger import find_in_ledger

    counts = opened.counts()
    clocks = read_clocks(find_in_ledger(opened, as_of=day).commitments, as_of=day or counts.last)
    stamp = counts.recorded or datetime(1970, 1, 1, tzinfo=UTC)
    return render_calendar(clocks, names=opened.names(), title=opened.setting("title"), stamp=stamp)


def _feed(opened: Ledger, since: date | None, day: date | None) -> str:
    """What changed from each day of publication to the next."""
    from detente.exchange import write_atom

    listed = list(opened.documents(until=day))
    days = sorted({document.published for document, _, _ in listed if document.published})
    if listed and not days:
        complain("no report has a date, and a feed goes by days of publication: it tells nothing")
    followed = [d for d in days if d > since] if since else days[-FEED_DAYS:]
    return write_atom(
        _changes(opened, followed, since),
        names=opened.names(),
        documents=[document for document, _, _ in listed],
        times=[(document.id, time) for document, time, _ in listed],
        title=opened.setting("title"),
        feed=opened.setting("created") or opened.setting("title") or "",
    )


def _changes(opened: Ledger, days: list[date], since: date | None) -> Iterator[tuple[date, Changes]]:
    """What is different at the end of each day."""
    from detente.analyses.changes import find_changes
    from detente.pipeline.ledger import find_in_ledger

    if not days:
        return
    before = find_in_ledger(opened, as_of=since or days[0] - timedelta(days=1))
    for day in days:
        after = find_in_ledger(opened, as_of=day)
        yield (
            day,
            find_changes(
                (before.table, before.contradictions, before.commitments, before.allegations),
                (after.table, after.contradictions, after.commitments, after.allegations),
                reports=len(after.readings) - len(before.readings),
            ),
        )
        before = after


def _write(parts: Iterable[str], output: Path | None) -> None:
    """Text to a file, or to standard output as it is."""
    if output:
        with output.open("w", encoding="utf-8", newline="") as file:
            file.writelines(parts)
        return
    left = iter(parts)
    while some := "".join(islice(left, _AT_ONCE)):
        write_exactly(some)
