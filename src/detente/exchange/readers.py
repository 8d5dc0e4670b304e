"""Records of plain values back to statements and reports; what does not fit is a :class:`ValueError` that names it."""

from __future__ import annotations

from typing import Any

from detente.exchange.fields import Fields
from detente.exchange.passages import Place
from detente.model import (
    Act,
    Attribution,
    Condition,
    ConditionKind,
    Document,
    Evidence,
    Issue,
    IssueId,
    Moment,
    Option,
    OptionId,
    Origin,
    Party,
    PartyId,
    Precision,
    Quantity,
    Role,
    Span,
    Speaker,
    Stance,
    Statement,
)
from detente.model.record import Correction, Identity, IdentityKind, Naming, Review, Verdict


def read_statement(held: Fields, document: Document, place: Place) -> Statement:
    """The statement of a record.

    Parameters
    ----------
    held : Fields
        As :func:`detente.exchange.records.statement_record` made it; its document is not looked at.
    document : Document
        What is quoted.
    place : callable
        Tells where quoted words stand in it.

    Returns
    -------
    Statement
        Everything in it quotes the document to the letter.

    Raises
    ------
    ValueError
        If something is missing, of another type, or does not stand in the document.
    """
    origin, option = held.part("origin"), held.text_or_none("option")
    attribution = held.part_or_none("attribution")
    return Statement(
        party=PartyId(held.words("party")),
        issue=IssueId(held.words("issue")),
        act=held.choice("act", Act),
        stance=held.choice("stance", Stance),
        evidence=_cite(held, document, place),
        origin=Origin(
            method=origin.text("method"), version=origin.text("version"), confidence=origin.number("confidence")
        ),
        sentence=held.count("sentence") if held.has("sentence") else 0,
        speaker=_speaker(held.part_or_none("speaker")),
        target=_party(held.text_or_none("target")),
        option=None if option is None else OptionId(option),
        hedged=held.flag("hedged"),
        hedge=_cite_or_none(held, "hedge", document, place),
        condition=_condition(held.part_or_none("condition"), document, place),
        quantities=tuple(_quantity(q, document, place) for q in held.parts("quantities")),
        said=_moment(held.part_or_none("said"), document, place),
        attribution=None if attribution is None else read_attribution(attribution, document, place),
    )


def read_recorded(held: Fields, document: Document, place: Place) -> tuple[Statement, tuple[Review, ...]]:
    """The statement of a record as it was read, and its reviews, oldest first; else as :func:`read_statement`."""
    read = held.part_or_none("read")
    statement = read_statement(held if read is None else read, document, place)
    latest = held.part_or_none("review")
    reviews = [*held.parts("earlier_reviews"), *([] if latest is None else [latest])]
    return statement, tuple(read_review(review, statement) for review in reviews)


def read_attribution(held: Fields, document: Document, place: Place) -> Attribution:
    """The attribution of a record."""
    return Attribution(
        source=_cite_or_none(held, "source", document, place),
        cue=_cite_or_none(held, "cue", document, place),
        content=_cite(held.part("content"), document, place),
        relayed_by=_cite_or_none(held, "relayed_by", document, place),
    )


def read_document(held: Fields) -> Document:
    """The report of a record; an id that is named must be that of the text."""
    body = held.part("body")
    document = Document(
        text=held.text("text"),
        name=held.text("name"),
        body=Span(start=body.count("start"), end=body.count("end")),
        title=held.text_or_none("title"),
        publisher=held.text_or_none("publisher"),
        published=held.day("published"),
        url=held.text_or_none("url"),
        language=held.text("language"),
        licence=held.text_or_none("licence"),
    )
    if held.has("id") and held.text("id") != document.id:
        raise ValueError(f"the text is not the one that was written: its id is {document.id}, not {held.text('id')}")
    return document


def read_party(held: Fields) -> Party:
    """The party of a record."""
    role = held.choice("role", Role) if held.has("role") else Role.PARTY
    return Party(id=PartyId(held.words("id")), name=held.text("name"), role=role, aliases=held.texts("aliases"))


def read_issue(held: Fields) -> Issue:
    """The issue of a record."""
    status_quo = held.text_or_none("status_quo")
    return Issue(
        id=IssueId(held.words("id")),
        name=held.text("name"),
        codes=held.texts("codes"),
        theme=held.text_or_none("theme"),
        options=tuple(
            Option(id=OptionId(o.words("id")), name=o.text("name"), point=o.number_or_none("point"))
            for o in held.parts("options")
        ),
        status_quo=None if status_quo is None else OptionId(status_quo),
    )


def read_review(review: Fields, statement: Statement) -> Review:
    """A verdict in a statement's record."""
    return Review(
        statement=statement.id,
        verdict=review.choice("verdict", Verdict),
        correction=_correction(review.part_or_none("correction")),
        **_signature(review, "review.at"),
    )


def read_identity(held: Fields) -> Identity:
    """The word of a record that two parties or issues are one."""
    kind, member, same_as = held.choice("of", IdentityKind), held.words("member"), held.words("same_as")
    return Identity(kind=kind, member=member, same_as=same_as, **_signature(held, "at"))


def read_naming(held: Fields) -> Naming:
    """The name of a record for a party or an issue."""
    kind, key, name = held.choice("of", IdentityKind), held.words("id"), held.text("name")
    return Naming(kind=kind, id=key, name=name, **_signature(held, "at"))


def _signature(held: Fields, where: str) -> dict[str, Any]:
    """Who said it, when and why."""
    at = held.time("at")
    if at is None:
        raise ValueError(f"{where} is to be a time with a zone, found nothing")
    return {"reviewer": held.text("reviewer"), "at": at, "note": held.text_or_none("note") or ""}


def _correction(held: Fields | None) -> Correction | None:
    if held is None:
        return None
    issue = held.text_or_none("issue")
    return Correction(
        party=_party(held.text_or_none("party")),
        issue=None if issue is None else IssueId(issue),
        act=held.choice("act", Act) if held.has("act") else None,
        stance=held.choice("stance", Stance) if held.has("stance") else None,
    )


def _party(held: str | None) -> PartyId | None:
    return None if held is None else PartyId(held)


def _speaker(held: Fields | None) -> Speaker | None:
    if held is None:
        return None
    party = _party(held.text_or_none("party"))
    return Speaker(name=held.text("name"), party=party, office=held.text_or_none("office"))


def _condition(held: Fields | None, document: Document, place: Place) -> Condition | None:
    if held is None:
        return None
    kind = held.choice("kind", ConditionKind)
    return Condition(kind=kind, on=held.text("on"), evidence=_cite(held, document, place))


def _quantity(held: Fields, document: Document, place: Place) -> Quantity:
    return Quantity(
        low=held.number_or_none("low"),
        high=held.number_or_none("high"),
        unit=held.text_or_none("unit"),
        approximate=held.flag("approximate"),
        evidence=_cite(held, document, place),
    )


def _moment(held: Fields | None, document: Document, place: Place) -> Moment | None:
    if held is None:
        return None
    return Moment(
        earliest=held.day("earliest"),
        latest=held.day("latest"),
        precision=held.choice("precision", Precision),
        surface=held.text("surface"),
        evidence=_cite_or_none(held, "evidence", document, place),
    )


def _cite(held: Fields, document: Document, place: Place) -> Evidence:
    """The words of a passage, which must stand where they are said to."""
    return Evidence.cite(document, place(held.count("start"), held.count("end"), held.text("quote")))


def _cite_or_none(held: Fields, key: str, document: Document, place: Place) -> Evidence | None:
    part = held.part_or_none(key)
    return None if part is None else _cite(part, document, place)
