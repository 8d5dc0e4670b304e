"""Where it could lead: scenarios and packages for a brief."""

from __future__ import annotations

from detente.brief.brief import Prospects
from detente.codebook.agenda import Agenda
from detente.errors import AnalysisError
from detente.pipeline.outcomes import weigh_outcomes
from detente.pipeline.reports import Findings
from detente.pipeline.scenarios import find_scenarios


def find_prospects(findings: Findings, *, agenda: Agenda | None = None) -> Prospects:
    """Scenarios and packages as a brief shows them, with the usual draws and seed.

    Parameters
    ----------
    findings : Findings
    agenda : Agenda or None

    Returns
    -------
    Prospects
        What cannot be computed is left out with the reason: a brief is no place to fail for want of a second party.
    """
    missing = []
    try:
        scenarios = find_scenarios(findings, agenda=agenda)
    except AnalysisError as error:
        scenarios = None
        missing.append(f"no scenarios: {error}")
    try:
        outcomes = weigh_outcomes(findings, agenda=agenda)
    except AnalysisError as error:
        outcomes = None
        missing.append(f"no packages: {error}")
    return Prospects(scenarios=scenarios, outcomes=outcomes, missing="; ".join(missing) or None)
