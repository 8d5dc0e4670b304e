"""What depends on what, on the page: gates, their table, and ties that one passage suggests."""

from __future__ import annotations

from collections.abc import Sequence

from detente.brief.brief import Brief
from detente.brief.gate import gate_figure
from detente.brief.markup import Markup, el, group
from detente.brief.places import Places
from detente.brief.signs import spelt, stance_mark
from detente.brief.words import clip_quote, count_words, party_name, quoted, short_name
from detente.model import Linkage


def conditions_section(brief: Brief, places: Places) -> Markup:
    """Conditions in the text's words, then the ties that are only inferred."""
    conditions = tuple(linkage for linkage in brief.linkages if linkage.gate)
    ties = tuple(linkage for linkage in brief.linkages if not linkage.gate)
    return el(
        "section",
        el("h2", "What depends on what", id="h-cond"),
        *(_conditions(conditions, places) if conditions else (_none(brief),)),
        *(_ties(ties, places) if ties else ()),
        id="conditions",
        aria_labelledby="h-cond",
    )


def _none(brief: Brief) -> Markup:
    """Nothing found, said."""
    return el("p", f"No condition found in {count_words(brief.counts.sentences, 'sentence')}.", class_="intro")


def _conditions(conditions: Sequence[Linkage], places: Places) -> tuple[Markup, ...]:
    """A figure for each gate that several conditions share, and one table of all."""
    gates = dict.fromkeys(linkage.gate for linkage in conditions)
    shared = {gate: held for gate in gates if len(held := [k for k in conditions if k.gate == gate]) > 1}
    number = spelt(len(conditions)).capitalize()
    intro = f"{number} {'condition' if len(conditions) == 1 else 'conditions'}, in the text’s words."
    if shared:
        intro += " Solid lines are stated."
        if any(not linkage.stated for held in shared.values() for linkage in held):
            intro += " A question mark is not: the text does not say that the one ends with the other."
    figures = (gate_figure(gate, held, place, places) for place, (gate, held) in enumerate(shared.items(), start=1))
    return (el("p", intro, class_="intro"), *figures, _conditions_table(conditions, places))


def _conditions_table(conditions: Sequence[Linkage], places: Places) -> Markup:
    """Who, with which stance, waits for what, in which words."""
    heads = [el("th", head, role="columnheader", scope="col") for head in ("Who", "Stance", "Condition", "Sentence")]
    return el(
        "table",
        el("caption", "Conditions, who set them and in which words", class_="vh"),
        el("thead", el("tr", *heads, role="row"), role="rowgroup"),
        el("tbody", *(_condition_row(linkage, places) for linkage in conditions), role="rowgroup"),
        role="table",
        class_="plain",
    )


def _condition_row(linkage: Linkage, places: Places) -> Markup:
    """One condition."""
    statement = linkage.statement
    who = party_name(places.brief, linkage.party) if linkage.party else "Not given"
    speaker = short_name(statement.speaker) if statement and statement.speaker else "article’s words"
    issue = places.issue_link(linkage.issue)
    stance = group(stance_mark(statement.stance), ": ", issue) if statement else issue
    gate = f"waits for {linkage.gate}" if linkage.stated else f"tie to {linkage.gate} inferred"
    held = statement.evidence if statement else linkage.evidence
    return el(
        "tr",
        el("th", who, el("span", speaker, class_="sub"), role="rowheader", scope="row"),
        el("td", stance, role="cell"),
        el("td", quoted(clip_quote(linkage.evidence)), el("span", gate, class_="sub"), role="cell"),
        el("td", quoted(clip_quote(held, linkage.evidence)), places.references(held), role="cell", class_="qt"),
        role="row",
    )


def _ties(ties: Sequence[Linkage], places: Places) -> tuple[Markup, ...]:
    """Issues that one passage names together."""
    rows = [
        el(
            "li",
            places.issue_link(tie.issue),
            el("span", class_="dl", aria_hidden="true"),
            el("span", " and ", class_="vh"),
            places.issue_link(tie.on_issue) if tie.on_issue else None,
            el("span", quoted(clip_quote(tie.evidence)), places.references(tie.evidence), class_="lq"),
        )
        for tie in ties
    ]
    told = "Inferred from the wording; nobody is quoted as making one depend on the other."
    return (
        el("h3", "Issues that one passage ties together", class_="h3"),
        el("p", told, class_="intro"),
        el("ul", *rows, class_="links"),
    )
