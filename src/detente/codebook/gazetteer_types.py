"""The types of the gazetteer: what a string may stand for, who holds which office, how a stretch of text is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import IntEnum, StrEnum

from detente.model import PartyId


class Kind(StrEnum):
    """By what a party is named."""

    COUNTRY = "country"
    """The name of a state or region."""
    ADJECTIVE = "adjective"
    """ "Ukrainian", "Republican", "U.S." before a noun."""
    PEOPLE = "people"
    """ "Ukrainians", "Republicans"."""
    CAPITAL = "capital"
    """The capital, standing for the government."""
    GOVERNMENT = "government"
    """A seat, ministry, army or official of the state."""
    PERSON = "person"
    ORGANISATION = "organisation"
    MOVEMENT = "movement"
    """An armed group, liberation movement or authority that is no state."""
    FACTION = "faction"
    """A political party or wing inside a state."""
    UNION = "union"
    COMPANY = "company"
    BODY = "body"
    """An organ that news treats as an actor of its own: a department, a court, a university."""
    GROUP = "group"
    """A role noun: "the rebels", "producers"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that a stretch of text may name."""

    party: PartyId
    party_name: str
    kind: Kind
    surface: str
    """The gazetteer's own wording; for people their full name."""
    office: str | None = None
    """For people and offices, as "prime minister"."""
    faction_of: PartyId | None = None
    """The state or body whose organ or domestic party this is: it may be folded in where that one acts as a whole."""
    starts: date | None = None
    ends: date | None = None
    category: str | None = None
    """For role nouns: labour, employer, government, opposition, armed, public, producer, consumer, finance,
    legislature, mediator, delegation, all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyRecord:
    """A party that the data name."""

    id: PartyId
    name: str
    kind: Kind
    of: PartyId | None
    executive: PartyId | None
    """The party that stands for this state's executive in domestic news."""
    starts: date | None
    ends: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One person's time in one office."""

    party: PartyId
    office: str
    starts: date
    ends: date | None

    def away(self, on: date) -> int:
        """Days between a date and the term, 0 within it; negative before it begins."""
        if on < self.starts:
            return (on - self.starts).days
        return max(0, (on - self.ends).days) if self.ends else 0


@dataclass(slots=True, eq=False)
class Person:
    """Someone who speaks for parties, and when."""

    name: str
    terms: list[Term] = field(default_factory=list)
    junior: bool = False
    """A "Jr." may follow the name; after others it is a son's."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """How one person's name is written around its family name."""

    person: Person
    given: str
    """In plain letters; empty for a single name."""
    family_first: bool
    known_alone: bool
    """The family name suffices while its holder is in office."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """Words that end or begin the name of a kind of body."""

    kind: Kind
    begins: bool
    ministry: bool = False


@dataclass(slots=True, eq=False)
class Surface:
    """All that one string may stand for."""

    names: tuple[Entry, ...] = ()
    short: tuple[Entry, ...] = ()
    """Names that count only where a longer one stands in the same text."""
    people: tuple[Spelling, ...] = ()
    group: Entry | None = None
    pattern: Pattern | None = None
    blocked: bool = False


class Style(IntEnum):
    """How a line is set."""

    TEXT = 0
    TITLE = 1
    """Most words begin with a capital: a capital says nothing of a name."""
    CAPITALS = 2


Found = tuple[int, int, Surface, Style]
"""A known string in a text: where it starts and ends, what it may stand for, how its line is set."""


@dataclass(slots=True, eq=False)
class Claim:
    """One reading of a stretch of text; of overlapping ones the leftmost, then the longest stands."""

    start: int
    end: int
    rank: int
    """Among readings of the same stretch the lowest stands."""
    entries: tuple[Entry, ...] = ()
    """Best first; none for a string that only contains a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """What the gazetteer knows, by plain string."""

    parties: Mapping[PartyId, PartyRecord]
    surfaces: Mapping[str, Surface]
    titles: Mapping[str, frozenset[str]]
    """Offices that a title in front of a name may mean; none for ranks and honours."""
    offices: tuple[str, ...]
    executive_offices: frozenset[str]
    departments: Mapping[str, PartyId]
    """The body that the holder of an office heads."""
    organs: re.Pattern[str]
    """What may follow the name of a party and belongs to it."""
    adjectives: Mapping[PartyId, str]
    """The word for a party before a noun."""
    words: Mapping[str, frozenset[str]]
    """Word lists of ``groups.toml``, by their keys."""


def with_executive(lexicon: Lexicon, entry: Entry) -> tuple[Entry, ...]:
    """An entry for a state, followed by those for the department and the executive where the data name them."""
    executive = lexicon.parties[entry.party].executive
    if executive is None:
        return (entry,)
    department = lexicon.departments.get(entry.office or "")
    records = [lexicon.parties[party] for party in (department, executive) if party is not None]
    return entry, *(replace(entry, party=r.id, party_name=r.name, faction_of=r.of) for r in records)
