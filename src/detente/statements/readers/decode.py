"""From scores of word pieces to spans, and from spans to who said what."""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.statements.readers.pieces import Pieces

SOURCE, CUE, CONTENT = 0, 1, 2
_CROSS_SENTENCE = 14
_CROSS_PARAGRAPH = 200
_BETWEEN = 30
_FURTHEST_SOURCE = 40
_FURTHEST_CONTENT = 220


def softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Probabilities over the last axis."""
    shifted = np.exp(scores - scores.max(-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(-1, keepdims=True), np.float32)


def log_softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Log probabilities over the last axis."""
    return np.log(np.maximum(softmax(scores), 1e-12))


def find_runs(
    inside: NDArray[np.float32],
    begins: NDArray[np.float32],
    pieces: Pieces,
    *,
    threshold: float,
    offset: int = 0,
) -> list[tuple[int, int]]:
    """Runs of whole words that are inside, cut where one begins anew.

    Parameters
    ----------
    inside, begins : array, shape (n,), 0..1
        Chance that a piece lies inside a span, and that it begins one; read at the first piece of each word.
    offset : int
        Index in ``pieces`` of the first score.

    Returns
    -------
    list of (int, int)
        Half-open ranges of ``pieces``; no run crosses a sentence's end.
    """
    runs: list[tuple[int, int]] = []
    start = -1
    for i in range(len(inside)):
        at = offset + i
        if not pieces.word_start[at]:
            continue
        crosses = start >= 0 and pieces.sentence[at] != pieces.sentence[start]
        holds = inside[i] >= threshold
        if start >= 0 and (not holds or crosses or (begins[i] > 0.5 and begins[i] > inside[i] - begins[i])):
            runs.append((start, at))
            start = -1
        if holds and start < 0:
            start = at
    if start >= 0:
        runs.append((start, offset + len(inside)))
    return runs


OPEN, CLOSE, RENEW = -2.2, -0.3, -2.8
"""What it costs, in log chance, to begin a stretch, to end one, and to begin another at once: stretches are few and long."""


def find_stretches(
    chances: NDArray[np.float32], pieces: Pieces, *, offset: int, gain: float
) -> list[tuple[int, int, float]]:
    """The likeliest stretches of one sentence: a best path over its words, each outside, beginning or inside.

    Parameters
    ----------
    chances : array, shape (n, 3), 0..1
        Chances of outside, begins, inside for the pieces from ``offset`` on.
    gain : float
        Added to the log chance of lying inside; more of it finds more.

    Returns
    -------
    list of (int, int, float)
        Half-open range of ``pieces`` and the mean chance of lying inside.
    """
    words = np.flatnonzero(pieces.word_start[offset : offset + len(chances)])
    if len(words) == 0:
        return []
    scores = np.log(np.maximum(chances[words], 1e-6))
    scores[:, 1:] += gain
    # A word inside may also look like a beginning; what counts there is that it is not outside.
    inner = np.logaddexp(scores[:, 1], scores[:, 2])
    path = _best_path(scores[:, 0].tolist(), np.maximum(scores[:, 1], inner - 0.7).tolist(), inner.tolist())
    edges = [*words[1:].tolist(), len(chances)]
    runs: list[tuple[int, int]] = []
    for state, start, end in zip(path, words.tolist(), edges, strict=True):
        if state == 2:
            runs[-1] = (runs[-1][0], end)
        elif state == 1:
            runs.append((start, end))
    return [(offset + a, offset + b, float(1.0 - chances[a:b, 0].mean())) for a, b in runs]


def _best_path(outside: list[float], begins: list[float], inside: list[float]) -> list[int]:
    """The best path (Viterbi) through the words, each outside (0), beginning (1) or inside (2).

    Of two paths that are worth the same, the one through the lower state is taken.
    """
    out, new, on = outside[0], OPEN / 2 + inside[0], -math.inf
    back: list[tuple[int, int, int]] = []
    for o, b, i in zip(outside[1:], begins[1:], inside[1:], strict=True):
        last = 1 if new >= on else 2
        held = max(new, on)
        close, renew = held + CLOSE, held + RENEW
        start = out + OPEN
        back.append((0 if out >= close else last, 0 if start >= renew else last, last))
        out, new, on = max(out, close) + o, max(start, renew) + b, held + i
    state = 0 if out >= new and out >= on else 1 if new >= on else 2
    path = [state]
    for step in reversed(back):
        path.append(step[path[-1]])
    path.reverse()
    return path


