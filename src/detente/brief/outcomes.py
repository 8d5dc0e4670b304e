"""Where a deal could lie, as records for programs."""

from __future__ import annotations

from typing import Any

from detente.model import Statement
from detente.model.package import Estimate, Outcomes, Package


def outcomes_record(outcomes: Outcomes) -> dict[str, Any]:
    """Everything about the outcomes of a negotiation as plain values, ready for JSON.

    Parameters
    ----------
    outcomes : Outcomes
        What :func:`detente.weigh_outcomes` gives.

    Returns
    -------
    dict
        ``domain`` (issues with options, worth with bands, requirements), ``estimates`` and ``red_lines`` with what they rest
        on, ``efficient``, ``zone``, ``disagreement``, ``solutions``, ``robustness``, ``opposition``, ``deal``,
        ``improvements``, ``method``, ``parameters``, ``error``, ``warnings``.
    """
    drafted, result = outcomes.drafted, outcomes.result
    return {
        "domain": {
            "name": result.domain.name,
            "issues": [
                {
                    "id": i.id,
                    "name": i.name,
                    "options": [{"id": o.id, "name": o.name, "point": o.point} for o in i.options],
                }
                for i in drafted.domain.issues
            ],
            "parties": [
                {
                    "id": u.party,
                    "worth": [list(w) for w in u.values],
                    "low": [list(w) for w in low.values],
                    "high": [list(w) for w in high.values],
                    "reservation": u.reservation,
                }
                for u, low, high in zip(drafted.domain.utilities, drafted.low, drafted.high, strict=True)
            ],
            "requirements": [
                {
                    "issue": r.issue,
                    "options": sorted(r.options),
                    "needs_issue": r.needs_issue,
                    "needs_options": sorted(r.needs_options),
                }
                for r in drafted.domain.requirements
            ],
            "packages": result.domain.size,
        },
        "estimates": [estimate_record(e) for e in drafted.estimates],
        "red_lines": [
            {"party": r.party, "issue": r.issue, "option": r.option, "statement": cited(r.statement)}
            for r in drafted.red_lines
        ],
        "efficient": result.efficient,
        "zone": [_package(p, outcomes) for p in result.zone],
        "disagreement": dict(zip(result.domain.parties, result.disagreement, strict=True)),
        "solutions": [
            {"rule": s.concept.value, "score": s.score, **_package(s.package, outcomes)} for s in result.solutions
        ],
        "robustness": [
            {
                "options": dict(r.package),
                "acceptable": r.acceptable,
                "efficient": r.efficient,
                "draws": r.draws,
                "seed": r.seed,
            }
            for r in outcomes.robustness
        ],
        "opposition": result.opposition,
        "deal": _package(outcomes.deal, outcomes) if outcomes.deal else None,
        "improvements": [_package(p, outcomes) for p in outcomes.improvements],
        "method": result.method,
        "parameters": dict(result.parameters),
        "error": result.error,
        "warnings": [*drafted.warnings, *result.warnings],
    }


def outcome_rows(outcomes: Outcomes) -> list[dict[str, Any]]:
    """The packages of the zone, a row each: the rules that pick it, an option an issue, worth a party."""
    result = outcomes.result
    rows: list[dict[str, Any]] = []
    for package in result.zone:
        rules = [s.concept.value for s in result.solutions if s.package == package]
        worth = {f"worth:{p}": w for p, w in zip(result.domain.parties, package.worth, strict=True)}
        options = {str(issue): option for issue, option in package.options}
        rows.append({"rules": " ".join(rules), **options, **worth})
    return rows


def _package(package: Package, outcomes: Outcomes) -> dict[str, Any]:
    return {
        "options": dict(package.options),
        "worth": dict(zip(outcomes.result.domain.parties, package.worth, strict=True)),
    }


def estimate_record(estimate: Estimate) -> dict[str, Any]:
    """One number behind a domain as plain values, with its origin and the statements it rests on."""
    return {
        "party": estimate.party,
        "issue": estimate.issue,
        "what": estimate.what,
        "value": estimate.value,
        "low": estimate.low,
        "high": estimate.high,
        "basis": estimate.basis,
        "author": estimate.author,
        "inferred": estimate.author is None,
        "statements": [cited(s) for s in estimate.statements],
    }


def cited(statement: Statement | None) -> dict[str, Any] | None:
    """Where a statement stands, and its words."""
    if statement is None:
        return None
    span = statement.evidence.span
    return {
        "id": statement.id,
        "document": statement.evidence.document,
        "start": span.start,
        "end": span.end,
        "quote": statement.evidence.quote,
    }
