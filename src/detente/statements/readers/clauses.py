"""Which part of a sentence is one party's own, where "while", "but" or "and" begin another party's clause."""

from __future__ import annotations

import re
from collections.abc import Sequence

_BREAK = re.compile(
    r"(?:[,;:]\s+|\s+[–—]\s*)(?:(?:but|while|and|whereas|although|though|as|yet|so|with)\s+)?|\s+(?:but|while|whereas|although)\s+",
    re.I,
)
_OPENS = 30
"""Characters after a break within which the name of whom a clause is about must begin."""
_AFTER_NAME = re.compile(r"(?:[’']s)?(?:\s+[A-Z][\w’'-]*)*(?P<aside>,[^,]{3,60},(?=\s[a-z]))?\s+[a-z]")
_NO_SUBJECT = re.compile(
    r"\b(?:after|before|until|if|unless|that|when|for|to|of|with|by|from|on|in|at|as|than|once)\b", re.I
)

Range = tuple[int, int]


def own_clause(sentence: str, own: Sequence[Range], others: Sequence[Range], start: int, end: int) -> Range:
    """A stretch without the clauses at its ends that are about somebody else.

    Parameters
    ----------
    sentence : str
    own, others : sequence of (int, int)
        Where the party and where other parties are named in the sentence.
    start, end : int
        The stretch.

    Returns
    -------
    (int, int)
        The stretch itself where the party is not named in it, or where no clause of another begins or ends in it.
    """
    named = [(a, b) for a, b in own if start <= a < end]
    if not named:
        return start, end
    everybody = [*own, *others]
    breaks = [m for m in _BREAK.finditer(sentence, start, end) if _begins_clause(sentence, m, own, others)]
    for m in breaks:
        theirs = _subject(sentence, m.end(), others)
        goes_on = any(_subject(sentence, o.end(), everybody) in own for o in breaks if o.start() >= m.start())
        if theirs is not None and named[0][0] < m.start() and not goes_on:
            end = m.start()
            break
    for m in reversed(breaks):
        if m.end() < end and _subject(sentence, m.end(), own) is not None and not any(a < m.start() for a, _ in named):
            start = m.end()
            break
    return start, end


def tells_of_others(sentence: str, own: Sequence[Range], others: Sequence[Range]) -> bool:
    """Whether a clause of the sentence begins with somebody else as its subject."""
    return any(
        _subject(sentence, m.end(), others) is not None
        and _subject(sentence, m.end(), own) is None
        and _begins_clause(sentence, m, own, others)
        for m in _BREAK.finditer(sentence)
    )


def split_clauses(sentence: str, own: Sequence[Range], start: int, end: int) -> list[Range]:
    """A stretch cut where its own party is named anew as the subject of another clause.

    "The parties agreed to it, but both accuse each other of breaking it" tells two things of the same parties.
    """
    out: list[Range] = []
    for m in _BREAK.finditer(sentence, start, end):
        subject = _subject(sentence, m.end(), own)
        again = subject is not None and subject[0] > m.start() and any(start <= a < m.start() for a, _ in own)
        if again and subject is not None and subject[1] >= end:
            return [*out, (start, m.start())]  # the stretch breaks off within the next clause's subject
        if again and _begins_clause(sentence, m, own, []):
            out.append((start, m.start()))
            start = m.end()
    return [*out, (start, end)]


def _begins_clause(sentence: str, found: re.Match[str], own: Sequence[Range], others: Sequence[Range]) -> bool:
    """Whether a party is named right after a break and a lower-case word follows its name; a list goes on otherwise."""
    subject = _subject(sentence, found.end(), [*own, *others])
    after = _AFTER_NAME.match(sentence, subject[1]) if subject else None
    if subject is None or after is None:
        return False
    if after["aside"]:  # "and Moscow, regardless of this, has shown"
        return True
    follows = sentence[subject[1] : subject[1] + 6]
    return not re.match(r"(?:[’']s)?(?:,| and\b| or\b)", follows) or bool(
        re.search(r"but|while|whereas", found.group())
    )


def _subject(sentence: str, at: int, named: Sequence[Range]) -> Range | None:
    """The first name that begins close after a break, with nothing between that makes it an object or a condition."""
    first = min((r for r in named if at <= r[0] <= at + _OPENS), default=None)
    return None if first is None or _NO_SUBJECT.search(sentence, at, first[0]) else first
