"""Names that no list holds: unions, companies, ministries and the like, recognised by their last or first words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from detente.codebook.gazetteer_types import Claim, Entry, Kind, Lexicon, Pattern
from detente.model import PartyId

_JOINING = frozenset(["of", "and", "the", "for", "&", "de", "des", "du"])
_MOST_WORDS = 8
_LONGEST_WORD = 40
"""Code points; no name has a longer one, and none is looked for in a longer stretch."""
_WORD = re.compile(r" (\S{1,40})(?!\S)")
_POSSESSIVE = re.compile(r"(?:'s|(?<=s)') $")
_NOBODY: tuple[int, tuple[Entry, ...]] = (0, ())
_SPACE = re.compile(" ")
_COMPOUND = re.compile('-[a-z]|"')
_OF = re.compile(r" of (?:the )?")
_FIRST = re.compile(r"[^a-z0-9]+")
_ENDING = re.compile(
    r"[ ,]+(?:Corp|Corporation|Inc|Incorporated|Co|Cos|Company|Ltd|Limited|Plc|plc|PLC|AG|S\.A|SA|N\.V|NV|SpA"
    r"|S\.p\.A|GmbH|Group|Holdings)\.?$"
)
_ABBREVIATION = re.compile(r" ?\((?:the )?([A-Z][A-Za-z&.+-]{0,11}[A-Z+])\)")
_CAPITAL = re.compile(r"\b[A-Z]")
_OPEN_WORDS = frozenset([Kind.COMPANY, Kind.UNION])
"""Kinds whose names may begin with a known party's: "Canada Post Corp", "Boeing Engineers Union"."""


class NamesReader:
    """Extends pattern words over the capitalised words beside them.

    Parameters
    ----------
    lexicon : Lexicon
    plain : str
        The text, folded.
    owners : mapping of int to (int, entries)
        Names of parties by the offset at which they end, with their start.
    begins : mapping of int to (int, entries)
        Names of parties by the offset at which they begin, with their end.
    endings : set of int
        Where the last words of patterns end.
    """

    def __init__(
        self,
        lexicon: Lexicon,
        plain: str,
        owners: Mapping[int, tuple[int, tuple[Entry, ...]]],
        begins: Mapping[int, tuple[int, tuple[Entry, ...]]],
        endings: frozenset[int],
    ) -> None:
        self.lexicon = lexicon
        self.plain = plain
        self.owners = owners
        self.begins = begins
        self.endings = endings

    def read(self, start: int, end: int, pattern: Pattern) -> Claim | None:
        """The name around pattern words, or ``None`` where nothing extends them."""
        last = self._rightwards(end, pattern.kind) if pattern.begins else end
        if pattern.begins and last == end:
            return None
        word, following = self.plain[start:last].split()[-1], _WORD.match(self.plain, last)
        if following and f"{word} {following[1]}" in self.lexicon.titles:
            return None
        first = self._leftwards(start, pattern.kind)
        inner = [at for at in self._word_starts(first, start) if at in self.begins]
        if any(self.begins[at][0] >= last for at in inner if at > first):
            return None
        if pattern.kind in (Kind.BODY, Kind.GOVERNMENT):
            named = next((at for at in inner if self.begins[at][0] < start), first)
            if owned := self._owned(named, start, last):
                return owned
        if pattern.ministry and "Ministry" not in self.plain[start:end]:
            return None
        if first == start and not pattern.begins and not pattern.ministry:
            return None
        kind = Kind.BODY if pattern.ministry else pattern.kind
        return Claim(first, last, 3, self._entries(self.plain[first:last], kind))

    def _word_starts(self, first: int, last: int) -> list[int]:
        """Where words begin between two offsets, both included."""
        return [first, *(first + match.end() for match in _SPACE.finditer(self.plain[first:last]))]

    def _owned(self, first: int, head: int, last: int) -> Claim | None:
        """A ministry or body of a state that stands before or after it: "Russian Foreign Ministry"."""
        owner: tuple[Entry, ...] = ()
        if first in self.begins and self.begins[first][0] < head:
            owner = self.begins[first][1]
        elif (possessive := _POSSESSIVE.search(self.plain, max(0, first - 3), first)) is not None:
            _, owner = self.owners.get(possessive.start(), _NOBODY)
        elif first - 1 in self.owners and self.plain[first - 1] == " ":
            first, owner = self.owners[first - 1]
        if not owner and (match := _OF.match(self.plain, last)) and match.end() in self.begins:
            last, owner = self.begins[match.end()]
        if not owner or self.lexicon.parties[owner[0].party].kind not in (Kind.COUNTRY, Kind.ORGANISATION):
            return None
        entries = tuple(
            Entry(
                party=entry.party,
                party_name=entry.party_name,
                kind=Kind.GOVERNMENT if self.lexicon.parties[entry.party].kind is Kind.COUNTRY else Kind.BODY,
                surface=self.plain[first:last],
                faction_of=entry.faction_of,
            )
            for entry in owner
        )
        return Claim(first, last, 3, entries)

    def _leftwards(self, start: int, kind: Kind) -> int:
        """How far a name reaches to the left of its last words."""
        at = first = start
        for _ in range(_MOST_WORDS):
            if at == 0 or self.plain[at - 1] != " ":
                break
            began = self.plain.rfind(" ", max(0, at - _LONGEST_WORD), at - 1) + 1
            if began == 0 and at > _LONGEST_WORD:
                break
            word = self.plain[began : at - 1]
            if at - 1 in self.owners and kind not in _OPEN_WORDS and self._is_name(at - 1):
                break
            if word in _JOINING:
                if began == 0 or began - 1 in self.owners or not self._joins_left(word, began, first, kind):
                    break
            elif self._belongs(word):
                first = began
            else:
                break
            at = began
        return first

    def _joins_left(self, word: str, began: int, first: int, kind: Kind) -> bool:
        """Whether a small word continues a name to the left: "of the" does, "and" after a whole name does not."""
        if word == "and":
            acronym = self.plain[began - 3 : began - 1].isupper()
            return (
                kind is not Kind.COMPANY and not acronym and began - 1 not in self.endings and first not in self.begins
            )
        return word != "the" or self.plain.endswith((" of ", " for "), 0, began)

    def _joins_right(self, word: str, ends: int, kind: Kind) -> bool:
        """Whether a small word continues a name to the right."""
        if word == "and":
            return kind is not Kind.COMPANY and ends + 1 not in self.begins and not self.plain.startswith(" the ", ends)
        return word != "of" or kind not in (Kind.BODY, Kind.GOVERNMENT) or not self._state_follows(ends)

    def _state_follows(self, ends: int) -> bool:
        """Whether a party's name stands after "of" or "of the"."""
        return ends + 1 in self.begins or (self.plain.startswith(" the ", ends) and ends + 5 in self.begins)

    def _is_name(self, end: int) -> bool:
        """Whether a party is named by more than an adjective there."""
        return any(entry.kind is not Kind.ADJECTIVE for entry in self.owners[end][1])

    def _rightwards(self, end: int, kind: Kind) -> int:
        """How far a name reaches to the right of its first words."""
        at = last = end
        for _ in range(_MOST_WORDS):
            match = _WORD.match(self.plain, at)
            if match is None:
                break
            word = match[1].rstrip(".,;:!?)\"'")
            if word in _JOINING:
                if not self._joins_right(word, match.end(), kind):
                    break
            elif word and self._belongs(word) and match[1][0].isalnum():
                last = match.start(1) + len(word)
                if match[1] != word:
                    break
            else:
                break
            at = match.end()
        return last

    def _belongs(self, word: str) -> bool:
        """Whether a word beside a pattern is part of the name."""
        return (
            word[:1].isupper()
            and not _COMPOUND.search(word)
            and word not in self.lexicon.words["stop"]
            and not word.endswith(("'s", ",", ";", ":", ")", '"', "!", "?"))
            and (not word.endswith(".") or "." in word[:-1] or len(word) <= 3)
        )

    def _entries(self, name: str, kind: Kind) -> tuple[Entry, ...]:
        """What a name that is not listed stands for: a listed party with a company's ending, or a party of its own."""
        short = _ENDING.sub("", name) if kind is Kind.COMPANY else name
        listed = self.lexicon.surfaces.get(short)
        if listed and any(entry.kind is kind for entry in listed.names):
            shared = len(listed.names) > 1 or short in self.lexicon.words["shared_names"]
            return () if shared else listed.names
        slug = _FIRST.sub("-", (short or name).lower()).strip("-")
        return (
            Entry(party=PartyId(slug), party_name=" ".join(name.split()), kind=kind, surface=" ".join(name.split())),
        )


