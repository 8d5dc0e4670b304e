"""Which states withstand decision makers who move together."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from detente.analyses.conflict_graph.graph import build_conflict_graph
from detente.analyses.conflict_graph.sequences import make_path, shortest_sequences
from detente.errors import AnalysisError
from detente.model.stability import CoalitionImprovement, CoalitionResult, CoalitionStability, ConflictModel

MOST_SEARCHES = 1 << 24
"""Coalitions times states examined times states that each might reach: a minute or so."""


def analyse_coalitions(
    model: ConflictModel, *, states: Iterable[str | int] | None = None, largest: int | None = None
) -> CoalitionResult:
    """Coalition Nash stability: where no group can reach, by its own moves, what each of its members prefers.

    Parameters
    ----------
    model : ConflictModel
        The conflict.
    states : iterable of str or int, or None
        Numbers or patterns of the states to examine, say the equilibria; ``None`` for all.
    largest : int or None
        Members of a coalition at most; ``None`` for all decision makers.

    Returns
    -------
    CoalitionResult
        Which states each coalition cannot improve on, its improvements, and the states that withstand all.

    Raises
    ------
    AnalysisError
        If a state is not there, ``largest`` is below one, there is too much to search, or the model is wrong.

    Notes
    -----
    Kilgour, Hipel, Fang & Peng (2001). A coalition of one is the decision maker itself, and its stability Nash's.
    Members move in legal sequences and may pass through states that some of them like less.
    """
    graph = build_conflict_graph(model)
    count, size = len(model.decision_makers), len(graph.states)
    largest = count if largest is None else min(largest, count)
    if largest < 1:
        raise AnalysisError(f"a coalition has at least one member; {largest} were asked for")
    examined = range(size) if states is None else sorted({graph.find_state(state) for state in states})
    coalitions = [c for members in range(1, largest + 1) for c in combinations(range(count), members)]
    if (searches := len(coalitions) * len(examined) * size) > MOST_SEARCHES:
        raise AnalysisError(
            f"{len(coalitions)} coalitions in {len(examined):,} of {size:,} states are too much to search "
            f"({searches:,} steps, at most {MOST_SEARCHES:,}); name the states to examine, or the largest coalition"
        )
    ids = [decision_maker.id for decision_maker in model.decision_makers]
    unstable: dict[tuple[int, ...], set[int]] = {coalition: set() for coalition in coalitions}
    improvements = []
    for start in examined:
        found: list[tuple[tuple[int, ...], int]] = []
        for coalition in coalitions:
            reached = shortest_sequences({member: graph.moves[member] for member in coalition}, start)
            for end in sorted(reached):
                if all(graph.ranks[member, end] > graph.ranks[member, start] for member in coalition):
                    unstable[coalition].add(start)
                    if not any(end == other and set(smaller) < set(coalition) for smaller, other in found):
                        path = make_path(graph, start, reached[end])
                        improvements.append(
                            CoalitionImprovement(coalition=tuple(ids[member] for member in coalition), path=path)
                        )
                    found.append((coalition, end))
    return CoalitionResult(
        method="coalition Nash stability by search over legal sequences",
        parameters=(("largest coalition", str(largest)),),
        inputs=model,
        examined=tuple(state + 1 for state in examined),
        stable=tuple(
            CoalitionStability(
                coalition=tuple(ids[member] for member in coalition),
                states=tuple(state + 1 for state in examined if state not in unstable[coalition]),
            )
            for coalition in coalitions
        ),
        improvements=tuple(improvements),
        equilibria=tuple(
            state + 1 for state in examined if not any(state in unstable[coalition] for coalition in coalitions)
        ),
        warnings=graph.warnings,
    )
