"""Scenarios: packages told apart by the issues that matter most, ranked by probability."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from detente.analyses.scenario.cells import Cell, list_cells
from detente.analyses.scenario.concessions import list_concessions
from detente.analyses.scenario.draws import Prior, weigh_packages
from detente.analyses.scenario.foothold import find_foothold
from detente.analyses.scenario.hypotheses import inconsistency_of, weigh_evidence
from detente.errors import AnalysisError
from detente.model import IssueId, Statement
from detente.model.package import DraftedDomain
from detente.model.scenario import Expectation, Prospect, Scenario, ScenarioResult

PACKAGES = 10_000
"""Packages that are drawn where a domain is too large to be looked at whole."""
DECIDING = 3
"""Issues that tell scenarios apart, where nobody names them."""
LISTED = 6
"""Scenarios that are listed."""
_SETTLED = 0.9
"""Probability of one option from which an issue tells little apart."""
_CONDITIONAL = (
    "probabilities hold if the issues are settled in one of the listed ways; that talks fail altogether is not weighed"
)


def rank_scenarios(
    drafted: DraftedDomain,
    priors: Sequence[Prior],
    *,
    expectations: Sequence[Expectation] = (),
    statements: Sequence[Statement] = (),
    deciding: Sequence[IssueId] = (),
    packages: int = PACKAGES,
    seed: int = 0,
) -> ScenarioResult:
    """How talks may end: the most probable joint settlements of the issues that matter most.

    Parameters
    ----------
    drafted : DraftedDomain
        Issues with options, worth with bands, red lines worked in, requirements.
    priors : sequence of Prior
        How probable each option is by itself, one for each issue in the domain's order, under each draw.
    expectations, statements : sequences
        Held against each scenario as evidence.
    deciding : sequence of IssueId
        The issues that tell scenarios apart; where empty, those that are most open and most at stake.
    packages : int
        Sample size where the domain has more packages than can be looked at whole.
    seed : int

    Returns
    -------
    ScenarioResult
        With no scenario where nobody's consent can be had in any draw.

    Raises
    ------
    AnalysisError
        If the priors do not fit the domain, an issue is not in it, or its requirements contradict one another.
    """
    domain = drafted.domain
    place = {issue.id: at for at, issue in enumerate(domain.issues)}
    strange = next((issue for issue in deciding if issue not in place), None)
    if strange is not None:
        raise AnalysisError(f"there is no issue {strange} to tell scenarios apart; there are {', '.join(place)}")
    weighed = weigh_packages(drafted, priors, packages=packages, seed=seed)
    prospects = tuple(
        Prospect(
            issue=issue.id,
            before=tuple(prior.probabilities.mean(axis=0).tolist()),
            after=tuple(weighed.marginal(at, len(issue.options)).tolist()),
            basis=prior.basis,
        )
        for at, (issue, prior) in enumerate(zip(domain.issues, priors, strict=True))
    )
    chosen = list(dict.fromkeys(deciding)) or _choose(drafted, prospects, expectations)
    cells = list_cells(drafted, weighed, [place[i] for i in chosen], most=LISTED)
    evidence = weigh_evidence(domain.issues, [c.whole for c in cells], statements, expectations) if cells else ()
    scenarios = tuple(_tell(drafted, cell, inconsistency_of(evidence, n)) for n, cell in enumerate(cells))
    unknown = [i.name for i in domain.issues if i.status_quo not in {o.id for o in i.options}]
    draws = len(priors[0].probabilities)
    warnings = [_CONDITIONAL]
    if weighed.refused:
        warnings.append(f"in {weighed.refused} of {draws} draws no package is worth every reservation value")
    if unknown and scenarios:
        names = "; ".join(unknown)
        warnings.append(f"what holds without agreement is not known, so that nobody’s withdrawal is weighed: {names}")
    return ScenarioResult(
        method="joint draws",
        parameters=(
            ("draws", str(draws)),
            ("packages", f"all {len(weighed.options)}" if weighed.whole else f"{packages} drawn"),
            ("interval", "80 % of the draws"),
        ),
        seed=seed,
        drafted=drafted,
        deciding=tuple(chosen),
        scenarios=scenarios,
        others=max(0.0, 1.0 - sum(s.probability for s in scenarios)) if scenarios else 0.0,
        prospects=prospects,
        expectations=tuple(expectations),
        evidence=evidence,
        warnings=tuple(warnings),
    )


def _choose(
    drafted: DraftedDomain, prospects: Sequence[Prospect], expectations: Sequence[Expectation]
) -> list[IssueId]:
    """The issues that are most open and most at stake, at most ``DECIDING``."""
    domain = drafted.domain
    stakes = np.zeros(len(domain.issues))
    for u in domain.utilities:
        extents = np.array([max(w) - min(w) for w in u.values])
        if extents.sum():
            stakes += extents / extents.sum()
    expected = {e.issue for e in expectations}
    stakes += np.array([issue.id in expected for issue in domain.issues]) * stakes.mean()
    open_ = np.array([-sum(p * math.log(p) for p in prospect.after if p > 0) for prospect in prospects])
    settled = np.array([max(prospect.after) >= _SETTLED for prospect in prospects])
    order = np.lexsort((np.arange(len(stakes)), -stakes * open_, settled))
    return [domain.issues[int(at)].id for at in order[:DECIDING]]


def _tell(drafted: DraftedDomain, cell: Cell, inconsistency: float) -> Scenario:
    """One scenario with what would make it last and who would have to move."""
    foothold, withdrawals, _ = find_foothold(drafted.domain, cell.whole)
    return Scenario(
        options=cell.options,
        probability=cell.probability,
        low=cell.low,
        high=cell.high,
        besides=cell.besides,
        accepted=cell.accepted,
        foothold=foothold,
        withdrawals=withdrawals,
        concessions=list_concessions(drafted, cell.whole),
        inconsistency=inconsistency,
    )
