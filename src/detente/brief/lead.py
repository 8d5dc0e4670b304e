"""The first screen: at most five labelled lines, each from one template and one kind of finding.

Nothing here weighs one party against another. Statements marked unsure are left out, a hedge keeps its own words in
quotation marks, and a line without findings is left out. Pieces are set one after another as they stand: words bring
their own spaces, and a reference is a piece without words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from detente.brief.brief import Brief, LeadLine, Passage, Piece
from detente.brief.words import (
    STATUS_WORDS,
    References,
    allegation_words,
    is_plural,
    is_unsure,
    issue_name,
    join_words,
    party_name,
    party_names,
    short_name,
)
from detente.model import (
    Allegation,
    Commitment,
    CommitmentStatus,
    ConditionKind,
    Distance,
    Evidence,
    Linkage,
    Mark,
    Stance,
    Standing,
    Statement,
)

_STANDING_AGREEMENTS = (CommitmentStatus.IN_FORCE, CommitmentStatus.AGREED, CommitmentStatus.AGREED_IN_PRINCIPLE)
"""Best first."""
_BEFORE = (ConditionKind.UNTIL, ConditionKind.UNLESS)
"""These say what holds until the condition is met, not what follows it."""
_ITEMS = 2
"""Commitments, issues and lone conditions named in one line."""
_LISTED = 4
"""Contradictions and shared conditions named in one line."""

_VERBS = {
    Stance.SUPPORT: ("supports it", "support it"),
    Stance.OPEN: ("is open on it", "are open on it"),
    Stance.OPPOSE: ("opposes it", "oppose it"),
    Stance.NEUTRAL: ("takes no stance", "take no stance"),
}


def compose_lead(brief: Brief) -> tuple[LeadLine, ...]:
    """What the first screen says: agreed, nearest, furthest apart, divided, waiting.

    Parameters
    ----------
    brief : Brief
        Complete but for its lead.

    Returns
    -------
    tuple of LeadLine
        At most five, in that order; none where nothing was found.
    """
    refs = References(brief)
    agreed = _agreements(brief, refs)[:_ITEMS]
    settled = [commitment.issue for commitment in agreed]
    measured = [d for d in brief.distances if d.apart is not None and not any(map(_unsure_mark, d.marks))]
    near = [d for d in measured if _is_near(d) and d.issue not in settled]
    far = [d for d in measured if d.apart is not None and d.apart > 1]
    furthest = [d for d in far if d.apart == far[-1].apart]
    lines = (
        _line(STATUS_WORDS[agreed[0].status] if agreed else "", _agreed(brief, refs, agreed)),
        _line("Nearest", _apart(brief, refs, near[:_ITEMS])),
        _line("Furthest apart", _apart(brief, refs, furthest[:_ITEMS])),
        _line("Divided", _divided(brief, refs)),
        _line("Waiting", _waiting(brief, refs)),
    )
    return tuple(line for line in lines if line.pieces)


def _is_near(distance: Distance) -> bool:
    """Whether nobody opposes what another is open to, and nobody stands further off than a step."""
    against = [mark.point == 0 for mark in distance.marks]
    return distance.apart is not None and distance.apart <= 1 and (all(against) or not any(against))


def _line(label: str, pieces: Iterable[Piece]) -> LeadLine:
    """A line without its last blank."""
    kept = list(pieces)
    if kept:
        kept[-1] = Piece(text=kept[-1].text.rstrip(), quoted=kept[-1].quoted, passages=kept[-1].passages)
    return LeadLine(label=label, pieces=tuple(kept))


def _reference(refs: References, evidence: Iterable[Evidence], *, most: int = _LISTED) -> Iterator[Piece]:
    """Up to ``most`` passages, with the blank before them."""
    passages = refs.passages(evidence)[:most]
    if passages:
        yield Piece(text=" ")
        yield Piece(text="", passages=passages)


def _agreements(brief: Brief, refs: References) -> list[Commitment]:
    """What is agreed and not only read unsurely: what is disputed first, then the best status."""
    disputed = {allegation.commitment for allegation in brief.allegations}
    standing = [
        commitment
        for commitment in brief.commitments
        if commitment.status in _STANDING_AGREEMENTS and not _unsure_passage(refs.passage(commitment.evidence[0]))
    ]
    return sorted(standing, key=lambda c: (c.id not in disputed, _STANDING_AGREEMENTS.index(c.status)))


def _agreed(brief: Brief, refs: References, agreed: Sequence[Commitment]) -> Iterator[Piece]:
    for number, commitment in enumerate(agreed):
        yield Piece(text=(f"{STATUS_WORDS[commitment.status]}: " if number else "") + commitment.what)
        passage = refs.passage(commitment.evidence[0])
        behind = [s for s in (passage.statements if passage else ()) if s.issue == commitment.issue]
        yield from _hedge(behind, before=", ", after="")
        speaker = next((statement.speaker for statement in behind if statement.speaker), None)
        if speaker:
            yield Piece(text=f", according to {short_name(speaker)}")
        yield from _reference(refs, commitment.evidence[:1])
        yield Piece(text=". ")
        yield from _alleged(brief, refs, [a for a in brief.allegations if a.commitment == commitment.id])


def _alleged(brief: Brief, refs: References, allegations: Sequence[Allegation]) -> Iterator[Piece]:
    if not allegations:
        return
    pairs = {(a.accuser, a.accused) for a in allegations}
    accusers = {accuser for accuser, _ in pairs if accuser is not None}
    if len(accusers) == len(pairs) == 2 and all((accused, accuser) in pairs for accuser, accused in pairs):
        said = f"{join_words(party_names(brief, accusers))} each allege that the other violated it"
    else:
        said = "; ".join(dict.fromkeys(allegation_words(brief, a, "it") for a in allegations))
    yield Piece(text=said)
    yield from _reference(refs, [a.evidence for a in allegations])
    yield Piece(text=". ")


def _apart(brief: Brief, refs: References, distances: Sequence[Distance]) -> Iterator[Piece]:
    """An issue a sentence: the parties furthest from each other, and where each stands."""
    for distance in distances:
        points = [mark.point for mark in distance.marks]
        named = [mark for mark in distance.marks if mark.point in (min(points), max(points))]
        yield Piece(text=f"{issue_name(brief, distance.issue)}: ")
        groups = [list(group) for _, group in groupby(named, key=lambda mark: _where(brief, distance, mark, many=True))]
        for number, group in enumerate(groups):
            names = party_names(brief, [mark.party for mark in group])
            many = len(names) > 1 or is_plural(names[0])
            every = {1: "", 2: "both "}.get(len(names), "all ") if len(groups) == 1 else ""
            place = _where(brief, distance, group[0], many=many)
            verb, _, rest = place.partition(" ")
            words = f"{verb} {every}{rest}" if verb == "are" else f"{every}{place}"
            yield Piece(text=("; " if number else "") + f"{join_words(names)} {words}")
            if all(mark.hedged for mark in group):
                yield from _hedge([s for mark in group for s in mark.statements], before=" (", after=")")
        yield from _reference(refs, [s.evidence for mark in named for s in mark.statements])
        yield Piece(text=". ")


def _where(brief: Brief, distance: Distance, mark: Mark, *, many: bool) -> str:
    """Where a mark stands, as a verb."""
    if mark.several:
        position = brief.table.at(mark.party, distance.issue)
        word = "divided" if position and position.standing is Standing.DIVIDED else "mixed"
        return f"{'are' if many else 'is'} {word}"
    stance = next((s.stance for s in mark.statements if s.stance is not Stance.NEUTRAL), Stance.NEUTRAL)
    return _VERBS[stance][many]


def _divided(brief: Brief, refs: References) -> Iterator[Piece]:
    recorded = [c for c in brief.contradictions if not is_unsure(c.first) and not is_unsure(c.second)]
    shown = sorted(recorded[:_LISTED], key=lambda c: [p.party for p in recorded].index(c.party))
    for number, (party, group) in enumerate(groupby(shown, key=lambda c: c.party)):
        yield Piece(text=("; " if number else "") + f"{party_name(brief, party)} on: ")
        for place, contradiction in enumerate(group):
            yield Piece(text=(", " if place else "") + issue_name(brief, contradiction.issue))
            yield from _reference(refs, [contradiction.first.evidence, contradiction.second.evidence])
    if shown:
        more = len(recorded) - len(shown)
        yield Piece(text=f"; and {more} more." if more else ".")


def _waiting(brief: Brief, refs: References) -> Iterator[Piece]:
    tied = [
        link
        for link in brief.linkages
        if link.stated and link.kind is not None and not (link.statement and is_unsure(link.statement))
    ]
    tied = list({(link.issue, link.evidence): link for link in reversed(tied)}.values())[
        ::-1
    ]  # one for all its parties
    if not tied:
        return
    gate, shared = Counter(link.gate for link in tied).most_common(1)[0]
    group = [link for link in tied if link.gate == gate] if shared > 1 else tied
    after = [link for link in group if link.kind not in _BEFORE] or group
    shown = after[: _LISTED if shared > 1 else _ITEMS]
    if shared > 1:
        yield Piece(text=f"Tied to {gate}: ")
    for number, link in enumerate(shown):
        yield Piece(text="; " if number else "")
        yield Piece(text=issue_name(brief, link.issue) + ", ")
        yield Piece(text=_condition_words(link), quoted=True)
        yield from _reference(refs, [link.evidence])
    yield Piece(text=".")


def _condition_words(link: Linkage) -> str:
    condition = link.statement.condition if link.statement else None
    return " ".join((condition.evidence if condition else link.evidence).quote.split())


def _hedge(statements: Iterable[Statement], *, before: str, after: str) -> Iterator[Piece]:
    """The first hedge of some statements, in its own words."""
    hedge = next((s.hedge.quote for s in statements if s.hedge), None)
    if hedge:
        yield Piece(text=before)
        yield Piece(text=" ".join(hedge.split()), quoted=True)
        if after:
            yield Piece(text=after)


def _unsure_mark(mark: Mark) -> bool:
    return all(map(is_unsure, mark.statements))


def _unsure_passage(passage: Passage | None) -> bool:
    return passage is not None and bool(passage.statements) and all(map(is_unsure, passage.statements))
