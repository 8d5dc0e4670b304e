"""A statement: one party's act or stance on one issue, carried by one quote."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NewType

from detente.model.document import Document, Sentence, Span
from detente.model.evidence import Attribution, Evidence, Origin
from detente.model.issue import Issue, IssueId, OptionId
from detente.model.moment import Moment, Quantity
from detente.model.party import Mention, Party, PartyId, Speaker

StatementId = NewType("StatementId", str)


class Act(StrEnum):
    """What a party does with its words or deeds."""

    DEMAND = "demand"
    PROPOSE = "propose"
    ACCEPT = "accept"
    AGREE = "agree"
    REJECT = "reject"
    CONCEDE = "concede"
    CONSIDER = "consider"
    THREATEN = "threaten"
    ACCUSE = "accuse"
    DENY = "deny"
    COMMIT = "commit"
    CONDITION = "condition"
    REPORT = "report-fact"
    ASSESS = "assess"

    @property
    def takes_position(self) -> bool:
        """Whether the act places its party on the issue; reports and assessments do not."""
        return self not in (Act.REPORT, Act.ASSESS)


class Stance(StrEnum):
    """A party's stance towards the issue as named, not towards the act."""

    SUPPORT = "support"
    OPPOSE = "oppose"
    OPEN = "open"
    NEUTRAL = "neutral"


class ConditionKind(StrEnum):
    """How a condition binds: precedence (``only_after``) is not the same as ``if``."""

    ONLY_AFTER = "only_after"
    UNLESS = "unless"
    UNTIL = "until"
    IF = "if"
    IN_EXCHANGE_FOR = "in_exchange_for"


class Voice(StrEnum):
    """Whose mouth a statement comes from."""

    OWN = "own"
    """The party itself or one of its people."""
    RELAYED = "relayed"
    """Someone outside the party."""
    REPORTER = "reporter"
    """The report's own words; no source named."""


UNSURE = 0.4
"""Confidence under which a statement is marked unsure, and left out of the summary and of distances."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A tie to something else: here a linkage starts life."""

    kind: ConditionKind
    on: str
    """What it waits for, in the text's words: "the peace agreement"."""
    evidence: Evidence
    """The whole clause: "only after the peace agreement"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One party's act or stance on one issue, carried by one verbatim quote."""

    party: PartyId
    issue: IssueId
    act: Act
    stance: Stance
    evidence: Evidence
    origin: Origin
    sentence: int
    """Zero-based sentence of the document in which the quote begins."""
    speaker: Speaker | None = None
    target: PartyId | None = None
    option: OptionId | None = None
    hedged: bool = False
    """The quote's own predicate stands under a negation or a hedge."""
    hedge: Evidence | None = None
    """The hedging word or words alone ("likely", "theoretically"); a negation is no hedge."""
    condition: Condition | None = None
    quantities: tuple[Quantity, ...] = ()
    said: Moment | None = None
    attribution: Attribution | None = None

    @property
    def id(self) -> StatementId:
        """Hash of what was said, by whom and where; reading twice is idempotent."""
        place = self.evidence.span
        return _hash_statement(self.evidence.document, place.start, place.end, self.party, self.issue, self.act)

    @property
    def voice(self) -> Voice:
        """Own, relayed or the reporter's."""
        if self.speaker is None:
            return Voice.REPORTER
        return Voice.OWN if self.speaker.party == self.party else Voice.RELAYED


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A sentence or document that could not be read: counted and reported, never fatal."""

    document: str
    """The document's name."""
    span: Span | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one document says: the product of the statements stage.

    Statements stand in text order; parties are sorted by id.
    """

    document: Document
    sentences: tuple[Sentence, ...]
    parties: tuple[Party, ...]
    mentions: tuple[Mention, ...]
    issues: tuple[Issue, ...]
    statements: tuple[Statement, ...]
    attributions: tuple[Attribution, ...] = ()
    skipped: tuple[Skipped, ...] = ()

    def mentions_from(self, start: int, end: int) -> tuple[Mention, ...]:
        """The mentions that begin at ``start`` or later and before ``end``; mentions stand in text order."""
        low = bisect_left(self.mentions, start, key=lambda m: m.span.start)
        return self.mentions[low : bisect_left(self.mentions, end, low, key=lambda m: m.span.start)]

    def statements_in(self, sentence: Span) -> tuple[Statement, ...]:
        """The statements that stand in a sentence; those of one sentence stand together."""
        number = bisect_left(self.sentences, sentence.start, key=lambda s: s.span.start)
        low = bisect_left(self.statements, number, key=lambda s: s.sentence)
        return self.statements[low : bisect_left(self.statements, number + 1, low, key=lambda s: s.sentence)]

    def statements_by_sentence(self) -> dict[int, tuple[Statement, ...]]:
        """The statements whose quotes touch each sentence, by the sentence's number; sentences without one are left out."""
        held: dict[int, tuple[Statement, ...]] = {}
        for statement in self.statements:
            for number in range(statement.sentence, len(self.sentences)):
                if not self.sentences[number].span.overlap(statement.evidence.span):
                    break
                held[number] = (*held.get(number, ()), statement)
        return held


@lru_cache(maxsize=100_000)
def _hash_statement(document: str, start: int, end: int, party: str, issue: str, act: str) -> StatementId:
    """The same for the same words; every room asks for it, so it is kept."""
    # Most parts come again and again: the report's, its parties' and its issues' keys.
    told = _framed(document) + _framed(str(start)) + _framed(str(end)) + _framed(party) + _framed(issue) + _framed(act)
    return StatementId(hashlib.blake2b(told, digest_size=8).hexdigest())


@lru_cache(maxsize=20_000)
def _framed(part: str) -> bytes:
    """A part with its length before it, so that no two lists of parts look alike."""
    encoded = part.encode("utf-8", "surrogatepass")
    return len(encoded).to_bytes(4, "big") + encoded
