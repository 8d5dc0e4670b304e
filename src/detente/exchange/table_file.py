"""Tables of other programs as rows of text: CSV in its usual kinds, and Excel workbooks."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from detente.documents.encoding import decode
from detente.errors import DocumentMissing, DocumentUnreadable
from detente.exchange.workbook import read_workbook
from detente.exchange.workbook_parts import MOST_COLUMNS

MOST_BYTES = 100_000_000
"""Size of a file above which it is not read."""
LONGEST_CELL = 100_000
"""Code points above which a cell is emptied and the row told; Excel itself ends at 32,767."""
HEAD_ROWS = 25
"""Rows with something in them among which the head is looked for; titles and notes may stand above it."""
_DELIMITERS = (",", ";", "\t")
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIPPED = b"PK\x03\x04"
_SEPARATOR = re.compile(r"sep=([,;|:\t])\r?\n", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_JOINERS = re.compile("[\u200b\u2060\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_GUARDED = re.compile(r"'[=+\-@\t\r]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a table."""

    number: int
    """As the program that wrote it counts: for CSV the line on which it begins, for Excel the row; from 1."""
    cells: tuple[str, ...]
    """Without white space at their ends; empty where nothing stands."""
    too_long: bool = False
    """A cell was longer than :data:`LONGEST_CELL` and is empty now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table as it stands in a file; rows with nothing in them are left out."""

    where: str
    """File and, where there are several, sheet: for messages."""
    name: str
    """The file's name without its ending."""
    rows: tuple[Row, ...]


def read_grid(path: Path, *, sheet: str | None = None, known: Collection[str] = ()) -> Grid:
    """The rows of a table.

    Parameters
    ----------
    path : Path
        CSV with commas, semicolons or tabs, in UTF-8, UTF-16 with a mark or Windows-1252; or an Excel workbook (.xlsx,
        .xlsm), of which the values count, not the formulas.
    sheet : str or None
        Sheet of a workbook; needed where several may be meant.
    known : collection of str
        Names of columns, as :func:`fold_head` gives them, that the table may have: by them a CSV file's delimiter and a
        workbook's sheet are told.

    Raises
    ------
    DocumentMissing
        If there is no such file, or no such sheet in it.
    DocumentUnreadable
        If it is too large, no table, damaged, protected by a password, or holds nothing.
    """
    content, where = _content(path)
    if content.startswith(_OLD_EXCEL):
        raise DocumentUnreadable(
            f"{where} is an old Excel file (.xls) or locked by a password: save it as .xlsx or CSV"
        )
    if content.startswith(_ZIPPED):
        title, found = read_workbook(content, where=where, sheet=sheet, known=known, fold=fold_head)
        where, rows = f"{where}, sheet {title}", _tidy(found)
    else:
        if sheet is not None:
            raise DocumentMissing(f"{where} is no workbook, so it has no sheet {sheet!r}: leave --sheet out")
        rows = _tidy(_read_csv(decode(content, where), where, known))
    kept = tuple(row for row in rows if row.too_long or any(row.cells))
    if not kept:
        raise DocumentUnreadable(f"{where} holds no rows: its first row is to name the columns")
    return Grid(where=where, name=path.stem, rows=kept)


@lru_cache(maxsize=4096)
def fold_head(cell: str) -> str:
    """A column's name as names are compared: lower case, single spaces, nothing that cannot be seen."""
    return " ".join(re.sub(r"[\s_.\-]+", " ", plain(cell)).split()).casefold()


def plain(cell: str) -> str:
    """A cell without signs that cannot be seen, on one line: for names, codes and dates, never for quotations."""
    return " ".join((cell if cell.isascii() else _INVISIBLE.sub("", cell)).split())


def find_head(grid: Grid, known: Collection[str]) -> int:
    """Which of the rows names the columns: of the first ones that with the most known names; -1 where none has any."""
    counts = [len({fold_head(c) for c in row.cells} & set(known)) for row in grid.rows[:HEAD_ROWS]]
    best = max(counts)
    return counts.index(best) if best else -1


def _content(path: Path) -> tuple[bytes, str]:
    """The bytes of a file that is not too large, and its name for messages."""
    where = str(path)
    try:
        if path.is_dir():
            raise DocumentMissing(f"{where} is a directory: name the table in it")
        with path.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise DocumentMissing(f"no such file: {where}; check the name") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise DocumentMissing(f"{where} cannot be opened: {error}; change its mode or ask its owner") from error
    if len(content) > MOST_BYTES:
        raise DocumentUnreadable(f"{where} is larger than {MOST_BYTES // 10**6} MB: divide it into several")
    return content, where


def _read_csv(text: str, where: str, known: Collection[str]) -> Iterator[tuple[int, Sequence[str]]]:
    """Numbered rows of CSV, by the delimiter under which its head is best known."""
    declared = _SEPARATOR.match(text)
    above = 1 if declared else 0
    delimiter = declared[1] if declared else max(_DELIMITERS, key=lambda each: _score(text, each, known))
    with _long_fields(len(text)):
        opened = io.StringIO(text[declared.end() :] if declared else text, newline="")
        reader = csv.reader(opened, delimiter=delimiter, strict=True)
        line = above + 1
        try:
            for cells in reader:
                if len(cells) > MOST_COLUMNS:
                    raise DocumentUnreadable(
                        f"{where}, line {line}: {len(cells)} columns, more than {MOST_COLUMNS}; is this a table, and"
                        f" {delimiter!r} what divides its cells?"
                    )
                yield line, cells
                line = above + reader.line_num + 1
        except csv.Error as error:
            raise DocumentUnreadable(
                f"{where}, line {line}: not valid CSV: {error}; double a quotation mark within a cell, and put the cell"
                " into quotation marks"
            ) from error


def _score(text: str, delimiter: str, known: Collection[str]) -> tuple[int, int]:
    """How well a delimiter fits: known names in a row near the top, then cells in one."""
    best, seen = (0, 0), 0
    with _long_fields(len(text)):
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            for cells in rows:
                filled = sum(1 for cell in cells if cell.strip())
                if filled:
                    best = max(best, (len({fold_head(c) for c in cells[:MOST_COLUMNS]} & set(known)), filled))
                    seen += 1
                if seen == HEAD_ROWS:
                    break
        except csv.Error:
            pass  # told when the rows are read
    return best


@contextmanager
def _long_fields(size: int) -> Iterator[None]:
    """Let a cell be as long as the file: the long ones are told row by row, and do not end the run."""
    before = csv.field_size_limit(max(size, 1) + 1)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _tidy(found: Iterable[tuple[int, Sequence[str]]]) -> Iterator[Row]:
    """Rows with their cells cleaned, and those too long emptied."""
    for number, cells in found:
        kept = tuple("" if len(cell) > LONGEST_CELL else _clean(cell) for cell in cells)
        yield Row(number=number, cells=kept, too_long=any(len(cell) > LONGEST_CELL for cell in cells))


def _clean(cell: str) -> str:
    """A cell's text: no control characters, no half pairs, no apostrophe that keeps a spreadsheet from running it."""
    if not (cell.isascii() and cell.isprintable()):
        cell = _CONTROL.sub(" ", cell.replace("\r\n", "\n").replace("\r", "\n"))
        cell = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", _JOINERS.sub("", cell))
    cell = cell.strip()
    return cell[1:] if _GUARDED.match(cell) else cell
