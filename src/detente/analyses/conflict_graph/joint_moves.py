"""What groups of decision makers can reach and would want to, for all states at once: a row of bits a state.

For conflicts of up to a few thousand states; nothing here is approximate.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from detente.analyses.conflict_graph.graph import ConflictGraph, Moves
from detente.analyses.conflict_graph.labelling import UNREACHED
from detente.analyses.conflict_graph.rules import Flags
from detente.analyses.conflict_graph.states import Integers
from detente.model.stability import StabilityConcept

Coalition = tuple[int, ...]
"""Decision makers from 0, ascending."""
Bits = NDArray[np.uint64]
"""Flags of states in words of 64, the last of them padded."""

NASH, GMR, SMR, SEQ, SIM = StabilityConcept

_CHUNK = 1 << 22
"""Words or flags worked on at a time."""


class JointMoves:
    """The joint moves of one conflict, those of each group worked out once."""

    def __init__(self, graph: ConflictGraph, *, largest: int) -> None:
        """Know of coalitions of up to ``largest`` members."""
        self.graph = graph
        self.largest = largest
        self._reach: dict[Coalition, Bits] = {}
        self._improvements: dict[Coalition, Moves] = {}

    def reach(self, group: Coalition) -> Bits:
        """Shape (states, words): where a group gets by legal sequences of its members' moves."""
        if group not in self._reach:
            self._reach[group] = _reach(self.graph, group)
        return self._reach[group]

    def improvements(self, coalition: Coalition) -> Moves:
        """What a coalition can reach and each of its members prefers to where they begin."""
        if coalition not in self._improvements:
            ranks, counts, ends = self.graph.ranks, [], []
            for first, better in self._rows(self.reach(coalition)):
                for member in coalition:
                    better &= ranks[member] > ranks[member, first : first + len(better), None]
                counts.append(better.sum(axis=1))
                ends.append(np.nonzero(better)[1].astype(np.int32))
            begins = np.concatenate(([0], np.cumsum(np.concatenate(counts), dtype=np.int64)))
            self._improvements[coalition] = Moves(begins=begins, ends=np.concatenate(ends), reversible=False)
        return self._improvements[coalition]

    def unsanctioned(self, coalition: Coalition, concept: StabilityConcept, examined: Sequence[int]) -> Moves:
        """The improvements of a coalition that the others cannot answer, or will not.

        Parameters
        ----------
        coalition : tuple of int
            Its members.
        concept : StabilityConcept
            Nash, GMR, SMR or SEQ.
        examined : sequence of int
            States from 0, ascending, none twice; those of others are left out.

        Returns
        -------
        Moves
            A state examined from which there is none is stable for the coalition.
        """
        size, ranks = len(self.graph.states), self.graph.ranks
        improvements = self.improvements(coalition)
        starts = np.repeat(np.arange(size, dtype=np.int32), np.diff(improvements.begins))
        ends = improvements.ends
        others = tuple(place for place in range(len(ranks)) if place not in coalition)
        free = np.isin(starts, examined)
        if concept is SMR:
            for start in examined:
                own = slice(improvements.begins[start], improvements.begins[start + 1])
                free[own] = self._escapes(coalition, others, start, ends[own])
        elif concept is not NASH:
            # An answer that a single member does not prefer to the start is enough, so one member at a time will do.
            for member in coalition:
                find_least = self._least_wanted if concept is SEQ else self._least
                free &= find_least(others, ranks[member])[ends] > ranks[member, starts]
        begins = np.concatenate(([0], np.cumsum(np.bincount(starts[free], minlength=size))))
        return Moves(begins=begins, ends=ends[free], reversible=False)

    def _escapes(self, coalition: Coalition, others: Coalition, start: int, ends: Integers) -> Flags:
        """Whether a coalition, from every answer to an improvement, has something better than the start to go to."""
        ranks = self.graph.ranks[list(coalition)]
        better: Flags = np.all(ranks > ranks[:, start, None], axis=0)
        closed: Flags = ~better & ~np.any(self.reach(coalition) & _pack(better), axis=1)
        escapes: Flags = ~np.any(self.reach(others)[ends] & _pack(closed), axis=1)
        return escapes

    def _least(self, group: Coalition, values: Integers) -> Integers:
        """The least value that a group can reach from each state; ``UNREACHED`` where it cannot move."""
        least = [np.where(row, values, UNREACHED).min(axis=1) for _, row in self._rows(self.reach(group))]
        return np.concatenate(least).astype(np.int32)

    def _least_wanted(self, group: Coalition, values: Integers) -> Integers:
        """The least value to which coalitions within a group improve, one after another, none twice running."""
        most = min(self.largest, len(group))
        within = [c for members in range(1, most + 1) for c in combinations(group, members)]
        nothing = np.full(len(values), UNREACHED, dtype=np.int32)
        first = dict.fromkeys(within, nothing)
        stale = set(within)
        while stale:
            for coalition in within:
                if coalition in stale:
                    entered = reduce(np.minimum, (row for other, row in first.items() if other != coalition), values)
                    reached = self.improvements(coalition).least(entered, UNREACHED)
                    stale.discard(coalition)
                    if not np.array_equal(reached, first[coalition]):
                        first[coalition] = reached
                        stale.update(other for other in within if other != coalition)
        return reduce(np.minimum, first.values(), nothing)

    def _rows(self, bits: Bits) -> Iterator[tuple[int, Flags]]:
        """Rows of bits as flags, a few at a time, each with the number of the first."""
        size = len(bits)
        step = max(1, _CHUNK // size)
        for first in range(0, size, step):
            row = np.unpackbits(bits[first : first + step].view(np.uint8), axis=1, count=size, bitorder="little")
            yield first, row.view(np.bool_)


def _reach(graph: ConflictGraph, group: Coalition) -> Bits:
    """Where a group gets from each state: sweeps over all moves until no row grows."""
    here = _pack(np.eye(len(graph.states), dtype=np.bool_))
    # first[k]: what is reached where k moves next; what follows on k's move is moved by another than k.
    first = dict.fromkeys(group, np.zeros_like(here))
    stale = set(group)
    while stale:
        for place in group:
            if place in stale:
                entered = reduce(np.bitwise_or, (row for other, row in first.items() if other != place), here)
                reached = _gather(graph.moves[place], entered)
                stale.discard(place)
                if not np.array_equal(reached, first[place]):
                    first[place] = reached
                    stale.update(other for other in group if other != place)
    return reduce(np.bitwise_or, first.values(), np.zeros_like(here))


def _gather(moves: Moves, bits: Bits) -> Bits:
    """All bits of the states that each state's moves lead to."""
    gathered = np.zeros_like(bits)
    rows = max(1, _CHUNK * len(bits) // max(1, len(moves.ends) * bits.shape[1]))
    for first in range(0, len(bits), rows):
        begins = moves.begins[first : first + rows + 1]
        moving = np.flatnonzero(np.diff(begins))
        if moving.size:
            found = bits[moves.ends[begins[0] : begins[-1]]]
            gathered[first + moving] = np.bitwise_or.reduceat(found, begins[moving] - begins[0], axis=0)
    return gathered


def _pack(flags: Flags) -> Bits:
    """Flags as bits, along the last axis."""
    octets = np.packbits(flags, axis=-1, bitorder="little")
    padding = [(0, 0)] * (flags.ndim - 1) + [(0, -octets.shape[-1] % 8)]
    return np.ascontiguousarray(np.pad(octets, padding)).view(np.uint64)
