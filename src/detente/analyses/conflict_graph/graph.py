"""The graph of a conflict: for every decision maker, the moves that it can make alone, and its ranks of the states."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.analyses.conflict_graph.preferences import rank_states
from detente.analyses.conflict_graph.rules import Flags
from detente.analyses.conflict_graph.states import Integers, States, choices_of, enumerate_states
from detente.errors import AnalysisError
from detente.model.stability import ConflictModel, Irreversible

Places = NDArray[np.int64]

MOST_MOVES = 300_000_000
"""Four bytes each, and half as many again for the improvements among them."""
_CACHED = 1 << 18
"""Values of moves compared at a time."""
_CHUNK = 1 << 22
"""Moves looked up at a time."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Moves:
    """Where one decision maker can go from each state, in one list cut into stretches."""

    begins: Places
    """Shape (states + 1,): where the stretch of each state begins."""
    ends: Integers
    """Shape (moves,): states moved to."""
    reversible: bool
    """Whether every move can be taken back."""

    def of(self, state: int) -> Integers:
        """The states that can be moved to from one state."""
        return self.ends[self.begins[state] : self.begins[state + 1]]

    def keep(self, ranks: Integers) -> Moves:
        """Those that improve on where they begin."""
        counts = np.diff(self.begins)
        better = ranks[self.ends] > np.repeat(ranks, counts)
        total = np.concatenate(([0], np.cumsum(better, dtype=np.int64)))
        return Moves(begins=total[self.begins], ends=self.ends[better], reversible=False)

    def turned(self) -> Moves:
        """From where each state can be come to."""
        if self.reversible:
            return self
        size = len(self.begins) - 1
        starts = np.repeat(np.arange(size, dtype=np.int32), np.diff(self.begins))
        begins = np.concatenate(([0], np.cumsum(np.bincount(self.ends, minlength=size))))
        return Moves(begins=begins, ends=starts[np.argsort(self.ends, kind="stable")], reversible=False)

    def least(self, values: Integers, nothing: int) -> Integers:
        """The least value that each state's moves lead to; ``nothing`` where there are none."""
        return self._reduce(np.minimum, values, nothing)

    def greatest(self, values: Integers, nothing: int) -> Integers:
        """The greatest value that each state's moves lead to; ``nothing`` where there are none."""
        return self._reduce(np.maximum, values, nothing)

    def _reduce(self, choose: np.ufunc, values: Integers, nothing: int) -> Integers:
        """One value a state out of those that its moves lead to."""
        size = len(self.begins) - 1
        chosen = np.full(size, nothing, dtype=np.int32)
        # A few rows at a time: what is looked up stays in the processor's cache.
        rows = max(1, _CACHED * size // max(1, len(self.ends)))
        for first in range(0, size, rows):
            begins = self.begins[first : first + rows + 1]
            moving = np.flatnonzero(np.diff(begins))
            if moving.size:
                found = values[self.ends[begins[0] : begins[-1]]]
                chosen[first + moving] = choose.reduceat(found, begins[moving] - begins[0])
        return chosen


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ConflictGraph:
    """A conflict ready to be analysed; decision makers and states count from 0."""

    model: ConflictModel
    states: States
    ranks: Integers
    """Shape (decision makers, states), higher is better."""
    moves: tuple[Moves, ...]
    improvements: tuple[Moves, ...]
    """Moves to a state that the mover prefers: its unilateral improvements."""
    warnings: tuple[str, ...]

    def find_state(self, named: str | int) -> int:
        """The one state, from 0, of a number from 1 or a pattern; refused where a pattern leaves it open."""
        found = self.states.find(str(named))
        if len(found) > 1:
            raise AnalysisError(f"{named!r} stands for {len(found)} states; name one")
        return int(found[0])


def build_conflict_graph(model: ConflictModel) -> ConflictGraph:
    """What everybody can do and wants, state by state.

    Parameters
    ----------
    model : ConflictModel
        The conflict.

    Returns
    -------
    ConflictGraph

    Raises
    ------
    AnalysisError
        If the model's parts do not fit together, no state is feasible, preferences are missing or contradict
        themselves, or there are too many options or moves.

    Notes
    -----
    In one move a decision maker may change any of its options, so far as the result is feasible and nothing
    irreversible is undone. A state that stands for several combinations can be left from any of them.
    """
    states = enumerate_states(model)
    if model.status_quo is not None:
        states.find(model.status_quo)
    ranks, warnings = rank_states(model, states)
    controlled = [[o.decision_maker for o in model.options].count(d.id) for d in model.decision_makers]
    upper = len(states) * sum((1 << count) - 1 for count in controlled)
    if upper > MOST_MOVES:
        raise AnalysisError(f"up to {upper:,} moves are too many; at most {MOST_MOVES:,} can be analysed")
    moves = tuple(_moves(model, states, place) for place in range(len(controlled)))
    idle = tuple(
        f"{decision_maker.id} controls no option and never moves"
        for decision_maker, count in zip(model.decision_makers, controlled, strict=True)
        if not count
    )
    return ConflictGraph(
        model=model,
        states=states,
        ranks=ranks,
        moves=moves,
        improvements=tuple(own.keep(row) for own, row in zip(moves, ranks, strict=True)),
        warnings=idle + warnings,
    )


def own_masks(model: ConflictModel, place: int) -> Integers:
    """Every change that one decision maker can make to its options, as bits that flip."""
    owner = model.decision_makers[place].id
    return choices_of(sum(1 << bit for bit, option in enumerate(model.options) if option.decision_maker == owner))[1:]


def may_flip(model: ConflictModel, begin: Integers, masks: Integers) -> Flags:
    """Whether flipping some options of a combination undoes nothing irreversible."""
    taken = _locked(model, Irreversible.ONCE_TAKEN)
    dropped = _locked(model, Irreversible.ONCE_DROPPED)
    allowed: Flags = (begin & masks & taken | ~begin & masks & dropped) == 0
    return allowed


def _moves(model: ConflictModel, states: States, place: int) -> Moves:
    """The moves of one decision maker."""
    masks = own_masks(model, place)
    locked = any(o.irreversible for o in model.options if o.decision_maker == model.decision_makers[place].id)
    # Combinations, not states: a merged state may be left from any that it stands for.
    origins = np.flatnonzero(states.lookup >= 0).astype(np.int32) if states.merged else states.bits
    counts, ends, starts = [], [], []
    rows = max(1, _CHUNK // max(1, len(masks)))
    for first in range(0, len(origins), rows):
        begin = origins[first : first + rows, None]
        end = states.lookup[begin ^ masks]
        allowed = end >= 0
        if locked:
            allowed &= may_flip(model, begin, masks)
        counts.append(allowed.sum(axis=1))
        ends.append(end[allowed])
        if states.merged:
            starts.append(np.repeat(states.lookup[begin[:, 0]], counts[-1]))
    if states.merged:
        return _distinct(np.concatenate(starts), np.concatenate(ends), len(states))
    begins = np.concatenate(([0], np.cumsum(np.concatenate(counts), dtype=np.int64)))
    return Moves(begins=begins, ends=np.concatenate(ends), reversible=not locked)


def _locked(model: ConflictModel, direction: Irreversible) -> int:
    """The options that are irreversible in one direction, as bits."""
    return sum(1 << bit for bit, option in enumerate(model.options) if option.irreversible is direction)


def _distinct(starts: Integers, ends: Integers, size: int) -> Moves:
    """Moves between merged states, each once and none in place."""
    pairs = np.unique(starts[starts != ends].astype(np.int64) * size + ends[starts != ends])
    begins = np.searchsorted(pairs, np.arange(size + 1, dtype=np.int64) * size)
    return Moves(begins=begins, ends=(pairs % size).astype(np.int32), reversible=False)
