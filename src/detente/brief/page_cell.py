"""One cell of the table on the page: stance, a line a statement, what was said before."""

from __future__ import annotations

from collections.abc import Sequence

from detente.brief.markup import Markup, el, group
from detente.brief.places import Places
from detente.brief.signs import gate_sign, position_sign, sign, unsure_mark, voice_mark
from detente.brief.words import (
    STANCE_WORDS,
    CellLine,
    cell_lines,
    count_words,
    date_words,
    is_unsure,
    position_word,
    quoted,
)
from detente.model import Issue, Party, Position, Stance, Standing


def party_cell(position: Position | None, party: Party, places: Places, *, folded: bool) -> Markup:
    """One party on one issue."""
    who = el("span", party.name, class_="who", aria_hidden="true")
    if position is None:
        return _empty_cell(who)
    kind = _ground(position)
    if all(is_unsure(statement) for statement in position.statements):
        kind += " doubtful"
    where = places.cell_id(position.issue, position.party)
    return el(
        "td", who, el("div", _content(position, places, folded=folded)), role="cell", class_=f"c {kind}", id=where
    )


def shared_cell(issue: Issue, others: Sequence[Party], places: Places) -> Markup:
    """Several parties in one cell, each named."""
    who = el("span", "Others", class_="who", aria_hidden="true")
    entries: list[Markup] = []
    for party in others:
        position = places.positions.get((issue.id, party.id))
        if position:
            where = places.cell_id(position.issue, position.party)
            entries.append(
                el("div", el("b", party.name), _content(position, places, folded=True), id=where, class_="other")
            )
    return el("td", who, el("div", *entries), role="cell", class_="c shared") if entries else _empty_cell(who)


def _empty_cell(who: Markup) -> Markup:
    """A dot: nothing found."""
    found = (el("span", "·", aria_hidden="true"), el("span", "Nothing found", class_="vh"))
    return el("td", who, *found, role="cell", class_="c empty")


def _content(position: Position, places: Places, *, folded: bool) -> Markup:
    """Stance, then a line a statement, then what was said before."""
    several = position.standing is not Standing.SINGLE
    kind = "divided" if several else position.stance.value
    unsure = all(is_unsure(statement) for statement in position.statements)
    head = (position_sign(position), position_word(position), group(" ", unsure_mark()) if unsure else None)
    lines = [
        _line(line, stance, places, marked=several, known_unsure=unsure)
        for stance, together in cell_lines(position, places.brief.allegations)
        for line in together
    ]
    rest = group(*lines, _history(position, places))
    if folded:
        return el("details", el("summary", *head, class_=f"h {kind}"), rest)
    return group(el("b", *head, class_=f"h {kind}"), rest)


def _line(line: CellLine, stance: Stance | None, places: Places, *, marked: bool, known_unsure: bool) -> Markup:
    """One statement: stance where the cell holds several, act, hedge, moment, voice, number, condition."""
    statement = line.statement
    passage = places.passage(statement.evidence)
    parts: list[Markup | str] = []
    if stance:
        parts += [el("b", sign(stance, small=True), STANCE_WORDS[stance], class_=stance.value), " "]
    parts.append(line.act)
    if line.hedge:
        parts += [" ", el("span", quoted(line.hedge), class_="hg")]
    if statement.said and marked:
        parts += [" ", el("span", quoted(statement.said.surface), class_="w")]
    parts += [el("span", ", ", class_="sep"), voice_mark(statement)]
    if passage:
        parts.append(el("span", el("span", ", passage ", class_="vh"), places.number(passage), class_="n"))
    if line.unsure and not known_unsure:
        parts += [" ", unsure_mark()]
    if line.condition:
        parts.append(el("span", gate_sign(), el("span", "Condition: ", class_="vh"), line.condition, class_="k"))
    return el("a" if passage else "span", *parts, class_="l", href=places.href(statement.evidence) if passage else None)


def _history(position: Position, places: Places) -> Markup | None:
    """Since when the stance has stood, how often it was stated, and what stood before, by date."""
    since = None
    if places.several and position.since:
        count = count_words(len(position.statements), "statement")
        since = el("span", f"since {date_words(position.since)}, {count}", class_="since")
    if not position.superseded:
        return since
    published = {report.document.id: report.document.published for report in places.brief.reports}
    earlier: list[Markup] = []
    for statement in position.superseded:
        when = published.get(statement.evidence.document)
        words = f"{date_words(when) if when else 'date not given'}: {STANCE_WORDS[statement.stance]}"
        href = places.href(statement.evidence)
        earlier.append(el("li", el("a", sign(statement.stance, small=True), words, href=href) if href else words))
    title = f"Earlier: {count_words(len(earlier), 'statement')}"
    return group(since, el("details", el("summary", title), el("ol", *earlier), class_="earlier"))


def _ground(position: Position) -> str:
    """The classes that colour a cell's ground."""
    if position.standing is Standing.SINGLE or len(position.stances) == 1:
        return position.stance.value
    first, second = position.stances[:2]
    return f"{position.standing} a-{first} b-{second}"
