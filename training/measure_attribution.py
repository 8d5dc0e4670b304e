"""Attribution of the exported reader on PolNeAR: ``python training/measure_attribution.py WEIGHTS_DIR SENTENCES.jsonl TEXTS.jsonl``.

Sentences, in the published format of tokens and BIO labels: exact-match F1 of source, cue and content, each sentence read alone, all
of them counted, a gold span that begins without B- dropped. Running texts: an attribution is found where the cue overlaps; it is exactly right
where cue and all parts of its content are the annotator's and its source is one of the annotator's, and softly where source and content
each overlap with the annotator's by half of their union.
"""

from __future__ import annotations

import json
import re
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
from data import split_sentences

from detente.statements.readers.decode import decode_attribution, link_quotations
from detente.statements.readers.pieces import make_pieces
from detente.statements.readers.trained import TrainedReader

KINDS = ("source", "cue", "content")
Span = tuple[int, int]


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


SIGNS = {"``": "“", "''": "”", "`": "‘", "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "--": "—"}
CLINGS = re.compile(r"[.,;:?!%)\]”’]|\.\.\.|['’]\w{0,2}|n['’]t", re.I)


def written(tokens: list[str]) -> tuple[str, np.ndarray, np.ndarray]:
    """A sentence as it would be printed, and where each token begins and ends in it; the reader reads texts, not tokens."""
    text, starts, ends = "", [], []
    for token in tokens:
        sign = SIGNS.get(token, token)
        if text and not CLINGS.fullmatch(sign) and not text.endswith(("“", "‘", "(", "[", "$")):
            text += " "
        starts.append(len(text))
        text += sign
        ends.append(len(text))
    return text, np.array(starts), np.array(ends)


def measure_sentences(reader: TrainedReader, path: Path) -> None:
    hit, read, gold = (dict.fromkeys(KINDS, 0) for _ in range(3))
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text, starts, ends = written(row["tokens"])
        pieces = make_pieces(text, [(0, len(text))], reader._tokenizer)
        found = set()
        for kind, a, b in decode_attribution(reader._encode(pieces)[1], pieces, reader._heads.get("moves")):
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


def share(a: set[Span], b: set[Span]) -> float:
    """Characters in both over characters in either."""
    one, two = ({i for low, high in spans for i in range(low, high)} for spans in (a, b))
    return len(one & two) / max(1, len(one | two))


def measure_texts(reader: TrainedReader, path: Path) -> None:
    exact = soft = read = gold = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = row["text"]
        sentences = split_sentences(text)
        pieces = make_pieces(text, sentences, reader._tokenizer)
        paragraphs = np.cumsum([0] + [int("\n" in text[a[1] : b[0]]) for a, b in pairwise(sentences)])
        told: dict[tuple[Span, Span], set[Span]] = {}
        for q in link_quotations(reader._encode(pieces)[1], pieces, paragraphs, reader._heads.get("moves")):
            if q.source and q.cue:
                source, cue, content = (
                    (int(pieces.starts[r[0]]), int(pieces.ends[r[1] - 1])) for r in (q.source, q.cue, q.content)
                )
                told.setdefault((source, cue), set()).add(content)
        wanted = [[{(s, e) for s, e in a[k]} for k in KINDS] for a in row["attributions"] if all(a[k] for k in KINDS)]
        read, gold = read + len(told), gold + len(wanted)
        free = sorted(told)
        for sources, cues, contents in wanted:
            same = next((t for t in free if share(cues, {t[1]}) > 0), None)
            if same is None:
                continue
            free.remove(same)
            source = max(share({s}, {same[0]}) for s in sources)
            exact += source == 1 and cues == {same[1]} and contents == told[same]
            soft += source >= 0.5 and share(contents, told[same]) >= 0.5
    print(f"running text: exact triple {f1(exact, read, gold):.1f}, soft triple {f1(soft, read, gold):.1f}")


def main() -> None:
    weights, sentences, texts = (Path(a) for a in sys.argv[1:])
    reader = TrainedReader(weights)
    measure_sentences(reader, sentences)
    measure_texts(reader, texts)


if __name__ == "__main__":
    main()
