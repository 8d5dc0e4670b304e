"""Who wants what, on the page: issues by parties, every line a link to its passage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.brief.brief import Brief
from detente.brief.markup import Markup, el
from detente.brief.page_cell import party_cell, shared_cell
from detente.brief.places import Places
from detente.brief.signs import gate_sign, halved_sign, sign, unsure_mark
from detente.brief.words import (
    ROLE_WORDS,
    count_words,
    is_unsure,
    quoted,
    short_name,
)
from detente.model import UNSURE, Issue, Party, Stance, Standing, Statement, Voice

_FULL = 5
"""Columns up to which every cell shows its lines; above, they open on request."""
_COLUMNS = 8
"""Columns of the table at most, the one that holds the other parties included."""
_SPARSE = 5
"""A party with stances on under one issue in so many may share a column."""
_UNTHEMED = 20
"""Issues up to which the table has no groups."""
_ALL = 30
"""Issues up to which those with one party heard stand with the rest."""


def table_section(brief: Brief, places: Places) -> Markup:
    """The table with its key; nothing is left out, only folded."""
    columns, others = _columns(places)
    issues, raised = _issues(brief, places)
    tables = [
        _grid(issues, columns, others, places, f"Stance of each party on each of {count_words(len(issues), 'issue')}")
    ]
    if raised:
        title = f"Also raised: {count_words(len(raised), 'issue')} with one party heard"
        folded = _grid(raised, columns, others, places, title)
        tables.append(el("details", el("summary", title), folded, class_="raised"))
    report = "reports" if places.several else "article"
    note = "A stance is towards the issue as named in the first column. "
    note += f"Every line opens its sentence in the {report}."
    if len(columns) + bool(others) > _FULL:
        note += " Open a cell for its lines."
    return el(
        "section",
        el("h2", "Who wants what", id="h-table"),
        el("p", note, class_="intro", id="table-note"),
        el("ul", *_key(brief, places), class_="legend", aria_label="Key"),
        *tables,
        id="table",
        aria_labelledby="h-table",
    )


def _columns(places: Places) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """Parties with a column of their own, and those that share one.

    Of nine parties or more, those with cells on under a fifth of the issues share a column; if there are
    still too many, those with the fewest cells do.
    """
    parties = places.columns
    if len(parties) <= _COLUMNS:
        return parties, ()
    cells = {party.id: sum(held == party.id for _, held in places.positions) for party in parties}
    often = [party for party in parties if cells[party.id] * _SPARSE >= len(places.issues)]
    own = sorted(often, key=lambda party: -cells[party.id])[: _COLUMNS - 1]
    return tuple(p for p in parties if p in own), tuple(p for p in parties if p not in own)


def _issues(brief: Brief, places: Places) -> tuple[tuple[Issue, ...], tuple[Issue, ...]]:
    """Issues shown at once, and those folded because only one party was heard on them."""
    issues = brief.table.issues
    if len(issues) <= _ALL:
        return issues, ()
    heard = {issue.id: sum(held == issue.id for held, _ in places.positions) for issue in issues}
    shown = tuple(issue for issue in issues if heard[issue.id] > 1)
    return shown, tuple(issue for issue in issues if heard[issue.id] <= 1)


def _grid(
    issues: Sequence[Issue], columns: Sequence[Party], others: Sequence[Party], places: Places, caption: str
) -> Markup:
    """One table of issues by parties."""
    width = len(columns) + bool(others)
    first = "Issue" if len(issues) > _UNTHEMED else "Issue, in the article’s order"
    if places.several and len(issues) <= _UNTHEMED:
        first = "Issue, in order of first report"
    heads = [_column(party.name, ROLE_WORDS[party.role]) for party in columns]
    if others:
        heads.append(_column("Others", count_words(len(others), "party", "parties")))
    bodies: list[Markup] = []
    for theme, together in _by_theme(issues):
        heading = None
        if theme is not None:
            words = (f"{theme} ", el("span", count_words(len(together), "issue")))
            heading = el(
                "tr", el("th", *words, role="rowheader", scope="rowgroup", colspan=width + 1), role="row", class_="gh"
            )
        rows = [_row(issue, columns, others, places, folded=width > _FULL) for issue in together]
        bodies.append(el("tbody", heading, *rows, role="rowgroup"))
    return el(
        "table",
        el("caption", caption, class_="vh"),
        el("thead", el("tr", el("th", first, role="columnheader", scope="col"), *heads, role="row"), role="rowgroup"),
        *bodies,
        role="table",
        class_=f"grid cols-{width}",
        aria_describedby="table-note",
    )


def _by_theme(issues: Sequence[Issue]) -> Iterator[tuple[str | None, tuple[Issue, ...]]]:
    """Issues under their themes where there are many and themes are known; else in one group."""
    if len(issues) <= _UNTHEMED or not any(issue.theme for issue in issues):
        yield None, tuple(issues)
        return
    themes = dict.fromkeys(issue.theme for issue in issues)
    for theme in sorted(themes, key=lambda t: t is None):
        name = theme.replace("_", " ").replace("-", " ").capitalize() if theme else "Other issues"
        yield name, tuple(issue for issue in issues if issue.theme == theme)


def _row(issue: Issue, columns: Sequence[Party], others: Sequence[Party], places: Places, *, folded: bool) -> Markup:
    """One issue."""
    outside = [
        el("a", f"+ evidence: {_source(statement, places)}", class_="ev", href=f"#e{places.outside[statement.id]}")
        for statement in places.brief.third_party
        if statement.issue == issue.id
    ]
    head = el("th", issue.name, *outside, role="rowheader", scope="row", id=places.issue_id(issue.id))
    cells = [party_cell(places.positions.get((issue.id, party.id)), party, places, folded=folded) for party in columns]
    if others:
        cells.append(shared_cell(issue, others, places))
    return el("tr", head, *cells, role="row")


def _key(brief: Brief, places: Places) -> Iterator[Markup]:
    """The key, with those signs alone that occur."""
    positions = tuple(places.positions.values())
    statements = [statement for position in positions for statement in position.statements]
    shown = {statement.stance for statement in statements} | {p.stance for p in positions}
    words = {
        Stance.SUPPORT: "Supports",
        Stance.OPEN: "Open, partly or with a condition",
        Stance.OPPOSE: "Opposes",
        Stance.NEUTRAL: "No stance, only facts or forecasts",
    }
    yield from (el("li", sign(stance), word, class_=stance.value) for stance, word in words.items() if stance in shown)
    standings = {position.standing for position in positions}
    several = {
        Standing.DIVIDED: "Divided: a contradiction is recorded",
        Standing.MIXED: "Mixed: stances differ, none recorded",
    }
    found = [word for standing, word in several.items() if standing in standings]
    if found:
        yield el("li", halved_sign(Stance.OPPOSE, Stance.OPEN), ". ".join(found))
    if any(statement.condition for statement in statements):
        yield el("li", gate_sign(), "Condition, in the text’s words")
    if any(statement.voice is Voice.REPORTER for statement in statements):
        yield el("li", el("i", "article", class_="reporter"), " Article’s words, no source named")
    relayed = next((s.speaker for s in statements if s.voice is Voice.RELAYED), None)
    if relayed:
        yield el("li", el("i", f"per {short_name(relayed)}", class_="relayed"), " Said by someone outside the party")
    hedged = next((s.hedge for s in statements if s.hedge), None)
    if hedged:
        yield el("li", el("span", quoted(hedged.quote), class_="hg"), " A hedge in the text")
    if any(is_unsure(statement) for statement in statements):
        yield el("li", unsure_mark(), f" Read with a confidence under {UNSURE:.0%}")


def _source(statement: Statement, places: Places) -> str:
    """Who stands behind evidence from outside."""
    party = places.brief.party(statement.party)
    return party.name if party else statement.speaker.name if statement.speaker else statement.party


def _column(name: str, role: str) -> Markup:
    """A column's head: a party and its part in the talks."""
    return el("th", name, el("span", role, class_="role"), role="columnheader", scope="col")
