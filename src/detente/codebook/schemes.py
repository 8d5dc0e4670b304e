"""The coding schemes: what each act, stance, status and code means, and the words that announce them.

The words stand in ``data/*.toml``; every loader is cached and returns frozen values. Patterns are written alike in all
of these files:

- lower case; single spaces; matched whatever the case of the text, at word boundaries only;
- a ``*`` in a word stands for any letters or none: ``prisoner* of war`` finds "prisoners of war";
- a ``*`` that stands alone is any one word: ``cut * jobs`` finds "cut 1,200 jobs";
- a leading ``=`` asks for the letters as written: ``=may`` is the verb and never the month.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Generic, Protocol, TypeVar

import ahocorasick

from detente.model import Act, CommitmentStatus, ConditionKind, Span, Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class ActScheme:
    """What an act means and how it is shown."""

    act: Act
    label: str
    """For a table cell, in the third person: "demands"."""
    definition: str
    plover: str | None
    """Event type of PLOVER 2.0, coarser than ours; ``None`` where it has none."""
    modes: tuple[str, ...]
    """PLOVER modes that fit, main or auxiliary."""
    lean: Stance | None
    """Stance that the act usually goes with; ``None`` where either is usual."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceScheme:
    """How a stance is shown."""

    stance: Stance
    sign: str
    ascii: str
    word: str
    definition: str
    point: int | None = None
    """0 oppose, 1 open, 2 support; ``None`` where it takes no side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusScheme:
    """How far a commitment with this status has come."""

    status: CommitmentStatus
    label: str
    definition: str
    step: int
    """0 proposed, 1 agreed in principle, 2 agreed, 3 in force: the furthest step that the status implies."""
    over: bool
    """It has left the track: suspended, expired, terminated, rejected."""
    pa_x_stages: tuple[str, ...]
    """Stages of PA-X in which such a text is filed."""
    ceasefire_fields: tuple[str, ...]
    """Variables of the ETH-PRIO Civil Conflict Ceasefire data that are filled by then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One category of a published scheme, or of our extension ``X:``."""

    id: str
    """With its scheme: ``PA-X:TjPrire``."""
    label: str
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CueHit:
    """A word or phrase that announces an act."""

    span: Span
    act: Act
    """The act that it announces most often."""
    lemma: str
    said: bool
    """A verb of saying: its subject is the speaker. Verbs of wanting and deciding name a party, not a speaker."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HedgeHit:
    """A word that weakens what is said, or denies it."""

    span: Span
    marker: str
    negation: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionHit:
    """A word that ties one thing to another."""

    span: Span
    kind: ConditionKind
    marker: str
    gate_follows: bool
    """What is waited for follows the marker ("only after"); where false, what waits does ("a precondition for")."""
    weak: bool
    """As often about time or manner alone ("when", "after")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlookHit:
    """A phrase that says what is likely."""

    span: Span
    marker: str


class _Hit(Protocol):
    """Anything found at a place."""

    @property
    def span(self) -> Span: ...


HitT = TypeVar("HitT", bound=_Hit)

# In an escaped pattern.
_LONE_STAR = re.compile(r"(?<=\\ )\\\*(?=\\ |$)")
# One character for one character: offsets in the folded text are offsets in the text.
_LOOKALIKES = str.maketrans({"’": "'", "‘": "'", "‐": "-", "‑": "-", "\n": " ", "\t": " ", "\u00a0": " "})


def _folded(text: str) -> str:
    """The text in lower case with plain apostrophes, hyphens and spaces, of the same length."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    return lower.translate(_LOOKALIKES)


def _in_word(char: str) -> bool:
    """Whether a character belongs to a word: a letter, a digit or an underscore."""
    return char.isalnum() or char == "_"


class PhraseIndex:
    """Finds many patterns in one pass over a text (Aho-Corasick, linear in the text).

    Parameters
    ----------
    patterns : sequence of str
        In the notation at the top of this module. A repeated pattern is reported for each of its places.
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        self._patterns = [pattern.removeprefix("=") for pattern in patterns]
        self._exact = [pattern.startswith("=") for pattern in patterns]
        anchors: dict[str, list[int]] = {}
        self._rest: list[re.Pattern[str] | None] = []
        for number, pattern in enumerate(self._patterns):
            head, star, _ = pattern.lower().partition("*")
            anchors.setdefault(head, []).append(number)
            rest = _LONE_STAR.sub(r"\\S*\\w\\.??", re.escape(pattern.lower()))[len(re.escape(head)) :]
            tail = rest.replace(r"\*", r"\w*")
            self._rest.append(re.compile(tail + r"(?!\w)") if star else None)
        self._automaton = ahocorasick.Automaton()
        for anchor, numbers in anchors.items():
            self._automaton.add_word(anchor, (len(anchor), numbers))
        self._automaton.make_automaton()

    def find(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Every match as ``(start, end, number of the pattern)``, overlapping ones too, by end of its fixed head."""
        if not self._patterns:
            return
        folded = _folded(text)
        for last, (length, numbers) in self._automaton.iter(folded):
            start, stop = last + 1 - length, last + 1
            if start and _in_word(folded[start - 1]) and _in_word(folded[start]):
                continue
            for number in numbers:
                end = self._end(folded, stop, self._rest[number])
                if end and (not self._exact[number] or self._as_written(number, text[start:end])):
                    yield start, end, number

    @staticmethod
    def _end(folded: str, stop: int, rest: re.Pattern[str] | None) -> int | None:
        """Where the match ends, or ``None`` where it does not end with a word."""
        if rest:
            match = rest.match(folded, stop)
            return match.end() if match else None
        inside = stop < len(folded) and _in_word(folded[stop]) and _in_word(folded[stop - 1])
        return None if inside else stop

    def _as_written(self, number: int, found: str) -> bool:
        """Whether the letters before the first ``*`` stand in the pattern's own case."""
        return found.startswith(self._patterns[number].partition("*")[0])


