"""Packages drawn together, each weighed by how probable its options are and how acceptable it is to everybody."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.errors import AnalysisError
from detente.model import IssueId
from detente.model.package import Domain, DraftedDomain, Utility
from detente.model.scenario import Basis

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

MOST_LISTED = 20_000
"""Packages up to which a domain is looked at whole; a larger one is sampled."""
_NEAR = 1e-9
_MIXED = 0.05
"""Share of every option that the sample is drawn with at least, so that none is missed where a draw favours it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prior:
    """How probable each way to settle one issue is, before all issues must fit together."""

    issue: IssueId
    probabilities: Floats
    """Shape (draws, options), 0..1; each row has the sum 1."""
    basis: Basis
    """Where it comes from."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WeighedPackages:
    """Packages of a domain with their probabilities under each draw of the uncertain numbers."""

    options: Integers
    """Shape (packages, issues): the number of each issue's option."""
    weights: Floats
    """Shape (draws, packages); each row has the sum 1. Draws in which nobody's consent can be had are left out."""
    accepted: Floats
    """Shape (packages, parties), 0..1: how probably each is at least as good for a party as another; mean over draws."""
    refused: int
    """Draws left out, since no package was worth every reservation value."""
    whole: bool
    """Whether every package of the domain is there."""

    def marginal(self, issue: int, options: int) -> Floats:
        """How probable each option of an issue is, averaged over the draws; shape (options,)."""
        mean = self.weights.mean(axis=0) if len(self.weights) else np.zeros(len(self.options))
        return np.asarray(np.bincount(self.options[:, issue], weights=mean, minlength=options), np.float64)


def weigh_packages(drafted: DraftedDomain, priors: Sequence[Prior], *, packages: int, seed: int) -> WeighedPackages:
    """Draw packages and weigh them.

    Parameters
    ----------
    drafted : DraftedDomain
        What the options are worth, with bands, and what requires what.
    priors : sequence of Prior
        One for each issue of the domain, in its order, all with the same number of draws.
    packages : int
        How many are drawn where the domain has more than ``MOST_LISTED``.
    seed : int

    Raises
    ------
    AnalysisError
        If the priors do not fit the domain, or no package meets all requirements.

    Notes
    -----
    The weight of a package under one draw is the product of its options' probabilities and, for each party, of how
    probably the package is at least as good for it as another one drawn by the same probabilities: what is worse for
    somebody than most of what else could be agreed is seldom agreed. A package worth less to a party than its reservation
    value, where that is known, has no weight. All draws share one set of packages, taken at the mean probabilities
    and weighed anew (importance sampling), so that draws differ by their numbers alone.
    """
    domain = drafted.domain
    draws = _check(domain, priors)
    rng = np.random.default_rng(seed)
    central = [_mixed(prior.probabilities.mean(axis=0)) for prior in priors]
    whole = domain.size <= MOST_LISTED
    options = _all_packages(domain) if whole else _sampled(central, packages, rng)
    options = options[_allowed(domain, options)]
    if not len(options):
        raise AnalysisError("no package meets all requirements: take a requirement out of the agenda")
    with np.errstate(divide="ignore"):
        logs = np.sum([np.log(prior.probabilities)[:, options[:, at]] for at, prior in enumerate(priors)], axis=0)
        if not whole:
            logs -= np.sum([np.log(shares)[options[:, at]] for at, shares in enumerate(central)], axis=0)
    worth = []
    for low, high in zip(drafted.low, drafted.high, strict=True):
        drawn, enough = _worth(low, high, options, draws, rng)
        worth.append(drawn)
        logs[~enough] = -np.inf
    before = _normalised(logs)
    accepted = np.zeros((len(options), len(worth)))
    for party, drawn in enumerate(worth):
        better = _at_least_as_good(drawn, before)
        accepted[:, party] = better.mean(axis=0)
        with np.errstate(divide="ignore"):
            logs += np.log(better)
    held = np.isfinite(logs.max(axis=1))
    return WeighedPackages(
        options=options,
        weights=_normalised(logs[held]),
        accepted=accepted,
        refused=int((~held).sum()),
        whole=whole,
    )


