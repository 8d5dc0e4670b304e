"""Which party or issue the user means by a word."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

import typer

from detente.model import Issue, Party

Named = TypeVar("Named")


def match_party(parties: Sequence[Party], asked: str) -> Party:
    """The party that is meant: by id, name or alias, or by beginnings of their words.

    Raises
    ------
    typer.BadParameter
        If none is meant, or several; the message names what there is.
    """
    rungs: tuple[Callable[[Party], Sequence[str]], ...] = (
        lambda party: (party.id,),
        lambda party: (party.name,),
        lambda party: party.aliases,
    )
    return _match(parties, asked, rungs, lambda party: f"{party.id} ({party.name})", "PARTY")


def match_issue(issues: Sequence[Issue], asked: str) -> Issue:
    """The issue that is meant: by id or name, or by beginnings of their words.

    Raises
    ------
    typer.BadParameter
        If none is meant, or several; the message names what there is.
    """
    rungs: tuple[Callable[[Issue], Sequence[str]], ...] = (lambda issue: (issue.id,), lambda issue: (issue.name,))
    return _match(issues, asked, rungs, lambda issue: f"{issue.id} ({issue.name})", "ISSUE")


def _match(
    known: Sequence[Named],
    asked: str,
    rungs: Sequence[Callable[[Named], Sequence[str]]],
    show: Callable[[Named], str],
    hint: str,
) -> Named:
    """Whole names first, rung by rung, then beginnings of words; the first rung that anything stands on decides."""
    words = _words(asked)
    tests: tuple[Callable[[list[str]], bool], ...] = (
        lambda name: name == words,
        lambda name: all(any(part.startswith(word) for part in name) for word in words),
    )
    for test in tests:
        for names in rungs:
            meant = [one for one in known if words and any(test(_words(name)) for name in names(one))]
            if len(meant) == 1:
                return meant[0]
            if meant:
                raise typer.BadParameter(f"{asked!r} may be any of:{_listed(meant, show)}", param_hint=hint)
    there = f"there are:{_listed(known, show)}" if known else "none was found in these reports"
    raise typer.BadParameter(f"nothing is called {asked!r} here; {there}", param_hint=hint)


def _words(name: str) -> list[str]:
    """The words of a name, case, dots and a leading article left out."""
    words = re.findall(r"\w+", name.casefold().replace(".", ""))
    return words[1:] if len(words) > 1 and words[0] == "the" else words


def _listed(known: Sequence[Named], show: Callable[[Named], str]) -> str:
    """Each with its id and name, on a line of its own."""
    return "".join(f"\n  {show(one)}" for one in known)
