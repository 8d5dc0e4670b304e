"""Which statements are about the same issue, and what an analyst would call it.

Statements are laid out as vectors in which three things count: how alike the reader sees them, the codebook's themes, and the
words that they share. Groups are formed by average linkage. An agenda's issues come first.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from detente.codebook.agenda import Agenda
from detente.codebook.themes import Theme, ThemeIndex
from detente.model import Condition, Document, Issue, IssueId, Sentence
from detente.statements.naming import Labelled, name_groups
from detente.statements.readers.protocol import Draft

READER_SHARE, THEME_SHARE, WORD_SHARE = 0.40, 0.35, 0.25
"""How much of the likeness of two statements each of the three makes up; they sum to 1."""
TOGETHER = 0.18
"""Average likeness down to which groups are joined."""
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
FOUNDING = 2
"""Weight of a theme from which it makes a row of its own."""
BEFORE = 0.3
"""How much the words of the paragraph right before such a statement's sentence count."""
NEAR = 250
"""Characters of them."""
ENOUGH = 3
"""Quotes that make a row of their own whatever they speak of."""
COVERED = 0.5
"""Share of a report's quotes that must lie in such rows; else it is on matters that the codebook does not know."""
SAME_SPAN = 0.8
"""Share of the longer of two quotes that must be common for them to be one."""
MANY = 700
"""Units above which groups are first formed in one pass, so that time stays linear."""
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


def assign_issues(
    placed: Sequence[Placed], *, themes: ThemeIndex, party_words: frozenset[str], agenda: Agenda | None = None
) -> tuple[tuple[IssueId, ...], tuple[Issue, ...]]:
    """Give every statement its issue.

    Parameters
    ----------
    placed : sequence of Placed
        All statements of one negotiation, document by document, in text order.
    party_words : frozenset of str
        Lower-case words that only name parties; they say nothing about the issue.
    agenda : Agenda or None
        The analyst's issues: a statement that holds one of their keywords belongs there.

    Returns
    -------
    (tuple of IssueId, tuple of Issue)
        One id a statement, and the issues in order of first statement.
    """
    if not placed:
        return (), ()
    units, unit_of = _units(placed)
    texts = [_unit_text(placed[u]) for u in units]
    hits = _theme_weights([placed[u] for u in units], themes)
    vectors = _vectors([placed[u].draft.vector for u in units], hits, texts, party_words)
    declared = [_declared(quote, sentence, agenda) for quote, sentence in texts]
    groups = _adopt(_group(vectors, declared), vectors, hits, declared)
    labelled = [
        Labelled(
            quote=texts[i][0],
            sentence=texts[i][1],
            themes=hits[i],
            act=placed[units[i]].draft.act,
            weight=sum(1 for u in unit_of if u == i),
            vector=vectors[i],
        )
        for i in range(len(units))
    ]
    issues = name_groups(groups, labelled, declared, agenda=agenda, party_words=party_words)
    ids = tuple(issues[groups[u]].id for u in unit_of)
    order = dict.fromkeys(ids)
    by_id = {issue.id: issue for issue in issues.values()}
    return ids, tuple(by_id[i] for i in order)


def _units(placed: Sequence[Placed]) -> tuple[list[int], list[int]]:
    """Statements that share a quote are one unit: indices of the first of each, and the unit of every statement."""
    units: list[int] = []
    unit_of: list[int] = []
    for i, p in enumerate(placed):
        for back in range(len(units) - 1, max(-1, len(units) - 6), -1):
            other = placed[units[back]]
            shared = p.draft.span.overlap(other.draft.span)
            longer = max(len(p.draft.span), len(other.draft.span))
            if other.document is p.document and shared >= SAME_SPAN * longer:
                unit_of.append(back)
                break
        else:
            unit_of.append(len(units))
            units.append(i)
    return units, unit_of


def _unit_text(p: Placed) -> tuple[str, str]:
    text, span = p.document.text, p.draft.span
    return text[span.start : span.end], text[p.sentence.span.start : p.sentence.span.end]


def _theme_weights(placed: Sequence[Placed], themes: ThemeIndex) -> list[dict[Theme, float]]:
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
        quote, sentence = _unit_text(p)
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


def _vectors(
    seen: Sequence[Floats],
    hits: Sequence[dict[Theme, float]],
    texts: Sequence[tuple[str, str]],
    party_words: frozenset[str],
) -> Floats:
    """Rows, shape (units, reader + themes + words + 1); likeness is their product as :func:`_like` takes it."""
    ids = sorted({t.id for h in hits for t in h} | {code for h in hits for t in h for code in t.codes})
    column = {t: i for i, t in enumerate(ids)}
    themes = np.zeros((len(texts), max(1, len(ids))), np.float32)
    for row, h in enumerate(hits):
        for theme, weight in h.items():
            themes[row, column[theme.id]] += weight
            for scheme in theme.codes:
                themes[row, column[scheme]] += KIN * weight / len(theme.codes)
    words = np.zeros((len(texts), _HASHED), np.float32)
    terms = lru_cache(maxsize=64)(lambda text: sorted(_words(text, party_words)))
    counts = [set(terms(q)) for q, _ in texts]
    rest = [terms(s) for _, s in texts]
    spread = Counter(w for c in rest for w in c)
    for row, (own, around) in enumerate(zip(counts, rest, strict=True)):
        for word in around:
            value = np.log(1.0 + len(texts) / spread[word]) * (1.0 if word in own else 0.35)
            code = zlib.crc32(word.encode())
            words[row, code % _HASHED] += value if code & 0x8000 else -value
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


