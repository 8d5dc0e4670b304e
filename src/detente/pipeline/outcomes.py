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
from detente.model import IssueId, OptionId, PartyId, Table
from detente.model.forecast import ForecastMethod, ForecastResult, IssueContest
from detente.model.package import Outcomes, Package
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
    domain = fix_options(drafted.domain, settled or {})
    result = solve_bargaining(domain, reservations=reservations)
    picked = list(dict.fromkeys(solution.package.options for solution in result.solutions))
    robustness = (
        measure_robustness(
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
        if picked
        else ()
    )
    return Outcomes(
        drafted=drafted,
        result=result,
        robustness=robustness,
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
