"""Time on the page: through which positions each party went, and what falls on which day."""

from __future__ import annotations

from collections.abc import Sequence

from detente.brief.brief import Brief
from detente.brief.markup import Markup, el, group
from detente.brief.places import Places
from detente.brief.signs import sign
from detente.brief.timeline import newest_words
from detente.brief.timeline_figures import (
    Scale,
    axis,
    calendar_bar,
    calendar_scale,
    fading_ends,
    gap_line,
    lane,
    report_scale,
)
from detente.brief.timeline_words import (
    KIND_WORDS,
    day_words,
    gap_words,
    line_words,
    step_words,
    whole_words,
)
from detente.brief.words import (
    count_words,
    date_words,
    join_words,
    party_name,
    party_names,
)
from detente.model import IssueId
from detente.model.course import CalendarLine, Course, Timeline

_LANES = 16
"""Lanes that are shown at once; the rest is folded."""
_FEW = 4
"""Lanes up to which an issue is shown whole."""
_LINES = 12
"""Lines of the calendar that are shown at once."""
_STEPS = 6
"""Steps of one lane that are listed; of more, the latest."""
_LONG = 110
"""Code points up to which the name of a commitment stands whole."""


def timeline_section(brief: Brief, places: Places) -> Markup:
    """A lane for each party on each issue, issues on which most moved first; beside each lane its steps as text."""
    timeline = brief.timeline
    if timeline is None:
        return group()
    shown, folded = _split(timeline)
    scale = report_scale(timeline)
    rest = None
    if folded:
        still = "" if any(course.moves for course in folded) else ", none of which moved"
        rest = el(
            "details",
            el("summary", f"{count_words(len(folded), 'more line')}{still}"),
            _lanes(folded, timeline, scale, places, "Positions over time, the other lines"),
            class_="raised",
        )
    intro = (
        f"Reports of {count_words(len(timeline.days), 'day')}, {date_words(timeline.first)} to "
        f"{date_words(timeline.last)}. A sign stands where a report places a party; a small dot, where another tells of the "
        "same. The thin line says only that no report placed it elsewhere. The line beside an issue’s name "
        "is the distance between the furthest two: the higher, the further. Parties that moved stand first."
    )
    return el(
        "section",
        el("h2", "Timeline of positions", id="h-time"),
        el("p", intro, class_="intro"),
        el("p", whole_words(timeline), class_="intro"),
        _lanes(shown, timeline, scale, places, "Positions over time") if shown else _none(brief),
        rest,
        id="timeline",
        aria_labelledby="h-time",
    )


def calendar_section(brief: Brief, places: Places) -> Markup:
    """Commitments from start to end, deadlines and rounds of talks, as far as reports state them."""
    timeline = brief.timeline
    if timeline is None:
        return group()
    lines = timeline.calendar
    scale = calendar_scale(timeline)
    none = f"No commitment, deadline or round of talks with a day found in {count_words(brief.counts.sentences, 'sentence')}."
    intro = (
        f"Days left are counted from {date_words(timeline.as_of)}, the upright line. A bar that fades has no end that a "
        "report tells; a dotted edge, no start: it begins where it was first reported. A flag is a deadline, a "
        "diamond a round of talks. Hollow bars are over."
    )
    rest = None
    if len(lines) > _LINES:
        more = _calendar(lines[_LINES:], scale, timeline, places, "Calendar, other lines")
        rest = el("details", el("summary", f"{count_words(len(lines) - _LINES, 'more line')}"), more, class_="raised")
    return el(
        "section",
        fading_ends(),
        el("h2", "Calendar of commitments", id="h-cal"),
        el("p", intro if lines else none, class_="intro"),
        _calendar(lines[:_LINES], scale, timeline, places, "Calendar of commitments") if lines else None,
        rest,
        id="calendar",
        aria_labelledby="h-cal",
    )


def _none(brief: Brief) -> Markup:
    return el("p", f"No statement found in {count_words(brief.counts.sentences, 'sentence')}.", class_="intro")


def _split(timeline: Timeline) -> tuple[list[Course], list[Course]]:
    """Lanes that are shown, issues on which parties moved most often first, and those that are folded.

    Where an issue has many lanes, only those of parties that moved are shown; the table's order holds among equals.
    """
    by_issue: dict[IssueId, list[Course]] = {}
    for course in timeline.courses:
        by_issue.setdefault(course.issue, []).append(course)
    ordered = sorted(by_issue.values(), key=lambda courses: -sum(course.moves for course in courses))
    shown: list[Course] = []
    for courses in ordered:
        moved = [course for course in courses if course.moves]
        lanes = courses if len(courses) <= _FEW or not moved else moved
        if shown and len(shown) + len(lanes) > _LANES:
            break
        shown += lanes
    kept = {(course.issue, course.party) for course in shown}
    rest = [course for courses in ordered for course in courses if (course.issue, course.party) not in kept]
    return (shown, rest) if len(rest) > 1 else ([*shown, *rest], [])


