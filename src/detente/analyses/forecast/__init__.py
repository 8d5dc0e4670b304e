"""Where an issue may settle, from positions, salience and capability."""

from detente.analyses.forecast.challenge import CompromiseRule, challenge_points, forecast_challenge
from detente.analyses.forecast.compromise import compromise_point, forecast_compromise
from detente.analyses.forecast.distribution import (
    OutcomeModel,
    forecast_distribution,
    outcome_probabilities,
    parse_outcome_model,
    shipped_outcome_model,
)
from detente.analyses.forecast.exchange import exchange_outcomes, forecast_exchange
from detente.analyses.forecast.log import (
    LogScores,
    append_forecast,
    log_forecasts,
    read_log,
    resolve_forecast,
    score_log,
    write_log,
)
from detente.analyses.forecast.log_records import LoggedForecast
from detente.analyses.forecast.median import forecast_median, median_point, weighted_median_point
from detente.analyses.forecast.nash_bargaining import Loss, forecast_nash_bargaining, nash_bargaining_point
from detente.analyses.forecast.scores import (
    CalibrationBin,
    brier,
    calibration,
    calibration_error,
    crps,
    interval_coverage,
)

__all__ = [
    "CalibrationBin",
    "CompromiseRule",
    "LogScores",
    "LoggedForecast",
    "Loss",
    "OutcomeModel",
    "append_forecast",
    "brier",
    "calibration",
    "calibration_error",
    "challenge_points",
    "compromise_point",
    "crps",
    "exchange_outcomes",
    "forecast_challenge",
    "forecast_compromise",
    "forecast_distribution",
    "forecast_exchange",
    "forecast_median",
    "forecast_nash_bargaining",
    "interval_coverage",
    "log_forecasts",
    "median_point",
    "nash_bargaining_point",
    "outcome_probabilities",
    "parse_outcome_model",
    "read_log",
    "resolve_forecast",
    "score_log",
    "shipped_outcome_model",
    "weighted_median_point",
    "write_log",
]
