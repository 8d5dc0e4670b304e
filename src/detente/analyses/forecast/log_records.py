"""One line of the forecast log, as a value and as JSON."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from detente.model.forecast import ForecastMethod, IssueContest, OutcomeDistribution, PointForecast, Stake
from detente.model.issue import IssueId
from detente.model.party import PartyId


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedForecast:
    """One forecast of one issue, and its outcome once that is known."""

    made: date
    method: ForecastMethod
    forecast: PointForecast | OutcomeDistribution
    contest: IssueContest
    """What it was made from."""
    parameters: tuple[tuple[str, float | str], ...] = ()
    seed: int | None = None
    outcome: float | None = None
    """0..100; ``None`` while it is open."""
    resolved: date | None = None

    @property
    def id(self) -> str:
        """Sixteen hexadecimal digits over all that was said when it was made."""
        said = json.dumps(forecast_record(self), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    @property
    def point(self) -> float:
        """The one point to judge it by: the forecast itself, or the median of a distribution."""
        return self.forecast.point if isinstance(self.forecast, PointForecast) else self.forecast.median


def forecast_record(entry: LoggedForecast) -> dict[str, Any]:
    """Give all that was said when a forecast was made, as JSON.

    Parameters
    ----------
    entry : LoggedForecast

    Returns
    -------
    dict
        Without the outcome, which is a record of its own.
    """
    forecast = entry.forecast
    value: dict[str, Any] = {"low": forecast.low, "high": forecast.high}
    if isinstance(forecast, OutcomeDistribution):
        value |= {"probabilities": list(forecast.probabilities), "level": forecast.level}
    else:
        value |= {"point": forecast.point, "path": list(forecast.path)}
    return {
        "made": entry.made.isoformat(),
        "issue": entry.contest.issue,
        "method": entry.method.value,
        "parameters": [list(parameter) for parameter in entry.parameters],
        "seed": entry.seed,
        "value": value,
        "stakes": [[s.party, s.point, s.salience, s.capability] for s in entry.contest.stakes],
        "reference": entry.contest.reference,
    }


def read_forecast(record: dict[str, Any]) -> LoggedForecast:
    """Make a forecast of its JSON.

    Parameters
    ----------
    record : dict
        As :func:`forecast_record` gives it.

    Returns
    -------
    LoggedForecast

    Raises
    ------
    KeyError, TypeError, ValueError, AnalysisError
        If something is missing or not what it should be.
    """
    issue, value = IssueId(record["issue"]), record["value"]
    forecast: PointForecast | OutcomeDistribution
    if "probabilities" in value:
        forecast = OutcomeDistribution(
            issue=issue,
            probabilities=tuple(value["probabilities"]),
            low=value["low"],
            high=value["high"],
            level=value["level"],
        )
    else:
        forecast = PointForecast(
            issue=issue, point=value["point"], path=tuple(value["path"]), low=value["low"], high=value["high"]
        )
    return LoggedForecast(
        made=date.fromisoformat(record["made"]),
        method=ForecastMethod(record["method"]),
        forecast=forecast,
        contest=IssueContest(
            issue=issue,
            stakes=tuple(
                Stake(party=PartyId(party), point=point, salience=salience, capability=capability)
                for party, point, salience, capability in record["stakes"]
            ),
            reference=record["reference"],
        ),
        parameters=tuple((name, chosen) for name, chosen in record["parameters"]),
        seed=record["seed"],
    )
