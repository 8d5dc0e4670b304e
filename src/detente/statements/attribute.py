"""Who is credited for the words of a statement."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from detente.codebook.schemes import load_cues
from detente.model import Act, Attribution, Document, Evidence, Mention, PartyId, Sentence, Span, Speaker
from detente.statements.phrases import ACCORDING
from detente.statements.readers.protocol import Quoted

DECIDING = frozenset({Act.AGREE, Act.ACCEPT, Act.REJECT})
"""Acts whose verbs tell what a party did, even where they can also be said aloud."""
PRONOUNS = frozenset(("he", "she", "they", "it", "i", "we", "who"))
_OFFICE = re.compile(
    r"^(?P<office>(?:[\w.’'&-]+\s+){0,6}"
    r"(?:(?i:vice-president|president|premier|minister|chancellor|secretary(?:[ -]general)?|attorney[ -]general|"
    r"senator|congress(?:wo)?man|representative|speaker|governor|mayor|ambassador|envoy|commissioner|negotiator|"
    r"director|chair|chair(?:man|woman)|chief|head|leader|deputy|adviser|advisor|aide|lawmaker|commander|colonel|"
    r"admiral|spokes(?:man|woman|person))|(?:Gen|Sen|Rep|Gov|Lt|Col|Maj|Adm|Amb)\.))\s+"
    r"(?P<name>[A-Z][\w.’'-]+(?:\s+(?:[A-Z][\w.’'-]*|al|bin|de|der|la|van|von))+)$"
)


_LONG_SOURCE = 200
"""Characters that a source may run to."""


class Attributions:
    """Finds the source of any stretch of one document.

    Parameters
    ----------
    document : Document
    quoted : sequence of Quoted
        What the reader found.
    mentions : sequence of Mention
        Where parties are named; tells for whom a source speaks and what a pronoun stands for.
    sentences : sequence of Sentence
    """

    def __init__(
        self,
        document: Document,
        quoted: Sequence[Quoted],
        mentions: Sequence[Mention],
        sentences: Sequence[Sentence],
    ) -> None:
        self._document = document
        self._sentences = sentences
        self._ends = [s.span.end for s in sentences]
        self._quoted = sorted(map(self._relayed, quoted), key=lambda q: (q.content.start, q.content.end))
        self._starts = [q.content.start for q in self._quoted]
        self._longest = max((len(q.content) for q in self._quoted), default=0)
        self._sources = sorted((q.source for q in self._quoted if q.source and self._says(q)), key=lambda s: s.start)
        self._mentions = sorted(mentions, key=lambda m: (m.span.start, -m.span.end))
        self._mention_starts = [m.span.start for m in self._mentions]

    def all(self) -> tuple[Attribution, ...]:
        """Every attribution of the document, in text order."""
        return tuple(self._attribution(q) for q in self._quoted)

    def of(self, span: Span) -> tuple[Attribution, Speaker | None] | None:
        """The outermost attribution that covers at least half of a stretch, and who is credited by it.

        The speaker is ``None`` where the cue is no verb of saying ("wants", "rejected"), or where no source was found: then
        the words are the report's own account. The whole is ``None`` where nothing covers the stretch.
        """
        covering = [q for q in self._near(span) if q.content.overlap(span) * 2 >= min(len(span), len(q.content))]
        covering = [q for q in covering if q.content.overlap(span) * 2 >= len(span)] or covering
        if not covering:
            return None
        saying = [q for q in covering if q.source is not None and self._says(q) and self._reaches(q, span)]
        chosen = max(saying or covering, key=lambda q: (len(q.content), -q.content.start))
        relayed = next((q for q in saying if q is not chosen and q.content.contains(chosen.content)), None)
        outer = relayed.source if relayed else None
        return self._attribution(chosen, relayed_by=outer), self._speaker(chosen) if saying else None

    def is_source(self, span: Span) -> bool:
        """Whether a stretch names somebody whose words are reported, as "the Bank" in "the Bank reports that"."""
        low = bisect_left(self._sources, span.start - _LONG_SOURCE, key=lambda source: source.start)
        near = self._sources[low : bisect_left(self._sources, span.end, key=lambda source: source.start)]
        return any(source.overlap(span) for source in near)

    def _relayed(self, quoted: Quoted) -> Quoted:
        """What stands behind "According to X," at the head of a sentence is relayed by X, all of it."""
        if quoted.cue is None or self._sentence(quoted.cue) >= len(self._sentences):
            return quoted
        sentence = self._sentences[self._sentence(quoted.cue)].span
        head = ACCORDING.match(self._document.text, sentence.start, sentence.end)
        if head is None or quoted.cue.overlap(Span(start=head.start(), end=head.end())) == 0:
            return quoted
        source = Span(start=head.start("source"), end=head.end("source"))
        return Quoted(source=source, cue=quoted.cue, content=Span(start=head.end(), end=sentence.end))

    def party_of(self, source: Span) -> PartyId | None:
        """For whom a source speaks: the party named in it, the one that its pronoun stands for, or nobody known."""
        inside = [m for m in self._mentions_near(source) if m.span.overlap(source)]
        return inside[-1].party if inside else None

    def _near(self, span: Span) -> list[Quoted]:
        low = bisect_left(self._starts, span.start - self._longest)
        high = bisect_left(self._starts, span.end)
        return [q for q in self._quoted[low:high] if q.content.overlap(span)]

    def _mentions_near(self, span: Span) -> list[Mention]:
        low = bisect_left(self._mention_starts, span.start - 200)
        return self._mentions[low : bisect_left(self._mention_starts, span.end)]

    def _reaches(self, quoted: Quoted, span: Span) -> bool:
        """Whether a source may be credited: it stands in the same sentence, or the words go on in quotation marks."""
        assert quoted.source is not None
        if self._sentence(quoted.source) == self._sentence(span):
            return True
        opening = self._document.text[max(0, quoted.content.start - 1) : quoted.content.start + 1]
        return any(mark in opening for mark in '“"‘')

    def _sentence(self, span: Span) -> int:
        return bisect_left(self._ends, span.start + 1)

    def _says(self, quoted: Quoted) -> bool:
        if quoted.cue is None:
            return False
        words = self._document.text[quoted.cue.start : quoted.cue.end]
        return any(hit.said and hit.act not in DECIDING for hit in load_cues().find(words))

    def _speaker(self, quoted: Quoted) -> Speaker | None:
        assert quoted.source is not None
        text = self._document.text
        name = text[quoted.source.start : quoted.source.end].strip(" ,;:—-")
        source = quoted.source
        if name.lower() in PRONOUNS:
            named = self._antecedent(source)
            if named is None:
                return None
            source, name = named.span, text[named.span.start : named.span.end]
        if not name:
            return None
        match = _OFFICE.match(name)
        return Speaker(name=name, party=self.party_of(source), office=match["office"].strip() if match else None)

    def _antecedent(self, pronoun: Span) -> Mention | None:
        """Whom a pronoun stands for, of those named since the sentence before: one person is who spoke there, if somebody did."""
        at = bisect_left(self._mention_starts, pronoun.start)
        k = bisect_left(self._ends, pronoun.end)
        floor = self._sentences[max(0, k - 2)].span.start if self._sentences else 0
        before = [m for m in self._mentions[max(0, at - 6) : at] if m.span.start >= floor]
        people = [m for m in before if re.match(r"[A-Z]", self._document.text[m.span.start])]
        one = self._document.text[pronoun.start : pronoun.end].lower() in ("he", "she")
        spoke = [m for m in people if one and self.is_source(m.span)]
        return next(reversed(spoke or people or before), None)

    def _attribution(self, quoted: Quoted, *, relayed_by: Span | None = None) -> Attribution:
        def cite(span: Span | None) -> Evidence | None:
            return Evidence.cite(self._document, span) if span is not None else None

        content = cite(quoted.content)
        assert content is not None
        return Attribution(
            source=cite(quoted.source), cue=cite(quoted.cue), content=content, relayed_by=cite(relayed_by)
        )
