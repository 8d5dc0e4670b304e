"""Whose a stretch is that the reader has given to a party: what syntax tells beyond doubt goes before what it saw."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from detente.codebook.schemes import load_cues
from detente.model import Act, Document, Mention, PartyId, Span, Stance
from detente.statements.attribute import DECIDING, Attributions
from detente.statements.readers.claims import NEXT
from detente.statements.readers.protocol import Draft

OPENING = 12
"""Characters of a stretch within which the name of whom it tells about begins."""
ALIKE = 0.8
"""Share of the shorter of two stretches from which they tell one thing."""
_DECIDED = frozenset({Act.AGREE, Act.ACCEPT, Act.REJECT, Act.DEMAND, Act.PROPOSE, Act.COMMIT, Act.THREATEN, Act.DENY})
_STANCES = {
    **dict.fromkeys((Act.AGREE, Act.ACCEPT, Act.PROPOSE, Act.COMMIT), Stance.SUPPORT),
    Act.REJECT: Stance.OPPOSE,
    Act.CONSIDER: Stance.OPEN,
}
"""What goes with an act whose verb is told of a party by itself."""
_LINK = re.compile(r"(?:[’']s)?(?:,|,? and|,? or| as well as|, together with) (?:the )?")
_AFTER_PREPOSITION = re.compile(
    r"\b(?:between|of|with|from|to|by|on|against|for|in|among|including|like|for|about|than|over)\s(?:the\s)?$"
)
_SAID = re.compile(
    r"(?: (?:has|have|had|also|both|since|later|again))* (?:said|says|say|indicated|announced|stated|signalled|signaled|added)"
    r"(?: (?:on )?\w+day)?(?: that)? $"
)
_THEY = re.compile(r"they\b", re.I)
_ALSO = re.compile(r"\b(?:and|or|well as)\b")
_OFFERED = re.compile(
    r"\b(?P<what>offers?|proposals?|bids?|plans?|counter-?proposals?|demands?|calls?|requests?|appeals?)\b[^.;:]{0,80}?"
    r"\b(?:from|by)\s(?:the\s)?(?:[a-z-]+\s){0,4}$"
)
_ASIDE = re.compile(
    r", (?:who|which) (?:(?:are|is|have been|has been|had been) )?"
    r"(?P<wanted>(?:want(?:s|ed)?|seek(?:s|ing)?|sought|demand(?:s|ed|ing)?|call(?:s|ed|ing)? for|asking for)\b[^,;:.]{8,120}),"
)
_ANSWERED = re.compile(r"(?:reject|refus|dismiss|accept|approv|oppos|turn)\w*(?: down)? by\b")
_WANTED = re.compile(r"demand|call|request|appeal", re.I)


@dataclass(frozen=True, slots=True)
class _Subjects:
    """A list of names, of one or more parties."""

    parties: frozenset[PartyId]
    start: int
    end: int


def settle_owners(
    document: Document, drafts: Sequence[Draft], mentions: Sequence[Mention], attributions: Attributions
) -> tuple[Draft, ...]:
    """Drafts with what another says, does or offers given to whom it belongs.

    Parameters
    ----------
    drafts : sequence of Draft
        What the reader found, in text order.
    mentions : sequence of Mention
        Where parties are named, in text order.
    attributions : Attributions
        Who is credited for what.

    Returns
    -------
    tuple of Draft
        In text order.

    Notes
    -----
    "Lima said Chile and Peru agreed" is an agreement of the two, not of Lima's; "Chile and Peru said they were willing, Lima
    told reporters" is their will; "Chile, Peru and Bolivia oppose the tax" is told of all three; who "rejected an offer from
    Chile" tells that Chile offers.
    """
    return _Owners(document.text, mentions, attributions).settle(drafts)


class _Owners:
    """The rules over one text."""

    def __init__(self, text: str, mentions: Sequence[Mention], attributions: Attributions) -> None:
        self._text = text
        self._mentions = mentions
        self._starts = [m.span.start for m in mentions]
        self._attributions = attributions

    def settle(self, drafts: Sequence[Draft]) -> tuple[Draft, ...]:
        out = [d for d in drafts if not self._is_said_by_another(d, drafts)]
        out = [given for d in out for given in self._relayed(d, out)]
        out = [d for d in out if not self._only_tells(d, out)]
        out += list(self._in_lists(out))
        out = [part for d in out for part in self._with_aside(self._offer(d))]
        return tuple(sorted(out, key=lambda d: (d.span.start, d.span.end, d.party)))

    def _is_said_by_another(self, draft: Draft, drafts: Sequence[Draft]) -> bool:
        """Whether a stretch is the word of another party's speaker, who claims it too, and is not about this party."""
        attributed = self._attributions.of(draft.span)
        attribution, speaker = attributed if attributed else (None, None)
        if attribution is None or speaker is None or speaker.party in (None, draft.party):
            return False
        for begin in (draft.span.start, attribution.content.span.start):
            if draft.party in self._named_at(begin):
                return False
        return any(o.party == speaker.party for o in _alike(draft, drafts))

    def _relayed(self, draft: Draft, drafts: Sequence[Draft]) -> Iterator[Draft]:
        """A draft that follows "A and B said" and goes on with "they", given to A and B; any other as it is."""
        if not _THEY.match(self._text, draft.span.start):
            yield draft
            return
        said = _SAID.search(self._text, max(0, draft.span.start - 60), draft.span.start)
        speakers = self._list_ending(said.start()) if said else None
        if speakers is None or self._after_preposition(speakers.start):
            yield draft
            return
        own = draft.party in speakers.parties
        if own:
            yield draft
        verb = next(iter(load_cues().find(self._text[draft.span.start : draft.span.start + 40])), None)
        if not own and verb is not None and verb.act in _STANCES:  # what the reader saw was of another
            draft = replace(draft, act=verb.act, stance=_STANCES[verb.act])
        held = {draft.party, *(o.party for o in _alike(draft, drafts))}
        yield from (replace(draft, party=party) for party in sorted(speakers.parties - held))

    def _only_tells(self, draft: Draft, drafts: Sequence[Draft]) -> bool:
        """Whether a draft is a speaker's on what others decided, who are its subject and state it themselves."""
        attributed = self._attributions.of(draft.span)
        if attributed is None or attributed[1] is None or attributed[1].party != draft.party or draft.act is Act.ACCUSE:
            return False
        content = attributed[0].content.span.start
        subjects = self._list_at(draft.span.start) or (
            self._list_at(content) if abs(content - draft.span.start) <= OPENING else None
        )
        if subjects is None or draft.party in subjects.parties | self._named_at(draft.span.start):
            return False
        if not self._text[subjects.start].isupper() or not self._decides(
            subjects.end
        ):  # "the company" may be the speaker's own
            return False
        return any(o.party in subjects.parties for o in _alike(draft, drafts))

    def _in_lists(self, drafts: Sequence[Draft]) -> Iterator[Draft]:
        """What one of a list of subjects decides, for those of the list that the reader left out."""
        given: set[tuple[PartyId, int]] = set()
        for draft in drafts:
            subjects = self._list_at(draft.span.start)
            if (
                subjects is None
                or len(subjects.parties) < 2
                or draft.party not in subjects.parties
                or draft.act not in _DECIDED
                or subjects.end > draft.span.end - OPENING
                or not _ALSO.search(self._text, subjects.start, subjects.end)
                or self._after_preposition(subjects.start)
                or not self._decides(subjects.end)
            ):
                continue
            taken = {o.party for o in _alike(draft, drafts)}
            for party in sorted(subjects.parties - taken - {draft.party}):
                if (party, subjects.start) not in given:
                    given.add((party, subjects.start))
                    yield replace(draft, party=party, span=Span(start=subjects.start, end=draft.span.end))

    def _offer(self, draft: Draft) -> Draft:
        """A refusal or acceptance of what its own party offers is its offer."""
        if draft.act not in (Act.REJECT, Act.ACCEPT):
            return draft
        low = bisect_left(self._starts, draft.span.start)
        inside = [m for m in self._mentions[low : bisect_left(self._starts, draft.span.end)] if m.party == draft.party]
        opening = self._list_at(draft.span.start)
        if not inside or (opening and draft.party in opening.parties):
            return draft
        found = _OFFERED.search(self._text, max(draft.span.start, inside[0].span.start - 120), inside[0].span.start)
        if found is None or _ANSWERED.search(found.group()):
            return draft
        act = Act.DEMAND if _WANTED.match(found["what"]) else Act.PROPOSE
        return replace(draft, act=act, stance=Stance.SUPPORT)

    def _after_preposition(self, at: int) -> bool:
        return _AFTER_PREPOSITION.search(self._text, max(0, at - 14), at) is not None

    def _with_aside(self, draft: Draft) -> Iterator[Draft]:
        """A draft, and what its subject is said to want in an aside: "The crews, who seek a rise of a tenth, rejected it"."""
        yield draft
        subjects = self._list_at(draft.span.start)
        aside = _ASIDE.match(self._text, subjects.end, draft.span.end) if subjects else None
        if subjects and aside and draft.party in subjects.parties and draft.act is not Act.DEMAND:
            span = Span(start=aside.start("wanted"), end=aside.end("wanted"))
            yield replace(draft, span=span, act=Act.DEMAND, stance=Stance.SUPPORT)

    def _decides(self, at: int) -> bool:
        """Whether a verb of wanting or deciding follows a name."""
        if self._text[at : at + 1] != " " or not self._text[at + 1 : at + 2].islower():
            return False
        verb = next(iter(load_cues().find(self._text[at : at + 60])), None)
        return verb is not None and verb.span.start <= NEXT and (not verb.said or verb.act in DECIDING)

    def _named_at(self, at: int) -> frozenset[PartyId]:
        """Whom the words about a place name."""
        opening = Span(start=at, end=at + OPENING)
        low = bisect_left(self._starts, at)
        return frozenset(m.party for m in self._mentions[max(0, low - 2) : low + 4] if m.span.overlap(opening))

    def _list_at(self, at: int) -> _Subjects | None:
        """The names that stand at a place, with those listed beside them."""
        low = bisect_left(self._starts, at - 1)
        first = next(
            (i for i in range(low, min(low + 2, len(self._mentions))) if self._starts[i] <= at + OPENING), None
        )
        if first is None and low and self._mentions[low - 1].span.end > at:
            first = low - 1
        return self._list_around(first) if first is not None else None

    def _list_ending(self, at: int) -> _Subjects | None:
        """The names, one or a list, that end right before a place."""
        last = bisect_left(self._starts, at) - 1
        near = last >= 0 and at - 2 <= self._mentions[last].span.end <= at
        return self._list_around(last) if near else None

    def _list_around(self, index: int) -> _Subjects:
        first = last = index
        while first and self._linked(first - 1, first):
            first -= 1
        while last + 1 < len(self._mentions) and self._linked(last, last + 1):
            last += 1
        if first < index and self._after_preposition(
            self._starts[first]
        ):  # "At talks of the producers, Chile and Peru said"
            first += 1
        named = self._mentions[first : last + 1]
        return _Subjects(frozenset(m.party for m in named), named[0].span.start, named[-1].span.end)

    def _linked(self, one: int, two: int) -> bool:
        a, b = self._mentions[one].span, self._mentions[two].span
        return a == b or (a.end <= b.start and _LINK.fullmatch(self._text, a.end, b.start) is not None)


def _alike(draft: Draft, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Others of the same sentence that tell the same."""
    for other in drafts:
        shared = other.span.overlap(draft.span) if other.sentence == draft.sentence and other is not draft else 0
        if shared >= ALIKE * min(len(other.span), len(draft.span)):
            yield other
