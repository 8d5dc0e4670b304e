"""Which words of a sentence each party states: from what the network sees in each party and sentence to stretches of pieces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from detente.model import Mention, PartyId
from detente.statements.phrases import ACCORDING
from detente.statements.readers.clauses import own_clause, split_clauses, tells_of_others
from detente.statements.readers.decode import find_stretches, softmax
from detente.statements.readers.lexical import SentenceWords
from detente.statements.readers.pieces import Pieces

REACH = 4
"""Sentences back to which a party last named may still be the one that acts; as in training."""
LONGEST = 120
"""Pieces of a sentence that the pair layers see; as in training."""
PAIRS = 48
"""Pairs of a batch, unless one sentence alone has more."""
STATED_FROM = 0.36
"""Chance from which a stretch counts as a statement of the party."""
LEAST_STATED = 0.2
"""Chance that a party states anything in a sentence, below which no stretch is looked for."""
UNPLACED_FROM, UNPLACED = 0.5, 0.5
"""Chance from which a party surely states something though no stretch was found, and what its own clause counts for then."""
HEIR_FROM = 0.1
"""Chance from which a party may take the clause that another's stretch lost."""
OPENING = 8
"""Characters of a claim within which the name of whom it tells about begins."""
SAID_FROM = 0.27
"""The same where the party is named shortly before the stretch."""
SAYS = 30
"""Characters between a party's name and a claim within which the claim is what the party says."""
GAIN = 0.3
"""Added to the log chance that a word lies inside a stretch; more of it finds more and longer ones."""
HALF = 0.5
"""How much the chance of a stretch's words weighs beside that of the party's stating something at all."""
FEWEST_WORDS = 3
SHORTEST_CLAUSE = 5
"""Pieces that a clause cut from a stretch must have."""
ALIKE = 0.8
"""Share of the longer of two claims from which both are to the same clause."""
CLOSE_BEFORE = 25
"""Characters before a stretch within which its party's name is still the subject of its verb."""
NEXT = 22
"""Characters after its name within which a verb is the party's own beyond doubt."""

_AUXILIARY = re.compile(
    r"(?:[’']s)? (?:has|have|had|is|are|was|were|will|would|must|should|could|may|might|does|did|do|cannot|can)\b"
)
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Pair:
    """One party looked at in one sentence."""

    sentence: int
    party: PartyId
    distance: int
    """Sentences back to where the party was last named; 0 where it is named here."""
    begin: int
    end: int
    """The sentence's pieces."""
    marks: NDArray[np.int64]
    """Per piece: 1 where this party is named, 2 where another is, 0 elsewhere."""
    named: tuple[tuple[int, int], ...]
    """Piece ranges of its names, here or in the last sentence that has one."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Pieces that a pair's party states, the raw chance, and whether the sentence goes on about others."""

    row: int
    begin: int
    end: int
    chance: float
    shared: bool


