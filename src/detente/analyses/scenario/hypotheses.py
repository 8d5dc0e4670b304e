"""Which statements speak against which scenario: an analysis of competing hypotheses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from detente.model import UNSURE, Issue, IssueId, OptionId, Statement
from detente.model.scenario import Consistency, EvidenceRow, Expectation
from detente.positions.arrays import POINTS

_AGAINST = 75.0
"""Points between what a statement wants and what a scenario holds from which it speaks against it."""
_FOR = 25.0
"""Points up to which it is consistent with it."""
HALF = 0.5
"""Weight of a statement that is hedged, or unsurely read."""
_EVEN = 0.5


def weigh_evidence(
    issues: Sequence[Issue],
    scenarios: Sequence[Mapping[IssueId, OptionId]],
    statements: Sequence[Statement],
    expectations: Sequence[Expectation] = (),
) -> tuple[EvidenceRow, ...]:
    """Hold every statement against every scenario.

    Parameters
    ----------
    issues : sequence of Issue
        With options that have a place on the issue's scale; issues without are left out.
    scenarios : sequence of mappings
        Each with one option of every issue.
    statements : sequence of Statement
        Those with a stance count.
    expectations : sequence of Expectation

    Returns
    -------
    tuple of EvidenceRow
        Those that tell scenarios apart first, then the others, each in the order given.

    Notes
    -----
    After Heuer, Psychology of Intelligence Analysis (1999), chapter 8: hypotheses are compared by the evidence
    against them, not for them, and evidence that fits all alike tells nothing. A statement speaks against an outcome 75
    points or more from its stance (oppose 0, open 50, support 100) and is consistent with one at most 25 points off. An
    expectation counts as a stance: for the issue as named where it puts that above even chances, against it below.
    """
    points = {issue.id: {o.id: o.point for o in issue.options} for issue in issues}
    rows = []
    held = [(s, POINTS.get(s.stance)) for s in statements]
    held += [(e.statement, _expected(e)) for e in expectations]
    for statement, wanted in held:
        placed = points.get(statement.issue)
        if wanted is None or placed is None:
            continue
        outcomes = [placed.get(scenario[statement.issue]) for scenario in scenarios if statement.issue in scenario]
        if len(outcomes) != len(scenarios) or not all(o is not None for o in outcomes):
            continue
        rows.append(
            EvidenceRow(
                statement=statement,
                marks=tuple(_mark(abs(wanted - o)) for o in outcomes if o is not None),
                weight=HALF if statement.hedged or statement.origin.confidence < UNSURE else 1.0,
            )
        )
    return (*(r for r in rows if r.tells_apart), *(r for r in rows if not r.tells_apart))


def inconsistency_of(rows: Sequence[EvidenceRow], scenario: int) -> float:
    """Weight of the evidence against one of the scenarios, by its place."""
    return sum(row.weight for row in rows if row.marks[scenario] is Consistency.INCONSISTENT)


def _expected(expectation: Expectation) -> float | None:
    """The end of the scale that is expected; ``None`` where the chances are even."""
    middle = (expectation.low + expectation.high) / 2
    return None if abs(middle - _EVEN) < 1e-9 else 100.0 if middle > _EVEN else 0.0


def _mark(apart: float) -> Consistency:
    if apart >= _AGAINST:
        return Consistency.INCONSISTENT
    return Consistency.CONSISTENT if apart <= _FOR else Consistency.NEUTRAL
