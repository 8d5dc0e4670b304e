"""Simultaneous stability: what becomes of an improvement while others make theirs at the same moment."""

from __future__ import annotations

import numpy as np

from detente.analyses.conflict_graph.graph import ConflictGraph, may_flip, own_masks
from detente.analyses.conflict_graph.rules import Flags
from detente.errors import AnalysisError

MOST_STATES = 1 << 14
"""Every pair of states may have to be looked at: a few seconds a decision maker at this number."""


def simultaneously_stable(graph: ConflictGraph, focal: int) -> Flags:
    """The states in which no improvement of one decision maker is safe from improvements at the same moment.

    Parameters
    ----------
    graph : ConflictGraph
        The conflict.
    focal : int
        The decision maker, from 0.

    Returns
    -------
    array of bool, shape (states,)
        True also where it has no improvement.

    Raises
    ------
    AnalysisError
        If there are more than ``MOST_STATES`` states, or one stands for several combinations of options, so that
        two moves at once have no certain outcome.

    Notes
    -----
    Fraser & Hipel (1984) put the moves of two players together, option by option. With several others, any of
    them may be those who move: one answer of any non-empty group, each by one improvement of its own, is enough.
    A joint outcome that is not feasible sanctions nothing.
    """
    states, model = graph.states, graph.model
    if states.merged:
        raise AnalysisError("simultaneous stability needs states that each stand for one combination of options")
    if len(states) > MOST_STATES:
        raise AnalysisError(f"simultaneous stability of {len(states):,} states is too much; at most {MOST_STATES:,}")
    changes = [
        [(int(mask), _improves(graph, place, int(mask))) for mask in own_masks(model, place)]
        for place in range(len(model.decision_makers))
    ]
    ranks, stable = graph.ranks[focal], np.ones(len(states), dtype=np.bool_)
    others = [moves for place, moves in enumerate(changes) if place != focal]
    for own, improves in changes[focal]:
        if improves.any():
            sanctioned = np.zeros(len(states), dtype=np.bool_)
            # Each entry: bits flipped so far, where all those moves improve, how many of the others have chosen.
            waiting = [(own, improves, 0)]
            while waiting:
                mask, where, chosen = waiting.pop()
                if chosen < len(others):
                    waiting.append((mask, where, chosen + 1))
                    joint = ((mask | change, where & better, chosen + 1) for change, better in others[chosen])
                    waiting += [entry for entry in joint if entry[1].any()]
                else:
                    # Where none of the others moves, the improvement stands, and sanctions nothing.
                    at = np.flatnonzero(where)
                    end = states.lookup[states.bits[at] ^ mask]
                    sanctioned[at[(end >= 0) & (ranks[end] <= ranks[at])]] = True
            stable &= sanctioned | ~improves
    return stable


def _improves(graph: ConflictGraph, place: int, mask: int) -> Flags:
    """The states in which flipping some options is an improvement for the one who controls them."""
    bits, ranks = graph.states.bits, graph.ranks[place]
    end = graph.states.lookup[bits ^ mask]
    better: Flags = (end >= 0) & (ranks[end] > ranks) & may_flip(graph.model, bits, np.full_like(bits, mask))
    return better
