"""A log of forecasts as JSON lines: what was said when, and what came of it.

Lines are only ever added. A forecast is one line, its resolution another, so that nothing said can be unsaid.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import isfinite
from pathlib import Path
from statistics import fmean
from typing import Any

from detente.analyses.forecast.log_records import LoggedForecast, forecast_record, read_forecast
from detente.analyses.forecast.scores import crps, interval_coverage
from detente.errors import AnalysisError
from detente.model.forecast import ForecastResult, OutcomeDistribution

NEAR = 5
"""Points within which a forecast counts as a hit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogScores:
    """How good the resolved forecasts of a log are; ``None`` where there is nothing to judge by."""

    resolved: int
    unresolved: int
    absolute_error: float | None
    """Mean over all resolved forecasts, in points of the scale."""
    near: float | None
    """0..1: share of them at most ``NEAR`` points from the outcome."""
    crps: float | None
    """Mean in points of the scale; a point forecast counts as certain."""
    coverage: float | None
    """0..1: share of distributions whose interval held the outcome."""


def log_forecasts(result: ForecastResult, *, made: date) -> tuple[LoggedForecast, ...]:
    """Turn a result into entries of a log.

    Parameters
    ----------
    result : ForecastResult
    made : date
        The day on which the forecast is made, before the outcome is known.

    Returns
    -------
    tuple of LoggedForecast
        One an issue.
    """
    return tuple(
        LoggedForecast(
            made=made,
            method=result.method,
            forecast=forecast,
            contest=contest,
            parameters=result.parameters,
            seed=result.seed,
        )
        for forecast, contest in zip(result.forecasts, result.inputs, strict=True)
    )


def append_forecast(log: str, entry: LoggedForecast) -> str:
    """Add a forecast to a log.

    Parameters
    ----------
    log : str
        JSON lines; may be empty.
    entry : LoggedForecast

    Returns
    -------
    str
        The log with one more line; as it was, where it holds this forecast already.

    Raises
    ------
    AnalysisError
        If a line of the log cannot be read.
    """
    if any(logged.id == entry.id for logged in read_log(log)):
        return log
    return _append(log, {"record": "forecast", "id": entry.id, **forecast_record(entry)})


def resolve_forecast(log: str, identity: str, outcome: float, *, resolved: date) -> str:
    """Add what came of a forecast to a log.

    Parameters
    ----------
    log : str
        JSON lines.
    identity : str
        Of the forecast, as :attr:`LoggedForecast.id` gives it.
    outcome : float, 0..100
    resolved : date
        The day on which the outcome was known; not before the forecast was made.

    Returns
    -------
    str
        The log with one more line; as it was, where this very outcome is there already.

    Raises
    ------
    AnalysisError
        If the log has no such forecast, has another outcome for it, or the outcome or the day cannot be right.
    """
    found = next((entry for entry in read_log(log) if entry.id == identity), None)
    if found is None:
        raise AnalysisError(f"the log has no forecast {identity}")
    if not (isfinite(outcome) and 0 <= outcome <= 100):
        raise AnalysisError(f"the outcome is {outcome}; expected a number from 0 to 100")
    if resolved < found.made:
        raise AnalysisError(f"forecast {identity} was made on {found.made}, after its outcome was known on {resolved}")
    if found.outcome is not None:
        if found.outcome != outcome:
            raise AnalysisError(f"forecast {identity} was resolved with {found.outcome}; a log is never rewritten")
        return log
    return _append(log, {"record": "resolution", "id": identity, "outcome": outcome, "resolved": resolved.isoformat()})


def read_log(log: str) -> tuple[LoggedForecast, ...]:
    """Read a log, each forecast with its outcome.

    Parameters
    ----------
    log : str
        JSON lines; empty lines are passed over.

    Returns
    -------
    tuple of LoggedForecast
        In the order of the log.

    Raises
    ------
    AnalysisError
        If a line cannot be read, was changed after it was written, or resolves what is not there; names the line.
    """
    entries: dict[str, LoggedForecast] = {}
    for number, line in enumerate(log.split("\n"), 1):
        if not line.strip():
            continue
        try:
            record: dict[str, Any] = json.loads(line)
            if record["record"] == "forecast":
                entry = read_forecast(record)
                if entry.id != record["id"]:
                    raise AnalysisError("the forecast was changed after it was written")
                entries[entry.id] = entry
            elif record["record"] == "resolution":
                entries[record["id"]] = replace(
                    entries[record["id"]],
                    outcome=float(record["outcome"]),
                    resolved=date.fromisoformat(record["resolved"]),
                )
            else:
                raise AnalysisError(f"{record['record']!r} is neither forecast nor resolution")
        except (ValueError, TypeError, KeyError, AttributeError, AnalysisError) as error:
            raise AnalysisError(f"line {number} of the forecast log cannot be read: {error}") from error
    return tuple(entries.values())


def score_log(entries: Sequence[LoggedForecast]) -> LogScores:
    """Score the forecasts whose outcome is known.

    Parameters
    ----------
    entries : sequence of LoggedForecast

    Returns
    -------
    LogScores
    """
    known = [(entry, entry.outcome) for entry in entries if entry.outcome is not None]
    errors = [abs(entry.point - outcome) for entry, outcome in known]
    spread = [(e.forecast, outcome) for e, outcome in known if isinstance(e.forecast, OutcomeDistribution)]
    ranked = [
        crps(entry.forecast.probabilities, outcome)
        if isinstance(entry.forecast, OutcomeDistribution)
        else abs(entry.point - outcome)
        for entry, outcome in known
    ]
    return LogScores(
        resolved=len(known),
        unresolved=len(entries) - len(known),
        absolute_error=fmean(errors) if errors else None,
        near=fmean(error <= NEAR for error in errors) if errors else None,
        crps=fmean(ranked) if ranked else None,
        coverage=interval_coverage([d.low for d, _ in spread], [d.high for d, _ in spread], [o for _, o in spread])
        if spread
        else None,
    )


def write_log(path: Path, log: str) -> None:
    """Write a log to a file, whole or not at all.

    Parameters
    ----------
    path : Path
        Replaced where it exists.
    log : str
        JSON lines, as :func:`append_forecast` and :func:`resolve_forecast` give them.

    Raises
    ------
    AnalysisError
        If the log cannot be read, or leaves out a line of the file that it replaces.
    OSError
        If the file cannot be written.
    """
    read_log(log)
    if path.exists() and not log.startswith(path.read_text(encoding="utf-8")):
        raise AnalysisError(f"{path}: the new log leaves out or changes lines of the old; a log only grows")
    beside = path.with_name(f"{path.name}.partial")
    beside.write_text(log, encoding="utf-8", newline="\n")
    beside.replace(path)


def _append(log: str, record: dict[str, Any]) -> str:
    """The log with one more line."""
    begun = log if not log or log.endswith("\n") else f"{log}\n"
    return f"{begun}{json.dumps(record, ensure_ascii=False)}\n"
