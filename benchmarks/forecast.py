"""How the forecasting models do on decided issues, and how long rounds of exchanges take.

``python benchmarks/forecast.py CASES``, a folder with ``forecast/deu3_train.json`` (DEU III, as ``training/outcomes.py``
reads it) and ``exchange/exchange_*.json`` (positions, salience and power of a negotiation, with the outcomes of the
published program by round).
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from detente.analyses.forecast import (
    CompromiseRule,
    exchange_outcomes,
    forecast_challenge,
    forecast_exchange,
    forecast_nash_bargaining,
    shipped_outcome_model,
)
from detente.analyses.forecast.distribution import central_interval
from detente.model.forecast import IssueContest

sys.path.insert(0, str(Path(__file__).parents[1] / "training"))
import outcomes as training

SEEDS = 12
"""Coins with which each exchange case is run."""


def dynamic_forecasts(issues: list[training.Decided]) -> dict[str, np.ndarray]:
    """What bargaining models forecast; NaN where an issue has no reference point."""

    def each(forecast: Callable[[IssueContest], object]) -> np.ndarray:
        return np.array([forecast(issue.contest).forecasts[0].point for issue in issues])  # type: ignore[attr-defined]

    def nash(**chosen: float) -> np.ndarray:
        return np.array([
            np.nan if i.contest.reference is None else forecast_nash_bargaining(i.contest, **chosen).forecasts[0].point
            for i in issues
        ])  # fmt: skip

    together: dict[str, list[IssueContest]] = {}
    for issue in issues:
        together.setdefault(issue.proposal, []).append(issue.contest)
    exchanged = {f.issue: f.point for contests in together.values() for f in forecast_exchange(contests).forecasts}
    least = CompromiseRule.LEAST_MOVE
    return {
        "Nash bargaining, cost 1": nash(),
        "Nash bargaining, cost 0": nash(disagreement_cost=0.0),
        "challenge, 1 round": each(lambda contest: forecast_challenge(contest, rounds=1)),
        "challenge, 8 rounds": each(forecast_challenge),
        "challenge, least move, 8": each(lambda contest: forecast_challenge(contest, rule=least)),
        "exchange, 10 rounds": np.array([exchanged[issue.contest.issue] for issue in issues]),
    }


def print_models(path: Path) -> None:
    """The table of models; what is learnt is learnt on the other folds."""
    issues = training.load_decided(path)
    outcomes = np.array([issue.outcome for issue in issues])
    folds = training.fold_numbers(issues, training.FOLDS, 0)
    print(f"{len(issues)} issues, {len({issue.proposal for issue in issues})} proposals, ten folds by proposal")
    print(f"{'model':28s}{'issues':>7s}{'MAE':>8s}{'median':>8s}{'hit<=5':>8s}{'CRPS':>8s}{'80 %':>8s}")
    for name, points in {**training.point_forecasts(issues), **dynamic_forecasts(issues)}.items():
        known = ~np.isnan(points)
        error = np.abs(points - outcomes)[known]
        spread = training.spread_of_errors(points[known], outcomes[known], folds[known])
        print_row(name, error, error <= training.NEAR, spread, outcomes[known], (1 - training.LEVEL) / 2)
    features, whole = training.describe(issues), np.rint(outcomes).astype(int)
    chance = training.predict_folds(features, whole, folds)
    median = (chance.cumsum(1) < 0.5).sum(1)
    near = np.abs(training.likeliest(chance) - outcomes) <= training.NEAR
    model = shipped_outcome_model()
    print_row("distribution", np.abs(median - outcomes), near, chance, outcomes, model.tail)
    print(
        "CRPS and 80 % of a point forecast: with the spread of its errors in the other folds; as a point, CRPS is its MAE."
    )
    print(f"Cross-validated over {training.SEEDS} seeds, tail by nested folds: "
          + ", ".join(f"{name} {figure:g}" for name, figure in model.figures.items()))  # fmt: skip


def print_row(
    name: str, error: np.ndarray, near: np.ndarray, chance: np.ndarray, outcomes: np.ndarray, tail: float
) -> None:
    ends = np.array([central_interval(row, tail) for row in chance])
    inside = (ends[:, 0] <= outcomes) & (outcomes <= ends[:, 1])
    ranked = training.scores(chance, outcomes).mean()
    print(
        f"{name:28s}{error.size:7d}{error.mean():8.2f}{np.median(error):8.1f}{near.mean():8.3f}{ranked:8.2f}{inside.mean():8.3f}"
    )


def print_exchange(path: Path) -> None:
    """How near one case comes to the published program, and how long a run takes."""
    case = json.loads(path.read_text(encoding="utf-8"))
    issues, actors = sorted(case["issue_scales"]), sorted({row["actor"] for row in case["data"]})
    arrays = np.full((3, len(actors), len(issues)), np.nan)
    for row in case["data"]:
        low, high = case["issue_scales"][row["issue"]][0][0], case["issue_scales"][row["issue"]][-1][0]
        at = actors.index(row["actor"]), issues.index(row["issue"])
        arrays[(slice(None), *at)] = (row["position"] - low) / (high - low) * 100, row["power"], row["salience"]
    runs, seconds = [], []
    for seed in range(SEEDS):
        began = time.perf_counter()
        runs.append(exchange_outcomes(*arrays, seed=seed))
        seconds.append(time.perf_counter() - began)
    paths = np.stack(runs)
    first = np.abs(paths[0, 0] - [case["nbs_initial"][issue] for issue in issues]).max()
    published = np.array([case["nbs_by_round"][-1][issue] for issue in issues])
    last = np.abs(paths[:, -1] - published).max(1)
    print(
        f"{path.stem:24s} {len(actors)} x {len(issues)}: initial outcomes off by {first:.5f}; after 10 rounds at most "
        f"{np.abs(paths[:, -1].mean(0) - published).max():.1f} for the mean of {SEEDS} coins, {last.min():.1f} to "
        f"{last.max():.1f} for one; {np.median(seconds):.2f} s a run"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=Path)
    folder = parser.parse_args().cases
    print_models(folder / "forecast" / "deu3_train.json")
    for case_path in sorted((folder / "exchange").glob("exchange_*.json")):
        print_exchange(case_path)
