"""How alike statements are: as vectors in which the reader's view, the codebook's themes and the words count."""

from __future__ import annotations

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from detente.codebook.themes import Theme, ThemeIndex
from detente.model import Condition, Document, Sentence
from detente.statements.readers.protocol import Draft

READER_SHARE, THEME_SHARE, WORD_SHARE = 0.40, 0.35, 0.25
"""How much of the likeness of two statements each of the three makes up; they sum to 1."""
SPECIFIC = 4.0
"""Weight of a theme from which a statement's own sentence says clearly enough what it is about."""
CLEAR = 1.5
"""Weight of a theme from which a statement, with what it carries on, clearly speaks of it."""
POINTED = 0.5
"""How much a statement's own themes lose beside those of the one before, where its words point back at that ("this route")."""
WAITED = 0.25
"""How much a theme counts that is named only in what a statement waits for ("elections after a peace agreement")."""
APART = 0.5
"""How much less alike two statements are of which each clearly speaks of a theme that the other does not."""
KIN = 1.4
"""How much two themes of one code of the field's schemes are alike: easing sanctions and new ones."""
CARRIED = 0.6
"""Share of the statement before, in the same paragraph, that counts for one that does not."""
BEFORE = 0.3
"""How much the words of the paragraph right before such a statement's sentence count."""
NEAR = 250
"""Characters of them."""
_HASHED = 384
_WORD = re.compile(r"[A-Za-z][A-Za-z’'-]{2,}")
_POINTS_BACK = re.compile(
    r"\b(?:this|that|such an?|the same) (?:route|option|idea|plan|proposal|move|step|path|possibility|approach|demand|offer"
    r"|suggestion|notion|request|call|prospect|measure)\b",
    re.I,
)
_STOP = frozenset(
    """the and for that with from this have has had was were are been being will would could should may might must not but
    its his her their our they them who which what when where how all any both each other than then there here into over under
    about after before between during through more most some such only own same also very can did does said says say told saying
    new year years week month day last next one two three first other also because while if on in to of at by as it he she we you
    percent pct mln dlrs government president minister official officials spokesman statement wednesday thursday friday saturday
    sunday monday tuesday""".split()
)

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Placed:
    """A draft in its document."""

    document: Document
    sentence: Sentence
    draft: Draft
    condition: Condition | None = None
    """What it waits for: that says when, not what about."""


def unit_text(p: Placed) -> tuple[str, str]:
    """A statement's quote, and its sentence."""
    text, span = p.document.text, p.draft.span
    return text[span.start : span.end], text[p.sentence.span.start : p.sentence.span.end]


def theme_weights(placed: Sequence[Placed], themes: ThemeIndex) -> list[dict[Theme, float]]:
    """How strongly each statement speaks of each theme.

    Its own words count whole, the rest of its sentence for a third. Where they name nothing specific ("this option", "on
    this front"), what the paragraph spoke of just before counts too; where they point back at it ("rejects this route"), it
    counts whole.
    """
    out: list[dict[Theme, float]] = []
    last: dict[Theme, float] = {}
    place: tuple[Document, int] | None = None
    find = lru_cache(maxsize=64)(themes.find)  # neighbours share their sentence
    for p in placed:
        quote, sentence = unit_text(p)
        here = (p.document, p.sentence.paragraph)
        weights: defaultdict[Theme, float] = defaultdict(float)
        waited = p.condition.evidence.span if p.condition else None
        for text, start, share in (
            (quote, p.draft.span.start, 1.0),
            (sentence, p.sentence.span.start, 1 / 3),
        ):
            for hit in find(text):
                apart = (
                    waited is not None and waited.start <= start + hit.span.start and start + hit.span.end <= waited.end
                )
                weights[hit.theme] += hit.weight**2 * share * (WAITED if apart else 1.0)
        if here == place and _POINTS_BACK.search(quote):
            for theme in weights:
                weights[theme] *= 1 - POINTED
            for theme, weight in last.items():
                weights[theme] += weight
        elif max(weights.values(), default=0.0) < SPECIFIC:
            if here == place:
                for theme, weight in last.items():
                    weights[theme] += CARRIED * weight
            for hit in find(_before(p)):
                weights[hit.theme] += BEFORE * hit.weight**2
        out.append(dict(sorted(weights.items(), key=lambda w: (-w[1], w[0].id))))
        last, place = out[-1], here
    return out


