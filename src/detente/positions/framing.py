"""Where a text itself calls a party's words contradictory, reversed, or set aside."""

from __future__ import annotations

import re
from dataclasses import dataclass

from detente.model import ContradictionKind, Evidence, Mention, PartyId, Reading, Span, Statement

_WORDS = r"(?:\w+\s+){0,2}?"
_UTTERANCES = (
    r"(?:statements?|signals?|messages?|messaging|remarks?|comments?|accounts?|positions?|stances?|views?"
    r"|claims?|lines?)"
)
_WHERE = r"(?:\s+(?:within|inside|in|among|from|by|of|between)\s+(?:[^,.;:–—]|(?<=\b[A-Z])\.){2,60})?"
_POSSESSIVE = r"(?:its|his|her|their|itself|himself|herself|themselves)"

_CONTRADICTORY = re.compile(
    rf"\bcontradict(?:ory|ion|ions|s|ed|ing)?\b(?:\s+{_WORDS}{_UTTERANCES}\b)?{_WHERE}"
    rf"|\b(?:conflicting|inconsistent|incompatible|contrasting|diverging|divergent|mixed)\s+{_WORDS}{_UTTERANCES}\b{_WHERE}"
    rf"|\bat odds with {_POSSESSIVE} (?:own|earlier|previous)\b",
    re.IGNORECASE,
)
_REVERSED = re.compile(
    r"\b(?:backtrack(?:s|ed|ing)?|back-?pedal(?:s|led|ling|ed|ing)?|u-turns?|about-(?:face|turn)s?|volte-face|flip-flop\w*"
    r"|climb-?downs?|climb(?:s|ed|ing) down|(?:walk|row)(?:s|ed|ing)? back|(?:went|goes|going|gone) back on|reneg\w+"
    rf"|revers(?:e|es|ed|ing) (?:course|{_POSSESSIVE} (?:position|stance|decision|policy|opposition|earlier|previous))"
    rf"|(?:an?|apparent|sharp|sudden|policy|dramatic) reversal"
    rf"|chang(?:e|es|ed|ing) {_POSSESSIVE} (?:mind|position|stance|tune|line))\b",
    re.IGNORECASE,
)
_SET_ASIDE = re.compile(
    r"\b(?:despite|in spite of|regardless of|notwithstanding)\s+(?:[\w’'-]+\s+){0,4}?"
    r"(?:statements?|pledges?|promises?|assurances?|commitments?|vows?|words?|rhetoric|claims?|insistence|denials?"
    r"|declarations?|announcements?|agreements?|accords?|ceasefires?|cease-fires?|truces?|moratori(?:um|a)|opposition"
    r"|refusals?|objections?|threats?|reject(?:ion|ions)|positions?|stances?)\b",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r"[:;–—]|\s--?\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Framing:
    """The text's own words about two statements, and what they make of them."""

    evidence: Evidence
    kind: ContradictionKind
    outright: bool = False
    """The text calls them contradictory in so many words."""


def find_framing(statement: Statement, reading: Reading) -> Framing | None:
    """What the text says about how a statement sits with its party's other words.

    Parameters
    ----------
    statement : Statement
        The statement; its party is the one that the framing must be about.
    reading : Reading
        The report that it comes from.

    Returns
    -------
    Framing or None
        The first framing in the statement's sentence, else in the one before. "Despite its pledge" counts in the
        statement's own sentence only. A framing is about the party named nearest to it in its clause, else in its
        sentence; where its sentence names none, it is taken to be about the statement's.
    """
    own = statement.sentence
    for number in (own, own - 1):
        if not 0 <= number < len(reading.sentences):
            continue
        sentence = reading.sentences[number].span
        for pattern, kind in (
            (_CONTRADICTORY, ContradictionKind.WITHIN_SPEAKER),
            (_REVERSED, ContradictionKind.REVERSAL),
            (_SET_ASIDE, ContradictionKind.WITHIN_SPEAKER),
        ):
            if pattern is _SET_ASIDE and number != own:
                continue
            for match in pattern.finditer(reading.document.text, sentence.start, sentence.end):
                phrase = Span(start=match.start(), end=match.end())
                if _party_meant(phrase, sentence, reading) in (None, statement.party):
                    outright = pattern is _CONTRADICTORY
                    return Framing(evidence=Evidence.cite(reading.document, phrase), kind=kind, outright=outright)
    return None


def _party_meant(phrase: Span, sentence: Span, reading: Reading) -> PartyId | None:
    """The party named nearest to a phrase, in its clause if one is named there."""
    named = [m for m in reading.mentions_from(sentence.start, sentence.end) if m.span.end <= sentence.end]
    breaks = [
        sentence.start,
        *(m.end() for m in _CLAUSE_END.finditer(reading.document.text, sentence.start, sentence.end)),
    ]
    start = max(b for b in breaks if b <= phrase.start)
    end = min((b for b in breaks if b >= phrase.end), default=sentence.end)
    in_clause = [m for m in named if start <= m.span.start and m.span.end <= end]

    def gap(mention: Mention) -> tuple[int, int]:
        apart = max(mention.span.start - phrase.end, phrase.start - mention.span.end, 0)
        return apart, mention.span.start

    nearest = min(in_clause or named, key=gap, default=None)
    return nearest.party if nearest else None
