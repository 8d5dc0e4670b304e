"""The first screen: head, contents, state of the talks and the report's own outlook."""

from __future__ import annotations

from collections.abc import Iterable

from detente.brief.brief import Brief, LeadLine, Piece
from detente.brief.markup import Markup, el, group
from detente.brief.places import Places
from detente.brief.signs import quotation
from detente.brief.words import clip_quote, count_words, date_words, join_words, quoted
from detente.model import Role

_NAMED = 6
"""Parties up to which the head names them."""
_MOMENTS = 3
"""Undated moments that the head quotes."""


def page_head(brief: Brief, contents: Iterable[tuple[str, str]]) -> Markup:
    """Title, what was read, when, by how much, and the way to each section."""
    topic, colon, rest = brief.title.rpartition(": ")
    title = el("h1", topic, el("span", f": {rest}")) if colon else el("h1", brief.title)
    facts = (("Parties", _parties(brief)), ("Date", _date(brief)), ("Read", _read(brief)), ("Voice", _voice(brief)))
    boxes = [el("div", el("dt", term), el("dd", words)) for term, words in facts if words]
    links = [el("li", el("a", words, href=f"#{place}"), class_=f"to-{place}") for place, words in contents]
    return el(
        "div",
        el(
            "header",
            el("p", "Negotiation brief", class_="kick"),
            title,
            el("p", brief.source, class_="dek"),
            el("dl", *boxes, class_="meta"),
        ),
        el("nav", el("ul", *links), aria_label="Contents"),
        class_="top",
    )


def lead_section(brief: Brief, places: Places) -> Markup:
    """The state of the talks in at most five lines."""
    lines = [_lead_line(line, places) for line in brief.lead]
    none = "No agreement, distance, contradiction or condition found that could open this page."
    return el(
        "section",
        el("h2", "State of the talks", id="h-talks"),
        el("dl", *lines, class_="lead") if lines else el("p", none, class_="intro"),
        id="talks",
        aria_labelledby="h-talks",
    )


def outlook_section(brief: Brief, places: Places) -> Markup:
    """What the report itself says is likely, and in whose words."""
    whose = "The reports’ own outlook" if places.several else "The article’s own outlook"
    if brief.outlook is None:
        told = f"No outlook found in {count_words(brief.counts.sentences, 'sentence')}. This brief adds no forecast."
        body = el("p", told, class_="intro")
    else:
        evidence, speaker = brief.outlook.evidence, brief.outlook.speaker
        if speaker:
            whose = "The outlook, as reported"
        passage = places.passage(evidence)
        hedge = next((s.hedge for s in (passage.statements if passage else ()) if s.hedge), None)
        by = f"Said by {speaker.name}" if speaker else "The article’s words, no source named"
        hedged = f"; hedged {quoted(hedge.quote)}" if hedge and evidence.span.contains(hedge.span) else ""
        caption = (by + hedged, places.references(evidence), ". This brief adds no forecast of its own.")
        quote = quotation(clip_quote(evidence), places.language(evidence))
        body = el("figure", quote, el("figcaption", *caption))
    return el("section", el("h2", whose, id="h-out"), body, id="outlook", class_="outlook", aria_labelledby="h-out")


def _lead_line(line: LeadLine, places: Places) -> Markup:
    """One labelled line; a reference follows its word without a space."""
    pieces: list[Markup] = []
    for piece, following in zip(line.pieces, (*line.pieces[1:], None), strict=True):
        if not piece.text.strip() and not piece.passages and following and following.passages:
            continue
        pieces.append(_piece(piece, places))
    return el("div", el("dt", line.label), el("dd", *pieces))


def _piece(piece: Piece, places: Places) -> Markup:
    """Words, quoted words, or references."""
    words = quoted(piece.text) if piece.quoted else piece.text
    return group(words, *(places.reference(passage) for passage in piece.passages))


def _parties(brief: Brief) -> str:
    """Who is at the table, by the part each plays."""
    one = {Role.PARTY: "party", Role.MEDIATOR: "mediator", Role.THIRD_PARTY: "third party"}
    many = {Role.PARTY: "parties", Role.MEDIATOR: "mediators", Role.THIRD_PARTY: "third parties"}
    told: list[str] = []
    for role in Role:
        names = [party.name for party in brief.table.parties if party.role is role]
        if names and len(brief.table.parties) > _NAMED:
            told.append(count_words(len(names), one[role], many[role]))
        elif names and role is Role.PARTY:
            told.append(join_words(names))
        elif names:
            told.append(f"{(one if len(names) == 1 else many)[role].capitalize()}: {join_words(names)}")
    issues = f"{count_words(len(brief.table.issues), 'issue')}."
    return " ".join([*(f"{words}." for words in told), issues]) if told else ""


def _date(brief: Brief) -> str:
    """The day the brief stands for; where none is known, what that means for the text's words."""
    if brief.as_of:
        return date_words(brief.as_of)
    surfaces = (
        statement.said.surface
        for report in brief.reports
        for passage in report.passages
        for statement in passage.statements
        if statement.said and statement.said.earliest is None
    )
    moments = list(dict.fromkeys(map(quoted, surfaces)))[:_MOMENTS]
    stay = "stays" if len(moments) == 1 else "stay"
    return f"Not given, so {join_words(moments)} {stay} as written." if moments else "Not given."


def _read(brief: Brief) -> Markup:
    """What was read and what it gave."""
    counts = brief.counts
    silent = count_words(counts.sentences_without_statement, "sentence")
    return group(
        _number(counts.sentences),
        " sentence, " if counts.sentences == 1 else " sentences, ",
        _number(counts.statements),
        " statement in " if counts.statements == 1 else " statements in ",
        _number(counts.passages),
        " passage. " if counts.passages == 1 else " passages. ",
        f"{silent} {'holds' if counts.sentences_without_statement == 1 else 'hold'} no statement; ",
        _number(counts.skipped),
        " skipped as unreadable.",
    )


def _number(count: int) -> Markup:
    """A count that stands out."""
    return el("b", f"{count:,}")


def _voice(brief: Brief) -> Markup | None:
    """How many statements are the report's own words."""
    counts = brief.counts
    if not counts.statements:
        return None
    whose = "article’s" if counts.documents == 1 else "reports’"
    one = counts.unsourced == 1
    told = f" of {count_words(counts.statements, 'statement')} {'has' if one else 'have'} no named source: "
    told += f"{'it is' if one else 'they are'} the {whose} own words."
    return group(el("b", f"{counts.unsourced:,}"), told)
