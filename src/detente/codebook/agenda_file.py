"""TOML that people edit by hand: blocks of keys and values, each with the line that it stands on.

The standard library parses; a second pass over the same text, known to be valid by then, notes the lines.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from detente.errors import CodebookError

Place = tuple[str | int, ...]
"""Way from the top of the file to a value, lists counted from 0: ``("party", 1, "aliases", 0)``."""

_ADVICE = {
    "Invalid value": 'a text stands between straight quotation marks, as in name = "The Union"',
    "Illegal character '\\n'": "the closing quotation mark is missing",
    "Unclosed array": "a comma between two entries or the closing ] is missing",
    "Expected newline": 'one key a line; a quotation mark inside a text is written \\"',
    "Unescaped '\\'": "a backslash is written twice",
    "Cannot overwrite": "a key can stand only once in a block",
    "Cannot declare": "a block that can come again has double brackets, as in [[party]]",
}
"""What an analyst can do about a message of :mod:`tomllib`, by how that begins."""
_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?:"{0,2})'
    r"|'''.*?'''(?:'{0,2})"
    r'|"(?:\\.|[^"\\])*"'
    r"|'[^']*'"
    r"|\#[^\n]*"
    r"|[\[\]{},.=]"
    # A date and a time with a space between them are one value.
    r"|[^\s\[\]{},.=\#\"']+(?:\ \d\d:[^\s\[\]{},.=\#]+)?",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One table of the file; the file itself is one too, at the place ``()``."""

    values: Mapping[str, Any]
    place: Place
    lines: Mapping[Place, int]
    """One-based lines of the whole file."""
    path: str | None
    """Name of the file for messages."""

    @property
    def kind(self) -> str:
        """Where it stands without the numbers, ``issue.option``; empty for the file."""
        return ".".join(step for step in self.place if isinstance(step, str))

    def __str__(self) -> str:
        """The block as its first line names it: ``[[issue.option]]``."""
        return f"[[{self.kind}]]" if self.kind else "the head of the file"

    def line(self, *steps: str | int) -> int:
        """Where a key or an entry of a list stands; for one that is not there, what would hold it."""
        place = self.place + steps
        while place not in self.lines:
            place = place[:-1]
        return self.lines[place]

    def fail(self, message: str, *steps: str | int) -> NoReturn:
        """Refuse the file because of the block itself, a key of it, or an entry of a list."""
        raise CodebookError(message, path=self.path, line=self.line(*steps))

    def text(self, key: str) -> str | None:
        """A text, which may be empty; ``None`` where the key is absent."""
        value = self.values.get(key)
        if value is not None and not isinstance(value, str):
            self.fail(f'{key} is to be a text in quotation marks, as in {key} = "..."', key)
        return value

    def name(self, key: str) -> str | None:
        """A text that is not blank; ``None`` where the key is absent."""
        text = self.text(key)
        if text is not None and not text.strip():
            self.fail(f"{key} is empty; write one, or take the line out", key)
        return text

    def names(self, key: str) -> tuple[str, ...]:
        """A list of texts, none of them blank; empty where the key is absent."""
        values = self.values.get(key, [])
        if not isinstance(values, list):
            self.fail(f'{key} is to be a list of texts, as in {key} = ["one", "two"]', key)
        for number, value in enumerate(values):
            if not isinstance(value, str):
                self.fail(f"every entry of {key} is to be a text in quotation marks", key, number)
            if not value.strip():
                self.fail(f"an entry of {key} is empty; write a name, or take it out", key, number)
        return tuple(values)

    def number(self, key: str) -> float | None:
        """A finite number; ``None`` where the key is absent."""
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.fail(f"{key} is to be a number without quotation marks, as in {key} = 0.5", key)
        if not abs(value) <= sys.float_info.max:
            self.fail(f"{key} is to be a finite number", key)
        return float(value)

    def blocks(self, key: str) -> tuple[Block, ...]:
        """The blocks of one kind that stand in this one, in the order of the file."""
        rows = self.values.get(key, [])
        made = tuple(
            Block(values=row, place=(*self.place, key, number), lines=self.lines, path=self.path)
            for number, row in enumerate(rows if isinstance(rows, list) else [rows])
        )
        for block in made:
            if not isinstance(rows, list) or not isinstance(block.values, dict):
                block.fail(f"each {key} is a block of its own; it begins with the line {block}")
        return made


