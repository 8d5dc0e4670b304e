"""How low the others can bring a decision maker from each state, without a search from each state.

A sanction is looked for only to see whether it is low enough, so one number a state is all that is needed: the
least value, to the focal decision maker, of what the others can reach by a legal sequence. That number is found for
all states at once, by a few sweeps over all moves, or, where sequences are long, by labelling backwards from the lowest
value up, which looks at each move once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np

from detente.analyses.conflict_graph.graph import ConflictGraph
from detente.analyses.conflict_graph.states import Integers

UNREACHED = int(np.iinfo(np.int32).max)
"""Above every rank: nothing can be reached."""
ROUNDS = 64
"""Sweeps over all moves after which long sequences are better followed one by one."""
WORTH_COMPILING = 5_000_000
"""Moves from which a search in order is worth the seconds that compiling it takes."""


def least_reach(
    graph: ConflictGraph, focal: int, values: Integers, *, improving: bool, compiled: bool | None = None
) -> Integers:
    """The least value that the others can reach by a legal sequence.

    Parameters
    ----------
    graph : ConflictGraph
        The conflict.
    focal : int
        The decision maker who does not move, from 0.
    values : array of int, shape (states,)
        What is to be low.
    improving : bool
        Whether every move must be an improvement for its mover.
    compiled : bool or None
        Whether to search in order with numba; ``None`` only where sweeps do not settle, numba is installed and
        there is enough to do. The answer is the same.

    Returns
    -------
    array of int, shape (states,)
        ``UNREACHED`` where nobody else can move.

    Raises
    ------
    ModuleNotFoundError
        If ``compiled`` is true and numba is not installed.

    Notes
    -----
    Legal sequences are those of Fang, Hipel & Kilgour (1993): a decision maker may move several times, but never
    twice running. On random conflicts sweeps settle after a handful of rounds, and whole arrays at a time they are
    faster than even a compiled search in order; that one is for sequences that wind through many states.
    """
    if not compiled:
        settled = reach_in_rounds(graph, focal, values, improving=improving, rounds=ROUNDS)
        if settled is not None:
            return settled
    if compiled is None:
        moves = sum(len(own.ends) for own in graph.moves)
        compiled = moves >= WORTH_COMPILING and find_spec("numba") is not None
    return reach_in_order(graph, focal, values, improving=improving, compiled=compiled)


def reach_in_rounds(
    graph: ConflictGraph, focal: int, values: Integers, *, improving: bool, rounds: int
) -> Integers | None:
    """The same number by sweeps over all moves, each lengthening the sequences by a move or more.

    Parameters
    ----------
    graph, focal, values, improving
        As of :func:`least_reach`.
    rounds : int
        Sweeps to make at most.

    Returns
    -------
    array of int or None
        ``None`` where the sweeps did not settle.
    """
    others = [place for place in range(len(graph.moves)) if place != focal]
    moves = graph.improvements if improving else graph.moves
    # first[k]: the least value reached where k moves next; what follows on k's move is moved by another than k.
    first = {place: np.full(len(values), UNREACHED, dtype=np.int32) for place in others}
    stale = set(others)
    for _ in range(rounds):
        for place in others:
            if place in stale:
                entered = values
                for other in others:
                    if other != place:
                        entered = np.minimum(entered, first[other])
                reached = moves[place].least(entered, UNREACHED)
                stale.discard(place)
                if not np.array_equal(reached, first[place]):
                    first[place] = reached
                    stale.update(other for other in others if other != place)
        if not stale:
            least: Integers = np.minimum.reduce(list(first.values()))
            return least
    return None


def reach_in_order(
    graph: ConflictGraph, focal: int, values: Integers, *, improving: bool, compiled: bool = False
) -> Integers:
    """The same number in time linear in the moves, however long the sequences.

    Parameters
    ----------
    graph, focal, values, improving
        As of :func:`least_reach`.
    compiled : bool
        Whether to use numba.

    Returns
    -------
    array of int, shape (states,)
    """
    size, count = len(values), len(graph.moves)
    turned = [own.turned() for own in graph.moves]
    first = np.full(count * size, UNREACHED, dtype=np.int32)
    arrays: list[Any] = [
        np.argsort(values, kind="stable"),
        values,
        np.ascontiguousarray(graph.ranks).reshape(-1),
        first,
        np.zeros(count * size, dtype=np.bool_),
        np.empty(count * size, dtype=np.int64),
    ]
    begins: tuple[Any, ...] = tuple(own.begins for own in turned)
    starts: tuple[Any, ...] = tuple(own.ends for own in turned)
    if compiled:
        _compiled_label()(focal, size, improving, begins, starts, *arrays)
    else:
        # Looking up single numbers is several times faster in a memoryview than in an array.
        begins, starts = tuple(memoryview(row) for row in begins), tuple(memoryview(row) for row in starts)
        _label(focal, size, improving, begins, starts, *(memoryview(row) for row in arrays))
    least: Integers = np.minimum.reduce(first.reshape(count, size)[np.arange(count) != focal])
    return least


@cache
def _compiled_label() -> Callable[..., None]:
    """The labelling as machine code."""
    compiled: Callable[..., None] = import_module("numba").njit(_label)
    return compiled


def _label(
    focal: int,
    size: int,
    improving: bool,
    begins: Sequence[Any],
    starts: Sequence[Any],
    order: Any,
    values: Any,
    ranks: Any,
    first: Any,
    entered: Any,
    stack: Any,
) -> None:
    """Fill ``first``, for each (mover, state) the least value reached where it moves next; lowest values first.

    ``entered`` marks (mover, state) once the mover has come to the state on the way to some value: what is marked
    first is the least, since values come in ascending order.
    """
    count = len(begins)
    for position in range(size):
        state = order[position]
        value = values[state]
        top = 0
        for mover in range(count):
            node = mover * size + state
            if mover != focal and not entered[node]:
                entered[node] = True
                stack[top] = node
                top += 1
        while top > 0:
            top -= 1
            node = stack[top]
            mover = node // size
            end = node - mover * size
            for move in range(begins[mover][end], begins[mover][end + 1]):
                start = starts[mover][move]
                before = mover * size + start
                if first[before] != UNREACHED or (improving and ranks[node] <= ranks[before]):
                    continue
                first[before] = value
                for earlier in range(count):
                    previous = earlier * size + start
                    if earlier != focal and earlier != mover and not entered[previous]:
                        entered[previous] = True
                        stack[top] = previous
                        top += 1
