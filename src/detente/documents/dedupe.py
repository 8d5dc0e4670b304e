"""Near duplicates: which reports are largely the same words, such as two papers' cuts of one wire story."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from heapq import nsmallest
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from detente.model import Document, DocumentId

_WORD = re.compile(r"\w+")
_RUN = 5
_SKETCH = 1_024
_SIMILAR = 0.5


def find_near_duplicates(documents: Sequence[Document]) -> tuple[tuple[int, int, float], ...]:
    """Which pairs of reports share at least half of their wording.

    Parameters
    ----------
    documents : sequence of Document
        Compared by their bodies, case and punctuation left out.

    Returns
    -------
    tuple of (first, second, similarity)
        Places in ``documents`` with first < second, in order, and the share of their five-word runs that two reports
        have in common, 0.5..1. It is counted out where the two have up to 1,024 different runs, and estimated beyond
        that (standard error at most 0.016). The same text to the letter is 1.0.

    Notes
    -----
    The sketch of smallest hashes of Broder, "On the resemblance and containment of documents" (1997). Only pairs
    with a hash in common are compared, so that unrelated reports cost nothing.
    """
    sketches = [_sketch(document) for document in documents]
    holders: defaultdict[int, list[int]] = defaultdict(list)
    for place, sketch in enumerate(sketches):
        for run in sketch:
            holders[run].append(place)
    candidates = {pair for places in holders.values() for pair in combinations(places, 2)}
    pairs = ((first, second, _similarity(sketches[first], sketches[second])) for first, second in sorted(candidates))
    return tuple(pair for pair in pairs if pair[2] >= _SIMILAR)


def are_near_duplicates(first: Document, second: Document) -> bool:
    """Whether two reports share at least half of their wording, as :func:`find_near_duplicates` counts it."""
    sketches = _sketch(first), _sketch(second)
    return not sketches[0].isdisjoint(sketches[1]) and _similarity(*sketches) >= _SIMILAR


@dataclass(frozen=True, slots=True, kw_only=True)
class Printing:
    """A report of which copies may come."""

    id: DocumentId
    name: str
    published: date | None
    sketch: NDArray[np.uint64]
    """The smallest hashes of its word runs, in order."""


class Printings:
    """Reports among which the one is found that a newcomer repeats.

    Parameters
    ----------
    days : int
        How many days apart two printings of one story may be; a report without a date may be of any day.

    Notes
    -----
    A newcomer is compared only with those that share a hash with it in the lower half of both sketches: two that have half of
    their hashes in common do (the prefix filter of Chaudhuri, Ganti and Kaushik, 2006), so that no copy is overlooked.
    """

    def __init__(self, *, days: int) -> None:
        self._days = timedelta(days=days)
        self._held: dict[int, Printing] = {}
        self._holders: defaultdict[int, list[int]] = defaultdict(list)
        self._by_day: defaultdict[date, list[int]] = defaultdict(list)
        self._count = 0

    def __len__(self) -> int:
        return len(self._held)

    def add(self, document: Document) -> None:
        """Take a report in."""
        hashes = sorted(_sketch(document))
        place, self._count = self._count, self._count + 1
        self._held[place] = Printing(
            id=document.id,
            name=document.name,
            published=document.published,
            sketch=np.array(hashes, np.uint64),
        )
        for run in _lower_half(hashes):
            self._holders[run].append(place)
        if document.published is not None:
            self._by_day[document.published].append(place)

    def find(self, document: Document) -> Printing | None:
        """The report taken in first, within the days, that has at least half of its wording in common with this one."""
        sketch = _sketch(document)
        shared = {place for run in _lower_half(sorted(sketch)) for place in self._holders.get(run, ())}
        for place in sorted(shared):
            held = self._held[place]
            if self._is_near(document.published, held.published):
                other = frozenset(held.sketch.tolist())
                if _similarity(other, sketch) >= _SIMILAR:
                    return held
        return None

    def forget(self, *, before: date) -> None:
        """Let go of the reports that are too old to be repeated by one of a day, or of a later one."""
        for day in sorted(day for day in self._by_day if day < before - self._days):
            for place in self._by_day.pop(day):
                for run in _lower_half(self._held.pop(place).sketch.tolist()):
                    holders = self._holders[run]
                    holders.remove(place)
                    if not holders:
                        del self._holders[run]

    def _is_near(self, first: date | None, second: date | None) -> bool:
        return first is None or second is None or abs(first - second) <= self._days


def _lower_half(hashes: Sequence[int]) -> Sequence[int]:
    """As many of the smallest as two sketches with half in common share at least one of."""
    return hashes[: len(hashes) // 2 + 1]


@lru_cache(maxsize=256)  # those of a few days are compared with each newcomer
def _sketch(document: Document) -> frozenset[int]:
    """The smallest hashes of the body's word runs; of the text itself where the body has no word."""
    words = _WORD.findall(document.text[document.body.start : document.body.end].casefold())
    runs = {" ".join(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1))} if words else {document.id}
    return frozenset(nsmallest(_SKETCH, map(_hash, runs)))


def _hash(run: str) -> int:
    """A 64-bit hash that is the same in every process, unlike ``hash``."""
    return int.from_bytes(hashlib.blake2b(run.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _similarity(first: frozenset[int], second: frozenset[int]) -> float:
    """The share of runs in common among the smallest of both."""
    smallest = nsmallest(_SKETCH, first | second)
    return sum(run in first and run in second for run in smallest) / len(smallest)
