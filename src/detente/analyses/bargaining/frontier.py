"""The efficient packages of a domain, exactly, without listing its packages."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.analyses.bargaining.dominance import Integers, maximal, undominated
from detente.analyses.bargaining.lattice import STEP, Lattice, make_lattice
from detente.errors import AnalysisError
from detente.model.package import Domain, Package

MOST_POINTS = {1: 200_000, 2: 200_000, 3: 200_000, 4: 20_000}
FEWEST_POINTS = 3_000
"""Efficient outcomes that are kept exactly, by the number of parties, fewer from five on, where comparing takes longer;
beyond them they are thinned, and the error is stated."""
COARSEST = 0.25
"""Share of a party's range that thinning may cost before the answer is refused as saying nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frontier:
    """The efficient outcomes: no other package is worth more to one party and no less to any other."""

    lattice: Lattice
    steps: Integers
    """Shape (outcomes, parties): what each is worth, in steps, ascending by party."""
    options: NDArray[np.int32]
    """Shape (outcomes, issues): a package with that worth, as the number of each issue's option."""
    error_steps: int = 0
    """By how many steps, at most, an efficient outcome may exceed the nearest listed one; 0 is exact."""

    @property
    def worth(self) -> NDArray[np.float64]:
        """Shape (outcomes, parties)."""
        return np.asarray(self.steps * self.lattice.step, np.float64)

    @property
    def error(self) -> float:
        """The same as ``error_steps``, in worth."""
        return self.error_steps * self.lattice.step

    def __len__(self) -> int:
        return len(self.steps)

    def package(self, number: int) -> Package:
        """One of the efficient packages."""
        return self.lattice.package(self.options[number], self.steps[number])


def find_frontier(domain: Domain, *, step: float = STEP, most: int | None = None) -> Frontier:
    """Which packages are efficient.

    Parameters
    ----------
    domain : Domain
        Additive utilities; requirements between issues are kept exactly.
    step : float, larger than 0
        Worth that differs by less is taken as equal.
    most : int, at least 1, or None
        Outcomes kept after each issue. Where more are efficient they are thinned, and ``error`` says how coarsely. ``None``
        goes by the number of parties, and refuses a domain in which thinning would cost somebody a quarter of its range.

    Returns
    -------
    Frontier
        Every efficient outcome once, with one package that reaches it; empty where requirements rule out all.

    Raises
    ------
    AnalysisError
        If the domain cannot be searched (see :func:`make_lattice`), or has too many efficient outcomes to be told apart.

    Notes
    -----
    A package that is efficient as a whole is efficient on any part of its issues, the rest kept. So the outcomes of the
    first issues are pruned before the next is added: time grows with the frontier, not with the number of packages.
    """
    if most is not None and most < 1:
        raise AnalysisError(f"at least one outcome must be kept, and {most} were asked for")
    lattice = make_lattice(domain, step=step)
    kept_at_most = most or MOST_POINTS.get(len(domain.utilities), FEWEST_POINTS)
    narrowest = min(
        sum(int(b.worth[:, k].max() - b.least[k]) if len(b.worth) else 0 for b in lattice.blocks)
        for k in range(len(domain.utilities))
    )
    reached = lattice.base[None, :]
    trail: list[tuple[Integers, Integers]] = []
    error = 0
    for block in lattice.blocks:
        best = undominated(block.worth)
        sums = (reached[:, None, :] + block.worth[best][None, :, :]).reshape(-1, reached.shape[1])
        kept = undominated(sums)
        kept, thinned = _thin(sums, kept, kept_at_most)
        error += thinned
        if most is None and error > COARSEST * narrowest:
            raise AnalysisError(
                f"{len(domain.utilities)} parties have too many efficient outcomes over {len(domain.issues)} issues to be told "
                "apart; settle some of the issues, or take parties that want the same as one"
            )
        trail.append((kept // max(1, len(best)), best[kept % max(1, len(best))]))
        reached = sums[kept]
    at = _without_noise(reached, lattice.noise) if lattice.noise else np.arange(len(reached))
    reached = reached[at]
    options = np.zeros((len(reached), len(domain.issues)), np.int32)
    for block, (before, chosen) in zip(reversed(lattice.blocks), reversed(trail), strict=True):
        options[:, list(block.issues)] = block.combinations[chosen[at]]
        at = before[at]
    return Frontier(lattice=lattice, steps=reached, options=options, error_steps=error)


def _without_noise(points: Integers, noise: int) -> NDArray[np.int64]:
    """The points that are efficient for other reasons than ``noise`` steps of rounding; of those that are one, the first.

    A point goes where another is better in one coordinate by more than rounding explains, and no worse in any but by as
    much as rounding explains.
    """
    n, parties = points.shape
    keep = np.ones(n, np.bool_)
    if parties > 1:
        for coordinate in range(parties):
            wanted = points - noise
            wanted[:, coordinate] = points[:, coordinate] + parties * noise
            if parties == 2:
                # In ascending order of the first, the second falls: the best candidate is the first that qualifies.
                along, other = (points, 1) if coordinate == 1 else (points[::-1], 0)
                place = np.searchsorted(along[:, 1 - other], wanted[:, 1 - other])
                best = along[np.minimum(place, n - 1), other]
                keep &= ~((place < n) & (best > wanted[:, other]))
            else:
                both, back = np.unique(np.concatenate([points, wanted]), axis=0, return_inverse=True)
                keep &= maximal(both)[back.ravel()[n:]]
    cell = 4 * noise
    for offset in (0, cell // 2):
        kept = np.flatnonzero(keep)
        cells = (points[kept] + offset) // cell
        _, first, back = np.unique(cells, axis=0, return_index=True, return_inverse=True)
        leader = kept[first[back.ravel()]]
        same = (np.abs(points[kept] - points[leader]) <= noise).all(1) & (leader != kept)
        keep[kept[same]] = False
    return np.flatnonzero(keep).astype(np.int64)


def _thin(points: Integers, kept: NDArray[np.int64], most: int) -> tuple[NDArray[np.int64], int]:
    """At most ``most`` of the efficient points, one a cell of a grid, and the cell's width in steps less one."""
    width = 1
    chosen = kept
    while len(chosen) > most:
        width *= 2
        cells = points[kept] // width
        chosen = kept[undominated(cells)]
    return chosen, width - 1