def _check(domain: Domain, priors: Sequence[Prior]) -> int:
    """The number of draws; refuses priors that do not fit the domain."""
    if [p.issue for p in priors] != [i.id for i in domain.issues]:
        raise AnalysisError("there must be one prior for each issue of the domain, in its order")
    draws = len(priors[0].probabilities) if priors else 0
    if not draws:
        raise AnalysisError("there is nothing to draw: give at least one issue and one draw")
    for issue, prior in zip(domain.issues, priors, strict=True):
        if prior.probabilities.shape != (draws, len(issue.options)):
            raise AnalysisError(
                f"the prior of {issue.id} has the shape {prior.probabilities.shape}; expected {(draws, len(issue.options))}"
            )
        sums = prior.probabilities.sum(axis=1)
        if not (np.isfinite(sums).all() and (prior.probabilities >= 0).all() and np.allclose(sums, 1)):
            raise AnalysisError(f"the prior of {issue.id} holds numbers that are no probabilities with the sum 1")
    return draws


def _mixed(probabilities: Floats) -> Floats:
    """Probabilities with a little of every option."""
    return (1 - _MIXED) * probabilities + _MIXED / len(probabilities)


def _all_packages(domain: Domain) -> Integers:
    """Every package, the last issue changing fastest."""
    counts = [len(issue.options) for issue in domain.issues]
    return np.indices(counts, dtype=np.int64).reshape(len(counts), math.prod(counts)).T


def _sampled(central: Sequence[Floats], packages: int, rng: np.random.Generator) -> Integers:
    """Packages with each issue's option drawn by itself."""
    columns = [np.searchsorted(np.cumsum(p)[:-1], rng.random(packages), side="right") for p in central]
    return np.stack(columns, axis=1).astype(np.int64)


def _allowed(domain: Domain, options: Integers) -> NDArray[np.bool_]:
    """Which packages meet all requirements."""
    place = {issue.id: at for at, issue in enumerate(domain.issues)}
    allowed = np.ones(len(options), np.bool_)
    for r in domain.requirements:
        taken, met = (
            np.isin(
                options[:, place[name]], [n for n, o in enumerate(domain.issues[place[name]].options) if o.id in kept]
            )
            for name, kept in ((r.issue, r.options), (r.needs_issue, r.needs_options))
        )
        allowed &= ~taken | met
    return allowed


def _worth(
    low: Utility, high: Utility, options: Integers, draws: int, rng: np.random.Generator
) -> tuple[Floats, NDArray[np.bool_]]:
    """What each package is worth to a party under each draw, and whether that is its reservation value; (draws, packages)."""
    worth = np.full((draws, len(options)), (low.base + high.base) / 2)
    for at, (least, most) in enumerate(zip(low.values, high.values, strict=True)):
        if any(least) or any(most):
            begin, end = np.array(least), np.array(most)
            worth += (begin + rng.random((draws, len(least))) * (end - begin))[:, options[:, at]]
    if low.reservation is None or high.reservation is None:
        return worth, np.ones(worth.shape, np.bool_)
    floor = low.reservation + rng.random(draws) * (high.reservation - low.reservation)
    return worth, worth >= floor[:, None] - _NEAR


def _normalised(logs: Floats) -> Floats:
    """Weights with the sum 1 in each row; 0 in a row without any."""
    most = logs.max(axis=1, keepdims=True)
    weights = np.exp(logs - np.where(np.isfinite(most), most, 0.0))
    total = weights.sum(axis=1, keepdims=True)
    return np.asarray(weights / np.where(total > 0, total, 1.0), np.float64)


def _at_least_as_good(worth: Floats, weights: Floats) -> Floats:
    """How probably each package is at least as good as one drawn by the weights, equal ones half; (draws, packages)."""
    shares = np.empty(worth.shape)
    for row, (values, weight) in enumerate(zip(worth, weights, strict=True)):
        order = np.argsort(values, kind="stable")
        begins = np.concatenate(([True], np.diff(values[order]) > _NEAR))
        group = np.cumsum(begins) - 1
        held = np.bincount(group, weights=weight[order])
        shares[row, order] = (np.cumsum(held) - held / 2)[group]
    return shares
