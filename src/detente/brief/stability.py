"""Where a conflict can come to rest, as records for programs."""

from __future__ import annotations

from typing import Any

from detente.model.stability import CoalitionResult, Path, PathResult, StabilityResult


def stability_record(
    found: StabilityResult, paths: PathResult | None = None, coalitions: CoalitionResult | None = None
) -> dict[str, Any]:
    """The answer as plain values, ready for JSON.

    Parameters
    ----------
    found : StabilityResult
    paths : PathResult or None
        The ways from the status quo, where the model has one.
    coalitions : CoalitionResult or None
        Which states a coalition would leave, where that was asked.

    Returns
    -------
    dict
        ``title``, ``options``, ``states`` (letters Y, N or - an option, in their order), ``equilibria`` and ``stable`` by
        concept, ``paths``, ``coalitions``, ``method``, ``parameters``, ``warnings``.
    """
    model = found.inputs
    return {
        "title": model.title,
        "decision_makers": [{"id": d.id, "name": d.name} for d in model.decision_makers],
        "options": [{"id": o.id, "name": o.name, "decision_maker": o.decision_maker} for o in model.options],
        "states": list(found.patterns),
        "equilibria": {e.concept.value: list(e.states) for e in found.equilibria},
        "stable": [
            {"decision_maker": s.decision_maker, "concept": s.concept.value, "states": list(s.states)}
            for s in found.stable
        ],
        "paths": [_path(p) for p in paths.paths] if paths else None,
        "coalitions": [{"coalition": list(i.coalition), **_path(i.path)} for i in coalitions.improvements]
        if coalitions
        else None,
        "method": found.method,
        "parameters": dict(found.parameters),
        "warnings": list(found.warnings),
    }


def _path(path: Path) -> dict[str, Any]:
    return {
        "start": path.start,
        "end": path.end,
        "moves": [{"decision_maker": m.decision_maker, "start": m.start, "end": m.end} for m in path.moves],
    }
