"""Excel workbooks (Office Open XML, ECMA-376): the values of one sheet, read as a stream.

Only what a table needs is read: texts, numbers, dates, truth values, what formulas came to, merged cells. Nothing is
followed that leads out of the file, no formula is run, and sizes are checked before anything is unpacked.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Collection, Sequence

from lxml import etree  # type: ignore[import-untyped]

from detente.errors import DocumentMissing, DocumentUnreadable
from detente.exchange.workbook_parts import Workbook

MOST_UNPACKED = 250_000_000
"""Bytes to which all parts of a workbook together may unpack."""
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, EOFError, NotImplementedError, RuntimeError),
    *(ValueError, OverflowError, OSError, LookupError, struct.error),  # of a zip file whose own entries are wrong
)


def read_workbook(
    content: bytes,
    *,
    where: str,
    sheet: str | None,
    known: Collection[str],
    fold: Callable[[str], str],
) -> tuple[str, list[tuple[int, Sequence[str]]]]:
    """The rows of one sheet.

    Parameters
    ----------
    content : bytes
        The file.
    where : str
        Its name, for messages.
    sheet : str or None
        The sheet's name; ``None`` for the only one with something in it, or the only one whose head is known.
    known, fold
        Names of columns, and how a cell is made comparable to them.

    Returns
    -------
    str
        The sheet's name.
    list of (int, sequence of str)
        Rows that hold something with their numbers from 1. A merged cell stands in every cell that it covers; a day is
        ``2025-03-24``, a whole number has no point, an error of a formula is empty.

    Raises
    ------
    DocumentMissing
        If there is no such sheet, or it is not told which of several is meant.
    DocumentUnreadable
        If it is no workbook, damaged, or would unpack to too much.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_sizes(archive, where)
            return _choose(Workbook(archive, where), where, sheet, known, fold)
    except _DAMAGED as error:
        raise DocumentUnreadable(f"{where} is no Excel workbook, or a damaged one ({error}): save it again") from error


def _check_sizes(archive: zipfile.ZipFile, where: str) -> None:
    """Refuse what would unpack to too much, by what it declares; and what declares less than it holds."""
    if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
        raise DocumentUnreadable(
            f"{where} would unpack to more than {MOST_UNPACKED // 10**6} MB: save the sheet alone, or as CSV"
        )
    if any(part.flag_bits & 1 for part in archive.infolist()):
        raise DocumentUnreadable(f"{where} is locked by a password: save it without one")
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in archive.infolist()):
        raise DocumentUnreadable(
            f"{where} is no Excel workbook, or a damaged one (packed in another way): save it again"
        )
    if "xl/workbook.xml" not in {part.filename for part in archive.infolist()}:
        kind = "an Excel binary workbook (.xlsb)" if "xl/workbook.bin" in archive.namelist() else "no Excel workbook"
        raise DocumentUnreadable(f"{where} is {kind}: save the table as .xlsx or CSV")
    broken = archive.testzip()  # reads no further than what is declared, and compares sums
    if broken:
        raise DocumentUnreadable(f"{where} is damaged in {broken!a}: save it again")


def _choose(
    book: Workbook, where: str, sheet: str | None, known: Collection[str], fold: Callable[[str], str]
) -> tuple[str, list[tuple[int, Sequence[str]]]]:
    """The sheet that is meant."""
    names = list(book.sheets)
    if sheet is not None:
        meant = next((n for n in names if n.strip().casefold() == sheet.strip().casefold()), None)
        if meant is None:
            raise DocumentMissing(f"{where} has no sheet {sheet!r}; it has {', '.join(map(repr, names))}")
        return meant, book.rows(meant)
    heads = {name: book.rows(name, at_most=25) if len(names) > 1 else [] for name in names}
    filled = [name for name in names if heads[name]] if len(names) > 1 else names
    best = {n: max((len({fold(c) for c in cells} & set(known)) for _, cells in heads[n]), default=0) for n in filled}
    likely = [n for n in filled if best[n] == max(best.values())]
    if len(likely) > 1:
        raise DocumentMissing(f"{where} has several sheets, {', '.join(map(repr, likely))}: say which with --sheet")
    if not likely:
        raise DocumentUnreadable(f"{where} holds no rows: its first row is to name the columns")
    return likely[0], book.rows(likely[0])
