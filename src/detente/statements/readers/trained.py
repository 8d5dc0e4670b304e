"""The reader that ships: one small encoder, read once, and light layers that look at each party in each sentence.

How it was trained, on what, and how often it is right stands in its model card (``docs/reference/model-card.md``).
"""

from __future__ import annotations

import hashlib
import json
import math
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.errors import ReaderError
from detente.model import Act, Document, Mention, Sentence, Span, Stance
from detente.statements.readers.claims import NEXT, Memory, Pair, batch_pairs, find_claims, list_pairs
from detente.statements.readers.decode import (
    Quotation,
    find_runs,
    link_quotations,
    log_softmax,
    softmax,
)
from detente.statements.readers.lexical import SIZE
from detente.statements.readers.pieces import Pieces, Window, cut_windows, make_pieces
from detente.statements.readers.protocol import Draft, Look, Named, Quoted

FILES = ("encoder.onnx", "heads.npz", "judge.onnx", "pair.onnx", "tokenizer.json")
MOST_THREADS = 8
CLS, SEP = 101, 102
NAMED_FROM = 0.5
CONTENT, CONTENT_GAIN = 5, 0.7
"""First label of a quotation's content, and what is added to the log chance of such labels; no speaker is worse."""
CUE_WEIGHT = 1.5
"""Added to the score of an act whose cue stands inside the words."""
VERB_WEIGHT = 2.0
"""Added to the score of the act whose cue follows the party's own name."""
TOGETHER_WEIGHT = 0.3
"""How much it counts how often an act and a stance go together."""
DECIDES, DECIDES_TOGETHER = 8.0, 1.5
"""Both weights for such a verb where the sentence goes on about another party, whose verb the network may take for this one's."""

Floats = NDArray[np.float32]