@dataclass(frozen=True, slots=True)
class Memory:
    """What the first pass made of a text, kept for the second."""

    text: str
    pieces: Pieces
    hidden: NDArray[np.float16]
    lexical: dict[int, SentenceWords] = field(default_factory=dict)
    places: dict[tuple[int, PartyId, int], list[tuple[int, int]]] = field(default_factory=dict)

    def words(self, sentence: int, a: int, b: int) -> Floats:
        """What the word lists see in a sentence for the span of pieces a..b."""
        first, words = self._sentence(sentence)
        return words.features(int(self.pieces.starts[a]) - first, int(self.pieces.ends[b - 1]) - first)

    def own_clauses(self, pair: Pair, a: int, b: int) -> tuple[list[tuple[int, int]], bool]:
        """The pieces of a stretch clause by clause, without what another party's clause adds; and whether one did."""
        first, words = self._sentence(pair.sentence)
        own, others = self._named(pair, 1), self._named(pair, 2)
        whole = (int(self.pieces.starts[a]) - first, int(self.pieces.ends[b - 1]) - first)
        kept = own_clause(words.sentence, own, others, *whole)
        parts = split_clauses(words.sentence, own, *kept)
        stop = int(self.pieces.ends[pair.end - 1]) - first
        if (kept != whole or len(parts) > 1) and self._size(first, parts[-1]) < SHORTEST_CLAUSE:
            # The stretch breaks off in its own clause.
            parts[-1] = own_clause(words.sentence, own, others, parts[-1][0], stop)
        verbs = [next((words.cue_after(b, end) for a, b in own if start <= a < end), None) for start, end in parts]
        acts = {verb[0] for verb in verbs if verb is not None}
        if len(acts) < len(parts):
            parts = [kept]
        mixed = kept != whole or tells_of_others(words.sentence, own, others)
        clauses = [self.pieces.range_of(first + start, first + end) for start, end in parts]
        if any(high - low < SHORTEST_CLAUSE for low, high in clauses):
            return [(a, b)], mixed
        return clauses, mixed

    def _size(self, first: int, part: tuple[int, int]) -> int:
        """Pieces of a part of a sentence that begins at ``first``."""
        low, high = self.pieces.range_of(first + part[0], first + part[1])
        return high - low

    def clauses_of(self, pair: Pair) -> Iterator[tuple[int, int]]:
        """The clauses that begin with the party's name, where a verb of the word lists follows at once."""
        first, words = self._sentence(pair.sentence)
        own, others = self._named(pair, 1), self._named(pair, 2)
        stop = int(self.pieces.ends[pair.end - 1]) - first
        for start, after in own:
            verb = words.cue_after(after, stop)
            if verb is not None and verb[1] <= NEXT:
                parts = split_clauses(words.sentence, own, *own_clause(words.sentence, own, others, start, stop))
                low, high = self.pieces.range_of(first + parts[0][0], first + parts[0][1])
                if high - low >= SHORTEST_CLAUSE:
                    yield low, high

    def is_told_by(self, claim: Claim, other: Claim, pairs: Sequence[Pair]) -> bool:
        """Whether a claim is another party's clause that this party claims as well: it begins with the other's name and verb."""
        mine, theirs = pairs[claim.row], pairs[other.row]
        if mine.sentence != theirs.sentence or mine.party == theirs.party or theirs.distance:
            return False
        shared = min(claim.end, other.end) - max(claim.begin, other.begin)
        if shared < min(claim.end - claim.begin, other.end - other.begin) / 2:
            return False
        first, words = self._sentence(mine.sentence)
        start, end = int(self.pieces.starts[claim.begin]) - first, int(self.pieces.ends[claim.end - 1]) - first
        if any(start <= a < end for a, _ in self._named(mine, 1)) or self.says(mine, claim.begin):
            return False
        names = self._named(theirs, 1)
        if any(0 <= start - after <= 1 for _, after in names):  # it begins with the verb, right after the name
            return True
        opening = next((after for at, after in names if start <= at <= start + OPENING), None)
        if opening is None:
            return False
        verb = words.cue_after(opening, end)
        return (verb is not None and verb[1] <= NEXT) or bool(_AUXILIARY.match(words.sentence, opening))

    def says(self, pair: Pair, begin: int) -> bool:
        """Whether the party is named shortly before a piece: "the Bank reports that ...", "According to the Bank, ..."."""
        first, words = self._sentence(pair.sentence)
        start = int(self.pieces.starts[begin]) - first
        credited = ACCORDING.match(words.sentence)
        if credited and credited.end() <= start + 1 <= credited.end() + SAYS:
            return any(after <= credited.end() for _, after in self._named(pair, 1))
        near = [after for _, after in self._named(pair, 1) if 0 < start - after <= SAYS]
        return any(not set(":;,") & set(words.sentence[after:start]) for after in near)

    def credited_clause(self, pair: Pair) -> tuple[int, int] | None:
        """What a sentence tells "according to" the party that its head names, as far as it is not another's clause."""
        first, words = self._sentence(pair.sentence)
        head = ACCORDING.match(words.sentence)
        if head is None or not any(after <= head.end() for _, after in self._named(pair, 1)):
            return None
        stop = int(self.pieces.ends[pair.end - 1]) - first
        subject = [(head.end(), head.end() + 1)]
        begin, end = own_clause(words.sentence, subject, self._named(pair, 2), head.end(), stop)
        low, high = self.pieces.range_of(first + begin, first + end)
        return (low, high) if high - low >= SHORTEST_CLAUSE else None

    def _named(self, pair: Pair, mark: int) -> list[tuple[int, int]]:
        """Where this party (1) or others (2) are named in the sentence, as characters of it."""
        key = (pair.sentence, pair.party, mark)
        if key not in self.places:
            first = int(self.pieces.starts[pair.begin])
            at = np.flatnonzero(pair.marks == mark)
            runs = np.split(at, np.flatnonzero(np.diff(at) > 1) + 1) if len(at) else []
            self.places[key] = [
                (int(self.pieces.starts[pair.begin + r[0]]) - first, int(self.pieces.ends[pair.begin + r[-1]]) - first)
                for r in runs
            ]
        return self.places[key]

    def verb_of(self, pair: Pair, a: int, b: int) -> tuple[int, int] | None:
        """Act and distance of the cue after this party's name in the span or right before it: its own verb, most likely."""
        first, words = self._sentence(pair.sentence)
        start, end = int(self.pieces.starts[a]) - first, int(self.pieces.ends[b - 1]) - first
        own = self._named(pair, 1)
        inside = [at for at in own if start <= at[0] < end]
        before = [at for at in own if at[1] <= start <= at[1] + CLOSE_BEFORE]
        subject = inside[0] if inside else before[-1] if before else None
        return words.cue_after(subject[1], end) if subject else None

    def _sentence(self, number: int) -> tuple[int, SentenceWords]:
        """Where a sentence begins in the text, and its words."""
        begin, end = self.pieces.sentence_ranges[number]
        first = int(self.pieces.starts[begin])
        if number not in self.lexical:
            self.lexical[number] = SentenceWords(self.text[first : int(self.pieces.ends[end - 1])])
        return first, self.lexical[number]


