"""What every part of the terminal brief writes with: signs that the terminal holds, references, exact columns."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from rich import box
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from detente.brief.brief import Brief
from detente.brief.words import (
    STANCE_SIGNS,
    STANCE_WORDS,
    References,
    clip_quote,
    count_words,
    is_unsure,
    party_codes,
    position_word,
    quoted,
)
from detente.model import Evidence, Position, Stance, Standing, Statement

Words: TypeAlias = str | tuple[str, str] | Text
"""Words as they are, with a style, or set already."""

WIDE = 100
"""Columns from which boxes and whole lines fit."""
PLAIN = 80
"""Columns from which the table has columns at all."""

STYLES = {Stance.SUPPORT: "cyan", Stance.OPEN: "yellow", Stance.OPPOSE: "red", Stance.NEUTRAL: ""}

_LISTED = 8
"""Passages listed for one stance in one cell."""

_SIGNS = {"●": "+", "◐": "~", "■": "x"}
_STROKES = {"─": "-", "═": "=", "┄": "-", "║": "|", "┤": "-", "├": "-", "▶": ">"}
_OTHERS = {
    "–": "-",
    "—": "-",
    "·": ".",
    "→": ">",
    "…": "...",
    "½": ".5",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "«": '"',
    "»": '"',
}
_ASCII_BOX = box.Box("----\n| ||\n----\n| ||\n----\n----\n| ||\n----\n", ascii=True)
_JOINERS = "\u200c\u200d"
"""Zero-width characters that belong to the spelling of Persian, Hindi and others."""


class Pen:
    """Writes words that a terminal can show: no control characters, nothing outside its encoding.

    Parameters
    ----------
    encoding : str
        Name of a codec.

    Raises
    ------
    LookupError
        If there is none of that name.
    """

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding
        self._fallbacks: dict[str, str] = {}
        for signs in (_SIGNS, _STROKES):
            if not all(map(self._holds, signs)):
                self._fallbacks |= signs
        self.box = box.ROUNDED if all(map(self._holds, "╭─┬╮│├┼┤╰┴╯")) else _ASCII_BOX

    def __call__(self, *parts: Words) -> Text:
        """One text from words, styled words and texts."""
        text = Text()
        for part in parts:
            if isinstance(part, Text):
                text.append_text(part)
            else:
                words, style = (part, "") if isinstance(part, str) else part
                text.append(self.spell(words), style or None)
        return text

    def spell(self, words: str) -> str:
        """The words in signs that the terminal holds; white space of any kind is one blank."""
        if words.isascii() and words.isprintable():
            return words
        return "".join(map(self._sign, words))

    def _sign(self, sign: str) -> str:
        if sign.isspace():
            return " "
        category = unicodedata.category(sign)
        if category == "Cf" and sign not in _JOINERS:
            return ""  # such characters can reorder or hide what follows them
        if category in ("Cc", "Cs", "Cn"):
            return "\ufffd" if self._holds("\ufffd") else "?"
        if sign in self._fallbacks:
            return self._fallbacks[sign]
        if self._holds(sign):
            return sign
        plain = "".join(letter for letter in unicodedata.normalize("NFKD", sign) if self._holds(letter))
        return _OTHERS.get(sign) or plain or ("" if category in ("Cf", "Mn", "Me") else "?")

    def _holds(self, sign: str) -> bool:
        try:
            sign.encode(self._encoding)
        except UnicodeEncodeError:
            return False
        return True


class Page:
    """One brief at one width."""

    def __init__(self, brief: Brief, pen: Pen, console: Console) -> None:
        self.brief = brief
        self.pen = pen
        self.width = console.width
        self.wide = console.color_system is not None and self.width >= WIDE
        self.narrow = self.width < PLAIN
        self._console = console
        self.refs = References(brief)
        self.codes = party_codes(brief.table.parties)
        self.several = len(brief.reports) > 1
        self.own_words = "the reports’ own words" if self.several else "the article’s own words"
        self.sentences = count_words(brief.counts.sentences, "sentence")

    def title(self, title: str) -> Text:
        """A section's heading, ruled to the end of the line."""
        return self.pen((title, "bold"), (f" {'─' * (self.width - len(title) - 1)}", "dim"))

    def wrap(self, text: Text, width: int) -> list[Text]:
        """A text's lines at a width; one empty line for an empty text."""
        return list(text.wrap(self._console, width, overflow="fold")) or [Text()]

    def rule(self) -> Text:
        """A line across."""
        return self.pen(("─" * self.width, "dim"))

    def nothing(self, what: str) -> Text:
        """The one honest sentence of an empty section."""
        return self.pen(f"No {what} found in {self.sentences}.")

    def cited(self, *evidence: Evidence) -> Words:
        """A reference in brackets, with the blank before it; nothing where no passage holds the words."""
        return self._reference(map(self.refs.number, self.refs.passages(evidence)))

    def marked(self, statements: Sequence[Statement]) -> Words:
        """The same for statements, the latest of them: ~ where one hedges, ? where one is unsure."""
        numbers = []
        for passage in self.refs.passages(s.evidence for s in statements):
            held = [s for s in statements if self.refs.passage(s.evidence) == passage]
            hedged, unsure = any(s.hedge for s in held), any(map(is_unsure, held))
            numbers.append(f"{self.refs.number(passage)}{'~' * hedged}{'?' * unsure}")
        if len(numbers) > _LISTED:
            numbers = [f"{len(numbers) - _LISTED} before", *numbers[-_LISTED:]]
        return self._reference(numbers)

    def _reference(self, numbers: Iterable[str]) -> Words:
        joined = ",".join(numbers)
        return (f" [{joined}]" if joined else "", "dim")

    def quote(self, evidence: Evidence, condition: Evidence | None = None) -> Words:
        """A quotation in its marks, cut where it is long."""
        return (quoted(clip_quote(evidence, condition)), "italic")

    def sign(self, stance: Stance) -> Words:
        """A stance in sign and word."""
        return (f"{STANCE_SIGNS[stance]} {STANCE_WORDS[stance]}", STYLES[stance])

    def heading(self, position: Position) -> Text:
        """A position in signs and word."""
        if position.standing is Standing.SINGLE:
            return self.pen(self.sign(position.stance))
        signs = ((STANCE_SIGNS[stance], STYLES[stance]) for stance in position.stances)
        return self.pen(*signs, f" {position_word(position)}")


def stack(lines: Iterable[Text]) -> Text:
    """Texts under one another."""
    return Text("\n").join(lines)


def grid(widths: Sequence[int], rows: Iterable[Sequence[Text]], *, gap: int = 1, right: bool = False) -> Grid:
    """Columns without lines, at exact widths; the last one flush right where asked."""
    columns = Grid.grid(padding=(0, gap, 0, 0))
    for place, width in enumerate(widths, 1):
        columns.add_column(width=width, overflow="fold", justify="right" if right and place == len(widths) else "left")
    for row in rows:
        columns.add_row(*row)
    return columns
