"""How far apart the parties stand on each issue, and which way they have moved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from detente.model import UNSURE, Distance, Issue, Mark, Position, Stance, Statement, Table, Trend
from detente.positions.fold import carriers

_POINTS = {Stance.OPPOSE: 0.0, Stance.OPEN: 1.0, Stance.SUPPORT: 2.0}


def measure_distances(table: Table, *, unsure_under: float = UNSURE) -> tuple[Distance, ...]:
    """How many steps lie between the furthest two parties on an issue.

    Parameters
    ----------
    table : Table
        Who wants what.
    unsure_under : float, 0..1
        Statements read with less confidence are left out.

    Returns
    -------
    tuple of Distance
        Nearest first, then issues on which one party was heard, each in the table's order. An issue on which no
        party has a stance is left out: silence is no place on the line.

    Notes
    -----
    From oppose to open is one step, and from open to support another. That the two steps are equal is a
    convention of drawing, not a measurement. A party with several stances counts at the middle between its
    lowest and its highest. The trend compares how far the parties are apart now with how far they were when each
    was first heard; it is ``None`` where none of them has spoken in more than one report.
    """
    distances = [d for issue in table.issues if (d := _measure(issue, table, unsure_under)).marks]
    return tuple(sorted(distances, key=lambda d: (d.apart is None, d.apart or 0.0)))


def _measure(issue: Issue, table: Table, unsure_under: float) -> Distance:
    """The marks of one issue, the steps between them, and the trend."""
    marks: list[Mark] = []
    first_points: list[float] = []
    moved = False
    for party in table.parties:
        position = table.at(party.id, issue.id)
        mark = _mark(position, unsure_under) if position else None
        if position is None or mark is None:
            continue
        marks.append(mark)
        first = _points(_first_heard(position, unsure_under))
        moved = moved or bool(first)
        first_points.append(_middle(first) if first else mark.point)
    apart = _apart([mark.point for mark in marks])
    before = _apart(first_points)
    return Distance(
        issue=issue.id,
        marks=tuple(marks),
        apart=apart,
        trend=_trend(before, apart) if moved and before is not None and apart is not None else None,
    )


def _mark(position: Position, unsure_under: float) -> Mark | None:
    """A party's place, from the statements that carry one of the stances it holds."""
    behind = tuple(
        s for s in position.statements if s.stance in position.stances and s.origin.confidence >= unsure_under
    )
    points = _points(behind)
    if not points:
        return None
    return Mark(
        party=position.party,
        point=_middle(points),
        low=min(points),
        high=max(points),
        several=len(points) > 1,
        # ``hedged`` is true of a negation too; a refusal is not a hedge.
        hedged=all(s.hedge is not None for s in behind),
        statements=behind,
    )


def _first_heard(position: Position, unsure_under: float) -> tuple[Statement, ...]:
    """What a party said in the first report that placed it, if a later one took its place."""
    for _, group in groupby(position.superseded, key=lambda s: s.evidence.document):
        sure = [s for s in group if s.origin.confidence >= unsure_under and s.stance in _POINTS]
        if sure:
            return carriers(sure)
    return ()


def _points(statements: Iterable[Statement]) -> set[float]:
    """The places on the line that statements take."""
    return {_POINTS[s.stance] for s in statements if s.stance in _POINTS}


def _middle(points: Iterable[float]) -> float:
    """Half way between the lowest and the highest."""
    held = sorted(points)
    return (held[0] + held[-1]) / 2


def _apart(points: Sequence[float]) -> float | None:
    """Steps between the furthest two, ``None`` for fewer than two."""
    return max(points) - min(points) if len(points) > 1 else None


def _trend(before: float, now: float) -> Trend:
    """Which way the distance changed."""
    if now == before:
        return Trend.UNCHANGED
    return Trend.CLOSER if now < before else Trend.APART
