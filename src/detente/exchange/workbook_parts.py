"""The parts of an Excel workbook that cells point to, and what the cells show."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from detente.errors import DocumentUnreadable

MOST_ROWS = 300_000
"""Rows of a sheet, those with something in them."""
MOST_COLUMNS = 2_000
"""Columns that a table may have; PA-X has 266."""
MOST_MERGED = 2_000_000
"""Cells of the first columns of merged areas; real ones do not overlap."""
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DATE_FORMATS = frozenset((*range(14, 18), 22, *range(27, 37), *range(50, 59)))
"""Number formats built into Excel that show a day; those of East Asian editions among them."""
_NOT_FORMAT = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_BUILT_IN = re.compile(r"[yd]", re.IGNORECASE)

Cells = dict[int, str]
"""Texts by column, from 1."""


class Workbook:
    """The worksheets of a workbook by name, and their rows.

    Parameters
    ----------
    archive : ZipFile
        Open, of sizes that were checked.
    where : str
        The file's name, for messages.
    """

    def __init__(self, archive: zipfile.ZipFile, where: str) -> None:
        self._archive, self._where = archive, where
        self._parts = frozenset(archive.namelist())
        self._from_1904 = False
        self.sheets = self._sheets()
        """Path of each worksheet by its name, in the workbook's order."""
        self._texts = self._shared_texts()
        self._day_styles = self._styles()

    def rows(self, name: str, *, at_most: int | None = None) -> list[tuple[int, Sequence[str]]]:
        """The rows of a sheet that hold something."""
        kept: dict[int, Cells] = {}
        merged: list[tuple[int, int, int, int]] = []
        number = 0
        for element in self._walk(self.sheets[name], ("row", "mergeCell")):
            if _local(element) == "mergeCell":
                merged += _area(element.get("ref") or "")
                continue
            number = max(_whole(element.get("r")), number + 1)
            cells = self._cells(element)
            if cells:
                kept[number] = cells
            if max(cells, default=0) > MOST_COLUMNS:
                raise DocumentUnreadable(
                    f"{self._where}, sheet {name}, row {number}: more than {MOST_COLUMNS} columns; is this a table?"
                )
            if len(kept) > MOST_ROWS:
                raise DocumentUnreadable(
                    f"{self._where}, sheet {name}: more than {MOST_ROWS} rows; divide it, or save it as CSV"
                )
            if at_most is not None and len(kept) >= at_most:
                break
        if sum(min(bottom - top, len(kept)) for top, _, bottom, _ in merged) > MOST_MERGED:
            raise DocumentUnreadable(f"{self._where}, sheet {name}: its merged cells overlap; undo the merging")
        _spread(kept, merged)
        width = max((max(cells) for cells in kept.values()), default=0)
        return [(number, [kept[number].get(each, "") for each in range(1, width + 1)]) for number in sorted(kept)]

    def _sheets(self) -> dict[str, str]:
        targets = {
            element.get("Id"): posixpath.normpath(posixpath.join("/xl", element.get("Target") or ""))[1:]
            for element in self._walk("xl/_rels/workbook.xml.rels", ("Relationship",))
            if (element.get("Type") or "").endswith("/worksheet") and element.get("TargetMode") != "External"
        }
        found: dict[str, str] = {}
        for element in self._walk("xl/workbook.xml", ("sheet", "workbookPr")):
            if _local(element) == "workbookPr":
                self._from_1904 = element.get("date1904") in ("1", "true")
                continue
            relation = next((v for key, v in element.attrib.items() if key.endswith("}id")), None)
            if targets.get(relation) in self._parts:
                found[element.get("name") or ""] = targets[relation]
        return found

    def _shared_texts(self) -> list[str]:
        part = next((p for p in ("xl/sharedStrings.xml", "xl/SharedStrings.xml") if p in self._parts), None)
        return [_text(element) for element in self._walk(part, ("si",))] if part else []

    def _styles(self) -> frozenset[int]:
        """Numbers of the cell styles that show a day."""
        if "xl/styles.xml" not in self._parts:
            return frozenset()
        own: set[int] = set()
        styles: list[int] = []
        for element in self._walk("xl/styles.xml", ("numFmt", "cellXfs")):
            if _local(element) == "numFmt":
                if _BUILT_IN.search(_NOT_FORMAT.sub("", element.get("formatCode") or "")):
                    own.add(_whole(element.get("numFmtId")))
            else:
                styles = [_whole(style.get("numFmtId")) for style in element]
        return frozenset(number for number, each in enumerate(styles) if each in own or each in _DATE_FORMATS)

    def _cells(self, row: Any) -> Cells:
        """What the cells of a row show, by column."""
        cells: Cells = {}
        column = 0
        for cell in row:
            place = _REFERENCE.fullmatch(cell.get("r") or "")
            column = _column(place[1]) if place else column + 1
            value = self._value(cell)
            if value:
                cells[column] = value
        return cells

    def _value(self, cell: Any) -> str:
        """What a cell shows, as text."""
        kind = cell.get("t")
        value = ""
        for child in cell:
            if child.tag.endswith("}v"):
                value = child.text or ""
            elif child.tag.endswith("}is") and kind == "inlineStr":
                return _text(child)
        match kind:
            case None | "n":
                value = value.strip()
                return self._number(value, _whole(cell.get("s")) in self._day_styles) if value else ""
            case "s":
                number = _whole(value)
                return self._texts[number] if 0 <= number < len(self._texts) else ""
            case "str":
                return _unescape(value)
            case "b":
                return "true" if value.strip() == "1" else "false"
            case "d":
                return value.strip()
        return ""

    def _number(self, value: str, is_day: bool) -> str:
        try:
            number = float(value)
            if is_day and 0 < number < 2_958_466:
                return _day(number, self._from_1904)
            return str(int(number)) if number == int(number) and abs(number) < 1e15 else value
        except (ValueError, OverflowError):
            return value

    def _walk(self, part: str, tags: tuple[str, ...]) -> Iterator[Any]:
        """The elements of a part by their local names, each forgotten once it was looked at."""
        with self._archive.open(part) as opened:
            wanted = tuple(f"{{*}}{tag}" for tag in tags)
            for _, element in etree.iterparse(
                opened,
                tag=wanted,
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
                remove_comments=True,
                remove_pis=True,
            ):
                if element.getroottree().docinfo.doctype:  # by which a few lines can unfold to gigabytes
                    raise DocumentUnreadable(
                        f"{self._where} declares document types, as no workbook does: save it again"
                    )
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _text(element: Any) -> str:
    """The text of a string with its runs; how it is pronounced is left out."""
    parts = []
    for child in element:
        name = _local(child)
        if name == "t":
            parts.append(child.text or "")
        elif name == "r":
            parts += [run.text or "" for run in child if _local(run) == "t"]
    return _unescape("".join(parts))


