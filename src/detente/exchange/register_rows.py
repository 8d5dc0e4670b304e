"""Rows of a published data set by the names of its columns."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TypeVar

from detente.errors import DocumentUnreadable
from detente.exchange.table_file import Grid, find_head, fold_head, plain
from detente.model import Skipped

RecordT = TypeVar("RecordT")

Cells = Mapping[str, str]
"""What stands in a row, by the folded name of the column."""


def read_register(
    grid: Grid,
    needed: Sequence[str],
    known: Collection[str],
    read: Callable[[Cells], RecordT | str],
    identify: Callable[[RecordT], str],
) -> tuple[tuple[RecordT, ...], tuple[Skipped, ...]]:
    """Every row that can be read, once.

    Parameters
    ----------
    grid : Grid
    needed : sequence of str
        Columns without which it is another table, as the data set writes them.
    known : collection of str
        Names by which the head row is found.
    read : callable
        A row's record, or why there is none.
    identify : callable
        A record's id; the first of those with one id is kept.

    Returns
    -------
    records, skipped
        In the order of the file.

    Raises
    ------
    DocumentUnreadable
        If a needed column is missing.
    """
    folded = {fold_head(name) for name in (*known, *needed)}
    head = grid.rows[max(find_head(grid, folded), 0)]
    columns = {fold_head(cell): number for number, cell in reversed(list(enumerate(head.cells))) if cell}
    missing = [name for name in needed if fold_head(name) not in columns]
    if missing:
        raise DocumentUnreadable(
            f"{grid.where} has no column {', '.join(missing)}; give the file as it was downloaded, or say what it is with --as"
        )
    records: dict[str, RecordT] = {}
    skipped: list[Skipped] = []
    for label, cells in _rows(grid, grid.rows.index(head), columns):
        record = read(cells)
        if isinstance(record, str):
            skipped.append(Skipped(document=label, span=None, reason=record))
        else:
            records.setdefault(identify(record), record)
    return tuple(records.values()), tuple(skipped)


def has_columns(grid: Grid, needed: Sequence[str]) -> bool:
    """Whether one of the first rows names all of these columns."""
    wanted = {fold_head(name) for name in needed}
    head = find_head(grid, wanted)
    return head >= 0 and wanted <= {fold_head(cell) for cell in grid.rows[head].cells}


def said(cells: Cells, *names: str) -> str:
    """The first of some columns that says something, on one line."""
    found = (plain(cells.get(fold_head(name), "")) for name in names)
    return next((cell for cell in found if cell and cell not in ("NA", "NaN", "NULL", "-")), "")


def whole(text: str) -> int | None:
    """A whole number that is not below 0; ``None`` for anything else."""
    head = text.removesuffix(".0")
    return int(head) if head.isascii() and head.isdigit() and len(head) < 10 else None


def _rows(grid: Grid, head: int, columns: Mapping[str, int]) -> Iterator[tuple[str, Cells]]:
    for row in grid.rows[head + 1 :]:
        cells = {name: row.cells[number] for name, number in columns.items() if number < len(row.cells)}
        yield f"{grid.name}, row {row.number}", cells
