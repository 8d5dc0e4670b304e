"""Fold statements into the table: who wants what, as of a date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import compress, groupby

from detente.model import (
    DocumentId,
    Issue,
    IssueId,
    Party,
    PartyId,
    Position,
    Reading,
    Role,
    Stance,
    Standing,
    Statement,
    Table,
)
from detente.positions.divisions import find_division
from detente.positions.timeline import order_readings

_ROLES = tuple(Role)


def fold_positions(readings: Sequence[Reading], *, as_of: date | None = None) -> Table:
    """Who wants what, on which issue, since when.

    Parameters
    ----------
    readings : sequence of Reading
        One for each report; issues and parties carry the same ids in all of them.
    as_of : date or None
        Reports published after this day are left out; undated ones always count.

    Returns
    -------
    Table
        Issues in order of first statement, parties by role and id, and a position wherever a party has a
        statement on an issue. Issues and parties without a statement are dropped.

    Notes
    -----
    Reports of one day stand side by side, and so do all undated reports, which come before the dated ones:
    which of them came later is not known. A later day's statements take the place of a party's earlier ones on
    an issue if they weigh as much: acts over acts, and reports that place the party over reports alone. What
    weighs less joins what is held, and takes the place of earlier statements of its own kind and weight: facts of the
    latest day that tells any stand beside an act of months ago, not those of all days between. The order in which dated reports
    are given does not matter, and a document given twice counts once.
    """
    ordered = order_readings(readings, as_of=as_of)
    by_document = {reading.document.id: reading for reading in ordered}
    parties: dict[PartyId, Party] = {}
    issues: dict[IssueId, Issue] = {}
    cells: dict[tuple[PartyId, IssueId], list[Statement]] = {}
    for reading in ordered:
        for party in reading.parties:
            if parties.setdefault(party.id, party).role is Role.THIRD_PARTY:
                parties[party.id] = party  # whoever takes a side in any report is a party
        for issue in reading.issues:
            issues.setdefault(issue.id, issue)
        for statement in sorted(reading.statements, key=lambda s: s.evidence.span):
            cells.setdefault((statement.party, statement.issue), []).append(statement)
    rows = list(dict.fromkeys(issue for _, issue in cells))
    columns = sorted({party for party, _ in cells}, key=lambda key: (_ROLES.index(parties[key].role), key))
    return Table(
        issues=tuple(issues[row] for row in rows),
        parties=tuple(parties[column] for column in columns),
        positions=tuple(
            _fold_cell(cells[column, row], by_document) for row in rows for column in columns if (column, row) in cells
        ),
        as_of=as_of,
    )


def carriers(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Those that say where a party stands.

    Returns
    -------
    tuple of Statement
        The acts with a stance; where there are none, the reports and assessments with one; where there are
        none either, all, and the party has no stance.
    """
    placed = [s for s in statements if s.stance is not Stance.NEUTRAL]
    acts = [s for s in placed if s.act.takes_position]
    return tuple(acts or placed or statements)


class CellFold:
    """One party on one issue, day after day: later statements take the place of earlier ones.

    Parameters
    ----------
    start : Position or None
        Where it stood at the end of an earlier day; its superseded statements are not needed.
    """

    def __init__(self, start: Position | None = None) -> None:
        self._held: list[Statement] = list(start.statements) if start else []
        self._superseded: list[Statement] = list(start.superseded) if start else []
        self._stances = _stances(carriers(self._held))
        self._since = start.since if start else None

    def take(self, news: Sequence[Statement], day: date | None) -> None:
        """Take in all statements of the next day (``None``: all of undated reports), by document and place."""
        firmer = 0 < _weight(news) >= _weight(self._held)
        kinds = {(_weight([s]), s.act) for s in news}
        replaced = [firmer or (_weight([s]), s.act) in kinds for s in self._held]
        self._superseded += compress(self._held, replaced)
        self._held = [s for s, gone in zip(self._held, replaced, strict=True) if not gone]
        self._held += news
        stances = _stances(carriers(self._held))
        if set(stances) != set(self._stances):
            self._since = day
        self._stances = stances

    def position(self, readings: Mapping[DocumentId, Reading]) -> Position:
        """Where the party stands now; ``readings`` holds at least those of the statements that carry it."""
        held, stances = self._held, self._stances
        division = find_division(held, readings)
        if division:
            # A deed against a word divides a party although only the word is an act.
            telling = (*carriers(held), division.first, division.second)
            stances = _stances(s for s in held if s in telling)
        return Position(
            party=held[0].party,
            issue=held[0].issue,
            stances=stances,
            standing=Standing.DIVIDED if division else Standing.MIXED if len(stances) > 1 else Standing.SINGLE,
            statements=tuple(held),
            superseded=tuple(self._superseded),
            since=self._since,
        )


def _fold_cell(statements: Sequence[Statement], readings: Mapping[DocumentId, Reading]) -> Position:
    fold = CellFold()
    for day, news in groupby(statements, key=lambda s: readings[s.evidence.document].document.published):
        fold.take(list(news), day)
    return fold.position(readings)


def _stances(statements: Iterable[Statement]) -> tuple[Stance, ...]:
    """The different stances, in order of first statement."""
    return tuple(dict.fromkeys(s.stance for s in statements))


def _weight(statements: Sequence[Statement]) -> int:
    """How firmly statements place their party: 2 by an act, 1 by a report, 0 not at all."""
    placed = [s for s in statements if s.stance is not Stance.NEUTRAL]
    return 2 if any(s.act.takes_position for s in placed) else min(1, len(placed))
