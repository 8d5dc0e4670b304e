"""From documents to readings: sentences, parties, statements, issues."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from detente.codebook.agenda import Agenda
from detente.codebook.gazetteer import load_gazetteer
from detente.codebook.themes import load_theme_index
from detente.model import (
    Act,
    Attribution,
    Document,
    Evidence,
    Issue,
    Mention,
    Moment,
    Origin,
    Party,
    PartyId,
    Reading,
    Sentence,
    Skipped,
    Span,
    Speaker,
    Statement,
)
from detente.model.record import Anchor
from detente.statements.attribute import Attributions
from detente.statements.conditions import find_condition
from detente.statements.dates import find_moments
from detente.statements.hedges import find_hedge
from detente.statements.issues import assign_issues
from detente.statements.likeness import Placed
from detente.statements.polarity import read_denied_refusal, read_refusal
from detente.statements.quantities import find_quantities
from detente.statements.readers.protocol import Draft, Reader
from detente.statements.resolve import Cast, resolve_parties
from detente.statements.roles import mark_third_parties
from detente.statements.segment import split_sentences

NEAR = 25
"""Characters between a quote and the words that tell when it was said."""
OPENING = 12
"""Characters of a stretch within which the name of whom it tells about begins."""
ALIKE = 0.8
"""Share of the shorter of two stretches from which they tell one thing."""
LEAD = 60
"""Characters that "X said that" may take at the head of a quote."""
_JOINT = re.compile(r"(?<=[\s,;:–—-])(?:and|but|while|whereas)\Z", re.I)
_TOWARDS_ANOTHER = frozenset({Act.AGREE, Act.ACCEPT, Act.ACCUSE, Act.THREATEN, Act.DEMAND, Act.REJECT, Act.PROPOSE})


@dataclass(frozen=True, slots=True)
class _Half:
    """A document read up to, but not including, its issues."""

    document: Document
    sentences: tuple[Sentence, ...]
    cast: Cast
    drafts: tuple[Draft, ...]
    attributions: Attributions
    moments: dict[int, tuple[Moment, ...]] = field(default_factory=dict)
    """Of the sentences that hold statements, found once each."""


def read_documents(
    documents: Sequence[Document],
    *,
    agenda: Agenda | None = None,
    reader: Reader | None = None,
    progress: Callable[[Document], None] | None = None,
) -> tuple[Reading, ...]:
    """Read reports on one negotiation.

    Parameters
    ----------
    documents : sequence of Document
        All taken as reports on the same talks: they share parties and issues.
    agenda : Agenda or None
        The analyst's parties and issues.
    reader : Reader or None
        Who reads; ``None`` takes the one that ships.
    progress : callable or None
        Called with each document once its statements are found.

    Returns
    -------
    tuple of Reading
        One a document, in the order given.

    Raises
    ------
    ReaderError
        If the reader's model is missing or damaged.
    """
    readings, _ = extend_readings(documents, agenda=agenda, reader=reader, progress=progress)
    return readings


def extend_readings(
    documents: Sequence[Document],
    *,
    known: Sequence[Anchor] = (),
    agenda: Agenda | None = None,
    reader: Reader | None = None,
    progress: Callable[[Document], None] | None = None,
) -> tuple[tuple[Reading, ...], tuple[Anchor, ...]]:
    """Read further reports on one negotiation, some of whose issues are known.

    Parameters
    ----------
    known : sequence of Anchor
        By which the issues of earlier reports are known again.
    documents, agenda, reader, progress
        As of :func:`read_documents`.

    Returns
    -------
    tuple of Reading
        One a document, in the order given.
    tuple of Anchor
        Those that are new.

    Raises
    ------
    ReaderError
        If the reader's model is missing or damaged.
    """
    if reader is None:
        from detente.statements.readers.trained import shipped_reader

        reader = shipped_reader()
    halves = []
    for document in documents:
        halves.append(_half(document, reader, agenda))
        if progress is not None:
            progress(document)
    placed = [
        Placed(h.document, sentence, d, find_condition(h.document, d.span, sentence.span))
        for h in halves
        for d in h.drafts
        for sentence in (h.sentences[d.sentence],)
    ]
    assigned = assign_issues(
        placed, themes=load_theme_index(), party_words=_party_words(halves), agenda=agenda, known=known
    )
    by_id = {issue.id: issue for issue in assigned.issues}
    readings, at = [], 0
    for half in halves:
        own = [by_id[i] for i in assigned.ids[at : at + len(half.drafts)]]
        at += len(half.drafts)
        statements, skipped = _statements(half, own, reader)
        used = {s.issue for s in statements}
        readings.append(
            Reading(
                document=half.document,
                sentences=half.sentences,
                parties=mark_third_parties(half.cast.parties, statements, agenda),
                mentions=half.cast.mentions,
                issues=tuple(i for i in assigned.issues if i.id in used),
                statements=statements,
                attributions=half.attributions.all(),
                skipped=skipped,
            )
        )
    return tuple(readings), assigned.anchors


def _half(document: Document, reader: Reader, agenda: Agenda | None) -> _Half:
    sentences = split_sentences(document)
    look = reader.look(document, sentences)
    cast = resolve_parties(document, sentences, look, gazetteer=load_gazetteer(), agenda=agenda)
    drafts = reader.read(look, document, cast.mentions)
    stating = {d.party for d in drafts}
    cast = Cast(tuple(p for p in cast.parties if p.id in stating), cast.mentions)
    attributions = Attributions(document, look.quoted, cast.mentions, sentences)
    drafts = tuple(d for d in drafts if not _is_said_by_another(d, drafts, attributions, cast))
    return _Half(document, sentences, cast, drafts, attributions)


def _is_said_by_another(draft: Draft, drafts: Sequence[Draft], attributions: Attributions, cast: Cast) -> bool:
    """Whether a stretch is the word of another party's speaker, who claims it too, and does not begin with this party's name."""
    attributed = attributions.of(draft.span)
    attribution, speaker = attributed if attributed else (None, None)
    if attribution is None or speaker is None or speaker.party in (None, draft.party):
        return False
    for begin in (draft.span.start, attribution.content.span.start):
        opening = Span(start=begin, end=begin + OPENING)
        low = bisect_left(cast.mentions, begin, key=lambda m: m.span.start)
        if any(m.party == draft.party and m.span.overlap(opening) for m in cast.mentions[max(0, low - 2) : low + 4]):
            return False
    return any(
        o.party == speaker.party and o.span.overlap(draft.span) >= ALIKE * min(len(o.span), len(draft.span))
        for o in drafts
        if o.sentence == draft.sentence
    )


def _statements(
    half: _Half, issues: Sequence[Issue], reader: Reader
) -> tuple[tuple[Statement, ...], tuple[Skipped, ...]]:
    statements: list[Statement] = []
    skipped: list[Skipped] = []
    for draft, issue in zip(half.drafts, issues, strict=True):
        try:
            statements.append(_statement(half, draft, issue, reader))
        except ValueError as error:  # one bad sentence never stops a run
            skipped.append(Skipped(document=half.document.name, span=draft.span, reason=str(error)))
    return tuple(statements), tuple(skipped)


def _statement(half: _Half, draft: Draft, issue: Issue, reader: Reader) -> Statement:
    document, sentence = half.document, half.sentences[draft.sentence]
    span = trim(document.text, draft.span)
    attributed = half.attributions.of(span)
    attribution: Attribution | None
    speaker: Speaker | None
    attribution, speaker = attributed if attributed else (None, None)
    if attribution is not None and speaker is not None:
        span = _said_alone(document.text, span, attribution)
    quote = document.text[span.start : span.end]
    act, stance = read_refusal(quote, *read_denied_refusal(quote, draft.act, draft.stance))
    _, hedge = find_hedge(document, span)
    moments = half.moments.get(draft.sentence)
    if moments is None:
        moments = half.moments[draft.sentence] = find_moments(document, sentence.span)
    return Statement(
        party=draft.party,
        issue=issue.id,
        act=act,
        stance=stance,
        evidence=Evidence.cite(document, span),
        origin=Origin(method=reader.name, version=reader.version, confidence=round(draft.confidence, 4)),
        sentence=draft.sentence,
        speaker=speaker,
        target=_target(half, draft, sentence),
        hedged=draft.hedged or hedge is not None,
        hedge=hedge,
        condition=find_condition(document, span, sentence.span),
        quantities=find_quantities(document, span),
        said=_said(moments, span),
        attribution=attribution,
    )


def _said_alone(text: str, span: Span, attribution: Attribution) -> Span:
    """A stretch without the "X said" that it begins with, where what is said can stand alone."""
    content = attribution.content.span
    told = attribution.cue is not None and span.start <= attribution.cue.span.start < content.start
    if not told or content.start - span.start > LEAD or span.end - content.start < (span.end - span.start) / 2:
        return span
    return trim(text, Span(start=content.start, end=span.end))


def _said(moments: Sequence[Moment], span: Span) -> Moment | None:
    """The moment told within a quote or right beside it; one that stands farther off may be another's."""

    def gap(moment: Moment) -> int:
        place = moment.evidence.span if moment.evidence else span
        return max(0, place.start - span.end, span.start - place.end)

    near = [m for m in moments if gap(m) <= NEAR]
    return min(near, key=gap, default=None)


