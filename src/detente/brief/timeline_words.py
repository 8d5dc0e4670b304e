"""What is said of time, in the words that page and terminal share."""

from __future__ import annotations

from datetime import date

from detente.brief.brief import Brief
from detente.brief.words import (
    STANCE_WORDS,
    STATUS_WORDS,
    count_words,
    date_words,
    is_plural,
    join_words,
    party_names,
    quoted,
    steps_words,
)
from detente.model import Corroboration, Distance, IssueId, Standing, Trend
from detente.model.commitment import Charge
from detente.model.course import CalendarLine, DayKind, GapCourse, Step, Timeline

TREND_WORDS = {Trend.CLOSER: "nearer", Trend.APART: "farther", Trend.UNCHANGED: "unchanged"}
KIND_WORDS = {DayKind.COMMITMENT: "Commitment", DayKind.DEADLINE: "Deadline", DayKind.TALKS: "Talks"}
_RUNG_WORDS = {
    Corroboration.ALLEGED: "alleged",
    Corroboration.MONITORED: "monitored",
    Corroboration.VERIFIED: "reported as verified",
    Corroboration.ATTRIBUTED: "reported as attributed",
    Corroboration.DISPUTED: "reported as disputed",
}


def day_words(day: date | None, timeline: Timeline) -> str:
    """A day in short: "24 Mar", with the year where the timeline is of several."""
    if day is None:
        return "date not given"
    year = f" {day.year}" if timeline.first.year != timeline.last.year or day.year != timeline.last.year else ""
    return f"{day.day} {day:%b}{year}"


def step_words(step: Step) -> str:
    """Where a party stood, in a word or two."""
    if step.standing is Standing.SINGLE:
        return STANCE_WORDS[step.stances[-1]]
    return f"{step.standing.value.capitalize()}: {', '.join(STANCE_WORDS[s].lower() for s in step.stances)}"


def gap_words(brief: Brief, course: GapCourse | None, timeline: Timeline) -> str:
    """How the distance on an issue went, as a sentence; never more than two days tell."""
    if course is None:
        return "One party placed: no distance."
    now = course.gaps[-1]
    if now.apart is None:
        return "One party is placed now: no distance."
    apart = apart_words(course.issue, now.apart)
    if course.trend is None:
        return f"{apart}; measured on one day, so no trend is told."
    since = f"since {day_words(course.since, timeline)}" if course.since else "since before the first dated report"
    if course.trend is Trend.UNCHANGED:
        return f"{apart}, unchanged {since}."
    before = apart_words(course.issue, course.gaps[-2].apart).lower()
    words = f"{TREND_WORDS[course.trend].capitalize()} {since}: {apart.lower()}, before {before}"
    if now.joined:
        names = party_names(brief, now.joined)
        many = len(names) > 1 or is_plural(names[0])
        words += f"; {join_words(names)} {'were' if many else 'was'} first placed then"
    return f"{words}."


def apart_words(issue: IssueId, apart: float | None) -> str:
    """A distance in words: "Same stance", "1½ steps apart"."""
    if apart is None:
        return "No distance"
    return "Same stance" if apart == 0 else f"{steps_words(Distance(issue=issue, marks=(), apart=apart))} apart"


def whole_words(timeline: Timeline) -> str:
    """Whether the parties stand nearer over the whole table."""
    whole = timeline.whole
    if whole is None:
        return "No issue has two of the same parties placed on the first and on the last day: no trend over the whole table."
    issues = count_words(whole.issues, "issue")
    told = (
        f"On the {issues} with the same parties placed on {date_words(whole.first)} and on {date_words(whole.last)}, "
        f"the furthest two stand {whole.now:.1f} steps apart on average"
    )
    if whole.trend is Trend.UNCHANGED or f"{whole.now:.1f}" == f"{whole.before:.1f}":
        return f"{told}, as before."
    return f"{told}, before {whole.before:.1f}: {TREND_WORDS[whole.trend]}."


def line_words(line: CalendarLine, timeline: Timeline) -> str:
    """When a line of the calendar is, and how many days are left, in words."""
    if line.clock is None:
        return _stated_words(line, timeline)
    clock, held = line.clock, line.clock.commitment
    status = f"{STATUS_WORDS[held.status]}. "
    if held.starts and held.starts.earliest:
        began = f"From {date_words(held.starts.earliest)}. "
    elif line.reported:
        began = f"Start not given; first reported {date_words(line.reported)}. "
    else:
        began = "Start not given. "
    if clock.ends is None:
        return f"{status}{began}{'Over; last day not given.' if clock.over else 'No end given.'}"
    basis = "" if clock.stated else ", counted from the stated start and the term"
    if clock.left is not None:
        left = "last day today" if clock.left == 0 else f"{count_words(clock.left, 'day')} left"
        return f"{status}{began}Ends {date_words(clock.ends)}{basis}: {left}."
    return f"{status}{began}Last day {date_words(clock.ends)}{basis}."


def _stated_words(line: CalendarLine, timeline: Timeline) -> str:
    """A deadline or round of talks: its day in words, in the text's words, and how far off it is."""
    surface = f" ({quoted(line.moment.surface)})" if line.moment else ""
    if line.starts is None or line.ends is None:
        return surface.strip()
    one_day = line.starts == line.ends
    when = date_words(line.starts) if one_day else f"{date_words(line.starts)} to {date_words(line.ends)}"
    away = (line.starts - timeline.as_of).days
    off = ""
    if away > 0:
        off = f": in {count_words(away, 'day')}"
    elif line.ends < timeline.as_of:
        off = ": past"
    elif one_day:
        off = ": today"
    return f"{when}{surface}{off}."


def charge_words(charge: Charge) -> str:
    """How many reports and sources tell of each rung; empty where it is one report's word and no more."""
    reports = {a.evidence.document for a in charge.allegations}
    if len(reports) < 2 and len(charge.rungs) < 2:
        return ""
    return (
        "; ".join(
            f"{_RUNG_WORDS[rung.corroboration]} in {count_words(rung.reports, 'report')}"
            f" ({count_words(rung.sources, 'source')})"
            for rung in charge.rungs
        ).capitalize()
        + "."
    )
