"""From the table to scenarios: how the issues that matter most may be settled together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from detente.analyses.bargaining.lattice import make_lattice
from detente.analyses.forecast import outcome_probabilities
from detente.analyses.forecast.distribution import LEAST_PARTIES, UNPROVEN
from detente.analyses.scenario import Prior, rank_scenarios
from detente.codebook.agenda import Agenda
from detente.model import Issue, IssueId, Statement, Table
from detente.model.package import Domain, DraftedDomain, Estimate
from detente.model.scenario import Basis, Expectation, ScenarioResult
from detente.pipeline.reports import Findings
from detente.positions import fold_positions
from detente.positions.arrays import draft_domain, find_capability
from detente.positions.expectations import find_expectations

Floats = NDArray[np.float64]

DRAWS = 100
"""Times that the uncertain numbers are drawn."""


def find_scenarios(
    findings: Findings | None,
    *,
    agenda: Agenda | None = None,
    deciding: Sequence[IssueId] = (),
    draws: int = DRAWS,
    seed: int = 0,
) -> ScenarioResult:
    """How talks may end, most probable first, from what the reports tell, an analyst's numbers, or both.

    Parameters
    ----------
    findings : Findings or None
        What :func:`find` gives; with ``None`` the agenda's judgements stand alone.
    agenda : Agenda or None
        Options, saliences, utilities, reservation values.
    deciding : sequence of IssueId
        The issues that tell scenarios apart; where empty, those that are most open and most at stake.
    draws, seed : int
        How often, and from where, positions, saliences and worth are drawn within their bands.

    Returns
    -------
    ScenarioResult

    Raises
    ------
    AnalysisError
        If no issue is left to bargain over, or an issue is named that is not there.

    Notes
    -----
    How an issue may be settled by itself is the distribution learnt on decided issues (see
    :func:`detente.analyses.forecast.outcome_probabilities`), its points given to the nearest option, and tilted by what the
    reports expect: odds of the issue as it is named against its opposite are multiplied by those of the word used.
    An issue on which one party is heard, or none, is left out unless a report expects something of it.
    """
    table = findings.table if findings else fold_positions([])
    told = _statements(table)
    expectations = find_expectations(told)
    drafted = draft_domain(
        table,
        linkages=findings.linkages if findings else (),
        agenda=agenda,
        keep=frozenset(e.issue for e in expectations),
    )
    rng = np.random.default_rng(seed)
    held = {issue.id for issue in drafted.domain.issues}
    expectations = tuple(e for e in expectations if e.issue in held)
    priors = [
        _prior(issue, drafted, agenda, [e for e in expectations if e.issue == issue.id], draws, rng)
        for issue in drafted.domain.issues
    ]
    result = rank_scenarios(drafted, priors, expectations=expectations, statements=told, deciding=deciding, seed=seed)
    return replace(result, warnings=(*result.warnings, *_learnt_elsewhere(drafted, priors)))


def find_scenarios_of_domain(
    domain: Domain, *, deciding: Sequence[IssueId] = (), draws: int = DRAWS, seed: int = 0
) -> ScenarioResult:
    """How talks may end over a domain that is given, such as :func:`detente.codebook.genius.load_genius` reads.

    Parameters
    ----------
    domain : Domain
        Its numbers are taken as exact, and all options of an issue as equally likely before all must fit together.
    deciding, draws, seed
        As of :func:`find_scenarios`.

    Raises
    ------
    AnalysisError
        If the domain cannot be searched, or an issue is named that it does not have.
    """
    make_lattice(domain)  # refuses what cannot be searched
    exact = DraftedDomain(domain=domain, low=domain.utilities, high=domain.utilities, estimates=(), red_lines=())
    rng = np.random.default_rng(seed)
    priors = [_prior(issue, exact, None, (), draws, rng) for issue in domain.issues]
    result = rank_scenarios(exact, priors, deciding=deciding, seed=seed)
    return replace(result, warnings=(*result.warnings, *_learnt_elsewhere(exact, priors)))


def _learnt_elsewhere(drafted: DraftedDomain, priors: Sequence[Prior]) -> Iterator[str]:
    """What is to be said of chances that were learnt on other negotiations, or not learnt at all."""
    learnt = [p.issue for p in priors if p.basis is Basis.LEARNT]
    even = len(priors) - len(learnt)
    if even:
        yield f"on {even} of {len(priors)} issues no two positions on a scale are known: all options start as equally likely"
    if not learnt:
        return
    yield UNPROVEN
    heard = {issue: {e.party for e in drafted.estimates if (e.issue, e.what) == (issue, "ideal")} for issue in learnt}
    few = sum(len(parties) < LEAST_PARTIES for parties in heard.values())
    if few:
        yield f"fewer parties than the chances were learnt from on {few} of {len(learnt)} issues: they are rough there"


def _statements(table: Table) -> tuple[Statement, ...]:
    """All current statements of the table, each once, in the order of its rows."""
    return tuple(
        dict.fromkeys(s for i in table.issues for p in table.positions if p.issue == i.id for s in p.statements)
    )


def _prior(
    issue: Issue,
    drafted: DraftedDomain,
    agenda: Agenda | None,
    expectations: Sequence[Expectation],
    draws: int,
    rng: np.random.Generator,
) -> Prior:
    """How probable each option of an issue is by itself, under each draw of positions, saliences and expectations."""
    ideals, saliences = (
        {e.party: e for e in drafted.estimates if (e.issue, e.what) == (issue.id, what)}
        for what in ("ideal", "salience")
    )
    points = [o.point for o in issue.options]
    placed = [p for p in points if p is not None]
    parties = sorted(ideals)
    if len(placed) < len(points) or len(parties) < 2:
        probabilities = np.full((draws, len(points)), 1 / len(points))
        basis = Basis.EVEN
    else:
        capabilities = [find_capability(party, issue.id, agenda) for party in parties]
        at = _drawn([ideals[p] for p in parties], draws, rng)
        care = _drawn([saliences[p] for p in parties], draws, rng)
        nearest = _nearest(placed)
        probabilities = np.stack(
            [outcome_probabilities(a, capabilities, c) @ nearest for a, c in zip(at, care, strict=True)]
        )
        basis = Basis.LEARNT
    if len(placed) == len(points):
        for expectation in expectations:
            even = expectation.low + rng.random(draws) * (expectation.high - expectation.low)
            odds = even / (1 - even)
            probabilities = probabilities * odds[:, None] ** (np.array(placed) / 100)
        probabilities /= probabilities.sum(axis=1, keepdims=True)
    return Prior(issue=issue.id, probabilities=probabilities, basis=basis)


def _drawn(estimates: Sequence[Estimate], draws: int, rng: np.random.Generator) -> Floats:
    """Uniform draws within bands; shape (draws, estimates)."""
    low, high = (np.array([getattr(e, end) for e in estimates]) for end in ("low", "high"))
    return np.asarray(low + rng.random((draws, len(estimates))) * (high - low), np.float64)


def _nearest(points: Sequence[float]) -> Floats:
    """Which option each of the outcomes 0..100 goes to, halves where two are as near; shape (101, options)."""
    apart = np.abs(np.arange(101)[:, None] - np.array(points)[None, :])
    near = apart <= apart.min(axis=1, keepdims=True) + 1e-9
    return np.asarray(near / near.sum(axis=1, keepdims=True), np.float64)
