"""Near duplicates: which reports are largely the same words, such as two papers' cuts of one wire story."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from heapq import nsmallest
from itertools import combinations

from detente.model import Document

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
