"""One annotation file: its fields, and the rules that it must keep. ``docs/how-to/evaluate.md`` describes it.

A line of ``detente read --format jsonl`` is such a file too, so that a reading can be corrected into an annotation.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from detente.errors import DocumentUnreadable
from detente.evaluation.annotation import (
    AnnotatedAgreement,
    AnnotatedContradiction,
    AnnotatedParty,
    AnnotatedStatement,
    AnnotatedViolation,
    Annotation,
    locate,
)
from detente.evaluation.entry import Entry
from detente.model import Act, CommitmentStatus, Role, Span, Stance

STATUSES = (
    CommitmentStatus.PROPOSED,
    CommitmentStatus.AGREED_IN_PRINCIPLE,
    CommitmentStatus.AGREED,
    CommitmentStatus.IN_FORCE,
    CommitmentStatus.EXPIRED,
    CommitmentStatus.REJECTED,
    "violated",
)
"""How far an agreement can be annotated to have come; no reader ever says "violated"."""

_LONG = 60


def parse_gold(content: str, text: str, *, where: str) -> Annotation:
    """The annotation that a file holds.

    Parameters
    ----------
    content : str
        The file: one JSON object.
    text : str
        The text that it annotates.
    where : str
        The file, for messages.

    Returns
    -------
    Annotation
        Every quote and condition has its place in the text: the one that ``start`` gives, else the first.

    Raises
    ------
    DocumentUnreadable
        If it is not valid JSON, a field is missing, misnamed or of the wrong sort, a value is none of those allowed,
        a party or issue is not listed, or a quote does not stand in the text. The message names the place.
    """
    top = Entry(values=_parse(content, where), place=where)
    top.allow(
        "doc", "document", "date", "parties", "issues", "statements", "agreements", "violations", "contradictions",
        "outlook",
    )  # fmt: skip
    if "statements" not in top.values:
        top.fail("the field 'statements' is missing; it is to be a list, empty where the text holds no statement")
    parties = tuple(_party(entry) for entry in top.entries("parties", one="party"))
    names = _distinct(top, "party", [party.name for party in parties])
    labels = [_issue(entry) for entry in top.entries("issues", one="issue")]
    issues = _distinct(top, "issue", [key for key, _ in labels])
    return Annotation(
        parties=parties,
        issues=dict(labels),
        statements=tuple(_statement(e, text, names, issues) for e in top.entries("statements", one="statement")),
        agreements=tuple(_agreement(e, text) for e in top.entries("agreements", one="agreement")),
        violations=tuple(_violation(e, text, names) for e in top.entries("violations", one="violation")),
        contradictions=tuple(
            _contradiction(e, text, names, issues) for e in top.entries("contradictions", one="contradiction")
        ),
    )


def _parse(content: str, where: str) -> dict[str, Any]:
    """The object that a file holds."""
    try:
        value = json.loads(content)
    except json.JSONDecodeError as error:
        raise DocumentUnreadable(
            f"{where}:{error.lineno}: not valid JSON at column {error.colno} ({error.msg}): mend that place;"
            " a file holds one object {...}"
        ) from error
    except (RecursionError, ValueError) as error:  # ValueError: a number of thousands of digits
        raise DocumentUnreadable(
            f"{where}: nested too deeply, or with too long a number, to be an annotation"
        ) from error
    if not isinstance(value, dict):
        raise DocumentUnreadable(f"{where}: an annotation is one JSON object {{...}}; this file holds something else")
    return value


def _distinct(top: Entry, one: str, names: list[str]) -> Collection[str]:
    """Names or ids, each of which must stand once."""
    twice = [name for place, name in enumerate(names) if name in names[:place]]
    if twice:
        top.fail(f"the {one} {twice[0]!r} is listed twice; join the two")
    return names


def _party(entry: Entry) -> AnnotatedParty:
    """A party and its names."""
    entry.allow("name", "role", "mentions")
    if entry.values.get("role") is not None:
        entry.choice("role", tuple(Role))
    return AnnotatedParty(name=entry.text("name"), mentions=entry.texts("mentions"))


def _issue(entry: Entry) -> tuple[str, str]:
    """An issue's id and label."""
    entry.allow("id", "label")
    return entry.text("id"), entry.maybe_text("label") or entry.text("id")


def _statement(entry: Entry, text: str, parties: Collection[str], issues: Collection[str]) -> AnnotatedStatement:
    """A statement, its party and issue listed, its words in the text."""
    entry.allow(
        "quote", "start", "end", "speaker", "party", "target", "issue", "act", "stance", "condition", "quantities",
        "negated_or_hedged", "hedged", "confidence",
    )  # fmt: skip
    entry.texts("quantities")
    quote, condition = entry.text("quote"), entry.maybe_text("condition")
    return AnnotatedStatement(
        quote=quote,
        span=_place(entry, text, "quote", quote, start=entry.number("start")),
        party=entry.known("party", parties, listed_in="parties"),
        issue=entry.known("issue", issues, listed_in="issues"),
        act=Act(entry.choice("act", tuple(Act))),
        stance=Stance(entry.choice("stance", tuple(Stance))),
        speaker=entry.maybe_text("speaker"),
        target=entry.maybe_known("target", parties, listed_in="parties"),
        condition=condition,
        condition_span=_place(entry, text, "condition", condition) if condition else None,
        hedged=entry.flag("negated_or_hedged", "hedged"),
    )


def _agreement(entry: Entry, text: str) -> AnnotatedAgreement:
    """An agreement at its place."""
    entry.allow("what", "status", "parties", "duration", "quote")
    entry.texts("parties")
    return AnnotatedAgreement(
        span=_place(entry, text, "quote", entry.text("quote")), status=entry.choice("status", STATUSES)
    )


def _violation(entry: Entry, text: str, parties: Collection[str]) -> AnnotatedViolation:
    """An allegation at its place."""
    entry.allow("by", "alleged_by", "quote")
    return AnnotatedViolation(
        span=_place(entry, text, "quote", entry.text("quote")),
        by=entry.maybe_known("by", parties, listed_in="parties"),
        alleged_by=entry.maybe_known("alleged_by", parties, listed_in="parties"),
    )


def _contradiction(
    entry: Entry, text: str, parties: Collection[str], issues: Collection[str]
) -> AnnotatedContradiction:
    """A contradiction at its two places."""
    entry.allow("party", "issue", "quotes")
    entry.maybe_known("issue", issues, listed_in="issues")
    quotes = entry.texts("quotes")
    if len(quotes) != 2:
        entry.fail(f"'quotes' holds {len(quotes)}; it is to hold the two passages that do not fit together")
    first, second = (_place(entry, text, "quotes", quote) for quote in quotes)
    return AnnotatedContradiction(party=entry.known("party", parties, listed_in="parties"), spans=(first, second))


def _place(entry: Entry, text: str, field: str, quote: str, *, start: int | None = None) -> Span:
    """Where the text holds a quote: at a start that is given, else at the first place."""
    span = locate(text, quote) if start is None else Span(start=start, end=start + len(quote))
    if span is None:
        entry.fail(f"{field!r} does not stand in the text: {_shown(quote)}; copy the words from it to the letter")
    if text[span.start : span.end] != quote:
        entry.fail(f"{field!r} does not stand at character {start} of the text: {_shown(quote)}; correct 'start'")
    return span


def _shown(quote: str) -> str:
    """The beginning of a quote, in quotation marks."""
    return repr(quote if len(quote) <= _LONG else f"{quote[:_LONG]}…")
