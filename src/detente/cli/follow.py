"""Commands that ask a ledger: ``detente status``, ``table``, ``log``, ``diff``, ``blame``, ``search``, ``commitments``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.keep import LedgerFile, Plain, Shape
from detente.cli.output import columns, encoding, write_laid_out, write_record, write_rows
from detente.cli.talks import AsOf

if TYPE_CHECKING:
    from detente.model.record import Recorded

Listed = Annotated[int, typer.Option("--limit", min=1, metavar="N", help="Statements at most, the latest.")]
AsRows = Annotated[bool, typer.Option("--csv", help="As rows of a spreadsheet.")]


def status(ledger: LedgerFile, shape: Shape = Plain.TEXT) -> None:
    """Tell what a ledger holds, and what happened last.

    Example: detente status talks.db
    """
    from detente.brief.ledger import status_record
    from detente.brief.terminal_page import Pen
    from detente.cli.ledger_layout import lay_out_status
    from detente.ledger import Ledger

    with Ledger.open(ledger, read_only=True) as opened:
        counts, title, head = opened.counts(), opened.setting("title"), opened.head
    if shape is Plain.JSON:
        write_record(status_record(counts, title, head))
    else:
        write_laid_out(lay_out_status(counts, title or ledger.name, head, Pen(encoding())))


def table(
    ledger: LedgerFile,
    as_of: AsOf = None,
    whole: Annotated[bool, typer.Option("--all", help="Every issue and every party, however many.")] = False,
    rows: AsRows = False,
    shape: Shape = Plain.TEXT,
) -> None:
    """Print who wants what, as of any day.

    Example: detente table talks.db --as-of 2025-03-24
    """
    from detente.brief.ledger import table_record, table_rows
    from detente.brief.terminal_page import Pen
    from detente.cli.ledger_table import lay_out_table
    from detente.ledger import Ledger
    from detente.pipeline.settling import ledger_cells

    day = as_of.date() if as_of else None
    with Ledger.open(ledger, read_only=True) as opened:
        cells, parties, issues = ledger_cells(opened, as_of=day), opened.parties(), opened.issues()
        if rows:
            write_rows(table_rows(cells, parties, issues))
        elif shape is Plain.JSON:
            ids = opened.statement_ids([number for cell in cells for number in cell.statements])
            write_record(table_record(cells, parties, issues, ids, day))
        else:
            title, day = opened.setting("title") or ledger.name, day or opened.counts().last
            pen = Pen(encoding())
            width = None if whole else columns()
            write_laid_out(lay_out_table(cells, parties, issues, title=title, day=day, width=width, pen=pen))


def log(
    ledger: LedgerFile,
    party: Annotated[
        str | None,
        typer.Argument(metavar="PARTY", help="Its id, name or alias, or the beginning of one.", show_default=False),
    ] = None,
    issue: Annotated[
        str | None, typer.Argument(metavar="ISSUE", help="Its id or name, or the beginning of one.", show_default=False)
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option("--since", formats=["%Y-%m-%d"], metavar="DATE", help="From this day on.", show_default=False),
    ] = None,
    limit: Listed = 40,
    rows: AsRows = False,
) -> None:
    """List statements by day, the latest last: of all, of one party, or of one party on one issue.

    Example: detente log talks.db russia --since 2025-03-20
    """
    _list(ledger, party, issue, since, limit, rows)


def blame(
    ledger: LedgerFile,
    party: Annotated[
        str, typer.Argument(metavar="PARTY", help="Its id, name or alias, or the beginning of one.", show_default=False)
    ],
    issue: Annotated[
        str, typer.Argument(metavar="ISSUE", help="Its id or name, or the beginning of one.", show_default=False)
    ],
    rows: AsRows = False,
) -> None:
    """Show every statement behind one cell of the table, oldest first, with its report and its review.

    Example: detente blame talks.db russia "black sea"
    """
    _list(ledger, party, issue, None, None, rows)


def search(
    ledger: LedgerFile,
    words: Annotated[list[str], typer.Argument(metavar="WORDS", help="All must occur.", show_default=False)],
    limit: Listed = 40,
    rows: AsRows = False,
) -> None:
    """Find statements by the words of their quotes, the latest last.

    Example: detente search talks.db peacekeepers
    """
    from detente.ledger import Ledger

    with Ledger.open(ledger, read_only=True) as opened:
        found = sorted(opened.search(" ".join(words), limit=limit), key=lambda r: r.published or date.min)
        _write(found, rows, opened.names())


def diff(
    ledger: LedgerFile,
    since: Annotated[
        datetime,
        typer.Option(
            "--since",
            formats=["%Y-%m-%d"],
            metavar="DATE",
            help="What was known at the end of this day.",
            show_default=False,
        ),
    ],
    until: Annotated[
        datetime | None,
        typer.Option("--until", formats=["%Y-%m-%d"], metavar="DATE", help="Up to this day.", show_default=False),
    ] = None,
    whole: Annotated[bool, typer.Option("--all", help="Everything, however much.")] = False,
    shape: Shape = Plain.TEXT,
) -> None:
    """Tell what changed since a day: who moved, what is agreed now, what is newly alleged.

    Example: detente diff talks.db --since 2025-03-23
    """
    from detente.brief.ledger import changes_record
    from detente.brief.terminal_page import Pen
    from detente.cli.changes_layout import lay_out_changes
    from detente.ledger import Ledger
    from detente.pipeline.ledger import changes_since

    if until is not None and until < since:
        raise typer.BadParameter(f"{until:%Y-%m-%d} is before {since:%Y-%m-%d}", param_hint="--until")
    with Ledger.open(ledger, read_only=True) as opened:
        changes, findings = changes_since(opened, since.date(), until=until.date() if until else None)
    if shape is Plain.JSON:
        write_record(changes_record(changes))
    else:
        parts = lay_out_changes(
            changes,
            parties={p.id: p.name for p in findings.table.parties},
            issues={i.id: i.name for i in findings.table.issues},
            commitments={c.id: c.what for c in findings.commitments},
            whole=whole,
            pen=Pen(encoding()),
        )
        write_laid_out(parts)


def commitments(ledger: LedgerFile, as_of: AsOf = None, shape: Shape = Plain.TEXT) -> None:
    """List what is agreed, how far it has come, how long it still runs, and what is alleged about it.

    Example: detente commitments talks.db --as-of 2025-04-01
    """
    from detente.analyses.charges import join_allegations
    from detente.analyses.clock import read_clocks
    from detente.brief.external import external_record
    from detente.brief.ledger import charge_record, clock_record
    from detente.brief.terminal_page import Pen
    from detente.cli.ledger_layout import lay_out_clock
    from detente.ledger import Ledger
    from detente.pipeline.external import link_records
    from detente.pipeline.ledger import find_in_ledger

    with Ledger.open(ledger, read_only=True) as opened:
        findings = find_in_ledger(opened, as_of=as_of.date() if as_of else None)
        day = as_of.date() if as_of else opened.counts().last
        names = opened.names()
        clocks = read_clocks(findings.commitments, as_of=day)
        charges = join_allegations(findings.allegations, findings.readings)
        links = link_records(opened, findings, clocks, as_of=day)
    if shape is Plain.JSON:
        told: dict[str, Any] = {"as_of": day.isoformat() if day else None, "commitments": clock_record(clocks)}
        write_record(told | {"allegations": charge_record(charges), "external": external_record(links)})
    else:
        write_laid_out(lay_out_clock(clocks, charges, links, names, day, Pen(encoding())))


def _list(
    ledger: LedgerFile, party: str | None, issue: str | None, since: datetime | None, limit: int | None, rows: bool
) -> None:
    """The statements of a party on an issue, by day."""
    from detente.cli.matching import match_issue, match_party
    from detente.ledger import Ledger

    with Ledger.open(ledger, read_only=True) as opened:
        parties, issues = opened.parties(), opened.issues()
        found = list(
            opened.statements(
                party=match_party(parties, party).id if party else None,
                issue=match_issue(issues, issue).id if issue else None,
                since=since.date() if since else None,
                limit=limit,
                latest=limit is not None,
            )
        )
        _write(found[::-1] if limit else found, rows, opened.names())


def _write(found: Sequence[Recorded], rows: bool, names: dict[str, str]) -> None:
    """Statements for people or as rows."""
    from detente.brief.ledger import recorded_rows
    from detente.brief.terminal_page import Pen
    from detente.cli.ledger_layout import lay_out_recorded

    if rows:
        write_rows(recorded_rows(found, names))
    else:
        write_laid_out(lay_out_recorded(found, names, Pen(encoding())))
