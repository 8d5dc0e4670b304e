"""How the distance between the parties went over time, issue by issue and over the whole table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from statistics import fmean

from detente.model import UNSURE, IssueId, PartyId, Position, Stance, Trend
from detente.model.course import Gap, GapCourse, WholeGap
from detente.positions.course import Followed

_POINTS = {Stance.OPPOSE: 0.0, Stance.OPEN: 1.0, Stance.SUPPORT: 2.0}

_Places = dict[PartyId, float]
"""Where parties stand on one issue, 0 oppose to 2 support; who is not placed is left out."""


def trace_gaps(followed: Sequence[Followed], *, unsure_under: float = UNSURE) -> tuple[GapCourse, ...]:
    """How far apart the furthest two parties stood on each issue, from day to day.

    Parameters
    ----------
    followed : sequence of Followed
        As :func:`detente.positions.course.follow_positions` gives them.
    unsure_under : float, 0..1
        Statements read with less confidence are left out.

    Returns
    -------
    tuple of GapCourse
        One for each issue on which two parties were placed at some time, in the order given.

    Notes
    -----
    At the end of each day the distance is that of :func:`detente.analyses.measure_distances` on the table as of that day:
    one step from oppose to open, another from open to support, several stances at their middle. The trend is the last
    change; it is "unchanged" only where a later report spoke of the issue again, and ``None`` where one day alone did.
    """
    return tuple(
        course
        for issue, days in _days(followed, unsure_under).items()
        if (course := _gap_course(issue, days)) is not None
    )


def compare_whole(
    followed: Sequence[Followed], first: date, last: date, *, unsure_under: float = UNSURE
) -> WholeGap | None:
    """Whether the parties stand nearer to one another over the whole table than they did on an earlier day.

    Parameters
    ----------
    followed : sequence of Followed
    first, last : date
        The days that are compared, the first before the last.
    unsure_under : float, 0..1

    Returns
    -------
    WholeGap or None
        ``None`` where no issue had two of the same parties placed on both days.

    Notes
    -----
    Like is compared with like: only issues, and on each only parties, that are placed on both days count. Each issue weighs
    the same, since nobody says how much it matters.
    """
    pairs: list[tuple[float, float]] = []
    for days in _days(followed, unsure_under).values():
        before, now = _as_of(days, first), _as_of(days, last)
        both = [party for party in before if party in now]
        if len(both) > 1:
            pairs.append((_width([before[p] for p in both]), _width([now[p] for p in both])))
    if not pairs:
        return None
    then, today = fmean(before for before, _ in pairs), fmean(now for _, now in pairs)
    return WholeGap(first=first, last=last, issues=len(pairs), before=then, now=today, trend=_trend(then, today))


def _days(followed: Sequence[Followed], unsure_under: float) -> dict[IssueId, list[tuple[date | None, _Places]]]:
    """For each issue every day on which a report told of it, with the places at its end."""
    news: dict[IssueId, dict[date | None, dict[PartyId, float | None]]] = {}
    for cell in followed:
        for day, position in cell:
            news.setdefault(position.issue, {}).setdefault(day, {})[position.party] = _place(position, unsure_under)
    return {issue: list(_accumulate(by_day)) for issue, by_day in news.items()}


def _accumulate(
    by_day: Mapping[date | None, Mapping[PartyId, float | None]],
) -> Iterator[tuple[date | None, _Places]]:
    held: _Places = {}
    for day in sorted(by_day, key=lambda day: (day is not None, day or date.min)):
        for party, place in by_day[day].items():
            held.pop(party, None)
            if place is not None:
                held[party] = place
        yield day, dict(held)


def _place(position: Position, unsure_under: float) -> float | None:
    """The middle of the stances that a party holds, by the statements that are sure enough."""
    points = {
        _POINTS[s.stance]
        for s in position.statements
        if s.stance in _POINTS and s.stance in position.stances and s.origin.confidence >= unsure_under
    }
    return (min(points) + max(points)) / 2 if points else None


def _gap_course(issue: IssueId, days: Sequence[tuple[date | None, _Places]]) -> GapCourse | None:
    """One issue's distances; ``None`` where two parties were never placed at once."""
    gaps: list[Gap] = []
    before: _Places = {}
    for day, places in days:
        apart = _width(list(places.values())) if len(places) > 1 else None
        if apart != (gaps[-1].apart if gaps else None):
            joined = tuple(sorted(places.keys() - before.keys()))
            gaps.append(Gap(since=day, apart=apart, joined=joined))
        before = places
    heard = tuple(day for day, _ in days if day)
    if not gaps:
        return None
    now, earlier = gaps[-1], gaps[-2].apart if len(gaps) > 1 else None
    trend: Trend | None = None
    if now.apart is not None and earlier is not None:
        trend = _trend(earlier, now.apart)
    elif now.apart is not None and len(gaps) == 1 and heard and (now.since is None or heard[-1] > now.since):
        trend = Trend.UNCHANGED
    return GapCourse(issue=issue, gaps=tuple(gaps), heard=heard, trend=trend, since=now.since if trend else None)


def _as_of(days: Sequence[tuple[date | None, _Places]], day: date) -> _Places:
    """The places at the end of a day."""
    return next((places for told, places in reversed(days) if told is None or told <= day), {})


def _width(points: Sequence[float]) -> float:
    return max(points) - min(points)


def _trend(before: float, now: float) -> Trend:
    """Which way a distance changed."""
    if now == before:
        return Trend.UNCHANGED
    return Trend.CLOSER if now < before else Trend.APART
