"""What the text itself says is likely to become of the talks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente.model import Act, Evidence, Outlook, Reading, Span, Statement
from detente.positions.timeline import order_readings

_STRONG = (
    r"most likely",
    r"(?:likeliest|likely|probable) (?:scenario|outcome|result)",
    r"in sight",
    r"remains? to be seen",
    r"(?:un)?likely that",
    r"(?:un)?likely to (?:reach|agree|end|lead|succeed|fail|produce|yield|bring|hold|last|collapse)",
    r"(?:un)?likely to be (?:reached|signed|agreed|concluded|struck|resolved)",
    r"(?:hopes?|prospects?|chances?) (?:\w+ ){0,8}?(?:fad|dimm|dwindl|reced|ris|grow|slim|remote|bleak|dim\b)\w*",
    r"(?:fad|dimm|dwindl|reced|ris|grow)ing hopes?",
)
_WEAK = (
    r"(?:un)?likely",
    r"(?:is|are|was|were) (?:widely )?expected to",
    r"expects?",
    r"(?:chances?|prospects?) (?:of|that|for)",
    r"(?:optimis|pessimis)\w+",
    r"predict(?:s|ed|ions?)?",
    r"forecast(?:s|ed)?",
    r"anticipat(?:e|es|ed)",
    r"confident that",
    r"doubt(?:s|ed|ful)? (?:that|whether)",
    r"long way (?:off|to go)",
    r"(?:close|near)(?:er)? to (?:an? |the )?(?:\w+ )?(?:deal|agreement|settlement|accord|truce)",
)
_FORECASTS = tuple(
    (weight, re.compile(rf"\b(?:{'|'.join(phrases)})\b", re.IGNORECASE))
    for weight, phrases in ((3.0, _STRONG), (2.0, _WEAK))
)
_TALKS = re.compile(
    r"\b(?:talks?|negotiations?|deals?|agreements?|accords?|pacts?|treat(?:y|ies)|settlements?|solutions?|truces?"
    r"|ceasefires?|cease-fires?|armistice|peace|compromises?|breakthroughs?|contracts?|summit|mediation|ratification"
    r"|consensus|strikes?|war|conflict|dispute|stand-?off|impasse|deadlock|stalemate)\b",
    re.IGNORECASE,
)
_UNSAID = re.compile(
    r"\b(?:would not|wouldn[’']t|refus\w+ to|declin\w+ to|not) (?:speculat|predict|say\b|comment)", re.IGNORECASE
)
_ENOUGH = 2.7
"""A weak phrase is enough late in the text or in an assessment; a strong one anywhere."""


def find_outlook(readings: Sequence[Reading]) -> Outlook | None:
    """What is likely to come of it, in the text's own words.

    Parameters
    ----------
    readings : sequence of Reading
        The latest report that forecasts something counts.

    Returns
    -------
    Outlook or None
        The passage that forecasts most plainly: the clause of the statement that carries it, else the sentence.
        ``None`` where no report forecasts anything about the talks.

    Notes
    -----
    A sentence needs a forecasting phrase outside any condition, and a word of the talks. Its score grows with
    the phrase ("the most likely scenario" over "is expected to"), with its place in the text, since reports end
    on what may come, and where the reader took it for an assessment. Of equals the later counts.
    """
    for reading in reversed(order_readings(readings)):
        scored = [(*found, n) for n in range(len(reading.sentences)) if (found := _forecast(n, reading))]
        if scored:
            _, evidence, covering, _ = max(scored, key=lambda entry: (entry[0], entry[3]))
            return Outlook(evidence=evidence, speaker=covering.speaker if covering else None)
    return None


def _forecast(number: int, reading: Reading) -> tuple[float, Evidence, Statement | None] | None:
    """Score, words and statement of a sentence that forecasts the outcome of the talks plainly enough."""
    sentence = reading.sentences[number].span
    words = reading.document.text[sentence.start : sentence.end]
    phrase = _phrase(sentence, reading)
    if phrase is None or _UNSAID.search(words) or not _TALKS.search(words):
        return None
    weight, match = phrase
    covering = _covering(match, reading)
    assessed = covering is not None and covering.act is Act.ASSESS
    score = weight + 0.75 * assessed + (number + 1) / len(reading.sentences)
    evidence = covering.evidence if covering else Evidence.cite(reading.document, sentence)
    return (score, evidence, covering) if score >= _ENOUGH else None


def _phrase(sentence: Span, reading: Reading) -> tuple[float, re.Match[str]] | None:
    """The strongest forecasting phrase that stands in no condition."""
    for weight, pattern in _FORECASTS:
        for match in pattern.finditer(reading.document.text, sentence.start, sentence.end):
            place = Span(start=match.start(), end=match.end())
            if not any(s.condition and s.condition.evidence.span.contains(place) for s in reading.statements):
                return weight, match
    return None


def _covering(match: re.Match[str], reading: Reading) -> Statement | None:
    """The shortest statement around a phrase, an assessment first."""
    around = [s for s in reading.statements if s.evidence.span.start <= match.start() < s.evidence.span.end]
    return min(around, key=lambda s: (s.act is not Act.ASSESS, len(s.evidence.span)), default=None)
