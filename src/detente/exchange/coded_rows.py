"""The rows of a table coded by hand, each by its fields, or why it is no statement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from detente.documents.text import tidy
from detente.errors import DocumentUnreadable
from detente.exchange.coded_cells import (
    DayOrder,
    find_columns,
    load_words,
    number_scale,
    read_act,
    read_day,
    read_stance,
)
from detente.exchange.coded_names import NameBook
from detente.exchange.table_file import LONGEST_CELL, Grid, Row, find_head, fold_head, plain
from detente.model import Act, Issue, Party, Skipped, Stance

NEEDED = {
    "party": "who",
    "issue": "on what",
    "stance": "with which stance",
    "quote": "in which words",
}
"""Fields without which a row is no statement."""
_NAME_LENGTH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the words of a row come from, as far as the table says."""

    name: str
    title: str | None
    publisher: str | None
    url: str | None
    published: date | None
    coder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """One row, read."""

    label: str
    source: Source
    party: Party
    issue: Issue
    stance: Stance
    act: Act
    names_act: bool
    """Whether the row does; else it is the usual one of the stance."""
    quote: str
    speaker: str | None
    target: Party | None
    condition: str | None
    note: str | None


def coded_heads(columns: Mapping[str, str] | None = None) -> frozenset[str]:
    """Every name of a column that a coded table may have, the user's own included."""
    known = (name for names in load_words().columns.values() for name in names)
    return frozenset((*known, *map(fold_head, (columns or {}).values())))


def find_fields(grid: Grid, columns: Mapping[str, str]) -> tuple[int, dict[str, int], tuple[str, ...]]:
    """The head row, which column holds which field, and the columns that hold none."""
    fields = load_words().columns
    for field in columns:
        if field not in fields:
            raise DocumentUnreadable(f"there is no field {field!r}; there are {', '.join(fields)}")
    head = find_head(grid, coded_heads(columns))
    heads = grid.rows[max(head, 0)].cells
    places, unclear = find_columns(heads, columns)
    found = ", ".join(repr(plain(cell)[:40]) for cell in heads[:20] if cell) or "none"
    for field, name in columns.items():
        if field not in places:
            raise DocumentUnreadable(f"{grid.where} has no column {name!r}; it has {found}")
    for field, names in unclear.items():
        if field in NEEDED:
            raise DocumentUnreadable(
                f"{grid.where}: {' and '.join(map(repr, names))} may each be the {field}:"
                f" say which with --column {field}=NAME"
            )
    missing = [field for field in NEEDED if field not in places]
    if missing:
        raise DocumentUnreadable(
            f"{grid.where} has no column for {', '.join(missing)}; it has {found}:"
            f" say which it is with --column {missing[0]}=NAME"
        )
    unused = (plain(cell) for number, cell in enumerate(heads) if cell and number not in places.values())
    return head, places, tuple(unused)


class CodedRows:
    """The rows of a table by fields."""

    def __init__(
        self,
        grid: Grid,
        rows: Sequence[Row],
        places: Mapping[str, int],
        *,
        coder: str | None,
        dates: DayOrder | None,
        names: NameBook,
    ) -> None:
        self._grid, self._rows, self._places = grid, rows, places
        self._coder, self._dates, self._names = coder, dates, names
        self._scale = number_scale(self._cell(row, "stance") for row in rows)

    def codings(self, skipped: list[Skipped]) -> Iterator[Coding]:
        """Every row that can be read; the others are put to those skipped."""
        for row in self._rows:
            label = f"{self._grid.name}, row {row.number}"
            coding = self._read(row, label)
            if isinstance(coding, str):
                skipped.append(skip(label, coding))
            else:
                yield coding

    def _cell(self, row: Row, field: str) -> str:
        place = self._places.get(field, -1)
        return row.cells[place] if 0 <= place < len(row.cells) else ""

    def _read(self, row: Row, label: str) -> Coding | str:
        """One row, or why it is no statement."""
        if row.too_long:
            return f"a cell is longer than {LONGEST_CELL} characters"
        lacking = [f for f in NEEDED if not any(map(str.isalnum, self._cell(row, f))) and not self._is_sign(row, f)]
        if lacking:
            return f"no {' and no '.join(lacking)}: a statement needs {', '.join(NEEDED.values())}"
        stance = read_stance(self._cell(row, "stance"), self._scale)
        if stance is None:
            return f"{self._shown(row, 'stance')} is no stance that is known; write support, oppose, open or neutral"
        act = load_words().usual_acts[stance]
        if self._cell(row, "act"):
            read = read_act(self._cell(row, "act"))
            if read is None:
                return (
                    f"{self._shown(row, 'act')} is no act that is known; write one of {', '.join(a.value for a in Act)}"
                )
            act = read
        source = self._source(row)
        if isinstance(source, str):
            return source
        target = plain(self._cell(row, "target"))
        return Coding(
            label=label,
            source=source,
            party=self._names.party(self._cell(row, "party")),
            issue=self._names.issue(self._cell(row, "issue")),
            stance=stance,
            act=act,
            names_act=bool(self._cell(row, "act")),
            quote=self._cell(row, "quote"),
            speaker=tidy(self._cell(row, "speaker")),
            target=self._names.party(target) if target else None,
            condition=tidy(self._cell(row, "condition")),
            note=self._cell(row, "note") or None,
        )

    def _source(self, row: Row) -> Source | str:
        """Where a row's words come from, or why that cannot be told."""
        published: date | None = None
        if self._cell(row, "published"):
            read = read_day(self._cell(row, "published"), self._dates)
            if isinstance(read, str):
                return read
            published = read
        report, title, publisher = (tidy(self._cell(row, field)) for field in ("report", "title", "source"))
        url = plain(self._cell(row, "url"))
        url = url if url.lower().startswith(("http://", "https://")) else ""
        coder = plain(self._cell(row, "coder")) or self._coder
        if not coder:
            return "nobody is named as coder; fill in the cell, or say who coded with --by NAME"
        name = report or title or publisher or url or self._grid.name
        return Source(
            name=name[:_NAME_LENGTH],
            title=title,
            publisher=publisher,
            url=url or None,
            published=published,
            coder=coder,
        )

    def _is_sign(self, row: Row, field: str) -> bool:
        return field == "stance" and read_stance(self._cell(row, field), self._scale) is not None

    def _shown(self, row: Row, field: str) -> str:
        return repr(plain(self._cell(row, field))[:60])


def skip(label: str, reason: str) -> Skipped:
    """A row, or part of one, that was left out."""
    return Skipped(document=label, span=None, reason=reason)
