"""The gate: what stands before a shared condition and what comes after it, drawn for wide and narrow pages."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from detente.brief.markup import Markup, el, group
from detente.brief.places import Places
from detente.brief.words import STANCE_WORDS, act_word, count_words, issue_name, party_name, quoted
from detente.model import ConditionKind, IssueId, Linkage, PartyId

BEFORE = (ConditionKind.UNTIL, ConditionKind.UNLESS)
"""What holds up to the gate; every other condition says what follows it."""

_LETTERS = 44
"""Letters that fit a box's line in the widest of the system fonts."""
_LINES = 3
_STEP = 19
"""Height of a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One party and issue: the conditions before the gate and after it."""

    party: PartyId | None
    issue: IssueId
    before: tuple[Linkage, ...]
    after: tuple[Linkage, ...]


def gate_lanes(linkages: Sequence[Linkage]) -> tuple[Lane, ...]:
    """The lanes of one gate, in the order of the first condition."""
    keys = dict.fromkeys((linkage.party, linkage.issue) for linkage in linkages)
    return tuple(
        Lane(
            party=party,
            issue=issue,
            before=tuple(k for k in linkages if (k.party, k.issue) == (party, issue) and k.kind in BEFORE),
            after=tuple(k for k in linkages if (k.party, k.issue) == (party, issue) and k.kind not in BEFORE),
        )
        for party, issue in keys
    )


def gate_figure(gate: str, linkages: Sequence[Linkage], number: int, places: Places) -> Markup:
    """One gate, drawn twice: side by side for a wide page, one below the other for a narrow one.

    ``number`` tells the figures of one page apart.
    """
    lanes = gate_lanes(linkages)
    return el("figure", _wide(gate, lanes, number, places), _narrow(gate, lanes, places), class_="gate")


def _wide(gate: str, lanes: Sequence[Lane], number: int, places: Places) -> Markup:
    """Before on the left, the gate in the middle, after on the right."""
    drawn: list[Markup] = []
    top = 60
    for place, lane in enumerate(lanes):
        if place:
            drawn.append(el("path", d=f"M24 {top - 24}H420M440 {top - 24}H836", class_="hair"))
        title = _lane_title(lane, 24, top, places)
        drawn.append(title.drawing)
        base = top + title.height - 6 if lane.before else top - 14
        left = _stack(lane.before, 24, base, 352, places)
        right = _stack(lane.after, 484, base, 352, places)
        drawn += [left.drawing, right.drawing]
        drawn += [_left_edge(link, y) for link, y in zip(lane.before, left.middles, strict=True)]
        drawn += [_right_edge(link, y) for link, y in zip(lane.after, right.middles, strict=True)]
        top = max(base + max(left.height, right.height), top + title.height) + 42
    height = top - 22
    caps = (_text("BEFORE", 24, 22, "cap"), _text("AFTER", 836, 22, "cap", anchor="end"))
    conditions = sum(len(lane.before) + len(lane.after) for lane in lanes)
    on = count_words(len(lanes), "lane")
    told = f"{count_words(conditions, 'condition')} in {on} stand before or after the gate. The table below lists them."
    return el(
        "svg",
        el("title", f"What waits for {gate}", id=f"gate{number}-t"),
        el("desc", told, id=f"gate{number}-d"),
        el("rect", x=430, y=34, width=430, height=height - 36, class_="after"),
        *caps,
        el("path", d=f"M426 34V{height - 2}M434 34V{height - 2}", class_="gatel"),
        _pill(gate, 430, 4),
        *drawn,
        class_="fig wide",
        viewBox=f"0 0 860 {height}",
        role="group",
        aria_labelledby=f"gate{number}-t gate{number}-d",
    )


def _narrow(gate: str, lanes: Sequence[Lane], places: Places) -> Markup:
    """Before on top, the gate across, after below."""
    drawn: list[Markup] = []
    top = 14
    ground = top
    for word, side in (("BEFORE", "before"), ("AFTER", "after")):
        if side == "after":
            ground = top - 2
            drawn.append(el("path", d=f"M0 {top}H340M0 {top + 8}H340", class_="gatel"))
            drawn.append(_pill(gate, 170, top - 11))
            top += 42
        drawn.append(_text(word, 8, top, "cap"))
        top += 26
        for lane in lanes:
            held: tuple[Linkage, ...] = getattr(lane, side)
            if held:
                title = _lane_title(lane, 8, top, places)
                boxes = _stack(held, 8, top + title.height - 8, 324, places)
                drawn += [title.drawing, boxes.drawing]
                top += title.height + boxes.height + 16
    label = f"What waits for {gate}. The table below lists the conditions."
    rest = el("rect", x=0, y=ground, width=340, height=top - ground, class_="after")
    return el("svg", rest, *drawn, class_="fig narrow", viewBox=f"0 0 340 {top}", role="group", aria_label=label)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    """A part of a drawing and the room it takes."""

    drawing: Markup
    height: int
    middles: tuple[int, ...] = ()


