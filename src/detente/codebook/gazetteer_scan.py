"""One text against the gazetteer: every known string in it, and what it may mean beside its neighbours."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property

import ahocorasick

from detente.codebook.gazetteer_data import fold
from detente.codebook.gazetteer_names import NamesReader, read_short_names
from detente.codebook.gazetteer_people import PeopleReader
from detente.codebook.gazetteer_reach import reach_out
from detente.codebook.gazetteer_types import Claim, Entry, Found, Kind, Lexicon, Style, Surface, with_executive
from detente.model import PartyId

_LINE = re.compile(r"[^\n]+")
_LONGEST_TITLE = 160
"""Code points; longer lines are sentences, whatever their capitals."""
_PREFIX = re.compile(r"(?:(?<![\w-])(?!(?:al|el|ad|as|ul)-)[a-z]\w*|\b(?:Anti|Pro|Non|Ex|Pre|Post|Mid))-$")
_DATELINE = re.compile(r"(?:, [A-Z][\w. ]{0,24})?(?: ?\([\w/ .]{2,30}\))? ?(?:--|-|\u2014) ?[A-Z\"]")
_LANGUAGE = re.compile(r"\b(?:in|speaks?|speaking|spoke|into|from) $")
_AFTER_LANGUAGE = re.compile(r"[.,;:)]| (?:and|or|to|with|by) ")
_PARTY_STATE = re.compile(r"(?:\(|, )[RDI][ -]$|[A-Za-z]{2}, $")
_CAPITALISED_AFTER = re.compile(r" ([A-Z][\w'.-]*)")
_NOUN_AFTER = re.compile(r" ([a-z][\w-]*)")
_WORD_BEFORE = re.compile(r"([\w.'-]+) $")
_POSSESSIVE = "'s "


class Automata:
    """Finders of all strings of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.mixed = make_automaton(lexicon.surfaces.items())

    @cached_property
    def capitals(self) -> ahocorasick.Automaton:
        """The same strings as a headline in capitals has them; patterns are not read there."""
        skipped = self.lexicon.words["not_in_capitals"]
        keys: dict[str, Surface] = {}
        for key, surface in self.lexicon.surfaces.items():
            upper = key.upper()
            found = keys.setdefault(upper, Surface())
            found.people += tuple(spelling for spelling in surface.people if spelling not in found.people)
            if upper not in skipped:
                found.names += tuple(entry for entry in surface.names if entry not in found.names)
                found.short += surface.short
                found.group = found.group or surface.group
                found.blocked = found.blocked or surface.blocked
        return make_automaton(keys.items())


def make_automaton(surfaces: Iterable[tuple[str, Surface]]) -> ahocorasick.Automaton:
    """An automaton that gives each string's length and meaning."""
    automaton = ahocorasick.Automaton()
    for key, surface in surfaces:
        automaton.add_word(key, (len(key), surface))
    automaton.make_automaton()
    return automaton


