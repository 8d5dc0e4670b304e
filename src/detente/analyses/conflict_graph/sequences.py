"""Legal sequences of moves from one state: a decision maker may move several times, never twice running."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Mapping, Sequence

from detente.analyses.conflict_graph.graph import ConflictGraph, Moves
from detente.model.stability import Move, Path

Step = tuple[int, int]
"""Who moved, and into which state."""
NOBODY = -1


def shortest_sequences(
    moves: Mapping[int, Moves], start: int, *, wanted: Collection[int] | None = None
) -> dict[int, tuple[Step, ...]]:
    """The shortest legal sequence to each state that can be reached.

    Parameters
    ----------
    moves : mapping of int to Moves
        Who may move, from 0, and how.
    start : int
        The state to begin in, from 0.
    wanted : collection of int or None
        States to look for; the search ends with the last of them. ``None``: all.

    Returns
    -------
    dict of int to tuple of (int, int)
        By state reached, the movers with the states that they move to. The start is in it only where a sequence
        of moves comes back to it. Of several shortest sequences, the one found first, decision makers and states
        in their order.

    Notes
    -----
    Breadth first over (last mover, state). Two different last movers a state are enough: from there on everybody
    may move.
    """
    missing = None if wanted is None else set(wanted)
    before: dict[tuple[int, int], tuple[int, int] | None] = {(NOBODY, start): None}
    movers: dict[int, list[int]] = {}
    found: dict[int, tuple[int, int]] = {}
    queue = deque([(NOBODY, start)])
    while queue and (missing is None or missing):
        node = queue.popleft()
        for mover, own in moves.items():
            if mover == node[0]:
                continue
            for end in sorted(own.of(node[1]).tolist()):
                last = movers.setdefault(end, [])
                if mover in last or len(last) == 2:
                    continue
                last.append(mover)
                before[mover, end] = node
                queue.append((mover, end))
                if end not in found:
                    found[end] = (mover, end)
                    if missing is not None:
                        missing.discard(end)
    return {end: _steps(before, node) for end, node in found.items() if wanted is None or end in wanted}


def make_path(graph: ConflictGraph, start: int, steps: Sequence[Step]) -> Path:
    """A sequence in the words of the model: ids, and numbers from 1."""
    moves, at = [], start
    for mover, end in steps:
        moves.append(Move(decision_maker=graph.model.decision_makers[mover].id, start=at + 1, end=end + 1))
        at = end
    return Path(start=start + 1, end=at + 1, moves=tuple(moves))


def _steps(before: Mapping[tuple[int, int], tuple[int, int] | None], node: tuple[int, int]) -> tuple[Step, ...]:
    """The way to a node, read backwards."""
    steps: list[Step] = []
    while (earlier := before[node]) is not None:
        steps.append(node)
        node = earlier
    return tuple(reversed(steps))
