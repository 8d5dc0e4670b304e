"""Statements held against scenarios."""

from __future__ import annotations

import pytest

from detente.analyses.scenario import weigh_evidence
from detente.analyses.scenario.hypotheses import inconsistency_of
from detente.model import Act, IssueId, OptionId, Stance, Statement
from detente.model.scenario import Consistency, Expectation
from tests.analyses.scenario.cases import make_issue
from tests.factories import make_document, make_statement

BRIDGE = make_issue("bridge", ["no", "part", "yes"])
SCENARIOS = [{IssueId("bridge"): OptionId(o)} for o in ("no", "part", "yes")]
FITS, NEITHER, AGAINST = Consistency.CONSISTENT, Consistency.NEUTRAL, Consistency.INCONSISTENT


def state(stance: Stance, *, act: Act = Act.DEMAND, **more: object) -> Statement:
    document = make_document("Amber may want a bridge.")
    return make_statement(document, "Amber may want a bridge", "amber", "bridge", act, stance, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("stance", "marks"),
    [
        (Stance.OPPOSE, (FITS, NEITHER, AGAINST)),
        (Stance.OPEN, (NEITHER, FITS, NEITHER)),
        (Stance.SUPPORT, (AGAINST, NEITHER, FITS)),
    ],
)
def test_a_statement_speaks_against_the_far_end_of_the_scale(stance: Stance, marks: tuple[Consistency, ...]) -> None:
    (row,) = weigh_evidence([BRIDGE], SCENARIOS, [state(stance)])
    assert (row.marks, row.weight, row.tells_apart) == (marks, 1.0, True)


def test_hedged_and_unsure_statements_weigh_half() -> None:
    rows = weigh_evidence(
        [BRIDGE], SCENARIOS, [state(Stance.OPPOSE, hedge="may"), state(Stance.OPPOSE, confidence=0.3)]
    )
    assert [r.weight for r in rows] == [0.5, 0.5]
    assert [inconsistency_of(rows, n) for n in range(3)] == [0, 0, 1.0]


@pytest.mark.parametrize(
    ("low", "high", "marks"),
    [(0.2, 0.45, (FITS, NEITHER, AGAINST)), (0.55, 0.8, (AGAINST, NEITHER, FITS)), (0.45, 0.55, None)],
)
def test_an_expectation_counts_as_a_stance(low: float, high: float, marks: tuple[Consistency, ...] | None) -> None:
    said = state(Stance.NEUTRAL, act=Act.ASSESS)
    expected = Expectation(issue=IssueId("bridge"), words="likely", low=low, high=high, statement=said)
    rows = weigh_evidence([BRIDGE], SCENARIOS, [said], [expected])
    assert [r.marks for r in rows] == ([marks] if marks else [])


def test_what_bears_on_all_alike_comes_last() -> None:
    tolls = make_issue("tolls", ["keep", "halve"])
    scenarios = [{**s, IssueId("tolls"): OptionId("halve")} for s in SCENARIOS]
    document = make_document("Birch wants lower tolls. Amber may want a bridge.")
    alike = make_statement(document, "Birch wants lower tolls", "birch", "tolls", Act.DEMAND, Stance.SUPPORT)
    rows = weigh_evidence([BRIDGE, tolls], scenarios, [alike, state(Stance.SUPPORT)])
    assert [(r.statement.issue, r.tells_apart) for r in rows] == [("bridge", True), ("tolls", False)]


def test_issues_without_a_scale_and_issues_that_no_scenario_settles_are_left_out() -> None:
    nominal = make_issue("bridge", ["no", "part", "yes"])
    unplaced = type(nominal)(
        id=nominal.id,
        name=nominal.name,
        options=tuple(type(o)(id=o.id, name=o.name) for o in nominal.options),
    )
    assert weigh_evidence([unplaced], SCENARIOS, [state(Stance.SUPPORT)]) == ()
    assert weigh_evidence([BRIDGE], [{}, {}], [state(Stance.SUPPORT)]) == ()
