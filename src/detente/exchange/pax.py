"""Agreements of the PA-X Peace Agreements Database, from the CSV file or workbook that its site gives out.

The file is the user's; none ships with detente. Its columns differ between versions: needed are ``AgtId``, ``Agt`` and
``Dat``. Every other column that holds a level from 0 to 3 is a provision, known to our list of codes or not.
"""

from __future__ import annotations

import re
from datetime import date

from detente.exchange.coded_cells import DayOrder, read_day
from detente.exchange.register_rows import Cells, has_columns, read_register, said, whole
from detente.exchange.table_file import Grid, find_head, fold_head, plain
from detente.model import Skipped
from detente.model.external import Attribution, ExternalAgreement, Register

NEEDED = ("AgtId", "Agt", "Dat")
ABOUT = (
    "Con Contp PP PPName Reg AgtId Ver Agt Dat Status Lgt N_characters Agtp Stage StageSub Part ThrdPart OthAgr Loc1ISO"
    " Loc2ISO Loc1GWNO Loc2GWNO UcdpCon UcdpAgr PamAgr CowWar ImSrc"
).split()
"""Columns that tell of the agreement itself and are no provisions."""
_ABOUT_FOLDED = frozenset(map(fold_head, ABOUT))
_CODE = re.compile(r"[A-Z][A-Za-z]{1,14}")
_LEVELS = frozenset({1, 2, 3})


def is_pax(grid: Grid) -> bool:
    """Whether a table has the columns of PA-X."""
    return has_columns(grid, NEEDED)


def read_pax(
    grid: Grid, *, accessed: date | None = None, dates: DayOrder | None = None
) -> tuple[tuple[ExternalAgreement, ...], tuple[Skipped, ...]]:
    """The agreements that a PA-X file lists.

    Parameters
    ----------
    grid : Grid
    accessed : date or None
        When the file was fetched, for the attribution.
    dates : DayOrder or None
        What 03/04/2025 is; PA-X itself writes 2025-04-03.

    Returns
    -------
    agreements, skipped
        In the order of the file. A row without a number, or whose day cannot be told, is skipped. An agreement that
        covers several conflicts stands in PA-X once.

    Raises
    ------
    DocumentUnreadable
        If a needed column is missing.
    """
    attribution = Attribution(register=Register.PA_X, file=grid.name, accessed=accessed)
    head = grid.rows[max(find_head(grid, _ABOUT_FOLDED), 0)]
    spelt = {fold_head(cell): plain(cell) for cell in head.cells}

    def read(cells: Cells) -> ExternalAgreement | str:
        key = said(cells, "AgtId")
        number = whole(key)
        if number is None:
            return f"{key[:40]!r} is no number of an agreement (AgtId)"
        told = said(cells, "Dat")
        day = read_day(told, dates) if told else None
        if isinstance(day, str):
            return day
        return ExternalAgreement(
            id=f"{Register.PA_X.value}:{number}",
            title=said(cells, "Agt") or f"Agreement {number}",
            day=day,
            parties=said(cells, "Part"),
            third_parties=said(cells, "ThrdPart"),
            process=said(cells, "PPName", "Con"),
            stage=said(cells, "Stage"),
            status=said(cells, "Status"),
            codes=_codes(cells, spelt),
            attribution=attribution,
        )

    return read_register(grid, NEEDED, ABOUT, read, lambda agreement: agreement.id)


def _codes(cells: Cells, spelt: dict[str, str]) -> tuple[tuple[str, int], ...]:
    """The provisions of a row with their levels, in the order of the columns' names."""
    found = {}
    for name, cell in cells.items():
        code = spelt.get(name, name)
        level = whole(cell) if len(cell) < 4 else None
        if level in _LEVELS and name not in _ABOUT_FOLDED and _CODE.fullmatch(code):
            found[f"{Register.PA_X.value}:{code}"] = level
    return tuple(sorted((code, level) for code, level in found.items() if level))