def _like(a: NDArray[np.floating], b: NDArray[np.floating]) -> NDArray[np.floating]:
    """Likeness of rows to rows.

    The last column counts against: what two clear statements lose by it they win back where their themes are one, so only
    those of two themes are set apart.
    """
    return np.asarray(a[..., :-1] @ b[..., :-1].T - a[..., -1:] @ b[..., -1:].T)


def _words(text: str, party_words: frozenset[str]) -> set[str]:
    found = (w.lower().strip("’'-") for w in _WORD.findall(text))
    return {_stem(w) for w in found if w not in _STOP and w not in party_words}


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


def _declared(quote: str, sentence: str, agenda: Agenda | None) -> IssueId | None:
    """The agenda's issue whose keywords a statement holds: most hits in its own words, then in its sentence."""
    if agenda is None:
        return None
    scored: list[tuple[int, int, IssueId]] = []
    for order, issue in enumerate(agenda.issues):
        score = 0
        for keyword in issue.keywords or (issue.name,):
            pattern = re.compile(rf"(?<!\w){re.escape(keyword)}", re.I)
            score += 3 * bool(pattern.search(quote)) + bool(pattern.search(sentence))
        if score:
            scored.append((-score, order, IssueId(issue.id)))
    return min(scored)[2] if scored else None


def _group(vectors: Floats, declared: Sequence[IssueId | None]) -> list[int]:
    """Group number of every unit; units of one declared issue start together and those of two never join."""
    n = len(vectors)
    seeds: dict[IssueId, int] = {}
    start: list[int] = []
    for i, issue in enumerate(declared):
        start.append(seeds.setdefault(issue, i) if issue is not None else i)
    if n > MANY:
        start = _lead(vectors, start)
    keys = sorted(set(start))
    index = {k: j for j, k in enumerate(keys)}
    fixed = [declared[k] is not None for k in keys]
    members = np.zeros((len(keys), n), np.float32)
    for i, k in enumerate(start):
        members[index[k], i] = 1.0
    joined = _average_linkage(members @ vectors, members.sum(1), fixed)
    return [joined[index[k]] for k in start]


def _adopt(
    groups: list[int], vectors: Floats, hits: Sequence[dict[Theme, float]], declared: Sequence[IssueId | None]
) -> list[int]:
    """Groups that speak of no matter of the codebook, or only of a broad one, joined to the most alike of those that do.

    A statement whose words name no issue is most often one more on an issue that the report has named, not a row of its own.
    """
    members: dict[int, list[int]] = {}
    for i, g in enumerate(groups):
        members.setdefault(g, []).append(i)
    means = {g: vectors[rows].mean(0) for g, rows in members.items()}
    founding = sorted(
        g
        for g, rows in members.items()
        if len(rows) >= ENOUGH
        or any(declared[i] is not None or any(t.weight >= FOUNDING for t in hits[i]) for i in rows)
    )
    if sum(len(members[g]) for g in founding) < COVERED * len(groups):
        return groups
    centres = np.stack([means[g] for g in founding])
    joined = {g: g for g in members} | {
        g: founding[int(_like(centres, means[g][None])[:, 0].argmax())] for g in members if g not in set(founding)
    }
    return [joined[g] for g in groups]


def _lead(vectors: Floats, start: Sequence[int]) -> list[int]:
    """One pass: each unit joins the group it is most like, or opens one; at most ``MANY`` groups."""
    sums: list[Floats] = []
    sizes: list[int] = []
    keys: list[int] = []
    at: dict[int, int] = {}
    out: list[int] = []
    for i, k in enumerate(start):
        place = at.get(k)
        if place is None and sums:
            likeness = _like(np.stack(sums), vectors[i : i + 1])[:, 0] / np.array(sizes)
            best = int(likeness.argmax())
            if likeness[best] >= TOGETHER + 0.15 or len(sums) >= MANY:
                place = best
        if place is None:
            place = len(sums)
            sums.append(np.zeros_like(vectors[i]))
            sizes.append(0)
            keys.append(k)
        at[k] = place
        sums[place] = sums[place] + vectors[i]
        sizes[place] += 1
        out.append(keys[place])
    return out


def _average_linkage(sums: Floats, sizes: Floats, fixed: Sequence[bool]) -> list[int]:
    """Join the two most alike groups until none are alike enough; the mean likeness of two groups is that of their sums.

    Two ``fixed`` groups never join. Returns, for every group, the number of the group that it ended in.
    """
    sums, sizes = sums.astype(np.float64), sizes.astype(np.float64)
    held = np.array(fixed, np.bool_)
    alive = np.ones(len(sums), np.bool_)
    owner = np.arange(len(sums))
    likeness = _like(sums, sums) / np.outer(sizes, sizes)
    np.fill_diagonal(likeness, -np.inf)
    likeness[np.outer(held, held)] = -np.inf
    while alive.sum() > 1:
        a, b = sorted(divmod(int(likeness.argmax()), len(sums)))
        if likeness[a, b] < TOGETHER:
            break
        sums[a] += sums[b]
        sizes[a] += sizes[b]
        held[a] |= held[b]
        alive[b] = False
        owner[owner == b] = a
        row = _like(sums, sums[a : a + 1])[:, 0] / (sizes * sizes[a])
        row[~alive] = -np.inf
        row[a] = -np.inf
        if held[a]:
            row[held] = -np.inf
        likeness[a], likeness[:, a] = row, row
        likeness[b], likeness[:, b] = -np.inf, -np.inf
    return [int(o) for o in owner]
