"""How talks may end: scenarios with their probabilities, what tells them apart, what speaks against each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from detente.model.issue import IssueId, OptionId
from detente.model.package import DraftedDomain, Estimate
from detente.model.party import PartyId
from detente.model.statement import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What a report, or somebody quoted in it, expects to become of an issue."""

    issue: IssueId
    words: str
    """The word of probability, as written: "unlikely"."""
    low: float
    high: float
    """Ends of the range, 0..1, in which the word puts that the issue is settled as it is named."""
    statement: Statement


class Basis(StrEnum):
    """Where the chances of an issue's options come from, before all issues must fit together."""

    LEARNT = "learnt"
    """The distribution learnt on decided issues, given the positions."""
    EVEN = "even"
    """Every option as likely as every other: fewer than two positions on a scale are known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """How probable each way to settle one issue is."""

    issue: IssueId
    before: tuple[float, ...]
    """For each option of the issue, 0..1, from positions on this issue alone and what reports expect; their sum is 1."""
    after: tuple[float, ...]
    """The same once all issues must be acceptable together."""
    basis: Basis
    """Where ``before`` comes from, what reports expect aside."""


class Foothold(StrEnum):
    """Whether a scenario would last if each party may take back its consent to single issues."""

    LASTS = "lasts"
    """Nobody gains by taking its consent back: a Nash equilibrium."""
    HELD_BY_OTHERS = "held-by-others"
    """Somebody would gain, but others would then take back theirs, to their own gain, and it would lose: sequentially stable."""
    FALTERS = "falters"
    """Somebody gains by taking its consent back, whatever others would then do to their own gain."""
    UNKNOWN = "unknown"
    """What holds without agreement is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """The issues on which one party would rather keep what holds without agreement."""

    party: PartyId
    issues: tuple[IssueId, ...]
    gain: float
    """What it gains by taking its consent to all of them back, as a share, 0..1, of what is at stake for it."""
    loss: float
    """What it loses where others then take back, to their own gain, consent to what it wants; the same share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concession:
    """How far one party would have to move on one issue."""

    party: PartyId
    issue: IssueId
    wanted: OptionId
    """The option that it values most; of several the nearest to what it takes."""
    takes: OptionId
    cost: float
    """What it gives up, as a share, 0..1, of what is at stake for it over all issues."""
    statements: tuple[Statement, ...]
    """Those that carry its position; empty where an analyst says what it wants."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Likely:
    """How an issue that does not tell scenarios apart would most likely be settled in one of them."""

    issue: IssueId
    option: OptionId
    probability: float
    """0..1, given the scenario."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One way in which the issues that matter most may be settled together."""

    options: tuple[tuple[IssueId, OptionId], ...]
    """One option of each issue that tells scenarios apart."""
    probability: float
    low: float
    high: float
    """0..1; four of five draws of the uncertain numbers give a probability between ``low`` and ``high``."""
    besides: tuple[Likely, ...]
    """The other issues."""
    accepted: tuple[float, ...]
    """How acceptable it is to each party of the domain, 0..1, on average."""
    foothold: Foothold
    withdrawals: tuple[Withdrawal, ...]
    """Who would gain by taking consent back, the largest gain first."""
    concessions: tuple[Concession, ...]
    """Who would have to move, the costliest move first."""
    inconsistency: float
    """Weight of the evidence against it; see :class:`EvidenceRow`."""

    @property
    def settled(self) -> dict[IssueId, OptionId]:
        """One option of every issue: the deciding ones, and the likeliest of the others."""
        return {**dict(self.options), **{likely.issue: likely.option for likely in self.besides}}


class Consistency(StrEnum):
    """How one statement bears on one scenario."""

    CONSISTENT = "consistent"
    NEUTRAL = "neutral"
    INCONSISTENT = "inconsistent"


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRow:
    """One statement against every scenario: a row in an analysis of competing hypotheses."""

    statement: Statement
    marks: tuple[Consistency, ...]
    """In the order of the scenarios."""
    weight: float
    """1 where it is said outright and surely read, less where it is hedged or unsure."""

    @property
    def tells_apart(self) -> bool:
        """Whether it speaks against some scenarios and not against others."""
        return len(set(self.marks)) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioResult:
    """How talks may end, and how that was found."""

    method: str
    parameters: tuple[tuple[str, str], ...]
    seed: int
    drafted: DraftedDomain
    """The issues, their options and what these are worth to whom."""
    deciding: tuple[IssueId, ...]
    """The issues that tell the scenarios apart, the one that matters most first."""
    scenarios: tuple[Scenario, ...]
    """The most probable first; empty where no package is acceptable."""
    others: float
    """Probability, 0..1, of all combinations that are not listed."""
    prospects: tuple[Prospect, ...]
    """One for each issue of the domain."""
    expectations: tuple[Expectation, ...]
    evidence: tuple[EvidenceRow, ...]
    """Those that tell scenarios apart first, each group in text order."""
    warnings: tuple[str, ...] = ()

    def estimates_of(self, issue: IssueId) -> tuple[Estimate, ...]:
        """The numbers on one issue that it rests on.

        Parameters
        ----------
        issue : IssueId

        Returns
        -------
        tuple of Estimate
        """
        return tuple(e for e in self.drafted.estimates if e.issue == issue)
