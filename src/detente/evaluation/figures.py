"""Counts as the figures that people compare: precision, recall and F1, or a share."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from detente.evaluation.counts import Counts, Found, Judged

FOUND_TITLES = MappingProxyType(
    {
        "statement": "Statements",
        "cell": "Cells",
        "triple": "Triples",
        "issue_pairs": "Issue pairs",
        "agreements": "Agreements",
        "violations": "Violations",
        "contradictions": "Contradictions",
    }
)
"""What is to be found, by its field of the counts, in the order in which it is shown."""
JUDGED_TITLES = MappingProxyType(
    {
        "act": "Act",
        "act_lenient": "Act, lenient",
        "stance": "Stance",
        "stance_lenient": "Stance, lenient",
        "speaker": "Speaker",
        "target": "Target",
        "condition": "Condition",
        "hedged": "Hedged",
        "grounded": "Grounded quotes",
    }
)
"""What is judged, in the same manner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """How right a reader is in one respect."""

    name: str
    """Field of the counts: ``statement``, ``act_lenient``."""
    title: str
    """For people: "Act, lenient"."""
    value: float | None
    """0..1: F1 where things are to be found, the share that is right where they are judged; ``None`` where there was
    nothing to be right about."""
    counts: Found | Judged
    precision: float | None = None
    """0..1: of what was read, the share that is annotated; ``None`` where nothing was read, and for what is judged."""
    recall: float | None = None
    """0..1: of what is annotated, the share that was read; ``None`` where nothing is, and for what is judged."""


def measure(counts: Counts) -> dict[str, Figure]:
    """The figures that counts give, each by its name, in the order in which they are shown.

    Notes
    -----
    F1 is the harmonic mean of precision and recall: 0 where nothing right was read although there was something to
    read, or where something was read although nothing is annotated.
    """
    found = {name: _measure_found(name, title, getattr(counts, name)) for name, title in FOUND_TITLES.items()}
    return found | {name: _measure_judged(name, title, getattr(counts, name)) for name, title in JUDGED_TITLES.items()}


def _measure_found(name: str, title: str, found: Found) -> Figure:
    """Precision, recall and F1."""
    precision, recall = _share(found.right, found.read), _share(found.found, found.gold)
    f1 = None if precision is None and recall is None else 0.0
    if precision and recall:
        f1 = 2 * precision * recall / (precision + recall)
    return Figure(name=name, title=title, value=f1, counts=found, precision=precision, recall=recall)


def _measure_judged(name: str, title: str, judged: Judged) -> Figure:
    """The share that is right."""
    return Figure(name=name, title=title, value=_share(judged.right, judged.asked), counts=judged)


def _share(part: float, whole: float) -> float | None:
    """A part of a whole, 0..1; ``None`` of nothing."""
    return part / whole if whole else None
