"""Who says that whom broke what; never whether it is so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from detente.codebook.day_cues import load_corroboration
from detente.model import (
    Act,
    Allegation,
    Commitment,
    Corroboration,
    Document,
    Evidence,
    Moment,
    PartyId,
    Reading,
    Span,
    Statement,
)
from detente.positions.timeline import order_readings
from detente.statements.dates import find_moments

_UNDERTAKING = (
    r"(?:cease-?fires?|truces?|armistice|moratori(?:um|a)|agreements?|accords?|pacts?|deals?|treat(?:y|ies)|contracts?|terms"
    r"|promises?|pledges?|commitments?|word|law|rules|obligations?|undertakings?|sanctions)"
)
_BREACH = re.compile(
    r"\b(?:violat(?:e|es|ed|ing|ions?)|breach(?:es|ed|ing)?|infring(?:e|es|ed|ing|ements?)|reneg(?:e|es|ed|ing)"
    rf"|flout(?:s|ed|ing)?|(?:break(?:s|ing)?|broken?) (?:\w+ ){{0,4}}?{_UNDERTAKING}|went back on|going back on"
    r"|fail(?:s|ed|ing|ure)? to (?:honou?r|comply|respect|implement|abide|observe|uphold|meet|fulfil|keep|protect)"
    r"|(?:not|n[’']t|never) (?:been )?(?:honou?r|compl|respect|implement|abid|observ|uph[eo]ld|ful ?fil|ke(?:pt|ep))\w*"
    rf"|(?:in )?(?:defiance|violation|breach) of|disregard(?:s|ed|ing)? (?:\w+ ){{0,3}}?{_UNDERTAKING}"
    rf"|(?:despite|in spite of|notwithstanding) (?:\w+ ){{0,4}}?{_UNDERTAKING})\b",
    re.IGNORECASE,
)
_DESPITE = re.compile(r"despite|in spite|notwithstanding", re.IGNORECASE)
_HOSTILE = re.compile(
    r"\b(?:fir(?:e|es|ed|ing)|attack|shell|bomb|strik|struck|launch|kill|raid|advanc|assault|offensive|fight|clash"
    r"|block|seiz|imprison|detain|build|impos|shoot|shot)\w*",
    re.IGNORECASE,
)
_NOMINAL = re.compile(r"(?:violations?|breach(?:es)?|infringements?)$", re.IGNORECASE)
_DENIED = re.compile(
    r"\b(?:no|not|never|without|any|den(?:y|ies|ied|ying)|\w+n[’']t)\b(?:\W+\w+){0,3}\W*$", re.IGNORECASE
)
_ONLY_POSSIBLE = re.compile(
    r"\b(?:if|unless|would|could|might|may|should|must|threat\w*|avoid\w*|prevent\w*|against)\b(?:\W+\w+){0,3}\W*$",
    re.IGNORECASE,
)
_EACH_OTHER = re.compile(
    r"\b(?:each other|one another|mutual\w*|both (?:sides|parties)|trad(?:e|ed|ing) (?:accusations|blame))\b",
    re.IGNORECASE,
)
_NOT_SO = re.compile(r"\b(?:not|never|unable|\w+n[’']t|yet to)\b", re.IGNORECASE)
_WHOSE = re.compile(r"(?!The\s)(?:[A-Z][\w.’'-]*\s){1,3}$")
"""Names before those who look into it: "OSCE monitors"."""
_NEAR = 2
"""Sentences within which a denial answers an accusation."""


def find_allegations(readings: Sequence[Reading], commitments: Sequence[Commitment]) -> tuple[Allegation, ...]:
    """Which breaches of an undertaking or duty are alleged, by whom, and who denies them.

    Parameters
    ----------
    readings : sequence of Reading
        One for each report; issues and parties carry the same ids in all of them.
    commitments : sequence of Commitment
        Undertakings that an allegation may be about.

    Returns
    -------
    tuple of Allegation
        In order of report and text. "Accuse each other" gives one each way. ``accuser`` is ``None`` where the
        report states the breach itself, ``accused`` where the text leaves it open.

    Notes
    -----
    An accusation needs a word of breach ("violating", "failed to honour", "fired despite the truce"); one that
    the text denies is none, and in the report's own words neither is one that is only possible. It stays
    *alleged* unless the text says that monitors observed, verified, attributed or disputed it. There is no value
    for a breach as a fact.
    """
    ordered = order_readings(readings)
    denials = [s for r in ordered for s in r.statements if s.act is Act.DENY]
    found: dict[tuple[PartyId | None, PartyId | None, Span, str], Allegation] = {}
    for reading in ordered:
        for statement in reading.statements:
            for accuser, accused in _sides(statement, reading):
                check = _check(statement, reading)
                answers = [d for d in denials if d.party == accused and _answers(d, statement)]
                allegation = Allegation(
                    accuser=accuser,
                    accused=accused,
                    evidence=statement.evidence,
                    statement=statement.id,
                    commitment=_commitment(statement, commitments),
                    occurred=_occurred(statement, reading),
                    corroboration=check[0],
                    checked=check[1],
                    source=_source(statement, reading.document) if accuser is None else "",
                    denied_by=tuple(sorted({d.party for d in answers})),
                    denial=answers[0].evidence if answers else None,
                )
                key = (accuser, accused, statement.evidence.span, reading.document.id)
                if key not in found or statement.party == accuser:  # each way of "each other" by its own statement
                    found[key] = allegation
    return tuple(found.values())


def _sides(statement: Statement, reading: Reading) -> Iterator[tuple[PartyId | None, PartyId | None]]:
    """Accuser and accused of the breaches that a statement alleges."""
    breach = _breach(statement)
    if breach is None:
        return
    if statement.act is Act.ACCUSE:
        others = _others(statement, reading) if _EACH_OTHER.search(statement.evidence.quote) else []
        target = statement.target if statement.target != statement.party else None
        yield statement.party, target or (others[0] if len(others) == 1 else None)
        if len(others) == 1:
            yield others[0], statement.party
    elif statement.act in (Act.REPORT, Act.REJECT) and not _ONLY_POSSIBLE.search(_lead(statement, breach)):
        speaker = statement.speaker
        if speaker is None or speaker.party != statement.party:
            nominal = _NOMINAL.fullmatch(breach[0]) is not None
            yield speaker.party if speaker else None, None if nominal else statement.party


def _breach(statement: Statement) -> re.Match[str] | None:
    """The words of breach in a statement, unless the text denies them."""
    quote = statement.evidence.quote
    for match in _BREACH.finditer(quote):
        despite = _DESPITE.match(match[0])
        if not _DENIED.search(_lead(statement, match)) and (not despite or _HOSTILE.search(quote)):
            return match
    return None


def _lead(statement: Statement, match: re.Match[str]) -> str:
    """The quote up to some words of it."""
    return statement.evidence.quote[: match.start()]


def _others(statement: Statement, reading: Reading) -> list[PartyId]:
    """The other parties that accuse in the same words, else those named in them."""
    span = statement.evidence.span
    accusing = {s.party for s in reading.statements if s.act is Act.ACCUSE and s.evidence.span.overlap(span)}
    named = {m.party for m in reading.mentions_from(span.start, span.end) if span.contains(m.span)}
    return sorted((accusing if len(accusing) > 1 else named) - {statement.party})


def _answers(denial: Statement, accusation: Statement) -> bool:
    """Whether a denial is about an accusation: on its issue, or close by in the same report."""
    if denial.evidence.document == accusation.evidence.document:
        return denial.issue == accusation.issue or abs(denial.sentence - accusation.sentence) <= _NEAR
    return denial.issue == accusation.issue


def _commitment(statement: Statement, commitments: Sequence[Commitment]) -> str | None:
    """The undertaking on the same issue, else the one that shares most words with the quote."""
    on_issue = [c for c in commitments if c.issue == statement.issue]
    said = _long_words(statement.evidence.quote)
    shared = max(commitments, key=lambda c: len(_long_words(c.what) & said), default=None)
    if on_issue:
        return on_issue[0].id
    return shared.id if shared and _long_words(shared.what) & said else None


def _long_words(text: str) -> set[str]:
    """Words long enough to mean something."""
    return set(re.findall(r"\w{5,}", text.casefold()))


def _occurred(statement: Statement, reading: Reading) -> Moment | None:
    """When it is said to have happened, where the quote tells."""
    return next(iter(find_moments(reading.document, statement.evidence.span)), None)


def _check(statement: Statement, reading: Reading) -> tuple[Corroboration, Evidence | None]:
    """What the sentence or the next one says of monitors, and its words."""
    around = reading.sentences[statement.sentence : statement.sentence + 2]
    start, end = (around[0].span.start, around[-1].span.end) if around else (0, 0)
    for kind, pattern in load_corroboration():
        for match in pattern.finditer(reading.document.text, start, end):
            if not _NOT_SO.search(match[0]):
                whose = _WHOSE.search(reading.document.text, start, match.start())
                begin = whose.start() if whose else match.start()
                return kind, Evidence.cite(reading.document, Span(start=begin, end=match.end()))
    return Corroboration.ALLEGED, None


def _source(statement: Statement, document: Document) -> str:
    """Whose word an allegation is that no party makes: whoever is quoted, else the outlet."""
    said = statement.speaker.name if statement.speaker else document.publisher or document.id
    return " ".join(said.casefold().split())
