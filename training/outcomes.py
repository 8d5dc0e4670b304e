"""The shipped distribution over outcomes: ``python training/outcomes.py deu3_train.json [outcomes.json]``.

Reads DEU III as one JSON object with ``actors`` and ``issues`` (positions ``pos``, salience ``sal``, reference point ``rp`` and
outcome ``out`` on 0..100; ``proposal``). DEU III holds no capability: member states count by their votes in the Council under the Treaty of
Nice, Commission and Parliament as much as the largest.

Prints, in ten folds by proposal, the scores of the logit beside those of a fair baseline: the mean of positions with the spread of its own
errors in the other folds. The tail of the interval is chosen in each fold on the other nine alone, by five folds among these. With a second
argument the model fitted to all issues is written there, its tail chosen over the ten folds.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from detente.analyses.forecast.compromise import compromise_point
from detente.analyses.forecast.distribution import FEATURES, LEVEL, central_interval, outcome_features
from detente.analyses.forecast.median import median_point, weighted_median_point
from detente.analyses.forecast.scores import crps
from detente.analyses.forecast.weights import contest_arrays
from detente.model import IssueId, PartyId
from detente.model.forecast import IssueContest, OutcomeDistribution, Stake

PROVENANCE = "DEU III, Arregui & Perarnaud 2021, doi 10.34810/data53, CC BY 4.0"
NICE = {
    **dict.fromkeys(("de", "fr", "it", "uk", "com", "ep"), 29), "es": 27, "pl": 27, "ro": 14, "nl": 13,
    **dict.fromkeys(("be", "el", "cz", "hu", "pt"), 12), **dict.fromkeys(("at", "bu", "se"), 10),
    **dict.fromkeys(("dk", "ie", "lt", "sk", "fi", "cr"), 7), **dict.fromkeys(("cy", "ee", "lv", "lu", "si"), 4), "mt": 3,
}  # fmt: skip
"""Votes in the Council from the Treaty of Nice and the accessions of 2004 and 2007; Croatia from 2013."""
RIDGE = 1.0
"""Penalty on the square of each coefficient; not tuned."""
FOLDS, INNER, SEEDS, DRAWS = 10, 5, 5, 2000
TAILS = np.arange(0.05, 0.35, 0.005)
NEAR = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """One decided issue: who wanted what, and what came of it."""

    proposal: str
    contest: IssueContest
    outcome: float

    @property
    def arrays(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        return contest_arrays(self.contest)


def load_decided(path: Path) -> list[Decided]:
    """Issues with an outcome and weight behind at least three positions."""
    read = json.loads(path.read_text(encoding="utf-8"))
    issues = []
    for issue in read["issues"]:
        stakes = tuple(
            Stake(party=PartyId(actor), point=point, salience=salience / 100, capability=NICE[actor] / NICE["de"])
            for actor, point, salience in zip(read["actors"], issue["pos"], issue["sal"], strict=True)
            if point is not None and salience is not None
        )
        if len(stakes) >= 3 and any(stake.salience for stake in stakes):
            contest = IssueContest(issue=IssueId(issue["id"]), stakes=stakes, reference=issue["rp"])
            issues.append(Decided(proposal=issue["proposal"], contest=contest, outcome=float(issue["out"])))
    return issues


def describe(issues: list[Decided]) -> np.ndarray:
    """Features of every outcome of every issue, shape (issues, 101, features)."""
    arrays = [(issue.arrays, issue.contest.reference) for issue in issues]
    return np.stack(
        [outcome_features(points, capability * salience, at) for (points, capability, salience), at in arrays]
    )


def fold_numbers(issues: list[Decided], count: int, seed: int) -> np.ndarray:
    """A fold for each issue; all issues of a proposal share one."""
    proposals = sorted({issue.proposal for issue in issues})
    shuffled = np.random.default_rng(seed).permutation(len(proposals))
    number = {proposals[at]: n % count for n, at in enumerate(shuffled)}
    return np.array([number[issue.proposal] for issue in issues])


def fit(features: np.ndarray, outcomes: np.ndarray) -> np.ndarray:
    """Coefficients of the likeliest logit under the ridge, by Newton's steps; the loss is convex."""
    rows, size = np.arange(len(outcomes)), features.shape[2]
    beta = np.zeros(size)

    def loss(at: np.ndarray) -> float:
        return float(-np.log(predict(features, at)[rows, outcomes] + 1e-300).sum() + RIDGE * at @ at)

    for _ in range(50):
        chance = predict(features, beta)
        expected = np.einsum("nk,nkf->nf", chance, features)
        slope = expected.sum(0) - features[rows, outcomes].sum(0) + 2 * RIDGE * beta
        weighted = (features * chance[:, :, None]).reshape(-1, size)
        bend = weighted.T @ features.reshape(-1, size) - expected.T @ expected + 2 * RIDGE * np.eye(size)
        step, here = np.linalg.solve(bend, slope), loss(beta)
        if slope @ step < 1e-10:
            break
        length = 1.0
        while loss(beta - length * step) > here:
            length /= 2
        beta = beta - length * step
    return beta


