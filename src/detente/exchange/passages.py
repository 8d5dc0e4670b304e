"""Where quoted words stand in a text: at the place that a file names, or found again by the words."""

from __future__ import annotations

from collections.abc import Callable

from detente.model import Document, Span

CONTEXT = 32
"""Code points on either side of a quotation that are written beside it, so that it is found again."""

Place = Callable[[int, int, str], Span]
"""From start, end and words to where they stand; a :class:`ValueError` says that they do not."""


def standing_in(document: Document) -> Place:
    """Quotations exactly where the file says that they stand."""

    def place(start: int, end: int, words: str) -> Span:
        if not stands(document.text, start, end, words):
            raise ValueError(f"{_shown(words)} does not stand at {start}..{end} of {document.name}")
        return Span(start=start, end=end)

    return place


def stands(text: str, start: int, end: int, words: str) -> bool:
    """Whether a text has these words, and not only white space, at this place."""
    return 0 <= start < end <= len(text) and text[start:end] == words and bool(words.strip())


def context_of(text: str, span: Span) -> tuple[str, str]:
    """The words before and after a place."""
    return text[max(0, span.start - CONTEXT) : span.start], text[span.end : span.end + CONTEXT]


def find_again(text: str, start: int, end: int, words: str, *, before: str = "", after: str = "") -> Span | None:
    """Where a quotation stands in a text that may have changed since.

    Parameters
    ----------
    text : str
        As it is now.
    start, end : int
        Where the words stood, in code points.
    words : str
        The quotation, to the letter.
    before, after : str
        What stood on either side.

    Returns
    -------
    Span or None
        The named place, if the words and what is around them stand there; else the one where most of what was around
        them stands; ``None`` if there is none, or if several are as likely: nothing is guessed.
    """
    if not words.strip():
        return None
    if stands(text, start, end, words) and _likeness(text, start, end, before, after) == len(before) + len(after):
        return Span(start=start, end=end)
    best: list[int] = []
    most = -1
    at = text.find(words)
    while at >= 0:
        likeness = _likeness(text, at, at + len(words), before, after)
        if likeness > most:
            most, best = likeness, []
        if likeness == most:
            best.append(at)
        at = text.find(words, at + 1)
    if start in best:
        best = [start]
    return Span(start=best[0], end=best[0] + len(words)) if len(best) == 1 else None


def found_in(document: Document, shift: int) -> Place:
    """Quotations in a text that changed: moved as far as the statement's own, else where the words stand once only."""

    def place(start: int, end: int, words: str) -> Span:
        if stands(document.text, start + shift, end + shift, words):
            return Span(start=start + shift, end=end + shift)
        found = find_again(document.text, start, end, words)
        if found is None:
            raise ValueError(f"{_shown(words)} is not found again in {document.name}, or in several places")
        return found

    return place


def _likeness(text: str, start: int, end: int, before: str, after: str) -> int:
    """Code points around a place that are the same, counted outwards from it."""
    same = 0
    while same < len(before) and same < start and text[start - same - 1] == before[-same - 1]:
        same += 1
    right = 0
    while right < len(after) and end + right < len(text) and text[end + right] == after[right]:
        right += 1
    return same + right


def _shown(words: str) -> str:
    """A quotation in a message, not too long."""
    return repr(words if len(words) <= 60 else f"{words[:57]}...")
