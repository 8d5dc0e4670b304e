"""Whom "both sides", "the two leaders" or "the parties" stand for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from detente.model import PartyId, Span

NEAR = 400
"""Characters back within which two parties named, and no third, are the two that are meant."""
CLEAR = 1.5
"""How much oftener than the third the second party must be named for "the parties" to mean the first two."""
_NOUN = (
    r"(?:sides|part(?:y|ies)|countr(?:y|ies)|nations|governments|leaders|presidents|delegations|capitals|foes|rivals|"
    r"neighbou?rs|allies|ministers|negotiators|teams|powers|states|economies|armies|Koreas)"
)
_OF_TWO = (
    r"(?:the )?(?:governments|leaders|presidents|capitals|armies|negotiators|delegations) of (?:both|the two) "
    rf"(?:[a-z-]+ ){{0,4}}?{_NOUN}"
)
_TWO = re.compile(
    rf"(?:the |their |our )?(?:both|two)(?: (?:of )?(?:the )?(?:[a-z]+[- ])?{_NOUN})?|(?:each|either|neither) side"
    rf"|{_OF_TWO}",
    re.I,
)
_LOOSE = re.compile(
    r"(?:the |our )?(?:warring |rival |negotiating |conflicting |opposing )?(?:sides|parties|factions)|"
    r"(?:the|our) (?:countries|nations|leaders|rivals|belligerents|foes|Koreas|two|delegations|negotiating teams)|negotiators",
    re.I,
)
_PLAIN = re.compile(rf"\b(?:{_OF_TWO}|the (?:parties|sides)|(?:both|(?:the|their) two) {_NOUN})\b", re.I)
"""Phrases that are found without the reader's help."""
_LEAD = re.compile(r"\b(?:both|(?:the )?two) (?:[a-z]+ )?$", re.I)
_STOP = re.compile(r"[.!?\n]\s|\n")


class Collectives:
    """Reads phrases for two parties together in one text.

    Parameters
    ----------
    text : str
    named : sequence of (Span, PartyId)
        Where known parties are named, in text order.
    """

    def __init__(self, text: str, named: Sequence[tuple[Span, PartyId]]) -> None:
        self._text = text
        self._named = named
        self._ends = [span.end for span, _ in named]
        self._counts = Counter(party for _, party in named)

    def phrases(self) -> Iterator[Span]:
        """Every "both sides", "the two countries", "the parties" of the text, in text order."""
        for match in _PLAIN.finditer(self._text):
            yield Span(start=match.start(), end=match.end())

    def names(self, phrase: str) -> bool:
        """Whether a phrase stands for two parties, whoever they are."""
        return _TWO.fullmatch(phrase) is not None or _LOOSE.fullmatch(phrase) is not None

    def of(self, span: Span) -> tuple[PartyId, ...]:
        """The two parties meant, sorted; nobody where the phrase is no such phrase or the text leaves it open."""
        phrase = self._text[span.start : span.end]
        if not self.names(phrase):
            lead = _LEAD.search(self._text, max(0, span.start - 12), span.start)  # the reader may have left out "both"
            phrase = lead.group() + phrase if lead else phrase
            if not self.names(phrase):
                return ()
        here = bisect_left(self._ends, span.start + 1)
        near = {party for named, party in self._named[:here] if named.start >= span.start - NEAR}
        if len(near) != 2:  # "which the parties agreed on, but both A and B accuse each other"
            stop = _STOP.search(self._text, span.end)
            end = stop.start() if stop else len(self._text)
            near = {party for named, party in self._named[here:] if named.end <= end}
        if len(near) == 2:
            return tuple(sorted(near))
        ranked = sorted(self._counts, key=lambda p: (-self._counts[p], p))
        if len(ranked) < 2:
            return ()
        third = self._counts[ranked[2]] if len(ranked) > 2 else 0
        if _TWO.fullmatch(phrase) or self._counts[ranked[1]] >= CLEAR * third:
            return tuple(sorted(ranked[:2]))
        return ()
