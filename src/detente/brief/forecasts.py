"""Where each issue may settle, as records for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from detente.model import IssueId
from detente.model.forecast import ForecastResult, OutcomeDistribution, PointForecast


def forecasts_record(results: Sequence[ForecastResult], issues: Mapping[IssueId, str]) -> dict[str, Any]:
    """Forecasts with what they start from, as plain values ready for JSON.

    Parameters
    ----------
    results : sequence of ForecastResult
        One a method, over the same issues.
    issues : mapping
        What each issue is called.

    Returns
    -------
    dict
        ``inputs`` (issues with stakes), and ``methods``, each with parameters, seed, warnings and a forecast an issue.
    """
    return {
        "inputs": [
            {
                "issue": contest.issue,
                "name": issues.get(contest.issue, contest.issue),
                "reference": contest.reference,
                "stakes": [
                    {"party": s.party, "point": s.point, "salience": s.salience, "capability": s.capability}
                    for s in contest.stakes
                ],
            }
            for contest in (results[0].inputs if results else ())
        ],
        "methods": [
            {
                "method": result.method.value,
                "parameters": dict(result.parameters),
                "seed": result.seed,
                "warnings": list(result.warnings),
                "forecasts": [_forecast(f) for f in result.forecasts],
            }
            for result in results
        ],
    }


def forecast_rows(results: Sequence[ForecastResult], issues: Mapping[IssueId, str]) -> list[dict[str, Any]]:
    """A row for each method and issue."""
    return [
        {
            "issue": forecast.issue,
            "name": issues.get(forecast.issue, forecast.issue),
            "method": result.method.value,
            **{key: value for key, value in _forecast(forecast).items() if key in ("point", "low", "high")},
        }
        for result in results
        for forecast in result.forecasts
    ]


def _forecast(forecast: PointForecast | OutcomeDistribution) -> dict[str, Any]:
    if isinstance(forecast, PointForecast):
        return {
            "issue": forecast.issue,
            "point": forecast.point,
            "low": forecast.low,
            "high": forecast.high,
            "path": list(forecast.path),
        }
    return {
        "issue": forecast.issue,
        "point": forecast.median,
        "low": forecast.low,
        "high": forecast.high,
        "level": forecast.level,
        "likeliest": forecast.likeliest(),
        "probabilities": list(forecast.probabilities),
    }