def read_short_names(lexicon: Lexicon, plain: str, stand: Sequence[Claim]) -> dict[str, tuple[Entry, ...]]:
    """Short names that a text itself gives, with what they stand for.

    Parameters
    ----------
    lexicon : Lexicon
    plain : str
        The text, folded.
    stand : sequence of Claim
        Names found in it, without overlaps.

    Returns
    -------
    dict of str to entries
        "(NUWM)" after a name, a company without "Corp"; no entries for an abbreviation of something that is no party,
        where the list would see one.
    """
    shorts: dict[str, tuple[Entry, ...]] = {}
    ends: dict[int, Claim] = {}
    for claim in stand:
        if claim.entries:
            ends[claim.end] = claim
        if claim.entries and claim.entries[0].kind is Kind.COMPANY:
            name = plain[claim.start : claim.end]
            short = _ENDING.sub("", name)
            if short != name and len(short) > 2:
                shorts.setdefault(short, claim.entries)
    for match in _ABBREVIATION.finditer(plain):
        short, at = match[1], match.start()
        full = ends.get(at)
        name = plain[full.start : full.end] if full else ""
        if full and " " in name and name[0] == short[0]:
            shorts[short] = full.entries
        elif full is None and short in lexicon.surfaces:
            initials = _CAPITAL.findall(plain[max(0, at - 20 * len(short)) : at])
            if initials[-len(short) :] == list(short):
                shorts[short] = ()
    return {short: entries for short, entries in shorts.items() if _adds(lexicon, short, entries)}


def _adds(lexicon: Lexicon, short: str, entries: tuple[Entry, ...]) -> bool:
    """Whether a short name says more than the list does."""
    listed = lexicon.surfaces.get(short)
    return not (listed and entries and entries[0].party in {entry.party for entry in listed.names})