@dataclass(frozen=True, slots=True)
class Quotation:
    """Piece ranges of one act of reporting."""

    source: tuple[int, int] | None
    cue: tuple[int, int] | None
    content: tuple[int, int]


def link_quotations(
    attribution: NDArray[np.float32],
    pieces: Pieces,
    paragraphs: NDArray[np.int64],
    moves: NDArray[np.float32] | None = None,
) -> list[Quotation]:
    """Join each content to its nearest cue and that cue to its nearest source; abstain where none is near.

    Parameters
    ----------
    attribution : array, shape (pieces, 7)
        Chances of O, B/I-source, B/I-cue, B/I-content.
    paragraphs : array, shape (sentences,)
        Paragraph of each sentence.
    moves : array, shape (7, 7), or None
        What it is worth that one label follows another, as learnt; ``None`` for nothing.
    """
    spans = decode_attribution(attribution, pieces, moves)
    sources = [s for s in spans if s[0] == SOURCE]
    cues = [s for s in spans if s[0] == CUE]
    cue_starts = [c[1] for c in cues]

    def gap(a: tuple[int, int, int], b: tuple[int, int, int]) -> int:
        low, high = (a[2], b[1]) if a[1] < b[1] else (b[2], a[1])
        first, second = int(pieces.sentence[a[1]]), int(pieces.sentence[b[1]])
        crossed = bisect_left(cue_starts, high) - bisect_left(cue_starts, low)
        return (
            max(high - low, 0)
            + _CROSS_SENTENCE * abs(first - second)
            + (_CROSS_PARAGRAPH if paragraphs[first] != paragraphs[second] else 0)
            + _BETWEEN * crossed
        )

    def nearest(
        span: tuple[int, int, int], others: list[tuple[int, int, int]], furthest: int
    ) -> tuple[int, int, int] | None:
        # Spans of one kind never overlap, so only a few neighbours on either side can be near.
        at = bisect_left(others, span[1], key=lambda other: other[1])
        around = others[max(0, at - 4) : at + 4]
        best = min(around, key=lambda other: (gap(other, span), other[1]), default=None)
        return best if best is not None and gap(best, span) <= furthest else None

    out = []
    for span in spans:
        if span[0] != CONTENT:
            continue
        cue = nearest(span, cues, _FURTHEST_CONTENT)
        source = nearest(cue, sources, _FURTHEST_SOURCE) if cue is not None else None
        out.append(Quotation(source=source and source[1:], cue=cue and cue[1:], content=span[1:]))
    return out


def decode_attribution(
    chances: NDArray[np.float32], pieces: Pieces, moves: NDArray[np.float32] | None = None
) -> list[tuple[int, int, int]]:
    """Best legal path over the words: an inside label only after its own kind. Spans are (kind, start, end)."""
    words = np.flatnonzero(pieces.word_start)
    if len(words) == 0:
        return []
    scores = np.log(np.maximum(chances[words], 1e-9))
    legal = np.zeros((7, 7), np.float32) if moves is None else moves.astype(np.float32)
    for to in (2, 4, 6):
        legal[[i for i in range(7) if i not in (to - 1, to)], to] = -1e9
    best = scores[0].copy()
    best[[2, 4, 6]] = -1e9
    back = np.zeros((len(words), 7), np.int8)
    for i in range(1, len(words)):
        reached = best[:, None] + legal
        back[i] = reached.argmax(0)
        best = reached.max(0) + scores[i]
    path = [int(best.argmax())]
    for i in range(len(words) - 1, 0, -1):
        path.append(int(back[i][path[-1]]))
    path.reverse()
    spans: list[tuple[int, int, int]] = []
    edges = [*words[1:].tolist(), len(pieces.ids)]
    for label, start, end in zip(path, words.tolist(), edges, strict=True):
        if label == 0:
            continue
        kind = (label - 1) // 2
        if label % 2 == 0 and spans and spans[-1][0] == kind and spans[-1][2] == start:
            spans[-1] = (kind, spans[-1][1], end)
        else:
            spans.append((kind, start, end))
    return spans
