"""What falls on which day: how long commitments run, which deadlines and rounds of talks the reports state."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from detente.codebook.day_cues import load_day_cues
from detente.model import CommitmentStatus, DocumentId, Evidence, Moment, Precision, Reading, Span
from detente.model.change import Clock
from detente.model.course import CalendarLine, DayKind
from detente.positions.timeline import order_readings
from detente.statements.dates import find_moments

_NEAR = 60
"""Code points within which a cue and its date stand."""
_UNSET = 20
"""Code points before a deadline in which "no" or "without" takes it back."""
_ATTRIBUTE = re.compile(r"(?:['’]s)?(?:\s[\w-]+){0,2}\s")
_COMPLEMENT = re.compile(r"\s|\s(?:of|on|for|to|is|was|will|by|at|set|falls?)\b[^,;()]*\s", re.IGNORECASE)
_OTHER_TIME = re.compile(r"\b(?:before|after|since|until|when|ahead of|days?|weeks?)\b|[,(]", re.IGNORECASE)
"""Between talks and a date one of these tells that the date is another's."""
_AFTER = re.compile(r"\b(?:before|after|since|until|where)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[;:]\s|\s[–—]\s|\s--\s|,?\s(?:but|while|whereas|although|though|which|who)\s")
_LONGEST = 31
"""Days of a moment that still is one in a calendar; a year is none."""
_REFUSED = CommitmentStatus.REJECTED


def gather_calendar(
    readings: Sequence[Reading], clocks: Sequence[Clock], *, as_of: date | None
) -> tuple[CalendarLine, ...]:
    """Commitments with their days, deadlines and rounds of talks, as far as reports state them.

    Parameters
    ----------
    readings : sequence of Reading
        One for each report, in any order.
    clocks : sequence of Clock
        As :func:`detente.analyses.clock.read_clocks` gives them.
    as_of : date or None
        The day that parts what is to come from what is past.

    Returns
    -------
    tuple of CalendarLine
        What is to come first, by last day; then commitments without a known end; then what is past, the latest first.
        Commitments that were refused are left out, since none of them runs.

    Notes
    -----
    A deadline is a date beside a word for one ("by the Tuesday deadline"), a round of talks a date beside those who meet
    and a word for meeting ("talks will resume on 3 April"); no date is made up. Several reports of one day are one line
    with the words of each. What only ends a commitment is on its line and on no other.
    """
    ordered = order_readings(readings)
    published = {r.document.id: r.document.published for r in ordered}
    lines = [_commitment_line(clock, published) for clock in clocks if clock.commitment.status is not _REFUSED]
    ended = {(c.commitment.ends.evidence.document, c.commitment.ends.evidence.span) for c in clocks
             if c.commitment.ends and c.commitment.ends.evidence}  # fmt: skip
    joined: dict[tuple[DayKind, date | None, date | None], CalendarLine] = {}
    for line in (line for reading in ordered for line in _stated(reading)):
        if line.moment and line.moment.evidence:
            at = line.moment.evidence
            if any(at.document == document and at.span.overlap(span) for document, span in ended):
                continue
        key = (line.kind, line.starts, line.ends)
        known = joined.get(key)
        joined[key] = replace(known, evidence=(*known.evidence, *line.evidence)) if known else line
    return tuple(sorted((*lines, *joined.values()), key=lambda line: _order(line, as_of)))


def _commitment_line(clock: Clock, published: Mapping[DocumentId, date | None]) -> CalendarLine:
    """One commitment."""
    held = clock.commitment
    days = [day for e in held.evidence if (day := published.get(e.document))]
    return CalendarLine(
        kind=DayKind.COMMITMENT,
        what=held.what,
        starts=held.starts.earliest if held.starts else None,
        ends=clock.ends,
        evidence=held.evidence,
        clock=clock,
        reported=min(days, default=None),
    )


