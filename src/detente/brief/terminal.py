"""The brief for a terminal: ruled boxes where there is room, plain columns or blocks where there is less."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from detente.brief.brief import Brief, Prospects
from detente.brief.prospect_words import as_sentence
from detente.brief.terminal_findings import commitments, conditions, contradictions, distances, evidence
from detente.brief.terminal_outcomes import lay_out_outcomes
from detente.brief.terminal_page import Page, Pen, grid, stack
from detente.brief.terminal_scenarios import lay_out_scenarios
from detente.brief.terminal_table import who_wants_what
from detente.brief.terminal_timeline import calendar, moves, whole_timeline
from detente.brief.words import count_words, date_words, quoted, short_name
from detente.model.course import Course

_TAIL = re.compile(r"(?: |\x1b\[[0-9;]*m)+$")
"""Blanks at the end of a line, among them codes that must stay."""

NARROWEST = 24
"""Columns below which the brief is laid out as for this many."""


def render_terminal(
    brief: Brief, *, width: int, colour: bool, encoding: str = "utf-8", tell_of_html: bool = True
) -> str:
    """The brief as text.

    Parameters
    ----------
    brief : Brief
        What is shown.
    width : int, columns
        No line is wider. From 100 with colour the table is ruled and every statement has its line; below that it keeps
        stances and passage numbers; under 80 it is a block an issue.
    colour : bool
        Whether styles may be written, as ANSI codes laid over the same words.
    encoding : str
        What the terminal can hold; signs that it cannot are replaced by ASCII ones.
    tell_of_html : bool
        Whether the last line says how to get the page with the article.

    Returns
    -------
    str
        Lines, each ended by a line feed. No control character comes from a report.

    Raises
    ------
    LookupError
        If there is no such encoding.
    """

    def parts(page: Page) -> Iterator[RenderableType]:
        yield from _parts(page)
        if tell_of_html:
            yield Text()
            yield page.pen("Full brief with the article: add --html brief.html")

    return _render(brief, width, colour, encoding, parts)


def _render(
    brief: Brief, width: int, colour: bool, encoding: str, parts: Callable[[Page], Iterator[RenderableType]]
) -> str:
    """Some parts of a brief as lines without blanks at their ends."""
    console = Console(
        file=io.StringIO(),
        width=max(width, NARROWEST),
        color_system="standard" if colour else None,
        force_terminal=colour,
        no_color=not colour,
        legacy_windows=False,
        emoji=False,
        markup=False,
        highlight=False,
        _environ={},
    )
    page = Page(brief, Pen(encoding), console)
    with console.capture() as captured:
        for part in parts(page):
            console.print(part)
    lines = captured.get().rstrip("\n").split("\n")
    return "".join(_TAIL.sub(lambda tail: tail.group().replace(" ", ""), line) + "\n" for line in lines)


def render_table(brief: Brief, *, width: int, colour: bool, encoding: str = "utf-8") -> str:
    """Who wants what alone, as text.

    Parameters
    ----------
    brief, width, colour, encoding
        As of :func:`render_terminal`.

    Returns
    -------
    str
    """
    return _render(brief, width, colour, encoding, who_wants_what)


def render_timeline(
    brief: Brief, courses: Sequence[Course], *, width: int, colour: bool, encoding: str = "utf-8"
) -> str:
    """Where some parties stood when, as text.

    Parameters
    ----------
    brief : Brief
        With a timeline: its reports span more than one day.
    courses : sequence of Course
        Those of its timeline that are asked for.
    width, colour, encoding
        As of :func:`render_terminal`.

    Returns
    -------
    str
    """
    return _render(brief, width, colour, encoding, lambda page: whole_timeline(page, courses))


def _parts(page: Page) -> Iterator[RenderableType]:
    """Everything from head to foot."""
    yield _head(page)
    if page.brief.counts.statements:
        yield Text()
        yield _lead(page)
        for title, section in (
            ("Who wants what", who_wants_what),
            ("Timeline of positions", moves),
            ("How far apart", distances),
            ("Contradictions", contradictions),
            ("Commitments", commitments),
            ("Calendar of commitments", calendar),
            ("What depends on what", conditions),
            ("Evidence from third parties", evidence),
        ):
            if section in (moves, calendar) and page.brief.timeline is None:
                continue
            yield Text()
            yield page.title(title)
            yield from section(page)
        if page.brief.prospects:
            yield from _prospects(page, page.brief.prospects)
    yield Text()
    yield page.title("Method and caveats")
    yield page.pen(" ".join(explanation for _, explanation in page.brief.method))


def _prospects(page: Page, prospects: Prospects) -> Iterator[RenderableType]:
    """Scenarios and packages, computed."""
    names = {party.id: party.name for party in page.brief.table.parties}
    yield Text()
    yield page.title("Where it could lead")
    yield page.pen(("Computed from the table by stated rules; nobody is quoted as saying it.", "dim"))
    if prospects.scenarios:
        yield Text()
        yield page.pen(("How the talks may end", "bold"))
        yield from lay_out_scenarios(prospects.scenarios, names, page.pen, page.width)
    if prospects.outcomes:
        yield Text()
        yield page.pen(("Where a deal could lie", "bold"))
        yield from lay_out_outcomes(prospects.outcomes, names, page.pen, page.width)
    if prospects.missing:
        yield page.pen(as_sentence(prospects.missing))


def _head(page: Page) -> RenderableType:
    brief, counts = page.brief, page.brief.counts
    title = page.pen((brief.title, "bold"))
    as_of = f" As of {date_words(brief.as_of)}." if page.several and brief.as_of else ""
    lines = [page.pen(brief.source + as_of)]
    if title.cell_len > page.width - 6:
        lines.insert(0, title)
        title = page.pen(("Negotiation brief", "bold"))
    statements, silent = count_words(counts.statements, "statement"), counts.sentences_without_statement
    if counts.statements:
        passages = count_words(counts.passages, "passage")
        empty = f"{count_words(silent, 'sentence')} {'holds' if silent == 1 else 'hold'} no statement"
        lines.append(page.pen(f"{page.sentences}, {statements} in {passages}. {empty}; {counts.skipped} skipped."))
    else:
        lines.append(page.pen(f"{page.sentences}, no statement found; {counts.skipped} skipped."))
    if counts.unsourced:
        verb, they = ("has", "it is in") if counts.unsourced == 1 else ("have", "they are")
        lines.append(page.pen(f"{counts.unsourced} of {statements} {verb} no named source: {they} {page.own_words}."))
    return Panel(stack(lines), title=title, title_align="left", box=page.pen.box, width=page.width, border_style="dim")


def _lead(page: Page) -> RenderableType:
    lines = []
    for line in page.brief.lead:
        text = Text()
        for piece in line.pieces:
            text.append_text(page.pen((quoted(piece.text), "italic") if piece.quoted else piece.text))
            if piece.passages:
                text.append_text(page.pen((f"[{','.join(map(page.refs.number, piece.passages))}]", "dim")))
        lines.append((page.pen((line.label, "bold")), text))
    outlook, whose = page.brief.outlook, "Reports’ outlook" if page.several else "Article’s outlook"
    if outlook is None:
        said = page.nothing("forecast")
    else:
        source = f". According to {short_name(outlook.speaker)}." if outlook.speaker else ". No source named."
        said = page.pen(page.quote(outlook.evidence), page.cited(outlook.evidence), source)
    lines.append((page.pen((whose, "bold")), said))
    if page.narrow:
        return Group(*(part for label, text in lines for part in (label, Padding(text, (0, 0, 0, 2)))))
    label_width = max(label.cell_len for label, _ in lines)
    return grid((label_width, page.width - label_width - 2), lines, gap=2)
