"""Gather what the reports tell of each undertaking, and how far it has come."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from detente.analyses.commitments.nouns import name_undertaking
from detente.analyses.commitments.sightings import ENDED, Groups, Sighting, is_current, latest
from detente.analyses.commitments.states import PRINCIPLE, is_one_sided, is_unreal, read_states, split_clauses
from detente.analyses.commitments.terms import find_counts, find_limits, find_sites, find_term, quantities_of
from detente.codebook.schemes import load_cues
from detente.model import (
    Act,
    Commitment,
    CommitmentKind,
    CommitmentStatus,
    Evidence,
    IssueId,
    PartyId,
    Reading,
    Role,
    Span,
    Statement,
)
from detente.positions.timeline import order_readings

_BY_ACT = {
    Act.AGREE: CommitmentStatus.AGREED,
    Act.ACCEPT: CommitmentStatus.AGREED,
    Act.PROPOSE: CommitmentStatus.PROPOSED,
    Act.REJECT: CommitmentStatus.REJECTED,
}
_JOINT = frozenset({Act.AGREE, Act.ACCEPT, Act.REJECT})
_NOT_A_FACT = frozenset({Act.DEMAND, Act.CONSIDER, Act.THREATEN, Act.ASSESS, Act.DENY})
_BETWEEN = re.compile(r"\bbetween [^,;]{2,60}? and (?:the )?\w+")
_PROPOSED = re.compile(r"\b(?:propos|offer|tabled|put forward|submitted)\w*\b", re.IGNORECASE)
_TURNED_DOWN = re.compile(
    r"\b(?:reject|refus|spurn|rebuff|veto|unacceptable|turn(?:ed|s|ing)? down|vot(?:ed?|es|ing) (?:down|against)"
    r"|rul(?:ed?|es|ing) out)",
    re.IGNORECASE,
)
"""Without one of these, being against a deal is a stance and no refusal of it."""
_WOULD_BE = re.compile(r"\b(?:would|could|might|may)(?:\s\w+)?\s$|\b(?:if|unless|whether)\b[^,]*$", re.IGNORECASE)
_BACKING = re.compile(r"(?:voic|express|declar|signal|affirm)?\w*\s?(?:its\s)?(?:support|back|bless)", re.IGNORECASE)
"""Who is for a thing that others undertake agrees to nothing."""
_TALKS = "X:talks"
"""Code of the codebook's issues on talks and agreements at large."""
MOST = 0.5
"""Share of a report's statements from which it is on one issue."""
_LEAD = 20
"""Code points before a quote in which its own verb may stand."""


def find_commitments(readings: Sequence[Reading]) -> tuple[Commitment, ...]:
    """Which agreements the reports name, who is party to them, and how far each has come.

    Parameters
    ----------
    readings : sequence of Reading
        One for each report; issues and parties carry the same ids in all of them.

    Returns
    -------
    tuple of Commitment
        In order of first mention; rejected, ended and merely proposed ones too. The first quotation of each
        carries its status. ``term`` is the agreement's own duration, ``None`` where none is given.

    Notes
    -----
    A state is read from the words around a noun of undertaking ("struck a provisional agreement", "the truce
    collapsed"), except in a condition, a negation or a mere possibility, and from acts that undertake something
    without such a noun ("agreed to buy"). What one side orders alone is none. Sightings on one issue are one commitment,
    unless one tells of an end and another of a beginning, one of a new and another of the current one, or rival parties
    propose. Those of two reports must moreover have their parties in common (two of them, or all of one side; where either
    names none, that is no bar, except under an issue of the talks at large) and lie within half a year of each other or of
    the end that is told, or bear the same title. Within a report an end prevails over a beginning and a
    qualification over what it qualifies; a later report prevails over an earlier one unless it only tells an
    earlier step. An end that is told under another issue belongs to the one standing undertaking of its kind that has a
    party in common, where there is exactly one. Nothing here says whether anybody kept it.
    """
    ordered = order_readings(readings)
    groups = Groups()
    for reading in ordered:
        for sighting in _sightings(reading):
            groups.place(sighting)
    names = {issue.id: issue.name for reading in reversed(ordered) for issue in reading.issues}
    return tuple(_commitment(group.sightings, names) for group in groups.all)


