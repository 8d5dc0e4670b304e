"""Time on a terminal: a strip of days a party, with its steps and sentences; then what falls on which day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from detente.brief.terminal_page import STYLES, Page, Words, grid, stack
from detente.brief.timeline import newest_words
from detente.brief.timeline_words import KIND_WORDS, day_words, gap_words, line_words, step_words, whole_words
from detente.brief.words import STANCE_SIGNS, count_words, date_words, issue_name, join_words, party_name, party_names
from detente.model import Evidence, IssueId
from detente.model.course import CalendarLine, Course, Step, Timeline

_ISSUES = 5
"""Issues with moves that a brief shows; ``detente timeline`` shows all."""
_LINES = 8
"""Lines of the calendar that a brief shows."""
_STRIP = 24
"""Columns of a strip at most; a report's day falls into one of them."""
_NAME = 16
"""Columns of a party's name."""
_SEVERAL = "*"
"""More than one stance at once."""


def moves(page: Page) -> Iterator[RenderableType]:
    """The issues on which parties moved, most moves first; the rest counted."""
    timeline = page.brief.timeline
    if timeline is None:
        return
    by_issue = _by_issue(timeline)
    moved = [issue for issue, courses in by_issue.items() if any(course.moves for course in courses)]
    moved.sort(key=lambda issue: -sum(course.moves for course in by_issue[issue]))
    yield page.pen(whole_words(timeline))
    if not moved:
        yield page.pen(f"Nobody moved in reports of {count_words(len(timeline.days), 'day')}.")
        return
    yield from _scale(page, timeline)
    for issue in moved[:_ISSUES]:
        courses = [course for course in by_issue[issue] if course.moves]
        yield from _issue(page, timeline, issue, courses, len(by_issue[issue]) - len(courses))
    left = len(by_issue) - len(moved[:_ISSUES])
    yield from _legend(page, f"{count_words(left, 'more issue')}: detente timeline prints all." if left else "")


def whole_timeline(page: Page, courses: Sequence[Course]) -> Iterator[RenderableType]:
    """Some courses, each with all of its steps and the words by which each began.

    Parameters
    ----------
    page : Page
        Of a brief with a timeline.
    courses : sequence of Course
        Those that are asked for, in the table's order.
    """
    timeline = page.brief.timeline
    assert timeline is not None
    if not courses:
        yield page.nothing("position")
        return
    yield from _scale(page, timeline)
    by_issue: dict[IssueId, list[Course]] = {}
    for course in courses:
        by_issue.setdefault(course.issue, []).append(course)
    for issue, held in by_issue.items():
        yield from _issue(page, timeline, issue, held, 0, quotes=True)
    yield from _legend(page, "")


def calendar(page: Page) -> Iterator[RenderableType]:
    """Commitments, deadlines and rounds of talks with their days; what is to come first."""
    timeline = page.brief.timeline
    if timeline is None:
        return
    if not timeline.calendar:
        yield page.nothing("commitment, deadline or round of talks with a day")
        return
    yield page.pen((f"Days left are counted from {date_words(timeline.as_of)}.", "dim"))
    for line in timeline.calendar[:_LINES]:
        yield from _line(page, timeline, line)
    left = len(timeline.calendar) - _LINES
    if left > 0:
        yield page.pen(f"{count_words(left, 'more line')}: in the HTML brief.")


def _by_issue(timeline: Timeline) -> dict[IssueId, list[Course]]:
    by_issue: dict[IssueId, list[Course]] = {}
    for course in timeline.courses:
        by_issue.setdefault(course.issue, []).append(course)
    return by_issue


def _scale(page: Page, timeline: Timeline) -> Iterator[RenderableType]:
    """From which day to which the strips go."""
    width = _width(page, timeline)
    ends = (day_words(timeline.first, timeline), day_words(timeline.last, timeline))
    between = width - sum(map(len, ends))
    words = f"{ends[0]}{' ' * max(between, 1)}{ends[1]}" if between > 0 else f"{ends[0]} to {ends[1]}"
    yield page.pen((f"{' ' * (min(_NAME, page.width // 3) + 3)}{words}", "dim"))


