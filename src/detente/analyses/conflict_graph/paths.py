"""How things could get from where they stand to where they could rest."""

from __future__ import annotations

from collections.abc import Iterable

from detente.analyses.conflict_graph.graph import build_conflict_graph
from detente.analyses.conflict_graph.sequences import make_path, shortest_sequences
from detente.analyses.conflict_graph.stability import analyse_stability
from detente.errors import AnalysisError
from detente.model.stability import ConflictModel, PathResult, StabilityConcept


def find_paths(
    model: ConflictModel,
    *,
    start: str | int | None = None,
    ends: Iterable[str | int] | None = None,
    concept: StabilityConcept = StabilityConcept.SEQ,
    improving: bool = True,
) -> PathResult:
    """The shortest legal sequence of moves from one state to each equilibrium.

    Parameters
    ----------
    model : ConflictModel
        The conflict.
    start : str, int or None
        Number or pattern of the state to begin in; ``None`` for the model's status quo.
    ends : iterable of str or int, or None
        Numbers or patterns of the states to get to; ``None`` for the equilibria.
    concept : StabilityConcept
        Under which the equilibria are sought where no ends are given.
    improving : bool
        Whether every move must improve on the state before it for the one who makes it.

    Returns
    -------
    PathResult
        The shortest paths first; ends that no sequence leads to are named.

    Raises
    ------
    AnalysisError
        If there is neither start nor status quo, or a state is not there, or the model is wrong.

    Notes
    -----
    A path says how an end could come about, not that it will: each move looks one step ahead only.
    """
    graph = build_conflict_graph(model)
    begin = start if start is not None else model.status_quo
    if begin is None:
        raise AnalysisError("no state to begin in: give a start, or the model a status quo")
    first = graph.find_state(begin)
    parameters = [("moves", "unilateral improvements" if improving else "unilateral moves")]
    if ends is None:
        targets = {s - 1 for s in analyse_stability(model, concepts=(concept,)).equilibrium_states(concept)}
        parameters.append(("ends", f"equilibria under {concept}"))
    else:
        targets = {graph.find_state(end) for end in ends}
    moves = dict(enumerate(graph.improvements if improving else graph.moves))
    found = shortest_sequences(moves, first, wanted=targets - {first})
    if first in targets:
        found[first] = ()
    return PathResult(
        method="breadth-first search over (last mover, state)",
        parameters=tuple(parameters),
        inputs=model,
        start=first + 1,
        paths=tuple(
            make_path(graph, first, found[end]) for end in sorted(found, key=lambda end: (len(found[end]), end))
        ),
        unreached=tuple(end + 1 for end in sorted(targets - set(found))),
        warnings=graph.warnings,
    )