class TrainedReader:
    """Reads with the model files in one folder.

    Parameters
    ----------
    folder : Path or None
        Where ``encoder.onnx``, ``pair.onnx``, ``judge.onnx``, ``heads.npz``, ``tokenizer.json`` and ``card.json`` lie;
        ``None`` takes those that ship with the package.
    threads : int
        How many windows are read at a time; 0 takes as many as the process has cores, up to eight.

    Raises
    ------
    ReaderError
        If a file is missing or is not the one that the card names.

    Notes
    -----
    Each window of the text and each batch of pairs is read by one thread from end to end: so no answer depends on how many
    threads there are, nothing is padded for its neighbours, and two cores wait for each other once a text, not once a layer.
    """

    name = "trained"

    def __init__(self, folder: Path | None = None, *, threads: int = 0) -> None:
        self._threads = threads or min(_cores(), MOST_THREADS)
        if folder is None:
            with as_file(files("detente.statements.readers") / "weights") as shipped:
                self._open(shipped)
        else:
            self._open(folder)

    def _open(self, folder: Path) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        try:
            card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
            hashes = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES}
            wrong = [name for name in FILES if card["sha256"][name] != hashes[name]]
            self._version = str(card["version"])
            self._acts = tuple(Act(a) for a in card["acts"])
            self._stances = tuple(Stance(s) for s in card["stances"])
            self._together = np.array(card["together"], np.float32)
            self._slope, self._offset = (float(x) for x in card.get("calibration", (1.0, 0.0)))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise ReaderError(
                f"the reader's model is missing or damaged in {folder.name}/ ({error}); install detente again"
            ) from error
        if wrong:
            raise ReaderError(
                f"the model file {wrong[0]} in {folder.name}/ is not the one that its card names; install detente again"
            )
        self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1

        def session(name: str) -> Any:
            # Fused, adding and normalising take a third longer than one after the other.
            return onnxruntime.InferenceSession(
                str(folder / name),
                options,
                providers=["CPUExecutionProvider"],
                disabled_optimizers=["SkipLayerNormFusion"],
            )

        self._encoder, self._pair, self._judge = session("encoder.onnx"), session("pair.onnx"), session("judge.onnx")
        with np.load(folder / "heads.npz") as heads:
            self._heads: dict[str, Floats] = {k: heads[k].astype(np.float32) for k in heads.files}

    @property
    def version(self) -> str:
        """Version of the model files."""
        return self._version

    def look(self, document: Document, sentences: Sequence[Sentence]) -> Look:
        """Who is named, and who is reported to have said what."""
        pieces = make_pieces(document.text, [(s.span.start, s.span.end) for s in sentences], self._tokenizer)
        hidden, attribution, mention = self._encode(pieces)
        named = []
        inside = 1.0 - mention[:, 0]
        for a, b in find_runs(inside, mention[:, 1], pieces, threshold=NAMED_FROM):
            vector = _mean(hidden, a, b) @ self._heads["party_weight"] + self._heads["party_bias"]
            span = Span(start=int(pieces.starts[a]), end=int(pieces.ends[b - 1]))
            named.append(Named(span=span, score=float(inside[a:b].mean()), vector=_unit(vector)))
        paragraphs = np.array([s.paragraph for s in sentences], np.int64)
        attribution[:, CONTENT:] *= math.exp(CONTENT_GAIN)
        quoted = tuple(
            _quoted(q, pieces) for q in link_quotations(attribution, pieces, paragraphs, self._heads.get("moves"))
        )
        return Look(named=tuple(named), quoted=quoted, memory=Memory(document.text, pieces, hidden))

    def read(self, look: Look, document: Document, mentions: Sequence[Mention]) -> tuple[Draft, ...]:
        """What each party states, given where each is named; in text order."""
        memory: Memory = look.memory
        pairs = sorted(list_pairs(memory.pieces, mentions), key=lambda p: (p.end - p.begin, p.sentence, p.party))
        batches = batch_pairs(pairs)
        drafts: list[Draft] = []
        with ThreadPoolExecutor(self._threads) as pool:
            seen = pool.map(lambda batch: self._see_pairs(memory, batch), batches)
            for batch, (stated, tags, states) in zip(batches, seen, strict=True):
                drafts += self._read_pairs(memory, batch, stated, tags, states)
        return tuple(sorted(drafts, key=lambda d: (d.span.start, d.span.end, d.party)))

    def _encode(self, pieces: Pieces) -> tuple[NDArray[np.float16], Floats, Floats]:
        """Hidden states (pieces, hidden), attribution and mention probabilities (pieces, 7) and (pieces, 3)."""
        n = len(pieces.ids)
        hidden = np.zeros((n, 384), np.float16)
        attribution, mention = np.zeros((n, 7), np.float32), np.zeros((n, 3), np.float32)

        def encode(window: Window) -> None:
            ids = np.array([[CLS, *pieces.ids[window.start : window.end], SEP]], np.int64)
            states, tags, names = self._encoder.run(None, {"ids": ids, "mask": np.ones_like(ids)})
            own = slice(1 + window.own - window.start, 1 + window.end - window.start)
            hidden[window.own : window.end] = states[0, own]
            attribution[window.own : window.end] = softmax(tags[0, own])
            mention[window.own : window.end] = softmax(names[0, own])

        windows = sorted(cut_windows(pieces), key=lambda w: (w.start - w.end, w.start))
        with ThreadPoolExecutor(self._threads) as pool:
            for _ in pool.map(encode, windows):
                pass
        return hidden, attribution, mention

    def _calibrated(self, chance: float) -> float:
        """How often a statement of this raw chance was right in texts that the network had not seen."""
        chance = min(max(chance, 1e-6), 1 - 1e-6)
        return 1 / (1 + math.exp(-(self._slope * math.log(chance / (1 - chance)) + self._offset)))

    def _see_pairs(self, memory: Memory, pairs: Sequence[Pair]) -> tuple[Floats, Floats, Floats]:
        """What the pair layers see: the chance that the party states something, scores of pieces, states of pieces."""
        hidden = memory.hidden
        shape = (len(pairs), max(p.end - p.begin for p in pairs))
        states = np.zeros((*shape, hidden.shape[1]), np.float32)
        marks, mask = np.zeros(shape, np.int64), np.zeros(shape, np.bool_)
        party = np.zeros((len(pairs), hidden.shape[1]), np.float32)
        for row, p in enumerate(pairs):
            length = p.end - p.begin
            states[row, :length] = hidden[p.begin : p.end]
            marks[row, :length] = p.marks
            mask[row, :length] = True
            party[row] = np.concatenate([hidden[a:b] for a, b in p.named]).astype(np.float32).mean(0)
        distance = np.array([p.distance for p in pairs], np.int64)
        any_, tags, out = self._pair.run(
            None, {"hidden": states, "marks": marks, "party": party, "distance": distance, "mask": mask}
        )
        return 1.0 / (1.0 + np.exp(-any_)), tags, out

    def _read_pairs(
        self, memory: Memory, pairs: Sequence[Pair], stated: Floats, tags: Floats, out: Floats
    ) -> Iterator[Draft]:
        pieces, hidden = memory.pieces, memory.hidden
        claims = find_claims(memory, pairs, stated, tags)
        found = [(c.row, c.begin, c.end) for c in claims]
        if not found:
            return
        features = np.stack(
            [
                np.concatenate(
                    [
                        out[row, 0],
                        out[row, 1 + a - pairs[row].begin : 1 + b - pairs[row].begin].mean(0),
                        out[row, 1 : 1 + pairs[row].end - pairs[row].begin].mean(0),
                        _mean(hidden, a, b),
                        _mean(hidden, pairs[row].begin, pairs[row].end),
                        memory.words(pairs[row].sentence, a, b),
                    ]
                )
                for row, a, b in found
            ]
        )
        logits = self._judge.run(None, {"features": features})[0]
        kinds, split = len(self._acts), len(self._acts) + len(self._stances)
        # Act and stance are chosen together: a cue of the word lists inside the words speaks for its act, and some acts go
        # with some stances. Both weights were set on texts that the network had not seen.
        spoken = logits[:, :kinds] + CUE_WEIGHT * features[:, -SIZE : kinds - SIZE]
        together = np.full(len(found), TOGETHER_WEIGHT, np.float32)
        for i, (row, a, b) in enumerate(found):
            verb = memory.verb_of(pairs[row], a, b)
            if verb is not None:
                near = verb[1] <= NEXT and claims[i].shared
                spoken[i, verb[0]] += DECIDES if near else VERB_WEIGHT
                together[i] = DECIDES_TOGETHER if near else TOGETHER_WEIGHT
        acts = log_softmax(spoken)
        stances = log_softmax(logits[:, kinds:split])
        both = acts[:, :, None] + stances[:, None, :] + together[:, None, None] * self._together
        chosen = both.reshape(len(found), -1).argmax(1)
        hedges = logits[:, split]
        for (row, a, b), claim, choice, hedge in zip(found, claims, chosen, hedges, strict=True):
            p = pairs[row]
            begin, end = pieces.sentence_ranges[p.sentence]
            seen = np.concatenate(
                [hidden[a:b].astype(np.float32).mean(0), hidden[begin:end].astype(np.float32).mean(0)]
            )
            yield Draft(
                party=p.party,
                span=Span(start=int(pieces.starts[a]), end=int(pieces.ends[b - 1])),
                sentence=p.sentence,
                act=self._acts[int(choice) // len(self._stances)],
                stance=self._stances[int(choice) % len(self._stances)],
                hedged=bool(hedge > 0),
                confidence=self._calibrated(claim.chance),
                vector=_unit(seen @ self._heads["issue_weight"] + self._heads["issue_bias"]),
            )


@lru_cache(maxsize=1)
def shipped_reader() -> TrainedReader:
    """The reader that ships with the package, opened once."""
    return TrainedReader()


def _cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _mean(hidden: NDArray[np.float16], a: int, b: int) -> Floats:
    return np.asarray(hidden[a:b].astype(np.float32).mean(0), np.float32)


def _unit(vector: Floats) -> Floats:
    return (vector / max(float(np.linalg.norm(vector)), 1e-9)).astype(np.float32)


def _quoted(quotation: Quotation, pieces: Pieces) -> Quoted:
    def span(run: tuple[int, int] | None) -> Span | None:
        return None if run is None else Span(start=int(pieces.starts[run[0]]), end=int(pieces.ends[run[1] - 1]))

    content = span(quotation.content)
    assert content is not None
    return Quoted(source=span(quotation.source), cue=span(quotation.cue), content=content)