class Scan:
    """One reading of one text.

    Parameters
    ----------
    automata : Automata
    text : str
    on : date or None
        When it was written.
    """

    def __init__(self, automata: Automata, text: str, on: date | None) -> None:
        self.automata = automata
        self.lexicon = automata.lexicon
        self.words = automata.lexicon.words
        self.text = text
        self.plain = fold(text)
        self.on = on
        self.owners: dict[int, tuple[int, tuple[Entry, ...]]] = {}
        """Names by where they end: start and entries."""
        self.begins: dict[int, tuple[int, tuple[Entry, ...]]] = {}
        """Names by where they begin: end and entries."""
        self.starts: frozenset[int] = frozenset()
        """Where any listed name begins."""
        self.ends: frozenset[int] = frozenset()
        """Where any listed name ends."""
        self.present: Counter[PartyId] = Counter()
        """How often a party is named beyond doubt."""

    def read(self) -> list[Claim]:
        """The readings that stand, in text order, without overlaps."""
        claims = self._claims()
        stand = _leftmost_longest(claims)
        if shorts := read_short_names(self.lexicon, self.plain, stand):
            stand = _leftmost_longest(self._with_short_names(claims, shorts))
        return reach_out(self.lexicon, self.plain, [claim for claim in stand if claim.entries])

    def _claims(self) -> list[Claim]:
        """All readings of all stretches."""
        found = list(self._found())
        blocks = sorted((end, start) for start, end, surface, _ in found if surface.blocked)
        if blocks:
            found = [row for row in found if not row[2].blocked and not _within(row[0], row[1], blocks)]
        self.starts = frozenset(start for start, _, surface, _ in found if surface.names)
        self.ends = frozenset(end for _, end, surface, _ in found if surface.names)
        named = list(_longest(row for row in found if row[2].names and self._names_a_party(*row)))
        self._note(named)
        people = PeopleReader(self.lexicon, self.plain, self.on, self.owners, self.begins, self.present)
        claims = people.read(row for row in found if row[2].people)
        for claim in claims:
            self._count(claim.entries[0])
        endings = frozenset(end for _, end, surface, _ in found if surface.pattern)
        names = NamesReader(self.lexicon, self.plain, self.owners, self.begins, endings)
        for start, end, surface, _ in named:
            if self.plain[start:end] not in self.words["shared_names"] or self._at_home(surface.names[0]):
                claims.append(Claim(start, end, 2, self._chosen(surface.names, start)))
        for start, end, surface, style in found:
            if surface.short and (short := tuple(entry for entry in surface.short if self._is_present(entry))):
                claims.append(Claim(start, end, 2, self._chosen(short, start)))
            if surface.group and (style is Style.CAPITALS or self._acts(start, end)):
                claims.append(Claim(start, end, 5, (surface.group,)))
            if surface.pattern and style is Style.TEXT and (formed := names.read(start, end, surface.pattern)):
                claims.append(formed)
        return [claim for claim in claims if claim.entries] + [Claim(start, end, 0) for end, start in blocks]

    def _found(self) -> Iterator[Found]:
        """Known strings at word boundaries."""
        plain, size = self.plain, len(self.plain)
        lines = [(*match.span(), style) for match in _LINE.finditer(self.text) if (style := _style(match[0]))]
        for last, (length, surface) in self.automata.mixed.iter(plain):
            start, end = last - length + 1, last + 1
            if _bounded(plain, start, end, size) and (style := _style_at(start, lines)) is not Style.CAPITALS:
                yield start, end, surface, style
        for low, high, style in lines:
            if style is Style.CAPITALS:
                for last, (length, surface) in self.automata.capitals.iter(plain, low, high):
                    start, end = last - length + 1, last + 1
                    if _bounded(plain, start, end, size):
                        yield start, end, surface, style

    def _note(self, named: Iterable[Found]) -> None:
        """Remember where parties are named, and how often beyond doubt."""
        for start, end, surface, _ in named:
            self.owners[end] = start, surface.names
            self.begins[start] = end, surface.names
            if len(surface.names) == 1 and self.plain[start:end] not in self.words["shared_names"]:
                self._count(surface.names[0])

    def _count(self, entry: Entry) -> None:
        """Note that the text names a party beyond doubt."""
        self.present[entry.party] += 1
        if entry.faction_of:
            self.present[entry.faction_of] += 1

    def _is_present(self, entry: Entry) -> bool:
        """Whether the text names a party, or the body that it is an organ of."""
        return bool(self.present[entry.party] or (entry.faction_of and self.present[entry.faction_of]))

    def _names_a_party(self, start: int, end: int, surface: Surface, style: Style) -> bool:
        """Whether a listed name stands for the party here, and not for a place, a language, a person or a paper."""
        plain, words = self.plain, self.words
        string, kind = plain[start:end], surface.names[0].kind
        before = _WORD_BEFORE.search(plain, max(0, start - 24), start)
        if style is Style.CAPITALS:
            return string != "US" or before is None or before[1] not in words["before_pronoun_us"]
        after = _CAPITALISED_AFTER.match(plain, end)
        if after and (
            after[1] in words["followers"] or (string[:4].lower() == "the " and after[1] not in words["stop"])
        ):
            return False
        if kind in (Kind.FACTION, Kind.BODY) and after and f"{string.split()[-1]} {after[1]}" in self.lexicon.titles:
            return False
        if kind is Kind.CAPITAL and self._is_place(start, end, before):
            return False
        if kind is Kind.COUNTRY and surface.names[0].faction_of and self._is_address(start):
            return False
        if (
            kind is Kind.ADJECTIVE
            and _AFTER_LANGUAGE.match(plain, end)
            and _LANGUAGE.search(plain, max(0, start - 10), start)
        ):
            return False
        return string not in words["also_names"] or self._stands_alone(end, before, after)

    def _is_address(self, start: int) -> bool:
        """Whether a region only says where a town or a lawmaker is from: "Toledo, Ohio", "(R-Utah)"."""
        return start - 2 not in self.ends and _PARTY_STATE.search(self.plain, max(0, start - 4), start) is not None

    def _is_place(self, start: int, end: int, before: re.Match[str] | None) -> bool:
        """Whether a capital is where something happens, and not who does it."""
        noun = _NOUN_AFTER.match(self.plain, end)
        if (noun and noun[1] in self.words["place_nouns"]) or (
            before and before[1].lower() in self.words["prepositions_of_place"]
        ):
            return True
        opens = start == 0 or self.text[start - 1] == "\n"
        return opens and _DATELINE.match(self.plain, end) is not None

    def _stands_alone(self, end: int, before: re.Match[str] | None, after: re.Match[str] | None) -> bool:
        """Whether no unknown capitalised word beside a name makes it a person's or a town's."""
        stop = self.words["stop"]
        if after and not (
            after[1] in self.words["statesmen"] or end + 1 in self.starts or (after[1] in stop and after[1][-1] != ".")
        ):
            return False
        return (
            before is None
            or not before[1][0].isupper()
            or before[1].endswith(("'s", "."))
            or before[1] in stop
            or before[1] in self.lexicon.titles
        )

    def _acts(self, start: int, end: int) -> bool:
        """Whether a role noun stands by itself: not "the military operation", where it only describes."""
        if self.plain[end - 1] == "s" or self.plain[start : start + 3].lower() != "the":
            return True
        noun = _NOUN_AFTER.match(self.plain, end)
        return noun is None or noun[1] in self.words["after_singular"] or noun[1].endswith(("ed", "s", "ly"))

    def _at_home(self, entry: Entry) -> bool:
        """Whether a text is much about the state to whose organ a name belongs that other states have too."""
        home = self.lexicon.parties[entry.party].of or entry.party
        return 3 * self.present[home] >= self._most_present

    @cached_property
    def _most_present(self) -> int:
        """How often the text names the state that it names most."""
        states = [count for party, count in self.present.items() if self.lexicon.parties[party].kind is Kind.COUNTRY]
        return max(states, default=0)

    def _chosen(self, entries: tuple[Entry, ...], start: int) -> tuple[Entry, ...]:
        """Entries of one string: those of the state before it, of the time, of the parties that the text names most."""
        if len(entries) > 1:
            entries = self._narrowed(entries, start)
        if len(entries) == 1 and entries[0].kind in (Kind.GOVERNMENT, Kind.CAPITAL, Kind.BODY):
            return with_executive(self.lexicon, entries[0])
        return entries

    def _narrowed(self, entries: tuple[Entry, ...], start: int) -> tuple[Entry, ...]:
        """Those that fit of several parties with one name; none where only the text could tell and does not."""
        possessive = self.plain.startswith(_POSSESSIVE, start - len(_POSSESSIVE))
        _, owners = self.owners.get(start - (len(_POSSESSIVE) if possessive else 1), (0, ()))
        states = {entry.party for entry in owners}
        entries = tuple(entry for entry in entries if entry.faction_of in states) or entries
        if self.on:
            entries = tuple(entry for entry in entries if _valid(entry, self.on)) or entries
        weights = {
            entry: self.present[entry.party] + (self.present[entry.faction_of] if entry.faction_of else 0)
            for entry in entries
        }
        order = sorted(entries, key=lambda entry: (-weights[entry], entry.ends is not None))
        if best := weights[order[0]]:
            return tuple(entry for entry in order if weights[entry] == best)
        return () if order[0].kind in (Kind.FACTION, Kind.UNION) or order[0].faction_of else tuple(order)

    def _with_short_names(self, claims: list[Claim], shorts: Mapping[str, tuple[Entry, ...]]) -> list[Claim]:
        """Claims with the text's own short names, which go before the list."""
        automaton = make_automaton((short, Surface(names=entries)) for short, entries in shorts.items())
        plain, size = self.plain, len(self.plain)
        kept = [claim for claim in claims if plain[claim.start : claim.end] not in shorts]
        for last, (length, surface) in automaton.iter(plain):
            if _bounded(plain, last - length + 1, last + 1, size):
                kept.append(Claim(last - length + 1, last + 1, 0, surface.names))
        return kept


