"""Where each party stood when: the table's cells, followed from day to day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from detente.model import DocumentId, IssueId, PartyId, Position, Reading, Role, Statement
from detente.model.course import Course, Step
from detente.positions.fold import CellFold
from detente.positions.timeline import order_readings

_ROLES = tuple(Role)

Followed = tuple[tuple[date | None, Position], ...]
"""One cell: each day on which a report told of it, and where the party stood at its end; undated reports first, as ``None``."""


def follow_positions(readings: Sequence[Reading], *, as_of: date | None = None) -> tuple[Followed, ...]:
    """Every cell of the table, as it stood at the end of each day on which a report told of it.

    Parameters
    ----------
    readings : sequence of Reading
        One for each report; issues and parties carry the same ids in all of them. Their order does not matter.
    as_of : date or None
        Reports published after this day are left out; undated ones always count.

    Returns
    -------
    tuple of Followed
        Issues in order of first statement, parties by role and id, as in the table. Between two of its days a cell stands
        as at the end of the earlier one: it is what :func:`detente.positions.fold_positions` gives as of each of them.
    """
    ordered = order_readings(readings, as_of=as_of)
    by_document = {reading.document.id: reading for reading in ordered}
    roles: dict[PartyId, Role] = {}
    cells: dict[tuple[IssueId, PartyId], list[Statement]] = {}
    for reading in ordered:
        for party in reading.parties:
            if roles.setdefault(party.id, party.role) is Role.THIRD_PARTY:
                roles[party.id] = party.role  # as in the table, whoever takes a side in any report is a party
        for statement in sorted(reading.statements, key=lambda s: s.evidence.span):
            cells.setdefault((statement.issue, statement.party), []).append(statement)
    rows = {issue: place for place, issue in enumerate(dict.fromkeys(issue for issue, _ in cells))}
    order = sorted(cells, key=lambda cell: (rows[cell[0]], _ROLES.index(roles[cell[1]]), cell[1]))
    return tuple(tuple(_follow(cells[cell], by_document)) for cell in order)


def trace_courses(followed: Sequence[Followed]) -> tuple[Course, ...]:
    """Through which positions each party went on each issue.

    Parameters
    ----------
    followed : sequence of Followed
        As :func:`follow_positions` gives them.

    Returns
    -------
    tuple of Course
        In the order given. What undated reports tell comes first and has no day.

    Notes
    -----
    A step ends when another set of stances, or another standing, takes its place; the same stance said again is no
    new step. That a step holds on until the next one is the table's rule and not what anybody said: ``told`` has
    the days on which a report told of it.
    """
    return tuple(
        Course(party=cell[0][1].party, issue=cell[0][1].issue, steps=tuple(_steps(cell))) for cell in followed if cell
    )


def _follow(
    statements: Sequence[Statement], readings: Mapping[DocumentId, Reading]
) -> Iterator[tuple[date | None, Position]]:
    """One cell, day after day."""
    fold = CellFold()
    for day, news in groupby(statements, key=lambda s: readings[s.evidence.document].document.published):
        fold.take(list(news), day)
        yield day, fold.position(readings)


def _steps(cell: Followed) -> Iterator[Step]:
    """One cell's steps in order."""
    runs = [list(run) for _, run in groupby(cell, key=lambda told: (told[1].standing, frozenset(told[1].stances)))]
    for run, after in zip(runs, [*runs[1:], None], strict=True):
        # A statement is as long as its report's quote to hash; its own identity tells it apart here.
        carried = {id(statement): statement for _, position in run for statement in position.statements}
        yield Step(
            since=run[0][0],
            until=after[0][0] if after else None,
            stances=run[-1][1].stances,
            standing=run[-1][1].standing,
            statements=tuple(carried.values()),
            told=tuple(day for day, _ in run if day),
        )