def _before(p: Placed) -> str:
    """What the paragraph says right before a statement's sentence."""
    start = p.sentence.span.start
    text = p.document.text[max(0, start - NEAR) : start]
    return text[text.rfind("\n") + 1 :]


def unit_vectors(
    seen: Sequence[Floats],
    hits: Sequence[dict[Theme, float]],
    texts: Sequence[tuple[str, str]],
    party_words: frozenset[str],
) -> Floats:
    """Rows, shape (units, reader + themes + words + 1); likeness is their product as :func:`alike` takes it."""
    ids = sorted({t.id for h in hits for t in h} | {code for h in hits for t in h for code in t.codes})
    column = {t: i for i, t in enumerate(ids)}
    themes = np.zeros((len(texts), max(1, len(ids))), np.float32)
    for row, h in enumerate(hits):
        for theme, weight in h.items():
            themes[row, column[theme.id]] += weight
            for scheme in theme.codes:
                themes[row, column[scheme]] += KIN * weight / len(theme.codes)
    words = np.zeros((len(texts), _HASHED), np.float32)
    counts = [set(_words(q, party_words)) for q, _ in texts]
    rest = [_words(s, party_words) for _, s in texts]
    spread = Counter(w for c in rest for w in c)
    rare = {often: np.log(1.0 + len(texts) / often) for often in set(spread.values())}
    rows = np.repeat(np.arange(len(texts)), [len(around) for around in rest])
    places = np.array([_place(word) for around in rest for word in around], np.int64).reshape(-1, 2)
    shares = [1.0 if word in own else 0.35 for own, around in zip(counts, rest, strict=True) for word in around]
    values = np.array([rare[spread[word]] for around in rest for word in around]) * np.array(shares) * places[:, 1]
    np.add.at(words, (rows, places[:, 0]), values)
    clear = np.array([[float(max(h.values(), default=0.0) >= CLEAR)] for h in hits], np.float32)
    return np.concatenate(
        [
            np.sqrt(READER_SHARE) * _rows(_centred(np.stack(list(seen)))),
            np.sqrt(THEME_SHARE + APART * clear) * _rows(themes),
            np.sqrt(WORD_SHARE) * _rows(words),
            np.sqrt(APART) * clear,
        ],
        axis=1,
    ).astype(np.float32)


def alike(a: NDArray[np.floating], b: NDArray[np.floating]) -> NDArray[np.floating]:
    """Likeness of rows to rows.

    The last column counts against: what two clear statements lose by it they win back where their themes are one, so only
    those of two themes are set apart.
    """
    return np.asarray(a[..., :-1] @ b[..., :-1].T - a[..., -1:] @ b[..., -1:].T)


def _words(text: str, party_words: frozenset[str]) -> list[str]:
    """Stems of a text's words by name, without those that only name parties."""
    return [stem for stem, words in _stems(text) if not words <= party_words]


@lru_cache(maxsize=20_000)  # the anchors' are asked for again with every report
def _stems(text: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """The stems of a text by name, each with its words."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for word in {w.lower().strip("’'-") for w in _WORD.findall(text)} - _STOP:
        found[_stem(word)].add(word)
    return tuple((stem, frozenset(found[stem])) for stem in sorted(found))


@lru_cache(maxsize=50_000)
def _place(word: str) -> tuple[int, int]:
    """The column that a word counts in, and for or against."""
    code = zlib.crc32(word.encode())
    return code % _HASHED, 1 if code & 0x8000 else -1


def _stem(word: str) -> str:
    for ending in ("ations", "ation", "ments", "ment", "ings", "ing", "ies", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _centred(vectors: Floats) -> Floats:
    """Less what all have in common: statements of one negotiation are alike in much that tells nothing apart."""
    return vectors - vectors.mean(0) if len(vectors) > 3 else vectors


def _rows(matrix: NDArray[np.floating]) -> Floats:
    norms = np.linalg.norm(matrix, axis=1, keepdims=True)
    return np.asarray(matrix / np.maximum(norms, 1e-9), np.float32)
