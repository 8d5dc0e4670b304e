"""What the cells of a table coded by hand mean: names of columns, stances, acts, days."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from detente.codebook.schemes import load_acts, read_data
from detente.documents.text import parse_date
from detente.exchange.table_file import fold_head, plain
from detente.model import Act, ConditionKind, Stance

_NUMBERED = re.compile(
    r"(\d{1,4})[/.\-](\d{1,2})[/.\-](\d{2,4})(?:[ T]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp][Mm])?)?"
)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]+\d{1,2}:\d{2}\S*)?")
_NUMBER = re.compile(r"[+\-−–]?\d+(?:[.,]0+)?")
_SIGNED = {-1: Stance.OPPOSE, 0: Stance.NEUTRAL, 1: Stance.SUPPORT}
_BINARY = {0: Stance.OPPOSE, 1: Stance.SUPPORT}


class DayOrder(StrEnum):
    """What 03/04/2025 is."""

    DMY = "dmy"
    """3 April."""
    MDY = "mdy"
    """4 March."""


@dataclass(frozen=True, slots=True)
class Words:
    """The codebook's words for coded tables."""

    columns: Mapping[str, tuple[str, ...]]
    """Names of each field's column, as :func:`~detente.exchange.table_file.fold_head` gives them; its own first."""
    stances: Mapping[str, Stance]
    acts: Mapping[str, Act]
    usual_acts: Mapping[Stance, Act]
    conditions: tuple[tuple[str, ConditionKind], ...]
    """How conditions begin, the longest first."""


@cache
def load_words() -> Words:
    """The words that ship with detente, read once."""
    kept = read_data("coded_tables")
    acts = {fold_head(word): act for act, scheme in load_acts().items() for word in (act.value, scheme.label)}
    leads = [(lead, ConditionKind(kind)) for kind, listed in kept["conditions"].items() for lead in listed]
    return Words(
        columns=MappingProxyType({field: tuple(names) for field, names in kept["columns"].items()}),
        stances=MappingProxyType({w: Stance(key) for key, listed in kept["stances"].items() for w in listed}),
        acts=MappingProxyType(acts | {w: Act(key) for key, listed in kept["acts"].items() for w in listed}),
        usual_acts=MappingProxyType({Stance(key): Act(act) for key, act in kept["usual_acts"].items()}),
        conditions=tuple(sorted(leads, key=lambda lead: (-len(lead[0]), lead[0]))),
    )


def number_scale(cells: Iterable[str]) -> Mapping[int, Stance]:
    """What the numbers in a column of stances stand for.

    Parameters
    ----------
    cells : iterable of str
        The whole column.

    Returns
    -------
    mapping
        With a -1 among them, -1, 0 and 1 are oppose, neutral and support; with 0 and 1 alone, oppose and support. Empty
        where any other number stands there: a scale that is not known is not guessed.
    """
    found = {_as_number(plain(cell)) for cell in set(cells)} - {None}
    if found - {-1, 0, 1}:
        return {}
    return _SIGNED if -1 in found else _BINARY


def read_stance(cell: str, scale: Mapping[int, Stance]) -> Stance | None:
    """The stance that a cell gives, by its word or its number on the column's scale; ``None`` for anything else."""
    word = plain(cell)
    number = _as_number(word)
    if number is not None:
        return scale.get(number)
    known = load_words().stances
    return known.get(word.casefold()) or known.get(fold_head(word))


def read_act(cell: str) -> Act | None:
    """The act that a cell gives by key, label or another word for it; ``None`` for anything else."""
    return load_words().acts.get(fold_head(cell))


def read_condition(words: str) -> tuple[ConditionKind, str] | None:
    """How a condition binds and what it waits for; ``None`` where it does not begin with a word that says how."""
    folded = words.casefold()
    for lead, kind in load_words().conditions:
        if folded.startswith(f"{lead} "):
            return kind, words[len(lead) :].strip()
    return None


def read_day(cell: str, order: DayOrder | None) -> date | str:
    """The day that a cell names.

    Parameters
    ----------
    cell : str
        ``2025-03-24`` with or without a time, ``24 March 2025``, ``March 24, 2025``, ``24.3.2025``, ``24/03/2025``.
    order : DayOrder or None
        What comes first where both could be a month; without it such days are refused. Days between full stops are
        always day, month, year.

    Returns
    -------
    date or str
        A string says why it is no day that can be told, and what to do.
    """
    text = plain(cell)
    try:
        if found := _ISO.fullmatch(text):
            return date(*map(int, found.groups()))
        if found := _NUMBERED.fullmatch(text):
            return _from_numbers(text, found, order)
    except ValueError:
        return f"{text!r} is no day of the calendar"
    return parse_date(text) or f"{text!r} is no day that can be read; write it as 2025-03-24"


def _from_numbers(text: str, found: re.Match[str], order: DayOrder | None) -> date | str:
    first, second, year = int(found[1]), int(found[2]), int(found[3])
    if len(found[1]) > 2 or len(found[3]) == 3:
        return f"{text!r} is no day that can be read; write it as 2025-03-24"
    if "." in text:
        order = DayOrder.DMY
    if year < 100:
        if order is None:
            return f"{text!r} may be several days; say how days are written with --dates dmy or --dates mdy"
        year += 2000 if year < 70 else 1900
    if order is None and first <= 12 and second <= 12 and first != second:
        return f"{text!r} may be two days; say which with --dates dmy or --dates mdy"
    if order is None:
        order = DayOrder.MDY if second > 12 else DayOrder.DMY
    day, month = (first, second) if order is DayOrder.DMY else (second, first)
    return date(year, month, day)


def _as_number(word: str) -> int | None:
    if not _NUMBER.fullmatch(word):
        return None
    return int(re.split("[.,]", word.replace("−", "-").replace("–", "-"))[0])


def name_words(name: str) -> tuple[str, ...]:
    """What of a name counts when two are compared: its words, whatever their case, without dots and a leading article."""
    words = re.findall(r"\w+", plain(name).casefold().replace(".", ""))
    return tuple(words[1:] if len(words) > 1 and words[0] == "the" else words)


def find_columns(heads: Sequence[str], chosen: Mapping[str, str]) -> tuple[dict[str, int], dict[str, list[str]]]:
    """Which column holds which field.

    Parameters
    ----------
    heads : sequence of str
        The head row.
    chosen : mapping of str to str
        Fields to names of columns, as the user maps them; they go before the known names.

    Returns
    -------
    dict
        Numbers of columns by field.
    dict
        Fields for which several columns would do, with these columns' names; empty where all is clear.
    """
    folded = [fold_head(head) for head in heads]
    taken: dict[str, int] = {}
    for field, head in chosen.items():
        if fold_head(head) in folded:
            taken[field] = folded.index(fold_head(head))
    unclear: dict[str, list[str]] = {}
    for field, names in load_words().columns.items():
        places = [n for n, head in enumerate(folded) if head in names and n not in taken.values()]
        own = [n for n in places if folded[n] == names[0]]
        if field in taken or not places:
            continue
        if len(own or places) > 1:
            unclear[field] = [plain(heads[n]) for n in own or places]
        else:
            taken[field] = (own or places)[0]
    return taken, unclear
