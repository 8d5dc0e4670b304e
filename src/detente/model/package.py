"""What could be agreed: domains of packages, what each is worth to whom, and the solutions that theory names."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from detente.model.issue import Issue, IssueId, OptionId
from detente.model.party import PartyId
from detente.model.statement import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Utility:
    """What the options are worth to one party; a package is worth the sum over its options."""

    party: PartyId
    values: tuple[tuple[float, ...], ...]
    """For each issue of the domain, the worth of each of its options; larger is better."""
    base: float = 0.0
    """Added to every package."""
    reservation: float | None = None
    """What a package must be worth at least; ``None`` where it is not known, so that nothing is ruled out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One of some options of an issue can be taken only together with one of some options of another."""

    issue: IssueId
    options: frozenset[OptionId]
    needs_issue: IssueId
    needs_options: frozenset[OptionId]


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """Everything that one negotiation can end in: a package takes one option of every issue."""

    issues: tuple[Issue, ...]
    utilities: tuple[Utility, ...]
    requirements: tuple[Requirement, ...] = ()
    name: str = ""

    @property
    def parties(self) -> tuple[PartyId, ...]:
        """Who bargains, in the order of the utilities."""
        return tuple(u.party for u in self.utilities)

    @property
    def size(self) -> int:
        """Packages in all, those that a requirement rules out included."""
        count = 1
        for issue in self.issues:
            count *= len(issue.options)
        return count


def name_of_option(domain: Domain, issue: IssueId, option: OptionId) -> str:
    """What an option is called; its id where the domain does not have it.

    Parameters
    ----------
    domain : Domain
    issue : IssueId
    option : OptionId

    Returns
    -------
    str
    """
    held = next((i.options for i in domain.issues if i.id == issue), ())
    return next((o.name for o in held if o.id == option), option)


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """One option an issue, and what it is worth to each party."""

    options: tuple[tuple[IssueId, OptionId], ...]
    worth: tuple[float, ...]
    """In the order of the domain's parties."""


class SolutionConcept(StrEnum):
    """By what rule one package is singled out."""

    NASH = "nash"
    """Largest product of the gains over the reservation values (Nash 1950)."""
    KALAI_SMORODINSKY = "kalai-smorodinsky"
    """Largest smallest gain as a share of the most that each could gain (Kalai & Smorodinsky 1975)."""
    EGALITARIAN = "egalitarian"
    """Largest smallest gain (Kalai 1977)."""
    UTILITARIAN = "utilitarian"
    """Largest sum."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """What a rule picks out of the zone of possible agreement."""

    concept: SolutionConcept
    package: Package
    score: float
    """The quantity that the rule makes as large as it can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BargainingResult:
    """Where a deal could lie in a domain."""

    domain: Domain
    method: str
    parameters: tuple[tuple[str, str], ...]
    efficient: int
    """Distinct efficient outcomes: no package is worth more to one party and no less to any other."""
    zone: tuple[Package, ...]
    """The efficient packages that are worth every party's reservation value: the zone of possible agreement."""
    disagreement: tuple[float, ...]
    """What each party has without a deal: its reservation value, or its worst package where that is not known."""
    solutions: tuple[Solution, ...]
    """Empty where the zone is."""
    opposition: float | None
    """0 where one package gives everybody everything, larger the further the best compromise is from that."""
    error: float = 0.0
    """By how much, at most, a party may be worse off in the listed packages than in an efficient one; 0 is exact."""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """One number behind a domain: inferred by a stated rule, or an analyst's judgement."""

    party: PartyId
    issue: IssueId | None
    """``None`` where it holds for the package as a whole."""
    what: str
    """``ideal``, ``salience``, ``utility`` or ``reservation``."""
    value: float
    low: float
    high: float
    basis: str
    """The rule, or the analyst's reason."""
    author: str | None
    """``None`` where it is inferred."""
    statements: tuple[Statement, ...] = ()
    """Those that an inferred number rests on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RedLine:
    """An option that a party has ruled out in so many words, or that an analyst says it would not settle for."""

    party: PartyId
    issue: IssueId
    option: OptionId
    statement: Statement | None
    """``None`` where an analyst says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftedDomain:
    """A domain made from positions, with everything that it rests on."""

    domain: Domain
    """With the central estimates, the options that red lines rule out left out."""
    low: tuple[Utility, ...]
    high: tuple[Utility, ...]
    """The ends of the bands, in the order of the domain's utilities."""
    estimates: tuple[Estimate, ...]
    red_lines: tuple[RedLine, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Robustness:
    """How often a package holds up when what the options are worth is drawn from bands."""

    package: tuple[tuple[IssueId, OptionId], ...]
    draws: int
    seed: int
    acceptable: float
    """Share of the draws, 0..1, in which it is worth every party's reservation value, where that is known."""
    efficient: float
    """Share of the draws, 0..1, in which no package of those compared is better for one and no worse for any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """Where a deal could lie, and on what that rests."""

    drafted: DraftedDomain
    result: BargainingResult
    robustness: tuple[Robustness, ...]
    """One for each package that a rule picks, in the order of the solutions, each package once."""
    deal: Package | None = None
    """A tentative deal that was asked about."""
    improvements: tuple[Package, ...] = ()
    """Efficient packages that leave nobody worse off than the deal."""