def _leftmost_longest(claims: Iterable[Claim]) -> list[Claim]:
    """Claims without overlaps: the leftmost, of these the longest, of these the lowest rank."""
    chosen: list[Claim] = []
    reached = 0
    for claim in sorted(claims, key=lambda claim: (claim.start, -claim.end, claim.rank)):
        if claim.start >= reached:
            chosen.append(claim)
            reached = claim.end
    return chosen


def _longest(found: Iterable[Found]) -> Iterator[Found]:
    """Listed names that lie within no longer one."""
    reached = 0
    for row in sorted(found, key=lambda row: (row[0], -row[1])):
        if row[0] >= reached:
            yield row
            reached = row[1]


def _bounded(plain: str, start: int, end: int, size: int) -> bool:
    """Whether a stretch begins and ends at word boundaries, and no hyphen makes it part of another word."""
    if start:
        before = plain[start - 1]
        if before.isalnum() or before == "_":
            return False
        if before == "." and plain[max(0, start - 2)].isupper() and plain[start + 1 : start + 2] == ".":
            return False
        if before == "'" and plain[max(0, start - 2)].isalnum():
            return False
        if before == "-" and _PREFIX.search(plain, max(0, start - 24), start):
            return False
    if end < size:
        after = plain[end]
        if after.isalnum() or after == "_":
            return False
        if after == "-" and plain[end + 1 : end + 2].islower():
            return False
    return True


