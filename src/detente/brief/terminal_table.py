"""Who wants what, on a terminal: a ruled table, plain columns, or a block an issue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from detente.brief.terminal_page import STYLES, Page, Words, grid, stack
from detente.brief.words import ROLE_WORDS, STANCE_SIGNS, STANCE_WORDS, CellLine, cell_lines, date_words, quoted
from detente.model import UNSURE, Party, Position, Role, Stance

_LINES = 5
"""Statements listed in one cell; of more, the latest."""
_WHOLE = 5
"""Columns up to which a cell lists its statements."""
_NARROW = 12
"""Width of a column with few entries, in a table whose cells list their statements."""
_FEW = 5
"""A party heard on less than one issue in this many gets a narrow column, or none where there are too many."""


@dataclass(frozen=True, slots=True)
class _Columns:
    """How the table is laid out: the parties with a column of their own, and the widths."""

    parties: tuple[Party, ...]
    widths: tuple[int, ...]
    """The issue's first, then the parties'."""
    whole: bool
    """Whether cells list their statements."""


def who_wants_what(page: Page) -> Iterator[RenderableType]:
    """The table with its legend, or one sentence."""
    if not page.brief.table.positions:
        yield page.nothing("position")
        return
    columns = _columns(page)
    if page.narrow:
        yield from _blocks(page)
    elif page.wide:
        yield _ruled(page, columns)
    else:
        yield _spaced(page, columns)
    yield from _legend(page, columns)


def _legend(page: Page, columns: _Columns) -> Iterator[Text]:
    signs: list[Words] = [page.sign(Stance.SUPPORT)]
    for stance in (Stance.OPEN, Stance.OPPOSE, Stance.NEUTRAL):
        signs += ["  ", page.sign(stance)]
    yield page.pen(*signs, " (facts, forecasts)  two signs: Divided, Mixed  · none")
    if columns.whole:
        yield page.pen(f"No name after the act: {page.own_words}. “per X”: someone outside the party. →| condition.")
    else:
        yield page.pen("~ the text hedges.")
    positions = page.brief.table.positions
    if not page.narrow and {p.party for p in positions} - {party.id for party in columns.parties}:
        yield page.pen("+ a party or source with few entries has no column of its own.")
    if page.brief.counts.unsure:
        yield page.pen(f"? unsure: the reader’s confidence is under {UNSURE:.0%}.")
    yield page.pen("[n] is a passage: detente explain PARTY ISSUE FILE prints the sentences of a cell.")


def _columns(page: Page) -> _Columns:
    """Who gets a column: all, or where that is too many those heard on most issues."""
    table = page.brief.table
    taken = dict.fromkeys((party.id for party in table.parties), 0)
    for position in table.positions:
        taken[position.party] += position.stances != (Stance.NEUTRAL,)
    heard = {position.party for position in table.positions}
    parties = [p for p in table.parties if taken[p.id] or (p.id in heard and p.role is not Role.THIRD_PARTY)]
    edges = 3 if page.wide else 1
    room = page.width * (79 if page.wide else 70) // 100 - 2
    roomy, tight = room // (15 if page.wide else 17), room // 13
    while len(parties) > roomy:
        least = min(reversed(parties), key=lambda party: taken[party.id])
        if taken[least.id] * _FEW >= len(table.issues) and len(parties) <= tight:
            break
        parties.remove(least)
    whole = page.wide and len(parties) <= _WHOLE
    few = [party.id for party in parties if whole and taken[party.id] * _FEW < len(table.issues)]
    if len(few) == len(parties):
        few = []
    rest = (room - len(few) * (_NARROW + edges)) // max(1, len(parties) - len(few)) - edges
    widths = [_NARROW if party.id in few else rest for party in parties]
    issue = page.width - sum(widths) - len(widths) * edges - (4 if page.wide else 1)
    return _Columns(tuple(parties), (issue, *widths), whole)


def _ruled(page: Page, columns: _Columns) -> RenderableType:
    table = Grid(box=page.pen.box, show_lines=True, border_style="dim", header_style="")
    heads = [page.pen("Issue"), *(_party_head(page, party) for party in columns.parties)]
    for head, width in zip(heads, columns.widths, strict=True):
        table.add_column(head, width=width, overflow="fold")
    for row in _rows(page, columns):
        table.add_row(*row)
    return table


def _spaced(page: Page, columns: _Columns) -> RenderableType:
    rows = [[stack([Text(), page.pen("Issue")]), *(_party_head(page, party) for party in columns.parties)]]
    rows.append([page.pen(("─" * width, "dim")) for width in columns.widths])
    for row in _rows(page, columns):
        rows += [row, []]
    return Padding(grid(columns.widths, rows), (1, 0, 0, 1))


def _party_head(page: Page, party: Party) -> Text:
    return stack([page.pen((party.name, "bold")), page.pen((ROLE_WORDS[party.role], "dim"))])


def _rows(page: Page, columns: _Columns) -> Iterator[list[Text]]:
    table, shown = page.brief.table, {party.id for party in columns.parties}
    for issue in table.issues:
        lines = [page.pen((issue.name, "bold"))]
        for party in table.parties:
            position = table.at(party.id, issue.id)
            if position and party.id not in shown:
                lines.append(_aside(page, party, position))
        row = [stack(lines)]
        for party in columns.parties:
            position = table.at(party.id, issue.id)
            row.append(_cell(page, position, whole=columns.whole) if position else page.pen(("·", "dim")))
        yield row


def _aside(page: Page, party: Party, position: Position) -> Text:
    """A party without a column, under the issue."""
    heading: Words = "" if position.stances == (Stance.NEUTRAL,) else page.pen(" ", page.heading(position))
    return page.pen(f"+ {party.name}", heading, page.marked(position.statements))


def _blocks(page: Page) -> Iterator[RenderableType]:
    for issue in page.brief.table.issues:
        yield page.pen((issue.name, "bold"))
        for party in page.brief.table.parties:
            position = page.brief.table.at(party.id, issue.id)
            if position:
                first, *rest = _cell(page, position, whole=False).split("\n")
                yield Padding(page.pen(f"{party.name}: ", first), (0, 0, 0, 2))
                yield from (Padding(line, (0, 0, 0, 4)) for line in rest)
        yield Text()


def _cell(page: Page, position: Position, *, whole: bool) -> Text:
    """Sign, stance, what it rests on, and what it replaced."""
    lines = [page.heading(position)]
    groups = cell_lines(position, page.brief.allegations)
    if whole:
        lines += _since(page, position)
        for stance, group in groups:
            lines += _statement_lines(page, stance, group)
    else:
        for stance, group in groups:
            refs = page.marked([line.statement for line in group])
            if stance is None:
                lines[0] = page.pen(lines[0], refs)
            else:
                lines.append(page.pen(page.sign(stance), refs))
        lines += _since(page, position)
    for stance in dict.fromkeys(s.stance for s in position.superseded):
        earlier = [s for s in position.superseded if s.stance is stance]
        lines.append(page.pen(("earlier: ", "dim"), page.sign(stance), page.marked(earlier)))
    return stack(lines)


def _since(page: Page, position: Position) -> list[Text]:
    if not page.several or position.since is None:
        return []
    return [page.pen((f"since {date_words(position.since)}", "dim"))]


def _statement_lines(page: Page, stance: Stance | None, group: tuple[CellLine, ...]) -> Iterator[Text]:
    """A line a statement and a line its condition; the group's stance before the first."""
    if len(group) > _LINES:
        before = [line.statement for line in group[:-_LINES]]
        yield page.pen((f"{len(before)} before", "dim"), page.marked(before))
    for place, line in enumerate(group[-_LINES:]):
        style = STYLES[line.statement.stance]
        parts: list[Words] = []
        if stance is not None and place == 0:
            parts.append((f"{STANCE_SIGNS[stance]} {STANCE_WORDS[stance]}: ", style))
        parts.append((line.act, style))
        if line.hedge:
            parts += [" ", (quoted(line.hedge), "italic")]
        parts.append((f", {line.voice}" if line.voice else "", "dim"))
        parts.append(", unsure" if line.unsure else "")
        yield page.pen(*parts, page.cited(line.statement.evidence))
        if line.condition:
            yield page.pen("→| ", (line.condition, "italic"))