def _sightings(reading: Reading) -> Iterator[Sighting]:
    """Every state told of an undertaking, in text order: by a noun, else by an act."""
    conditions = [s.condition.evidence.span for s in reading.statements if s.condition]
    held = reading.statements_by_sentence()
    for number, sentence in enumerate(reading.sentences):
        here = held.get(number, ())
        told: set[IssueId | None] = set()
        for clause in split_clauses(reading.document.text, sentence.span):
            for by_noun in _read_clause(clause, sentence.span, here, conditions, reading):
                if not is_current(by_noun):
                    told.add(by_noun.issue)
                yield by_noun
        for statement in here:
            begins_here = sentence.span.start <= statement.evidence.span.start
            by_act = _read_act(statement, sentence.span, here, reading) if begins_here else None
            if by_act and by_act.issue not in told:
                told.add(by_act.issue)
                yield by_act


def _read_clause(
    clause: Span, sentence: Span, here: Sequence[Statement], conditions: Sequence[Span], reading: Reading
) -> Iterator[Sighting]:
    """The states that a clause tells of nouns, with the statements that carry them; else of what most of the report is on."""
    subject = _subject(reading)
    for told in read_states(reading.document.text, clause, conditions):
        covering = _covering(told.at, here) or (_covering(told.name, here) if told.name else None)
        firm = told.status not in (CommitmentStatus.AGREED_IN_PRINCIPLE, *ENDED)
        if covering and firm and covering.act in _NOT_A_FACT:
            continue
        holds = covering is not None and covering.evidence.span.contains(told.at)
        yield Sighting(
            reading=reading,
            sentence=sentence,
            status=told.status,
            kind=told.kind,
            head=told.head,
            name=Evidence.cite(reading.document, told.name) if told.name else None,
            evidence=covering.evidence if covering and holds else Evidence.cite(reading.document, clause),
            issue=covering.issue if covering else subject,
            parties=_parties(covering, clause, here, reading),
            general=covering is not None and _is_general(covering.issue, reading),
        )


def _read_act(statement: Statement, sentence: Span, here: Sequence[Statement], reading: Reading) -> Sighting | None:
    """The state that an act tells by itself."""
    status = _BY_ACT.get(statement.act)
    span = statement.evidence.span
    named = name_undertaking(reading.document.text, span)
    words = reading.document.text[sentence.start : sentence.end]
    begin = max(sentence.start, span.start - _LEAD)
    lead = reading.document.text[begin : span.end]
    cues = [hit for hit in load_cues().find(lead) if hit.act in _JOINT and not _BACKING.match(lead, hit.span.start)]
    agreed = begin + cues[0].span.start if cues else None
    told = {
        Act.AGREE: agreed is not None,
        Act.ACCEPT: named is not None and agreed is not None,
        Act.PROPOSE: _PROPOSED.search(lead) is not None,
        Act.REJECT: named is not None and statement.hedge is None and _is_turned_down(lead),
    }
    if status is None or not told[statement.act]:
        return None
    if statement.act is Act.AGREE and is_unreal(reading.document.text[sentence.start : agreed]):
        return None
    if agreed is not None and is_one_sided(reading.document.text, agreed, sentence.end):
        return None
    # What only the other side reports as agreed is no firm agreement yet.
    relayed = statement.speaker and statement.speaker.party not in (None, statement.party)
    qualified = statement.condition or statement.hedge or relayed or PRINCIPLE.search(words)
    if statement.act in (Act.AGREE, Act.ACCEPT) and qualified:
        status = CommitmentStatus.AGREED_IN_PRINCIPLE
    return Sighting(
        reading=reading,
        sentence=sentence,
        status=status,
        kind=named[1] if named else CommitmentKind.OTHER,
        head=named[2] if named else "",
        name=Evidence.cite(reading.document, named[0]) if named else None,
        evidence=statement.evidence,
        issue=statement.issue,
        parties=_parties(statement, span, here, reading),
        general=_is_general(statement.issue, reading),
    )


def _is_turned_down(lead: str) -> bool:
    """Whether words tell of a refusal that is more than supposed ("would be unacceptable")."""
    return any(_WOULD_BE.search(lead[: hit.start()]) is None for hit in _TURNED_DOWN.finditer(lead))


