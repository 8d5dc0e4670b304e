"""Word pieces with their places in the text, and the windows in which a model reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

WINDOW = 254
"""Pieces a window holds at most, the two frame pieces not counted."""
CONTEXT = 72
"""Pieces before a window's own sentences that it may look back at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """A text in word pieces.

    All arrays have shape (pieces,); offsets are code points of the text.
    """

    ids: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    word_start: NDArray[np.bool_]
    sentence: NDArray[np.int64]
    """Index of the sentence that each piece stands in."""
    sentence_ranges: tuple[tuple[int, int], ...]
    """Half-open piece range of each sentence; empty where a sentence gave no piece."""

    def range_of(self, start: int, end: int) -> tuple[int, int]:
        """Half-open range of the pieces that overlap the characters ``start..end``."""
        return int(np.searchsorted(self.ends, start, "right")), int(np.searchsorted(self.starts, end, "left"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Pieces ``start..end``, of which ``own..end`` are read here and the rest is context."""

    start: int
    own: int
    end: int


def make_pieces(text: str, sentences: Sequence[tuple[int, int]], tokenizer: Any) -> Pieces:
    """Cut a text into word pieces, sentence by sentence, so that no piece crosses a sentence's end."""
    ids: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    words: list[bool] = []
    owner: list[int] = []
    ranges: list[tuple[int, int]] = []
    encoded = tokenizer.encode_batch([text[a:b] for a, b in sentences], add_special_tokens=False)
    for k, ((a, _), encoding) in enumerate(zip(sentences, encoded, strict=True)):
        begin = len(ids)
        last = -1
        for i, (s, e), w in zip(encoding.ids, encoding.offsets, encoding.word_ids, strict=True):
            ids.append(i)
            starts.append(a + s)
            ends.append(a + e)
            words.append(w != last)
            last = w
            owner.append(k)
        ranges.append((begin, len(ids)))
    return Pieces(
        ids=np.array(ids, np.int64),
        starts=np.array(starts, np.int64),
        ends=np.array(ends, np.int64),
        word_start=np.array(words, np.bool_),
        sentence=np.array(owner, np.int64),
        sentence_ranges=tuple(ranges),
    )


def cut_windows(pieces: Pieces, *, size: int = WINDOW, context: int = CONTEXT) -> list[Window]:
    """Cover all pieces with windows that end at sentence ends; each piece is owned by one window.

    A sentence longer than a window is cut.
    """
    bounds = [0]
    for begin, end in pieces.sentence_ranges:
        while end - begin > size - context:
            begin += size - context
            bounds.append(begin)
        if end > bounds[-1]:
            bounds.append(end)
    windows: list[Window] = []
    i = 0
    while i < len(bounds) - 1:
        own = bounds[i]
        start = max(0, own - context)
        j = i + 1
        while j + 1 < len(bounds) and bounds[j + 1] - start <= size:
            j += 1
        windows.append(Window(start=start, own=own, end=bounds[j]))
        i = j
    return windows
