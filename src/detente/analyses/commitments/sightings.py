"""Which sightings of an undertaking are of the same one, and which of them tells how it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from detente.analyses.commitments.states import PRECEDENCE
from detente.model import CommitmentKind, CommitmentStatus, Evidence, IssueId, PartyId, Reading, Span

_COURSE = (
    CommitmentStatus.PROPOSED,
    CommitmentStatus.AGREED_IN_PRINCIPLE,
    CommitmentStatus.AGREED,
    CommitmentStatus.IN_FORCE,
)
"""How an undertaking comes about; a later report that tells an earlier step tells its history."""
ENDED = frozenset({CommitmentStatus.TERMINATED, CommitmentStatus.EXPIRED, CommitmentStatus.SUSPENDED})
_TO_COME = frozenset({CommitmentStatus.PROPOSED, CommitmentStatus.AGREED_IN_PRINCIPLE, CommitmentStatus.REJECTED})
_OLD_OR_NEW = re.compile(r"\b(?:new|another|fresh|old|previous|last|former|prior|earlier|existing)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One place where a report tells the state of an undertaking."""

    reading: Reading
    sentence: Span
    status: CommitmentStatus
    kind: CommitmentKind
    head: str
    name: Evidence | None
    evidence: Evidence
    issue: IssueId | None
    parties: frozenset[PartyId]


def find_group(sighting: Sighting, groups: Sequence[list[Sighting]]) -> list[Sighting] | None:
    """The undertaking that a sighting is of, among those told before; ``None`` where it is another, or cannot be told."""
    fitting = [g for g in groups if _belongs(sighting, g)]
    here = [g for g in fitting if any(s.reading is sighting.reading for s in g)]
    if sighting.status in ENDED and not here:
        standing = [g for g in fitting if latest(g).status not in ENDED]
        told_apart = sighting.name is not None and _OLD_OR_NEW.search(sighting.name.quote) is not None
        if told_apart or (sighting.issue is None and len(standing) > 1):
            fitting = [g for g in fitting if g not in standing]
    return fitting[-1] if fitting else _find_ended(sighting, groups)


def _belongs(sighting: Sighting, group: Sequence[Sighting]) -> bool:
    """Whether a sighting is of the same undertaking as those of a group."""
    kinds = {s.kind for s in (sighting, *group)} - {CommitmentKind.OTHER}
    issues = {s.issue for s in group} - {None}
    same_head = any(s.head == sighting.head for s in group)
    if len(kinds) > 1 or (sighting.issue not in issues if sighting.issue and issues else not same_head):
        return False
    here = [s for s in (sighting, *group) if s.reading is sighting.reading]
    statuses = {s.status for s in here}
    if statuses & ENDED and statuses - ENDED:
        # One report on a contract that ran out and a new one under negotiation tells of two.
        told_apart = any(s.name and _OLD_OR_NEW.search(s.name.quote) for s in here)
        return same_head and not told_apart and not statuses - ENDED <= _TO_COME
    held = {party for s in group for party in s.parties}
    rivals = sighting.parties and held and not sighting.parties & held
    return not (rivals and {s.status for s in (sighting, *group)} == {CommitmentStatus.PROPOSED})


def _find_ended(sighting: Sighting, groups: Sequence[list[Sighting]]) -> list[Sighting] | None:
    """The one earlier undertaking whose end a sighting tells under another issue: same kind, no other party."""
    if sighting.status not in ENDED or sighting.kind is CommitmentKind.OTHER:
        return None
    if sighting.name and _OLD_OR_NEW.search(sighting.name.quote):
        return None
    candidates = [g for g in groups if sighting.kind in {s.kind for s in g} and _may_end(g, sighting)]
    return candidates[0] if len(candidates) == 1 else None


def _may_end(group: Sequence[Sighting], sighting: Sighting) -> bool:
    """Whether a group tells of something that stands, and of nobody but whom the sighting names, if it names any."""
    carrying = latest(group)
    if carrying.status in _TO_COME or carrying.status in ENDED:
        return False
    held = {party for s in group for party in s.parties}
    told_apart = any(s.name and _OLD_OR_NEW.search(s.name.quote) for s in group if s.reading is sighting.reading)
    return not told_apart and (not sighting.parties or not held or bool(sighting.parties & held))


def latest(group: Sequence[Sighting]) -> Sighting:
    """The sighting that tells the status after the last report."""
    by_report = [
        min(told, key=lambda s: PRECEDENCE.index(s.status))
        for _, told in groupby(group, lambda s: s.reading.document.id)
    ]
    carrying = by_report[0]
    for news in by_report[1:]:
        steps = [_COURSE.index(s.status) if s.status in _COURSE else None for s in (carrying, news)]
        if steps[0] is None or steps[1] is None or steps[1] >= steps[0]:
            carrying = news
    return carrying
