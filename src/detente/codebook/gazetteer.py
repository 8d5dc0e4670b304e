"""Which stretches of a text name a negotiating party, its people, its organs or its seat, and which party it is.

One pass of an Aho-Corasick automaton finds every known string; what stands beside it decides. Then:

1. longer strings that only contain a name ("Washington Post") are set aside;
2. family names are read with the given name, the title, the people named elsewhere in the text and the date;
3. names that are not listed are recognised by their last or first words ("<X> Workers Union", "Bank of <X>");
4. of overlapping readings the leftmost, then the longest stands;
5. a name takes in the words that belong to it ("Russian troops"), and a role noun its country ("Syrian rebels").

The data stand in ``data/{countries,organisations,movements,factions,unions,groups,offices,people_*}.toml``, each with
its own notation at the top.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from detente.codebook.gazetteer_data import read_lexicon
from detente.codebook.gazetteer_reach import composite_name
from detente.codebook.gazetteer_scan import Automata, Scan
from detente.codebook.gazetteer_types import Entry, Kind, Lexicon
from detente.model import PartyId, Span

__all__ = ["Entry", "Gazetteer", "Hit", "Kind", "load_gazetteer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One stretch of a text that names a party."""

    span: Span
    entries: tuple[Entry, ...]
    """Best first; more than one where the words leave it open, or where a state's executive stands beside the state."""


class Gazetteer:
    """The party gazetteer; made once by :func:`load_gazetteer`."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._automata = Automata(lexicon)

    def find(self, text: str, *, on: date | None = None) -> tuple[Hit, ...]:
        """All stretches that name a party, in text order, without overlaps.

        Parameters
        ----------
        text : str
            News text; lines wholly in capitals are read as headlines.
        on : date or None
            When the text was written: who held which office, which state a capital stood for. ``None`` leaves people
            of one name, and states that followed one another, side by side.

        Returns
        -------
        tuple of Hit
            Spans in code points of ``text``; they begin and end at word boundaries.

        Examples
        --------
        >>> for hit in load_gazetteer().find("Kyiv and Moscow rejected President Trump's offer.", on=date(2025, 3, 24)):
        ...     print(hit.span.start, hit.entries[0].surface, hit.entries[0].party)
        0 Kyiv ua
        9 Moscow ru
        35 Donald Trump us
        """
        if not text:
            return ()
        claims = Scan(self._automata, text, on).read()
        return tuple(Hit(span=Span(start=claim.start, end=claim.end), entries=claim.entries) for claim in claims)

    @property
    def titles(self) -> Mapping[str, frozenset[str]]:
        """Titles that stand in front of names, with the offices that each may mean; none for ranks and honours."""
        return self.lexicon.titles

    @property
    def offices(self) -> tuple[str, ...]:
        """The offices that people of the gazetteer hold, sorted."""
        return self.lexicon.offices

    def party_name(self, party: PartyId) -> str | None:
        """The name of a listed party, or of a role noun's ("rebels", "sy-rebels"); ``None`` for others."""
        record = self.lexicon.parties.get(party)
        if record is not None:
            return record.name
        for noun in self._nouns:
            if party == noun.party:
                return noun.party_name
            owner = self.lexicon.parties.get(PartyId(party.removesuffix(f"-{noun.party}")))
            if owner is not None:
                return composite_name(self.lexicon.adjectives.get(owner.id, owner.name), noun)
        return None

    def adjective(self, party: PartyId) -> str | None:
        """The word for a listed party before a noun, as "Syrian"; ``None`` where it has none."""
        return self.lexicon.adjectives.get(party)

    def is_state(self, party: PartyId) -> bool:
        """Whether a party is a state or region of the gazetteer."""
        record = self.lexicon.parties.get(party)
        return record is not None and record.kind is Kind.COUNTRY

    def faction_of(self, party: PartyId) -> PartyId | None:
        """The state or body that a listed party may fold into; ``None`` where it stands alone."""
        record = self.lexicon.parties.get(party)
        return record.of if record else None

    @cached_property
    def _nouns(self) -> tuple[Entry, ...]:
        """One entry for each role noun's party, the longest id first."""
        nouns = {surface.group.party: surface.group for surface in self.lexicon.surfaces.values() if surface.group}
        return tuple(sorted(nouns.values(), key=lambda noun: (-len(noun.party), noun.party)))


@cache
def load_gazetteer() -> Gazetteer:
    """The gazetteer that ships with detente, read once.

    Raises
    ------
    CodebookError
        If a data file breaks the rules of :mod:`detente.codebook.gazetteer_data`; names the file and the line.
    """
    return Gazetteer(read_lexicon())
