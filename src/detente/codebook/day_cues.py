"""Words by which reports state days that matter, and how far an allegation was looked into."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from detente.codebook.schemes import read_data
from detente.model import Corroboration


@dataclass(frozen=True, slots=True)
class DayCues:
    """The patterns of ``data/calendar.toml``; each finds whole words in any case."""

    deadline: re.Pattern[str]
    unset: re.Pattern[str]
    talks: re.Pattern[str]
    take_place: re.Pattern[str]
    unreal: re.Pattern[str]


@cache
def load_day_cues() -> DayCues:
    """The cues of deadlines and of rounds of talks, read once."""
    rows = read_data("calendar")
    return DayCues(*(_compile(rows[name]) for name in ("deadline", "unset", "talks", "take_place", "unreal")))


@cache
def load_corroboration() -> tuple[tuple[Corroboration, re.Pattern[str]], ...]:
    """For each rung above "alleged", what a sentence says of monitors; the one that prevails first.

    Returns
    -------
    tuple of (Corroboration, pattern)
        A pattern finds who looked and what they did, within one part of a sentence, in either order.
    """
    rows = read_data("corroboration")
    monitors = _words(rows["monitors"])
    return tuple(
        (
            Corroboration(rung),
            re.compile(
                rf"\b(?:{monitors})\b[^.;]{{0,80}}?\b(?:{_words(verbs)})(?!\w)"
                rf"|\b(?:{_words(verbs)}) by[^.;]{{0,40}}?\b(?:{monitors})(?!\w)",
                re.IGNORECASE,
            ),
        )
        for rung, verbs in rows["rungs"].items()
    )


@cache
def load_monitors() -> re.Pattern[str]:
    """Who can look into an alleged breach without being a party."""
    return _compile(read_data("corroboration")["monitors"])


def _compile(phrases: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{_words(phrases)})(?![\w-])", re.IGNORECASE)


def _words(phrases: Sequence[str]) -> str:
    """Phrases as alternatives, the longest first."""
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return "|".join(
        r"\s".join(r"[\w’'-]+" if word == "*" else re.escape(word).replace(r"\*", r"\w*") for word in phrase.split())
        for phrase in ordered
    )
