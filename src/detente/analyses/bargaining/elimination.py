"""Issues that requirements tie together, taken one after the other: only what later issues ask for is kept apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from detente.analyses.bargaining.dominance import Integers, undominated
from detente.errors import AnalysisError
from detente.model import IssueId, OptionId
from detente.model.package import Domain

Pairs = Mapping[tuple[int, int], NDArray[np.bool_]]
"""For two tied issues, by their places in the block, the earlier first: which of their options go together."""

MOST_PARTIAL = 1_000_000
"""Partial combinations that are held at once."""


class Eliminated(TypedDict):
    """What is left of a block's combinations."""

    combinations: Integers
    worth: Integers
    least: Integers


def pairs_allowed(domain: Domain, together: Sequence[int]) -> Pairs:
    """Which options of tied issues go together.

    Parameters
    ----------
    domain : Domain
    together : sequence of int
        Places of the issues in the domain.

    Returns
    -------
    mapping
        From places in ``together`` to an array of shape (options, options).
    """
    place = {domain.issues[i].id: n for n, i in enumerate(together)}
    out: dict[tuple[int, int], NDArray[np.bool_]] = {}
    for r in domain.requirements:
        if r.issue not in place:
            continue
        here, there = place[r.issue], place[r.needs_issue]
        taken, met = _flags(domain, r.issue, r.options), _flags(domain, r.needs_issue, r.needs_options)
        allowed = ~taken[:, None] | met[None, :]
        key, pairs = ((here, there), allowed) if here < there else ((there, here), allowed.T)
        out[key] = out[key] & pairs if key in out else pairs
    return out


def eliminate(domain: Domain, together: Sequence[int], worth: Sequence[Integers], pairs: Pairs) -> Eliminated:
    """The efficient combinations of tied issues, without listing all of them.

    Parameters
    ----------
    domain : Domain
    together : sequence of int
        Places of the issues in the domain.
    worth : sequence of arrays, shape (options, parties), in steps
    pairs : mapping
        As :func:`pairs_allowed` gives it.

    Returns
    -------
    Eliminated
        Every efficient worth once with one combination that reaches it, and the least worth of any allowed one.

    Raises
    ------
    AnalysisError
        If more than ``MOST_PARTIAL`` partial combinations would have to be held.

    Notes
    -----
    Bucket elimination (Dechter 1999): issues are added one by one; partial combinations that agree on all issues to which a
    later one is tied differ for what follows in nothing but worth, so the dominated ones among them go. Time grows with
    how closely the issues are tied, not with how many there are.
    """
    count, parties = len(together), worth[0].shape[1]
    order = _order(count, pairs)
    columns = np.zeros((1, count), np.int16)
    reached = np.zeros((1, parties), np.int64)
    least: dict[tuple[int, ...], Integers] = {(): np.zeros(parties, np.int64)}
    open_: list[int] = []
    for at, issue in enumerate(order):
        options = len(worth[issue])
        if len(columns) * options > MOST_PARTIAL:
            names = ", ".join(domain.issues[i].id for i in together)
            raise AnalysisError(
                f"requirements tie too many issues too closely together ({names}); take an issue or a requirement out"
            )
        columns = np.repeat(columns, options, axis=0)
        columns[:, issue] = np.tile(np.arange(options), len(columns) // options)
        reached = np.repeat(reached, options, axis=0) + worth[issue][columns[:, issue]]
        keep = np.ones(len(columns), np.bool_)
        for other in open_:
            key = (min(issue, other), max(issue, other))
            if key in pairs:
                keep &= pairs[key][columns[:, key[0]], columns[:, key[1]]]
        columns, reached = columns[keep], reached[keep]
        least = _least_with(least, open_, issue, worth[issue], pairs)
        later = set(order[at + 1 :])
        before = [*open_, issue]
        open_ = [i for i in before if any((min(i, j), max(i, j)) in pairs for j in later)]
        least = _forget(least, [before.index(i) for i in open_])
        kept = _undominated_by_state(columns[:, open_], reached)
        columns, reached = columns[kept], reached[kept]
    return {
        "combinations": columns.astype(np.int64),
        "worth": reached,
        "least": least.get((), np.zeros(parties, np.int64)),
    }


def _order(count: int, pairs: Pairs) -> list[int]:
    """An order of the issues that keeps few open: next the one after which fewest wait for another."""
    tied = {i: {a + b - i for a, b in pairs if i in (a, b)} for i in range(count)}
    done: list[int] = []
    left = set(range(count))

    def waiting(after: int) -> int:
        rest = left - {after}
        return sum(bool(tied[i] & rest) for i in (*done, after))

    while left:
        best = min(left, key=lambda i: (waiting(i), len(tied[i]), i))
        done.append(best)
        left.remove(best)
    return done


def _least_with(
    least: Mapping[tuple[int, ...], Integers], open_: Sequence[int], issue: int, worth: Integers, pairs: Pairs
) -> dict[tuple[int, ...], Integers]:
    """The least worth for each way to settle the open issues and one more."""
    out: dict[tuple[int, ...], Integers] = {}
    for state, value in least.items():
        for option in range(len(worth)):
            settled = dict(zip(open_, state, strict=True))
            met = all(
                pairs[key][option if key[0] == issue else held, held if key[0] == issue else option]
                for other, held in settled.items()
                for key in [(min(issue, other), max(issue, other))]
                if key in pairs
            )
            if met:
                out[(*state, option)] = value + worth[option]
    return out


def _forget(least: Mapping[tuple[int, ...], Integers], kept: Sequence[int]) -> dict[tuple[int, ...], Integers]:
    """The least worth over all ways that agree on some places."""
    out: dict[tuple[int, ...], Integers] = {}
    for state, value in least.items():
        key = tuple(state[i] for i in kept)
        out[key] = np.minimum(out[key], value) if key in out else value
    return out


def _undominated_by_state(states: NDArray[np.int16], points: Integers) -> NDArray[np.int64]:
    """Of the points that share a state, those that no other dominates."""
    if not len(points):
        return np.zeros(0, np.int64)
    if not states.shape[1]:
        return undominated(points)
    _, group = np.unique(states, axis=0, return_inverse=True)
    order = np.argsort(group.ravel(), kind="stable")
    cuts = np.flatnonzero(np.diff(group.ravel()[order])) + 1
    return np.concatenate([part[undominated(points[part])] for part in np.split(order, cuts)]).astype(np.int64)


def _flags(domain: Domain, issue: IssueId, options: frozenset[OptionId]) -> NDArray[np.bool_]:
    """Which of an issue's options are among some."""
    held = next(i for i in domain.issues if i.id == issue)
    return np.array([o.id in options for o in held.options], np.bool_)
