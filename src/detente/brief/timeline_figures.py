"""Drawings of time: lanes of positions, steps of distance, bars of commitments; each row has its text beside it.

Places along a line are percentages, so that a lane is as wide as its column and its signs stay round. Nothing in these
drawings is the only way to a fact: they are hidden from screen readers, and their links from the keyboard.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from detente.brief.markup import Markup, el
from detente.brief.places import Places
from detente.brief.timeline import newest_words
from detente.model.course import CalendarLine, Course, DayKind, GapCourse, Step, Timeline

_LEFT, _RIGHT = 3.0, 97.0
"""Percent of a lane at which the first and the last day stand."""
_UNDATED = 16.0
"""Where the first day stands if undated reports come before it."""
_MIDDLE = 13
"""Height of a lane's middle."""
_STEP = 9.0
"""Height of one step of distance."""
_MONTH = timedelta(days=31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Days as places along a line."""

    first: date
    last: date
    left: float = _LEFT

    def at(self, day: date) -> float:
        """Percent from the left; what lies outside stands at the edge."""
        share = (day - self.first).days / ((self.last - self.first).days or 1)
        return self.left + (_RIGHT - self.left) * min(max(share, 0.0), 1.0)


def report_scale(timeline: Timeline) -> Scale:
    """From the first report to the day that the brief stands for, with room at the left for undated reports."""
    undated = any(course.steps[0].since is None for course in timeline.courses)
    return Scale(first=timeline.first, last=max(timeline.last, timeline.as_of), left=_UNDATED if undated else _LEFT)


def calendar_scale(timeline: Timeline) -> Scale:
    """From the first day that matters to the last one, but not further off than the talks are long, and two months."""
    span = max(timeline.last - timeline.first, _MONTH)
    days = [d for line in timeline.calendar for d in (line.starts, line.ends, line.reported) if d]
    earliest, latest = min(days, default=timeline.first), max(days, default=timeline.last)
    first = max(min(earliest, timeline.first), _shifted(timeline.first, -span))
    last = min(max(latest, timeline.as_of), _shifted(timeline.as_of, 2 * span))
    return Scale(first=first, last=max(last, first + timedelta(days=1)))


def axis(scale: Scale, days: Sequence[date], words: Sequence[tuple[date, str]]) -> Markup:
    """The line of days over the lanes: a tick for each day, words at some."""
    drawn = [el("line", x1=_p(scale.left), x2=_p(_RIGHT), y1=20, y2=20, class_="ln")]
    drawn += [el("line", x1=_p(x), x2=_p(x), y1=17, y2=23, class_="tick") for x in sorted({scale.at(d) for d in days})]
    if scale.left > _LEFT:
        drawn.append(el("text", "undated", x="0", y=12))
    for day, label in words:
        x = scale.at(day)
        anchor = "start" if x < 25 else "end" if x > 75 else "middle"
        drawn.append(el("text", label, x=_p(x), y=12, text_anchor=anchor))
    return el("svg", *drawn, class_="lane axis", aria_hidden="true", width="100%", height=26)


def lane(course: Course, scale: Scale, places: Places) -> Markup:
    """One party on one issue: a sign where a report places it, a bar as far as reports told of it, then a thin line."""
    drawn: list[Markup] = []
    signs: list[Markup] = []
    for step in course.steps:
        start = scale.at(step.since) if step.since else 0.0
        end = scale.at(step.until) if step.until else 100.0
        told = scale.at(step.told[-1]) if step.told else start
        for place, stance in enumerate(step.stances):
            y = _MIDDLE + _offset(place, len(step.stances))
            drawn.append(el("line", x1=_p(start), x2=_p(end), y1=y, y2=y, class_=f"held {stance}"))
            if told > start:
                drawn.append(el("line", x1=_p(start), x2=_p(told), y1=y, y2=y, class_=f"told {stance}"))
        signs.append(_signs(step, start, places))
        signs += [
            el("circle", cx=_p(scale.at(day)), cy=_MIDDLE, r="2.2", class_="again")
            for day in step.told
            if day != step.since
        ]
    return el("svg", *drawn, *signs, class_="lane", aria_hidden="true", width="100%", height=2 * _MIDDLE)


def gap_line(course: GapCourse, scale: Scale) -> Markup:
    """How far apart the furthest two stood: the higher, the further."""
    drawn = [el("line", x1=_p(scale.left), x2=_p(_RIGHT), y1=_height(0.0), y2=_height(0.0), class_="base")]
    before: float | None = None
    for place, gap in enumerate(course.gaps):
        start = scale.at(gap.since) if gap.since else 0.0
        after = course.gaps[place + 1].since if place + 1 < len(course.gaps) else None
        end = scale.at(after) if after else _RIGHT
        if gap.apart is not None:
            y = _height(gap.apart)
            drawn.append(el("line", x1=_p(start), x2=_p(end), y1=y, y2=y, class_="gapl"))
            if before is not None:
                drawn.append(el("line", x1=_p(start), x2=_p(start), y1=_height(before), y2=y, class_="gapl"))
        before = gap.apart
    return el("svg", *drawn, class_="lane", aria_hidden="true", width="100%", height=2 * _MIDDLE)


def fading_ends() -> Markup:
    """The shading of a bar whose end is not told, drawn once and used by name."""
    stops = (
        el("stop", offset="0", stop_color="var(--strong)"),
        el("stop", offset="1", stop_color="var(--strong)", stop_opacity="0"),
    )
    fade = el("linearGradient", *stops, id="fade")
    return el("svg", el("defs", fade), width=0, height=0, class_="defs", aria_hidden="true", focusable="false")


def calendar_bar(line: CalendarLine, scale: Scale, timeline: Timeline) -> Markup:
    """One line of the calendar: a bar from start to end, or a mark on a day."""
    drawn = [_as_of(scale, timeline)]
    start = line.starts or line.reported
    if line.kind is DayKind.COMMITMENT:
        drawn += _bar(line, scale, start)
    elif line.starts and line.ends:
        left, right = scale.at(line.starts), scale.at(line.ends)
        if right > left:
            drawn.append(el("line", x1=_p(left), x2=_p(right), y1=_MIDDLE, y2=_MIDDLE, class_="dayl"))
        flag = "M0 3v20M0 3h9l-3 4 3 4H0" if line.kind is DayKind.DEADLINE else "M0 7l6 6-6 6-6-6z"
        mark = el("path", d=flag, class_="flag" if line.kind is DayKind.DEADLINE else "round")
        drawn.append(el("svg", mark, x=_p(right if line.kind is DayKind.DEADLINE else left), overflow="visible"))
        drawn += _edges(scale, line.starts, line.ends)
    return el("svg", *drawn, class_="lane", aria_hidden="true", width="100%", height=2 * _MIDDLE)


def _bar(line: CalendarLine, scale: Scale, start: date | None) -> list[Markup]:
    """A commitment's bar; dashed at the left where its start is not told, fading at the right where its end is not."""
    begins = scale.at(start) if start else 0.0
    over = line.clock is not None and line.clock.over
    ends = scale.at(line.ends) if line.ends else begins if over else 100.0
    kind = "over" if over else "open-end" if line.ends is None else "runs"
    drawn = [
        el("rect", x=_p(begins), y=_MIDDLE - 4, width=_p(max(ends - begins, 0.0)), height=8, rx=1, class_=f"run {kind}")
    ]
    if line.starts is None:
        drawn.append(el("line", x1=_p(begins), x2=_p(begins), y1=4, y2=22, class_="unk"))
    if line.ends:
        drawn.append(el("line", x1=_p(ends), x2=_p(ends), y1=5, y2=21, class_="last"))
    return drawn + _edges(scale, line.starts, line.ends)


def _edges(scale: Scale, starts: date | None, ends: date | None) -> list[Markup]:
    """Arrows where a day lies outside the drawing."""
    drawn = []
    if starts and starts < scale.first:
        drawn.append(el("svg", el("path", d="M8 7 2 13l6 6", class_="beyond"), x="0", overflow="visible"))
    if ends and ends > scale.last:
        drawn.append(el("svg", el("path", d="M-8 7l6 6-6 6", class_="beyond"), x="100%", overflow="visible"))
    return drawn


def _as_of(scale: Scale, timeline: Timeline) -> Markup:
    """The day that the brief stands for, through all rows."""
    x = _p(scale.at(timeline.as_of))
    return el("line", x1=x, x2=x, y1=0, y2=2 * _MIDDLE, class_="now")


def _signs(step: Step, at: float, places: Places) -> Markup:
    """A step's signs where it begins, linked to its first sentence for the mouse; the text beside it links for all."""
    drawn = []
    count = len(step.stances)
    size = 14 if count < 3 else 10
    for place, stance in enumerate(step.stances):
        shift = -size // 2 if at > 1 else 0
        y = _MIDDLE - size // 2 + _offset(place, count)
        spot: dict[str, str | int] = {
            "x": _p(at),
            "y": y,
            "width": size,
            "height": size,
            "transform": f"translate({shift} 0)",
        }
        drawn.append(el("rect", class_="under", **spot))
        drawn.append(el("use", href=f"#g-{stance}", class_=stance.value, **spot))
    href = next((places.href(words) for words in newest_words(step)), None)
    return el("a", *drawn, href=href, tabindex=-1) if href else el("g", *drawn)


def _offset(place: int, count: int) -> int:
    """How far from the middle one of several stances is drawn."""
    spread = 12 if count < 3 else 18
    return 0 if count == 1 else round(spread * place / (count - 1)) - spread // 2


def _height(apart: float) -> str:
    """Where a distance is drawn, from the top of its lane."""
    return _n(22 - _STEP * apart)


def _shifted(day: date, by: timedelta) -> date:
    """A day moved, within the calendar."""
    try:
        return day + by
    except OverflowError:
        return date.max if by > timedelta(0) else date.min


def _p(value: float) -> str:
    return f"{_n(value)}%"


def _n(value: float) -> str:
    """A length in a drawing, to a tenth."""
    return f"{value:.1f}".removesuffix(".0")
