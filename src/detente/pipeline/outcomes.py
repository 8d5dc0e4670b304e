"""From the table to outcomes: where a deal could lie, and where each issue may settle."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from detente.analyses.bargaining import (
    find_frontier,
    find_improvements,
    fix_options,
    measure_robustness,
    solve_bargaining,
    worth_of,
)
from detente.analyses.forecast import (
    forecast_challenge,
    forecast_compromise,
    forecast_distribution,
    forecast_exchange,
    forecast_median,
    forecast_nash_bargaining,
)
from detente.codebook.agenda import Agenda
from detente.errors import AnalysisError
from detente.model import IssueId, OptionId, PartyId, Table
from detente.model.forecast import ForecastMethod, ForecastResult, IssueContest
from detente.model.package import Domain, DraftedDomain, Outcomes, Package
from detente.pipeline.reports import Findings
from detente.positions import fold_positions
from detente.positions.arrays import draft_contests, draft_domain

METHODS = (ForecastMethod.COMPROMISE, ForecastMethod.WEIGHTED_MEDIAN, ForecastMethod.DISTRIBUTION)
"""Forecasts that are made where nobody asks for others."""


def weigh_outcomes(
    findings: Findings | None,
    *,
    agenda: Agenda | None = None,
    settled: Mapping[IssueId, OptionId] | None = None,
    reservations: Mapping[PartyId, float] | None = None,
    deal: Mapping[IssueId, OptionId] | None = None,
    draws: int = 1000,
    seed: int = 0,
) -> Outcomes:
    """Where a deal could lie, from what the reports tell, an analyst's numbers, or both.

    Parameters
    ----------
    findings : Findings or None
        What :func:`find` gives; with ``None`` the agenda's judgements stand alone.
    agenda : Agenda or None
        Options, saliences, utilities, reservation values.
    settled, reservations : mapping or None
        What-if: issues that are settled already, reservation values to put in place of others.
    deal : mapping or None
        A tentative deal, one option of every issue, to be held against the efficient packages.
    draws, seed : int
        How often, and from where, worth is drawn within its bands to tell how robust a package is.

    Raises
    ------
    AnalysisError
        If no issue is left to bargain over, or a party, issue or option is named that the domain does not have.
    """
    drafted = draft_domain(_table(findings), linkages=findings.linkages if findings else (), agenda=agenda)
    found = _weigh(drafted, settled, reservations, deal)
    picked = list(dict.fromkeys(solution.package.options for solution in found.result.solutions))
    if not picked:
        return found
    robustness = measure_robustness(
        drafted.domain,
        [dict(options) for options in picked],
        bands=[
            (replace(low, reservation=asked), replace(high, reservation=asked))
            if (asked := (reservations or {}).get(low.party)) is not None
            else (low, high)
            for low, high in zip(drafted.low, drafted.high, strict=True)
        ],
        draws=draws,
        seed=seed,
    )
    return replace(found, robustness=robustness)


def weigh_domain(
    domain: Domain,
    *,
    settled: Mapping[IssueId, OptionId] | None = None,
    reservations: Mapping[PartyId, float] | None = None,
    deal: Mapping[IssueId, OptionId] | None = None,
) -> Outcomes:
    """Where a deal could lie in a domain that is given, such as :func:`detente.codebook.genius.load_genius` reads.

    Parameters
    ----------
    domain : Domain
        Its numbers are taken as exact: no estimates, no bands, and so no robustness.
    settled, reservations, deal
        As of :func:`weigh_outcomes`.

    Raises
    ------
    AnalysisError
        If the domain cannot be searched, or a party, issue or option is named that it does not have.
    """
    exact = DraftedDomain(domain=domain, low=domain.utilities, high=domain.utilities, estimates=(), red_lines=())
    return _weigh(exact, settled, reservations, deal)


def _weigh(
    drafted: DraftedDomain,
    settled: Mapping[IssueId, OptionId] | None,
    reservations: Mapping[PartyId, float] | None,
    deal: Mapping[IssueId, OptionId] | None,
) -> Outcomes:
    """Solutions and improvements on a deal, without robustness."""
    domain = fix_options(drafted.domain, settled or {})
    return Outcomes(
        drafted=drafted,
        result=solve_bargaining(domain, reservations=reservations),
        robustness=(),
        deal=Package(options=tuple(deal.items()), worth=worth_of(domain, deal)) if deal else None,
        improvements=find_improvements(find_frontier(domain), deal) if deal else (),
    )


def forecast_issues(
    findings: Findings,
    *,
    agenda: Agenda | None = None,
    methods: Sequence[ForecastMethod] = METHODS,
    reference: float | None = None,
    seed: int = 0,
) -> tuple[ForecastResult, ...]:
    """Where each issue may settle, by one or several methods.

    Parameters
    ----------
    findings : Findings
        What :func:`find` gives.
    agenda : Agenda or None
        Saliences and capabilities as judgements; an option's point and a party's utilities do not enter here.
    methods : sequence of ForecastMethod
    reference : float or None, 0..100
        What holds on every issue if nothing is agreed; Nash bargaining needs it.
    seed : int
        For the coin of the exchange model.

    Returns
    -------
    tuple of ForecastResult
        One a method, in their order, each with one forecast an issue on which two parties or more have a position. The
        point is on the scale of stances: 0 opposed, 50 on conditions, 100 as the issue is named.

    Raises
    ------
    AnalysisError
        If no issue is left, or no method is named.
    """
    contests = draft_contests(findings.table, agenda=agenda, reference=reference)
    return forecast_contests(contests, methods=methods, seed=seed)


def forecast_contests(
    contests: Sequence[IssueContest],
    *,
    methods: Sequence[ForecastMethod] = METHODS,
    reference: float | None = None,
    seed: int = 0,
) -> tuple[ForecastResult, ...]:
    """Where each issue may settle, from stakes that somebody has put into numbers.

    Parameters
    ----------
    contests : sequence of IssueContest
        Such as :func:`detente.codebook.stakes.load_stakes` reads.
    methods : sequence of ForecastMethod
    reference : float or None, 0..100
        What holds if nothing is agreed, on the issues that give no reference of their own.
    seed : int
        For the coin of the exchange model.

    Returns
    -------
    tuple of ForecastResult
        One a method, in their order, each with one forecast an issue, on the scale of its stakes.

    Raises
    ------
    AnalysisError
        If no issue or no method is named, or one cannot be forecast by a method.
    """
    if not contests or not methods:
        raise AnalysisError(f"no {'method' if contests else 'issue'} to forecast; name at least one")
    if reference is not None:
        contests = [c if c.reference is not None else replace(c, reference=reference) for c in contests]
    return tuple(_forecast(method, contests, seed) for method in dict.fromkeys(methods))


def _forecast(method: ForecastMethod, contests: Sequence[IssueContest], seed: int) -> ForecastResult:
    """All issues by one method."""
    if method is ForecastMethod.EXCHANGE:
        return forecast_exchange(contests, seed=seed)
    one: dict[ForecastMethod, Callable[[IssueContest], ForecastResult]] = {
        ForecastMethod.COMPROMISE: forecast_compromise,
        ForecastMethod.MEDIAN: forecast_median,
        ForecastMethod.WEIGHTED_MEDIAN: lambda contest: forecast_median(contest, weighted=True),
        ForecastMethod.NASH_BARGAINING: forecast_nash_bargaining,
        ForecastMethod.CHALLENGE: forecast_challenge,
        ForecastMethod.DISTRIBUTION: forecast_distribution,
    }
    made = [one[method](contest) for contest in contests]
    return ForecastResult(
        method=method,
        forecasts=tuple(f for result in made for f in result.forecasts),
        inputs=tuple(contests),
        parameters=made[0].parameters,
        seed=None,
        warnings=tuple(dict.fromkeys(w for result in made for w in result.warnings)),
    )


def _table(findings: Findings | None) -> Table:
    """The table of the findings, or an empty one."""
    return findings.table if findings else fold_positions([])
