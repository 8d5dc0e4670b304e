"""How right the reader is on texts that it has not seen: ``python training/cross_validate.py CORPUS_DIR WEIGHTS_DIR...``.

One folder of exported weights for each fold, in order; each reads the fold that it was trained without. Prints the figures of each fold and of
all together, then how well the raw confidence tells how often a statement is right: a logistic curve fitted on all folds (its slope and offset
go to ``export.py --calibration``), and the expected calibration error of curves fitted without the fold that they are judged on.
"""

from __future__ import annotations

import os
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
from data import folds

from detente.evaluation.counts import Counts
from detente.evaluation.evaluation import compare
from detente.evaluation.figures import measure
from detente.evaluation.gold import load_gold
from detente.pipeline import read_reports
from detente.statements.readers.trained import TrainedReader

BINS = 10
Judged = list[tuple[float, bool, bool]]
"""Confidence of each statement, whether it was right, and whether its act takes a position."""


def read_fold(fold: tuple[int, Path], corpus: Path, count: int) -> tuple[Counts, Judged]:
    """Counts over one fold and how sure the reader was of each statement."""
    number, weights = fold
    gold = {g.document.name: g for g in load_gold(corpus / "annotations", texts=corpus / "texts")}
    reader = TrainedReader(weights, threads=1)
    reader._slope, reader._offset = 1.0, 0.0
    total, judged = Counts(), []
    for name in sorted(folds(sorted(gold), count)[number]):
        (reading,) = read_reports(gold[name].document, reader=reader).readings
        result = compare(gold[name], reading)
        names = {p.id: p.name for p in reading.parties}
        right = {(p.read.span, p.read.party, p.read.act, p.read.stance) for p in result.matching.pairs}
        total += result.counts
        judged += [
            (s.origin.confidence, (s.evidence.span, names[s.party], s.act, s.stance) in right, s.act.takes_position)
            for s in reading.statements
        ]
    return total, judged


def logit(chance: np.ndarray) -> np.ndarray:
    return np.log(np.clip(chance, 1e-6, 1 - 1e-6) / np.clip(1 - chance, 1e-6, 1))


def fit(chance: np.ndarray, right: np.ndarray) -> tuple[float, float]:
    """Slope and offset of the likeliest logistic curve, by Newton's steps."""
    x = np.stack([logit(chance), np.ones(len(chance))], 1)
    w = np.array([1.0, 0.0])
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ w))
        w += np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + 1e-6 * np.eye(2), x.T @ (right - p))
    return float(w[0]), float(w[1])


def curve(chance: np.ndarray, slope: float, offset: float) -> np.ndarray:
    return 1 / (1 + np.exp(-(slope * logit(chance) + offset)))


def calibration_error(chance: np.ndarray, right: np.ndarray) -> float:
    """Mean distance between confidence and share right over bins of like confidence, weighed by their size."""
    bins = np.minimum((chance * BINS).astype(int), BINS - 1)
    return float(
        sum(
            abs(chance[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean()
            for b in range(BINS)
            if (bins == b).any()
        )
    )


def show(label: str, counts: Counts) -> None:
    figures = measure(counts)
    print(
        f"{label:8}",
        ", ".join(f"{name} {f.value:.3f}" for name, f in figures.items() if f.value is not None),
        flush=True,
    )


def main() -> None:
    corpus, *weights = (Path(a) for a in sys.argv[1:])
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(partial(read_fold, corpus=corpus, count=5), enumerate(weights)))
    for number, (counts, _) in enumerate(results):
        show(f"fold {number}", counts)
    show("all", sum((counts for counts, _ in results), Counts()))
    parts = [(np.array([c for c, *_ in judged]), np.array([r for _, r, _ in judged], float)) for _, judged in results]
    raw, right = (np.concatenate(column) for column in zip(*parts, strict=True))
    held = []
    for number, (chance, _) in enumerate(parts):
        others = [part for k, part in enumerate(parts) if k != number]
        held.append(curve(chance, *fit(*(np.concatenate(column) for column in zip(*others, strict=True)))))
    fitted = np.concatenate(held)
    slope, offset = fit(raw, right)
    print(f"calibration: slope {slope:.3f}, offset {offset:.3f}")
    print(
        f"expected calibration error: raw {calibration_error(raw, right):.3f}, fitted without its fold {calibration_error(fitted, right):.3f}"
    )
    for low in np.arange(0, 1, 0.1):
        within = (fitted >= low) & (fitted < low + 0.1)
        if within.any():
            print(
                f"  {low:.1f} to {low + 0.1:.1f}: {within.sum():5} statements, mean {fitted[within].mean():.2f}, right {right[within].mean():.2f}"
            )


if __name__ == "__main__":
    main()