def read_blocks(text: str, *, path: str | None = None) -> Block:
    """Parse a file's text.

    Parameters
    ----------
    text : str
        The whole file.
    path : str or None
        Name of the file for messages.

    Returns
    -------
    Block
        The file: its own keys, and the blocks in it.

    Raises
    ------
    CodebookError
        If it is not valid TOML.
    """
    try:
        values = tomllib.loads(text)
        lines = _Scan(text).lines
    except tomllib.TOMLDecodeError as error:
        message = re.sub(r"\s*\(at [^()]*\)$", "", str(error))
        where = re.search(r"\(at line (\d+)[^()]*\)$", str(error))
        line = int(where[1]) if where else text.rstrip().count("\n") + 1
        known = (advice for start, advice in _ADVICE.items() if message.startswith(start))
        advice = next(known, None) if where else "the file ends within a text, a list or a line; close it"
        raise CodebookError(
            f"not valid TOML: {message}" + (f"; {advice}" if advice else ""), path=path, line=line
        ) from None
    except (ValueError, RecursionError):
        # The limits of the interpreter: digits of one number, lists within lists.
        raise CodebookError("a number is too long, or lists are nested too deeply", path=path) from None
    return Block(values=values, place=(), lines=lines, path=path)


class _Scan:
    """Notes the line of every key, block and entry of a list in a text that is valid TOML."""

    def __init__(self, text: str) -> None:
        self.lines: dict[Place, int] = {(): 1}
        self._newest: dict[Place, int] = {}
        self._tokens: list[tuple[str, int]] = []
        self._at = 0
        line, counted = 1, 0
        for match in _TOKEN.finditer(text):
            line += text.count("\n", counted, match.start())
            counted = match.start()
            if not match[0].startswith("#"):
                self._tokens.append((match[0], line))
        block: Place = ()
        while self._peek():
            if self._peek() == "[":
                block = self._header()
            else:
                self._pair(block)

    def _peek(self) -> str:
        """The next token, empty at the end."""
        return self._tokens[self._at][0] if self._at < len(self._tokens) else ""

    def _take(self) -> tuple[str, int]:
        """The next token and its line."""
        self._at += 1
        return self._tokens[self._at - 1]

    def _keys(self) -> tuple[list[str], int]:
        """A key, split at its dots, and its line."""
        keys: list[str] = []
        while not keys or self._peek() == ".":
            if keys:
                self._take()
            token, line = self._take()
            keys.append(tomllib.loads(f"key = {token}")["key"] if token[0] in "\"'" else token)
        return keys, line

    def _header(self) -> Place:
        """``[a.b]``, or ``[[a.b]]``, which begins another entry of a list; gives the place of what follows."""
        self._take()
        again = self._peek() == "["
        if again:
            self._take()
        keys, line = self._keys()
        for _ in range(1 + again):
            self._take()
        place: Place = ()
        for number, key in enumerate(keys, 1):
            place += (key,)
            self.lines.setdefault(place, line)
            if again and number == len(keys):
                self._newest[place] = self._newest.get(place, -1) + 1
            if place in self._newest:
                place += (self._newest[place],)
                self.lines.setdefault(place, line)
        return place

    def _pair(self, block: Place) -> None:
        """``key = value``."""
        keys, line = self._keys()
        place = block
        for key in keys:
            place += (key,)
            self.lines.setdefault(place, line)
        self._take()
        self._value(place)

    def _value(self, place: Place) -> None:
        """A value with all that it holds."""
        token, line = self._take()
        self.lines.setdefault(place, line)
        entries = 0
        while token in ("[", "{") and self._peek() not in ("]", "}"):
            if token == "[":
                self._value((*place, entries))
            else:
                self._pair(place)
            entries += 1
            if self._peek() == ",":
                self._take()
        if token in ("[", "{"):
            self._take()
        while self._peek() == ".":
            self._at += 2
