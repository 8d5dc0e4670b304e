"""Agreements and incidents of other data sets beside the commitments of a ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from detente.cli.failures import complain
from detente.cli.keep import Plain
from detente.cli.output import encoding, write_laid_out, write_record

if TYPE_CHECKING:
    from detente.exchange.coded_cells import DayOrder
    from detente.exchange.table_file import Grid
    from detente.ledger import Ledger
    from detente.model import Skipped
    from detente.model.external import External, ExternalLink, Register

SHOWN = 10
"""Rows left out, or new names, that are shown one by one."""


def compare(
    opened: Ledger, grid: Grid, register: Register, *, accessed: date | None, dates: DayOrder | None, shape: Plain
) -> None:
    """Keep the agreements and incidents of a data set in a ledger, and list those that concern its commitments.

    Parameters
    ----------
    opened : Ledger
    grid : Grid
    register : Register
        Whose file it is.
    accessed : date or None
        When it was fetched.
    dates : DayOrder or None
        What 03/04/2025 is.
    shape : Plain

    Raises
    ------
    DocumentUnreadable
        If it is not that register's file.
    """
    from detente.exchange.acled import read_acled
    from detente.exchange.ceasefires import read_ceasefires
    from detente.exchange.pax import read_pax
    from detente.model.external import Register

    records: Sequence[External]
    match register:
        case Register.PA_X:
            records, skipped = read_pax(grid, accessed=accessed, dates=dates)
        case Register.ACLED:
            records, skipped = read_acled(grid, accessed=accessed, dates=dates)
        case Register.CEASEFIRES:
            records, skipped = read_ceasefires(grid, accessed=accessed)
    added = opened.append_externals(records, recorded=datetime.now(UTC))
    links, names = _link(opened, records)
    if shape is Plain.JSON:
        from detente.brief.external import external_record

        left_out = [{"row": s.document, "reason": s.reason} for s in skipped]
        write_record({"records": len(records), "added": added, "links": external_record(links), "left_out": left_out})
        return
    from detente.brief.terminal_page import Pen
    from detente.cli.external_layout import lay_out_external

    write_laid_out(lay_out_external(links, len(records), added, names, Pen(encoding())))
    tell_skipped(skipped)


def _link(opened: Ledger, records: Sequence[External]) -> tuple[tuple[ExternalLink, ...], dict[str, str]]:
    """What of some records, which the ledger keeps by now, concerns its commitments."""
    from detente.analyses.clock import read_clocks
    from detente.pipeline.external import link_records
    from detente.pipeline.ledger import find_in_ledger

    findings = find_in_ledger(opened)
    clocks = read_clocks(findings.commitments, as_of=opened.counts().last)
    named = {record.id for record in records}
    links = link_records(opened, findings, clocks, as_of=None)
    return tuple(link for link in links if link.record.id in named), opened.names()


def tell_skipped(skipped: Sequence[Skipped]) -> None:
    """Name the rows that were left out; many are counted."""
    for row in skipped[:SHOWN]:
        complain(f"left out {row.document}: {row.reason}")
    if len(skipped) > SHOWN:
        complain(f"left out {len(skipped) - SHOWN} more; --format json lists them all")
