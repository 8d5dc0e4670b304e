"""The terms of an undertaking: how long, from when, how many, which places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from detente.analyses.commitments.states import NOUN
from detente.model import Document, Evidence, Moment, Quantity, Reading, Span
from detente.statements.dates import find_moments
from detente.statements.quantities import find_quantities

_DURATION = re.compile(r"(?:second|minute|hour|day|week|month|year|decade)s?", re.IGNORECASE)
_LASTING = re.compile(
    r"\b(?:last(?:s|ed|ing)?|for|run(?:s|ning)?|extend(?:s|ed)?(?: by)?|(?:period|term) of)\s*$", re.IGNORECASE
)
_OF_NOUN = re.compile(rf"[-\s](?:[\w-]+\s){{0,3}}?(?:{NOUN.pattern})", re.IGNORECASE)
_PAST = re.compile(r"\s(?:ago|earlier|later|old)\b", re.IGNORECASE)
_GIVING = re.compile(
    r"\b(?:transfer|exchang|swap|return|releas|free[ds]?\b|hand(?:ed|s|ing)? over|buy|bought|purchas|deliver|suppl|ship"
    r"|pay|paid|withdr[ae]w|dismantl|destroy)\w*\b[^,.;:]{0,30}$",
    re.IGNORECASE,
)
_STARTING = re.compile(
    r"\b(?:began|begins?|start(?:s|ed|ing)?|t(?:ook|akes?) effect|effective"
    r"|(?:came|enters?|entered) into (?:force|effect)|resuming)\s*$",
    re.IGNORECASE,
)
_ENDING = re.compile(r"\b(?:expir\w+|ends?|ended|ending|laps\w+|ran out)\s*$", re.IGNORECASE)
_FROM = re.compile(r"(?:from|starting|since)\b", re.IGNORECASE)
_UNTIL = re.compile(r"(?:until|till|through)\b", re.IGNORECASE)
_LISTING = re.compile(r"\b(?:including|such as|namely|covers?|covering)\s+(?:not only\s+)?([^.;:()]+)", re.IGNORECASE)
_ITEM = re.compile(
    r"(?:^|,?\s(?:and|or|but also|as well as)\s|,\s*)((?:(?!,|\s(?:and|or|but also|as well as)\s).)+)", re.IGNORECASE
)
_SITE = re.compile(
    r"\b(?:facilit|infrastructure|networks?\b|ports?\b|plants?\b|rail|bridge|hospital|school|crossing|bases?\b|cit(?:y|ies)\b"
    r"|town|village|region|province|zone|corridor|refiner|pipeline|dams?\b|airport|border)",
    re.IGNORECASE,
)


def quantities_of(reading: Reading, sentence: Span) -> tuple[Quantity, ...]:
    """The amounts in a sentence: those that its statements carry, and what else stands there, in text order."""
    carried = {q.evidence.span: q for s in reading.statements_in(sentence) for q in s.quantities}
    found = {
        q.evidence.span: q
        for q in find_quantities(reading.document, sentence)
        if not any(q.evidence.span.overlap(span) for span in carried)
    }
    return tuple(quantity for _, quantity in sorted((carried | found).items(), key=lambda entry: entry[0]))


def find_term(document: Document, quantities: Sequence[Quantity]) -> Quantity | None:
    """The first duration that is the undertaking's own: "30-day suspension", "would last four years"."""
    for quantity in quantities:
        span = quantity.evidence.span
        own = _LASTING.search(document.text[max(0, span.start - 30) : span.start]) or _OF_NOUN.match(
            document.text, span.end
        )
        if _is_duration(quantity) and own and not _PAST.match(document.text, span.end):
            return quantity
    return None


def find_counts(document: Document, quantities: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """Numbers of what is given, returned or withdrawn: "transferred 175 prisoners of war"."""
    return tuple(
        quantity
        for quantity in quantities
        if not _is_duration(quantity)
        and quantity.unit != "%"
        and _GIVING.search(document.text[max(0, quantity.evidence.span.start - 60) : quantity.evidence.span.start])
    )


def find_limits(document: Document, sentence: Span) -> tuple[Moment | None, Moment | None]:
    """When the sentence lets an undertaking start and end."""
    starts: Moment | None = None
    ends: Moment | None = None
    for moment in find_moments(document, sentence):
        if moment.evidence is None:
            continue
        at = moment.evidence.span.start
        before = document.text[max(sentence.start, at - 40) : at]
        if _UNTIL.match(moment.surface) or _ENDING.search(before):
            ends = ends or moment
        elif _FROM.match(moment.surface) or _STARTING.search(before):
            starts = starts or moment
    return starts, ends


def find_sites(document: Document, sentence: Span) -> Iterator[Evidence]:
    """Places and facilities that a list in the sentence names."""
    for listing in _LISTING.finditer(document.text, sentence.start, sentence.end):
        for item in _ITEM.finditer(listing[1]):
            if _SITE.search(item[1]):
                start = listing.start(1) + item.start(1)
                yield Evidence.cite(document, Span(start=start, end=start + len(item[1].rstrip())))


def _is_duration(quantity: Quantity) -> bool:
    """Whether the amount is a stretch of time."""
    return quantity.unit is not None and _DURATION.fullmatch(quantity.unit) is not None
