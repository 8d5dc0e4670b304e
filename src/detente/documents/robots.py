"""What a site's ``robots.txt`` lets a program read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite
from urllib.parse import unquote

READ_BYTES = 500_000
"""As much of the file as is read; RFC 9309 asks for at least 500 kibibytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rules for one program."""

    rules: tuple[tuple[bool, str], ...] = ()
    """Whether a pattern allows, and the pattern; ``*`` stands for anything, ``$`` at its end for the path's end."""
    delay: float | None = None
    """Seconds between two requests that the site asks for."""

    def allow(self, path: str) -> bool:
        """Whether a path, with its query, may be read: the longest pattern that fits decides, on a tie the kinder."""
        fitting = [(len(pattern), allows) for allows, pattern in self.rules if _fits(pattern, path)]
        return max(fitting, default=(0, True))[1]


NOTHING = Rules(rules=((False, "/"),))
"""Rules of a site whose file cannot be had: it may forbid everything."""


def parse_robots(text: str, *, agent: str) -> Rules:
    """Which rules of a ``robots.txt`` hold for a program.

    Parameters
    ----------
    text : str
        The file, however broken: lines that say nothing known are passed over.
    agent : str
        The program's name; where no group names it, those for ``*`` hold.

    Returns
    -------
    Rules
        Of all groups that name the program, taken together.

    Notes
    -----
    RFC 9309, with ``Crawl-delay`` beside it. The standard library's parser takes the first rule that fits instead of
    the longest, and knows no ``*`` within a path.
    """
    wanted = {agent.lower(), "*"}
    groups: dict[str, list[tuple[str, str]]] = {}
    named: set[str] = set()
    beginning = False
    for key, value in _fields(text.lstrip("\ufeff").splitlines()):
        if key == "user-agent":
            named = {*(named if beginning else ()), value.partition("/")[0].lower()} & wanted
            beginning = True
            for name in named:
                groups.setdefault(name, [])
        elif key in ("allow", "disallow", "crawl-delay"):
            beginning = False
            for name in named:
                groups[name].append((key, value))
    chosen = groups.get(agent.lower(), groups.get("*", []))
    delays = [delay for key, value in chosen if key == "crawl-delay" and (delay := _seconds(value)) is not None]
    return Rules(
        rules=tuple((key == "allow", value) for key, value in chosen if key != "crawl-delay" and value),
        delay=max(delays, default=None),
    )


def _fields(lines: Iterable[str]) -> Iterable[tuple[str, str]]:
    """The key and value of each line that has them."""
    for line in lines:
        key, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield key.strip().lower(), value.strip()


def _seconds(value: str) -> float | None:
    """A delay, or ``None`` for what is none."""
    try:
        seconds = float(value)
    except ValueError:
        return None
    return seconds if isfinite(seconds) and seconds >= 0 else None


def _fits(pattern: str, path: str) -> bool:
    """Whether a path begins as a pattern says; by plain search, as a regular expression may take for ever."""
    ended = pattern.endswith("$")
    first, *rest = (unquote(part) for part in pattern.removesuffix("$").split("*"))
    path = unquote(path)
    if not path.startswith(first):
        return False
    at = len(first)
    if ended and rest:
        last = rest.pop()
        if len(path) - len(last) < at or not path.endswith(last):
            return False
        path = path[: len(path) - len(last)]
    elif ended:
        return at == len(path)
    for part in rest:
        at = path.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True