def _unescape(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _whole(value: str | None) -> int:
    """A whole number without a sign; -1 for anything else."""
    return int(value) if value and len(value) < 12 and value.isascii() and value.isdigit() else -1


@cache
def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _area(reference: str) -> list[tuple[int, int, int, int]]:
    """First row and column, last row and column of a merged area."""
    corners = [_REFERENCE.fullmatch(corner) for corner in reference.split(":")]
    if len(corners) != 2 or not corners[0] or not corners[1]:
        return []
    (left, top), (right, bottom) = ((_column(c[1]), int(c[2])) for c in corners if c)
    return [(top, left, bottom, right)]


def _spread(kept: dict[int, Cells], merged: Sequence[tuple[int, int, int, int]]) -> None:
    """Put the value of a merged area into the rows with something in them that it covers, and into its first column only.

    A title merged over many columns names none of them.
    """
    for top, left, bottom, _ in merged:
        value = kept.get(top, {}).get(left, "")
        covered = kept if bottom - top > len(kept) else range(top + 1, bottom + 1)
        for row in covered if value else ():
            if top < row <= bottom and row in kept:
                kept[row].setdefault(left, value)


def _day(number: float, from_1904: bool) -> str:
    """The day that Excel counts: from the last of 1899, with a 29 February 1900 that never was, or from 1904."""
    start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30 if number >= 60 else 31)
    moment = start + timedelta(seconds=round(number * 86_400))
    return moment.date().isoformat() if number == int(number) else moment.isoformat(sep=" ")
