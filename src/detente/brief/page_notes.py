"""Notes in the article's margin: what one passage was read to say, and the way back to its cells."""

from __future__ import annotations

from itertools import groupby

from detente.brief.brief import Passage
from detente.brief.markup import Markup, el, group
from detente.brief.places import Places
from detente.brief.signs import join_or, short_party, stance_mark, unsure_mark
from detente.brief.words import act_word, is_unsure, issue_name, quantity_words, quoted
from detente.model import Act, PartyId, Skipped, Statement, Voice

_TOWARDS = {
    Act.ACCUSE: "by",
    Act.AGREE: "with",
    Act.CONCEDE: "to",
    Act.DEMAND: "of",
    Act.PROPOSE: "to",
}


def passage_note(passage: Passage, places: Places) -> Markup:
    """The note to one passage; statements that share voice, hedge and condition share its last line."""
    lines: list[Markup] = []
    for _, alike in groupby(passage.statements, key=_manner):
        together = tuple(alike)
        lines.extend(_statement_line(statement, places) for statement in together)
        lines.append(_manner_line(together, places))
    if not passage.statements:
        carried = places.carried.get((passage.document, passage.span), ())
        lines.extend(el("span", el("a", label, href=href), class_="s1") for label, href in carried)
        if not carried:
            lines.append(el("span", "no statement of its own", class_="v"))
    return el("li", el("b", places.number(passage), class_="nn"), *lines)


def skipped_note(skipped: Skipped) -> Markup:
    """The note to a sentence that could not be read."""
    return el("li", el("b", "–", class_="nn"), el("span", f"Not read: {skipped.reason}", class_="v"), class_="gap-note")


def _statement_line(statement: Statement, places: Places) -> Markup:
    """Who does what, towards whom, with which stance on which issue."""
    target = None
    if statement.target and statement.act not in (Act.REPORT, Act.ASSESS):
        towards = f"{_TOWARDS.get(statement.act, 'towards')} {_name(statement.target, places)}"
        target = group(" ", el("span", towards, class_="to"))
    home = places.home(statement)
    issue = issue_name(places.brief, statement.issue)
    return el(
        "span",
        el("b", _name(statement.party, places)),
        f" {act_word(statement, places.brief.allegations)}",
        target,
        ". ",
        stance_mark(statement.stance),
        " ",
        el("a", issue, href=home) if home else issue,
        class_="s1",
    )


def _manner_line(together: tuple[Statement, ...], places: Places) -> Markup:
    """Whose mouth, under which condition and hedge, when, how surely."""
    first = together[0]
    said = [_voice(together, places)]
    if first.attribution and first.attribution.relayed_by:
        said.append(f"relayed by {quoted(first.attribution.relayed_by.quote)}")
    if first.condition:
        said.append(f"condition {quoted(first.condition.evidence.quote)}")
    if first.hedge:
        said.append(f"hedged {quoted(first.hedge.quote)}")
    elif first.hedged:
        said.append("negated or hedged")
    said.extend(f"quantity {quoted(quantity_words(quantity))}" for quantity in first.quantities)
    if first.said:
        said.append(f"when {quoted(first.said.surface)}")
    if first.origin.confidence < 1:
        said.append(f"confidence {first.origin.confidence:.0%}")
    unsure = group(" · ", unsure_mark()) if is_unsure(first) else None
    return el("span", " · ".join(said), unsure, class_=f"v {first.voice}")


def _voice(together: tuple[Statement, ...], places: Places) -> str:
    """Whose words they are."""
    speaker = together[0].speaker
    if speaker is None:
        return "article’s words, no source named"
    if together[0].voice is Voice.OWN:
        return f"said by {speaker.name}"
    others = dict.fromkeys(_name(statement.party, places) for statement in together)
    return f"said by {speaker.name}, not by {join_or(tuple(others))}"


def _manner(statement: Statement) -> tuple[object, ...]:
    """What statements must share for one last line to serve them."""
    return (
        statement.voice,
        statement.speaker and statement.speaker.name,
        statement.condition,
        statement.hedge,
        statement.hedged,
        statement.quantities,
        statement.said,
        round(statement.origin.confidence, 2),
    )


def _name(party: PartyId, places: Places) -> str:
    """A party's short name, or its id where the table does not hold it."""
    found = places.brief.party(party)
    return short_party(found) if found else party
