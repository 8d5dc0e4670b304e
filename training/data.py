"""From annotated texts to training examples: pieces, windows, pairs of party and sentence."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from detente.model import Act, Stance
from detente.statements.readers.lexical import SentenceWords
from detente.statements.readers.pieces import Pieces, Window, cut_windows, make_pieces

ACTS = [act.value for act in Act]
STANCES = [stance.value for stance in Stance]
SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’'\)]*\s+(?=[\"“‘'\(]*[A-Z0-9])|\n+")
NAME = re.compile(r"(?<![.!?“\"]\s)(?<!^)\b[A-Z][\w’'-]+(?: (?:of |the )?[A-Z][\w’'-]+)*")
REACH = 4
"""Sentences back to which a party last named may still be the one that acts."""


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Sentences as character ranges; the simple rule that training needs."""
    out, start = [], 0
    for match in [*SENTENCE_END.finditer(text), None]:
        end = match.end() if match else len(text)
        piece = text[start:end]
        if piece.strip():
            out.append((start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())))
        start = end
    return out


@dataclass
class Text:
    """One annotated text, ready for batches."""

    name: str
    text: str
    gold: dict
    pieces: Pieces
    windows: list[Window]
    parties: list[str]
    mentions: list[tuple[int, int, int]]  # start, end (characters), party index
    statements: list[dict]
    strangers: list[list[tuple[int, int]]] = field(default_factory=list)
    lexical: dict[int, SentenceWords] = field(default_factory=dict)
    found: list[tuple[int, int, int]] = field(default_factory=list)
    """Mentions as the program finds them: start, end, number of its own party."""
    meant: list[int] = field(default_factory=list)
    """Which party of ``parties`` each of the program's own parties is; -1 for none."""
    joined: bool = False
    """Made of sentences of other texts, see :func:`join_sentences`."""

    def words(self, sentence: int, a: int, b: int) -> np.ndarray:
        """What the word lists see in a sentence for the span of pieces a..b."""
        begin, end = self.pieces.sentence_ranges[sentence]
        first = int(self.pieces.starts[begin])
        if sentence not in self.lexical:
            self.lexical[sentence] = SentenceWords(self.text[first : int(self.pieces.ends[end - 1])])
        return self.lexical[sentence].features(int(self.pieces.starts[a]) - first, int(self.pieces.ends[b - 1]) - first)


def find_mentions(text: str, parties: list[dict]) -> list[tuple[int, int, int]]:
    found = []
    for index, party in enumerate(parties):
        for string in {party["name"], *party["mentions"]}:
            found += [(m.start(), m.end(), index) for m in re.finditer(rf"(?<!\w){re.escape(string)}(?!\w)", text)]
    found.sort(key=lambda m: (m[0], -m[1]))
    kept, last = [], -1
    for mention in found:
        if mention[0] >= last:
            kept.append(mention)
            last = mention[1]
    return kept


def load_text(path: Path, gold_path: Path, tokenizer: Tokenizer) -> Text:
    text, gold = path.read_text(encoding="utf-8"), json.loads(gold_path.read_text(encoding="utf-8"))
    pieces = make_pieces(text, split_sentences(text), tokenizer)
    mentions = find_mentions(text, gold["parties"])
    names = [p["name"] for p in gold["parties"]]
    statements = []
    for s in gold["statements"]:
        at = text.find(s["quote"])
        statements.append({**s, "start": at, "end": at + len(s["quote"]), "p": names.index(s["party"])})
    strangers: dict[str, list[tuple[int, int]]] = {}
    for m in NAME.finditer(text):
        if all(m.end() <= a or m.start() >= b for a, b, _ in mentions):
            strangers.setdefault(m.group(), []).append((m.start(), m.end()))
    return Text(
        name=path.stem,
        text=text,
        gold=gold,
        pieces=pieces,
        windows=cut_windows(pieces),
        parties=names,
        mentions=mentions,
        statements=statements,
        strangers=list(strangers.values()),
    )


def load_folder(texts: Path, gold: Path, tokenizer: Tokenizer) -> list[Text]:
    return [load_text(texts / f"{p.stem}.txt", p, tokenizer) for p in sorted(gold.glob("*.json"))]


LINKS = (", while ", ", but ", ", and ", "; ", " as ", ", whereas ")