def _issue(
    page: Page, timeline: Timeline, issue: IssueId, courses: Sequence[Course], others: int, *, quotes: bool = False
) -> Iterator[RenderableType]:
    """One issue with its distance, then a row a party."""
    gap = next((course for course in timeline.gaps if course.issue == issue), None)
    yield page.pen((issue_name(page.brief, issue), "bold"), (f"  {gap_words(page.brief, gap, timeline)}", "dim"))
    name, strip = min(_NAME, page.width // 3), _width(page, timeline)
    rest = page.width - name - strip - 4
    if quotes or page.narrow or rest < 20:
        for course in courses:
            yield Padding(
                page.pen(party_name(page.brief, course.party), "  ", _strip(page, timeline, course)), (0, 0, 0, 1)
            )
            yield Padding(_steps(page, timeline, course, quotes=quotes), (0, 0, 0, 3))
    else:
        rows = [
            (
                page.pen(party_name(page.brief, course.party)),
                _strip(page, timeline, course),
                _steps(page, timeline, course),
            )
            for course in courses
        ]
        yield Padding(grid((name, strip, rest), rows, gap=1), (0, 0, 0, 1))
    if others:
        yield Padding(
            page.pen((f"{count_words(others, 'other party', 'other parties')} did not move.", "dim")), (0, 0, 0, 1)
        )


def _width(page: Page, timeline: Timeline) -> int:
    """Columns of a strip: a day each as far as there is room."""
    days = (timeline.last - timeline.first).days + 1
    return max(8, min(days, _STRIP, page.width - 12))


def _strip(page: Page, timeline: Timeline, course: Course) -> Text:
    """One column a stretch of days: a sign where a report told, a stroke where nothing else was reported."""
    width = _width(page, timeline)
    span = (timeline.last - timeline.first).days or 1

    def column(day: date | None) -> int:
        return round((day - timeline.first).days / span * (width - 1)) if day else 0

    told = {column(day): step for step in course.steps for day in step.told}
    begins = column(course.steps[0].since)
    return page.pen(
        *(_sign(told[place]) if place in told else ("·" if place < begins else "─", "dim") for place in range(width))
    )


def _sign(step: Step) -> Words:
    """A step in one sign."""
    if len(step.stances) > 1:
        return (_SEVERAL, "bold")
    return (STANCE_SIGNS[step.stances[0]], STYLES[step.stances[0]])


def _steps(page: Page, timeline: Timeline, course: Course, *, quotes: bool = False) -> Text:
    """Every step with its day and its sentence, quoted where asked."""
    lines = []
    for step in course.steps:
        sign = "".join(STANCE_SIGNS[stance] for stance in step.stances)
        style = STYLES[step.stances[0]] if len(step.stances) == 1 else ""
        words = newest_words(step)
        lines.append(
            page.pen(
                (f"{day_words(step.since, timeline)} ", "dim"),
                (f"{sign} {step_words(step)}", style),
                page.cited(*words),
            )
        )
        if quotes:
            lines += [page.pen("  ", page.quote(evidence), (_report(page, evidence), "dim")) for evidence in words]
    return stack(lines)


def _report(page: Page, evidence: Evidence) -> str:
    """The name of the report that some words stand in."""
    reports = page.brief.reports
    return next((f"  {r.document.name}" for r in reports if r.document.id == evidence.document), "")


def _legend(page: Page, more: str) -> Iterator[RenderableType]:
    signs = "  ".join((f"{_SEVERAL} several stances", "─ no report placed it elsewhere", "· not heard yet"))
    yield page.pen((signs, "dim"))
    if more:
        yield page.pen(more)


def _line(page: Page, timeline: Timeline, line: CalendarLine) -> Iterator[RenderableType]:
    """One line of the calendar, with its words and its days."""
    what = " ".join(line.what.split())
    names = join_words(party_names(page.brief, line.clock.commitment.parties)) if line.clock else ""
    shown: Words = (what, "bold") if line.clock else (f"“{what}”", "italic")
    yield page.pen(f"{KIND_WORDS[line.kind]}: ", shown, page.cited(*line.evidence[:3]))
    yield Padding(page.pen(f"{names}. " if names else "", line_words(line, timeline)), (0, 0, 0, 2))