def _style(line: str) -> Style:
    """How a line is set."""
    if line.isupper() and len(line.split(None, 2)) > 1:
        return Style.CAPITALS
    words = line.split() if len(line) <= _LONGEST_TITLE and not line.rstrip().endswith(".") else []
    long = [word for word in words if len(word) > 3 and word[0].isalpha()]
    titled = len(words) > 4 and words[0][0].isupper() and sum(word[0].isupper() for word in long) >= 0.8 * len(long)
    return Style.TITLE if titled else Style.TEXT


def _style_at(start: int, lines: list[tuple[int, int, Style]]) -> Style:
    """How the line is set that holds an offset; ``lines`` are those that are no plain text."""
    at = bisect_right(lines, start, key=lambda line: line[0]) - 1
    return lines[at][2] if at >= 0 and start < lines[at][1] else Style.TEXT


def _within(start: int, end: int, blocks: list[tuple[int, int]]) -> bool:
    """Whether a stretch lies within one of some blocks, sorted as (end, start)."""
    at = bisect_right(blocks, (end, -1))
    return any(first <= start for _, first in blocks[at : at + 4])


def _valid(entry: Entry, on: date) -> bool:
    """Whether a name belonged to its party on a date."""
    return (entry.starts is None or entry.starts <= on) and (entry.ends is None or on <= entry.ends)
