"""The terms of an undertaking: how long, from when, how many, which places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from detente.analyses.commitments.nouns import NOUN
from detente.model import Document, Evidence, Moment, Quantity, Reading, Span
from detente.statements.dates import find_moments
from detente.statements.quantities import find_quantities

_DURATION = re.compile(r"(?:second|minute|hour|day|week|month|year|decade)s?", re.IGNORECASE)
_LASTING = re.compile(
    r"\b(?:last(?:s|ed|ing)?|for|run(?:s|ning)?|extend(?:s|ed)?(?: by)?|(?:period|term) of)\s*$", re.IGNORECASE
)
_LASTED = re.compile(
    r"\b(?:strikes?|standstill|lockouts?|stoppages?|talks|negotiations?|jail\w*|prison\w*|detained)\b[^,.;:]{0,20}\bfor\s*$",
    re.I,
)
"""How long something else went on."""
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
_ENDING = re.compile(
    r"\b(?:expir\w+|ends|(?:to|will|would|shall|should|must) end|ended|ending|laps\w+|ran out|runs? out"
    r"|(?:extend|prolong|renew)\w*\b(?:[^,.;:]|,(?=\s\d)){0,60}\sto)\s*$",
    re.IGNORECASE,
)
_EXTENDED_FROM = re.compile(r"\b(?:extend|prolong|renew)\w*\b[^,.;:]{0,60}$", re.IGNORECASE)
_FORMERLY = re.compile(
    r"\b(?:initially|originally|previously|formerly|at first)\s(?:due|set|scheduled|expected|supposed|meant|planned|to|until"
    r"|expir\w+|end\w*|run\w*|last\w*)\b(?:(?!\b(?:but|and|will|now)\b)[^,;])*$",
    re.IGNORECASE,
)
_WAS_DUE = re.compile(
    r"\b(?:was|were|been)\s(?:[a-z]+ly\s)?(?:due|set|scheduled|expected|supposed|meant)\b"
    r"(?:(?!\b(?:but|and|will|now)\b)[^,;])*$",
    re.IGNORECASE,
)
_OF_ANOTHER = re.compile(
    r"\b(?:replac\w+|supersed\w+|succeed\w*|successor|renegotiat\w+)\b[^.;]*?(?:\b(?:which|that|whose)\b|\bexpiring\b)[^,;.]*$",
    re.IGNORECASE,
)
_WINDOW = 100
"""Code points before a date in which its verb stands."""
_STRETCH = re.compile(r"hour|day|week|month|year|decade", re.IGNORECASE)
_DAYS = {"hour": 1 / 24, "day": 1, "week": 7, "month": 31, "year": 366, "decade": 3660}
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
        before = document.text[max(0, span.start - 60) : span.start]
        lasting = _LASTING.search(before) and not _LASTED.search(before)
        own = lasting or _OF_NOUN.match(document.text, span.end)
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


def find_limits(document: Document, sentence: Span, name: Span | None = None) -> tuple[Moment | None, Moment | None]:
    """When the sentence lets an undertaking start and end.

    Parameters
    ----------
    document : Document
    sentence : Span
    name : Span or None
        Where the sentence names it; an end told of what it replaces is not its own.

    Returns
    -------
    starts, ends : Moment or None
        What was to be the end at first ("initially set to expire on July 9") is none; what "was due to" be it is one only
        where the sentence tells no other.
    """
    starts: Moment | None = None
    ends: Moment | None = None
    due: Moment | None = None
    for moment in find_moments(document, sentence):
        if moment.evidence is None:
            continue
        at = moment.evidence.span.start
        before = document.text[max(sentence.start, at - _WINDOW) : at]
        since = name.start if name and sentence.contains(name) and name.start < at else sentence.start
        if _FORMERLY.search(before) or _OF_ANOTHER.search(document.text[since:at]):
            continue
        if _UNTIL.match(moment.surface) or _ENDING.search(before):
            if _WAS_DUE.search(before):
                due = due or moment
            else:
                ends = ends or moment
        elif (_FROM.match(moment.surface) or _STARTING.search(before)) and not _EXTENDED_FROM.search(before):
            starts = starts or moment
    return starts, ends or due


def runs_until(reading: Reading, sentence: Span) -> date | None:
    """The last day up to which a sentence lets an undertaking run, by its end or by its term; ``None`` where it tells none."""
    starts, ends = find_limits(reading.document, sentence)
    if ends and ends.latest:
        return ends.latest
    begun = (starts and starts.latest) or reading.document.published
    if begun is None or not _STRETCH.search(reading.document.text, sentence.start, sentence.end):
        return None
    term = find_term(reading.document, quantities_of(reading, sentence))
    days = _DAYS.get((term.unit or "").lower().rstrip("s")) if term else None
    if term is None or days is None or term.high is None:
        return None
    try:
        return begun + timedelta(days=int(days * term.high))
    except OverflowError:
        return date.max


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
