"""What each party has at stake, as a table that an analyst keeps by hand: CSV from a spreadsheet, or TOML.

    issue,party,point,salience,capability,reference
    quota,hall,20,0.9,1,0
    quota,mill,50,0.6,0.4,

A spreadsheet's habits are no mistakes: a mark before the first word, semicolons or tabs between the columns, decimal
commas, empty lines and columns at the ends.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from math import isfinite
from pathlib import Path
from typing import NoReturn

from detente.codebook.agenda_file import Block, read_blocks
from detente.errors import CodebookError
from detente.model import IssueId, PartyId
from detente.model.forecast import IssueContest, Stake

NEEDED = ("issue", "party", "point", "salience", "capability")
"""Columns that a table must have."""
OTHERS = ("reference", "note")
"""Columns that it may have; a note is for people and is not read."""
MOST_BYTES = 50_000_000
"""Size of one file from which it is refused."""

_MOST = {"point": 100.0, "salience": 1.0, "capability": 1.0, "reference": 100.0}
"""Where each number ends; all begin at 0."""
_KEYS = {"": ("issue",), "issue": ("id", "reference", "stake"), "issue.stake": NEEDED[1:]}
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]+)?")
_SAVE = 'save the table as CSV (in a spreadsheet: "CSV UTF-8")'


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """One stake as it stands in the file."""

    issue: str
    party: str
    numbers: Mapping[str, float | None]
    """By column; ``None`` where nothing is given."""
    lines: Mapping[str, int]
    """Where each column of it stands."""


def load_stakes(path: Path) -> tuple[IssueContest, ...]:
    """Who wants what on each issue, how much it cares and what it can bring to bear, from a file.

    Parameters
    ----------
    path : Path
        TOML where the name ends in ``.toml``, else CSV with a header; UTF-8, or UTF-16 with a mark.

    Returns
    -------
    tuple of IssueContest
        Issues and parties in the order in which the file first names them. A stake without a point is kept: no method
        counts it, and the result names it.

    Raises
    ------
    CodebookError
        With the file and, where there is one, the line: if it cannot be read, is no table of stakes, a number is
        missing or out of its range, a party stands twice on an issue, or an issue has fewer than two parties with a
        position or none with weight.
    """
    text = _text(path)
    if path.suffix.lower() == ".toml":
        return _contests(list(_blocks(text, str(path))), str(path))
    return _contests(list(_rows(text, str(path))), str(path))


def _text(path: Path) -> str:
    """A file's text, if it is there and one."""
    where = str(path)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise CodebookError(f"the file is larger than {MOST_BYTES // 10**6} MB; divide it by issues", path=where)
        content = path.read_bytes()
    except FileNotFoundError:
        raise CodebookError("there is no such file; name a table of stakes", path=where) from None
    except IsADirectoryError:
        raise CodebookError("this is a directory; name the table of stakes in it", path=where) from None
    except OSError as error:
        raise CodebookError(f"the stakes cannot be read: {error.strerror or error}", path=where) from None
    if content.startswith(b"PK\x03\x04"):
        raise CodebookError(f"this is a spreadsheet or another zipped file, not text; {_SAVE}", path=where)
    try:
        wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
        text = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise CodebookError(f"this is not UTF-8 text; {_SAVE}", path=where, line=line) from None
    if "\0" in text:
        raise CodebookError(f"this is binary, not text; {_SAVE}", path=where)
    if not text.strip():
        raise CodebookError(f"the file is empty; its first line is to be {','.join(NEEDED)}", path=where)
    return text


def _rows(text: str, path: str) -> Iterator[_Entry]:
    """The stakes of a CSV file, a row each."""
    first = next(line for line in text.splitlines() if line.strip())
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    columns: list[str] = []
    line, ended, width = 1, 0, 0
    try:
        for cells in reader:
            # A quoted cell may hold line ends; the row is where it begins.
            line, ended = ended + 1, reader.line_num
            row = [" ".join(cell.split()) for cell in cells]
            if not any(row):
                continue
            if not columns:
                columns, width = _header(row, path, line), len(row)
                continue
            # A cell too many, be it empty: a decimal comma may have pushed the others to the right.
            if len(row) > width or any(row[len(columns) :]):
                _fail(
                    f"{len(row)} cells under {len(columns)} columns; put a cell that holds "
                    f"{reader.dialect.delimiter!r} in double quotation marks, and write decimals with a point",
                    path,
                    line,
                )
            values = dict(zip(columns, row + [""] * len(columns), strict=False))
            for column in ("issue", "party"):
                if not values[column]:
                    _fail(f"the {column} is missing; fill it in on every line", path, line)
            yield _Entry(
                issue=values["issue"],
                party=values["party"],
                numbers={column: _number(column, values.get(column, ""), path, line) for column in _MOST},
                lines=dict.fromkeys(NEEDED + OTHERS, line),
            )
    except csv.Error as error:
        raise CodebookError(f"not valid CSV: {error}; check the quotation marks", path=path, line=ended + 1) from None


