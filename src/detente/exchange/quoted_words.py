"""Where an excerpt stands in a report, though marks and spaces may be written otherwise."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from detente.model import Document, Span

_QUOTES = "“”„‟«»‹›‘’‚‛`´′″'\""
_DASHES = "‐‑‒–—―−"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
# The Discourse Network Analyzer writes commas for semicolons and single quotation marks for double ones.
_SAME = str.maketrans(
    dict.fromkeys(_QUOTES, '"') | dict.fromkeys(_DASHES, "-") | dict.fromkeys(_INVISIBLE) | {";": ",", "…": "..."}
)
_ELLIPSES = ("[...]", "(...)", "...")
_SPACE = re.compile(r"\s+")


def find_passage(document: Document, excerpt: str) -> Span | None:
    """The first place where a report holds an excerpt to the letter.

    Parameters
    ----------
    document : Document
    excerpt : str
        As somebody copied it: quotation marks, dashes and white space may be other ones, and marks around the whole or
        an ellipsis at its ends are no part of it.

    Returns
    -------
    Span or None
        The report's own words, from word boundary to word boundary; ``None`` where they do not stand there.
    """
    words = excerpt.strip()
    start = document.text.find(words) if words else -1
    if start >= 0 and _is_whole(document.text, start, start + len(words)):
        return Span(start=start, end=start + len(words))
    folded = _SPACE.sub(" ", words.translate(_SAME)).strip()
    text, places = _fold(document.text)
    for wanted in dict.fromkeys((folded, _unwrap(folded))):
        at = text.find(wanted) if wanted else -1
        while at >= 0:
            span = Span(start=places[at], end=places[at + len(wanted) - 1] + 1)
            if _is_whole(document.text, span.start, span.end):
                return span
            at = text.find(wanted, at + 1)
    return None


def _unwrap(folded: str) -> str:
    """An excerpt without the marks around it."""
    words = folded.strip(' "')
    for ellipsis in _ELLIPSES:
        words = words.removeprefix(ellipsis).removesuffix(ellipsis)
    return words.strip(' "')


@lru_cache(maxsize=256)
def _fold(text: str) -> tuple[str, Sequence[int]]:
    """A text as excerpts are compared with it, and where each of its characters came from."""
    folded: list[str] = []
    places: list[int] = []
    in_space = False
    for place, character in enumerate(text):
        if character.isspace():
            if not in_space:
                folded.append(" ")
                places.append(place)
            in_space = True
            continue
        same = character.translate(_SAME)
        folded.append(same)
        places += [place] * len(same)
        in_space = in_space and not same
    return "".join(folded), places


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether no word is cut at either end."""
    before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    after = end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
    return not (before or after)