def _order(line: CalendarLine, as_of: date | None) -> tuple[int, int]:
    """To come, open, past."""
    over = line.clock.over if line.clock else bool(line.ends and as_of and line.ends < as_of)
    if over:
        return 2, -(line.ends or line.reported or date.min).toordinal()
    return (0, line.ends.toordinal()) if line.ends else (1, 0)


def _stated(reading: Reading) -> Iterator[CalendarLine]:
    """Every deadline and round of talks in one report, in text order."""
    cues = load_day_cues()
    text = reading.document.text
    for sentence in reading.sentences:
        span = sentence.span
        found = [
            (kind, cue)
            for kind, pattern in ((DayKind.DEADLINE, cues.deadline), (DayKind.TALKS, cues.talks))
            if (cue := pattern.search(text, span.start, span.end))
        ]
        if not found:
            continue
        for moment in find_moments(reading.document, span):
            for kind, _ in found:
                words = _words(text, span, moment, kind)
                if words and _is_day(moment, reading.document.published):
                    yield CalendarLine(
                        kind=kind,
                        what=text[words.start : words.end],
                        starts=moment.earliest,
                        ends=moment.latest,
                        evidence=(Evidence.cite(reading.document, words),),
                        moment=moment,
                        reported=reading.document.published,
                    )
                    break


def _is_day(moment: Moment, published: date | None) -> bool:
    """Whether a moment is near enough to a day to stand in a calendar; of what is past only days and weeks are."""
    if moment.earliest is None or moment.latest is None:
        return False
    if moment.precision in (Precision.DAY, Precision.WEEK):
        return True
    past = published is not None and moment.latest < published
    return (moment.latest - moment.earliest).days < _LONGEST and not past


def _words(text: str, sentence: Span, moment: Moment, kind: DayKind) -> Span | None:
    """The words from cue to date, where they stand close together in one part of a sentence and tell of a day."""
    if moment.evidence is None:
        return None
    at = moment.evidence.span
    clause = _clause(text, sentence, at)
    return _deadline(text, clause, at) if kind is DayKind.DEADLINE else _talks(text, clause, at)


def _deadline(text: str, clause: Span, at: Span) -> Span | None:
    """A deadline with its date: "the Tuesday deadline", "a deadline for a text of 1 July"."""
    cues = load_day_cues()
    for cue in cues.deadline.finditer(text, clause.start, clause.end):
        if cues.unset.search(text, max(clause.start, cue.start() - _UNSET), cue.start()):
            continue
        before, after = text[at.end : cue.start()], text[cue.end() : at.start]
        if at.end <= cue.start() and _ATTRIBUTE.fullmatch(before):
            return Span(start=at.start, end=cue.end())
        if cue.end() <= at.start and len(after) <= _NEAR and _COMPLEMENT.fullmatch(after):
            return Span(start=cue.start(), end=at.end)
    return None


def _talks(text: str, clause: Span, at: Span) -> Span | None:
    """A round of talks with its date: "talks will resume on Friday", "On Monday negotiators will meet"."""
    cues = load_day_cues()
    if cues.unreal.search(text, clause.start, clause.end):
        return None
    for cue in cues.talks.finditer(text, clause.start, clause.end):
        for verb in cues.take_place.finditer(text, clause.start, clause.end):
            start, end = min(cue.start(), verb.start()), max(cue.end(), verb.end())
            between = text[end : at.start] if end <= at.start else text[at.end : start] if at.end <= start else ""
            inside = text[start:end]
            near = len(inside) <= _NEAR and len(between) <= _NEAR
            if near and not _OTHER_TIME.search(between) and not _AFTER.search(inside):
                return Span(start=min(start, at.start), end=max(end, at.end))
    return None


def _clause(text: str, sentence: Span, at: Span) -> Span:
    """The part of a sentence around some words of it."""
    start, end = sentence.start, sentence.end
    for cut in _CLAUSE.finditer(text, sentence.start, sentence.end):
        if cut.end() <= at.start:
            start = cut.end()
        elif cut.start() >= at.end:
            end = cut.start()
            break
    return Span(start=start, end=end)