class Lexicon(Generic[HitT]):
    """Patterns, each with what it stands for.

    Parameters
    ----------
    entries : pairs of pattern and a function that makes the hit from ``span=``
        ``None`` for a phrase that only looks like a hit: it takes its place ("even if") and gives none.
    """

    def __init__(self, entries: Iterable[tuple[str, Callable[..., HitT] | None]]) -> None:
        pairs = tuple(entries)
        self.patterns = tuple(pattern for pattern, _ in pairs)
        self._makers = [make for _, make in pairs]
        self._index = PhraseIndex(self.patterns)

    def find(self, text: str) -> tuple[HitT, ...]:
        """The hits in text order, none overlapping: the leftmost is kept, of several there the longest."""
        found = sorted(self._index.find(text), key=lambda hit: (hit[0], -hit[1], hit[2]))
        hits: list[HitT] = []
        free = 0
        for start, end, number in found:
            if start >= free:
                free = end
                if make := self._makers[number]:
                    hits.append(make(span=Span(start=start, end=end)))
        return tuple(hits)


def read_data(name: str) -> dict[str, Any]:
    """One of the codebook's own data files, by name without its ending."""
    return tomllib.loads(files(__package__).joinpath("data", f"{name}.toml").read_text(encoding="utf-8"))


def _fields(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row's fields, its lists as tuples."""
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}


@cache
def load_acts() -> Mapping[Act, ActScheme]:
    """The scheme of every act, in the model's order."""
    rows = read_data("acts")
    schemes = {}
    for act in Act:
        row = {"plover": None, "modes": (), "lean": None} | _fields(rows[act])
        schemes[act] = ActScheme(act=act, **row | {"lean": Stance(row["lean"]) if row["lean"] else None})
    return MappingProxyType(schemes)


@cache
def load_stances() -> Mapping[Stance, StanceScheme]:
    """The scheme of every stance, in the model's order."""
    rows = read_data("stances")
    return MappingProxyType({stance: StanceScheme(stance=stance, **rows[stance]) for stance in Stance})


@cache
def load_statuses() -> Mapping[CommitmentStatus, StatusScheme]:
    """The scheme of every status of a commitment, in the model's order."""
    rows = read_data("statuses")
    return MappingProxyType(
        {status: StatusScheme(status=status, **_fields(rows[status])) for status in CommitmentStatus}
    )


@cache
def load_codes() -> Mapping[str, Code]:
    """The categories of PA-X and of the extension ``X:``, by id.

    Notes
    -----
    PA-X is named by its identifiers only; the labels and the groups of the extension are ours.
    """
    codes = {}
    for scheme, groups in read_data("pa_x")["scheme"].items():
        for group, labels in groups.items():
            for key, label in labels.items():
                codes[f"{scheme}:{key}"] = Code(id=f"{scheme}:{key}", label=label, group=group)
    return MappingProxyType(codes)


@cache
def load_cues() -> Lexicon[CueHit]:
    """The words that announce acts."""
    return Lexicon(
        (form, None if act == "none" else partial(CueHit, act=Act(act), lemma=lemma, said=manner == "said"))
        for act, manners in read_data("cues").items()
        for manner, lemmas in manners.items()
        for lemma, forms in lemmas.items()
        for form in forms
    )


@cache
def load_hedges() -> Lexicon[HedgeHit]:
    """Hedges and negations."""
    return Lexicon(
        (pattern, partial(HedgeHit, marker=pattern.strip("=*"), negation=section == "negation"))
        for section, kinds in read_data("hedges").items()
        for patterns in kinds.values()
        for pattern in patterns
    )


@cache
def load_conditions() -> Lexicon[ConditionHit]:
    """Markers of conditions."""
    return Lexicon(
        (
            pattern,
            None
            if kind == "none"
            else partial(
                ConditionHit,
                kind=ConditionKind(kind),
                marker=pattern.strip("=*"),
                gate_follows="gate_first" not in place,
                weak=place.startswith("weak"),
            ),
        )
        for kind, places in read_data("conditions").items()
        for place, patterns in places.items()
        for pattern in patterns
    )


@cache
def load_outlook() -> Lexicon[OutlookHit]:
    """Phrases that say what is likely."""
    return Lexicon(
        (pattern, partial(OutlookHit, marker=pattern.strip("=*")))
        for patterns in read_data("outlook").values()
        for pattern in patterns
    )
