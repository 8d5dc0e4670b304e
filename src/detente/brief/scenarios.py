"""How talks may end, as records for programs."""

from __future__ import annotations

from typing import Any

from detente.brief.outcomes import cited
from detente.model.scenario import Scenario, ScenarioResult, Withdrawal


def scenarios_record(result: ScenarioResult) -> dict[str, Any]:
    """Scenarios with everything that they rest on, as plain values ready for JSON.

    Parameters
    ----------
    result : ScenarioResult
        What :func:`detente.find_scenarios` gives.

    Returns
    -------
    dict
        ``deciding``, ``scenarios``, ``others``, ``prospects`` of single issues, ``expectations``, ``evidence`` with a mark a
        scenario, ``method``, ``parameters``, ``seed``, ``warnings``.
    """
    domain = result.drafted.domain
    return {
        "issues": [
            {
                "id": i.id,
                "name": i.name,
                "options": [{"id": o.id, "name": o.name, "point": o.point} for o in i.options],
                "status_quo": i.status_quo,
            }
            for i in domain.issues
        ],
        "deciding": list(result.deciding),
        "scenarios": [_scenario(s, result) for s in result.scenarios],
        "others": result.others,
        "prospects": [
            {"issue": p.issue, "before": list(p.before), "after": list(p.after), "basis": p.basis.value}
            for p in result.prospects
        ],
        "expectations": [
            {"issue": e.issue, "words": e.words, "low": e.low, "high": e.high, "statement": cited(e.statement)}
            for e in result.expectations
        ],
        "evidence": [
            {
                "party": row.statement.party,
                "issue": row.statement.issue,
                "statement": cited(row.statement),
                "weight": row.weight,
                "marks": [m.value for m in row.marks],
            }
            for row in result.evidence
        ],
        "method": result.method,
        "parameters": dict(result.parameters),
        "seed": result.seed,
        "warnings": [*result.drafted.warnings, *result.warnings],
    }


def scenario_rows(result: ScenarioResult) -> list[dict[str, Any]]:
    """The scenarios, a row each: probability with its interval, an option an issue."""
    return [
        {
            "probability": s.probability,
            "low": s.low,
            "high": s.high,
            "lasts": s.foothold.value,
            "inconsistency": s.inconsistency,
            **{str(issue): option for issue, option in s.settled.items()},
        }
        for s in result.scenarios
    ]


def _scenario(scenario: Scenario, result: ScenarioResult) -> dict[str, Any]:
    return {
        "options": dict(scenario.options),
        "probability": scenario.probability,
        "low": scenario.low,
        "high": scenario.high,
        "besides": [{"issue": b.issue, "option": b.option, "probability": b.probability} for b in scenario.besides],
        "accepted": dict(zip(result.drafted.domain.parties, scenario.accepted, strict=True)),
        "lasts": scenario.foothold.value,
        "withdrawals": [_withdrawal(w) for w in scenario.withdrawals],
        "concessions": [
            {
                "party": c.party,
                "issue": c.issue,
                "wanted": c.wanted,
                "takes": c.takes,
                "cost": c.cost,
                "statements": [cited(s) for s in c.statements],
            }
            for c in scenario.concessions
        ],
        "inconsistency": scenario.inconsistency,
    }


def _withdrawal(withdrawal: Withdrawal) -> dict[str, Any]:
    return {
        "party": withdrawal.party,
        "issues": list(withdrawal.issues),
        "gain": withdrawal.gain,
        "loss": withdrawal.loss,
    }
