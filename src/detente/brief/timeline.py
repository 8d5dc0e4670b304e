"""What reports of several days tell of time, put together, and as plain JSON values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from detente.analyses.calendar_days import gather_calendar
from detente.analyses.clock import read_clocks
from detente.analyses.courses import compare_whole, trace_gaps
from detente.model import Commitment, Evidence, Moment, Reading
from detente.model.course import CalendarLine, Course, Step, Timeline
from detente.model.edtf import write_edtf, write_stretch
from detente.positions.course import follow_positions, trace_courses


def compose_timeline(
    readings: Sequence[Reading], commitments: Sequence[Commitment], *, as_of: date | None = None
) -> Timeline | None:
    """Positions, distances and days over time.

    Parameters
    ----------
    readings : sequence of Reading
        One for each report; issues and parties carry the same ids in all of them.
    commitments : sequence of Commitment
        As found in them.
    as_of : date or None
        The day that days left are counted from; the last report's by default.

    Returns
    -------
    Timeline or None
        ``None`` where the reports do not span more than one day: one day has no course.
    """
    days = tuple(sorted({r.document.published for r in readings if r.document.published}))
    if len(days) < 2:
        return None
    day = as_of or days[-1]
    followed = follow_positions(readings)
    return Timeline(
        first=days[0],
        last=days[-1],
        days=days,
        courses=trace_courses(followed),
        gaps=trace_gaps(followed),
        whole=compare_whole(followed, days[0], days[-1]),
        calendar=gather_calendar(readings, read_clocks(commitments, as_of=day), as_of=day),
        as_of=day,
    )


def timeline_record(timeline: Timeline) -> dict[str, Any]:
    """A timeline as a value that JSON can hold, in the form of ``brief.schema.json``."""
    whole = timeline.whole
    return {
        "first": timeline.first.isoformat(),
        "last": timeline.last.isoformat(),
        "as_of": timeline.as_of.isoformat(),
        "days": [day.isoformat() for day in timeline.days],
        "courses": [course_record(course) for course in timeline.courses],
        "gaps": [
            {
                "issue": course.issue,
                "gaps": [
                    {"since": _day(gap.since), "apart": gap.apart, "joined": list(gap.joined)} for gap in course.gaps
                ],
                "heard": [day.isoformat() for day in course.heard],
                "trend": course.trend.value if course.trend else None,
                "since": _day(course.since),
            }
            for course in timeline.gaps
        ],
        "whole": {
            "first": whole.first.isoformat(),
            "last": whole.last.isoformat(),
            "issues": whole.issues,
            "before": whole.before,
            "now": whole.now,
            "trend": whole.trend.value,
        }
        if whole
        else None,
        "calendar": [_line_record(line) for line in timeline.calendar],
    }


def course_record(course: Course) -> dict[str, Any]:
    """One party on one issue, step after step."""
    return {
        "party": course.party,
        "issue": course.issue,
        "moves": course.moves,
        "steps": [
            {
                "since": _day(step.since),
                "until": _day(step.until),
                "edtf": write_stretch(step.since, step.until),
                "stances": [stance.value for stance in step.stances],
                "standing": step.standing.value,
                "told": [day.isoformat() for day in step.told],
                "statements": [statement.id for statement in step.statements],
            }
            for step in course.steps
        ],
    }


def course_rows(courses: Sequence[Course], names: Mapping[str, str]) -> list[dict[str, str]]:
    """Courses as rows of a spreadsheet, a step each.

    Parameters
    ----------
    courses : sequence of Course
    names : mapping
        What parties and issues are called, by id.

    Returns
    -------
    list of dict
        The same keys in every row; what is not known is empty. The quote is that by which the step began. A cell that a
        spreadsheet would run as a formula begins with an apostrophe.
    """
    return [
        {
            "party": _guarded(names.get(course.party, course.party)),
            "issue": _guarded(names.get(course.issue, course.issue)),
            "since": _day(step.since) or "",
            "until": _day(step.until) or "",
            "edtf": write_stretch(step.since, step.until),
            "stances": " / ".join(stance.value for stance in step.stances),
            "standing": step.standing.value,
            "told": " ".join(day.isoformat() for day in step.told),
            "quote": _guarded(" ".join(newest_words(step)[0].quote.split())),
            "statements": " ".join(statement.id for statement in step.statements),
        }
        for course in courses
        for step in course.steps
    ]


def line_edtf(line: CalendarLine) -> str | None:
    """The days of a line in EDTF: the moment's own words where it has one, else from start to end."""
    if line.moment:
        return write_edtf(line.moment)
    if line.starts is None and line.ends is None:
        return None
    return f"{line.starts.isoformat() if line.starts else ''}/{line.ends.isoformat() if line.ends else ''}"


def moment_record(moment: Moment | None) -> dict[str, Any] | None:
    """A moment with its words, and in EDTF."""
    if moment is None:
        return None
    return {
        "earliest": _day(moment.earliest),
        "latest": _day(moment.latest),
        "precision": moment.precision.value,
        "edtf": write_edtf(moment),
        "surface": moment.surface,
        "evidence": _evidence(moment.evidence) if moment.evidence else None,
    }


def newest_words(step: Step) -> tuple[Evidence, ...]:
    """The sentences by which a step began: those of its first report that carry one of its stances, the first two."""
    placed = [s for s in step.statements if s.stance in step.stances] or list(step.statements)
    first = placed[0].evidence.document
    return tuple(dict.fromkeys(s.evidence for s in placed if s.evidence.document == first))[:2]


def _guarded(cell: str) -> str:
    """A cell that no spreadsheet runs."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _line_record(line: CalendarLine) -> dict[str, Any]:
    clock = line.clock
    return {
        "kind": line.kind.value,
        "what": line.what,
        "starts": _day(line.starts),
        "ends": _day(line.ends),
        "edtf": line_edtf(line),
        "commitment": clock.commitment.id if clock else None,
        "stated": clock.stated if clock else True,
        "left": clock.left if clock else None,
        "over": clock.over if clock else None,
        "reported": _day(line.reported),
        "moment": moment_record(line.moment),
        "evidence": [_evidence(evidence) for evidence in line.evidence],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _evidence(evidence: Evidence) -> dict[str, Any]:
    span = evidence.span
    return {"document": evidence.document, "start": span.start, "end": span.end, "quote": evidence.quote}