def predict(features: np.ndarray, beta: np.ndarray) -> np.ndarray:
    score = features @ beta
    odds = np.exp(score - score.max(1, keepdims=True))
    return odds / odds.sum(1, keepdims=True)


def predict_folds(features: np.ndarray, outcomes: np.ndarray, folds: np.ndarray) -> np.ndarray:
    """Probabilities for each issue from a model that saw no issue of its fold."""
    chance = np.zeros(features.shape[:2])
    for fold in np.unique(folds):
        chance[folds == fold] = predict(features[folds == fold], fit(features[folds != fold], outcomes[folds != fold]))
    return chance


def covered(chance: np.ndarray, outcomes: np.ndarray, tail: float) -> np.ndarray:
    ends = np.array([central_interval(row, tail) for row in chance])
    return (ends[:, 0] <= outcomes) & (outcomes <= ends[:, 1])


def choose_tail(chance: np.ndarray, outcomes: np.ndarray) -> float:
    """The tail whose intervals hold a share of outcomes nearest to the level."""
    return float(min(TAILS, key=lambda tail: abs(covered(chance, outcomes, tail).mean() - LEVEL)))


def spread_of_errors(points: np.ndarray, outcomes: np.ndarray, folds: np.ndarray) -> np.ndarray:
    """The fair baseline: a point forecast with the errors that it made in the other folds."""
    chance = np.zeros((len(points), 101))
    for at, point in enumerate(points):
        errors = (outcomes - points)[folds != folds[at]]
        chance[at] = np.bincount(np.clip(np.rint(point + errors), 0, 100).astype(int), minlength=101) / len(errors)
    return chance


def scores(chance: np.ndarray, outcomes: np.ndarray) -> np.ndarray:
    return np.array([crps(row, outcome) for row, outcome in zip(chance, outcomes, strict=True)])


def likeliest(chance: np.ndarray) -> np.ndarray:
    return np.array(
        [
            OutcomeDistribution(issue="", probabilities=tuple(row), low=0, high=100, level=LEVEL).likeliest(within=NEAR)
            for row in chance
        ]
    )


def resampled(differences: np.ndarray, issues: list[Decided]) -> tuple[float, float]:
    """95 % interval of a mean when proposals are drawn anew."""
    groups: dict[str, list[int]] = {}
    for at, issue in enumerate(issues):
        groups.setdefault(issue.proposal, []).append(at)
    rows, draw = [np.array(g) for g in groups.values()], np.random.default_rng(0)
    means = [
        differences[np.concatenate([rows[n] for n in draw.integers(len(rows), size=len(rows))])].mean()
        for _ in range(DRAWS)
    ]
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)


