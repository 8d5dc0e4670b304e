"""One round of exchanges: all that are possible, in arrays; the largest gain first."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from detente.analyses.forecast.weights import FloatArray

_LEAST_GAIN = 1e-10
"""Of utility; less is rounding."""
_TIE = 1e-12
"""Share of the largest gain by which others may fall short and still be equal to it."""

IntArray = NDArray[np.intp]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Offers:
    """Every exchange that is possible in a round; arrays have two rows, one for each issue of an exchange."""

    issue: IntArray
    """Row 0: where the first party cares relatively more than the second; row 1: the reverse."""
    wants: IntArray
    """The party that wants the outcome moved: the first in row 0, the second in row 1."""
    gives: IntArray
    """The party that shifts its vote: the second in row 0, the first in row 1."""
    target: FloatArray
    """Position of the party that wants."""
    force: FloatArray
    """Shift of the outcome for one point of the vote."""
    salience: FloatArray
    """Of both parties together."""
    rate: FloatArray
    """One row: utility that either party gains for one unit of shift times joint salience."""


def play_round(
    now: FloatArray,
    outcome: FloatArray,
    held: BoolArray,
    salience: FloatArray,
    weights: FloatArray,
    coin: np.random.Generator,
) -> FloatArray:
    """Make all exchanges of a round, largest gain first.

    Parameters
    ----------
    now : array, shape (parties, issues), 0..100
        Positions at the start of the round.
    outcome : array, shape (issues,), 0..100
        Weighted means of these positions.
    held : array of bool, shape (parties, issues)
        Whether the party has a stake.
    salience, weights : array, shape (parties, issues), 0..1
        0 where there is no stake; weight is capability times salience.
    coin : numpy.random.Generator
        Decides between exchanges with equal gains.

    Returns
    -------
    array, shape (parties, issues), 0..100
        Votes; the positions of those who exchanged nothing.
    """
    offers = _find_offers(now, outcome, held, salience, weights)
    count = offers.rate.size
    votes, ways, foreseen = now.copy(), np.zeros(now.shape), outcome[offers.issue].ravel()
    wanting, giving = _places(offers.wants, offers.issue, now.shape), _places(offers.gives, offers.issue, now.shape)
    unmade = np.ones(count, dtype=np.bool_)
    gains = _gains(offers, np.arange(count), votes, ways, foreseen)
    while count and (largest := float(gains.max())) > _LEAST_GAIN:
        equal = np.flatnonzero(gains >= largest * (1 - _TIE))
        made = int(equal[0] if equal.size == 1 else equal[coin.integers(equal.size)])
        unmade[made] = False
        joint = gains[made] / offers.rate[made]
        changed = []
        for row in (0, 1):
            issue, party, partner = offers.issue[row, made], offers.gives[row, made], offers.wants[row, made]
            way = np.sign(offers.target[row, made] - votes[party, issue])
            shift = way * joint / offers.salience[row, made]
            votes[party, issue] += shift / offers.force[row, made]
            ways[party, issue] = way
            # Both parties foresee the shift in all of their exchanges on this issue.
            partners, own = wanting[(partner, issue)], giving[(party, issue)]
            own = own[offers.wants.ravel()[own] != partner]
            foreseen[partners] += shift
            foreseen[own] += shift
            changed += [partners, own]
        columns = np.unique(np.concatenate(changed) % count)
        gains[columns] = unmade[columns] * _gains(offers, columns, votes, ways, foreseen)
    return np.clip(votes, 0, 100)


def _places(parties: IntArray, issues: IntArray, shape: tuple[int, ...]) -> dict[tuple[int, int], IntArray]:
    """Where in the raveled arrays of offers a party stands on an issue."""
    keys = (parties * shape[1] + issues).ravel()
    order = np.argsort(keys, kind="stable")
    ends = np.searchsorted(keys[order], np.arange(shape[0] * shape[1] + 1))
    return {divmod(key, shape[1]): order[ends[key] : ends[key + 1]] for key in range(shape[0] * shape[1])}


def _find_offers(
    now: FloatArray, outcome: FloatArray, held: BoolArray, salience: FloatArray, weights: FloatArray
) -> _Offers:
    """Pairs of parties on opposite sides of two outcomes, each with what it cares relatively more about."""
    left = now < outcome
    found = [np.zeros((4, 0), dtype=np.intp)]
    for p, q in combinations(range(now.shape[1]), 2):
        both = held[:, p] & held[:, q]
        apart = (left[:, None, p] != left[None, :, p]) & (left[:, None, q] != left[None, :, q])
        i, j = np.nonzero(np.triu(apart & both[:, None] & both[None, :], 1))
        found.append(np.stack([i, j, np.full(i.size, p), np.full(i.size, q)]))
    i, j, p, q = np.concatenate(found, axis=1)
    turned = salience[i, p] * salience[j, q] < salience[i, q] * salience[j, p]
    wants = np.stack([np.where(turned, j, i), np.where(turned, i, j)])
    gives, issue = wants[::-1], np.stack([p, q])
    joint = salience[wants, issue] + salience[gives, issue]
    share = salience[wants[0], issue] / np.maximum(joint, 1e-300)
    rate = share[0] - share[1]
    # Who has no weight on what it gives cannot move the outcome there.
    able = (rate > _TIE) & (weights[gives, issue] > 0).all(0)
    issue, wants, gives = issue[:, able], wants[:, able], gives[:, able]
    return _Offers(
        issue=issue,
        wants=wants,
        gives=gives,
        target=now[wants, issue],
        force=weights[gives, issue] / weights.sum(0)[issue],
        salience=joint[:, able],
        rate=rate[able],
    )


def _gains(offers: _Offers, at: IntArray, votes: FloatArray, ways: FloatArray, foreseen: FloatArray) -> FloatArray:
    """What each party would gain from the exchanges of some columns; 0 where none is possible."""
    issue, gives, target = (part.take(at, axis=1) for part in (offers.issue, offers.gives, offers.target))
    gap = target - votes[gives, issue]
    way = np.sign(gap)
    by_vote = np.abs(gap) * offers.force.take(at, axis=1)
    by_outcome = np.maximum((target - foreseen.reshape(2, -1).take(at, axis=1)) * way, 0)
    joint = (np.minimum(by_vote, by_outcome) * offers.salience.take(at, axis=1)).min(0)
    back = (ways[gives, issue] * way < 0).any(0)
    gains: FloatArray = np.where(back, 0.0, joint * offers.rate[at])
    return gains
