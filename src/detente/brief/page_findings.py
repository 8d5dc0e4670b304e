"""Findings on the page: how far apart, contradictions, evidence from third parties, method."""

from __future__ import annotations

from detente.brief.brief import Brief
from detente.brief.figures import distance_chart
from detente.brief.markup import Markup, el, group
from detente.brief.places import Places
from detente.brief.signs import quotation, stance_mark, unsure_mark
from detente.brief.words import (
    act_word,
    clip_quote,
    contradiction_words,
    count_words,
    is_unsure,
    issue_name,
    party_name,
    quoted,
)
from detente.model import Contradiction, Statement, Voice


def apart_section(brief: Brief, places: Places) -> Markup:
    """How far apart the parties heard on each issue stand."""
    intro = (
        "The distance on each issue between the two parties that stand furthest apart. From Opposes to Open is one "
        "step. A dashed name is a party with two stances; it counts at their midpoint. A ~ marks a stance that the "
        "text hedges throughout. The measure says nothing about how much an issue matters."
    )
    none = f"No issue on which a stance could be placed in {count_words(brief.counts.sentences, 'sentence')}."
    return el(
        "section",
        el("h2", "How far apart", id="h-apart"),
        el("p", intro if brief.distances else none, class_="intro"),
        distance_chart(brief.distances, places) if brief.distances else None,
        id="apart",
        aria_labelledby="h-apart",
    )


def contradictions_section(brief: Brief, places: Places) -> Markup:
    """Two quotations a contradiction; never which of them holds."""
    intro = (
        "Two passages that set one party against itself on one issue. Which of them holds is not for this brief to say."
    )
    none = f"No contradiction found in {count_words(brief.counts.sentences, 'sentence')}."
    return el(
        "section",
        el("h2", "Contradictions", id="h-con"),
        el("p", intro if brief.contradictions else none, class_="intro"),
        *(_contradiction(contradiction, places) for contradiction in brief.contradictions),
        id="contradictions",
        aria_labelledby="h-con",
    )


def evidence_section(brief: Brief, places: Places) -> Markup:
    """What outside parties report or assess."""
    none = f"No statement of an outside party found in {count_words(brief.counts.sentences, 'sentence')}."
    return el(
        "section",
        el("h2", "Evidence from third parties", id="h-ev"),
        *(_evidence(statement, place, places) for place, statement in enumerate(brief.third_party, start=1)),
        None if brief.third_party else el("p", none, class_="intro"),
        id="evidence",
        aria_labelledby="h-ev",
    )


def method_section(brief: Brief) -> Markup:
    """Who read it, what was inferred, what a dot means."""
    lines = (el("div", el("dt", term), el("dd", words)) for term, words in brief.method)
    heading = el("h2", "Method and caveats", id="h-met")
    return el("section", heading, el("dl", *lines, class_="cav"), id="method", class_="method", aria_labelledby="h-met")


def _contradiction(contradiction: Contradiction, places: Places) -> Markup:
    """One party against itself."""
    where = places.cell_id(contradiction.issue, contradiction.party)
    held = (contradiction.issue, contradiction.party) in places.positions
    party = el("a", party_name(places.brief, contradiction.party), href=f"#{where}" if held else None)
    told: list[Markup | str] = [contradiction_words(contradiction)]
    if contradiction.framing:
        told += [f" The article’s words: {quoted(clip_quote(contradiction.framing))}"]
        told += [places.references(contradiction.framing), "."]
    sides = (_side(statement, places) for statement in (contradiction.first, contradiction.second))
    return el(
        "article",
        el("header", el("h3", party, f" on: {issue_name(places.brief, contradiction.issue)}"), el("p", *told)),
        el("div", *sides, class_="pair"),
        class_="con",
    )


def _side(statement: Statement, places: Places) -> Markup:
    """One of two quotations: words, speaker, moment, stance, act."""
    condition = statement.condition.evidence if statement.condition else None
    quote = quotation(clip_quote(statement.evidence, condition), places.language(statement.evidence))
    caption: list[Markup | str | None] = [
        *_speaker(statement, places),
        f", {quoted(statement.said.surface)}" if statement.said else None,
        el("br"),
        stance_mark(statement.stance),
        f" {act_word(statement, places.brief.allegations)}",
        group(" ", unsure_mark()) if is_unsure(statement) else None,
        places.references(statement.evidence),
    ]
    return el("figure", quote, el("figcaption", *caption), class_=f"side {statement.stance}")


def _speaker(statement: Statement, places: Places) -> tuple[Markup | str, ...]:
    """Who said it, for whom."""
    if statement.speaker is None:
        return (el("b", "Reported by the article"), ", no source named")
    name = statement.speaker.name
    said = el("b", f"{name[:1].upper()}{name[1:]}")
    outside = f", not {party_name(places.brief, statement.party)} itself"
    return (said, outside) if statement.voice is Voice.RELAYED else (said,)


def _evidence(statement: Statement, place: int, places: Places) -> Markup:
    """One outside statement."""
    quote = quotation(clip_quote(statement.evidence), places.language(statement.evidence))
    name = party_name(places.brief, statement.party)
    reporter = "" if statement.voice is Voice.OWN else f", {_reported(statement)}"
    caption = (
        el("b", name),
        f"{reporter}, third party, on ",
        places.issue_link(statement.issue),
        places.references(statement.evidence),
        ".",
    )
    return el("figure", quote, el("figcaption", *caption), class_="side wb", id=f"e{place}")


def _reported(statement: Statement) -> str:
    """Through whom an outside statement comes."""
    return f"as {statement.speaker.name} reports" if statement.speaker else "as the article reports"