def _lanes(lanes: Sequence[Course], timeline: Timeline, scale: Scale, places: Places, caption: str) -> Markup:
    """One table: a body an issue, a row a party."""
    ends = [(timeline.first, day_words(timeline.first, timeline)), (scale.last, date_words(scale.last))]
    heads = (
        el("th", "Party", role="columnheader", scope="col"),
        el(
            "th", axis(scale, timeline.days, ends), el("span", "Drawing", class_="vh"), role="columnheader", scope="col"
        ),
        el("th", "Where it stood, from which day", role="columnheader", scope="col"),
    )
    courses: dict[IssueId, list[Course]] = {}
    for course in lanes:
        courses.setdefault(course.issue, []).append(course)
    return el(
        "table",
        el("caption", caption, class_="vh"),
        el("thead", el("tr", *heads, role="row"), role="rowgroup"),
        *(_issue(issue, held, timeline, scale, places) for issue, held in courses.items()),
        role="table",
        class_="time",
    )


def _issue(issue: IssueId, courses: Sequence[Course], timeline: Timeline, scale: Scale, places: Places) -> Markup:
    """One issue: its distance, then a lane a party."""
    gap = next((course for course in timeline.gaps if course.issue == issue), None)
    head = el(
        "tr",
        el("th", places.issue_link(issue), role="rowheader", scope="rowgroup"),
        el("td", gap_line(gap, scale) if gap else None, role="cell"),
        el("td", gap_words(places.brief, gap, timeline), role="cell"),
        role="row",
        class_="gh",
    )
    return el("tbody", head, *(_course(course, timeline, scale, places) for course in courses), role="rowgroup")


def _course(course: Course, timeline: Timeline, scale: Scale, places: Places) -> Markup:
    """One party: its lane, and its steps as text, each with its sentence."""
    left_out = max(0, len(course.steps) - _STEPS)
    steps: list[Markup] = [el("li", f"{count_words(left_out, 'earlier step')}")] if left_out else []
    for step in course.steps[left_out:]:
        signs = [sign(stance, small=True) for stance in step.stances]
        words = el("b", *signs, step_words(step), class_=step.stances[-1].value if len(step.stances) == 1 else None)
        day = el("span", day_words(step.since, timeline), class_="day")
        steps.append(el("li", day, " ", words, places.references(*newest_words(step))))
    return el(
        "tr",
        el("th", party_name(places.brief, course.party), role="rowheader", scope="row"),
        el("td", lane(course, scale, places), role="cell"),
        el("td", el("ol", *steps, class_="steps"), role="cell"),
        role="row",
    )


def _calendar(lines: Sequence[CalendarLine], scale: Scale, timeline: Timeline, places: Places, caption: str) -> Markup:
    """One row a line."""
    words = [(scale.first, date_words(scale.first)), (scale.last, date_words(scale.last))]
    at = scale.at(timeline.as_of)
    if 30 < at < 70:
        words.append((timeline.as_of, f"as of {day_words(timeline.as_of, timeline)}"))
    heads = (
        el("th", "What", role="columnheader", scope="col"),
        el("th", axis(scale, (), words), el("span", "Drawing", class_="vh"), role="columnheader", scope="col"),
        el("th", "When", role="columnheader", scope="col"),
    )
    return el(
        "table",
        el("caption", caption, class_="vh"),
        el("thead", el("tr", *heads, role="row"), role="rowgroup"),
        el("tbody", *(_line(line, scale, timeline, places) for line in lines), role="rowgroup"),
        role="table",
        class_="time cal",
    )


def _line(line: CalendarLine, scale: Scale, timeline: Timeline, places: Places) -> Markup:
    """A commitment, deadline or round of talks."""
    held = line.clock.commitment.parties if line.clock else ()
    names = join_words(party_names(places.brief, held))
    sub = f"{KIND_WORDS[line.kind]}: {names}" if names else KIND_WORDS[line.kind]
    what = " ".join(line.what.split())
    what = what if len(what) <= _LONG else f"{what[:_LONG].rsplit(' ', 1)[0]} …"
    shown = what if line.clock else f"“{what}”"
    return el(
        "tr",
        el(
            "th",
            shown,
            places.references(*line.evidence[:4]),
            el("span", sub, class_="sub"),
            role="rowheader",
            scope="row",
        ),
        el("td", calendar_bar(line, scale, timeline), role="cell"),
        el("td", line_words(line, timeline), role="cell"),
        role="row",
    )
