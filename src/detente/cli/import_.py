"""``detente import``: tables coded by hand, agreements and incidents of other data sets, what other programs exported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.failures import complain
from detente.cli.keep import LedgerFile, Plain, Shape
from detente.cli.output import write_record
from detente.cli.registers import SHOWN, compare, tell_skipped
from detente.cli.talks import read_pairs

if TYPE_CHECKING:
    from detente.exchange import Imported
    from detente.exchange.coded_cells import DayOrder
    from detente.exchange.hand_coded import Coded
    from detente.exchange.table_file import Grid
    from detente.ledger import Ledger


class ImportKind(StrEnum):
    """What a file is."""

    CODED = "coded"
    PAX = "pax"
    ACLED = "acled"
    CEASEFIRES = "ceasefires"
    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    WEB_ANNOTATION = "webannotation"


class DateOrder(StrEnum):
    """What 03/04/2025 is."""

    DMY = "dmy"
    MDY = "mdy"


_ENDINGS = {
    ".jsonl": ImportKind.JSONL,
    ".ndjson": ImportKind.JSONL,
    ".json": ImportKind.WEB_ANNOTATION,
    ".jsonld": ImportKind.WEB_ANNOTATION,
    ".parquet": ImportKind.PARQUET,
}
_REGISTERS = {ImportKind.PAX: "PA-X", ImportKind.ACLED: "ACLED", ImportKind.CEASEFIRES: "ETH-PRIO"}


def import_(
    ledger: LedgerFile,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="A table (CSV or .xlsx), or a file of another program.", show_default=False
        ),
    ],
    kind: Annotated[
        ImportKind | None,
        typer.Option("--as", help="What it is; told by its columns otherwise.", show_default=False),
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="NAME", help="Who coded the table.", show_default=False)
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--column", metavar="FIELD=NAME", help="Which column holds a field, as party=Akteur.", show_default=False
        ),
    ] = None,
    sheet: Annotated[
        str | None, typer.Option("--sheet", metavar="NAME", help="Sheet of a workbook.", show_default=False)
    ] = None,
    dates: Annotated[
        DateOrder | None,
        typer.Option("--dates", help="What comes first in 03/04/2025: day or month.", show_default=False),
    ] = None,
    accessed: Annotated[
        datetime | None,
        typer.Option(
            "--accessed",
            formats=["%Y-%m-%d"],
            metavar="DATE",
            help="When a data set was fetched.",
            show_default=False,
        ),
    ] = None,
    shape: Shape = Plain.TEXT,
) -> None:
    """Take over what others coded or recorded.

    A row of a table coded by hand becomes a statement of its coder, with the words that it quotes. A file of PA-X, ACLED
    or ETH-PRIO is kept beside them, compared with the commitments of the ledger, and what concerns one is listed.

    Example: detente import talks.db coding.xlsx --by "A. Coder"
    """
    from detente.exchange.coded_cells import DayOrder
    from detente.ledger import Ledger
    from detente.model.external import Register
    from detente.pipeline.settling import settle

    order = DayOrder(dates.value) if dates else None
    columns = dict(read_pairs(column, "--column"))
    kind = kind or _ENDINGS.get(file.suffix.lower())
    grid = _open_grid(file, sheet, columns) if kind in (None, ImportKind.CODED, *_REGISTERS) else None
    kind = kind or _recognise(grid)
    if grid and kind in _REGISTERS:
        fetched = accessed.date() if accessed else None
        with Ledger.open(ledger) as opened:
            compare(opened, grid, Register(_REGISTERS[kind]), accessed=fetched, dates=order, shape=shape)
        return
    with Ledger.open(ledger) as opened:
        if grid and kind is ImportKind.CODED:
            _write_coded(opened, grid, by, columns, order, shape)
        else:
            _write_imported(opened, _read_exported(opened, file, kind), shape)
        settle(opened)


def _open_grid(file: Path, sheet: str | None, columns: Mapping[str, str]) -> Grid:
    """The table, with the names of columns that it may have."""
    from detente.exchange import acled, ceasefires, pax
    from detente.exchange.coded_rows import coded_heads
    from detente.exchange.table_file import fold_head, read_grid

    known = {fold_head(name) for register in (acled, ceasefires, pax) for name in register.ABOUT}
    return read_grid(file, sheet=sheet, known=coded_heads(columns) | known)


def _recognise(grid: Grid | None) -> ImportKind:
    """What a table is, by its columns."""
    from detente.exchange.acled import is_acled
    from detente.exchange.ceasefires import is_ceasefires
    from detente.exchange.pax import is_pax
    from detente.exchange.register_rows import has_columns
    from detente.exchange.statement_rows import NEEDED

    if grid is None:
        return ImportKind.CODED
    told = (
        (ImportKind.ACLED, is_acled(grid)),
        (ImportKind.PAX, is_pax(grid)),
        (ImportKind.CEASEFIRES, is_ceasefires(grid)),
        (ImportKind.CSV, has_columns(grid, NEEDED)),
    )
    return next((kind for kind, is_it in told if is_it), ImportKind.CODED)


def _write_coded(
    opened: Ledger, grid: Grid, by: str | None, columns: Mapping[str, str], dates: DayOrder | None, shape: Plain
) -> None:
    """Record the statements of a table coded by hand."""
    from detente.exchange.hand_coded import METHOD, read_coded_table
    from detente.model import Issue, Party
    from detente.pipeline.ledger import ledger_agenda

    agenda = ledger_agenda(opened)
    declared = agenda.parties if agenda else ()
    parties = [Party(id=p.id, name=p.name, role=p.role, aliases=p.aliases) for p in declared]
    issues = [Issue(id=i.id, name=i.name, codes=i.codes, options=i.options) for i in (agenda.issues if agenda else ())]
    parties += opened.parties()
    issues += opened.issues()
    # A ledger takes no more statements for a report that it holds, so words of one are kept as an excerpt too.
    coded = read_coded_table(
        grid,
        coder=by,
        at=datetime.now(UTC),
        columns=columns,
        dates=dates,
        recorded=(r for r in opened.statements() if r.statement.origin.method == METHOD),
        parties=parties,
        issues=issues,
    )
    added = _record(opened, coded.imported)
    readings = coded.imported.readings
    fresh = (
        sorted({p.name for r in readings for p in r.parties} - {p.name for p in parties}),
        sorted({i.name for r in readings for i in r.issues} - {i.name for i in issues}),
    )
    if shape is Plain.JSON:
        names = dict(zip(("new_parties", "new_issues"), fresh, strict=True))
        write_record(
            added
            | names
            | {"repeated": coded.repeated, "without_act": coded.without_act, "unused": list(coded.unused)}
            | _left_out(coded.imported)
        )
    else:
        _tell_coded(coded, added, fresh)


def _tell_coded(coded: Coded, added: Mapping[str, int], fresh: Sequence[Sequence[str]]) -> None:
    from detente.brief.words import count_words

    typer.echo(
        f"{count_words(coded.rows, 'row')}: {count_words(added['statements'], 'statement')}"
        f" from {count_words(added['documents'], 'source')} added."
    )
    if coded.repeated:
        typer.echo(f"{count_words(coded.repeated, 'row')} there already, in the ledger or above in the table.")
    if coded.without_act:
        typer.echo(
            f"{count_words(coded.without_act, 'statement')} without an act: shown as demands, rejects, considers or reported,"
            " by the stance alone."
        )
    for what, names in zip(("parties", "issues"), fresh, strict=True):
        if names:
            more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
            typer.echo(f"New {what}: {', '.join(names[:SHOWN])}{more}.")
    if coded.unused:
        typer.echo(f"Columns not looked at: {', '.join(coded.unused[:SHOWN])}.")
    tell_skipped(coded.imported.skipped)


def _read_exported(opened: Ledger, file: Path, kind: ImportKind) -> Imported:
    """What another program, or another ledger, exported."""
    from detente.documents.encoding import decode
    from detente.errors import DocumentMissing
    from detente.exchange import read_annotations, read_csv, read_jsonl, read_statements

    held = [document for document, *_ in opened.documents()]
    if kind is ImportKind.PARQUET:
        return read_statements(file, held)
    try:
        text = decode(file.read_bytes(), str(file))
    except OSError as error:
        raise DocumentMissing(f"{file} cannot be read: {error.strerror or error}; check the name") from error
    match kind:
        case ImportKind.JSONL:
            return read_jsonl(text, held)
        case ImportKind.CSV:
            return read_csv(text, held)
    return read_annotations(text, held)


def _write_imported(opened: Ledger, imported: Imported, shape: Plain) -> None:
    """Record what was exported elsewhere."""
    from detente.brief.words import count_words

    added = _record(opened, imported)
    known = len(imported.readings) - added["documents"]
    if shape is Plain.JSON:
        write_record(added | {"repeated": known} | _left_out(imported))
        return
    typer.echo(f"{count_words(added['documents'], 'report')} added, {count_words(added['statements'], 'statement')}.")
    if said := [count_words(added[f"{what}s"], what) for what in ("review", "name", "merge") if added[f"{what}s"]]:
        typer.echo(f"Of what people said: {', '.join(said)}.")
    if known:
        typer.echo(f"{count_words(known, 'report')} there already: nothing of them was added.")
    tell_skipped(imported.skipped)


def _record(opened: Ledger, imported: Imported) -> dict[str, int]:
    """Add what is new; how much it was."""
    from dataclasses import asdict

    from detente.pipeline.importing import add_imported

    added = asdict(add_imported(opened, imported))
    for refused in added.pop("refused"):
        complain(f"left out {refused}")
    return added


def _left_out(imported: Imported) -> dict[str, list[dict[str, str]]]:
    return {"left_out": [{"row": skipped.document, "reason": skipped.reason} for skipped in imported.skipped]}
