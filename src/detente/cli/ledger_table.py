"""The table of a ledger, for people: signs and days, the sentences a command away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from rich.console import RenderableType
from rich.table import Table as Grid
from rich.text import Text

from detente.brief.terminal_page import STYLES, Pen
from detente.brief.words import STANCE_SIGNS, STANCE_WORDS, count_words, date_words, join_words
from detente.model import Issue, IssueId, Party, PartyId, Role, Stance, Standing
from detente.model.record import Cell

_ROWS = 30
"""Issues shown, unless all are asked for."""
_ISSUE = 28
"""Columns of the first column."""
_CELL = 12
"""Columns of each other: a sign, two, and a day."""


def lay_out_table(
    cells: Sequence[Cell],
    parties: Sequence[Party],
    issues: Sequence[Issue],
    *,
    title: str,
    day: date | None,
    width: int | None,
    pen: Pen,
) -> Iterator[RenderableType]:
    """Who wants what: issues on which most parties have a stance first, as many parties as fit.

    Parameters
    ----------
    cells : sequence of Cell
    parties, issues : sequences
        Of the whole ledger.
    title : str
    day : date or None
        The day that the table stands for.
    width : int or None
        Columns of the terminal; ``None`` for everything, however wide.
    pen : Pen
    """
    placed = {(c.party, c.issue): c for c in cells if _stances(c)}
    yield pen((title, "bold"), f", as of {date_words(day)}" if day else "")
    if not placed:
        yield pen("No position found. That is not the same as no position taken.")
        return
    rows = _rows(placed, issues, None if width is None else _ROWS)
    columns = _columns(placed, parties, rows, width)
    grid = Grid(box=None, padding=(0, 1, 0, 0), header_style="", pad_edge=False)
    grid.add_column(pen(("Issue", "dim")), width=_ISSUE if width else None, overflow="fold")
    for party in columns:
        grid.add_column(pen((party.name, "bold")), width=_CELL if width else None, overflow="fold", vertical="bottom")
    for issue in rows:
        shown = [placed.get((party.id, issue.id)) for party in columns]
        if any(shown):
            grid.add_row(pen((issue.name, "bold")), *(_cell(cell, day, pen) for cell in shown))
    yield grid
    yield Text()
    signs = [pen((f"{STANCE_SIGNS[s]} ", STYLES[s]), STANCE_WORDS[s].lower(), "  ") for s in _SCALE]
    yield pen(*signs, "two signs: divided or mixed  ! divided  the day: held since")
    left_out = _left_out(placed, rows, columns, issues)
    if left_out:
        yield pen((f"{left_out} not shown: --all, or --csv for a spreadsheet.", "dim"))
    yield pen(("detente blame LEDGER PARTY ISSUE opens the sentences of a cell.", "dim"))


_SCALE = (Stance.SUPPORT, Stance.OPEN, Stance.OPPOSE)


def _stances(cell: Cell) -> tuple[Stance, ...]:
    """The stances that place the party."""
    return tuple(s for s in cell.stances if s is not Stance.NEUTRAL)


def _rows(placed: dict[tuple[PartyId, IssueId], Cell], issues: Sequence[Issue], most: int | None) -> list[Issue]:
    """The issues on which most parties have a stance, then those spoken of last, then as they came."""
    heard = Counter(issue for _, issue in placed)
    last = {issue: max((c.day or date.min) for (_, i), c in placed.items() if i == issue) for issue in heard}
    held = [issue for issue in issues if issue.id in heard]
    held.sort(key=lambda issue: (-heard[issue.id], -last[issue.id].toordinal()))
    return held[:most]


def _columns(
    placed: dict[tuple[PartyId, IssueId], Cell], parties: Sequence[Party], rows: Sequence[Issue], width: int | None
) -> list[Party]:
    """The parties heard on most of the issues shown, as many as fit; by role, then by id."""
    shown = {issue.id for issue in rows}
    heard = Counter(party for party, issue in placed if issue in shown)
    roles = tuple(Role)
    held = sorted((p for p in parties if heard[p.id]), key=lambda p: (-heard[p.id], p.id))
    fitting = held if width is None else held[: max(1, (width - _ISSUE - 1) // (_CELL + 1))]
    return sorted(fitting, key=lambda p: (roles.index(p.role), p.id))


def _cell(cell: Cell | None, day: date | None, pen: Pen) -> Text:
    if cell is None:
        return pen(("·", "dim"))
    signs = [(STANCE_SIGNS[stance], STYLES[stance]) for stance in _stances(cell)]
    divided = " !" if cell.standing is Standing.DIVIDED else ""
    since = ""
    if cell.since:
        same_year = day is not None and cell.since.year == day.year
        since = f" {cell.since:%d %b}" if same_year else f" {cell.since:%b %Y}"
    return pen(*signs, divided, (since, "dim"))


def _left_out(
    placed: dict[tuple[PartyId, IssueId], Cell],
    rows: Sequence[Issue],
    columns: Sequence[Party],
    issues: Sequence[Issue],
) -> str:
    """What there is beyond the rows and columns shown."""
    more_issues = len({issue for _, issue in placed}) - len(rows)
    more_parties = len({party for party, _ in placed}) - len(columns)
    parts = [
        count_words(more, one, many)
        for more, one, many in ((more_issues, "issue", "issues"), (more_parties, "party", "parties"))
        if more
    ]
    return join_words(parts)
