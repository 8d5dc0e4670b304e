"""Which acts and stances a reader takes for which others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from detente.evaluation.match import Pair
from detente.model import Act, Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    """How often each annotated class was read as each class."""

    labels: tuple[str, ...]
    """The classes that occur on either side, in the order of their type."""
    rows: tuple[tuple[int, ...], ...]
    """One row an annotated class, one column a class read, both in the order of the labels."""


def confuse_acts(pairs: Sequence[Pair]) -> Confusion:
    """The acts of matched statements, annotated against read."""
    return _confuse(Act, [(pair.gold.act, pair.read.act) for pair in pairs])


def confuse_stances(pairs: Sequence[Pair]) -> Confusion:
    """The stances of matched statements, annotated against read."""
    return _confuse(Stance, [(pair.gold.stance, pair.read.stance) for pair in pairs])


def _confuse(classes: Iterable[StrEnum], judged: Sequence[tuple[StrEnum, StrEnum]]) -> Confusion:
    """The square of the classes that occur."""
    often = Counter(judged)
    occurring = {label for pair in often for label in pair}
    labels = [label for label in classes if label in occurring]
    return Confusion(
        labels=tuple(label.value for label in labels),
        rows=tuple(tuple(often[gold, read] for read in labels) for gold in labels),
    )
