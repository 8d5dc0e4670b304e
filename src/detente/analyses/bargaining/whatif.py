"""Variations on a domain: packages that improve on a tentative deal, issues that are settled already, worth that may be off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from detente.analyses.bargaining.frontier import Frontier
from detente.errors import AnalysisError
from detente.model import IssueId, OptionId
from detente.model.package import Domain, Package, Robustness, Utility

Floats = NDArray[np.float64]


def worth_of(domain: Domain, options: Mapping[IssueId, OptionId]) -> tuple[float, ...]:
    """What a package is worth to each party, in the domain's order.

    Raises
    ------
    AnalysisError
        If an issue is left open or an option is not one of its issue.
    """
    numbers = _numbers(domain, options)
    missing = next((i.id for i, n in zip(domain.issues, numbers, strict=True) if n is None), None)
    if missing is not None:
        raise AnalysisError(f"the package leaves {missing} open; name one of its options")
    chosen = [n for n in numbers if n is not None]
    return tuple(u.base + sum(w[n] for w, n in zip(u.values, chosen, strict=True)) for u in domain.utilities)


def find_improvements(frontier: Frontier, deal: Mapping[IssueId, OptionId]) -> tuple[Package, ...]:
    """Efficient packages that leave nobody worse off than a tentative deal and somebody better off.

    Parameters
    ----------
    frontier : Frontier
        The efficient outcomes of the domain.
    deal : mapping
        One option of every issue.

    Returns
    -------
    tuple of Package
        The most even gains first; empty where the deal is efficient.
    """
    domain = frontier.lattice.domain
    gains = frontier.worth - np.array(worth_of(domain, deal))
    near = frontier.lattice.tolerance
    better = np.flatnonzero((gains > -near).all(1) & (gains > near).any(1))
    order = sorted(better.tolist(), key=lambda i: (-float(gains[i].min()), -float(gains[i].sum()), i))
    return tuple(frontier.package(i) for i in order)


def fix_options(domain: Domain, settled: Mapping[IssueId, OptionId]) -> Domain:
    """The domain in which some issues are settled already.

    Raises
    ------
    AnalysisError
        If an issue or an option is not the domain's.
    """
    numbers = _numbers(domain, settled)
    kept = [range(len(i.options)) if n is None else (n,) for i, n in zip(domain.issues, numbers, strict=True)]
    return replace(
        domain,
        issues=tuple(
            replace(issue, options=tuple(issue.options[o] for o in options))
            for issue, options in zip(domain.issues, kept, strict=True)
        ),
        utilities=tuple(
            replace(u, values=tuple(tuple(w[o] for o in options) for w, options in zip(u.values, kept, strict=True)))
            for u in domain.utilities
        ),
        requirements=tuple(
            replace(
                r,
                options=frozenset(r.options & _options_left(domain, r.issue, settled)),
                needs_options=frozenset(r.needs_options & _options_left(domain, r.needs_issue, settled)),
            )
            for r in domain.requirements
        ),
    )


def measure_robustness(
    domain: Domain,
    packages: Sequence[Mapping[IssueId, OptionId]],
    *,
    spread: float = 0.1,
    bands: Sequence[tuple[Utility, Utility]] | None = None,
    draws: int = 1000,
    seed: int = 0,
) -> tuple[Robustness, ...]:
    """How sure the standing of some packages is, given that worth is only roughly known.

    Parameters
    ----------
    domain : Domain
        With the central estimates.
    packages : sequence of mappings
        Each with one option of every issue, compared with one another.
    spread : float, 0 and more
        Where no bands are given, each worth and reservation value lies within this share of the party's range (its best
        less its worst package, over the number of issues) of the estimate.
    bands : sequence of (Utility, Utility) or None
        For each party the lowest and highest worth of everything.
    draws : int
    seed : int
        Draws are uniform within the bands, independent, and the same under one seed.

    Raises
    ------
    AnalysisError
        If there is no package or no draw, or a band's low end is above its high end.
    """
    if not packages or draws < 1:
        raise AnalysisError("robustness needs at least one package and one draw")
    if spread < 0:
        raise AnalysisError(f"the spread is a share of a party's range and cannot be {spread}")
    lows_highs = list(bands) if bands is not None else [_band(u, spread) for u in domain.utilities]
    if len(lows_highs) != len(domain.utilities):
        raise AnalysisError(f"{len(lows_highs)} bands are given for {len(domain.utilities)} parties")
    chosen = [[n if n is not None else -1 for n in _numbers(domain, p)] for p in packages]
    for p in packages:
        worth_of(domain, p)  # refuses a package that leaves an issue open
    rng = np.random.default_rng(seed)
    worth = np.empty((draws, len(packages), len(domain.utilities)))
    accepted = np.ones((draws, len(packages)), np.bool_)
    for at, (low, high) in enumerate(lows_highs):
        total = np.zeros((draws, len(packages))) + (low.base + high.base) / 2
        for i in range(len(domain.issues)):
            drawn = _uniform(rng, np.array(low.values[i]), np.array(high.values[i]), draws)
            total += drawn[:, [c[i] for c in chosen]]
        worth[:, :, at] = total
        if low.reservation is not None and high.reservation is not None:
            floor = _uniform(rng, np.array([low.reservation]), np.array([high.reservation]), draws)
            accepted &= total >= floor
    beaten = np.zeros((draws, len(packages)), np.bool_)
    for other in range(len(packages)):
        theirs = worth[:, other : other + 1, :]
        beaten |= (theirs >= worth).all(2) & (theirs > worth).any(2)
    return tuple(
        Robustness(
            package=tuple((i.id, i.options[n].id) for i, n in zip(domain.issues, numbers, strict=True)),
            draws=draws,
            seed=seed,
            acceptable=float(accepted[:, k].mean()),
            efficient=float(1.0 - beaten[:, k].mean()),
        )
        for k, numbers in enumerate(chosen)
    )


def _uniform(rng: np.random.Generator, low: Floats, high: Floats, draws: int) -> Floats:
    """Draws within bands, shape (draws, bands)."""
    if (low > high).any():
        raise AnalysisError("a band's low end is above its high end")
    return np.asarray(low + rng.random((draws, len(low))) * (high - low), np.float64)


def _band(u: Utility, spread: float) -> tuple[Utility, Utility]:
    """The same share of the party's range around every number of its utility."""
    extent = sum(max(w) - min(w) for w in u.values)
    by = spread * extent / max(1, len(u.values))

    def moved(sign: int) -> Utility:
        return replace(
            u,
            values=tuple(tuple(w + sign * by for w in worth) for worth in u.values),
            reservation=None if u.reservation is None else u.reservation + sign * by,
        )

    return moved(-1), moved(1)


def _numbers(domain: Domain, options: Mapping[IssueId, OptionId]) -> list[int | None]:
    """The number of each issue's option, ``None`` where it is left open."""
    strange = sorted(set(options) - {i.id for i in domain.issues})
    if strange:
        raise AnalysisError(f"the domain has no issue {strange[0]}")
    out: list[int | None] = []
    for issue in domain.issues:
        if issue.id not in options:
            out.append(None)
            continue
        number = next((n for n, o in enumerate(issue.options) if o.id == options[issue.id]), None)
        if number is None:
            known = ", ".join(o.id for o in issue.options)
            raise AnalysisError(f"{options[issue.id]} is no option of {issue.id}; it has {known}")
        out.append(number)
    return out


def _options_left(domain: Domain, issue: IssueId, settled: Mapping[IssueId, OptionId]) -> frozenset[OptionId]:
    """Which options of an issue remain."""
    if issue in settled:
        return frozenset((settled[issue],))
    return frozenset(o.id for i in domain.issues if i.id == issue for o in i.options)