def point_forecasts(issues: list[Decided]) -> dict[str, np.ndarray]:
    """What means and medians forecast for each issue."""
    named: dict[str, Callable[[np.ndarray, np.ndarray, np.ndarray], float]] = {
        "mean": lambda p, c, s: float(p.mean()),
        "salience mean": lambda p, c, s: compromise_point(p, np.ones(p.size), s),
        "votes x salience mean": compromise_point,
        "median": lambda p, c, s: median_point(p),
        "weighted median": weighted_median_point,
    }
    return {name: np.array([forecast(*issue.arrays) for issue in issues]) for name, forecast in named.items()}


def main(path: str, written: str | None = None) -> None:
    issues = load_decided(Path(path))
    outcomes = np.array([issue.outcome for issue in issues])
    whole = np.rint(outcomes).astype(int)
    features = describe(issues)
    print(f"{len(issues)} issues, {len({i.proposal for i in issues})} proposals")
    points = point_forecasts(issues)
    compromise = points["votes x salience mean"]
    for name, forecast in points.items():
        error = np.abs(forecast - outcomes)
        print(
            f"{name:24s} MAE {error.mean():.2f}  median {np.median(error):.1f}  hit<={NEAR} {(error <= NEAR).mean():.3f}"
        )

    runs, gains, error_gains = [], [], []
    for seed in range(SEEDS):
        folds = fold_numbers(issues, FOLDS, seed)
        chance = predict_folds(features, whole, folds)
        inside = np.zeros(len(issues), dtype=bool)
        for fold in range(FOLDS):
            rest = np.flatnonzero(folds != fold)
            inner = fold_numbers([issues[n] for n in rest], INNER, seed + 100)
            tail = choose_tail(predict_folds(features[rest], whole[rest], inner), outcomes[rest])
            inside[folds == fold] = covered(chance[folds == fold], outcomes[folds == fold], tail)
        ours, fair = scores(chance, outcomes), scores(spread_of_errors(compromise, outcomes, folds), outcomes)
        plain = scores(spread_of_errors(points["mean"], outcomes, folds), outcomes)
        medians = (chance.cumsum(1) < 0.5).sum(1)
        near = np.abs(likeliest(chance) - outcomes) <= NEAR
        gains.append(fair - ours)
        error_gains.append(np.abs(compromise - outcomes) - np.abs(medians - outcomes))
        runs.append({
            "crps": ours.mean(), "crps_fair_baseline": fair.mean(), "crps_plain_mean_baseline": plain.mean(), "coverage": inside.mean(),
            "near": near.mean(), "mae_median": np.abs(medians - outcomes).mean(), "mae_compromise": np.abs(compromise - outcomes).mean(),
            "coverage_uncalibrated": covered(chance, outcomes, (1 - LEVEL) / 2).mean(),
        })  # fmt: skip
        print(f"seed {seed}: " + "  ".join(f"{name} {value:.3f}" for name, value in runs[-1].items()), flush=True)
    figures = {name: float(np.mean([run[name] for run in runs])) for name in runs[0]}
    gain = resampled(np.mean(gains, axis=0), issues)
    error_gain = resampled(np.mean(error_gains, axis=0), issues)
    print("mean of seeds: " + "  ".join(f"{name} {value:.3f}" for name, value in figures.items()))
    print(f"CRPS gain {figures['crps_fair_baseline'] - figures['crps']:.2f} [{gain[0]:.2f}, {gain[1]:.2f}]")
    print(f"gain in absolute error {np.mean(error_gains):.2f} [{error_gain[0]:.2f}, {error_gain[1]:.2f}]")
    if written:
        beta = fit(features, whole)
        tail = choose_tail(predict_folds(features, whole, fold_numbers(issues, FOLDS, 0)), outcomes)
        figures |= {"issues": len(issues), "crps_gain_low": gain[0], "crps_gain_high": gain[1]}
        model = {
            "provenance": PROVENANCE,
            "coefficients": {name: round(float(value), 6) for name, value in zip(FEATURES, beta, strict=True)},
            "tail": round(tail, 3),
            "figures": {name: round(value, 4) for name, value in figures.items()},
        }
        Path(written).write_text(json.dumps(model, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