def _header(row: Sequence[str], path: str, line: int) -> list[str]:
    """The columns by name, those without one at the end left out."""
    columns = [name.casefold() for name in row]
    while not columns[-1]:
        columns.pop()
    for name in NEEDED:
        if name not in columns:
            _fail(f"the header has no column {name!r}; it is to be {','.join(NEEDED)}", path, line)
    for place, name in enumerate(columns):
        if name not in NEEDED + OTHERS:
            near = get_close_matches(name, NEEDED + OTHERS, 1)
            advice = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(NEEDED + OTHERS)}"
            _fail(f"unknown column {row[place]!r}; {advice}", path, line)
        if name in columns[:place]:
            _fail(f"the column {name!r} comes twice", path, line)
    return columns


def _number(column: str, text: str, path: str, line: int) -> float | None:
    """A cell's number, with a decimal point or comma; ``None`` where the cell is empty."""
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        _fail(f"{column} is {text!r}; expected a number from 0 to {_MOST[column]:g}, or nothing", path, line)
    return float(text.replace(",", "."))


def _blocks(text: str, path: str) -> Iterator[_Entry]:
    """The stakes of a TOML file, a block each."""
    file = read_blocks(text, path=path)
    _check_keys(file)
    for issue in file.blocks("issue"):
        _check_keys(issue)
        name = issue.name("id") or issue.fail(f"{issue} needs an id")
        reference, stakes = issue.number("reference"), issue.blocks("stake")
        if not stakes:
            issue.fail(f"{issue} has no stake; add an [[issue.stake]] for each party")
        for stake in stakes:
            _check_keys(stake)
            party = stake.name("party") or stake.fail(f"{stake} needs a party")
            yield _Entry(
                issue=" ".join(name.split()),
                party=" ".join(party.split()),
                numbers={**{key: stake.number(key) for key in NEEDED[2:]}, "reference": reference},
                lines={
                    "issue": issue.line("id"),
                    "reference": issue.line("reference"),
                    **{key: stake.line(key) for key in NEEDED[1:]},
                },
            )


def _check_keys(block: Block) -> None:
    """Refuse a key that nobody would read."""
    for key in block.values:
        if key not in (known := _KEYS[block.kind]):
            block.fail(f"{block} has no key {key!r}; there are {', '.join(known)}", key)


def _contests(entries: Sequence[_Entry], path: str) -> tuple[IssueContest, ...]:
    """The stakes put together by issue, and checked."""
    if not entries:
        raise CodebookError("there is no stake under the header; add a line for each party and issue", path=path)
    spellings: dict[tuple[str, str], tuple[str, int]] = {}
    issues: dict[str, list[_Entry]] = {}
    for entry in entries:
        for what, name in (("issue", entry.issue), ("party", entry.party)):
            spelt, line = spellings.setdefault((what, name.casefold()), (name, entry.lines[what]))
            if spelt != name:
                _fail(f"the {what} {name!r} is {spelt!r} in line {line}; spell it one way", path, entry.lines[what])
        _check_numbers(entry, path)
        for other in issues.setdefault(entry.issue, []):
            if other.party == entry.party:
                message = f"{entry.party!r} stands on {entry.issue!r} in line {other.lines['party']} already"
                _fail(f"{message}; give each party one stake an issue", path, entry.lines["party"])
        issues[entry.issue].append(entry)
    return tuple(_contest(issue, own, path) for issue, own in issues.items())


def _check_numbers(entry: _Entry, path: str) -> None:
    """Refuse a number that is missing or out of its range."""
    for column, value in entry.numbers.items():
        if value is None:
            if column in ("salience", "capability"):
                message = f"{entry.party!r} has no {column} on {entry.issue!r}; give a number from 0 to 1"
                _fail(message, path, entry.lines[column])
        elif not (isfinite(value) and 0 <= value <= _MOST[column]):
            scaled = "; divide a scale of 0 to 100 by 100" if _MOST[column] == 1 and 1 < value <= 100 else ""
            message = f"{column} is {value:g}; expected a number from 0 to {_MOST[column]:g}{scaled}"
            _fail(message, path, entry.lines[column])


def _contest(issue: str, entries: Sequence[_Entry], path: str) -> IssueContest:
    """One issue with all its stakes."""
    told = [entry for entry in entries if entry.numbers["reference"] is not None]
    reference = told[0].numbers["reference"] if told else None
    for entry in told:
        if entry.numbers["reference"] != reference:
            message = f"the reference of {issue!r} is {entry.numbers['reference']:g}, and {reference:g}"
            _fail(f"{message} in line {told[0].lines['reference']}; give one an issue", path, entry.lines["reference"])
    stakes = tuple(
        Stake(
            party=PartyId(entry.party),
            point=entry.numbers["point"],
            salience=entry.numbers["salience"] or 0.0,
            capability=entry.numbers["capability"] or 0.0,
        )
        for entry in entries
    )
    contest = IssueContest(issue=IssueId(issue), stakes=stakes, reference=reference)
    line = entries[0].lines["issue"]
    if len(contest.placed) < 2:
        _fail(f"fewer than two parties have a point on {issue!r}; add one, or take the issue out", path, line)
    if not any(stake.salience * stake.capability for stake in contest.placed):
        _fail(f"nobody has weight on {issue!r}: salience times capability is 0 for all; raise one", path, line)
    return contest


def _fail(message: str, path: str, line: int) -> NoReturn:
    """Refuse the file because of one of its lines."""
    raise CodebookError(message, path=path, line=line)
