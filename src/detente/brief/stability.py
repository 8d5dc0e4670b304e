"""Where a conflict can come to rest, as records for programs, and the outcomes of a drafted conflict that would hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from detente.brief.outcomes import estimate_record
from detente.model import IssueId
from detente.model.stability import (
    CoalitionResult,
    Path,
    PathResult,
    StabilityConcept,
    StabilityResult,
    StateNumber,
)
from detente.positions.conflicts import DraftedConflict


@dataclass(frozen=True, slots=True, kw_only=True)
class RestingOutcome:
    """What is agreed in states that nobody would leave."""

    agreed: tuple[IssueId, ...]
    concepts: tuple[StabilityConcept, ...]
    """Those under which some state with this outcome is an equilibrium, in the order of the result."""
    state: StateNumber
    """One that is an equilibrium under most of them; of several, that with the fewest acceptances."""
    gains: tuple[float, ...]
    """What it is worth more than the status quo, to each decision maker, in the units of the payoffs."""


def list_resting(drafted: DraftedConflict, found: StabilityResult) -> tuple[tuple[RestingOutcome, ...], int]:
    """The outcomes that would hold, and are not worse than another that would.

    Parameters
    ----------
    drafted : DraftedConflict
        A conflict over who accepts what.
    found : StabilityResult
        The analysis of its model.

    Returns
    -------
    outcomes : tuple of RestingOutcome
        Those that hold under the first concept before others, and of these the fullest first.
    others : int
        Outcomes left out since another holds under the same concepts that is better for somebody and worse for nobody.
    """
    concepts: dict[StateNumber, list[StabilityConcept]] = {}
    for e in found.equilibria:
        for state in e.states:
            concepts.setdefault(state, []).append(e.concept)
    states: dict[tuple[IssueId, ...], list[StateNumber]] = {}
    for state in concepts:
        states.setdefault(drafted.settled[state - 1], []).append(state)
    ordered = [e.concept for e in found.equilibria]
    rows = []
    for agreed, members in states.items():
        state = min(members, key=lambda s: (-len(concepts[s]), found.patterns[s - 1].count("Y"), s))
        held = {c for s in members for c in concepts[s]}
        rows.append(
            RestingOutcome(
                agreed=agreed,
                concepts=tuple(c for c in ordered if c in held),
                state=state,
                gains=tuple(p.payoffs[state - 1] for p in drafted.model.preferences),
            )
        )
    kept = [row for row in rows if not any(_is_better(other, row) for other in rows)]
    kept.sort(key=lambda row: ([c not in row.concepts for c in ordered], -len(row.agreed), row.state))
    return tuple(kept), len(rows) - len(kept)


def _is_better(other: RestingOutcome, row: RestingOutcome) -> bool:
    """Whether another outcome holds as well, and is better for somebody and worse for nobody."""
    return (
        set(other.concepts) >= set(row.concepts)
        and other.gains != row.gains
        and all(a >= b for a, b in zip(other.gains, row.gains, strict=True))
    )


def stability_record(
    found: StabilityResult,
    paths: PathResult | None = None,
    coalitions: CoalitionResult | None = None,
    drafted: DraftedConflict | None = None,
) -> dict[str, Any]:
    """The answer as plain values, ready for JSON.

    Parameters
    ----------
    found : StabilityResult
    paths : PathResult or None
        The ways from the status quo, where the model has one.
    coalitions : CoalitionResult or None
        Which states a coalition would leave, where that was asked.
    drafted : DraftedConflict or None
        What the model was made from, where it was.

    Returns
    -------
    dict
        ``title``, ``options``, ``states`` (letters Y, N or - an option, in their order), ``equilibria`` and ``stable`` by
        concept, ``paths``, ``coalitions``, ``drafted`` (settlements, outcomes that would hold, what was left out,
        estimates), ``method``, ``parameters``, ``warnings``.
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
        "drafted": _drafted(drafted, found) if drafted else None,
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


def _drafted(drafted: DraftedConflict, found: StabilityResult) -> dict[str, Any]:
    outcomes, others = list_resting(drafted, found)
    parties = drafted.drafted.domain.parties
    owners = [d.id for d in drafted.model.decision_makers]
    return {
        "source": drafted.model.source,
        "settlements": [
            {
                "issue": s.issue.id,
                "name": s.issue.name,
                "option": s.option.id,
                "status_quo": s.status_quo.id,
                "parties": list(s.parties),
                "gains": {p: g for p, g in zip(parties, s.gains, strict=True) if p in s.parties},
                "stake": s.stake,
            }
            for s in drafted.settlements
        ],
        "outcomes": [
            {
                "agreed": list(o.agreed),
                "concepts": [c.value for c in o.concepts],
                "state": o.state,
                "gains": dict(zip(owners, o.gains, strict=True)),
            }
            for o in outcomes
        ],
        "outcomes_left_out": others,
        "left_out": [{"issue": i.id, "name": i.name, "reason": reason} for i, reason in drafted.left_out],
        "estimates": [estimate_record(e) for e in drafted.drafted.estimates],
        "warnings": list(drafted.drafted.warnings),
    }