def _target(half: _Half, draft: Draft, sentence: Sentence) -> PartyId | None:
    """The other party named in the quote, else in its sentence for acts that are done to somebody."""
    mentions, stating = half.cast.mentions, {p.id for p in half.cast.parties}
    low = bisect_left(mentions, sentence.span.start, key=lambda m: m.span.start)
    high = bisect_left(mentions, sentence.span.end, key=lambda m: m.span.start)
    others = [m for m in mentions[low:high] if m.party != draft.party and m.party in stating]
    inside = [m for m in others if draft.span.contains(m.span)]
    if inside:
        return inside[0].party
    outside = [m for m in others if not half.attributions.is_source(m.span)]
    return outside[0].party if outside and draft.act in _TOWARDS_ANOTHER else None


def trim(text: str, span: Span) -> Span:
    """Without the white space, loose punctuation, leading "that" and trailing "and" at its ends."""
    start, end = span.start, span.end
    if text[start : start + 5].lower() == "that " and end - start > 25:
        start += 5
    while start < end and (text[start].isspace() or text[start] in ",;:.–—-)"):
        start += 1
    while end > start:
        joint = _JOINT.search(text[max(start, end - 9) : end])
        if joint:
            end -= len(joint[0])
        elif text[end - 1].isspace() or text[end - 1] in ",;:–—-(":
            end -= 1
        else:
            break
    return Span(start=start, end=end) if start < end else span


def _party_words(halves: Sequence[_Half]) -> frozenset[str]:
    """Words that only name parties."""
    names: list[str] = []
    for half in halves:
        parties: tuple[Party, ...] = half.cast.parties
        mentions: tuple[Mention, ...] = half.cast.mentions
        names += [p.name for p in parties]
        names += [half.document.text[m.span.start : m.span.end] for m in mentions]
    return frozenset(w.lower().strip("’'.,") for n in names for w in n.split() if w[:1].isupper())