def list_pairs(pieces: Pieces, mentions: Sequence[Mention]) -> Iterator[Pair]:
    """Each party with each sentence that names it, or that follows within reach of one that does."""
    here: dict[int, list[tuple[int, int, PartyId]]] = {}
    for m in mentions:
        a, b = pieces.range_of(m.span.start, m.span.end)
        if a < b:
            here.setdefault(int(pieces.sentence[a]), []).append((a, b, m.party))
    recent: dict[PartyId, tuple[int, tuple[tuple[int, int], ...]]] = {}
    for k, (begin, end) in enumerate(pieces.sentence_ranges):
        named = here.get(k, [])
        for party in sorted({p for _, _, p in named}):
            recent[party] = (k, tuple((a, b) for a, b, p in named if p == party))
        end = min(end, begin + LONGEST)
        if begin == end:
            continue
        for party, (at, places) in sorted(recent.items()):
            if k - at > REACH:
                continue
            marks = np.zeros(end - begin, np.int64)
            for own in (False, True):  # its own names last: "both sides" names it as well as the other
                for a, b, p in named:
                    if (p == party) is own:
                        marks[max(0, a - begin) : max(0, b - begin)] = 1 if own else 2
            yield Pair(k, party, min(k - at, 5), begin, end, marks, places)


def batch_pairs(pairs: Sequence[Pair]) -> list[list[Pair]]:
    """Pairs in batches, all those of a sentence in one."""
    batches: list[list[Pair]] = [[]]
    for _, group in groupby(pairs, key=lambda p: p.sentence):
        together = list(group)
        if len(batches[-1]) + len(together) > PAIRS and batches[-1]:
            batches.append([])
        batches[-1] += together
    return [b for b in batches if b]


