"""What reports, and those quoted in them, expect to become of an issue: words of probability as ranges."""

from __future__ import annotations

import re
from collections.abc import Iterable

from detente.model import Act, IssueId, Span, Stance, Statement
from detente.model.scenario import Expectation

_RANGES = (
    (0.01, 0.05, r"(?:almost |virtually |practically )?no (?:chance|prospects?)|remote chances?"),
    (0.05, 0.20, r"(?:very|highly|most|extremely) (?:unlikely|improbable)"),
    (0.20, 0.45, r"unlikely|improbable|less (?:likely|probable)|doubtful|slim chances?|little (?:chance|prospect)"),
    (0.45, 0.55, r"(?:roughly )?even (?:chance|odds)|fifty-fifty|50-50"),
    (0.95, 0.99, r"(?:almost|nearly|virtually|practically) certain(?:ly)?|inevitabl[ey]"),
    (0.80, 0.95, r"(?:very|highly|extremely) (?:likely|probable)"),
    (0.55, 0.80, r"(?:most |more )?(?:likely|probable)|likeliest|probably|(?:is|are) (?:widely )?expected to"),
)
_WORDS = re.compile("|".join(rf"(?P<r{n}>\b(?:{words})\b)" for n, (*_, words) in enumerate(_RANGES)), re.IGNORECASE)
_DENIED = re.compile(r"(?:\bnot|n[’']t|\bhardly|\bnever) (?:\w+ )?$", re.IGNORECASE)
_FAILS = re.compile(
    r"^(?: (?:that|scenario|outcome|is|it|the|a|an|to|will|would|be|has|have|been|not be)){0,6}"
    r" (?:fail|collapse|reject|refuse|oppose|block|veto|stall|expire|lapse|drop|abandon|decline|resist|not)\w*\b",
    re.IGNORECASE,
)
"""What follows where the issue as named is not what is expected: "likely to be rejected", "will probably not"."""


def find_expectations(statements: Iterable[Statement]) -> tuple[Expectation, ...]:
    """The assessments that say how probable it is that an issue is settled as it is named.

    Parameters
    ----------
    statements : iterable of Statement
        Only assessments without a stance and a condition count: "Moscow is likely to reject it" tells where Moscow
        stands, which its position holds already, not what will be.

    Returns
    -------
    tuple of Expectation
        In their order, one for each passage and issue with a word of probability; the first such word counts.

    Notes
    -----
    Ranges are those that the US intelligence community gives to words of probability (Intelligence Community
    Directive 203, 2015). Writers of news follow no such table: a range says roughly what a word means to readers.
    What is expected is taken as the issue's settlement as it is named, or, after "not" or before a word like
    "fail", as its opposite.
    """
    found: dict[tuple[str, Span, IssueId], Expectation] = {}
    for statement in statements:
        if statement.act is Act.ASSESS and statement.stance is Stance.NEUTRAL and statement.condition is None:
            expectation = _expectation(statement)
            place = (statement.evidence.document, statement.evidence.span, statement.issue)
            if expectation is not None:
                found.setdefault(place, expectation)
    return tuple(found.values())


def _expectation(statement: Statement) -> Expectation | None:
    quote = statement.evidence.quote
    found = _WORDS.search(quote)
    if found is None or found.lastgroup is None:
        return None
    low, high, _ = _RANGES[int(found.lastgroup.removeprefix("r"))]
    if bool(_DENIED.search(quote[: found.start()])) != bool(_FAILS.match(quote[found.end() :])):
        low, high = 1 - high, 1 - low
    return Expectation(issue=statement.issue, words=found[0], low=low, high=high, statement=statement)
