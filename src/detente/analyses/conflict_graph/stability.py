"""Which states each decision maker will not leave, and which nobody will."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import compress

import numpy as np

from detente.analyses.conflict_graph.graph import ConflictGraph, build_conflict_graph
from detente.analyses.conflict_graph.labelling import UNREACHED, least_reach
from detente.analyses.conflict_graph.rules import Flags
from detente.analyses.conflict_graph.simultaneous import simultaneously_stable
from detente.errors import AnalysisError
from detente.model.stability import ConflictModel, Equilibria, StabilityConcept, StabilityResult, StableStates

NASH, GMR, SMR, SEQ, SIM = StabilityConcept
USUAL = (NASH, GMR, SMR, SEQ)
"""The four concepts of the graph model; the fifth comes from the older conflict analysis."""


def analyse_stability(
    model: ConflictModel, *, concepts: Iterable[StabilityConcept] = USUAL, compiled: bool | None = None
) -> StabilityResult:
    """Where a conflict can come to rest.

    Parameters
    ----------
    model : ConflictModel
        The conflict.
    concepts : iterable of StabilityConcept
        How decision makers foresee; Nash, GMR, SMR and SEQ unless said otherwise.
    compiled : bool or None
        Whether to search with numba; ``None`` only where sequences are long, it is installed and there is enough
        to do. The answer is the same.

    Returns
    -------
    StabilityResult
        The states that each decision maker will not leave, and the equilibria, under each concept.

    Raises
    ------
    AnalysisError
        If the model's parts do not fit together (see :func:`build_conflict_graph`), no concept is asked for, or
        SIM is asked of a conflict that is too large for it or has states that stand for several combinations.

    Notes
    -----
    Definitions of Fang, Hipel & Kilgour (1993), for complete preferences with ties; answers of several others are
    legal sequences. SIM goes back to Fraser & Hipel (1984); see :mod:`.simultaneous`.
    """
    asked = set(concepts)
    if not asked:
        raise AnalysisError("no stability concept was asked for")
    graph = build_conflict_graph(model)
    ordered = [concept for concept in StabilityConcept if concept in asked]
    flags = {
        concept: [stable_flags(graph, place, concept, compiled=compiled) for place in range(len(model.decision_makers))]
        for concept in ordered
    }
    numbers = tuple(range(1, len(graph.states) + 1))
    return StabilityResult(
        method="graph model for conflict resolution",
        parameters=(
            ("concepts", ", ".join(ordered)),
            ("sanctions", "legal sequences: moves may be repeated, never twice running"),
        ),
        inputs=model,
        patterns=graph.states.patterns(),
        stable=tuple(
            StableStates(decision_maker=owner.id, concept=concept, states=tuple(compress(numbers, row.tolist())))
            for concept in ordered
            for owner, row in zip(model.decision_makers, flags[concept], strict=True)
        ),
        equilibria=tuple(
            Equilibria(concept=concept, states=tuple(compress(numbers, np.all(flags[concept], axis=0).tolist())))
            for concept in ordered
        ),
        warnings=graph.warnings,
    )


def stable_flags(graph: ConflictGraph, focal: int, concept: StabilityConcept, *, compiled: bool | None = None) -> Flags:
    """The states that one decision maker will not leave.

    Parameters
    ----------
    graph : ConflictGraph
        The conflict.
    focal : int
        The decision maker, from 0.
    concept : StabilityConcept
        How it foresees.
    compiled : bool or None
        As of :func:`analyse_stability`.

    Returns
    -------
    array of bool, shape (states,)

    Notes
    -----
    A state is stable where the best of its improvements, counted by how low the others can answer it, ends no
    higher than the state itself. Under SMR an answer is worth what the decision maker can still make of it.
    """
    ranks = graph.ranks[focal]
    own = graph.improvements[focal]
    if concept is SIM:
        return simultaneously_stable(graph, focal)
    if concept is NASH:
        answered = np.full_like(ranks, UNREACHED)
    else:
        values = np.maximum(ranks, graph.moves[focal].greatest(ranks, -1)) if concept is SMR else ranks
        answered = least_reach(graph, focal, values, improving=concept is SEQ, compiled=compiled)
    stable: Flags = own.greatest(answered, -1) <= ranks
    return stable