def _lane_title(lane: Lane, x: int, y: int, places: Places) -> _Drawn:
    """Party and issue."""
    name = party_name(places.brief, lane.party) if lane.party else "No party named"
    issue = textwrap.wrap(issue_name(places.brief, lane.issue), _LETTERS, max_lines=2, placeholder=" …")
    first = _text(name, x, y, "gw")
    rest = [_text(line, x, y + 18 * place, "iss") for place, line in enumerate(issue, start=1)]
    return _Drawn(drawing=group(first, *rest), height=18 * (len(issue) + 1))


def _stack(linkages: Sequence[Linkage], x: int, y: int, width: int, places: Places) -> _Drawn:
    """Boxes one below the other."""
    boxes: list[Markup] = []
    middles: list[int] = []
    top = y
    for linkage in linkages:
        box = _box(linkage, x, top, width, places)
        boxes.append(box.drawing)
        middles.append(top + box.height // 2)
        top += box.height + 10
    return _Drawn(drawing=group(*boxes), height=max(top - 10 - y, 0), middles=tuple(middles))


def _box(linkage: Linkage, x: int, y: int, width: int, places: Places) -> _Drawn:
    """One condition: stance and act, the condition in the text's words, the passage's number."""
    statement = linkage.statement
    clause = textwrap.wrap(quoted(linkage.evidence.quote), _LETTERS, max_lines=_LINES, placeholder=" …”")
    kind = statement.stance.value if statement else "neutral"
    inside: list[Markup] = []
    line = y + 24
    if statement:
        shape = el("use", href=f"#g-{kind}")
        inside.append(el("svg", shape, x=x + 12, y=line - 12, width=15, height=15, viewBox="0 0 16 16", class_=kind))
        act = f"{STANCE_WORDS[statement.stance]}: {act_word(statement, places.brief.allegations)}"
        hedge = f" {quoted(statement.hedge.quote)}" if statement.hedge else ""
        for words in textwrap.wrap(act + hedge, _LETTERS - 8, max_lines=_LINES, placeholder=" …”"):
            inside.append(_text(words, x + 34, line, "t1"))
            line += _STEP
        line += 3
    inside += [_text(words, x + 12, line + _STEP * place, "t2") for place, words in enumerate(clause)]
    height = line + _STEP * len(clause) - y - 3
    inside.insert(0, el("rect", x=x, y=y, width=width, height=height, rx=3, class_=f"box {kind}"))
    passage = places.passage(statement.evidence if statement else linkage.evidence)
    if passage is None:
        return _Drawn(drawing=group(*inside), height=height)
    inside.append(_text(places.number(passage), x + width - 10, y + 24, "num", anchor="end"))
    return _Drawn(drawing=el("a", *inside, href=f"#{places.passage_id(passage)}"), height=height)


def _left_edge(linkage: Linkage, y: int) -> Markup:
    """From a box to the gate: a bar where it ends there, dashed with a question mark where that is inferred."""
    if linkage.stated:
        return el("path", d=f"M376 {y}H422M422 {y - 7}v14", class_="ed")
    return group(el("path", d=f"M376 {y}H408", class_="ed da"), _text("?", 416, y + 5, "qm", anchor="middle"))


def _right_edge(linkage: Linkage, y: int) -> Markup:
    """From the gate to a box."""
    if linkage.stated:
        return el("path", d=f"M438 {y}H476M470 {y - 5}l7 5-7 5", class_="ed")
    return group(_text("?", 445, y + 5, "qm", anchor="middle"), el("path", d=f"M452 {y}H476", class_="ed da"))


def _pill(gate: str, middle: int, y: int) -> Markup:
    """The gate's name across its bars."""
    words = textwrap.shorten(gate, _LETTERS, placeholder=" …")
    width = 28 + 8 * len(words)
    shape = el("rect", x=middle - width // 2, y=y, width=width, height=30, rx=15, class_="gatep")
    return group(shape, _text(words, middle, y + 20, "gatet", anchor="middle"))


def _text(words: str, x: int, y: int, kind: str, *, anchor: str | None = None) -> Markup:
    """A line of text."""
    return el("text", words, x=x, y=y, class_=kind, text_anchor=anchor)
