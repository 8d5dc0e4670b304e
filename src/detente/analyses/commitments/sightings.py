"""Which sightings of an undertaking are of the same one, and which of them tells how it stands."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from detente.analyses.commitments.nouns import STANDING, title_of
from detente.analyses.commitments.states import PRECEDENCE
from detente.analyses.commitments.terms import runs_until
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
_NEW = re.compile(r"\b(?:new|another|fresh)\b", re.IGNORECASE)
_WORD_BEFORE = re.compile(r"[\w’'-]+\s$")
_NEAR = timedelta(days=183)
"""Reports further apart are of two undertakings, unless the first is said to run on or both name it by its title."""


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
    general: bool = False
    """Whether the issue is that of the talks or of an agreement at large, under which many undertakings come."""

    @property
    def named(self) -> str:
        """The name with the word before it, which may tell a new one from the one that stands."""
        if self.name is None:
            return ""
        text, start = self.reading.document.text, self.name.span.start
        before = _WORD_BEFORE.search(text, self.sentence.start, start)
        return text[before.start() if before else start : self.name.span.end]

    @property
    def day(self) -> date | None:
        """When it was told."""
        return self.reading.document.published


class Group:
    """The sightings of one undertaking so far, in order, and what they have in common."""

    # fmt: off
    __slots__ = (
        "_read", "_until", "heads", "issues", "kinds", "last", "new", "number", "parties", "sightings", "standing", "title",
    )
    # fmt: on

    def __init__(self, number: int, first: Sighting) -> None:
        self.number = number
        self.sightings: list[Sighting] = []
        self.kinds: set[CommitmentKind] = set()
        self.heads: set[str] = set()
        self.issues: set[IssueId] = set()
        self.parties: set[PartyId] = set()
        self.title: frozenset[str] = frozenset()
        self.new = self.standing = False
        self.last: date | None = None
        self._until: date | None = None
        self._read = 0
        self.add(first)

    def add(self, sighting: Sighting) -> None:
        """Take in another sighting, no earlier than those before."""
        self.sightings.append(sighting)
        self.heads.add(sighting.head)
        self.kinds |= {sighting.kind} - {CommitmentKind.OTHER}
        self.issues |= {sighting.issue} if sighting.issue else set()
        self.parties |= sighting.parties
        named = sighting.named
        self.title = self.title or title_of(sighting.name.quote if sighting.name else "")
        self.new = self.new or _NEW.search(named) is not None
        self.standing = self.standing or STANDING.search(named) is not None
        self.last = sighting.day or self.last

    @property
    def until(self) -> date | None:
        """The latest day up to which a sentence lets it run; read only when asked for, as it takes long."""
        for sighting in self.sightings[self._read :]:
            end = runs_until(sighting.reading, sighting.sentence)
            self._until = max(self._until, end) if self._until and end else self._until or end
        self._read = len(self.sightings)
        return self._until

    def told_in(self, reading: Reading) -> Iterator[Sighting]:
        """The sightings of one report, which are the last ones."""
        for sighting in reversed(self.sightings):
            if sighting.reading is not reading:
                return
            yield sighting


class Groups:
    """All undertakings told so far, found by issue and by head."""

    def __init__(self) -> None:
        self.all: list[Group] = []
        self._by_issue: defaultdict[IssueId, list[Group]] = defaultdict(list)
        self._by_head: defaultdict[str, list[Group]] = defaultdict(list)

    def place(self, sighting: Sighting) -> None:
        """Put a sighting to the undertaking that it is of, or let it begin another."""
        group = self._find(sighting)
        heads, issues = (set(group.heads), set(group.issues)) if group else (set(), set())
        if group is None:
            group = Group(len(self.all), sighting)
            self.all.append(group)
        else:
            group.add(sighting)
        for head in group.heads - heads:
            self._by_head[head].append(group)
        for issue in group.issues - issues:
            self._by_issue[issue].append(group)

    def _alike(self, sighting: Sighting) -> list[Group]:
        """Those under the same issue, else of the same head, in order of first mention."""
        same_head = self._by_head[sighting.head]
        if sighting.issue is None:
            found: Iterable[Group] = same_head
        else:
            found = (*self._by_issue[sighting.issue], *(g for g in same_head if not g.issues))
        return sorted(found, key=lambda group: group.number)

    def _find(self, sighting: Sighting) -> Group | None:
        """The undertaking that a sighting is of; ``None`` where it is another, or cannot be told."""
        fitting = [group for group in self._alike(sighting) if _belongs(sighting, group)]
        here = any(any(group.told_in(sighting.reading)) for group in fitting)
        if sighting.status in ENDED and not here:
            standing = [group for group in fitting if latest(group.sightings).status not in ENDED]
            told_apart = sighting.name is not None and _OLD_OR_NEW.search(sighting.name.quote) is not None
            if told_apart or (sighting.issue is None and len(standing) > 1):
                fitting = [group for group in fitting if group not in standing]
        return fitting[-1] if fitting else self._find_ended(sighting)

    def _find_ended(self, sighting: Sighting) -> Group | None:
        """The one earlier undertaking whose end a sighting tells under another issue: same kind, no other party."""
        if sighting.status not in ENDED or sighting.kind is CommitmentKind.OTHER:
            return None
        if sighting.name and _OLD_OR_NEW.search(sighting.name.quote):
            return None
        same_kind = self._by_head[sighting.kind.value]
        candidates = [group for group in same_kind if sighting.kind in group.kinds and _may_end(group, sighting)]
        return candidates[0] if len(candidates) == 1 else None


def _belongs(sighting: Sighting, group: Group) -> bool:
    """Whether a sighting, under the same issue or of the same head, is of the same undertaking."""
    if len(group.kinds | ({sighting.kind} - {CommitmentKind.OTHER})) > 1:
        return False
    named = sighting.named
    if (group.new and STANDING.search(named)) or (group.standing and not group.new and _NEW.search(named)):
        return False
    told = (sighting, *group.told_in(sighting.reading))
    beside = [s for s in told[1:] if s.sentence == sighting.sentence]
    if any((STANDING.search(s.named) is None) != (STANDING.search(named) is None) for s in beside):
        return False
    if len(told) == 1 and not _may_be_told_again(sighting, group):
        return False
    statuses = {s.status for s in told}
    if statuses & ENDED and statuses - ENDED:
        # One report on a contract that ran out and a new one under negotiation tells of two.
        told_apart = any(s.name and _OLD_OR_NEW.search(s.name.quote) for s in told)
        return sighting.head in group.heads and not told_apart and not statuses - ENDED <= _TO_COME
    rivals = sighting.parties and group.parties and not sighting.parties & group.parties
    proposed = {s.status for s in (sighting, *group.sightings)} == {CommitmentStatus.PROPOSED} if rivals else False
    return not proposed


def _may_be_told_again(sighting: Sighting, group: Group) -> bool:
    """Whether a later report's sighting may be of the same undertaking: by title, else by parties and by time."""
    title = title_of(sighting.name.quote if sighting.name else "")
    if title and group.title:
        return title <= group.title or group.title <= title
    if not _share(sighting.parties, group.parties, general=sighting.general):
        return False
    if sighting.general and sighting.head not in group.heads:
        return False
    return _is_near(sighting, group)


