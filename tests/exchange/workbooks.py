"""Excel workbooks made part by part, as no spreadsheet program would write them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET_LINK = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{LINKS}/worksheet" Target="worksheets/sheet1.xml"/>'
    "{more}</Relationships>"
)
BOOK = (
    '<workbook xmlns="{main}" xmlns:r="{links}">{properties}'
    '<sheets><sheet name="{name}" sheetId="1" r:id="r1"/></sheets></workbook>'
)


def workbook(
    rows: str,
    *,
    after: str = "",
    name: str = "Codes",
    properties: str = "",
    more: str = "",
    parts: Mapping[str, str] = {},
) -> bytes:
    """A workbook of one sheet from the XML of its rows; further parts as they are."""
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'
    held = {
        "xl/workbook.xml": BOOK.format(main=MAIN, links=LINKS, name=name, properties=properties),
        "xl/_rels/workbook.xml.rels": SHEET_LINK.format(more=more),
        "xl/worksheets/sheet1.xml": sheet,
    }
    opened = io.BytesIO()
    with zipfile.ZipFile(opened, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in (held | dict(parts)).items():
            archive.writestr(path, content)
    return opened.getvalue()


def row(number: int, *cells: str) -> str:
    """One row of texts."""
    return f'<row r="{number}">' + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells) + "</row>"


HEAD = row(1, "party", "issue", "stance", "quote")
