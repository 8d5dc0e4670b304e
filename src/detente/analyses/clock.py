"""How long commitments still run: when they end, as far as that is told, and how many days are left."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date, timedelta

from detente.model import Commitment, CommitmentStatus, Quantity
from detente.model.change import Clock

_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "year": 12, "decade": 120}
ENDED = frozenset({CommitmentStatus.EXPIRED, CommitmentStatus.TERMINATED, CommitmentStatus.REJECTED})
"""Statuses of what no longer runs."""


def read_clocks(commitments: Sequence[Commitment], *, as_of: date | None) -> tuple[Clock, ...]:
    """Where each commitment stands on a day.

    Parameters
    ----------
    commitments : sequence of Commitment
    as_of : date or None
        Without a day nothing is left or over.

    Returns
    -------
    tuple of Clock
        In the order given. The end is the one that a report states; else the start that a report states and the term, counted
        from the latest day on which it may have begun. Nothing else is inferred: a term without a start has no end.
    """
    return tuple(_clock(commitment, as_of) for commitment in commitments)


def _clock(commitment: Commitment, as_of: date | None) -> Clock:
    ends, stated = _end(commitment)
    left = (ends - as_of).days if ends and as_of else None
    over = commitment.status in ENDED or (left is not None and left < 0)
    return Clock(commitment=commitment, ends=ends, stated=stated, left=None if over else left, over=over)


def _end(commitment: Commitment) -> tuple[date | None, bool]:
    """The last day, and whether a report states it."""
    if commitment.ends and commitment.ends.latest:
        return commitment.ends.latest, True
    begun = commitment.starts.latest if commitment.starts else None
    if begun and commitment.term:
        return _after(begun, commitment.term), False
    return None, False


def _after(day: date, term: Quantity) -> date | None:
    """The day on which a term that begins on a day ends; ``None`` where it is no stretch of days."""
    length = term.high if term.high is not None else term.low
    unit = (term.unit or "").lower().rstrip("s")
    try:
        if length is None or length != int(length):
            return None
        if unit in _DAYS:
            return day + timedelta(days=int(length) * _DAYS[unit])
        if unit in _MONTHS:
            month = day.month - 1 + int(length) * _MONTHS[unit]
            year, month = day.year + month // 12, month % 12 + 1
            return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
    except (OverflowError, ValueError):
        return None
    return None
