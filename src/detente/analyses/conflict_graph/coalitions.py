"""Which states withstand decision makers who move together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

import numpy as np

from detente.analyses.conflict_graph.graph import ConflictGraph, Moves, build_conflict_graph
from detente.analyses.conflict_graph.joint_moves import Coalition, JointMoves
from detente.analyses.conflict_graph.sequences import make_path, shortest_sequences
from detente.analyses.conflict_graph.states import Integers
from detente.errors import AnalysisError
from detente.model.stability import (
    CoalitionImprovement,
    CoalitionResult,
    CoalitionStability,
    ConflictModel,
    StabilityConcept,
)

MOST_SEARCHES = 1 << 24
"""Coalitions times states examined times states that each might reach: a minute or so of searching for paths."""
MOST_PAIRS = 1 << 28
"""Groups times pairs of states: a minute or so, and half a gigabyte, for all states at once."""


def analyse_coalitions(
    model: ConflictModel,
    *,
    concept: StabilityConcept = StabilityConcept.NASH,
    states: Iterable[str | int] | None = None,
    largest: int | None = None,
    list_improvements: bool = True,
) -> CoalitionResult:
    """Which states no group will leave for what it can reach together and each of its members prefers.

    Parameters
    ----------
    model : ConflictModel
        The conflict.
    concept : StabilityConcept
        How coalitions foresee what the others answer: Nash (not at all), GMR, SMR or SEQ.
    states : iterable of str or int, or None
        Numbers or patterns of the states to examine, say the equilibria; ``None`` for all.
    largest : int or None
        Members of a coalition at most; ``None`` for all decision makers.
    list_improvements : bool
        Whether to list each improvement with its path. Without, all of a few thousand states can be examined.

    Returns
    -------
    CoalitionResult
        Which states each coalition will not leave, the improvements that nothing sanctions, and the states that
        withstand all coalitions.

    Raises
    ------
    AnalysisError
        If a state is not there, ``largest`` is below one, there is too much to search, the model is wrong, or SIM is
        asked for, which is not defined for coalitions.

    Notes
    -----
    A coalition's improvement is a state that it reaches by a legal sequence of its members' moves, some of which may
    lead through states that some of them like less, and that each member strictly prefers. It is sanctioned if the
    others, from there, can bring about a state that one member or more does not prefer to the first:

    - Nash: never;
    - GMR: by any legal sequence of their moves;
    - SMR: likewise, if moreover the coalition cannot reach, from that answer, what each member prefers to the first;
    - SEQ: by improvements of coalitions among them, of up to ``largest`` members, each improving on the state before
      it for all who make it, one after another, none twice running.

    So with ``largest=1`` all four are those of :func:`analyse_stability`. Nash is that of Kilgour, Hipel, Fang & Peng
    (2001). The others follow Inohara & Hipel (2008) as far as we know it: their paper was not at hand. Not checked
    against it are that one member is enough for a sanction, that the others' coalitions under SEQ are those of the
    same sizes, and that these do not move twice running. The grand coalition has nobody to fear: for it all four
    are Nash.
    """
    if concept is StabilityConcept.SIM:
        raise AnalysisError("simultaneous stability is not defined for coalitions; ask for nash, gmr, smr or seq")
    graph = build_conflict_graph(model)
    count, size = len(model.decision_makers), len(graph.states)
    largest = count if largest is None else min(largest, count)
    if largest < 1:
        raise AnalysisError(f"a coalition has at least one member; {largest} were asked for")
    examined = range(size) if states is None else sorted({graph.find_state(state) for state in states})
    coalitions = [c for members in range(1, largest + 1) for c in combinations(range(count), members)]
    if list_improvements and (searches := len(coalitions) * len(examined) * size) > MOST_SEARCHES:
        raise AnalysisError(
            f"{len(coalitions)} coalitions in {len(examined):,} of {size:,} states are too much to search "
            f"({searches:,} steps, at most {MOST_SEARCHES:,}); name the states to examine, or the largest coalition, "
            "or do without a list of improvements"
        )
    if concept is StabilityConcept.NASH and list_improvements:
        find_ends = _by_search(graph)
    else:
        find_ends = _at_once(graph, coalitions, concept, examined, largest)
    ids = [decision_maker.id for decision_maker in model.decision_makers]
    unstable: dict[Coalition, set[int]] = {coalition: set() for coalition in coalitions}
    improvements = []
    for start in examined:
        found: list[tuple[Coalition, int]] = []
        for coalition in coalitions:
            ends = find_ends(coalition, start)
            if ends.size:
                unstable[coalition].add(start)
            if ends.size and list_improvements:
                smaller = {end for other, end in found if set(other) < set(coalition)}
                reached = shortest_sequences(_moves(graph, coalition), start, wanted=set(ends.tolist()) - smaller)
                improvements += [
                    CoalitionImprovement(
                        coalition=tuple(ids[member] for member in coalition),
                        path=make_path(graph, start, reached[end]),
                    )
                    for end in sorted(reached)
                ]
                found += [(coalition, end) for end in ends.tolist()]
    return CoalitionResult(
        concept=concept,
        method=f"coalition stability ({concept}) over legal sequences",
        parameters=(("concept", concept.value), ("largest coalition", str(largest))),
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
        warnings=graph.warnings + (() if list_improvements else ("improvements of coalitions are not listed",)),
    )


_FindEnds = Callable[[Coalition, int], Integers]
"""The unsanctioned improvements of a coalition from a state."""


def _by_search(graph: ConflictGraph) -> _FindEnds:
    """Improvements looked for from one state after another, and none of them sanctioned."""

    def find_ends(coalition: Coalition, start: int) -> Integers:
        reached = np.array(list(shortest_sequences(_moves(graph, coalition), start)), dtype=np.int32)
        for member in coalition:
            reached = reached[graph.ranks[member, reached] > graph.ranks[member, start]]
        return reached

    return find_ends


def _at_once(
    graph: ConflictGraph,
    coalitions: Sequence[Coalition],
    concept: StabilityConcept,
    examined: Sequence[int],
    largest: int,
) -> _FindEnds:
    """Unsanctioned improvements of all states at once."""
    count, size = len(graph.moves), len(graph.states)
    groups = set(coalitions)
    if concept in (StabilityConcept.GMR, StabilityConcept.SMR):
        groups |= {tuple(p for p in range(count) if p not in coalition) for coalition in coalitions}
    if (pairs := len(groups) * size * size) > MOST_PAIRS:
        raise AnalysisError(
            f"{len(groups)} groups in {size:,} states are too much to compare ({pairs:,} pairs, at most "
            f"{MOST_PAIRS:,}); name a smaller largest coalition, or ask for the improvements under nash of some states"
        )
    joint = JointMoves(graph, largest=largest)
    moves = {coalition: joint.unsanctioned(coalition, concept, examined) for coalition in coalitions}
    return lambda coalition, start: moves[coalition].of(start)


def _moves(graph: ConflictGraph, coalition: Coalition) -> dict[int, Moves]:
    """The moves of a coalition's members."""
    return {member: graph.moves[member] for member in coalition}
