"""Which statements belong together: groups by average linkage, and small ones joined to those that speak of something known."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from detente.codebook.themes import Theme
from detente.model import IssueId
from detente.statements.likeness import Floats, alike

TOGETHER = 0.18
"""Average likeness down to which groups are joined."""
FOUNDING = 2
"""Weight of a theme from which it makes a row of its own."""
ENOUGH = 3
"""Quotes that make a row of their own whatever they speak of."""
COVERED = 0.5
"""Share of a report's quotes that must lie in such rows; else it is on matters that the codebook does not know."""
MANY = 700
"""Units above which groups are first formed in one pass, so that time stays linear."""


def group_units(vectors: Floats, declared: Sequence[IssueId | None]) -> list[int]:
    """Group number of every unit; units of one declared issue start together and those of two never join."""
    n = len(vectors)
    seeds: dict[IssueId, int] = {}
    start: list[int] = []
    for i, issue in enumerate(declared):
        start.append(seeds.setdefault(issue, i) if issue is not None else i)
    if len(set(start)) > MANY:
        start = _lead(vectors, start)
    keys = sorted(set(start))
    index = {k: j for j, k in enumerate(keys)}
    fixed = [declared[k] is not None for k in keys]
    members = np.zeros((len(keys), n), np.float32)
    for i, k in enumerate(start):
        members[index[k], i] = 1.0
    joined = _average_linkage(members @ vectors, members.sum(1), fixed)
    return [joined[index[k]] for k in start]


def adopt_strays(
    groups: list[int],
    vectors: Floats,
    hits: Sequence[dict[Theme, float]],
    declared: Sequence[IssueId | None],
    known: Collection[int] = (),
) -> list[int]:
    """Groups that speak of no matter of the codebook, or only of a broad one, joined to the most alike of those that do.

    A statement whose words name no issue is most often one more on an issue that the report has named, not a row of its own.
    Of the units that are ``known`` from before none counts: what another report spoke of is no home for a stray of this one.
    """
    members: dict[int, list[int]] = {}
    fresh: dict[int, list[int]] = {}
    for i, g in enumerate(groups):
        members.setdefault(g, []).append(i)
        if i not in known:
            fresh.setdefault(g, []).append(i)
    means = {g: vectors[rows].mean(0) for g, rows in members.items()}
    founding = sorted(
        g
        for g, rows in members.items()
        if len(rows) >= ENOUGH
        or any(declared[i] is not None or any(t.weight >= FOUNDING for t in hits[i]) for i in rows)
    )
    founding = [g for g in founding if g in fresh]
    if not founding or sum(len(fresh[g]) for g in founding) < COVERED * (len(groups) - len(known)):
        return groups
    centres = np.stack([means[g] for g in founding])
    strays = fresh.keys() - set(founding)
    joined = {g: g for g in members} | {
        g: founding[int(alike(centres, means[g][None])[:, 0].argmax())] for g in members if g in strays
    }
    return [joined[g] for g in groups]


def _lead(vectors: Floats, start: Sequence[int]) -> list[int]:
    """One pass: each unit joins the group it is most like, or opens one; at most ``MANY`` groups."""
    sums: list[Floats] = []
    sizes: list[int] = []
    keys: list[int] = []
    at: dict[int, int] = {}
    out: list[int] = []
    for i, k in enumerate(start):
        place = at.get(k)
        if place is None and sums:
            near = alike(np.stack(sums), vectors[i : i + 1])[:, 0] / np.array(sizes)
            best = int(near.argmax())
            if near[best] >= TOGETHER + 0.15 or len(sums) >= MANY:
                place = best
        if place is None:
            place = len(sums)
            sums.append(np.zeros_like(vectors[i]))
            sizes.append(0)
            keys.append(k)
        at[k] = place
        sums[place] = sums[place] + vectors[i]
        sizes[place] += 1
        out.append(keys[place])
    return out


def _average_linkage(sums: Floats, sizes: Floats, fixed: Sequence[bool]) -> list[int]:
    """Join the two most alike groups until none are alike enough; the mean likeness of two groups is that of their sums.

    Two ``fixed`` groups never join. Returns, for every group, the number of the group that it ended in.
    """
    sums, sizes = sums.astype(np.float64), sizes.astype(np.float64)
    held = np.array(fixed, np.bool_)
    alive = np.ones(len(sums), np.bool_)
    owner = np.arange(len(sums))
    near = alike(sums, sums) / np.outer(sizes, sizes)
    np.fill_diagonal(near, -np.inf)
    near[np.outer(held, held)] = -np.inf
    while alive.sum() > 1:
        a, b = sorted(divmod(int(near.argmax()), len(sums)))
        if near[a, b] < TOGETHER:
            break
        sums[a] += sums[b]
        sizes[a] += sizes[b]
        held[a] |= held[b]
        alive[b] = False
        owner[owner == b] = a
        row = alike(sums, sums[a : a + 1])[:, 0] / (sizes * sizes[a])
        row[~alive] = -np.inf
        row[a] = -np.inf
        if held[a]:
            row[held] = -np.inf
        near[a], near[:, a] = row, row
        near[b], near[:, b] = -np.inf, -np.inf
    return [int(o) for o in owner]
