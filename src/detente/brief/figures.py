"""Small drawings: how far apart, how far a commitment has come, where statements stand in an article."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from detente.brief.brief import Report
from detente.brief.markup import Markup, el, group
from detente.brief.places import Places
from detente.brief.signs import short_party, sign
from detente.brief.words import (
    STANCE_ORDER,
    STANCE_WORDS,
    STATUS_WORDS,
    MarkPart,
    count_words,
    issue_name,
    mark_parts,
    party_codes,
    steps_words,
)
from detente.model import CommitmentStatus, Distance, IssueId, PartyId, Stance, Trend

_STEPS = (
    CommitmentStatus.PROPOSED,
    CommitmentStatus.AGREED_IN_PRINCIPLE,
    CommitmentStatus.AGREED,
    CommitmentStatus.IN_FORCE,
)
_TREND_WORDS = {Trend.CLOSER: "closer", Trend.APART: "further apart", Trend.UNCHANGED: "unchanged"}
_NAMED = 5
"""Parties up to which the chart writes names, not codes."""
_UNGROUPED = 3
"""Issues up to which the chart has no groups."""
_ROW = 30
"""Sentences in one row of the strip."""
_LONGEST = 240
"""Sentences above which the strip would be longer than it tells."""


def status_track(status: CommitmentStatus) -> Markup:
    """Four steps with the one reached filled; an end bar for what is suspended, over or refused."""
    steps = [
        el("circle", cx=8 + 44 * place, cy=9, r="5.5" if reached else "3", class_="on" if reached else "off")
        for place, step in enumerate(_STEPS)
        for reached in (step is status,)
    ]
    end = (
        () if status in _STEPS else (el("path", d="M172 4v10", class_="end"), el("path", d="M150 9h22", class_="dash"))
    )
    line = el("path", d="M8 9h132", class_="ln")
    drawing = el("svg", line, *steps, *end, viewBox="0 0 180 18", aria_hidden="true")
    return el("span", el("b", STATUS_WORDS[status]), drawing, class_="track")


def sentence_strip(report: Report) -> Markup | None:
    """Every sentence as a bar, its statements above it; ``None`` for a text too long or empty."""
    count = len(report.sentences)
    if not 0 < count <= _LONGEST:
        return None
    held: dict[int, list[Stance]] = {}
    for passage in report.passages:
        for statement in passage.statements:
            held.setdefault(statement.sentence, []).append(statement.stance)
    drawn: list[Markup] = []
    top = 0.0
    for first in range(0, count, _ROW):
        row = range(first, min(first + _ROW, count))
        base = top + 10.5 * max((len(held.get(place, ())) for place in row), default=0) + 10
        lengths = [len(report.sentences[place]) for place in row]
        room = 420 * len(row) / _ROW if count > _ROW else 420
        spare = max(room - 11 * len(row), 0)
        left = 0.0
        for place, length in zip(row, lengths, strict=True):
            width = 7 + spare * length / sum(lengths)
            stances = held.get(place, [])
            bar = "full" if stances else "hol"
            drawn.append(el("rect", x=_n(left + 0.5), y=_n(base), width=_n(width), height=5, class_=bar))
            for level, stance in enumerate(stances, start=1):
                spot = {"x": _n(left + 0.5 + width / 2 - 4.5), "y": _n(base - 2 - 10.5 * level)}
                drawn.append(el("use", href=f"#g-{stance}", width=9, height=9, class_=stance.value, **spot))
            left += width + 4
        top = base + 9
    words = f"The text from first to last sentence: {count_words(count, 'sentence')}, {len(held)} with statements; "
    words += "each statement is drawn with its stance above its sentence"
    return el("svg", *drawn, class_="strip", viewBox=f"0 4 420 {_n(top - 4)}", role="img", aria_label=words)


def distance_chart(distances: Sequence[Distance], places: Places) -> Markup:
    """One row an issue: who opposes, is open, supports, and how many steps lie between the furthest."""
    parties = places.columns
    coded = len(parties) > _NAMED
    # Outside voices have no column, but a place on the line.
    names = {party.id: short_party(party) for party in places.brief.table.parties}
    names |= party_codes(parties) if coded else {}
    ordered = sorted(distances, key=lambda d: (d.apart is None, d.apart or 0))
    sides = [
        el("th", sign(side, small=True), STANCE_WORDS[side], role="columnheader", scope="col") for side in STANCE_ORDER
    ]
    bodies: list[Markup] = []
    for title, together in groupby(ordered, key=_group):
        rows = [_distance_row(distance, names, places) for distance in together]
        heading = _group_row(title, len(rows)) if len(distances) > _UNGROUPED else None
        bodies.append(el("tbody", heading, *rows, role="rowgroup"))
    table = el(
        "table",
        el(
            "caption",
            "For each issue, which parties oppose, are open or support, and how far apart they are",
            class_="vh",
        ),
        el("thead", el("tr", _column("Issue"), *sides, _column("Apart"), role="row"), role="rowgroup"),
        *bodies,
        role="table",
        class_="apart",
    )
    key = [el("li", el("b", names[party.id]), f" {party.name}") for party in parties if names[party.id] != party.name]
    return group(el("ul", *key, class_="legend", aria_label="Names in the chart") if coded and key else None, table)


def _distance_row(distance: Distance, names: dict[PartyId, str], places: Places) -> Markup:
    """One issue of the chart."""
    parts = [part for mark in distance.marks for part in mark_parts(mark)]
    reached = [place for place, side in enumerate(STANCE_ORDER) if any(part.stance is side for part in parts)]
    cells: list[Markup] = []
    for place, side in enumerate(STANCE_ORDER):
        line = ""
        if reached and reached[0] < reached[-1] and reached[0] <= place <= reached[-1]:
            line = " a" if place == reached[0] else " z" if place == reached[-1] else " m"
            line += " own" if distance.apart is None else ""
        chips = [_chip(part, distance.issue, names, places) for part in parts if part.stance is side]
        label = el("span", STANCE_WORDS[side], class_="lab", aria_hidden="true") if chips else None
        cells.append(el("td", label, el("span", *chips, class_="cs"), role="cell", class_=f"x {side}{line}"))
    name = el("th", issue_name(places.brief, distance.issue), role="rowheader", scope="row")
    return el("tr", name, *cells, el("td", _apart(distance), role="cell", class_="gap"), role="row")


def _chip(part: MarkPart, issue: IssueId, names: dict[PartyId, str], places: Places) -> Markup:
    """A party's name, linked to its cell; dashed where it holds several stances, ~ where hedged."""
    hedged = (el("span", "\u2009~", aria_hidden="true"), el("span", ", hedged", class_="vh"))
    where = f"#{places.cell_id(issue, part.party)}" if (issue, part.party) in places.positions else None
    words = (names.get(part.party, part.party), *(hedged if part.hedged else ()))
    return el("a", *words, class_="chip dv" if part.several else "chip", href=where)


def _group(distance: Distance) -> str:
    """The heading under which an issue stands."""
    if distance.apart is None:
        return "Only one party heard"
    return "Same stance" if distance.apart == 0 else "Within one step" if distance.apart <= 1 else "More than one step"


def _group_row(title: str, count: int) -> Markup:
    """A heading between rows."""
    words = (f"{title} ", el("span", count_words(count, "issue")))
    return el("tr", el("th", *words, role="rowheader", scope="rowgroup", colspan=5), role="row", class_="gh")


def _apart(distance: Distance) -> str:
    """The distance in words, with the way it moves."""
    return f"{steps_words(distance)}, {_TREND_WORDS[distance.trend]}" if distance.trend else steps_words(distance)


def _column(name: str) -> Markup:
    """A column's head."""
    return el("th", name, role="columnheader", scope="col")


def _n(value: float) -> str:
    """A length in a drawing, to a tenth."""
    return f"{value:.1f}".removesuffix(".0")
