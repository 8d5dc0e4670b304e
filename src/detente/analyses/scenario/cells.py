"""Packages that settle the deciding issues alike, taken together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.analyses.scenario.draws import Floats, Integers, WeighedPackages
from detente.model import Issue, IssueId, OptionId
from detente.model.package import DraftedDomain
from detente.model.scenario import Likely

LEAST = 0.01
"""Probability under which a cell is not listed, unless it is the first."""
LEVEL = (10, 90)
"""Percentiles of the draws between which a probability is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """All packages with the same options of the deciding issues."""

    options: tuple[tuple[IssueId, OptionId], ...]
    besides: tuple[Likely, ...]
    probability: float
    low: float
    high: float
    accepted: tuple[float, ...]

    @property
    def whole(self) -> dict[IssueId, OptionId]:
        """One option of every issue: the deciding ones, and the likeliest of the others."""
        return dict((*self.options, *((b.issue, b.option) for b in self.besides)))


def list_cells(
    drafted: DraftedDomain, weighed: WeighedPackages, deciding: Sequence[int], *, most: int
) -> tuple[Cell, ...]:
    """The most probable cells.

    Parameters
    ----------
    drafted : DraftedDomain
    weighed : WeighedPackages
    deciding : sequence of int
        Places of the issues that tell cells apart.
    most : int
        How many are listed.

    Returns
    -------
    tuple of Cell
        The most probable first, of equals the one with the earlier options; none where no draw has an acceptable package.
    """
    if not len(weighed.weights):
        return ()
    issues = drafted.domain.issues
    counts = [len(issues[at].options) for at in deciding]
    numbers = np.ravel_multi_index(tuple(weighed.options[:, at] for at in deciding), counts)
    present, cell_of = np.unique(numbers, return_inverse=True)
    shares = np.stack([np.bincount(cell_of, weights=row, minlength=len(present)) for row in weighed.weights])
    mean = shares.mean(axis=0)
    low, high = np.percentile(shares, LEVEL, axis=0)
    weight = weighed.weights.mean(axis=0)
    cells: list[Cell] = []
    for cell in np.lexsort((present, -mean))[:most]:
        if cells and mean[cell] < LEAST:
            break
        held = np.unravel_index(int(present[cell]), counts)
        inside = cell_of == cell
        own = weight[inside] / weight[inside].sum()
        cells.append(
            Cell(
                options=tuple(
                    (issues[at].id, issues[at].options[int(n)].id) for at, n in zip(deciding, held, strict=True)
                ),
                besides=tuple(
                    _likely(issue, weighed.options[inside, at], own)
                    for at, issue in enumerate(issues)
                    if at not in deciding
                ),
                probability=float(mean[cell]),
                low=float(low[cell]),
                high=float(high[cell]),
                accepted=tuple((own @ weighed.accepted[inside]).tolist()),
            )
        )
    return tuple(cells)


def _likely(issue: Issue, options: Integers, weight: Floats) -> Likely:
    """The most probable option of an issue among some packages."""
    share = np.bincount(options, weights=weight, minlength=len(issue.options))
    best = int(share.argmax())
    return Likely(issue=issue.id, option=issue.options[best].id, probability=float(min(1.0, share[best])))