def _subject(reading: Reading) -> IssueId | None:
    """The issue that most statements of a report are on, if there is one and it is not that of the talks at large."""
    counted = Counter(s.issue for s in reading.statements)
    best = max(counted, key=lambda issue: (counted[issue], issue), default=None)
    return best if best and counted[best] >= MOST * counted.total() and not _is_general(best, reading) else None


def _is_general(key: IssueId | None, reading: Reading) -> bool:
    """Whether an issue is that of the talks themselves, under which undertakings on any matter come."""
    return any(issue.id == key and _TALKS in issue.codes for issue in reading.issues)


def _covering(span: Span, here: Sequence[Statement]) -> Statement | None:
    """The statement that shares most with a stretch, an act before a report."""
    shared = [s for s in here if s.evidence.span.overlap(span)]
    return max(
        shared,
        key=lambda s: (s.evidence.span.overlap(span), s.act in _BY_ACT, s.act.takes_position, -len(s.evidence.span)),
        default=None,
    )


def _parties(
    covering: Statement | None, clause: Span, here: Sequence[Statement], reading: Reading
) -> frozenset[PartyId]:
    """Those whose statement it is and whom it binds; without a statement, those of the table named in the clause."""
    table = {party.id for party in reading.parties if party.role is not Role.THIRD_PARTY}
    if covering is None:
        return (
            frozenset(m.party for m in reading.mentions_from(clause.start, clause.end) if clause.contains(m.span))
            & table
        )
    shared = [s for s in here if s.issue == covering.issue and s.evidence.span.overlap(covering.evidence.span)]
    targets = {s.target for s in shared if s.act in _JOINT and s.target is not None}
    between = _BETWEEN.search(covering.evidence.quote)
    begin, stop = (covering.evidence.span.start + at for at in between.span()) if between else (0, 0)
    named = {m.party for m in reading.mentions_from(begin, stop)}
    return frozenset({s.party for s in shared} | targets | named) & table


def _commitment(group: Sequence[Sighting], names: Mapping[IssueId, str]) -> Commitment:
    """One undertaking, from all that was told of it."""
    carrying = latest(group)
    ordered = [carrying, *(s for s in group if s is not carrying)]
    sentences = list(dict.fromkeys((s.reading.document.id, s.sentence) for s in ordered))
    readings = {s.reading.document.id: s.reading for s in ordered}
    places = [(readings[document], sentence) for document, sentence in sentences]
    amounts = [(reading.document, quantities_of(reading, sentence)) for reading, sentence in places]
    # An extension that is told later has the last word on the end.
    newest = [s for _, told in groupby(reversed(group), lambda s: s.reading.document.id) for s in reversed([*told])]
    limits = [
        find_limits(readings[document].document, sentence, name)
        for document, sentence, name in dict.fromkeys(
            (s.reading.document.id, s.sentence, s.name.span if s.name else None) for s in (carrying, *newest)
        )
    ]
    issue = next((s.issue for s in group if s.issue), None)
    first = group[0].evidence
    digest = hashlib.blake2b(f"{first.document}:{first.span.start}:{first.span.end}:{issue}".encode(), digest_size=8)
    return Commitment(
        id=digest.hexdigest(),
        what=_what(ordered, issue, names),
        kind=next((s.kind for s in ordered if s.kind is not CommitmentKind.OTHER), CommitmentKind.OTHER),
        status=carrying.status,
        parties=tuple(sorted({party for s in group for party in s.parties})),
        evidence=tuple(dict.fromkeys(s.evidence for s in ordered)),
        issue=issue,
        term=next((term for document, found in amounts if (term := find_term(document, found))), None),
        starts=next((starts for starts, _ in limits if starts), None),
        ends=next((ends for _, ends in limits if ends), None),
        counts=tuple(count for document, found in amounts for count in find_counts(document, found)),
        sites=tuple(site for reading, sentence in places for site in find_sites(reading.document, sentence)),
    )


def _what(group: Sequence[Sighting], issue: IssueId | None, names: Mapping[IssueId, str]) -> str:
    """The fullest name that the text gives, else the issue's, else the words themselves."""
    named = [s.name.quote for s in sorted(group, key=is_current) if s.name]
    full = [name for name in named if " " in name]
    of_issue = [names[issue]] if issue is not None and issue in names else []
    return next(iter([*full, *of_issue, *named]), group[0].evidence.quote)