def join_sentences(texts: list[Text], count: int, rng: random.Random, tokenizer: Tokenizer) -> list[Text]:
    """Texts of sentences in which two parties each state something in a clause of their own.

    Each sentence joins two of the corpus's, so that act and stance of one clause say nothing about the other's.
    """
    pool = []
    for t in texts:
        for k, (begin, end) in enumerate(t.pieces.sentence_ranges):
            a, b = int(t.pieces.starts[begin]), int(t.pieces.ends[end - 1])
            own = [s for s in t.statements if a <= s["start"] and s["end"] <= b]
            named = [m for m in t.mentions if a <= m[0] and m[1] <= b]
            stating = {s["p"] for s in own}
            if len(stating) == 1 and stating <= {p for _, _, p in named} and 40 <= b - a <= 230:
                pool.append((t, k, a, b, own, named))
    out = []
    for n in range(count):
        text, parties, mentions, statements = "", [], [], []
        for _ in range(10):
            for part, (t, _, a, b, own, named) in enumerate(rng.sample(pool, 2)):
                words = t.text[a:b].rstrip(" .?!") if part == 0 else t.text[a:b]
                if part and not any(m[0] == a for m in named) and words[:1].isupper() and words[1:2].islower():
                    words = words[0].lower() + words[1:]
                at = len(text) - a
                for p in sorted({m[2] for m in named}):
                    parties.append(f"{t.name}:{t.parties[p]}")
                    mentions += [
                        (at + x, min(at + y, len(text) + len(words)), len(parties) - 1) for x, y, q in named if q == p
                    ]
                    statements += [
                        {
                            **s,
                            "start": at + s["start"],
                            "end": min(at + s["end"], len(text) + len(words)),
                            "p": len(parties) - 1,
                        }
                        for s in own
                        if s["p"] == p
                    ]
                text += words + (rng.choice(LINKS) if part == 0 else " ")
        text = text.rstrip()
        pieces = make_pieces(text, split_sentences(text), tokenizer)
        out.append(
            Text(
                name=f"joined-{n}",
                text=text,
                gold={},
                pieces=pieces,
                windows=cut_windows(pieces),
                parties=parties,
                mentions=sorted(mentions),
                statements=statements,
                joined=True,
            )
        )
    return out


def add_found(texts: list[Text], found: dict[str, dict]) -> None:
    """Give texts the mentions that the program finds, as ``training/mentions.py`` writes them."""
    for t in texts:
        if t.name in found:
            t.found = [tuple(m) for m in found[t.name]["mentions"]]
            t.meant = list(found[t.name]["meant"])


def story(name: str) -> str:
    """Texts of one story share this key and never stand on both sides of a split."""
    words = name.split("-")
    if words[0] in {"wn", "wh"}:
        words = words[1:]
    same = {
        "chip": "japan-chips",
        "us": "us-" + (words[1] if len(words) > 1 else ""),
        "border": "shutdown",
        "wall": "shutdown",
    }
    return same.get(words[0], words[0])


def folds(names: list[str], count: int) -> list[list[str]]:
    """Split by story into ``count`` folds of like size."""
    groups: dict[str, list[str]] = {}
    for n in names:
        groups.setdefault(story(n), []).append(n)
    out: list[list[str]] = [[] for _ in range(count)]
    for _, members in sorted(groups.items(), key=lambda g: (-len(g[1]), g[0])):
        min(out, key=len).extend(members)
    return out


def candidates(
    pieces: Pieces, mentions: list[tuple[int, int, int]], reach: int = REACH
) -> Iterator[tuple[int, int, int, list[tuple[int, int]]]]:
    """Yield (sentence, party, distance, mention piece ranges) for each pair worth asking about."""
    by_sentence: dict[int, dict[int, list[tuple[int, int]]]] = {}
    for start, end, party in mentions:
        first, last = pieces.range_of(start, end)
        if first < last:
            by_sentence.setdefault(int(pieces.sentence[first]), {}).setdefault(party, []).append((first, last))
    recent: dict[int, tuple[int, list[tuple[int, int]]]] = {}
    for k in range(len(pieces.sentence_ranges)):
        here = by_sentence.get(k, {})
        for party, spans in here.items():
            recent[party] = (k, spans)
        for party, (at, spans) in sorted(recent.items()):
            if k - at <= reach:
                yield k, party, k - at, spans


def polnear(
    path: Path, tokenizer: Tokenizer
) -> tuple[list[tuple[np.ndarray, np.ndarray]], list[tuple[np.ndarray, np.ndarray]]]:
    """Windows of running text, and sentences alone, as (piece ids, labels 0..6 or -100) with source, cue and content.

    In a sentence alone, a span that began before it has no label: nothing in the sentence shows where it comes from.
    """
    windows, alone = [], []
    for line in path.read_text(encoding="utf-8").splitlines():
        d = json.loads(line)
        pieces = make_pieces(d["text"], split_sentences(d["text"]), tokenizer)
        labels = np.zeros(len(pieces.ids), np.int64)
        for a in d["attributions"]:
            for offset, kind in enumerate(("source", "cue", "content")):
                for start, end in a[kind]:
                    first, last = pieces.range_of(start, end)
                    if first < last and not labels[first:last].any():
                        labels[first:last] = 2 * offset + 2
                        labels[first] = 2 * offset + 1
        labels[~pieces.word_start] = -100
        for w in cut_windows(pieces):
            lab = labels[w.start : w.end].copy()
            lab[: w.own - w.start] = -100
            windows.append((pieces.ids[w.start : w.end], lab))
        for begin, end in pieces.sentence_ranges:
            if begin == end:
                continue
            end = min(end, begin + 254)
            lab = labels[begin:end].copy()
            first = next((i for i, x in enumerate(lab) if x >= 0 and (x == 0 or x % 2)), len(lab))
            lab[:first][lab[:first] >= 0] = 0
            alone.append((pieces.ids[begin:end], lab))
    return windows, alone
