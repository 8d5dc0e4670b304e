"""Signs of the page: stances, conditions, voices and quotation marks as markup."""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente.brief.markup import Markup, el, letters
from detente.brief.words import STANCE_WORDS, quoted, short_name
from detente.model import Party, Position, Stance, Standing, Statement, Voice

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_SHORT = 12
"""Letters of a party's name up to which it stands whole in charts and notes."""

_SHAPES = {
    Stance.SUPPORT: (el("circle", cx=8, cy=8, r="6.6", fill="currentColor"),),
    Stance.OPEN: (
        el("circle", cx=8, cy=8, r="5.8", fill="none", stroke="currentColor", stroke_width="1.6"),
        el("path", d="M8 2.2a5.8 5.8 0 0 1 0 11.6z", fill="currentColor"),
    ),
    Stance.OPPOSE: (
        el("rect", x=2, y=2, width=12, height=12, rx=1, fill="currentColor"),
        el("path", d="M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6", stroke="var(--paper)", stroke_width="1.7"),
    ),
    Stance.NEUTRAL: (el("path", d="M3 8h10", stroke="currentColor", stroke_width="1.8"),),
}
_LEFT_HALF = {
    Stance.SUPPORT: {"d": "M6.6 2.2a5.9 5.9 0 0 0 0 11.6z", "fill": "currentColor"},
    Stance.OPEN: {
        "d": "M6.3 2.4a5.7 5.7 0 0 0 0 11.2z",
        "fill": "none",
        "stroke": "currentColor",
        "stroke_width": "1.5",
    },
    Stance.OPPOSE: {"d": "M1.4 2.2h5.6v11.6H1.4z", "fill": "currentColor"},
    Stance.NEUTRAL: {"d": "M1 8h5.4", "stroke": "currentColor", "stroke_width": "1.8"},
}
_RIGHT_HALF = {
    Stance.SUPPORT: {"d": "M9.4 2.2a5.9 5.9 0 0 1 0 11.6z", "fill": "currentColor"},
    Stance.OPEN: {
        "d": "M9.7 2.4a5.7 5.7 0 0 1 0 11.2z",
        "fill": "none",
        "stroke": "currentColor",
        "stroke_width": "1.5",
    },
    Stance.OPPOSE: {"d": "M9 2.2h5.6v11.6H9z", "fill": "currentColor"},
    Stance.NEUTRAL: {"d": "M9.6 8H15", "stroke": "currentColor", "stroke_width": "1.8"},
}


def sign_definitions() -> Markup:
    """The four stance signs, drawn once and used by name."""
    symbols = (el("symbol", *shape, id=f"g-{stance}", viewBox="0 0 16 16") for stance, shape in _SHAPES.items())
    return el("svg", el("defs", *symbols), width=0, height=0, class_="defs", aria_hidden="true", focusable="false")


def sign(stance: Stance, *, small: bool = False) -> Markup:
    """One stance as a sign."""
    shape = el("use", href=f"#g-{stance}")
    return el("svg", shape, class_=f"g {stance} s" if small else f"g {stance}", viewBox="0 0 16 16", aria_hidden="true")


def halved_sign(first: Stance, second: Stance) -> Markup:
    """Two stances as two halves of one sign."""
    left = el("path", class_=first.value, **_LEFT_HALF[first])
    right = el("path", class_=second.value, **_RIGHT_HALF[second])
    return el("svg", left, right, class_="g", viewBox="0 0 16 16", aria_hidden="true")


def gate_sign() -> Markup:
    """The sign of a condition: an arrow that meets a bar."""
    line = el("path", d="M9.5 1v10M1 6h6M5 3.8 7.2 6 5 8.2", fill="none", stroke="currentColor", stroke_width="1.4")
    return el("svg", line, class_="gi", viewBox="0 0 12 12", aria_hidden="true")


def stance_mark(stance: Stance) -> Markup:
    """A stance in running text: small sign and word."""
    return el("span", sign(stance, small=True), STANCE_WORDS[stance], class_=f"st {stance}")


def unsure_mark() -> Markup:
    """The word that stands by a statement of low confidence."""
    return el("span", "unsure", class_="unsure")


def position_sign(position: Position) -> Markup:
    """A cell's stance as a sign, halved where it holds two."""
    if position.standing is Standing.SINGLE or len(position.stances) == 1:
        return sign(position.stance)
    return halved_sign(position.stances[0], position.stances[1])


def quotation(words: str, language: str) -> Markup:
    """A quotation as a block of its own, in its own writing direction and language.

    ``language`` is the report's; it is written only where it is not the page's English.
    """
    lang = None if language == "en" else language
    return el("blockquote", el("p", letters(quoted(words)), dir="auto", lang=lang))


def spelt(count: int) -> str:
    """A small number in letters."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def join_or(names: Sequence[str]) -> str:
    """A choice in running text: "a, b or c"."""
    return " or ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def short_party(party: Party) -> str:
    """A party's name for charts and notes: initials where the texts themselves use them, "US" for "U.S."."""
    if len(party.name) <= _SHORT:
        return party.name
    initials = "".join(re.findall(r"\b[A-Z]", party.name))
    used = {alias.replace(".", "") for alias in party.aliases} | {party.id.upper()}
    return initials if len(initials) > 1 and initials in used else party.name


def voice_mark(statement: Statement) -> Markup:
    """Whose mouth a statement comes from, as a cell shows it."""
    if statement.speaker is None:
        return el("i", "article", class_="reporter")
    name = short_name(statement.speaker)
    relayed = statement.voice is Voice.RELAYED
    return el("i", f"per {name}" if relayed else name, class_="relayed" if relayed else "own")
