"""Attribution of the exported reader on PolNeAR: ``python training/measure_attribution.py WEIGHTS_DIR SENTENCES.jsonl TEXTS.jsonl``.

Sentences, in the published format of tokens and BIO labels: exact-match F1 of source, cue and content, each sentence read alone, all
of them counted, a gold span that begins without B- dropped. Running texts: how many attributions have source, cue and content exactly
right, and how many with each overlapping by half of their union.
"""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
from data import split_sentences

from detente.statements.readers.decode import decode_attribution, link_quotations
from detente.statements.readers.pieces import make_pieces
from detente.statements.readers.trained import TrainedReader

KINDS = ("source", "cue", "content")
Triple = tuple[tuple[int, int], ...]


def f1(hit: int, read: int, gold: int) -> float:
    return 100 * 2 * hit / max(1, read + gold)


def gold_spans(labels: list[str]) -> set[tuple[str, int, int]]:
    spans: set[tuple[str, int, int]] = set()
    begin, kind = -1, ""
    for i, label in enumerate([*labels, "O"]):
        if begin >= 0 and label != f"I-{kind}":
            spans.add((kind, begin, i))
            begin = -1
        if label.startswith("B-"):
            begin, kind = i, label[2:]
    return spans


def measure_sentences(reader: TrainedReader, path: Path) -> None:
    hit, read, gold = (dict.fromkeys(KINDS, 0) for _ in range(3))
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = " ".join(row["tokens"])
        ends = np.cumsum([len(t) + 1 for t in row["tokens"]]) - 1
        starts = ends - [len(t) for t in row["tokens"]]
        pieces = make_pieces(text, [(0, len(text))], reader._tokenizer)
        found = set()
        for kind, a, b in decode_attribution(reader._encode(pieces)[1], pieces):
            first = int(np.searchsorted(ends, pieces.starts[a], side="right"))
            last = int(np.searchsorted(starts, pieces.ends[b - 1], side="left"))
            found.add((KINDS[kind], first, last))
        wanted = {(k.lower(), a, b) for k, a, b in gold_spans(row["labels"])}
        for kind in KINDS:
            mine, theirs = ({s for s in spans if s[0] == kind} for spans in (found, wanted))
            hit[kind] += len(mine & theirs)
            read[kind] += len(mine)
            gold[kind] += len(theirs)
    print("sentences, exact F1:", ", ".join(f"{k} {f1(hit[k], read[k], gold[k]):.1f}" for k in KINDS))


def share(a: tuple[int, int], b: tuple[int, int]) -> float:
    both = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return both / max(1, a[1] - a[0] + b[1] - b[0] - both)


def measure_texts(reader: TrainedReader, path: Path) -> None:
    exact = soft = read = gold = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = row["text"]
        sentences = split_sentences(text)
        pieces = make_pieces(text, sentences, reader._tokenizer)
        paragraphs = np.cumsum([0] + [int("\n" in text[a[1] : b[0]]) for a, b in pairwise(sentences)])
        linked = link_quotations(reader._encode(pieces)[1], pieces, paragraphs)
        mine: list[Triple] = [
            tuple((int(pieces.starts[r[0]]), int(pieces.ends[r[1] - 1])) for r in (q.source, q.cue, q.content))
            for q in linked
            if q.source and q.cue
        ]
        wanted: list[Triple] = [
            tuple((min(s for s, _ in a[k]), max(e for _, e in a[k])) for k in KINDS)
            for a in row["attributions"]
            if all(a[k] for k in KINDS)
        ]
        read, gold = read + len(mine), gold + len(wanted)
        exact += len(set(mine) & set(wanted))
        free = list(wanted)
        for triple in mine:
            match = next((w for w in free if all(share(x, y) >= 0.5 for x, y in zip(triple, w, strict=True))), None)
            if match:
                free.remove(match)
                soft += 1
    print(f"running text: exact triple {f1(exact, read, gold):.1f}, soft triple {f1(soft, read, gold):.1f}")


def main() -> None:
    weights, sentences, texts = (Path(a) for a in sys.argv[1:])
    reader = TrainedReader(weights)
    measure_sentences(reader, sentences)
    measure_texts(reader, texts)


if __name__ == "__main__":
    main()
