"""A report read up to, but not including, its issues: what can be done report by report, on any core or machine."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from detente.codebook.agenda import Agenda
from detente.codebook.gazetteer import load_gazetteer
from detente.model import (
    Act,
    Attribution,
    Condition,
    Document,
    Evidence,
    IssueId,
    Mention,
    Moment,
    Origin,
    Party,
    PartyId,
    Sentence,
    Skipped,
    Span,
    Speaker,
    Statement,
)
from detente.statements.attribute import Attributions
from detente.statements.conditions import find_condition
from detente.statements.dates import find_moments
from detente.statements.hedges import find_hedge
from detente.statements.owners import settle_owners
from detente.statements.polarity import read_complaint, read_denied_refusal, read_refusal, read_withdrawal
from detente.statements.quantities import find_quantities
from detente.statements.readers.protocol import Draft, Reader
from detente.statements.resolve import Cast, resolve_parties
from detente.statements.segment import split_sentences

UNPLACED = IssueId("")
"""The issue of a statement of which it is not known yet."""
NEAR = 25
"""Characters between a quote and the words that tell when it was said."""
LEAD = 60
"""Characters that "X said that" may take at the head of a quote."""
_JOINT = re.compile(r"(?<=[\s,;:–—-])(?:and|but|while|whereas)\Z", re.I)
_CUT_WORD = re.compile(r"(?<![\w.])(?:(?:[A-Z]\.)+|[\w’']+-)$")
"""The beginning of a word that a stretch has cut: "near-" of "near-term", "U." of "U.S."."""
_TOWARDS_ANOTHER = frozenset({Act.AGREE, Act.ACCEPT, Act.ACCUSE, Act.THREATEN, Act.DEMAND, Act.REJECT, Act.PROPOSE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """A report read up to, but not including, its issues; tuples of what was drafted run side by side."""

    document: Document
    sentences: tuple[Sentence, ...]
    parties: tuple[Party, ...]
    """Those that state something, before anybody is marked a third party."""
    mentions: tuple[Mention, ...]
    attributions: tuple[Attribution, ...]
    drafts: tuple[Draft, ...]
    conditions: tuple[Condition | None, ...]
    """What each draft waits for."""
    statements: tuple[Statement | Skipped, ...]
    """Each draft as a statement on :data:`UNPLACED`, or why it is none."""


def read_half(document: Document, reader: Reader, agenda: Agenda | None = None) -> Half:
    """Read one report, whatever other reports say.

    Parameters
    ----------
    document : Document
    reader : Reader
    agenda : Agenda or None
        The analyst's parties.

    Returns
    -------
    Half
        The same for the same report, in any process.
    """
    sentences = split_sentences(document)
    look = reader.look(document, sentences)
    cast = resolve_parties(document, sentences, look, gazetteer=load_gazetteer(), agenda=agenda)
    drafts = reader.read(look, document, cast.mentions)
    attributions = Attributions(document, look.quoted, cast.mentions, sentences)
    stating = {d.party for d in drafts}
    drafts = settle_owners(document, drafts, cast.mentions, attributions)
    stating |= {d.party for d in drafts}
    cast = Cast(tuple(p for p in cast.parties if p.id in stating), cast.mentions)
    return Half(
        document=document,
        sentences=sentences,
        parties=cast.parties,
        mentions=cast.mentions,
        attributions=attributions.all(),
        drafts=drafts,
        conditions=tuple(find_condition(document, d.span, sentences[d.sentence].span) for d in drafts),
        statements=_statements(document, sentences, drafts, cast, attributions, reader),
    )


def _statements(
    document: Document,
    sentences: Sequence[Sentence],
    drafts: Sequence[Draft],
    cast: Cast,
    attributions: Attributions,
    reader: Reader,
) -> tuple[Statement | Skipped, ...]:
    """Every draft as a statement, or why it is none."""
    moments: dict[int, tuple[Moment, ...]] = {}
    made: list[Statement | Skipped] = []
    for draft in drafts:
        sentence = sentences[draft.sentence]
        try:
            if draft.sentence not in moments:
                moments[draft.sentence] = find_moments(document, sentence.span)
            target = _target(draft, sentence, cast, attributions)
            made.append(_statement(document, sentence, draft, moments[draft.sentence], attributions, reader, target))
        except ValueError as error:  # one bad sentence never stops a run
            made.append(Skipped(document=document.name, span=draft.span, reason=str(error)))
    return tuple(made)


def _statement(
    document: Document,
    sentence: Sentence,
    draft: Draft,
    moments: Sequence[Moment],
    attributions: Attributions,
    reader: Reader,
    target: PartyId | None,
) -> Statement:
    span = trim(document.text, begin_whole(document.text, draft.span))
    attributed = attributions.of(span)
    attribution: Attribution | None
    speaker: Speaker | None
    attribution, speaker = attributed if attributed else (None, None)
    if attribution is not None and speaker is not None:
        span = _said_alone(document.text, span, attribution)
    quote = document.text[span.start : span.end]
    act, stance = read_complaint(
        quote, *read_withdrawal(quote, *read_refusal(quote, *read_denied_refusal(quote, draft.act, draft.stance)))
    )
    _, hedge = find_hedge(document, span)
    return Statement(
        party=draft.party,
        issue=UNPLACED,
        act=act,
        stance=stance,
        evidence=Evidence.cite(document, span),
        origin=Origin(method=reader.name, version=reader.version, confidence=round(draft.confidence, 4)),
        sentence=draft.sentence,
        speaker=speaker,
        target=target,
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


def _target(draft: Draft, sentence: Sentence, cast: Cast, attributions: Attributions) -> PartyId | None:
    """The other party named in the quote, else in its sentence for acts that are done to somebody."""
    mentions, stating = cast.mentions, {p.id for p in cast.parties}
    low = bisect_left(mentions, sentence.span.start, key=lambda m: m.span.start)
    high = bisect_left(mentions, sentence.span.end, key=lambda m: m.span.start)
    others = [m for m in mentions[low:high] if m.party != draft.party and m.party in stating]
    inside = [m for m in others if draft.span.contains(m.span)]
    if inside:
        return inside[0].party
    outside = [m for m in others if not attributions.is_source(m.span)]
    return outside[0].party if outside and draft.act in _TOWARDS_ANOTHER else None


def begin_whole(text: str, span: Span) -> Span:
    """A stretch with the word that it cuts: "term demand" of "near-term demand", "S. officials" of "U.S. officials"."""
    cut = _CUT_WORD.search(text, max(0, span.start - 24), span.start)
    return Span(start=cut.start(), end=span.end) if cut and text[span.start].isalnum() else span


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
