"""Excel workbooks: what their cells come to, and what is refused."""

from __future__ import annotations

import io
import struct
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import DetenteError, DocumentMissing, DocumentUnreadable
from detente.exchange.coded_rows import coded_heads
from detente.exchange.table_file import Grid, read_grid
from tests.exchange.workbooks import HEAD, LINKS, row, workbook
from tests.factories import LAW


def grid_of(content: bytes, folder: Path, *, sheet: str | None = None) -> Grid:
    path = folder / "table.xlsx"
    path.write_bytes(content)
    return read_grid(path, sheet=sheet, known=coded_heads())


def saved(book: openpyxl.Workbook) -> bytes:
    opened = io.BytesIO()
    book.save(opened)
    return opened.getvalue()


def cells(grid: Grid) -> list[tuple[str, ...]]:
    return [row.cells for row in grid.rows]


def shown(value: Any) -> str:
    """What a cell shows, said otherwise than the reader says it."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case datetime():
            return value.isoformat(sep=" ")
        case date() | int():
            return str(value)
        case _:
            return str(value).strip()


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**9), 10**9),
    st.dates(date(1901, 1, 1), date(2100, 1, 1)),
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf")), max_size=20).filter(lambda t: t[:1] not in "='"),
)


@LAW
@given(rows=st.lists(st.lists(VALUES, min_size=1, max_size=4), min_size=1, max_size=6))
def test_every_cell_shows_what_was_written(rows: list[list[Any]], tmp_path_factory: pytest.TempPathFactory) -> None:
    book = openpyxl.Workbook()
    book.active.append(["party", "issue", "stance", "quote"])
    for values in rows:
        book.active.append(values)
    grid = grid_of(saved(book), tmp_path_factory.mktemp("book"))
    expected = [tuple(map(shown, values)) + ("",) * (4 - len(values)) for values in rows]
    assert cells(grid)[1:] == [row for row in expected if any(row)]


def test_days_of_both_calendars_and_own_formats_are_days(tmp_path: Path) -> None:
    styles = (
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts>'
        '<numFmt numFmtId="170" formatCode="[$-407]d. mmmm yyyy"/><numFmt numFmtId="171" formatCode="0 &quot;days&quot;"/>'
        '</numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    )
    rows = (
        HEAD
        + '<row r="2"><c s="1"><v>45740</v></c><c s="2"><v>45740</v></c><c s="3"><v>45740.5</v></c><c><v>1</v></c></row>'
    )
    content = workbook(rows, parts={"xl/styles.xml": styles})
    assert cells(grid_of(content, tmp_path))[1] == ("2025-03-24", "45740", "2025-03-24 12:00:00", "1")
    later = workbook(rows, properties='<workbookPr date1904="1"/>', parts={"xl/styles.xml": styles})
    assert cells(grid_of(later, tmp_path))[1][0] == "2029-03-25"


def test_a_formula_counts_as_what_it_came_to(tmp_path: Path) -> None:
    rows = HEAD + (
        '<row r="2"><c t="str"><f>UPPER("ru")</f><v>RU</v></c><c><f>1+1</f><v>2</v></c>'
        '<c t="e"><f>1/0</f><v>#DIV/0!</v></c><c t="str"><f>WEBSERVICE("http://example.org")</f></c></row>'
    )
    assert cells(grid_of(workbook(rows), tmp_path))[1] == ("RU", "2", "", "")


def test_a_merged_cell_stands_in_every_row_that_it_covers(tmp_path: Path) -> None:
    below = (("B", "Gas"), ("C", "for"), ("D", "Yes."))
    third = "".join(f'<c r="{at}3" t="inlineStr"><is><t>{text}</t></is></c>' for at, text in below)
    rows = f'{HEAD}{row(2, "EU", "Ports", "for", "Yes.")}<row r="3">{third}</row>'
    grid = grid_of(workbook(rows, after='<mergeCells><mergeCell ref="A2:A1048576"/></mergeCells>'), tmp_path)
    assert [r[:2] for r in cells(grid)[1:]] == [("EU", "Ports"), ("EU", "Gas")]


def test_rich_text_is_read_without_how_it_is_pronounced(tmp_path: Path) -> None:
    shared = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        "<si><r><t>Ja</t></r><r><t>pan</t></r><rPh><t>nippon</t></rPh></si></sst>"
    )
    rows = HEAD + '<row r="2"><c t="s"><v>0</v></c><c t="s"><v>7</v></c></row>'
    assert cells(grid_of(workbook(rows, parts={"xl/sharedStrings.xml": shared}), tmp_path))[1][:2] == ("Japan", "")


def test_the_sheet_is_the_one_with_the_head_or_the_one_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Read me"
    book.active.append(["How we coded"])
    for name in ("Round 1", "Round 2"):
        book.create_sheet(name).append(["party", "issue", "stance", "quote", name])
    book.create_sheet("Empty")
    with pytest.raises(DocumentMissing, match="'Round 1', 'Round 2': say which with --sheet"):
        grid_of(saved(book), tmp_path)
    assert cells(grid_of(saved(book), tmp_path, sheet="round 2"))[0][-1] == "Round 2"
    with pytest.raises(DocumentMissing, match="no sheet 'Round 3'"):
        grid_of(saved(book), tmp_path, sheet="Round 3")
    del book["Round 2"]
    assert cells(grid_of(saved(book), tmp_path))[0][-1] == "Round 1"


def declaring(content: bytes, size: int) -> bytes:
    """The same file, its first part declared to unpack to a size."""
    at = content.index(b"PK\x01\x02")
    changed = bytearray(content)
    struct.pack_into("<I", changed, at + 24, size)
    return bytes(changed)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (declaring(workbook(HEAD), 0xFFFFFFF0), "would unpack to more than"),
        (declaring(workbook(HEAD), 10), "damaged"),
        (workbook(HEAD)[:200], "damaged"),
        (workbook('<row r="1"><c r="XFD1"><v>1</v></c></row>'), "more than 2000 columns"),
        (workbook("<row><c><v>1</v>"), "damaged"),
        (b"PK\x03\x04" + bytes(100), "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Excel file"),
    ],
)
def test_a_file_that_could_do_harm_or_is_none_is_refused(content: bytes, message: str, tmp_path: Path) -> None:
    with pytest.raises(DocumentUnreadable, match=message):
        grid_of(content, tmp_path)


def test_a_cell_at_the_far_end_of_a_sheet_costs_nothing(tmp_path: Path) -> None:
    grid = grid_of(workbook(HEAD + '<row r="1048576"><c r="B1048576"><v>1</v></c></row>'), tmp_path)
    assert [r.number for r in grid.rows] == [1, 1_048_576]


def test_a_part_that_declares_entities_is_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    for part in ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"):
        content = f"{bomb}<x><si><t>&b;&f;</t></si><row>&b;<c>&f;</c></row></x>"
        with pytest.raises(DocumentUnreadable, match="declares document types"):
            grid_of(workbook(HEAD, parts={part: content}), tmp_path)


def test_merged_areas_that_lie_upon_one_another_are_refused(tmp_path: Path) -> None:
    rows = "".join(row(number, "party", "issue", "stance", "quote") for number in range(1, 200))
    areas = "".join('<mergeCell ref="A1:A199"/>' for _ in range(20_000))
    with pytest.raises(DocumentUnreadable, match="merged cells overlap"):
        grid_of(workbook(rows, after=f"<mergeCells>{areas}</mergeCells>"), tmp_path)


def test_links_lead_nowhere(tmp_path: Path) -> None:
    away = workbook(
        HEAD,
        more=f'<Relationship Id="r2" Type="{LINKS}/worksheet" Target="https://example.org/s.xml" TargetMode="External"/>',
        parts={"xl/externalLinks/externalLink1.xml": "<externalLink/>"},
    )
    assert len(grid_of(away, tmp_path).rows) == 1


def test_control_characters_do_not_come_through(tmp_path: Path) -> None:
    grid = grid_of(workbook(HEAD + row(2, "A_x0000_B", "x_x000D_", "f_xD800_", "_x005F_x0041_")), tmp_path)
    assert cells(grid)[1] == ("A B", "x", "f\N{REPLACEMENT CHARACTER}", "_x0041_")


@LAW
@given(
    places=st.lists(st.tuples(st.integers(0, 5_000), st.integers(0, 255)), min_size=1, max_size=8),
    cut=st.integers(0, 40),
)
def test_a_file_with_wrong_bytes_is_read_or_refused(
    places: list[tuple[int, int]], cut: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    content = bytearray(workbook(HEAD + row(2, "EU", "Ports", "for", "Yes.")))
    for place, byte in places:
        content[place % len(content)] = byte
    with suppress(DetenteError):
        grid = grid_of(bytes(content[: len(content) - cut]), tmp_path_factory.mktemp("wrong"))
        assert grid.rows


PIECES = "<row> </row> <c> <c\tt='s'> <c\tr='B1'\tt='inlineStr'> </c> <v> </v> <is> </is> <t> </t> 1 é".split(" ")


@LAW
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=14))
def test_a_sheet_of_any_parts_is_read_or_refused(pieces: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    with suppress(DetenteError):
        grid = grid_of(workbook(HEAD + "".join(pieces)), tmp_path_factory.mktemp("parts"))
        assert grid.rows[0].cells[:4] == ("party", "issue", "stance", "quote")
