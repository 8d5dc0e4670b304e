"""The issue lexicon: matters that come up in negotiations of any kind, and the words by which texts raise them."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from detente.codebook.schemes import PhraseIndex
from detente.model import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """One matter that parties can be for or against.

    Keywords and the other word lists use the notation of :mod:`detente.codebook.schemes`.
    """

    id: str
    group: str
    """Short heading: "Security", "Trade"."""
    name: str
    """Row label in sentence case; may hold slots: ``{target}``, ``{who}``, ``{place}``, ``{thing}``."""
    plain: str
    """The name without slots."""
    codes: tuple[str, ...]
    """Ids of :func:`detente.codebook.schemes.load_codes`."""
    keywords: tuple[str, ...]
    requires: tuple[str, ...] = ()
    """At least one of these must stand in the text too, where any are given."""
    excludes: tuple[str, ...] = ()
    """None of these may stand in the text."""
    favour: tuple[str, ...] = ()
    """Words which, beside a keyword, speak for the issue as named ("lift" for easing sanctions)."""
    against: tuple[str, ...] = ()
    """Words which, beside a keyword, speak against the issue as named ("tighten")."""
    weight: int
    """1 broad ("talks") to 3 specific ("peacekeepers")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeHit:
    """A keyword of a theme, found at a place."""

    theme: Theme
    span: Span
    weight: int
    favour: tuple[Span, ...] = ()
    """Where in the whole text words stand that speak for the issue as named."""
    against: tuple[Span, ...] = ()
    """Where in the whole text words stand that speak against it."""


@cache
def load_themes() -> tuple[Theme, ...]:
    """Every theme, in the order of the files ``data/themes_*.toml`` and of the themes within them."""
    folder = files(__package__).joinpath("data")
    sources = sorted((f for f in folder.iterdir() if f.name.startswith("themes_")), key=lambda f: f.name)
    return tuple(
        _theme(row) for source in sources for row in tomllib.loads(source.read_text(encoding="utf-8"))["theme"]
    )


def _theme(row: dict[str, Any]) -> Theme:
    """A theme from its row; ``plain`` is the name where that has no slot."""
    return Theme(**{"plain": row["name"]} | {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()})


class ThemeIndex:
    """Finds themes in a text, all in one pass.

    Parameters
    ----------
    themes : sequence of Theme or None
        The themes to look for; the codebook's own by default.
    """

    def __init__(self, themes: Sequence[Theme] | None = None) -> None:
        self.themes = tuple(load_themes() if themes is None else themes)
        lists = ("keywords", "requires", "excludes", "favour", "against")
        self._patterns = sorted({p for theme in self.themes for name in lists for p in getattr(theme, name)})
        self._index = PhraseIndex(self._patterns)
        self._raised: dict[str, list[int]] = {}
        for number, theme in enumerate(self.themes):
            for word in dict.fromkeys(theme.keywords):
                self._raised.setdefault(word, []).append(number)

    def find(self, text: str) -> tuple[ThemeHit, ...]:
        """Every keyword of every theme that the text raises, usually a sentence.

        Returns
        -------
        tuple of ThemeHit
            In text order, longer before shorter, then by theme id. Hits of one theme do not overlap; hits of
            different themes may.

        Notes
        -----
        Linear in the text: only themes with a keyword in it are looked at.
        """
        places: dict[str, list[Span]] = {}
        for start, end, number in self._index.find(text):
            places.setdefault(self._patterns[number], []).append(Span(start=start, end=end))
        hits: list[ThemeHit] = []
        for number in sorted({number for word in places for number in self._raised.get(word, ())}):
            theme = self.themes[number]
            if any(word in places for word in theme.excludes):
                continue
            if theme.requires and not any(word in places for word in theme.requires):
                continue
            favour, against = _apart(theme.favour, places), _apart(theme.against, places)
            hits += (
                ThemeHit(theme=theme, span=span, weight=theme.weight, favour=favour, against=against)
                for span in _apart(theme.keywords, places)
            )
        return tuple(sorted(hits, key=lambda hit: (hit.span.start, -hit.span.end, hit.theme.id)))

    def best(self, text: str) -> ThemeHit | None:
        """The theme that the text is most clearly about, at its longest keyword; ``None`` where it raises none.

        Notes
        -----
        The heaviest theme wins; of those the one with most hits, then with the longest keyword, then the one that
        comes first in the text, then the first by id.
        """
        hits = self.find(text)
        counts: dict[str, int] = {}
        for hit in hits:
            counts[hit.theme.id] = counts.get(hit.theme.id, 0) + 1
        return min(
            hits,
            key=lambda hit: (-hit.weight, -counts[hit.theme.id], -len(hit.span), hit.span.start, hit.theme.id),
            default=None,
        )


@cache
def load_theme_index() -> ThemeIndex:
    """The finder of the codebook's own themes, made once."""
    return ThemeIndex()


def _apart(patterns: Sequence[str], places: dict[str, list[Span]]) -> tuple[Span, ...]:
    """Where the patterns stand, in text order; of two that overlap the leftmost, then the longest."""
    spans = {span for pattern in patterns for span in places.get(pattern, ())}
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return tuple(kept)