def find_claims(memory: Memory, pairs: Sequence[Pair], stated: Floats, tags: Floats) -> list[Claim]:
    """Which pieces of its sentence each party states.

    Parameters
    ----------
    pairs : sequence of Pair
        All those of some sentences.
    stated : array, shape (pairs,), 0..1
        Chance that the party states something in the sentence.
    tags : array, shape (pairs, pieces, 3)
        Scores of outside, begins, inside.

    Returns
    -------
    list of Claim
        By pair, those that the stretches give first. Where a party surely states something but no stretch is long enough, its
        own clause is taken; a clause that a stretch lost since it is not its party's goes to the likeliest other party
        named in the sentence, barely sure, and so does what is told according to a party; what is claimed under a name of
        two parties is claimed for both; a clause that begins with one claimant's name and verb is nobody else's.
    """
    pieces = memory.pieces
    claims: list[Claim] = []
    lost: list[tuple[int, int, int]] = []
    for row, p in enumerate(pairs):
        if stated[row] < LEAST_STATED:
            continue
        chance = softmax(tags[row, : p.end - p.begin])
        placed = False
        for a, b, inside in find_stretches(chance, pieces, offset=p.begin, gain=GAIN):
            confidence = float(stated[row]) * inside**HALF
            if (
                confidence < (SAID_FROM if memory.says(p, a) else STATED_FROM)
                or pieces.word_start[a:b].sum() < FEWEST_WORDS
            ):
                continue
            placed = True
            clauses, cut = memory.own_clauses(p, a, b)
            clauses = [c for c in clauses if not any(o.row == row and o.begin < c[1] and c[0] < o.end for o in claims)]
            if not clauses:
                continue
            claims += [Claim(row, *clause, confidence, cut or len(clauses) > 1) for clause in clauses]
            if pieces.word_start[a : clauses[0][0]].sum() >= FEWEST_WORDS:
                lost.append((row, a, clauses[0][0]))
        if stated[row] >= UNPLACED_FROM:
            for clause in memory.clauses_of(p):
                if placed and not _is_joint(pairs, p, clause):
                    continue
                if not any(o.row == row and o.begin < clause[1] and clause[0] < o.end for o in claims):
                    claims.append(Claim(row, *clause, float(stated[row]) * UNPLACED**HALF, True))
    for row, a, b in lost:
        heir = _heir(pairs, stated, claims, row, a, b)
        if heir is not None:
            claims.append(Claim(heir, a, b, STATED_FROM, True))
    for row, p in enumerate(pairs):
        told = memory.credited_clause(p) if p.distance == 0 else None
        if told and not any(o.row == row and o.begin < told[1] and told[0] < o.end for o in claims):
            claims.append(Claim(row, *told, max(float(stated[row]), STATED_FROM), True))
    claims += _shared(pairs, claims)
    return _aligned([c for c in claims if not any(memory.is_told_by(c, o, pairs) for o in claims)])


def _aligned(claims: Sequence[Claim]) -> list[Claim]:
    """Claims of several parties to nearly the same pieces, as claims to the very same: "both accuse each other" is one clause."""
    out = []
    for c in claims:
        alike = [
            o
            for o in claims
            if min(c.end, o.end) - max(c.begin, o.begin) >= ALIKE * max(c.end - c.begin, o.end - o.begin)
        ]
        out.append(replace(c, begin=min(o.begin for o in alike), end=max(o.end for o in alike)))
    return out


def _shared(pairs: Sequence[Pair], claims: Sequence[Claim]) -> list[Claim]:
    """What one party claims under a name that is another's as well ("both sides", "the two"), for the other."""
    out: list[Claim] = []
    for c in claims:
        mine = pairs[c.row]
        if mine.distance:
            continue
        names = {at for at in mine.named if c.begin <= at[0] < c.end}
        for row, theirs in enumerate(pairs):
            if theirs.sentence != mine.sentence or theirs.party == mine.party or theirs.distance:
                continue
            held = any(o.row == row and o.begin < c.end and c.begin < o.end for o in [*claims, *out])
            if not held and names and names <= set(theirs.named):
                out.append(replace(c, row=row))
    return out


def _is_joint(pairs: Sequence[Pair], mine: Pair, clause: tuple[int, int]) -> bool:
    """Whether a clause begins with a name that stands for another party as well."""
    names = {at for at in mine.named if clause[0] <= at[0] < clause[1]}
    together = [p for p in pairs if p.sentence == mine.sentence and p.party != mine.party and not p.distance]
    return bool(names) and any(min(names) in p.named for p in together)


def _heir(pairs: Sequence[Pair], stated: Floats, claims: Sequence[Claim], loser: int, a: int, b: int) -> int | None:
    """The likeliest other party that the sentence has named by then and that claims nothing of these pieces yet."""
    free = [
        row
        for row, p in enumerate(pairs)
        if row != loser
        and p.sentence == pairs[loser].sentence
        and p.distance == 0
        and stated[row] >= HEIR_FROM
        and any(start < b for start, _ in p.named)
        and not any(c.row == row and c.begin < b and a < c.end for c in claims)
    ]
    return max(free, key=lambda row: (stated[row], -row), default=None)
