"""What waits on what: conditions as gates between issues, and ties that one sentence suggests."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations

from detente.model import Evidence, IssueId, Linkage, PartyId, Reading
from detente.positions.timeline import order_readings

INFERRED_AT_MOST = 6
"""Suggested ties grow with the square of the issues in a sentence; more than a few say nothing."""

_DETERMINER = r"(?:the|an?|any|some|this|that|such an?|its|his|her|their|our)"
_LEADING = re.compile(
    r"^(?:(?:depend(?:s|ed|ing)? on|only|once|after|until|unless|if|when|before|upon|following|in exchange for"
    r"|in return for|provided|that) )*"
    r"(?:(?:the )?(?:signing|signature|conclusion|reaching|completion|achievement) of )?",
    re.IGNORECASE,
)
_REACHED = re.compile(
    r"^(?P<name>(?!(?:must|should|will|would|to)\b).+?) "
    r"(?:(?:is|are|was|were|be|gets|(?:has|have|had) been) (?:\w+ly )?"
    r"(?:signed|reached|achieved|concluded|struck|agreed(?: on| upon)?|finali[sz]ed|sealed|completed|ratified|approved"
    r"|in place|in force|in effect)|(?:comes?|came|enters?|entered) into (?:force|effect)|(?:takes?|took) effect)"
    r"(?: (?:by|with|between|in|on) .+)?$",
    re.IGNORECASE,
)
_REACHING = re.compile(
    r"^.*\b(?:signs?|signed|reach(?:es|ed)?|achieved?s?|concluded?s?|strikes?|struck|seal(?:s|ed)?|agreed? (?:to|on)) "
    rf"(?P<name>{_DETERMINER} .+)$",
    re.IGNORECASE,
)
_DETERMINED = re.compile(rf"^{_DETERMINER} ", re.IGNORECASE)
_INDEFINITE = re.compile(r"^an? ", re.IGNORECASE)
_SYNONYMS = {
    "deal": "agreement",
    "accord": "agreement",
    "pact": "agreement",
    "treaty": "agreement",
    "settlement": "agreement",
    "truce": "ceasefire",
    "armistice": "ceasefire",
}
_PLACE = re.compile(r"(?<=\w) (?:in|at|near|within|across) .*", re.IGNORECASE)
_SUFFIX = re.compile(r"(?<=\w{3})(?:ing|al|ed|es|s|e)$")
_EMPTY = re.compile(
    r"a|all|an|and|any|are|as|at|be|been|both|by|for|from|has|have|if|in|into|is|it|its|more|must|new|no|not|of|on|or"
    r"|other|own|over|such|than|that|the|their|they|this|to|under|until|was|were|which|will|with|would"
    r"|agreements?|talks?|negotiations?|issues?|questions?|part(?:y|ies)|sides?"
)
"""Words that name no subject of talks."""


def find_linkages(readings: Sequence[Reading]) -> tuple[Linkage, ...]:
    """Which issues wait on something, and on what.

    Parameters
    ----------
    readings : sequence of Reading
        One for each report; issues carry the same ids in all of them.

    Returns
    -------
    tuple of Linkage
        First one for every statement with a condition, in order of report and text, all conditions on one thing
        under one gate. Then at most ``INFERRED_AT_MOST`` ties that no condition states, strongest first: one
        sentence carries statements on two issues, or a statement on one and the name of the other.

    Notes
    -----
    "The peace agreement", "a peace deal" and "the peace agreement is signed" are one gate, called by the first of
    these phrases with an indefinite article, else by the first. A gate is an issue of the table where the two
    share their words, names of parties and places aside. Circles stay as they are: two issues may well wait on
    each other.
    """
    ordered = order_readings(readings)
    parties = {w for r in ordered for p in r.parties for name in (p.name, *p.aliases) for w in _words(name)}
    topics = {issue.id: _words(_PLACE.sub("", issue.name)) - parties for r in reversed(ordered) for issue in r.issues}
    stated = _stated(ordered, topics)
    return (*stated, *_inferred(ordered, topics, {frozenset((s.issue, s.on_issue)) for s in stated if s.on_issue}))


def _stated(readings: Sequence[Reading], topics: Mapping[IssueId, frozenset[str]]) -> tuple[Linkage, ...]:
    """One linkage for each statement with a condition."""
    waiting = [(s, s.condition, _gate(s.condition.on)) for r in readings for s in r.statements if s.condition]
    names: dict[str, str] = {}
    for _, _, gate in waiting:
        key = _gate_key(gate)
        if key not in names or (_INDEFINITE.match(gate) and not _INDEFINITE.match(names[key])):
            names[key] = gate
    return tuple(
        Linkage(
            issue=statement.issue,
            party=statement.party,
            kind=condition.kind,
            gate=names[_gate_key(gate)],
            on_issue=_gate_issue(_words(condition.on), {k: t for k, t in topics.items() if k != statement.issue}),
            stated=True,
            evidence=condition.evidence,
            statement=statement,
        )
        for statement, condition, gate in waiting
    )


def _inferred(
    readings: Sequence[Reading], topics: Mapping[IssueId, frozenset[str]], stated: set[frozenset[IssueId]]
) -> tuple[Linkage, ...]:
    """The strongest ties between issues that share a sentence and that no condition ties."""
    weights: defaultdict[frozenset[IssueId], float] = defaultdict(float)
    ties: dict[frozenset[IssueId], Linkage] = {}
    for reading in readings:
        carried: dict[int, dict[IssueId, set[PartyId]]] = {}
        for statement in reading.statements:
            carried.setdefault(statement.sentence, {}).setdefault(statement.issue, set()).add(statement.party)
        for number, by_issue in sorted(carried.items()):
            sentence = Evidence.cite(reading.document, reading.sentences[number].span)
            words = _words(sentence.quote)
            # A single word names too much: "the ceasefire" stands in half of the sentences of its report.
            named = [key for key, topic in topics.items() if len(topic) > 1 and topic <= words and key not in by_issue]
            issues = [*by_issue, *named]
            for issue, other in combinations(issues, 2):
                pair = frozenset((issue, other))
                parties = by_issue.get(issue, set()) | by_issue.get(other, set())
                if parties and pair not in stated:
                    # In a list of many issues each pair means less.
                    weights[pair] += 1 / (len(issues) - 1)
                    ties.setdefault(pair, _tie(issue, other, parties, sentence))
    return tuple(ties[pair] for pair in sorted(ties, key=lambda pair: -weights[pair])[:INFERRED_AT_MOST])


def _tie(issue: IssueId, other: IssueId, parties: set[PartyId], sentence: Evidence) -> Linkage:
    """A tie that one sentence suggests; its party where only one speaks there."""
    party = next(iter(parties)) if len(parties) == 1 else None
    return Linkage(issue=issue, party=party, kind=None, gate="", on_issue=other, stated=False, evidence=sentence)


def _gate(on: str) -> str:
    """What is waited for, without the words that say that it comes about."""
    bare = _LEADING.sub("", " ".join(on.split())) or on
    reached = _REACHED.match(bare) or _REACHING.match(bare)
    return reached["name"] if reached else bare


def _gate_key(gate: str) -> str:
    """Form under which phrases for one thing are alike."""
    words = re.findall(r"\w+", _DETERMINED.sub("", gate).casefold())
    return " ".join(_canonical(word) for word in words) or gate


def _gate_issue(words: frozenset[str], topics: Mapping[IssueId, frozenset[str]]) -> IssueId | None:
    """The issue that a gate is: all of its words are there, or most of the gate's or of its own."""

    def share(topic: frozenset[str]) -> float:
        shared = len(words & topic)
        if topic and topic <= words:
            return 1.0
        return shared / min(len(words), len(topic)) if shared > 1 else 0.0

    best = max(topics, key=lambda key: (share(topics[key]), len(topics[key] & words)), default=None)
    return best if best is not None and share(topics[best]) >= 2 / 3 else None


def _words(name: str) -> frozenset[str]:
    """Words with a meaning of their own, cut to their stems."""
    words = map(_canonical, re.findall(r"\w+", name.casefold()))
    return frozenset(_SUFFIX.sub("", word) for word in words if not _EMPTY.fullmatch(word))


def _canonical(word: str) -> str:
    """One word for several that name the same kind of thing."""
    return _SYNONYMS.get(word.removesuffix("s"), word)