def _share(ours: frozenset[PartyId], theirs: set[PartyId], *, general: bool) -> bool:
    """Whether the parties may be those of one undertaking: one in common is too few where each names others as well."""
    shared = ours & theirs
    if general:
        return len(shared) > 1 or (bool(shared) and ours == theirs)
    return not ours or not theirs or len(shared) > 1 or (bool(shared) and (ours <= theirs or theirs <= ours))


def _is_near(sighting: Sighting, group: Group) -> bool:
    """Whether a report is near enough in time to the last one of an undertaking, or that one is said to run on."""
    day = sighting.day
    if day is None or group.last is None or day - group.last <= _NEAR:
        return True
    return group.until is not None and day - group.until <= _NEAR


def _may_end(group: Group, sighting: Sighting) -> bool:
    """Whether a group tells of something that stands, and of nobody but whom the sighting names, if it names any."""
    carrying = latest(group.sightings)
    if carrying.status in _TO_COME or carrying.status in ENDED or not _is_near(sighting, group):
        return False
    told_apart = any(s.name and _OLD_OR_NEW.search(s.name.quote) for s in group.told_in(sighting.reading))
    same = not sighting.parties or not group.parties or bool(sighting.parties & group.parties)
    return not told_apart and same


def is_current(sighting: Sighting) -> bool:
    """Whether it is called no more than "the current one", beside another."""
    return sighting.name is not None and sighting.name.quote.endswith(" one")


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
