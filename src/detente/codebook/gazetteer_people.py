"""Who is meant by a family name: by the given name, the title, the people named elsewhere in the text, the date."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from detente.codebook.gazetteer_types import (
    Claim,
    Entry,
    Found,
    Kind,
    Lexicon,
    Person,
    Style,
    Surface,
    Term,
    with_executive,
)
from detente.model import PartyId

NEAR_DAYS = 730
"""So long before and after a term a family name alone may still mean its holder."""
_NOT_YET = 10**6
_ARTICLE_BEFORE = re.compile(r"(?<![\w-])(?:(?:[Aa]l|[Ee]l)[- ]|(?:ad|as|ul)-)$")
_INITIALS_BEFORE = re.compile(r"(?<![\w.])(?:[A-Z]\. ?)+$")
_WORD_BEFORE = re.compile(r"([\w.'-]+) $")
_WORD_AFTER = re.compile(r" ([A-Z][\w'-]*)")
_SENTENCE_START = re.compile(r"(?:^|[.!?:\"“”(\n])\s*[\"“'(]?$")
_TIME_BEFORE = re.compile(
    r"(?:\d|\b(?:in|of|since|until|by|last|next|this|early|late|mid|from|through|during|to|on))[ -]$"
)
_TIME_AFTER = re.compile(r",? \d|/")
_FORMER = re.compile(r"^(?:then|ex|former)-", re.IGNORECASE)
_JUNIOR = re.compile(r" Jr\b\.?")
_LONGEST_TITLE = 6


@dataclass(frozen=True, slots=True)
class _Title:
    """What stands before a name."""

    offices: frozenset[str] = frozenset()
    """None for ranks and honours, and where there is no title."""
    found: bool = False
    rank: bool = False
    """It may also be a rank, which rules nobody out."""
    former: bool = False
    hint: frozenset[PartyId] = frozenset()
    """Parties named before the title: "Israeli Prime Minister"."""


@dataclass(slots=True, eq=False)
class _Alone:
    """A family name without a given name that is known."""

    start: int
    end: int
    surface: Surface
    capitals: bool
    title: _Title


class PeopleReader:
    """Reads the people of one text.

    Parameters
    ----------
    lexicon : Lexicon
    plain : str
        The text, folded.
    on : date or None
    owners : mapping of int to (int, entries)
        Names of parties by the offset at which they end, with their start.
    begins : collection of int
        Where names of parties begin.
    present : mapping of PartyId to int
        How often the text names each party.
    """

    def __init__(
        self,
        lexicon: Lexicon,
        plain: str,
        on: date | None,
        owners: Mapping[int, tuple[int, tuple[Entry, ...]]],
        begins: Collection[int],
        present: Counter[PartyId],
    ) -> None:
        self.lexicon = lexicon
        self.plain = plain
        self.on = on
        self.owners = owners
        self.begins = begins
        self.present = present
        self.mentions: dict[int, list[tuple[int, tuple[Person, ...]]]] = defaultdict(list)
        """By surface: where it stands in a full name, and whose; nobody's where the given name is unknown."""
        self.first_alone: dict[int, int] = {}
        """By surface: where it first stands without a given name."""
        self.named: set[Person] = set()

    def read(self, found: Iterable[Found]) -> list[Claim]:
        """Claims for all stretches that name a known person."""
        claims: list[Claim] = []
        alone: list[_Alone] = []
        for start, end, surface, style in found:
            capitals = style is Style.CAPITALS
            full_start, full_end, people = self._full_name(start, end, surface, capitals)
            if people and _JUNIOR.match(self.plain, full_end):
                people = [person for person in people if person.junior]
                if not people:
                    continue
            if people:
                self.mentions[id(surface)].append((full_start, tuple(people)))
                self.named.update(people)
                claims.append(Claim(full_start, full_end, 1, self._choose(people, self._title(full_start, capitals))))
            elif style is Style.TEXT and self._is_stranger(full_start, end, surface):
                self.mentions[id(surface)].append((start, ()))
            elif not self._is_word(full_start, end):
                self.first_alone.setdefault(id(surface), start)
                alone.append(_Alone(full_start, end, surface, capitals, self._title(full_start, capitals)))
        titled = [(one, people) for one in alone if (people := self._titled(one))]
        for one, people in titled:
            self.mentions[id(one.surface)].append((one.start, tuple(people)))
            self.named.update(people)
        for mentions in self.mentions.values():
            mentions.sort(key=lambda mention: mention[0])
        done = {id(one) for one, _ in titled}
        for one, people in titled + [(one, self._untitled(one)) for one in alone if id(one) not in done]:
            if people:
                rank = 1 if self.named.intersection(people) else 4
                claims.append(Claim(one.start, one.end, rank, self._choose(people, one.title)))
        return claims

    def _full_name(self, start: int, end: int, surface: Surface, capitals: bool) -> tuple[int, int, list[Person]]:
        """The stretch of a full name around a family name, and whose it is; nobody where there is none."""
        before = self.plain[max(0, start - 48) : start]
        article = _ARTICLE_BEFORE.search(before)
        if article:
            before = before[: article.start()]
            start -= len(article[0])
        initials = _INITIALS_BEFORE.search(before)
        given_before = before[: initials.start()] if initials else before
        reach = [(len(before), before)] + ([(len(given_before), given_before)] if initials else [])
        after = self.plain[end : end + 32].replace("-", " ").lower()
        best: tuple[int, int, list[Person]] = (start, end, [])
        for spelling in surface.people:
            given = spelling.given.upper() if capitals else spelling.given
            if not given:
                if " " in self.plain[start:end]:
                    best[2].append(spelling.person)
                continue
            if spelling.family_first:
                wanted = " " + given.replace("-", " ").lower()
                if not after.startswith(wanted) or after[len(wanted) : len(wanted) + 1].isalnum():
                    continue
                stretch = (start, end + len(wanted))
            else:
                length = next((n for n, words in reach if _ends_with_name(words, given)), None)
                if length is None:
                    if not initials or len(initials[0].strip()) != 2 or initials[0][0] != given[0] or "." in given:
                        continue
                    stretch = (start - len(initials[0]), end)
                else:
                    stretch = (start - (len(before) - length) - len(given) - 1, end)
            if stretch[1] - stretch[0] > best[1] - best[0]:
                best = (*stretch, [])
            if stretch == best[:2] and spelling.person not in best[2]:
                best[2].append(spelling.person)
        return best

    def _is_stranger(self, start: int, end: int, surface: Surface) -> bool:
        """Whether a capitalised word beside the family name makes it another person's, or another thing's."""
        stop = self.lexicon.words["stop"]
        after = _WORD_AFTER.match(self.plain, end)
        if after and not (after[1] in stop or after[1] in self.lexicon.titles or end + 1 in self.begins):
            return True
        before = _WORD_BEFORE.search(self.plain, max(0, start - 24), start)
        if before is None or not before[1][0].isupper() or start - 1 in self.owners:
            return False
        if before[1].endswith(".") and len(before[1]) > 2:
            return False
        return not (before[1] in stop or before[1].endswith(("'s", "'")) or self._title(start, False).found)

    def _is_word(self, start: int, end: int) -> bool:
        """Whether the family name is a month or, at the start of a sentence, an everyday word."""
        word = self.plain[start:end]
        if word in self.lexicon.words["months"]:
            return bool(
                _TIME_BEFORE.search(self.plain, max(0, start - 12), start) or _TIME_AFTER.match(self.plain, end)
            )
        return word in self.lexicon.words["only_in_full"] and bool(
            _SENTENCE_START.search(self.plain, max(0, start - 4), start)
        )

    def _title(self, start: int, capitals: bool) -> _Title:
        """The title that ends before an offset."""
        if start == 0 or self.plain[start - 1] != " ":
            return _Title()
        words = self.plain[max(0, start - 72) : start - 1].split(" ")
        for count in range(min(_LONGEST_TITLE, len(words)), 0, -1):
            written = " ".join(words[-count:]).lstrip("(\"'[")
            written = written.title() if capitals else written
            title = _FORMER.sub("", written)
            offices = self.lexicon.titles.get(title)
            if offices is not None:
                ends = start - 2 - sum(map(len, words[-count:])) - (count - 1)
                named_from, owners = self.owners.get(ends) or self.owners.get(ends - 2) or (ends + 1, ())
                return _Title(
                    offices,
                    found=True,
                    rank=title in self.lexicon.words["ranks"],
                    former=title != written or self.plain.endswith(("former ", "Former "), 0, named_from),
                    hint=frozenset(party for entry in owners for party in (entry.party, entry.faction_of) if party),
                )
        return _Title()

    def _titled(self, one: _Alone) -> list[Person]:
        """The people of a family name who held the office of the title before it; those named in full first."""
        if not one.title.offices:
            return []
        holders = [p for p in self._known(one) if any(term.office in one.title.offices for term in p.terms)]
        return [person for person in holders if person in self.named] or holders

    def _untitled(self, one: _Alone) -> list[Person]:
        """The people whom a family name alone may mean; nobody where nothing points to one.

        Where the text first gives the name to a stranger, it goes on to mean the stranger.
        """
        pool = self._known(one)
        if mentioned := self._last_mention(one):
            return [person for person in pool if person in mentioned]
        words, word = self.lexicon.words, self.plain[one.start : one.end]
        if (
            (one.title.offices and not one.title.rank)
            or (one.capitals and word in words["not_in_capitals"])
            or word in words["only_in_full"]
            or word in words["months"]
        ):
            return []
        mentions = self.mentions.get(id(one.surface), [])
        if mentions and mentions[0][0] < min(one.start, self.first_alone[id(one.surface)]):
            return []
        alone = {spelling.person for spelling in one.surface.people if spelling.known_alone}
        return [person for person in pool if person in alone and self._away(person) <= NEAR_DAYS]

    def _known(self, one: _Alone) -> list[Person]:
        """The people of a family name who had taken office by the text's date."""
        people = dict.fromkeys(spelling.person for spelling in one.surface.people)
        return [person for person in people if self._away(person) < _NOT_YET]

    def _last_mention(self, one: _Alone) -> tuple[Person, ...]:
        """Whom the last full name or title before meant; the first one after it where there is none before."""
        mentions = self.mentions.get(id(one.surface), [])
        if not mentions:
            return tuple(person for person in (s.person for s in one.surface.people) if person in self.named)
        return mentions[max(0, bisect_right(mentions, one.start, key=lambda mention: mention[0]) - 1)][1]

    def _away(self, person: Person) -> int:
        """Days between the text's date and the nearest of someone's terms; 0 without a date."""
        if self.on is None:
            return 0
        return min(_distance(term, self.on) for term in person.terms)

    def _choose(self, people: Sequence[Person], title: _Title) -> tuple[Entry, ...]:
        """Entries of the people who fit best: by title, by the party before it, by date, by the parties named."""
        offices = frozenset() if title.former else title.offices
        ranked: list[tuple[tuple[bool, bool, int, int], Person, Term]] = []
        for person in people:
            fitting = [term for term in person.terms if term.office in offices]
            term = min(
                fitting or person.terms, key=lambda term: (self._not_hinted(term, title.hint), *self._time(term))
            )
            fit = (not fitting, self._not_hinted(term, title.hint), self._time(term)[0], -self.present[term.party])
            ranked.append((fit, person, term))
        best = min(fit for fit, *_ in ranked)
        chosen = sorted(
            ((person, term) for fit, person, term in ranked if fit == best),
            key=lambda pair: (-pair[1].starts.toordinal(), pair[0].name),
        )
        return tuple(entry for person, term in chosen for entry in self._entries(person, term))

    def _not_hinted(self, term: Term, hint: frozenset[PartyId]) -> bool:
        """Whether another party than the term's was named before the title."""
        record = self.lexicon.parties[term.party]
        return bool(hint) and not hint & {term.party, record.of}

    def _time(self, term: Term) -> tuple[int, int]:
        """How far from the text's date, then the later term first."""
        return (_distance(term, self.on) if self.on else 0, -term.starts.toordinal())

    def _entries(self, person: Person, term: Term) -> tuple[Entry, ...]:
        """A person's party, and the executive beside it in domestic news."""
        record = self.lexicon.parties[term.party]
        entry = Entry(
            party=record.id,
            party_name=record.name,
            kind=Kind.PERSON,
            surface=person.name,
            office=term.office,
            faction_of=record.of,
            starts=term.starts,
            ends=term.ends,
        )
        return with_executive(self.lexicon, entry) if term.office in self.lexicon.executive_offices else (entry,)


def _distance(term: Term, on: date) -> int:
    """Days between a term and a date; very far where the date is long before it."""
    away = term.away(on)
    return away if away >= 0 else -away if away >= -NEAR_DAYS else _NOT_YET


def _ends_with_name(words: str, given: str) -> bool:
    """Whether a text ends in a given name and a space."""
    if not words.endswith(given + " "):
        return False
    at = len(words) - len(given) - 2
    return at < 0 or not (words[at].isalnum() or words[at] in "_-")
