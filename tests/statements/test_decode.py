"""From scores to spans."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.statements.readers import decode
from detente.statements.readers.decode import decode_attribution, find_runs, find_stretches, link_quotations, softmax
from detente.statements.readers.pieces import Pieces, cut_windows

SOURCE, CUE, CONTENT = 1, 3, 5


def pieces_of(lengths: list[int], *, words: list[bool] | None = None) -> Pieces:
    """Pieces of one character each, in sentences of the given lengths."""
    n = sum(lengths)
    edges = np.cumsum([0, *lengths])
    return Pieces(
        ids=np.arange(n),
        starts=np.arange(n) * 2,
        ends=np.arange(n) * 2 + 1,
        word_start=np.array(words if words is not None else [True] * n, np.bool_),
        sentence=np.repeat(np.arange(len(lengths)), lengths),
        sentence_ranges=tuple((int(a), int(b)) for a, b in pairwise(edges.tolist())),
    )


def labels(n: int, spans: list[tuple[int, int, int]]) -> np.ndarray:
    """Confident chances for (label of the beginning, start, end)."""
    chances = np.full((n, 7), 0.01, np.float32)
    chances[:, 0] = 0.9
    for begin, start, end in spans:
        chances[start:end] = 0.01
        chances[start:end, begin + 1] = 0.9
        chances[start, begin + 1] = 0.01
        chances[start, begin] = 0.9
    return chances


@given(st.lists(st.integers(1, 90), min_size=1, max_size=40))
def test_every_piece_is_owned_by_exactly_one_window(lengths: list[int]) -> None:
    windows = cut_windows(pieces_of(lengths), size=60, context=15)
    owned = [i for w in windows for i in range(w.own, w.end)]
    assert owned == list(range(sum(lengths)))
    assert all(w.end - w.start <= 60 and w.start <= w.own for w in windows)


@given(st.lists(st.floats(0, 1, width=32), min_size=1, max_size=60), st.data())
def test_runs_lie_in_order_inside_one_sentence_and_begin_at_words(inside: list[float], data: st.DataObject) -> None:
    n = len(inside)
    words = [True, *data.draw(st.lists(st.booleans(), min_size=n - 1, max_size=n - 1))]
    cut = data.draw(st.integers(0, n))
    pieces = pieces_of([p for p in (cut, n - cut) if p], words=words)
    scores = np.array(inside, np.float32)
    runs = find_runs(scores, scores * 0.4, pieces, threshold=0.5)
    assert all(a < b for a, b in runs)
    assert all(b <= c for (_, b), (c, _) in pairwise(runs))
    for a, b in runs:
        assert pieces.word_start[a]
        assert scores[a] >= 0.5
        first_words = [i for i in range(a, b) if pieces.word_start[i]]
        assert len({int(pieces.sentence[i]) for i in first_words}) == 1


def test_a_new_beginning_cuts_a_run_in_two() -> None:
    inside = np.array([0.9, 0.9, 0.9, 0.9], np.float32)
    begins = np.array([0.8, 0.1, 0.8, 0.1], np.float32)
    assert find_runs(inside, begins, pieces_of([4]), threshold=0.5) == [(0, 2), (2, 4)]


def test_a_content_is_joined_to_its_cue_and_that_to_its_source() -> None:
    pieces = pieces_of([12])
    chances = labels(12, [(SOURCE, 0, 2), (CUE, 2, 3), (CONTENT, 3, 11)])
    (quotation,) = link_quotations(chances, pieces, np.zeros(1, np.int64))
    assert (quotation.source, quotation.cue, quotation.content) == ((0, 2), (2, 3), (3, 11))


def test_a_content_whose_cue_has_no_source_near_is_left_without_one() -> None:
    pieces = pieces_of([60, 20])
    chances = labels(80, [(SOURCE, 0, 2), (CUE, 60, 61), (CONTENT, 61, 75)])
    (quotation,) = link_quotations(chances, pieces, np.array([0, 1]))
    assert quotation.source is None
    assert quotation.cue == (60, 61)


def test_each_of_two_speakers_in_one_sentence_keeps_their_own_words() -> None:
    pieces = pieces_of([30])
    spans = [(SOURCE, 0, 2), (CUE, 2, 3), (CONTENT, 3, 12), (SOURCE, 14, 16), (CUE, 16, 17), (CONTENT, 17, 28)]
    first, second = link_quotations(labels(30, spans), pieces, np.zeros(1, np.int64))
    assert (first.source, second.source) == ((0, 2), (14, 16))


def test_no_pieces_give_no_quotations() -> None:
    assert link_quotations(np.zeros((0, 7), np.float32), pieces_of([]), np.zeros(0, np.int64)) == []


@given(st.integers(1, 40), st.integers(0, 2**31))
def test_decoded_spans_never_overlap(n: int, seed: int) -> None:
    chances = softmax(np.random.default_rng(seed).normal(size=(n, 7)).astype(np.float32) * 3)
    found = link_quotations(chances, pieces_of([n]), np.zeros(1, np.int64))
    contents = sorted(q.content for q in found)
    assert all(b <= c for (_, b), (c, _) in pairwise(contents))


def test_softmax_rows_sum_to_one() -> None:
    rows = softmax(np.array([[1000.0, 0.0], [-1000.0, 0.0]], np.float32))
    assert rows.sum(-1) == pytest.approx([1, 1])


@given(st.integers(1, 7), st.integers(0, 10_000))
def test_stretches_are_the_best_of_all_labellings(n: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    chances = rng.dirichlet(np.ones(3), n).astype(np.float32)
    scores = np.log(chances.astype(np.float64))
    scores[:, 1:] += 0.3
    inner = np.logaddexp(scores[:, 1], scores[:, 2])
    begin = np.maximum(scores[:, 1], inner - 0.7)

    def worth(path: tuple[int, ...]) -> float:
        if path[0] == 2:
            return -np.inf
        total = scores[0, 0] if path[0] == 0 else decode.OPEN / 2 + inner[0]
        for i, (before, after) in enumerate(pairwise(path), start=1):
            if after == 2:
                total += inner[i] if before else -np.inf
            elif after == 1:
                total += begin[i] + (decode.RENEW if before else decode.OPEN)
            else:
                total += scores[i, 0] + (decode.CLOSE if before else 0.0)
        return float(total)

    best = max(product(range(3), repeat=n), key=worth)
    found = find_stretches(chances, pieces_of([n]), offset=0, gain=0.3)
    shown = [0] * n
    for a, b, _ in found:
        shown[a:b] = [1] + [2] * (b - a - 1)
    assert worth(tuple(shown)) == pytest.approx(worth(best), abs=1e-4)


@given(st.integers(1, 60), st.integers(0, 10_000))
def test_learnt_moves_never_let_an_inside_follow_another_kind(n: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    chances = softmax(rng.normal(0, 2, (n, 7)).astype(np.float32))
    moves = rng.normal(0, 5, (7, 7)).astype(np.float32)
    spans = decode_attribution(chances, pieces_of([n]), moves)
    assert all(0 <= a < b <= n for _, a, b in spans)
    assert all(b <= c for (_, _, b), (_, c, _) in pairwise(spans))


def test_a_move_that_is_worth_much_is_taken() -> None:
    chances = np.full((3, 7), 0.01, np.float32)
    chances[0, CUE] = chances[2, 0] = 0.9
    chances[1, 0], chances[1, CUE + 1] = 0.5, 0.4
    moves = np.zeros((7, 7), np.float32)
    assert decode_attribution(chances, pieces_of([3]), moves) == [(1, 0, 1)]
    moves[CUE, CUE + 1] = 3.0
    assert decode_attribution(chances, pieces_of([3]), moves) == [(1, 0, 2)]
