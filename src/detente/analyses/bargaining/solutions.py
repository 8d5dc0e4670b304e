"""What the rules of bargaining theory pick out of the zone of possible agreement."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from detente.analyses.bargaining.frontier import Frontier, find_frontier
from detente.analyses.bargaining.lattice import STEP
from detente.errors import AnalysisError
from detente.model import PartyId
from detente.model.package import BargainingResult, Domain, Solution, SolutionConcept

MOST_LISTED = 200
"""Packages of the zone that a result lists, evenly along the first party's worth, where there are more."""

Floats = NDArray[np.float64]


def solve_bargaining(
    domain: Domain,
    *,
    reservations: Mapping[PartyId, float] | None = None,
    step: float = STEP,
    most: int | None = None,
) -> BargainingResult:
    """Where a deal could lie: efficient packages that all accept, and the solutions that theory names.

    Parameters
    ----------
    domain : Domain
        Issues with options, utilities, requirements.
    reservations : mapping or None
        What-if: reservation values that replace the domain's own.
    step : float, larger than 0
        Worth that differs by less is taken as equal.
    most : int or None
        Efficient outcomes kept exactly; see :func:`find_frontier`.

    Returns
    -------
    BargainingResult
        An empty zone is an answer: nothing that is efficient is worth every party's reservation value.

    Raises
    ------
    AnalysisError
        If the domain cannot be searched, or a reservation is given for somebody who does not bargain.

    Notes
    -----
    A party whose reservation value is not known can be ruled out of nothing; its disagreement point is then its worst
    package, and a warning says so. All rules look at efficient packages only, where their solutions lie.
    """
    frontier = find_frontier(domain, step=step, most=most)
    disagreement, warnings = _disagreement(domain, frontier, dict(reservations or {}))
    acceptable = _acceptable(frontier, disagreement)
    zone = frontier.worth[acceptable]
    if len(frontier) == 0:
        warnings.append("the requirements rule out every package")
    elif len(acceptable) == 0:
        warnings.append("no package is worth every party's reservation value")
    if frontier.error_steps:
        warnings.append(f"outcomes were thinned: each party's worth may be up to {frontier.error:g} short of efficient")
    listed = acceptable
    if len(acceptable) > MOST_LISTED:
        listed = acceptable[np.linspace(0, len(acceptable) - 1, MOST_LISTED).round().astype(np.int64)]
        warnings.append(f"of {len(acceptable):,} efficient packages that all accept, {MOST_LISTED} are listed")
    return BargainingResult(
        domain=domain,
        method="exact frontier by issue, rules of Nash, Kalai and Smorodinsky, Kalai, and the largest sum",
        parameters=(("step", f"{step:g}"), ("most", "by the number of parties" if most is None else str(most))),
        efficient=len(frontier),
        zone=tuple(frontier.package(int(i)) for i in listed),
        disagreement=tuple(float(d) for d in disagreement),
        solutions=tuple(
            Solution(concept=concept, package=frontier.package(int(acceptable[at])), score=score)
            for concept, (at, score) in _solutions(zone, disagreement).items()
        ),
        opposition=measure_opposition(frontier),
        error=frontier.error,
        warnings=tuple(warnings),
    )


def measure_opposition(frontier: Frontier) -> float | None:
    """How far the best compromise is from giving everybody their best, in each party's own scale.

    Parameters
    ----------
    frontier : Frontier
        The efficient outcomes.

    Returns
    -------
    float, 0 and more, or None
        The smallest Euclidean distance of an outcome to the point where all have their best, each party's worth divided
        by its best: the measure of Baarslag et al. (2013), taken over every package. ``None`` without an outcome, or where
        the best that a party can have is not above 0.
    """
    if len(frontier) == 0:
        return None
    best = frontier.worth.max(0)
    if (best <= 0).any():
        return None
    return float(np.sqrt((((best - frontier.worth) / best) ** 2).sum(1)).min())


def _disagreement(domain: Domain, frontier: Frontier, reservations: dict[PartyId, float]) -> tuple[Floats, list[str]]:
    """What each party has without a deal, and whose of it is not known."""
    strange = sorted(set(reservations) - set(domain.parties))
    if strange:
        raise AnalysisError(f"a reservation value is given for {strange[0]}, who is no party of the domain")
    lattice = frontier.lattice
    worst = lattice.base * lattice.step + sum(b.least * lattice.step for b in lattice.blocks)
    values, warnings = [], []
    for at, u in enumerate(domain.utilities):
        given = reservations.get(u.party, u.reservation)
        if given is None:
            warnings.append(f"what {u.party} has without a deal is not known: its worst package stands for it")
        elif not np.isfinite(given):
            raise AnalysisError(f"the reservation value of {u.party} is no finite number")
        values.append(float(worst[at]) if given is None else float(given))
    return np.array(values, np.float64), warnings


def _acceptable(frontier: Frontier, disagreement: Floats) -> NDArray[np.int64]:
    """The efficient outcomes that are worth every reservation value, rounding forgiven."""
    short = frontier.worth - disagreement < -frontier.lattice.tolerance
    return np.flatnonzero(~short.any(1)).astype(np.int64)


def _solutions(zone: Floats, disagreement: Floats) -> dict[SolutionConcept, tuple[int, float]]:
    """For each rule the number of the outcome that it picks, and its score; ties go to the more even, then the first."""
    if len(zone) == 0:
        return {}
    gains = np.maximum(zone - disagreement, 0.0)
    most = gains.max(0)
    # Who can gain nothing has no say in a ratio or a product; all others are served as the rule asks.
    able = most > 0
    shares = gains[:, able] / most[able] if able.any() else np.zeros((len(gains), 1))
    product = shares.prod(1)
    scored = {
        SolutionConcept.NASH: (product, gains[:, able].prod(1) if able.any() else np.zeros(len(gains))),
        SolutionConcept.KALAI_SMORODINSKY: (shares.min(1), shares.min(1)),
        SolutionConcept.EGALITARIAN: (gains.min(1), gains.min(1)),
        SolutionConcept.UTILITARIAN: (zone.sum(1), zone.sum(1)),
    }
    even = np.sort(shares, axis=1)
    return {concept: _best(key, even, score) for concept, (key, score) in scored.items()}


def _best(key: Floats, even: Floats, score: Floats) -> tuple[int, float]:
    """The outcome with the largest key; of those the one whose worst-served parties have most, then the first."""
    near = np.flatnonzero(key >= key.max() - 1e-12 * max(1.0, abs(float(key.max()))))
    at = max(near.tolist(), key=lambda i: (tuple(even[i].round(12).tolist()), -i))
    return at, float(score[at])
